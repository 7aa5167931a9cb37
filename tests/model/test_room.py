"""Two levels: what both sides would ratify, and what locks and pressures do to it."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.model.drawn import draw_system
from detente.model.draws import InputDraws
from detente.model.leverage import step_worth, triangle
from detente.model.locks import review_share
from detente.model.result import Room
from detente.model.room import ratifiable, reach, room_of
from detente.model.system import Lock, Pressure, Range, System


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

few = settings(max_examples=15, deadline=None)
positions = st.floats(0, 100)
shares = st.floats(0, 1)


def rooms(system: System, n_draws: int = 60) -> dict[str, Room]:
    drawn = draw_system(system, InputDraws(n_draws, 3))
    leverage = triangle(drawn, np.zeros(n_draws))
    return {
        issue.issue.id: room_of(drawn, issue, system.day, step_worth(drawn, issue, leverage))
        for issue in drawn.issues
    }


def masks(system: System, n_draws: int = 60) -> dict[tuple[str, str], np.ndarray]:
    """Return what each side would ratify on each issue, by value and draw."""
    drawn = draw_system(system, InputDraws(n_draws, 3))
    nothing = np.zeros(n_draws)
    return {
        (issue.issue.id, side): ratifiable(drawn, issue, side, issue.start, system.day, nothing)
        for issue in drawn.issues
        for side in issue.issue.sides
    }


def with_position(system: System, actor: str, issue: str, value: float) -> System:
    return replace(
        system,
        stakes=tuple(
            replace(stake, position=Range.point(value))
            if (stake.actor, stake.issue) == (actor, issue)
            else stake
            for stake in system.stakes
        ),
    )


@few
@given(
    st.sampled_from(["up", "down"]),
    st.sampled_from(["ARB", "BOR"]),
    st.sampled_from(["tariffs", "border", "culture"]),
    st.sampled_from([(), ("a_assembly",), ("b_leader",), ("a_leader", "b_leader")]),
    st.floats(0, 50),
    st.integers(0, 400),
)
def test_a_lock_never_widens_room(
    blocks: str, side: str, issue: str, opens_by: tuple[str, ...], workaround: float, days: int
) -> None:
    system: System = tiny.tiny_system()
    lock = Lock(
        id="one_more",
        title="",
        side=side,
        issues=(issue,),
        blocks=blocks,  # type: ignore[arg-type]
        span=tiny.Span(),
        opens_by=opens_by,
        review_days=days,
        workaround=Range.point(workaround),
    )
    before, after = masks(system), masks(replace(system, locks=(*system.locks, lock)))
    for place in before:
        assert not (after[place] & ~before[place]).any()


@few
@given(
    st.sampled_from(["a_leader", "a_assembly", "a_army", "b_leader", "b_army"]),
    st.sampled_from([(), ("tariffs",), ("border", "culture")]),
    shares,
)
def test_ending_a_pressure_never_narrows_room(
    actor: str, issues: tuple[str, ...], weight: float
) -> None:
    system: System = tiny.tiny_system()
    pressure = Pressure(
        id="one_more", title="", side="ARB", actor=actor, issues=issues, weight=Range.point(weight)
    )
    burdened = replace(system, pressures=(*system.pressures, pressure))
    before, after = masks(burdened), masks(system)
    for place in before:
        assert not (before[place] & ~after[place]).any()
    wide, narrow = rooms(system), rooms(burdened)
    assert all(wide[issue].width >= narrow[issue].width - 1e-9 for issue in wide)


@few
@given(positions, positions, shares)
def test_one_more_veto_player_never_widens_room(
    position: float, start: float, salience: float
) -> None:
    system: System = tiny.tiny_system()
    newcomer = tiny.Actor(id="a_court", state="ARB", name="Court")
    stake = tiny.Stake(
        actor="a_court",
        issue="tariffs",
        position=Range.point(position),
        salience=Range.point(salience),
        capability=Range.point(1.0),
    )
    trade = replace(system.institutions[0], must_agree=("a_assembly", "a_court"))
    joined = replace(
        system,
        actors=(*system.actors, newcomer),
        stakes=(*system.stakes, stake),
        institutions=(trade, *system.institutions[1:]),
    )
    before, after = masks(system), masks(joined)
    assert not (after["tariffs", "ARB"] & ~before["tariffs", "ARB"]).any()


def test_removing_all_uncertainty_gives_the_same_room_in_every_draw() -> None:
    for mask in masks(tiny.tiny_system(spread=0.0)).values():
        assert (mask == mask[0]).all()
    for room in rooms(tiny.tiny_system(spread=0.0)).values():
        assert room.share in (0.0, 1.0)


def test_the_room_of_a_side_follows_its_veto_player() -> None:
    free = replace(tiny.tiny_system(spread=0.0), locks=(), pressures=())
    near = rooms(with_position(free, "a_army", "border", 30))["border"].by_side["ARB"]
    far = rooms(with_position(free, "a_army", "border", 60))["border"].by_side["ARB"]
    assert far[1] > near[1]


def test_within_its_workaround_a_lock_leaves_room_and_no_more() -> None:
    system: System = tiny.tiny_system(spread=0.0)
    free = with_position(system, "a_assembly", "tariffs", 90)
    shut = tuple(replace(lock, opens_by=()) for lock in free.locks)
    locked = rooms(replace(free, locks=shut))["tariffs"].by_side["ARB"]
    unlocked = rooms(replace(free, locks=()))["tariffs"].by_side["ARB"]
    assert locked[1] == 35
    assert unlocked[1] > 50


def test_a_unilateral_issue_asks_one_side_only() -> None:
    assert set(rooms(tiny.tiny_system())["tariffs"].by_side) == {"ARB"}
    assert set(rooms(tiny.tiny_system())["border"].by_side) == {"ARB", "BOR"}


def test_reach_counts_the_status_quo() -> None:
    low, high = reach(np.zeros((1, 101), dtype=bool), np.array([42.5]))
    assert (low[0], high[0]) == (42.5, 42.5)


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_a_longer_review_is_done_less_often(short: int, long: int) -> None:
    short, long = sorted((short, long))
    assert 0 < review_share(long) <= review_share(short) <= 1
    assert review_share(0) == pytest.approx(1)
