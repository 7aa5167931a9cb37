import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve

from detente.errors import InputError
from detente.scoring.calibration import ICD203_EDGES, calibration_error, calibration_table
from detente.terms.words import ICD203_WORDS, icd203_midpoint, icd203_range

pairs = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40)


def test_the_default_bins_are_the_words_of_icd_203() -> None:
    for word, low, high in zip(ICD203_WORDS, ICD203_EDGES[:-1], ICD203_EDGES[1:], strict=True):
        bottom, top = icd203_range(word)
        assert (low, high) == (0 if bottom == 0.01 else bottom, 1 if top == 0.99 else top)
        table = calibration_table([icd203_midpoint(word)], [1])
        assert [part.low for part in table if part.n] == [low]


def test_three_forecasts_worked_by_hand() -> None:
    low, high = calibration_table([0.1, 0.3, 0.9], [0, 1, 1], edges=(0, 0.5, 1))
    assert (low.n, low.mean_probability, low.frequency, low.gap) == (2, 0.2, 0.5, 0.3)
    assert (high.n, high.frequency) == (1, 1.0)


def test_an_empty_bin_has_no_frequency() -> None:
    first, second = calibration_table([0.1], [1], edges=(0, 0.5, 1))
    assert first.n == 1
    assert (second.n, second.frequency, second.gap) == (0, None, None)


@given(pairs)
def test_every_forecast_is_in_one_bin(sample: list[tuple[float, bool]]) -> None:
    table = calibration_table([p for p, _ in sample], [o for _, o in sample])
    assert sum(part.n for part in table) == len(sample)
    came = sum(part.n * part.frequency for part in table if part.frequency is not None)
    assert came == pytest.approx(sum(o for _, o in sample))
    assert 0 <= calibration_error(table) <= 1


def test_it_agrees_with_an_independent_library() -> None:
    rng = np.random.default_rng(7)
    p = rng.uniform(0.001, 0.999, 500)
    o = (rng.uniform(size=500) < p).astype(float)
    frequency, mean = calibration_curve(o, p, n_bins=10)
    table = calibration_table(p, o, edges=np.linspace(0, 1, 11).tolist())
    np.testing.assert_allclose(
        np.array([part.frequency for part in table if part.n], dtype=float), frequency
    )
    np.testing.assert_allclose(
        np.array([part.mean_probability for part in table if part.n], dtype=float), mean
    )


@pytest.mark.parametrize("edges", [(0.1, 1), (0, 0.5), (0, 0.5, 0.5, 1), (0,), ()])
def test_edges_that_leave_gaps_are_refused(edges: tuple[float, ...]) -> None:
    with pytest.raises(InputError, match="edges must rise from 0 to 1"):
        calibration_table([0.5], [1], edges=edges)


def test_no_forecast_has_no_calibration_error() -> None:
    with pytest.raises(InputError, match="no forecast"):
        calibration_error([])
