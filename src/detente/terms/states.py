"""States since 1945: a code or a name and a day in, the state and its codes elsewhere out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, TypeVar, get_args

from detente.errors import InputError
from detente.terms.period import Span
from detente.terms.sectors import SECTORS
from detente.terms.tables import dated, day, is_abbreviation, key, rows

System = Literal["iso3", "cow", "cow_abb", "gw", "cameo", "fips"]
_T = TypeVar("_T")
NameKind = Literal[
    "name",
    "official",
    "alias",
    "adjective",
    "demonym",
    "capital",
    "metonym",
    "person",
    "role",
    "institution",
    "organisation",
    "place",
]

SYSTEMS: tuple[System, ...] = get_args(System)
"""Code systems of the crosswalk; `iso3` is ours: ISO 3166, and a few codes of our own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One way in which a text calls an actor, with the days on which it means that actor.

    `code` is an actor code: 'FRA' for a country, 'FRA:GOV' where the name means its government.
    """

    text: str
    code: str
    kind: NameKind
    span: Span
    salience: float = 1.0  # in [0, 1]: how likely the bare name means this actor


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state or a territory, with what it is called and the days on which it exists.

    A first day of None lies before 1945, a last day of None is open.
    """

    code: str
    kind: Literal["state", "territory"]
    name: str
    official: str
    life: Span
    adjectives: tuple[str, ...]
    demonyms: tuple[str, ...]
    names: tuple[Name, ...]
    codes: tuple[tuple[System, str, Span], ...]

    def called(self, kind: NameKind) -> tuple[str, ...]:
        """Return its names of one kind, such as 'capital', whatever the day."""
        return tuple(name.text for name in self.names if name.kind == kind)


def _plurals(adjectives: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{word}s" for word in adjectives if word[-1] in "aefiknotb" and word != "Swazi")


def _state(row: dict[str, str]) -> State:
    code = row["code"]
    life = Span(from_on=day(row["from_on"]), to_on=day(row["to_on"]))
    adjectives = tuple(text for text, _ in dated(row["adjectives"], life))
    irregular = tuple(text for text, _ in dated(row["demonyms"], life))
    demonyms = irregular + _plurals(adjectives)
    names = [Name(text=row["name"], code=code, kind="name", span=life)]
    if row["official"] != row["name"]:
        names.append(Name(text=row["official"], code=code, kind="official", span=life))
    known = {row["name"], row["official"]}
    columns: tuple[tuple[str, NameKind, str], ...] = (
        (row["aliases"], "alias", code),
        (row["adjectives"], "adjective", code),
        (";".join(demonyms), "demonym", code),
        (row["capitals"], "capital", f"{code}:GOV"),
        (row["metonyms"], "metonym", f"{code}:GOV"),
    )
    for cell, kind, means in columns:
        for text, span in dated(cell, life):
            if text not in known:
                known.add(text)
                names.append(Name(text=text, code=means, kind=kind, span=span))
    codes: list[tuple[System, str, Span]] = [("iso3", code, life)]
    for system in SYSTEMS[1:]:
        cell = row[system] or (code if system == "cameo" else "")
        codes += [(system, value, span) for value, span in dated(cell, life)]
    return State(
        code=code,
        kind="state" if row["kind"] == "s" else "territory",
        name=row["name"],
        official=row["official"],
        life=life,
        adjectives=adjectives,
        demonyms=demonyms,
        names=tuple(names),
        codes=tuple(codes),
    )


@cache
def _by_code() -> dict[str, State]:
    return {row["code"]: _state(row) for row in rows("states.csv")}


@cache
def _by_foreign_code() -> dict[tuple[str, str], tuple[tuple[State, Span], ...]]:
    index: dict[tuple[str, str], tuple[tuple[State, Span], ...]] = {}
    for found in _by_code().values():
        for system, value, span in found.codes:
            index[system, value] = (*index.get((system, value), ()), (found, span))
    return index


@cache
def _by_name() -> dict[str, tuple[Name, ...]]:
    index: dict[str, list[Name]] = {}
    for found in _by_code().values():
        for name in found.names:
            index.setdefault(key(name.text), []).append(name)
    return {text: tuple(names) for text, names in index.items()}


def states(*, on: date | None = None, territories: bool = False) -> tuple[State, ...]:
    """Return all states, or those that exist on a day; territories only when asked for.

    Examples
    --------
    >>> "SUN" in [state.code for state in states(on=date(1985, 1, 1))]
    True
    """
    return tuple(
        found
        for found in _by_code().values()
        if (territories or found.kind == "state") and (on is None or found.life.holds_on(on))
    )


def state_names() -> tuple[Name, ...]:
    """Return every name of every state and territory, for a matcher to build on."""
    return tuple(name for found in _by_code().values() for name in found.names)


def is_state(code: str) -> bool:
    """Whether a code is that of a state or territory, past or present."""
    return code in _by_code()


def near_matches(text: str, known: list[str]) -> str:
    """Return '; did you mean A, B?' for the nearest known words, '' where none is near."""
    import difflib

    near = difflib.get_close_matches(text, known, n=3, cutoff=0.6)
    return f"; did you mean {', '.join(near)}?" if near else ""


def state(code: str) -> State:
    """Return the state or territory of an ISO alpha-3 code.

    Raises
    ------
    InputError
        If no state has that code; names of states and near codes are suggested.

    Examples
    --------
    >>> state("DEU").name
    'Germany'
    """
    found = _by_code().get(code)
    if found is not None:
        return found
    meant = resolve_state(code) if code else None
    if meant is not None:
        hint = f"; did you mean {meant} ({_by_code()[meant].name})?"
    else:
        upper = code.upper()
        by_sum = [known for known in _by_code() if upper and sorted(known) == sorted(upper)]
        hint = (
            f"; did you mean {', '.join(by_sum)}?"
            if by_sum
            else near_matches(upper, list(_by_code()))
        )
    raise InputError(f"unknown state {code!r}: codes are ISO 3166 alpha-3, such as 'FRA'{hint}")


@cache
def _organisation_names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in rows("organisations.csv")}


def display_name(code: str) -> str:
    """Return what to call an actor code before a reader; an unknown code is its own name.

    Examples
    --------
    >>> display_name("RUS"), display_name("NATO"), display_name("USA:LEG")
    ('Russia', 'NATO', 'United States (legislature)')
    """
    whole, _, sector = code.partition(":")
    found = _by_code().get(whole)
    name = found.name if found is not None else _organisation_names().get(whole, whole)
    return f"{name} ({SECTORS.get(sector, sector)})" if sector else name


def _on_day(options: tuple[tuple[_T, Span], ...], on: date | None) -> _T | None:
    if on is None:
        current = [value for value, span in options if span.to_on is None]
        return current[0] if current else options[-1][0] if options else None
    return next((value for value, span in options if span.holds_on(on)), None)


def _checked_system(system: str) -> None:
    if system not in SYSTEMS:
        raise InputError(f"unknown code system {system!r}; known: {', '.join(SYSTEMS)}")


def _state_of(code: str, system: str, on: date | None) -> State:
    if system == "iso3":
        return state(code)
    options = _by_foreign_code().get((system, code))
    if options is None:
        known = [value for name, value in _by_foreign_code() if name == system]
        raise InputError(f"unknown {system} code {code!r}{near_matches(code, known)}")
    found = _on_day(options, on)
    if found is None:
        held = ", ".join(f"{span.from_on or ''}..{span.to_on or ''}" for _, span in options)
        raise InputError(f"{system} code {code!r} names no state on {on}; it did so on {held}")
    return found


def crosswalk(
    code: str | int, from_system: System, to_system: System, *, on: date | None = None
) -> str | None:
    """Return a state's code in another system, None where it has none there (on that day).

    Without a day the code that holds today is meant, or the last one that held.

    Parameters
    ----------
    code
        As its system writes it; COW and Gleditsch-Ward numbers may be given as int.
    from_system, to_system
        Of `SYSTEMS`.
    on
        The day on which the codes hold: COW 365 is the Soviet Union until 1991-12-25.

    Raises
    ------
    InputError
        If the system or the code is unknown, or the code names no state on that day.

    Examples
    --------
    >>> crosswalk(365, "cow", "iso3", on=date(1985, 6, 1))
    'SUN'
    >>> crosswalk("DEU", "iso3", "cow", on=date(1985, 6, 1)), crosswalk("DEU", "iso3", "cow")
    ('260', '255')
    """
    _checked_system(from_system)
    _checked_system(to_system)
    found = _state_of(str(code), from_system, on)
    options = tuple((value, span) for system, value, span in found.codes if system == to_system)
    return _on_day(options, on)


def _fits_case(name: Name, text: str) -> bool:
    return not is_abbreviation(name.text) or text.replace(".", "").isupper()


def names_on(names: tuple[Name, ...], on: date | None) -> tuple[Name, ...]:
    """Return the names that hold on a day; where none does, all of them.

    Without a day those that still hold are preferred. The last rule keeps 'Soviet Union' readable
    in a text of 2017.
    """
    held = tuple(
        name
        for name in names
        if (name.span.to_on is None if on is None else name.span.holds_on(on))
    )
    return held or names


def state_names_of(text: str) -> tuple[Name, ...]:
    """Return the state names that a text may be, whatever the day, a leading 'the' dropped."""
    found = _by_name().get(key(text), ())
    if not found and text[:4].casefold() == "the ":
        found = _by_name().get(key(text[4:]), ())
    return tuple(name for name in found if _fits_case(name, text.strip()))


def resolve_state(text: str, *, on: date | None = None) -> str | None:
    """Return the code of the state that a name, adjective, capital or metonym means on a day.

    A code of ours is its own name. None where no state is meant, or more than one may be.

    Examples
    --------
    >>> resolve_state("the Kremlin", on=date(2017, 1, 16))
    'RUS'
    >>> resolve_state("Moscow", on=date(1985, 1, 1)), resolve_state("Türkiye"), resolve_state("us")
    ('SUN', 'TUR', None)
    """
    if text in _by_code():
        return text
    meant = {name.code.partition(":")[0] for name in names_on(state_names_of(text), on)}
    return meant.pop() if len(meant) == 1 else None
