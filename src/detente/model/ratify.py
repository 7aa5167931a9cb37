"""What the actors of one side think of a move in, the chance that the side carries it out.

An actor of weight w = capability x salience that gains du points of utility from a move

* lets it pass with chance  1 / (1 + w exp(-precision * salience * du)),
* pushes it with chance     w exp(precision * salience * du) / (1 + w exp(...)).

Both are logit choices in which taking a stand costs effort in proportion to weight: an actor of
full weight has the plain quantal response, one of no weight neither blocks nor pushes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from detente.model.draws import Mask
from detente.model.system import Floats

NEVER = 1e-9
"""Chance that an actor accepts what lies beyond its red line."""


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Player:
    """One actor on one issue in drawn numbers, each of shape (n_draws,)."""

    actor: str
    position: Floats  # in [0, 100]
    slope: Floats  # precision x salience, per point of utility
    log_weight: Floats  # log(capability x salience), -inf for no weight
    weight: Floats  # capability x salience, in [0, 1]
    red_line: tuple[float, float] | None = None
    lifted: Mask | None = None  # draws in which it is taken not to stand in the way of a move up

    def at(self, draws: object) -> Player:
        """Return the same player in some of the draws only (an index or a slice)."""
        return Player(
            actor=self.actor,
            position=self.position[draws],  # type: ignore[call-overload]
            slope=self.slope[draws],  # type: ignore[call-overload]
            log_weight=self.log_weight[draws],  # type: ignore[call-overload]
            weight=self.weight[draws],  # type: ignore[call-overload]
            red_line=self.red_line,
            lifted=None if self.lifted is None else self.lifted[draws],  # type: ignore[call-overload]
        )


def utility_gain(position: Floats, start: Floats, end: Floats) -> Floats:
    """Return how many points nearer to its position a move brings an actor.

    Utility falls by one a point of distance: u(x) = -|x - position|.

    Examples
    --------
    >>> utility_gain(np.array([80.0]), np.array([20.0]), np.array([50.0])).tolist()
    [30.0]
    """
    return np.abs(start - position) - np.abs(end - position)


def beyond_red_line(red_line: tuple[float, float], start: Floats, end: Floats) -> Mask:
    """Return whether a move ends outside [low, high] and farther outside than it began."""
    low, high = red_line
    outside_before = np.maximum(low - start, 0) + np.maximum(start - high, 0)
    outside_after = np.maximum(low - end, 0) + np.maximum(end - high, 0)
    return np.asarray(outside_after > outside_before + 1e-9)


def chance_to_let(player: Player, start: Floats, end: Floats, pull: Floats | float = 0.0) -> Floats:
    """Return P(a veto player does not block a move).

    Parameters
    ----------
    player : Player
        Its arrays must broadcast with `start` and `end`.
    start, end : any shape
        The level that holds without the move (the reversion point) and with it, in [0, 100].
    pull : any shape
        Utility of the move from outside the issue, in points (the triangle's swing state).

    Returns
    -------
    any shape
        In [0, 1]; 1 for a player of no weight, at least a half for one that gains.

    References
    ----------
    McKelvey, R. D. and Palfrey, T. R. (1995). Quantal response equilibria for normal form games.
    Games and Economic Behavior 10, 6-38.
    Matejka, F. and McKay, A. (2015). Rational inattention to discrete choices. AER 105, 272-298
    (the logit with a prior weight on each choice).
    """
    gain = utility_gain(player.position, start, end) + pull
    chance = expit(player.slope * gain - player.log_weight)
    if player.red_line is not None:
        barred = beyond_red_line(player.red_line, start, end) & (player.weight > 0)
        chance = np.where(barred, NEVER, chance)
    return np.asarray(chance)


def chance_to_push(
    player: Player, start: Floats, end: Floats, pull: Floats | float = 0.0
) -> Floats:
    """Return P(an actor acts for a move): 0 for one of no weight; see `chance_to_let`."""
    gain = utility_gain(player.position, start, end) + pull
    chance = expit(player.slope * gain + player.log_weight)
    if player.red_line is not None:
        chance = np.where(beyond_red_line(player.red_line, start, end), NEVER, chance)
    return np.asarray(chance)


def weighted_chance(chances: list[Floats], weights: list[Floats]) -> Floats:
    """Return the mean chance by weight: whoever is recognised to act decides.

    References
    ----------
    Baron, D. P. and Ferejohn, J. A. (1989). Bargaining in legislatures. APSR 83, 1181-1206
    (a proposer is recognised at random).
    """
    total = sum(weights, start=np.zeros(1))
    moment = sum((c * w for c, w in zip(chances, weights, strict=True)), start=np.zeros(1))
    mean = np.divide(moment, total, out=np.ones(np.broadcast(moment, total).shape), where=total > 0)
    return np.asarray(mean)


def chance_of_override(chances: list[Floats], weights: list[Floats], majority: float) -> Floats:
    """Return P(the overriders reach a majority): a logit shifted by the majority needed.

    With a simple majority it is the weighted mean chance itself; two thirds halve the odds.

    Examples
    --------
    >>> chance_of_override([np.array([0.5])], [np.array([1.0])], 2 / 3).round(3).tolist()
    [0.333]
    """
    share = np.clip(weighted_chance(chances, weights), 1e-12, 1 - 1e-12)
    some = sum(weights, start=np.zeros(1)) > 0
    return np.where(some, expit(logit(share) - logit(min(max(majority, 0.5), 1 - 1e-6))), 0.0)
