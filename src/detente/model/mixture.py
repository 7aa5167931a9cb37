"""The mixture: a compromise, one actor prevailing, anything in between, no change, anything at all.

The default solver. Outcomes of negotiations are often the whole wish of one side or the old state
of affairs, which no solver that gives one point can say; so each has its own probability here.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from detente.errors import InputError
from detente.model import mixture_fit
from detente.model.actors import Stakes
from detente.model.compromise import compromise_points, compromise_spread
from detente.model.distribution import GRID, N_GRID, Distribution, point_probabilities

Floats = NDArray[np.float64]

COMPONENTS = ("compromise", "prevail", "range", "reversion", "uniform")


@dataclass(frozen=True, slots=True, kw_only=True)
class MixtureLaw:
    """How probable each way of ending a negotiation is, and how wide a compromise scatters.

    The five weights are in [0, 1] with sum 1: `compromise`, normal around the weighted mean and
    held to 0-100; `prevail`, the position of one actor, each with its share of the weight;
    `range`, anywhere between the outermost positions; `reversion`, the reference point (where none
    is known the other four share its weight); `uniform`, anywhere on the scale. The standard
    deviation around the compromise is `sd_floor + sd_ratio x` weighted standard deviation of the
    positions, in points.

    Raises
    ------
    InputError
        If a number is out of range.
    """

    compromise: float = mixture_fit.WEIGHTS["compromise"]
    prevail: float = mixture_fit.WEIGHTS["prevail"]
    range: float = mixture_fit.WEIGHTS["range"]
    reversion: float = mixture_fit.WEIGHTS["reversion"]
    uniform: float = mixture_fit.WEIGHTS["uniform"]
    sd_floor: float = mixture_fit.SD_FLOOR
    sd_ratio: float = mixture_fit.SD_RATIO

    def __post_init__(self) -> None:
        for field in fields(self):
            if not getattr(self, field.name) >= 0:
                raise InputError(
                    f"{field.name} of a mixture must be >= 0, got {getattr(self, field.name)}"
                )
        if abs(self.weights.sum() - 1) > 1e-3:
            raise InputError(f"weights of a mixture must add up to 1, got {self.weights.sum():g}")

    @property
    def weights(self) -> Floats:
        """The five weights in the order of `COMPONENTS`, shape (5,)."""
        return np.array([getattr(self, name) for name in COMPONENTS])


FITTED = MixtureLaw()
"""The law with the fitted numbers."""


def mixture_distribution(stakes: Stakes, law: MixtureLaw = FITTED) -> Distribution:
    """Return the mixture for one issue.

    References
    ----------
    Thomson, R., Stokman, F., Achen, C. and Koenig, T. (eds) (2006). The European Union Decides.
    Cambridge University Press, ch. 10: what the classic models miss is the shape.
    """
    rows = mixture_probabilities(
        stakes.positions[None, :], stakes.weights[None, :], np.array([stakes.reference]), law=law
    )
    return Distribution(probabilities=rows[0])


def mixture_probabilities(
    positions: Floats, weights: Floats, reference: Floats, *, law: MixtureLaw = FITTED
) -> Floats:
    """Return the mixture of each draw of the inputs as a row of probabilities.

    Parameters
    ----------
    positions : (n_draws, n_actors)
        Where each actor stands, in [0, 100].
    weights : (n_draws, n_actors)
        Capability times salience; not negative, a row's sum above 0.
    reference : (n_draws,)
        What holds when nothing is agreed, in [0, 100]; NaN where unknown.

    Returns
    -------
    (n_draws, 101)
        Probability of each point of the grid; each row's sum is 1.
    """
    n_draws = positions.shape[0]
    shares = _component_shares(reference, law)
    rows = np.full((n_draws, N_GRID), shares[:, 4:] / N_GRID)
    rows += shares[:, :1] * _compromise_rows(positions, weights, law)
    rows += shares[:, 1:2] * _prevail_rows(positions, weights)
    low, high = _outermost(positions, weights)
    rows += shares[:, 2:3] * _range_rows(low, high)
    rows += shares[:, 3:4] * point_probabilities(np.nan_to_num(reference))
    return rows


def mixture_draws(
    positions: Floats,
    weights: Floats,
    reference: Floats,
    uniforms: Floats,
    *,
    law: MixtureLaw = FITTED,
) -> Floats:
    """Return one settlement a draw, from given random numbers.

    The same uniforms give comparable settlements when the inputs change a little: the way in
    which a negotiation ends stays the same, and so does its rank among the ends of that way. So
    what-ifs run on common random numbers.

    Parameters
    ----------
    positions, weights : (n_draws, n_actors)
        As in `mixture_probabilities`.
    reference : (n_draws,)
        As in `mixture_probabilities`.
    uniforms : (n_draws,)
        One random number a draw, in [0, 1).

    Returns
    -------
    (n_draws,)
        Settlements in [0, 100]; not held to the grid.

    Examples
    --------
    >>> same = np.full((2, 3), 60.0)
    >>> mixture_draws(same, np.ones((2, 3)), np.full(2, np.nan), np.array([0.4, 0.9])).tolist()
    [60.0, 60.0]
    """
    shares = _component_shares(reference, law)
    edges = np.cumsum(shares, axis=1)
    edges[:, -1] = 1.0
    which = np.minimum((edges <= uniforms[:, None]).sum(axis=1), 4)
    index = np.arange(which.size)
    start = np.where(which > 0, edges[index, which - 1], 0.0)
    share = shares[index, which]
    within = np.clip((uniforms - start) / np.where(share > 0, share, 1.0), 1e-12, 1 - 1e-12)
    settled = 100.0 * within
    for component in range(4):
        mine = which == component
        if mine.any():
            settled[mine] = _component_draws(
                component, positions[mine], weights[mine], reference[mine], within[mine], law
            )
    return settled


def _component_draws(
    component: int,
    positions: Floats,
    weights: Floats,
    reference: Floats,
    levels: Floats,
    law: MixtureLaw,
) -> Floats:
    """Return settlements of one way of ending at given levels, (n,)."""
    if component == 0:
        centre = compromise_points(positions, weights)
        sd = law.sd_floor + law.sd_ratio * compromise_spread(positions, weights)
        return np.asarray(np.clip(centre + sd * ndtri(levels), 0.0, 100.0))
    if component == 1:
        return _prevailing_positions(positions, weights, levels)
    if component == 2:
        low, high = _outermost(positions, weights)
        return np.asarray(low + levels * (high - low))
    return reference


def _component_shares(reference: Floats, law: MixtureLaw) -> Floats:
    """Return the weight of each component in each draw, (n_draws, 5), rows of sum 1."""
    shares = np.tile(law.weights, (reference.size, 1))
    shares[np.isnan(reference), 3] = 0.0
    total = shares.sum(axis=1, keepdims=True)
    if not (total > 0).all():
        raise InputError("a mixture of reversion alone needs a reference point")
    return np.asarray(shares / total)


def _compromise_rows(positions: Floats, weights: Floats, law: MixtureLaw) -> Floats:
    """Return the normal around the compromise, what lies beyond the ends put on them, (n, 101)."""
    centre = compromise_points(positions, weights)[:, None]
    sd = law.sd_floor + law.sd_ratio * compromise_spread(positions, weights)[:, None]
    certain = sd[:, 0] < 1e-6
    edges = (GRID[:-1] + 0.5 - centre) / np.where(sd < 1e-6, 1.0, sd)
    cumulative = np.pad(ndtr(edges), ((0, 0), (1, 1)), constant_values=((0, 0), (0, 1)))
    rows: Floats = np.diff(cumulative, axis=1)
    if certain.any():
        rows[certain] = point_probabilities(np.clip(centre[certain, 0], 0.0, 100.0))
    return rows


def _prevail_rows(positions: Floats, weights: Floats) -> Floats:
    """Return each actor's share of the weight at its position, (n_draws, 101)."""
    n_draws = positions.shape[0]
    share = weights / weights.sum(axis=1, keepdims=True)
    lower = np.minimum(np.floor(positions).astype(np.intp), N_GRID - 2)
    upper = positions - lower
    flat = lower + N_GRID * np.arange(n_draws)[:, None]
    size = n_draws * N_GRID
    below = np.bincount(flat.ravel(), weights=(share * (1 - upper)).ravel(), minlength=size)
    above = np.bincount(flat.ravel() + 1, weights=(share * upper).ravel(), minlength=size)
    return np.asarray((below + above).reshape(n_draws, N_GRID))


def _prevailing_positions(positions: Floats, weights: Floats, levels: Floats) -> Floats:
    """Return the position at each level of the weight, actors in order of position, (n,)."""
    order = np.argsort(positions, axis=1, kind="stable")
    ranked = np.take_along_axis(positions, order, axis=1)
    cumulative = np.cumsum(np.take_along_axis(weights, order, axis=1), axis=1)
    found = (cumulative <= levels[:, None] * cumulative[:, -1:]).sum(axis=1)
    found = np.minimum(found, positions.shape[1] - 1)
    return np.asarray(ranked[np.arange(levels.size), found])


def _outermost(positions: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return the lowest and highest position held with any weight, each (n_draws,)."""
    counts = weights > 0
    low = np.where(counts, positions, np.inf).min(axis=1)
    high = np.where(counts, positions, -np.inf).max(axis=1)
    return low, high


def _range_rows(low: Floats, high: Floats) -> Floats:
    """Return the uniform law between two positions as rows: (n_draws,) -> (n_draws, 101)."""
    width = high - low
    wide = width > 1e-9
    edges = GRID[:-1] + 0.5
    share = np.clip((edges - low[:, None]) / np.where(wide, width, 1.0)[:, None], 0.0, 1.0)
    cumulative = np.pad(share, ((0, 0), (1, 1)), constant_values=((0, 0), (0, 1)))
    rows: Floats = np.diff(cumulative, axis=1)
    if not wide.all():
        rows[~wide] = point_probabilities(low[~wide])
    return rows
