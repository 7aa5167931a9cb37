from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.terms.period import Span
from detente.terms.tables import dated, day, is_abbreviation, key, rows

TABLES = [
    "cameo.csv",
    "institutions.csv",
    "leaders.csv",
    "ministers.csv",
    "notables.csv",
    "organisations.csv",
    "places.csv",
    "plover.csv",
    "roles.csv",
    "states.csv",
    "words.csv",
]


@pytest.mark.parametrize("name", TABLES)
def test_every_row_of_a_table_has_every_column(name: str) -> None:
    assert rows(name)
    for row in rows(name):
        assert None not in row
        assert None not in row.values()


@given(st.text(max_size=40))
def test_a_key_is_its_own_key(text: str) -> None:
    assert key(key(text)) == key(text)


def test_a_cell_holds_values_with_days() -> None:
    life = Span(from_on=date(1949, 5, 23))
    assert dated("A;B/2000-01-01..;C/..1999-12-31", life) == (
        ("A", life),
        ("B", Span(from_on=date(2000, 1, 1))),
        ("C", Span(from_on=date(1949, 5, 23), to_on=date(1999, 12, 31))),
    )
    assert dated("", life) == ()


def test_an_empty_day_is_open_and_nonsense_is_refused() -> None:
    assert day("") is None
    assert day("2017-08-02") == date(2017, 8, 2)
    with pytest.raises(InputError, match="not a day: '2017-13-01'"):
        day("2017-13-01")


@pytest.mark.parametrize(("text", "short"), [("US", True), ("U.S.A.", True), ("Usa", False)])
def test_capitals_make_an_abbreviation(text: str, short: bool) -> None:
    assert is_abbreviation(text) is short
