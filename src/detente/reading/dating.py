"""When an act happened: the days that a text names in, the date of a span and the reason out."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date

from detente.reading.actors import Cast
from detente.terms.period import PartialDate
from detente.text.dates import DateMention, date_mentions

_RECENT = re.compile(
    r"\b(?:recent(?:ly)?|lately|this\s+year|current(?:ly)?|just|now|so\s+far|to\s+date|already|"
    r"up\s+to\s+now|since\s+then)\b",
    re.IGNORECASE,
)
_KINDS = frozenset({"absolute", "relative", "anaphoric", "range"})


class Dates:
    """The days named in one parsed text.

    Parameters
    ----------
    cast
        The parsed text with its names.
    published_on
        Day of publication, from which 'last month' is told.
    """

    def __init__(self, cast: Cast, published_on: date | None) -> None:
        self.cast = cast
        self.published_on = published_on
        self.named: tuple[DateMention, ...] = tuple(
            one
            for one in date_mentions(cast.text, published_on=published_on)
            if one.date is not None and one.kind in _KINDS
        )
        self._starts = [one.start for one in self.named]

    def of(self, start: int, end: int, sentence_start: int) -> tuple[PartialDate | None, str]:
        """Return the date of the act at a span, as coarse as the text gives it, and why."""
        within = self._named(start, end)
        inside = [one for one in within if not one.attributive]
        attributive = [one for one in within if one.attributive]
        for options, why in ((inside, "in its clause"), (attributive, "on a noun of its clause")):
            if options:
                return options[0].date, f"'{options[0].text}' {why}"
        stop = self._sentence_end(sentence_start)
        near = self._named(sentence_start, stop)
        if near:
            best = min(near, key=lambda one: min(abs(one.start - start), abs(one.start - end)))
            return best.date, f"'{best.text}' in its sentence"
        if self.published_on is not None:
            recent = _RECENT.search(self.cast.text, sentence_start, stop)
            if recent is not None:
                return PartialDate(self.published_on.year), f"'{recent[0]}' as of publication"
            holder = self._new_in_office(start, end)
            if holder is not None:
                why = f"'{holder}' came to office in the year of publication"
                return PartialDate(self.published_on.year), why
        return None, "no day named near"

    def _named(self, start: int, end: int) -> tuple[DateMention, ...]:
        return self.named[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _new_in_office(self, start: int, end: int) -> str | None:
        """Return who in a span came to office in the year of publication: it cannot be older."""
        year = self.published_on.year if self.published_on else None
        sentence = self.cast.sentence_at(start)
        if sentence is None:
            return None
        for one in self.cast.mentions_between(sentence.start, sentence.end):
            first = self.cast.doc[one.start].idx
            if start <= first < end and one.since is not None and one.since.year == year:
                return one.text
        return None

    def _sentence_end(self, start: int) -> int:
        sentence = self.cast.sentence_at(start)
        return start if sentence is None else int(sentence.end_char)
