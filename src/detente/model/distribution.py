"""Probabilities of an outcome between 0 and 100, in, and what can be asked of them, out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import InputError

Floats = NDArray[np.float64]

N_GRID = 101
"""Number of outcomes that a distribution tells apart: 0, 1, ..., 100."""

GRID: Floats = np.linspace(0.0, 100.0, N_GRID)
GRID.flags.writeable = False

_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False, kw_only=True)
class Distribution:
    """How probable each outcome 0, 1, ..., 100 of an issue is.

    Parameters
    ----------
    probabilities : (101,)
        Probability of each point of the grid; not negative, sum 1 (a sum off by rounding alone
        is mended).

    Raises
    ------
    InputError
        If the shape is another, a number is not finite or negative, or the sum is not 1.

    Examples
    --------
    >>> certain = point_distribution(40.0)
    >>> certain.mean, certain.median, certain.crps(50.0)
    (40.0, 40.0, 10.0)
    """

    probabilities: Floats

    def __post_init__(self) -> None:
        given = np.array(self.probabilities, dtype=np.float64)
        if given.shape != (N_GRID,):
            raise InputError(f"a distribution needs {N_GRID} probabilities, got {given.shape}")
        if not np.isfinite(given).all() or (given < 0).any():
            raise InputError("probabilities of a distribution must be finite and not negative")
        total = given.sum()
        if abs(total - 1.0) > 1e-6:
            raise InputError(f"probabilities of a distribution must add up to 1, got {total:.6g}")
        given /= total
        given.flags.writeable = False
        object.__setattr__(self, "probabilities", given)

    def __repr__(self) -> str:
        low, high = self.quantile(0.1), self.quantile(0.9)
        return (
            f"Distribution(mean={self.mean:.1f}, median={self.median:g}, "
            f"80% from {low:g} to {high:g})"
        )

    @cached_property
    def cumulative(self) -> Floats:
        """P(outcome <= g) for each point g of the grid, shape (101,); the last is exactly 1."""
        cumulative = np.cumsum(self.probabilities)
        cumulative[-1] = 1.0
        return np.minimum(cumulative, 1.0)

    @property
    def mean(self) -> float:
        """Expected outcome, in [0, 100]."""
        return min(max(float((self.probabilities * GRID).sum()), 0.0), 100.0)

    @property
    def median(self) -> float:
        """Smallest outcome with at least half the probability at or below it, in [0, 100]."""
        return self.quantile(0.5)

    @property
    def sd(self) -> float:
        """Standard deviation of the outcome, in points of the scale."""
        return float(np.sqrt((self.probabilities * (GRID - self.mean) ** 2).sum()))

    def quantile(self, q: float) -> float:
        """Return the smallest outcome x with P(outcome <= x) >= q, in [0, 100].

        Raises
        ------
        InputError
            If q is not in [0, 1].

        Examples
        --------
        >>> Distribution(probabilities=np.full(101, 1 / 101)).quantile(0.25)
        25.0
        """
        if not 0 <= q <= 1:
            raise InputError(f"a quantile's level must be in [0, 1], got {q}")
        return float(GRID[np.searchsorted(self.cumulative, q - _ROUNDING)])

    def cdf(self, x: float) -> float:
        """Return P(outcome <= x), in [0, 1]; x may lie off the grid."""
        below = int(np.searchsorted(GRID, x, side="right"))
        return float(self.cumulative[below - 1]) if below else 0.0

    def probability_above(self, x: float) -> float:
        """Return P(outcome > x), in [0, 1].

        Examples
        --------
        >>> point_distribution(51.0).probability_above(50.0)
        1.0
        """
        return max(1.0 - self.cdf(x), 0.0)

    def crps(self, y: float) -> float:
        """Return the continuous ranked probability score of outcome y; 0 is best, in points.

        E|X - y| - E|X - X'| / 2, exact for the step function that this distribution is.

        References
        ----------
        Gneiting, T. and Raftery, A. E. (2007). Strictly proper scoring rules, prediction, and
        estimation. JASA 102, 359-378, eq. 21.

        Examples
        --------
        >>> round(Distribution(probabilities=np.full(101, 1 / 101)).crps(50.0), 3)
        8.416
        """
        _check_outcome(y)
        cumulative = self.cumulative
        return float(self.probabilities @ np.abs(GRID - y) - (cumulative * (1 - cumulative)).sum())

    def log_score(self, y: float) -> float:
        """Return -log P(the grid's point nearest to y); 0 is best, infinite where P is 0."""
        probability = self.probabilities[_nearest(y)]
        return float(-np.log(probability)) if probability > 0 else float("inf")

    def pit(self, y: float, rng: np.random.Generator) -> float:
        """Return the randomised probability integral transform of outcome y, in [0, 1].

        Uniform on [P(X < y), P(X <= y)], where y is taken to the nearest point of the grid: over
        many outcomes of a calibrated forecaster these are uniform, atoms or not.

        References
        ----------
        Czado, C., Gneiting, T. and Held, L. (2009). Predictive model assessment for count data.
        Biometrics 65, 1254-1261.
        """
        nearest = _nearest(y)
        high = float(self.cumulative[nearest])
        low = float(self.cumulative[nearest - 1]) if nearest else 0.0
        return low + float(rng.random()) * (high - low)

    def sample(self, rng: np.random.Generator, n: int) -> Floats:
        """Return n outcomes drawn at random, shape (n,), each a point of the grid."""
        return self.at(rng.random(n))

    def at(self, uniforms: ArrayLike) -> Floats:
        """Return the outcomes at given levels, shape of `uniforms`: equal levels, equal draws."""
        levels = np.asarray(uniforms, dtype=np.float64)
        index = np.searchsorted(self.cumulative, levels, side="right")
        return np.asarray(GRID[np.minimum(index, N_GRID - 1)])

    def interval(self, coverage: float = 0.8) -> tuple[float, float]:
        """Return the central interval that holds the outcome with the given probability."""
        if not 0 < coverage < 1:
            raise InputError(f"an interval's coverage must be in (0, 1), got {coverage}")
        tail = (1 - coverage) / 2
        return self.quantile(tail), self.quantile(1 - tail)


def _check_outcome(y: float) -> None:
    """Refuse an outcome off the scale."""
    if not 0 <= y <= 100:
        raise InputError(f"an outcome must lie in 0-100, got {y}")


def _nearest(y: float) -> int:
    """Return the index of the grid's point nearest to y (half a point goes up)."""
    _check_outcome(y)
    return min(int(np.floor(y + 0.5)), N_GRID - 1)


def point_distribution(value: float) -> Distribution:
    """Return certainty of one outcome in [0, 100].

    A value between two points of the grid is split between them so that the mean is kept.

    Examples
    --------
    >>> point_distribution(7.25).mean
    7.25
    """
    return Distribution(probabilities=point_probabilities(np.array([value]))[0])


def point_probabilities(values: Floats) -> Floats:
    """Return certainty of each value as a row of probabilities: (n,) in [0, 100] -> (n, 101)."""
    if not np.isfinite(values).all() or (values < 0).any() or (values > 100).any():
        raise InputError(f"an outcome must lie in 0-100, got {values.tolist()[:5]}")
    lower = np.minimum(np.floor(values).astype(np.intp), N_GRID - 2)
    share = values - lower
    rows = np.zeros((values.size, N_GRID))
    index = np.arange(values.size)
    rows[index, lower] = 1 - share
    rows[index, lower + 1] = share
    return rows


def sampled_distribution(values: ArrayLike, *, shares: ArrayLike | None = None) -> Distribution:
    """Return the distribution of drawn outcomes, shape (n,), each in [0, 100].

    `shares` gives each its share of the probability, shape (n,), not negative; all alike if None.

    Raises
    ------
    InputError
        If there are none, or one lies off the scale.

    Examples
    --------
    >>> sampled_distribution([10.0, 20.0]).median
    10.0
    """
    drawn = np.atleast_1d(np.asarray(values, dtype=np.float64)).ravel()
    if drawn.size == 0:
        raise InputError("a distribution needs at least one drawn outcome, got none")
    if not np.isfinite(drawn).all() or (drawn < 0).any() or (drawn > 100).any():
        raise InputError("drawn outcomes must lie in 0-100")
    share = np.ones(drawn.size) if shares is None else np.asarray(shares, dtype=np.float64)
    lower = np.minimum(np.floor(drawn).astype(np.intp), N_GRID - 2)
    upper = drawn - lower
    mass = np.bincount(lower, weights=share * (1 - upper), minlength=N_GRID)
    mass = mass + np.bincount(lower + 1, weights=share * upper, minlength=N_GRID)
    return Distribution(probabilities=mass / share.sum())


def draws_at(probabilities: Floats, uniforms: Floats) -> Floats:
    """Return one outcome a row at given levels: the vectorised `Distribution.at`.

    Parameters
    ----------
    probabilities : (n_draws, 101)
        Not negative; a row's sum may be anything above 0.
    uniforms : (n_draws,)
        Levels in [0, 1).

    Returns
    -------
    (n_draws,)
        Points of the grid.

    Examples
    --------
    >>> draws_at(point_probabilities(np.array([3.0, 8.0])), np.array([0.5, 0.1])).tolist()
    [3.0, 8.0]
    """
    cumulative = np.cumsum(probabilities, axis=1)
    levels = uniforms * cumulative[:, -1]
    found = (cumulative <= levels[:, None]).sum(axis=1)
    return np.asarray(GRID[np.minimum(found, N_GRID - 1)])
