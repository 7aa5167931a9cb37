"""Which issue a passage speaks of: words of the passage in, an issue id out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from detente.errors import InputError
from detente.reading.codebook import numbered_lines
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


_WORD = re.compile(r"\w+")
_KEY = 3  # letters of a word by which its patterns are looked up

Index = dict[str, tuple[tuple[str, re.Pattern[str]], ...]]


@lru_cache(maxsize=8)
def _index(extra: tuple[tuple[str, tuple[str, ...]], ...]) -> Index:
    """Return issue and pattern of each entry, by the first letters of its first word."""
    index: Index = {}
    entries: list[tuple[str, str]] = []
    for number, line in numbered_lines("issues.txt"):
        issue, _, rest = line.partition(":")
        if issue not in TOPIC_IDS:
            raise InputError(f"issues.txt, line {number}: unknown issue {issue!r}")
        entries += [(issue, word.strip()) for word in rest.split(",") if word.strip()]
    entries += [(issue, word) for issue, words in extra for word in words]
    for issue, word in sorted(entries, key=lambda entry: -len(entry[1])):
        first = _WORD.search(word)
        if first is not None:
            key = first[0][:_KEY].lower()
            index[key] = (*index.get(key, ()), (issue, re.compile(_pattern(word), re.IGNORECASE)))
    return index


def _pattern(word: str) -> str:
    body = r"[\s-]+".join(re.escape(part) for part in word.rstrip("*").split())
    return rf"{body}\w*" if word.endswith("*") else rf"{body}(?:s|es)?\b"


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
    index = _index(extra)
    for word in _WORD.finditer(text):
        for issue, pattern in index.get(word[0][:_KEY].lower(), ()):
            if pattern.match(text, word.start()) is not None:
                counts[issue] += 1
                break
    for issue, state in _WHERE.items():
        if dyad is not None and state in dyad:
            del counts[issue]
    return counts
