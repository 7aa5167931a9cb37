"""`detente read` from the command line: forms, errors, store, corrections, a language model."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

pytest.importorskip("spacy")

from detente.cli import build
from detente.commands.read_output import Sheet
from detente.errors import DetenteError

NOTE = """A <b>Cold</b> Spring for Paris and Rome

By Jane Doe

2 July 2018

France expelled two Italian diplomats on 3 May 2018. Italy protested on 5 May 2018. The dispute
over the border remains the main obstacle to better relations between France and Italy. Relations
between France and Italy will hardly improve before the elections.
"""
SCHEMA = json.loads(
    (files("detente.report") / "schemas" / "read.schema.json").read_text(encoding="utf-8")
)
EXPELLED = "France expelled two Italian diplomats"


def run(*arguments: object, input_: str | None = None, env: dict[str, str] | None = None) -> Any:
    return CliRunner().invoke(build(), ["read", *map(str, arguments)], input=input_, env=env)


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text(NOTE, encoding="utf-8")
    return path


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_text_shows_verdict_forecasts_claims_and_events_in_order(note: Path) -> None:
    result = run(note)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == "A <b>Cold</b> Spring for Paris and Rome"
    assert "Jane Doe; published 2018-07-02; on France and Italy" in lines[1]
    headings = [line.split(":")[0] for line in lines if line[:1].isalpha() and ":" in line]
    assert [h for h in headings if h in {"Verdict", "Forecasts", "Claims", "Events"}] == [
        "Verdict",
        "Forecasts",
        "Claims",
        "Events",
    ]
    events = [line.split()[0] for line in lines if line.startswith("  2018-05")]
    assert events == sorted(events)
    assert events
    assert not any(line.lstrip().startswith("- ") for line in lines)


def test_explain_shows_the_reasons_below_each_item(note: Path) -> None:
    shown = run(note, "--explain").stdout
    assert "- codebook: expel + diplomat -> SANCTION" in shown
    assert "- confidence" in shown


def test_json_keeps_to_its_schema_on_stdout_and_in_a_file(note: Path, tmp_path: Path) -> None:
    printed = run(note, "--format", "json")
    found = json.loads(printed.stdout)
    jsonschema.validate(found, SCHEMA)
    assert "why" not in found[0]["events"][0]
    out = tmp_path / "out.json"
    assert run(note, "--format", "json", "-o", out).stdout == ""
    assert out.read_text(encoding="utf-8") == printed.stdout


def test_a_case_gives_the_dyad_and_its_own_issues(note: Path) -> None:
    (found,) = json.loads(run(note, "--format", "json", "--case", "us-russia").stdout)
    jsonschema.validate([found], SCHEMA)
    assert found["dyad"] == ["USA", "RUS"]
    assert "case_issue" in found["events"][0]


def test_the_page_escapes_the_text(note: Path) -> None:
    page = run(note, "--format", "html").stdout
    assert page.lower().startswith("<!doctype html>")
    assert "&lt;b&gt;Cold&lt;/b&gt;" in page
    assert "<b>Cold</b>" not in page
    assert "expelled two Italian diplomats" in page


def test_the_standard_input_is_read() -> None:
    (found,) = json.loads(run("-", "--format", "json", input_=NOTE).stdout)
    assert found["document"] == "stdin"
    assert found["events"]


def test_a_bad_file_is_set_aside_with_one_line(note: Path, tmp_path: Path) -> None:
    result = run(tmp_path / "none.txt", note, "--format", "json")
    assert result.exit_code == 0
    assert len(json.loads(result.stdout)) == 1
    lines = [line for line in result.stderr.splitlines() if line.startswith("set aside:")]
    assert len(lines) == 1
    assert "none.txt: no such file" in lines[0]


def test_strict_stops_at_the_first_bad_file_and_writes_nothing(note: Path, tmp_path: Path) -> None:
    before = left_in(tmp_path)
    for extra in ([], ["-o", tmp_path / "out.json"], ["--store", tmp_path / "s"]):
        result = run(note, tmp_path / "none.txt", "--strict", "--format", "json", *extra)
        assert isinstance(result.exception, DetenteError)
        assert "no such file" in str(result.exception)
        assert result.stdout == ""
        assert left_in(tmp_path) == before


def test_when_nothing_can_be_read_the_first_reason_is_the_error(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    result = run(tmp_path / "a.txt", tmp_path / "b.txt", "-o", out, "--store", tmp_path / "s")
    assert "a.txt: no such file" in str(result.exception)
    assert "set aside" in result.stderr
    assert "b.txt" in result.stderr
    assert left_in(tmp_path) == set()


def test_an_interrupted_run_leaves_no_file(
    note: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Sheet, "end", interrupted)
    out = tmp_path / "out.json"
    out.write_text("before")
    assert run(note, "--format", "json", "-o", out).exit_code != 0
    assert out.read_text() == "before"
    assert left_in(tmp_path) == {"note.txt", "out.json"}


def test_notes_of_the_file_go_to_stderr_beside_data(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(NOTE.replace("Jane", "Ren\xe9").encode("cp1252"))
    result = run(path, "--format", "json")
    (found,) = json.loads(result.stdout)
    assert any("1252" in remark for remark in found["notes"])
    assert "note: old.txt:" in result.stderr
    assert "1252" in run(path).stdout


def test_corrections_are_honoured_on_the_next_reading_and_exported(
    note: Path, tmp_path: Path
) -> None:
    (first,) = json.loads(run(note, "--format", "json").stdout)
    quote = next(one["quote"] for one in first["events"] if one["type"] == "SANCTION")
    path = tmp_path / "corrections.yaml"
    path.write_text(
        "corrections:\n"
        f"  - {{document: note.txt, item: event, action: change, quote: {quote!r}, "
        "set: {type: COERCE}}\n"
        "  - {document: gone.txt, item: event, action: remove, quote: something}\n"
    )
    folder = tmp_path / "training"
    result = run(note, "--format", "json", "--corrections", path, "--training", folder)
    (second,) = json.loads(result.stdout)
    changed = next(one for one in second["events"] if one["quote"] == quote)
    assert (changed["type"], changed["confidence"]) == ("COERCE", 1.0)
    assert left_in(folder) == {"events.tsv", "claims.tsv", "corrections.jsonl"}
    assert (folder / "events.tsv").read_text(encoding="utf-8").count("COERCE") == 1
    assert "gone.txt" in result.stderr
    page = run(note, "--format", "html", "--corrections", path).stdout
    assert "corrected by hand" in page


def test_training_data_needs_corrections(note: Path, tmp_path: Path) -> None:
    assert "--corrections" in str(run(note, "--training", tmp_path).exception)


def test_own_actors_are_read_from_a_file(note: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name,code\nFrance,GRC\n")
    (found,) = json.loads(run(note, "--format", "json", "--actors", tmp_path / "a.csv").stdout)
    assert "GRC" in {one["source"] for one in found["events"]}


def test_what_is_read_goes_into_a_store_apart_from_what_is_imported(
    note: Path, tmp_path: Path
) -> None:
    pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    store = tmp_path / "events.duckdb"
    result = run(note, "--format", "json", "--store", store)
    assert result.exit_code == 0, result.output
    (found,) = json.loads(result.stdout)
    n = len(found["events"])
    assert f"batch 1: 1 documents, {n} events" in " ".join(result.stderr.split())
    assert "nothing new" in run(note, "--store", store).stderr

    (tmp_path / "m.yaml").write_text("columns: {happened_on: d, source: a, target: b, cameo: c}\n")
    (tmp_path / "s.csv").write_text("d,a,b,c\n2018-07-16,France,Italy,042\n")
    runner = CliRunner()
    imported = runner.invoke(
        build(),
        ["import", "csv", str(tmp_path / "s.csv"), "--mapping", str(tmp_path / "m.yaml"),
         "--store", str(store)],
    )  # fmt: skip
    assert imported.exit_code == 0, imported.output
    status = runner.invoke(build(), ["status", "--store", str(store), "--format", "json"])
    counts = {one["origin"]: one["n_events"] for one in json.loads(status.stdout)["origins"]}
    assert counts.pop("read") == n
    assert sum(counts.values()) == 1
    n_of = {}
    for kind in ("read", "imported", "all"):
        asked = ["series", "FRA", "ITA", "--store", str(store), "--format", "json"]
        series = runner.invoke(build(), [*asked, "--evidence", kind])
        assert series.exit_code == 0, series.output
        n_of[kind] = json.loads(series.stdout)["n_events"]
    assert n_of["imported"] == 1
    assert n_of["read"] >= 1
    assert n_of["all"] == n_of["read"] + 1


ANSWER: dict[str, Any] = {
    "events": [
        {"quote": EXPELLED, "type": "SANCTION", "source": "FRA:GOV", "target": "ITA",
         "date": "2018-05-03", "issue": "diplomacy", "reality": "occurred", "because": "expelled"},
        {"quote": "France declared war", "type": "ASSAULT", "source": "FRA", "target": "ITA",
         "date": None, "issue": None, "reality": "occurred", "because": ""},
    ],
    "claims": [],
    "forecasts": [],
    "verdict": None,
}  # fmt: skip


@pytest.fixture
def endpoint() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A server on this machine that replays one recorded answer, and the headers it was sent."""
    seen: list[dict[str, str]] = []
    body = json.dumps(
        {"choices": [{"message": {"content": json.dumps(ANSWER)}}], "usage": {"total_tokens": 700}}
    ).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            seen.append({name.lower(): value for name, value in self.headers.items()})
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1", seen
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_language_model_reads_in_our_place(
    note: Path, tmp_path: Path, endpoint: tuple[str, list[dict[str, str]]]
) -> None:
    pytest.importorskip("httpx")
    url, seen = endpoint
    asked = [note, "--format", "json", "--reader", "llm", "--llm-url", url, "--llm-model", "m"]
    asked += ["--llm-cache", tmp_path / "cache", "--llm-key-env", "MY_KEY"]
    result = run(*asked, env={"MY_KEY": "a-key"})
    assert result.exit_code == 0, result.output
    (found,) = json.loads(result.stdout)
    jsonschema.validate([found], SCHEMA)
    assert [one["quote"] for one in found["events"]] == [EXPELLED]
    assert any("declared war" in remark for remark in found["notes"])
    assert seen[0]["authorization"] == "Bearer a-key"
    assert "a-key" not in result.output
    assert run(*asked, env={"MY_KEY": "a-key"}).exit_code == 0
    assert len(seen) == 1, "the second reading comes from the cache"


def test_the_budget_of_a_model_is_kept(
    note: Path, endpoint: tuple[str, list[dict[str, str]]]
) -> None:
    pytest.importorskip("httpx")
    url, seen = endpoint
    result = run(
        note, "--reader", "llm", "--llm-url", url, "--llm-model", "m", "--llm-budget", "10"
    )
    assert "budget spent" in result.stdout
    assert seen == []


def test_a_model_needs_its_address_and_name(note: Path) -> None:
    assert "--llm-url and --llm-model" in str(run(note, "--reader", "llm").exception)


def test_no_control_character_reaches_the_terminal(note: Path, tmp_path: Path) -> None:
    path = tmp_path / "mail.eml"
    path.write_text("From: a@b.example\nSubject: =?utf-8?q?Red=1B=5B31m?=\n\n" + NOTE)
    assert "\x1b" not in run(path).stdout
