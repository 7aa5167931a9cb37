"""Dated probabilities, worked by hand: 1 - prod(1 - hazard), parts of quarters, rival events."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model.draws import uniforms
from detente.model.hazard import chance_within, share_passed
from detente.model.questions import came_true
from detente.model.run import Run, run_system
from detente.model.system import Actor, Question, Range, Stake, System


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

N = 20_000
DAY = tiny.DAY


def free_issue(*, opening: float, erosion: float = 0.0, leader: float = 90.0) -> System:
    """Return one issue that any opening moves up: a lobby wants it, whoever decides has no say.

    The leader of Arbor, of no weight for moves up, proposes and lets all pass.
    """
    system: System = tiny.tiny_system(spread=0.0)
    issue = replace(
        system.issues[2],
        sides=("ARB",),
        status_quo=Range.point(40),
        step=1.0,
        opening=Range.point(opening),
        erosion=Range.point(erosion),
    )
    lobby = Stake(
        actor="lobby",
        issue="culture",
        position=Range.point(100),
        salience=Range.point(1),
        capability=Range.point(1),
    )
    idle = replace(lobby, actor="a_leader", position=Range.point(leader), capability=Range.point(0))
    return replace(
        system,
        actors=(*system.actors, Actor(id="lobby", state="CYR", name="Lobby")),
        issues=(issue,),
        stakes=(lobby, idle),
        institutions=(replace(system.institutions[1], must_agree=()),),
        parameters=replace(system.parameters, trust=Range.point(0.5), trust_gain=Range.point(0)),
        locks=(),
        links=(),
        ties=(),
        goals=(),
        responses=(),
        moves=(),
        pressures=(),
        forums=(),
        shocks=(),
        questions=(),
        third=None,
    )


def run_of(system: System, quarters: float, n: int = N) -> Run:
    horizon = DAY + timedelta(days=round(91.3125 * quarters))
    return run_system(system, horizon=horizon, n_draws=n, seed=1, solver="compromise")


def moved(run: Run, by: date) -> float:
    question = Question(id="q", text="?", kind="step", by=by, issue="culture", value=0.5)
    return float(came_true(run.paths, question).mean())


@pytest.mark.parametrize("quarters", [1, 2, 5, 8])
def test_a_chance_a_quarter_adds_up_over_quarters(quarters: int) -> None:
    run = run_of(free_issue(opening=0.2), quarters)
    expected = 1 - (1 - 0.2) ** quarters
    assert moved(run, run.horizon) == pytest.approx(expected, abs=0.012)


@pytest.mark.parametrize("days", [10, 30, 60, 80, 140])
def test_a_part_of_a_quarter_counts_for_its_part(days: int) -> None:
    by = DAY + timedelta(days=days)
    system = replace(
        free_issue(opening=0.4),
        questions=(Question(id="q", text="?", kind="step", by=by, issue="culture", value=0.5),),
    )
    expected = 1 - (1 - 0.4) ** (days / 91.3125)
    assert moved(run_of(system, 4), by) == pytest.approx(expected, abs=0.015)


def test_a_horizon_within_a_quarter_counts_for_its_part() -> None:
    run = run_of(free_issue(opening=0.4), 2.5)
    assert moved(run, run.horizon) == pytest.approx(1 - 0.6**2.5, abs=0.012)


def test_an_event_that_competes_takes_its_share() -> None:
    calm, rough = (free_issue(opening=0.3, erosion=e) for e in (0.0, 0.3))
    one, other = (run_of(system, 4).paths.levels[-1, 0].mean() for system in (calm, rough))
    assert one == other
    foe = replace(rough.stakes[1], position=Range.point(0), capability=Range.point(1))
    hostile = replace(rough, stakes=(rough.stakes[0], foe))
    assert run_of(hostile, 4).paths.levels[-1, 0].mean() < one - 0.5


@given(st.floats(0, 1), st.floats(0, 20))
def test_chances_stay_chances(hazard: float, exposure: float) -> None:
    chance = float(chance_within(np.array([hazard]), exposure)[0])
    assert 0 <= chance <= 1


@given(st.floats(0.001, 0.999), st.floats(0.01, 5), st.floats(0.01, 5))
def test_two_spans_make_one(hazard: float, first: float, second: float) -> None:
    one, two, both = (
        float(chance_within(np.array([hazard]), e)[0]) for e in (first, second, first + second)
    )
    assert 1 - (1 - one) * (1 - two) == pytest.approx(both)


def test_events_of_a_constant_rate_fall_as_they_should() -> None:
    levels = uniforms(1, 50_000, "events")
    chance = np.full(levels.size, 0.6)
    happened = levels < chance
    share = share_passed(levels[happened], chance[happened])
    early = (share <= 0.5).sum() / levels.size
    assert early == pytest.approx(1 - 0.4**0.5, abs=0.01)
