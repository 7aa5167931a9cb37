"""Tables that ship with the package: a file's name in, its rows out, each file read once."""

from __future__ import annotations

import csv
import re
import unicodedata
from datetime import date
from functools import cache
from importlib import resources

from detente.errors import InputError
from detente.terms.period import Span

_MARKS = re.compile(r"[.,]")
_SPACES = re.compile(r"[\s_]+")


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of one shipped table, each a mapping from column to cell."""
    text = resources.files("detente.terms").joinpath("data", name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def day(text: str) -> date | None:
    """Return an ISO day, None for an empty cell.

    Raises
    ------
    InputError
        If the text is no ISO day.
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"not a day: {text!r}; write YYYY-MM-DD") from None


def dated(cell: str, life: Span) -> tuple[tuple[str, Span], ...]:
    """Return the values of a cell with the days on which each holds.

    Values are parted by semicolons; 'value/FROM..TO' narrows a value to those days, either may
    be empty. A value without days holds over the whole life.

    Examples
    --------
    >>> [text for text, span in dated("260/..1990-10-02;255/1990-10-03..", Span())]
    ['260', '255']
    """
    found = []
    for item in filter(None, (part.strip() for part in cell.split(";"))):
        text, slash, days = item.partition("/")
        if slash and ".." in days:
            first, _, last = days.partition("..")
            found.append(
                (text, Span(from_on=day(first) or life.from_on, to_on=day(last) or life.to_on))
            )
        else:
            found.append((item, life))
    return tuple(found)


def key(text: str) -> str:
    """Return the form under which names are compared: no case, accents, full stops or extra spaces.

    Examples
    --------
    >>> key("U.S."), key("  Côte  d’Ivoire ")
    ('us', "cote d'ivoire")
    """
    if not text.isascii():
        text = text.replace("’", "'").replace("‘", "'").replace("ı", "i")
        text = text.replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("Ł", "L")
        split = unicodedata.normalize("NFKD", text)
        text = "".join(mark for mark in split if not unicodedata.combining(mark))
    return _SPACES.sub(" ", _MARKS.sub("", text)).strip().casefold()


def is_abbreviation(text: str) -> bool:
    """Whether a name is written in capitals and short, so that its case matters ('US', not 'us').

    Examples
    --------
    >>> is_abbreviation("U.S."), is_abbreviation("Iran")
    (True, False)
    """
    bare = text.replace(".", "")
    return bare.isupper() and len(bare) <= 5
