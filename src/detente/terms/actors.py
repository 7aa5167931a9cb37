"""Who is meant: a name and a day in, an actor code such as 'USA:GOV' out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import cast, get_args

from detente.errors import InputError
from detente.terms.codes import ActorCode, organisation_codes, organisations, whole_of
from detente.terms.period import Span
from detente.terms.persons import person_names, persons
from detente.terms.roles import sector_of_role
from detente.terms.states import (
    Name,
    NameKind,
    is_state,
    names_on,
    resolve_state,
    state_names_of,
)
from detente.terms.tables import dated, day, is_abbreviation, key, rows

_CLEAR = 0.15
"""By how much the likeliest reading of a bare name must lead the next to be taken."""

_TITLES = re.compile(
    r"^(?:(?:then|former|ex|late|acting|interim|deputy|vice|prime|foreign|defen[cs]e|interior|"
    r"finance|chief|senior|top|the|us|u\.s\.|russian|president|premier|minister|chancellor|"
    r"secretary|state|of|general|gen\.?|adm\.?|admiral|col\.?|colonel|senator|sen\.?|rep\.?|"
    r"representative|congressman|congresswoman|speaker|governor|gov\.?|ambassador|king|queen|prince|"
    r"emir|sheikh|sultan|mr\.?|mrs\.?|ms\.?|dr\.?|sir|lord|dame|ayatollah|chairman|director|envoy|"
    r"special|spokesman|spokeswoman|spokesperson|leader|comrade|candidate|president-elect|crown)"
    r"[\s-]+)+",
    re.IGNORECASE,
)
_IN_COUNTRY = re.compile(r"(.+?)\s*\((.+)\)")
_POSSESSIVE = re.compile(r"['’]s?$")
_UNKNOWN = frozenset({"unspecified actor", "unidentified state actor", "international", "none", ""})


@dataclass(frozen=True, slots=True, kw_only=True)
class Actors:
    """Names of actors to look up: ours, or a user's own on top of ours.

    Examples
    --------
    >>> ivanov = Name(text="Ivanov", code="RUS:BUS", kind="person", span=Span())
    >>> mine = Actors().with_entries([ivanov])
    >>> mine.actor_of("Ivanov", on=date(2017, 1, 1))
    'RUS:BUS'
    """

    own: tuple[Name, ...] = ()  # go before ours wherever they hold
    _index: Mapping[str, tuple[Name, ...]] = field(
        default_factory=lambda: MappingProxyType({}), repr=False, compare=False
    )

    def __post_init__(self) -> None:
        for name in self.own:
            ActorCode.parse(name.code)
            if not name.text.strip():
                raise InputError(f"an actor with code {name.code!r} has an empty name")
        object.__setattr__(self, "_index", MappingProxyType(_indexed(self.own)))

    def with_entries(self, names: Iterable[Name]) -> Actors:
        """Return these actors with more names, which go before all others.

        Raises
        ------
        InputError
            If a code is unknown or a name is empty.
        """
        return Actors(own=(*names, *self.own))

    def names(self, *, among: Collection[str] = ()) -> tuple[Name, ...]:
        """Return every name for a matcher to build on, the user's own first, states left out."""
        return (*self.own, *actor_names(among=among))

    def actor_of(
        self, text: str, *, on: date | None = None, among: Collection[str] = ()
    ) -> str | None:
        """Return the code of the actor that a text names on a day; see the function `actor_of`."""
        whole, bare = _forms(text)
        for form in (*whole, bare):
            found = names_on(self._index.get(key(form), ()), on)
            if found:
                return found[0].code
        return actor_of(text, on=on, among=among)


def actors_from_rows(table: Iterable[Mapping[str, str]]) -> Actors:
    """Return ours with a user's own actors on top.

    Parameters
    ----------
    table
        Rows with `name` and `code`, and if wanted `from_on`, `to_on` (ISO days, either may be
        empty), `aliases` (parted by semicolons), `kind` (of `NameKind`) and `salience` in [0, 1].

    Raises
    ------
    InputError
        If a row has no name or an unknown code, or its days are no days or out of order; the
        message counts rows from 1.

    Examples
    --------
    >>> ours = actors_from_rows([{"name": "Acme Gas", "code": "RUS:BUS", "aliases": "AcmeGas"}])
    >>> ours.actor_of("AcmeGas")
    'RUS:BUS'
    """
    names: list[Name] = []
    for number, row in enumerate(table, start=1):
        try:
            names += _row_names(row, "organisation")
            Actors(own=tuple(names[-1:]))
        except InputError as error:
            raise InputError(f"row {number} of the actors: {error}") from None
    return Actors(own=tuple(names))


def _row_names(row: Mapping[str, str], kind: str) -> list[Name]:
    text = (row.get("name") or "").strip()
    code = (row.get("code") or "").strip()
    if not text:
        raise InputError("it has no name")
    ActorCode.parse(code)
    life = Span(from_on=day(row.get("from_on") or ""), to_on=day(row.get("to_on") or ""))
    salience = _salience(row.get("salience") or "1")
    means = row.get("kind") or kind
    if means not in get_args(NameKind):
        raise InputError(f"unknown kind {means!r}; known: {', '.join(get_args(NameKind))}")
    texts = ((text, life), *dated(row.get("aliases") or "", life))
    return [
        Name(text=text, code=code, kind=cast(NameKind, means), span=span, salience=salience)
        for text, span in texts
    ]


def _salience(cell: str) -> float:
    try:
        salience = float(cell)
    except ValueError:
        raise InputError(f"salience must be a number in [0, 1], got {cell!r}") from None
    if not 0 <= salience <= 1:
        raise InputError(f"salience must be in [0, 1], got {salience}")
    return salience


def actor_names(*, among: Collection[str] = ()) -> tuple[Name, ...]:
    """Return every name of an actor other than a state, for a matcher to build on.

    Parameters
    ----------
    among
        States and organisations: only names of their actors. Empty: all.
    """
    if not among:
        return _names()
    return tuple(name for name in _names() if whole_of(name.code) in among)


@cache
def _names() -> tuple[Name, ...]:
    bodies = (name for row in rows("institutions.csv") for name in _row_names(row, "institution"))
    wholes = (
        name
        for one in organisations()
        if one.kind not in {"region", "generic"}
        for name in one.names
    )
    people = (name for person in persons() for name in person_names(person))
    return (*bodies, *wholes, *people)


@cache
def place_names() -> tuple[Name, ...]:
    """Return names of parts of states: Crimea is a place of Ukraine, not somebody who acts.

    They are looked up by `actor_of` and left out of `actor_names`: a matcher must decide whether a
    place that is named is meant as its state.
    """
    return tuple(name for row in rows("places.csv") for name in _row_names(row, "place"))


def _indexed(names: Iterable[Name]) -> dict[str, tuple[Name, ...]]:
    index: dict[str, list[Name]] = {}
    for name in names:
        index.setdefault(key(name.text), []).append(name)
    return {text: tuple(found) for text, found in index.items()}


@cache
def _by_key() -> dict[str, tuple[Name, ...]]:
    whole = (name for one in organisations() for name in one.names)
    return _indexed((*_names(), *whole, *place_names()))


@cache
def _by_loose_key() -> dict[str, tuple[Name, ...]]:
    return _indexed_loosely(name for name in _names() if name.kind == "person" and " " in name.text)


def _indexed_loosely(names: Iterable[Name]) -> dict[str, tuple[Name, ...]]:
    index: dict[str, list[Name]] = {}
    for name in names:
        index.setdefault(_loose(name.text), []).append(name)
    return {text: tuple(found) for text, found in index.items()}


_SPELLINGS = (
    ("-", " "), ("'", ""), ("mohammed", "muhammad"), ("mohammad", "muhammad"),
    ("mohamed", "muhammad"), ("yevgen", "evgen"), ("aleksand", "alexand"), ("oleksand", "alexand"),
    ("aleksey", "alexei"), ("alexey", "alexei"), ("viktor", "victor"), ("kh", "h"), ("ck", "k"),
    ("ph", "f"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ei", "i"), ("ey", "i"), ("iy", "i"),
    ("yy", "i"), ("ij", "i"), ("j", "i"), ("y", "i"), ("w", "v"), ("q", "k"), ("c", "k"),
)  # fmt: skip


def _loose(text: str) -> str:
    """Return a form in which usual transliterations of a full name agree."""
    form = key(text)
    for written, plain in _SPELLINGS:
        form = form.replace(written, plain)
    return re.sub(r"(.)\1", r"\1", form)


def actor_of(text: str, *, on: date | None = None, among: Collection[str] = ()) -> str | None:
    """Return the code of the actor that a text names on a day, None where none or no one is clear.

    A person in office is the office's: 'USA:GOV'; before and after, what the tables say, such as
    'USA:BUS', or else 'USA:ELI'. A surname that several bear is the one's in office on the day, if
    one stands out. Titles are passed over ('President Trump'); 'French foreign ministry' and
    'president of France' are read by their parts.

    Parameters
    ----------
    text
        A name as a text has it.
    on
        The day; without one whatever holds today is meant.
    among
        States and organisations the text is about: they decide between several readings.

    Examples
    --------
    >>> [actor_of("Trump", on=date(year, 1, 1)) for year in (2015, 2018, 2022)]
    ['USA:BUS', 'USA:GOV', 'USA:OPP']
    >>> actor_of("the Kremlin", on=date(2017, 1, 1)), actor_of("Greek navy"), actor_of("Nobody")
    ('RUS:GOV', 'GRC:MIL', None)
    """
    whole, bare = _forms(text)
    for form in whole:
        names = _names_of(form)
        if names:
            return _chosen(names, on, among)
    return (
        _of_parts(whole[-1], on)
        or _chosen(_names_of(bare), on, among)
        or _of_person(whole[-1], on, among)
        or _loosely(bare, on, among)
    )


def _forms(text: str) -> tuple[tuple[str, ...], str]:
    """Return the text as it is and without possessive and article; and without its titles too."""
    plain = text.replace("_", " ").strip()
    bare = _POSSESSIVE.sub("", plain)
    without = bare[4:] if bare[:4].casefold() == "the " else bare
    return tuple(dict.fromkeys((plain, bare, without))), _TITLES.sub("", without)


def _names_of(text: str) -> tuple[Name, ...]:
    fitting = tuple(
        name
        for name in _by_key().get(key(text), ())
        if not is_abbreviation(name.text) or text.replace(".", "").isupper()
    )
    return (*fitting, *state_names_of(text))


def _chosen(names: tuple[Name, ...], on: date | None, among: Collection[str]) -> str | None:
    """Return the code of the reading that leads the others clearly."""
    people = tuple(name for name in names if name.kind == "person")
    held = (*names_on(tuple(n for n in names if n.kind != "person"), on), *_holding(people, on))
    if among:
        held = tuple(name for name in held if whole_of(name.code) in among) or held
    best: dict[str, float] = {}
    for name in held:
        weight = name.salience * (0.8 if name.kind == "capital" else 1.0)
        best[name.code] = max(best.get(name.code, 0.0), weight)
    ranked = sorted(best.items(), key=lambda item: -item[1])
    if not ranked:
        return None
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < _CLEAR:
        return None
    return ranked[0][0]


def _holding(people: tuple[Name, ...], on: date | None) -> tuple[Name, ...]:
    return tuple(
        name
        for name in people
        if (name.span.to_on is None if on is None else name.span.holds_on(on))
    )


def _of_parts(text: str, on: date | None) -> str | None:
    """Return the actor of 'Russian foreign ministry' or of 'president of France'."""
    for where, rest in _after_state(text, on):
        sector = sector_of_role(rest)
        if sector:
            return _coded(where, sector)
    role, of, place = text.partition(" of ")
    whole = _whole(place.removeprefix("the "), on) if of else None
    sector = sector_of_role(role) if whole else None
    return _coded(whole, sector) if whole and sector else None


def _coded(whole: str, sector: str) -> str:
    """Return the code of a sector; the officials of an organisation are the organisation."""
    return whole if sector == "GOV" and not is_state(whole) else f"{whole}:{sector}"


def _after_state(text: str, on: date | None) -> Iterator[tuple[str, str]]:
    """Yield the state that begins a text, and the words after it."""
    words = text.split()
    for cut in range(min(3, len(words) - 1), 0, -1):
        state = _whole(_POSSESSIVE.sub("", " ".join(words[:cut])), on)
        if state:
            yield state, " ".join(words[cut:])


def _whole(text: str, on: date | None) -> str | None:
    """Return the state or the organisation that a text names."""
    found = resolve_state(text, on=on) if text else None
    if found is not None:
        return found
    code = _chosen(_names_of(text), on, ())
    return code if code in organisation_codes() else None


def _of_person(text: str, on: date | None, among: Collection[str]) -> str | None:
    """Return the person of 'Chinese President Xi Jinping'; the state decides between several."""
    for state, rest in _after_state(text, on):
        named = tuple(name for name in _names_of(_forms(rest)[1]) if name.kind == "person")
        found = _chosen(named, on, (state, *among))
        if found is not None:
            return found
    return None


def _loosely(text: str, on: date | None, among: Collection[str]) -> str | None:
    """Return the person whose full name is spelt otherwise or with more given names."""
    words = text.split()
    if len(words) < 2:
        return None
    for form in (" ".join(words), f"{words[0]} {words[-1]}", " ".join(words[:-1])):
        if " " in form:
            found = _chosen(_by_loose_key().get(_loose(form), ()), on, among)
            if found is not None:
                return found
    return None


def names_to_code(name: str, on: date | None = None) -> str | None:
    """Return the code of an actor as ICEWS and POLECAT write it, None where no actor is known.

    Examples
    --------
    >>> day_ = date(2014, 5, 1)
    >>> [names_to_code(name, day_) for name in ("Citizen (Russia)", "Foreign Affairs (Japan)")]
    ['RUS:CVL', 'JPN:GOV']
    >>> names_to_code("Sergey_Viktorovich_Lavrov", day_), names_to_code("South_Korea", day_)
    ('RUS:GOV', 'KOR')
    """
    plain = name.replace("_", " ").strip()
    if key(plain) in _UNKNOWN:
        return None
    match = _IN_COUNTRY.fullmatch(plain)
    if match is None:
        return actor_of(plain, on=on)
    where = resolve_state(match[2], on=on) or actor_of(match[2], on=on)
    if where is None:
        return actor_of(match[1], on=on) if key(match[2]) in _UNKNOWN else None
    sector = sector_of_role(match[1]) if ":" not in where else None
    return _coded(where, sector) if sector else where
