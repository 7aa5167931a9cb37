"""Past decisions with known outcomes: a table in, the scores of a solver on it out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError
from detente.model.actors import Stakes, stakes
from detente.model.distribution import Distribution
from detente.model.solvers import DEFAULT, solver_named
from detente.runs.delimited import Sheet, read_sheet

Floats = NDArray[np.float64]
Predictor = Callable[[Stakes], Distribution]

COLUMNS = ("issue", "actor", "position", "salience", "votes", "outcome")
"""What a table of decisions must have; proposal and reference_point may be there too."""

_N_PIT_DRAWS = 200


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Decision:
    """One issue that was decided."""

    proposal: str  # issues of one proposal were bargained together
    issue: str
    stakes: Stakes
    outcome: float  # in [0, 100]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionScores:
    """How near forecasts came to outcomes, means over the decisions; lower is better but cover.

    `mae` is that of the mean, `mae_median` that of the median, in points; `crps` in points;
    `brier` that of 'the outcome is above 50'; `log_score` in nats; `cover` the share of outcomes
    within the central 80 %, by randomised probability integral transforms.
    """

    n: int
    mae: float
    mae_median: float
    crps: float
    brier: float
    log_score: float
    cover: float


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """Return the decisions of a table with one row an actor and issue.

    Raises
    ------
    InputError
        If a column is missing or a cell is not what it must be.
    """
    sheet = read_sheet(path, COLUMNS)
    position = sheet.numbers("position", low=0, high=100)
    salience = sheet.numbers("salience", low=0)
    votes = sheet.numbers("votes", low=0)
    outcome = sheet.numbers("outcome", low=0, high=100)
    reference = _reference(sheet)
    issues = sheet.texts("issue")
    proposals = sheet.columns.get("proposal", issues)
    rows_of: dict[str, list[int]] = {}
    for row, issue in enumerate(issues):
        rows_of.setdefault(issue, []).append(row)
    found = []
    for issue, rows in rows_of.items():
        for name, values in (("outcome", outcome), ("reference_point", reference)):
            if len({str(value) for value in values[rows]}) > 1:
                raise InputError(f"{path.name}: issue {issue!r} has more than one {name}")
        try:
            held = stakes(
                position[rows], votes[rows], salience[rows], reference=float(reference[rows[0]])
            )
        except InputError as error:
            raise InputError(f"{path.name}: issue {issue!r}: {error}") from None
        found.append(
            Decision(
                proposal=proposals[rows[0]],
                issue=issue,
                stakes=held,
                outcome=float(outcome[rows[0]]),
            )
        )
    return tuple(found)


def _reference(sheet: Sheet) -> Floats:
    """Return the reference point of each row; NaN where the cell or the column is missing."""
    if "reference_point" not in sheet.columns:
        return np.full(len(sheet), np.nan)
    return sheet.numbers("reference_point", low=0, high=100, empty_is_nan=True)


def score_decisions(
    decisions: Sequence[Decision], solver: str | Predictor = DEFAULT
) -> DecisionScores:
    """Return the scores of a solver, by name or as a function, on decisions.

    Raises
    ------
    InputError
        If there are no decisions or the solver is unknown.
    """
    predictor = solver_named(solver) if isinstance(solver, str) else solver
    return scores_of([predictor(decision.stakes) for decision in decisions], decisions)


def scores_of(forecasts: Sequence[Distribution], decisions: Sequence[Decision]) -> DecisionScores:
    """Return the scores of forecasts, one a decision."""
    if not decisions:
        raise InputError("there are no decisions to score")
    outcomes = np.array([decision.outcome for decision in decisions])
    pairs = list(zip(forecasts, outcomes.tolist(), strict=True))
    above = np.array([forecast.probability_above(50.0) for forecast in forecasts])
    rng = np.random.default_rng(0)
    transforms = np.array(
        [[forecast.pit(outcome, rng) for forecast, outcome in pairs] for _ in range(_N_PIT_DRAWS)]
    )
    return DecisionScores(
        n=len(pairs),
        mae=float(np.mean([abs(forecast.mean - outcome) for forecast, outcome in pairs])),
        mae_median=float(np.mean([abs(forecast.median - outcome) for forecast, outcome in pairs])),
        crps=float(np.mean([forecast.crps(outcome) for forecast, outcome in pairs])),
        brier=float(np.mean((above - (outcomes > 50)) ** 2)),
        log_score=float(np.mean([forecast.log_score(outcome) for forecast, outcome in pairs])),
        cover=float(((transforms >= 0.1) & (transforms <= 0.9)).mean()),
    )
