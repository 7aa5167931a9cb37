"""The registry of solvers for one issue: stakes in, a distribution of the outcome out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import InputError
from detente.model.actors import Stakes, stakes
from detente.model.compromise import compromise_points
from detente.model.distribution import Distribution, point_distribution
from detente.model.median import median_points
from detente.model.mixture import mixture_distribution

Floats = NDArray[np.float64]
Solver = Callable[[Stakes], Distribution]

DEFAULT = "mixture"


def _compromise(issue: Stakes) -> Distribution:
    return point_distribution(float(compromise_points(issue.positions, issue.weights)))


def _median(issue: Stakes) -> Distribution:
    return point_distribution(float(median_points(issue.positions, issue.weights)))


SOLVERS: dict[str, Solver] = {
    "compromise": _compromise,
    "median": _median,
    "mixture": mixture_distribution,
}
"""Solvers by name: a new one is one function in its own module and one line here."""


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
    solver : str
        A name in `SOLVERS`.

    Raises
    ------
    InputError
        If the solver is unknown or the arrays are not as above.

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
    return solve(stakes(positions, strength, care, reference=reference))
