"""Actors as published, to codes of ours: each distinct name is looked up once, or once a change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError
from detente.published.columns import Coded, coded
from detente.published.draft import Side
from detente.terms import states
from detente.terms.actors import names_to_code
from detente.terms.codes import is_actor_code

Days = NDArray[np.int32]
StateOf = Callable[[str, int], str | None]

NO_CODE = -1

_CHANGES = -2
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ActorColumns:
    """One side of some rows: its names as published and its codes."""

    name: Coded
    code: Coded


def _day(number: int) -> date:
    return _EPOCH + timedelta(days=number)


@cache
def state_called(name: str, day: int) -> str | None:
    """Return the code of the state that has a name on a day, given as days since 1970."""
    return states.resolve_state(name.replace("_", " "), on=_day(day))


@cache
def state_coded(system: states.System) -> StateOf:
    """Return a look-up of states by their code in a system; organisations keep their code."""

    @cache
    def found(code: str, day: int) -> str | None:
        try:
            return states.crosswalk(code.strip().upper(), system, "iso3", on=_day(day))
        except InputError:
            return None

    return found


def state_of_ours(code: str, day: int) -> str | None:
    """Return an actor code of ours as it is, None where it is none; codes hold on every day.

    Examples
    --------
    >>> state_of_ours("USA:GOV", 0), state_of_ours("NATO", 0), state_of_ours("Ruritania", 0)
    ('USA:GOV', 'NATO', None)
    """
    return code if is_actor_code(code) else None


def actor_called(name: str, day: int) -> str | None:
    """Return the code of the actor that a published name means on a day."""
    return names_to_code(name, _day(day))


class DatedCodes:
    """Codes of texts by day, for a look-up whose answers change rarely.

    A text is looked up on the first day of a year and of the next; where both give one code it is
    taken to hold between, else each of its days in that year is looked up.
    """

    def __init__(self, look_up: StateOf) -> None:
        self._look_up = cache(look_up)
        self._of_years: dict[tuple[str, int], int] = {}
        self.codes: list[str] = []
        self._numbers: dict[str, int] = {}

    def _number(self, code: str | None) -> int:
        if code is None:
            return NO_CODE
        if code not in self._numbers:
            self._numbers[code] = len(self.codes)
            self.codes.append(code)
        return self._numbers[code]

    def numbers(self, column: Coded, days: Days) -> NDArray[np.int32]:
        """Return the index in `codes` of each row's code, `NO_CODE` for none.

        Parameters
        ----------
        column : (n_rows,)
            The texts.
        days : (n_rows,)
            Days since 1970-01-01.
        """
        found = np.full(len(days), NO_CODE, dtype=np.int32)
        rows = np.flatnonzero(column.index >= 0)
        if len(rows) == 0:
            return found
        word, year = column.index[rows], _years(days[rows])
        first = int(year.min())
        table = np.full((len(column.words), int(year.max()) - first + 1), NO_CODE, dtype=np.int32)
        used = np.zeros(table.shape, dtype=bool)
        used[word, year - first] = True
        for index, place in zip(*np.nonzero(used), strict=True):
            table[index, place] = self._of_year(column.words[index], first + int(place))
        found[rows] = table[word, year - first]
        for row in rows[found[rows] == _CHANGES]:
            text = column.words[column.index[row]]
            found[row] = self._number(self._look_up(text, int(days[row])))
        return found

    def _of_year(self, text: str, year: int) -> int:
        known = self._of_years.get((text, year))
        if known is None:
            begin = self._look_up(text, _first_day(year))
            changes = begin != self._look_up(text, _first_day(year + 1))
            known = _CHANGES if changes else self._number(begin)
            self._of_years[text, year] = known
        return known


@cache
def _first_day(year: int) -> int:
    return (date(year, 1, 1) - _EPOCH).days


def _years(days: Days) -> NDArray[np.int64]:
    return days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


class ActorCodes:
    """Codes of the actors of one side after another; keeps what it has looked up."""

    def __init__(self, name_to_code: StateOf = actor_called) -> None:
        self._by_name = DatedCodes(name_to_code)
        self._by_state: dict[StateOf, DatedCodes] = {}

    def resolved(self, side: Side, days: Days) -> ActorColumns:
        """Return names, codes and states of one side of some rows."""
        name = coded(side.name)
        n_rows = len(days)
        state = np.full(n_rows, NO_CODE, dtype=np.int32)
        states_found: list[str] = []
        if side.state is not None and side.state_of is not None:
            look_up = self._by_state.setdefault(side.state_of, DatedCodes(side.state_of))
            state = look_up.numbers(coded(side.state), days)
            states_found = look_up.codes
        sector, sectors_found = _sectors(side, n_rows)
        has_state = state >= 0
        named = np.full(n_rows, NO_CODE, dtype=np.int32)
        without = Coded(words=name.words, index=np.where(has_state, np.int32(NO_CODE), name.index))
        named = self._by_name.numbers(without, days)
        # Each pair of state and sector has a code of its own, names' codes come after all pairs.
        n_sectors = len(sectors_found) + 1
        pairs = [
            code if not tail else f"{code}:{tail}"
            for code in states_found
            for tail in ("", *sectors_found)
        ]
        words = [*pairs, *self._by_name.codes]
        index = np.where(
            has_state,
            state * np.int32(n_sectors) + (sector + np.int32(1)),
            np.where(named >= 0, named + np.int32(len(pairs)), np.int32(NO_CODE)),
        )
        return ActorColumns(name=name, code=Coded(words=words, index=index))


def _sectors(side: Side, n_rows: int) -> tuple[NDArray[np.int32], list[str]]:
    """Return each row's sector as an index into the list of sectors."""
    if side.sectors is None or side.sector_of is None:
        return np.full(n_rows, NO_CODE, dtype=np.int32), []
    column = coded(side.sectors)
    of_word = [side.sector_of(word) for word in column.words]
    found = sorted({sector for sector in of_word if sector})
    numbers = np.array(
        [found.index(sector) if sector else NO_CODE for sector in of_word] + [NO_CODE],
        dtype=np.int32,
    )
    return numbers[column.index], found
