"""Changes by path: what fits is applied, what does not gets one clear line."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.model.checks import check_system
from detente.model.patch import (
    Operation,
    Patch,
    assignment,
    patch_of,
    patched,
    paths_of,
    value_at,
)
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

SYSTEM: System = tiny.tiny_system()


def changed(**data: Any) -> System:
    system = patched(SYSTEM, patch_of(data))
    check_system(system)
    return system


def test_a_number_is_set_and_nothing_else_changes() -> None:
    path = "stakes.a_leader.tariffs.position"
    system = changed(set={path: 100})
    assert value_at(system, path) == Range.point(100)
    others = [stake for stake in system.stakes if stake not in SYSTEM.stakes]
    assert len(others) == 1
    assert replace(system, stakes=SYSTEM.stakes) == SYSTEM


@pytest.mark.parametrize(
    "value", [[10, 20, 30], {"low": 10, "mode": 20, "high": 30}, (10.0, 20.0, 30.0)]
)
def test_a_range_can_be_given_in_three_ways(value: object) -> None:
    assert value_at(
        changed(set={"issues.border.status_quo": value}), "issues.border.status_quo"
    ) == (Range(10, 20, 30))


@given(st.floats(-300, 300))
def test_a_shift_is_held_to_the_scale(by: float) -> None:
    path = "stakes.a_leader.tariffs.position"
    before, after = value_at(SYSTEM, path), value_at(changed(shift={path: by}), path)
    assert isinstance(before, Range)
    assert isinstance(after, Range)
    assert after.mode == pytest.approx(min(max(before.mode + by, 0), 100))


def test_a_star_stands_for_all() -> None:
    system = changed(shift={"stakes.a_leader.*.position": 5})
    moved = {s.issue for s in system.stakes if s not in SYSTEM.stakes}
    assert moved == {"tariffs", "border", "culture"}


def test_effects_of_shocks_and_parameters_have_paths_too() -> None:
    system = changed(set={"shocks.clash.effects.border": -40, "parameters.trust": 0.8})
    assert system.shocks[0].effects == (("border", Range.point(-40)),)
    assert system.parameters.trust == Range.point(0.8)


def test_a_removed_actor_is_named_nowhere_any_more() -> None:
    system = changed(remove=["actors.a_leader"])
    assert "a_leader" not in repr(system)


def test_a_removed_issue_takes_what_was_about_it_alone() -> None:
    system = changed(remove=["issues.border"])
    assert {link.id for link in system.links} == set()
    assert {response.id for response in system.responses} == {"b_tariffs"}
    assert [q.id for q in system.questions] == ["tariffs_half"]


def test_a_lock_can_be_added_with_its_span() -> None:
    lock = {
        "id": "embargo",
        "title": "Embargo",
        "side": "BOR",
        "issues": ["culture"],
        "blocks": "up",
        "span": {"from_on": "2020-01-01"},
        "opens_by": ["b_leader"],
        "workaround": 3,
    }
    added = changed(add={"locks": [lock]}).locks[-1]
    assert added.span.from_on == date(2020, 1, 1)
    assert added.workaround == Range.point(3)
    assert added.blocks == "up"


def test_an_actor_joins_with_its_stake() -> None:
    system = changed(
        add={
            "actors": [{"id": "a_court", "state": "ARB", "name": "Court"}],
            "stakes": [
                {
                    "actor": "a_court",
                    "issue": "tariffs",
                    "position": [10, 20, 30],
                    "salience": 0.5,
                    "capability": 0.5,
                }
            ],
        }
    )
    assert len(system.stakes) == len(SYSTEM.stakes) + 1


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"remove": ["locks.tarif_act"]}, "did you mean locks.tariff_act"),
        ({"set": {"stakes.a_leder.tariffs.position": 1}}, "did you mean stakes.a_leader.tariffs"),
        ({"set": {"parameters.trst": 1}}, "did you mean parameters.trust"),
        ({"remove": ["lock.tariff_act"]}, "did you mean locks"),
        ({"set": {"stakes.a_leader.tariffs.position": 300}}, "must lie in"),
        ({"set": {"stakes.a_leader.tariffs.position": "high"}}, "must be a number"),
        ({"set": {"locks.tariff_act.blocks": "sideways"}}, "one of up, down"),
        ({"set": {"locks.tariff_act.id": "other"}}, "nothing is at"),
        ({"shift": {"locks.tariff_act.title": 1}}, "no number"),
        ({"shift": {"parameters.trust": "much"}}, "by a number"),
        ({"add": {"locks": [{"id": "x"}]}}, "needs the field"),
        ({"add": {"locks": [{"id": "x", "colour": 1}]}}, "no field 'colour'"),
        ({"add": {"lock": [{"id": "x"}]}}, "did you mean locks"),
        ({"add": {"actors": [{"id": "a_army", "state": "ARB", "name": "x"}]}}, "already"),
        ({"sett": {}}, "did you mean set"),
        ({"set": ["x"]}, "must be a mapping"),
        ({"step": [{"side": "ARB"}]}, "needs the field"),
    ],
)
def test_what_does_not_fit_gets_one_clear_line(data: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says) as refusal:
        changed(**data)
    assert "\n" not in str(refusal.value)


def test_a_patch_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(InputError, match="must be a mapping"):
        patch_of(["set"])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("p=3", 3.0),
        ("p=1,2,3", [1.0, 2.0, 3.0]),
        ("p=none", None),
        ("p=true", True),
        ("p=up", "up"),
    ],
)
def test_assignments_state_values(text: str, value: object) -> None:
    assert assignment(text) == Operation(verb="set", path="p", value=value)


@pytest.mark.parametrize("text", ["p", "=3", "p=", ""])
def test_half_an_assignment_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="PATH=VALUE"):
        assignment(text)


def test_every_path_that_is_listed_leads_somewhere() -> None:
    for path in paths_of(SYSTEM):
        if path.count(".") >= (3 if path.startswith("stakes.") else 2) and ".effects." not in path:
            value_at(SYSTEM, path)


def test_patches_add_up_in_order() -> None:
    path = "parameters.trust"
    both = patch_of({"set": {path: 0.2}}) + patch_of({"shift": {path: 0.1}})
    assert isinstance(both, Patch)
    trust = patched(SYSTEM, both).parameters.trust
    assert trust.mode == pytest.approx(0.3)
