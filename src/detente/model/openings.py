"""Moves up on one issue: it is opened, a settlement is on the table, both sides ratify a step."""

from __future__ import annotations

import numpy as np

from detente.model.drawn import DrawnIssue, DrawnSystem
from detente.model.draws import Indices, Mask
from detente.model.hazard import chance_within, share_passed
from detente.model.locks import chance_to_open, free_points, holding_locks
from detente.model.path import Change, Path
from detente.model.side import Proposal, side_chance
from detente.model.steps import Step
from detente.model.system import Floats, Level, Sign

SMALLEST_MOVE = 0.05
"""Points below which nothing has moved."""

RANKS: dict[Level, int] = {"technical": 0, "ministerial": 1, "presidential": 2}


def opening_chance(path: Path, issue: DrawnIssue, step: Step) -> Floats:
    """Return P(an issue is opened for a move up within a step), shape (n_draws,).

    The coded hazard with its rate times forum x (1/2 + trust) x answer in kind: a forum counts up
    to its reach; the answer is (1 + r cooperation)(1 - r conflict) with r the reciprocity and
    what the other side did in the last step, each in [0, 1].

    References
    ----------
    Axelrod, R. (1984). The Evolution of Cooperation. Basic Books, ch. 2.
    Goldstein, J. S. and Freeman, J. R. (1990). Three-Way Street. University of Chicago Press.
    """
    drawn = path.drawn
    rate = (0.5 + path.trust) * forum_lift(drawn, issue, step)
    reciprocity = drawn.parameter("reciprocity")
    sides = issue.issue.sides
    warm = [done for side, done in path.cooperation.items() if set(sides) != {side}]
    cold = [done for (side, _), done in path.conflict.items() if set(sides) != {side}]
    if warm:
        rate = rate * (1 + reciprocity * np.max(warm, axis=0))
    if cold:
        rate = rate * np.maximum(1 - reciprocity * np.max(cold, axis=0), 0.0)
    return chance_within(issue.opening, rate * step.length)


def forum_lift(drawn: DrawnSystem, issue: DrawnIssue, step: Step) -> Floats | float:
    """Return the largest lift of the forums that reach an issue's level, 1 when none does."""
    lift: Floats | float = 1.0
    for forum in drawn.system.forums:
        listed = not forum.issues or issue.issue.id in forum.issues
        reached = RANKS[issue.issue.level] <= RANKS[forum.reach]
        if listed and reached and forum.span.holds_on(step.middle):
            lift = np.maximum(lift, drawn.numbers[f"forums.{forum.id}.lift"])
    return lift


def rise(path: Path, issue: DrawnIssue, step: Step, *, until: float = np.inf) -> None:
    """Open an issue where chance has it, and move it up where both sides ratify.

    Parameters
    ----------
    until :
        Share of the step before which openings are taken; a later call takes the rest. In every
        draw an issue is opened once a step at most, so that no opening is taken twice.
    """
    draws, share = opened(path, issue, step)
    since = path.openings_until.get(issue.index, 0.0)
    path.openings_until[issue.index] = max(since, until)
    due = (share >= since) & (share < until)
    draws, share = draws[due], share[due]
    if draws.size == 0:
        return
    points = np.minimum(
        path.settlements[issue.index, draws] - path.agreed[issue.index, draws],
        path.room_to_rise(issue)[draws],
    )
    possible = points > SMALLEST_MOVE
    move_up(path, issue, step, draws[possible], points[possible], share[possible])


def opened(path: Path, issue: DrawnIssue, step: Step) -> tuple[Indices, Floats]:
    """Return the draws in which an issue is opened, and when in the step."""
    chance = opening_chance(path, issue, step)
    levels = path.drawn.draws.chance("opening", issue.issue.id, path.step_index)
    draws = np.flatnonzero(levels < chance)
    return draws, share_passed(levels[draws], chance[draws])


def move_up(
    path: Path, issue: DrawnIssue, step: Step, draws: Indices, points: Floats, share: Floats
) -> None:
    """Enter the moves up that every side that must act ratifies, within the locks."""
    if draws.size == 0:
        return
    openings: list[tuple[int, Mask]] = []
    for side in issue.issue.sides:
        points, found = within_locks(path, issue, side, step, draws, points, "up", "opening")
        openings += found
    chance = np.where(points > SMALLEST_MOVE, 1.0, 0.0) * blocked_share(path, issue, draws)
    for side in issue.issue.sides:
        chance = chance * side_chance(
            path.drawn, issue, side, up_proposal(path, issue, side, step, draws, points)
        )
    levels = path.drawn.draws.chance("ratification", issue.issue.id, path.step_index)[draws]
    made = levels < chance
    change = Change(draws=draws[made], points=points[made], share=share[made])
    use_locks(path, issue, issue.issue.sides, step, change, "up")
    note_openings(path, openings, draws, made, share)
    path.agree(issue, issue.issue.sides, change)


def up_proposal(
    path: Path, issue: DrawnIssue, side: str, step: Step, draws: Indices, points: Floats
) -> Proposal:
    """Return a move up as one side sees it."""
    start = path.agreed[issue.index, draws]
    worth = path.worth(issue)[side][draws]
    return Proposal(
        draws=draws,
        start=start,
        end=np.minimum(start + points, 100.0),
        day=step.middle,
        up=True,
        pull=worth * np.minimum(points / issue.issue.step, 1.0),
    )


def blocked_share(path: Path, issue: DrawnIssue, draws: Indices) -> Floats:
    """Return what 'blocks' links leave of the chance of a move up, shape (n_chosen,)."""
    left = np.ones(draws.size)
    ids = [other.issue.id for other in path.drawn.issues]
    for link in path.drawn.system.links:
        if link.kind == "blocks" and link.second == issue.issue.id and link.until is not None:
            until = path.drawn.numbers[f"links.{link.id}.until"][draws]
            below = path.level[ids.index(link.first), draws] < until
            left = left * np.where(below, 1 - path.drawn.link_strength[link.id][draws], 1.0)
    return left


def within_locks(
    path: Path,
    issue: DrawnIssue,
    side: str,
    step: Step,
    draws: Indices,
    points: Floats,
    direction: Sign,
    purpose: str,
) -> tuple[Floats, list[tuple[int, Mask]]]:
    """Return how far a side may move under its locks, and which locks would be opened for it.

    A move beyond what the executive may do alone asks for the lock to be opened; where that
    fails the move is cut to what is left of the workaround.
    """
    found: list[tuple[int, Mask]] = []
    drawn = path.drawn
    for k in holding_locks(drawn, issue, side, direction, step.middle):
        lock = drawn.locks[k]
        free = free_points(lock, path.used[k, draws], draws)
        beyond = points > free + 1e-9
        if not beyond.any():
            continue
        sign = 1.0 if direction == "up" else -1.0
        level = path.agreed if direction == "up" else path.level
        start = level[issue.index, draws]
        proposal = Proposal(
            draws=draws,
            start=start,
            end=np.clip(start + sign * points, 0.0, 100.0),
            day=step.middle,
            up=direction == "up",
            pull=sign * path.worth(issue)[side][draws] * np.minimum(points / issue.issue.step, 1.0),
        )
        chance = chance_to_open(drawn, lock, issue, proposal)
        levels = drawn.draws.chance("lock", lock.lock.id, issue.issue.id, purpose, path.step_index)[
            draws
        ]
        is_open = beyond & (levels < chance)
        points = np.where(beyond & ~is_open, free, points)
        found.append((k, is_open))
    return points, found


def use_locks(
    path: Path,
    issue: DrawnIssue,
    sides: tuple[str, ...],
    step: Step,
    change: Change,
    direction: Sign,
) -> None:
    """Count a move against the workarounds of the locks that it went around."""
    for side in sides:
        for k in holding_locks(path.drawn, issue, side, direction, step.middle):
            path.used[k, change.draws] += change.points


def note_openings(
    path: Path, openings: list[tuple[int, Mask]], draws: Indices, made: Mask, share: Floats
) -> None:
    """Note the locks that were opened for moves that were made."""
    for k, is_open in openings:
        happened = is_open & made
        if happened.any():
            name = f"locks.{path.drawn.locks[k].lock.id}"
            path.note(name, draws[happened], share[happened])
