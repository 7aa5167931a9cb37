"""Answers: a step by one side in, the other side's listed responses, or their restraint, out."""

from __future__ import annotations

import numpy as np

from detente.model.erosion import lower
from detente.model.hazard import chance_within, share_passed
from detente.model.path import Path
from detente.model.steps import Step
from detente.model.system import Floats, Response, System


def circle_of(system: System, response: Response) -> int:
    """Return the circle of the goal that a response serves, 1 (innermost) when none is known.

    The response's own goal; else the innermost goal of its side that its trigger touches.
    """
    states = {actor.id: actor.state for actor in system.actors}
    if response.goal is not None:
        return next(goal.circle for goal in system.goals if goal.id == response.goal)
    touched = [
        goal.circle
        for goal in system.goals
        if states.get(goal.actor) == response.side and response.trigger in goal.issues
    ]
    return min(touched, default=1)


def circle_factor(circle: int) -> float:
    """Return the factor on a response's rate: 2 / (1 + circle), 1 for the innermost goal.

    Examples
    --------
    >>> [round(circle_factor(circle), 2) for circle in (1, 2, 3)]
    [1.0, 0.67, 0.5]
    """
    return 2 / (1 + max(circle, 1))


def answer(path: Path, response: Response, step: Step) -> None:
    """Let a response follow what the other side did on its trigger in the last step.

    The hazard holds for a full step against an innermost goal; its rate is scaled by the size
    of the step and the goal's circle. An answer that stays away is restraint: in proportion to how
    much it was to be expected it raises trust, by `restraint_gain`, and counts as cooperation.

    References
    ----------
    Axelrod, R. (1984). The Evolution of Cooperation. Basic Books, ch. 2 and 9.
    Goldstein, J. S. and Freeman, J. R. (1990). Three-Way Street. University of Chicago Press.
    Osgood, C. E. (1962). An Alternative to War or Surrender. University of Illinois Press.
    """
    drawn = path.drawn
    size = provocation(path, response)
    if size is None:
        return
    name = f"responses.{response.id}"
    exposure = size * circle_factor(circle_of(drawn.system, response)) * step.length
    chance = chance_within(drawn.numbers[f"{name}.hazard"], exposure)
    levels = drawn.draws.chance("response", response.id, path.step_index)
    draws = np.flatnonzero(levels < chance)
    share = share_passed(levels[draws], chance[draws])
    path.note(name, draws, share)

    issue = next(i for i in drawn.issues if i.issue.id == response.issue)
    points = np.broadcast_to(drawn.numbers[f"{name}.effect"], (drawn.n,))[draws]
    lower(path, issue, response.side, step, draws, points, share, name)

    withheld = np.flatnonzero((levels >= chance) & (size > 0))
    gain = drawn.parameter("restraint_gain")[withheld] * chance[withheld]
    path.add_trust(withheld, gain)
    path.show_goodwill(response.side, withheld, chance[withheld])


def provocation(path: Path, response: Response) -> Floats | None:
    """Return the size of the other side's last moves down on a trigger, None without any."""
    system = path.drawn.system
    trigger = next(k for k, issue in enumerate(system.issues) if issue.id == response.trigger)
    done = [
        size
        for (side, issue), size in path.conflict.items()
        if issue == trigger and side != response.side
    ]
    return np.minimum(np.sum(done, axis=0), 1.0) if done else None
