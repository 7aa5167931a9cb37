"""Words for an office, a body or a group of people in, the sector they belong to out."""

from __future__ import annotations

import re
from functools import cache

from detente.terms.tables import key, rows

_ADJECTIVES = re.compile(
    r"^(?:the|new|former|acting|deputy|senior|top|chief|current|then|armed|security|state|national|"
    r"federal|royal|central|interim|first|second|vice)\s+"
)


@cache
def _table() -> dict[str, str]:
    return {row["role"]: row["sector"] for row in rows("roles.csv")}


@cache
def sector_of_role(text: str) -> str | None:
    """Return the sector that a role without its country belongs to, None where it says none.

    The whole phrase is looked up first, then without its leading adjectives, then its last words
    ('Information / Communication Ministry'), then those before an 'of' ('Ministry of Labour').

    Examples
    --------
    >>> sector_of_role("Foreign Affairs"), sector_of_role("Court Judge"), sector_of_role("moons")
    ('GOV', 'JUD', None)
    """
    phrase = key(text)
    if not phrase:
        return None
    for form in (phrase, phrase.removesuffix("s")):
        if form in _table():
            return _table()[form]
    shorter = _ADJECTIVES.sub("", phrase)
    if shorter != phrase:
        return sector_of_role(shorter)
    before, of, _ = phrase.partition(" of ")
    if of:
        return sector_of_role(before)
    parts = [part.strip() for part in phrase.split("/") if part.strip()]
    if len(parts) > 1:
        return sector_of_role(parts[0]) or sector_of_role(parts[-1])
    _, space, rest = phrase.partition(" ")
    return sector_of_role(rest) if space else None
