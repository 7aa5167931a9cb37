"""A system in, the same with its stakes made vaguer or turned round out: tests of firmness."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from detente.model.system import Range, System


def widened(system: System, factor: float) -> System:
    """Return the system with the range of every stake's numbers `factor` times as wide.

    Each end moves away from the mode and is cut at the end of its scale.
    """

    def wide(value: Range, top: float) -> Range:
        low = max(0.0, value.mode - factor * (value.mode - value.low))
        return Range(low, value.mode, min(top, value.mode + factor * (value.high - value.mode)))

    stakes = tuple(
        replace(
            stake,
            position=wide(stake.position, 100.0),
            salience=wide(stake.salience, 1.0),
            capability=wide(stake.capability, 1.0),
        )
        for stake in system.stakes
    )
    return replace(system, stakes=stakes)


def mirrored(system: System, chosen: frozenset[tuple[str, str]]) -> System:
    """Return the system with the positions of some (actor, issue) pairs turned to 100 - x."""
    stakes = tuple(
        replace(
            stake,
            position=Range(
                100 - stake.position.high, 100 - stake.position.mode, 100 - stake.position.low
            ),
        )
        if (stake.actor, stake.issue) in chosen
        else stake
        for stake in system.stakes
    )
    return replace(system, stakes=stakes)


def random_stakes(system: System, share: float, seed: int) -> frozenset[tuple[str, str]]:
    """Return a random share of the (actor, issue) pairs of a system."""
    pairs = sorted((stake.actor, stake.issue) for stake in system.stakes)
    n_chosen = max(1, round(share * len(pairs)))
    picked = np.random.default_rng(seed).choice(len(pairs), size=n_chosen, replace=False)
    return frozenset(pairs[k] for k in picked)
