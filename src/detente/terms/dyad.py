"""Pairs of states: `Dyad` has no order, `Direction` has one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.errors import InputError


def _checked(first: str, second: str, what: str) -> None:
    for code in (first, second):
        if not code or code != code.strip() or ":" in code:
            raise InputError(f"a {what} is of two states or organisations, got {code!r}")
    if first == second:
        raise InputError(f"a {what} needs two different states, got {first!r} twice")


@dataclass(frozen=True, slots=True)
class Direction:
    """Who acts towards whom; the reverse is another direction.

    Examples
    --------
    >>> str(Direction("RUS", "USA").reverse)
    'USA>RUS'
    """

    source: str
    target: str

    def __post_init__(self) -> None:
        _checked(self.source, self.target, "direction")

    @classmethod
    def parse(cls, text: str) -> Direction:
        """Return the direction that 'USA>RUS' writes.

        Raises
        ------
        InputError
            If the text has another form.
        """
        source, arrow, target = text.partition(">")
        if not arrow:
            raise InputError(f"not a direction: {text!r}; write SOURCE>TARGET, such as USA>RUS")
        return cls(source.strip(), target.strip())

    @property
    def reverse(self) -> Direction:
        """The other side's direction."""
        return Direction(self.target, self.source)

    @property
    def dyad(self) -> Dyad:
        """The pair without its order."""
        return Dyad(self.source, self.target)

    def __str__(self) -> str:
        return f"{self.source}>{self.target}"


@dataclass(frozen=True, slots=True, init=False)
class Dyad:
    """Two states; `Dyad("USA", "RUS")` equals `Dyad("RUS", "USA")`.

    `first` and `second` are in the order of the alphabet, whatever the order given.

    Examples
    --------
    >>> Dyad("USA", "RUS") == Dyad("RUS", "USA")
    True
    >>> str(Dyad("USA", "RUS")), Dyad("USA", "RUS").other("USA")
    ('RUS-USA', 'RUS')
    """

    first: str
    second: str

    def __init__(self, one: str, two: str) -> None:
        _checked(one, two, "dyad")
        object.__setattr__(self, "first", min(one, two))
        object.__setattr__(self, "second", max(one, two))

    @classmethod
    def parse(cls, text: str) -> Dyad:
        """Return the dyad that 'USA-RUS', 'USA,RUS' or 'USA RUS' writes.

        Raises
        ------
        InputError
            If there are not two codes.
        """
        codes = text.replace("-", " ").replace(",", " ").split()
        if len(codes) != 2:
            raise InputError(f"not a dyad: {text!r}; write two codes, such as USA-RUS")
        return cls(codes[0], codes[1])

    @property
    def directions(self) -> tuple[Direction, Direction]:
        """Both directions, that of `first` first."""
        return Direction(self.first, self.second), Direction(self.second, self.first)

    def other(self, code: str) -> str:
        """Return the other side.

        Raises
        ------
        InputError
            If the code is not one of the two.
        """
        if code not in (self.first, self.second):
            raise InputError(f"{code!r} is not in the dyad {self}")
        return self.second if code == self.first else self.first

    def __iter__(self) -> Iterator[str]:
        return iter((self.first, self.second))

    def __contains__(self, code: object) -> bool:
        return code in (self.first, self.second)

    def __str__(self) -> str:
        return f"{self.first}-{self.second}"
