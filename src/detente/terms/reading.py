"""What reading finds in a document: events, claims, forecast statements and the verdict.

Offsets are characters into the document's text, end exclusive; `quote` is that slice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from detente.errors import InputError
from detente.terms.period import PartialDate

Reality = Literal["occurred", "planned", "denied", "hypothetical"]
ClaimKind = Literal[
    "obstacle",
    "constraint",
    "driver",
    "perception",
    "goal",
    "option",
    "excluded_option",
    "hypothesis",
    "shared_interest",
]
Effect = Literal["+", "-", "0"]
Certainty = Literal[
    "almost no chance",
    "very unlikely",
    "unlikely",
    "roughly even chance",
    "likely",
    "very likely",
    "almost certain",
]
VerdictDirection = Literal["improvement", "no_change", "deterioration", "limited_improvement"]


def _check_span(start: int, end: int, quote: str) -> None:
    if not 0 <= start < end or len(quote) != end - start:
        raise InputError(f"span {start}-{end} does not fit its quote of {len(quote)} characters")


def _check_unit(name: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise InputError(f"{name} must be in [0, 1], got {value}")


def _check_one_of(name: str, value: object, allowed: object) -> None:
    if value is not None and value not in get_args(allowed):
        raise InputError(f"unknown {name} {value!r}; known: {', '.join(get_args(allowed))}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEvent:
    """Who did what to whom, as one passage of a document says it.

    `source` and `target` are actor codes, a state with an optional sector ('USA:LEG').
    `type` is a PLOVER type; `same_as` the index of the first mention in the same document.
    """

    start: int
    end: int
    quote: str
    type: str
    source: str | None
    target: str | None
    date: PartialDate | None
    issue: str | None
    reality: Reality = "occurred"
    confidence: float = 0.5  # in [0, 1]
    mode: str | None = None
    cameo: str | None = None
    same_as: int | None = None
    why: tuple[str, ...] = ()  # rules and classifiers that made it, for --explain

    def __post_init__(self) -> None:
        _check_span(self.start, self.end, self.quote)
        _check_unit("confidence", self.confidence)
        _check_one_of("reality", self.reality, Reality)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a document argues: an obstacle, a goal, a perception; and its effect on the relation."""

    start: int
    end: int
    quote: str
    kind: ClaimKind
    issue: str | None
    holder: str | None
    effect: Effect | None
    confidence: float = 0.5
    why: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_span(self.start, self.end, self.quote)
        _check_unit("confidence", self.confidence)
        _check_one_of("kind", self.kind, ClaimKind)
        _check_one_of("effect", self.effect, Effect)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastStatement:
    """What a document says will or may come, whose view it is, and how sure they are.

    `certainty` is None where the text gives no ICD-203 probability ('may', 'might').
    """

    start: int
    end: int
    quote: str
    proposition: str
    direction: Effect | None
    horizon: str | None
    certainty: Certainty | None
    probability: float | None  # in [0, 1]
    condition: str | None
    attributed_to: str  # 'author' or an actor code
    endorsed: bool = True
    issue: str | None = None
    confidence: float = 0.5
    why: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_span(self.start, self.end, self.quote)
        _check_unit("confidence", self.confidence)
        if self.probability is not None:
            _check_unit("probability", self.probability)
        _check_one_of("certainty", self.certainty, Certainty)
        _check_one_of("direction", self.direction, Effect)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A document's concluding judgement on the relation."""

    direction: str
    horizon: str | None
    certainty: Certainty | None
    quote: str
    start: int
    end: int
    confidence: float = 0.5
    why: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_span(self.start, self.end, self.quote)
        _check_one_of("certainty", self.certainty, Certainty)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that was found in one document."""

    document: str
    published_on: str | None
    dyad: tuple[str, str] | None
    events: tuple[ReadEvent, ...] = ()
    claims: tuple[Claim, ...] = ()
    forecasts: tuple[ForecastStatement, ...] = ()
    verdict: Verdict | None = None
    notes: tuple[str, ...] = field(default=())
