"""Where bargaining on an issue would land: drawn stakes in, drawn settlements out."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from detente.errors import InputError
from detente.model.compromise import compromise_points, compromise_spread
from detente.model.drawn import DrawnIssue, DrawnSystem
from detente.model.system import Floats


def settlement_draws(drawn: DrawnSystem, solver: str) -> Floats:
    """Return one settlement an issue and draw, as the solver gives it for that draw's stakes.

    Parameters
    ----------
    drawn : DrawnSystem
        The system in drawn numbers.
    solver : str
        Name of a solver.

    Returns
    -------
    (n_issues, n_draws)
        In [0, 100].
    """
    return np.stack([_settled(drawn, issue, solver) for issue in drawn.issues])


def _settled(drawn: DrawnSystem, issue: DrawnIssue, solver: str) -> Floats:
    """Return the settlements of one issue, shape (n_draws,)."""
    if solver not in ("mixture", "compromise"):
        raise InputError(f"unknown solver {solver!r}; known: compromise, mixture")
    point = compromise_points(issue.positions, issue.weights)
    if solver == "compromise":
        return point
    levels = drawn.draws.chance("settlement", issue.issue.id)
    spread = 0.6 * compromise_spread(issue.positions, issue.weights) + 3
    return np.asarray(np.clip(point + spread * ndtri(np.clip(levels, 1e-9, 1 - 1e-9)), 0.0, 100.0))


def solver_points(issue: DrawnIssue) -> dict[str, float]:
    """Return the mean point of each solver on an issue, by name."""
    return {"compromise": float(compromise_points(issue.positions, issue.weights).mean())}
