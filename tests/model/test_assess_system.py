"""The assessment as a whole: outcomes, questions, quantiles, blockers, and what it refuses."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.model.assess import assess_system, run_system
from detente.model.blockers import blocker_effects, candidates
from detente.model.outcomes import likeliest_outcome, outcome_codes
from detente.model.questions import came_true
from detente.model.result import OUTCOMES, Assessment
from detente.model.steps import steps_until, time_of
from detente.model.summary import interval, mean_estimate, probability
from detente.model.system import Question, System


def _tiny() -> ModuleType:
    """Return the module with the small made-up relation, which lies beside this file."""
    name = "detente_tests_model_tiny"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("tiny.py"))
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


tiny = _tiny()

SYSTEM: System = tiny.tiny_system()


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    return assess_system(SYSTEM, horizon=tiny.HORIZON, n_draws=2000, seed=1)


def test_outcomes_add_up_and_the_likeliest_is_the_likeliest(assessment: Assessment) -> None:
    assert tuple(assessment.outcomes) == OUTCOMES
    shares = {name: estimate.value for name, estimate in assessment.outcomes.items()}
    assert sum(shares.values()) == pytest.approx(1)
    assert shares[assessment.likeliest] == max(shares.values())


def test_every_estimate_lies_in_its_interval(assessment: Assessment) -> None:
    for issue in assessment.issues:
        for estimate in (issue.improve, issue.worsen, issue.one_anchor_up, issue.frozen):
            assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1
        assert (np.diff(issue.by_quarter, axis=1) >= 0).all()
        assert issue.by_quarter.shape == (len(assessment.quarters), 5)


def test_the_same_seed_gives_the_same_assessment(assessment: Assessment) -> None:
    again = assess_system(SYSTEM, horizon=tiny.HORIZON, n_draws=2000, seed=1)
    assert (again.index_by_quarter == assessment.index_by_quarter).all()
    for name in ("outcomes", "index", "trust", "questions", "drivers", "package", "responses"):
        assert getattr(again, name) == getattr(assessment, name)
    for one, other in zip(again.issues, assessment.issues, strict=True):
        assert (one.room, one.blocker_effects) == (other.room, other.blocker_effects)


def test_the_lock_is_found_to_block_its_issue(assessment: Assessment) -> None:
    tariffs = assessment.issues[0]
    assert tariffs.blockers[0] == "locks.tariff_act"
    assert all(gain > 0 for gain in tariffs.blocker_effects.values())
    gains = list(tariffs.blocker_effects.values())
    assert gains == sorted(gains, reverse=True)


def test_blockers_are_those_that_touch_the_issue() -> None:
    found = candidates(SYSTEM)
    assert found["locks.tariff_act"] == ("tariffs",)
    assert "locks.border_treaty" not in found
    assert found["links.border_holds_tariffs"] == ("tariffs",)
    assert found["actors.a_assembly"] == ("tariffs",)


def test_blockers_agree_with_a_what_if_that_removes_the_lock() -> None:
    n = 1500
    gain = blocker_effects(SYSTEM, tiny.HORIZON, seed=1, solver="mixture", n_draws=n)["tariffs"]
    free = replace(SYSTEM, locks=SYSTEM.locks[1:])
    improved = []
    for system in (SYSTEM, free):
        run = run_system(system, horizon=tiny.HORIZON, n_draws=n, seed=1)
        improved.append((run.paths.levels[run.last, 0] - run.paths.levels[0, 0] >= 12.5).mean())
    assert gain["locks.tariff_act"] == pytest.approx(improved[1] - improved[0], abs=1e-9)


def test_it_prints_itself_for_people(assessment: Assessment) -> None:
    text, page = repr(assessment), assessment._repr_html_()
    assert "Arbor and Boreas" in text
    assert "tariffs" in text
    assert page.count("<table>") == 2


def test_more_draws_change_no_quantile_by_more_than_its_error() -> None:
    few = run_system(SYSTEM, horizon=tiny.HORIZON, n_draws=1500, seed=1)
    many = run_system(SYSTEM, horizon=tiny.HORIZON, n_draws=12_000, seed=1)
    small, large = (run.paths.index[run.last] for run in (few, many))
    for level in (0.05, 0.25, 0.5, 0.75, 0.95):
        error = 3.5 * np.sqrt(level * (1 - level) / small.size)
        low, high = np.quantile(large, np.clip([level - error, level + error], 0, 1))
        assert low - 1e-9 <= np.quantile(small, level) <= high + 1e-9


def test_only_chance_is_left_when_the_inputs_are_certain() -> None:
    run = assess_system(tiny.tiny_system(spread=0.0), horizon=tiny.HORIZON, n_draws=300, seed=1)
    for issue in run.issues:
        assert issue.status_quo.q05 == issue.status_quo.q95
    assert all(driver.path.startswith("settlement.") for driver in run.drivers)


@pytest.mark.parametrize("solver", ["compromise", "median", "pce", "challenge", "sampled"])
def test_every_solver_can_settle_the_issues(solver: str) -> None:
    run = run_system(SYSTEM, horizon=tiny.HORIZON, n_draws=120, seed=1, solver=solver)
    assert ((run.paths.settlements >= 0) & (run.paths.settlements <= 100)).all()


def ask(by: date, **fields: Any) -> float:
    question = Question(id="q", text="?", by=by, **fields)
    system = replace(SYSTEM, questions=(question,))
    run = run_system(system, horizon=tiny.HORIZON, n_draws=2500, seed=1)
    return float(came_true(run.paths, question).mean())


def test_what_is_ever_reached_is_at_least_as_likely_as_what_holds_in_the_end() -> None:
    by = tiny.HORIZON
    held = ask(by, kind="threshold", issue="culture", value=50)
    reached = ask(by, kind="reached", issue="culture", value=50)
    assert reached >= held > 0.2
    step = ask(by, kind="step", issue="culture", value=15)
    anywhere = ask(by, kind="step", value=15)
    assert anywhere >= step > 0


def test_a_question_between_two_quarters_lies_between_them() -> None:
    days = [date(2020, 4, 15), date(2020, 5, 20), date(2020, 7, 15)]
    shares = [ask(day, kind="step", issue="culture", value=1) for day in days]
    assert shares[0] < shares[1] < shares[2]


def test_a_question_beyond_the_horizon_is_answered_too() -> None:
    near = ask(tiny.HORIZON, kind="step", issue="culture", value=15)
    far = ask(date(2025, 1, 1), kind="step", issue="culture", value=15)
    assert far > near


def test_a_question_of_the_past_looks_at_the_first_day() -> None:
    assert ask(date(2019, 1, 1), kind="threshold", issue="culture", value=0) == 1
    assert ask(date(2019, 1, 1), kind="step", issue="culture", value=1) == 0


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"kind": "threshold", "issue": "trade", "value": 1}, "known: tariffs"),
        ({"kind": "threshold", "issue": "tariffs"}, "needs a value"),
        ({"kind": "response", "issue": "nobody"}, "none of the responses"),
    ],
)
def test_questions_about_nothing_are_refused(fields: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        ask(tiny.HORIZON, **fields)


def test_outcomes_follow_the_change_of_the_index() -> None:
    run = run_system(SYSTEM, horizon=tiny.HORIZON, n_draws=500, seed=1)
    codes = outcome_codes(run.paths, run.last)
    change = run.change
    assert (codes[change < -4] == 0).all()
    assert (codes[np.abs(change) < 4] == 1).all()
    assert (codes[(change > 4) & (change < 15)] == 2).all()
    assert likeliest_outcome(np.array([0, 2, 1], dtype=np.int8)) == "freeze"


@given(st.lists(st.booleans(), min_size=1, max_size=50))
def test_wilsons_interval_holds_the_share(hits: list[bool]) -> None:
    estimate = probability(np.array(hits))
    assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=50))
def test_quantiles_are_in_order(values: list[float]) -> None:
    found = interval(np.array(values))
    assert found.q05 <= found.q25 <= found.q50 <= found.q75 <= found.q95
    mean = mean_estimate(np.array(values))
    assert mean.low <= mean.value <= mean.high


@settings(deadline=None)
@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(1, 3000))
def test_steps_cover_the_days_up_to_the_horizon(day: date, days: int) -> None:
    horizon = date.fromordinal(day.toordinal() + days)
    steps = steps_until(day, horizon)
    assert steps[0].start == day
    assert steps[-1].end == horizon
    assert all(a.end == b.start for a, b in pairwise(steps))
    assert all(0 < step.length <= 1 for step in steps)
    assert time_of(steps, horizon) == len(steps)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"issues": ()}, "no issue"),
        ({"actors": SYSTEM.actors[1:]}, "names 'a_leader'"),
        ({"stakes": SYSTEM.stakes + SYSTEM.stakes[:1]}, "given twice"),
        ({"stakes": SYSTEM.stakes[3:]}, "issue tariffs has no stake"),
        ({"locks": SYSTEM.locks[:1] * 2}, "id twice"),
        ({"responses": (replace(SYSTEM.responses[0], side="CYR"),)}, "lets 'CYR' act"),
    ],
)
def test_systems_that_do_not_fit_together_are_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        assess_system(replace(SYSTEM, **changes), horizon=tiny.HORIZON, n_draws=10, seed=1)


def test_without_institutions_all_actors_of_a_side_are_gatekeepers() -> None:
    bare = replace(SYSTEM, institutions=(), locks=())
    assert candidates(bare)["actors.a_army"] == ("border",)
    assert "actors.b_leader" in candidates(bare)


@pytest.mark.parametrize("n_draws", [1, 2, 7])
def test_a_handful_of_draws_is_enough_to_run(n_draws: int) -> None:
    found = assess_system(SYSTEM, horizon=tiny.HORIZON, n_draws=n_draws, seed=0)
    assert found.n_draws == n_draws
    assert sum(estimate.value for estimate in found.outcomes.values()) == pytest.approx(1)


def test_certain_and_restless_relations_stay_on_the_scale() -> None:
    restless = replace(
        SYSTEM,
        issues=tuple(
            replace(i, opening=tiny.Range.point(1), erosion=tiny.Range.point(1), step=100)
            for i in SYSTEM.issues
        ),
        shocks=tuple(replace(s, hazard=tiny.Range.point(1)) for s in SYSTEM.shocks),
    )
    levels = run_system(restless, horizon=tiny.HORIZON, n_draws=200, seed=0).paths.levels
    assert ((levels >= 0) & (levels <= 100)).all()


def test_progress_is_told_up_to_the_end() -> None:
    told: list[tuple[str, float]] = []
    run_system(
        SYSTEM,
        horizon=tiny.HORIZON,
        n_draws=10,
        seed=0,
        progress=lambda what, share: told.append((what, share)),
    )
    assert told[-1] == ("paths", 1.0)
