"""Names by day to codes, and keys that are the same everywhere."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.published.actors import DatedCodes, state_called, state_coded
from detente.published.columns import Coded, coded
from detente.published.days import day_number
from detente.published.hashes import mixed, text_keys
from detente.published.sectors import cameo_sector, icews_sector, polecat_sector

pa = pytest.importorskip("pyarrow")

FIRST = (date(1999, 12, 31) - date(1970, 1, 1)).days
CHANGE = FIRST + 500


def _office(name: str, day: int) -> str | None:
    if name == "nobody":
        return None
    return f"{name}:OLD" if day < CHANGE else f"{name}:NEW"


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("ABC"), st.integers(FIRST - 900, FIRST + 2_000)), min_size=1)
)
def test_codes_by_year_are_those_of_each_day(rows: list[tuple[str, int]]) -> None:
    words = ["A", "B", "C", "nobody"]
    column = Coded(
        words=words, index=np.array([words.index(word) for word, _ in rows], dtype=np.int32)
    )
    codes = DatedCodes(_office)
    numbers = codes.numbers(column, np.array([day for _, day in rows], dtype=np.int32))
    assert [codes.codes[number] for number in numbers] == [_office(*row) for row in rows]


def test_no_word_and_an_unknown_word_have_no_code() -> None:
    column = Coded(words=["nobody"], index=np.array([0, -1], dtype=np.int32))
    numbers = DatedCodes(_office).numbers(column, np.array([FIRST, FIRST], dtype=np.int32))
    assert numbers.tolist() == [-1, -1]


def test_states_are_those_of_their_day() -> None:
    day = (date(1985, 1, 1) - date(1970, 1, 1)).days
    assert state_called("Soviet_Union", day) == "SUN"
    assert state_coded("cow")("365", day) == "SUN"
    assert state_coded("cow")("365", day + 10_000) == "RUS"
    assert state_coded("cow")("nonsense", day) is None


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("2018-07-16", None, date(2018, 7, 16)),
        ("2018-7-6", None, date(2018, 7, 6)),
        ("20180716234500", None, date(2018, 7, 16)),
        ("2018-07-16T10:00:00Z", None, date(2018, 7, 16)),
        ("16.07.2018", "%d.%m.%Y", date(2018, 7, 16)),
        ("2018-02-30", None, None),
        ("99999999", None, None),
        ("0001-01-01", None, None),
        ("", None, None),
        ("yesterday", None, None),
    ],
)
def test_dates_are_read_or_refused(text: str, form: str | None, expected: date | None) -> None:
    number = None if expected is None else (expected - date(1970, 1, 1)).days
    assert day_number(text, form) == number


def test_sectors_of_all_sources_come_to_one_vocabulary() -> None:
    assert icews_sector("Government,Military,Navy") == "MIL"
    assert icews_sector("Elite,Government,Legislative / Parliamentary") == "LEG"
    assert polecat_sector("JRN") == cameo_sector("MED") == "MED"
    assert cameo_sector("???") is None


texts = st.lists(st.none() | st.text(max_size=8), max_size=20)


@settings(deadline=None)
@given(texts)
def test_equal_texts_have_equal_keys_however_they_are_coded(values: list[str | None]) -> None:
    column = pa.array(values, pa.string())
    plain, dictionary = text_keys(column), text_keys(column.dictionary_encode())
    assert plain.tolist() == dictionary.tolist()
    for value, key in zip(values, plain, strict=True):
        assert (value is None) == (key == 0)
    assert len(set(values)) == len(set(plain.tolist()))
    assert text_keys(pa.array(["x", *values])[1:]).tolist() == plain.tolist()


def test_keys_do_not_change_from_version_to_version() -> None:
    assert text_keys(pa.array(["", "a", "foobar"])).tolist() == [
        0xCBF29CE484222325,
        0xAF63DC4C8601EC8C,
        0x85944171F73967E8,
    ]
    one, two = np.array([1], dtype=np.uint64), np.array([2], dtype=np.uint64)
    assert mixed(one, two).tolist() != mixed(two, one).tolist()


def test_blanks_and_quotes_around_words_are_dropped() -> None:
    column = coded(pa.array([' "a" ', "NA", None, "a", "NULL"]))
    assert [column.words[i] if i >= 0 else None for i in column.index] == [
        "a",
        None,
        None,
        "a",
        None,
    ]
