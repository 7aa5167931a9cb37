"""What-ifs on the same draws, the smallest flip, Sobol indices."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from detente.errors import InputError
from detente.model.flip import single_changes, smallest_flip
from detente.model.patch import patch_of, patched
from detente.model.run import run_system
from detente.model.sobol import sobol_indices
from detente.model.system import System
from detente.model.whatif import Difference, WhatIf, whatif_system


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


def whatif(n_draws: int = 1500, **data: Any) -> WhatIf:
    return whatif_system(SYSTEM, patch_of(data), horizon=tiny.HORIZON, n_draws=n_draws, seed=1)


def improves(found: WhatIf, issue: str) -> Difference:
    return next(i.improve for i in found.issues if i.issue == issue)


def test_no_change_makes_no_difference_at_all() -> None:
    found = whatif(shift={"parameters.trust": 0})
    differences = [*found.outcomes.values(), found.index, found.trust, found.improvement]
    differences += [issue.final for issue in found.issues]
    assert all(
        d.difference.value == d.difference.low == d.difference.high == 0 for d in differences
    )


def test_lifting_a_lock_helps_its_issue_and_hardly_shifts_the_others() -> None:
    found = whatif(remove=["locks.tariff_act"])
    assert improves(found, "tariffs").difference.low > 0
    assert abs(improves(found, "culture").difference.value) < 0.02


def test_paired_draws_know_a_difference_better_than_either_answer() -> None:
    found = whatif(remove=["pressures.inquiry"]).improvement
    paired = found.difference.high - found.difference.low
    alone = found.after.high - found.after.low
    assert paired < alone


def test_a_before_plus_its_difference_is_the_after() -> None:
    for found in whatif(set={"parameters.trust": 0.9}).outcomes.values():
        assert found.before.value + found.difference.value == pytest.approx(found.after.value)


def test_a_step_that_is_given_is_answered_but_is_no_improvement_itself() -> None:
    found = whatif(step=[{"side": "ARB", "issue": "border", "points": 8}])
    assert found.changes == ("ARB moves border by +8 on the first day",)
    assert found.index.difference.value > 3
    assert found.index_change.difference.value < 1
    hit = whatif(step=[{"side": "ARB", "issue": "border", "points": -8}])
    assert hit.responses["b_border"].difference.low > 0.2
    assert hit.trust.difference.high < 0


def test_only_what_both_have_is_compared() -> None:
    found = whatif(remove=["issues.border", "locks.tariff_act", "moves.visit"])
    assert [issue.issue for issue in found.issues] == ["tariffs", "culture"]
    assert "visit" not in found.moves
    assert "tariff_act" not in found.lock_openings


def test_rivals_that_make_up_leave_the_swing_state_no_leverage() -> None:
    found = whatif(300, set={"ties.a_c.value": 0.5})
    assert found.leverage_before["BOR"] > 0.2
    assert found.leverage_after["BOR"] == 0


def test_the_smallest_flip_flips_and_is_small() -> None:
    found = smallest_flip(SYSTEM, tiny.HORIZON, n_draws=1500, seed=1)
    assert found is not None
    assert 0 < found.size < 0.5
    patch: dict[str, Any] = {"remove": [found.path]}
    if found.before is not None and found.after is not None:
        patch = {"shift": {found.path: 1.02 * (found.after - found.before)}}
    again = whatif(**patch)
    assert again.likeliest_after == found.outcome != again.likeliest_before
    assert found.n_tried == len(single_changes(SYSTEM))


def test_nothing_flips_where_nothing_can_happen() -> None:
    still = replace(SYSTEM, outcomes=replace(SYSTEM.outcomes, freeze=99, thaw=99))
    still = patched(still, patch_of({"remove": ["issues.border", "issues.tariffs"]}))
    assert smallest_flip(still, tiny.HORIZON, n_draws=200, seed=1) is None


def test_sobol_totals_are_at_least_the_first_order_shares() -> None:
    pytest.importorskip("SALib")
    inputs = ("parameters.trust", "settlement.culture")
    found = sobol_indices(SYSTEM, tiny.HORIZON, inputs, seed=1, n_base=256)
    assert {index.name for index in found} == {
        "trust",
        "where bargaining on culture would land",
        "everything else",
    }
    for index in found:
        assert index.total >= index.first - index.first_error - index.total_error
    assert found[0].name == "everything else"


def test_a_sobol_base_that_is_no_power_of_two_is_refused() -> None:
    with pytest.raises(InputError, match="power of 2"):
        sobol_indices(SYSTEM, tiny.HORIZON, ("parameters.trust",), seed=1, n_base=100)


def test_an_unknown_solver_is_refused() -> None:
    with pytest.raises(InputError, match="unknown solver 'oracle'"):
        run_system(SYSTEM, horizon=tiny.HORIZON, n_draws=10, seed=1, solver="oracle")
