"""What stands in the way: each lock, player, link and pressure lifted in turn on the same draws."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from detente.model.drawn import draw_system, institutions_of
from detente.model.draws import InputDraws
from detente.model.dynamics import run_paths
from detente.model.settlement import settlement_draws
from detente.model.steps import steps_until
from detente.model.system import Floats, System

BUDGET = 10_000
"""Draws, copies included, that each of the two passes of a search may take."""

N_LEADING = 3
"""Variants that the second pass takes up again."""

FEWEST = 250
MOST = 1_500


def candidates(system: System) -> dict[str, tuple[str, ...]]:
    """Return what could stand in the way of moves up, with the issues that it touches.

    Keys are paths: 'locks.ID', 'links.ID', 'pressures.ID', 'actors.ID' (a proposer, veto
    player or opener of a lock on an issue where it has a stake).
    """
    found: dict[str, set[str]] = {}
    for lock in system.locks:
        if lock.blocks == "up":
            found[f"locks.{lock.id}"] = set(lock.issues)
    for link in system.links:
        if link.kind == "blocks":
            found[f"links.{link.id}"] = {link.second}
    for pressure in system.pressures:
        found[f"pressures.{pressure.id}"] = set(pressure.issues) or {i.id for i in system.issues}
    staked = {(stake.actor, stake.issue) for stake in system.stakes}
    for issue in system.issues:
        for actor in sorted(_gatekeepers(system, issue.id, issue.sides)):
            if (actor, issue.id) in staked:
                found.setdefault(f"actors.{actor}", set()).add(issue.id)
    return {path: tuple(sorted(issues)) for path, issues in sorted(found.items())}


def _gatekeepers(system: System, issue: str, sides: tuple[str, ...]) -> set[str]:
    """Return the actors whose agreement a move up on an issue needs."""
    actors: set[str] = set()
    for side in sides:
        chosen = institutions_of(system, side, issue)[:1]
        for institution in chosen:
            actors.update(institution.proposers, institution.must_agree)
        if not chosen:
            actors.update(actor.id for actor in system.actors if actor.state == side)
        for lock in system.locks:
            if lock.side == side and lock.blocks == "up" and issue in lock.issues:
                actors.update(lock.opens_by)
    return actors


def blocker_effects(
    system: System, horizon: date, *, seed: int, solver: str, n_draws: int | None = None
) -> dict[str, dict[str, float]]:
    """Return how much P(improve) of an issue gains when something no longer stands in its way.

    All variants run side by side on the same draws; those with the largest gains are run once more
    on more draws. A gain is kept when it is at least half a percentage point and twice its own
    Monte Carlo error.

    Parameters
    ----------
    n_draws : int, optional
        Draws a variant, all in one go; within a budget, in two, when not given.

    Returns
    -------
    dict
        Issue -> path -> gain in probability, largest first.
    """
    touched = candidates(system)
    gains = _gains(system, horizon, touched, _share(touched, n_draws), seed, solver)
    if n_draws is None:
        best = {path: max(by_issue.values()) for path, by_issue in gains.items()}
        leading = sorted(best, key=lambda path: (-best[path], path))[:N_LEADING]
        again = {path: touched[path] for path in leading if best[path] > 0}
        n = BUDGET // (1 + max(len(again), 1))
        gains |= _gains(system, horizon, again, n, seed, solver) if again else {}
    effects: dict[str, dict[str, float]] = {}
    for issue in system.issues:
        found = {path: gains[path].get(issue.id, 0.0) for path in touched}
        order = sorted((p for p in found if found[p] > 0), key=lambda p: (-found[p], p))
        effects[issue.id] = {path: found[path] for path in order}
    return effects


def _share(touched: Mapping[str, object], n_draws: int | None) -> int:
    """Return the draws that each variant of a search gets."""
    return n_draws or int(np.clip(BUDGET // (1 + len(touched)), FEWEST, MOST))


def _gains(
    system: System,
    horizon: date,
    touched: Mapping[str, tuple[str, ...]],
    n: int,
    seed: int,
    solver: str,
) -> dict[str, dict[str, float]]:
    """Return what lifting each path gains on the issues that it touches: path -> issue -> gain."""
    paths = tuple(touched)
    draws = InputDraws(n, seed, n_copies=1 + len(paths))
    drawn = draw_system(system, draws, lifted=paths)
    run = run_paths(drawn, settlement_draws(drawn, solver), steps_until(system.day, horizon))
    gains: dict[str, dict[str, float]] = {path: {} for path in paths}
    for k, issue in enumerate(system.issues):
        rise = run.levels[-1, k] - run.levels[0, k] >= issue.anchor_gap / 2 - 1e-9
        improved = rise.reshape(1 + len(paths), n).astype(np.float64)
        for copy, path in enumerate(paths, start=1):
            if issue.id in touched[path]:
                gains[path][issue.id] = _kept(improved[copy] - improved[0])
    return gains


def _kept(difference: Floats) -> float:
    """Return the mean of paired differences when it stands out from chance, else 0."""
    mean = float(difference.mean())
    error = float(difference.std()) / np.sqrt(difference.size)
    return mean if mean >= 0.005 and mean >= 2 * error else 0.0
