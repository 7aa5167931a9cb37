import numpy as np
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.scoring.brier import brier_scores
from detente.scoring.logarithmic import log_scores
from detente.scoring.ranked import binary_crps

pairs = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=20)
inner = st.lists(st.tuples(st.floats(0.001, 0.999), st.booleans()), min_size=1, max_size=20)


def test_a_half_always_scores_a_quarter() -> None:
    assert brier_scores([0.5, 0.5], [0, 1]).tolist() == [0.25, 0.25]


@given(pairs)
def test_brier_agrees_with_an_independent_library(sample: list[tuple[float, bool]]) -> None:
    p, o = np.array([x for x, _ in sample]), np.array([float(y) for _, y in sample])
    np.testing.assert_allclose(brier_scores(p, o), scoringrules.brier_score(o, p), atol=1e-12)


@given(inner)
def test_the_log_score_agrees_with_an_independent_library(
    sample: list[tuple[float, bool]],
) -> None:
    p, o = np.array([x for x, _ in sample]), np.array([float(y) for _, y in sample])
    ones = np.ones(p.size)
    np.testing.assert_allclose(log_scores(p, o), scoringrules.logs_binomial(o, ones, p), rtol=1e-6)


@pytest.mark.parametrize("p", [0.0, 0.03, 0.5, 0.875, 1.0])
@pytest.mark.parametrize("o", [0, 1])
def test_crps_agrees_with_an_independent_library(p: float, o: int) -> None:
    members = np.r_[np.ones(round(1000 * p)), np.zeros(1000 - round(1000 * p))]
    expected = scoringrules.crps_ensemble(float(o), members)
    np.testing.assert_allclose(binary_crps([p], [o])[0], expected, atol=1e-9)


@given(pairs)
def test_crps_of_a_yes_or_no_question_is_the_brier_score(sample: list[tuple[float, bool]]) -> None:
    p, o = [x for x, _ in sample], [y for _, y in sample]
    np.testing.assert_allclose(binary_crps(p, o), brier_scores(p, o), atol=1e-12)


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_nobody_gains_by_saying_other_than_they_think(belief: float, said: float) -> None:
    for score in (brier_scores, log_scores, binary_crps):
        honest = belief * score([belief], [1])[0] + (1 - belief) * score([belief], [0])[0]
        other = belief * score([said], [1])[0] + (1 - belief) * score([said], [0])[0]
        assert honest <= other + 1e-9


def test_never_said_of_what_came_scores_infinity() -> None:
    assert np.isinf(log_scores([0.0], [1])[0])
    assert log_scores([1.0], [1])[0] == 0


@pytest.mark.parametrize(
    ("p", "o", "message"),
    [
        ([], [], "n of 1 or more"),
        ([0.5], [0, 1], "shape"),
        ([1.5], [1], r"in \[0, 1\], got 1.5"),
        ([float("nan")], [1], r"in \[0, 1\]"),
        ([0.5], [0.5], "must be 0 or 1, got 0.5"),
        ([None], [1], r"in \[0, 1\]"),
        (["x"], [1], "must be numbers"),
    ],
)
def test_what_is_no_forecast_is_refused(p: list[float], o: list[float], message: str) -> None:
    for score in (brier_scores, log_scores, binary_crps):
        with pytest.raises(InputError, match=message):
            score(p, o)
