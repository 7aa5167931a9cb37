"""Events of a dyad by period and direction: verbal and material cooperation and conflict apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from detente.errors import InputError
from detente.series.table import Days, EventTable, Floats, Ints

Period = Literal["day", "week", "month", "quarter", "year"]
CHANNELS = (
    "verbal cooperation",
    "material cooperation",
    "verbal conflict",
    "material conflict",
)
"""The four quad classes in the order of their numbers 1 to 4."""

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Channels:
    """Counts and intensities of a dyad by period and direction.

    Parameters
    ----------
    starts : (n_periods,)
        First day of each period; every period from the first to the last is there.
    counts : (n_periods, 2, 4)
        Events by direction (first to second, second to first) and channel.
    intensity : (n_periods, 2)
        Sum of intensities on the ICEWS scale.
    n_rated : (n_periods, 2)
        Events whose intensity is known.
    squares : (n_periods, 2)
        Sum of squared intensities, for their spread.
    """

    dyad: tuple[str, str]
    period: Period
    starts: Days
    counts: Ints
    intensity: Floats
    n_rated: Ints
    squares: Floats

    @property
    def totals(self) -> Ints:
        """Events of both directions by channel, (n_periods, 4)."""
        return np.asarray(self.counts.sum(axis=1))

    @property
    def shares(self) -> Floats:
        """Share of each channel among the events of its direction, NaN in an empty period."""
        sums = self.counts.sum(axis=2, keepdims=True).astype(float)
        empty = np.full(self.counts.shape, np.nan)
        return np.asarray(np.divide(self.counts, sums, out=empty, where=sums > 0))


def period_of(days: Days, period: Period) -> Days:
    """Return the first day of the period of each day; weeks begin on Monday.

    Examples
    --------
    >>> str(period_of(np.array(["2018-07-16"], dtype="datetime64[D]"), "quarter")[0])
    '2018-07-01'
    """
    if period == "day":
        return days
    if period == "week":
        number = (days - np.datetime64("1970-01-05")).astype(np.int64)
        return np.asarray(np.datetime64("1970-01-05") + number // 7 * 7)
    if period not in _MONTHS:
        known = "day, week, month, quarter, year"
        raise InputError(f"unknown period {period!r}; known: {known}")
    months = days.astype("datetime64[M]").astype(np.int64)
    size = _MONTHS[period]
    first: Days = (months // size * size).astype("datetime64[M]").astype("datetime64[D]")
    return first


def period_starts(first: date | np.datetime64, last: date | np.datetime64, period: Period) -> Days:
    """Return the first day of every period from the one of `first` to the one of `last`."""
    ends = period_of(np.array([first, last], dtype="datetime64[D]"), period)
    if period in _MONTHS:
        months = np.arange(
            ends[0].astype("datetime64[M]"),
            ends[1].astype("datetime64[M]") + 1,
            _MONTHS[period],
        )
        return np.asarray(months.astype("datetime64[D]"))
    step = 7 if period == "week" else 1
    return np.arange(ends[0], ends[1] + np.timedelta64(1, "D"), step)


def channels(
    events: EventTable,
    first: str,
    second: str,
    *,
    period: Period = "month",
    from_on: date | None = None,
    to_on: date | None = None,
) -> Channels:
    """Return the channels of a dyad; empty periods in between count zero.

    Parameters
    ----------
    events :
        Events of any states; only those between the two are used.
    first, second :
        State codes.
    from_on, to_on :
        First and last day; those of the first and last event if None.

    Raises
    ------
    InputError
        If the dyad has no event and no days are given, or the days are out of order.
    """
    mine = events.between(first, second)
    if from_on is not None:
        mine = mine.where(mine.day >= np.datetime64(from_on))
    if to_on is not None:
        mine = mine.where(mine.day <= np.datetime64(to_on))
    if len(mine) == 0 and (from_on is None or to_on is None):
        raise InputError(f"no event between {first} and {second}: import some, or check the codes")
    begin = np.datetime64(from_on) if from_on else mine.day.min()
    end = np.datetime64(to_on) if to_on else mine.day.max()
    if end < begin:
        raise InputError(f"the last day {end} comes before the first {begin}")
    starts = period_starts(begin, end, period)
    row = np.searchsorted(starts, period_of(mine.day, period))
    way = (mine.source != first).astype(np.int64)
    n = len(starts)
    counts = np.zeros((n, 2, 4), dtype=np.int64)
    known = mine.quad > 0
    np.add.at(counts, (row[known], way[known], mine.quad[known] - 1), 1)
    rated = np.isfinite(mine.intensity)
    value = np.where(rated, mine.intensity, 0.0)
    intensity, squares = np.zeros((n, 2)), np.zeros((n, 2))
    n_rated = np.zeros((n, 2), dtype=np.int64)
    np.add.at(intensity, (row, way), value)
    np.add.at(squares, (row, way), value**2)
    np.add.at(n_rated, (row, way), rated.astype(np.int64))
    return Channels(
        dyad=(first, second),
        period=period,
        starts=starts,
        counts=counts,
        intensity=intensity,
        n_rated=n_rated,
        squares=squares,
    )
