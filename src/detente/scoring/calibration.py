"""Calibration: of the things called 70 % likely, how many happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from detente.errors import InputError
from detente.scoring.pairs import checked_pairs

ICD203_EDGES: tuple[float, ...] = (0.0, 0.05, 0.20, 0.45, 0.55, 0.80, 0.95, 1.0)
"""Bounds of the seven words of ICD 203."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationBin:
    """Forecasts of about one probability, and how often they came true."""

    low: float  # bounds of the bin, in [0, 1]
    high: float
    n: int
    mean_probability: float | None  # None where the bin is empty
    frequency: float | None  # share that happened

    @property
    def gap(self) -> float | None:
        """Frequency less mean probability: above 0, the forecasts were too low."""
        if self.frequency is None or self.mean_probability is None:
            return None
        return self.frequency - self.mean_probability


def calibration_table(
    probabilities: ArrayLike, outcomes: ArrayLike, edges: Sequence[float] = ICD203_EDGES
) -> tuple[CalibrationBin, ...]:
    """Return for each range of probability how often the things forecast there happened.

    A probability on a bound belongs to the range below it, except 0.

    Parameters
    ----------
    probabilities, outcomes : (n,)
        As `checked_pairs` says.
    edges : (n_bins + 1,)
        Rising, from 0 to 1.

    Raises
    ------
    InputError
        As `checked_pairs` says, or if the edges are not as above.

    References
    ----------
    Murphy, A. H. and Winkler, R. L. (1977). Reliability of subjective probability forecasts of
    precipitation and temperature. Applied Statistics 26(1), 41-47.

    Examples
    --------
    >>> table = calibration_table([0.1, 0.1, 0.9], [0, 1, 1], edges=(0, 0.5, 1))
    >>> [(part.n, part.mean_probability, part.frequency) for part in table]
    [(2, 0.1, 0.5), (1, 0.9, 1.0)]
    """
    p, o = checked_pairs(probabilities, outcomes)
    bounds = np.asarray(edges, dtype=np.float64)
    rises = bounds.ndim == 1 and bounds.size >= 2 and bool((np.diff(bounds) > 0).all())
    if not rises or bounds[0] != 0 or bounds[-1] != 1:
        raise InputError(f"edges must rise from 0 to 1, got {list(edges)}")
    place = np.maximum(np.searchsorted(bounds, p, side="left") - 1, 0)
    table = []
    for index in range(bounds.size - 1):
        here = place == index
        some = bool(here.any())
        table.append(
            CalibrationBin(
                low=float(bounds[index]),
                high=float(bounds[index + 1]),
                n=int(here.sum()),
                mean_probability=float(p[here].mean()) if some else None,
                frequency=float(o[here].mean()) if some else None,
            )
        )
    return tuple(table)


def calibration_error(table: Sequence[CalibrationBin]) -> float:
    """Return the mean distance of frequency from probability over the bins, weighted by forecasts.

    In [0, 1]; 0 is perfect calibration. With few forecasts in a bin it is large by chance alone.

    Raises
    ------
    InputError
        If every bin is empty.

    References
    ----------
    Naeini, M. P., Cooper, G. F. and Hauskrecht, M. (2015). Obtaining well calibrated probabilities
    using Bayesian binning. AAAI 29, 2901-2907, section 'Calibration measures'.

    Examples
    --------
    >>> calibration_error(calibration_table([0.1, 0.1, 0.9], [0, 1, 1], edges=(0, 0.5, 1)))
    0.3
    """
    n = sum(part.n for part in table)
    if n == 0:
        raise InputError("no forecast in any bin")
    return round(sum(part.n * abs(part.gap) for part in table if part.gap is not None) / n, 12)
