"""A checked case and a day in; the system of that day and the source of each number out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from detente.case.entries import History, Provenance
from detente.case.records import (
    actor_of,
    evidence_of,
    forums_of,
    goals_of,
    institutions_of,
    issues_of,
    links_of,
    locks_of,
    moves_of,
    parameters_of,
    pressures_of,
    questions_of,
    responses_of,
    shocks_of,
    stakes_of,
    ties_of,
)
from detente.case.schema import NUMBERS, CaseForm, Source
from detente.case.view import AHEAD, There, View
from detente.case.yaml_lines import LinedYaml
from detente.errors import InputError
from detente.model.system import Hypothesis, OutcomeBounds, System
from detente.terms.period import day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An analyst's model of a relation over time, checked; `as_of` gives it on one day."""

    id: str
    title: str
    folder: Path
    dyad: tuple[str, str]
    third: str | None
    default_day: date
    default_horizon: date
    note: str | None
    sources: Mapping[str, Source]
    form: CaseForm
    histories: tuple[History, ...]
    tree: LinedYaml

    @property
    def by_key(self) -> dict[str, History]:
        """The histories by their keys."""
        return {history.key: history for history in self.histories}

    def as_of(self, day: date | str | None = None, *, expert: str | None = None) -> System:
        """Return the system as it was known on a day.

        Parameters
        ----------
        day
            The day of the view, as a date or ISO text; the case's default day if None.
        expert
            Id of an expert of the case whose stakes are laid over the case's own.

        Raises
        ------
        InputError
            If the case says too little of that day, or knows no such expert.
        """
        return system_on(self, self._day(day), expert)

    def provenance(self, day: date | str | None = None) -> dict[str, Provenance]:
        """Return where each number of `as_of(day)` comes from.

        Keys name the number, such as 'stakes.us_president.sanctions.position',
        'issues.sanctions.status_quo' or 'locks.caatsa.workaround'.
        """
        return provenance_on(self, self._day(day))

    def experts(self, day: date | str | None = None) -> tuple[str, ...]:
        """Return the ids of the experts seen on a day."""
        seen = self._day(day)
        return tuple(
            history.key.split(".", 1)[1]
            for history in self.histories
            if history.section == "experts" and history.on(seen)
        )

    def _day(self, day: date | str | None) -> date:
        return self.default_day if day is None else day_of(day, "day")


def system_on(case: Case, day: date, expert: str | None = None) -> System:
    """Return the system of a case as it was known on a day.

    Raises
    ------
    InputError
        If nothing can be assessed on that day, or the expert is unknown on it.
    """
    if expert is not None and expert not in case.experts(day):
        known = ", ".join(case.experts(day)) or "none"
        raise InputError(f"unknown expert {expert!r} on {day}; known on that day: {known}")
    view = View(case.tree.name, case.by_key, case.form.spread, day, expert)
    actors = tuple(actor_of(name, version) for name, version in view.section("actors"))
    coded = tuple(issues_of(view))
    everyone = There(frozenset(a.id for a in actors), frozenset(i.id for i in coded))
    stakes = tuple(stakes_of(view, everyone))
    staked = {stake.issue for stake in stakes}
    issues = tuple(issue for issue in coded if issue.id in staked)
    if not issues:
        raise InputError(
            f"{case.tree.name} holds no issue with a status quo and a stake as of {day}; "
            f"take a later day, such as {case.default_day}"
        )
    there = There(everyone.actors, frozenset(issue.id for issue in issues))
    return System(
        id=case.id,
        title=case.title,
        dyad=case.dyad,
        day=day,
        third=case.third,
        actors=tuple(
            a if a.answers_to in there.actors else replace(a, answers_to=None) for a in actors
        ),
        issues=issues,
        stakes=stakes,
        institutions=tuple(institutions_of(view, there)),
        parameters=parameters_of(view),
        outcomes=OutcomeBounds(
            freeze=case.form.outcomes.freeze,
            thaw=case.form.outcomes.thaw,
            alignment=case.form.outcomes.alignment,
        ),
        locks=tuple(locks_of(view, there)),
        links=tuple(links_of(view, there)),
        ties=tuple(ties_of(view)),
        goals=tuple(goals_of(view, there)),
        responses=tuple(responses_of(view, there)),
        moves=tuple(moves_of(view, there)),
        pressures=tuple(pressures_of(view, there)),
        forums=tuple(forums_of(view, there)),
        shocks=tuple(shocks_of(view, there)),
        hypotheses=tuple(
            Hypothesis(id=name, text=v.form.text, prior=v.form.prior)
            for name, v in view.section("hypotheses")
        ),
        evidence=tuple(evidence_of(view)),
        questions=tuple(questions_of(view, there)),
    )


def provenance_on(case: Case, day: date) -> dict[str, Provenance]:
    """Return where each number of a case comes from that is used on a day."""
    found: dict[str, Provenance] = {}
    for history in case.histories:
        if history.section == "expert":
            continue
        version = history.on(day, ahead=history.section in AHEAD)
        if version is None:
            continue
        if history.section in ("parameters", "status_quo"):
            found[history.key] = version.given["value"]
            continue
        for field in NUMBERS.get(history.section, ()):
            if field in version.given:
                found[f"{history.key}.{field}"] = version.given[field]
    return found
