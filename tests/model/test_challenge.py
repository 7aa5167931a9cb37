from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.model.challenge import Variant, challenge

# Emission standards: years of delay, capability, salience (Scholz et al. 2011, table 1).
POSITIONS = np.array([4, 7, 4, 4, 10, 10, 10, 7, 4, 7], dtype=float)
CAPABILITY = np.array([0.08, 0.08, 0.03, 0.16, 0.16, 0.16, 0.16, 0.05, 0.05, 0.08])
SALIENCE = np.array([0.8, 0.4, 0.2, 0.8, 0.6, 0.6, 0.9, 0.1, 1.0, 0.7])

# Rounds 0 to 10 as replicated from the published code.
MEDIANS = [7.00, 8.416, 9.611, 9.962, 9.962, 9.962, 7.472, 8.825, 9.671, 9.671, 7.00]
MEANS = [7.390, 7.461, 7.553, 7.590, 7.358, 7.349, 7.415, 7.510, 7.572, 7.325, 7.242]

variants = pytest.mark.parametrize("variant", ["scholz_code", "scholz_eq31"])
actors = st.lists(
    st.tuples(st.integers(0, 100), st.integers(1, 9), st.integers(1, 10)), min_size=2, max_size=8
)


def columns(rows: list[tuple[int, int, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    position, capability, salience = np.array(rows, dtype=float).T
    return position, capability, salience / 10


def votes_one_by_one(
    positions: np.ndarray, weights: np.ndarray, risk: np.ndarray, width: float
) -> np.ndarray:
    n = positions.size
    votes = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            for k in range(n):
                gain = (abs(positions[k] - positions[j]) / width) ** risk[k]
                gain -= (abs(positions[k] - positions[i]) / width) ** risk[k]
                votes[i, j] += weights[k] * max(gain, 0.0)
    return votes


def test_the_published_code_is_reproduced_round_by_round() -> None:
    found = challenge(POSITIONS, CAPABILITY, SALIENCE, variant="scholz_code")
    assert found.medians == pytest.approx(MEDIANS, abs=1e-3)
    assert found.means == pytest.approx(MEANS, abs=1e-3)
    assert not found.converged
    assert found.n_played == 10


def test_the_printed_equation_keeps_the_median_where_it_is() -> None:
    found = challenge(POSITIONS, CAPABILITY, SALIENCE, variant="scholz_eq31")
    assert found.medians == pytest.approx([7.0] * 11)
    assert found.converged
    assert found.n_played < 10


def test_the_scale_of_positions_does_not_matter() -> None:
    found = challenge(POSITIONS * 10, CAPABILITY, SALIENCE)
    assert found.medians == pytest.approx(np.array(MEDIANS) * 10, abs=1e-2)


@variants
@given(rows=actors)
@settings(max_examples=40, deadline=None)
def test_nobody_leaves_the_range_of_the_start(
    variant: Variant, rows: list[tuple[int, int, int]]
) -> None:
    positions, capability, salience = columns(rows)
    found = challenge(positions, capability, salience, variant=variant)
    assert found.positions.min() >= positions.min() - 1e-9
    assert found.positions.max() <= positions.max() + 1e-9
    assert found.positions.shape == (11, positions.size)


@variants
@given(rows=actors)
@settings(max_examples=40, deadline=None)
def test_after_convergence_nobody_moves(variant: Variant, rows: list[tuple[int, int, int]]) -> None:
    positions, capability, salience = columns(rows)
    found = challenge(positions, capability, salience, variant=variant)
    if found.converged:
        again = challenge(found.positions[-1], capability, salience, variant=variant, n_rounds=1)
        width = np.ptp(positions)
        if np.ptp(found.positions[-1]) == pytest.approx(width):
            assert again.converged


@given(rows=actors)
@settings(max_examples=40, deadline=None)
def test_votes_counted_along_the_scale_are_those_counted_one_by_one(
    rows: list[tuple[int, int, int]],
) -> None:
    from detente.model import challenge as module

    positions, capability, salience = columns(sorted(rows))
    width = float(np.ptp(positions)) or 1.0
    risk = np.linspace(0.5, 2.0, positions.size)
    weights = capability * salience
    pairs = module._pairs(positions, width)
    found = module._win_probabilities(pairs.gap ** risk[:, None], pairs, weights, "scholz_eq31")
    votes = votes_one_by_one(positions, weights, risk, width)
    cast = votes + votes.T
    expected = np.divide(votes, cast, out=np.zeros_like(votes), where=cast > 0)
    apart = positions[:, None] != positions[None, :]
    assert np.allclose(found[apart], expected[apart], atol=1e-7)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"variant": "bdm"}, "unknown variant 'bdm' of the challenge model; known: scholz_code"),
        ({"salience": SALIENCE * 100}, "salience is the probability of resisting here"),
        ({"capability": -CAPABILITY}, "needs capability >= 0"),
        ({"n_rounds": 0}, "needs at least one round, got 0"),
        ({"status_quo_probability": 2.0}, "probability of the status quo must be in"),
    ],
)
def test_what_cannot_be_played_is_refused(changes: dict[str, object], message: str) -> None:
    arguments: dict[str, object] = {
        "positions": POSITIONS,
        "capability": CAPABILITY,
        "salience": SALIENCE,
        **changes,
    }
    with pytest.raises(InputError, match=message):
        challenge(**arguments)  # type: ignore[arg-type]
