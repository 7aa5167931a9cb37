"""Statutes and treaties that block one direction: what may still be done, how they are opened."""

from __future__ import annotations

from datetime import date

import numpy as np

from detente.model.drawn import DrawnIssue, DrawnLock, DrawnSystem
from detente.model.ratify import chance_to_push
from detente.model.side import Proposal, pressure_left
from detente.model.system import Floats, Sign

QUARTER_DAYS = 365.25 / 4
"""Length of a quarter, in days."""


def holding_locks(
    drawn: DrawnSystem, issue: DrawnIssue, side: str, direction: Sign, day: date
) -> list[int]:
    """Return the indices of the locks that block a side's moves in a direction on a day."""
    return [
        k
        for k in issue.locks[side]
        if drawn.locks[k].lock.blocks == direction and drawn.locks[k].lock.span.holds_on(day)
    ]


def review_share(review_days: int) -> float:
    """Return the chance that a review is done within the quarter in which it is asked for.

    Treating the request as arriving at a constant rate of one a quarter and the review as a
    wait in series: quarter / (quarter + review).

    Examples
    --------
    >>> review_share(0)
    1.0
    >>> round(review_share(30), 2)
    0.75
    """
    return QUARTER_DAYS / (QUARTER_DAYS + review_days)


def chance_to_open(
    drawn: DrawnSystem, lock: DrawnLock, issue: DrawnIssue, proposal: Proposal
) -> Floats:
    """Return P(a lock is opened for a move within the quarter); 0 where nobody can.

    All who must open it have to act: the least willing one's chance, times the review's share.
    """
    openers = [p for p in lock.openers[issue.issue.id] if drawn.present(p.actor, proposal.day)]
    if not openers:
        return np.zeros(1)
    chance: Floats = np.ones(1)
    for player in (p.at(proposal.draws) for p in openers):
        willing = chance_to_push(player, proposal.start, proposal.end, proposal.pull)
        willing = willing * pressure_left(drawn, issue, player.actor, proposal)
        if player.lifted is not None and proposal.up:
            willing = np.where(player.lifted, 1.0, willing)
        chance = np.minimum(chance, willing)
    return chance * review_share(lock.lock.review_days)


def free_points(lock: DrawnLock, used: Floats, draws: object) -> Floats:
    """Return how many points may still be moved without opening a lock, infinite where lifted."""
    left = np.maximum(lock.workaround[draws] - used, 0.0)  # type: ignore[call-overload]
    if lock.off is not None:
        left = np.where(lock.off[draws], np.inf, left)  # type: ignore[call-overload]
    return np.asarray(left)
