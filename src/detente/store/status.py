"""What a store holds, in counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detente.store.batches import StoredBatch, stored_batches
from detente.store.database import Store
from detente.store.intake import number
from detente.store.schema import SCHEMA_VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginStatus:
    """Events of one origin."""

    origin: str
    n_events: int
    n_repeats_own: int
    n_repeats_other: int
    n_without_code: int  # source or target could not be told
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreStatus:
    """What a store holds, as it was known on a day or as it is."""

    schema_version: int
    as_of: date | None
    n_bytes: int
    n_documents: int
    n_claims: int
    n_forecasts: int
    n_corrections: int
    origins: tuple[OriginStatus, ...]
    batches: tuple[StoredBatch, ...]


_ORIGINS = """
SELECT batches.origin, count(*),
    count(*) FILTER (events.repeats_own),
    count(*) FILTER (events.repeats_other AND NOT events.repeats_own),
    count(*) FILTER (events.source IS NULL OR events.target IS NULL),
    min(events.happened_on), max(events.happened_on)
FROM events JOIN batches ON batches.batch = events.batch
WHERE $as_of IS NULL OR events.known_on <= $as_of
GROUP BY batches.origin ORDER BY batches.origin
"""

_KNOWN = " WHERE $as_of IS NULL OR known_on <= $as_of"


def store_status(store: Store, *, as_of: date | None = None) -> StoreStatus:
    """Return what a store holds; with `as_of` only what could be known by that day."""
    connection = store.connection
    day = {"as_of": as_of}
    rows = connection.execute(_ORIGINS, day).fetchall()
    return StoreStatus(
        schema_version=SCHEMA_VERSION,
        as_of=as_of,
        n_bytes=store.path.stat().st_size,
        n_documents=number(connection, f"SELECT count(*) FROM documents{_KNOWN}", day),
        n_claims=number(connection, f"SELECT count(*) FROM claims{_KNOWN}", day),
        n_forecasts=number(connection, f"SELECT count(*) FROM forecasts{_KNOWN}", day),
        n_corrections=number(connection, "SELECT count(*) FROM corrections"),
        origins=tuple(
            OriginStatus(
                origin=origin,
                n_events=n_events,
                n_repeats_own=n_own,
                n_repeats_other=n_other,
                n_without_code=n_without,
                first_day=first,
                last_day=last,
            )
            for origin, n_events, n_own, n_other, n_without, first, last in rows
        ),
        batches=stored_batches(store),
    )
