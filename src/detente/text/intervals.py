"""Spans of days by the calendar: months, quarters, seasons, parts of them, steps between them."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from detente.terms.period import PartialDate


@dataclass(frozen=True, slots=True)
class Days:
    """The days from `first` to `last`, both inclusive."""

    first: date
    last: date

    @property
    def shared(self) -> PartialDate | None:
        """The finest date that all the days share: a day, a month, a year, or None.

        Examples
        --------
        >>> str(Days(date(2017, 7, 21), date(2017, 7, 31)).shared)
        '2017-07'
        """
        if self.first == self.last:
            return PartialDate.of(self.first)
        if self.first.year != self.last.year:
            return None
        if self.first.month == self.last.month:
            return PartialDate(self.first.year, self.first.month)
        return PartialDate(self.first.year)

    def until(self, day: date) -> Days:
        """Return the part up to a day; the whole where nothing would be left."""
        return Days(self.first, min(self.last, day)) if self.first <= day else self

    def since(self, day: date) -> Days:
        """Return the part from a day on; the whole where nothing would be left."""
        return Days(max(self.first, day), self.last) if day <= self.last else self


def year_days(year: int) -> Days:
    """Return the days of a year."""
    return Days(date(year, 1, 1), date(year, 12, 31))


def month_days(year: int, month: int) -> Days:
    """Return the days of a month, 1 to 12."""
    return Days(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def months_from(day: date, n: int) -> date:
    """Return the day that lies n months on (back if negative); month ends stay month ends.

    Examples
    --------
    >>> months_from(date(2019, 3, 31), -1)
    datetime.date(2019, 2, 28)
    """
    index = day.year * 12 + day.month - 1 + n
    days = month_days(index // 12, index % 12 + 1)
    return min(days.last, days.first + timedelta(days=day.day - 1))


def months_days(year: int, first: int, last: int) -> Days:
    """Return the days from one month of a year to another, 1 to 12; 13 is next January."""
    start = date(year, first, 1)
    return Days(start, months_from(start, last - first + 1) - timedelta(days=1))


def season_days(season: str, year: int) -> Days:
    """Return the days of a northern season; the winter of a year ends in March of the next."""
    first = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[season]
    return months_days(year, first, first + 2)


def week_days(day: date) -> Days:
    """Return Monday to Sunday around a day."""
    monday = day - timedelta(days=day.weekday())
    return Days(monday, monday + timedelta(days=6))


def unit_days(day: date, unit: str, step: int) -> Days:
    """Return the day, week, month, quarter, year, decade or century that lies `step` from a day's.

    Examples
    --------
    >>> unit_days(date(2017, 5, 22), "month", -1).shared
    PartialDate(year=2017, month=4, day=None)
    """
    if unit == "day":
        return Days(day + timedelta(days=step), day + timedelta(days=step))
    if unit == "week":
        return week_days(day + timedelta(days=7 * step))
    if unit == "weekend":
        week = week_days(day + timedelta(days=7 * step))
        return Days(week.last - timedelta(days=1), week.last)
    if unit == "month":
        moved = months_from(day.replace(day=1), step)
        return month_days(moved.year, moved.month)
    if unit == "quarter":
        moved = months_from(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), 3 * step)
        return months_days(moved.year, moved.month, moved.month + 2)
    if unit == "year":
        return year_days(day.year + step)
    size = 10 if unit == "decade" else 100
    first = day.year // size * size + size * step
    return Days(date(first, 1, 1), date(first + size - 1, 12, 31))


def part_days(days: Days, part: str) -> Days:
    """Return the early, middle or late third of some days, a half, or their first or last tenth.

    Parameters
    ----------
    part
        'early', 'mid', 'late', 'start', 'end', 'first half' or 'second half'.

    Examples
    --------
    >>> part_days(month_days(2017, 7), "late").first
    datetime.date(2017, 7, 21)
    """
    n = (days.last - days.first).days + 1
    low, high = {
        "early": (0.0, 1 / 3),
        "mid": (1 / 3, 2 / 3),
        "late": (2 / 3, 1.0),
        "start": (0.0, 1 / 6),
        "end": (11 / 12, 1.0),
        "first half": (0.0, 0.5),
        "second half": (0.5, 1.0),
    }[part]
    first = days.first + timedelta(days=min(n - 1, int(low * n)))
    last = days.first + timedelta(days=max(0, round(high * n) - 1))
    return Days(first, max(first, last))
