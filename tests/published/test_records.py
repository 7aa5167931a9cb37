"""Bytes to whole records: what is read, on which line, and what is set aside."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.published import records
from detente.published.files import ByteStream, Limits
from detente.published.records import Records
from detente.published.report import FileReport


def _read(
    data: bytes, *, quoted: bool = False, line_bytes: int = 1 << 20
) -> tuple[list[tuple[int, bytes]], FileReport]:
    report = FileReport(path="made-up")
    limits = Limits(line_bytes=line_bytes)
    stream = ByteStream("made-up", io.BytesIO(data), len(data), limits)
    found = []
    for block in Records(stream, report, quoted=quoted, limits=limits).blocks():
        assert block.data.endswith(b"\n")
        if quoted:
            rows = list(csv.reader(io.StringIO(block.data.decode(), newline="")))
            texts = ["\x1f".join(row).encode() for row in rows]
        else:
            texts = block.data[:-1].split(b"\n")
        assert len(texts) == len(block.lines)
        found += list(zip(block.lines.tolist(), texts, strict=True))
    return found, report


def test_each_record_keeps_its_line_though_empty_lines_are_passed_over() -> None:
    found, report = _read(b"a\n\nb\r\n\r\nc")
    assert found == [(1, b"a"), (3, b"b"), (5, b"c")]
    assert report.n_set_aside == 0


def test_a_line_that_is_too_long_is_set_aside_and_the_next_is_read() -> None:
    found, report = _read(b"a\n" + b"x" * 500 + b"\nb\n", line_bytes=100)
    assert found == [(1, b"a"), (3, b"b")]
    assert report.set_aside["longer than 100 bytes"].n_rows == 1


def test_a_line_longer_than_a_block_is_never_held_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "BLOCK_BYTES", 64)
    found, report = _read(b"a\n" + b"x" * 10_000 + b"\nb\n", line_bytes=100)
    assert found == [(1, b"a"), (3, b"b")]
    assert report.n_set_aside == 1


def test_a_first_line_that_is_too_long_is_no_table() -> None:
    with pytest.raises(InputError, match="first line"):
        _read(b"x" * 500 + b"\nb\n", line_bytes=100)


def test_a_nul_byte_sets_its_line_aside() -> None:
    found, report = _read(b"a\nb\0b\nc\n")
    assert found == [(1, b"a"), (3, b"c")]
    assert report.set_aside["a NUL byte"].examples == [(2, "b\\0b")]


def test_latin_1_lines_become_utf_8_and_are_counted() -> None:
    found, report = _read("Québec\n".encode() + "Québec\n".encode("latin-1"))
    assert [text.decode() for _, text in found] == ["Québec", "Québec"]
    assert report.n_rows_recoded == 1


def test_a_byte_order_mark_is_dropped_and_utf_16_refused() -> None:
    assert _read(b"\xef\xbb\xbfa\n")[0] == [(1, b"a")]
    with pytest.raises(InputError, match="UTF-16"):
        _read("a\n".encode("utf-16"))


def test_a_quoted_record_may_go_over_lines() -> None:
    found, _ = _read(b'a,b\n"c\nd",e\nf,g\n', quoted=True)
    assert found == [(1, b"a\x1fb"), (2, b"c\nd\x1fe"), (4, b"f\x1fg")]


def test_a_quote_that_is_never_closed_costs_one_line_only() -> None:
    found, report = _read(b'a,b\n"c,d\ne,f\ng,h\n', quoted=True)
    assert [line for line, _ in found] == [1, 3, 4]
    assert report.set_aside["a quote that is not closed"].n_rows == 1


@settings(deadline=None)
@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\n\r\0"), max_size=30)),
    st.integers(8, 40),
)
def test_every_line_is_read_or_set_aside_whatever_the_blocks(lines: list[str], size: int) -> None:
    lines = ["first", *lines]
    data = "".join(f"{line}\n" for line in lines).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "BLOCK_BYTES", size)
        found, report = _read(data, line_bytes=40)
    filled = [(n, line.encode()) for n, line in enumerate(lines, start=1) if line]
    assert found == [(n, line) for n, line in filled if len(line) <= 40]
    assert report.n_set_aside == len([line for _, line in filled if len(line) > 40])


quoted_rows = st.lists(
    st.lists(st.text(st.sampled_from('ab,"\n'), max_size=6), min_size=2, max_size=2), max_size=12
)


@settings(deadline=None)
@given(quoted_rows, st.integers(4, 30))
def test_what_a_csv_writer_wrote_is_read_back(rows: list[list[str]], size: int) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "BLOCK_BYTES", size)
        found, report = _read(buffer.getvalue().encode(), quoted=True)
    assert [text.decode() for _, text in found] == ["\x1f".join(row) for row in rows]
    assert report.n_set_aside == 0
