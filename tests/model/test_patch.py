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


SCALES = [
    ("issues.tariffs.step", 0.01, 100, "step of tariffs"),
    ("issues.tariffs.lag_quarters", 0, 40, "lag in quarters of tariffs"),
    ("issues.tariffs.weight", 0, 100, "weight of tariffs"),
    ("issues.tariffs.opening", 0, 1, "opening of tariffs"),
    ("institutions.a_trade.majority", 0.5, 1, "majority of institution a_trade"),
    ("locks.tariff_act.review_days", 0, 3660, "review days of tariff_act"),
    ("locks.tariff_act.workaround", 0, 100, "workaround of tariff_act"),
    ("links.border_for_culture.strength", 0, 1, "strength of link border_for_culture"),
    ("ties.a_b.value", -1, 1, "value of tie a_b"),
    ("goals.b_border.circle", 1, 9, "circle of goal b_border"),
    ("responses.b_border.effect", 0, 100, "effect of response b_border"),
    ("moves.visit.cost", 0, 100, "cost of move visit"),
    ("moves.visit.gain", 0, 100, "gain of move visit"),
    ("moves.visit.effect", 0, 100, "effect of move visit"),
    ("shocks.clash.hazard", 0, 1, "hazard of shock clash"),
    ("shocks.clash.trust", -1, 1, "trust of shock clash"),
    ("shocks.clash.effects.border", -100, 100, "effect of shock clash on border"),
    ("hypotheses.bluff.prior", 0.01, 100, "prior of bluff"),
    ("evidence.troops.credibility", 0, 1, "credibility of troops"),
    ("questions.tariffs_half.value", -100, 100, "value of question tariffs_half"),
    ("outcomes.alignment", 0, 100, "alignment of the outcomes"),
]
"""Path of a number, lowest and highest value of its scale, and what a refusal calls it."""


@pytest.mark.parametrize(("path", "low", "high", "name"), SCALES)
@given(data=st.data())
def test_a_number_is_taken_on_its_scale_and_refused_beyond_it(
    path: str, low: float, high: float, name: str, data: st.DataObject
) -> None:
    whole = path.endswith(("lag_quarters", "review_days", "circle"))

    def some(least: float, most: float) -> st.SearchStrategy[float]:
        return st.integers(int(least), int(most)) if whole else st.floats(least, most)

    patched(SYSTEM, patch_of({"set": {path: data.draw(some(low, high))}}))
    beyond = data.draw(some(low - 500, low - 1) | some(high + 1, high + 500))
    with pytest.raises(InputError) as refusal:
        patched(SYSTEM, patch_of({"set": {path: beyond}}))
    text = str(refusal.value)
    assert text.startswith(f"{path}: {name} must ")
    assert f"got {beyond:g}" in text or f"got {beyond}" in text
    assert f"{high:g}]" in text
    assert "\n" not in text


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("evidence.troops.consistency", {"bluff": 3}, "consistency of troops with bluff must lie"),
        ("stakes.a_leader.tariffs.red_line", [60, 20], "red line of a_leader on tariffs must be"),
        ("stakes.a_leader.tariffs.red_line", [-5, 20], "red line of a_leader on tariffs must be"),
        ("shocks.clash.trust", [0.2, 0.1, 0.3], "low <= mode <= high"),
        ("goals.b_border.circle", float("inf"), "must be finite"),
        ("issues.tariffs.step", float("inf"), "must be in"),
    ],
)
def test_a_refused_value_is_named_by_its_path(path: str, value: object, says: str) -> None:
    with pytest.raises(InputError, match=says) as refusal:
        patched(SYSTEM, patch_of({"set": {path: value}}))
    assert str(refusal.value).startswith(path)


def test_a_record_beyond_its_scale_cannot_be_added() -> None:
    move = {"id": "m", "title": "M", "side": "BOR", "issue": "culture", "cost": 1, "gain": 1}
    with pytest.raises(InputError, match=r"add\.moves: effect of move m must lie in \[0, 100\]"):
        changed(add={"moves": [move | {"effect": 900}]})


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
