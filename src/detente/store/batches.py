"""Batches of events: each import one transaction, told apart from what is there, undone whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

import numpy as np

from detente.errors import InputError
from detente.store import repeats
from detente.store.database import Store, transaction
from detente.store.intake import Counts, Intake, number


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFile:
    """One file of a batch, by its content."""

    path: str
    sha256: str
    n_bytes: int
    options: str = ""  # what else decides how it is read: a mapping, a member of an archive


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredBatch:
    """What one import did."""

    batch: int
    kind: str
    origin: str
    imported_at: datetime
    undone_at: datetime | None
    n_rows: int
    files: tuple[ImportedFile, ...]
    report: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Added(Counts):
    """Counts of one import; rows taken = added + already there + ids repeated in the batch."""

    batch: int | None = None  # None: nothing was added, so there is no batch


def imported_files(store: Store, origin: str) -> frozenset[tuple[str, str]]:
    """Return content hash and options of each file that a standing batch of the origin holds."""
    rows = store.connection.execute(
        "SELECT sha256, options FROM files JOIN batches USING (batch) "
        "WHERE origin = ? AND undone_at IS NULL",
        [origin],
    ).fetchall()
    return frozenset((sha256, options) for sha256, options in rows)


def next_batch(connection: Any) -> int:
    """Return the number of the next batch; numbers are never used twice."""
    return 1 + number(connection, "SELECT max(batch) FROM batches")


def record_batch(
    connection: Any,
    *,
    batch: int,
    kind: str,
    origin: str,
    imported_at: datetime,
    repeats_marked: bool,
    n_rows: int,
    files: Iterable[ImportedFile],
    report: Mapping[str, Any],
) -> None:
    """Write the row of a batch and one for each of its files."""
    connection.execute(
        "INSERT INTO batches VALUES (?, ?, ?, ?, NULL, ?, ?, ?)",
        [batch, kind, origin, imported_at, repeats_marked, n_rows, json.dumps(report)],
    )
    first = 1 + number(connection, "SELECT max(file) FROM files")
    for index, file in enumerate(files, start=first):
        connection.execute(
            "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)",
            [index, batch, file.path, file.sha256, file.n_bytes, file.options],
        )


def add_batch(
    store: Store,
    chunks: Iterable[tuple[int, Any]],
    *,
    kind: str,
    origin: str,
    imported_at: datetime,
    files: Any,
    report: Any,
    mark_repeats: bool = True,
) -> Added:
    """Store the events of an import, all or none; rows that are there already are not added again.

    Parameters
    ----------
    chunks
        Pairs of a file's index in `files` and an Arrow table with the columns of
        `detente.terms.event_table.EVENT_COLUMNS`.
    files, report
        Called after the last chunk: the files as read, and what to keep of the reading's report.
    mark_repeats
        Whether to mark events that repeat another of the same or of another origin.

    Raises
    ------
    InputError
        If the store was opened for reading.
    """
    with transaction(store) as connection:
        batch = next_batch(connection)
        first_file = 1 + number(connection, "SELECT max(file) FROM files")
        intake = Intake(connection, batch=batch, origin=origin, mark_repeats=mark_repeats)
        for file, chunk in chunks:
            intake.add(first_file + file, chunk)
        counts = intake.finished()
        if counts.n_added == 0:
            return Added(batch=None, **asdict(counts))
        added = Added(batch=batch, **asdict(counts))
        record_batch(
            connection,
            batch=batch,
            kind=kind,
            origin=origin,
            imported_at=imported_at,
            repeats_marked=mark_repeats,
            n_rows=added.n_added,
            files=files(),
            report={},
        )
        if mark_repeats:
            intake.remark()
            [(own, other)] = connection.execute(_COUNT_REPEATS, [batch]).fetchall()
            added = replace(added, n_repeats_own=own, n_repeats_other=other)
        connection.execute(
            "UPDATE batches SET report = ? WHERE batch = ?", [json.dumps(report(added)), batch]
        )
        return added


_COUNT_REPEATS = """
SELECT count(*) FILTER (repeats_own), count(*) FILTER (repeats_other AND NOT repeats_own)
FROM events WHERE batch = ?
"""


def undo_batch(store: Store, batch: int, *, undone_at: datetime) -> int:
    """Take all rows of a batch out of the store, all or none; return how many there were.

    Raises
    ------
    InputError
        If there is no such batch, or it was undone before.
    """
    with transaction(store) as connection:
        rows = connection.execute(
            "SELECT undone_at FROM batches WHERE batch = ?", [batch]
        ).fetchall()
        if not rows:
            raise InputError(
                f"there is no batch {batch} in {store.path}; 'detente status' lists the batches"
            )
        [(undone_before,)] = rows
        if undone_before is not None:
            raise InputError(f"batch {batch} was undone before, on {undone_before:%Y-%m-%d %H:%M}")
        keys = connection.execute(_KEYS, [batch]).fetchnumpy()
        n_rows = sum(number(connection, statement, {"batch": batch}) for statement in _DELETE_BATCH)
        repeats.remark(
            connection,
            np.asarray(keys["same_key"], dtype=np.uint64),
            np.asarray(keys["cross_key"], dtype=np.uint64),
        )
        connection.execute("UPDATE batches SET undone_at = ? WHERE batch = ?", [undone_at, batch])
        return n_rows


_KEYS = """
SELECT same_key, coalesce(cross_key, 0::UBIGINT) AS cross_key FROM events WHERE batch = ?
"""

_DELETE_BATCH = (
    "DELETE FROM events WHERE batch = $batch",
    "DELETE FROM claims WHERE batch = $batch",
    "DELETE FROM forecasts WHERE batch = $batch",
    "DELETE FROM documents WHERE batch = $batch",
)


def stored_batches(store: Store) -> tuple[StoredBatch, ...]:
    """Return every batch, undone ones as well, in the order in which they came."""
    files: dict[int, list[ImportedFile]] = {}
    for batch, path, sha256, n_bytes, options in store.connection.execute(
        "SELECT batch, path, sha256, n_bytes, options FROM files ORDER BY file"
    ).fetchall():
        files.setdefault(batch, []).append(
            ImportedFile(path=path, sha256=sha256, n_bytes=n_bytes, options=options)
        )
    rows = store.connection.execute(
        "SELECT batch, kind, origin, imported_at, undone_at, n_rows, report FROM batches "
        "ORDER BY batch"
    ).fetchall()
    return tuple(
        StoredBatch(
            batch=batch,
            kind=kind,
            origin=origin,
            imported_at=imported_at,
            undone_at=undone_at,
            n_rows=n_rows,
            files=tuple(files.get(batch, ())),
            report=json.loads(report),
        )
        for batch, kind, origin, imported_at, undone_at, n_rows, report in rows
    )
