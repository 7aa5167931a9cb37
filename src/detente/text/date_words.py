"""The words that dates are made of: month and weekday names, numbers in words, patterns of them."""

from __future__ import annotations

import re

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
"""Number of each month by its name and short names, in small letters."""

WEEKDAYS = {
    name: number
    for number, name in enumerate(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    )
}
"""Number of each weekday, Monday 0."""

NUMBERS = {
    word: number
    for number, words in (
        (1, "a an one"),
        (2, "two couple"),
        (3, "three"),
        (4, "four"),
        (5, "five"),
        (6, "six"),
        (7, "seven"),
        (8, "eight"),
        (9, "nine"),
        (10, "ten"),
        (11, "eleven"),
        (12, "twelve"),
        (15, "fifteen"),
        (18, "eighteen"),
        (20, "twenty"),
        (25, "twenty-five"),
        (30, "thirty"),
        (40, "forty"),
        (50, "fifty"),
    )
    for word in words.split()
}
"""Numbers in words."""

ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}

MONTH_NAME = (
    r"(?:[Jj]anuary|[Ff]ebruary|March|[Aa]pril|May|[Jj]une|[Jj]uly|[Aa]ugust|[Ss]eptember"
    r"|[Oo]ctober|[Nn]ovember|[Dd]ecember|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST"
    r"|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)"
)
"""A month's full name; 'may' and 'march' in small letters are other words."""

MONTH_SHORT = (
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
    r"|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\b\.?"
)
"""A month's short name, which means a month only beside a number."""

MONTH = rf"(?:{MONTH_NAME}\b|{MONTH_SHORT})"
DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:\s?(?:st|nd|rd|th|d))?(?![0-9A-Za-z]|[.,][0-9])"
YEAR_DIGITS = r"(?:1[5-9]|20)[0-9]{2}"
YEAR = YEAR_DIGITS + r"(?![0-9A-Za-z]|[.,][0-9])"
WEEKDAY = r"(?:[Mm]on|[Tt]ues|[Ww]ednes|[Tt]hurs|[Ff]ri|[Ss]atur|[Ss]un)day"
UNIT = r"(?:days?|weeks?|weekends?|months?|quarters?|years?|decades?|century|centuries)"
NUMBER = (
    r"(?:[0-9]{1,3}|"
    + "|".join(sorted(NUMBERS, key=len, reverse=True))
    + r"|few|several|some|many)"
)
SEASON = r"(?:spring|summer|autumn|fall|winter)"
DASH = r"\s?[-–—‒−]\s?"

PART = (
    r"(?:(?P<part>(?i:early|mid|late|end|middle|beginning|start|close|first\s+half"
    r"|second\s+half|latter\s+half))(?:\s+(?:of|in)(?:\s+the)?\s+|\s?[-–]\s?|\s+))?"
)
"""'late July', 'mid-2018', 'the end of the year': which part of what follows."""

_PARTS = {"middle": "mid", "beginning": "start", "close": "end", "latter half": "second half"}
_TRAIL = re.compile(r"(?:st|nd|rd|th|d)$|\.$")


def month_number(name: str) -> int:
    """Return the number of a month, 1 to 12, from its name or short name.

    Examples
    --------
    >>> month_number("Sept."), month_number("MAY")
    (9, 5)
    """
    return MONTHS[name.lower().rstrip(".")]


def day_number(text: str) -> int:
    """Return the number in '3rd', '2d' or '14'.

    Examples
    --------
    >>> day_number("2d")
    2
    """
    return int(_TRAIL.sub("", text).strip())


def count(word: str) -> int | None:
    """Return the number that a word or digits stand for, None for 'a few' and the like.

    Examples
    --------
    >>> count("two"), count("12"), count("several")
    (2, 12, None)
    """
    word = word.lower()
    return int(word) if word.isdecimal() else NUMBERS.get(word)


def part_name(text: str | None) -> str | None:
    """Return the name that `part_days` knows for words such as 'beginning'.

    Examples
    --------
    >>> part_name("Beginning"), part_name("latter  half"), part_name(None)
    ('start', 'second half', None)
    """
    if text is None:
        return None
    words = " ".join(text.lower().split())
    return _PARTS.get(words, words)


def unit_name(text: str) -> str:
    """Return the unit of time in the singular.

    Examples
    --------
    >>> unit_name("Years"), unit_name("centuries")
    ('year', 'century')
    """
    word = text.lower()
    return "century" if word.startswith("centur") else word.removesuffix("s")
