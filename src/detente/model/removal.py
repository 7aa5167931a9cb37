"""Removing an actor or an issue from a system, with all that names it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from detente.model.system import System


def without_actor(system: System, actor: str) -> System:
    """Return a system in which nothing names an actor any more.

    Its stakes, goals and pressures go; institutions and locks lose it. A lock that only it could
    open can then be opened by nobody.
    """

    def others(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if name != actor)

    goals = tuple(goal for goal in system.goals if goal.actor != actor)
    gone = {goal.id for goal in system.goals} - {goal.id for goal in goals}
    return replace(
        system,
        actors=tuple(
            replace(other, answers_to=None) if other.answers_to == actor else other
            for other in system.actors
            if other.id != actor
        ),
        stakes=tuple(stake for stake in system.stakes if stake.actor != actor),
        institutions=tuple(
            replace(
                body,
                proposers=others(body.proposers),
                must_agree=others(body.must_agree),
                overriders=others(body.overriders),
            )
            for body in system.institutions
        ),
        locks=tuple(replace(lock, opens_by=others(lock.opens_by)) for lock in system.locks),
        goals=goals,
        responses=tuple(
            replace(response, goal=None) if response.goal in gone else response
            for response in system.responses
        ),
        pressures=tuple(pressure for pressure in system.pressures if pressure.actor != actor),
    )


def without_issue(system: System, issue: str) -> System:
    """Return a system in which nothing names an issue any more.

    What was about this issue alone goes; what was about several keeps the others.
    """
    return replace(
        system,
        issues=tuple(other for other in system.issues if other.id != issue),
        stakes=tuple(stake for stake in system.stakes if stake.issue != issue),
        institutions=_narrowed(system.institutions, issue),
        locks=_narrowed(system.locks, issue),
        links=tuple(link for link in system.links if issue not in (link.first, link.second)),
        goals=tuple(
            replace(goal, issues=tuple(name for name in goal.issues if name != issue))
            for goal in system.goals
        ),
        responses=tuple(r for r in system.responses if issue not in (r.trigger, r.issue)),
        moves=tuple(move for move in system.moves if move.issue != issue),
        pressures=_narrowed(system.pressures, issue),
        forums=_narrowed(system.forums, issue),
        shocks=tuple(
            replace(shock, effects=tuple(e for e in shock.effects if e[0] != issue))
            for shock in system.shocks
        ),
        questions=tuple(
            question
            for question in system.questions
            if question.kind not in ("threshold", "reached", "step") or question.issue != issue
        ),
    )


def without_idle_questions(system: System) -> System:
    """Return a system without the questions about responses, locks and moves that are gone."""
    there = {
        "response": {response.id for response in system.responses},
        "lock_opened": {lock.id for lock in system.locks},
        "move": {move.id for move in system.moves},
    }
    return replace(
        system,
        questions=tuple(
            question
            for question in system.questions
            if question.kind not in there or question.issue in there[question.kind]
        ),
    )


def _narrowed(records: tuple[Any, ...], issue: str) -> tuple[Any, ...]:
    """Return records about other issues too without an issue; those about it alone go."""
    kept = []
    for record in records:
        rest = tuple(name for name in record.issues if name != issue)
        if rest or not record.issues:
            kept.append(replace(record, issues=rest))
    return tuple(kept)
