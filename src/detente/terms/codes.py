"""Actor codes: 'USA:LEG' in, its state or organisation and its sector out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from detente.errors import InputError
from detente.terms.period import Span
from detente.terms.sectors import SECTORS
from detente.terms.states import Name, display_name, is_state, near_matches, states
from detente.terms.tables import dated, day, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A body above or beside states that has a code of its own.

    `kind` is 'organisation' for one of states, 'ngo', 'armed' for one with arms, 'region' for a
    part of the world and 'generic' for a kind of body that a source does not name.
    """

    code: str
    kind: str
    name: str
    life: Span
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class ActorCode:
    """A state or organisation, and the sector of it that acts; None is the whole.

    Examples
    --------
    >>> ActorCode.parse("USA:LEG").sector, str(ActorCode("USA", "LEG"))
    ('LEG', 'USA:LEG')
    """

    state: str
    sector: str | None = None

    def __post_init__(self) -> None:
        if not is_state(self.state) and self.state not in _organisations():
            known = [*_organisations(), *(found.code for found in states(territories=True))]
            raise InputError(
                f"unknown state or organisation {self.state!r} in an actor code"
                f"{near_matches(self.state.upper(), known)}"
            )
        if self.sector is not None and self.sector not in SECTORS:
            raise InputError(
                f"unknown sector {self.sector!r} in actor code {self.state}:{self.sector}; "
                f"known: {', '.join(SECTORS)}"
            )

    @classmethod
    def parse(cls, text: str) -> ActorCode:
        """Return the code that 'USA' or 'USA:LEG' writes.

        Raises
        ------
        InputError
            If the state, the organisation or the sector is unknown.
        """
        state, colon, sector = text.partition(":")
        return cls(state, sector if colon else None)

    @property
    def name(self) -> str:
        """What to call it before a reader."""
        return display_name(str(self))

    def __str__(self) -> str:
        return self.state if self.sector is None else f"{self.state}:{self.sector}"


def is_actor_code(text: str) -> bool:
    """Whether a text is the code of a state or organisation, with or without a sector.

    Examples
    --------
    >>> is_actor_code("RUS:GOV"), is_actor_code("NATO"), is_actor_code("Moscow")
    (True, True, False)
    """
    state, colon, sector = text.partition(":")
    known = is_state(state) or state in _organisations()
    return known and (not colon or sector in SECTORS)


def whole_of(code: str) -> str:
    """Return the state or organisation of an actor code, its sector dropped."""
    return code.partition(":")[0]


def organisations() -> tuple[Organisation, ...]:
    """Return every organisation, armed group across borders and region that has a code."""
    return tuple(_organisations().values())


def organisation_codes() -> frozenset[str]:
    """Return the codes of all organisations and regions."""
    return frozenset(_organisations())


def organisation(code: str) -> Organisation:
    """Return the organisation of a code.

    Raises
    ------
    InputError
        If no organisation has that code.

    Examples
    --------
    >>> organisation("IAEA").name
    'International Atomic Energy Agency'
    """
    found = _organisations().get(code)
    if found is None:
        raise InputError(
            f"unknown organisation {code!r}{near_matches(code.upper(), list(_organisations()))}"
        )
    return found


@cache
def _organisations() -> dict[str, Organisation]:
    found = {}
    for row in rows("organisations.csv"):
        life = Span(from_on=day(row["from_on"]), to_on=day(row["to_on"]))
        texts = ((row["name"], life), *dated(row["aliases"], life))
        found[row["code"]] = Organisation(
            code=row["code"],
            kind=row["kind"],
            name=row["name"],
            life=life,
            names=tuple(
                Name(text=text, code=row["code"], kind="organisation", span=span)
                for text, span in texts
            ),
        )
    return found
