"""The compromise: the mean of what the actors want, weighted by capability times salience."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def compromise_points(positions: Floats, weights: Floats) -> Floats:
    """Return the weighted mean position of each row.

    The limit of Nash bargaining with quadratic losses and a very bad no-agreement outcome; on
    decisions of the European Union the best point forecast among the classic models.

    Parameters
    ----------
    positions : (..., n_actors)
        Where each actor stands, on any one scale.
    weights : (..., n_actors)
        Capability times salience; not negative. A row whose weights are all zero gives NaN.

    Returns
    -------
    (...)
        One point a row, on the scale of the positions.

    References
    ----------
    Van den Bos, J. (1991). Dutch EC Policy Making. Thesis Publishers, Amsterdam.
    Thomson, R., Stokman, F., Achen, C. and Koenig, T. (eds) (2006). The European Union Decides.
    Cambridge University Press, ch. 5 and 10.

    Examples
    --------
    >>> float(compromise_points(np.array([0.0, 100.0]), np.array([1.0, 3.0])))
    75.0
    """
    positions, weights = np.broadcast_arrays(positions, weights)
    total = weights.sum(axis=-1)
    base = positions.min(axis=-1)
    moment = ((positions - base[..., None]) * weights).sum(axis=-1)
    shift = np.divide(moment, total, out=np.full(np.shape(total), np.nan), where=total > 0)
    return np.asarray(np.minimum(base + shift, positions.max(axis=-1)))


def compromise_spread(positions: Floats, weights: Floats) -> Floats:
    """Return the weighted standard deviation of the positions around the compromise, (...)."""
    centre = compromise_points(positions, weights)
    squares = (positions - centre[..., None]) ** 2
    return np.sqrt(compromise_points(squares, weights))
