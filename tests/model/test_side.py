"""How one side decides: proposers, veto players, overrides, in whose span."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from detente.model.drawn import DrawnIssue, DrawnSystem, draw_system
from detente.model.draws import InputDraws
from detente.model.side import Proposal, body_on, executive_chance, override_chance, side_chance
from detente.model.system import Range, System


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

SYSTEM: System = tiny.tiny_system(spread=0.0)


def drawn_of(system: System) -> tuple[DrawnSystem, DrawnIssue]:
    drawn = draw_system(system, InputDraws(1, 1))
    return drawn, drawn.issues[0]


def proposal(start: float, end: float, day: date = tiny.DAY) -> Proposal:
    return Proposal(
        draws=slice(None),
        start=np.array([start]),
        end=np.array([end]),
        day=day,
        up=end > start,
    )


def with_positions(**positions: float) -> System:
    return replace(
        SYSTEM,
        pressures=(),
        stakes=tuple(
            replace(stake, position=Range.point(positions[stake.actor]))
            if stake.issue == "tariffs" and stake.actor in positions
            else stake
            for stake in SYSTEM.stakes
        ),
    )


def let(weight: float, slope: float, gain: float) -> float:
    return float(1 / (1 + weight * np.exp(-slope * gain)))


def test_the_most_reluctant_of_those_who_must_agree_decides() -> None:
    drawn, issue = drawn_of(with_positions(a_leader=90, a_assembly=10))
    body = body_on(drawn, issue, "ARB", tiny.DAY)
    chance = executive_chance(drawn, issue, body, proposal(30, 40))
    assert chance[0] == pytest.approx(let(0.5 * 0.7, 0.1 * 0.5, -10))


def test_an_override_carries_what_the_executive_will_not() -> None:
    drawn, issue = drawn_of(with_positions(a_leader=100, a_assembly=0))
    body = body_on(drawn, issue, "ARB", tiny.DAY)
    down = proposal(60, 40)
    executive = executive_chance(drawn, issue, body, down)[0]
    override = override_chance(drawn, issue, body, down)[0]
    odds = 0.5 * 0.7 * np.exp(0.1 * 0.5 * 20) / 2
    assert override == pytest.approx(odds / (1 + odds))
    whole = side_chance(drawn, issue, "ARB", down)[0]
    assert whole == pytest.approx(executive + (1 - executive) * override)
    assert whole > executive


def test_a_pressure_takes_its_share_of_a_move_up_and_nothing_of_one_down() -> None:
    free, _ = drawn_of(with_positions(a_leader=90, a_assembly=90))
    burdened = replace(free.system, pressures=SYSTEM.pressures)
    drawn, issue = drawn_of(burdened)
    body = body_on(drawn, issue, "ARB", tiny.DAY)
    moves = (proposal(30, 40), proposal(40, 30))
    up, down = (executive_chance(drawn, issue, body, move)[0] for move in moves)
    bare = drawn_of(free.system)
    up_free, down_free = (
        executive_chance(*bare, body_on(*bare, "ARB", tiny.DAY), move)[0] for move in moves
    )
    assert up == pytest.approx(0.7 * let(0.6 * 0.8, 0.06, 10))
    assert up < up_free
    assert down == pytest.approx(down_free)


def test_an_institution_that_names_the_issue_comes_before_one_that_names_none() -> None:
    drawn, issue = drawn_of(SYSTEM)
    assert body_on(drawn, issue, "ARB", tiny.DAY).majority == pytest.approx(2 / 3)


def test_an_institution_that_has_ended_decides_no_more() -> None:
    ended = replace(SYSTEM.institutions[0], span=tiny.Span(to_on=date(2020, 6, 30)))
    drawn, issue = drawn_of(replace(SYSTEM, institutions=(ended, *SYSTEM.institutions[1:])))
    assert body_on(drawn, issue, "ARB", date(2020, 6, 1)).overriders
    assert not body_on(drawn, issue, "ARB", date(2020, 7, 1)).overriders


def test_an_actor_that_has_left_is_asked_no_more() -> None:
    gone = tuple(
        replace(actor, span=tiny.Span(to_on=date(2020, 6, 30)))
        if actor.id == "a_assembly"
        else actor
        for actor in SYSTEM.actors
    )
    drawn, issue = drawn_of(replace(with_positions(a_leader=90, a_assembly=0), actors=gone))
    before, after = (
        side_chance(drawn, issue, "ARB", proposal(30, 50, day))[0]
        for day in (date(2020, 6, 1), date(2020, 7, 1))
    )
    assert after > before
