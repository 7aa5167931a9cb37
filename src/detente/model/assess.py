"""A system and a horizon in, an assessment of the relation out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from detente.model.blockers import blocker_effects
from detente.model.checks import check_system
from detente.model.drawn import DrawnSystem, draw_system
from detente.model.draws import InputDraws
from detente.model.dynamics import GivenStep, Paths, run_paths
from detente.model.hypotheses import hypothesis_matrix
from detente.model.leverage import step_worth
from detente.model.moves import appeal, ranked_moves
from detente.model.outcomes import likeliest_outcome, outcome_codes, outcome_estimates
from detente.model.questions import answered, question_moments
from detente.model.result import Assessment, Estimate, IssueResult, MoveResult
from detente.model.room import room_of
from detente.model.sensitivity import above_noise, first_order, input_name, ranked_drivers
from detente.model.settlement import SAMPLED, check_solver, settlement_draws, solver_points
from detente.model.side import preferred
from detente.model.steps import Step, steps_until
from detente.model.summary import interval, probability, quantile_bands
from detente.model.system import Floats, System

Progress = Callable[[str, float], None]


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Run:
    """A system that was run: its paths and the step that ends on the horizon."""

    system: System
    paths: Paths
    horizon: date
    last: int  # number of steps until the horizon
    solver: str
    n_draws: int
    seed: int

    @property
    def change(self) -> Floats:
        """Change of the relation index until the horizon, shape (n_draws,)."""
        levels = self.paths.levels
        return np.asarray(self.paths.weights @ (levels[self.last] - levels[0]))


def run_system(
    system: System,
    *,
    horizon: date,
    n_draws: int,
    seed: int,
    solver: str = "mixture",
    given: tuple[GivenStep, ...] = (),
    progress: Progress | None = None,
) -> Run:
    """Run a system until its horizon, and on to the day of its last question.

    Raises
    ------
    InputError
        If the system's parts do not fit together, or the horizon, draws or solver cannot be.
    """
    check_system(system)
    check_solver(solver)
    dates = [question.by for question in system.questions]
    steps = steps_until(system.day, horizon, max(dates, default=None))
    drawn = draw_system(system, InputDraws(n_draws, seed))
    paths = run_paths(
        drawn,
        settlement_draws(drawn, solver),
        steps,
        given=given,
        moments=question_moments(system, steps),
        progress=None if progress is None else lambda share: progress("paths", share),
    )
    last = sum(step.end <= horizon for step in steps)
    return Run(
        system=system,
        paths=paths,
        horizon=horizon,
        last=last,
        solver=solver,
        n_draws=n_draws,
        seed=seed,
    )


def assess_system(
    system: System,
    *,
    horizon: date,
    n_draws: int,
    seed: int,
    solver: str = "mixture",
    progress: Progress | None = None,
) -> Assessment:
    """Return where a relation may go until a horizon, what blocks it and what drives the spread.

    Parameters
    ----------
    system : System
        The relation on its day.
    horizon : date
        After the system's day.
    n_draws : int
        1 to 1,000,000.
    seed : int
        The same seed gives the same answer.
    solver : str
        Name of the solver of single issues.
    progress : callable, optional
        Told what is being done and the share of it that is done.

    Raises
    ------
    InputError
        If the system's parts do not fit together, or the horizon, draws or solver cannot be.
    """
    run = run_system(
        system, horizon=horizon, n_draws=n_draws, seed=seed, solver=solver, progress=progress
    )
    effects = blocker_effects(system, horizon, seed=seed, solver=solver)
    return assessment_of(run, effects)


def assessment_of(run: Run, effects: dict[str, dict[str, float]]) -> Assessment:
    """Return the assessment that a run gives, with what was found to block each issue."""
    system, paths, last = run.system, run.paths, run.last
    codes = outcome_codes(paths, last)
    index = paths.index[: last + 1]
    big = paths.packages.get(3, np.full(run.n_draws, np.inf))
    shares = spread_shares(run)
    return Assessment(
        case=system.id,
        title=system.title,
        dyad=system.dyad,
        day=system.day,
        horizon=run.horizon,
        n_draws=run.n_draws,
        seed=run.seed,
        solver=run.solver,
        issues=tuple(
            issue_result(run, k, effects.get(issue.id, {})) for k, issue in enumerate(system.issues)
        ),
        outcomes=outcome_estimates(codes),
        likeliest=likeliest_outcome(codes),
        index_by_quarter=quantile_bands(index),
        quarters=step_days(paths.steps[:last]),
        index=interval(index[-1]),
        questions=tuple(answered(paths, question) for question in system.questions),
        drivers=ranked_drivers(shares),
        trust=interval(paths.trust[last]),
        package=probability(big <= last),
        leverage={state: float(values.mean()) for state, values in paths.leverage.items()},
        moves=move_results(run),
        responses=happenings(run, "responses"),
        lock_openings=happenings(run, "locks"),
        hypotheses=hypothesis_matrix(system),
        chance_share=max(1 - sum(shares.values()), 0.0),
    )


def issue_result(run: Run, k: int, effects: dict[str, float]) -> IssueResult:
    """Return what a run says of its k-th issue."""
    paths, last = run.paths, run.last
    drawn_issue, issue = paths.drawn.issues[k], run.system.issues[k]
    start, final = paths.levels[0, k], paths.levels[last, k]
    moved, gap = final - start, issue.anchor_gap
    points = solver_points(paths.drawn, drawn_issue)
    return IssueResult(
        issue=issue.id,
        status_quo=interval(start),
        final=interval(final),
        improve=probability(moved >= gap / 2 - 1e-9),
        worsen=probability(moved <= -gap / 2 + 1e-9),
        one_anchor_up=probability(moved >= gap - 1e-9),
        frozen=probability(np.abs(moved) < gap - 1e-9),
        room=room_of(paths.drawn, drawn_issue, run.system.day, first_worth(paths, k)),
        settlement=interval(paths.settlements[k]),
        solver_points=points,
        disagreement=max(points.values()) - min(points.values()),
        side_positions=side_positions(paths.drawn, k),
        blockers=tuple(effects),
        blocker_effects=dict(effects),
        by_quarter=quantile_bands(paths.levels[: last + 1, k]),
    )


def happenings(run: Run, folder: str) -> dict[str, Estimate]:
    """Return P(it happens by the horizon) for each record of a folder that can happen."""
    never = np.full(run.paths.drawn.n, np.inf)
    return {
        item.id: probability(run.paths.first.get(f"{folder}.{item.id}", never) <= run.last)
        for item in getattr(run.system, folder)
    }


def move_results(run: Run) -> tuple[MoveResult, ...]:
    """Return the options on the table, cheapest gain first, the excluded ones last."""
    made = happenings(run, "moves")
    return tuple(
        MoveResult(
            move=move.id,
            title=move.title,
            side=move.side,
            issue=move.issue,
            appeal=appeal(move),
            probability=made[move.id],
            excluded=move.excluded,
        )
        for move in ranked_moves(run.system)
    )


def first_worth(paths: Paths, k: int) -> dict[str, Floats]:
    """Return what a full step up on an issue is worth to each side on the first day."""
    return step_worth(paths.drawn, paths.drawn.issues[k], paths.leverage)


def side_positions(drawn: DrawnSystem, k: int) -> dict[str, float]:
    """Return each side's mean position by capability times salience on an issue."""
    issue = drawn.issues[k]
    positions = {}
    for side in issue.bodies:
        everyone = issue.bodies[side][-1].proposers
        wanted = preferred(everyone, slice(None))
        if wanted is not None and np.isfinite(wanted).any():
            positions[side] = float(np.nanmean(wanted))
    return positions


def spread_shares(run: Run) -> dict[str, float]:
    """Return the share of the spread of the index at the horizon that each input explains."""
    paths, draws = run.paths, run.paths.drawn.draws
    output = paths.weights @ paths.levels[run.last]
    chosen = [*draws.uncertain, *(f"settlement.{issue.id}" for issue in run.system.issues)]
    if run.solver == SAMPLED:
        chosen.append("solver")
    shares = {path: first_order(draws.levels(path), output) for path in chosen}
    kept = above_noise(shares, draws.n_draws)
    return {input_name(path): share for path, share in kept.items()}


def step_days(steps: tuple[Step, ...]) -> tuple[date, ...]:
    """Return the first day and the last day of each step."""
    return (steps[0].start, *(step.end for step in steps))
