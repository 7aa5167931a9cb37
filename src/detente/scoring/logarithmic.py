"""The logarithmic score: how surprised a forecast was by what came."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from detente.scoring.pairs import Floats, checked_pairs


def log_scores(probabilities: ArrayLike, outcomes: ArrayLike) -> Floats:
    """Return the logarithmic score of each forecast of a yes-or-no question.

    LS = -ln(p) where it happened, -ln(1 - p) where it did not; in [0, inf], natural logarithm;
    less is better; a half always scores ln 2 = 0.693. Whoever said 'never' of a thing that came
    scores infinity: nothing is clipped.

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
    Good, I. J. (1952). Rational decisions. Journal of the Royal Statistical Society B 14(1),
    107-114.

    Examples
    --------
    >>> log_scores([0.5, 1.0, 0.0], [1, 1, 1]).round(3).tolist()
    [0.693, 0.0, inf]
    """
    p, o = checked_pairs(probabilities, outcomes)
    given_to_what_came = np.where(o == 1, p, 1 - p)
    with np.errstate(divide="ignore"):
        return np.maximum(-np.log(given_to_what_came), 0.0)
