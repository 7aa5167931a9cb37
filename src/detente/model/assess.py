"""A system and a horizon in, an assessment of the relation out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from detente.model.blockers import blocker_effects
from detente.model.drawn import DrawnSystem
from detente.model.dynamics import Paths
from detente.model.flip import smallest_flip
from detente.model.hypotheses import hypothesis_matrix
from detente.model.leverage import step_worth
from detente.model.moves import appeal, ranked_moves
from detente.model.outcomes import likeliest_outcome, outcome_codes, outcome_estimates
from detente.model.questions import answered
from detente.model.result import Assessment, Estimate, IssueResult, MoveResult
from detente.model.room import room_of
from detente.model.run import Progress, Run, run_system
from detente.model.sensitivity import above_noise, first_order, ranked_drivers
from detente.model.settlement import SAMPLED, solver_points
from detente.model.side import preferred
from detente.model.sobol import sobol_indices
from detente.model.steps import Step
from detente.model.summary import interval, probability, quantile_bands
from detente.model.system import Floats, System

__all__ = ["Progress", "Run", "assess_system", "assessment_of", "run_system"]

N_SOBOL = 12
"""Inputs of which Sobol indices are taken."""


def assess_system(
    system: System,
    *,
    horizon: date,
    n_draws: int,
    seed: int,
    solver: str = "mixture",
    flip: bool = False,
    sobol: bool = False,
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
        Name of the solver of single issues, or 'sampled': the solver is drawn too.
    flip : bool
        Whether to look for the smallest change of one input that flips the likeliest outcome.
    sobol : bool
        Whether to take Sobol indices of the inputs that the given-data indices put first.
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
    result = assessment_of(run, effects)
    if flip:
        found = smallest_flip(system, horizon, n_draws=n_draws, seed=seed, solver=solver)
        result = replace(result, flip=found)
    if sobol:
        shares = spread_shares(run)
        inputs = tuple(sorted(shares, key=lambda path: (-shares[path], path))[:N_SOBOL])
        indices = sobol_indices(system, horizon, inputs, seed=seed, solver=solver)
        result = replace(result, sobol=indices)
    return result


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
    """Return the share of the spread of the final index that each input explains, by path."""
    paths, draws = run.paths, run.paths.drawn.draws
    output = paths.index_at(run.last)
    chosen = [*draws.uncertain, *(f"settlement.{issue.id}" for issue in run.system.issues)]
    if run.solver == SAMPLED:
        chosen.append("solver")
    shares = {path: first_order(draws.levels(path), output) for path in chosen}
    return above_noise(shares, draws.n_draws)


def step_days(steps: tuple[Step, ...]) -> tuple[date, ...]:
    """Return the first day and the last day of each step."""
    return (steps[0].start, *(step.end for step in steps))
