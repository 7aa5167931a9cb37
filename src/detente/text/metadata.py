"""Head of a text -> its title, author and day of publication, as far as the head states them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from detente.terms.document import Document
from detente.text.absolute_dates import ABSOLUTE_RULES
from detente.text.date_found import Frame
from detente.text.dyad import likely_dyad
from detente.text.intervals import Days
from detente.text.sentences import paragraphs

_HEAD = 6000
_MOST_LINES = 16
_LONG = 240
_DATED = [rule for rule in ABSOLUTE_RULES if rule[1] in {"iso day", "numeric day", "day month"}]
_DATED += [rule for rule in ABSOLUTE_RULES if rule[1] in {"month day", "month year"}]
_LOOSE_COMMA = re.compile(r"\s+,")
_DATE_LABEL = re.compile(
    r"(?:published|posted|publication\s+date|date(?:\s+(?:posted|published))?|released|updated)"
    r"\s*(?:on|:|at)?\s*",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:\b(?i:by|authors?\s*:|written\s+by|posted\s+by|author\s+name\s*:))\s+"
    r"(?P<names>[^\W\d_][\w.’'-]*"
    r"(?:[ ]+(?:[^\W\d_a-z][\w.’'-]*|de|von|van|der|bin|al|da|di|la|and|&)"
    r"|,[ ]+(?=[^\W\d_a-z][\w.’'-]*[ ]+[^\W\d_a-z]))*)"
)
_PERSON = re.compile(
    r"(?:(?:Dr|Prof|Mr|Ms|Mrs|Amb|Gen|Sir)\.?\s+)?[A-ZÀ-ÞŠŽĆČĐ][\w.’'-]*"
    r"(?:\s+(?:[A-ZÀ-ÞŠŽĆČĐ][\w.’'-]*|de|von|van|der|bin|al|da|di|la)){1,4}"
    r"(?:(?:,|\s+and|\s+&)\s+[A-ZÀ-Þ][\w.’'-]*(?:\s+[A-ZÀ-Þ][\w.’'-]*){1,3})*"
)
_NO_PERSON = re.compile(
    r"\b(?:summary|introduction|policy|contents|analysis|report|brief|briefing|key|background|"
    r"abstract|opinion|news|world|politics|share|print|email|comments?|download|relations|affairs|"
    r"security|defen[cs]e|commentary|findings|recommendations|review|journal|press|conclusion|"
    r"read|more|subscribe|copyright|type|data|maps|the|international|foreign|economy|political|"
    r"geography|geopolitics|domestic|topics?|regions?|countr(?:y|ies)|asia|europe|africa|america|"
    r"middle|east|west|north|south|united|states|photo|image|source|updated|published)\b",
    re.IGNORECASE,
)
_INSTITUTION = re.compile(
    r"\b(?:unit|institut\w*|cent(?:er|re)|council|foundation|university|agency|ministry|"
    r"department|group|service|committee|corporation|academy|society|bureau|think\s+tank)\b",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"language\s*:|skip to|search|menu|subscribe|sign (?:in|up)|log ?in|share|print|cookie|"
    r"copyright|©|https?:|www\.|home\b|content type|page \d",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the head of a text states about its making; None is not stated."""

    title: str | None = None
    author: str | None = None
    published_on: date | None = None
    note: str | None = None


def _days_in(line: str) -> tuple[int, Days] | None:
    """Return the first date with a year that a line states, with where it begins."""
    line = _LOOSE_COMMA.sub(",", line)
    found: list[tuple[int, int, Days]] = []
    for order, (_, _, pattern, read) in enumerate(_DATED):
        for match in pattern.finditer(line):
            try:
                reading = read(match, Frame())
            except (ValueError, OverflowError):
                continue
            if reading is not None and reading.days is not None and not reading.ambiguous:
                found.append((match.start(), order, reading.days))
    if not found:
        return None
    start, _, days = min(found, key=lambda item: item[:2])
    return start, days


def day_in(text: str) -> date | None:
    """Return the first whole day that a line states, None if it states none.

    Examples
    --------
    >>> day_in("Jan 16 , 2017")
    datetime.date(2017, 1, 16)
    >>> day_in("15 February 2017"), day_in("2017-05-22 By Richard Weitz")
    (datetime.date(2017, 2, 15), datetime.date(2017, 5, 22))
    >>> day_in("September 2017")
    """
    found = _days_in(text)
    return found[1].first if found and found[1].first == found[1].last else None


def _is_date_line(line: str) -> bool:
    """Whether a line is there to state a day: short, and little else in it."""
    found = _days_in(line)
    if found is None or len(line) > 120:
        return False
    start, _ = found
    label = _DATE_LABEL.match(line)
    return start <= (label.end() if label else 0) + 3 or len(line) < 60 or "|" in line


def _title_of(lines: list[str], dated: int | None, signed: int | None) -> int | None:
    """Return the index of the title among the head's lines."""

    def fits(index: int, fewest: int) -> bool:
        line = lines[index]
        n_words = len(line.split())
        is_prose = line.endswith(".") and n_words > 6
        return (
            fewest <= n_words <= 30
            and not is_prose
            and not _FURNITURE.match(line)
            and index not in {dated, signed}
        )

    known = [index for index in (dated, signed) if index is not None]
    edge = min(known, default=None)
    before = [index for index in range(edge or 0) if fits(index, 3)]
    if before:
        return before[-1]
    after = [index for index in range(edge or 0, len(lines)) if fits(index, 3)]
    if after and (edge is None or edge == 0):
        return after[0]
    short = [index for index in range(edge or 0) if fits(index, 1)]
    return short[-1] if short else None


def _author_of(lines: list[str], title: int | None, dated: int | None) -> str | None:
    for line in lines:
        byline = _BYLINE.search(line)
        if byline is not None and len(line) < 160:
            return str(byline["names"]).strip(" ,&")
    after = max(-1 if title is None else title, -1 if dated is None else dated) + 1
    between = lines[after if title is None else title + 1 :]
    near = [*lines[after : after + 2], *between]
    for name in near:
        is_other = _NO_PERSON.search(name) or _INSTITUTION.search(name)
        if _PERSON.fullmatch(name) and not is_other:
            return name
    for line in lines[0 if title is None else title + 1 :]:
        if _INSTITUTION.search(line) and len(line.split()) <= 8 and not re.search(r"[,.;:]", line):
            return line
    return None


def head_of(text: str) -> Head:
    r"""Return what the first lines of a text state: those before its first long paragraph.

    Of a month without a day its last day is taken, for then the text was surely known; the note
    says so.

    Examples
    --------
    >>> head = head_of("A Thaw in the North\n\n12 March 2018\n\nBy Jane Doe\n\n" + 60 * "Prose. ")
    >>> head.title, head.author, head.published_on
    ('A Thaw in the North', 'Jane Doe', datetime.date(2018, 3, 12))
    """
    lines: list[str] = []
    for paragraph in paragraphs(text[:_HEAD])[:_MOST_LINES]:
        if len(paragraph.text) >= _LONG:
            break
        lines.append(" ".join(paragraph.text.split()))
    if not lines:
        return Head()
    dated = next((index for index, line in enumerate(lines) if _is_date_line(line)), None)
    signed = next(
        (i for i, line in enumerate(lines) if _BYLINE.match(line) and len(line) < 160), None
    )
    title = _title_of(lines, dated, signed)
    published_on, note = None, None
    if dated is not None and (found := _days_in(lines[dated])) is not None:
        published_on = found[1].last
        if found[1].first != found[1].last:
            note = f"published in {found[1].shared}, day not stated: taken as {published_on}"
    return Head(
        title=lines[title] if title is not None else None,
        author=_author_of(lines, title, dated),
        published_on=published_on,
        note=note,
    )


def completed(document: Document, *, made_on: date | None = None) -> Document:
    """Return the document with what its head and its text tell and its file did not state.

    Title, author and day come from the head, the dyad from the two states named most.

    Parameters
    ----------
    made_on
        Day on which the file was made: it stands in for a day that is nowhere stated, and a
        remark says so. Without it the day stays open, with a remark.
    """
    head = head_of(document.text)
    published_on = document.published_on or head.published_on
    notes = list(document.notes)
    if document.published_on is None and head.note is not None:
        notes.append(head.note)
    if published_on is None and made_on is not None:
        published_on = made_on
        notes.append(f"publication day not stated: taken from the day the file was made, {made_on}")
    elif published_on is None:
        notes.append("publication day not found: give it, or dates such as 'last month' stay open")
    title = document.title or head.title
    return replace(
        document,
        title=title,
        author=document.author or head.author,
        published_on=published_on,
        dyad=document.dyad or likely_dyad(document.text, title=title, on=published_on),
        notes=tuple(notes),
    )
