"""Three states as a triangle: its type, its pivot and the pivot's leverage, over time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from detente.errors import InputError
from detente.series.table import Days, Floats
from detente.series.temperature import Temperature

TYPES = ("ménage à trois", "romantic triangle", "stable marriage", "unit veto")
"""Dittmer's four types: three, two, one or no pair on good terms."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Triangle:
    """A triangle of states by period.

    Parameters
    ----------
    starts : (n_periods,)
    levels : (n_periods, 3)
        Temperatures of the pairs (first-second), (first-third), (second-third), in [-1, 1].
    types : (n_periods, 4)
        Probability of each of `TYPES`.
    balanced : (n_periods,)
        Probability that the product of the three signs is positive (Heider's balance).
    pivot : (n_periods, 3)
        Probability that each state is the pivot: on good terms with both others while they
        are on bad terms.
    leverage : (n_periods, 3)
        Expected leverage of each state in [0, 1]: how far its two relations lie above the
        one between the other two, halved, zero if not above.
    """

    states: tuple[str, str, str]
    starts: Days
    levels: Floats
    types: Floats
    balanced: Floats
    pivot: Floats
    leverage: Floats


def triangle(
    states: tuple[str, str, str],
    pairs: tuple[Temperature, Temperature, Temperature],
    *,
    good_above: float = 0.0,
) -> Triangle:
    """Return the triangle of three states from the temperatures of its pairs.

    A pair is on good terms when its level lies above `good_above`; each level is normal with
    its own standard deviation, and pairs are taken as independent given the data.

    Parameters
    ----------
    states :
        Three different codes.
    pairs :
        Temperatures of (first, second), (first, third) and (second, third) by the same periods.

    Raises
    ------
    InputError
        If the states are not three, or no period is common to the three pairs.

    References
    ----------
    Dittmer, L. (1981). The strategic triangle: an elementary game-theoretical analysis. World
    Politics 33(4), 485-515. Heider, F. (1946). Attitudes and cognitive organization.
    """
    if len(set(states)) != 3:
        raise InputError(f"a triangle needs three different states, got {', '.join(states)}")
    starts, level, sd = _aligned(pairs)
    from scipy.stats import norm

    good = norm.cdf((level - good_above) / np.maximum(sd, 1e-9))
    types = np.zeros((len(starts), 4))
    balanced = np.zeros(len(starts))
    pivot = np.zeros((len(starts), 3))
    for signs in product((True, False), repeat=3):
        chance = np.prod(np.where(signs, good, 1 - good), axis=1)
        n_good = sum(signs)
        types[:, 3 - n_good] += chance
        balanced += chance * ((3 - n_good) % 2 == 0)
        if n_good == 2:
            # Pairs are (01), (02), (12): the state that is in both good pairs is the pivot.
            pivot[:, {2: 0, 1: 1, 0: 2}[signs.index(False)]] += chance
    return Triangle(
        states=states,
        starts=starts,
        levels=level,
        types=types,
        balanced=balanced,
        pivot=pivot,
        leverage=_leverage(level, sd),
    )


def _aligned(pairs: tuple[Temperature, ...]) -> tuple[Days, Floats, Floats]:
    starts = pairs[0].starts
    for pair in pairs[1:]:
        starts = np.intersect1d(starts, pair.starts)
    if len(starts) == 0:
        raise InputError("the three pairs have no period in common: import more events")
    rows = [np.searchsorted(pair.starts, starts) for pair in pairs]
    level = np.stack([pair.level[row] for pair, row in zip(pairs, rows, strict=True)], axis=1)
    sd = np.stack([pair.sd[row] for pair, row in zip(pairs, rows, strict=True)], axis=1)
    return starts, level, sd


def _leverage(level: Floats, sd: Floats) -> Floats:
    """Return E[max(0, (min of own pairs - the others' pair) / 2)], normal, by Gauss-Hermite."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(9)
    total = np.zeros((len(level), 3))
    for (a, wa), (b, wb), (c, wc) in product(zip(nodes, weights, strict=True), repeat=3):
        x = np.clip(level + sd * np.array([a, b, c]), -1, 1)
        gap = np.stack(
            [
                np.minimum(x[:, 0], x[:, 1]) - x[:, 2],
                np.minimum(x[:, 0], x[:, 2]) - x[:, 1],
                np.minimum(x[:, 1], x[:, 2]) - x[:, 0],
            ],
            axis=1,
        )
        total += wa * wb * wc * np.maximum(0.0, gap / 2)
    result: Floats = total / weights.sum() ** 3
    return result
