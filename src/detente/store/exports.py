"""Selected events to a Parquet or CSV file: whole or not at all, and harmless in a spreadsheet."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from detente.errors import InputError
from detente.store.database import Store
from detente.store.selection import Selection, condition

ExportFormat = Literal["parquet", "csv"]

_PIECE = 100_000
_FORMULA = r"^([=+\-@\t\r])"

_SELECT = """
SELECT event_rows.* EXCLUDE (row_key) FROM event_rows
WHERE event IN (SELECT events.event FROM events WHERE {condition})
ORDER BY happened_on, event
"""


def export_format(path: Path) -> ExportFormat:
    """Return the format that a file's name asks for.

    Raises
    ------
    InputError
        If it ends in neither '.parquet' nor '.csv'.
    """
    suffix = path.suffix.lower().removeprefix(".")
    if suffix == "parquet":
        return "parquet"
    if suffix == "csv":
        return "csv"
    raise InputError(f"cannot tell the format of {path}: name it .parquet or .csv")


def _harmless(batch: Any) -> Any:
    """Return a batch whose texts no spreadsheet takes for a formula: an apostrophe before them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = [
        pc.replace_substring_regex(column, pattern=_FORMULA, replacement=r"'\1")
        if pa.types.is_string(column.type)
        else column
        for column in batch.columns
    ]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _writer(format_: ExportFormat, file: Any, schema: Any) -> tuple[Any, Callable[[Any], Any]]:
    """Return a writer and what it does to a batch first."""
    import pyarrow.csv as pacsv
    import pyarrow.parquet as pq

    if format_ == "csv":
        return pacsv.CSVWriter(file, schema), _harmless
    return pq.ParquetWriter(file, schema, compression="zstd"), lambda batch: batch


def _export(reader: Any, format_: ExportFormat, path: Path) -> int:
    """Write all batches of a reader; return the number of rows."""
    n_rows = 0
    with path.open("wb") as file:
        writer, prepared = _writer(format_, file, reader.schema)
        with writer:
            for batch in reader:
                writer.write_batch(prepared(batch))
                n_rows += batch.num_rows
    return n_rows


def export_events(store: Store, selection: Selection, path: Path) -> int:
    """Write the selected events to a file, in the order of their days; return how many.

    The columns are those of the view `event_rows`. In CSV a text that a spreadsheet would take for
    a formula gets an apostrophe before it; Parquet has texts as they are.

    Raises
    ------
    InputError
        If the file cannot be written, or its name asks for no known format.
    """
    format_ = export_format(path)
    where, values = condition(store, selection)
    cursor = store.connection.cursor()
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
        temporary = Path(name)
        relation = cursor.sql(_SELECT.format(condition=where), params=values)
        reader = relation.to_arrow_reader(_PIECE)
        n_rows = _export(reader, format_, temporary)
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        temporary.replace(path)
        temporary = None
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror or error}") from None
    finally:
        cursor.close()
        if temporary is not None:
            temporary.unlink(missing_ok=True)
    return n_rows
