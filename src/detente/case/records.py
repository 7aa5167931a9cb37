"""The versions of one day in, the records of the model out, section by section."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from datetime import timedelta

from detente.case.entries import Entry, Version, merged
from detente.case.schema import PARAMETERS, Coded, IssueForm, QuestionForm, SpreadForm, StakeForm
from detente.case.view import There, View
from detente.errors import InputError
from detente.model.system import (
    Actor,
    Anchor,
    Evidence,
    Forum,
    Goal,
    Institution,
    Issue,
    Link,
    Lock,
    Move,
    Parameters,
    Pressure,
    Question,
    Range,
    Response,
    Shock,
    Stake,
    Tie,
)

_DAYS_A_YEAR = 365.25


def actor_of(name: str, version: Version) -> Actor:
    """Return the actor as seen on the day."""
    form = version.form
    return Actor(
        id=name, state=form.state, name=form.name, answers_to=form.answers_to, span=version.span
    )


def issues_of(view: View) -> Iterator[Issue]:
    """Yield the issues that have a status quo as seen on the day."""
    spread = view.spread
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
            weight=form.weight.widened(spread.weight * form.weight.range.mode, 0, 100),
            opening=_hazard(form.opening, spread),
            erosion=_hazard(form.erosion, spread),
            level=form.level,
            topics=form.topics,
            words=form.words,
            aligns_against=form.aligns_against,
        )


def _hazard(coded: Coded, spread: SpreadForm) -> Range:
    return coded.widened(spread.hazard * coded.range.mode, 0, 1)


def stakes_of(view: View, there: There) -> Iterator[Stake]:
    """Yield the stakes, an expert laid over them as seen on the day."""
    spread, overlay = view.spread, view.overlay()
    keys = [h.key for h in view.histories.values() if h.section == "stakes"]
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


def _stake_form(view: View, key: str, overlay: Mapping[str, Entry]) -> StakeForm | None:
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


def institutions_of(view: View, there: There) -> Iterator[Institution]:
    """Yield the institutions as seen on the day."""
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


def locks_of(view: View, there: There) -> Iterator[Lock]:
    """Yield the locks as seen on the day."""
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


def links_of(view: View, there: There) -> Iterator[Link]:
    """Yield the links as seen on the day."""
    for name, version in view.section("links"):
        form = version.form
        if {form.first, form.second} <= there.issues:
            yield Link(
                id=name,
                first=form.first,
                second=form.second,
                kind=form.kind,
                strength=form.strength.range,
                until=form.until and form.until.widened(view.spread.until, 0, 100),
            )


def ties_of(view: View) -> Iterator[Tie]:
    """Yield the ties as seen on the day."""
    for name, version in view.section("ties"):
        form = version.form
        yield Tie(id=name, first=form.first, second=form.second, value=form.value.range)


def goals_of(view: View, there: There) -> Iterator[Goal]:
    """Yield the goals as seen on the day."""
    for name, version in view.section("goals"):
        form = version.form
        issues = there.some(form.issues)
        if issues and form.actor in there.actors:
            yield Goal(id=name, actor=form.actor, circle=form.circle, issues=issues, text=form.text)


def responses_of(view: View, there: There) -> Iterator[Response]:
    """Yield the responses as seen on the day."""
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


def moves_of(view: View, there: There) -> Iterator[Move]:
    """Yield the moves as seen on the day."""
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


def pressures_of(view: View, there: There) -> Iterator[Pressure]:
    """Yield the pressures as seen on the day."""
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


def forums_of(view: View, there: There) -> Iterator[Forum]:
    """Yield the forums as seen on the day."""
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


def shocks_of(view: View, there: There) -> Iterator[Shock]:
    """Yield the shocks as seen on the day."""
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
            by_issue=form.by_issue,
        )


def evidence_of(view: View) -> Iterator[Evidence]:
    """Yield the evidence as seen on the day."""
    known = {name for name, _ in view.section("hypotheses")}
    for name, version in view.section("evidence"):
        form = version.form
        yield Evidence(
            id=name,
            text=form.text,
            credibility=form.credibility,
            consistency=tuple(part for part in form.consistency.items() if part[0] in known),
        )


def questions_of(view: View, there: There) -> Iterator[Question]:
    """Yield the questions that end after the day as seen on the day."""
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


def parameters_of(view: View) -> Parameters:
    """Return the parameters as seen on the day."""
    values: dict[str, Range] = {}
    for name in PARAMETERS:
        history = view.history(f"parameters.{name}")
        version = history.on(view.day) if history else None
        if version is None:
            raise InputError(f"{view.file} gives no value of parameter {name!r} as of {view.day}")
        values[name] = version.form.value.range
    return Parameters(**values)
