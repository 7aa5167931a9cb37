"""A system in, a clear refusal out when its parts do not fit together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from detente.errors import InputError
from detente.model.system import System

FOLDERS = (
    "actors",
    "issues",
    "institutions",
    "locks",
    "links",
    "ties",
    "goals",
    "responses",
    "moves",
    "pressures",
    "forums",
    "shocks",
    "hypotheses",
    "evidence",
    "questions",
)
"""Fields of a system that hold records with an id."""


def check_system(system: System) -> None:
    """Refuse a system that names what it does not have.

    Raises
    ------
    InputError
        If an id is missing, unknown or given twice, or an issue has no stake of any weight.
    """
    if not system.issues:
        raise InputError("the system has no issue: give it at least one")
    known = {folder: _unique(folder, getattr(system, folder)) for folder in FOLDERS}
    for where, folder, names in _references(system):
        for name in names:
            if name not in known[folder]:
                raise InputError(
                    f"{where} names {name!r}, which is none of the {folder}; "
                    f"{nearest(name, known[folder])}"
                )
    for response in system.responses:
        _check_acts(f"response {response.id}", response.side, response.issue, system)
    for move in system.moves:
        _check_acts(f"move {move.id}", move.side, move.issue, system)
    _check_stakes(system)


Reference = tuple[str, str, tuple[str, ...]]


def _references(system: System) -> Iterator[Reference]:
    """Return for each record where it is, the folder that it points into, and the names there."""
    for stake in system.stakes:
        where = f"stake of {stake.actor} on {stake.issue}"
        yield where, "actors", (stake.actor,)
        yield where, "issues", (stake.issue,)
    for body in system.institutions:
        seats = (*body.proposers, *body.must_agree, *body.overriders)
        yield f"institution {body.id}", "actors", seats
        yield f"institution {body.id}", "issues", body.issues
    for lock in system.locks:
        yield f"lock {lock.id}", "issues", lock.issues
        yield f"lock {lock.id}", "actors", lock.opens_by
    for link in system.links:
        yield f"link {link.id}", "issues", (link.first, link.second)
    for goal in system.goals:
        yield f"goal {goal.id}", "actors", (goal.actor,)
        yield f"goal {goal.id}", "issues", goal.issues
    for response in system.responses:
        yield f"response {response.id}", "issues", (response.trigger, response.issue)
        yield f"response {response.id}", "goals", (response.goal,) if response.goal else ()
    for move in system.moves:
        yield f"move {move.id}", "issues", (move.issue,)
    for pressure in system.pressures:
        yield f"pressure {pressure.id}", "actors", (pressure.actor,)
        yield f"pressure {pressure.id}", "issues", pressure.issues
    for forum in system.forums:
        yield f"forum {forum.id}", "issues", forum.issues
    for shock in system.shocks:
        yield f"shock {shock.id}", "issues", tuple(issue for issue, _ in shock.effects)


def _check_stakes(system: System) -> None:
    """Refuse a stake given twice and an issue on which nobody has any weight."""
    pairs = [(stake.actor, stake.issue) for stake in system.stakes]
    for actor, issue in pairs:
        if pairs.count((actor, issue)) > 1:
            raise InputError(f"the stake of {actor} on {issue} is given twice")
    heavy = {s.issue for s in system.stakes if s.salience.high > 0 and s.capability.high > 0}
    for item in system.issues:
        if item.id not in heavy:
            raise InputError(
                f"issue {item.id} has no stake with capability and salience above 0: add one"
            )


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint with the names most like an unknown one, or with some of the known ones.

    Examples
    --------
    >>> nearest("sanctons", ["sanctions", "ukraine"])
    'did you mean sanctions?'
    """
    known = list(dict.fromkeys(known))
    close = get_close_matches(name, known, n=3, cutoff=0.6)
    if close:
        return f"did you mean {' or '.join(close)}?"
    shown = ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")
    return f"known: {shown}" if known else "there are none"


def _unique(folder: str, items: Iterable[object]) -> set[str]:
    """Return the ids of some records, each given once."""
    ids = [str(item.id) for item in items]  # type: ignore[attr-defined]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise InputError(f"{folder} have an id twice: {', '.join(twice)}")
    return set(ids)


def _check_acts(where: str, side: str, issue: str, system: System) -> None:
    """Refuse a side that cannot act on an issue."""
    sides = next(i.sides for i in system.issues if i.id == issue)
    able = tuple(dict.fromkeys((*sides, *system.dyad)))
    if side not in able:
        raise InputError(f"{where} lets {side!r} act; sides that can: {', '.join(able)}")
