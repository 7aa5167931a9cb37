"""`detente import`, `status` and `export` from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from detente.cli import build
from detente.errors import DetenteError

pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")

MAPPING = "columns: {happened_on: day, source: who, target: whom, cameo: what}\n"
SHEET = "day,who,whom,what\n2018-07-16,United States,Russia,042\n2018-07-17,Nobody,Russia,zzz\n"


def _run(*arguments: object, input_: str | None = None) -> Any:
    return CliRunner().invoke(build(), [str(one) for one in arguments], input=input_)


def _imported(folder: Path) -> list[object]:
    (folder / "mapping.yaml").write_text(MAPPING)
    (folder / "sheet.csv").write_text(SHEET)
    return [
        "csv",
        folder / "sheet.csv",
        "--mapping",
        folder / "mapping.yaml",
        "--store",
        folder / "s",
    ]


def test_import_says_what_it_read_took_and_set_aside(tmp_path: Path) -> None:
    result = _run("import", *_imported(tmp_path))
    assert result.exit_code == 0, result.output
    assert "2 rows read, 1 taken, 1 set aside" in result.stdout
    assert "no known kind of event (line 3: 'zzz')" in result.stdout
    assert "batch 1: 1 events added" in result.stdout
    again = _run("import", *_imported(tmp_path))
    assert "nothing to add" in again.stdout


def test_json_has_the_documented_fields(tmp_path: Path) -> None:
    found = json.loads(_run("import", *_imported(tmp_path), "--format", "json").stdout)
    assert {
        "schema",
        "version",
        "software",
        "store",
        "kind",
        "origin",
        "batch",
        "n_events_added",
        "n_already_there",
        "n_ids_repeated",
        "n_repeats_within_origin",
        "n_repeats_of_other_origins",
        "n_rows_read",
        "n_rows_taken",
        "n_rows_set_aside",
        "files",
        "files_already_stored",
        "unresolved",
        "n_without_actor",
    } == set(found)
    status = json.loads(_run("status", "--store", tmp_path / "s", "--format", "json").stdout)
    assert {
        "schema",
        "version",
        "software",
        "store",
        "schema_version",
        "as_of",
        "n_bytes",
        "n_documents",
        "n_claims",
        "n_forecasts",
        "n_corrections",
        "origins",
        "batches",
    } == set(status)


def test_undo_status_and_export_work_on_what_was_imported(tmp_path: Path) -> None:
    _run("import", *_imported(tmp_path))
    status = _run("status", "--store", tmp_path / "s")
    assert "csv: 1 events, 2018-07-16 to 2018-07-16" in status.stdout
    early = _run("status", "--store", tmp_path / "s", "--as-of", "2018-07-15")
    assert "no events" in early.stdout
    out = tmp_path / "out.csv"
    export = _run("export", "--store", tmp_path / "s", "--dyad", "usa", "rus", "-o", out)
    assert export.exit_code == 0, export.output
    assert len(out.read_text().splitlines()) == 2
    undo = _run("import", "--undo", "1", "--store", tmp_path / "s")
    assert "batch 1: 1 rows taken out" in undo.stdout


def test_standard_input_is_a_file_called_dash(tmp_path: Path) -> None:
    (tmp_path / "mapping.yaml").write_text(MAPPING)
    arguments = ["--mapping", tmp_path / "mapping.yaml", "--store", tmp_path / "s"]
    result = _run("import", "csv", "-", *arguments, input_=SHEET)
    assert "standard input: 2 rows read" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["import"],
        ["import", "icews"],
        ["import", "nonsense", "x.tab"],
        ["import", "icews", "gone.tab"],
        ["import", "icews", "x.tab", "--undo", "1"],
        ["import", "icews", "x.tab", "--time-unit", "weeks"],
        ["import", "--undo", "1"],
        ["status"],
        ["status", "--as-of", "yesterday"],
        ["export", "-o", "x.csv"],
        ["export", "-o", "x.xlsx"],
        ["export", "-o", "x.csv", "--evidence", "hearsay"],
    ],
)
def test_bad_requests_raise_one_of_our_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    result = _run(*arguments)
    assert isinstance(result.exception, DetenteError), result.output
    assert "\n" not in str(result.exception)


@pytest.mark.parametrize("name", ["import", "status", "export"])
def test_help_has_an_example(name: str) -> None:
    assert f"Example: detente {name}" in _run(name, "--help").stdout
