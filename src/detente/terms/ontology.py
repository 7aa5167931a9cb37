"""Kinds of event: PLOVER's sixteen types and the CAMEO codes, with quad classes and intensities.

Two quad classes are kept apart. A CAMEO code has the class of its root, as ICEWS and GDELT count:
01-05 verbal cooperation, 06-08 material cooperation, 09-13 verbal conflict, 14-20 material
conflict. A PLOVER type has PLOVER's own: there every request is verbal conflict (CAMEO counts
appeals, 02, as verbal cooperation) and CONCEDE is verbal cooperation (CAMEO counts yielding, 08, as
material).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast, get_args

from detente.errors import InputError
from detente.terms.tables import rows

PloverType = Literal[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
]
QuadClass = Literal[
    "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"
]

PLOVER_TYPES: tuple[PloverType, ...] = get_args(PloverType)
"""From the most cooperative word to the most hostile deed, as PLOVER orders them."""

QUAD_CLASSES: tuple[QuadClass, ...] = get_args(QuadClass)
"""In the order of the codes 1 to 4 that GDELT and ICEWS print."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One PLOVER type.

    `intensity` is what to take for an event of the type when no CAMEO code is known: the mean ICEWS
    intensity of all events of the type in the ICEWS-18 quadruples (373,018 events of 2018-01 to
    2018-09), so the codes weigh as they occur. REQUEST mixes friendly appeals (+3.4) with demands
    (-5) and comes out slightly positive though its class is conflict.
    """

    type: PloverType
    title: str
    description: str
    quad_class: QuadClass
    modes: tuple[str, ...]
    intensity: float  # ICEWS scale, in [-10, 10]


@dataclass(frozen=True, slots=True, kw_only=True)
class CameoCode:
    """One CAMEO code in ICEWS' numbering.

    `type` is None for public statements (root 01), which PLOVER does not code.
    """

    code: str
    name: str
    root: str
    type: PloverType | None
    mode: str | None
    context: tuple[str, ...]
    quad_class: QuadClass
    intensity: float  # ICEWS, in [-10, 10]
    gdelt_goldstein: float  # GDELT's score of the same number, in [-10, 10]
    note: str


@cache
def _types() -> dict[str, EventType]:
    return {
        row["type"]: EventType(
            type=cast(PloverType, row["type"]),
            title=row["title"],
            description=row["description"],
            quad_class=cast(QuadClass, row["quad_class"]),
            modes=tuple(filter(None, row["modes"].split(";"))),
            intensity=float(row["intensity"]),
        )
        for row in rows("plover.csv")
    }


def _quad_of_root(root: str) -> QuadClass:
    number = int(root)
    return QUAD_CLASSES[(number > 5) + (number > 8) + (number > 13)]


@cache
def _codes() -> dict[str, CameoCode]:
    codes: dict[str, CameoCode] = {}
    for row in rows("cameo.csv"):
        code = row["code"]
        above = codes.get(code[:3]) if len(code) > 3 else codes.get(code[:2])
        if row["intensity"]:
            intensity = float(row["intensity"])
        elif above is not None:
            intensity = above.intensity
        else:
            raise InputError(f"CAMEO code {code} has no intensity and nothing above it")
        gdelt = float(row["gdelt_goldstein"]) if row["gdelt_goldstein"] else intensity
        codes[code] = CameoCode(
            code=code,
            name=row["name"],
            root=code[:2],
            type=cast(PloverType, row["type"]) if row["type"] else None,
            mode=row["mode"] or None,
            context=tuple(part.strip() for part in row["context"].split(";") if part.strip()),
            quad_class=_quad_of_root(code[:2]),
            intensity=intensity,
            gdelt_goldstein=gdelt,
            note=row["note"],
        )
    return codes


def _bare(name: str) -> str:
    return "".join(mark for mark in name.casefold() if mark.isalnum())


@cache
def _codes_by_name() -> dict[str, CameoCode]:
    by_name = {_bare(found.name): found for found in _codes().values() if len(found.code) > 2}
    return by_name | {
        _bare(found.name): found for found in _codes().values() if len(found.code) == 3
    }


def event_types() -> tuple[EventType, ...]:
    """Return PLOVER's sixteen types in PLOVER's order."""
    return tuple(_types()[type_] for type_ in PLOVER_TYPES)


def cameo_codes() -> tuple[CameoCode, ...]:
    """Return every CAMEO code: roots, base codes and their divisions."""
    return tuple(_codes().values())


def event_type(name: str) -> EventType:
    """Return the PLOVER type of a name, in any case.

    Raises
    ------
    InputError
        If PLOVER has no such type.

    Examples
    --------
    >>> event_type("SANCTION").quad_class
    'material conflict'
    """
    found = _types().get(name.upper())
    if found is None:
        raise InputError(f"unknown event type {name!r}; PLOVER's are: {', '.join(PLOVER_TYPES)}")
    return found


def cameo(code: str | int) -> CameoCode:
    """Return the CAMEO code that a cell of event data means.

    Lost leading zeros are put back: 42 is 042, 211 is 0211. A division that is not in the table
    falls back to its base code, a base code to its root. Text of two digits is a root when there
    is such a root ('14'); a number of two digits is a base code (14 is 014).

    Raises
    ------
    InputError
        If it is no number or its root is not 01 to 20.

    Examples
    --------
    >>> cameo("0211").name, cameo(42).code, cameo("1829").code
    ('Appeal for economic cooperation', '042', '182')
    """
    text = str(code).strip()
    spellings = [text.zfill(3)] if isinstance(code, int) else [text, text.zfill(3)]
    spellings.append("0" + text)
    codes = _codes()
    for spelling in spellings:
        if spelling in codes:
            return codes[spelling]
    if text.isascii() and text.isdigit() and len(text) <= 4:
        for above in (text[:3], text[:2]):
            if above in codes:
                return codes[above]
    raise InputError(f"unknown CAMEO code {code!r}: two to four digits with a root of 01 to 20")


def cameo_named(name: str) -> CameoCode:
    """Return the CAMEO code whose event name this is; case and punctuation do not matter.

    Raises
    ------
    InputError
        If no code has that name.

    Examples
    --------
    >>> cameo_named("Threaten non force").code
    '131'
    """
    found = _codes_by_name().get(_bare(name))
    if found is None:
        from detente.terms.states import near_matches

        near = near_matches(name, [known.name for known in _codes().values()])
        raise InputError(f"unknown CAMEO event name {name!r}{near}")
    return found


def quad_class_of(type_or_code: str) -> QuadClass:
    """Return the quad class of a PLOVER type (PLOVER's) or of a CAMEO code (its root's).

    Raises
    ------
    InputError
        If it is neither.

    Examples
    --------
    >>> quad_class_of("REQUEST"), quad_class_of("020")
    ('verbal conflict', 'verbal cooperation')
    """
    if type_or_code[:1].isdigit():
        return cameo(type_or_code).quad_class
    return event_type(type_or_code).quad_class


def intensity_of(type_or_code: str) -> float:
    """Return the ICEWS intensity, in [-10, 10], of a CAMEO code or, by default, of a PLOVER type.

    Raises
    ------
    InputError
        If it is neither.

    Examples
    --------
    >>> intensity_of("163"), intensity_of("ASSAULT")
    (-8.0, -9.6)
    """
    if type_or_code[:1].isdigit():
        return cameo(type_or_code).intensity
    return event_type(type_or_code).intensity
