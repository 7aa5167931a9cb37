"""Patterns of dates that name a month, a year, a quarter or a century, and how they are read."""

from __future__ import annotations

import re
from datetime import date

from detente.terms.period import PartialDate
from detente.text.date_found import STEPS, Found, Frame, Rule, days_of
from detente.text.date_words import (
    DASH,
    DAY,
    MONTH,
    MONTH_NAME,
    ORDINALS,
    PART,
    SEASON,
    WEEKDAY,
    YEAR,
    YEAR_DIGITS,
    day_number,
    month_number,
    part_name,
)
from detente.text.intervals import Days, months_days, part_days, season_days, year_days

_YEAR_AFTER = (
    rf"(?:(?:\s*,\s*|\s+(?:of\s+|in\s+)?)(?P<year>{YEAR})"
    r"|\s*,?\s+(?:of\s+|in\s+)?(?:(?P<near>last|this|next)|(?:the\s+)?(?P<far>same|previous|"
    r"following|that))\s+year\b)"
)
_MORE_DAYS = rf"(?:(?:{DASH}|\s+(?:and|to|through|or)\s+)(?P<day2>{DAY}))?"
_NOT_COUNT = (
    r"(?!\s+(?:million|billion|trillion|thousand|percent|per\s+cent|troops|soldiers|men|people|"
    r"personnel|tanks|missiles|warheads|aircraft|km|kilomet|miles|tons|tonnes|dollars|euros|"
    r"rubles|roubles|times|votes|others|GMT|hours|families|civilians|fighters|weapons|jobs)\b)"
)
_NOT_NUMBERED = "".join(
    rf"(?<!{word} )"
    for word in (
        "Resolution",
        "resolution",
        "No",
        "No.",
        "UNSCR",
        "number",
        "Article",
        "Order",
        "Flight",
        "flight",
        "page",
        "Directive",
        "channel",
    )
)
_NOT_IN_NUMBER = r"(?<![\w.,$€£¥#/+:])(?<!\w[-–])"
_NOT_IN_WORD = r"(?<![\w.,$€£/-])"
_WEEKDAY_BEFORE = rf"(?:\b{WEEKDAY},?\s+(?:the\s+)?)?"
_SAFE_MONTH = rf"(?!May\b|March\b|MAY\b|MARCH\b){MONTH_NAME}\b"
_AFTER_PREPOSITION = "|".join(
    rf"(?<={word} )"
    for word in (
        "in",
        "since",
        "until",
        "by",
        "during",
        "from",
        "between",
        "and",
        "to",
        "the",
        "for",
        "before",
        "after",
        "of",
        "this",
        "In",
        "Since",
        "By",
        "From",
        "Between",
    )
)
_YEAR_PREPOSITION = re.compile(
    r"\b(?:in|since|of|by|from|until|to|before|after|during|early|late|mid)\s+\Z", re.IGNORECASE
)
_CENTURIES = {"nineteenth": 19, "twentieth": 20, "twenty-first": 21}


def _stated_year(match: re.Match[str], frame: Frame) -> int | None:
    """Return the year of '2017', 'last year', 'the same year'; None if it is not known."""
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"])
    if groups.get("near") and frame.published_on is not None:
        return frame.published_on.year + STEPS[groups["near"]]
    if groups.get("far") and frame.context is not None:
        return frame.context.year + STEPS[groups["far"]]
    return None


def _says_year(match: re.Match[str]) -> bool:
    return any(match.groupdict().get(name) for name in ("year", "near", "far"))


def _partly(days: Days, part: str | None) -> Days:
    return days if part is None else part_days(days, part)


def _point(match: re.Match[str], frame: Frame) -> Found | None:
    """Read month, day and year; all but the month may be left out."""
    groups = match.groupdict()
    month = month_number(match["month"])
    day = day_number(match["day"]) if groups.get("day") else None
    last = day_number(match["day2"]) if groups.get("day2") else None
    part = part_name(groups.get("part"))
    if last is not None and day is not None and last <= day:
        last = None
    days_of(2020, month, day, last)  # no 31 June
    if not _says_year(match):
        return Found(kind="absolute", month=(month, day, last), part=part)
    year = _stated_year(match, frame)
    if year is None:
        return Found(kind="relative")
    kind = "absolute" if groups.get("year") else "relative"
    days = _partly(days_of(year, month, day, last), part)
    return Found(kind="absolute" if kind == "absolute" else "relative", days=days)


def _near_month(match: re.Match[str], frame: Frame) -> Found | None:
    """Read 'last September', 'next March', 'this July'."""
    if frame.published_on is None:
        return Found(kind="relative")
    published_on, number, which = frame.published_on, month_number(match["month"]), match["which"]
    step = STEPS[which.lower()]
    part = part_name(match["part"])
    year = published_on.year
    if step < 0 and number >= published_on.month:
        year -= 1
    if step > 0 and number <= published_on.month:
        year += 1
    return Found(kind="relative", days=_partly(days_of(year, number, None), part))


def _iso(match: re.Match[str], frame: Frame) -> Found | None:
    days = days_of(int(match["year"]), int(match["month"]), int(match["day"]))
    return Found(kind="absolute", days=days)


def _numeric(match: re.Match[str], frame: Frame) -> Found | None:
    """Read 22.05.2017 and 5/22/2017; two numbers up to 12 between slashes may be swapped."""
    first, second, year = int(match["a"]), int(match["b"]), int(match["year"])
    readings = {(first, second)} | ({(second, first)} if match["sep"] == "/" else set())
    found = []
    for day, month in readings:
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    if not found:
        return None
    days = Days(min(found), max(found))
    return Found(kind="absolute", days=days, ambiguous=len(found) > 1)


def _eleventh(match: re.Match[str], frame: Frame) -> Found | None:
    return Found(kind="absolute", days=days_of(2001, 9, 11))


def _year(match: re.Match[str], frame: Frame) -> Found | None:
    year, start = int(match["year"]), match.start()
    is_stated = match["part"] or _YEAR_PREPOSITION.search(match.string[max(0, start - 12) : start])
    if not is_stated and (year < 1900 or year > 2060):
        return None
    return Found(kind="absolute", days=_partly(year_days(year), part_name(match["part"])))


def _years(match: re.Match[str], frame: Frame) -> Found | None:
    """Read 2017-21 and 2016/17; '2017-05' is a month, since no range runs backwards."""
    first, text = int(match["year"]), match["last"]
    last = int(text) if len(text) == 4 else first // 100 * 100 + int(text)
    if last > first:
        return Found(kind="range", days=Days(date(first, 1, 1), date(last, 12, 31)))
    if len(text) == 2 and "-" in match[0] and 1 <= int(text) <= 12:
        return Found(kind="absolute", days=days_of(first, int(text), None))
    return None


def _quarter_days(match: re.Match[str], year: int) -> Found | None:
    number = match["n"]
    index = int(number) if number.isdecimal() else ORDINALS[number.lower()]
    size = 6 if match.groupdict().get("what", "q").lower() == "h" else 3
    if index * size > 12:
        return None
    return Found(kind="absolute", days=months_days(year, size * (index - 1) + 1, size * index))


def _quarter(match: re.Match[str], frame: Frame) -> Found | None:
    """Read 'Q3 2019', 'H1 2018', '3Q19'."""
    text = match["year"]
    return _quarter_days(match, int(text) if len(text) == 4 else 2000 + int(text))


def _quarter_words(match: re.Match[str], frame: Frame) -> Found | None:
    """Read 'the third quarter of 2019', 'the first quarter of next year', 'the second quarter'."""
    year = _stated_year(match, frame)
    if year is None and not _says_year(match) and frame.published_on is not None:
        year = frame.published_on.year
    return Found(kind="relative") if year is None else _quarter_days(match, year)


def _season(match: re.Match[str], frame: Frame) -> Found | None:
    """Read 'the spring of 2018'; a winter may begin or end in its year."""
    season, year = match["season"].lower(), _stated_year(match, frame)
    if year is None:
        return Found(kind="relative")
    days = season_days(season, year)
    if season != "winter":
        return Found(kind="absolute", days=days)
    return Found(kind="absolute", days=Days(date(year, 1, 1), days.last), date=PartialDate(year))


def _decade(match: re.Match[str], frame: Frame) -> Found | None:
    first = int(match["decade"])
    days = Days(date(first, 1, 1), date(first + 9, 12, 31))
    return Found(kind="absolute", days=_partly(days, part_name(match["part"])))


def _century(match: re.Match[str], frame: Frame) -> Found | None:
    text = match["century"].lower()
    number = _CENTURIES.get(text) or int(text[:2])
    days = Days(date(100 * number - 100, 1, 1), date(100 * number - 1, 12, 31))
    return Found(kind="absolute", days=_partly(days, part_name(match["part"])))


ABSOLUTE_RULES: tuple[Rule, ...] = (
    (
        "digit",
        "iso day",
        re.compile(
            rf"(?<![\w/.-])(?P<year>{YEAR_DIGITS})-(?P<month>0[1-9]|1[0-2])"
            r"-(?P<day>0[1-9]|[12][0-9]|3[01])(?![0-9-])"
        ),
        _iso,
    ),
    (
        "digit",
        "numeric day",
        re.compile(
            r"(?<![\w/.,-])(?P<a>[0-3]?[0-9])(?P<sep>[./])(?P<b>[0-3]?[0-9])(?P=sep)"
            r"(?P<year>(?:19|20)[0-9]{2})(?![\w/]|\.[0-9])"
        ),
        _numeric,
    ),
    (
        "digit",
        "11 September",
        re.compile(
            r"(?<![\w/.,-])9/11(?![\w/]|[.,][0-9])"
            r"|\b(?:Sept(?:ember|\.)? 11(?:th)?|11 September),?(?= (?:terror|attack|hijack))"
        ),
        _eleventh,
    ),
    (
        "month",
        "day month",
        re.compile(
            rf"{_WEEKDAY_BEFORE}{_NOT_IN_WORD}(?P<day>{DAY}){_MORE_DAYS}(?:\s+of)?\s+"
            rf"(?P<month>{MONTH}){_YEAR_AFTER}?"
        ),
        _point,
    ),
    (
        "month",
        "month day",
        re.compile(
            rf"{_WEEKDAY_BEFORE}\b(?P<month>{MONTH})\s+(?:the\s+)?(?P<day>{DAY}){_MORE_DAYS}"
            rf"{_NOT_COUNT}{_YEAR_AFTER}?"
        ),
        _point,
    ),
    ("month", "month year", re.compile(rf"\b{PART}\b(?P<month>{MONTH}){_YEAR_AFTER}"), _point),
    (
        "month",
        "near month",
        re.compile(rf"\b{PART}\b(?P<which>[Ll]ast|[Tt]his|[Nn]ext)\s+(?P<month>{MONTH_NAME})\b"),
        _near_month,
    ),
    ("month", "month", re.compile(rf"\b{PART}\b(?P<month>{_SAFE_MONTH})"), _point),
    (
        "month",
        "May or March",
        re.compile(rf"\b{PART}(?:{_AFTER_PREPOSITION})(?P<month>May|March)\b(?![’']s\s+[a-z])"),
        _point,
    ),
    (
        "month",
        "part of May or March",
        re.compile(rf"\b{PART.removesuffix('?')}(?P<month>May|March)\b"),
        _point,
    ),
    (
        "digit",
        "years",
        re.compile(
            rf"{_NOT_IN_NUMBER}(?P<year>{YEAR_DIGITS})(?:{DASH}|/)"
            rf"(?P<last>{YEAR_DIGITS}|[0-9]{{2}})(?![0-9A-Za-z/-]|[.,][0-9])"
        ),
        _years,
    ),
    (
        "digit",
        "year",
        re.compile(
            rf"{_NOT_IN_NUMBER}{_NOT_NUMBERED}{PART}(?<![0-9A-Za-z])(?P<year>{YEAR}){_NOT_COUNT}"
            r"(?!\s?[%°])"
        ),
        _year,
    ),
    (
        "digit",
        "quarter",
        re.compile(r"\b(?P<what>[QH])(?P<n>[1-4])\s?,?(?:\s*of\s+)?(?P<year>(?:20|19)[0-9]{2})\b"),
        _quarter,
    ),
    (
        "digit",
        "short quarter",
        re.compile(r"\b(?P<n>[1-4])Q\s?(?P<year>(?:20)?[0-9]{2})\b"),
        _quarter,
    ),
    (
        "unit",
        "quarter in words",
        re.compile(
            r"\b(?P<n>(?i:first|second|third|fourth|1st|2nd|3rd|4th))\s+quarter\b"
            rf"(?:{_YEAR_AFTER})?(?!-)"
        ),
        _quarter_words,
    ),
    (
        "season",
        "season",
        re.compile(rf"\b(?P<season>(?i:{SEASON})){_YEAR_AFTER}"),
        _season,
    ),
    (
        "digit",
        "decade",
        re.compile(rf"{_NOT_IN_NUMBER}{PART}(?P<decade>(?:1[5-9]|20)[0-9]0)[’']?s\b"),
        _decade,
    ),
    (
        "unit",
        "century",
        re.compile(
            rf"\b{PART}(?P<century>(?i:nineteenth|twentieth|twenty-first|1[5-9]th|20th|21st))"
            r"[- ]century\b"
        ),
        _century,
    ),
)
"""Patterns that name a month, year or century; earlier ones win where spans are equal."""
