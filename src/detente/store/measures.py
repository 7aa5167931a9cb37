"""Counts of events by period, direction, issue and type: a selection in, columns of numbers out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError
from detente.store.database import Store
from detente.store.selection import DAY, MONTH, YEAR, Selection, condition

PeriodUnit = Literal["day", "week", "month", "quarter", "year"]
Split = Literal["issue", "type"]

PERIOD_UNITS: tuple[PeriodUnit, ...] = ("day", "week", "month", "quarter", "year")
"""Units of period; a week begins on Monday."""

# A read event whose date is known to the month or year alone is counted in periods no shorter.
_COARSEST: Mapping[str, int] = MappingProxyType(
    {"day": DAY, "week": DAY, "month": MONTH, "quarter": MONTH, "year": YEAR}
)
_BEGIN: Mapping[str, str] = MappingProxyType(
    {
        "day": "events.happened_on",
        "week": "date_trunc('week', events.happened_on)::DATE",
        "month": "date_trunc('month', events.happened_on)::DATE",
        "quarter": "date_trunc('quarter', events.happened_on)::DATE",
        "year": "date_trunc('year', events.happened_on)::DATE",
    }
)
_SPLITS: Mapping[str, str] = MappingProxyType({"issue": "events.issue", "type": "events.type"})

_COUNT = """
SELECT {begin} AS begins_on, events.source_state AS source, events.target_state AS target,
    {issue} AS issue, {type} AS type,
    count(*) AS n_events,
    count(*) FILTER (events.quad = 1) AS quad_1, count(*) FILTER (events.quad = 2) AS quad_2,
    count(*) FILTER (events.quad = 3) AS quad_3, count(*) FILTER (events.quad = 4) AS quad_4,
    coalesce(sum(events.intensity), 0) AS intensity_sum,
    coalesce(sum(events.intensity) FILTER (events.intensity > 0), 0) AS positive_sum
FROM events
WHERE {condition} AND events.happened_on IS NOT NULL AND events.date_precision <= $coarsest
    AND events.source_state IS NOT NULL AND events.target_state IS NOT NULL
    AND events.source_state <> events.target_state
GROUP BY ALL
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counts:
    """Counts of events, one entry for each period, direction and split in which there is one.

    All columns have shape (n_entries,), `n_by_quad` (n_entries, 4): verbal cooperation, material
    cooperation, verbal conflict, material conflict. Sums are of ICEWS intensities. `issue` and
    `type` are '' where an event has none, and everywhere when not split by them. Entries come in
    the order of their periods, then of source and target.
    """

    begins_on: NDArray[np.datetime64]  # first day of the period
    source: NDArray[np.str_]
    target: NDArray[np.str_]
    issue: NDArray[np.str_]
    type: NDArray[np.str_]
    n_events: NDArray[np.int64]
    n_by_quad: NDArray[np.int64]
    intensity_sum: NDArray[np.float64]
    positive_sum: NDArray[np.float64]  # of intensities above 0; the rest is of those below

    def __len__(self) -> int:
        return len(self.n_events)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """How many events a day has, and their sum of intensities."""

    day: date
    n_events: int
    intensity_sum: float


def _words_of(store: Store, numbers: Any) -> tuple[list[str], NDArray[np.int32]]:
    """Return the distinct texts of word numbers by the alphabet, and each one's place, '' for none.

    Word numbers are small, so they are told apart in a table and not by sorting.
    """
    filled = np.ma.filled(np.ma.asarray(numbers), -1).astype(np.int64) + 1
    used = np.zeros(int(filled.max(initial=0)) + 1, dtype=bool)
    used[filled] = True
    distinct = np.flatnonzero(used)
    rows = store.connection.execute(
        "SELECT word + 1, text FROM words WHERE list_contains(?, word)", [(distinct - 1).tolist()]
    ).fetchall()
    known = dict(rows)
    texts = sorted({known.get(number, "") for number in distinct.tolist()})
    place = {text: index for index, text in enumerate(texts)}
    table = np.zeros(len(used), dtype=np.int32)
    table[distinct] = [place[known.get(number, "")] for number in distinct.tolist()]
    return texts, table[filled]


def texts_of(store: Store, numbers: Any) -> NDArray[np.str_]:
    """Return the texts of word numbers, '' for none, shape (n,)."""
    texts, place = _words_of(store, numbers)
    return _taken(texts, place)


def _taken(texts: list[str], place: NDArray[np.int32]) -> NDArray[np.str_]:
    result: NDArray[np.str_] = np.array(texts or [""], dtype=np.str_)[place]
    return result


def counts(
    store: Store,
    selection: Selection | None = None,
    *,
    unit: PeriodUnit = "month",
    split_by: frozenset[Split] = frozenset(),
) -> Counts:
    """Return counts and sums of intensities by period and direction, and by issue or type if asked.

    Only events between two different, known states (or organisations) are counted.

    Raises
    ------
    InputError
        If the unit or a split is unknown.
    """
    if unit not in PERIOD_UNITS:
        raise InputError(f"unknown period {unit!r}; known: {', '.join(PERIOD_UNITS)}")
    unknown = sorted(set(split_by) - set(_SPLITS))
    if unknown:
        raise InputError(f"cannot split by {unknown[0]!r}; known: {', '.join(_SPLITS)}")
    where, values = condition(store, selection or Selection())
    statement = _COUNT.format(
        begin=_BEGIN[unit],
        condition=where,
        **{name: column if name in split_by else "NULL" for name, column in _SPLITS.items()},
    )
    found = store.connection.execute(statement, values | {"coarsest": _COARSEST[unit]}).fetchnumpy()
    begins_on = np.asarray(found["begins_on"]).astype("datetime64[D]")
    names = ("source", "target", "issue", "type")
    words = {name: _words_of(store, found[name]) for name in names}
    order = _order(begins_on, [words[name] for name in names])
    quads = [np.asarray(found[f"quad_{quad}"], dtype=np.int64)[order] for quad in range(1, 5)]
    texts = {name: _taken(words[name][0], words[name][1][order]) for name in names}
    return Counts(
        begins_on=begins_on[order],
        source=texts["source"],
        target=texts["target"],
        issue=texts["issue"],
        type=texts["type"],
        n_events=np.asarray(found["n_events"], dtype=np.int64)[order],
        n_by_quad=np.stack(quads, axis=1),
        intensity_sum=np.asarray(found["intensity_sum"], dtype=np.float64)[order],
        positive_sum=np.asarray(found["positive_sum"], dtype=np.float64)[order],
    )


def _order(
    begins_on: NDArray[np.datetime64], columns: list[tuple[list[str], NDArray[np.int32]]]
) -> NDArray[np.int64]:
    """Return the order by period, then by each column's places, shape (n_entries,)."""
    key = begins_on.astype(np.int64)
    for texts, place in columns:
        key = key * max(len(texts), 1) + place
    return np.argsort(key, kind="stable")


_TOP_DAYS = """
SELECT events.happened_on, count(*) AS n_events, coalesce(sum(events.intensity), 0)
FROM events
WHERE {condition} AND events.happened_on IS NOT NULL AND events.date_precision = 0
GROUP BY events.happened_on
ORDER BY n_events DESC, events.happened_on
LIMIT $n
"""


def top_days(store: Store, selection: Selection, *, n: int = 10) -> tuple[DayCount, ...]:
    """Return the days with most events, the busiest first.

    Raises
    ------
    InputError
        If `n` is below 1.
    """
    if n < 1:
        raise InputError(f"the number of days must be at least 1, got {n}")
    where, values = condition(store, selection)
    rows = store.connection.execute(_TOP_DAYS.format(condition=where), values | {"n": n}).fetchall()
    return tuple(
        DayCount(day=day, n_events=n_events, intensity_sum=intensity_sum)
        for day, n_events, intensity_sum in rows
    )
