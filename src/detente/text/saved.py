"""A list of saved addresses (.urls, .csv) -> pairs of a local file and where it was saved from."""

from __future__ import annotations

import csv
from pathlib import Path

from detente.errors import InputError
from detente.text.plain import decoded_text

_FILE_COLUMNS = ("file", "path", "filename", "saved_as")


def _row_pair(row: list[str]) -> tuple[str, str] | None:
    """Return (file, url) of a row without a header, whichever comes first."""
    cells = [cell.strip() for cell in row if cell.strip()]
    if len(cells) != 2:
        return None
    first, second = cells
    if "://" in first and "://" not in second:
        return second, first
    if "://" in second and "://" not in first:
        return first, second
    return None


def _rows(text: str, suffix: str) -> list[list[str]]:
    lines = text.splitlines()
    if suffix == ".csv":
        return list(csv.reader(lines))
    return [[] if line.lstrip().startswith("#") else line.split(None, 1) for line in lines]


def saved_pages(path: Path) -> tuple[tuple[Path, str], ...]:
    """Return the files that a list names, each with its address, in the list's order.

    A `.urls` file has one line a page: the address and the file, in either order, parted by blanks
    or a tab; lines that begin with # are skipped. A `.csv` file has the same two columns, or a
    header with `url` and `file`. Files are looked for beside the list.

    Raises
    ------
    InputError
        If the list cannot be read, or a line has not exactly an address and a file.
    """
    try:
        text, _ = decoded_text(path.read_bytes())
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from None
    try:
        rows = _rows(text, path.suffix.lower())
    except csv.Error as error:
        raise InputError(f"{path} is not a CSV file: {error}") from None
    pairs: list[tuple[Path, str]] = []
    columns: tuple[int, int] | None = None
    for number, row in enumerate(rows, start=1):
        names = [cell.strip().lower() for cell in row]
        if columns is None and not pairs and "url" in names:
            file_column = next((name for name in _FILE_COLUMNS if name in names), None)
            if file_column is None:
                raise InputError(f"{path} line {number}: a column 'url' needs a column 'file'")
            columns = names.index(file_column), names.index("url")
            continue
        if not any(names):
            continue
        pair = _row_pair(row) if columns is None else _named_pair(row, columns)
        if pair is None:
            raise InputError(
                f"{path} line {number}: expected an address and a file, got {row!r:.80}"
            )
        pairs.append((path.parent / pair[0], pair[1]))
    return tuple(pairs)


def _named_pair(row: list[str], columns: tuple[int, int]) -> tuple[str, str] | None:
    if len(row) <= max(columns):
        return None
    file, url = row[columns[0]].strip(), row[columns[1]].strip()
    return (file, url) if file and url else None
