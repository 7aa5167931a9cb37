from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.model.actors import stakes
from detente.model.distribution import GRID
from detente.model.winset import agenda_distribution, gridlock, winset

actors = st.lists(st.tuples(st.integers(0, 100), st.integers(1, 9)), min_size=1, max_size=8)


@given(actors, st.integers(0, 100), st.lists(st.integers(0, 100), max_size=3))
def test_a_win_set_holds_what_enough_actors_and_all_vetoes_prefer(
    rows: list[tuple[int, int]], reference: int, vetoes: list[int]
) -> None:
    positions, weights = np.array(rows, dtype=float).T
    veto_positions = np.array(vetoes, dtype=float)
    found = winset(positions, weights, float(reference), veto_positions=veto_positions, quota=0.6)
    for x in GRID[:-1] + 0.37:
        prefer = np.abs(positions - x) < np.abs(positions - reference)
        passes = weights[prefer].sum() > 0.6 * weights.sum() * (1 + 1e-12)
        passes &= bool((np.abs(veto_positions - x) < np.abs(veto_positions - reference)).all())
        assert any(low < x < high for low, high in found.intervals) == passes


@given(actors, st.integers(0, 100), st.lists(st.integers(0, 100), min_size=1, max_size=4))
def test_one_more_veto_never_widens_a_win_set(
    rows: list[tuple[int, int]], reference: int, vetoes: list[int]
) -> None:
    positions, weights = np.array(rows, dtype=float).T
    fewer, all_of_them = np.array(vetoes[1:], dtype=float), np.array(vetoes, dtype=float)
    wide = winset(positions, weights, float(reference), veto_positions=fewer)
    narrow = winset(positions, weights, float(reference), veto_positions=all_of_them)
    assert narrow.width <= wide.width + 1e-9


def test_a_status_quo_between_two_vetoes_cannot_be_changed() -> None:
    vetoes = np.array([30.0, 70.0])
    low, high = gridlock(vetoes)
    assert (low, high) == (30.0, 70.0)
    found = winset(np.array([0.0, 100.0]), np.ones(2), 50.0, veto_positions=vetoes)
    assert found.intervals == ()
    assert found.nearest(0.0) == 50.0


def test_the_proposer_gets_the_outcome_nearest_to_its_wish_that_passes() -> None:
    # The median at 60 accepts up to 80 rather than 40.
    issue = stakes([20, 60, 95], [1, 1, 1], [1, 1, 1], reference=40, proposer=2)
    assert agenda_distribution(issue).mean == pytest.approx(80.0)
    issue = stakes([20, 60, 95], [1, 1, 1], [1, 1, 1], reference=40, proposer=0)
    assert agenda_distribution(issue).mean == pytest.approx(40.0)


def test_without_a_named_proposer_each_proposes_with_its_share_of_the_weight() -> None:
    issue = stakes([20, 60, 95], [1, 2, 1], [1, 1, 1], reference=40)
    found = agenda_distribution(issue)
    assert found.probabilities[[40, 60, 80]] == pytest.approx([0.25, 0.5, 0.25])


def test_a_veto_player_without_weight_still_blocks() -> None:
    free = stakes([60, 80, 20], [1, 1, 0], [1, 1, 1], reference=40)
    bound = stakes([60, 80, 20], [1, 1, 0], [1, 1, 1], reference=40, veto=[False, False, True])
    assert agenda_distribution(free).mean > 40
    assert agenda_distribution(bound).mean == pytest.approx(40.0)


def test_a_higher_quota_keeps_the_status_quo() -> None:
    issue = stakes([20, 60, 95], [1, 1, 1], [1, 1, 1], reference=40, proposer=2, quota=0.9)
    assert agenda_distribution(issue).mean == pytest.approx(40.0)


def test_what_makes_no_win_set_is_refused() -> None:
    with pytest.raises(InputError, match="a win set needs a reference point"):
        winset(np.array([1.0]), np.ones(1), float("nan"))
    with pytest.raises(InputError, match="quota must be in"):
        winset(np.array([1.0]), np.ones(1), 5.0, quota=1.0)
    with pytest.raises(InputError, match="reference point must lie in 0-100, got 200"):
        winset(np.array([1.0]), np.ones(1), 200.0)
    with pytest.raises(InputError, match="gridlock needs at least one veto player"):
        gridlock(np.zeros(0))
    with pytest.raises(InputError, match="the proposer must be one of 2 actors, got 2"):
        stakes([1, 2], [1, 1], [1, 1], proposer=2)
    with pytest.raises(InputError, match="veto must have one mark an actor"):
        stakes([1, 2], [1, 1], [1, 1], veto=[True])
