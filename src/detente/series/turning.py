"""Turning points of a dyad: where its events change in mix and amount, and which made it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from detente.series.channels import CHANNELS, Channels, period_of
from detente.series.table import EventTable, Floats, Ints

_FEWEST = 8  # periods without which no change of level can be told from noise
_MIN_SIZE = 2  # periods between two turning points


@dataclass(frozen=True, slots=True, kw_only=True)
class TurningPoint:
    """A period from which the channels run at another level.

    `toward` says where the balance of conflict and cooperation moves; `changes` gives for each
    channel the mean events a period before and after, up to the neighbouring turning points.
    """

    starts_on: np.datetime64
    toward: Literal["conflict", "cooperation", "neither"]
    changes: dict[str, tuple[float, float]]
    share_of_conflict: tuple[float, float]  # before and after, in [0, 1]
    days: tuple[tuple[np.datetime64, int], ...]  # days that made it, and their events
    examples: tuple[str, ...]


def turning_points(series: Channels, events: EventTable) -> tuple[TurningPoint, ...]:
    """Return the turning points of a dyad, earliest first.

    The four channels, as log(1 + count) in units of their own noise (from the median absolute
    first difference), are cut into segments of constant level by exact search (PELT); each cut
    costs (1 + number of channels) log(number of periods), as in the Bayesian criterion.

    Parameters
    ----------
    series :
        Channels of the dyad, by week or month say.
    events :
        The events behind them.

    References
    ----------
    Killick, R., Fearnhead, P. & Eckley, I. A. (2012). Optimal detection of changepoints with a
    linear computational cost. JASA 107(500), 1590-1598.
    """
    counts = series.totals
    if len(counts) < _FEWEST:
        return ()
    cuts = [0, *_cuts(counts), len(counts)]
    mine = events.between(*series.dyad)
    return tuple(
        _point(series, counts, mine, cuts[k - 1], cuts[k], cuts[k + 1])
        for k in range(1, len(cuts) - 1)
    )


def busiest_days(events: EventTable, n: int = 10) -> list[tuple[np.datetime64, int]]:
    """Return the days with most events and their numbers, busiest first, earlier first on ties."""
    days, counts = np.unique(events.day, return_counts=True)
    order = np.lexsort((days, -counts))[:n]
    return [(days[k], int(counts[k])) for k in order]


def _cuts(counts: Ints) -> list[int]:
    import ruptures

    levels = np.log1p(counts.astype(float))
    steps = np.abs(np.diff(levels, axis=0))
    noise = np.median(steps, axis=0) / (0.6745 * np.sqrt(2))
    varies = np.ptp(levels, axis=0) > 0
    if not varies.any():
        return []
    scaled: Floats = levels[:, varies] / np.maximum(noise, levels.std(axis=0) / 3)[varies]
    penalty = (1 + scaled.shape[1]) * np.log(len(scaled))
    found = ruptures.Pelt(model="l2", min_size=_MIN_SIZE, jump=1).fit(scaled).predict(penalty)
    return [int(cut) for cut in found[:-1]]


def _point(
    series: Channels, counts: Ints, events: EventTable, begin: int, cut: int, end: int
) -> TurningPoint:
    before, after = counts[begin:cut].mean(axis=0), counts[cut:end].mean(axis=0)
    conflict = (_conflict_share(before), _conflict_share(after))
    difference = conflict[1] - conflict[0]
    toward: Literal["conflict", "cooperation", "neither"] = "neither"
    if abs(difference) >= 0.05:
        toward = "conflict" if difference > 0 else "cooperation"
    period = period_of(events.day, series.period)
    chosen = period == series.starts[cut]
    if toward != "neither":
        wanted = events.quad >= 3 if toward == "conflict" else (events.quad > 0) & (events.quad < 3)
        chosen &= wanted
    made = events.where(chosen)
    return TurningPoint(
        starts_on=series.starts[cut],
        toward=toward,
        changes={name: (float(before[k]), float(after[k])) for k, name in enumerate(CHANNELS)},
        share_of_conflict=conflict,
        days=tuple(busiest_days(made, 3)),
        examples=_examples(made),
    )


def _conflict_share(means: Floats) -> float:
    total = float(means.sum())
    return float(means[2:].sum()) / total if total > 0 else 0.5


def _examples(events: EventTable, n: int = 5) -> tuple[str, ...]:
    labels, counts = np.unique(events.label, return_counts=True)
    order = np.lexsort((labels, -counts))[:n]
    return tuple(
        f"{labels[k]} ({counts[k]})" if counts[k] > 1 else str(labels[k])
        for k in order
        if labels[k]
    )
