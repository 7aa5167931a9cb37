"""Win sets: which changes of the status quo would pass, given vetoes, a quota and who proposes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError
from detente.model.actors import MAJORITY, Stakes
from detente.model.distribution import Distribution, sampled_distribution

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class WinSet:
    """The outcomes that would beat the reference point.

    `intervals` are disjoint and ascending; empty where nothing would pass. `reference` itself is
    always open to the proposer: it need not propose.
    """

    reference: float
    intervals: tuple[tuple[float, float], ...]

    @property
    def width(self) -> float:
        """Total width, points: 0 is gridlock."""
        return sum(high - low for low, high in self.intervals)

    def nearest(self, wanted: float) -> float:
        """Return what a proposer who wants `wanted` gets: the nearest outcome that would pass."""
        choices = [min(max(wanted, low), high) for low, high in self.intervals]
        choices.append(self.reference)
        return min(choices, key=lambda point: (abs(point - wanted), point))


def winset(
    positions: Floats,
    weights: Floats,
    reference: float,
    *,
    veto_positions: Floats | None = None,
    quota: float = MAJORITY,
) -> WinSet:
    """Return the outcomes that enough actors and every veto player prefer to the reference point.

    An actor prefers the nearer of two outcomes. A change passes when more than `quota` of the
    weight and every veto player prefer it.

    Parameters
    ----------
    positions, weights : (n_actors,)
        Where each actor stands, in [0, 100]; its votes, or capability times salience.
    reference : float
        What holds unless a change passes, in [0, 100].
    veto_positions : (n_vetoes,)
        Where each veto player stands, with or without weight of its own.
    quota : float
        Share of the weight that must be exceeded, in [0, 1); for 'at least 62 of 87' give
        61.5 / 87.

    Raises
    ------
    InputError
        If the reference point is unknown or a number is out of range.

    References
    ----------
    Tsebelis, G. (2002). Veto Players: How Political Institutions Work. Princeton University
    Press, ch. 1 and 2.

    Examples
    --------
    >>> winset(np.array([20.0, 60.0, 90.0]), np.ones(3), 40.0).intervals
    ((40.0, 80.0),)
    >>> vetoes = np.array([20.0])
    >>> winset(np.array([20.0, 60.0, 90.0]), np.ones(3), 40.0, veto_positions=vetoes).intervals
    ()
    """
    if np.isnan(reference):
        raise InputError("a win set needs a reference point: what holds when nothing is agreed")
    if not 0 <= reference <= 100:
        raise InputError(f"the reference point must lie in 0-100, got {reference}")
    if not 0 <= quota < 1:
        raise InputError(f"a quota must be in [0, 1), got {quota}")
    vetoes = np.zeros(0) if veto_positions is None else veto_positions
    everyone = np.concatenate([positions, vetoes])
    edges = np.concatenate([[0.0, 100.0, reference], 2 * everyone - reference])
    edges = np.unique(np.clip(edges, 0.0, 100.0))
    middles = (edges[:-1] + edges[1:]) / 2
    order = np.argsort(positions, kind="stable")
    below = np.concatenate(([0.0], np.cumsum(weights[order])))
    # Those above the point half-way between the reference and a higher outcome prefer the latter.
    split = below[np.searchsorted(positions[order], (middles + reference) / 2)]
    support = np.where(middles > reference, below[-1] - split, split)
    passes = support > quota * below[-1] * (1 + 1e-12)
    for veto in np.unique(vetoes):
        passes &= np.abs(middles - veto) < abs(reference - veto)
    return WinSet(reference=float(reference), intervals=_joined(edges, passes))


def agenda_distribution(stakes: Stakes) -> Distribution:
    """Return what passes when one actor proposes, take it or leave it.

    The proposer gets the outcome nearest to its own position in the win set. Where the stakes name
    no proposer, each actor proposes with the probability of its share of the weight.

    Raises
    ------
    InputError
        If the reference point is unknown.

    References
    ----------
    Romer, T. and Rosenthal, H. (1978). Political resource allocation, controlled agendas, and the
    status quo. Public Choice 33(4), 27-43.
    Baron, D. and Ferejohn, J. (1989). Bargaining in legislatures. APSR 83, 1181-1206: proposers
    drawn at random.
    """
    passable = winset(
        stakes.positions,
        stakes.weights,
        stakes.reference,
        veto_positions=stakes.veto_positions,
        quota=stakes.quota,
    )
    if not np.isnan(stakes.proposer):
        return sampled_distribution([passable.nearest(stakes.proposer)])
    outcomes = [passable.nearest(float(position)) for position in stakes.positions]
    return sampled_distribution(outcomes, shares=stakes.weights)


def gridlock(veto_positions: Floats) -> tuple[float, float]:
    """Return the interval of status quos that no change can beat: between the outermost vetoes.

    Examples
    --------
    >>> gridlock(np.array([30.0, 70.0, 40.0]))
    (30.0, 70.0)
    """
    if veto_positions.size == 0:
        raise InputError("gridlock needs at least one veto player, got none")
    return float(veto_positions.min()), float(veto_positions.max())


def _joined(edges: Floats, passes: NDArray[np.bool_]) -> tuple[tuple[float, float], ...]:
    """Return neighbouring stretches that pass as one."""
    joined: list[tuple[float, float]] = []
    for low, high, passing in zip(edges[:-1].tolist(), edges[1:].tolist(), passes, strict=True):
        if not passing:
            continue
        if joined and joined[-1][1] == low:
            joined[-1] = (joined[-1][0], high)
        else:
            joined.append((low, high))
    return tuple(joined)
