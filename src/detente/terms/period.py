"""Days known in part ('2017-07') and spans of days: text in, their first and last days out."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime

from detente.errors import InputError

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A day, a month or a year, as precisely as it is known.

    Examples
    --------
    >>> PartialDate.parse("2017-07").last_day
    datetime.date(2017, 7, 31)
    >>> str(PartialDate(2017, 7))
    '2017-07'
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise InputError(f"a day needs a month, got year {self.year}, day {self.day}")
        try:
            date(self.year, self.month or 1, self.day or 1)
        except ValueError as error:
            raise InputError(f"not a date: {self}: {error}") from None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Return the date that ISO text 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD' names.

        Raises
        ------
        InputError
            If the text has another form or names no real day.
        """
        match = _PARTIAL.fullmatch(text)
        if match is None:
            raise InputError(f"not a date: {text!r}; write YYYY, YYYY-MM or YYYY-MM-DD")
        year, month, day = match.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """Return a whole day."""
        return cls(day.year, day.month, day.day)

    @property
    def first_day(self) -> date:
        """The first day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The last day it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)


def day_of(value: date | str, name: str) -> date:
    """Return the day that a date, a moment or ISO text names.

    Parameters
    ----------
    value :
        A date; a `datetime`, of which the day is taken; or text such as '2017-02-15'.
    name :
        What a refusal calls it.

    Raises
    ------
    InputError
        If it is anything else, or the text names no real day.

    Examples
    --------
    >>> day_of("2017-02-15", "as_of")
    datetime.date(2017, 2, 15)
    """
    found: object = value
    try:
        if isinstance(found, str):
            found = datetime.fromisoformat(found)
        if isinstance(found, datetime):
            found = found.date()
    except ValueError:
        found = None
    if not isinstance(found, date):
        raise InputError(f"{name} must be a day: a date or text YYYY-MM-DD, got {value!r}")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days from `from_on` to `to_on`, both inclusive; None is open.

    Examples
    --------
    >>> Span(from_on=date(2017, 8, 2), to_on=None).holds_on(date(2019, 6, 3))
    True
    """

    from_on: date | None = None
    to_on: date | None = None

    def __post_init__(self) -> None:
        if self.from_on and self.to_on and self.to_on < self.from_on:
            raise InputError(f"a span ends before it begins: {self.from_on} to {self.to_on}")

    def holds_on(self, day: date) -> bool:
        """Whether the day lies in the span."""
        return (self.from_on is None or self.from_on <= day) and (
            self.to_on is None or day <= self.to_on
        )
