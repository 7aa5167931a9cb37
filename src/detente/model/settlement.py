"""Where bargaining on an issue would land: drawn stakes in, drawn settlements out."""

from __future__ import annotations

import warnings

import numpy as np

from detente.errors import DetenteWarning, InputError
from detente.model.actors import Stakes
from detente.model.compromise import compromise_points
from detente.model.drawn import DrawnIssue, DrawnSystem
from detente.model.median import median_points
from detente.model.mixture import mixture_draws
from detente.model.solvers import SOLVERS, solver_named
from detente.model.system import Floats

SAMPLED = "sampled"
"""Name under which the solver itself is drawn, each of the registry alike often."""

STAKES_TRIED = 20
"""Draws of the stakes for which a solver that takes one draw at a time is run."""

_POINTS = {"compromise": compromise_points, "median": median_points}


def check_solver(solver: str) -> None:
    """Refuse a solver that is neither in the registry nor `sampled`.

    Raises
    ------
    InputError
        If there is none of that name.
    """
    if solver != SAMPLED and solver not in SOLVERS:
        raise InputError(f"unknown solver {solver!r}; known: {', '.join(SOLVERS)}, {SAMPLED}")


def settlement_draws(drawn: DrawnSystem, solver: str) -> Floats:
    """Return one settlement an issue and draw, as the solver gives it for that draw's stakes.

    Parameters
    ----------
    drawn : DrawnSystem
        The system in drawn numbers.
    solver : str
        Name in the registry, or 'sampled': then each draw has a solver of its own.

    Returns
    -------
    (n_issues, n_draws)
        In [0, 100]. Where in a draw nobody has any weight the status quo stays.
    """
    check_solver(solver)
    if solver != SAMPLED:
        return np.stack([_settled(drawn, issue, solver) for issue in drawn.issues])
    names = sorted(SOLVERS)
    which = (drawn.draws.total_levels("solver") * len(names)).astype(np.intp)
    rows = []
    for issue in drawn.issues:
        choices = np.stack([_settled(drawn, issue, name) for name in names])
        rows.append(choices[which, np.arange(drawn.n)])
    return np.stack(rows)


def _settled(drawn: DrawnSystem, issue: DrawnIssue, solver: str) -> Floats:
    """Return the settlements of one issue, shape (n_draws,)."""
    settled = np.array(issue.start)
    heavy = np.flatnonzero(issue.weights.sum(axis=1) > 0)
    positions, weights = issue.positions[heavy], issue.weights[heavy]
    levels = drawn.draws.total_levels(f"settlement.{issue.issue.id}")[heavy]
    if solver in _POINTS:
        settled[heavy] = _POINTS[solver](positions, weights)
    elif solver == "mixture":
        settled[heavy] = mixture_draws(positions, weights, issue.start[heavy], levels)
    else:
        settled[heavy] = _one_by_one(solver, positions, weights, issue.start[heavy], levels)
    return settled


def _one_by_one(
    solver: str, positions: Floats, weights: Floats, start: Floats, levels: Floats
) -> Floats:
    """Return settlements of a solver that takes one draw of the stakes at a time.

    It is run for the first draws of the stakes only; the others take one of its answers each.
    """
    solve = solver_named(solver)
    settled = np.empty(levels.size)
    n_tried = min(STAKES_TRIED, levels.size)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DetenteWarning)
        for k in range(n_tried):
            settled[k::n_tried] = solve(_stakes(positions[k], weights[k], start[k])).at(
                levels[k::n_tried]
            )
    return settled


def solver_points(drawn: DrawnSystem, issue: DrawnIssue) -> dict[str, float]:
    """Return the expected outcome of each solver on an issue at the mean stakes, by name."""
    positions, weights = issue.positions.mean(axis=0), issue.weights.mean(axis=0)
    stakes = _stakes(positions, weights, float(issue.start.mean()))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DetenteWarning)
        return {name: solve(stakes).mean for name, solve in SOLVERS.items()}


def _stakes(positions: Floats, weights: Floats, start: float) -> Stakes:
    """Return one draw's stakes without the actors of no weight."""
    counts = weights > 0
    return Stakes(
        positions=positions[counts],
        capability=weights[counts],
        salience=np.ones(int(counts.sum())),
        reference=float(start),
    )
