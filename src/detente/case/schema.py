"""The form of `case.yaml`: what each entry may hold; dated entries are merged before."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from detente.model.system import Level, Range, Sign


@dataclass(frozen=True, slots=True)
class Coded:
    """A number as written: a range, or a plain number that the case's spread widens."""

    range: Range
    is_plain: bool

    def widened(self, spread: float, low: float, high: float) -> Range:
        """Return the range; a plain number gets `spread` on both sides, cut at [low, high]."""
        if not self.is_plain or spread == 0:
            return self.range
        mode = self.range.mode
        return Range(max(low, mode - spread), mode, min(high, mode + spread))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _coded(value: object, low: float, high: float) -> Coded:
    allowed = f"a number from {low:g} to {high:g}, [low, mode, high] or {{low, mode, high}}"
    if _is_number(value):
        parts: list[Any] = [value]
    elif isinstance(value, list):
        parts = value
    elif isinstance(value, dict) and set(value) == {"low", "mode", "high"}:
        parts = [value["low"], value["mode"], value["high"]]
    else:
        parts = []
    if len(parts) not in (1, 3) or not all(_is_number(part) for part in parts):
        raise PydanticCustomError("range", "{text}", {"text": f"must be {allowed}"})
    if not all(low <= part <= high for part in parts):  # so that nan is refused too
        raise PydanticCustomError(
            "range", "{text}", {"text": f"must lie between {low:g} and {high:g}"}
        )
    if sorted(parts) != parts:
        raise PydanticCustomError("range", "{text}", {"text": "needs low <= mode <= high"})
    low_, mode, high_ = (float(parts[index]) for index in (0, len(parts) // 2, -1))
    return Coded(Range(low_, mode, high_), len(parts) == 1)


def _number(low: float, high: float) -> PlainValidator:
    return PlainValidator(lambda value: _coded(value, low, high))


def _no_truth_value(value: object) -> object:
    if isinstance(value, bool):
        raise PydanticCustomError("number", "must be a whole number")
    return value


def _truth_value(value: object) -> object:
    if not isinstance(value, bool):
        raise PydanticCustomError("truth", "must be true or false")
    return value


Real = Annotated[float, Field(strict=True)]  # an int too, but neither true nor a text
Whole = Annotated[int, BeforeValidator(_no_truth_value)]
Truth = Annotated[bool, BeforeValidator(_truth_value)]
Points = Annotated[Coded, _number(0, 100)]
Share = Annotated[Coded, _number(0, 1)]
Signed = Annotated[Coded, _number(-1, 1)]
Shift = Annotated[Coded, _number(-100, 100)]
Factor = Annotated[Coded, _number(1, 100)]
Weight = Annotated[Coded, _number(0, 100)]
Positive = Annotated[Coded, _number(0, 1000)]


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_as_list)]


class Form(BaseModel):
    """A mapping with known keys; an unknown one is refused with the nearest that is known."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    @model_validator(mode="before")
    @classmethod
    def _refuse_unknown_keys(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            raise PydanticCustomError("mapping", "must be a mapping of fields to values")
        known = [field.alias or name for name, field in cls.model_fields.items()]
        for key in value:
            if key not in known:
                near = difflib.get_close_matches(str(key), known, n=1)
                hint = f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(known)}"
                raise PydanticCustomError(
                    "unknown_field", "{text}", {"text": f"unknown field {key!r}{hint}", "key": key}
                )
        return value


class Source(Form):
    """Where a number comes from, so that a reader can look it up."""

    title: str
    author: str | None = None
    publisher: str | None = None
    published_on: date | None = None
    url: str | None = None
    note: str | None = None


class Dated(Form):
    """What every entry may say of itself: since when it holds and is known, from where."""

    KEEPS: ClassVar[frozenset[str]] = frozenset(
        ("from", "to", "foreseen", "known_on", "source", "note")
    )

    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    foreseen: Truth = False  # the end was known from the start
    known_on: date | None = None
    source: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _dates_in_order(self) -> Dated:
        if self.from_ and self.to and self.to < self.from_:
            raise PydanticCustomError(
                "order",
                "{text}",
                {"text": f"dates out of order: from {self.from_} to {self.to}", "key": "to"},
            )
        return self


class ActorForm(Dated):
    """Somebody with stakes."""

    id: str
    state: str
    name: str
    answers_to: str | None = None


class DatedPoints(Dated):
    """A value in points that holds from a day."""

    value: Points


def _anchors(value: object) -> object:
    if not isinstance(value, dict) or len(value) < 2 or any(isinstance(k, bool) for k in value):
        raise PydanticCustomError("anchors", "must map at least two values of 0-100 to labels")
    try:
        anchors = {float(key): str(label) for key, label in value.items()}
    except ValueError:
        raise PydanticCustomError("anchors", "must map values of 0-100 to labels") from None
    if list(anchors) != sorted(anchors) or min(anchors) < 0 or max(anchors) > 100:
        raise PydanticCustomError("anchors", "must rise from the worst to the best within 0-100")
    return anchors


class IssueForm(Dated):
    """A matter on which the two states can move; 0 the worst for the relation, 100 the best."""

    id: str
    title: str
    anchors: Annotated[dict[float, str], BeforeValidator(_anchors)]
    status_quo: Any  # a number, or a list of dated ones; each is checked as `DatedPoints`
    sides: Names
    step: Real = Field(gt=0, le=100)
    lag: Whole = Field(default=0, ge=0, le=40)
    weight: Weight = Coded(Range(1, 1, 1), True)
    opening: Share
    erosion: Share
    level: Level = "ministerial"
    topics: Names = ()
    words: Names = ()  # of documents that speak of it, besides those of its topics
    aligns_against: str | None = None
    rubric: str | None = None  # how an outcome is coded


def _in_order(ends: tuple[float, float]) -> tuple[float, float]:
    if not 0 <= ends[0] <= ends[1] <= 100:
        raise PydanticCustomError("red_line", "must be [low, high] within 0-100")
    return ends


class StakeForm(Dated):
    """What an actor wants on an issue from a day on."""

    position: Points
    salience: Share
    capability: Share
    red_line: Annotated[tuple[Real, Real], AfterValidator(_in_order)] | None = None


class InstitutionForm(Dated):
    """How one side decides."""

    id: str
    side: str
    issues: Names = ()
    proposers: Names = ()
    must_agree: Names = ()
    overriders: Names = ()
    majority: Real = Field(default=0.5, ge=0.5, le=1)


class LockForm(Dated):
    """A statute or treaty that blocks one direction."""

    id: str
    title: str
    side: str
    issues: Names
    blocks: Sign
    opens_by: Names = ()
    review_days: Whole = Field(default=0, ge=0, le=3660)
    workaround: Points = Coded(Range(0, 0, 0), False)
    lapse: Points = Coded(Range(0, 0, 0), False)


class LinkForm(Dated):
    """Two issues that are traded, or of which one holds up the other."""

    id: str
    first: str
    second: str
    kind: Literal["trade", "blocks"]
    strength: Share
    until: Points | None = None


class TieForm(Dated):
    """A signed relation of two states."""

    id: str
    first: str
    second: str
    value: Signed


class GoalForm(Dated):
    """What an actor wants most."""

    id: str
    actor: str
    circle: Whole = Field(ge=1, le=9)
    issues: Names
    text: str


class ResponseForm(Dated):
    """What a side does when a step is taken against it."""

    id: str
    side: str
    trigger: str
    issue: str
    hazard: Share
    effect: Points
    goal: str | None = None


class MoveForm(Dated):
    """An option on the table."""

    id: str
    title: str
    side: str
    issue: str
    cost: Points
    gain: Points
    effect: Points
    excluded: Truth = False


class PressureForm(Dated):
    """A domestic condition that narrows an actor's room."""

    id: str
    title: str
    side: str
    actor: str
    issues: Names = ()
    weight: Share


class ForumForm(Dated):
    """A working group, council or summit."""

    id: str
    title: str
    reach: Level
    lift: Factor
    issues: Names = ()


class ShockForm(Dated):
    """A kind of event from outside."""

    id: str
    title: str
    hazard: Share
    effects: dict[str, Shift] = {}
    trust: Signed = Coded(Range(0, 0, 0), False)
    by_issue: Truth = False

    @model_validator(mode="after")
    def _has_issues_to_strike(self) -> ShockForm:
        if self.by_issue and not self.effects:
            text = "true needs 'effects', the issues that it strikes one by one"
            raise PydanticCustomError("by", "{text}", {"text": text, "key": "by_issue"})
        return self


class HypothesisForm(Dated):
    """A rival explanation."""

    id: str
    text: str
    prior: Real = Field(default=1.0, gt=0, le=100)


class EvidenceForm(Dated):
    """An observation and how consistent it is with each hypothesis."""

    id: str
    text: str
    credibility: Real = Field(default=1.0, ge=0, le=1)
    consistency: dict[str, Annotated[Real, Field(ge=-2, le=2)]]


QuestionKind = Literal["threshold", "reached", "step", "response", "package", "lock_opened", "move"]


class QuestionForm(Dated):
    """A dated question; `by` a day, or `within_years` counted from the day of the view."""

    id: str
    text: str
    kind: QuestionKind
    by: date | None = None
    within_years: Real | None = Field(default=None, gt=0, le=20)
    issue: str | None = None
    value: Real | None = Field(default=None, ge=-100, le=100)
    direction: Sign = "up"
    rule: str | None = None  # how it is resolved

    @model_validator(mode="after")
    def _has_an_end(self) -> QuestionForm:
        if (self.by is None) == (self.within_years is None):
            raise PydanticCustomError("by", "needs either 'by' (a day) or 'within_years'")
        return self


def _no_word_of_ours(name: str) -> str:
    if name == "all":
        raise PydanticCustomError("expert", "must not be 'all', which stands for every expert")
    return name


class ExpertForm(Dated):
    """An analyst whose stakes differ from the case's: an overlay."""

    id: Annotated[str, AfterValidator(_no_word_of_ours)]
    name: str
    stakes: dict[str, dict[str, dict[str, Any]]]  # issue -> actor -> fields of a stake


class ParameterForm(Dated):
    """A number of the mechanisms that holds from a day."""

    value: Positive


class OutcomesForm(Dated):
    """Where the five outcomes part, in points of the relation index."""

    freeze: Real = Field(gt=0, le=100)
    thaw: Real = Field(gt=0, le=100)
    alignment: Real = Field(ge=0, le=100)


class SpreadForm(Dated):
    """How far a plain number may be off on both sides, in its own unit."""

    position: Real = Field(default=0, ge=0, le=50)
    salience: Real = Field(default=0, ge=0, le=0.5)
    capability: Real = Field(default=0, ge=0, le=0.5)
    status_quo: Real = Field(default=0, ge=0, le=50)
    hazard: Real = Field(default=0, ge=0, le=1)  # share of the number itself
    weight: Real = Field(default=0, ge=0, le=1)  # share of the number itself
    until: Real = Field(default=0, ge=0, le=50)


ENTRY_FORMS: dict[str, type[Dated]] = {
    "actors": ActorForm,
    "issues": IssueForm,
    "institutions": InstitutionForm,
    "locks": LockForm,
    "links": LinkForm,
    "ties": TieForm,
    "goals": GoalForm,
    "responses": ResponseForm,
    "moves": MoveForm,
    "pressures": PressureForm,
    "forums": ForumForm,
    "shocks": ShockForm,
    "hypotheses": HypothesisForm,
    "evidence": EvidenceForm,
    "questions": QuestionForm,
    "experts": ExpertForm,
}
"""Sections that are lists of entries with an id."""

NUMBERS: dict[str, tuple[str, ...]] = {
    "issues": ("step", "lag", "weight", "opening", "erosion"),
    "stakes": ("position", "salience", "capability", "red_line"),
    "institutions": ("majority",),
    "locks": ("review_days", "workaround", "lapse"),
    "links": ("strength", "until"),
    "ties": ("value",),
    "goals": ("circle",),
    "responses": ("hazard", "effect"),
    "moves": ("cost", "gain", "effect"),
    "pressures": ("weight",),
    "forums": ("lift",),
    "shocks": ("hazard", "effects", "trust"),
    "hypotheses": ("prior",),
    "evidence": ("credibility", "consistency"),
    "status_quo": ("value",),
    "parameters": ("value",),
}
"""Fields of each section that hold numbers, and so need a source."""

PARAMETERS: tuple[str, ...] = (
    "trust",
    "precision",
    "trust_gain",
    "trust_loss",
    "restraint_gain",
    "reciprocity",
    "package_threshold",
    "package_hazard",
    "rivalry_pull",
    "persistence",
)
"""Names of the parameters of the mechanisms, all of which a case gives."""


class CaseForm(Form):
    """The top level of `case.yaml`; sections are checked entry by entry."""

    title: str
    dyad: tuple[str, str]
    third: str | None = None
    day: date
    horizon: date
    note: str | None = None
    default_sources: dict[str, str] = {}
    spread: SpreadForm = SpreadForm()
    sources: dict[str, Source]
    actors: list[dict[str, Any]]
    issues: list[dict[str, Any]]
    stakes: dict[str, dict[str, list[dict[str, Any]]]]
    institutions: list[dict[str, Any]]
    parameters: dict[str, Any]
    outcomes: OutcomesForm
    locks: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    ties: list[dict[str, Any]] = []
    goals: list[dict[str, Any]] = []
    responses: list[dict[str, Any]] = []
    moves: list[dict[str, Any]] = []
    pressures: list[dict[str, Any]] = []
    forums: list[dict[str, Any]] = []
    shocks: list[dict[str, Any]] = []
    hypotheses: list[dict[str, Any]] = []
    evidence: list[dict[str, Any]] = []
    questions: list[dict[str, Any]] = []
    experts: list[dict[str, Any]] = []
