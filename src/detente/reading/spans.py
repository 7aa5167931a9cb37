"""Who acts on whom in a plain sentence: the sentence in, source and target spans out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from detente.reading.actors import is_actor_noun
from detente.reading.language import parsed
from detente.reading.linear import Floats, LinearModel, shipped_model
from detente.reading.mentions import Mention, mentions
from detente.reading.predicates import lemma_of, predicate

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Side = Literal["source", "target", "both"]
THRESHOLDS: dict[str, float] = {"source": 0.5, "target": 0.5, "both": 0.6}
"""Share from which a phrase is taken for a side; 'both' are the two of a joint act."""

_NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
_INNER = frozenset({"compound", "amod", "flat", "nmod", "nummod"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SideSpan:
    """A phrase at characters `start` to `end` (exclusive) that is one side of an act."""

    start: int
    end: int
    text: str
    side: Side
    probability: float  # in [0, 1]


def sides_in(sentences: Iterable[str]) -> list[tuple[SideSpan, ...]]:
    """Return the source and the target of the main act of each plain sentence, where found.

    Raises
    ------
    MissingExtraError
        If the libraries or models for reading are not installed.

    Examples
    --------
    >>> found, = sides_in(["The Swedish government criticised Norway over fishing."])
    >>> [(one.side, one.text) for one in found]
    [('source', 'The Swedish government'), ('target', 'Norway')]
    """
    return sides_by(shipped_model("spans"), sentences)


def sides_by(model: LinearModel, sentences: Iterable[str]) -> list[tuple[SideSpan, ...]]:
    """Return what a given model finds; `sides_in` is this with the model that ships."""
    return [tuple(_chosen(doc, model)) for doc in parsed(sentences)]


def phrases(doc: Doc) -> list[Token]:
    """Return the heads of the noun phrases of a sentence, from left to right."""
    return [
        token
        for token in doc
        if (token.pos_ in _NOUNS and token.dep_ not in _INNER and token.lower_ not in _RELATIVE)
    ]


_OUTSIDE = frozenset({"relcl", "acl", "advcl", "case"})
_KEPT = frozenset({"of", "in"})
_RELATIVE = frozenset({"who", "which", "that", "what", "it", "there", "this", "whose", "whom"})


def side_features(token: Token, at: dict[int, Mention], rank: int) -> list[str]:
    """Return the features of a noun phrase's head: where it hangs, on what, and what it is."""
    head = token.head
    chain = [token.dep_]
    node = token
    while node.head.i != node.i and len(chain) < 4:
        node = node.head
        chain.append(node.dep_)
    kind = _kind(token, at)
    verb = _governor(token)
    act = predicate(verb) if verb is not None else None
    type_ = act.type if act is not None else "none"
    voice = _voice(verb)
    prep = head.lower_ if head.dep_ in {"prep", "agent"} else ""
    side = "left" if verb is not None and token.i < verb.i else "right"
    features = [
        f"dep:{token.dep_}",
        f"kind:{kind}",
        f"kind:{kind}:{token.dep_}",
        f"rank:{min(rank, 5)}",
        f"rank:{min(rank, 5)}:{kind}",
        f"chain:{'<'.join(chain[:2])}",
        f"chain:{'<'.join(chain[:3])}",
        f"chain:{'<'.join(chain)}",
        f"prep:{prep}:{type_}",
        f"prep:{prep}",
        f"side:{side}:{kind}",
        f"side:{side}:{voice}:{token.dep_}",
        f"act:{type_}:{token.dep_}:{voice}",
        f"lemma:{lemma_of(token)}",
        f"head:{lemma_of(head)}",
        f"head:{lemma_of(head)}:{token.dep_}",
        f"tag:{token.tag_}:{token.dep_}",
    ]
    if verb is not None:
        features += [
            f"verb:{lemma_of(verb)}:{side}",
            f"verb:{lemma_of(verb)}:{token.dep_}:{prep}",
            f"depth:{verb.dep_}:{token.dep_}",
        ]
    for child in token.children:
        features.append(f"child:{child.dep_}:{kind}")
        if child.i in at:
            features.append(f"named:{child.dep_}:{token.dep_}")
    return features


def _kind(token: Token, at: dict[int, Mention]) -> str:
    if token.i in at:
        return f"name_{at[token.i].kind}"
    if any(child.i in at for child in token.children):
        return "of_name_actor" if is_actor_noun(token) else "of_name"
    if is_actor_noun(token):
        return "actor"
    if token.pos_ == "PROPN":
        return "proper"
    if token.pos_ == "PRON":
        return "pronoun"
    return "thing"


def _governor(token: Token) -> Token | None:
    node = token
    for _ in range(5):
        if node.head.i == node.i:
            return None
        node = node.head
        if node.pos_ in {"VERB", "AUX"}:
            return node
    return None


def _voice(verb: Token | None) -> str:
    if verb is None:
        return "none"
    return "passive" if any(c.dep_ in {"nsubjpass", "agent"} for c in verb.children) else "active"


def span_inputs(doc: Doc) -> tuple[list[Token], list[list[str]]]:
    """Return the phrases of a sentence and the features of each."""
    at = {i: one for one in mentions(doc) for i in range(one.start, one.end)}
    heads = phrases(doc)
    return heads, [side_features(token, at, rank) for rank, token in enumerate(heads)]


def _chosen(doc: Doc, model: LinearModel) -> Iterator[SideSpan]:
    heads, features = span_inputs(doc)
    if not heads:
        return
    empty = np.zeros((len(heads), model.dense.shape[1]), dtype=np.float32)
    yield from chosen_sides(heads, model.probabilities(empty, features), model.classes)


def chosen_sides(heads: Sequence[Token], shares: Floats, classes: Sequence[str]) -> list[SideSpan]:
    """Return the likeliest phrase of each side, or both of a joint act, as the text has them."""
    found: list[SideSpan] = []
    taken: set[int] = set()
    for side in ("source", "target"):
        column = shares[:, classes.index(side)].copy()
        column[list(taken)] = 0
        best = int(column.argmax())
        if column[best] >= THRESHOLDS[side]:
            taken.add(best)
            found.append(_side_span(heads[best], side, float(column[best])))
    if not found:
        column = shares[:, classes.index("both")]
        found = [
            _side_span(heads[i], "both", float(column[i]))
            for i in np.flatnonzero(column >= THRESHOLDS["both"])[:2]
        ]
    return sorted(found, key=lambda one: one.start)


def words_span(words: Sequence[Token]) -> tuple[int, int]:
    """Return the characters from the first to the last of some words."""
    return min(one.idx for one in words), max(one.idx + len(one.text) for one in words)


def _side_span(head: Token, side: str, share: float) -> SideSpan:
    inside = [head]
    stack = [head]
    while stack:
        for child in stack.pop().children:
            if child.dep_ in _OUTSIDE or (child.dep_ == "prep" and child.lower_ not in _KEPT):
                continue
            inside.append(child)
            stack.append(child)
    words = [token for token in inside if not token.is_punct and not token.is_space] or [head]
    start, end = words_span(words)
    return SideSpan(
        start=start,
        end=end,
        text=head.doc.text[start:end],
        side=side,  # type: ignore[arg-type]
        probability=min(share, 1.0),
    )
