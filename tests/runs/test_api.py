"""The Python functions: days in every usual form, refusals in one line, names that can be found."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import detente
from detente.errors import InputError
from detente.terms.period import day_of

DAY, UNTIL = date(2017, 2, 15), date(2018, 2, 15)

FORMS = [
    (DAY.isoformat(), UNTIL.isoformat()),
    (datetime(2017, 2, 15, 23, 59, tzinfo=UTC), datetime(2018, 2, 15, tzinfo=UTC)),
    (DAY, "2018-02-15T12:00"),
]
NO_DAYS: list[Any] = ["", "2017", "2017-02-30", "15.2.2017", 20170215, 2017.5, True, (2017, 2, 15)]


@given(st.datetimes(), st.booleans())
def test_a_day_is_the_same_in_every_form(moment: datetime, as_text: bool) -> None:
    day = moment.date()
    given_ = moment.isoformat() if as_text else moment
    assert day_of(day, "d") == day_of(given_, "d") == day_of(day.isoformat(), "d") == day
    assert type(day_of(given_, "d")) is date


@pytest.mark.parametrize("bad", NO_DAYS)
def test_what_is_no_day_is_refused_with_what_was_found(bad: Any) -> None:
    with pytest.raises(InputError, match="as_of must be a day: a date or text YYYY-MM-DD") as error:
        day_of(bad, "as_of")
    assert str(error.value).endswith(f"got {bad!r}")


@pytest.mark.parametrize(("as_of", "horizon"), FORMS)
def test_days_of_an_assessment_may_be_text_or_moments(as_of: Any, horizon: Any) -> None:
    plain = detente.assess("us-russia", as_of=DAY, horizon=UNTIL, n_draws=20)
    found = detente.assess("us-russia", as_of=as_of, horizon=horizon, n_draws=20)
    assert found.day == DAY
    assert found.horizon == UNTIL
    assert found.outcomes == plain.outcomes


def test_days_of_a_what_if_may_be_text_or_moments() -> None:
    changes = {"shift": {"parameters.trust": 0.1}}
    found = detente.whatif(
        "us-russia",
        changes,
        as_of="2017-02-15",
        horizon=datetime(2018, 2, 15, tzinfo=UTC),
        n_draws=20,
    )
    assert found.day == DAY
    assert found.horizon == UNTIL


@pytest.mark.parametrize("name", ["as_of", "horizon"])
@pytest.mark.parametrize("bad", ["soon", 2017])
def test_a_day_that_is_none_is_named(name: str, bad: Any) -> None:
    days: dict[str, Any] = {name: bad}
    with pytest.raises(InputError, match=f"^{name} must be a day: .*, got {bad!r}$"):
        detente.assess("us-russia", n_draws=20, **days)
    with pytest.raises(InputError, match=f"^{name} must be a day: .*, got {bad!r}$"):
        detente.whatif("us-russia", {"remove": ["locks.caatsa"]}, n_draws=20, **days)


def test_the_functions_are_listed_before_they_are_loaded() -> None:
    assert set(detente.__all__) <= set(dir(detente))
    for name in detente.__all__:
        assert callable(getattr(detente, name))
