"""What people said would come, and what came: stated forecasts, judged questions, the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, get_args

from detente.errors import InputError
from detente.terms.citation import Citation
from detente.terms.forecast import Forecast, Question
from detente.terms.reading import Certainty
from detente.terms.words import icd203_range

Outcome = Literal["yes", "no", "void", "open", "unresolvable"]
"""void: the condition was not met; open: not known yet; unresolvable: no record can settle it."""

_UNKNOWN: tuple[Outcome, ...] = ("open", "unresolvable")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What came of a question: the outcome, since when it is known, by which fact."""

    outcome: Outcome
    resolved_on: date | None = None  # first day the outcome was known
    fact: str = ""
    citation: Citation | None = None

    def __post_init__(self) -> None:
        if self.outcome not in get_args(Outcome):
            known = ", ".join(get_args(Outcome))
            raise InputError(f"unknown outcome {self.outcome!r}; known: {known}")
        if self.outcome not in _UNKNOWN:
            if self.resolved_on is None:
                raise InputError(f"an outcome {self.outcome!r} needs the day it was known on")
            if not self.fact.strip() or self.citation is None:
                raise InputError(f"an outcome {self.outcome!r} needs a fact and its source")
        elif self.resolved_on is not None:
            raise InputError(f"an outcome {self.outcome!r} has no day, got {self.resolved_on}")

    @property
    def came_true(self) -> bool | None:
        """True for yes, False for no, None for the rest."""
        return {"yes": True, "no": False}.get(self.outcome)

    def as_of(self, day: date) -> Resolution:
        """Return the resolution as known on a day: open before the outcome was known."""
        if self.resolved_on is not None and self.resolved_on > day:
            return Resolution(outcome="open")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedQuestion:
    """A question with what came of it."""

    question: Question
    resolution: Resolution

    def __post_init__(self) -> None:
        resolved_on = self.resolution.resolved_on
        if resolved_on is not None and not (
            self.question.opens_on <= resolved_on <= self.question.resolves_on
        ):
            raise InputError(
                f"question {self.question.key!r} runs from {self.question.opens_on} to "
                f"{self.question.resolves_on}, but was resolved on {resolved_on}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedForecast:
    """What one person or group said of a question on one day, in the coder's words.

    `certainty` and `probability` are None where the words give none ('may', 'could'). The
    probability is that the question resolves yes, whatever way round the words were.
    """

    key: str
    question: str  # key of the question
    forecaster: str
    made_on: date
    report: str  # where it was read; the key of a report
    said: str  # words of probability as stated
    certainty: Certainty | None
    probability: float | None  # in [0, 1]
    condition: str | None = None
    horizon_said: str | None = None
    endorsed: bool = True  # False: told only to be rebutted, or as others' view
    borderline: bool = False  # hardly a forecast: a promise, a claim about what can be
    same_as: str | None = None  # key of an earlier statement that this one repeats
    resolution: Resolution | None = None  # of its own, where the question's does not apply

    def __post_init__(self) -> None:
        if self.probability is not None and not 0 <= self.probability <= 1:
            raise InputError(f"probability must be in [0, 1], got {self.probability}")
        if self.certainty is None or self.probability is None:
            return
        low, high = icd203_range(self.certainty)
        if not low <= self.probability <= high:
            raise InputError(
                f"probability {self.probability} is outside the range of {self.certainty!r}, "
                f"{low} to {high}"
            )

    def forecast(self, question: Question) -> Forecast | None:
        """Return it as a plain forecast, None where it gives no probability.

        Raises
        ------
        InputError
            If it was made on the day the question resolves, or later.
        """
        if self.probability is None:
            return None
        return Forecast.of(
            question,
            self.probability,
            forecaster=self.forecaster,
            data_until=self.made_on,
            note=self.said,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Where forecasts were read."""

    key: str
    citation: Citation
    author: str
    published_on: date
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Questions, what people said of them, and what came of them."""

    name: str
    questions: Mapping[str, JudgedQuestion]
    forecasts: tuple[StatedForecast, ...]
    reports: Mapping[str, Report] = field(default_factory=dict)
    forecasters: Mapping[str, str] = field(default_factory=dict)  # key -> who it is

    def question(self, forecast: StatedForecast) -> Question:
        """Return the question that a forecast answers."""
        return self.questions[forecast.question].question

    def resolution(self, forecast: StatedForecast) -> Resolution:
        """Return what came of a forecast: its own resolution, or else its question's."""
        return forecast.resolution or self.questions[forecast.question].resolution

    def as_of(self, day: date) -> Ledger:
        """Return the ledger as somebody could have kept it on a day.

        A statement is seen once it was made and the report that tells it was published: what
        was said in 2017 and is told only in a report of 2019 is not seen in 2018. A question is
        seen with the first of its statements, an outcome from the day on which it was known.
        """
        later = {key for key, report in self.reports.items() if report.published_on > day}
        forecasts = _repeats_of_the_seen(
            [
                replace(f, resolution=f.resolution.as_of(day) if f.resolution else None)
                for f in self.forecasts
                if f.made_on <= day and f.report not in later
            ]
        )
        ever, now = ({f.question for f in some} for some in (self.forecasts, forecasts))
        questions = {
            key: replace(judged, resolution=judged.resolution.as_of(day))
            for key, judged in self.questions.items()
            if judged.question.opens_on <= day and (key in now or key not in ever)
        }
        reports = {key: r for key, r in self.reports.items() if key not in later}
        return replace(self, forecasts=forecasts, questions=questions, reports=reports)

    def why_unscored(self, forecast: StatedForecast) -> str | None:
        """Return why a forecast has no score, None if it has one."""
        outcome = self.resolution(forecast).outcome
        reasons = (
            (not forecast.endorsed, "not endorsed"),
            (forecast.same_as is not None, "repeats another"),
            (outcome in ("void", "open", "unresolvable"), outcome),
            (forecast.probability is None, "no probability"),
        )
        return next((text for holds, text in reasons if holds), None)

    def scored(self) -> tuple[StatedForecast, ...]:
        """Return the forecasts that can be scored, in the order of the ledger."""
        return tuple(f for f in self.forecasts if self.why_unscored(f) is None)


def _repeats_of_the_seen(forecasts: Sequence[StatedForecast]) -> tuple[StatedForecast, ...]:
    """Let the first repeat of a statement that is not seen stand in its place."""
    stands_for = {stated.key: stated.key for stated in forecasts}
    seen = []
    for stated in forecasts:
        original = stated.same_as
        if original is not None:
            first = stands_for.setdefault(original, stated.key)
            stated = replace(stated, same_as=None if first == stated.key else first)
        seen.append(stated)
    return tuple(seen)
