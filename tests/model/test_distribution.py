from __future__ import annotations

import numpy as np
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.model.distribution import (
    GRID,
    N_GRID,
    Distribution,
    draws_at,
    point_distribution,
    sampled_distribution,
)

outcomes = st.floats(0, 100)


@st.composite
def distributions(draw: st.DrawFn) -> Distribution:
    mass = draw(st.lists(st.integers(0, 9), min_size=N_GRID, max_size=N_GRID))
    mass[draw(st.integers(0, 100))] += 1
    return Distribution(probabilities=np.array(mass) / sum(mass))


@given(distributions())
def test_mean_median_and_quantiles_agree_with_their_definitions(found: Distribution) -> None:
    assert found.mean == pytest.approx((found.probabilities * GRID).sum())
    for level in (0.0, 0.1, 0.5, 0.9, 1.0):
        x = found.quantile(level)
        assert found.cdf(x) >= level - 1e-9
        assert x == 0 or found.cdf(x - 1) < level + 1e-9
    assert found.median == found.quantile(0.5)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=30), outcomes)
def test_crps_is_that_of_the_same_values_as_an_ensemble(values: list[int], outcome: float) -> None:
    oracle = float(scoringrules.crps_ensemble(outcome, np.array(values, dtype=float)))
    assert sampled_distribution(values).crps(outcome) == pytest.approx(oracle, abs=1e-9)


def test_crps_of_a_point_is_its_distance() -> None:
    assert point_distribution(30.0).crps(47.5) == pytest.approx(17.5)


def test_probability_above_leaves_out_the_point_itself() -> None:
    found = sampled_distribution([50.0, 51.0, 51.0, 20.0])
    assert found.probability_above(50.0) == pytest.approx(0.5)
    assert found.probability_above(100.0) == 0.0
    assert found.cdf(-1.0) == 0.0


def test_log_score_is_infinite_where_the_outcome_was_impossible() -> None:
    assert point_distribution(30.0).log_score(40.0) == float("inf")
    assert sampled_distribution([30.0, 40.0]).log_score(40.2) == pytest.approx(np.log(2))


@given(distributions())
def test_randomised_transforms_of_own_draws_are_uniform(found: Distribution) -> None:
    rng = np.random.default_rng(1)
    levels = [found.pit(float(x), rng) for x in found.sample(rng, 400)]
    assert np.mean(levels) == pytest.approx(0.5, abs=0.1)


def test_samples_have_the_probabilities() -> None:
    found = sampled_distribution([10.0, 10.0, 10.0, 90.0])
    drawn = found.sample(np.random.default_rng(0), 20_000)
    assert set(drawn) == {10.0, 90.0}
    assert (drawn == 10).mean() == pytest.approx(0.75, abs=0.02)


@given(st.lists(distributions(), min_size=1, max_size=4), st.integers(0, 999))
def test_rows_drawn_together_are_those_drawn_alone(found: list[Distribution], n: int) -> None:
    levels = np.full(len(found), n / 1000)
    rows = draws_at(np.array([one.probabilities for one in found]), levels)
    alone = [float(one.at(level)) for one, level in zip(found, levels, strict=True)]
    assert np.abs(rows - alone).max() <= 1.0 or rows.tolist() == alone


@given(outcomes)
def test_a_point_between_two_of_the_grid_keeps_its_mean(value: float) -> None:
    found = point_distribution(value)
    assert found.mean == pytest.approx(value, abs=1e-9)
    assert found.sd <= 0.5 + 1e-9


@pytest.mark.parametrize(
    ("mass", "message"),
    [
        (np.ones(100) / 100, "needs 101 probabilities"),
        (np.ones(101), "must add up to 1, got 101"),
        (np.full(101, np.nan), "must be finite"),
        (np.append(np.full(100, 0.02), -1.0), "not negative"),
    ],
)
def test_what_is_no_distribution_is_refused(mass: np.ndarray, message: str) -> None:
    with pytest.raises(InputError, match=message):
        Distribution(probabilities=mass)


def test_a_distribution_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        point_distribution(3.0).probabilities[0] = 1.0


def test_questions_off_the_scale_are_refused() -> None:
    found = point_distribution(3.0)
    with pytest.raises(InputError, match="level must be in"):
        found.quantile(1.5)
    with pytest.raises(InputError, match="outcome must lie in 0-100, got 101"):
        found.crps(101.0)
    with pytest.raises(InputError, match="outcome must lie in 0-100"):
        point_distribution(-1.0)
    with pytest.raises(InputError, match="at least one drawn outcome"):
        sampled_distribution([])


def test_a_notebook_shows_mean_median_and_interval() -> None:
    assert repr(point_distribution(7.0)) == "Distribution(mean=7.0, median=7, 80% from 7 to 7)"
