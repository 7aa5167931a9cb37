"""The analyst's model of a relation on one day, as plain records: a case before it is solved.

A `System` holds only what is known on its day. Positions on every issue run from 0 (worst for the
relation) to 100 (best). Every uncertain number is a `Range`; solving draws from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError
from detente.terms.period import Span

Floats = NDArray[np.float64]
Sign = Literal["up", "down"]
Level = Literal["technical", "ministerial", "presidential"]


def _check_one_of(name: str, value: object, allowed: object) -> None:
    if value not in get_args(allowed):
        raise InputError(f"unknown {name} {value!r}; known: {', '.join(get_args(allowed))}")


def _check_within(value: float, low: float, high: float, name: str) -> None:
    if not low <= value <= high:  # so that nan is refused too
        raise InputError(f"{name} must lie in [{low:g}, {high:g}], got {value:g}")


@dataclass(frozen=True, slots=True)
class Range:
    """An uncertain number: lowest, likeliest, highest value; drawn from a triangle.

    Examples
    --------
    >>> Range(10, 20, 60).mean
    30.0
    >>> Range.point(5).is_point
    True
    """

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        if not (self.low <= self.mode <= self.high):
            raise InputError(
                f"a range needs low <= mode <= high, got {self.low}, {self.mode}, {self.high}"
            )
        if not np.isfinite([self.low, self.mode, self.high]).all():
            raise InputError(f"a range must be finite, got {self.low}, {self.mode}, {self.high}")

    @classmethod
    def point(cls, value: float) -> Range:
        """Return a range of one value."""
        return cls(value, value, value)

    @property
    def is_point(self) -> bool:
        """Whether there is nothing uncertain about it."""
        return self.low == self.high

    @property
    def mean(self) -> float:
        """Mean of the triangular distribution."""
        return (self.low + self.mode + self.high) / 3

    def at(self, uniforms: Floats) -> Floats:
        """Return the quantiles of the triangular distribution at `uniforms`.

        Parameters
        ----------
        uniforms : any shape
            In [0, 1].
        """
        if self.is_point:
            return np.full_like(uniforms, self.mode)
        width = self.high - self.low
        left = (self.mode - self.low) / width
        below = self.low + np.sqrt(uniforms * width * (self.mode - self.low))
        above = self.high - np.sqrt((1 - uniforms) * width * (self.high - self.mode))
        return np.where(uniforms < left, below, above)

    def within(self, low: float, high: float, name: str) -> None:
        """Raise `InputError` unless the whole range lies in [low, high]."""
        if self.low < low or self.high > high:
            found = f"{self.low:g}" if self.is_point else f"{self.low:g} to {self.high:g}"
            raise InputError(f"{name} must lie in [{low:g}, {high:g}], got {found}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody with stakes: a leader, a legislature, a ministry, an interest, a third state."""

    id: str
    state: str  # actor code of the state or organisation
    name: str
    answers_to: str | None = None  # id of another actor
    span: Span = Span()


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A named point of an issue's scale."""

    value: float  # in [0, 100]
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A matter on which the two states can move, 0 the worst for the relation, 100 the best."""

    id: str
    title: str
    anchors: tuple[Anchor, ...]
    status_quo: Range
    sides: tuple[str, ...]  # states that must both act to move up; one for a unilateral issue
    step: float  # most points it can move in a quarter
    lag_quarters: int  # from agreement to effect
    weight: Range  # share in the relation index before normalisation, in [0, 100]
    opening: Range  # hazard a quarter that the issue is opened for a move up, in [0, 1]
    erosion: Range  # hazard a quarter that a side considers a move down, in [0, 1]
    level: Level = "ministerial"  # where it is settled
    topics: tuple[str, ...] = ()  # ids of `terms.issue.TOPICS` read as this issue
    words: tuple[str, ...] = ()  # further words by which documents speak of it
    aligns_against: str | None = None  # a third state against which this issue is an alignment

    def __post_init__(self) -> None:
        self.status_quo.within(0, 100, f"status quo of {self.id}")
        self.opening.within(0, 1, f"opening of {self.id}")
        self.erosion.within(0, 1, f"erosion of {self.id}")
        _check_one_of("level", self.level, Level)
        if not self.sides:
            raise InputError(f"issue {self.id} needs a side that must act")
        if not 0 < self.step <= 100:
            raise InputError(f"step of {self.id} must be in (0, 100], got {self.step}")
        _check_within(self.lag_quarters, 0, 40, f"lag in quarters of {self.id}")
        self.weight.within(0, 100, f"weight of {self.id}")
        values = [anchor.value for anchor in self.anchors]
        if values != sorted(set(values)) or not values or values[0] < 0 or values[-1] > 100:
            raise InputError(f"anchors of {self.id} must rise within 0-100, got {values}")

    @property
    def anchor_gap(self) -> float:
        """Mean distance between two neighbouring anchors, the size of 'one anchor'."""
        values = [anchor.value for anchor in self.anchors]
        return (values[-1] - values[0]) / (len(values) - 1) if len(values) > 1 else 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """What one actor wants on one issue, how much it cares, how much it can bring to bear."""

    actor: str
    issue: str
    position: Range  # in [0, 100]
    salience: Range  # in [0, 1]
    capability: Range  # in [0, 1]
    red_line: tuple[float, float] | None = None  # never accepts outside [low, high]

    def __post_init__(self) -> None:
        where = f"of {self.actor} on {self.issue}"
        self.position.within(0, 100, f"position {where}")
        self.salience.within(0, 1, f"salience {where}")
        self.capability.within(0, 1, f"capability {where}")
        if self.red_line is not None and not 0 <= self.red_line[0] <= self.red_line[1] <= 100:
            raise InputError(
                f"red line {where} must be low, high within 0-100, got {list(self.red_line)}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """How one side decides: who proposes, who must agree, who can override a refusal."""

    id: str
    side: str  # state
    issues: tuple[str, ...]  # empty: all issues
    proposers: tuple[str, ...]  # actor ids that can put a move on the table
    must_agree: tuple[str, ...]  # actor ids, each a veto player
    overriders: tuple[str, ...] = ()  # actor ids that together can overrule a veto, or act alone
    majority: float = 0.5  # share that an override needs, in [0.5, 1]
    span: Span = Span()

    def __post_init__(self) -> None:
        _check_within(self.majority, 0.5, 1, f"majority of institution {self.id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """A statute or treaty that blocks one direction of a side's moves on some issues."""

    id: str
    title: str
    side: str
    issues: tuple[str, ...]
    blocks: Sign
    span: Span
    opens_by: tuple[str, ...]  # actor ids that must all agree to open it; empty: none can
    review_days: int = 0  # clock that a request to open it starts
    workaround: Range = Range(0, 0, 0)  # points that the executive may still move alone, in all
    lapse: Range = Range(0, 0, 0)  # points lost when its span ends and nothing was agreed since

    def __post_init__(self) -> None:
        _check_one_of("direction", self.blocks, Sign)
        self.workaround.within(0, 100, f"workaround of {self.id}")
        self.lapse.within(0, 100, f"lapse of {self.id}")
        _check_within(self.review_days, 0, 3660, f"review days of {self.id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two issues that are traded for each other, or of which one holds up the other.

    'trade': they can be settled in one package. 'blocks': while `first` stands below
    `until`, a move up on `second` is scaled by 1 - strength.
    """

    id: str
    first: str
    second: str
    kind: Literal["trade", "blocks"]
    strength: Range  # in [0, 1]
    until: Range | None = None  # in [0, 100], for 'blocks'

    def __post_init__(self) -> None:
        _check_one_of("kind", self.kind, Literal["trade", "blocks"])
        self.strength.within(0, 1, f"strength of link {self.id}")
        if self.until is not None:
            self.until.within(0, 100, f"end of link {self.id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A signed relation of two states, from -1 (rivalry) to 1 (alliance)."""

    id: str
    first: str
    second: str
    value: Range  # in [-1, 1]

    def __post_init__(self) -> None:
        self.value.within(-1, 1, f"value of tie {self.id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What an actor wants most; `circle` 1 is the innermost and most important, 9 the outermost."""

    id: str
    actor: str
    circle: int
    issues: tuple[str, ...]
    text: str

    def __post_init__(self) -> None:
        _check_within(self.circle, 1, 9, f"circle of goal {self.id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What an actor does when a goal is thwarted or a step is taken against it.

    A move down by the other side on `trigger` raises the hazard that `side` moves `issue`
    down by `effect` points within a quarter.
    """

    id: str
    side: str  # state that answers
    trigger: str  # issue id
    issue: str  # issue id
    hazard: Range  # in [0, 1] a quarter, for a full step
    effect: Range  # points, > 0 means down
    goal: str | None = None

    def __post_init__(self) -> None:
        self.hazard.within(0, 1, f"hazard of response {self.id}")
        self.effect.within(0, 100, f"effect of response {self.id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An option on the table of one side: what it costs the mover, what it gains the other."""

    id: str
    title: str
    side: str
    issue: str
    cost: Range  # in [0, 100], to the mover
    gain: Range  # in [0, 100], to the other side
    effect: Range  # points up on the issue, in [0, 100]
    excluded: bool = False

    def __post_init__(self) -> None:
        for name in ("cost", "gain", "effect"):
            getattr(self, name).within(0, 100, f"{name} of move {self.id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressure:
    """A domestic condition that narrows an actor's room: an investigation, vacancies."""

    id: str
    title: str
    side: str
    actor: str
    issues: tuple[str, ...]  # empty: all
    weight: Range  # share of the actor's chance to carry a move up that it takes away, in [0, 1]
    span: Span = Span()

    def __post_init__(self) -> None:
        self.weight.within(0, 1, f"weight of pressure {self.id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forum:
    """A working group, council or summit that opens issues up to a level."""

    id: str
    title: str
    reach: Level  # opens issues of this level and below
    lift: Range  # factor on the opening hazard, >= 1
    issues: tuple[str, ...] = ()  # empty: all
    span: Span = Span()

    def __post_init__(self) -> None:
        _check_one_of("reach", self.reach, Level)
        self.lift.within(1, 100, f"lift of forum {self.id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shock:
    """A kind of event from outside: how often a quarter, and what it does.

    It strikes all its issues at once, or, where `by_issue`, each by itself with that hazard.
    """

    id: str
    title: str
    hazard: Range  # in [0, 1] a quarter
    effects: tuple[tuple[str, Range], ...]  # issue id, points in [-100, 100]
    trust: Range = Range(0, 0, 0)  # change of trust, in [-1, 1]
    by_issue: bool = False

    def __post_init__(self) -> None:
        self.hazard.within(0, 1, f"hazard of shock {self.id}")
        self.trust.within(-1, 1, f"trust of shock {self.id}")
        for issue, effect in self.effects:
            effect.within(-100, 100, f"effect of shock {self.id} on {issue}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """A rival explanation with its prior weight."""

    id: str
    text: str
    prior: float  # in (0, 100]

    def __post_init__(self) -> None:
        if not 0 < self.prior <= 100:
            raise InputError(f"prior of {self.id} must be in (0, 100], got {self.prior:g}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """An observation and how consistent it is with each hypothesis, from -2 to 2."""

    id: str
    text: str
    credibility: float  # in [0, 1]
    consistency: tuple[tuple[str, float], ...]  # hypothesis id, in [-2, 2]

    def __post_init__(self) -> None:
        _check_within(self.credibility, 0, 1, f"credibility of {self.id}")
        for hypothesis, value in self.consistency:
            _check_within(value, -2, 2, f"consistency of {self.id} with {hypothesis}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A dated question whose probability the model gives.

    kind 'threshold': `issue` at or beyond `value` (`direction` up: >=, down: <=) on `by`;
    'reached': the same at any time until `by`; 'step': a move of at least `value` points in
    `direction`, summed from the start, at any time until `by`, on any issue where none is
    named; 'response': response
    `issue` (a response id) happens; 'package': a package of at least `value` issues is
    struck; 'lock_opened': lock `issue` (a lock id) is opened; 'move': move `issue` is made.
    """

    id: str
    text: str
    kind: Literal["threshold", "reached", "step", "response", "package", "lock_opened", "move"]
    by: date
    issue: str | None = None
    value: float | None = None
    direction: Sign = "up"

    def __post_init__(self) -> None:
        if self.value is not None:
            _check_within(self.value, -100, 100, f"value of question {self.id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeBounds:
    """Where the five outcomes of the whole relation part, in points of change of the index.

    worse < -freeze; freeze within +-freeze; limited thaw up to `thaw`; détente beyond it;
    alignment: détente and every `aligns_against` issue at or above `alignment`.
    """

    freeze: float
    thaw: float
    alignment: float

    def __post_init__(self) -> None:
        if not 0 <= self.freeze <= self.thaw <= 100:
            raise InputError(
                f"outcomes need 0 <= freeze <= thaw <= 100, got {self.freeze:g} and {self.thaw:g}"
            )
        _check_within(self.alignment, 0, 100, "alignment of the outcomes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """Numbers of the mechanisms that belong to no single actor or issue; each is drawn."""

    trust: Range  # at the start, in [0, 1]
    precision: Range  # of quantal responses, per point of utility, > 0
    trust_gain: Range  # per full cooperative step
    trust_loss: Range  # per full conflictual step
    restraint_gain: Range  # when an answer that was due is withheld
    reciprocity: Range  # share by which a cooperative step raises the other's openings
    package_threshold: Range  # trust below which no package is struck, in [0, 1]
    package_hazard: Range  # a quarter, above the threshold
    rivalry_pull: Range  # points of utility that full leverage of the swing state is worth
    persistence: Range  # share of a gap between trust and its long-run level kept a quarter

    def __post_init__(self) -> None:
        for name in ("trust", "package_threshold", "package_hazard", "persistence"):
            getattr(self, name).within(0, 1, name)
        for name in ("trust_gain", "trust_loss", "restraint_gain"):
            getattr(self, name).within(0, 1, name)
        self.reciprocity.within(0, 10, "reciprocity")
        self.rivalry_pull.within(0, 100, "rivalry_pull")
        self.precision.within(1e-6, 10, "precision")


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A relation on one day, ready to be solved."""

    id: str
    title: str
    dyad: tuple[str, str]
    day: date  # as of
    actors: tuple[Actor, ...]
    issues: tuple[Issue, ...]
    stakes: tuple[Stake, ...]
    institutions: tuple[Institution, ...]
    parameters: Parameters
    outcomes: OutcomeBounds
    locks: tuple[Lock, ...] = ()
    links: tuple[Link, ...] = ()
    ties: tuple[Tie, ...] = ()
    goals: tuple[Goal, ...] = ()
    responses: tuple[Response, ...] = ()
    moves: tuple[Move, ...] = ()
    pressures: tuple[Pressure, ...] = ()
    forums: tuple[Forum, ...] = ()
    shocks: tuple[Shock, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    questions: tuple[Question, ...] = ()
    third: str | None = None  # the third power of the triangle
