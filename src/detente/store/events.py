"""Stored events, each with the file and row or the document and span that it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from detente.errors import InputError
from detente.store.database import Store
from detente.store.selection import Selection, condition
from detente.terms.event import Event

_PIECE = 1_000

_COLUMNS = (
    "event",
    "batch",
    "origin",
    "file",
    "document",
    "row",
    "start_char",
    "end_char",
    "key",
    "happened_on",
    "date_precision",
    "known_on",
    "source",
    "target",
    "type",
    "cameo",
    "quad",
    "intensity",
    "published_intensity",
    "issue",
    "reality",
    "confidence",
    "source_name",
    "target_name",
    "place",
    "summary",
    "reference",
    "repeats_own",
    "repeats_other",
)

_SELECT = """
SELECT {columns} FROM event_rows
WHERE event IN (
    SELECT events.event FROM events WHERE {condition}
    ORDER BY events.happened_on, events.event LIMIT $limit
)
ORDER BY happened_on, event
"""

MOST = 1 << 40
"""A limit above any number of events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    """An event with where it came from and what the store knows of it."""

    event: Event
    number: int
    batch: int
    file: str | None  # imported: its file and row (a line)
    document: str | None  # read: its document, and the span in characters
    row: int
    start: int | None
    end: int | None
    quad: int | None
    published_intensity: float | None
    confidence: float | None
    place: str | None
    reference: str | None
    date_precision: int  # 0 day, 1 month, 2 year
    repeats_own: bool
    repeats_other: bool

    @property
    def came_from(self) -> str:
        """Where to look it up, in words."""
        if self.document is not None:
            return f"{self.document}, characters {self.start}-{self.end}"
        return f"{self.file}, line {self.row}"


def _stored_event(row: dict[str, Any]) -> StoredEvent:
    event = Event(
        happened_on=row["happened_on"],
        source=row["source"],
        target=row["target"],
        type=row["type"],
        cameo=row["cameo"],
        intensity=row["intensity"],
        issue=row["issue"],
        reality=row["reality"],
        summary=row["summary"],
        source_name=row["source_name"],
        target_name=row["target_name"],
        known_on=row["known_on"],
        origin=row["origin"],
        key=row["key"] or f"{row['file'] or row['document']}:{row['row']}",
    )
    return StoredEvent(
        event=event,
        number=row["event"],
        batch=row["batch"],
        file=row["file"],
        document=row["document"],
        row=row["row"],
        start=row["start_char"],
        end=row["end_char"],
        quad=row["quad"],
        published_intensity=row["published_intensity"],
        confidence=row["confidence"],
        place=row["place"],
        reference=row["reference"],
        date_precision=row["date_precision"],
        repeats_own=row["repeats_own"],
        repeats_other=row["repeats_other"],
    )


def stored_events(
    store: Store, selection: Selection, *, limit: int = MOST
) -> Iterator[StoredEvent]:
    """Yield the selected events that have a date, in the order of their days.

    Raises
    ------
    InputError
        If the limit is below 1.
    """
    if limit < 1:
        raise InputError(f"the limit must be at least 1, got {limit}")
    where, values = condition(store, selection)
    statement = _SELECT.format(
        columns=", ".join(f'"{name}"' for name in _COLUMNS),
        condition=f"{where} AND events.happened_on IS NOT NULL",
    )
    cursor = store.connection.cursor()
    try:
        cursor.execute(statement, values | {"limit": limit})
        while rows := cursor.fetchmany(_PIECE):
            for row in rows:
                yield _stored_event(dict(zip(_COLUMNS, row, strict=True)))
    finally:
        cursor.close()
