"""Event data into a store, out of it, and what it holds: paths in, results for JSON out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from detente.published.reader import EventReader, Options
from detente.store.batches import Added, ImportedFile, StoredBatch, add_batch, imported_files
from detente.store.batches import undo_batch as undo
from detente.store.database import WAIT_S, open_store
from detente.store.exports import export_events as export
from detente.store.exports import export_format
from detente.store.readings import write_readings
from detente.store.selection import Selection
from detente.store.status import store_status
from detente.terms.codes import is_actor_code
from detente.terms.document import Document
from detente.terms.reading import Reading
from detente.terms.states import state

Json = dict[str, Any]


def _headed(schema: str, store: Path) -> Json:
    return {
        "schema": f"detente/{schema}",
        "version": 1,
        "software": version("detente"),
        "store": str(store),
    }


def _added_json(added: Added) -> Json:
    return {
        "batch": added.batch,
        "n_events_added": added.n_added,
        "n_already_there": added.n_already_there,
        "n_ids_repeated": added.n_key_repeated,
        "n_repeats_within_origin": added.n_repeats_own,
        "n_repeats_of_other_origins": added.n_repeats_other,
    }


def import_events(
    kind: str,
    paths: list[str],
    store: Path,
    *,
    imported_at: datetime,
    options: Options | None = None,
    mark_repeats: bool = True,
    wait_s: float = WAIT_S,
    seen: Callable[[float], None] | None = None,
) -> Json:
    """Read files of published events into a store, as one batch, all or nothing.

    Rows read = events added + already there + ids repeated + set aside.

    Parameters
    ----------
    seen
        Called now and then with the share read so far, in [0, 1].

    Raises
    ------
    InputError
        If a file cannot be read as its kind, or, when strict, has a row that cannot be taken.
    StoreError
        If the store cannot be written.
    """
    # The reader refuses bad requests before a store is made.
    EventReader(kind, paths, options)
    with open_store(store, write=True, wait_s=wait_s) as opened:
        reader = EventReader(kind, paths, options, seen=seen)
        reader.stored = imported_files(opened, reader.origin)
        added = add_batch(
            opened,
            reader.tables(),
            kind=kind,
            origin=reader.origin,
            imported_at=imported_at,
            files=lambda: [
                ImportedFile(
                    path=file.path,
                    sha256=file.sha256,
                    n_bytes=file.n_bytes,
                    options=reader.options_of(index),
                )
                for index, file in enumerate(reader.report.files)
            ],
            report=lambda counts: reader.report.as_json() | _added_json(counts),
            mark_repeats=mark_repeats,
        )
    return (
        _headed("import", store)
        | {"kind": kind, "origin": reader.origin, "files_already_stored": reader.already_stored}
        | _added_json(added)
        | reader.report.as_json()
    )


def undo_import(store: Path, batch: int, *, undone_at: datetime, wait_s: float = WAIT_S) -> Json:
    """Take a batch out of a store, all of it.

    Raises
    ------
    InputError
        If there is no such batch, or it was undone before.
    """
    with open_store(store, write=True, wait_s=wait_s) as opened:
        n_rows = undo(opened, batch, undone_at=undone_at)
    return _headed("undo", store) | {"batch": batch, "n_rows_removed": n_rows}


def store_readings(
    readings: Iterable[tuple[Document, Reading]],
    store: Path,
    *,
    read_at: datetime,
    wait_s: float = WAIT_S,
) -> Json:
    """Write readings of documents into a store, as one batch, all or nothing.

    Raises
    ------
    InputError
        If a reading is of another document.
    StoreError
        If the store cannot be written.
    """
    with open_store(store, write=True, wait_s=wait_s) as opened:
        written = write_readings(opened, readings, read_at=read_at)
    return _headed("store-readings", store) | {
        "batch": written.batch,
        "n_documents_added": written.n_documents,
        "n_already_there": written.n_already_there,
        "n_events_added": written.n_events,
        "n_claims_added": written.n_claims,
        "n_forecasts_added": written.n_forecasts,
    }


def _batch_json(batch: StoredBatch) -> Json:
    return {
        "batch": batch.batch,
        "kind": batch.kind,
        "origin": batch.origin,
        "imported_at": batch.imported_at.isoformat(),
        "undone_at": None if batch.undone_at is None else batch.undone_at.isoformat(),
        "n_events": batch.n_rows,
        "files": [file.path for file in batch.files],
    }


def status(store: Path, *, as_of: date | None = None, wait_s: float = WAIT_S) -> Json:
    """Return what a store holds, or held by a day.

    Raises
    ------
    StoreError
        If there is no store.
    """
    with open_store(store, wait_s=wait_s) as opened:
        found = store_status(opened, as_of=as_of)
    return _headed("status", store) | {
        "schema_version": found.schema_version,
        "as_of": None if as_of is None else as_of.isoformat(),
        "n_bytes": found.n_bytes,
        "n_documents": found.n_documents,
        "n_claims": found.n_claims,
        "n_forecasts": found.n_forecasts,
        "n_corrections": found.n_corrections,
        "origins": [
            {
                "origin": origin.origin,
                "n_events": origin.n_events,
                "n_repeats_within_origin": origin.n_repeats_own,
                "n_repeats_of_other_origins": origin.n_repeats_other,
                "n_without_actor_code": origin.n_without_code,
                "first_day": None if origin.first_day is None else origin.first_day.isoformat(),
                "last_day": None if origin.last_day is None else origin.last_day.isoformat(),
            }
            for origin in found.origins
        ],
        "batches": [_batch_json(batch) for batch in found.batches],
    }


def export_events(store: Path, selection: Selection, out: Path, *, wait_s: float = WAIT_S) -> int:
    """Write the selected events of a store to a Parquet or CSV file; return how many.

    Raises
    ------
    InputError
        If a state is unknown, or the file cannot be written.
    StoreError
        If there is no store.
    """
    export_format(out)
    for code in selection.dyad or ():
        if not is_actor_code(code):
            state(code)
    with open_store(store, wait_s=wait_s) as opened:
        return export(opened, selection, out)
