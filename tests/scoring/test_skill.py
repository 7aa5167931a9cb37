import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.scoring.brier import brier_scores
from detente.scoring.skill import base_rate, base_rate_forecasts, skill

outcomes = st.lists(st.booleans(), min_size=1, max_size=30)


def test_a_perfect_forecaster_has_skill_one_and_the_reference_none() -> None:
    assert skill(0.0, 0.2) == 1
    assert skill(0.2, 0.2) == 0
    assert skill(0.4, 0.2) == -1


@given(outcomes)
def test_the_base_rate_does_not_see_the_answer_it_forecasts(sample: list[bool]) -> None:
    for index in range(len(sample)):
        flipped = [*sample]
        flipped[index] = not flipped[index]
        assert base_rate_forecasts(sample)[index] == base_rate_forecasts(flipped)[index]


@given(outcomes)
def test_the_base_rate_is_beaten_by_one_that_saw_the_answers(sample: list[bool]) -> None:
    in_sample = np.full(len(sample), base_rate(sample))
    seen = brier_scores(in_sample, sample).mean()
    blind = brier_scores(base_rate_forecasts(sample), sample).mean()
    assert seen <= blind + 1e-12


def test_outcomes_that_are_none_are_refused() -> None:
    with pytest.raises(InputError, match="n of 1 or more"):
        base_rate([])
    with pytest.raises(InputError, match="must be 0 or 1"):
        base_rate_forecasts([0.5])


@pytest.mark.parametrize(("score", "reference"), [(-1, 1), (0.1, 0), (float("nan"), 1)])
def test_skill_against_nothing_is_refused(score: float, reference: float) -> None:
    with pytest.raises(InputError):
        skill(score, reference)
