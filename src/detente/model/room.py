"""Room for manoeuvre: the values of an issue that both sides would more likely than not ratify."""

from __future__ import annotations

from datetime import date

import numpy as np

from detente.model.drawn import DrawnIssue, DrawnSystem
from detente.model.draws import Mask
from detente.model.locks import chance_to_open, free_points, holding_locks
from detente.model.result import Room
from detente.model.side import Proposal, side_chance
from detente.model.system import Floats, Sign

ROOM_DRAWS = 500
"""Draws that rooms are taken from: their quantiles settle long before those of the paths."""

_GRID = np.linspace(0.0, 100.0, 101)


def ratifiable(
    drawn: DrawnSystem, issue: DrawnIssue, side: str, start: Floats, day: date, pull: Floats
) -> Mask:
    """Return for each draw whether a side would more likely than not ratify each value.

    Parameters
    ----------
    start : (n_room,)
        Status quo of the first n_room draws, in [0, 100].
    pull : (n_room,)
        Worth of a full step up from outside the issue, in points of utility.

    Returns
    -------
    (n_room, 101)
        For values 0, 1, ..., 100; locks count with their chance of opening.
    """
    chance = np.zeros((start.size, _GRID.size))
    begin = start[:, None]
    for up in (True, False):
        ends = np.maximum(_GRID, begin) if up else np.minimum(_GRID, begin)
        share = np.clip((ends - begin) / issue.issue.step, -1.0, 1.0)
        proposal = Proposal(
            draws=(slice(0, start.size), None),
            start=begin,
            end=ends,
            day=day,
            up=up,
            pull=pull[:, None] * share,
        )
        carried = side_chance(drawn, issue, side, proposal)
        for factor in _lock_factors(drawn, issue, side, proposal):
            carried = carried * factor
        here = ends == _GRID
        chance = np.where(here, carried, chance)
    return np.asarray(chance > 0.5)


def _lock_factors(
    drawn: DrawnSystem, issue: DrawnIssue, side: str, proposal: Proposal
) -> list[Floats]:
    """Return for each lock in the way 1 within its workaround, beyond it the chance to open it."""
    direction: Sign = "up" if proposal.up else "down"
    factors = []
    for k in holding_locks(drawn, issue, side, direction, proposal.day):
        lock = drawn.locks[k]
        free = free_points(lock, np.zeros(1), proposal.draws)
        points = np.abs(proposal.end - proposal.start)
        opened = chance_to_open(drawn, lock, issue, proposal)
        factors.append(np.where(points <= free + 1e-9, 1.0, opened))
    return factors


def room_of(
    drawn: DrawnSystem,
    issue: DrawnIssue,
    day: date,
    pull: dict[str, Floats],
    *,
    start: Floats | None = None,
) -> Room:
    """Return the room for manoeuvre on an issue on a day, over the first draws.

    A value above the status quo needs every side that must act. Below it any one side is
    enough, which is no common room: the room ends at the status quo unless all sides agree.
    `start`, shape (n_draws,), stands for the coded status quo where steps were given.
    """
    n_room = min(ROOM_DRAWS, drawn.draws.n_draws)
    start = (issue.start if start is None else start)[:n_room]
    sides = {
        side: ratifiable(drawn, issue, side, start, day, pull[side][:n_room])
        for side in issue.issue.sides
    }
    low, high = reach(np.logical_and.reduce(list(sides.values())), start)
    some = (high > start) | (low < start)
    by_side = {}
    for side, mask in sides.items():
        side_low, side_high = reach(mask, start)
        by_side[side] = (float(np.median(side_low)), float(np.median(side_high)))
    return Room(
        low=float(np.median(low[some])) if some.any() else float(np.median(start)),
        high=float(np.median(high[some])) if some.any() else float(np.median(start)),
        share=float(some.mean()),
        width=float((high - low).mean()),
        by_side=by_side,
    )


def reach(mask: Mask, start: Floats) -> tuple[Floats, Floats]:
    """Return how far down and up from the status quo the ratifiable values reach in each draw.

    Parameters
    ----------
    mask : (n_draws, 101)
        Whether each value 0, 1, ..., 100 is ratifiable.
    start : (n_draws,)
        Status quo, in [0, 100]; counted as ratifiable itself.

    Examples
    --------
    >>> mask = np.zeros((1, 101), dtype=bool)
    >>> mask[0, 40:61] = True
    >>> low, high = reach(mask, np.array([50.0]))
    >>> low.tolist(), high.tolist()
    ([40.0], [60.0])
    """
    highest = np.where(mask, _GRID, -1.0).max(axis=1)
    lowest = np.where(mask, _GRID, 101.0).min(axis=1)
    return np.minimum(lowest, start), np.maximum(highest, start)
