"""Corrections and their documents -> training data: marked sentences and JSON lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from detente.reading.corrections import AnyItem, Correction, found_quote, quote_hash
from detente.terms.document import Document
from detente.terms.reading import Reading
from detente.terms.states import state_names
from detente.text.sentences import Sentence, sentences

COLUMNS = (
    "sentence_id",
    "sentence",
    "marked_sentence",
    "source",
    "target",
    "gold_root",
)
"""Columns of the file of marked sentences, as `python -m detente.reading.train roots` reads it."""

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What one correction teaches: a sentence of a document and what is right about it."""

    document: str
    sentence: str
    quote: str
    correction: Correction
    marked: str | None = None  # an event's sentence with <s>source</s> and <t>target</t>
    source: str | None = None  # words
    target: str | None = None


@lru_cache(maxsize=256)
def _names_of(state: str) -> re.Pattern[str] | None:
    words = sorted(
        {name.text for name in state_names() if name.code.split(":")[0] == state},
        key=lambda text: (-len(text), text),
    )
    if not words:
        return None
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)")


def _side(sentence: str, code: str | None, taken: tuple[int, int] | None) -> tuple[int, int] | None:
    """Return where a sentence names an actor's state, outside what is taken."""
    pattern = _names_of(code.split(":")[0]) if code else None
    if pattern is None:
        return None
    for match in pattern.finditer(sentence):
        if taken is None or match.end() <= taken[0] or match.start() >= taken[1]:
            return match.span()
    return None


def marked_sentence_of(
    sentence: str, source: str | None, target: str | None
) -> tuple[str, str | None, str | None]:
    """Return a sentence with its source and target marked, and their words; None if not named.

    Examples
    --------
    >>> marked_sentence_of("France warned Italy.", "FRA:GOV", "ITA")
    ('<s>France</s> warned <t>Italy</t>.', 'France', 'Italy')
    """
    first = _side(sentence, source, None)
    second = _side(sentence, target, first)
    marks = [(span, tag) for span, tag in ((first, "s"), (second, "t")) if span is not None]
    marked = sentence
    for (start, end), tag in sorted(marks, reverse=True):
        marked = f"{marked[:start]}<{tag}>{marked[start:end]}</{tag}>{marked[end:]}"
    words = [sentence[span[0] : span[1]] if span else None for span in (first, second)]
    return marked, words[0], words[1]


def _quotes(reading: Reading) -> dict[str, str]:
    items: list[AnyItem] = [*reading.events, *reading.claims, *reading.forecasts]
    found = {quote_hash(item.quote): item.quote for item in items}
    if reading.verdict is not None:
        found[quote_hash(reading.verdict.quote)] = reading.verdict.quote
    return found


def _sentence_at(parts: tuple[Sentence, ...], start: int) -> Sentence | None:
    return next((part for part in parts if part.start <= start < part.end), None)


def lessons(
    document: Document, reading: Reading, corrections: Iterable[Correction]
) -> Iterator[Lesson]:
    """Yield what the corrections of one document teach.

    Parameters
    ----------
    reading
        The document's reading *before* correction: it holds the quotes that only their hash names
        in the file, and the fields that a change leaves as they are.
    """
    parts = sentences(document.text)
    quotes = _quotes(reading)
    for correction in corrections:
        if correction.document != document.name:
            continue
        quote = correction.quote or quotes.get(correction.quote_hash)
        place = found_quote(document.text, quote) if quote else None
        whole = _sentence_at(parts, place[0]) if place else None
        if quote is None or whole is None:
            continue
        plain = _SPACES.sub(" ", whole.text)
        marked, source, target = None, None, None
        if correction.item == "event" and correction.action != "remove":
            fields = _event_fields(reading, correction)
            marked, source, target = marked_sentence_of(
                plain, fields.get("source"), fields.get("target")
            )
        yield Lesson(
            document=document.name,
            sentence=plain,
            quote=_SPACES.sub(" ", quote),
            correction=correction,
            marked=marked if source or target else None,
            source=source,
            target=target,
        )


def _event_fields(reading: Reading, correction: Correction) -> dict[str, Any]:
    """Return the source, target and type of an event once it is corrected."""
    before = next(
        (one for one in reading.events if quote_hash(one.quote) == correction.quote_hash), None
    )
    names = ("source", "target", "type")
    known = {name: getattr(before, name) for name in names} if before is not None else {}
    return known | {name: value for name, value in correction.fields if name in names}


def event_table(found: Iterable[Lesson], readings: Iterable[Reading]) -> str:
    """Return the marked sentences of added and changed events, tab-separated with a head line.

    `python -m detente.reading.train roots FILE` learns from it. Events of which the sentence names
    neither side are left out, for there is nothing to mark.
    """
    by_name = {reading.document: reading for reading in readings}
    rows = ["\t".join(COLUMNS)]
    for number, lesson in enumerate(found, start=1):
        type_ = _event_fields(by_name[lesson.document], lesson.correction).get("type")
        if lesson.marked is None or lesson.correction.item != "event" or type_ is None:
            continue
        sides = (lesson.source or "", lesson.target or "")
        cells = (str(number), lesson.sentence, lesson.marked, *sides, str(type_))
        rows.append("\t".join(cell.replace("\t", " ") for cell in cells))
    return "\n".join(rows) + "\n"


def claim_table(found: Iterable[Lesson], readings: Iterable[Reading]) -> str:
    """Return kind, effect and sentence of corrected claims, tab-separated without a head line.

    A removed claim becomes an example of no claim. A claim whose kind or effect nobody stated, in
    the correction or before it, is left out.
    """
    by_name = {reading.document: reading for reading in readings}
    rows = []
    for lesson in found:
        correction = lesson.correction
        if correction.item != "claim":
            continue
        fields = dict(correction.fields)
        before = next(
            (
                one
                for one in by_name[lesson.document].claims
                if quote_hash(one.quote) == correction.quote_hash
            ),
            None,
        )
        kind = fields.get("kind") or (before.kind if before else None)
        effect = fields.get("effect") or (before.effect if before else None)
        if correction.action == "remove":
            kind, effect = "none", "0"
        if kind is not None and effect is not None:
            rows.append(f"{kind}\t{effect}\t{lesson.sentence}")
    return "".join(row + "\n" for row in rows)


def json_lines(found: Iterable[Lesson]) -> str:
    """Return every lesson as one JSON object a line: document, item, action, fields, sentence."""
    rows = []
    for lesson in found:
        correction = lesson.correction
        fields = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in correction.fields
        }
        rows.append(
            json.dumps(
                {
                    "document": lesson.document,
                    "item": correction.item,
                    "action": correction.action,
                    "quote": lesson.quote,
                    "fields": fields,
                    "sentence": lesson.sentence,
                    "marked_sentence": lesson.marked,
                    "source": lesson.source,
                    "target": lesson.target,
                    "note": correction.note,
                },
                ensure_ascii=False,
            )
        )
    return "".join(row + "\n" for row in rows)
