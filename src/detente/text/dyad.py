"""Text -> the two states that it is about: those that it names most."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import cache

from detente.terms.states import Name, state_names

_WORD = re.compile(r"(?:[A-Z]\.){2,}|\w+")
_TITLE_WEIGHT = 5
_FEWEST = 2
_SAMPLE = 100_000


@cache
def _names() -> tuple[dict[tuple[str, ...], tuple[Name, ...]], dict[str, int]]:
    """Return the names of states by their words, and the most words of a name by its first."""
    index: dict[tuple[str, ...], tuple[Name, ...]] = {}
    longest: dict[str, int] = {}
    for name in state_names():
        words = tuple(_WORD.findall(name.text))
        if words and words[0][0].isupper():
            index[words] = (*index.get(words, ()), name)
            longest[words[0]] = max(len(words), longest.get(words[0], 0))
    return index, longest


def _meant(named: tuple[Name, ...], on: date | None) -> str | None:
    """Return the one state that a name means on a day; without a day, one that still stands."""
    if on is None:
        named = tuple(name for name in named if name.span.to_on is None) or named
    else:
        named = tuple(name for name in named if name.span.holds_on(on))
    codes = {name.code.split(":")[0] for name in named if name.salience >= 0.5}
    return codes.pop() if len(codes) == 1 else None


def state_mentions(text: str, *, on: date | None = None) -> Counter[str]:
    """Return how often a text names each state: by its name, adjective, capital or government.

    Parameters
    ----------
    on
        Day on which the names are read; None takes the latest state of each name.

    Examples
    --------
    >>> state_mentions("Moscow and Beijing met; the Russian side left.").most_common(1)
    [('RUS', 2)]
    """
    index, longest = _names()
    words = _WORD.findall(text)
    counts: Counter[str] = Counter()
    reached = 0
    for at, word in enumerate(words):
        if at < reached or word not in longest:
            continue
        for size in range(min(longest[word], len(words) - at), 0, -1):
            named = index.get(tuple(words[at : at + size]))
            code = _meant(named, on) if named else None
            if code is not None:
                counts[code] += 1
                reached = at + size
                break
    return counts


def likely_dyad(
    text: str, *, title: str | None = None, on: date | None = None
) -> tuple[str, str] | None:
    """Return the two states that a text names most, None if it names fewer.

    A mention in the title counts five times. A state counts from two mentions on. They come in
    the order of the title if it names both, else the most named first.

    Examples
    --------
    >>> likely_dyad("Delhi and Islamabad: India wants talks, Pakistan waits.")
    ('IND', 'PAK')
    >>> likely_dyad("France waits.")
    """
    counts = state_mentions(text[:_SAMPLE], on=on)
    in_title = state_mentions(title or "", on=on)
    for code, n in in_title.items():
        counts[code] += _TITLE_WEIGHT * n
    ranked = [code for code, n in counts.most_common(2) if n >= _FEWEST]
    if all(code in in_title for code in ranked):
        ranked.sort(key=list(in_title).index)
    return (ranked[0], ranked[1]) if len(ranked) == 2 else None
