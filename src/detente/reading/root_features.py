"""What the event classifier sees: a parsed sentence and its sides in, texts and features out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.predicates import Predicate, lemma_of, predicate

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Sided:
    """A parsed sentence and the tokens of its source and target, None where one is not marked."""

    doc: Doc
    source: Span | None
    target: Span | None


def root_inputs(one: Sided) -> tuple[tuple[str, str, str], list[str]]:
    """Return three texts (sentence, core, clause; the sides masked in two) and the features."""
    path, top = _path(one)
    inside = {token.i for token in path}
    core = _text(one, one.doc, lambda token: token.i in inside or token.head.i in inside)
    clause = _text(one, list(top.subtree), lambda _: True) if top is not None else one.doc.text
    features = [*_path_features(one, path, top), *_word_features(one)]
    return (one.doc.text, core, clause or one.doc.text), features


def _path(one: Sided) -> tuple[list[Token], Token | None]:
    """Return the words between the two sides in the tree, and the one on top."""
    ends = [span.root for span in (one.source, one.target) if span is not None]
    if not ends:
        return [one.doc[:].root], one.doc[:].root
    up = [ends[0], *ends[0].ancestors]
    if len(ends) == 1:
        return up[1:3], up[-1]
    other = [ends[1], *ends[1].ancestors]
    meeting = next((token for token in up if token in other), None)
    if meeting is None:
        return [*up[1:], *other[1:]], None
    left = up[1 : up.index(meeting) + 1]
    return left + list(reversed(other[1 : other.index(meeting)])), meeting


def _text(one: Sided, tokens, keep) -> str:  # type: ignore[no-untyped-def]
    words: list[str] = []
    said: set[str] = set()
    for token in tokens:
        name = _side(one, token)
        if name is not None:
            if name not in said:
                said.add(name)
                words.append(name)
        elif keep(token):
            words.append(token.text)
    return " ".join(words)


def _side(one: Sided, token: Token) -> str | None:
    if one.source is not None and one.source.start <= token.i < one.source.end:
        return "they"
    if one.target is not None and one.target.start <= token.i < one.target.end:
        return "them"
    return None


def _path_features(one: Sided, path: list[Token], top: Token | None) -> Iterator[str]:
    acts: list[Predicate] = []
    inside = {token.i for token in path}
    for token in path:
        lemma = lemma_of(token)
        yield f"path:{lemma}"
        yield f"path:{lemma}:{token.dep_}"
        act = predicate(token)
        if act is not None:
            acts.append(act)
            yield f"act:{act.type}"
        for child in token.children:
            yield from _child_features(one, token, child, inside)
    if acts:
        yield f"first:{acts[0].type}"
    if top is not None:
        yield f"top:{lemma_of(top)}"
    yield "shape:" + ">".join(token.dep_ for token in path[:5])
    for name, span in (("source", one.source), ("target", one.target)):
        if span is not None:
            yield f"{name}:{span.root.dep_}"
            yield f"{name}:{lemma_of(span.root)}"


def _child_features(one: Sided, token: Token, child: Token, inside: set[int]) -> Iterator[str]:
    if child.is_punct or _side(one, child) is not None:
        return
    if child.dep_ == "neg":
        yield "negated"
    lemma = lemma_of(child)
    yield f"child:{lemma}"
    yield f"child:{lemma_of(token)}:{lemma}"
    yield f"child:{child.dep_}:{lemma}"
    if child.i not in inside:
        act = predicate(child)
        if act is not None:
            yield f"below:{act.type}"


def _word_features(one: Sided) -> Iterator[str]:
    for token in one.doc:
        if token.is_punct or token.is_space or _side(one, token) is not None:
            continue
        yield f"word:{lemma_of(token)}"
        act = predicate(token)
        if act is not None:
            yield f"said:{act.type}"
