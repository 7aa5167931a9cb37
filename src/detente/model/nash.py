"""Asymmetric Nash bargaining with an explicit cost of no agreement: one point an issue."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError
from detente.model.actors import NO_AGREEMENT_COST

Floats = NDArray[np.float64]

_N_HALVINGS = 60


def nash_points(
    positions: Floats,
    weights: Floats,
    reference: Floats,
    *,
    no_agreement_cost: float = NO_AGREEMENT_COST,
) -> Floats:
    """Return the point with the greatest weighted product of gains over no agreement.

    An actor at x_k loses L_k(x) = ((x - x_k) / 100)^2. Without agreement it is left with the
    reference point r and bears a cost besides, so agreement on x gains it
    g_k(x) = L_k(r) + cost - L_k(x). The point maximises sum_k w_k log g_k(x) among those where no
    actor loses. A cost of 0 is a veto for everyone; as the cost grows, the point goes to the
    compromise. Where no reference point is known, no agreement is as bad as the whole width of
    the scale: L_k(r) = 1.

    Parameters
    ----------
    positions : (..., n_actors)
        Where each actor stands, in [0, 100].
    weights : (..., n_actors)
        Capability times salience: bargaining power; not negative, not all zero.
    reference : (...)
        What holds when nothing is agreed, in [0, 100]; NaN where unknown.
    no_agreement_cost : float
        Not negative, in units of the loss from one end of the scale to the other.

    Returns
    -------
    (...)
        One point a row, in [0, 100].

    Raises
    ------
    InputError
        If the cost is negative or not finite.

    References
    ----------
    Nash, J. (1950). The bargaining problem. Econometrica 18, 155-162.
    Achen, C. H. (2006). Institutional realism and bargaining models. In Thomson et al. (eds), The
    European Union Decides, ch. 4: with a very bad no-agreement outcome it is near the weighted
    mean.

    Examples
    --------
    >>> sides, power = np.array([0.0, 100.0]), np.array([1.0, 1.0])
    >>> round(float(nash_points(sides, power, np.array(20.0))), 1)
    40.5
    >>> float(nash_points(sides, power, np.array(20.0), no_agreement_cost=0.0))
    20.0
    """
    if not (np.isfinite(no_agreement_cost) and no_agreement_cost >= 0):
        raise InputError(f"the cost of no agreement must be >= 0, got {no_agreement_cost}")
    positions, weights = np.broadcast_arrays(positions, weights)
    counts = weights > 0
    fallback = np.where(
        np.isnan(reference)[..., None], 1.0, ((positions - reference[..., None]) / 100) ** 2
    )
    worth = fallback + no_agreement_cost
    reach = np.where(counts, 100 * np.sqrt(worth), np.inf)
    low = np.maximum((positions - reach).max(axis=-1), 0.0)
    high = np.minimum((positions + reach).min(axis=-1), 100.0)
    high = np.maximum(low, high)
    for _ in range(_N_HALVINGS):
        middle = (low + high) / 2
        distance = (middle[..., None] - positions) / 100
        gain = np.maximum(worth - distance**2, 1e-300)
        slope = np.where(counts, -weights * distance / gain, 0.0).sum(axis=-1)
        low = np.where(slope > 0, middle, low)
        high = np.where(slope > 0, high, middle)
    return np.asarray((low + high) / 2)
