"""The registry of solvers for one issue: stakes in, a distribution of the outcome out."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import DetenteWarning, InputError
from detente.model.actors import MAJORITY, NO_AGREEMENT_COST, Stakes, stakes
from detente.model.challenge import Challenge, Variant, challenge
from detente.model.compromise import compromise_points
from detente.model.distribution import Distribution, point_distribution
from detente.model.median import median_points
from detente.model.mixture import mixture_distribution
from detente.model.nash import nash_points
from detente.model.pce import pce_distribution
from detente.model.winset import agenda_distribution

Floats = NDArray[np.float64]
Solver = Callable[[Stakes], Distribution]

DEFAULT = "mixture"


def _compromise(issue: Stakes) -> Distribution:
    return point_distribution(float(compromise_points(issue.positions, issue.weights)))


def _median(issue: Stakes) -> Distribution:
    return point_distribution(float(median_points(issue.positions, issue.weights)))


def _nash(issue: Stakes) -> Distribution:
    point = nash_points(
        issue.positions,
        issue.weights,
        np.array(issue.reference),
        no_agreement_cost=issue.no_agreement_cost,
    )
    return point_distribution(float(point))


def _challenge_code(issue: Stakes) -> Distribution:
    return point_distribution(challenge_of(issue, "scholz_code").point)


def _challenge_eq31(issue: Stakes) -> Distribution:
    return point_distribution(challenge_of(issue, "scholz_eq31").point)


def challenge_of(issue: Stakes, variant: Variant = "scholz_code") -> Challenge:
    """Return the rounds of the challenge model for stakes whose salience may have any unit.

    The model takes salience as a probability: numbers above 1 are read as percent, and numbers
    above 100 as shares of the largest.
    """
    highest = issue.salience.max()
    unit = 1.0 if highest <= 1 else max(100.0, float(highest))
    return challenge(issue.positions, issue.capability, issue.salience / unit, variant=variant)


SOLVERS: Mapping[str, Solver] = MappingProxyType(
    {
        "mixture": mixture_distribution,
        "compromise": _compromise,
        "median": _median,
        "nash": _nash,
        "pce": pce_distribution,
        "challenge": _challenge_code,
        "challenge_eq31": _challenge_eq31,
        "winset": agenda_distribution,
    }
)
"""Solvers by name: a new one is one function in its own module and one line here."""

NEEDS_REFERENCE = frozenset({"winset"})
"""Solvers that have no answer where it is unknown what holds without agreement."""

CHALLENGE_VARIANTS: Mapping[str, Variant] = MappingProxyType(
    {"challenge": "scholz_code", "challenge_eq31": "scholz_eq31"}
)
"""Solvers that play rounds and may not come to rest."""


def solver_named(name: str) -> Solver:
    """Return a solver of the registry.

    Raises
    ------
    InputError
        If there is none of that name.
    """
    if name not in SOLVERS:
        raise InputError(f"unknown solver {name!r}; known solvers: {', '.join(SOLVERS)}")
    return SOLVERS[name]


def predict(
    positions: ArrayLike,
    capability: ArrayLike | None = None,
    salience: ArrayLike | None = None,
    *,
    reference: float | None = None,
    votes: ArrayLike | None = None,
    veto: ArrayLike | None = None,
    proposer: int | None = None,
    quota: float = MAJORITY,
    no_agreement_cost: float = NO_AGREEMENT_COST,
    solver: str = DEFAULT,
) -> Distribution:
    """Return how probable each outcome of one issue is.

    Parameters
    ----------
    positions : (n_actors,)
        Outcome that each actor wants, in [0, 100].
    capability : (n_actors,)
        What each could bring to bear; not negative, any unit. None: the votes.
    salience : (n_actors,)
        How much of it each would spend on this issue; not negative, any unit. None: all alike.
    reference : float
        What holds when nothing is agreed, in [0, 100]; None or NaN when unknown.
    votes : (n_actors,)
        Votes in the body that decides; used where no capability is given.
    veto : (n_actors,)
        Which actors can block any change; only the win set asks.
    proposer : int
        Index of the actor who alone may propose; only the win set asks.
    quota : float
        Share of the weight that a change must exceed; only the win set asks.
    no_agreement_cost : float
        What failure costs everyone besides the reference point, not negative; 1 is as bad as the
        whole width of the scale. Only the Nash bargain asks.
    solver : str
        A name in `SOLVERS`.

    Raises
    ------
    InputError
        If the solver is unknown or the arrays are not as above.

    Warns
    -----
    DetenteWarning
        If the challenge model has not come to rest: its last round is no answer.

    Examples
    --------
    >>> forecast = predict([0, 20, 100], [10, 5, 10], [0.9, 0.5, 0.6], reference=0)
    >>> forecast.mean < 50 < forecast.quantile(0.9)
    True
    """
    solve = solver_named(solver)
    strength = votes if capability is None else capability
    if strength is None:
        raise InputError("a solver needs capability or votes, one number an actor; got neither")
    care = np.ones(np.shape(positions)) if salience is None else salience
    issue = stakes(
        positions,
        strength,
        care,
        reference=reference,
        veto=veto,
        proposer=proposer,
        quota=quota,
        no_agreement_cost=no_agreement_cost,
    )
    if solver in CHALLENGE_VARIANTS:
        return _settled(challenge_of(issue, CHALLENGE_VARIANTS[solver]))
    return solve(issue)


def _settled(played: Challenge) -> Distribution:
    """Return the median of the last round, with a warning where actors still moved in it."""
    if not played.converged:
        warnings.warn(not_converged(played), DetenteWarning, stacklevel=3)
    return point_distribution(played.point)


def not_converged(played: Challenge, scaled: Callable[[float], float] = float) -> str:
    """Return what to tell a user of rounds that did not come to rest, on the user's scale."""
    low, high = scaled(float(played.medians.min())), scaled(float(played.medians.max()))
    return (
        f"the challenge model ({played.variant}) did not converge in {played.n_played} rounds: its "
        f"median moved between {low:.4g} and {high:.4g}; do not take the last round for an answer"
    )
