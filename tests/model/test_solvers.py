"""The contract of every solver in the registry, and `predict`."""

from __future__ import annotations

import importlib.util
import sys
import warnings
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.errors import DetenteWarning, InputError
from detente.model.actors import Stakes, stakes
from detente.model.distribution import GRID, N_GRID, Distribution
from detente.model.mixture import MixtureLaw, mixture_distribution
from detente.model.solvers import NEEDS_REFERENCE, SOLVERS, predict


def _beside(name: str) -> ModuleType:
    """Return a module that lies beside this file."""
    full = f"detente_tests_model_{name}"
    if full not in sys.modules:
        spec = importlib.util.spec_from_file_location(full, Path(__file__).with_name(f"{name}.py"))
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[full] = module
        spec.loader.exec_module(module)
    return sys.modules[full]


issues = _beside("solver_contract").issues
every_solver = pytest.mark.parametrize("name", sorted(SOLVERS))
SHIFTING = sorted(set(SOLVERS) - {"pce", "mixture"})
"""Solvers whose answer does not depend on where the scale ends."""
few = settings(max_examples=25, deadline=None)


def rebuilt(issue: Stakes, order: np.ndarray) -> Stakes:
    return stakes(
        issue.positions[order],
        issue.capability[order],
        issue.salience[order],
        reference=issue.reference,
    )


@every_solver
@given(issue=issues())
@few
def test_a_solver_gives_probabilities_on_the_grid(name: str, issue: Stakes) -> None:
    found = SOLVERS[name](issue)
    assert found.probabilities.shape == (N_GRID,)
    assert (found.probabilities >= 0).all()
    assert found.probabilities.sum() == pytest.approx(1)
    assert 0 <= found.quantile(0.1) <= found.median <= found.quantile(0.9) <= 100


@every_solver
@given(issue=issues(), data=st.data())
@few
def test_the_order_of_the_actors_does_not_matter(
    name: str, issue: Stakes, data: st.DataObject
) -> None:
    order = np.array(data.draw(st.permutations(range(issue.positions.size))))
    one, other = SOLVERS[name](issue), SOLVERS[name](rebuilt(issue, order))
    assert np.allclose(one.probabilities, other.probabilities, atol=1e-9)


@every_solver
@given(issue=issues(), position=st.integers(0, 100))
@few
def test_an_actor_without_weight_changes_nothing(name: str, issue: Stakes, position: int) -> None:
    joined = stakes(
        np.append(issue.positions, float(position)),
        np.append(issue.capability, 5.0),
        np.append(issue.salience, 0.0),
        reference=issue.reference,
    )
    one, other = SOLVERS[name](issue), SOLVERS[name](joined)
    assert np.array_equal(one.probabilities, other.probabilities)


@pytest.mark.parametrize("name", SHIFTING)
@given(issue=issues(low=30, high=70), shift=st.integers(-30, 30))
@few
def test_shifting_all_positions_shifts_the_answer(name: str, issue: Stakes, shift: int) -> None:
    moved = stakes(
        issue.positions + shift,
        issue.capability,
        issue.salience,
        reference=issue.reference + shift,
    )
    if name == "nash":
        # Its reach is cut at the ends of the scale only where an actor would still gain there.
        assume(20 <= issue.reference + shift <= 80)
    one, other = SOLVERS[name](issue), SOLVERS[name](moved)
    assert other.mean == pytest.approx(one.mean + shift, abs=1e-6)


@given(issue=issues(low=30, high=70), shift=st.integers(-20, 20))
@few
def test_shifting_all_positions_shifts_a_mixture_without_a_uniform_part(
    issue: Stakes, shift: int
) -> None:
    law = MixtureLaw(
        compromise=0.3,
        prevail=0.3,
        range=0.3,
        reversion=0.1,
        uniform=0.0,
        sd_floor=0.5,
        sd_ratio=0.1,
    )
    moved = stakes(
        issue.positions + shift,
        issue.capability,
        issue.salience,
        reference=issue.reference + shift,
    )
    one, other = mixture_distribution(issue, law), mixture_distribution(moved, law)
    assert other.mean == pytest.approx(one.mean + shift, abs=1e-6)


@every_solver
@given(position=st.integers(0, 100), n=st.integers(2, 6))
@few
def test_where_all_agree_and_hold_what_they_want_the_answer_is_theirs(
    name: str, position: int, n: int
) -> None:
    issue = stakes(
        np.full(n, float(position)), np.ones(n), np.full(n, 0.5), reference=float(position)
    )
    found = SOLVERS[name](issue)
    within = np.abs(GRID - position) <= 3 * MixtureLaw().sd_floor
    if name == "pce":
        assert found.probabilities.argmax() == position
    else:
        assert found.probabilities[within].sum() > 0.95


@given(issue=issues())
@few
def test_a_mixture_without_uncertainty_is_a_point(issue: Stakes) -> None:
    law = MixtureLaw(
        compromise=1.0,
        prevail=0.0,
        range=0.0,
        reversion=0.0,
        uniform=0.0,
        sd_floor=0.0,
        sd_ratio=0.0,
    )
    found = mixture_distribution(issue, law)
    assert found.sd <= 0.5 + 1e-9
    assert found.mean == pytest.approx(SOLVERS["compromise"](issue).mean)


@pytest.mark.parametrize("name", sorted(set(SOLVERS) - NEEDS_REFERENCE))
def test_a_solver_can_do_without_a_reference_point(name: str) -> None:
    found = SOLVERS[name](stakes([10, 60, 90], [3, 2, 1], [0.5, 0.5, 0.5]))
    assert 10 <= found.mean <= 90


@pytest.mark.parametrize("name", sorted(NEEDS_REFERENCE))
def test_a_solver_that_needs_a_reference_point_says_so(name: str) -> None:
    with pytest.raises(InputError, match="needs a reference point"):
        SOLVERS[name](stakes([10, 60], [1, 1], [1, 1]))


@every_solver
def test_the_stakes_are_not_changed_in_place(name: str) -> None:
    issue = stakes([10, 60, 90], [3, 2, 1], [0.5, 0.9, 0.2], reference=40)
    before = [values.copy() for values in (issue.positions, issue.capability, issue.salience)]
    SOLVERS[name](issue)
    after = [issue.positions, issue.capability, issue.salience]
    assert all(np.array_equal(x, y) for x, y in zip(before, after, strict=True))


@every_solver
def test_predict_finds_every_solver_by_name(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DetenteWarning)
        found = predict([0, 40, 100], [3, 2, 1], [0.5, 0.9, 0.2], reference=20, solver=name)
    assert isinstance(found, Distribution)


def test_predict_takes_votes_for_capability() -> None:
    by_votes = predict([0, 40, 100], salience=[1, 1, 1], votes=[10, 5, 2], solver="compromise")
    assert by_votes.mean == predict([0, 40, 100], [10, 5, 2], [1, 1, 1], solver="compromise").mean


def test_predict_reads_a_missing_reference_point_as_none() -> None:
    one = predict([0, 40], [1, 1], [1, 1], reference=float("nan"))
    assert np.array_equal(one.probabilities, predict([0, 40], [1, 1], [1, 1]).probabilities)


def test_predict_warns_of_a_challenge_that_does_not_come_to_rest() -> None:
    position = [0, 50, 0, 0, 100, 100, 100, 50, 0, 50]
    capability = [8, 8, 3, 16, 16, 16, 16, 5, 5, 8]
    salience = [0.8, 0.4, 0.2, 0.8, 0.6, 0.6, 0.9, 0.1, 1.0, 0.7]
    with pytest.warns(DetenteWarning, match="did not converge"):
        predict(position, capability, salience, solver="challenge")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([10, 200], [1, 1], [1, 1]), "positions must lie in 0-100, got 10, 200"),
        (([10, float("nan")], [1, 1], [1, 1]), "positions must lie in 0-100"),
        (([10, 20], [1, -1], [1, 1]), "capability must be finite and not negative, got 1, -1"),
        (([10, 20], [1, 1], [0, 0]), "no actor has any weight"),
        (([10, 20], [1e308, 1e308], [10, 1]), r"capability must be at most 1e\+100, got 1e\+308"),
        (([10, 20], [1], [1, 1]), "capability must have one number an actor"),
        (([], [], []), "positions must have shape"),
        ((["a", "b"], [1, 1], [1, 1]), "positions must be numbers"),
        (([10, 20], None, [1, 1]), "needs capability or votes"),
    ],
)
def test_predict_refuses_bad_stakes(arguments: tuple[list[float], ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        predict(*arguments)


def test_predict_refuses_an_unknown_solver_and_names_the_known() -> None:
    with pytest.raises(InputError, match="unknown solver 'oracle'; known solvers: mixture, comp"):
        predict([10, 20], [1, 1], [1, 1], solver="oracle")


def test_predict_refuses_a_reference_point_off_the_scale() -> None:
    with pytest.raises(InputError, match="reference point must lie in 0-100, got 101"):
        predict([10, 20], [1, 1], [1, 1], reference=101)


def test_ten_thousand_actors_are_solved_or_refused_in_one_line() -> None:
    rng = np.random.default_rng(0)
    many = rng.uniform(0, 100, 10_000), rng.uniform(0, 1, 10_000), rng.uniform(0, 1, 10_000)
    for name in ("compromise", "median", "mixture", "nash", "pce"):
        assert 45 < predict(*many, solver=name).mean < 55
    with pytest.raises(InputError, match="at most 2000 actors, got 10000; use compromise"):
        predict(*many, solver="challenge")
