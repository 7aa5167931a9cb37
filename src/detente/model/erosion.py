"""Moves down: one side considers one, its own institution decides."""

from __future__ import annotations

import numpy as np

from detente.model.drawn import DrawnIssue
from detente.model.draws import Indices
from detente.model.hazard import chance_within, share_passed
from detente.model.openings import note_openings, use_locks, within_locks
from detente.model.path import Change, Path
from detente.model.side import (
    Proposal,
    body_on,
    executive_chance,
    override_chance,
    preferred,
)
from detente.model.steps import Step
from detente.model.system import Floats


def erode(path: Path, issue: DrawnIssue, side: str, step: Step) -> None:
    """Let a side move an issue down where it considers it and its institution carries it.

    The executive moves toward its proposers' mean position; where it does not, overriders that
    reach their majority move toward theirs. A move is uniform on (0, step], no farther than the
    position wanted.
    """
    drawn, name, now = path.drawn, issue.issue.id, path.step_index
    chance = chance_within(issue.erosion, step.length)
    levels = drawn.draws.chance("erosion", name, side, now)
    draws = np.flatnonzero(levels < chance)
    if draws.size == 0:
        return
    share = share_passed(levels[draws], chance[draws])
    size = issue.issue.step * drawn.draws.chance("erosion size", name, side, now)[draws]
    verdict = drawn.draws.chance("erosion vote", name, side, now)[draws]

    body = body_on(drawn, issue, side, step.middle)
    wanted = [
        preferred(tuple(p for p in seats if drawn.present(p.actor, step.middle)), draws)
        for seats in (body.proposers, body.overriders)
    ]
    by_executive, by_override = (
        downward_points(path, issue, position, size, draws) for position in wanted
    )
    executive = executive_chance(
        drawn, issue, body, down_proposal(path, issue, side, step, draws, by_executive)
    )
    executive = np.where(by_executive > 0, executive, 0.0)
    override = override_chance(
        drawn, issue, body, down_proposal(path, issue, side, step, draws, by_override)
    )
    override = np.where(by_override > 0, override, 0.0)

    done = verdict < executive
    overridden = ~done & (verdict < executive + (1 - executive) * override)
    points = np.where(done, by_executive, np.where(overridden, by_override, 0.0))
    chosen = points > 0
    lower(path, issue, side, step, draws[chosen], points[chosen], share[chosen], "erosion")


def downward_points(
    path: Path, issue: DrawnIssue, wanted: Floats | None, size: Floats, draws: Indices
) -> Floats:
    """Return how far down a move goes: `size`, but not below the position wanted; 0 for none."""
    if wanted is None:
        return np.zeros(draws.size)
    gap = np.nan_to_num(path.level[issue.index, draws] - wanted, nan=0.0)
    return np.asarray(np.maximum(np.minimum(size, gap), 0.0))


def down_proposal(
    path: Path, issue: DrawnIssue, side: str, step: Step, draws: Indices, points: Floats
) -> Proposal:
    """Return a move down as one side sees it; what a step up is worth to it, this one costs."""
    start = path.level[issue.index, draws]
    worth = path.worth(issue)[side][draws]
    return Proposal(
        draws=draws,
        start=start,
        end=np.maximum(start - points, 0.0),
        day=step.middle,
        up=False,
        pull=-worth * np.minimum(points / issue.issue.step, 1.0),
    )


def lower(
    path: Path,
    issue: DrawnIssue,
    side: str,
    step: Step,
    draws: Indices,
    points: Floats,
    share: Floats,
    purpose: str,
) -> Indices:
    """Move an issue down as far as the locks let a side; return the draws in which it moved."""
    points, openings = within_locks(path, issue, side, step, draws, points, "down", purpose)
    made = points > 0
    change = Change(draws=draws[made], points=points[made], share=share[made])
    use_locks(path, issue, (side,), step, change, "down")
    note_openings(path, openings, draws, made, share)
    if change.draws.size:
        path.descend(issue, side, change)
    return change.draws
