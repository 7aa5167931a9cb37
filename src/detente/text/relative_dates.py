"""Patterns of times told from the publication day or the last date named, and their reading."""

from __future__ import annotations

import re
from datetime import date, timedelta

from detente.terms.period import PartialDate
from detente.text.date_found import STEPS, Found, Frame, Rule, moved
from detente.text.date_words import (
    NUMBER,
    PART,
    SEASON,
    UNIT,
    WEEKDAY,
    WEEKDAYS,
    count,
    part_name,
    unit_name,
)
from detente.text.intervals import Days, part_days, season_days, unit_days, year_days

_DAY_WORDS = {
    "today": 0,
    "tonight": 0,
    "yesterday": -1,
    "tomorrow": 1,
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
}
_SOME = 4
"""What 'a few' and 'several' are taken for."""


def _near_day(match: re.Match[str], frame: Frame) -> Found | None:
    """Read 'yesterday', and 'today', which in an essay means this year."""
    if frame.published_on is None:
        return Found(kind="relative")
    word = " ".join(match["word"].lower().split())
    day = frame.published_on + timedelta(days=_DAY_WORDS[word])
    vague = PartialDate(day.year) if word == "today" and match["own"] else None
    return Found(kind="relative", days=Days(day, day), date=vague)


def _near_unit(match: re.Match[str], frame: Frame) -> Found | None:
    """Read 'last month', 'earlier this year', 'late last year', 'the end of the decade'."""
    if frame.published_on is None:
        return Found(kind="relative")
    groups, published_on = match.groupdict(), frame.published_on
    step = STEPS[(groups.get("which") or "this").lower()]
    days = unit_days(published_on, unit_name(match["unit"]), step)
    side, part = groups.get("side"), part_name(groups.get("part"))
    if side:
        days = days.until(published_on) if side.lower() == "earlier" else days.since(published_on)
    return Found(kind="relative", days=days if part is None else part_days(days, part))


def _near_season(match: re.Match[str], frame: Frame) -> Found | None:
    """Read 'last summer', 'this spring', 'in the autumn'."""
    if frame.published_on is None:
        return Found(kind="relative")
    published_on, which = frame.published_on, (match["which"] or match["the"]).lower()
    near = [season_days(match["season"].lower(), published_on.year + k) for k in (-2, -1, 0, 1, 2)]
    past = [days for days in near if days.last < published_on]
    coming = [days for days in near if days.first > published_on]
    now = [days for days in near if days.first <= published_on <= days.last]
    if which == "last":
        days = past[-1]
    elif which == "next":
        days = coming[0]
    elif now:
        days = now[0]
    elif which == "this":
        days = next(days for days in near if days.last.year == published_on.year)
    else:
        days = coming[0] if frame.tense == "future" else past[-1]
    return Found(kind="relative", days=days)


def _weekday(match: re.Match[str], frame: Frame) -> Found | None:
    """Read 'on Thursday', 'next Monday': the nearest before, or after for the future tense."""
    if frame.published_on is None:
        return Found(kind="relative")
    published_on, which = frame.published_on, (match["which"] or "").lower()
    wanted = WEEKDAYS[match["weekday"].lower()]
    back = (published_on.weekday() - wanted) % 7
    ahead = (wanted - published_on.weekday()) % 7
    if which == "next":
        day = published_on + timedelta(days=ahead or 7)
    elif which == "last":
        day = published_on - timedelta(days=back or 7)
    elif frame.tense == "future" or (which in {"this", "coming"} and frame.tense is None):
        day = published_on + timedelta(days=ahead)
    else:
        day = published_on - timedelta(days=back)
    return Found(kind="relative", days=Days(day, day))


def _counted(day: date, unit: str, n: int, *, rough: bool) -> Days:
    """Return the days that lie n units from a day, as exactly as such words are meant."""
    there = moved(day, unit, n)
    if unit == "day" and abs(n) <= 14 and not rough:
        return Days(there, there)
    if unit in {"day", "week", "weekend"}:
        slack = timedelta(days=10 if rough or unit == "day" else 3)
        return Days(there - slack, there + slack)
    if unit == "month" and not rough:
        return unit_days(there, "month", 0)
    if unit in {"month", "quarter"} or (unit == "year" and abs(n) <= 3 and not rough):
        return year_days(there.year)
    years = max(1, abs(n) // 10) if unit == "year" else 5 if unit == "decade" else 50
    return Days(year_days(there.year - years).first, year_days(there.year + years).last)


def _ago(match: re.Match[str], frame: Frame) -> Found | None:
    """Read 'two weeks ago', 'nearly a decade ago'."""
    if frame.published_on is None:
        return Found(kind="relative")
    n = count(match["n"])
    rough = match["rough"] is not None or n is None
    days = _counted(frame.published_on, unit_name(match["unit"]), -(n or _SOME), rough=rough)
    return Found(kind="relative", days=days.until(frame.published_on))


def _later(match: re.Match[str], frame: Frame) -> Found | None:
    """Read 'two days later', 'a year earlier', counted from the last date named."""
    context, n, unit = frame.context, count(match["n"]), unit_name(match["unit"])
    if context is None:
        return Found(kind="anaphoric")
    sign = -1 if match["side"].lower() in {"earlier", "before"} else 1
    if (context.day is None and unit in {"day", "week"}) or (
        context.month is None and unit == "month"
    ):
        return Found(kind="anaphoric", days=Days(context.first_day, context.last_day))
    days = _counted(context.first_day, unit, sign * (n or _SOME), rough=n is None)
    return Found(kind="anaphoric", days=days)


def _following(match: re.Match[str], frame: Frame) -> Found | None:
    """Read 'the next week', 'the previous month', 'that year', counted from the last date named."""
    context, unit = frame.context, unit_name(match["unit"])
    if context is None:
        return Found(kind="anaphoric")
    if unit in {"day", "week", "weekend"} and context.day is None:
        return Found(kind="anaphoric", days=Days(context.first_day, context.last_day))
    if unit in {"month", "quarter"} and context.month is None:
        return Found(kind="anaphoric", days=year_days(context.year))
    step = STEPS[match["which"].lower()]
    return Found(kind="anaphoric", days=unit_days(context.first_day, unit, step))


def _number_of(match: re.Match[str]) -> int:
    """Return how many units 'the next two years', 'the past year', 'the coming months' span."""
    text = match.groupdict().get("n")
    if text:
        return count(text) or _SOME
    return _SOME if match["unit"].lower().endswith("s") else 1


def _past_period(match: re.Match[str], frame: Frame) -> Found | None:
    """Read 'over the past two years', 'in recent months'."""
    if frame.published_on is None:
        return Found(kind="period")
    first = moved(frame.published_on, unit_name(match["unit"]), -_number_of(match))
    return Found(kind="period", days=Days(first, frame.published_on))


def _coming_period(match: re.Match[str], frame: Frame) -> Found | None:
    """Read 'over the next two years', 'in the coming months', 'within five years'."""
    if frame.published_on is None:
        return Found(kind="horizon", no_date=True)
    last = moved(frame.published_on, unit_name(match["unit"]), _number_of(match))
    return Found(kind="horizon", days=Days(frame.published_on, last), no_date=True)


def _vague_horizon(match: re.Match[str], frame: Frame) -> Found | None:
    """Read 'during his presidency', 'for the foreseeable future': no day can be told."""
    return Found(kind="horizon", no_date=True)


def _recently(match: re.Match[str], frame: Frame) -> Found | None:
    """Read 'recently': the year of publication."""
    if frame.published_on is None:
        return Found(kind="relative")
    year = frame.published_on.year
    days = year_days(year).until(frame.published_on)
    return Found(kind="relative", days=days, date=PartialDate(year))


_ROUGH = (
    r"(?:(?P<rough>about|around|nearly|almost|roughly|over|more\s+than|less\s+than|at\s+least|"
    r"just\s+over|just\s+under|some)\s+)?"
)
_N = rf"(?:an?\s+|the\s+)?(?P<n>{NUMBER})(?:\s+of)?(?:\s+|-)(?:more\s+|short\s+|long\s+|good\s+)?"
_UNIT = rf"(?P<unit>{UNIT})\b"
_OFFICE = (
    r"(?:presidency|premiership|chancellorship|tenure|administration|mandate|time\s+in\s+office|"
    r"(?:first\s+|second\s+|next\s+|current\s+|remaining\s+)?terms?(?:\s+in\s+office)?)"
)
_TERM = r"(?:near(?:er|est)?|short(?:er|est)?|medium|mid|long(?:er|est)?|immediate|foreseeable)"

RELATIVE_RULES: tuple[Rule, ...] = (
    (
        "word",
        "near day",
        re.compile(
            r"\b(?P<word>(?i:the\s+day\s+before\s+yesterday|the\s+day\s+after\s+tomorrow|today|"
            r"tonight|yesterday|tomorrow))\b(?P<own>[’']s\b)?"
        ),
        _near_day,
    ),
    (
        "unit",
        "near unit",
        re.compile(
            rf"\b(?:(?P<side>(?i:earlier|later))\s+)?{PART}(?<!the )(?<!The )"
            rf"(?P<which>(?i:last|this|next))\s+(?P<unit>week|weekend|month|quarter|year|decade|"
            r"century)\b(?!-(?:long|old))"
        ),
        _near_unit,
    ),
    (
        "unit",
        "part of the unit",
        re.compile(
            rf"\b{PART.removesuffix('?')}(?<=the )(?:current\s+)?(?P<unit>week|month|quarter|year|"
            r"decade|century)\b"
        ),
        _near_unit,
    ),
    (
        "unit",
        "year-end",
        re.compile(r"\b(?P<part>(?i:end))-(?:of-)?(?P<unit>year)\b(?!\s+[0-9])"),
        _near_unit,
    ),
    ("unit", "end of unit", re.compile(r"\b(?P<unit>year)-(?P<part>(?i:end))\b"), _near_unit),
    (
        "season",
        "near season",
        re.compile(
            rf"\b(?:(?P<which>(?i:last|this|next))|(?:in|over|during|by|since|until)\s+(?P<the>the))"
            rf"\s+(?P<season>{SEASON})\b(?!\s+(?:of|in|from|to|out|back|apart|between)\b)"
        ),
        _near_season,
    ),
    (
        "weekday",
        "weekday",
        re.compile(rf"\b(?:(?P<which>(?i:last|this|next|coming))\s+)?(?P<weekday>{WEEKDAY})\b"),
        _weekday,
    ),
    ("unit", "ago", re.compile(rf"\b{_ROUGH}{_N}{_UNIT}\s+ago\b", re.IGNORECASE), _ago),
    (
        "unit",
        "later",
        re.compile(
            rf"\b{_N}{_UNIT}\s+(?P<side>later(?!\s+than\b)|earlier(?!\s+than\b)|afterwards"
            r"|(?:before|after)(?=\s*[.,;)]))",
            re.IGNORECASE,
        ),
        _later,
    ),
    (
        "unit",
        "following unit",
        re.compile(
            r"\b(?:the|that)\s+(?:very\s+)?(?P<which>next|following|previous|preceding|prior|same)"
            r"\s+(?P<unit>day|week|weekend|month|quarter|year|decade)\b",
            re.IGNORECASE,
        ),
        _following,
    ),
    (
        "unit",
        "that unit",
        re.compile(r"\b(?P<which>(?i:that))\s+(?P<unit>day|week|weekend|month|year|decade)\b"),
        _following,
    ),
    (
        "unit",
        "past period",
        re.compile(
            rf"\b(?:in|over|during|for|within|through(?:out)?|of|across)\s+(?:much\s+of\s+)?the\s+"
            rf"(?:past|last|previous)\s+(?:(?P<n>{NUMBER})\s+(?:or\s+so\s+)?)?{_UNIT}",
            re.IGNORECASE,
        ),
        _past_period,
    ),
    (
        "unit",
        "recent period",
        re.compile(
            rf"\b(?:in|over|during|of)\s+(?:the\s+)?(?:most\s+)?recent\s+{_UNIT}", re.IGNORECASE
        ),
        _past_period,
    ),
    (
        "unit",
        "coming period",
        re.compile(
            rf"\b(?:in|over|within|during|for|across|throughout)\s+(?:the\s+)?(?:next|coming)\s+"
            rf"(?:(?P<n>{NUMBER})\s+(?:or\s+so\s+)?)?{_UNIT}",
            re.IGNORECASE,
        ),
        _coming_period,
    ),
    (
        "unit",
        "period ahead",
        re.compile(rf"\b(?:in|over|for)\s+the\s+{_UNIT}\s+(?:ahead|to\s+come)\b", re.IGNORECASE),
        _coming_period,
    ),
    (
        "unit",
        "within",
        re.compile(rf"\bwithin\s+(?:the\s+)?{_N}{_UNIT}", re.IGNORECASE),
        _coming_period,
    ),
    (
        "unit",
        "in time",
        re.compile(rf"\bin\s+{_N}{_UNIT}[’']s?\s+time\b", re.IGNORECASE),
        _coming_period,
    ),
    (
        "unit",
        "from now",
        re.compile(rf"\b{_N}{_UNIT}\s+(?:from\s+now|hence)\b", re.IGNORECASE),
        _coming_period,
    ),
    (
        "word",
        "term of office",
        re.compile(
            r"\b(?:during|throughout|in|for|within|until|by|before|over)\s+"
            r"(?:the\s+(?:end|rest|remainder|course|duration|last\s+years?)\s+of\s+)?"
            rf"(?:(?:his|her|their|the|a|[A-Z]\w+[’']s?)\s+){_OFFICE}\b",
        ),
        _vague_horizon,
    ),
    (
        "word",
        "vague horizon",
        re.compile(
            rf"\b(?:in|over|for|into|within)\s+(?:the|a)\s+{_TERM}(?:\s+to\s+{_TERM})?[- ]"
            rf"(?:term|run|future)\b|\b(?:short|near|medium|long|longer)[- ]term\b",
            re.IGNORECASE,
        ),
        _vague_horizon,
    ),
    (
        "word",
        "recently",
        re.compile(
            r"\b(?:(?:most\s+)?recently|lately|of\s+late|recent(?=\s+[\w“\"]))\b", re.IGNORECASE
        ),
        _recently,
    ),
)
"""Patterns told from another day; earlier ones win where spans are equal."""
