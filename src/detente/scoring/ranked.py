"""The continuous ranked probability score of a yes-or-no forecast."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from detente.scoring.pairs import Floats, checked_pairs


def binary_crps(probabilities: ArrayLike, outcomes: ArrayLike) -> Floats:
    """Return the CRPS of each forecast, seen as a distribution on the points 0 and 1.

    CRPS = integral of (F(x) - 1{x >= o})^2 dx. F jumps from 0 to 1 - p at 0 and to 1 at 1, so
    only [0, 1) counts: CRPS = (1 - p - 1{o = 0})^2, in [0, 1]. It equals the Brier score, so that a
    question of yes or no and a question of how much can be scored on one scale.

    Parameters
    ----------
    probabilities, outcomes : (n,)
        As `checked_pairs` says.

    Returns
    -------
    (n,)
        One score for each.

    Raises
    ------
    InputError
        As `checked_pairs` says.

    References
    ----------
    Gneiting, T. and Raftery, A. E. (2007). Strictly proper scoring rules, prediction, and
    estimation. Journal of the American Statistical Association 102(477), 359-378, equation 20.

    Examples
    --------
    >>> binary_crps([0.9, 0.3], [1, 1]).round(2).tolist()
    [0.01, 0.49]
    """
    p, o = checked_pairs(probabilities, outcomes)
    share_at_zero = 1 - p
    scores: Floats = (share_at_zero - np.where(o == 0, 1.0, 0.0)) ** 2
    return scores
