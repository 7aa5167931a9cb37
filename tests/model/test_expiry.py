from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from detente.errors import InputError
from detente.model.assess import Run, run_system
from detente.model.dynamics import GivenStep
from detente.model.system import Lock, Range, System
from detente.terms.period import Span

TODAY = date(2020, 1, 15)


def _treaty(lapse: float) -> Lock:
    return Lock(
        id="treaty",
        title="Treaty",
        side="BOR",
        issues=("border",),
        blocks="down",
        span=Span(to_on=date(2021, 1, 15)),
        opens_by=(),
        lapse=Range.point(lapse),
    )


def _run(lapse: float, given: tuple[GivenStep, ...] = ()) -> Run:
    system = _quiet(lapse)
    return run_system(system, horizon=date(2022, 1, 15), n_draws=50, seed=1, given=given)


def _quiet(lapse: float) -> System:
    """Return the small relation in which nothing happens but the treaty's end."""
    import importlib.util
    from pathlib import Path

    spec = importlib.util.spec_from_file_location("tiny", Path(__file__).with_name("tiny.py"))
    assert spec is not None
    assert spec.loader is not None
    tiny = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tiny)
    system: System = tiny.tiny_system(spread=0.0)
    issues = tuple(
        replace(issue, opening=Range.point(0), erosion=Range.point(0)) for issue in system.issues
    )
    return replace(
        system, issues=issues, locks=(_treaty(lapse),), shocks=(), responses=(), moves=()
    )


def _border(run: Run) -> np.ndarray:
    place = [issue.id for issue in run.system.issues].index("border")
    return np.asarray(run.paths.levels[:, place])


def test_a_treaty_that_runs_out_unrenewed_takes_its_points_with_it() -> None:
    levels = _border(_run(15))
    assert (levels[3] == levels[0]).all()
    assert np.allclose(levels[-1], levels[0] - 15)


def test_a_treaty_on_which_both_sides_agreed_anew_costs_nothing() -> None:
    system = _quiet(15)
    eager = tuple(replace(issue, opening=Range.point(0.99)) for issue in system.issues)
    run = run_system(replace(system, issues=eager), horizon=date(2022, 1, 15), n_draws=400, seed=1)
    lapsed = np.isfinite(run.paths.first.get("lapses.treaty", np.full(400, np.inf)))
    agreed = run.paths.levels[4, 1] > run.paths.levels[0, 1] + 1
    assert agreed.any()
    assert not (lapsed & agreed).any()


def test_a_step_that_one_side_took_alone_renews_nothing() -> None:
    run = _run(15, (GivenStep(side="BOR", issue="border", points=5),))
    assert np.isfinite(run.paths.first["lapses.treaty"]).all()


def test_a_lapse_beyond_the_scale_is_refused() -> None:
    with pytest.raises(InputError, match="lapse of treaty"):
        _treaty(101)
