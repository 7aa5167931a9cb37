"""What the built-in cases must hold, and that nothing is wired to the first of them."""

from datetime import date, timedelta

import pytest

from detente.case.chronology import DatedEvent, load_chronology
from detente.case.loading import builtin_cases, case_folder, load_case
from detente.model.assess import run_system
from detente.model.outcomes import likeliest_outcome, outcome_codes
from detente.terms.issue import TOPIC_IDS

NAMED = {
    "sanctions",
    "trade",
    "ukraine",
    "nato",
    "nato_russia_council",
    "syria",
    "venezuela",
    "north_korea",
    "iran",
    "strategic_arms",
    "inf",
    "missile_defence",
    "counter_terrorism",
    "election_interference",
    "diplomatic_presence",
    "energy",
}


def _likeliest(name: str, day: date, horizon: date) -> str:
    system = load_case(name).as_of(day)
    run = run_system(system, horizon=horizon, n_draws=400, seed=1)
    return likeliest_outcome(outcome_codes(run.paths, run.last))


def test_the_us_russia_case_covers_what_the_reports_name() -> None:
    system = load_case("us-russia").as_of()
    assert {issue.id for issue in system.issues} >= NAMED
    assert {"caatsa", "new_start"} <= {lock.id for lock in system.locks}
    assert {goal.circle for goal in system.goals} == {1, 2, 3}
    assert len(system.hypotheses) == 3
    assert any(move.excluded for move in system.moves)


def test_the_statute_and_the_votes_are_told_with_their_figures() -> None:
    case = load_case("us-russia")
    text = (case.folder / "case.yaml").read_text(encoding="utf-8")
    for figure in ("14 days", "60", "357-22", "98-2", "419-3", "35 officials", "455", "755"):
        assert figure in text, figure
    law = next(lock for lock in case.as_of().locks if lock.id == "caatsa")
    assert law.review_days == 30
    assert law.span.from_on == date(2017, 8, 2)


def test_the_law_is_not_seen_before_it_was_passed() -> None:
    case = load_case("us-russia")
    assert all(lock.id != "caatsa" for lock in case.as_of(date(2017, 8, 1)).locks)
    assert any(lock.id == "caatsa" for lock in case.as_of(date(2017, 8, 2)).locks)


def test_no_topic_means_two_issues_in_one_case() -> None:
    for name in builtin_cases():
        topics = [topic for issue in load_case(name).as_of().issues for topic in issue.topics]
        assert len(topics) == len(set(topics)), name
        assert set(topics) <= TOPIC_IDS


@pytest.mark.parametrize("name", builtin_cases())
def test_a_built_in_case_says_that_its_fit_is_hindsight(name: str) -> None:
    assert "hindsight" in (load_case(name).note or "")


def _cited_too_late(entry: DatedEvent) -> bool:
    known = entry.event.known_on or entry.event.happened_on
    published = entry.citation.published_on
    return published is None or published.last_day > known + timedelta(days=14)


@pytest.mark.parametrize("name", builtin_cases())
def test_no_event_cites_a_document_of_later_times(name: str) -> None:
    chronology = load_chronology(case_folder(name) / "chronology.csv")
    assert chronology.entries
    late = [entry.event.key for entry in chronology.entries if _cited_too_late(entry)]
    assert not late


def test_the_second_case_is_of_another_kind_of_relation() -> None:
    case = load_case("japan-south-korea")
    assert not set(case.dyad) & {"USA", "RUS"}
    frozen = _likeliest("japan-south-korea", date(2019, 9, 1), date(2021, 12, 31))
    mended = _likeliest("japan-south-korea", date(2022, 6, 1), date(2023, 12, 31))
    assert frozen == "freeze"
    assert mended in ("limited_thaw", "detente")
