from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.model.actors import stakes
from detente.model.distribution import GRID
from detente.model.pce import long_run_shares, pce_distribution, win_probabilities

actors = st.lists(st.tuples(st.integers(0, 100), st.integers(1, 9)), min_size=1, max_size=8)


def counted_one_by_one(
    positions: np.ndarray, weights: np.ndarray, points: np.ndarray
) -> np.ndarray:
    wins = np.full((points.size, points.size), 0.5)
    for i, first in enumerate(points):
        for j, second in enumerate(points):
            nearer = np.abs(positions - second) - np.abs(positions - first)
            votes = (weights * np.maximum(nearer, 0)).sum()
            against = (weights * np.maximum(-nearer, 0)).sum()
            if i != j and votes + against > 0:
                wins[i, j] = votes / (votes + against)
    return wins


@given(actors)
def test_votes_counted_along_the_scale_are_those_counted_one_by_one(
    rows: list[tuple[int, int]],
) -> None:
    positions, weights = np.array(rows, dtype=float).T
    points = np.linspace(0, 100, 9)
    found = win_probabilities(positions, weights, points)
    assert np.allclose(found, counted_one_by_one(positions, weights, points), atol=1e-9)
    assert np.allclose(found + found.T, 1.0)


def test_the_long_run_of_three_proposals_is_what_repeated_rounds_come_to() -> None:
    wins = np.array([[0.5, 0.7, 0.4], [0.3, 0.5, 0.9], [0.6, 0.1, 0.5]])
    flow = wins / 3
    np.fill_diagonal(flow, 0.0)
    np.fill_diagonal(flow, 1 - flow.sum(axis=0))
    shares = np.full(3, 1 / 3)
    for _ in range(2000):
        shares = flow @ shares
    assert np.allclose(long_run_shares(wins), shares, atol=1e-9)


def test_an_election_among_positions_gives_probability_to_these_alone() -> None:
    found = pce_distribution(stakes([10, 60, 90], [1, 1, 1], [1, 1, 1]), proposals="positions")
    assert set(GRID[found.probabilities > 0]) == {10.0, 60.0, 90.0}
    assert found.median == 60.0


def test_an_election_among_two_is_won_by_weight() -> None:
    found = pce_distribution(stakes([0, 100], [3, 1], [1, 1]), proposals="positions")
    assert found.probabilities[0] == pytest.approx(0.75)


def test_an_election_among_very_many_positions_is_refused() -> None:
    many = stakes(np.linspace(0, 100, 2001), np.ones(2001), np.ones(2001))
    with pytest.raises(InputError, match="at most 2000 positions, got 2001"):
        pce_distribution(many, proposals="positions")
