"""The challenge model: actors push and yield, round by round, after their expected utilities.

Bueno de Mesquita's model as Scholz, Calbert and Smith unravelled it. What they printed and what
they computed differ, so both are here: `scholz_code` gives the numbers of their table 2,
`scholz_eq31` follows their equations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError
from detente.model.compromise import compromise_points
from detente.model.median import median_points

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Variant = Literal["scholz_code", "scholz_eq31"]

N_ROUNDS = 10
MAX_ACTORS = 2000
"""Most actors that are solved: every pair is weighed, so memory grows with their square."""

_TOLERANCE = 1e-9
_CLOSE = 1e-9


@dataclass(frozen=True, eq=False, kw_only=True)
class Challenge:
    """What happened in each round; round 0 is the start.

    `converged` says whether a round came in which nobody moved; the rounds after it repeat it.
    Where it is False, the model has no answer: the last round is only where the count stopped.
    """

    variant: Variant
    positions: Floats  # (n_rounds + 1, n_actors)
    medians: Floats  # (n_rounds + 1,)
    means: Floats  # (n_rounds + 1,)
    converged: bool
    n_played: int  # rounds until nobody moved, or all

    @property
    def point(self) -> float:
        """Weighted median after the last round."""
        return float(self.medians[-1])


def challenge(
    positions: Floats,
    capability: Floats,
    salience: Floats,
    *,
    variant: Variant = "scholz_code",
    n_rounds: int = N_ROUNDS,
    status_quo_probability: float = 1.0,
) -> Challenge:
    """Return the rounds of the challenge model.

    In each round every actor weighs, for each other one, what it expects from challenging and
    from being challenged, as its own attitude to risk makes it see both. It yields to stronger
    challengers: to all that one wants, or by a part. Then all move at once.

    `scholz_code` divides the votes for a challenger by all votes in all contests, which makes its
    chance of winning very small; among compromises an actor takes the one with the lowest
    meeting point; nobody capitulates. `scholz_eq31` divides by the votes in the contest at hand
    (equation 31), and an actor takes the offer that moves it least.

    Parameters
    ----------
    positions : (n_actors,)
        Where each actor stands, on any one scale.
    capability : (n_actors,)
        Not negative, any unit.
    salience : (n_actors,)
        Probability that the actor resists a challenge, in [0, 1].
    variant : str
        `scholz_code` or `scholz_eq31`.
    n_rounds : int
        Most rounds that are played; play ends sooner when nobody moves.
    status_quo_probability : float
        The paper's Q, in [0, 1].

    Raises
    ------
    InputError
        If a number is out of range, the variant is unknown, or there are more than 2000 actors.

    References
    ----------
    Bueno de Mesquita, B. (1994). Political forecasting: an expected utility method. In Bueno de
    Mesquita and Stokman (eds), European Community Decision Making. Yale University Press, ch. 4.
    Scholz, J. B., Calbert, G. J. and Smith, G. A. (2011). Unravelling Bueno de Mesquita's group
    decision model. Journal of Theoretical Politics 23(4), 510-531, eq. 31 and table 2.

    Examples
    --------
    >>> agreed = challenge(np.full(3, 40.0), np.ones(3), np.ones(3))
    >>> agreed.point, agreed.converged
    (40.0, True)
    """
    _check(positions, capability, salience, variant, n_rounds, status_quo_probability)
    order = np.lexsort((salience, capability, positions))
    weights = capability * salience
    width = float(np.ptp(positions))
    here = positions.astype(np.float64)
    rounds = [here]
    converged = width == 0
    while not converged and len(rounds) <= n_rounds:
        ranked = _next_positions(
            here[order], weights[order], salience[order], width, variant, status_quo_probability
        )
        moved = np.empty_like(here)
        moved[order] = ranked
        converged = bool(np.abs(moved - here).max() <= _TOLERANCE * width)
        here = moved
        rounds.append(here)
    n_played = len(rounds) - 1
    history = np.array(rounds + [here] * (n_rounds - n_played))
    return Challenge(
        variant=variant,
        positions=history,
        medians=median_points(history, weights),
        means=compromise_points(history, weights),
        converged=converged,
        n_played=n_played,
    )


@dataclass(frozen=True, eq=False, slots=True)
class _Pairs:
    """What depends on where the actors stand, but not on their attitude to risk; each (n, n)."""

    gap: Floats  # distance, as a share of the width at the start
    lower: Flags  # [i, j]: i stands below j
    apart: Flags  # [i, j]: i and j stand at different points
    from_lower: NDArray[np.intp]  # flat index of [number of actors below the middle, i]
    from_upper: NDArray[np.intp]  # the same with j


def _pairs(positions: Floats, width: float) -> _Pairs:
    """Return how the pairs lie; positions in ascending order."""
    n = positions.size
    below = np.searchsorted(positions, (positions[:, None] + positions[None, :]) / 2) * n
    return _Pairs(
        gap=np.abs(positions[:, None] - positions[None, :]) / width,
        lower=positions[:, None] < positions[None, :],
        apart=positions[:, None] != positions[None, :],
        from_lower=below + np.arange(n)[:, None],
        from_upper=below + np.arange(n)[None, :],
    )


def _next_positions(
    positions: Floats,
    weights: Floats,
    salience: Floats,
    width: float,
    variant: Variant,
    q: float,
) -> Floats:
    """Return where each actor stands after one round, (n_actors,)."""
    order = np.argsort(positions, kind="stable")
    ranked, ranked_weights, resisting = positions[order], weights[order], salience[order]
    pairs = _pairs(ranked, width)
    neutral, _ = _expected_utilities(pairs, ranked_weights, resisting, None, variant, q)
    danger = neutral.sum(axis=0) - np.diagonal(neutral)
    mine, theirs = _expected_utilities(pairs, ranked_weights, resisting, _risk(danger), variant, q)
    after = np.empty_like(positions)
    after[order] = _after_offers(ranked, mine, theirs, variant)
    return after


def _expected_utilities(
    pairs: _Pairs,
    weights: Floats,
    salience: Floats,
    risk: Floats | None,
    variant: Variant,
    q: float,
) -> tuple[Floats, Floats]:
    """Return what i expects from challenging j, and j from challenging i, as i sees it, (n, n).

    `risk` are the actors' exponents; None: 1 for all, when every power is the number itself.
    """
    gap = pairs.gap
    if risk is None:
        wins = _win_probabilities(gap, pairs, weights, variant)
        success, loss = 2 * gap, 4 * gap
    else:
        power = risk[:, None]
        wins = _win_probabilities(gap**power, pairs, weights, variant)
        at_best = ((1 - gap) / 2) ** power
        loss = 4 * (((1 + gap) / 2) ** power - at_best)
        success = 2 - 4 * at_best - q * (2 - 4 * 0.5**power)
    # A contest happens where the challenged resists: with the probability of its salience.
    mine = success - salience[None, :] * (1 - wins) * loss
    theirs = success - salience[:, None] * (1 - wins.T) * loss
    return mine, theirs


def _win_probabilities(loss: Floats, pairs: _Pairs, weights: Floats, variant: Variant) -> Floats:
    """Return the probability that i wins against j, (n, n).

    `loss[k, i]` is what voter k loses by i's position. Voters for the lower of two positions are
    those below their middle, so their votes are differences of running sums along the scale:
    all pairs in n^2 steps instead of n^3.
    """
    running = np.zeros((weights.size + 1, weights.size))
    np.cumsum(weights[:, None] * loss, axis=0, out=running[1:])
    flat = running.ravel()
    from_below = flat[pairs.from_upper] - flat[pairs.from_lower]
    from_all = running[-1][None, :] - running[-1][:, None]
    votes = np.where(pairs.lower, from_below, from_all - from_below)
    votes = np.maximum(votes, 0.0) * pairs.apart
    if variant == "scholz_code":
        cast = 2 * votes.sum()
        return np.asarray(votes / cast if cast > 0 else votes)
    cast_here = votes + votes.T
    wins: Floats = np.divide(votes, cast_here, out=np.zeros_like(votes), where=cast_here > 0)
    return wins


def _risk(danger: Floats) -> Floats:
    """Return each actor's exponent, from 1/2 (seeks risk) to 2 (shuns it)."""
    low, high = danger.min(), danger.max()
    if high - low <= 1e-12 * max(abs(high), abs(low), 1.0):
        return np.ones_like(danger)
    acceptance = (2 * danger - high - low) / (high - low)
    return np.asarray((1 - acceptance / 3) / (1 + acceptance / 3))


def _after_offers(positions: Floats, mine: Floats, theirs: Floats, variant: Variant) -> Floats:
    """Return where each actor goes: to the offer it takes, or nowhere."""
    # Expectations nearer to each other than rounding can tell are equal: no move hangs on it.
    mine = np.where(np.abs(mine) < _CLOSE, 0.0, mine)
    theirs = np.where(np.abs(theirs) < _CLOSE, 0.0, theirs)
    width = float(np.ptp(positions))
    apart = positions[:, None] != positions[None, :]
    there = np.broadcast_to(positions[None, :], mine.shape)
    here = positions[:, None]
    confronted = apart & (theirs > mine + _CLOSE) & (mine > 0)
    pressed = apart & (theirs > 0) & (mine < 0)
    compromising = pressed & (theirs > np.abs(mine) + _CLOSE)
    capitulating = pressed & ~compromising
    share = np.divide(np.abs(mine), theirs, out=np.zeros_like(mine), where=theirs > 0)
    halfway = here + (there - here) * np.where(compromising, share, 0.0)
    least_move = np.abs(there - here)
    kinds: tuple[tuple[Flags, Floats, Floats], ...]
    if variant == "scholz_code":
        weight = np.abs(mine) + theirs
        top = np.abs(mine) * here + theirs * there
        meeting = np.divide(top, weight, out=np.zeros_like(top), where=compromising)
        kinds = ((confronted, there, least_move), (compromising, halfway, meeting))
    else:
        kinds = (
            (confronted, there, least_move),
            (compromising, halfway, np.abs(halfway - here)),
            (capitulating, there, least_move),
        )
    after = positions.copy()
    open_still = np.ones(positions.size, dtype=bool)
    for offered, offer, key in kinds:
        takes = open_still & offered.any(axis=1)
        if not takes.any():
            continue
        best = _best_offers(offered[takes], offer[takes], key[takes], _CLOSE * width)
        after[takes] = best
        open_still &= ~takes
    return after


def _best_offers(offered: Flags, offer: Floats, key: Floats, close: float) -> Floats:
    """Return in each row the offer of lowest key; of equal keys the lowest offer, (n_rows,)."""
    keyed = np.where(offered, key, np.inf)
    ties = keyed <= keyed.min(axis=1, keepdims=True) + close
    return np.asarray(np.where(ties, offer, np.inf).min(axis=1))


def _check(
    positions: Floats,
    capability: Floats,
    salience: Floats,
    variant: str,
    n_rounds: int,
    q: float,
) -> None:
    """Refuse what the model cannot be played with."""
    if variant not in get_args(Variant):
        known = ", ".join(get_args(Variant))
        raise InputError(f"unknown variant {variant!r} of the challenge model; known: {known}")
    if positions.size > MAX_ACTORS:
        raise InputError(
            f"the challenge model weighs every pair: at most {MAX_ACTORS} actors, got "
            f"{positions.size}; use compromise, median or mixture"
        )
    if not (capability * salience).sum() > 0 or (capability < 0).any():
        raise InputError("the challenge model needs capability >= 0 and some weight above 0")
    if (salience < 0).any() or (salience > 1).any():
        raise InputError(
            "salience is the probability of resisting here and must be in [0, 1], got "
            f"{salience.min():g} to {salience.max():g}"
        )
    if n_rounds < 1:
        raise InputError(f"the challenge model needs at least one round, got {n_rounds}")
    if not 0 <= q <= 1:
        raise InputError(f"the probability of the status quo must be in [0, 1], got {q}")
