"""Readings of documents into a store: their events, claims and forecasts, each with its span."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from detente.errors import InputError
from detente.store.batches import ImportedFile, next_batch, record_batch
from detente.store.database import Store, transaction
from detente.store.intake import number
from detente.store.selection import DAY, MONTH, YEAR
from detente.store.words import Words
from detente.terms import ontology
from detente.terms.document import Document
from detente.terms.period import PartialDate
from detente.terms.reading import Claim, ForecastStatement, ReadEvent, Reading

ORIGIN = "read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Counts of one write of readings."""

    batch: int | None  # None: every document was there already
    n_documents: int
    n_already_there: int
    n_events: int
    n_claims: int
    n_forecasts: int


def _fingerprint(document: Document) -> str:
    parts = (document.name, str(document.published_on), document.text)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _key(*parts: object) -> int:
    text = "\x1f".join(str(part) for part in parts)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def _precision(day: PartialDate | None) -> int:
    if day is None or day.day is not None:
        return DAY
    return MONTH if day.month is not None else YEAR


def _kind(event: ReadEvent) -> tuple[int | None, float | None]:
    """Return the quad class and intensity of a read event: of its CAMEO code, else of its type."""
    for code in (event.cameo, event.type):
        if code:
            try:
                quad = ontology.QUAD_CLASSES.index(ontology.quad_class_of(code)) + 1
                return quad, ontology.intensity_of(code)
            except InputError:
                continue
    return None, None


_EVENT_COLUMNS = (
    "event",
    "batch",
    "document",
    "row",
    "start_char",
    "end_char",
    "row_key",
    "same_key",
    "happened_on",
    "date_precision",
    "known_on",
    "source",
    "target",
    "source_state",
    "target_state",
    "type",
    "cameo",
    "quad",
    "intensity",
    "issue",
    "reality",
    "confidence",
    "summary",
    "repeats_own",
    "repeats_other",
)


def _inserted(connection: Any, table: str, columns: Sequence[str], rows: list[Any]) -> None:
    """Insert rows of values, all bound."""
    if rows:
        names = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join("?" for _ in columns)
        connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


class _Writer:
    """One write into an open transaction: hands out numbers and keeps the rows to insert."""

    def __init__(self, connection: Any, batch: int) -> None:
        self.batch = batch
        self.words = Words(connection)
        self.connection = connection
        self.last = {
            table: number(connection, f"SELECT max({column}) FROM {table}")
            for table, column in (
                ("documents", "document"),
                ("events", "event"),
                ("claims", "claim"),
                ("forecasts", "forecast"),
            )
        }
        self.counts = dict.fromkeys(self.last, 0)

    def _next(self, table: str) -> int:
        self.last[table] += 1
        self.counts[table] += 1
        return self.last[table]

    def _word(self, text: str | None) -> int | None:
        return None if text is None else int(self.words.numbers([text])[0])

    def write(self, document: Document, reading: Reading) -> None:
        """Insert one document with all that was found in it."""
        number_ = self._next("documents")
        verdict = reading.verdict
        states = document.dyad or reading.dyad or (None, None)
        self.connection.execute(
            f"INSERT INTO documents VALUES ({', '.join('?' * 17)})",
            [
                number_,
                self.batch,
                document.name,
                document.title,
                document.author,
                document.published_on,
                document.published_on,
                *states,
                document.language,
                document.path,
                _fingerprint(document),
                document.text,
                *(
                    (verdict.direction, verdict.horizon, verdict.certainty, verdict.quote)
                    if verdict
                    else (None, None, None, None)
                ),
            ],
        )
        events = [
            self._event(document, number_, row, event)
            for row, event in enumerate(reading.events, start=1)
        ]
        _inserted(self.connection, "events", _EVENT_COLUMNS, events)
        claims = [self._claim(document, number_, claim) for claim in reading.claims]
        _inserted(self.connection, "claims", _CLAIM_COLUMNS, claims)
        forecasts = [self._forecast(document, number_, item) for item in reading.forecasts]
        _inserted(self.connection, "forecasts", FORECAST_COLUMNS, forecasts)

    def _event(self, document: Document, number_: int, row: int, event: ReadEvent) -> list[Any]:
        quad, intensity = _kind(event)
        source_state, target_state = (
            None if code is None else code.partition(":")[0]
            for code in (event.source, event.target)
        )
        return [
            self._next("events"),
            self.batch,
            number_,
            row,
            event.start,
            event.end,
            _key(_fingerprint(document), row),
            _key(event.date, event.source, event.target, event.type),
            event.date.first_day if event.date else None,
            _precision(event.date),
            document.published_on,
            self._word(event.source),
            self._word(event.target),
            self._word(source_state),
            self._word(target_state),
            self._word(event.type),
            self._word(event.cameo),
            quad,
            intensity,
            self._word(event.issue),
            event.reality,
            event.confidence,
            event.quote,
            event.same_as is not None,
            False,
        ]

    def _claim(self, document: Document, number_: int, claim: Claim) -> list[Any]:
        return [
            self._next("claims"),
            self.batch,
            number_,
            document.published_on,
            claim.start,
            claim.end,
            claim.quote,
            claim.kind,
            claim.issue,
            claim.holder,
            claim.effect,
            claim.confidence,
        ]

    def _forecast(self, document: Document, number_: int, item: ForecastStatement) -> list[Any]:
        return [
            self._next("forecasts"),
            self.batch,
            number_,
            document.published_on,
            item.start,
            item.end,
            item.quote,
            item.proposition,
            item.direction,
            item.horizon,
            item.certainty,
            item.probability,
            item.condition,
            item.attributed_to,
            item.endorsed,
            item.issue,
            item.confidence,
        ]


_CLAIM_COLUMNS = (
    "claim",
    "batch",
    "document",
    "known_on",
    "start_char",
    "end_char",
    "quote",
    "kind",
    "issue",
    "holder",
    "effect",
    "confidence",
)
FORECAST_COLUMNS = (
    "forecast",
    "batch",
    "document",
    "known_on",
    "start_char",
    "end_char",
    "quote",
    "proposition",
    "direction",
    "horizon",
    "certainty",
    "probability",
    "condition",
    "attributed_to",
    "endorsed",
    "issue",
    "confidence",
)


def write_readings(
    store: Store, readings: Iterable[tuple[Document, Reading]], *, read_at: datetime
) -> Written:
    """Store documents with what was found in them, all or none, as one batch.

    A document that is there already (same name, day and text) is not written again; undo its batch
    to store another reading of it.

    Raises
    ------
    InputError
        If the store was opened for reading, or a reading is of another document.
    """
    with transaction(store) as connection:
        writer = _Writer(connection, next_batch(connection))
        there = {
            sha256 for (sha256,) in connection.execute("SELECT sha256 FROM documents").fetchall()
        }
        files = []
        n_already_there = 0
        for document, reading in readings:
            if reading.document != document.name:
                raise InputError(
                    f"the reading of {reading.document!r} was given with {document.name!r}"
                )
            fingerprint = _fingerprint(document)
            if fingerprint in there:
                n_already_there += 1
                continue
            there.add(fingerprint)
            writer.write(document, reading)
            files.append(
                ImportedFile(
                    path=document.path or document.name,
                    sha256=fingerprint,
                    n_bytes=len(document.text.encode()),
                )
            )
        writer.words.write()
        written = Written(
            batch=writer.batch if files else None,
            n_documents=len(files),
            n_already_there=n_already_there,
            n_events=writer.counts["events"],
            n_claims=writer.counts["claims"],
            n_forecasts=writer.counts["forecasts"],
        )
        if files:
            record_batch(
                connection,
                batch=writer.batch,
                kind=ORIGIN,
                origin=ORIGIN,
                imported_at=read_at,
                repeats_marked=False,
                n_rows=written.n_events,
                files=files,
                report={
                    "n_documents": written.n_documents,
                    "n_claims": written.n_claims,
                    "n_forecasts": written.n_forecasts,
                },
            )
        return written
