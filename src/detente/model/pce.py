"""Probabilistic Condorcet election: proposals meet in pairs, the stronger side likelier wins."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve

from detente.errors import InputError
from detente.model.actors import Stakes
from detente.model.distribution import GRID, Distribution, sampled_distribution

Floats = NDArray[np.float64]
Proposals = Literal["outcomes", "positions"]

MAX_PROPOSALS = 2000
"""Most distinct proposals that are solved; the cost grows with their cube."""


def pce_distribution(stakes: Stakes, *, proposals: Proposals = "outcomes") -> Distribution:
    """Return the probabilistic Condorcet election of one issue, in its Markov form.

    One proposal holds; another, each as likely, challenges it and wins with the probability of
    `win_probabilities`. The distribution is the share of time that each proposal holds in the
    long run. `outcomes` puts every point of the scale to the vote and depends smoothly on the
    positions; `positions` only what some actor wants.

    Raises
    ------
    InputError
        If the actors want more than 2000 different things and only those are put to the vote.

    References
    ----------
    Wise, B., Lester, L. and Efird, B. (2015). An introduction to the KAPSARC Toolkit for
    Behavioral Analysis (KTAB) using one-dimensional spatial models. KAPSARC, section 'Markov
    process of the probabilistic Condorcet election'.
    """
    if proposals == "positions":
        points = np.unique(stakes.positions)
        if points.size > MAX_PROPOSALS:
            raise InputError(
                f"the election is held among at most {MAX_PROPOSALS} positions, got "
                f"{points.size}: use proposals='outcomes'"
            )
    else:
        points = GRID
    shares = long_run_shares(win_probabilities(stakes.positions, stakes.weights, points))
    if proposals == "outcomes":
        return Distribution(probabilities=shares)
    return sampled_distribution(points, shares=shares)


def win_probabilities(positions: Floats, weights: Floats, proposals: Floats) -> Floats:
    """Return the probability that each proposal beats each other one.

    An actor votes for the nearer of two with its weight times how much nearer it is. The
    probability of winning is the share of the votes. All pairs are counted at once from
    H(t) = sum_k w_k max(t - x_k, 0): the votes for the lower of two proposals a < b are
    2 (H((a + b) / 2) - H(a)).

    Parameters
    ----------
    positions, weights : (n_actors,)
        Where each actor stands; capability times salience, not negative, not all zero.
    proposals : (n_proposals,)
        In ascending order, all different, on the scale of the positions.

    Returns
    -------
    (n_proposals, n_proposals)
        [i, j] is the probability that i beats j, in [0, 1]; a half on the diagonal.

    Examples
    --------
    >>> actors, power = np.array([0.0, 100.0]), np.array([3.0, 1.0])
    >>> win_probabilities(actors, power, np.array([0.0, 100.0])).tolist()
    [[0.5, 0.75], [0.25, 0.5]]
    """
    middle = (proposals[:, None] + proposals[None, :]) / 2
    order = np.argsort(positions, kind="stable")
    ranked, ranked_weights = positions[order], weights[order]
    weight_below = np.concatenate(([0.0], np.cumsum(ranked_weights)))
    moment_below = np.concatenate(([0.0], np.cumsum(ranked_weights * ranked)))

    def hinge(t: Floats) -> Floats:
        index = np.searchsorted(ranked, t)
        return np.asarray(t * weight_below[index] - moment_below[index])

    below_middle = hinge(middle)
    # Votes for the upper proposal come from the mirror image of H.
    total, moment = weight_below[-1], moment_below[-1]
    for_lower = 2 * (below_middle - hinge(proposals)[:, None])
    above_middle = moment - total * middle + below_middle
    above = moment - total * proposals + hinge(proposals)
    for_upper = 2 * (above_middle - above[:, None])
    row, column = np.indices(middle.shape)
    votes = np.maximum(np.where(row < column, for_lower, for_upper), 0.0)
    cast = votes + votes.T
    np.fill_diagonal(cast, 0.0)
    floor = 1e-12 * total * max(float(np.ptp(proposals)), 1.0)
    decided = cast > floor
    return np.where(decided, votes / np.where(decided, cast, 1.0), 0.5)


def long_run_shares(wins: Floats) -> Floats:
    """Return how long each proposal holds when challengers keep coming, all equally likely.

    Parameters
    ----------
    wins : (n, n)
        [i, j] is the probability that i beats j; [i, j] + [j, i] = 1.

    Returns
    -------
    (n,)
        Stationary probabilities; not negative, sum 1.

    Examples
    --------
    >>> long_run_shares(np.array([[0.5, 0.75], [0.25, 0.5]])).tolist()
    [0.75, 0.25]
    """
    n = wins.shape[0]
    flow = wins / n
    np.fill_diagonal(flow, 0.0)
    np.fill_diagonal(flow, 1.0 - flow.sum(axis=0))
    balance = flow - np.eye(n)
    balance[-1] = 1.0
    target = np.zeros(n)
    target[-1] = 1.0
    shares = np.maximum(solve(balance, target), 0.0)
    return np.asarray(shares / shares.sum())
