"""Quadruple sets: (subject, relation, object, time) as ids, with the maps from ids to names.

Times are hours or days since a first day. Names may have underscores for spaces; relations are
names of CAMEO codes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np

from detente.errors import InputError
from detente.published.columns import Coded, coded
from detente.published.draft import Draft, Layout, Side, Texts

TimeUnit = Literal["hours", "days"]

ENTITIES, RELATIONS = "entity2id.txt", "relation2id.txt"
_EPOCH = date(1970, 1, 1)
_HOURS_A_DAY = 24
_PARTS = re.compile(r"(?:train|valid|test)[^/]*\.txt(?:\.gz|\.bz2|\.zip)?")
_SET_NAME = re.compile(r"icews[-_]?(\d{2})(?:[-_]?(\d{2}))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuadrupleSet:
    """What the ids and times of a set mean."""

    entities: Mapping[int, str]
    relations: Mapping[int, str]
    first_day: date
    time_unit: TimeUnit | None  # None: hours where all times are whole days in hours, else days


def quadruple_files(folder: Path) -> list[str]:
    """Return the parts of a set that lie in a folder: train, valid and test, if there.

    Raises
    ------
    InputError
        If there is none, or one is a link that leads out of the folder.
    """
    found = sorted(path for path in folder.iterdir() if _PARTS.fullmatch(path.name))
    if not found:
        raise InputError(f"{folder} has no train, valid or test file of quadruples")
    for path in found:
        if path.is_symlink() and path.resolve().parent != folder.resolve():
            raise InputError(f"{path} is a link that leads out of its folder; give its target")
    return [str(path) for path in found]


def _map(path: Path) -> dict[int, str]:
    """Return names by id; lines are 'name TAB id', a first line with a count is passed over."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        raise InputError(f"there is no {path}; a quadruple set needs its two maps") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read {path}: {error}") from None
    names: dict[int, str] = {}
    for number, line in enumerate(lines, start=1):
        name, tab, id_ = line.rstrip("\r").partition("\t")
        if not tab and number == 1 and name.strip().isdigit():
            continue
        if not line.strip():
            continue
        try:
            names[int(id_)] = name.replace("_", " ").strip()
        except ValueError:
            raise InputError(
                f"{path}, line {number}: expected a name, a tab and an id, got {line[:60]!r}"
            ) from None
    return names


def first_day_of(folder: Path) -> date:
    """Return the first day of a benchmark set, told by its folder's name ('icews05-15').

    Raises
    ------
    InputError
        If the name does not say.

    Examples
    --------
    >>> first_day_of(Path("data/icews05-15"))
    datetime.date(2005, 1, 1)
    """
    match = _SET_NAME.search(folder.resolve().name)
    if match is None:
        raise InputError(
            f"cannot tell the first day of the quadruples in {folder}; give it: --first-day"
        )
    return date(2000 + int(match[1]), 1, 1)


def quadruple_layout(
    folder: Path, *, first_day: date | None = None, time_unit: TimeUnit | None = None
) -> Layout:
    """Return how to read the quadruples of a folder with its two maps.

    Raises
    ------
    InputError
        If a map is missing or wrong, or the first day cannot be told.
    """
    meaning = QuadrupleSet(
        entities=_map(folder / ENTITIES),
        relations=_map(folder / RELATIONS),
        first_day=first_day or first_day_of(folder),
        time_unit=time_unit,
    )
    digest = hashlib.sha256(repr(meaning).encode()).hexdigest()
    return Layout(
        kind="quadruples",
        origin="quadruples",
        draft=lambda columns: draft(columns, meaning),
        columns=("subject", "relation", "object", "time"),
        headers=(
            ("subject", "relation", "object", "time"),
            ("subject", "relation", "object", "time", "end"),
        ),
        options=digest,
    )


def _named(column: Coded, names: Mapping[int, str]) -> Coded:
    return column.mapped(lambda word: names.get(int(word)) if word.isdigit() else None)


def _unit(time: np.ndarray[tuple[int], np.dtype[np.float64]]) -> TimeUnit:
    times = time[~np.isnan(time)]
    return "hours" if len(times) and (times % _HOURS_A_DAY == 0).all() else "days"


def draft(columns: Mapping[str, Texts], meaning: QuadrupleSet) -> Draft:
    """Return what the columns of a quadruple file say."""
    subject, relation = coded(columns["subject"]), coded(columns["relation"])
    object_, moment = coded(columns["object"]), coded(columns["time"])
    source, target = _named(subject, meaning.entities), _named(object_, meaning.entities)
    kind = _named(relation, meaning.relations)
    time = moment.numbers(lambda word: int(word) if word.isdigit() else None)
    unit = meaning.time_unit or _unit(time)
    no_time = np.isnan(time) | (time > 24 * 366 * 400)
    days = np.where(no_time, 0, time) // (_HOURS_A_DAY if unit == "hours" else 1)
    return Draft(
        days=(days + (meaning.first_day - _EPOCH).days).astype(np.int32),
        source=Side(name=source.arrow()),
        target=Side(name=target.arrow()),
        cameo_name=kind.arrow(),
        rejected=(
            (source.index < 0, "an entity that its map does not have", subject),
            (target.index < 0, "an entity that its map does not have", object_),
            (kind.index < 0, "a relation that its map does not have", relation),
            (no_time, "no time that can be read", moment),
        ),
    )
