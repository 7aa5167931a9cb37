from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case.entries import Entry, History, merged
from detente.case.schema import Dated, TieForm
from detente.errors import InputError

DAY = date(2020, 1, 1)


def _entry(line: int, fields: dict[str, Any], **said: Any) -> Entry:
    dated = Dated.model_validate(said)
    return Entry(
        path=("ties", line),
        line=line,
        fields=fields,
        said=dated,
        known_on=dated.known_on or dated.from_,
        source="me",
    )


def _history(*entries: Entry) -> History:
    return History(section="ties", key="ties.x", form=TieForm, entries=entries)


FIRST = {"id": "x", "first": "USA", "second": "CHN", "value": -0.2}


def test_a_version_tells_which_entry_gave_which_field() -> None:
    later = {"from": DAY, "note": "a summit"}
    history = _history(_entry(3, FIRST), _entry(4, {"value": 0.1}, **later))
    version = history.on(DAY)
    assert version is not None
    assert (version.given["first"].line, version.given["value"].line) == (3, 4)
    assert version.given["value"].note == "a summit"


def test_a_thing_whose_beginning_is_not_known_yet_is_not_there() -> None:
    history = _history(
        _entry(1, FIRST, known_on=DAY + timedelta(days=9)),
        _entry(2, {"value": 0.1}, **{"from": DAY}),
    )
    assert history.on(DAY) is None


def test_a_thing_that_ended_is_gone_and_may_begin_anew() -> None:
    again = _entry(2, {}, **{"from": DAY + timedelta(days=100)})
    history = _history(_entry(1, FIRST, to=DAY), again)
    assert history.on(DAY) is not None
    assert history.on(DAY + timedelta(days=1)) is None
    assert history.on(DAY + timedelta(days=100)) is not None


@given(st.lists(st.integers(0, 2000), min_size=1, max_size=6, unique=True), st.integers(0, 2000))
def test_the_latest_entry_that_holds_is_the_one_used(starts: list[int], after: int) -> None:
    days = [DAY + timedelta(days=k) for k in sorted(starts)]
    entries = [_entry(k, FIRST | {"value": k / 10}, **{"from": day}) for k, day in enumerate(days)]
    seen = DAY + timedelta(days=after)
    version = _history(*entries).on(seen)
    begun = [k for k, day in enumerate(days) if day <= seen]
    if not begun:
        assert version is None
    else:
        assert version is not None
        assert version.form.value.range.mode == max(begun) / 10


def test_entries_that_make_no_whole_are_refused_with_their_line() -> None:
    with pytest.raises(InputError, match="line 7"):
        merged(TieForm, [_entry(7, {"id": "x"})])
