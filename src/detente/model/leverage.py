"""The strategic triangle: ties of three states in, the leverage of each as the swing state out."""

from __future__ import annotations

import numpy as np

from detente.model.drawn import DrawnIssue, DrawnSystem
from detente.model.system import Floats, System


def swing_leverage(rivals: Floats, first: Floats, second: Floats) -> Floats:
    """Return the leverage of a state from the ties of a triangle.

    leverage = max(0, -rivals) * (1 - |first - second| / 2): it grows with the rivalry of the
    other two and with how evenly the state stands between them; it is gone when they are
    reconciled or when the state has no choice left.

    Parameters
    ----------
    rivals : any shape
        Tie of the other two with each other, in [-1, 1].
    first, second : any shape
        The state's own ties with each of them, in [-1, 1].

    References
    ----------
    Dittmer, L. (1981). The strategic triangle: an elementary game-theoretical analysis. World
    Politics 33, 485-515 (the pivot of a 'romantic triangle').

    Examples
    --------
    >>> swing_leverage(np.array([-0.8, 0.5]), np.array([0.2, 0.2]), np.array([0.2, 0.2])).tolist()
    [0.8, 0.0]
    """
    return np.asarray(np.maximum(0.0, -rivals) * (1 - np.abs(first - second) / 2))


def tie_between(drawn: DrawnSystem, one: str, other: str) -> Floats | None:
    """Return the coded tie of two states, shape (n_draws,), None when there is none."""
    for tie in drawn.system.ties:
        if {tie.first, tie.second} == {one, other}:
            return drawn.tie_value[tie.id]
    return None


def dyad_tie(drawn: DrawnSystem, start_index: Floats, index: Floats) -> Floats:
    """Return the two states' own tie as their relation changes, shape (n_draws,).

    The coded tie (or the index at the start put on -1 to 1) plus the change of the index.
    """
    coded = tie_between(drawn, *drawn.system.dyad)
    start = 2 * start_index / 100 - 1 if coded is None else coded
    return np.clip(start + 2 * (index - start_index) / 100, -1.0, 1.0)


def triangle(drawn: DrawnSystem, own: Floats) -> dict[str, Floats]:
    """Return the leverage of each state of the triangle; empty without a third power.

    Parameters
    ----------
    own : (n_draws,)
        Tie of the two states of the dyad, as `dyad_tie` gives it.
    """
    third = drawn.system.third
    if third is None:
        return {}
    one, other = drawn.system.dyad
    zero = np.zeros(drawn.n)
    one_third = tie_between(drawn, one, third)
    other_third = tie_between(drawn, other, third)
    one_third = zero if one_third is None else one_third
    other_third = zero if other_third is None else other_third
    return {
        one: swing_leverage(other_third, own, one_third),
        other: swing_leverage(one_third, own, other_third),
        third: swing_leverage(own, one_third, other_third),
    }


def step_worth(
    drawn: DrawnSystem, issue: DrawnIssue, leverage: dict[str, Floats]
) -> dict[str, Floats]:
    """Return what a full step up on an issue is worth to each side from outside the issue.

    The rival that needs the swing state values a step towards it at `rivalry_pull` times that
    state's leverage. On an issue that aligns the two against a third state, a side's own tie
    with that state counts instead: a friend of the third is repelled, a rival of it drawn.

    Returns
    -------
    dict
        Side -> (n_draws,), points of utility.
    """
    pull = drawn.parameter("rivalry_pull")
    worth = {}
    for side in issue.bodies:
        partner = _partner(drawn.system, side)
        against = issue.issue.aligns_against
        if against is not None and against != side:
            tie = tie_between(drawn, side, against)
            worth[side] = np.zeros(drawn.n) if tie is None else -pull * tie
        elif partner is not None and partner in leverage:
            worth[side] = pull * leverage[partner]
        else:
            worth[side] = np.zeros(drawn.n)
    return worth


def _partner(system: System, side: str) -> str | None:
    """Return the other state of the dyad."""
    one, other = system.dyad
    return {one: other, other: one}.get(side)
