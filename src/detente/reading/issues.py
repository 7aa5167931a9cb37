"""Which issue a passage speaks of: words of the passage in, an issue id out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from detente.errors import InputError
from detente.reading.codebook import _lines
from detente.terms.issue import TOPIC_IDS

_WHERE = {
    "iran": "IRN",
    "syria": "SYR",
    "ukraine": "UKR",
    "north_korea": "PRK",
    "venezuela": "VEN",
    "afghanistan": "AFG",
    "taiwan": "TWN",
    "china_triangle": "CHN",
}
"""Issues named after a state: between that state and another they say nothing."""

_BROAD = frozenset({"diplomacy", "leadership", "domestic_politics", "china_triangle"})
"""Issues whose words turn up everywhere: they win only where nothing narrower does."""


@lru_cache(maxsize=8)
def _patterns(
    extra: tuple[tuple[str, tuple[str, ...]], ...],
) -> tuple[tuple[str, re.Pattern[str]], ...]:
    words: dict[str, list[str]] = {}
    for number, line in _lines("issues.txt"):
        issue, _, rest = line.partition(":")
        if issue not in TOPIC_IDS:
            raise InputError(f"issues.txt, line {number}: unknown issue {issue!r}")
        words[issue] = [word.strip() for word in rest.split(",") if word.strip()]
    for issue, more in extra:
        words.setdefault(issue, []).extend(more)
    return tuple(
        (issue, re.compile("|".join(map(_pattern, sorted(found, key=len, reverse=True))), re.I))
        for issue, found in words.items()
    )


def _pattern(word: str) -> str:
    parts = [re.escape(part) for part in word.rstrip("*").split()]
    body = r"[\s-]+".join(parts)
    return rf"\b{body}\w*" if word.endswith("*") else rf"\b{body}(?:s|es)?\b"


def issue_of(
    passage: str,
    *,
    dyad: tuple[str, str] | None = None,
    words: Mapping[str, tuple[str, ...]] | None = None,
    context: str = "",
) -> str | None:
    """Return the issue that most words of a passage speak of, or None.

    Parameters
    ----------
    dyad
        The two states: an issue that is named after one of them does not count.
    words
        Further words by issue, such as a case's own.
    context
        The sentence around the passage, which decides where the passage itself is silent.

    Examples
    --------
    >>> issue_of("Ankara threatened to close the border to trade in protest at the tariffs")
    'trade'
    """
    extra = tuple(sorted((words or {}).items()))
    for text in (passage, context):
        counts = _counts(text, extra, dyad)
        if counts:
            return max(counts, key=lambda issue: (issue not in _BROAD, counts[issue]))
    return None


def _counts(
    text: str, extra: tuple[tuple[str, tuple[str, ...]], ...], dyad: tuple[str, str] | None
) -> Counter[str]:
    counts: Counter[str] = Counter()
    if not text:
        return counts
    for issue, pattern in _patterns(extra):
        if dyad is not None and _WHERE.get(issue) in dyad:
            continue
        found = pattern.findall(text)
        if found:
            counts[issue] = len(found)
    return counts
