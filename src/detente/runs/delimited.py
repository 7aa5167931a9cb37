"""Tables that people keep in spreadsheets: a text file in, checked columns out.

Commas, semicolons or tabs between cells, a point or a comma for decimals, a mark of byte order:
all are read. What cannot be read gets one line that names the file, the line and the column.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError

Floats = NDArray[np.float64]

MAX_BYTES = 64 * 2**20
"""Largest file that is read."""

_MISSING = {"", "na", "n/a", "nan", "."}
_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The cells of one file by column; every column has one cell a row."""

    name: str  # of the file, for messages
    columns: Mapping[str, tuple[str, ...]]  # lower-case name -> cells, outer blanks removed
    lines: tuple[int, ...]  # line in the file on which each row stands
    decimal_comma: bool  # whether '0,8' is a number

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.lines)

    def texts(self, column: str) -> tuple[str, ...]:
        """Return the cells of a column; none may be empty."""
        cells = self.columns[column]
        for row, cell in enumerate(cells):
            if not cell:
                raise InputError(f"{self._place(row, column)} is empty")
        return cells

    def numbers(
        self,
        column: str,
        *,
        low: float | None = None,
        high: float | None = None,
        empty_is_nan: bool = False,
    ) -> Floats:
        """Return a column as numbers, each finite and within the bounds, shape (n_rows,).

        With `empty_is_nan`, an empty cell or one that says NA is NaN.

        Raises
        ------
        InputError
            At the first cell that is no such number.
        """
        values = np.empty(len(self))
        for row, cell in enumerate(self.columns[column]):
            if empty_is_nan and cell.casefold() in _MISSING:
                values[row] = np.nan
                continue
            value = self._number(cell, row, column)
            if low is not None and value < low:
                raise InputError(f"{self._place(row, column)} must be at least {low:g}, got {cell}")
            if high is not None and value > high:
                raise InputError(f"{self._place(row, column)} must be at most {high:g}, got {cell}")
            values[row] = value
        return values

    def _number(self, cell: str, row: int, column: str) -> float:
        """Return one cell as a number."""
        place = self._place(row, column)
        if not cell:
            raise InputError(f"{place} is empty; a number is needed")
        text = cell
        if "," in cell and _DECIMAL_COMMA.fullmatch(cell):
            if not self.decimal_comma and _THOUSANDS.fullmatch(cell):
                raise InputError(
                    f"{place} may be a decimal or a thousand, got {cell!r}: "
                    "write it with a decimal point"
                )
            text = cell.replace(",", ".")
        try:
            value = float(text)
        except ValueError:
            raise InputError(f"{place} must be a number, got {cell[:40]!r}") from None
        if not np.isfinite(value):
            raise InputError(f"{place} must be a finite number, got {cell!r}")
        return value

    def _place(self, row: int, column: str) -> str:
        """Return where a cell stands, for a message."""
        return f"{self.name}, line {self.lines[row]}, column {column!r}"


def read_sheet(
    path: Path, required: Sequence[str], *, aliases: Mapping[str, str] | None = None
) -> Sheet:
    """Return a file of delimited text as columns.

    The header is the first line that has all required columns, among the first five; columns are
    known by their names in any case, or by an alias, or by a name that ends in theirs (as
    'tax position' does).

    Parameters
    ----------
    path :
        The file.
    required :
        Columns that must be there.
    aliases :
        Other name -> column.

    Raises
    ------
    InputError
        If the file cannot be read, has no such header or no rows, or a row has too many cells.
    """
    text = _text(path)
    best: list[str] = []
    for delimiter in ",;\t":
        rows = list(_rows(text, delimiter, path))
        for at, (_, cells) in enumerate(rows[:5]):
            names = _named(cells, required, aliases or {})
            present = [name for name in required if name in names]
            if len(present) == len(required):
                return _sheet(path, names, rows[at + 1 :], delimiter)
            best = max(best, present, key=len)
    missing = [name for name in required if name not in best]
    noun = "column" if len(missing) == 1 else "columns"
    raise InputError(
        f"{path.name} lacks the {noun} {', '.join(missing)}: its header must name "
        f"{', '.join(required)}"
    )


def _text(path: Path) -> str:
    """Return a file's text."""
    if path.is_dir():
        raise InputError(f"{path} is a folder; give a table as a file")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"{path.name} is larger than {MAX_BYTES // 2**20} MiB")
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data:
        raise InputError(f"{path.name} is no text; save the table as CSV")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _rows(text: str, delimiter: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not blank, each with its line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise InputError(f"{path.name}, line {reader.line_num}: {error}") from None


def _named(
    cells: Sequence[str], required: Sequence[str], aliases: Mapping[str, str]
) -> dict[str, int]:
    """Return column -> index for a row of cells read as a header; the first of a name counts."""
    names: dict[str, int] = {}
    plain = [" ".join(cell.casefold().split()) for cell in cells]
    for index, name in enumerate(plain):
        if name:
            names.setdefault(aliases.get(name, name.replace(" ", "_")), index)
    for index, name in enumerate(plain):
        last = name.split(" ")[-1] if " " in name else ""
        column = aliases.get(last, last)
        if column in required:
            names.setdefault(column, index)
    return names


def _sheet(
    path: Path, names: Mapping[str, int], rows: Sequence[tuple[int, list[str]]], delimiter: str
) -> Sheet:
    """Return the rows below a header as columns."""
    if not rows:
        raise InputError(f"{path.name} has a header but no rows")
    width = max(names.values()) + 1
    for line, cells in rows:
        if any(cells[width:]):
            raise InputError(
                f"{path.name}, line {line} has {len(cells)} cells, its header {width}: "
                "put numbers with a comma in quotes, or part cells by semicolons"
            )
    return Sheet(
        name=path.name,
        columns={
            name: tuple(cells[at] if at < len(cells) else "" for _, cells in rows)
            for name, at in names.items()
        },
        lines=tuple(line for line, _ in rows),
        decimal_comma=delimiter != ",",
    )
