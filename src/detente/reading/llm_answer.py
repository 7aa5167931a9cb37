"""A model's JSON about one passage -> items whose quotes are in the text, and what was dropped."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from detente.errors import InputError
from detente.terms.issue import TOPIC_IDS
from detente.terms.ontology import PloverType
from detente.terms.period import PartialDate
from detente.terms.reading import (
    Certainty,
    Claim,
    ClaimKind,
    Effect,
    ForecastStatement,
    ReadEvent,
    Reality,
    Verdict,
    VerdictDirection,
)
from detente.terms.states import resolve_state

CONFIDENCE = 0.6
"""Confidence of an item that a model found; it states none that could be trusted."""

_CODE = re.compile(r"[A-Z]{2,5}(?::[A-Z]{3})?")
_LOOKALIKES = str.maketrans("‘’‚“”„«»–—−‑\u00a0…", '\'\'\'"""""---- .')
_T = TypeVar("_T", bound=BaseModel)


class _Item(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    quote: str = Field(min_length=1)
    because: str = ""


class _Event(_Item):
    type: PloverType
    source: str | None = None
    target: str | None = None
    date: str | None = None
    issue: str | None = None
    reality: Reality = "occurred"


class _Claim(_Item):
    kind: ClaimKind
    issue: str | None = None
    holder: str | None = None
    effect: Effect | None = None


class _Forecast(_Item):
    proposition: str = Field(min_length=1)
    direction: Effect | None = None
    horizon: str | None = None
    certainty: Certainty | None = None
    probability: float | None = Field(default=None, ge=0, le=1)
    condition: str | None = None
    attributed_to: str | None = None
    endorsed: bool = True
    issue: str | None = None


class _Verdict(_Item):
    direction: VerdictDirection
    horizon: str | None = None
    certainty: Certainty | None = None


@dataclass(slots=True)
class Answer:
    """What one passage gave. `dropped` says in words what was not taken and why."""

    events: list[ReadEvent] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    forecasts: list[ForecastStatement] = field(default_factory=list)
    verdict: Verdict | None = None
    dropped: list[str] = field(default_factory=list)


def quote_place(
    text: str, quote: str, start: int = 0, end: int | None = None
) -> tuple[int, int] | None:
    r"""Return where a quote stands in a stretch of text, or None.

    Blanks, and the shapes of quotation marks and dashes, count alike; nothing else does.

    Examples
    --------
    >>> quote_place("He said: “no\ndeal” again.", 'said: "no deal"')
    (3, 18)
    """
    end = len(text) if end is None else end
    exact = text.find(quote, start, end)
    if exact >= 0 and quote:
        return exact, exact + len(quote)
    words = quote.translate(_LOOKALIKES).split()
    if not words:
        return None
    plain = text[start:end].translate(_LOOKALIKES)
    match = re.search(r"\s+".join(map(re.escape, words)), plain)
    return (start + match.start(), start + match.end()) if match else None


def _actor(code: str | None, on: date | None) -> str | None:
    """Return an actor code; a state's name is turned into its code, anything else into None."""
    if code is None:
        return None
    code = code.strip()
    if code == "author" or _CODE.fullmatch(code):
        return code
    return resolve_state(code, on=on)


def _day(text: str | None) -> PartialDate | None:
    try:
        return PartialDate.parse(text.strip()) if text else None
    except InputError:
        return None


def _issue(issue: str | None) -> str | None:
    return issue if issue in TOPIC_IDS else None


def _read(raw: Any, kind: type[_T], what: str, answer: Answer) -> list[_T]:
    """Return the items of a list that fit the schema; the others are dropped one by one."""
    found: list[_T] = []
    for one in raw if isinstance(raw, list) else []:
        try:
            found.append(kind.model_validate(one))
        except ValidationError as error:
            fault = error.errors()[0]
            place = ".".join(str(part) for part in fault["loc"])
            answer.dropped.append(f"{what} with a bad field {place!r}")
    return found


def answer_of(
    raw: Any, text: str, start: int, end: int, *, published_on: date | None, model: str
) -> Answer:
    """Return the items of a model's answer on `text[start:end]`.

    An item is taken only if its quote stands in that stretch; its offsets are found here, for a
    model's own are never right.

    Parameters
    ----------
    raw
        The answer as parsed JSON.
    published_on
        Day on which names of states are read.
    model
        Name of the model, for the items' reasons.
    """
    answer = Answer()
    if not isinstance(raw, dict):
        answer.dropped.append("an answer that is no JSON object")
        return answer

    def placed(items: Sequence[_T], what: str, built: Callable[..., Any]) -> list[Any]:
        made = []
        for one in items:
            quote = getattr(one, "quote", "")
            place = quote_place(text, quote, start, end)
            if place is None:
                answer.dropped.append(f"{what} whose quote is not in the text: {quote[:60]!r}")
                continue
            because = getattr(one, "because", "")
            why = (f"model {model}" + (f": {because}" if because else ""),)
            span = {"start": place[0], "end": place[1], "quote": text[place[0] : place[1]]}
            made.append(built(one, confidence=CONFIDENCE, why=why, **span))
        return made

    def event(one: _Event, **rest: Any) -> ReadEvent:
        return ReadEvent(
            type=one.type,
            source=_actor(one.source, published_on),
            target=_actor(one.target, published_on),
            date=_day(one.date),
            issue=_issue(one.issue),
            reality=one.reality,
            **rest,
        )

    def claim(one: _Claim, **rest: Any) -> Claim:
        holder = _actor(one.holder, published_on)
        return Claim(
            kind=one.kind, issue=_issue(one.issue), holder=holder, effect=one.effect, **rest
        )

    def forecast(one: _Forecast, **rest: Any) -> ForecastStatement:
        return ForecastStatement(
            proposition=one.proposition,
            direction=one.direction,
            horizon=one.horizon,
            certainty=one.certainty,
            probability=one.probability,
            condition=one.condition,
            attributed_to=_actor(one.attributed_to, published_on) or "author",
            endorsed=one.endorsed,
            issue=_issue(one.issue),
            **rest,
        )

    def verdict(one: _Verdict, **rest: Any) -> Verdict:
        return Verdict(
            direction=one.direction, horizon=one.horizon, certainty=one.certainty, **rest
        )

    answer.events = placed(_read(raw.get("events"), _Event, "event", answer), "event", event)
    answer.claims = placed(_read(raw.get("claims"), _Claim, "claim", answer), "claim", claim)
    answer.forecasts = placed(
        _read(raw.get("forecasts"), _Forecast, "forecast", answer), "forecast", forecast
    )
    last = [raw["verdict"]] if raw.get("verdict") is not None else []
    for found in placed(_read(last, _Verdict, "verdict", answer), "verdict", verdict):
        answer.verdict = found
    return answer
