"""Events from outside: a hazard a quarter in, changes of issues and of trust out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.model.hazard import chance_within, share_passed
from detente.model.path import Change, Path
from detente.model.steps import Step
from detente.model.system import Shock


def strike(path: Path, shock: Shock, step: Step) -> None:
    """Let a shock happen where chance has it: its effects are in force at once."""
    struck = [issue for issue, _ in shock.effects]
    if shock.by_issue:
        for issue in struck:
            _strike(path, shock, step, [issue], (shock.id, issue))
    else:
        _strike(path, shock, step, struck, (shock.id,))


def _strike(
    path: Path, shock: Shock, step: Step, struck: Sequence[str], key: tuple[str, ...]
) -> None:
    """Strike some issues together, by the chance that has this key."""
    drawn = path.drawn
    name = f"shocks.{shock.id}"
    chance = chance_within(drawn.numbers[f"{name}.hazard"], step.length)
    levels = drawn.draws.chance("shock", *key, path.step_index)
    draws = np.flatnonzero(levels < chance)
    if draws.size == 0:
        return
    share = share_passed(levels[draws], chance[draws])
    path.note(name, draws, share)
    path.add_trust(draws, drawn.numbers[f"{name}.trust"][draws])
    for issue_id in struck:
        issue = next(i for i in drawn.issues if i.issue.id == issue_id)
        points = drawn.numbers[f"{name}.effects.{issue_id}"][draws]
        path.push(issue, Change(draws=draws, points=points, share=share))
