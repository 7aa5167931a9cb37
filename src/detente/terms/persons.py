"""Persons and their days in office: tables in, one actor code a person and day out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from detente.terms.period import Span
from detente.terms.sectors import SECTORS
from detente.terms.states import Name, is_state
from detente.terms.tables import dated, day, rows

_POWERS = frozenset({"USA", "RUS", "SUN", "CHN", "GBR", "FRA", "DEU", "JPN", "IND"})
_SHORT_NAMES_IN_OFFICE_ONLY = frozenset({"CHN", "TWN", "HKG", "KOR", "PRK", "VNM", "SGP"})
_COMMON_NAMES = frozenset(
    {"Baker", "Brown", "Christopher", "Cohen", "Cruz", "Graham", "Holder", "Howard", "Khan"}
    | {"Perry", "Sanders", "Sharon", "Singh"}
)
_HYPHENATED = frozenset({"KOR", "PRK", "TWN", "HKG"})
_DAY = timedelta(days=1)
_ALWAYS = Span()
_TABLES = (("leaders.csv", 0.9), ("ministers.csv", 0.75), ("notables.csv", 0.7))
_KNOWN_OTHERWISE = 0.5
_OUT_OF_OFFICE = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One term of one person in one office.

    `before` and `after` say what the person is outside the term: an actor code and its days.
    """

    code: str  # actor code in office: 'USA:GOV', 'NATO'
    title: str
    span: Span
    salience: float  # in [0, 1]
    before: tuple[tuple[str, Span], ...] = ()
    after: tuple[tuple[str, Span], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person with all terms in office and everything that texts call them."""

    name: str
    home: str  # code of the state, or of the organisation where no state is known
    offices: tuple[Office, ...]  # by first day
    full_names: tuple[tuple[str, Span], ...]
    short_names: tuple[str, ...]

    def offices_on(self, on: date) -> tuple[Office, ...]:
        """Return the offices held on a day."""
        return tuple(office for office in self.offices if office.span.holds_on(on))


@dataclass(frozen=True, slots=True)
class Role:
    """What a person is over some days."""

    code: str
    span: Span
    salience: float
    is_office: bool
    is_known: bool  # said by the tables, not assumed


def persons() -> tuple[Person, ...]:
    """Return everybody in the tables: leaders, ministers, other notable persons."""
    return tuple(_persons().values())


@cache
def _persons() -> dict[str, Person]:
    terms: dict[str, list[tuple[Office, dict[str, str]]]] = {}
    for table, salience in _TABLES:
        for row in rows(table):
            office = _office(row, salience)
            terms.setdefault(row["name"], []).append((office, row))
    return {name: _person(name, found) for name, found in terms.items()}


def _office(row: dict[str, str], salience: float) -> Office:
    state = row["state"]
    return Office(
        code=f"{state}:{row['sector']}" if row["sector"] else state,
        title=row["office"],
        span=Span(from_on=day(row["from_on"]), to_on=day(row["to_on"])),
        salience=min(1.0, salience + (0.1 if state in _POWERS else 0.0)),
        before=_outside(row["before"], state),
        after=_outside(row["after"], state),
    )


def _outside(cell: str, state: str) -> tuple[tuple[str, Span], ...]:
    """Return the codes of a cell; a bare sector is one of the same state."""
    if not cell:
        return ()
    return tuple(
        (f"{state}:{value}" if value in SECTORS and ":" not in value else value, span)
        for value, span in dated(cell, _ALWAYS)
    )


def _person(name: str, terms: list[tuple[Office, dict[str, str]]]) -> Person:
    terms = sorted(terms, key=lambda term: term[0].span.from_on or date.min)
    homes = [row["state"] for _, row in terms if is_state(row["state"])]
    full: dict[tuple[str, Span], None] = {(name, _ALWAYS): None}
    short: dict[str, None] = {}
    for _, row in terms:
        if row["aliases"]:
            full.update(dict.fromkeys(dated(row["aliases"], _ALWAYS)))
        given = [text for text in row["short"].split(";") if text]
        if given != ["-"]:
            short.update(dict.fromkeys(given or [name.rpartition(" ")[2]]))
    home = homes[0] if homes else terms[0][1]["state"]
    if home in _HYPHENATED:
        full |= {(text, span): None for one, span in tuple(full) for text in _spellings(one)}
    plain = {(bare, span): None for one, span in full if (bare := _unaccented(one)) != one}
    return Person(
        name=name,
        home=home,
        offices=tuple(office for office, _ in terms),
        full_names=tuple(full | plain),
        short_names=tuple(short | {_unaccented(text): None for text in short}),
    )


def _spellings(name: str) -> Iterator[str]:
    """Yield how else a Korean or Taiwanese given name of two syllables is written."""
    head, hyphen, tail = name.rpartition("-")
    if hyphen and tail:
        yield f"{head}-{tail.capitalize()}"
        yield f"{head} {tail.capitalize()}"


def _unaccented(text: str) -> str:
    if text.isascii():
        return text
    import unicodedata

    for letter, plain in (("ı", "i"), ("ł", "l"), ("Ł", "L"), ("ø", "o"), ("đ", "dj"), ("Đ", "Dj")):
        text = text.replace(letter, plain)
    split = unicodedata.normalize("NFKD", text)
    return "".join(mark for mark in split if not unicodedata.combining(mark))


def roles(person: Person) -> tuple[Role, ...]:
    """Return what a person is, day by day without overlap, from the first day to the last.

    Of offices held at once the more salient counts, of equal ones the later. Outside office the
    tables say it, or else the person is of the elite of the home state.
    """
    known, free = _known_roles(person)
    code, salience = _assumed(person)
    assumed = [Role(code, gap, salience, False, False) for gap in free]
    return tuple(sorted((*known, *assumed), key=lambda role: role.span.from_on or date.min))


def _assumed(person: Person) -> tuple[str, float]:
    code = f"{person.home}:ELI" if is_state(person.home) else person.home
    return code, _OUT_OF_OFFICE


def _known_roles(person: Person) -> tuple[list[Role], list[Span]]:
    """Return what the tables say of a person, and the days on which they say nothing."""
    offices = person.offices
    if len(offices) > 1:
        offices = tuple(
            sorted(offices, key=lambda o: (o.salience, o.span.from_on or date.min), reverse=True)
        )
    said = [(office.code, office.span, office.salience, True) for office in offices]
    said += [(code, span, _KNOWN_OTHERWISE, False) for code, span in _between(person.offices)]
    free = [_ALWAYS]
    found = []
    for code, span, salience, is_office in said:
        left: list[Span] = []
        for gap in free:
            common, rest = _cut(gap, span)
            left += rest
            if common is not None:
                found.append(Role(code, common, salience, is_office, True))
        free = left
    return found, free


def _between(offices: tuple[Office, ...]) -> Iterator[tuple[str, Span]]:
    """Yield what the tables say of the days outside office, the days after one before all else."""
    if not any(office.before or office.after for office in offices):
        return
    begins = [office.span.from_on for office in offices if office.span.from_on]
    ends = [office.span.to_on for office in offices if office.span.to_on]
    for office in offices:
        if office.span.to_on is not None:
            first = office.span.to_on + _DAY
            last = min((begin - _DAY for begin in begins if begin >= first), default=None)
            if last is None or last >= first:
                yield from _within(office.after, Span(from_on=first, to_on=last))
    for office in offices:
        if office.span.from_on is not None:
            last = office.span.from_on - _DAY
            since = max((end + _DAY for end in ends if end <= last), default=None)
            if since is None or since <= last:
                yield from _within(office.before, Span(from_on=since, to_on=last))


def _within(said: tuple[tuple[str, Span], ...], window: Span) -> Iterator[tuple[str, Span]]:
    for code, span in said:
        common, _ = _cut(window, span)
        if common is not None:
            yield code, common


def _cut(gap: Span, span: Span) -> tuple[Span | None, list[Span]]:
    """Return what two spans share, and what of the first is left."""
    first = max(gap.from_on or date.min, span.from_on or date.min)
    last = min(gap.to_on or date.max, span.to_on or date.max)
    if first > last:
        return None, [gap]
    rest = []
    if first > (gap.from_on or date.min):
        rest.append(Span(from_on=gap.from_on, to_on=first - _DAY))
    if last < (gap.to_on or date.max):
        rest.append(Span(from_on=last + _DAY, to_on=gap.to_on))
    common = Span(
        from_on=None if first == date.min else first, to_on=None if last == date.max else last
    )
    return common, rest


def person_names(person: Person) -> Iterator[Name]:
    """Yield every name of a person with the days on which it means which actor.

    A bare surname holds in office, and outside it only where the tables say what the person was
    before, or afterwards; one as short as 'Xi' or as common as 'Brown' holds in office alone. What
    is assumed of the days outside office is one name over all days: in office the office's
    outweighs it.
    """
    known, free = _known_roles(person)
    lasting = tuple((text, _ALWAYS) for text in person.short_names if _lasts(text, person.home))
    in_office = tuple((text, _ALWAYS) for text in person.short_names)
    for role in known:
        yield from _called(person.full_names, role.code, role.span, role.salience)
        short = in_office if role.is_office else lasting
        yield from _called(short, role.code, role.span, round(0.9 * role.salience, 3))
    if free:
        code, salience = _assumed(person)
        yield from _called(person.full_names, code, _ALWAYS, salience)
        since = Span(from_on=min(o.span.from_on or date.min for o in person.offices))
        yield from _called(lasting, code, since, round(0.9 * salience, 3))


def _lasts(short: str, home: str) -> bool:
    """Whether a short name means its person out of office too, and not anybody or any thing."""
    return (
        len(short) >= 4
        and home not in _SHORT_NAMES_IN_OFFICE_ONLY
        and short not in _COMMON_NAMES
        and short not in _given_names()
    )


@cache
def _given_names() -> frozenset[str]:
    return frozenset(name.partition(" ")[0] for name in _persons() if " " in name)


def _called(
    texts: tuple[tuple[str, Span], ...], code: str, over: Span, salience: float
) -> Iterator[Name]:
    for text, span in texts:
        common = over if span is _ALWAYS else _cut(over, span)[0]
        if common is not None:
            yield Name(text=text, code=code, kind="person", span=common, salience=salience)
