"""Treaties that run out: a lock whose span ends within a step in, what is lost with it out."""

from __future__ import annotations

import numpy as np

from detente.model.openings import rise
from detente.model.path import Change, Path
from detente.model.steps import Step

RENEWED = 1.0
"""Points agreed upward since the first day from which a treaty counts as renewed."""


def expire(path: Path, step: Step) -> None:
    """Let each lock whose span ends within the step lapse where nothing was agreed since.

    A treaty that protects an issue from going down takes `lapse` points with it when it runs out,
    unless the two sides have agreed on a move up on that issue, which counts as its renewal. What
    is opened on the issue in the same step before the treaty's last day comes first; what is
    opened later in the step finds the treaty gone.
    """
    drawn = path.drawn
    ending = [
        (end, lock)
        for lock in drawn.locks
        if (end := lock.lock.span.to_on) is not None
        and step.start <= end < step.end
        and lock.lapse.any()
    ]
    for end, lock in sorted(ending, key=lambda pair: pair[0]):
        share = (end - step.start).days / (step.end - step.start).days
        for issue in drawn.issues:
            if issue.issue.id in lock.lock.issues:
                rise(path, issue, step, until=share)
                lost = (path.risen[issue.index] < RENEWED) & (lock.lapse > 0)
                draws = np.flatnonzero(lost)
                points = -lock.lapse[draws]
                path.push(
                    issue,
                    Change(draws=draws, points=points, share=np.full(draws.size, share)),
                )
                path.note(f"lapses.{lock.lock.id}", draws, np.full(draws.size, share))
