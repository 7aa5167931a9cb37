"""Which stored events repeat another: marks on rows, no row is dropped.

Two events repeat each other within an origin when day, names and raw type are the same
(`same_key`), and across origins when day, actor codes and PLOVER type are (`cross_key`). Of those
that repeat each other the one that could be known first counts, then the one stored first, so
that an as-of view that sees any of them counts one of them. Across origins the origin of that
first one counts, with all its events of the key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Numbers = NDArray[np.int64]
Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidates:
    """Events that may repeat each other, as columns of one length, (n_events,).

    `rank` orders by the day on which an event could be known, then by its number. A `cross_key`
    of 0 stands for none.
    """

    event: Numbers
    rank: Numbers
    origin: NDArray[np.int32]
    same_key: Keys
    cross_key: Keys

    def __len__(self) -> int:
        return len(self.event)


def ranks(known_on: Numbers, event: Numbers) -> Numbers:
    """Return the rank of events: days since 1970 first, then the event's number below 2^40.

    Parameters
    ----------
    known_on, event : (n_events,)
        Days since 1970-01-01; numbers of events.
    """
    return (known_on << 40) + event


def _groups(key: Keys) -> tuple[Numbers, Numbers, Numbers]:
    """Return the order that brings equal keys together, where each group begins, each one's group.

    All three shapes are (n_events,) but the second: (n_groups,); the third is in that order.
    """
    order = np.argsort(key)
    in_order = key[order]
    begins = np.empty(len(key), dtype=bool)
    begins[:1] = True
    np.not_equal(in_order[1:], in_order[:-1], out=begins[1:])
    return order, np.flatnonzero(begins), np.cumsum(begins) - 1


def own_repeats(events: Candidates) -> Marks:
    """Whether each event repeats an earlier known one of its own origin, shape (n_events,)."""
    marks = np.zeros(len(events), dtype=bool)
    if len(events) == 0:
        return marks
    # Origins are told apart by mixing their numbers into the key.
    key = events.same_key ^ (events.origin.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    order, begins, group = _groups(key)
    rank = events.rank[order]
    marks[order] = rank != np.minimum.reduceat(rank, begins)[group]
    return marks


def other_repeats(events: Candidates) -> Marks:
    """Whether each event repeats an earlier known one of another origin, shape (n_events,)."""
    marks = np.zeros(len(events), dtype=bool)
    has_key = np.flatnonzero(events.cross_key != 0)
    if len(has_key) == 0:
        return marks
    order, begins, group = _groups(events.cross_key[has_key])
    rank, origin = events.rank[has_key][order], events.origin[has_key][order]
    leads = rank == np.minimum.reduceat(rank, begins)[group]
    marks[has_key[order]] = origin != origin[leads][group]
    return marks


_STORED = """
SELECT events.event, (events.known_on - DATE '1970-01-01')::BIGINT AS known_on, origins.origin,
    events.same_key, coalesce(events.cross_key, 0::UBIGINT) AS cross_key,
    events.repeats_own, events.repeats_other
FROM events
JOIN (
    SELECT batch, dense_rank() OVER (ORDER BY origin)::INTEGER AS origin
    FROM batches WHERE repeats_marked
) AS origins ON origins.batch = events.batch
WHERE events.document IS NULL AND events.known_on IS NOT NULL
"""

_STORED_SAME = _STORED + "AND events.same_key IN (SELECT key FROM touched)"
_STORED_CROSS = _STORED + "AND events.cross_key IN (SELECT key FROM touched WHERE key <> 0)"

_UPDATE_OWN = """
UPDATE events SET repeats_own = verdicts.mark
FROM verdicts WHERE events.event = verdicts.event
"""

_UPDATE_OTHER = """
UPDATE events SET repeats_other = verdicts.mark
FROM verdicts WHERE events.event = verdicts.event
"""


def _stored(connection: Any, statement: str, keys: Keys) -> tuple[Candidates, Marks, Marks]:
    """Return the stored events with one of the keys, and the marks that they have now."""
    import pyarrow as pa

    connection.register("touched", pa.table({"key": keys}))
    columns = connection.execute(statement).fetchnumpy()
    connection.unregister("touched")
    event = np.asarray(columns["event"], dtype=np.int64)
    events = Candidates(
        event=event,
        rank=ranks(np.asarray(columns["known_on"], dtype=np.int64), event),
        origin=np.asarray(columns["origin"], dtype=np.int32),
        same_key=np.asarray(columns["same_key"], dtype=np.uint64),
        cross_key=np.asarray(columns["cross_key"], dtype=np.uint64),
    )
    own = np.asarray(columns["repeats_own"], dtype=bool)
    return events, own, np.asarray(columns["repeats_other"], dtype=bool)


def _update(connection: Any, statement: str, event: Numbers, mark: Marks) -> None:
    import pyarrow as pa

    if len(event):
        connection.register("verdicts", pa.table({"event": event, "mark": mark}))
        connection.execute(statement)
        connection.unregister("verdicts")


def remark(connection: Any, same_key: Keys, cross_key: Keys) -> None:
    """Set anew the marks of all stored events that have one of the keys.

    Only imported events take part, of batches that were imported with marks.
    """
    events, was, _ = _stored(connection, _STORED_SAME, same_key)
    marks = own_repeats(events)
    _update(connection, _UPDATE_OWN, events.event[marks != was], marks[marks != was])
    events, _, was = _stored(connection, _STORED_CROSS, cross_key)
    marks = other_repeats(events)
    _update(connection, _UPDATE_OTHER, events.event[marks != was], marks[marks != was])
