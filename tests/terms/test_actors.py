from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.terms.actors import (
    Actors,
    actor_names,
    actor_of,
    actors_from_rows,
    names_to_code,
    place_names,
)
from detente.terms.codes import is_actor_code, organisations
from detente.terms.period import Span
from detente.terms.states import Name, resolve_state

SHARED = Path(os.environ.get("DETENTE_SHARED", Path(__file__).parents[2] / ".." / "shared"))
ICEWS = SHARED / "data" / "events" / "icews_original_2018-06-01_02.sample.tab"
days = st.dates(date(1990, 1, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("text", "on", "code"),
    [
        ("Trump", "2015-01-01", "USA:BUS"),
        ("Trump", "2016-06-01", "USA:PTY"),
        ("Trump", "2018-01-01", "USA:GOV"),
        ("Trump", "2022-01-01", "USA:OPP"),
        ("Trump", "2025-06-01", "USA:GOV"),
        ("President Donald J. Trump", "2018-01-01", "USA:GOV"),
        ("Bush", "1990-01-01", "USA:GOV"),
        ("George W. Bush", "2010-01-01", "USA:ELI"),
        ("Clinton", "1995-01-01", "USA:GOV"),
        ("Clinton", "2010-01-01", "USA:GOV"),
        ("Hillary Clinton", "2005-01-01", "USA:LEG"),
        ("Hillary Clinton", "2016-09-01", "USA:PTY"),
        ("Barack Obama", "2006-01-01", "USA:LEG"),
        ("Obama", "2019-01-01", "USA:ELI"),
        ("Secretary of State Tillerson", "2017-05-01", "USA:GOV"),
        ("Rex Tillerson", "2016-01-01", "USA:BUS"),
        ("Pompeo", "2017-06-01", "USA:SPY"),
        ("Pompeo", "2018-06-01", "USA:GOV"),
        ("Senator John McCain", "2016-01-01", "USA:LEG"),
        ("Putin", "1999-01-01", "RUS:SPY"),
        ("Putin", "2010-01-01", "RUS:GOV"),
        ("Vladimir Vladimirovich Putin", "2017-01-01", "RUS:GOV"),
        ("Sergey Lavrov", "2017-01-01", "RUS:GOV"),
        ("Kislyak", "2016-12-29", "RUS:GOV"),
        ("Kislyak", "2019-01-01", "RUS:LEG"),
        ("Alexei Navalny", "2017-01-01", "RUS:OPP"),
        ("Gorbachev", "1988-01-01", "SUN:GOV"),
        ("Gorbachev", "2005-01-01", "RUS:ELI"),
        ("Xi", "2018-01-01", "CHN:GOV"),
        ("Kim", "2018-01-01", "PRK:GOV"),
        ("Kim Jong Un", "2018-01-01", "PRK:GOV"),
        ("Kim Jong-Un", "2018-01-01", "PRK:GOV"),
        ("Moon", "2018-01-01", "KOR:GOV"),
        ("Merkel", "2010-01-01", "DEU:GOV"),
        ("Chancellor Scholz", "2022-01-01", "DEU:GOV"),
        ("Prime Minister Theresa May", "2017-01-01", "GBR:GOV"),
        ("Erdoğan", "2010-01-01", "TUR:GOV"),
        ("Erdogan's", "2017-01-01", "TUR:GOV"),
        ("Netanyahu", "2022-01-01", "ISR:OPP"),
        ("Netanyahu", "2015-01-01", "ISR:GOV"),
        ("Rouhani", "2015-01-01", "IRN:GOV"),
        ("Zarif", "2015-01-01", "IRN:GOV"),
        ("Qassem Soleimani", "2019-01-01", "IRN:MIL"),
        ("Crown Prince Mohammed bin Salman", "2018-01-01", "SAU:GOV"),
        ("King Abdullah", "2010-01-01", "SAU:GOV"),
        ("King Abdullah", "2018-01-01", "JOR:GOV"),
        ("Modi", "2015-01-01", "IND:GOV"),
        ("Imran Khan", "2015-01-01", "PAK:OPP"),
        ("Imran Khan", "2019-01-01", "PAK:GOV"),
        ("Pervez Musharraf", "2000-01-01", "PAK:GOV"),
        ("Abe", "2015-01-01", "JPN:GOV"),
        ("Duterte", "2017-01-01", "PHL:GOV"),
        ("Zelensky", "2018-01-01", "UKR:CVL"),
        ("Zelenskyy", "2022-03-01", "UKR:GOV"),
        ("Poroshenko", "2016-01-01", "UKR:GOV"),
        ("Pashinyan", "2020-10-01", "ARM:GOV"),
        ("Ilham Aliyev", "2020-10-01", "AZE:GOV"),
        ("Vucic", "2018-01-01", "SRB:GOV"),
        ("Hashim Thaçi", "1999-03-01", "XKX:REB"),
        ("Maduro", "2019-01-01", "VEN:GOV"),
        ("Juan Guaidó", "2019-02-01", "VEN:OPP"),
        ("Abiy", "2020-06-01", "ETH:GOV"),
        ("el-Sisi", "2020-06-01", "EGY:GOV"),
        ("Stoltenberg", "2010-01-01", "NOR:GOV"),
        ("Stoltenberg", "2018-01-01", "NATO"),
        ("Federica Mogherini", "2014-05-01", "ITA:GOV"),
        ("Federica Mogherini", "2016-05-01", "EU"),
        ("António Guterres", "2018-01-01", "UNO"),
        ("Mao Zedong", "1960-01-01", "CHN:GOV"),
    ],
)
def test_a_person_is_what_the_day_makes_of_them(text: str, on: str, code: str) -> None:
    assert actor_of(text, on=date.fromisoformat(on)) == code


@pytest.mark.parametrize(
    ("text", "on", "code"),
    [
        ("Congress", "2017-01-01", "USA:LEG"),
        ("the State Department", "2017-01-01", "USA:GOV"),
        ("Pentagon", "2017-01-01", "USA:GOV"),
        ("CIA", "2017-01-01", "USA:SPY"),
        ("Duma", "2017-01-01", "RUS:LEG"),
        ("the Kremlin", "2017-01-01", "RUS:GOV"),
        ("the Kremlin", "1985-01-01", "SUN:GOV"),
        ("GRU", "2017-01-01", "RUS:SPY"),
        ("Bundestag", "2017-01-01", "DEU:LEG"),
        ("Knesset", "2017-01-01", "ISR:LEG"),
        ("Diet", "2017-01-01", "JPN:LEG"),
        ("PLA", "2017-01-01", "CHN:MIL"),
        ("IRGC", "2017-01-01", "IRN:MIL"),
        ("Hezbollah", "2017-01-01", "LBN:REB"),
        ("Hamas", "2017-01-01", "PSE:REB"),
        ("Taliban", "2000-01-01", "AFG:GOV"),
        ("Taliban", "2010-01-01", "AFG:REB"),
        ("Taliban", "2022-01-01", "AFG:GOV"),
        ("Islamic State", "2015-01-01", "ISIS"),
        ("Al-Qaeda", "2002-01-01", "ALQ"),
        ("Brussels", "2015-01-01", "EU"),
        ("United Nations", "2015-01-01", "UNO"),
        ("U.N. Security Council", "2015-01-01", "UNO"),
        ("NATO", "2015-01-01", "NATO"),
        ("TPLF", "2015-01-01", "ETH:PTY"),
        ("TPLF", "2021-01-01", "ETH:REB"),
        ("US", "2015-01-01", "USA"),
        ("Russians", "2015-01-01", "RUS"),
        ("French National Assembly", "2015-01-01", "FRA:LEG"),
        ("Greek navy", "2015-01-01", "GRC:MIL"),
        ("president of France", "2015-01-01", "FRA:GOV"),
        ("Chinese state media", "2015-01-01", "CHN:MED"),
        ("Saudi foreign minister", "2015-01-01", "SAU:GOV"),
        ("Chinese President Xi Jinping", "2015-01-01", "CHN:GOV"),
        ("NATO Secretary General", "2015-01-01", "NATO"),
        ("Armenian soldiers", "2020-10-01", "ARM:MIL"),
        ("Filipino fishermen", "2020-10-01", "PHL:CVL"),
    ],
)
def test_bodies_and_groups_have_codes(text: str, on: str, code: str) -> None:
    assert actor_of(text, on=date.fromisoformat(on)) == code


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("", "2017-01-01"),
        ("Nobody At All", "2017-01-01"),
        ("us", "2017-01-01"),
        ("Xi", "2001-01-01"),
        ("Lee", "2010-01-01"),
        ("Macron", "2001-01-01"),
    ],
)
def test_what_is_not_clear_is_nobody(text: str, on: str) -> None:
    assert actor_of(text, on=date.fromisoformat(on)) is None


def test_the_states_a_text_is_about_decide_between_namesakes() -> None:
    assert actor_of("Lee", on=date(2010, 1, 1), among=("KOR", "JPN")) == "KOR:GOV"
    assert actor_of("Lee", on=date(2010, 1, 1), among=("SGP", "MYS")) == "SGP:GOV"


def test_without_a_day_what_holds_today_is_meant() -> None:
    assert actor_of("Taliban") == "AFG:GOV"
    assert actor_of("Angela Merkel") == "DEU:ELI"


def test_every_name_has_a_valid_code_and_a_salience() -> None:
    names = actor_names()
    assert len(names) > 8_000
    assert [name for name in names if not is_actor_code(name.code)] == []
    assert all(0 < name.salience <= 1 and name.text.strip() == name.text for name in names)


def test_names_can_be_had_of_some_states_alone() -> None:
    some = actor_names(among=("CHN", "IND"))
    assert {name.code[:3] for name in some} == {"CHN", "IND"}
    assert len(some) < len(actor_names())


@given(st.text(max_size=40), days)
def test_any_text_gives_a_valid_code_or_none(text: str, on: date) -> None:
    for code in (actor_of(text, on=on), names_to_code(text, on)):
        assert code is None or is_actor_code(code)


@given(st.sampled_from(actor_names()))
def test_a_name_of_ours_is_found_on_its_days_or_shared(name: Name) -> None:
    on = name.span.from_on or name.span.to_on or date(2010, 1, 1)
    found = actor_of(name.text, on=on)
    same = [other for other in actor_names() if other.text == name.text]
    if len(same) == 1 and resolve_state(name.text, on=on) is None and name.text.isalpha():
        assert found == name.code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Citizen (Russia)", "RUS:CVL"),
        ("Citizen_(Australia)", "AUS:CVL"),
        ("Foreign Affairs (Japan)", "JPN:GOV"),
        ("Barack Obama", "USA:GOV"),
        ("Military (Israel)", "ISR:MIL"),
        ("Children (Palestinian Territory, Occupied)", "PSE:CVL"),
        ("Militant (Taliban)", "AFG:REB"),
        ("South_Korea", "KOR"),
        ("Dmitry_Anatolyevich_Medvedev", "RUS:GOV"),
        ("Sergey Kuzhugetovich Shoygu", "RUS:GOV"),
        ("Abdel_Fattah_Al-Sisi", "EGY:GOV"),
        ("UN_Security_Council", "UNO"),
        ("North Atlantic Treaty Organization", "NATO"),
        ("Court Judge (United Kingdom)", "GBR:JUD"),
        ("State Duma (Mexico)", "MEX:LEG"),
        ("Information / Communication / Transparency Ministry (Turkmenistan)", "TKM:GOV"),
        ("Congress (United States)", "USA:LEG"),
        ("Unspecified Actor", None),
        ("Citizen (Unidentified State Actor)", None),
        ("Citizen (International)", None),
    ],
)
def test_names_of_event_data_have_codes(name: str, code: str | None) -> None:
    assert names_to_code(name, date(2014, 7, 1)) == code


def test_names_of_icews_lead_to_the_country_that_icews_gives() -> None:
    if not ICEWS.exists():
        pytest.skip("the shared ICEWS sample is not here")
    on = date(2018, 6, 1)
    n_named = n_right = n_all = 0
    with ICEWS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            for side in ("Source", "Target"):
                n_all += 1
                code = names_to_code(row[f"{side} Name"], on)
                country = resolve_state(row[f"{side} Country"], on=on)
                if code and country:
                    n_named += 1
                    n_right += code.partition(":")[0] == country
    assert n_named / n_all > 0.85
    assert n_right / n_named > 0.97


def test_a_users_actors_go_before_ours() -> None:
    mine = actors_from_rows(
        [
            {"name": "Trump", "code": "USA:ELI", "from_on": "2017-01-01", "to_on": "2017-12-31"},
            {"name": "Acme Gas", "code": "RUS:BUS", "aliases": "AcmeGas;Acme"},
        ]
    )
    assert mine.actor_of("President Trump", on=date(2017, 6, 1)) == "USA:ELI"
    assert mine.actor_of("Acme", on=date(2017, 6, 1)) == "RUS:BUS"
    assert mine.actor_of("Putin", on=date(2017, 6, 1)) == "RUS:GOV"
    assert {name.text for name in mine.names()} >= {"Acme Gas", "Putin"}


def test_later_entries_go_before_earlier_ones() -> None:
    first = Name(text="Acme", code="RUS:BUS", kind="organisation", span=Span())
    second = Name(text="Acme", code="UKR:BUS", kind="organisation", span=Span())
    assert Actors().with_entries([first]).with_entries([second]).actor_of("acme") == "UKR:BUS"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"name": "", "code": "RUS:BUS"}, "row 1 of the actors: it has no name"),
        ({"name": "Acme", "code": "RSU:BUS"}, "unknown state or organisation 'RSU'"),
        ({"name": "Acme", "code": "RUS:BIZ"}, "unknown sector 'BIZ'"),
        ({"name": "Acme", "code": "RUS", "from_on": "soon"}, "not a day: 'soon'"),
        (
            {"name": "Acme", "code": "RUS", "from_on": "2017-02-01", "to_on": "2017-01-01"},
            "ends before it begins",
        ),
        ({"name": "Acme", "code": "RUS", "salience": "much"}, "salience"),
        ({"name": "Acme", "code": "RUS", "kind": "ship"}, "unknown kind 'ship'"),
    ],
)
def test_a_bad_row_of_a_users_actors_is_refused_by_number(
    row: dict[str, str], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        actors_from_rows([row])


def test_organisations_do_not_share_codes_with_states() -> None:
    from detente.terms.states import is_state

    assert [one.code for one in organisations() if is_state(one.code)] == []


def test_a_place_is_found_but_is_no_name_for_a_matcher() -> None:
    assert actor_of("Crimea", on=date(2015, 1, 1)) == "UKR"
    assert names_to_code("Indian Administered Kashmir", date(2015, 1, 1)) == "IND"
    assert {name.kind for name in place_names()} == {"place"}
    assert "place" not in {name.kind for name in actor_names()}


def test_a_surname_that_is_also_a_first_name_or_a_word_holds_in_office_alone() -> None:
    assert actor_of("Brown", on=date(2009, 1, 1)) == "GBR:GOV"
    assert actor_of("Brown", on=date(2019, 1, 1)) is None
    assert actor_of("Jonathan", on=date(2013, 1, 1)) == "NGA:GOV"
