"""Whatever bytes a file holds, it is read to the row or refused in one clear line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.published.actors import ActorCodes
from detente.published.reader import EventReader, Options

pytest.importorskip("pyarrow")

MANY = settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
HEADER = b"id,day,who,whom,what,note\n"
MAPPING = (
    "columns: {key: id, happened_on: day, source: who, target: whom, cameo: what, summary: note}\n"
)
ROWS = [
    b'1,2018-07-16,France,"Germany",040,x\n',
    b'2,2018-07-16,"Fra""nce","a,b\nc",190,\n',
    b"3,16/7/18,,NA,zzz,\xff\xfe\n",
    b'4,2018-07-16,5" gun,France,010,"open\n',
    b"5,2018-07-16\n",
    b"6,2018-07-16,a,b,010,c,d,e,f\n",
    b"\r\n",
    b'""\n',
    b'7,2018-07-16,"a"b,c"d",010,"x" \n',
]
pieces = st.one_of(
    st.sampled_from(ROWS),
    st.binary(max_size=20),
    st.sampled_from([b'"', b"\n", b",", b"\r", b"\0"]),
)


def _read(kind: str, path: Path, options: Options) -> None:
    reader = EventReader(kind, [str(path)], options, actors=ActorCodes(lambda name, day: None))
    try:
        n_rows = sum(table.num_rows for _, table in reader.tables())
    except InputError as refusal:
        n_lines = len(str(refusal).splitlines())
    else:
        n_lines = 1
        report = reader.report
        assert n_rows == report.n_rows_taken
        assert report.n_rows_read == report.n_rows_taken + report.n_set_aside
    assert n_lines == 1


def test_stray_quotes_cost_their_own_rows_only(tmp_path: Path) -> None:
    (tmp_path / "mapping.yaml").write_text(MAPPING)
    rows = [
        b'1,2018-07-16,A 5" gun,France,010,x\n',
        b"2,2018-07-16,A,France,010,x\n",
        b'3,2018-07-16,"A"B,France,010,x\n',
        b'4,2018-07-16,"never closed,France,010,x\n',
        b'5,2018-07-16,"A\nB",France,010,x\n',
        b"6,2018-07-16,A,France,010\n",
        b"7,2018-07-16,A,France,010,x\n",
    ]
    (tmp_path / "sheet.csv").write_bytes(HEADER + b"".join(rows))
    reader = EventReader(
        "csv",
        [str(tmp_path / "sheet.csv")],
        Options(mapping=tmp_path / "mapping.yaml"),
        actors=ActorCodes(lambda name, day: None),
    )
    found = [row for _, table in reader.tables() for row in table.to_pylist()]
    assert [(row["key"], row["row"]) for row in found] == [("1", 2), ("2", 3), ("5", 6), ("7", 9)]
    assert [row["source_name"] for row in found] == ['A 5" gun', "A", "A\nB", "A"]
    assert {
        reason: [line for line, _ in entry.examples]
        for reason, entry in reader.report.files[0].set_aside.items()
    } == {"quotes that do not fit": [4, 5], "not the 6 fields of its format": [8]}


@MANY
@given(st.lists(pieces, max_size=12))
def test_any_csv_is_read_or_refused(tmp_path: Path, parts: list[bytes]) -> None:
    (tmp_path / "mapping.yaml").write_text(MAPPING)
    (tmp_path / "sheet.csv").write_bytes(HEADER + b"".join(parts))
    _read("csv", tmp_path / "sheet.csv", Options(mapping=tmp_path / "mapping.yaml"))


@MANY
@given(st.sampled_from(["icews", "gdelt1", "polecat", "phoenix"]), st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path: Path, kind: str, data: bytes) -> None:
    (tmp_path / "file").write_bytes(data)
    _read(kind, tmp_path / "file", Options())


@MANY
@given(
    st.sampled_from([57, 58]),
    st.lists(st.text(st.characters(exclude_characters="\t\n\r"), max_size=6), max_size=60),
)
def test_any_gdelt_row_is_taken_or_set_aside(
    tmp_path: Path, n_columns: int, cells: list[str]
) -> None:
    row = (cells + [""] * n_columns)[:n_columns]
    good = ["1", "20180716", *[""] * (n_columns - 2)]
    good[26] = "042"
    text = "\t".join(good) + "\n" + "\t".join(row) + "\n"
    (tmp_path / "file").write_text(text, encoding="utf-8", errors="replace")
    _read("gdelt1", tmp_path / "file", Options())
