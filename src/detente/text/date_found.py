"""What the date patterns pass on: words found at a place, read as days, a year perhaps missing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from detente.terms.period import PartialDate
from detente.text.intervals import Days, month_days, months_from, part_days, year_days

Tense = Literal["past", "future"]
Kind = Literal["absolute", "relative", "anaphoric", "range", "period", "horizon"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What words for a time are read against; None is not known."""

    published_on: date | None = None
    context: PartialDate | None = None  # the last date that the text named
    tense: Tense | None = None
    year: int | None = None  # the likely year of a text whose day is not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Days as a pattern reads them.

    `month` stands for days whose year is not stated; `days` is then None until it is inferred.
    """

    kind: Kind
    days: Days | None = None
    date: PartialDate | None = None  # if another than the days share
    month: tuple[int, int | None, int | None] | None = None  # month, day, last day
    part: str | None = None
    ambiguous: bool = False
    no_date: bool = False  # the days are too vague for any date


Trigger = Literal["digit", "month", "unit", "season", "weekday", "word"]
Rule = tuple[Trigger, str, re.Pattern[str], Callable[[re.Match[str], Frame], Found | None]]
"""What every match holds, name of the pattern, the pattern, and what reads its words as days."""

STEPS = {
    "last": -1,
    "past": -1,
    "previous": -1,
    "preceding": -1,
    "prior": -1,
    "this": 0,
    "current": 0,
    "same": 0,
    "that": 0,
    "next": 1,
    "coming": 1,
    "following": 1,
}
"""How many units 'last', 'this' and 'next' lie away."""


def days_of(year: int, month: int | None, day: int | None, last: int | None = None) -> Days:
    """Return the days of a year, month, day, or of some days of a month.

    Raises
    ------
    ValueError
        If there is no such day.
    """
    if month is None:
        return year_days(year)
    if day is None:
        return month_days(year, month)
    first = date(year, month, day)
    return Days(first, max(first, date(year, month, last or day)))


def _distance(days: Days, day: date) -> int:
    if days.first <= day <= days.last:
        return 0
    return min(abs((days.first - day).days), abs((days.last - day).days))


def with_year(
    month: tuple[int, int | None, int | None], part: str | None, frame: Frame
) -> Days | None:
    """Return the days of a month or day whose year the words leave out.

    Against a context date of an earlier year: the nearest such days. Against the publication day:
    the last ones for past tense, the next ones for future tense; without tense the last ones,
    unless the next are more than three times as near.

    Examples
    --------
    >>> with_year((11, 16, None), None, Frame(published_on=date(2017, 1, 16))).first
    datetime.date(2016, 11, 16)
    """
    published_on = frame.published_on
    context = frame.context
    if context is not None and (published_on is None or context.year < published_on.year):
        middle = context.first_day + (context.last_day - context.first_day) / 2
        if context.month is None:
            return _part(_existing(context.year, month), part)
        near = [_existing(context.year + step, month) for step in (0, 1, -1)]
        known = [days for days in near if days is not None]
        if published_on is not None and frame.tense != "future":
            known = [days for days in known if days.first <= published_on] or known
        return _part(min(known, key=lambda days: _distance(days, middle), default=None), part)
    if published_on is None:
        return _part(_existing(frame.year, month), part) if frame.year is not None else None
    around = [_existing(published_on.year + step, month) for step in (-8, -4, -1, 0, 1, 4, 8)]
    existing = [days for days in around if days is not None]
    past = max(
        (d for d in existing if d.first <= published_on), key=lambda d: d.first, default=None
    )
    coming = min(
        (d for d in existing if d.last >= published_on), key=lambda d: d.first, default=None
    )
    if past is None or coming is None:
        return _part(past or coming, part)
    if frame.tense is not None:
        return _part(coming if frame.tense == "future" else past, part)
    is_far = _distance(past, published_on) > 3 * _distance(coming, published_on)
    return _part(coming if is_far else past, part)


def _existing(year: int, month: tuple[int, int | None, int | None]) -> Days | None:
    try:
        return days_of(year, *month)
    except ValueError:  # 29 February, or a year out of the calendar
        return None


def _part(days: Days | None, part: str | None) -> Days | None:
    return part_days(days, part) if days is not None and part is not None else days


def moved(day: date, unit: str, n: int) -> date:
    """Return the day that lies n days, weeks, months, years, decades or centuries on."""
    if unit in {"day", "week", "weekend"}:
        return date.fromordinal(day.toordinal() + n * (1 if unit == "day" else 7))
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit]
    return months_from(day, n * months)
