from __future__ import annotations

import csv
import itertools
import os
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.terms.actors import actor_names
from detente.terms.codes import is_actor_code
from detente.terms.persons import Person, person_names, persons, roles
from detente.terms.states import crosswalk, state
from detente.terms.tables import key, rows

SHARED = Path(os.environ.get("DETENTE_SHARED", Path(__file__).parents[2] / ".." / "shared"))
ARCHIGOS = SHARED / "data" / "states" / "archigos_powers_1946on.csv"

PERSONS = {person.name: person for person in persons()}
anyone = st.sampled_from(persons())
days = st.dates(date(1945, 1, 1), date(2026, 12, 31))


@given(anyone, days)
def test_a_person_is_one_thing_a_day(person: Person, on: date) -> None:
    assert len([role for role in roles(person) if role.span.holds_on(on)]) == 1


@given(anyone, days)
def test_a_person_in_office_is_the_offices(person: Person, on: date) -> None:
    held = person.offices_on(on)
    role = next(role for role in roles(person) if role.span.holds_on(on))
    assert role.is_office == bool(held)
    if held:
        assert role.code in {office.code for office in held}


@given(anyone)
def test_every_name_of_a_person_has_a_valid_code(person: Person) -> None:
    names = list(person_names(person))
    assert names
    assert all(is_actor_code(name.code) for name in names)


def test_between_two_terms_the_table_says_what_a_person_was() -> None:
    trump = {(role.span.from_on, role.code) for role in roles(PERSONS["Donald Trump"])}
    assert (date(2021, 1, 20), "USA:OPP") in trump
    assert (date(2025, 1, 20), "USA:GOV") in trump


def test_one_name_in_several_tables_is_one_person() -> None:
    titles = [office.title for office in PERSONS["Joe Biden"].offices]
    assert titles == ["senator", "vice president", "president"]


@pytest.mark.parametrize("table", ["leaders.csv", "ministers.csv", "notables.csv"])
def test_terms_begin_before_they_end_and_after_1900(table: str) -> None:
    for row in rows(table):
        begin = date.fromisoformat(row["from_on"])
        assert begin.year >= 1900, row
        if row["to_on"]:
            assert begin <= date.fromisoformat(row["to_on"]), row


def test_terms_of_office_lie_in_the_life_of_their_state() -> None:
    for row in rows("leaders.csv"):
        life = state(row["state"]).life
        if life.to_on is not None and row["to_on"]:
            assert date.fromisoformat(row["from_on"]) <= life.to_on, row


def test_one_office_has_one_leader_a_day() -> None:
    terms = defaultdict(list)
    for row in rows("leaders.csv"):
        terms[row["state"], row["office"]].append(
            (row["from_on"], row["to_on"] or "9999-12-31", row["name"])
        )
    for held in terms.values():
        held.sort()
        for (_, end, one), (begin, _, other) in itertools.pairwise(held):
            # A leader may hand over in the course of a day; in 2011 Libya had two for months.
            assert begin >= end or one == "Muammar Gaddafi", (one, end, other, begin)


@pytest.mark.parametrize(
    "code",
    [
        "USA",
        "RUS",
        "CHN",
        "GBR",
        "FRA",
        "DEU",
        "JPN",
        "IND",
        "PAK",
        "ISR",
        "IRN",
        "SAU",
        "TUR",
        "UKR",
        "KOR",
        "PRK",
        "EGY",
        "ETH",
        "VEN",
        "COL",
        "SRB",
        "XKX",
        "ARM",
        "AZE",
        "PHL",
        "AUS",
        "GRC",
        "BRA",
        "MEX",
        "CAN",
        "ITA",
        "ESP",
        "POL",
        "ZAF",
        "NGA",
        "KEN",
        "IDN",
        "VNM",
        "THA",
        "SYR",
        "IRQ",
        "LBN",
    ],
)
def test_the_larger_states_have_a_leader_on_every_new_year_since_2010(code: str) -> None:
    held = [
        office.span
        for person in PERSONS.values()
        for office in person.offices
        if office.code == f"{code}:GOV"
    ]
    for year in range(2010, 2026):
        assert any(span.holds_on(date(year, 1, 1)) for span in held), year


def test_accents_and_korean_spellings_are_taken_care_of() -> None:
    texts = {text for text, _ in PERSONS["Moon Jae-in"].full_names}
    assert {"Moon Jae-in", "Moon Jae-In", "Moon Jae In"} <= texts
    assert "Erdogan" in PERSONS["Recep Tayyip Erdoğan"].short_names


def test_the_leaders_of_the_powers_since_1990_are_those_of_archigos() -> None:
    if not ARCHIGOS.exists():
        pytest.skip("the shared table of leaders is not here")
    in_office = [name for name in actor_names() if name.kind == "person" and ":GOV" in name.code]
    n_known = n_all = 0
    with ARCHIGOS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            begin = max(date.fromisoformat(row["startdate"]), date(1990, 1, 1))
            end = date.fromisoformat(row["enddate"])
            if (end - begin).days < 60:
                continue
            middle = begin + (end - begin) / 2
            code = crosswalk(int(float(row["gwcode"])), "gw", "iso3", on=middle)
            surname = key(row["leader"]).replace("-", " ").split()[-1]
            n_all += 1
            n_known += any(
                name.code == f"{code}:GOV"
                and name.span.holds_on(middle)
                and surname in key(name.text).replace("-", " ").split()
                for name in in_office
            )
    assert n_known / n_all >= 0.95
