"""What a document argues: its clauses in; claims with kind, issue, holder and effect out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.reading.actors import Cast
from detente.reading.claim_features import claim_vectors, clause_features, masked_text
from detente.reading.clauses import clause_words, is_clause_head, subject_token
from detente.reading.forecasts import speaker_of
from detente.reading.linear import Floats, shipped_model
from detente.terms.reading import Claim

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

SHORTEST = 25
"""Characters of the shortest clause that is looked at."""

THRESHOLD = 0.5
"""Probability of 'no claim' from which a clause is left out."""

_REASON = frozenset(["because", "as", "since", "while", "although", "though", "whereas"])
_OWN_SUBJECT = frozenset({"nsubj", "nsubjpass", "expl"})
_HELD = frozenset({"perception", "goal", "option", "excluded_option", "constraint", "driver"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A clause that may be a claim."""

    head: Token
    span: Span
    start: int
    end: int


def passages(cast: Cast) -> Iterator[Passage]:
    """Yield the clauses of a parsed text that can stand alone, from left to right."""
    for sentence in cast.readable:
        found = False
        for token in sentence:
            if is_clause_head(token) and _stands_alone(token):
                one = _passage(cast, token)
                if one is not None:
                    found = True
                    yield one
        if not found and sentence.root.pos_ not in {"VERB", "AUX"}:
            one = _heading(cast, sentence)
            if one is not None:
                yield one


def _stands_alone(token: Token) -> bool:
    own = any(child.dep_ in _OWN_SUBJECT for child in token.children)
    if token.dep_ == "ROOT":
        return True
    if token.dep_ in {"conj", "parataxis"}:
        return own
    if token.dep_ == "ccomp":
        return token.i < token.head.i
    return token.dep_ == "advcl" and any(
        child.dep_ == "mark" and child.lower_ in _REASON for child in token.children
    )


def _passage(cast: Cast, head: Token) -> Passage | None:
    first, last = clause_words(head)
    span = cast.doc[first : last + 1]
    if span.end_char - span.start_char < SHORTEST:
        return None
    return Passage(head=head, span=span, start=span.start_char, end=span.end_char)


def _heading(cast: Cast, sentence: Span) -> Passage | None:
    """Return a sentence without a verb, such as 'Third, the border.', if it ends as one."""
    text = sentence.text.rstrip()
    start = sentence.start_char + len(sentence.text) - len(sentence.text.lstrip())
    end = sentence.start_char + len(text)
    if not text.endswith(".") or end - start < SHORTEST or "\n" in text.strip():
        return None
    return Passage(head=sentence.root, span=sentence, start=start, end=end)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seen:
    """The passages of a text as the classifiers see them."""

    passages: tuple[Passage, ...]
    vectors: Floats  # (n_passages, 384)
    features: tuple[list[str], ...]  # (n_passages,)


def seen_passages(cast: Cast) -> Seen:
    """Return the passages of a parsed text with their vectors and features."""
    found = tuple(passages(cast))
    at = cast.names_at
    return Seen(
        passages=found,
        vectors=claim_vectors([masked_text(one.span, at) for one in found]),
        features=tuple(clause_features(one.span, at) for one in found),
    )


def claims_of(
    cast: Cast, seen: Seen, issue_of: Callable[[int, int], str | None]
) -> tuple[Claim, ...]:
    """Return the claims of a parsed text in their order."""
    found, vectors, features = seen.passages, seen.vectors, seen.features
    if not found:
        return ()
    kinds = shipped_model("claims").probabilities(vectors, features)
    effects = shipped_model("effects").probabilities(vectors, features)
    claims = []
    for index, one in enumerate(found):
        claim = _claim(cast, one, kinds[index], effects[index], features[index], issue_of)
        if claim is not None:
            claims.append(claim)
    return tuple(claims)


def _claim(
    cast: Cast,
    one: Passage,
    kinds: Floats,
    effects: Floats,
    features: list[str],
    issue_of: Callable[[int, int], str | None],
) -> Claim | None:
    model = shipped_model("claims")
    none = model.classes.index("none")
    if kinds[none] >= THRESHOLD:
        return None
    shares = kinds.copy()
    shares[none] = 0
    kind = model.classes[int(shares.argmax())]
    effect = shipped_model("effects").classes[int(effects.argmax())]
    holder, why = _holder(cast, one.head, kind)
    cues = ", ".join(model.strongest(features, kind))
    return Claim(
        start=one.start,
        end=one.end,
        quote=cast.text[one.start : one.end],
        kind=kind,  # type: ignore[arg-type]
        issue=issue_of(one.start, one.end),
        holder=holder,
        effect=effect,  # type: ignore[arg-type]
        confidence=float(np.clip(shares.max(), 0, 1)),
        why=(
            f"classifier claims: {kind} {shares.max():.2f}, none {kinds[none]:.2f}; most for it: "
            f"{cues or 'the sentence vector'}",
            f"classifier effects: {effect} {effects.max():.2f}",
            f"holder: {why}",
        ),
    )


def _holder(cast: Cast, head: Token, kind: str) -> tuple[str | None, str]:
    speaker, why = speaker_of(cast, head)
    if speaker != "author" and speaker.isupper():
        return speaker, why
    if kind in _HELD:
        subject = subject_token(head)
        actors = cast.actors(subject) if subject is not None else ()
        if actors:
            return actors[0].code, actors[0].why
    return None, "nobody named"
