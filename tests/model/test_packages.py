"""Packages: which issues are traded together, and why a whole passes where a part does not."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np

from detente.model.packages import trade_groups
from detente.model.run import Run, run_system
from detente.model.system import Link, Range, System


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


def link(first: str, second: str, kind: str = "trade") -> Link:
    return Link(
        id=f"{first}-{second}",
        first=first,
        second=second,
        kind=kind,  # type: ignore[arg-type]
        strength=Range.point(1),
        until=Range.point(50),
    )


def test_groups_are_what_trade_links_join() -> None:
    system: System = tiny.tiny_system()
    links = (link("d", "e"), link("a", "b"), link("c", "b"), link("e", "a", "blocks"))
    assert trade_groups(replace(system, links=links)) == (("a", "b", "c"), ("d", "e"))
    assert trade_groups(replace(system, links=())) == ()


def dealing(*, linked: bool) -> Run:
    """Return a run in which one side loses on the border and gains much on culture."""
    system: System = tiny.tiny_system(spread=0.0)
    wants = {
        ("a_leader", "border"): (100.0, 1.0),
        ("a_army", "border"): (100.0, 1.0),
        ("b_leader", "border"): (20.0, 0.4),
        ("b_army", "border"): (100.0, 0.1),
        ("a_leader", "culture"): (100.0, 1.0),
        ("b_leader", "culture"): (100.0, 1.0),
    }
    stakes = tuple(
        replace(
            stake,
            position=Range.point(wants[stake.actor, stake.issue][0]),
            salience=Range.point(wants[stake.actor, stake.issue][1]),
            capability=Range.point(1),
        )
        for stake in system.stakes
        if (stake.actor, stake.issue) in wants
    )
    issues = tuple(
        replace(issue, opening=Range.point(0), erosion=Range.point(0))
        for issue in system.issues[1:]
    )
    system = replace(
        system,
        stakes=stakes,
        issues=issues,
        institutions=system.institutions[1:],
        links=(link("border", "culture"),) if linked else (),
        parameters=replace(
            system.parameters,
            trust=Range.point(0.9),
            precision=Range.point(0.3),
            package_hazard=Range.point(0.9),
        ),
        locks=(),
        responses=(),
        moves=(),
        shocks=(),
        goals=(),
        pressures=(),
        questions=(),
    )
    if not linked:
        system = replace(
            system, issues=tuple(replace(i, opening=Range.point(0.9)) for i in system.issues)
        )
    return run_system(system, horizon=tiny.HORIZON, n_draws=400, seed=1, solver="compromise")


def test_a_loss_on_one_issue_passes_with_a_gain_on_another() -> None:
    alone, together = dealing(linked=False), dealing(linked=True)
    first_quarter = [run.paths.levels[1, 0] - run.paths.levels[0, 0] for run in (alone, together)]
    assert (first_quarter[1] > 0).mean() > (first_quarter[0] > 0).mean() + 0.2
    assert set(together.paths.packages) == {2}
    assert np.isfinite(together.paths.packages[2]).mean() > 0.9
    assert not alone.paths.packages
