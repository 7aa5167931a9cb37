"""Whether one state answers the other in kind, and within how many days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError
from detente.series.table import EventTable, Floats, Ints

KINDS = {
    "verbal cooperation": (1,),
    "material cooperation": (2,),
    "verbal conflict": (3,),
    "material conflict": (4,),
    "cooperation": (1, 2),
    "conflict": (3, 4),
}
"""What may be answered in kind: quad classes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reciprocity:
    """How much of the same kind follows an act of one state from the other.

    `answers` is the mean number of acts by `answerer` in the `days` days after a day with an
    act by `actor`; `expected` the mean if the two calendars had nothing to do with each other;
    `p_value` the share of shifted calendars with at least as many. `answered` is the share of
    the actor's days that are followed by any act.
    """

    actor: str
    answerer: str
    kind: str
    days: int
    n_acts: int  # days with an act that could be followed for the whole window
    answers: float
    expected: float
    p_value: float
    answered: float
    median_delay: float | None  # days to the first answer, among those answered

    @property
    def ratio(self) -> float | None:
        """Answers over what chance would give; None if chance would give none."""
        return self.answers / self.expected if self.expected > 0 else None


def reciprocity(
    events: EventTable,
    actor: str,
    answerer: str,
    *,
    kind: str = "material conflict",
    days: int = 14,
    n_shifts: int = 999,
    seed: int = 1,
) -> Reciprocity | None:
    """Return how one state's acts are answered in kind by another, or None without any act.

    The comparison shifts the answerer's calendar around the year by a random number of days
    (more than the window), which keeps the rhythm of each series and breaks what joins them.

    Parameters
    ----------
    days :
        Window, 1 or more; the day of the act itself counts as day 0 and is not an answer.

    Raises
    ------
    InputError
        If the kind is unknown or the window is not positive.

    References
    ----------
    Goldstein, J. S. & Freeman, J. R. (1990). Three-Way Street: Strategic Reciprocity in World
    Politics. University of Chicago Press.
    """
    if kind not in KINDS:
        raise InputError(f"unknown kind {kind!r}; known: {', '.join(KINDS)}")
    if days < 1:
        raise InputError(f"the window must be 1 day or more, got {days}")
    mine = events.between(actor, answerer)
    mine = mine.where(np.isin(mine.quad, KINDS[kind]))
    acts = np.unique(mine.day[mine.source == actor])
    if len(acts) == 0 or len(events) == 0:
        return None
    span = np.array([events.day.min(), events.day.max()])
    n_days = int((span[1] - span[0]).astype(int)) + 1
    offsets = (mine.day[mine.source == answerer] - span[0]).astype(int)
    per_day = np.bincount(offsets, minlength=n_days)
    when = (acts - span[0]).astype(int)
    when = when[when + days < n_days]
    if len(when) == 0 or n_days <= 4 * days:
        return None
    answers = _following(per_day, when, days)
    shifts = np.random.default_rng(seed).integers(days + 1, n_days - days, size=n_shifts)
    shifted = np.array([_following(np.roll(per_day, s), when, days) for s in shifts])
    delays = _delays(per_day > 0, when, days)
    found = delays[np.isfinite(delays)]
    return Reciprocity(
        actor=actor,
        answerer=answerer,
        kind=kind,
        days=days,
        n_acts=len(when),
        answers=answers,
        expected=float(shifted.mean()),
        p_value=float((1 + (shifted >= answers - 1e-12).sum()) / (n_shifts + 1)),
        answered=len(found) / len(delays),
        median_delay=float(np.median(found)) if len(found) else None,
    )


def _following(per_day: Ints, when: Ints, days: int) -> float:
    """Return the mean number of acts in the window after each of the days."""
    total = np.concatenate([[0], np.cumsum(per_day)])
    return float((total[when + days + 1] - total[when + 1]).mean())


def _delays(answers: NDArray[np.bool_], when: Ints, days: int) -> Floats:
    """Return days from each act to the first answer within the window, infinite if none."""
    window = answers[when[:, None] + np.arange(1, days + 1)]
    return np.where(window.any(axis=1), window.argmax(axis=1) + 1.0, np.inf)
