"""Documents in, readings out: where parsing, actors, events and claims come together."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING

from detente.reading.actors import Cast
from detente.reading.claims import claims_of, seen_passages
from detente.reading.dating import Dates
from detente.reading.effects import direction_of
from detente.reading.endorsement import with_endorsement
from detente.reading.events import events_of
from detente.reading.forecasts import forecasts_of
from detente.reading.issues import issue_of
from detente.reading.language import grammar, parsed
from detente.reading.mentions import Mention, mentions
from detente.reading.verdict import verdict_of
from detente.terms.document import Document
from detente.terms.reading import Reading
from detente.terms.states import Name, is_state

if TYPE_CHECKING:
    from spacy.tokens import Doc


def readings(
    documents: Iterable[Document],
    *,
    names: tuple[Name, ...] = (),
    words: Mapping[str, tuple[str, ...]] | None = None,
) -> Iterator[Reading]:
    """Yield what each document says, in turn; documents are taken in small batches.

    Parameters
    ----------
    names
        A user's own names of actors, which go before ours.
    words
        Further words by issue, such as a case's own; an issue may be one that only the case has.
    """
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if len(batch) >= 8:
            yield from _batch(batch, names, words)
            batch = []
    yield from _batch(batch, names, words)


def _batch(
    batch: list[Document],
    names: tuple[Name, ...],
    words: Mapping[str, tuple[str, ...]] | None,
) -> list[Reading]:
    """Return the readings of a few documents; the words that only they hold are forgotten after."""
    with grammar().memory_zone():
        return [
            reading_of(document, doc, names=names, words=words)
            for document, doc in zip(batch, parsed(one.text for one in batch), strict=True)
        ]


def reading_of(
    document: Document,
    doc: Doc,
    *,
    names: tuple[Name, ...] = (),
    words: Mapping[str, tuple[str, ...]] | None = None,
) -> Reading:
    """Return what one parsed document says."""
    found = tuple(mentions(doc, on=document.published_on, extra=names))
    notes = []
    dyad = document.dyad or dyad_of(doc, found)
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
        return issue_of(cast.text[start:end], dyad=dyad, words=words, context=context)

    def topic_of_view(start: int, end: int) -> str | None:
        return topic(start, end) or issue_of(_just_before(cast, start), dyad=dyad, words=words)

    seen = seen_passages(cast)
    forecasts = with_endorsement(cast, forecasts_of(cast, topic_of_view, direction_of))
    return Reading(
        document=document.name,
        published_on=document.published_on.isoformat() if document.published_on else None,
        dyad=dyad,
        events=events_of(cast, dates.of, topic),
        claims=claims_of(cast, seen, topic_of_view),
        forecasts=forecasts,
        verdict=verdict_of(cast, seen, forecasts),
        notes=tuple(notes),
    )


def _just_before(cast: Cast, start: int) -> str:
    """Return the sentence before the one at a place, if it stands in the same paragraph."""
    sentence = cast.sentence_at(start)
    if sentence is None or sentence.start == 0:
        return ""
    before = str(cast.sentence(cast.doc[sentence.start - 1]).text)
    return before if "\n\n" not in before else ""


def dyad_of(doc: Doc, found: Iterable[Mention]) -> tuple[str, str] | None:
    """Return the two states that are most often named in one sentence, in order of first mention.

    Where no sentence names two states, the two that are named most; None if only one is named.
    """
    counts: Counter[str] = Counter()
    by_sentence: dict[int, set[str]] = {}
    starts = [sentence.start for sentence in doc.sents] if len(doc) else []
    order: dict[str, int] = {}
    for one in found:
        state = one.code.split(":")[0]
        if not is_state(state):
            continue
        counts[state] += 1
        order.setdefault(state, len(order))
        by_sentence.setdefault(bisect_right(starts, one.start), set()).add(state)
    if len(counts) < 2:
        return None
    pairs: Counter[tuple[str, str]] = Counter()
    for states in by_sentence.values():
        for first, second in combinations(sorted(states, key=order.__getitem__), 2):
            pairs[first, second] += 1
    if pairs:
        return max(pairs, key=lambda pair: (pairs[pair], counts[pair[0]] + counts[pair[1]]))
    first, second = (state for state, _ in counts.most_common(2))
    return first, second
