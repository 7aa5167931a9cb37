from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.terms.dyad import Dyad
from detente.terms.forecast import Forecast, Question

QUESTION = Question(
    key="summit",
    text="Will the two presidents meet before July 2018?",
    dyad=Dyad("USA", "RUS"),
    opens_on=date(2018, 1, 1),
    resolves_on=date(2018, 7, 1),
    rule="Yes if both governments confirm a meeting in person.",
)
days = st.dates(date(2018, 1, 1), date(2019, 12, 31))


@given(days, st.floats(0, 1))
def test_a_forecast_never_reads_the_day_its_question_resolves(day: date, p: float) -> None:
    if day >= QUESTION.resolves_on:
        with pytest.raises(InputError, match="cut the data off earlier"):
            Forecast.of(QUESTION, p, forecaster="base rate", data_until=day)
    else:
        made = Forecast.of(QUESTION, p, forecaster="base rate", data_until=day)
        assert made.n_days_ahead >= 1
        assert made.data_until + timedelta(days=made.n_days_ahead) == QUESTION.resolves_on


def test_a_forecast_takes_key_and_day_of_its_question_and_has_a_word() -> None:
    made = Forecast.of(QUESTION, 0.7, forecaster="desk", data_until=date(2018, 3, 1))
    assert (made.question, made.resolves_on, made.word) == ("summit", date(2018, 7, 1), "likely")


@pytest.mark.parametrize("probability", [-0.1, 1.1, float("nan")])
def test_a_forecast_is_a_probability(probability: float) -> None:
    with pytest.raises(InputError, match="probability must be in"):
        Forecast.of(QUESTION, probability, forecaster="desk", data_until=date(2018, 3, 1))


def test_a_forecast_says_whose_it_is() -> None:
    with pytest.raises(InputError, match="name of its forecaster"):
        Forecast.of(QUESTION, 0.5, forecaster=" ", data_until=date(2018, 3, 1))


def test_a_question_is_open_from_its_first_day_to_the_day_before_it_resolves() -> None:
    assert QUESTION.is_open_on(date(2018, 1, 1))
    assert QUESTION.is_open_on(date(2018, 6, 30))
    assert not QUESTION.is_open_on(date(2017, 12, 31))
    assert not QUESTION.is_open_on(date(2018, 7, 1))


@pytest.mark.parametrize("outcome", [True, False, 0.25])
def test_a_question_resolves_once(outcome: bool | float) -> None:
    done = QUESTION.resolved(outcome)
    assert done.is_resolved
    assert not QUESTION.is_resolved
    assert done.resolved(outcome) == done
    with pytest.raises(InputError, match="has resolved to"):
        done.resolved(0.5)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"key": " "}, "needs a key"),
        ({"key": "a "}, "without spaces"),
        ({"text": ""}, "has no text"),
        ({"rule": " "}, "no resolution rule"),
        ({"resolves_on": date(2018, 1, 1)}, "not after it opens"),
        ({"outcome": 1.5}, "must be true, false or in"),
        ({"outcome": float("nan")}, "must be true, false or in"),
    ],
)
def test_a_bad_question_cannot_exist(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        replace(QUESTION, **changes)
