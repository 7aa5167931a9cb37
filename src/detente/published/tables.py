"""Streams, laid out as a format says, to columns of texts with the line of each row."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError
from detente.published.draft import Layout, Texts
from detente.published.files import ByteStream, Limits, PublishedFile
from detente.published.quotes import mended
from detente.published.records import Block, Records
from detente.published.report import FileReport

_PARQUET_ROWS = 250_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """Some rows of a file: the columns that its layout reads, and the line of each row."""

    columns: Mapping[str, Texts]
    lines: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    """The names of a file's columns, and whether they stand in its first line."""

    names: tuple[str, ...]
    in_file: bool
    renamed: Mapping[str, str] = field(default_factory=dict)  # as the layout says: as the file does


def _fields(line: str, layout: Layout) -> list[str]:
    if not layout.quoted:
        return line.split(layout.delimiter)
    csv.field_size_limit(1 << 30)
    rows = list(csv.reader([line], delimiter=layout.delimiter))
    return rows[0] if rows else []


def _named(found: list[str], layout: Layout, where: str) -> _Header | None:
    """Return the header if its first line holds all columns that are needed, in any case."""
    by_fold: dict[str, str] = {}
    for name in found:
        by_fold.setdefault(name.strip().strip('"').casefold(), name)
    wanted = (*layout.columns, *layout.optional)
    renamed = {name: by_fold[name.casefold()] for name in wanted if name.casefold() in by_fold}
    missing = [name for name in layout.columns if name not in renamed]
    if not missing:
        return _Header(names=tuple(found), in_file=True, renamed=renamed)
    if layout.headers:
        return None
    shown = ", ".join(missing[:5])
    raise InputError(
        f"{where} is no {layout.kind} file: its first line lacks the columns {shown} "
        f"(it has {len(found)}, the first is {found[0][:60]!r}); check the kind and the file"
    )


def _header(line: str, layout: Layout, where: str) -> _Header:
    """Return the header of a stream from its first line.

    Raises
    ------
    InputError
        If the line has neither the names nor the number of columns of the layout.
    """
    found = _fields(line, layout)
    named = _named(found, layout, where)
    if named is not None:
        return named
    for header in layout.headers:
        if len(header) == len(found):
            wanted = (*layout.columns, *layout.optional)
            renamed = {name: name for name in wanted if name in header}
            return _Header(names=header, in_file=False, renamed=renamed)
    known = " or ".join(str(len(header)) for header in layout.headers)
    raise InputError(
        f"{where} is no {layout.kind} file: its first line has {len(found)} columns, "
        f"a {layout.kind} file has {known}; check the kind and the file"
    )


def _unique(names: tuple[str, ...]) -> list[str]:
    """Return names of which none comes twice, as Arrow needs them."""
    seen: set[str] = set()
    unique = []
    for place, name in enumerate(names):
        unique.append(name if name not in seen else f"{name}\x1f{place}")
        seen.add(name)
    return unique


_Table = tuple[Any, list[tuple[int, str]]]


def _read(block: Block, header: _Header, layout: Layout) -> _Table:
    """Return the table of a block, and its rows of another number of fields, by place and text."""
    import pyarrow as pa
    import pyarrow.csv as pacsv

    wrong: list[tuple[int, str]] = []

    def put_aside(row: Any) -> str:
        wrong.append((row.number - 1, row.text))
        return "skip"

    word = pa.dictionary(pa.int32(), pa.string())
    types = {
        column: pa.string() if name in layout.plain else word
        for name, column in header.renamed.items()
    }
    table = pacsv.read_csv(
        pa.py_buffer(block.data),
        read_options=pacsv.ReadOptions(
            column_names=_unique(header.names),
            use_threads=False,
            block_size=len(block.data) + 1,
        ),
        parse_options=pacsv.ParseOptions(
            delimiter=layout.delimiter,
            quote_char='"' if layout.quoted else False,
            newlines_in_values=layout.quoted,
            invalid_row_handler=put_aside,
        ),
        convert_options=pacsv.ConvertOptions(
            column_types=types,
            include_columns=list(types),
            strings_can_be_null=False,
            check_utf8=False,
        ),
    )
    return table, wrong


def _fitting(block: Block, header: _Header, layout: Layout) -> _Table | None:
    """Return what `_read` does, None unless as many records were read as the block has."""
    import pyarrow as pa

    try:
        table, wrong = _read(block, header, layout)
    except pa.ArrowInvalid:
        return None
    return (table, wrong) if table.num_rows + len(wrong) == len(block.lines) else None


def _parsed(block: Block, header: _Header, layout: Layout, report: FileReport) -> Rows:
    """Return the columns of a block; where its quotes do not fit it is read record by record."""
    found = _fitting(block, header, layout)
    if found is None:
        first = block.lines[0]
        block = mended(block, delimiter=layout.delimiter, n_fields=len(header.names), report=report)
        if not len(block.lines):
            return Rows(columns={}, lines=block.lines)
        found = _fitting(block, header, layout)
        if found is None:
            raise InputError(f"{report.path} cannot be read near line {first}: is it a table?")
    table, wrong = found
    for place, text in wrong:
        reason = f"not the {len(header.names)} fields of its format"
        report.put_aside(reason, int(block.lines[place]), text)
    lines = np.delete(block.lines, [place for place, _ in wrong]) if wrong else block.lines
    columns = {
        name: _whole(table[column].combine_chunks()) for name, column in header.renamed.items()
    }
    return Rows(columns=columns, lines=lines)


def _whole(column: Any) -> Any:
    """Return one array, whatever number of chunks a column came in."""
    import pyarrow as pa

    if isinstance(column, pa.ChunkedArray):
        return column.chunk(0) if column.num_chunks else pa.array([], column.type)
    return column


def text_rows(
    stream: ByteStream, layout: Layout, report: FileReport, limits: Limits
) -> Iterator[Rows]:
    """Yield the rows of one stream of text.

    Raises
    ------
    InputError
        If it is no file of the layout's kind.
    """
    records = Records(stream, report, quoted=layout.quoted, limits=limits)
    line = records.first_line()
    if not line:
        return
    header = _header(line, layout, stream.name)
    if header.in_file:
        records.skip_line()
    for block in records.blocks():
        rows = _parsed(block, header, layout, report)
        if len(rows.lines):
            yield rows


def parquet_rows(file: PublishedFile, layout: Layout) -> Iterator[Rows]:
    """Yield the rows of a Parquet file; a row's line is its number.

    Raises
    ------
    InputError
        If it is damaged or lacks a column of the layout.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        parquet = pq.ParquetFile(file.handle)
        named = _named(list(parquet.schema_arrow.names), layout, file.name)
        if named is None:
            raise InputError(f"{file.name} is no {layout.kind} file: it lacks its columns")
        first = 1
        for batch in parquet.iter_batches(_PARQUET_ROWS, columns=list(named.renamed.values())):
            yield Rows(
                columns={
                    name: _as_text(batch.column(column)) for name, column in named.renamed.items()
                },
                lines=np.arange(first, first + batch.num_rows),
            )
            first += batch.num_rows
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"{file.name} cannot be read as Parquet: {error}") from None


def _as_text(column: Any) -> Any:
    import pyarrow as pa

    if pa.types.is_dictionary(column.type) and column.type.value_type == pa.string():
        return column
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        raise InputError("a Parquet column holds bytes, not text; write it as text")
    return column.cast(pa.string())
