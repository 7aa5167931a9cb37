"""Streams of bytes to blocks of whole, clean records, each with its line; the rest is set aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError
from detente.published.files import ByteStream, Limits
from detente.published.report import FileReport

BLOCK_BYTES = 16 << 20

Positions = NDArray[np.int64]
Marks = NDArray[np.bool_]

_NEWLINE, _QUOTE, _NUL = 10, 34, 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Block:
    """Whole records in UTF-8, each ended by a newline, and the line on which each begins."""

    data: bytes
    lines: Positions  # (n_records,)


def _positions(bytes_: NDArray[np.uint8], value: int) -> Positions:
    return np.flatnonzero(bytes_ == value)


def record_ends(data: bytes, bytes_: NDArray[np.uint8], *, quoted: bool) -> Positions:
    """Return where records end: at each newline, with quotes at each outside of quotes."""
    ends = _positions(bytes_, _NEWLINE)
    if quoted and b'"' in data:
        n_quotes = np.searchsorted(_positions(bytes_, _QUOTE), ends)
        ends = ends[n_quotes % 2 == 0]
    return ends


class Records:
    """Reads one stream block by block, and knows on which line it is."""

    def __init__(
        self,
        stream: ByteStream,
        report: FileReport,
        *,
        quoted: bool,
        limits: Limits | None = None,
    ) -> None:
        self._stream = stream
        self._report = report
        self._quoted = quoted
        self._limit = (limits or Limits()).line_bytes
        self._line = 1
        self._head: bytes | None = None

    def first_line(self) -> str:
        """Return the first line without reading past it, '' for an empty stream.

        Raises
        ------
        InputError
            If it is longer than a line may be, or no text.
        """
        if self._head is None:
            self._head = self._stream.read(BLOCK_BYTES)
            while 0 < len(self._head) <= self._limit and b"\n" not in self._head:
                piece = self._stream.read(BLOCK_BYTES)
                if not piece:
                    break
                self._head += piece
            if self._head.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise InputError(f"{self._stream.name} is in UTF-16; save it as UTF-8")
            self._head = self._head.removeprefix(b"\xef\xbb\xbf")
        line = self._head.partition(b"\n")[0].rstrip(b"\r")
        if len(line) > self._limit:
            raise InputError(
                f"the first line of {self._stream.name} is longer than {self._limit} bytes; "
                "it is no table of events"
            )
        return line.decode("utf-8", "replace")

    def skip_line(self) -> None:
        """Pass over the first line, a header."""
        self.first_line()
        self._head = (self._head or b"").partition(b"\n")[2]
        self._line += 1

    def _pieces(self) -> Iterator[bytes]:
        if self._head is None:
            self.first_line()
        if self._head:
            yield self._head
        while piece := self._stream.read(BLOCK_BYTES):
            yield piece

    def blocks(self) -> Iterator[Block]:
        """Yield blocks of records; empty lines are passed over."""
        carry = b""
        skipping = False  # within a record that is too long
        for piece in self._pieces():
            if skipping:
                end = piece.find(b"\n")
                if end < 0:
                    continue
                skipping = False
                self._line += 1
                data = piece[end + 1 :]
            else:
                data = carry + piece
            whole, carry = self._cut(data)
            yield from self._clean(whole)
            if len(carry) > self._limit:
                if not (self._quoted and b"\n" in carry):
                    self._put_aside(f"longer than {self._limit} bytes", self._line, carry)
                    carry, skipping = b"", True
                else:
                    whole, carry = self._open_quote(carry)
                    yield from self._clean(whole)
        if carry and not skipping:
            yield from self._last(carry)

    def _cut(self, data: bytes) -> tuple[bytes, bytes]:
        """Return the whole records at the head of some bytes, and what is left."""
        if not (self._quoted and b'"' in data):
            end = data.rfind(b"\n") + 1
            return data[:end], data[end:]
        ends = record_ends(data, np.frombuffer(data, np.uint8), quoted=True)
        end = int(ends[-1]) + 1 if len(ends) else 0
        return data[:end], data[end:]

    def _open_quote(self, carry: bytes) -> tuple[bytes, bytes]:
        """Drop a first line whose quote is never closed; return what can be read after it."""
        end = carry.find(b"\n") + 1
        self._put_aside("a quote that is not closed", self._line, carry[:end])
        self._line += 1
        return self._cut(carry[end:])

    def _last(self, carry: bytes) -> Iterator[Block]:
        """Read the bytes after the last whole record."""
        carry += b"" if carry.endswith(b"\n") else b"\n"
        while carry:
            whole, carry = self._cut(carry)
            yield from self._clean(whole)
            if carry:
                whole, carry = self._open_quote(carry)
                yield from self._clean(whole)

    def _put_aside(self, reason: str, line: int, found: bytes) -> None:
        shown = found[:120].decode("utf-8", "replace").rstrip("\n").replace("\0", "\\0")
        self._report.put_aside(reason, line, shown)

    def _clean(self, data: bytes) -> Iterator[Block]:
        """Yield the good ones of some whole records as one block, and move on their lines."""
        if not data:
            return
        if b"\r" in data:
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b" ")
        if self._is_plain(data):
            n_lines = data.count(b"\n")
            yield Block(data=self._utf8(data), lines=np.arange(n_lines) + self._line)
            self._line += n_lines
            return
        bytes_ = np.frombuffer(data, np.uint8)
        ends = record_ends(data, bytes_, quoted=self._quoted)
        starts = np.concatenate([[0], ends[:-1] + 1])
        lines = np.arange(len(ends), dtype=np.int64) + self._line
        if self._quoted and b'"' in data:
            newlines = _positions(bytes_, _NEWLINE)
            lines = np.searchsorted(newlines, starts) + self._line
            self._line += len(newlines)
        else:
            self._line += len(ends)
        good = ends > starts
        good &= self._judged(data, bytes_, starts, ends, lines, good)
        if not good.all():
            data = _chosen(data, starts, ends, good)
            lines = lines[good]
        if len(lines):
            yield Block(data=self._utf8(data), lines=lines)

    def _is_plain(self, data: bytes) -> bool:
        """Whether every line is a record that can be read: the common case, told quickly."""
        if data.startswith(b"\n") or b"\n\n" in data or b"\0" in data:
            return False
        if self._quoted and b'"' in data:
            return False
        # A line longer than the limit has no newline in one of the windows of half that length.
        window = max(self._limit // 2, 1)
        return all(
            data.find(b"\n", begin, begin + window) >= 0 for begin in range(0, len(data), window)
        )

    def _judged(
        self,
        data: bytes,
        bytes_: NDArray[np.uint8],
        starts: Positions,
        ends: Positions,
        lines: Positions,
        filled: Marks,
    ) -> Marks:
        """Whether each record can be read, shape (n_records,); the others are set aside."""
        good = np.ones(len(ends), dtype=bool)
        judgements: list[tuple[Marks, str]] = [
            (ends - starts > self._limit, f"longer than {self._limit} bytes")
        ]
        if b"\0" in data:
            has_nul = np.zeros(len(ends), dtype=bool)
            has_nul[np.searchsorted(ends, _positions(bytes_, _NUL))] = True
            judgements.append((has_nul, "a NUL byte"))
        for bad, reason in judgements:
            for index in np.flatnonzero(bad & good & filled):
                found = data[starts[index] : min(ends[index], starts[index] + 120)]
                self._put_aside(reason, int(lines[index]), found)
            good &= ~bad
        return good

    def _utf8(self, data: bytes) -> bytes:
        """Return records as UTF-8: those that are not are read as Windows-1252."""
        if data.isascii():
            return data
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            return b"".join(map(self._line_as_utf8, data.splitlines(keepends=True)))
        return data

    def _line_as_utf8(self, line: bytes) -> bytes:
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            self._report.n_rows_recoded += 1
            return line.decode("cp1252", "replace").encode()
        return line


def _chosen(data: bytes, starts: Positions, ends: Positions, good: Marks) -> bytes:
    """Return the good records alone; runs of them are copied at once."""
    edges = np.flatnonzero(np.diff(good.astype(np.int8), prepend=0, append=0))
    return b"".join(
        data[starts[begin] : ends[end - 1] + 1]
        for begin, end in zip(edges[::2], edges[1::2], strict=True)
    )
