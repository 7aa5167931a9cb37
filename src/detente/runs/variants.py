"""A system in, the same with its stakes made vaguer or turned round out: tests of firmness."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import numpy as np

from detente.case.asof import Case
from detente.case.loading import parsed_case
from detente.model.system import Range, Stake, System


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
    """Return the system with some (actor, issue) pairs turned round: positions to 100 - x."""
    stakes = tuple(
        _turned(stake) if (stake.actor, stake.issue) in chosen else stake for stake in system.stakes
    )
    return replace(system, stakes=stakes)


def _turned(stake: Stake) -> Stake:
    position, red = stake.position, stake.red_line
    return replace(
        stake,
        position=Range(100 - position.high, 100 - position.mode, 100 - position.low),
        red_line=None if red is None else (100 - red[1], 100 - red[0]),
    )


def random_stakes(system: System, share: float, seed: int) -> frozenset[tuple[str, str]]:
    """Return a random share of the (actor, issue) pairs of a system."""
    pairs = sorted((stake.actor, stake.issue) for stake in system.stakes)
    n_chosen = max(1, round(share * len(pairs)))
    picked = np.random.default_rng(seed).choice(len(pairs), size=n_chosen, replace=False)
    return frozenset(pairs[k] for k in picked)


def shuffled(system: System, seed: int) -> System:
    """Return the system in which the numbers of all stakes have changed places at random."""
    order = np.random.default_rng(seed).permutation(len(system.stakes))
    stakes = tuple(
        replace(system.stakes[k], actor=stake.actor, issue=stake.issue)
        for stake, k in zip(system.stakes, order, strict=True)
    )
    return replace(system, stakes=stakes)


def with_shuffled_sources(case: Case, seed: int) -> Case:
    """Return a case in which the sources of all stakes have changed places.

    A stake is seen from the day of its source, so what is known on a day is no longer what was.
    """
    value = deepcopy(case.tree.value)
    entries = [
        entry
        for by_actor in value["stakes"].values()
        for history in by_actor.values()
        for entry in history
        if "source" in entry
    ]
    order = np.random.default_rng(seed).permutation(len(entries))
    sources = [entries[k]["source"] for k in order]
    for entry, source in zip(entries, sources, strict=True):
        entry["source"] = source
    return parsed_case(replace(case.tree, value=value), case.folder)
