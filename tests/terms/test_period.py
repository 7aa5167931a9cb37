from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.terms.period import PartialDate, Span

days = st.dates(date(1000, 1, 1), date(9000, 12, 31))


@given(days)
def test_a_whole_day_is_read_as_it_was_written(on: date) -> None:
    whole = PartialDate.of(on)
    assert PartialDate.parse(str(whole)) == whole
    assert whole.first_day == whole.last_day == on


@given(days)
def test_a_month_lies_in_its_year_and_a_day_in_its_month(on: date) -> None:
    month, year = PartialDate(on.year, on.month), PartialDate(on.year)
    assert year.first_day <= month.first_day <= on <= month.last_day <= year.last_day
    assert PartialDate.parse(str(month)) == month


def test_february_knows_leap_years() -> None:
    assert PartialDate.parse("2016-02").last_day == date(2016, 2, 29)
    assert PartialDate.parse("2017-02").last_day == date(2017, 2, 28)


@pytest.mark.parametrize("text", ["", "17", "2017-7", "2017-13", "2017-02-30", "July 2017"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="not a date"):
        PartialDate.parse(text)


def test_a_day_without_a_month_is_refused() -> None:
    with pytest.raises(InputError, match="a day needs a month"):
        PartialDate(2017, None, 3)


@given(days, days, days)
def test_a_span_holds_its_ends_and_what_lies_between(one: date, other: date, on: date) -> None:
    first, last = sorted((one, other))
    span = Span(from_on=first, to_on=last)
    assert span.holds_on(first)
    assert span.holds_on(last)
    assert span.holds_on(on) == (first <= on <= last)
    assert Span().holds_on(on)


def test_a_span_does_not_end_before_it_begins() -> None:
    begin = date(2017, 1, 2)
    with pytest.raises(InputError, match="ends before it begins"):
        Span(from_on=begin, to_on=begin - timedelta(days=1))
