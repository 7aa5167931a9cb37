from __future__ import annotations

import pytest

from detente.errors import InputError
from detente.terms.codes import (
    ActorCode,
    is_actor_code,
    organisation,
    organisation_codes,
    organisations,
    whole_of,
)
from detente.terms.sectors import SECTORS
from detente.terms.states import display_name, states


@pytest.mark.parametrize("text", ["USA", "USA:LEG", "NATO", "EU:LEG", "UNO", "XKX:GOV", "SUN:GOV"])
def test_a_code_is_written_as_it_was_read(text: str) -> None:
    assert str(ActorCode.parse(text)) == text
    assert is_actor_code(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "unknown state or organisation ''"),
        ("RSU", "unknown state or organisation 'RSU'"),
        ("usa:GOV", "did you mean USA"),
        ("USA:", "unknown sector ''"),
        ("USA:gov", "unknown sector 'gov'"),
        ("USA:GOV:LEG", "unknown sector"),
    ],
)
def test_what_is_no_code_is_refused(text: str, message: str) -> None:
    assert not is_actor_code(text)
    with pytest.raises(InputError, match=message):
        ActorCode.parse(text)


def test_every_state_and_sector_makes_a_code_with_a_name() -> None:
    for found in states(territories=True):
        assert ActorCode(found.code).name == found.name
    for sector, words in SECTORS.items():
        assert display_name(f"FRA:{sector}") == f"France ({words})"


def test_what_we_do_not_know_is_its_own_name() -> None:
    assert display_name("ACME") == "ACME"
    assert display_name("ACME:BUS") == "ACME (business)"


def test_organisations_have_codes_names_and_days() -> None:
    assert organisation("NATO").life.from_on is not None
    assert {one.code for one in organisations()} == organisation_codes()
    assert all(one.names[0].text == one.name for one in organisations())
    with pytest.raises(InputError, match="did you mean OPEC"):
        organisation("OPPEC")


def test_the_whole_of_a_code_is_what_stands_before_the_colon() -> None:
    assert (whole_of("USA:LEG"), whole_of("NATO")) == ("USA", "NATO")
