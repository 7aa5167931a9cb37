"""The second built-in case: another pair of states, another kind of quarrel, the same software."""

import ast
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

import detente
from detente.case.asof import Case
from detente.case.chronology import Chronology, load_chronology
from detente.case.ledger import load_ledger
from detente.case.loading import builtin_cases, load_case
from detente.model.assess import assess_system
from detente.model.result import Assessment
from detente.model.system import System
from detente.terms.states import is_state

NAME = "japan-south-korea"
DAYS = (date(2019, 1, 15), date(2019, 8, 5), date(2020, 6, 1), date(2022, 5, 15))
DRAWS = 800


@pytest.fixture(scope="module")
def case() -> Case:
    return load_case(NAME)


@pytest.fixture(scope="module")
def chronology(case: Case) -> Chronology:
    return load_chronology(case.folder / "chronology.csv")


@cache
def assessed(day: date, years: float = 2.0) -> Assessment:
    system = load_case(NAME).as_of(day)
    horizon = day + timedelta(days=round(365.25 * years))
    return assess_system(system, horizon=horizon, n_draws=DRAWS, seed=1)


def improves(day: date, issue: str) -> float:
    return next(i for i in assessed(day).issues if i.issue == issue).improve.value


def by_actor(system: System, issue: str) -> dict[str, float]:
    return {s.actor: s.position.mode for s in system.stakes if s.issue == issue}


def test_it_is_found_by_its_name_beside_the_first(case: Case) -> None:
    assert {NAME, "us-russia"} <= set(builtin_cases())
    assert (case.dyad, case.third) == (("JPN", "KOR"), "USA")
    assert "hindsight" in (case.note or "")


@pytest.mark.parametrize("day", DAYS)
def test_it_is_complete_on_each_day(case: Case, day: date) -> None:
    system = case.as_of(day)
    assert len(system.issues) == 9
    assert 10 <= len(system.actors) <= 17
    for issue in system.issues:
        states = {
            actor.state
            for actor in system.actors
            for stake in system.stakes
            if stake.actor == actor.id and stake.issue == issue.id
        }
        assert set(issue.sides) <= states, issue.id
        for side in issue.sides:
            bodies = [b for b in system.institutions if b.side == side]
            assert any(not b.issues or issue.id in b.issues for b in bodies), (issue.id, side)
    pairs = {frozenset((tie.first, tie.second)) for tie in system.ties}
    assert {frozenset(p) for p in (("JPN", "KOR"), ("JPN", "USA"), ("KOR", "USA"))} <= pairs
    assert system.questions
    assert system.responses
    assert system.shocks


@pytest.mark.parametrize("day", DAYS)
def test_no_number_is_from_after_the_day(case: Case, day: date) -> None:
    for key, origin in case.provenance(day).items():
        assert origin.since is None or origin.since <= day, key
        published = case.sources[origin.source].published_on if origin.source else None
        assert published is None or published <= day, key


@pytest.mark.parametrize("day", DAYS)
def test_no_event_or_judgement_is_from_after_the_day(
    case: Case, chronology: Chronology, day: date
) -> None:
    seen = chronology.as_of(day)
    assert 0 < len(seen.entries) < len(chronology.entries)
    assert max(entry.event.happened_on for entry in seen.entries) <= day
    ledger = load_ledger(case.folder / "ledger.yaml").as_of(day)
    assert all(forecast.made_on <= day for forecast in ledger.forecasts)


def test_every_number_names_its_source(case: Case) -> None:
    nameless = [k for k, origin in case.provenance(DAYS[-1]).items() if origin.source is None]
    assert nameless == []


def test_the_office_keeps_its_id_when_the_person_changes(case: Case) -> None:
    names = [
        next(a.name for a in case.as_of(day).actors if a.id == "kr_president")
        for day in (date(2022, 5, 9), date(2022, 5, 10))
    ]
    assert names == ["Moon Jae-in", "Yoon Suk-yeol"]


def test_statutes_and_notices_hold_from_their_day(case: Case) -> None:
    held = {day: {lock.id for lock in case.as_of(day).locks} for day in DAYS}
    assert "court_ruling" not in {lock.id for lock in case.as_of(date(2018, 10, 29)).locks}
    assert "court_ruling" in held[DAYS[0]]
    assert "export_regime" not in held[DAYS[0]]
    assert "export_regime" in held[DAYS[1]]
    assert "export_regime" not in {lock.id for lock in case.as_of(date(2023, 8, 1)).locks}
    noticed = case.as_of(date(2019, 9, 1))
    kept = case.as_of(date(2019, 11, 23))
    ends = [
        next(lock.span.to_on for lock in system.locks if lock.id == "gsomia")
        for system in (noticed, kept)
    ]
    assert ends == [date(2019, 11, 22), None]


@pytest.mark.parametrize("day", DAYS)
def test_it_can_be_assessed_on_each_day(day: date) -> None:
    found = assessed(day)
    assert sum(estimate.value for estimate in found.outcomes.values()) == pytest.approx(1)
    assert len(found.issues) == 9


@pytest.mark.parametrize("issue", ["history", "trade"])
def test_the_change_of_government_opens_what_was_shut(issue: str) -> None:
    assert improves(date(2022, 5, 15), issue) > improves(date(2019, 8, 5), issue) + 0.03
    assert improves(date(2022, 5, 15), issue) > improves(date(2022, 5, 9), issue)


def test_at_the_inauguration_the_president_moves_and_the_court_does_not(case: Case) -> None:
    before, after = (case.as_of(day) for day in (date(2022, 5, 9), date(2022, 5, 10)))
    moved = by_actor(after, "history")["kr_president"] - by_actor(before, "history")["kr_president"]
    assert moved > 15
    assert by_actor(before, "history")["kr_court"] == by_actor(after, "history")["kr_court"]


def test_the_ruling_is_what_blocks_history() -> None:
    history = next(i for i in assessed(date(2022, 5, 15)).issues if i.issue == "history")
    assert history.blockers[0] == "locks.court_ruling"


def test_a_rival_in_common_draws_the_new_government_to_three(case: Case) -> None:
    system = case.as_of(date(2022, 5, 15))
    assert next(i for i in system.issues if i.id == "trilateral").aligns_against == "PRK"
    assert improves(date(2022, 5, 15), "trilateral") > improves(date(2019, 8, 5), "trilateral")


def test_the_chronology_covers_the_years_and_the_third_power(chronology: Chronology) -> None:
    assert {entry.event.happened_on.year for entry in chronology.entries} == set(range(2018, 2024))
    assert len(chronology.between("JPN", "KOR").entries) >= 60
    for ally in ("JPN", "KOR"):
        quarters = {
            (day.year, (day.month - 1) // 3)
            for entry in chronology.between(ally, "USA").entries
            for day in [entry.event.happened_on]
        }
        assert len(quarters) >= 4, ally
    assert all(entry.citation.title for entry in chronology.entries)


def test_an_act_withheld_is_a_row_of_its_own(chronology: Chronology) -> None:
    withheld = [e.event for e in chronology.entries if e.event.reality == "denied"]
    assert any(e.happened_on == date(2019, 11, 22) and e.type == "SANCTION" for e in withheld)


def test_the_ledger_judges_what_can_be_judged(case: Case) -> None:
    ledger = load_ledger(case.folder / "ledger.yaml")
    outcomes = [question.resolution.outcome for question in ledger.questions.values()]
    assert {"yes", "no", "void", "unresolvable"} <= set(outcomes)
    assert "open" not in outcomes


# Nothing in the software may be wired to a pair of states or to the ids of a case.

ROOT = Path(detente.__file__).parent
LISTS_OF_NAMES = {"terms", "reading", "published", "text"}
ABOUT_ONE_CASE = "proposition"  # modules that check the propositions of the first case


def free_modules() -> list[Path]:
    return [
        path
        for path in sorted(ROOT.rglob("*.py"))
        if path.relative_to(ROOT).parts[0] not in LISTS_OF_NAMES
        and not path.stem.startswith(ABOUT_ONE_CASE)
    ]


def strings_of(text: str) -> Iterator[str]:
    """Yield the strings of a module but for documentation and what an argument is by default."""
    tree = ast.parse(text)
    aside = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.arguments):
            aside |= {id(default) for default in (*node.defaults, *node.kw_defaults)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in aside:
            yield node.value


@cache
def ids_of_cases() -> frozenset[str]:
    sections = ("actors", "locks", "responses", "moves", "pressures", "forums", "shocks")
    return frozenset(
        history.key.split(".", 1)[1]
        for name in builtin_cases()
        for history in load_case(name).histories
        if history.section in sections
    )


def wired(text: str) -> list[str]:
    """Return the strings of a module that are a state's code, a case's name or an id in one."""
    names = ids_of_cases() | set(builtin_cases())
    return [s for s in strings_of(text) if s in names or (is_state(s) and s.isupper())]


@pytest.mark.parametrize("path", free_modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_module_is_wired_to_one_pair_of_states(path: Path) -> None:
    assert wired(path.read_text(encoding="utf-8")) == []


def test_a_wired_module_would_be_noticed() -> None:
    planted = 'def f(s, t="KOR"):\n    """Say "USA"."""\n    return s == "RUS" or s == "caatsa"\n'
    assert wired(planted) == ["RUS", "caatsa"]
