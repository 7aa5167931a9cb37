"""Quoted records whose quotes do not pair up: read one by one, the slow and careful way."""

from __future__ import annotations

import csv
import io

import numpy as np
from numpy.typing import NDArray

from detente.published.records import Block, record_ends
from detente.published.report import FileReport

MOST_LINES = 50
"""A quoted record that goes over more lines is taken for one whose quote is never closed."""

_OPEN = "unexpected end of data"


def _fields(text: str, delimiter: str) -> list[str] | None:
    """Return the fields of one record, None where it is not over yet.

    Raises
    ------
    csv.Error
        If its quotes stand where none may.
    """
    try:
        rows = list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error as error:
        if str(error) == _OPEN:
            return None
        raise
    return rows[0] if rows else []


def _record(lines: list[str], first: int, delimiter: str) -> tuple[list[str] | None, int]:
    """Return the fields that begin on a line, None if they cannot be read, and the next line."""
    text = ""
    for number in range(first, min(first + MOST_LINES, len(lines))):
        text += lines[number]
        try:
            fields = _fields(text, delimiter)
        except csv.Error:
            break
        if fields is not None:
            return fields, number + 1
    return None, first + 1


def _line_numbers(block: Block) -> NDArray[np.int64]:
    """Return the line in the file of each line of a block, shape (n_lines,)."""
    bytes_ = np.frombuffer(block.data, np.uint8)
    ends = record_ends(block.data, bytes_, quoted=True)
    newlines = record_ends(block.data, bytes_, quoted=False)
    first = np.searchsorted(newlines, np.concatenate([[0], ends[:-1] + 1]))
    record = np.searchsorted(ends, newlines)
    return block.lines[record] + np.arange(len(newlines)) - first[record]


def mended(block: Block, *, delimiter: str, n_fields: int, report: FileReport) -> Block:
    """Return the records of a block that can be read, quoted anew; the others are set aside."""
    csv.field_size_limit(1 << 30)
    numbers = _line_numbers(block)
    lines = [
        f"{line}\n" for line in block.data.decode("utf-8", "replace").split("\n")[: len(numbers)]
    ]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n")
    found: list[int] = []
    place = 0
    while place < len(lines):
        fields, after = _record(lines, place, delimiter)
        line, shown = int(numbers[place]), lines[place].rstrip("\n")
        if fields is None:
            report.put_aside("quotes that do not fit", line, shown)
        elif len(fields) == n_fields:
            writer.writerow(fields)
            found.append(line)
        elif fields:
            report.put_aside(f"not the {n_fields} fields of its format", line, shown)
        place = after
    return Block(data=out.getvalue().encode(), lines=np.array(found, dtype=np.int64))
