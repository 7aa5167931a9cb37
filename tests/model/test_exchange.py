from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.model.exchange import equal_gain_exchange


@st.composite
def markets(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    n_actors, n_issues = draw(st.integers(2, 6)), draw(st.integers(2, 4))
    cell = st.integers(0, 100), st.integers(1, 9), st.integers(1, 9)
    rows = draw(
        st.lists(st.tuples(*cell), min_size=n_actors * n_issues, max_size=n_actors * n_issues)
    )
    table = np.array(rows, dtype=float).reshape(n_actors, n_issues, 3)
    return table[..., 0], table[..., 1], table[..., 2] / 10


def test_two_actors_with_opposite_concerns_each_get_the_issue_they_care_for() -> None:
    positions = np.array([[0.0, 0.0], [100.0, 100.0]])
    salience = np.array([[0.9, 0.3], [0.3, 0.9]])
    found = equal_gain_exchange(positions, np.ones((2, 2)), salience)
    assert found.before == pytest.approx([25.0, 75.0])
    assert found.after == pytest.approx([0.0, 100.0])
    # Each gains 25 x 0.9 and gives 25 x 0.3.
    assert found.own_gains == pytest.approx([15.0, 15.0])
    assert found.externalities == pytest.approx([0.0, 0.0])


def test_actors_who_weigh_the_issues_alike_have_nothing_to_trade() -> None:
    positions = np.array([[0.0, 0.0], [100.0, 100.0]])
    salience = np.array([[0.8, 0.4], [0.4, 0.2]])
    assert equal_gain_exchange(positions, np.ones((2, 2)), salience).deals == ()


def test_a_bystander_pays_for_a_deal_and_can_stop_it_when_it_counts() -> None:
    positions = np.array([[0.0, 0.0], [100.0, 100.0], [40.0, 60.0], [40.0, 60.0]])
    capability = np.array([[5.0, 5.0], [5.0, 5.0], [1.0, 1.0], [1.0, 1.0]])
    salience = np.array([[0.6, 0.4], [0.4, 0.6], [1.0, 1.0], [1.0, 1.0]])
    free = equal_gain_exchange(positions, capability, salience)
    assert free.deals
    assert (free.externalities[2:] < 0).all()
    assert equal_gain_exchange(positions, capability, salience, externality_weight=1.0).deals == ()


@given(markets())
@settings(max_examples=60, deadline=None)
def test_both_gain_alike_in_every_deal(market: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    positions, capability, salience = market
    found = equal_gain_exchange(positions, capability, salience)
    assert all(deal.gain > 0 for deal in found.deals)
    booked = np.zeros(positions.shape[0])
    for deal in found.deals:
        booked[[deal.first, deal.second]] += deal.gain
    assert found.own_gains == pytest.approx(booked, abs=1e-6)


@given(markets())
@settings(max_examples=60, deadline=None)
def test_gains_and_externalities_add_up_to_what_changed(
    market: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    positions, capability, salience = market
    found = equal_gain_exchange(positions, capability, salience)
    nearer = np.abs(positions - found.before) - np.abs(positions - found.after)
    assert found.own_gains + found.externalities == pytest.approx(
        (salience * nearer).sum(axis=1), abs=1e-6
    )
    weights = capability * salience
    assert found.after == pytest.approx((found.votes * weights).sum(0) / weights.sum(0))
    assert found.votes.min() >= positions.min() - 1e-6
    assert found.votes.max() <= positions.max() + 1e-6


@given(markets())
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_actors_does_not_matter(
    market: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    positions, capability, salience = market
    one = equal_gain_exchange(positions, capability, salience)
    other = equal_gain_exchange(positions[::-1], capability[::-1], salience[::-1])
    assert other.after == pytest.approx(one.after, abs=1e-6)
    # Of actors alike in everything, either may be the one who trades.
    assert np.sort(other.own_gains) == pytest.approx(np.sort(one.own_gains), abs=1e-6)


def test_arrays_that_are_no_issues_are_refused() -> None:
    good = np.full((2, 2), 0.5)
    with pytest.raises(InputError, match=r"one shape \(n_actors, n_issues\)"):
        equal_gain_exchange(good[0], good[0], good[0])
    with pytest.raises(InputError, match="capability must be finite and not negative"):
        equal_gain_exchange(good, -good, good)
    with pytest.raises(InputError, match="positions must lie in 0-100"):
        equal_gain_exchange(good + 200, good, good)
    with pytest.raises(InputError, match="on each issue some actor needs"):
        equal_gain_exchange(good, good * [0, 1], good)
    with pytest.raises(InputError, match="weight of externalities"):
        equal_gain_exchange(good, good, good, externality_weight=-1)
