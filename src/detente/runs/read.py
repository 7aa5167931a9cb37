"""Files -> readings, and readings -> the JSON that `detente read` prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from detente.errors import InputError
from detente.reading.reader import readings
from detente.terms.document import Document
from detente.terms.reading import Claim, ForecastStatement, ReadEvent, Reading, Verdict
from detente.terms.states import Name
from detente.text.files import read_documents

Json = dict[str, Any]


def read_files(
    paths: Iterable[Path],
    *,
    dyad: tuple[str, str] | None = None,
    published_on: date | None = None,
    names: tuple[Name, ...] = (),
    set_aside: Callable[[InputError], None],
) -> Iterator[Reading]:
    """Yield the reading of each file; what cannot be read goes to `set_aside`, the rest goes on."""

    def good() -> Iterator[Document]:
        for found in read_documents(paths, dyad=dyad, published_on=published_on):
            if isinstance(found, InputError):
                set_aside(found)
            else:
                yield found

    yield from readings(good(), names=names)


def reading_json(reading: Reading, *, explain: bool = False) -> Json:
    """Return the JSON object of one document; with `explain`, each item's reasons in `why`."""
    return {
        "document": reading.document,
        "published_on": reading.published_on,
        "dyad": list(reading.dyad) if reading.dyad else None,
        "events": [_event(one, explain) for one in reading.events],
        "claims": [_claim(one, explain) for one in reading.claims],
        "forecasts": [_forecast(one, explain) for one in reading.forecasts],
        "verdict": _verdict(reading.verdict, explain) if reading.verdict else None,
        "notes": list(reading.notes),
    }


def _why(found: Json, why: tuple[str, ...], explain: bool) -> Json:
    return found | {"why": list(why)} if explain else found


def _event(one: ReadEvent, explain: bool) -> Json:
    return _why(
        {
            "start": one.start,
            "end": one.end,
            "quote": one.quote,
            "date": str(one.date) if one.date else None,
            "source": one.source,
            "target": one.target,
            "type": one.type,
            "mode": one.mode,
            "cameo": one.cameo,
            "issue": one.issue,
            "reality": one.reality,
            "confidence": round(one.confidence, 3),
            "same_as": one.same_as,
        },
        one.why,
        explain,
    )


def _claim(one: Claim, explain: bool) -> Json:
    return _why(
        {
            "start": one.start,
            "end": one.end,
            "quote": one.quote,
            "kind": one.kind,
            "issue": one.issue,
            "holder": one.holder,
            "effect": one.effect,
            "confidence": round(one.confidence, 3),
        },
        one.why,
        explain,
    )


def _forecast(one: ForecastStatement, explain: bool) -> Json:
    return _why(
        {
            "start": one.start,
            "end": one.end,
            "quote": one.quote,
            "proposition": one.proposition,
            "direction": one.direction,
            "horizon": one.horizon,
            "certainty": one.certainty,
            "probability": one.probability,
            "condition": one.condition,
            "attributed_to": one.attributed_to,
            "endorsed": one.endorsed,
            "issue": one.issue,
            "confidence": round(one.confidence, 3),
        },
        one.why,
        explain,
    )


def _verdict(one: Verdict, explain: bool) -> Json:
    return _why(
        {
            "direction": one.direction,
            "horizon": one.horizon,
            "certainty": one.certainty,
            "quote": one.quote,
            "start": one.start,
            "end": one.end,
            "confidence": round(one.confidence, 3),
        },
        one.why,
        explain,
    )
