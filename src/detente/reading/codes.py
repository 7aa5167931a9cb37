"""CAMEO code and PLOVER mode of an act: its type and codebook entry in, a code out, or none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from types import MappingProxyType

from detente.errors import InputError
from detente.reading.codebook import numbered_lines
from detente.terms.ontology import PLOVER_TYPES, cameo, event_type

_BY_PHONE = re.compile(
    r"\b(?:(?:by|over|on)\s+(?:the\s+)?|via\s+)(?:tele)?phone\b|\b(?:tele)?phone\s+(?:call|talk)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Code:
    """How an act is told apart within its PLOVER type; None where that is not clear."""

    cameo: str | None = None
    mode: str | None = None


@cache
def entry_codes() -> Mapping[tuple[str, str], Code]:
    """Return the codes of the list that ships, by PLOVER type and entry ('expel+diplomat').

    Raises
    ------
    InputError
        If a line of the list names no type, no code or no mode of its type.

    Examples
    --------
    >>> entry_codes()["SANCTION", "expel+diplomat"]
    Code(cameo='166', mode='expel')
    """
    codes: dict[tuple[str, str], Code] = {}
    for number, line in numbered_lines("codes.txt"):
        head, _, words = line.partition(":")
        parts = head.split()
        if len(parts) != 3 or parts[0] not in PLOVER_TYPES:
            raise InputError(f"codes.txt, line {number}: expected 'TYPE code mode: entries'")
        code = _code(parts[0], parts[1], parts[2], number)
        for word in words.split():
            for entry in _alternatives(word):
                codes.setdefault((parts[0], entry), code)
    return MappingProxyType(codes)


def _code(type_: str, code: str, mode: str, number: int) -> Code:
    found = None if code == "-" else cameo(code)
    modes = event_type(type_).modes
    if mode == "=":
        own = found.mode if found is not None else None
        mode = own if own is not None and own in modes else "-"
    elif mode != "-" and mode not in modes:
        raise InputError(f"codes.txt, line {number}: {type_} has no mode {mode!r}")
    return Code(cameo=found.code if found else None, mode=None if mode == "-" else mode)


def _alternatives(word: str) -> Iterator[str]:
    """Yield 'a+c', 'b+c' of 'a|b+c'."""
    for parts in product(*(part.split("|") for part in word.split("+"))):
        yield "+".join(parts)


def code_of(type_: str, entry: str, quote: str = "") -> Code:
    """Return CAMEO code and mode of an act.

    Parameters
    ----------
    type_
        PLOVER type of the act.
    entry
        What the codebook has it under: 'visit', 'speak to', 'expel + diplomat'.
    quote
        The words of the act: talks 'by phone' are known by them.

    Examples
    --------
    >>> code_of("SANCTION", "impose + sanction").cameo, code_of("CONSULT", "host").cameo
    ('163', '043')
    >>> code_of("CONSULT", "meeting")
    Code(cameo=None, mode=None)
    """
    if type_ == "CONSULT" and _BY_PHONE.search(quote) is not None:
        return entry_codes()["CONSULT", "phone"]
    verb, joined, noun = entry.partition(" + ")
    codes = entry_codes()
    keys = (f"{verb}+{noun}", noun) if joined else (entry.replace(" ", "_"),)
    return next((codes[type_, key] for key in keys if (type_, key) in codes), Code())
