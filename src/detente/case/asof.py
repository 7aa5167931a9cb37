"""A checked case and a day in; the system of that day and the source of each number out."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from detente.case.entries import Entry, History, Provenance, Version, merged
from detente.case.schema import (
    NUMBERS,
    PARAMETERS,
    CaseForm,
    Coded,
    IssueForm,
    QuestionForm,
    Source,
    SpreadForm,
    StakeForm,
)
from detente.case.yaml_lines import LinedYaml
from detente.errors import InputError
from detente.model.system import (
    Actor,
    Anchor,
    Evidence,
    Forum,
    Goal,
    Hypothesis,
    Institution,
    Issue,
    Link,
    Lock,
    Move,
    OutcomeBounds,
    Parameters,
    Pressure,
    Question,
    Range,
    Response,
    Shock,
    Stake,
    System,
    Tie,
)

_DAYS_A_YEAR = 365.25
_AHEAD = frozenset({"locks", "forums", "pressures"})  # things that can be announced


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

    def as_of(self, day: date | None = None, *, expert: str | None = None) -> System:
        """Return the system as it was known on a day.

        Parameters
        ----------
        day
            The day of the view; the case's default day if None.
        expert
            Id of an expert of the case whose stakes are laid over the case's own.

        Raises
        ------
        InputError
            If the case says too little of that day, or knows no such expert.
        """
        return system_on(self, day or self.default_day, expert)

    def provenance(self, day: date | None = None) -> dict[str, Provenance]:
        """Return where each number of `as_of(day)` comes from.

        Keys name the number, such as 'stakes.us_president.sanctions.position',
        'issues.sanctions.status_quo' or 'locks.caatsa.workaround'.
        """
        return provenance_on(self, day or self.default_day)

    def experts(self, day: date | None = None) -> tuple[str, ...]:
        """Return the ids of the experts seen on a day."""
        seen = day or self.default_day
        return tuple(
            history.key.split(".", 1)[1]
            for history in self.histories
            if history.section == "experts" and history.on(seen)
        )


@dataclass(frozen=True, slots=True)
class _View:
    """What is seen of a case on one day, by section and id."""

    case: Case
    day: date
    expert: str | None
    histories: Mapping[str, History]

    def section(self, name: str) -> Iterator[tuple[str, Version]]:
        """Yield the id and the version of each thing of a section."""
        for history in self.case.histories:
            if history.section == name:
                version = history.on(self.day, ahead=name in _AHEAD)
                if version is not None:
                    yield history.key.split(".", 1)[1], version

    def history(self, key: str) -> History | None:
        """Return the history of a key, if the case has it."""
        return self.histories.get(key)

    def overlay(self) -> dict[str, Entry]:
        """Return the expert's entries by the key of the stake that they change."""
        if self.expert is None:
            return {}
        prefix = f"experts.{self.expert}."
        return {
            history.key.removeprefix(prefix): history.entries[0]
            for history in self.case.histories
            if history.section == "expert" and history.key.startswith(prefix)
        }


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
    view = _View(case, day, expert, case.by_key)
    actors = tuple(_actor(name, version) for name, version in view.section("actors"))
    coded = tuple(_issues(view))
    everyone = _There(frozenset(a.id for a in actors), frozenset(i.id for i in coded))
    stakes = tuple(_stakes(view, everyone))
    staked = {stake.issue for stake in stakes}
    issues = tuple(issue for issue in coded if issue.id in staked)
    if not issues:
        raise InputError(
            f"{case.tree.name} holds no issue with a status quo and a stake as of {day}; "
            f"take a later day, such as {case.default_day}"
        )
    there = _There(everyone.actors, frozenset(issue.id for issue in issues))
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
        institutions=tuple(_institutions(view, there)),
        parameters=_parameters(view),
        outcomes=OutcomeBounds(
            freeze=case.form.outcomes.freeze,
            thaw=case.form.outcomes.thaw,
            alignment=case.form.outcomes.alignment,
        ),
        locks=tuple(_locks(view, there)),
        links=tuple(_links(view, there)),
        ties=tuple(_ties(view)),
        goals=tuple(_goals(view, there)),
        responses=tuple(_responses(view, there)),
        moves=tuple(_moves(view, there)),
        pressures=tuple(_pressures(view, there)),
        forums=tuple(_forums(view, there)),
        shocks=tuple(_shocks(view, there)),
        hypotheses=tuple(
            Hypothesis(id=name, text=v.form.text, prior=v.form.prior)
            for name, v in view.section("hypotheses")
        ),
        evidence=tuple(_evidence(view)),
        questions=tuple(_questions(view, there)),
    )


@dataclass(frozen=True, slots=True)
class _There:
    """Who and what exists on the day; a reference to anything else is dropped."""

    actors: frozenset[str]
    issues: frozenset[str]

    def some(self, names: tuple[str, ...]) -> tuple[str, ...] | None:
        """Return those issues that exist; () means all; None if all that were named are gone."""
        left = tuple(name for name in names if name in self.issues)
        return None if names and not left else left

    def those(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return those actors that exist."""
        return tuple(name for name in names if name in self.actors)


def _actor(name: str, version: Version) -> Actor:
    form = version.form
    return Actor(
        id=name, state=form.state, name=form.name, answers_to=form.answers_to, span=version.span
    )


def _issues(view: _View) -> Iterator[Issue]:
    spread = view.case.form.spread
    for name, version in view.section("issues"):
        history = view.history(f"issues.{name}.status_quo")
        value = history.on(view.day) if history else None
        if value is None:
            continue
        form: IssueForm = version.form
        yield Issue(
            id=name,
            title=form.title,
            anchors=tuple(Anchor(value=at, label=label) for at, label in form.anchors.items()),
            status_quo=value.form.value.widened(spread.status_quo, 0, 100),
            sides=form.sides,
            step=form.step,
            lag_quarters=form.lag,
            weight=form.weight,
            opening=_hazard(form.opening, spread),
            erosion=_hazard(form.erosion, spread),
            level=form.level,
            topics=form.topics,
            aligns_against=form.aligns_against,
        )


def _hazard(coded: Coded, spread: SpreadForm) -> Range:
    return coded.widened(spread.hazard * coded.range.mode, 0, 1)


def _stakes(view: _View, there: _There) -> Iterator[Stake]:
    spread, overlay = view.case.form.spread, view.overlay()
    keys = [h.key for h in view.case.histories if h.section == "stakes"]
    for key in [*keys, *(key for key in overlay if key not in keys)]:
        _, actor, issue = key.split(".")
        if actor not in there.actors or issue not in there.issues:
            continue
        form = _stake_form(view, key, overlay)
        if form is not None:
            yield Stake(
                actor=actor,
                issue=issue,
                position=form.position.widened(spread.position, 0, 100),
                salience=form.salience.widened(spread.salience, 0, 1),
                capability=form.capability.widened(spread.capability, 0, 1),
                red_line=form.red_line,
            )


def _stake_form(view: _View, key: str, overlay: Mapping[str, Entry]) -> StakeForm | None:
    history = view.history(key)
    version = history.on(view.day) if history else None
    entry = overlay.get(key)
    if entry is None:
        return version.form if version else None
    if version is None or history is None:
        form: StakeForm = merged(StakeForm, [entry])
        return form
    over: StakeForm = merged(StakeForm, [*version.entries, entry])
    return over


def _institutions(view: _View, there: _There) -> Iterator[Institution]:
    for name, version in view.section("institutions"):
        form = version.form
        issues, proposers = there.some(form.issues), there.those(form.proposers)
        if issues is not None and (proposers or not form.proposers):
            yield Institution(
                id=name,
                side=form.side,
                issues=issues,
                proposers=proposers,
                must_agree=there.those(form.must_agree),
                overriders=there.those(form.overriders),
                majority=form.majority,
                span=version.span,
            )


def _locks(view: _View, there: _There) -> Iterator[Lock]:
    for name, version in view.section("locks"):
        form = version.form
        issues = there.some(form.issues)
        if issues is not None:
            yield Lock(
                id=name,
                title=form.title,
                side=form.side,
                issues=issues,
                blocks=form.blocks,
                span=version.span,
                opens_by=there.those(form.opens_by),
                review_days=form.review_days,
                workaround=form.workaround.range,
                lapse=form.lapse.range,
            )


def _links(view: _View, there: _There) -> Iterator[Link]:
    for name, version in view.section("links"):
        form = version.form
        if {form.first, form.second} <= there.issues:
            yield Link(
                id=name,
                first=form.first,
                second=form.second,
                kind=form.kind,
                strength=form.strength.range,
                until=form.until,
            )


def _ties(view: _View) -> Iterator[Tie]:
    for name, version in view.section("ties"):
        form = version.form
        yield Tie(id=name, first=form.first, second=form.second, value=form.value.range)


def _goals(view: _View, there: _There) -> Iterator[Goal]:
    for name, version in view.section("goals"):
        form = version.form
        issues = there.some(form.issues)
        if issues and form.actor in there.actors:
            yield Goal(id=name, actor=form.actor, circle=form.circle, issues=issues, text=form.text)


def _responses(view: _View, there: _There) -> Iterator[Response]:
    goals = {name for name, _ in view.section("goals")}
    for name, version in view.section("responses"):
        form = version.form
        if {form.trigger, form.issue} <= there.issues:
            yield Response(
                id=name,
                side=form.side,
                trigger=form.trigger,
                issue=form.issue,
                hazard=form.hazard.range,
                effect=form.effect.range,
                goal=form.goal if form.goal in goals else None,
            )


def _moves(view: _View, there: _There) -> Iterator[Move]:
    for name, version in view.section("moves"):
        form = version.form
        if form.issue in there.issues:
            yield Move(
                id=name,
                title=form.title,
                side=form.side,
                issue=form.issue,
                cost=form.cost.range,
                gain=form.gain.range,
                effect=form.effect.range,
                excluded=form.excluded,
            )


def _pressures(view: _View, there: _There) -> Iterator[Pressure]:
    for name, version in view.section("pressures"):
        form = version.form
        issues = there.some(form.issues)
        if issues is not None and form.actor in there.actors:
            yield Pressure(
                id=name,
                title=form.title,
                side=form.side,
                actor=form.actor,
                issues=issues,
                weight=form.weight.range,
                span=version.span,
            )


def _forums(view: _View, there: _There) -> Iterator[Forum]:
    for name, version in view.section("forums"):
        form = version.form
        issues = there.some(form.issues)
        if issues is not None:
            yield Forum(
                id=name,
                title=form.title,
                reach=form.reach,
                lift=form.lift.range,
                issues=issues,
                span=version.span,
            )


def _shocks(view: _View, there: _There) -> Iterator[Shock]:
    for name, version in view.section("shocks"):
        form = version.form
        yield Shock(
            id=name,
            title=form.title,
            hazard=form.hazard.range,
            effects=tuple(
                (issue, coded.range)
                for issue, coded in form.effects.items()
                if issue in there.issues
            ),
            trust=form.trust.range,
        )


def _evidence(view: _View) -> Iterator[Evidence]:
    known = {name for name, _ in view.section("hypotheses")}
    for name, version in view.section("evidence"):
        form = version.form
        yield Evidence(
            id=name,
            text=form.text,
            credibility=form.credibility,
            consistency=tuple(part for part in form.consistency.items() if part[0] in known),
        )


def _questions(view: _View, there: _There) -> Iterator[Question]:
    known = {
        section: {name for name, _ in view.section(section)}
        for section in ("responses", "locks", "moves")
    }
    targets: dict[str, Container[str | None]] = {
        "response": known["responses"],
        "lock_opened": known["locks"],
        "move": known["moves"],
        "package": {None},
    }
    for name, version in view.section("questions"):
        form: QuestionForm = version.form
        by = form.by or view.day + timedelta(days=round(_DAYS_A_YEAR * (form.within_years or 0)))
        if by > view.day and form.issue in targets.get(form.kind, there.issues):
            yield Question(
                id=name,
                text=form.text,
                kind=form.kind,
                by=by,
                issue=form.issue,
                value=form.value,
                direction=form.direction,
            )


def _parameters(view: _View) -> Parameters:
    values: dict[str, Range] = {}
    for name in PARAMETERS:
        history = view.history(f"parameters.{name}")
        version = history.on(view.day) if history else None
        if version is None:
            raise InputError(
                f"{view.case.tree.name} gives no value of parameter {name!r} as of {view.day}"
            )
        values[name] = version.form.value.range
    return Parameters(**values)


def provenance_on(case: Case, day: date) -> dict[str, Provenance]:
    """Return where each number of a case comes from that is used on a day."""
    found: dict[str, Provenance] = {}
    for history in case.histories:
        if history.section == "expert":
            continue
        version = history.on(day, ahead=history.section in _AHEAD)
        if version is None:
            continue
        if history.section in ("parameters", "status_quo"):
            found[history.key] = version.given["value"]
            continue
        for field in NUMBERS.get(history.section, ()):
            if field in version.given:
                found[f"{history.key}.{field}"] = version.given[field]
    return found
