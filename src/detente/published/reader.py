"""Files of one kind to tables of events: the one door of this room.

In: a kind, paths, and what the kind needs besides. Out: Arrow tables with the columns of
`detente.terms.event_table.EVENT_COLUMNS`, and a report whose counts add up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from detente.errors import InputError, MissingExtraError
from detente.published.actors import ActorCodes
from detente.published.draft import Layout
from detente.published.events import EventTables
from detente.published.files import STDIN, Limits, PublishedFile, published_file, streams
from detente.published.gdelt import GDELT_1, GDELT_2
from detente.published.icews import ICEWS
from detente.published.mapping import mapped_layout
from detente.published.phoenix import PHOENIX, PHOENIX_HISTORICAL
from detente.published.polecat import POLECAT
from detente.published.quadruples import TimeUnit, quadruple_files, quadruple_layout
from detente.published.report import FileReport, ImportReport
from detente.published.tables import Rows, parquet_rows, text_rows

LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        layout.kind: layout
        for layout in (ICEWS, POLECAT, GDELT_1, GDELT_2, PHOENIX, PHOENIX_HISTORICAL)
    }
)
"""Kinds whose files say all that is needed."""

KINDS: tuple[str, ...] = (*LAYOUTS, "quadruples", "csv")
"""All kinds that can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What some kinds need besides their files."""

    mapping: Path | None = None  # csv
    first_day: date | None = None  # quadruples
    time_unit: TimeUnit | None = None  # quadruples
    strict: bool = False  # refuse the first file with a row that cannot be taken
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One path to read, and how."""

    path: str
    layout: Layout


def _quadruples(paths: list[str], options: Options) -> list[SourceFile]:
    sources: list[SourceFile] = []
    layouts: dict[Path, Layout] = {}
    for path in paths:
        if path == STDIN:
            raise InputError("quadruples cannot come from standard input: their maps are files")
        folder = Path(path) if Path(path).is_dir() else Path(path).parent
        if folder not in layouts:
            layouts[folder] = quadruple_layout(
                folder, first_day=options.first_day, time_unit=options.time_unit
            )
        parts = quadruple_files(folder) if Path(path).is_dir() else [path]
        sources += [SourceFile(path=part, layout=layouts[folder]) for part in parts]
    return sources


def source_files(kind: str, paths: list[str], options: Options) -> list[SourceFile]:
    """Return the files to read, with the layout of each.

    Raises
    ------
    InputError
        If the kind is unknown, or lacks what it needs besides.
    """
    if not paths:
        raise InputError("give at least one file, or - for standard input")
    if kind not in KINDS:
        raise InputError(f"unknown kind {kind!r}; known: {', '.join(KINDS)}")
    if kind != "csv" and options.mapping is not None:
        raise InputError(f"a mapping file goes with kind csv, not {kind}")
    if kind == "quadruples":
        return _quadruples(paths, options)
    if kind == "csv":
        if options.mapping is None:
            raise InputError("a CSV file needs a mapping file: --mapping columns.yaml")
        layout = mapped_layout(options.mapping)
    else:
        layout = LAYOUTS[kind]
    return [SourceFile(path=path, layout=layout) for path in paths]


class EventReader:
    """One reading of some files; `tables` yields events, `report` holds the counts afterwards."""

    def __init__(
        self,
        kind: str,
        paths: list[str],
        options: Options | None = None,
        *,
        stored: frozenset[tuple[str, str]] = frozenset(),
        actors: ActorCodes | None = None,
        seen: Callable[[float], None] | None = None,
    ) -> None:
        """Prepare to read.

        Parameters
        ----------
        stored
            Content hash and options of files that need no reading again.
        seen
            Called now and then with the share of all bytes read so far, in [0, 1].
        """
        try:
            import pyarrow  # noqa: F401
        except ImportError:
            raise MissingExtraError(
                "importing events needs an extra: pip install 'detente[store]'"
            ) from None
        self._options = options or Options()
        self._sources = source_files(kind, paths, self._options)
        self.stored = stored
        self._seen = seen
        self.report = ImportReport(kind=kind)
        self.already_stored: list[str] = []
        self._read_options: list[str] = []
        self.origin = self._sources[0].layout.origin
        self._tables = EventTables(self.report, actors)

    def options_of(self, index: int) -> str:
        """Return what besides its content decides how a file of the report was read."""
        return self._read_options[index]

    def tables(self) -> Iterator[tuple[int, Any]]:
        """Yield pairs of a file's index in the report and a table of its events.

        Raises
        ------
        InputError
            If a file cannot be read as its kind, changes meanwhile, or, when strict, has a row
            that cannot be taken.
        """
        hashes = set(self.stored)
        for source in self._sources:
            with published_file(source.path, self._options.limits) as file:
                identity = (file.sha256, source.layout.options)
                if identity in hashes:
                    self.already_stored.append(file.name)
                    continue
                hashes.add(identity)
                report = FileReport(path=file.name, sha256=file.sha256, n_bytes=file.n_bytes)
                self.report.files.append(report)
                self._read_options.append(source.layout.options)
                index = len(self.report.files) - 1
                for rows in self._rows(file, source.layout, report):
                    draft = source.layout.draft(rows.columns)
                    table = self._tables.table(draft, rows.lines, report)
                    self._check(report)
                    if table.num_rows:
                        yield index, table
                self._check(report)

    def _rows(self, file: PublishedFile, layout: Layout, report: FileReport) -> Iterator[Rows]:
        if file.packing == "parquet":
            yield from parquet_rows(file, layout)
            return
        for stream in streams(file):
            for rows in text_rows(stream, layout, report, self._options.limits):
                yield rows
                self._tell(file.handle.tell())

    def _tell(self, n_bytes: int) -> None:
        """Say how far we are: files are taken to be of equal size, as their sizes change."""
        if self._seen is not None:
            done = len(self.report.files) - 1 + len(self.already_stored)
            share = n_bytes / max(self.report.files[-1].n_bytes, 1)
            self._seen(min((done + share) / len(self._sources), 1.0))

    def _check(self, report: FileReport) -> None:
        if self._options.strict and report.n_set_aside:
            reason, entry = next(iter(report.set_aside.items()))
            line, found = entry.examples[0]
            raise InputError(
                f"{report.path}, line {line}: {reason}, got {found!r}; nothing is imported with "
                "--strict"
            )
