"""Issue by period: how much happened on each issue and how hostile it was."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.series.channels import Period, period_of, period_starts
from detente.series.table import Days, EventTable, Floats, Ints

UNKNOWN = "(no issue)"
"""Label of events whose issue is not known; they are shown, never dropped."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HeatMap:
    """Events by issue and period.

    Parameters
    ----------
    issues : (n_issues,)
        Most frequent first.
    starts : (n_periods,)
    counts : (n_issues, n_periods)
    conflict : (n_issues, n_periods)
        Share of verbal and material conflict, NaN without events.
    """

    issues: tuple[str, ...]
    starts: Days
    counts: Ints
    conflict: Floats


def heat_map(events: EventTable, first: str, second: str, *, period: Period = "month") -> HeatMap:
    """Return the heat map of a dyad, over the periods from its first to its last event."""
    mine = events.between(first, second)
    if len(mine) == 0:
        empty = np.empty(0, dtype="datetime64[D]")
        return HeatMap(
            issues=(), starts=empty, counts=np.zeros((0, 0), int), conflict=np.zeros((0, 0))
        )
    names = np.where(mine.issue == "", UNKNOWN, mine.issue)
    labels, totals = np.unique(names, return_counts=True)
    order = labels[np.lexsort((labels, -totals))]
    place = {label: k for k, label in enumerate(order)}
    starts = period_starts(mine.day.min(), mine.day.max(), period)
    column = np.searchsorted(starts, period_of(mine.day, period))
    row = np.array([place[name] for name in names])
    counts = np.zeros((len(order), len(starts)), dtype=np.int64)
    hostile = np.zeros_like(counts)
    np.add.at(counts, (row, column), 1)
    np.add.at(hostile, (row, column), (mine.quad >= 3).astype(np.int64))
    conflict = np.divide(hostile, counts, out=np.full(counts.shape, np.nan), where=counts > 0)
    return HeatMap(
        issues=tuple(str(name) for name in order), starts=starts, counts=counts, conflict=conflict
    )
