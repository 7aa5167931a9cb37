from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.terms.dyad import Direction, Dyad

codes = st.sampled_from(["USA", "RUS", "CHN", "NATO", "EU", "XKX"])


@given(codes, codes)
def test_a_dyad_has_no_order(one: str, other: str) -> None:
    if one == other:
        with pytest.raises(InputError, match="two different states"):
            Dyad(one, other)
        return
    dyad = Dyad(one, other)
    assert dyad == Dyad(other, one)
    assert hash(dyad) == hash(Dyad(other, one))
    assert Dyad.parse(str(dyad)) == dyad
    assert dyad.other(one) == other
    assert one in dyad
    assert set(dyad) == {one, other}
    assert {direction.dyad for direction in dyad.directions} == {dyad}


@given(codes, codes)
def test_a_direction_has_one(one: str, other: str) -> None:
    if one != other:
        direction = Direction(one, other)
        assert direction != direction.reverse
        assert direction.reverse.reverse == direction
        assert Direction.parse(str(direction)) == direction


@pytest.mark.parametrize("text", ["USA-RUS", "USA,RUS", "USA RUS", "RUS, USA"])
def test_a_dyad_can_be_written_in_several_ways(text: str) -> None:
    assert Dyad.parse(text) == Dyad("RUS", "USA")


@pytest.mark.parametrize("text", ["", "USA", "USA-RUS-CHN", "USA-USA", "USA:GOV-RUS"])
def test_what_is_no_dyad_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        Dyad.parse(text)


def test_a_third_state_is_not_in_the_dyad() -> None:
    with pytest.raises(InputError, match="'CHN' is not in the dyad RUS-USA"):
        Dyad("USA", "RUS").other("CHN")
    with pytest.raises(InputError, match="write SOURCE>TARGET"):
        Direction.parse("USA-RUS")
