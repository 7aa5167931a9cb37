"""Dates as published to days since 1970: each distinct text is read once."""

from __future__ import annotations

import re
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from detente.published.columns import Coded

FIRST_YEAR, LAST_YEAR = 1800, 2199

_EPOCH = date(1970, 1, 1)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?(?:\.0+)?")


def day_number(text: str, date_format: str | None = None) -> int | None:
    """Return the days since 1970-01-01 of a date, None where it is none of 1800 to 2199.

    Without a format 'YYYY-MM-DD' and 'YYYYMMDD' are read, with a time of day or without.

    Examples
    --------
    >>> day_number("20180716"), day_number("2018-07-16 12:00:00"), day_number("2018-02-30")
    (17728, 17728, None)
    >>> day_number("7/16/2018", "%m/%d/%Y")
    17728
    """
    try:
        if date_format:
            day = datetime.strptime(text, date_format).date()  # noqa: DTZ007 - a day has no zone
        else:
            match = _ISO.fullmatch(text) or _DIGITS.fullmatch(text)
            if match is None:
                return None
            day = date(*map(int, match.groups()))
    except ValueError:
        return None
    return (day - _EPOCH).days if FIRST_YEAR <= day.year <= LAST_YEAR else None


def day_numbers(column: Coded, date_format: str | None = None) -> NDArray[np.float64]:
    """Return each row's day since 1970, NaN where its text is no date, shape (n_rows,)."""
    return column.numbers(lambda text: day_number(text, date_format))
