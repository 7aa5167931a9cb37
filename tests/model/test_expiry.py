from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from detente.errors import InputError
from detente.model.assess import Run, run_system
from detente.model.dynamics import GivenStep
from detente.model.hazard import share_passed
from detente.model.system import Lock, Range, System
from detente.terms.period import Span

TODAY = date(2020, 1, 15)


def _treaty(lapse: float, end: date = date(2021, 1, 15)) -> Lock:
    return Lock(
        id="treaty",
        title="Treaty",
        side="BOR",
        issues=("border",),
        blocks="down",
        span=Span(to_on=end),
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


SOON = date(2020, 3, 1)
"""A day in the middle of the first quarter of the run."""


def _soon(lapse: float, opening: float, *ends: date) -> Run:
    """Return a quarter in which treaties end and issues are opened; all else is quiet."""
    system = _quiet(lapse)
    issues = tuple(replace(issue, opening=Range.point(opening)) for issue in system.issues)
    locks = tuple(
        replace(_treaty(lapse, end), id=f"treaty_{k}") for k, end in enumerate(ends or (SOON,))
    )
    return run_system(
        replace(
            system,
            issues=issues,
            locks=locks,
            parameters=replace(system.parameters, package_hazard=Range.point(0)),
        ),
        horizon=date(2020, 4, 15),
        n_draws=2000,
        seed=1,
    )


def _opened_at(run: Run, chance: float) -> np.ndarray:
    """Return when border was opened in the first step, as a share of it; infinite: not at all."""
    levels = run.paths.drawn.draws.chance("opening", "border", 0)
    when = np.full(run.n_draws, np.inf)
    hit = levels < chance
    when[hit] = share_passed(levels[hit], np.full(hit.sum(), chance))
    return when


def _lapsed(run: Run, lock: str = "treaty_0") -> np.ndarray:
    return np.isfinite(run.paths.first.get(f"lapses.{lock}", np.full(run.n_draws, np.inf)))


def _chance_to_open(run: Run, hazard: float) -> float:
    """Return P(opened within the first step): trust is certain, and nothing to answer yet."""
    trust = float(run.paths.trust[0][0])
    return float(1 - (1 - hazard) ** ((0.5 + trust) * run.paths.steps[0].length))


def test_an_agreement_in_the_treaty_s_last_quarter_renews_it_if_it_comes_first() -> None:
    run = _soon(15, 0.9)
    step = run.paths.steps[0]
    end = (SOON - step.start).days / (step.end - step.start).days
    when = _opened_at(run, _chance_to_open(run, 0.9))
    levels = _border(run)
    kept = ~_lapsed(run)
    assert kept.any()
    assert (when[kept] < end).all()
    assert (levels[1, kept] >= levels[0, kept] + 1).all()
    assert _lapsed(run)[when >= end].all()


def test_an_agreement_after_the_treaty_s_end_starts_from_what_is_left() -> None:
    run = _soon(15, 0.9)
    levels = _border(run)
    late = _lapsed(run) & (levels[1] > levels[0] - 15 + 1)
    assert late.any()
    assert (_opened_at(run, _chance_to_open(run, 0.9))[late] > 0.5).all()
    assert (levels[1, late] <= levels[0, late] - 15 + 8 + 1e-9).all()


def test_no_opening_is_taken_twice_where_a_treaty_ends_within_the_quarter() -> None:
    held, ends = _soon(0, 0.9), _soon(15, 0.9)
    rise = _border(held)[1] - _border(held)[0]
    kept = ~_lapsed(ends)
    assert np.allclose((_border(ends)[1] - _border(ends)[0])[kept], rise[kept])
    assert (rise <= 8 + 1e-9).all()


def test_other_issues_are_opened_as_if_the_treaty_did_not_end() -> None:
    held, ends = _soon(0, 0.9), _soon(15, 0.9)
    culture = [issue.id for issue in held.system.issues].index("culture")
    assert (held.paths.levels[1, culture] == ends.paths.levels[1, culture]).all()


def test_of_two_treaties_the_one_that_ends_first_is_renewed_by_less() -> None:
    later, sooner = date(2020, 4, 1), date(2020, 2, 1)
    run = _soon(5, 0.9, later, sooner)
    first, second = _lapsed(run, "treaty_1"), _lapsed(run, "treaty_0")
    assert (first & ~second).any()
    assert not (second & ~first).any()


def test_a_treaty_that_ends_on_the_first_day_cannot_be_renewed() -> None:
    assert _lapsed(_soon(15, 0.9, TODAY)).all()


def test_a_step_that_one_side_took_alone_renews_nothing() -> None:
    run = _run(15, (GivenStep(side="BOR", issue="border", points=5),))
    assert np.isfinite(run.paths.first["lapses.treaty"]).all()


def test_a_lapse_beyond_the_scale_is_refused() -> None:
    with pytest.raises(InputError, match="lapse of treaty"):
        _treaty(101)
