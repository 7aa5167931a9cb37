"""One side's level: a move on an issue and a day in, the chance that the side carries it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from detente.model.drawn import Body, DrawnIssue, DrawnSystem
from detente.model.ratify import (
    Player,
    chance_of_override,
    chance_to_let,
    chance_to_push,
    weighted_chance,
)
from detente.model.system import Floats


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Proposal:
    """A move in some of the draws: where it begins and ends, and on which day.

    `draws` picks the draws (an index, a slice, or an index with a new axis for a grid of ends);
    `start`, `end` and `pull` broadcast with what it picks.
    """

    draws: object
    start: Floats
    end: Floats
    day: date
    up: bool
    pull: Floats | float = 0.0


def body_on(drawn: DrawnSystem, issue: DrawnIssue, side: str, day: date) -> Body:
    """Return the first institution of a side that holds on the day and has somebody in it."""
    for body in issue.bodies[side]:
        seats = (*body.proposers, *body.must_agree, *body.overriders)
        if body.span.holds_on(day) and any(drawn.present(p.actor, day) for p in seats):
            return body
    return issue.bodies[side][-1]


def executive_chance(
    drawn: DrawnSystem, issue: DrawnIssue, body: Body, proposal: Proposal
) -> Floats:
    """Return P(proposers and veto players carry a move).

    The mean over proposers by weight, or the most reluctant veto player's chance if that is
    lower: what each would accept shares one climate, so that a veto player who is less
    reluctant than another changes nothing (absorption).

    References
    ----------
    Tsebelis, G. (2002). Veto Players. Princeton University Press, ch. 1-2.
    """
    proposers = _present(drawn, body.proposers, proposal)
    chance: Floats = np.ones(1)
    if proposers:
        chance = weighted_chance(
            [_lets(drawn, issue, player, proposal) for player in proposers],
            [player.weight for player in proposers],
        )
    for player in _present(drawn, body.must_agree, proposal):
        chance = np.minimum(chance, _lets(drawn, issue, player, proposal))
    return chance


def override_chance(
    drawn: DrawnSystem, issue: DrawnIssue, body: Body, proposal: Proposal
) -> Floats:
    """Return P(the overriders reach their majority for a move), 0 without overriders."""
    overriders = _present(drawn, body.overriders, proposal)
    if not overriders:
        return np.zeros(1)
    chances = [
        chance_to_push(player, proposal.start, proposal.end, proposal.pull)
        * pressure_left(drawn, issue, player.actor, proposal)
        for player in overriders
    ]
    return chance_of_override(chances, [p.weight for p in overriders], body.majority)


def side_chance(drawn: DrawnSystem, issue: DrawnIssue, side: str, proposal: Proposal) -> Floats:
    """Return P(a side's institutions carry a move), locks left aside.

    The executive way, or else the override: P = E + (1 - E) O, in [0, 1].
    """
    body = body_on(drawn, issue, side, proposal.day)
    executive = executive_chance(drawn, issue, body, proposal)
    override = override_chance(drawn, issue, body, proposal)
    return np.asarray(executive + (1 - executive) * override)


def preferred(players: tuple[Player, ...], draws: object) -> Floats | None:
    """Return the players' mean position by weight in some draws, None when there are none."""
    if not players:
        return None
    weights = [player.weight[draws] for player in players]  # type: ignore[call-overload]
    positions = [player.position[draws] for player in players]  # type: ignore[call-overload]
    total = np.sum(weights, axis=0)
    moment = np.sum([w * x for w, x in zip(weights, positions, strict=True)], axis=0)
    return np.asarray(
        np.divide(moment, total, out=np.full(np.shape(total), np.nan), where=total > 0)
    )


def _present(drawn: DrawnSystem, players: tuple[Player, ...], proposal: Proposal) -> list[Player]:
    return [p.at(proposal.draws) for p in players if drawn.present(p.actor, proposal.day)]


def _lets(drawn: DrawnSystem, issue: DrawnIssue, player: Player, proposal: Proposal) -> Floats:
    chance = chance_to_let(player, proposal.start, proposal.end, proposal.pull)
    chance = chance * pressure_left(drawn, issue, player.actor, proposal)
    if player.lifted is not None and proposal.up:
        chance = np.where(player.lifted, 1.0, chance)
    return chance


def pressure_left(
    drawn: DrawnSystem, issue: DrawnIssue, actor: str, proposal: Proposal
) -> Floats | float:
    """Return what domestic pressures leave of an actor's chance; only moves up suffer."""
    left: Floats | float = 1.0
    if not proposal.up:
        return left
    for burden in drawn.burdens:
        if burden.actor != actor or not burden.span.holds_on(proposal.day):
            continue
        if not burden.issues or issue.issue.id in burden.issues:
            left = left * burden.left[proposal.draws]  # type: ignore[call-overload]
    return left
