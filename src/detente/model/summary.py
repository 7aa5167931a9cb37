"""Draws in, what is said of them out: quantiles, probabilities with their Monte Carlo intervals."""

from __future__ import annotations

import math

import numpy as np

from detente.model.draws import Mask
from detente.model.result import Estimate, Interval
from detente.model.system import Floats

_Z = 1.959964
_LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


def interval(values: Floats) -> Interval:
    """Return quantiles and the mean of draws, shape (n_draws,).

    Examples
    --------
    >>> interval(np.array([1.0, 2.0, 3.0])).q50
    2.0
    """
    q05, q25, q50, q75, q95 = (float(q) for q in np.quantile(values, _LEVELS))
    mean = float(values.mean())
    return Interval(q05=q05, q25=q25, q50=q50, q75=q75, q95=q95, mean=mean)


def quantile_bands(values: Floats) -> Floats:
    """Return the 5, 25, 50, 75, 95 % quantiles a step: (n_steps, n_draws) -> (n_steps, 5)."""
    return np.asarray(np.quantile(values, _LEVELS, axis=1).T)


def probability(hits: Mask) -> Estimate:
    """Return the share of draws that hit, with Wilson's 95 % interval.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    JASA 22, 209-212.

    Examples
    --------
    >>> estimate = probability(np.array([True, False, False, False]))
    >>> estimate.value, round(estimate.low, 3), round(estimate.high, 3)
    (0.25, 0.046, 0.699)
    """
    n = hits.size
    share = float(hits.mean())
    centre = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n * n)) / (1 + _Z**2 / n)
    low, high = max(min(centre - half, share), 0.0), min(max(centre + half, share), 1.0)
    return Estimate(value=share, low=low, high=high)


def mean_estimate(values: Floats) -> Estimate:
    """Return the mean of draws, shape (n_draws,), with its 95 % Monte Carlo interval.

    For differences of paired draws this is the interval of the difference.
    """
    mean = float(values.mean())
    error = float(values.std(ddof=1)) / math.sqrt(values.size) if values.size > 1 else 0.0
    return Estimate(value=mean, low=mean - _Z * error, high=mean + _Z * error)
