"""The Brier score: squared distance of probabilities from outcomes."""

from __future__ import annotations

from numpy.typing import ArrayLike

from detente.scoring.pairs import Floats, checked_pairs


def brier_scores(probabilities: ArrayLike, outcomes: ArrayLike) -> Floats:
    """Return the Brier score of each forecast of a yes-or-no question.

    BS = (p - o)^2, in [0, 1]; less is better; a probability of a half always scores 0.25. Brier's
    own sum over both classes is twice that.

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
    Brier, G. W. (1950). Verification of forecasts expressed in terms of probability. Monthly
    Weather Review 78(1), 1-3, equation 2.

    Examples
    --------
    >>> brier_scores([0.9, 0.3], [1, 1]).round(2).tolist()
    [0.01, 0.49]
    """
    p, o = checked_pairs(probabilities, outcomes)
    scores: Floats = (p - o) ** 2
    return scores
