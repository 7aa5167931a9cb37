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


def texts_of(store: Store, numbers: Any) -> NDArray[np.str_]:
    """Return the texts of word numbers, '' for none."""
    filled = np.ma.filled(np.ma.asarray(numbers), -1).astype(np.int64)
    distinct, place = np.unique(filled, return_inverse=True)
    rows = store.connection.execute(
        "SELECT word, text FROM words WHERE list_contains(?, word)", [distinct.tolist()]
    ).fetchall()
    known = dict(rows)
    words = np.array([known.get(int(number), "") for number in distinct], dtype=np.str_)
    result: NDArray[np.str_] = words[place] if len(words) else np.zeros(0, dtype=np.str_)
    return result


def _floats(column: Any) -> NDArray[np.float64]:
    return np.asarray(column, dtype=np.float64)


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
    columns = store.connection.execute(statement, values | {"coarsest": _COARSEST[unit]})
    found = columns.fetchnumpy()
    order_of = found["begins_on"]
    quads = [np.asarray(found[f"quad_{quad}"], dtype=np.int64) for quad in range(1, 5)]
    return _in_order(
        Counts(
            begins_on=np.asarray(order_of).astype("datetime64[D]"),
            source=texts_of(store, found["source"]),
            target=texts_of(store, found["target"]),
            issue=texts_of(store, found["issue"]),
            type=texts_of(store, found["type"]),
            n_events=np.asarray(found["n_events"], dtype=np.int64),
            n_by_quad=np.stack(quads, axis=1),
            intensity_sum=_floats(found["intensity_sum"]),
            positive_sum=_floats(found["positive_sum"]),
        )
    )


def _in_order(found: Counts) -> Counts:
    """Return the entries by period, source, target, issue and type."""
    order = np.lexsort(
        (
            *(_codes(column) for column in (found.type, found.issue, found.target, found.source)),
            found.begins_on,
        )
    )
    return Counts(
        begins_on=found.begins_on[order],
        source=found.source[order],
        target=found.target[order],
        issue=found.issue[order],
        type=found.type[order],
        n_events=found.n_events[order],
        n_by_quad=found.n_by_quad[order],
        intensity_sum=found.intensity_sum[order],
        positive_sum=found.positive_sum[order],
    )


def _codes(texts: NDArray[np.str_]) -> NDArray[np.int64]:
    """Return the place of each text in the order of the alphabet."""
    places: NDArray[np.int64] = np.unique(texts, return_inverse=True)[1]
    return places


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
