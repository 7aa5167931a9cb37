"""Names of actors in a parsed text: tokens in, mentions with their codes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from detente.reading.language import grammar
from detente.terms.period import Span
from detente.terms.states import Name, state_names

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PREFIXES: Mapping[str, str] = {
    "sino": "CHN",
    "russo": "RUS",
    "anglo": "GBR",
    "franco": "FRA",
    "indo": "IND",
    "turco": "TUR",
    "greco": "GRC",
    "israelo": "ISR",
    "germano": "DEU",
    "italo": "ITA",
    "serbo": "SRB",
    "irano": "IRN",
    "euro": "EU",
    "austro": "AUT",
    "japano": "JPN",
    "ukraino": "UKR",
    "luso": "PRT",
    "afro": "AFR",
}
"""First parts of words like 'Sino-American'."""

PLACE_BEFORE = frozenset(
    [
        "in",
        "at",
        "near",
        "outside",
        "around",
        "to",
        "from",
        "via",
        "through",
        "into",
        "across",
        "over",
    ]
)
"""Prepositions after which a capital is a place, not a government."""

_AMBIGUOUS = frozenset({"may", "will", "march", "us", "it", "is", "as", "no", "in"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name at tokens `start` to `end` (exclusive) of a parsed text."""

    start: int
    end: int
    code: str
    kind: str
    text: str
    since: date | None = None  # first day of the office in which a person is meant


_PAST_OFFICE = 0.6
"""Weight of an office that a person no longer holds: a text speaks of what they did in it."""

Trie = dict[str, list[tuple[tuple[str, ...], Name]]]


def _words(text: str) -> tuple[str, ...]:
    return tuple(token.text for token in grammar().tokenizer(text.replace("’", "'")))


def _short(words: tuple[str, ...], name: Name) -> bool:
    return len(words) == 1 and len(words[0]) <= 3 and words[0].isupper() and name.kind == "alias"


def name_index(names: Iterable[Name]) -> Trie:
    """Return the names by their first word, the longest of each first."""
    index: Trie = {}
    for name in names:
        words = _words(name.text)
        if words:
            index.setdefault(words[0], []).append((words, name))
    for options in index.values():
        options.sort(key=lambda option: -len(option[0]))
    return index


@lru_cache(maxsize=1)
def known_names() -> tuple[Name, ...]:
    """Return every name that ships with the package: states, leaders, organisations."""
    try:
        from detente.terms import actors
    except ImportError:
        return state_names()
    return (*state_names(), *actors.actor_names())


@lru_cache(maxsize=4)
def _index(extra: tuple[Name, ...]) -> Trie:
    return name_index((*extra, *known_names()))


def _holds(name: Name, on: date | None) -> bool:
    if on is None:
        return name.span.to_on is None or name.kind == "person"
    if name.span.holds_on(on):
        return True
    return name.kind == "person" and _within_years(name.span, on)


def _within_years(span: Span, on: date, years: int = 12) -> bool:
    """Whether a person held the office near that day: a text speaks of predecessors too."""
    before = span.from_on is None or (span.from_on - on).days < 400
    after = span.to_on is None or (on - span.to_on).days < 365 * years
    return before and after


def _matches(doc: Doc, i: int, words: tuple[str, ...]) -> bool:
    if i + len(words) > len(doc):
        return False
    return all(doc[i + k].text.replace("’", "'") == word for k, word in enumerate(words))


def _best(
    doc: Doc,
    i: int,
    options: list[tuple[tuple[str, ...], Name]],
    on: date | None,
    own: frozenset[Name] = frozenset(),
) -> tuple[tuple[str, ...], Name] | None:
    """Return the longest name here; of equal ones a user's own, then the likeliest on the day."""
    best: tuple[tuple[str, ...], Name] | None = None
    best_rank: tuple[int, bool, float, int] | None = None
    for words, name in options:
        if best is not None and len(words) < len(best[0]):
            break
        if not _matches(doc, i, words) or not _holds(name, on):
            continue
        held = on is None or name.span.holds_on(on)
        latest = name.span.from_on.toordinal() if name.span.from_on else 0
        weight = name.salience * (1.0 if held else _PAST_OFFICE)
        rank = (len(words), bool(own) and name in own, weight, latest)
        if best_rank is None or rank > best_rank:
            best, best_rank = (words, name), rank
    return best


def mentions(
    doc: Doc, *, on: date | None = None, extra: tuple[Name, ...] = ()
) -> Iterator[Mention]:
    """Yield the names in a parsed text from left to right, the longest where several fit.

    Parameters
    ----------
    on
        The day of publication: whom 'the prime minister' or a surname means depends on it.
    extra
        A user's own names, which go before ours.
    """
    index = _index(extra)
    own = frozenset(extra)
    i = 0
    while i < len(doc):
        token = doc[i]
        found = _prefix(token) or None
        options = index.get(token.text.replace("’", "'"))
        if (found is None and options and token.text.lower() not in _AMBIGUOUS | {"us"}) or (
            found is None and options and token.text in {"US", "Us"} and token.text.isupper()
        ):
            found = _named(doc, i, _best(doc, i, options, on, own))
        if found is None:
            i += 1
            continue
        yield found
        i = found.end


def _named(doc: Doc, i: int, best: tuple[tuple[str, ...], Name] | None) -> Mention | None:
    if best is None:
        return None
    words, name = best
    end = i + len(words)
    code = name.code
    if name.kind in {"capital"} and _is_place(doc, i):
        code = code.split(":")[0]
    return Mention(
        start=i,
        end=end,
        code=code,
        kind=str(name.kind),
        text=doc[i:end].text,
        since=name.span.from_on if name.kind == "person" else None,
    )


def _prefix(token: Token) -> Mention | None:
    code = PREFIXES.get(token.lower_)
    if code is None or token.i + 1 >= len(token.doc):
        return None
    if token.nbor().text not in {"-", "–", "‑"}:
        return None
    return Mention(start=token.i, end=token.i + 1, code=code, kind="adjective", text=token.text)


def _is_place(doc: Doc, i: int) -> bool:
    return i > 0 and doc[i - 1].lower_ in PLACE_BEFORE and doc[i - 1].lower_ not in {"to", "from"}
