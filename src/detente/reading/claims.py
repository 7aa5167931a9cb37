"""What a document argues: its clauses in, claims with kind, issue, holder and effect out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from detente.reading.actors import Cast
from detente.reading.clauses import clause_span, clauses, subject_token
from detente.reading.forecasts import speaker_of
from detente.reading.mood import modal_of
from detente.reading.predicates import lemma_of
from detente.terms.reading import Claim

if TYPE_CHECKING:
    from spacy.tokens import Token

_PERCEIVE = frozenset(
    "see view regard consider believe think feel fear perceive describe depict recognise recognize "
    "understand realise realize worry appreciate conclude suspect doubt know interpret complain "
    "welcome resent acknowledge assess deem judge treat".split()
)
_WANT = frozenset(
    "want seek hope aim wish desire intend strive try attempt look aspire prefer plan".split()
)
_HINDER = frozenset(
    "hinder hamper block impede obstruct complicate undermine strain damage poison sour worsen "
    "derail remain divide disagree diverge".split()
)
_LIMIT = frozenset(
    "limit constrain restrict prevent bind require prohibit forbid tie prescribe oblige".split()
)
_DRIVE = frozenset(
    "drive cause lead encourage push prompt contribute help improve create make provoke stem reflect "
    "signal pave boost".split()
)


def claims_of(
    cast: Cast,
    issue_of: Callable[[int, int], str | None],
    effect_of: Callable[[str], str | None],
) -> tuple[Claim, ...]:
    """Return the claims of a parsed text in their order."""
    found = []
    for sentence in cast.doc.sents:
        for head in clauses(sentence):
            rule = _kind(head)
            if rule is None:
                continue
            kind, why = rule
            start, end = clause_span(head)
            if end - start < 20:
                continue
            quote = cast.doc.text[start:end]
            holder = _holder(cast, head)
            found.append(
                Claim(
                    start=start, end=end, quote=quote, kind=kind,  # type: ignore[arg-type]
                    issue=issue_of(start, end), holder=holder, effect=effect_of(quote),  # type: ignore[arg-type]
                    why=(why,),
                )
            )  # fmt: skip
    return tuple(found)


def _kind(head: Token) -> tuple[str, str] | None:
    lemma = lemma_of(head)
    for words, kind in ((_PERCEIVE, "perception"), (_WANT, "goal"), (_LIMIT, "constraint"),
                        (_HINDER, "obstacle"), (_DRIVE, "driver")):  # fmt: skip
        if lemma in words:
            return kind, f"verb '{head.text}'"
    if modal_of(head) in {"may", "might", "could"}:
        return "hypothesis", "modal"
    return None


def _holder(cast: Cast, head: Token) -> str | None:
    speaker, _ = speaker_of(cast, head)
    if ":" in speaker or speaker.isupper():
        return speaker
    subject = subject_token(head)
    actors = cast.actors(subject) if subject is not None else ()
    return actors[0].code if actors else None
