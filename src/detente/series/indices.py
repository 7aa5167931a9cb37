"""Outside indices beside a dyad's measures; the one module of this room that reads files."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import numpy as np

from detente.errors import InputError
from detente.series.channels import Channels, Period, period_of
from detente.series.table import Days, Floats
from detente.series.temperature import Temperature

_FORMS = ("%Y-%m-%d", "%Y-%m", "%Y", "%d/%m/%Y", "%Y%m%d", "%Y/%m/%d")
_LARGEST = 50_000_000  # bytes
_FEWEST = 8  # periods in common that a correlation needs


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Index:
    """A dated number from elsewhere, such as a risk index or votes in agreement.

    Parameters
    ----------
    days, values : (n,)
        Values are finite; a cell without a number is left out.
    """

    name: str
    days: Days
    values: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Correlation:
    """Spearman's rank correlation with an index over the periods that both have."""

    measure: str
    index: str
    n_periods: int
    rho: float
    p_value: float


def read_index(path: Path) -> tuple[Index, ...]:
    """Return the indices in a CSV file: first column the day, month or year, the others numbers.

    Raises
    ------
    InputError
        If the file is missing, too large, or no column holds dated numbers.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError(f"{path}: larger than {_LARGEST // 1_000_000} MB: no index file")
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            table = list(csv.reader(file))
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from None
    except csv.Error as error:
        raise InputError(f"{path}: not a CSV file: {error}") from None
    if len(table) < 2 or len(table[0]) < 2:
        raise InputError(f"{path}: an index needs a header, a column of days and one of numbers")
    days = [_day(row[0]) if row else None for row in table[1:]]
    if not any(days):
        raise InputError(
            f"{path}: the first column has no days, first found {table[1][0]!r}; write "
            "YYYY-MM-DD, YYYY-MM, YYYY or DD/MM/YYYY"
        )
    found = []
    for column, name in enumerate(table[0][1:], start=1):
        pairs = [
            (day, value)
            for day, row in zip(days, table[1:], strict=True)
            if day is not None and len(row) > column and (value := _value(row[column])) is not None
        ]
        if pairs:
            found.append(
                Index(
                    name=name.strip() or f"column {column + 1}",
                    days=np.array([day for day, _ in pairs], dtype="datetime64[D]"),
                    values=np.array([value for _, value in pairs]),
                )
            )
    if not found:
        raise InputError(f"{path}: no column of numbers beside the days")
    return tuple(found)


def by_period(index: Index, starts: Days, period: Period) -> Floats:
    """Return the mean of an index in each period, NaN where it has no value."""
    at = period_of(index.days, period)
    sums, counts = np.zeros(len(starts)), np.zeros(len(starts))
    row = np.searchsorted(starts, at)
    inside = (row < len(starts)) & (starts[np.minimum(row, len(starts) - 1)] == at)
    np.add.at(sums, row[inside], index.values[inside])
    np.add.at(counts, row[inside], 1)
    empty = np.full(len(starts), np.nan)
    return np.asarray(np.divide(sums, counts, out=empty, where=counts > 0))


def correlations(
    index: Index, series: Channels, level: Temperature | None
) -> tuple[Correlation, ...]:
    """Return how four measures of a dyad go together with an index, period by period.

    An index is expected to go up with conflict if it measures risk, down if it measures
    agreement: the sign is the reader's to judge. Measures: events of conflict, share of
    conflict, mean intensity, temperature.
    """
    from scipy.stats import spearmanr

    outside = by_period(index, series.starts, series.period)
    totals = series.totals
    every = totals.sum(axis=1)
    rated = series.n_rated.sum(axis=1)
    blank = np.full(len(every), np.nan)
    measures: dict[str, Floats] = {
        "events of conflict": totals[:, 2:].sum(axis=1).astype(float),
        "share of conflict": np.divide(
            totals[:, 2:].sum(axis=1), every, out=blank.copy(), where=every > 0
        ),
        "mean intensity": np.divide(
            series.intensity.sum(axis=1), rated, out=blank.copy(), where=rated > 0
        ),
    }
    if level is not None:
        measures["temperature"] = level.level
    found = []
    for name, values in measures.items():
        both = np.isfinite(values) & np.isfinite(outside)
        if both.sum() < _FEWEST or np.ptp(values[both]) == 0 or np.ptp(outside[both]) == 0:
            continue
        result = spearmanr(values[both], outside[both])
        found.append(
            Correlation(
                measure=name,
                index=index.name,
                n_periods=int(both.sum()),
                rho=float(result.statistic),
                p_value=float(result.pvalue),
            )
        )
    return tuple(found)


def _day(text: str) -> date | None:
    for form in _FORMS:
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 (a day, no clock)
        except ValueError:
            continue
    return None


def _value(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if np.isfinite(value) else None
