"""A small made-up relation: two states, three issues, a third power."""

from __future__ import annotations

from datetime import date

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
from detente.terms.period import Span

DAY = date(2020, 1, 15)
HORIZON = date(2022, 1, 15)

ANCHORS = (
    Anchor(value=0, label="hostile"),
    Anchor(value=25, label="cold"),
    Anchor(value=50, label="cool"),
    Anchor(value=75, label="warm"),
    Anchor(value=100, label="close"),
)


def _around(value: float, spread: float, low: float = 0.0, high: float = 100.0) -> Range:
    return Range(max(low, value - spread), value, min(high, value + spread))


def tiny_system(*, spread: float = 1.0) -> System:
    """Return the relation of Arbor and Boreas; `spread` 0 leaves its inputs certain."""
    stake_rows = (
        ("a_leader", "tariffs", 60, 0.6, 0.8),
        ("a_assembly", "tariffs", 30, 0.5, 0.7),
        ("b_leader", "tariffs", 80, 0.5, 0.9),
        ("a_leader", "border", 55, 0.7, 0.8),
        ("a_army", "border", 25, 0.6, 0.5),
        ("b_leader", "border", 50, 0.8, 0.9),
        ("b_army", "border", 20, 0.7, 0.6),
        ("a_leader", "culture", 70, 0.3, 0.7),
        ("b_leader", "culture", 65, 0.3, 0.8),
    )
    return System(
        id="tiny",
        title="Arbor and Boreas",
        dyad=("ARB", "BOR"),
        day=DAY,
        third="CYR",
        actors=(
            Actor(id="a_leader", state="ARB", name="Leader of Arbor"),
            Actor(id="a_assembly", state="ARB", name="Assembly of Arbor"),
            Actor(id="a_army", state="ARB", name="Army of Arbor", answers_to="a_leader"),
            Actor(id="b_leader", state="BOR", name="Leader of Boreas"),
            Actor(id="b_army", state="BOR", name="Army of Boreas", answers_to="b_leader"),
        ),
        issues=(
            _issue("tariffs", 30, ("ARB",), step=10, lag=1, weight=2, spread=spread),
            _issue("border", 35, ("ARB", "BOR"), step=8, lag=0, weight=3, spread=spread),
            _issue("culture", 40, ("ARB", "BOR"), step=15, lag=0, weight=1, spread=spread),
        ),
        stakes=tuple(
            Stake(
                actor=actor,
                issue=issue,
                position=_around(position, 10 * spread),
                salience=_around(salience, 0.1 * spread, 0, 1),
                capability=_around(capability, 0.1 * spread, 0, 1),
            )
            for actor, issue, position, salience, capability in stake_rows
        ),
        institutions=(
            Institution(
                id="a_trade",
                side="ARB",
                issues=("tariffs",),
                proposers=("a_leader",),
                must_agree=("a_assembly",),
                overriders=("a_assembly",),
                majority=2 / 3,
            ),
            Institution(
                id="a_all", side="ARB", issues=(), proposers=("a_leader",), must_agree=("a_army",)
            ),
            Institution(
                id="b_all", side="BOR", issues=(), proposers=("b_leader",), must_agree=("b_army",)
            ),
        ),
        parameters=Parameters(
            trust=_around(0.3, 0.1 * spread, 0, 1),
            precision=_around(0.1, 0.03 * spread, 0.01, 1),
            trust_gain=Range.point(0.05),
            trust_loss=Range.point(0.1),
            restraint_gain=Range.point(0.05),
            reciprocity=_around(0.4, 0.2 * spread, 0, 1),
            package_threshold=Range.point(0.5),
            package_hazard=Range.point(0.2),
            rivalry_pull=_around(5, 2 * spread),
            persistence=Range.point(0.7),
        ),
        outcomes=OutcomeBounds(freeze=4, thaw=15, alignment=80),
        locks=(
            Lock(
                id="tariff_act",
                title="Tariff act",
                side="ARB",
                issues=("tariffs",),
                blocks="up",
                span=Span(from_on=date(2019, 1, 1)),
                opens_by=("a_assembly",),
                review_days=30,
                workaround=_around(5, 3 * spread),
            ),
            Lock(
                id="border_treaty",
                title="Border treaty",
                side="BOR",
                issues=("border",),
                blocks="down",
                span=Span(to_on=date(2021, 1, 15)),
                opens_by=(),
            ),
        ),
        links=(
            Link(
                id="border_holds_tariffs",
                first="border",
                second="tariffs",
                kind="blocks",
                strength=_around(0.5, 0.2 * spread, 0, 1),
                until=Range.point(60),
            ),
            Link(
                id="border_for_culture",
                first="border",
                second="culture",
                kind="trade",
                strength=Range.point(0.8),
            ),
            Link(
                id="tariffs_for_border",
                first="tariffs",
                second="border",
                kind="trade",
                strength=Range.point(0.8),
            ),
        ),
        ties=(
            Tie(id="a_b", first="ARB", second="BOR", value=Range.point(-0.4)),
            Tie(id="a_c", first="ARB", second="CYR", value=_around(-0.5, 0.2 * spread, -1, 1)),
            Tie(id="b_c", first="BOR", second="CYR", value=Range.point(0.3)),
        ),
        goals=(
            Goal(id="b_border", actor="b_leader", circle=1, issues=("border",), text="Safety"),
            Goal(id="b_trade", actor="b_leader", circle=3, issues=("tariffs",), text="Sales"),
        ),
        responses=(
            Response(
                id="b_tariffs",
                side="BOR",
                trigger="tariffs",
                issue="culture",
                hazard=_around(0.4, 0.2 * spread, 0, 1),
                effect=_around(6, 2 * spread),
            ),
            Response(
                id="b_border",
                side="BOR",
                trigger="border",
                issue="culture",
                hazard=_around(0.4, 0.2 * spread, 0, 1),
                effect=_around(6, 2 * spread),
            ),
        ),
        moves=(
            Move(
                id="visit",
                title="A visit",
                side="BOR",
                issue="culture",
                cost=Range.point(10),
                gain=Range.point(30),
                effect=Range.point(5),
            ),
            Move(
                id="retreat",
                title="A retreat from the border",
                side="BOR",
                issue="border",
                cost=Range.point(90),
                gain=Range.point(90),
                effect=Range.point(50),
                excluded=True,
            ),
        ),
        pressures=(
            Pressure(
                id="inquiry",
                title="An inquiry",
                side="ARB",
                actor="a_leader",
                issues=(),
                weight=_around(0.3, 0.1 * spread, 0, 1),
            ),
        ),
        forums=(
            Forum(
                id="group",
                title="A working group",
                reach="technical",
                lift=_around(2, 0.5 * spread, 1),
            ),
        ),
        shocks=(
            Shock(
                id="clash",
                title="A clash at the border",
                hazard=_around(0.03, 0.02 * spread, 0, 1),
                effects=(("border", Range(-15 if spread else -10, -10, -5 if spread else -10)),),
                trust=Range.point(-0.1),
            ),
        ),
        hypotheses=(
            Hypothesis(id="bluff", text="Boreas bluffs", prior=0.5),
            Hypothesis(id="means_it", text="Boreas means it", prior=0.5),
        ),
        evidence=(
            Evidence(
                id="troops",
                text="Troops were moved",
                credibility=0.9,
                consistency=(("bluff", -1.0), ("means_it", 2.0)),
            ),
        ),
        questions=(
            Question(
                id="tariffs_half",
                text="Are tariffs at 50 or better in mid-2021?",
                kind="threshold",
                by=date(2021, 6, 1),
                issue="tariffs",
                value=50,
            ),
            Question(
                id="culture_answer",
                text="Does Boreas answer on culture within 60 days?",
                kind="response",
                by=date(2020, 3, 15),
                issue="b_border",
            ),
        ),
    )


def _issue(
    id_: str,
    status_quo: float,
    sides: tuple[str, ...],
    *,
    step: float,
    lag: int,
    weight: float,
    spread: float,
) -> Issue:
    return Issue(
        id=id_,
        title=id_.title(),
        anchors=ANCHORS,
        status_quo=_around(status_quo, 3 * spread),
        sides=sides,
        step=step,
        lag_quarters=lag,
        weight=_around(weight, 0.2 * weight * spread),
        opening=_around(0.2, 0.1 * spread, 0, 1),
        erosion=_around(0.1, 0.05 * spread, 0, 1),
        level="technical" if id_ == "culture" else "presidential",
    )
