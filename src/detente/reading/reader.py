"""Documents in, readings out: where parsing, actors, events and claims come together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from detente.reading.actors import Cast
from detente.reading.claims import claims_of, seen_passages
from detente.reading.dating import Dates
from detente.reading.effects import direction_of
from detente.reading.events import events_of
from detente.reading.forecasts import forecasts_of
from detente.reading.issues import issue_of
from detente.reading.language import grammar, parsed
from detente.reading.mentions import Mention, mentions
from detente.reading.verdict import verdict_of
from detente.terms.document import Document
from detente.terms.reading import Reading
from detente.terms.states import Name

if TYPE_CHECKING:
    from spacy.tokens import Doc


def readings(documents: Iterable[Document], *, names: tuple[Name, ...] = ()) -> Iterator[Reading]:
    """Yield what each document says, in turn; documents are taken in small batches.

    Parameters
    ----------
    names
        A user's own names of actors, which go before ours.
    """
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if len(batch) >= 8:
            yield from _batch(batch, names)
            batch = []
    yield from _batch(batch, names)


def _batch(batch: list[Document], names: tuple[Name, ...]) -> list[Reading]:
    """Return the readings of a few documents; the words that only they hold are forgotten after."""
    with grammar().memory_zone():
        return [
            reading_of(document, doc, names=names)
            for document, doc in zip(batch, parsed(one.text for one in batch), strict=True)
        ]


def reading_of(document: Document, doc: Doc, *, names: tuple[Name, ...] = ()) -> Reading:
    """Return what one parsed document says."""
    found = tuple(mentions(doc, on=document.published_on, extra=names))
    notes = []
    dyad = document.dyad or dyad_of(found)
    if document.dyad is None:
        notes.append(
            f"dyad {'-'.join(dyad)} found by counting names"
            if dyad
            else "no dyad found; give --dyad"
        )
    if document.published_on is None:
        notes.append("no day of publication found; give --published")
    cast = Cast(doc, found, dyad)
    dates = Dates(cast, document.published_on)

    def topic(start: int, end: int) -> str | None:
        sentence = cast.sentence_at(start)
        context = "" if sentence is None else str(sentence.text)
        return issue_of(cast.text[start:end], dyad=dyad, context=context)

    seen = seen_passages(cast)
    forecasts = forecasts_of(cast, topic, direction_of)
    return Reading(
        document=document.name,
        published_on=document.published_on.isoformat() if document.published_on else None,
        dyad=dyad,
        events=events_of(cast, dates.of, topic),
        claims=claims_of(cast, seen, topic),
        forecasts=forecasts,
        verdict=verdict_of(cast, seen, forecasts),
        notes=tuple(notes),
    )


def dyad_of(found: Iterable[Mention]) -> tuple[str, str] | None:
    """Return the two states that are named most, the more frequent first; None if only one is."""
    counts = Counter(one.code.split(":")[0] for one in found if len(one.code.split(":")[0]) == 3)
    common = counts.most_common(3)
    if len(common) < 2:
        return None
    return common[0][0], common[1][0]
