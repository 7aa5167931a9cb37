"""Compromise, median and Nash: the solvers that give one point a row."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.model.compromise import compromise_points, compromise_spread
from detente.model.median import median_points
from detente.model.nash import nash_points

# Years of delay, capability and salience in the classic case of emission standards
# (Scholz, Calbert and Smith 2011, table 1).
POSITIONS = np.array([4, 7, 4, 4, 10, 10, 10, 7, 4, 7], dtype=float)
CAPABILITY = np.array([0.08, 0.08, 0.03, 0.16, 0.16, 0.16, 0.16, 0.05, 0.05, 0.08])
SALIENCE = np.array([0.8, 0.4, 0.2, 0.8, 0.6, 0.6, 0.9, 0.1, 1.0, 0.7])

actors = st.lists(st.tuples(st.integers(0, 100), st.integers(1, 9)), min_size=1, max_size=12)


def columns(rows: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    position, weight = np.array(rows, dtype=float).T
    return position, weight


def test_emission_standards_have_the_published_mean_and_median() -> None:
    weights = CAPABILITY * SALIENCE
    assert float(compromise_points(POSITIONS, weights)) == pytest.approx(7.390, abs=5e-4)
    assert float(median_points(POSITIONS, weights)) == 7.0


@given(actors)
def test_no_rival_position_beats_the_median(rows: list[tuple[int, int]]) -> None:
    positions, weights = columns(rows)
    median = float(median_points(positions, weights))
    for rival in positions:
        prefer_rival = np.abs(positions - rival) < np.abs(positions - median)
        assert weights[prefer_rival].sum() <= weights.sum() / 2


@given(actors)
def test_the_compromise_has_the_least_weighted_squared_loss(rows: list[tuple[int, int]]) -> None:
    positions, weights = columns(rows)
    best = float(compromise_points(positions, weights))

    def loss(x: float) -> float:
        return float((weights * (positions - x) ** 2).sum())

    assert loss(best) <= min(loss(best - 0.1), loss(best + 0.1)) + 1e-9
    assert float(compromise_spread(positions, weights)) == pytest.approx(
        np.sqrt(loss(best) / weights.sum()), abs=1e-6
    )


@given(st.lists(actors, min_size=1, max_size=4).filter(lambda r: len({len(x) for x in r}) == 1))
def test_rows_solved_together_are_those_solved_alone(issues: list[list[tuple[int, int]]]) -> None:
    pairs = [columns(rows) for rows in issues]
    positions = np.array([p for p, _ in pairs])
    weights = np.array([w for _, w in pairs])
    reference = np.full(len(pairs), 20.0)
    together = (
        compromise_points(positions, weights),
        median_points(positions, weights),
        nash_points(positions, weights, reference),
    )
    for index, (position, weight) in enumerate(pairs):
        assert together[0][index] == pytest.approx(float(compromise_points(position, weight)))
        assert together[1][index] == float(median_points(position, weight))
        alone = float(nash_points(position, weight, np.array(20.0)))
        assert together[2][index] == pytest.approx(alone)


def test_rows_without_any_weight_have_no_point() -> None:
    positions, weights = np.array([[1.0, 2.0], [1.0, 2.0]]), np.array([[0.0, 0.0], [1.0, 0.0]])
    assert np.isnan(compromise_points(positions, weights)).tolist() == [True, False]
    assert np.isnan(median_points(positions, weights)).tolist() == [True, False]


def test_the_lower_position_is_the_median_when_the_weight_is_split_in_half() -> None:
    assert float(median_points(np.array([80.0, 20.0]), np.array([1.0, 1.0]))) == 20.0


def test_a_nash_bargain_splits_gains_between_equals() -> None:
    point = nash_points(np.array([20.0, 80.0]), np.ones(2), np.array(np.nan))
    assert float(point) == pytest.approx(50.0, abs=1e-6)


def test_a_nash_bargain_has_the_greatest_product_of_gains() -> None:
    positions, weights, reference = np.array([10.0, 50.0, 95.0]), np.array([1.0, 2.0, 1.5]), 30.0
    grid = np.linspace(0, 100, 100_001)
    gain = ((positions - reference) / 100)[:, None] ** 2 + 0.4
    gain = gain - ((grid - positions[:, None]) / 100) ** 2
    worth = np.where(
        (gain > 0).all(axis=0),
        (weights[:, None] * np.log(np.maximum(gain, 1e-12))).sum(axis=0),
        -np.inf,
    )
    found = nash_points(positions, weights, np.array(reference), no_agreement_cost=0.4)
    assert float(found) == pytest.approx(float(grid[worth.argmax()]), abs=2e-3)


@given(actors, st.integers(0, 100))
def test_a_very_bad_failure_makes_the_nash_bargain_the_compromise(
    rows: list[tuple[int, int]], reference: int
) -> None:
    positions, weights = columns(rows)
    found = nash_points(positions, weights, np.array(float(reference)), no_agreement_cost=1e6)
    assert float(found) == pytest.approx(float(compromise_points(positions, weights)), abs=1e-2)


def test_without_a_cost_of_failure_whoever_likes_the_present_state_keeps_it() -> None:
    found = nash_points(
        np.array([40.0, 90.0]), np.array([1.0, 50.0]), np.array(40.0), no_agreement_cost=0.0
    )
    assert float(found) == pytest.approx(40.0, abs=1e-6)


def test_a_negative_cost_of_failure_is_refused() -> None:
    with pytest.raises(InputError, match="cost of no agreement must be >= 0, got -1"):
        nash_points(np.array([1.0]), np.array([1.0]), np.array(0.0), no_agreement_cost=-1)
