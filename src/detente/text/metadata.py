"""Head of a text -> its title, author and day of publication, as far as the head states them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from detente.terms.document import Document

_MONTHS = {
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
_MONTH = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"((?:19|20)\d{2})\b"
_DAY = r"(\d{1,2})(?:st|nd|rd|th|d)?\b"
_FORMS = (
    (re.compile(r"(?<![\d/-])((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)"), "ymd"),
    (re.compile(rf"\b{_MONTH}\s*{_DAY}\s*,?\s*{_YEAR}", re.I), "mdy"),
    (re.compile(rf"(?<!\d){_DAY}\s*(?:of\s+)?{_MONTH}\s*,?\s*{_YEAR}", re.I), "dmy"),
)
_MONTH_YEAR = re.compile(rf"\b{_MONTH}\s*,?\s*{_YEAR}", re.I)


def day_in(text: str) -> date | None:
    """Return the first whole day that a line states, None if it states none.

    Examples
    --------
    >>> day_in("Jan 16 , 2017")
    datetime.date(2017, 1, 16)
    >>> day_in("15 February 2017"), day_in("2017-05-22 By Richard Weitz")
    (datetime.date(2017, 2, 15), datetime.date(2017, 5, 22))
    """
    found: list[tuple[int, date]] = []
    for pattern, order in _FORMS:
        for match in pattern.finditer(text):
            parts = dict(zip(order, match.groups(), strict=True))
            month = parts["m"]
            try:
                number = int(month) if month.isdecimal() else _MONTHS[month.lower()]
                found.append((match.start(), date(int(parts["y"]), number, int(parts["d"]))))
            except ValueError:
                continue
    return min(found)[1] if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the head of a text states about its making; None is not stated."""

    title: str | None = None
    author: str | None = None
    published_on: date | None = None


def head_of(text: str) -> Head:
    """Return what the first lines of a text state."""
    lines = [line.strip() for line in text[:4000].split("\n") if line.strip()][:14]
    for line in lines:
        if len(line) < 120 and (day := day_in(line)) is not None:
            return Head(published_on=day)
    return Head()


def completed(document: Document) -> Document:
    """Return the document with title, author and day from its head where its file stated none."""
    head = head_of(document.text)
    return replace(
        document,
        title=document.title or head.title,
        author=document.author or head.author,
        published_on=document.published_on or head.published_on,
    )
