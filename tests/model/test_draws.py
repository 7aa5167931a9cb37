"""Each uncertain thing has a stream of its own, whatever else there is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.model.draws import InputDraws, bounds_of, uniforms
from detente.model.system import Range

names = st.text(min_size=1, max_size=20)
few = settings(max_examples=40, deadline=None)


@few
@given(st.integers(0, 10**9), names, st.integers(1, 200))
def test_a_longer_stream_begins_like_a_shorter_one(seed: int, name: str, n: int) -> None:
    assert (uniforms(seed, n, name) == uniforms(seed, 2 * n, name)[:n]).all()


@few
@given(st.integers(0, 10**9), names, names)
def test_two_names_have_unrelated_streams(seed: int, one: str, other: str) -> None:
    first, second = uniforms(seed, 400, one), uniforms(seed, 400, other)
    if one == other:
        assert (first == second).all()
    else:
        assert abs(np.corrcoef(first, second)[0, 1]) < 0.3


def test_names_in_parts_are_not_run_together() -> None:
    assert not (uniforms(1, 5, "a", "bc") == uniforms(1, 5, "ab", "c")).any()


def test_a_stream_is_uniform() -> None:
    sample = np.sort(uniforms(3, 20_000, "trust"))
    distance = np.abs(sample - (np.arange(20_000) + 0.5) / 20_000).max()
    assert distance < 1.95 / np.sqrt(20_000)


def test_an_input_is_drawn_within_its_range_and_remembered_when_uncertain() -> None:
    draws = InputDraws(1000, 1)
    values = draws.of(Range(10, 20, 60), "stakes.a.b.position")
    assert values.min() >= 10
    assert values.max() <= 60
    assert abs(values.mean() - 30) < 1.5
    draws.of(Range.point(5), "parameters.trust")
    assert draws.uncertain == ["stakes.a.b.position"]


def test_a_copy_repeats_the_draws_and_a_shift_moves_only_its_copy() -> None:
    path = "stakes.a.b.position"
    plain = InputDraws(50, 1).of(Range(10, 20, 60), path)
    values = InputDraws(50, 1, n_copies=3, shifts={path: {2: 70.0}}).of(Range(10, 20, 60), path)
    assert (values[:50] == plain).all()
    assert (values[50:100] == plain).all()
    assert (values[100:] == np.minimum(plain + 70, 100)).all()


def test_given_levels_take_the_place_of_drawn_ones() -> None:
    draws = InputDraws(2, 1, draw_of=np.array([0, 1, 1]), given={"x": np.array([0.0, 0.5, 1.0])})
    assert draws.of(Range(0, 50, 100), "x").tolist() == [0.0, 50.0, 100.0]
    other = draws.of(Range(0, 50, 100), "y")
    assert other[1] == other[2]


def test_shares_and_points_keep_to_their_own_bounds() -> None:
    assert bounds_of("stakes.a.b.salience") == (0, 1)
    assert bounds_of("shocks.war.trust") == (-1, 1)
    assert bounds_of("responses.r.effect") == (0, 100)


@pytest.mark.parametrize(("n_draws", "seed"), [(0, 1), (10**7, 1), (10, -1)])
def test_impossible_draws_are_refused(n_draws: int, seed: int) -> None:
    with pytest.raises(InputError):
        InputDraws(n_draws, seed)
