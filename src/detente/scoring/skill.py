"""Skill: how much better than a reference that knows only how often things happen."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from detente.errors import InputError
from detente.scoring.pairs import Floats, checked_pairs


def base_rate(outcomes: ArrayLike) -> float:
    """Return the share of things that happened, in [0, 1].

    Raises
    ------
    InputError
        If there are no outcomes, or one is not 0 or 1.

    Examples
    --------
    >>> base_rate([1, 0, 0, 0])
    0.25
    """
    o = np.asarray(outcomes, dtype=np.float64)
    _, o = checked_pairs(np.zeros_like(o), o)
    return float(o.mean())


def base_rate_forecasts(outcomes: ArrayLike) -> Floats:
    """Return for each question the probability that the other questions' outcomes suggest.

    The share of yes among all others, with one yes and one no added (Laplace): the question's own
    outcome is not seen, so the reference does not cheat.

    Parameters
    ----------
    outcomes : (n,)
        0 or 1.

    Returns
    -------
    (n,)
        In (0, 1).

    Raises
    ------
    InputError
        If there are no outcomes, or one is not 0 or 1.

    References
    ----------
    Laplace's rule of succession; leave-one-out as in Stone, M. (1974). Cross-validatory choice and
    assessment of statistical predictions. Journal of the Royal Statistical Society B 36(2).

    Examples
    --------
    >>> base_rate_forecasts([1, 0, 0]).tolist()
    [0.25, 0.5, 0.5]
    """
    o = np.asarray(outcomes, dtype=np.float64)
    _, o = checked_pairs(np.zeros_like(o), o)
    forecasts: Floats = (o.sum() - o + 1) / (o.size + 1)
    return forecasts


def skill(score: float, reference: float) -> float:
    """Return the share of a reference's mean score that a forecaster saves.

    S = 1 - score / reference; 1 is perfect, 0 no better than the reference, below 0 worse. For
    scores of which 0 is the best, such as Brier's.

    Parameters
    ----------
    score, reference
        Mean scores, not below 0.

    Raises
    ------
    InputError
        If one is below 0 or no number, or the reference is 0: it cannot be beaten.

    References
    ----------
    Murphy, A. H. (1988). Skill scores based on the mean square error and their relationships to
    the correlation coefficient. Monthly Weather Review 116(12), 2417-2424, equation 4.

    Examples
    --------
    >>> skill(0.1, 0.25)
    0.6
    """
    if not (score >= 0 and np.isfinite(reference) and reference >= 0):
        raise InputError(f"scores must be 0 or more, got {score} and {reference}")
    if reference == 0:
        raise InputError("the reference is perfect: there is no skill against it")
    return 1 - score / reference
