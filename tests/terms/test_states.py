from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.terms.states import (
    State,
    crosswalk,
    display_name,
    is_state,
    resolve_state,
    state,
    state_names,
    states,
)

SHARED = Path(os.environ.get("DETENTE_SHARED", Path(__file__).parents[2] / ".." / "shared"))
COW_STATES = SHARED / "data" / "states" / "cow_states.csv"
every_state = st.sampled_from(states())
days = st.dates(date(1946, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("text", "on", "code"),
    [
        ("Germany", "2017-01-01", "DEU"),
        ("East German", "1985-01-01", "DDR"),
        ("the Kremlin", "1985-01-01", "SUN"),
        ("the Kremlin", "2017-01-01", "RUS"),
        ("Soviet Union", "2017-01-01", "SUN"),
        ("Prague", "1980-01-01", "CSK"),
        ("Prague", "2010-01-01", "CZE"),
        ("Türkiye", "2023-01-01", "TUR"),
        ("Turkiye", "2023-01-01", "TUR"),
        ("U.S.", "2017-01-01", "USA"),
        ("Americans", "2017-01-01", "USA"),
        ("White House", "2017-01-01", "USA"),
        ("Republic of Korea", "2017-01-01", "KOR"),
        ("North Korea", "2017-01-01", "PRK"),
        ("côte d'ivoire", "2017-01-01", "CIV"),
    ],
)
def test_a_name_means_a_state_on_a_day(text: str, on: str, code: str) -> None:
    assert resolve_state(text, on=date.fromisoformat(on)) == code


@pytest.mark.parametrize("text", ["", "us", "Atlantis", "the"])
def test_what_names_no_state_means_none(text: str) -> None:
    assert resolve_state(text) is None


@given(every_state, days)
def test_a_state_has_at_most_one_number_a_system_and_day(found: State, on: date) -> None:
    # FIPS and CAMEO have two codes for Palestine: Gaza and the West Bank.
    for system in ("iso3", "cow", "cow_abb", "gw"):
        held = {value for name, value, span in found.codes if name == system and span.holds_on(on)}
        assert len(held) <= 1


@given(every_state)
def test_a_cow_number_leads_back_to_its_state(found: State) -> None:
    for system, value, span in found.codes:
        if system in {"cow", "gw"}:
            on = span.from_on or span.to_on or date(2000, 1, 1)
            assert crosswalk(value, system, "iso3", on=on) == found.code


def test_the_number_of_germany_changes_with_unification() -> None:
    assert crosswalk(255, "cow", "iso3", on=date(2000, 1, 1)) == "DEU"
    assert crosswalk(260, "cow", "iso3", on=date(1980, 1, 1)) == "DEU"
    assert crosswalk(265, "cow", "iso3", on=date(1980, 1, 1)) == "DDR"


def test_every_state_of_the_correlates_of_war_since_1945_is_known() -> None:
    if not COW_STATES.exists():
        pytest.skip("the shared table of COW states is not here")
    with COW_STATES.open(encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    number = next(name for name in table[0] if "ccode" in name)
    last = next(name for name in table[0] if name.startswith("endyear") or "end" in name)
    known = {value for one in states() for name, value, _ in one.codes if name == "cow"}
    for row in table:
        year = int(float(row[last][:4]))
        if year > 1946:
            assert str(int(float(row[number]))) in known, row


def test_names_are_unique_to_one_code_and_kind() -> None:
    seen = [(name.text, name.code, name.kind, name.span) for name in state_names()]
    assert len(seen) == len(set(seen))


def test_states_come_and_go() -> None:
    assert "SUN" in {one.code for one in states(on=date(1985, 1, 1))}
    assert "SUN" not in {one.code for one in states(on=date(1995, 1, 1))}
    assert is_state("XKX")
    assert not is_state("NATO")


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("USA", "United States"),
        ("RUS", "Russia"),
        ("NATO", "NATO"),
        ("USA:LEG", "United States (legislature)"),
        ("UNO", "United Nations"),
        ("what", "what"),
    ],
)
def test_a_reader_sees_a_name(code: str, name: str) -> None:
    assert display_name(code) == name


def test_unknown_codes_are_refused_with_what_is_near() -> None:
    with pytest.raises(InputError, match=r"did you mean RUS"):
        state("Russia")
    with pytest.raises(InputError, match=r"did you mean USA"):
        state("UAS")
    with pytest.raises(InputError, match="unknown code system 'iso'"):
        crosswalk("USA", "iso", "cow")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="names no state on 2000-01-01"):
        crosswalk(265, "cow", "iso3", on=date(2000, 1, 1))
