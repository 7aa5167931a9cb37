"""A system and a patch in, what the patch changes out: differences on the same random draws."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape

import numpy as np

from detente.model.draws import Mask
from detente.model.leverage import step_worth
from detente.model.outcomes import likeliest_outcome, outcome_codes
from detente.model.patch import Patch, patched
from detente.model.questions import came_true
from detente.model.result import OUTCOMES, Estimate, Outcome
from detente.model.room import room_of
from detente.model.run import Progress, Run, run_system
from detente.model.summary import mean_estimate, probability
from detente.model.system import Floats, System


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A probability or mean before and after a change; the difference is of paired draws."""

    before: Estimate
    after: Estimate
    difference: Estimate  # after - before, with its 95 % Monte Carlo interval


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueDifference:
    """What a change does to one issue at the horizon."""

    issue: str
    improve: Difference
    worsen: Difference
    one_anchor_up: Difference
    frozen: Difference
    final: Difference  # mean level, points
    room_before: tuple[float, float]  # mean width and share of draws with any room
    room_after: tuple[float, float]
    room_by_side_before: dict[str, tuple[float, float]]
    room_by_side_after: dict[str, tuple[float, float]]


@dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True)
class WhatIf:
    """What a patch changes in the answer, on the same draws."""

    case: str
    title: str
    day: date
    horizon: date
    n_draws: int
    seed: int
    solver: str
    changes: tuple[str, ...]
    likeliest_before: Outcome
    likeliest_after: Outcome
    outcomes: dict[Outcome, Difference]
    improvement: Difference  # P(limited thaw or better)
    index: Difference  # mean level at the horizon, points
    index_change: Difference  # mean change from each one's own start, points
    trust: Difference  # mean at the horizon
    package: Difference  # P(package of three or more issues)
    leverage_before: dict[str, float]
    leverage_after: dict[str, float]
    issues: tuple[IssueDifference, ...]  # those that both systems have
    questions: dict[str, Difference]
    responses: dict[str, Difference]
    lock_openings: dict[str, Difference]
    moves: dict[str, Difference]

    def __repr__(self) -> str:
        from detente.model.difference_text import whatif_text

        return whatif_text(self)

    def _repr_html_(self) -> str:
        from detente.model.difference_text import whatif_text

        return f"<pre>{escape(whatif_text(self))}</pre>"


def whatif_system(
    system: System,
    patch: Patch,
    *,
    horizon: date,
    n_draws: int,
    seed: int,
    solver: str = "mixture",
    progress: Progress | None = None,
) -> WhatIf:
    """Return what a patch changes.

    Both systems run on the same random numbers, so that the difference is much better known than
    either answer. Change is measured from each system's own start, after the steps given: a step
    that is given does not count as an improvement.

    Raises
    ------
    InputError
        As `assess_system` and `patched` do.

    References
    ----------
    Glasserman, P. and Yao, D. D. (1992). Some guidelines and guarantees for common random
    numbers. Management Science 38, 884-908.
    """
    changed = patched(system, patch)
    before = run_system(system, horizon=horizon, n_draws=n_draws, seed=seed, solver=solver)
    if progress is not None:
        progress("before", 1.0)
    after = run_system(
        changed, horizon=horizon, n_draws=n_draws, seed=seed, solver=solver, given=patch.given
    )
    if progress is not None:
        progress("after", 1.0)
    changes = tuple(str(operation) for operation in patch.operations)
    steps = str(Patch(given=patch.given))
    return compared(before, after, changes + ((steps,) if patch.given else ()))


def compared(before: Run, after: Run, changes: tuple[str, ...]) -> WhatIf:
    """Return the differences between two runs on the same draws."""
    codes = [outcome_codes(run.paths, run.last) for run in (before, after)]
    index = [run.paths.index_at(run.last) for run in (before, after)]
    trust = [run.paths.trust[run.last] for run in (before, after)]
    packages = [
        run.paths.packages.get(3, np.full(run.n_draws, np.inf)) <= run.last
        for run in (before, after)
    ]
    ids = {issue.id for issue in after.system.issues}
    return WhatIf(
        case=before.system.id,
        title=before.system.title,
        day=before.system.day,
        horizon=before.horizon,
        n_draws=before.n_draws,
        seed=before.seed,
        solver=before.solver,
        changes=changes,
        likeliest_before=likeliest_outcome(codes[0]),
        likeliest_after=likeliest_outcome(codes[1]),
        outcomes={
            outcome: chance_difference(codes[0] == k, codes[1] == k)
            for k, outcome in enumerate(OUTCOMES)
        },
        improvement=chance_difference(codes[0] >= 2, codes[1] >= 2),
        index=mean_difference(index[0], index[1]),
        index_change=mean_difference(before.change, after.change),
        trust=mean_difference(trust[0], trust[1]),
        package=chance_difference(packages[0], packages[1]),
        leverage_before={k: float(v.mean()) for k, v in before.paths.leverage.items()},
        leverage_after={k: float(v.mean()) for k, v in after.paths.leverage.items()},
        issues=tuple(
            issue_difference(before, after, issue.id)
            for issue in before.system.issues
            if issue.id in ids
        ),
        questions=_question_differences(before, after),
        responses=_happening_differences(before, after, "responses"),
        lock_openings=_happening_differences(before, after, "locks"),
        moves=_happening_differences(before, after, "moves"),
    )


def issue_difference(before: Run, after: Run, issue: str) -> IssueDifference:
    """Return what differs on one issue."""
    runs = (before, after)
    places = [[i.id for i in run.system.issues].index(issue) for run in runs]
    gap = before.system.issues[places[0]].anchor_gap
    final = [run.paths.levels[run.last, k] for run, k in zip(runs, places, strict=True)]
    moved = [end - run.paths.levels[0, k] for run, k, end in zip(runs, places, final, strict=True)]
    rooms = [
        room_of(
            run.paths.drawn,
            run.paths.drawn.issues[k],
            run.system.day,
            step_worth(run.paths.drawn, run.paths.drawn.issues[k], run.paths.leverage),
            start=run.paths.levels[0, k],
        )
        for run, k in zip(runs, places, strict=True)
    ]
    small = 1e-9
    return IssueDifference(
        issue=issue,
        improve=chance_difference(*(m >= gap / 2 - small for m in moved)),
        worsen=chance_difference(*(m <= -gap / 2 + small for m in moved)),
        one_anchor_up=chance_difference(*(m >= gap - small for m in moved)),
        frozen=chance_difference(*(np.abs(m) < gap - small for m in moved)),
        final=mean_difference(*final),
        room_before=(rooms[0].width, rooms[0].share),
        room_after=(rooms[1].width, rooms[1].share),
        room_by_side_before=rooms[0].by_side,
        room_by_side_after=rooms[1].by_side,
    )


def chance_difference(before: Mask, after: Mask) -> Difference:
    """Return two probabilities and the difference of the paired draws."""
    return Difference(
        before=probability(before),
        after=probability(after),
        difference=mean_estimate(after.astype(np.float64) - before.astype(np.float64)),
    )


def mean_difference(before: Floats, after: Floats) -> Difference:
    """Return two means and the difference of the paired draws."""
    return Difference(
        before=mean_estimate(before),
        after=mean_estimate(after),
        difference=mean_estimate(after - before),
    )


def _question_differences(before: Run, after: Run) -> dict[str, Difference]:
    asked = {question.id: question for question in after.system.questions}
    return {
        question.id: chance_difference(
            came_true(before.paths, question), came_true(after.paths, asked[question.id])
        )
        for question in before.system.questions
        if question.id in asked
    }


def _happening_differences(before: Run, after: Run, folder: str) -> dict[str, Difference]:
    both = {item.id for item in getattr(after.system, folder)}
    never = np.full(before.n_draws, np.inf)
    return {
        item.id: chance_difference(
            before.paths.first.get(f"{folder}.{item.id}", never) <= before.last,
            after.paths.first.get(f"{folder}.{item.id}", never) <= after.last,
        )
        for item in getattr(before.system, folder)
        if item.id in both
    }
