"""A system in, what its stakes say of who wants what out: the grounds of propositions.

Positions are the likeliest values as coded, 0 the worst for the relation and 100 the best. What
the case does not know on the day is not a number, and a ground that asks for it does not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import nan

from detente.model.drawn import institutions_of
from detente.model.system import Stake, System
from detente.runs.proposition_limbs import Limb, less_than, more_than
from detente.runs.proposition_measures import issue_of


def stake_of(system: System, actor: str, issue: str) -> Stake | None:
    """Return an actor's stake on an issue, if the case knows one on its day."""
    found = (s for s in system.stakes if (s.actor, s.issue) == (actor, issue))
    return next(found, None)


def wish(system: System, actor: str, issue: str) -> float:
    """Return where an actor most likely wants an issue to be, in [0, 100], or not a number."""
    stake = stake_of(system, actor, issue)
    return nan if stake is None else stake.position.mode


def width(system: System, actor: str, issue: str) -> float:
    """Return how wide the range of an actor's position is, in points, or not a number."""
    stake = stake_of(system, actor, issue)
    return nan if stake is None else stake.position.high - stake.position.low


def capability(system: System, actor: str, issue: str) -> float:
    """Return what an actor most likely can bring to bear, in [0, 1], or not a number."""
    stake = stake_of(system, actor, issue)
    return nan if stake is None else stake.capability.mode


def stands(system: System, issue: str) -> float:
    """Return where an issue most likely stands, in [0, 100]."""
    return issue_of(system, issue)[1].status_quo.mode


def said(system: System, actor: str, issue: str) -> str:
    """Return how a position is named in a table."""
    names = {item.id: item.name for item in system.actors}
    return f"{names.get(actor, actor or 'nobody')} on {issue}"


def wants_more(system: System, actor: str, issue: str) -> Limb:
    """Return the ground that an actor wants an issue higher than it stands."""
    return more_than(*_beside_what_stands(system, actor, issue, 0.0))


def wants_no_more(system: System, actor: str, issue: str, points: float = 0.0) -> Limb:
    """Return the ground that an actor wants an issue less than some points above where it is."""
    return less_than(*_beside_what_stands(system, actor, issue, points))


def _beside_what_stands(
    system: System, actor: str, issue: str, points: float
) -> tuple[str, float, float, str]:
    """Return a wish and the level that it is held against, each with its name."""
    as_it_stands = f"{points:.3g} above {issue} as it stands" if points else f"{issue} as it stands"
    level = stands(system, issue) + points
    return said(system, actor, issue), wish(system, actor, issue), level, as_it_stands


def wants_more_than(system: System, actor: str, others: Iterable[str], issue: str) -> list[Limb]:
    """Return the grounds that an actor wants an issue higher than each of some others does."""
    return [
        more_than(
            said(system, actor, issue),
            wish(system, actor, issue),
            wish(system, other, issue),
            said(system, other, issue),
        )
        for other in others
    ]


def far_apart(system: System, one: str, other: str, issue: str) -> Limb:
    """Return the ground that two actors want an issue more than an anchor apart."""
    return more_than(
        f"apart on {issue}",
        abs(wish(system, one, issue) - wish(system, other, issue)),
        issue_of(system, issue)[1].anchor_gap,
        "an anchor",
    )


def gatekeepers(system: System, side: str, issue: str, but: Sequence[str] = ()) -> tuple[str, ...]:
    """Return who must agree to a side's moves on an issue or can overrule, if known, but some."""
    first = institutions_of(system, side, issue)[0]
    return tuple(
        actor
        for actor in dict.fromkeys((*first.must_agree, *first.overriders))
        if actor not in but and stake_of(system, actor, issue)
    )


def keenest(system: System, actors: Iterable[str], issue: str, below: float) -> Limb:
    """Return the ground that the one of some actors who wants an issue highest stays below."""
    wishes = {actor: wish(system, actor, issue) for actor in actors}
    known = [actor for actor, value in wishes.items() if value == value]
    actor = max(known, key=lambda name: wishes[name], default="")
    return less_than(said(system, actor, issue), wishes.get(actor, nan), below)


def least_eager(system: System, side: str, issue: str, points: float) -> Limb:
    """Return the ground that one whose leave a side needs wants less than some points more."""
    actors = gatekeepers(system, side, issue)
    actor = min(actors, key=lambda name: wish(system, name, issue), default=side)
    return wants_no_more(system, actor, issue, points)
