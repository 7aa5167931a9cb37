from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.model import mixture_fit
from detente.model.distribution import GRID
from detente.model.mixture import FITTED, MixtureLaw, mixture_draws, mixture_probabilities

NOTHING = dict.fromkeys(("compromise", "prevail", "range", "reversion", "uniform"), 0.0)
ONLY = ("compromise", "prevail", "range", "reversion", "uniform")


@st.composite
def draws(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, float]:
    rows = draw(st.lists(st.tuples(st.integers(0, 100), st.integers(1, 9)), min_size=2, max_size=6))
    position, weight = np.array(rows, dtype=float).T
    reference = draw(st.one_of(st.just(float("nan")), st.integers(0, 100).map(float)))
    return position, weight, reference


def tiled(
    issue: tuple[np.ndarray, np.ndarray, float], n: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    position, weight, reference = issue
    return np.tile(position, (n, 1)), np.tile(weight, (n, 1)), np.full(n, reference)


@given(draws())
@settings(max_examples=40, deadline=None)
def test_drawn_settlements_have_the_distribution(
    issue: tuple[np.ndarray, np.ndarray, float],
) -> None:
    n = 4000
    levels = (np.arange(n) + 0.5) / n
    drawn = mixture_draws(*tiled(issue, n), levels)
    expected = mixture_probabilities(*tiled(issue, 1))[0]
    assert drawn.min() >= 0
    assert drawn.max() <= 100
    assert drawn.mean() == pytest.approx(float(expected @ GRID), abs=0.3)
    for x in (10.5, 30.5, 50.5, 70.5, 90.5):
        assert (drawn <= x).mean() == pytest.approx(float(expected[: int(x) + 1].sum()), abs=0.01)


@given(draws(), st.sampled_from([name for name in ONLY if name != "reversion"]))
@settings(max_examples=40, deadline=None)
def test_each_way_of_ending_is_drawn_as_it_is_computed(
    issue: tuple[np.ndarray, np.ndarray, float], name: str
) -> None:
    law = MixtureLaw(**{**NOTHING, name: 1.0}, sd_floor=2.0, sd_ratio=0.5)
    n = 2000
    drawn = mixture_draws(*tiled(issue, n), (np.arange(n) + 0.5) / n, law=law)
    expected = mixture_probabilities(*tiled(issue, 1), law=law)[0]
    assert drawn.mean() == pytest.approx(float(expected @ GRID), abs=0.6)


def test_a_little_more_weight_leaves_most_draws_where_they_were() -> None:
    levels = np.random.default_rng(0).random(5000)
    position, weight, reference = tiled((np.array([0.0, 60.0, 100.0]), np.ones(3), 20.0), 5000)
    before = mixture_draws(position, weight, reference, levels)
    after = mixture_draws(position, weight * [1.0, 1.0, 1.01], reference, levels)
    assert (after >= before - 1e-9).all()
    assert (after - before).mean() < 0.5


def test_without_a_reference_point_the_others_share_its_weight() -> None:
    law = MixtureLaw(**{**NOTHING, "prevail": 0.5, "reversion": 0.5}, sd_floor=1.0, sd_ratio=0.0)
    position, weight = np.array([[0.0, 100.0]]), np.ones((1, 2))
    known = mixture_probabilities(position, weight, np.array([40.0]), law=law)[0]
    unknown = mixture_probabilities(position, weight, np.array([np.nan]), law=law)[0]
    assert known[[0, 40, 100]] == pytest.approx([0.25, 0.5, 0.25])
    assert unknown[[0, 40, 100]] == pytest.approx([0.5, 0.0, 0.5])


def test_what_lies_beyond_the_ends_is_put_on_them() -> None:
    law = MixtureLaw(**{**NOTHING, "compromise": 1.0}, sd_floor=30.0, sd_ratio=0.0)
    row = mixture_probabilities(
        np.array([[0.0, 0.0]]), np.ones((1, 2)), np.array([np.nan]), law=law
    )
    assert row[0, 0] == pytest.approx(0.5, abs=0.01)


def test_an_actor_without_weight_does_not_widen_the_range() -> None:
    law = MixtureLaw(**{**NOTHING, "range": 1.0})
    position, weight = np.array([[40.0, 60.0, 100.0]]), np.array([[1.0, 1.0, 0.0]])
    row = mixture_probabilities(position, weight, np.array([np.nan]), law=law)[0]
    assert row[61:].sum() == 0.0


def test_the_shipped_weights_are_those_of_the_stated_fit() -> None:
    assert sum(mixture_fit.WEIGHTS.values()) == pytest.approx(1.0)
    assert pytest.approx(list(mixture_fit.WEIGHTS.values())) == FITTED.weights
    assert {"data", "data_sha256", "criterion", "cross_validation"} <= set(mixture_fit.PROVENANCE)


def test_a_law_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match=r"must add up to 1, got 0\.5"):
        MixtureLaw(**{**NOTHING, "compromise": 0.5})
    with pytest.raises(InputError, match="prevail of a mixture must be >= 0, got -1"):
        MixtureLaw(**{**NOTHING, "prevail": -1.0})
    law = MixtureLaw(**{**NOTHING, "reversion": 1.0})
    with pytest.raises(InputError, match="needs a reference point"):
        mixture_probabilities(np.ones((1, 2)), np.ones((1, 2)), np.array([np.nan]), law=law)
