"""Days in, the steps of the model out: quarters from the first day, the horizon a boundary."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta

from detente.errors import InputError
from detente.model.locks import QUARTER_DAYS

MAX_STEPS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A quarter, or the part of one before the horizon."""

    start: date
    end: date
    length: float  # share of a quarter, in (0, 1]

    @property
    def middle(self) -> date:
        """The day on which spans of locks, forums and pressures are looked up."""
        return self.start + (self.end - self.start) / 2


def steps_until(day: date, horizon: date, last: date | None = None) -> tuple[Step, ...]:
    """Return the steps from `day` to `horizon`, and on to `last` when that is later.

    Raises
    ------
    InputError
        If the horizon is not after the day, or more than 50 years away.

    Examples
    --------
    >>> [str(step.end) for step in steps_until(date(2019, 6, 3), date(2020, 1, 1))]
    ['2019-09-02', '2019-12-03', '2020-01-01']
    """
    if horizon <= day:
        raise InputError(f"the horizon must be after {day}, got {horizon}")
    steps = [*_quarters(day, horizon)]
    if last is not None and last > horizon:
        steps += _quarters(horizon, last)
    if len(steps) > MAX_STEPS:
        raise InputError(f"the horizon must be within 50 years of {day}, got {horizon}")
    return tuple(steps)


def _quarters(start: date, end: date) -> list[Step]:
    """Return whole quarters from one day to another and what remains."""
    days = (end - start).days
    n_whole = int(days / QUARTER_DAYS)
    ends = [start + timedelta(days=round(QUARTER_DAYS * k)) for k in range(1, n_whole + 1)]
    if not ends or ends[-1] < end:
        ends.append(end)
    starts = [start, *ends[:-1]]
    return [
        Step(start=a, end=b, length=min((b - a).days / QUARTER_DAYS, 1.0))
        for a, b in zip(starts, ends, strict=True)
    ]


def time_of(steps: tuple[Step, ...], day: date) -> float:
    """Return a day as steps since the start, with the share of the step that it lies in.

    Examples
    --------
    >>> steps = steps_until(date(2019, 6, 3), date(2019, 9, 2))
    >>> time_of(steps, date(2019, 9, 2)), time_of(steps, date(2019, 6, 3))
    (1.0, 0.0)
    """
    if day <= steps[0].start:
        return 0.0
    index = bisect_left([step.end for step in steps], day)
    if index == len(steps):
        return float(len(steps))
    step = steps[index]
    return index + (day - step.start).days / (step.end - step.start).days
