"""The weighted median voter: the position that no other can beat in a weighted majority vote."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def median_points(positions: Floats, weights: Floats) -> Floats:
    """Return the weighted median position of each row.

    It cannot be beaten whenever each actor prefers the nearer of two positions. Where exactly
    half the weight lies on each side, the lower of the two is returned.

    Parameters
    ----------
    positions : (..., n_actors)
        Where each actor stands, on any one scale.
    weights : (..., n_actors)
        Capability times salience; not negative. A row whose weights are all zero gives NaN.

    Returns
    -------
    (...)
        One position a row.

    References
    ----------
    Black, D. (1948). On the rationale of group decision-making. JPE 56(1), 23-34.

    Examples
    --------
    >>> float(median_points(np.array([10.0, 40.0, 90.0]), np.array([1.0, 1.0, 3.0])))
    90.0
    """
    positions, weights = np.broadcast_arrays(positions, weights)
    order = np.argsort(positions, axis=-1, kind="stable")
    cumulative = np.cumsum(np.take_along_axis(weights, order, axis=-1), axis=-1)
    total = cumulative[..., -1:]
    has_half = cumulative >= total / 2 * (1 - 1e-12)
    first = np.where(total > 0, has_half & (cumulative > 0), False).argmax(axis=-1)
    middle = np.take_along_axis(positions, np.take_along_axis(order, first[..., None], -1), -1)
    return np.where(total[..., 0] > 0, middle[..., 0], np.nan)
