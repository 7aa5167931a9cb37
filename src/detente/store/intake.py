"""Tables of events on their way in: what is new is told apart, numbered, marked and inserted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.store import repeats
from detente.store.words import Words

SEGMENT_ROWS = 6_000_000
"""Rows held in memory, about 100 bytes each, before they are inserted."""

WORD_COLUMNS = (
    "source",
    "target",
    "source_state",
    "target_state",
    "type",
    "cameo",
    "issue",
    "source_name",
    "target_name",
    "place",
)
"""Columns of `EVENT_COLUMNS` whose texts are numbers in the store."""

_PLAIN_COLUMNS = (
    "row",
    "key",
    "row_key",
    "same_key",
    "cross_key",
    "happened_on",
    "known_on",
    "quad",
    "intensity",
    "published_intensity",
    "summary",
    "reference",
)

_COLUMNS = ", ".join(
    f'"{name}"' for name in ("event", "file", "repeats_own", *_PLAIN_COLUMNS, *WORD_COLUMNS)
)

_INSERT = f"""
INSERT INTO events (batch, date_precision, reality, repeats_other, {_COLUMNS})
SELECT $batch, 0, 'occurred', false, {_COLUMNS} FROM segment
"""

_KNOWN_KEYS = """
SELECT events.row_key FROM events
WHERE events.batch IN (SELECT batch FROM batches WHERE origin = $origin)
    AND events.row_key IN (SELECT row_key FROM segment)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What became of the rows that came in: the first three add up to all of them."""

    n_added: int = 0
    n_already_there: int = 0
    n_key_repeated: int = 0
    n_repeats_own: int = 0
    n_repeats_other: int = 0


def number(connection: Any, statement: str, parameters: dict[str, Any] | None = None) -> int:
    """Return the one number that a statement gives, 0 for null."""
    [(value,)] = connection.execute(statement, parameters or {}).fetchall()
    return int(value or 0)


class Intake:
    """One import into an open transaction; `add` tables, then ask for what was `finished`."""

    def __init__(self, connection: Any, *, batch: int, origin: str, mark_repeats: bool) -> None:
        self._connection = connection
        self._batch = batch
        self._origin = origin
        self._mark_repeats = mark_repeats
        self._words = Words(connection)
        self._event = number(connection, "SELECT max(event) FROM events")
        self._origin_is_new = not number(
            connection,
            "SELECT count(*) FROM batches WHERE origin = $origin AND undone_at IS NULL",
            {"origin": origin},
        )
        self._store_is_empty = self._event == 0
        self._pending: list[Any] = []
        self._n_pending = 0
        self._keys: list[tuple[repeats.Keys, repeats.Keys]] = []
        self._n_segments = 0
        self._counts = [0, 0, 0]

    def add(self, file: int, table: Any) -> None:
        """Take the rows of one table of a file; the file is given by its number in the store."""
        import pyarrow as pa

        columns = {name: table[name] for name in _PLAIN_COLUMNS}
        for name in WORD_COLUMNS:
            columns[name] = self._numbered(table[name])
        columns["file"] = pa.array(np.full(table.num_rows, file, dtype=np.int32))
        self._pending.append(pa.table(columns))
        self._n_pending += table.num_rows
        if self._n_pending >= SEGMENT_ROWS:
            self._insert()

    def finished(self) -> Counts:
        """Insert what is left and return the counts; repeats are not counted yet."""
        self._insert()
        self._words.write()
        n_added, n_already_there, n_key_repeated = self._counts
        return Counts(
            n_added=n_added, n_already_there=n_already_there, n_key_repeated=n_key_repeated
        )

    def remark(self) -> None:
        """Set the marks that depend on what else is stored; the batch must be recorded."""
        if self._store_is_empty and self._n_segments <= 1:
            return
        for same_key, cross_key in self._keys:
            repeats.remark(self._connection, same_key, cross_key)

    def _numbered(self, column: Any) -> Any:
        """Return a column of texts as one of their numbers."""
        import pyarrow as pa

        chunks = []
        for chunk in column.chunks:
            coded = chunk if pa.types.is_dictionary(chunk.type) else chunk.dictionary_encode()
            numbers = pa.array(self._words.numbers(coded.dictionary.to_pylist()), pa.int32())
            chunks.append(numbers.take(coded.indices))
        return pa.chunked_array(chunks, pa.int32())

    def _insert(self) -> None:
        import pyarrow as pa

        if not self._n_pending:
            return
        segment = pa.concat_tables(self._pending)
        self._pending, self._n_pending = [], 0
        row_key = segment["row_key"].to_numpy()
        there = self._already_there(segment, row_key)
        repeated = self._key_repeated(segment["key"], row_key) & ~there
        self._counts[1] += int(there.sum())
        self._counts[2] += int(repeated.sum())
        drop = there | repeated
        if drop.any():
            segment = segment.filter(pa.array(~drop))
        if segment.num_rows:
            self._write(segment)

    def _already_there(self, segment: Any, row_key: repeats.Keys) -> NDArray[np.bool_]:
        """Whether a row is in the store already, from an earlier batch or an earlier segment."""
        if self._origin_is_new and not self._n_segments:
            return np.zeros(len(row_key), dtype=bool)
        self._connection.register("segment", segment.select(["row_key"]))
        found = self._connection.execute(_KNOWN_KEYS, {"origin": self._origin}).fetchnumpy()
        self._connection.unregister("segment")
        return np.isin(row_key, np.asarray(found["row_key"], dtype=np.uint64))

    @staticmethod
    def _key_repeated(key: Any, row_key: repeats.Keys) -> NDArray[np.bool_]:
        """Whether a row has the published id of an earlier row: ids are unique by contract."""
        marks = np.zeros(len(row_key), dtype=bool)
        has_id = np.flatnonzero(key.is_valid().to_numpy())
        keys = np.sort(row_key[has_id])
        if (keys[1:] == keys[:-1]).any():
            order = np.argsort(row_key[has_id], kind="stable")
            in_order = row_key[has_id][order]
            marks[has_id[order[1:]]] = in_order[1:] == in_order[:-1]
        return marks

    def _write(self, segment: Any) -> None:
        """Insert rows that are new, with the marks that they have among themselves."""
        import pyarrow as pa

        event = np.arange(1, segment.num_rows + 1, dtype=np.int64) + self._event
        self._event += segment.num_rows
        same_key = segment["same_key"].to_numpy()
        cross_key = segment["cross_key"].fill_null(0).to_numpy()
        own = np.zeros(len(event), dtype=bool)
        if self._mark_repeats:
            known_on = segment["known_on"].cast(pa.int32()).to_numpy().astype(np.int64)
            own = repeats.own_repeats(
                repeats.Candidates(
                    event=event,
                    rank=repeats.ranks(known_on, event),
                    origin=np.zeros(len(event), dtype=np.int32),
                    same_key=same_key,
                    cross_key=cross_key,
                )
            )
            self._keys.append((same_key, cross_key))
        segment = segment.append_column("event", pa.array(event)).append_column(
            "repeats_own", pa.array(own)
        )
        self._connection.register("segment", segment)
        self._connection.execute(_INSERT, {"batch": self._batch})
        self._connection.unregister("segment")
        self._counts[0] += segment.num_rows
        self._n_segments += 1
