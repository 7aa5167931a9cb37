"""Runs in, the numbers that propositions are about out: rises, chances, rooms, distances."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np

from detente.model.assess import Run, first_worth, side_positions
from detente.model.draws import Mask
from detente.model.outcomes import outcome_codes
from detente.model.room import room_of
from detente.model.system import Floats, Issue, System
from detente.runs.proposition_limbs import Finding
from detente.runs.proposition_runs import Runs

END_OF_2021 = date(2021, 12, 31)

EQUAL_DISTANCE = 50.0
"""Level of the alignment issue at which Russia stands as far from China as from the US."""

Check = Callable[[Runs], Finding]


def issue_of(system: System, issue: str) -> tuple[int, Issue]:
    """Return the place of an issue and the issue."""
    place = next(k for k, item in enumerate(system.issues) if item.id == issue)
    return place, system.issues[place]


def path_of(run: Run, issue: str) -> Floats:
    """Return the levels of an issue until the horizon, (n_steps + 1, n_draws)."""
    place, _ = issue_of(run.system, issue)
    return np.asarray(run.paths.levels[: run.last + 1, place])


def rises(run: Run, issue: str, anchors: float) -> Mask:
    """Return the draws in which an issue at any time stands that many anchors above its start."""
    gap = issue_of(run.system, issue)[1].anchor_gap
    return np.asarray(highest_rise(run, issue) >= anchors * gap - 1e-9)


def highest_rise(run: Run, issue: str) -> Floats:
    """Return how far an issue at its highest stands above its start, (n_draws,)."""
    levels = path_of(run, issue)
    return np.asarray(levels.max(axis=0) - levels[0])


def improved(run: Run, issue: str) -> Mask:
    """Return the draws in which an issue ends half an anchor or more above its start."""
    levels, gap = path_of(run, issue), issue_of(run.system, issue)[1].anchor_gap
    return np.asarray(levels[-1] - levels[0] >= gap / 2 - 1e-9)


def happened(run: Run, name: str, quarters: float | None = None) -> Mask:
    """Return the draws in which a happening such as 'responses.cut_staff' came in time."""
    times = run.paths.first.get(name, np.full(run.paths.drawn.n, np.inf))
    return np.asarray(times <= (run.last if quarters is None else quarters))


def share(hits: Mask) -> float:
    """Return the share of draws."""
    return float(np.mean(hits))


def step_of(side: str, issue: str, points: float) -> dict[str, object]:
    """Return the patch in which a side takes a step on the first day."""
    return {"step": [{"side": side, "issue": issue, "points": points}]}


def thaw(run: Run) -> float:
    """Return P(limited thaw or better at the horizon)."""
    return share(outcome_codes(run.paths, run.last) >= 2)


def points_apart(run: Run, issue: str) -> float:
    """Return how far the two sides' mean positions on an issue are apart, in points."""
    positions = side_positions(run.paths.drawn, issue_of(run.system, issue)[0])
    values = [positions[side] for side in run.system.dyad if side in positions]
    return abs(values[0] - values[1]) if len(values) == 2 else 100.0


def both_want_more(run: Run, issue: str) -> bool:
    """Whether both sides' mean positions on an issue lie above the status quo."""
    place = issue_of(run.system, issue)[0]
    start = float(run.paths.levels[0, place].mean())
    positions = side_positions(run.paths.drawn, place)
    return len(positions) >= 2 and all(positions[side] > start for side in run.system.dyad)


def us_room(run: Run, issue: str) -> tuple[float, float]:
    """Return the ends of what Washington would more likely than not ratify on an issue."""
    place = issue_of(run.system, issue)[0]
    room = room_of(
        run.paths.drawn,
        run.paths.drawn.issues[place],
        run.system.day,
        first_worth(run.paths, place),
    )
    return room.by_side["USA"]
