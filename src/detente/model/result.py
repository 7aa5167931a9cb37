"""What solving a system gives: paths, probabilities, outcomes, room for manoeuvre and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from detente.model.system import Floats

Outcome = Literal["worse", "freeze", "limited_thaw", "detente", "alignment"]
OUTCOMES: tuple[Outcome, ...] = ("worse", "freeze", "limited_thaw", "detente", "alignment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A probability or mean from draws, with its 95 % Monte Carlo interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Quantiles of a quantity over draws."""

    q05: float
    q25: float
    q50: float
    q75: float
    q95: float
    mean: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Values on an issue that both sides would more likely than not ratify, over draws.

    `low` and `high` are medians over the draws in which there is any room above or below
    the status quo; `share` is the share of those draws. To compare rooms take `width` and
    `by_side`, which are over all draws: the draws behind `low` and `high` differ with the room.
    """

    low: float
    high: float
    share: float
    width: float  # mean width over all draws, points
    by_side: dict[str, tuple[float, float]]  # side -> median ratifiable interval


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class IssueResult:
    """What the draws say of one issue at the horizon."""

    issue: str
    status_quo: Interval
    final: Interval
    improve: Estimate  # P(final at least half an anchor above the start)
    worsen: Estimate
    one_anchor_up: Estimate  # P(one anchor or more up)
    frozen: Estimate  # P(moved less than one anchor)
    room: Room
    settlement: Interval  # what the solver gives, unconstrained
    solver_points: dict[str, float]  # mean point of each solver
    disagreement: float  # largest difference between solvers, points
    side_positions: dict[str, float]  # capability x salience weighted mean by side
    blockers: tuple[str, ...]  # paths ('locks.ID', 'actors.ID', ...) that lower P(improve) most
    blocker_effects: dict[str, float]  # blocker -> P(improve) gained if it is lifted, same draws
    by_quarter: Floats  # (n_quarters + 1, 5): q05 q25 q50 q75 q95


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionResult:
    """The model's answer to one dated question."""

    question: str
    text: str
    by: date
    probability: Estimate
    words: str  # ICD-203


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """An uncertain input and the share of the spread of the final index that it explains."""

    name: str  # e.g. 'position of us_congress on sanctions'
    share: float  # first-order sensitivity index, in [0, 1]
    path: str = ""  # of the input, e.g. 'stakes.us_congress.sanctions.position'


@dataclass(frozen=True, slots=True, kw_only=True)
class SobolIndex:
    """Shares of the spread of the final index that an input explains, alone and with others."""

    name: str
    first: float  # alone
    first_error: float  # half width of its 95 % interval
    total: float  # with all its interactions
    total_error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """The smallest change of one input that makes another outcome the likeliest."""

    path: str
    change: str  # in words
    size: float  # share of the input's scale, in [0, 1]; 1 for a removal
    before: float | None  # mean of the input; None for a removal
    after: float | None
    outcome: Outcome  # the likeliest then
    probability: Estimate  # of that outcome then
    n_tried: int  # inputs that were tried


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveResult:
    """An option on the table of one side and how likely it is made by the horizon."""

    move: str
    title: str
    side: str
    issue: str
    appeal: float  # gain / (gain + cost), in [0, 1]
    probability: Estimate
    excluded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HypothesisResult:
    """A rival explanation and how well it holds against the evidence."""

    hypothesis: str
    text: str
    prior: float  # in [0, 1]
    posterior: float  # in [0, 1]
    inconsistency: float  # credibility-weighted points of evidence against it


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceResult:
    """A piece of evidence and how well it tells the explanations apart."""

    evidence: str
    text: str
    diagnosticity: float  # in [0, 1]
    consistency: dict[str, float]  # hypothesis id -> -2 to 2


@dataclass(frozen=True, slots=True, kw_only=True)
class HypothesisMatrix:
    """Rival explanations, the likeliest first, against evidence, the most telling first."""

    hypotheses: tuple[HypothesisResult, ...]
    evidence: tuple[EvidenceResult, ...]


@dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True)
class Assessment:
    """Where a relation stands and where it may go."""

    case: str
    title: str
    dyad: tuple[str, str]
    day: date
    horizon: date
    n_draws: int
    seed: int
    solver: str
    issues: tuple[IssueResult, ...]
    outcomes: dict[Outcome, Estimate]
    likeliest: Outcome
    index_by_quarter: Floats  # (n_quarters + 1, 5)
    quarters: tuple[date, ...]  # last day of each step, the first is `day`
    index: Interval
    questions: tuple[QuestionResult, ...]
    drivers: tuple[Driver, ...]  # of the index at the horizon, largest share first
    trust: Interval  # at the horizon
    package: Estimate  # P(package of three or more issues)
    leverage: dict[str, float]  # state -> leverage as the swing state of the triangle, in [0, 1]
    moves: tuple[MoveResult, ...] = ()  # options on the table, cheapest gain first
    responses: dict[str, Estimate] = field(default_factory=dict)  # id -> P(it happens by horizon)
    lock_openings: dict[str, Estimate] = field(default_factory=dict)  # id -> P(opened by horizon)
    hypotheses: HypothesisMatrix | None = None
    chance_share: float = 0.0  # share of the spread that no single input explains: events, timing
    flip: Flip | None = None  # only where it was asked for and one was found
    sobol: tuple[SobolIndex, ...] = ()  # only where asked for

    def __repr__(self) -> str:
        from detente.model.display import assessment_text

        return assessment_text(self)

    def _repr_html_(self) -> str:
        from detente.model.display import assessment_html

        return assessment_html(self)
