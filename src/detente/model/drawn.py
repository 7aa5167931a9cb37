"""A system in, the same system in drawn numbers out: an array over draws for each input."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from detente.model.draws import InputDraws, Mask
from detente.model.ratify import Player
from detente.model.system import Floats, Institution, Issue, Lock, Range, Stake, System
from detente.terms.period import Span


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Burden:
    """What a domestic pressure leaves of an actor's chance to carry a move up."""

    actor: str
    issues: tuple[str, ...]
    left: Floats  # (n_draws,), in [0, 1]
    span: Span


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Body:
    """One institution on one issue: its players in drawn numbers."""

    proposers: tuple[Player, ...]
    must_agree: tuple[Player, ...]
    overriders: tuple[Player, ...]
    majority: float
    span: Span


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class DrawnLock:
    """A lock in drawn numbers."""

    lock: Lock
    workaround: Floats  # (n_draws,), points
    lapse: Floats  # (n_draws,), points
    openers: dict[str, tuple[Player, ...]]  # issue -> players
    off: Mask | None  # draws in which the lock is lifted


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class DrawnIssue:
    """An issue with all that decides on it, in drawn numbers of shape (n_draws,)."""

    issue: Issue
    index: int
    start: Floats
    opening: Floats
    erosion: Floats
    bodies: dict[str, tuple[Body, ...]]  # side -> its institutions, the most specific first
    locks: dict[str, tuple[int, ...]]  # side -> indices of `DrawnSystem.locks`
    positions: Floats  # (n_draws, n_actors), of all actors with a stake
    weights: Floats  # (n_draws, n_actors)
    stake_actors: tuple[str, ...]


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class DrawnSystem:
    """A system in drawn numbers; every array has shape (n_draws,) unless it says otherwise."""

    system: System
    draws: InputDraws
    issues: tuple[DrawnIssue, ...]
    locks: tuple[DrawnLock, ...]
    burdens: tuple[Burden, ...]
    link_strength: dict[str, Floats]
    tie_value: dict[str, Floats]
    numbers: dict[str, Floats]  # path -> draws of what belongs to no actor or issue
    actor_state: dict[str, str]
    actor_span: dict[str, Span]

    @property
    def n(self) -> int:
        """Number of draws, copies included."""
        return self.draws.n_total

    def parameter(self, name: str) -> Floats:
        """Return the draws of one of `system.Parameters`."""
        return self.numbers[f"parameters.{name}"]

    def present(self, actor: str, day: date) -> bool:
        """Return whether the actor is there on a day."""
        return self.actor_span[actor].holds_on(day)


PARAMETERS = (
    "trust",
    "precision",
    "trust_gain",
    "trust_loss",
    "restraint_gain",
    "reciprocity",
    "package_threshold",
    "package_hazard",
    "rivalry_pull",
    "persistence",
)
"""Fields of `system.Parameters`, each drawn."""


def draw_system(system: System, draws: InputDraws, lifted: tuple[str, ...] = ()) -> DrawnSystem:
    """Return a system in drawn numbers.

    Parameters
    ----------
    system : System
        Must have passed `checks.check_system`.
    draws : InputDraws
        With one copy more than `lifted` has entries: copy 0 is the system itself.
    lifted : tuple of str
        Paths of locks, links, pressures and actors; copy k is the system in which the k-th no
        longer stands in the way of a move up.
    """
    copies = _Copies(draws, lifted)
    numbers = {
        f"parameters.{name}": draws.of(getattr(system.parameters, name), f"parameters.{name}")
        for name in PARAMETERS
    }
    for shock in system.shocks:
        path = f"shocks.{shock.id}"
        numbers[f"{path}.hazard"] = draws.of(shock.hazard, f"{path}.hazard")
        numbers[f"{path}.trust"] = draws.of(shock.trust, f"{path}.trust")
        for issue_id, effect in shock.effects:
            numbers[f"{path}.effects.{issue_id}"] = draws.of(effect, f"{path}.effects.{issue_id}")
    for issue in system.issues:
        path = f"issues.{issue.id}.weight"
        numbers[path] = draws.of(issue.weight, path)
    for link in system.links:
        if link.until is not None:
            numbers[f"links.{link.id}.until"] = draws.of(link.until, f"links.{link.id}.until")
    for response in system.responses:
        path = f"responses.{response.id}"
        numbers[f"{path}.hazard"] = draws.of(response.hazard, f"{path}.hazard")
        numbers[f"{path}.effect"] = draws.of(response.effect, f"{path}.effect")
    for move in system.moves:
        for field in ("cost", "gain", "effect"):
            path = f"moves.{move.id}.{field}"
            numbers[path] = draws.of(getattr(move, field), path)
    for forum in system.forums:
        numbers[f"forums.{forum.id}.lift"] = draws.of(forum.lift, f"forums.{forum.id}.lift")

    players = _players(system, draws, numbers["parameters.precision"], copies)
    return DrawnSystem(
        system=system,
        draws=draws,
        issues=tuple(
            _drawn_issue(system, index, draws, players) for index in range(len(system.issues))
        ),
        locks=tuple(_drawn_lock(lock, draws, players, copies) for lock in system.locks),
        burdens=tuple(
            Burden(
                actor=pressure.actor,
                issues=pressure.issues,
                left=copies.without(
                    f"pressures.{pressure.id}",
                    1 - draws.of(pressure.weight, f"pressures.{pressure.id}.weight"),
                    1.0,
                ),
                span=pressure.span,
            )
            for pressure in system.pressures
        ),
        link_strength={
            link.id: _link_strength(link.id, link.kind, link.strength, draws, copies)
            for link in system.links
        },
        tie_value={tie.id: draws.of(tie.value, f"ties.{tie.id}.value") for tie in system.ties},
        numbers=numbers,
        actor_state={actor.id: actor.state for actor in system.actors},
        actor_span={actor.id: actor.span for actor in system.actors},
    )


class _Copies:
    """Which draws belong to the copy in which something is lifted."""

    def __init__(self, draws: InputDraws, lifted: tuple[str, ...]) -> None:
        self._n = draws.n_draws
        self._total = draws.n_total
        self._place = {path: k + 1 for k, path in enumerate(lifted)}

    def mask(self, path: str) -> Mask | None:
        """Return the draws in which the path is lifted, None when nowhere."""
        if path not in self._place:
            return None
        mask = np.zeros(self._total, dtype=np.bool_)
        first = self._place[path] * self._n
        mask[first : first + self._n] = True
        return mask

    def without(self, path: str, values: Floats, neutral: float) -> Floats:
        """Return the values, neutral where the path is lifted."""
        mask = self.mask(path)
        return values if mask is None else np.where(mask, neutral, values)


def _link_strength(
    link_id: str, kind: str, strength: Range, draws: InputDraws, copies: _Copies
) -> Floats:
    values = draws.of(strength, f"links.{link_id}.strength")
    return copies.without(f"links.{link_id}", values, 0.0) if kind == "blocks" else values


Players = dict[tuple[str, str], Player]


def _players(system: System, draws: InputDraws, precision: Floats, copies: _Copies) -> Players:
    """Return every actor with a stake on an issue, by actor and issue."""
    players: Players = {}
    for stake in system.stakes:
        path = f"stakes.{stake.actor}.{stake.issue}"
        position = draws.of(stake.position, f"{path}.position")
        salience = draws.of(stake.salience, f"{path}.salience")
        capability = draws.of(stake.capability, f"{path}.capability")
        weight = capability * salience
        with np.errstate(divide="ignore"):
            log_weight = np.log(weight)
        players[stake.actor, stake.issue] = Player(
            actor=stake.actor,
            position=position,
            slope=precision * salience,
            log_weight=log_weight,
            weight=weight,
            red_line=stake.red_line,
            lifted=copies.mask(f"actors.{stake.actor}"),
        )
    return players


def institutions_of(system: System, side: str, issue: str) -> tuple[Institution, ...]:
    """Return a side's institutions that decide on an issue, those that name it first."""
    own = [institution for institution in system.institutions if institution.side == side]
    named = [institution for institution in own if issue in institution.issues]
    return (*named, *(institution for institution in own if not institution.issues))


def stakes_on(system: System, issue: str) -> tuple[Stake, ...]:
    """Return the stakes on an issue, in order of their actors' ids."""
    return tuple(
        sorted((s for s in system.stakes if s.issue == issue), key=lambda stake: stake.actor)
    )


def _chosen(players: Players, actors: tuple[str, ...], issue: str) -> tuple[Player, ...]:
    return tuple(players[a, issue] for a in sorted(set(actors)) if (a, issue) in players)


def _bodies(system: System, side: str, issue: str, players: Players) -> tuple[Body, ...]:
    """Return a side's institutions on an issue; one of all its actors where none is coded."""
    bodies = [
        Body(
            proposers=_chosen(players, institution.proposers, issue),
            must_agree=_chosen(players, institution.must_agree, issue),
            overriders=_chosen(players, institution.overriders, issue),
            majority=institution.majority,
            span=institution.span,
        )
        for institution in institutions_of(system, side, issue)
    ]
    everyone = tuple(actor.id for actor in system.actors if actor.state == side)
    bodies.append(
        Body(
            proposers=_chosen(players, everyone, issue),
            must_agree=(),
            overriders=(),
            majority=0.5,
            span=Span(),
        )
    )
    return tuple(bodies)


def _drawn_issue(system: System, index: int, draws: InputDraws, players: Players) -> DrawnIssue:
    issue = system.issues[index]
    stakes = stakes_on(system, issue.id)
    on_issue = [players[stake.actor, issue.id] for stake in stakes]
    sides = tuple(dict.fromkeys((*issue.sides, *system.dyad)))
    return DrawnIssue(
        issue=issue,
        index=index,
        start=draws.of(issue.status_quo, f"issues.{issue.id}.status_quo"),
        opening=draws.of(issue.opening, f"issues.{issue.id}.opening"),
        erosion=draws.of(issue.erosion, f"issues.{issue.id}.erosion"),
        bodies={side: _bodies(system, side, issue.id, players) for side in sides},
        locks={
            side: tuple(
                k
                for k, lock in enumerate(system.locks)
                if lock.side == side and issue.id in lock.issues
            )
            for side in sides
        },
        positions=np.stack([player.position for player in on_issue], axis=1),
        weights=np.stack([player.weight for player in on_issue], axis=1),
        stake_actors=tuple(stake.actor for stake in stakes),
    )


def _drawn_lock(lock: Lock, draws: InputDraws, players: Players, copies: _Copies) -> DrawnLock:
    return DrawnLock(
        lock=lock,
        workaround=draws.of(lock.workaround, f"locks.{lock.id}.workaround"),
        lapse=draws.of(lock.lapse, f"locks.{lock.id}.lapse"),
        openers={issue: _chosen(players, lock.opens_by, issue) for issue in lock.issues},
        off=copies.mask(f"locks.{lock.id}"),
    )
