"""Equal-gain exchange: two actors trade a concession on one issue for one on another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError
from detente.model.compromise import compromise_points

Floats = NDArray[np.float64]

_SMALLEST_GAIN = 1e-9
_CLOSE = 1e-9  # deals of more nearly equal use than this are taken in order, not by rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """One exchange: each actor moves its vote on the issue that matters less to it."""

    first: int  # index of an actor: moves on `given_by_first`
    second: int  # index of the other: moves on `given_by_second`
    given_by_first: int  # index of an issue
    given_by_second: int
    gain: float  # what each of the two gains, salience x points
    externality: float  # what all others together gain; negative: they pay for it


@dataclass(frozen=True, eq=False, kw_only=True)
class Exchange:
    """Outcomes before and after all deals, and who gained by own deals and by those of others."""

    before: Floats  # (n_issues,) compromise on the positions as they were
    after: Floats  # (n_issues,)
    votes: Floats  # (n_actors, n_issues) positions that the actors support after their deals
    own_gains: Floats  # (n_actors,) salience x points, from deals that the actor made
    externalities: Floats  # (n_actors,) the same, from deals that others made
    deals: tuple[Deal, ...]  # in the order in which they were struck


def equal_gain_exchange(
    positions: Floats,
    capability: Floats,
    salience: Floats,
    *,
    externality_weight: float = 0.0,
) -> Exchange:
    """Return what trade between issues makes of the compromise on each.

    The outcome of an issue is the weighted mean of the positions that actors support. Two actors
    who stand on opposite sides of the outcome on two issues, and do not weigh these alike, both
    gain when each moves on the issue that matters less to it. The exchange rate is the one at
    which both gain alike; nobody moves further than to where the other stands, and no outcome
    further than to where the receiver wants it. The best deal is struck first; then the outcomes
    are counted anew. A position moves once. Everybody else gains or loses too: the externalities.

    Parameters
    ----------
    positions : (n_actors, n_issues)
        Outcome that each actor wants, in [0, 100].
    capability, salience : (n_actors, n_issues)
        Not negative; on each issue the products must not all be zero.
    externality_weight : float
        How much the gains and losses of all others count against the gains of the two when deals
        are ranked; with 1, a deal whose damage is greater than its use is not struck.

    Raises
    ------
    InputError
        If shapes differ or numbers are not as above.

    References
    ----------
    Stokman, F. N. and Van Oosten, R. (1994). The exchange of voting positions: an object-oriented
    model of policy networks. In Bueno de Mesquita and Stokman (eds), European Community Decision
    Making. Yale University Press, ch. 5.
    Van Assen, M., Stokman, F. and Van Oosten, R. (2003). Conflict measures in cooperative exchange
    models of collective decision-making. Rationality and Society 15(1), 85-112: externalities.

    Examples
    --------
    >>> trade = equal_gain_exchange(
    ...     np.array([[0.0, 0.0], [100.0, 100.0]]), np.ones((2, 2)),
    ...     np.array([[0.9, 0.3], [0.3, 0.9]]))
    >>> trade.before.round(1).tolist(), trade.after.round(1).tolist(), len(trade.deals)
    ([25.0, 75.0], [0.0, 100.0], 1)
    """
    _check(positions, capability, salience, externality_weight)
    weights = capability * salience
    # Deals of equal use are taken in an order that does not depend on that of the actors.
    order = np.lexsort(np.concatenate([salience, weights, positions], axis=1).T)
    market = _Market(positions[order], weights[order], salience[order], externality_weight)
    before = market.outcomes
    deals: list[Deal] = []
    while (deal := market.strike_best()) is not None:
        deals.append(deal)
    back = np.argsort(order)
    return Exchange(
        before=before,
        after=market.outcomes,
        votes=market.votes[back],
        own_gains=market.own_gains[back],
        externalities=market.externalities[back],
        deals=tuple(_renumbered(deal, order) for deal in deals),
    )


class _Market:
    """Positions supported so far, and which of them can still move."""

    def __init__(
        self, positions: Floats, weights: Floats, salience: Floats, externality_weight: float
    ) -> None:
        self.wanted = positions
        self.votes = positions.copy()
        self.weights = weights
        self.salience = salience
        self.externality_weight = externality_weight
        self.can_move = weights > 0
        self.own_gains = np.zeros(positions.shape[0])
        self.externalities = np.zeros(positions.shape[0])

    @property
    def outcomes(self) -> Floats:
        """Weighted mean of the positions supported, (n_issues,)."""
        return compromise_points(self.votes.T, self.weights.T)

    def strike_best(self) -> Deal | None:
        """Strike the deal of greatest use and return it; None when none is left."""
        best: tuple[float, int, int, int, int, float] | None = None
        outcomes = self.outcomes
        limits = self._limits(outcomes)
        for received in range(self.wanted.shape[1]):
            for given in range(self.wanted.shape[1]):
                if given == received:
                    continue
                found = self._best_on(outcomes, limits, received, given)
                if found is not None and (best is None or found[0] > best[0] * (1 + _CLOSE)):
                    best = found
        return None if best is None else self._strike(outcomes, *best[1:])

    def _limits(self, outcomes: Floats) -> Floats:
        """Return how far each pair can move each outcome: [i, j, p], towards i by a move of j."""
        aim = self.wanted[:, None, :] - outcomes
        stand = self.votes[None, :, :] - outcomes
        opposed = (aim * stand < 0) & self.can_move[None, :, :]
        # The receiver must not have given on this issue: it would buy back what it sold.
        opposed &= (self.votes == self.wanted)[:, None, :]
        reach = self.weights / self.weights.sum(axis=0)
        by_move = reach[None, :, :] * np.abs(self.votes[None, :, :] - self.wanted[:, None, :])
        return np.where(opposed, np.minimum(by_move, np.abs(aim)), 0.0)

    def _best_on(
        self, outcomes: Floats, limits: Floats, received: int, given: int
    ) -> tuple[float, int, int, int, int, float] | None:
        """Return the best deal in which the first actor receives one issue and gives another."""
        care_in, care_out = self.salience[:, received], self.salience[:, given]
        both_in = care_in[:, None] + care_in[None, :]
        both_out = care_out[:, None] + care_out[None, :]
        rate = np.divide(both_in, both_out, out=np.zeros_like(both_in), where=both_out > 0)
        other_way = limits[:, :, given].T
        bound = np.divide(other_way, rate, out=np.zeros_like(rate), where=rate > 0)
        shift = np.minimum(limits[:, :, received], bound)
        gain = shift * (care_in[:, None] - care_out[:, None] * rate)
        possible = gain > _SMALLEST_GAIN
        if not possible.any():
            return None
        use = np.where(possible, 2 * gain, -np.inf)
        if self.externality_weight > 0:
            by_first = np.sign(self.wanted[:, received] - outcomes[received])[:, None] * shift
            by_second = np.sign(self.wanted[:, given] - outcomes[given])[None, :] * shift * rate
            everyone = self._benefit(outcomes[received], by_first, received)
            everyone += self._benefit(outcomes[given], by_second, given)
            use += self.externality_weight * (everyone - 2 * gain)
        first = int((use >= use.max() * (1 - _CLOSE)).argmax())
        i, j = np.unravel_index(first, use.shape)
        if use[i, j] <= _SMALLEST_GAIN:
            return None
        return float(use[i, j]), int(i), int(j), received, given, float(shift[i, j])

    def _benefit(self, outcome: float, moves: Floats, issue: int) -> Floats:
        """Return what all actors together gain when an outcome moves, for each of the moves."""
        wanted, care = self.wanted[:, issue], self.salience[:, issue]
        now = float(care @ np.abs(wanted - outcome))
        return now - np.abs(wanted - outcome - moves[..., None]) @ care

    def _moved(
        self, outcomes: Floats, i: int, j: int, received: int, given: int, shift: float
    ) -> tuple[float, float]:
        """Return the two outcomes after a deal."""
        both = self.salience[i] + self.salience[j]
        towards_i = np.sign(self.wanted[i, received] - outcomes[received])
        towards_j = np.sign(self.wanted[j, given] - outcomes[given])
        back = shift * both[received] / both[given]
        return (
            float(outcomes[received] + towards_i * shift),
            float(outcomes[given] + towards_j * back),
        )

    def _effects(
        self, outcomes: Floats, i: int, j: int, received: int, given: int, shift: float
    ) -> Floats:
        """Return what each actor gains by a deal, (n_actors,)."""
        moved = self._moved(outcomes, i, j, received, given, shift)
        total = np.zeros(self.wanted.shape[0])
        for issue, outcome in zip((received, given), moved, strict=True):
            nearer = np.abs(self.wanted[:, issue] - outcomes[issue]) - np.abs(
                self.wanted[:, issue] - outcome
            )
            total += self.salience[:, issue] * nearer
        return total

    def _strike(
        self, outcomes: Floats, i: int, j: int, received: int, given: int, shift: float
    ) -> Deal:
        """Move the two votes and book the gains."""
        effects = self._effects(outcomes, i, j, received, given, shift)
        moved = self._moved(outcomes, i, j, received, given, shift)
        totals = self.weights.sum(axis=0)
        for actor, issue, outcome in ((j, received, moved[0]), (i, given, moved[1])):
            step = (outcome - outcomes[issue]) * totals[issue] / self.weights[actor, issue]
            self.votes[actor, issue] += step
            self.can_move[actor, issue] = False
        gain = float(effects[i])
        self.own_gains[[i, j]] += effects[[i, j]]
        effects[[i, j]] = 0.0
        self.externalities += effects
        return Deal(
            first=i,
            second=j,
            given_by_first=given,
            given_by_second=received,
            gain=gain,
            externality=float(effects.sum()),
        )


def _renumbered(deal: Deal, order: NDArray[np.intp]) -> Deal:
    """Return a deal with the caller's numbers of the actors."""
    return Deal(
        first=int(order[deal.first]),
        second=int(order[deal.second]),
        given_by_first=deal.given_by_first,
        given_by_second=deal.given_by_second,
        gain=deal.gain,
        externality=deal.externality,
    )


def _check(
    positions: Floats, capability: Floats, salience: Floats, externality_weight: float
) -> None:
    """Refuse arrays that do not describe issues."""
    if positions.ndim != 2 or not positions.shape == capability.shape == salience.shape:
        raise InputError(
            "positions, capability and salience must have one shape (n_actors, n_issues), got "
            f"{positions.shape}, {capability.shape}, {salience.shape}"
        )
    for name, values in (("capability", capability), ("salience", salience)):
        if not np.isfinite(values).all() or (values < 0).any():
            raise InputError(f"{name} must be finite and not negative")
    if not np.isfinite(positions).all() or (positions < 0).any() or (positions > 100).any():
        raise InputError("positions must lie in 0-100")
    if not ((capability * salience).sum(axis=0) > 0).all():
        raise InputError("on each issue some actor needs capability and salience above 0")
    if not externality_weight >= 0:
        raise InputError(f"the weight of externalities must be >= 0, got {externality_weight}")
