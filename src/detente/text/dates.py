"""Dates in words -> days, as coarse as the words warrant, each with its offsets in the text."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from detente.terms.period import PartialDate
from detente.text.absolute_dates import ABSOLUTE_RULES
from detente.text.date_found import Found, Frame, Kind, Tense, days_of, with_year
from detente.text.date_words import SEASON, part_name
from detente.text.intervals import Days
from detente.text.relative_dates import RELATIVE_RULES

Relation = Literal["in", "since", "until", "by", "before", "after"]

_RULES = (*ABSOLUTE_RULES, *RELATIVE_RULES)
_TRIGGER = re.compile(
    r"(?P<digit>[0-9]+)"
    r"|(?P<month>\b(?:Jan|Feb|Mar|Apr|May|Ju[nl]|Aug|Sep|Oct|Nov|Dec|[jfasond]\w{2,6}(?:ary|ber|ril|une|uly|ust)"
    r"|JAN|FEB|MAR|APR|MAY|JU[NL]|AUG|SEP|OCT|NOV|DEC)\w*)"
    r"|(?P<weekday>(?i:\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b))"
    r"|(?P<unit>(?i:\b(?:(?:day|week|weekend|month|quarter|year|decade)s?|century|centuries)\b))"
    rf"|(?P<season>(?i:\b{SEASON}\b))"
    r"|(?P<word>(?i:\b(?:recent|recently|lately|late|today|tonight|yesterday|tomorrow|term|terms|run|"
    r"future|presidency|premiership|chancellorship|tenure|office|mandate|administration)\b))"
)
_FEWEST_YEARS = 3
_BEFORE, _AFTER = 80, 60
"""How far from its trigger a pattern may reach, in characters."""

_RELATION = re.compile(
    r"\b(?P<word>by|until|till|before|prior\s+to|since|after|following|through|as\s+of|from)\s+"
    r"(?P<the>(?:the\s+)?)\Z",
    re.IGNORECASE,
)
_RELATIONS: dict[str, Relation] = {
    "by": "by",
    "until": "until",
    "till": "until",
    "through": "until",
    "before": "before",
    "prior to": "before",
    "since": "since",
    "from": "since",
    "as of": "since",
    "after": "after",
    "following": "after",
}
_THE = re.compile(r"\bthe\s+\Z", re.IGNORECASE)
_JOIN = re.compile(r"\s*(?:(?P<to>to|until|till|through|[-–—])|(?P<and>and|or|,|&))\s*(?:the\s+)?")
_FROM = re.compile(r"\b(?P<word>from|between)\s+(?:the\s+)?\Z", re.IGNORECASE)
_DETERMINER = re.compile(
    r"(?:\b(?:the|an?|its|his|her|their|our|this|that|these|those|new|US|U\.S\.|\w+[’']s?)\s+)\Z",
    re.IGNORECASE,
)
_NOUN_AFTER = re.compile(
    r"[ -](?!(?:and|or|in|on|at|to|of|by|for|from|with|as|that|which|who|when|where|while|is|was|"
    r"were|are|has|had|have|will|would|but|than|the|a|an|it|he|she|they|after|before|until|"
    r"because|since|if|though|although|into|over|under|between|so|not|only|also|then)\b)[A-Za-z]"
)
_FUTURE = re.compile(
    r"\b(?:will|shall|is\s+to|are\s+to|is\s+set|scheduled|planned|plans|upcoming|forthcoming|"
    r"expected|due)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:said|told|wrote|was|were|had|did|made|met|took|held|gave|began|came|went|left|saw|spoke|"
    r"put|sent|won|lost|broke|fell|grew|rose|led|became|(?!need|indeed|speed|need|proceed)\w{3,}ed)\b"
)
_SENTENCE_END = re.compile(r"[.!?]\s+(?=[A-Z“\"])|\n\s*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """Words for a time at `start` to `end` (exclusive) of a text, and the days that they mean.

    `date` is the finest date that all the days share; None if they share none, or cannot be told.
    `first_on` and `last_on` bound the days; None is open or unknown.
    """

    start: int
    end: int
    text: str
    kind: Kind
    date: PartialDate | None
    first_on: datetime.date | None = None
    last_on: datetime.date | None = None
    relation: Relation = "in"
    attributive: bool = False  # it belongs to the noun after it: 'the 2016 election'
    ambiguous: bool = False  # day and month may be swapped
    year_stated: bool = True  # False: the year was inferred from the publication day or context
    rule: str = ""  # name of the pattern, for explanations


@dataclass(frozen=True, slots=True)
class _Place:
    """One pattern's match, still to be read."""

    start: int
    end: int
    order: int
    match: re.Match[str]


def _windows(text: str, start: int, end: int) -> dict[str, list[tuple[int, int]]]:
    """Return for each trigger the stretches of text around its matches, merged where they meet."""
    windows: dict[str, list[tuple[int, int]]] = {}
    for match in _TRIGGER.finditer(text, start, end):
        low, high = max(start, match.start() - _BEFORE), min(end, match.end() + _AFTER)
        while high < end and not text[high].isspace():
            high += 1
        found = windows.setdefault(match.lastgroup or "", [])
        if found and low <= found[-1][1]:
            low = found.pop()[0]
        found.append((low, high))
    return windows


def _places(text: str, start: int, end: int) -> list[_Place]:
    """Return the matches of all patterns in order: the earliest first, then the longest."""
    windows = _windows(text, start, end)
    found = [
        _Place(match.start(), match.end(), order, match)
        for order, (trigger, _, pattern, _) in enumerate(_RULES)
        for low, high in windows.get(trigger, ())
        for match in pattern.finditer(text, low, high)
        if match.end() > match.start()
    ]
    found.sort(key=lambda place: (place.start, -place.end, place.order))
    return found


def _read(place: _Place, frame: Frame) -> Found | None:
    try:
        return _RULES[place.order][3](place.match, frame)
    except (ValueError, OverflowError):  # 31 June, or a day out of the calendar
        return None


def _selected(text: str, start: int, end: int, frame: Frame) -> list[tuple[_Place, Found]]:
    """Return the places that read as days, the first of each overlapping group."""
    chosen: list[tuple[_Place, Found]] = []
    reached = start
    for place in _places(text, start, end):
        if place.start < reached:
            continue
        found = _read(place, frame)
        if found is not None:
            chosen.append((place, found))
            reached = place.end
    return chosen


def _joint(text: str, left: _Place, right: _Place) -> str | None:
    """Return 'to' or 'and' if only such a word lies between two places."""
    between = _JOIN.fullmatch(text, left.end, right.start)
    if between is None:
        return None
    return "to" if between["to"] else "and"


def _year_from_next(
    text: str, left: tuple[_Place, Found], right: tuple[_Place, Found] | None
) -> Days | None:
    """Return days whose year the next words state: 'between March and May 2018'."""
    month = left[1].month
    if month is None or right is None or right[1].days is None or right[1].kind != "absolute":
        return None
    days = right[1].days
    if _joint(text, left[0], right[0]) is None or right[0].match.groupdict().get("month") is None:
        return None
    try:
        own = days_of(days.first.year, *month)
        return own if own.first <= days.last else days_of(days.first.year - 1, *month)
    except ValueError:
        return None


def _hint(text: str, place: _Place) -> Tense | None:
    """Return the tense that the words near a place, in its sentence and outside quotes, tell."""
    before = re.split(r"[.!?;]\s|\n|[“”\"]", text[max(0, place.start - 60) : place.start])[-1]
    after = re.split(r"[.!?;]\s|\n|[“”\"]", text[place.end : place.end + 50])[0]
    for words in (before, after):
        plain = _FUTURE.sub("", words)
        if _PAST.search(plain):
            return "past"
        if plain != words:
            return "future"
    return None


def _relation(text: str, place: _Place) -> tuple[Relation, int]:
    """Return how the words before a place bound it, and where those words begin."""
    window = max(0, place.start - 24)
    before = _RELATION.search(text[window : place.start])
    if before is None:
        return "in", place.start
    return _RELATIONS[" ".join(before["word"].lower().split())], window + before.start()


def _is_attributive(text: str, place: _Place) -> bool:
    if place.match.groupdict().get("part"):
        return False
    after = text[place.end : place.end + 24]
    if after.startswith(("'s ", "’s ")) or place.match[0].lower() == "recent":
        return True
    before = text[max(0, place.start - 24) : place.start]
    return bool(_DETERMINER.search(before) and _NOUN_AFTER.match(after))


def _bounded(
    days: Days, relation: Relation, part: str | None
) -> tuple[datetime.date | None, datetime.date | None]:
    return {
        "in": (days.first, days.last),
        "since": (days.first, None),
        "until": (None, days.last),
        "by": (None, days.last),
        "before": (None, days.last if part == "end" else days.first),
        "after": (days.last, None),
    }[relation]


def _mention(
    text: str, place: _Place, found: Found, days: Days | None, frame: Frame
) -> DateMention:
    attributive = _is_attributive(text, place)
    relation, start = _relation(text, place)
    if found.kind in {"period", "horizon"}:
        relation, start = "in", place.start
    if attributive:
        start = place.start
    shared = None
    if days is not None and not found.no_date:
        shared = found.date or days.shared
    if relation in {"before", "after", "until"} and not attributive:
        shared = None
    part = part_name(place.match.groupdict().get("part"))
    first_on, last_on = _bounded(days, relation, part) if days is not None else (None, None)
    is_ahead = (
        last_on is not None and frame.published_on is not None and (last_on >= frame.published_on)
    )
    bounds = relation in {"by", "until", "before"} and not attributive
    return DateMention(
        start=start,
        end=place.end,
        text=text[start : place.end],
        kind="horizon" if bounds and is_ahead else found.kind,
        date=shared,
        first_on=first_on,
        last_on=last_on,
        relation=relation,
        attributive=attributive,
        ambiguous=found.ambiguous,
        year_stated=found.month is None,
        rule=_RULES[place.order][1],
    )


def _mentions(
    text: str,
    chosen: list[tuple[_Place, Found]],
    frame: Frame,
    tense: Callable[[int], Tense | None],
) -> Iterator[DateMention]:
    """Yield the mentions in order, each read against what came before it."""
    last_named, in_sentence = frame.context, None
    for index, (place, found) in enumerate(chosen):
        previous = chosen[index - 1][0].end if index else place.start
        if _SENTENCE_END.search(text, previous, place.start):
            in_sentence = None
        known_tense = tense(place.start) or _hint(text, place)
        own = replace(frame, tense=known_tense, context=last_named)
        found = _read(place, own) or found
        days = found.days
        if found.month is not None:
            following = chosen[index + 1] if index + 1 < len(chosen) else None
            days = _year_from_next(text, (place, found), following)
            if days is None:
                near = replace(own, context=in_sentence or frame.context)
                days = with_year(found.month, found.part, near)
        mention = _mention(text, place, found, days, frame)
        yield mention
        if mention.date is not None and mention.rule not in {"recently", "11 September", "today"}:
            is_bare_year = mention.date.month is None and mention.attributive
            last_named = last_named if is_bare_year else mention.date
            if found.kind == "absolute" and found.month is None and not mention.attributive:
                in_sentence = mention.date


def _joined(text: str, mentions: list[DateMention], places: list[_Place]) -> list[DateMention]:
    """Return the mentions with neighbours such as 'from 2009' and 'to 2012' made one range."""
    joined: list[DateMention] = []
    skip = False
    for index, mention in enumerate(mentions):
        if skip:
            skip = False
            continue
        following = mentions[index + 1] if index + 1 < len(mentions) else None
        if following is not None and {mention.kind, following.kind} <= {"absolute", "horizon"}:
            one = _range(text, mention, following, places[index], places[index + 1])
            if one is not None:
                joined.append(one)
                skip = True
                continue
        joined.append(mention)
    return joined


def _range(
    text: str, left: DateMention, right: DateMention, first: _Place, last: _Place
) -> DateMention | None:
    window = max(0, first.start - 16)
    opening = _FROM.search(text[window : first.start])
    joint = _joint(text, first, last)
    if joint is None or (joint == "and" and (opening is None or opening["word"].lower() == "from")):
        return None
    start_on = left.first_on or left.last_on
    end_on = right.last_on or right.first_on
    if start_on is None or end_on is None or end_on < start_on:
        return None
    start = window + opening.start() if opening else first.start
    return DateMention(
        start=start,
        end=right.end,
        text=text[start : right.end],
        kind="range",
        date=Days(start_on, end_on).shared,
        first_on=start_on,
        last_on=end_on,
        year_stated=left.year_stated or right.year_stated,
        rule=f"{left.rule} to {right.rule}",
    )


def _likely_year(found: Iterable[Found]) -> int | None:
    """Return the year in which a text without a day was likely written, None if few years tell.

    That is the latest single year that it names, or a later one with which a range of years
    begins, for ranges also cover what is forecast.
    """
    stated = [one for one in found if one.days is not None and one.month is None]
    single = [
        one.days.first.year
        for one in stated
        if one.days is not None and one.kind == "absolute" and one.days.shared is not None
    ]
    ranges = [one.days.first.year for one in stated if one.days is not None and one.kind == "range"]
    if len(single) < _FEWEST_YEARS:
        return None
    latest = max(single)
    return max([latest, *(year for year in ranges if year <= latest + 1)])


def date_mentions(
    text: str,
    *,
    published_on: datetime.date | None = None,
    context: PartialDate | None = None,
    tense: Tense | Callable[[int], Tense | None] | None = None,
    start: int = 0,
    end: int | None = None,
) -> tuple[DateMention, ...]:
    """Return the words for a time in a text, with the days that they mean, in order.

    Parameters
    ----------
    text
        Any text; a whole document is best, since 'a week later' needs what came before.
    published_on
        Day from which 'last month' and a month without a year are told. If it is None, the former
        stay open, and the latter go to the latest year that the text names, if it names three.
    context
        The last date named before `start`; a month without a year goes to its year if that lies
        before the year of publication.
    tense
        Which way a date without a year lies, for the text or by offset; told from words such as
        'will' if None, and else the last such day, unless the next is far nearer.
    start, end
        Where to look, in characters; offsets still count from the text's beginning.

    Examples
    --------
    >>> from datetime import date
    >>> text = "In late July 2017 and again last month."
    >>> found = date_mentions(text, published_on=date(2018, 2, 5))
    >>> [(mention.text, str(mention.date)) for mention in found]
    [('late July 2017', '2017-07'), ('last month', '2018-01')]
    """
    end = len(text) if end is None else end
    frame = Frame(published_on=published_on, context=context)
    chosen = _selected(text, start, end, frame)
    if published_on is None and context is None:
        frame = replace(frame, year=_likely_year(found for _, found in chosen))
    if callable(tense):
        tense_at = tense
    else:
        fixed = tense

        def tense_at(offset: int) -> Tense | None:
            return fixed

    mentions = list(_mentions(text, chosen, frame, tense_at))
    return tuple(_joined(text, mentions, [place for place, _ in chosen]))
