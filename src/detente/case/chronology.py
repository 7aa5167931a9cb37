"""A chronology (CSV, coded by hand) -> dated, directed events, each with a source to look up."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import get_args

from detente.case.checking import ORGANISATIONS as CASE_ORGANISATIONS
from detente.errors import InputError
from detente.terms.citation import Citation
from detente.terms.event import Event
from detente.terms.issue import TOPIC_IDS
from detente.terms.ontology import PLOVER_TYPES, cameo, event_type
from detente.terms.period import PartialDate
from detente.terms.reading import Reality
from detente.terms.sectors import SECTORS
from detente.terms.states import is_state, near_matches

COLUMNS: Mapping[str, bool] = {
    "id": True,
    "happened_on": True,
    "known_on": False,
    "source": True,
    "target": True,
    "type": True,
    "mode": False,
    "cameo": False,
    "issue": True,
    "intensity": False,
    "reality": True,
    "summary": True,
    "source_title": True,
    "source_publisher": True,
    "source_published_on": True,
    "source_url": False,
    "note": False,
}
"""The columns of a chronology; the value says whether every row must fill it."""

ORGANISATIONS: frozenset[str] = CASE_ORGANISATIONS | {"WTO", "IAEA", "OPCW", "G7", "G20", "IGO"}
"""Codes of organisations that may act or be acted on, besides states."""

MAX_BYTES = 50_000_000
"""Largest file, bytes; a thousand events have about 300 kB."""

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedEvent:
    """One row: the event, how precisely its day is known, and where it can be looked up."""

    event: Event
    happened: PartialDate
    mode: str | None  # PLOVER mode
    citation: Citation
    note: str | None  # a remark of the coder, written with hindsight
    line: int  # in the file, from 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Chronology:
    """The events of a case in order of time."""

    name: str
    entries: tuple[DatedEvent, ...]

    @property
    def events(self) -> tuple[Event, ...]:
        """The events alone, as every room takes them."""
        return tuple(entry.event for entry in self.entries)

    def as_of(self, day: date) -> Chronology:
        """Return what could be known on a day; notes, written with hindsight, are left out."""
        known = (
            replace(entry, note=None)
            for entry in self.entries
            if (entry.event.known_on or entry.event.happened_on) <= day
        )
        return replace(self, entries=tuple(known))

    def between(self, first: str, second: str) -> Chronology:
        """Return the events of one pair of states, either way, sectors left aside.

        Parameters
        ----------
        first, second
            Codes of states or organisations, without a sector.
        """
        pair = {first, second}
        return replace(self, entries=tuple(e for e in self.entries if _states_of(e.event) == pair))


def _states_of(event: Event) -> set[str]:
    return {code.partition(":")[0] for code in (event.source, event.target) if code}


class _CellError(InputError):
    """What is wrong with one cell."""

    def __init__(self, column: str, text: str) -> None:
        super().__init__(text)
        self.column = column
        self.text = text


def _one_of(column: str, value: str, allowed: Collection[str]) -> str:
    if value not in allowed:
        near = near_matches(value, sorted(allowed))
        raise _CellError(column, f"unknown {column} {value!r}{near or _listed(allowed)}")
    return value


def _listed(allowed: Collection[str]) -> str:
    return f"; known: {', '.join(sorted(allowed))}"


def _actor(column: str, value: str) -> str:
    state, colon, sector = value.partition(":")
    if not (is_state(state) or state in ORGANISATIONS):
        raise _CellError(
            column,
            f"unknown state or organisation {state!r}; use ISO 3166 alpha-3 codes such as 'USA', "
            f"or one of {', '.join(sorted(ORGANISATIONS))}",
        )
    if colon and sector not in SECTORS:
        near = near_matches(sector, list(SECTORS)) or _listed(SECTORS)
        raise _CellError(column, f"unknown sector {sector!r}{near}")
    return value


def _day(column: str, value: str) -> PartialDate:
    try:
        return PartialDate.parse(value)
    except InputError as error:
        raise _CellError(column, str(error)) from None


def _cameo(value: str) -> str | None:
    if not value:
        return None
    try:
        found = cameo(value)
    except InputError as error:
        raise _CellError("cameo", str(error)) from None
    if found.code != value:
        raise _CellError("cameo", f"unknown CAMEO code {value!r}; the nearest is {found.code!r}")
    return value


def _mode(value: str, type_: str) -> str | None:
    if not value:
        return None
    modes = event_type(type_).modes
    if value not in modes:
        known = f"known: {', '.join(modes)}" if modes else "it has none: leave the cell empty"
        raise _CellError("mode", f"{type_} has no mode {value!r}; {known}")
    return value


def _intensity(value: str) -> float | None:
    if not value:
        return None
    try:
        number = float(value)
    except ValueError:
        number = float("nan")
    if not -10 <= number <= 10:
        raise _CellError("intensity", f"must be a number in [-10, 10] or empty, found {value!r}")
    return number


def _known_on(value: str, happened: PartialDate) -> date | None:
    if not value:
        return None if happened.day is not None else happened.last_day
    known = _day("known_on", value)
    if known.day is None:
        raise _CellError("known_on", f"must be a whole day, found {value!r}")
    if known.first_day < happened.first_day:
        raise _CellError("known_on", f"{value} is before the event of {happened}")
    return known.first_day


def _citation(row: Mapping[str, str]) -> Citation:
    published = _day("source_published_on", row["source_published_on"])
    try:
        return Citation(
            title=row["source_title"],
            publisher=row["source_publisher"],
            published_on=published,
            url=row["source_url"] or None,
        )
    except InputError as error:
        raise _CellError("source_url", str(error)) from None


def _entry(row: Mapping[str, str], line: int, issues: Collection[str]) -> DatedEvent:
    for column, needed in COLUMNS.items():
        if needed and not row[column]:
            raise _CellError(column, "is empty; every row must fill it")
    if not _ID.fullmatch(row["id"]):
        raise _CellError("id", f"use small letters, digits and hyphens, found {row['id']!r}")
    happened = _day("happened_on", row["happened_on"])
    type_ = _one_of("type", row["type"], PLOVER_TYPES)
    source, target = (_actor(column, row[column]) for column in ("source", "target"))
    event = Event(
        happened_on=happened.first_day,
        source=source,
        target=target,
        type=type_,
        cameo=_cameo(row["cameo"]),
        intensity=_intensity(row["intensity"]),
        issue=_one_of("issue", row["issue"], issues),
        reality=_one_of("reality", row["reality"], get_args(Reality)),
        summary=row["summary"],
        known_on=_known_on(row["known_on"], happened),
        origin="chronology",
        key=row["id"],
    )
    return DatedEvent(
        event=event,
        happened=happened,
        mode=_mode(row["mode"], type_),
        citation=_citation(row),
        note=row["note"] or None,
        line=line,
    )


def _header(cells: list[str], name: str) -> None:
    if len(cells) == 1 and (";" in cells[0] or "\t" in cells[0]):
        raise InputError(f"{name}:1: cells must be parted by commas; save the file as CSV (comma)")
    for column in cells:
        if column not in COLUMNS:
            near = near_matches(column, list(COLUMNS))
            raise InputError(f"{name}:1: unknown column {column!r}{near or _listed(COLUMNS)}")
    if len(set(cells)) != len(cells):
        raise InputError(f"{name}:1: a column is named twice: {', '.join(cells)}")
    missing = [column for column, needed in COLUMNS.items() if needed and column not in cells]
    if missing:
        raise InputError(f"{name}:1: columns are missing: {', '.join(missing)}")


def _rows(text: str, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line, header = 1, list[str]()
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise InputError(f"{name}:{line}: not readable as CSV: {error}") from None
        if cells is None:
            break
        cells = [cell.strip() for cell in cells]
        if not header:
            header = cells
            _header(header, name)
        elif any(cells):
            if len(cells) != len(header):
                raise InputError(
                    f"{name}:{line}: {len(cells)} cells where the header has {len(header)}; "
                    "put a cell that holds a comma in double quotes"
                )
            yield line, dict.fromkeys(COLUMNS, "") | dict(zip(header, cells, strict=True))
        line = reader.line_num + 1
    if not header:
        raise InputError(f"{name}:1: the file is empty; its first line names the columns")


def parse_chronology(
    text: str, name: str = "chronology.csv", *, issues: Collection[str] = TOPIC_IDS
) -> Chronology:
    r"""Return the events of a chronology's text in order of time.

    Parameters
    ----------
    text
        CSV with a header; the columns are those of `COLUMNS`, in any order.
    name
        What a message calls the file.
    issues
        Ids that the column `issue` may hold.

    Raises
    ------
    InputError
        With file, line, column and what was found, for the first thing wrong; the number of
        other rows with something wrong is added.

    Examples
    --------
    >>> header = "id,happened_on,source,target,type,issue,reality,summary"
    >>> sources = "source_title,source_publisher,source_published_on"
    >>> row = "restraint,2016-12-30,RUS:GOV,USA:GOV,SANCTION,diplomacy,denied,No expulsion"
    >>> text = f"{header},{sources}\n{row},[A statement],Kremlin,2016-12-30"
    >>> parse_chronology(text).events[0].reality
    'denied'
    """
    entries: list[DatedEvent] = []
    first_line: dict[str, int] = {}
    faults: list[str] = []
    for line, row in _rows(text, name):
        try:
            if row["id"] in first_line:
                raise _CellError("id", f"{row['id']!r} is already on line {first_line[row['id']]}")
            first_line[row["id"]] = line
            entries.append(_entry(row, line, issues))
        except _CellError as fault:
            faults.append(f"{name}:{line}: {fault.column}: {fault.text}")
    if faults:
        more = f" (and {len(faults) - 1} more rows)" if len(faults) > 1 else ""
        raise InputError(faults[0] + more)
    entries.sort(key=lambda entry: (entry.happened.last_day, entry.happened.first_day, entry.line))
    return Chronology(name=name, entries=tuple(entries))


def shown_file(path: Path) -> str:
    """Return what a message calls a file: its path, or case and name if it ships with us."""
    if path.parent.parent == Path(__file__).parent / "builtin":
        return f"{path.parent.name}/{path.name}"
    return str(path)


def load_chronology(path: Path, *, issues: Collection[str] = TOPIC_IDS) -> Chronology:
    """Return the events of a chronology file in order of time.

    Raises
    ------
    InputError
        If the file is missing, a folder, too large or not UTF-8, or as `parse_chronology` says.
    """
    if path.is_dir():
        raise InputError(f"{path} is a folder, not a chronology; give the CSV file in it")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"{path} is larger than {MAX_BYTES // 1_000_000} MB; split it")
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"no file {path}") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 at byte {error.start}; save it as UTF-8") from None
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from None
    if "\x00" in text:
        raise InputError(f"{path} is a binary file, not CSV")
    return parse_chronology(text, shown_file(path), issues=issues)
