"""Opening a store: what is refused, who waits for whom, how an older one is brought up to date."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from detente.errors import InputError, StoreError
from detente.store import schema
from detente.store.database import open_store, transaction

duckdb = pytest.importorskip("duckdb")


def _made(tmp_path: Path) -> Path:
    path = tmp_path / "store.duckdb"
    with open_store(path, write=True):
        pass
    return path


def _versions(path: Path) -> dict[str, str]:
    with duckdb.connect(str(path), read_only=True) as connection:
        found: dict[str, str] = dict(connection.execute("SELECT * FROM meta").fetchall())
    return found


def test_a_new_store_has_every_table_and_leaves_no_other_file(tmp_path: Path) -> None:
    path = _made(tmp_path)
    assert _versions(path)["schema_version"] == str(schema.SCHEMA_VERSION)
    with open_store(path) as store:
        names = {
            name
            for (name,) in store.connection.execute(
                "SELECT table_name FROM duckdb_tables()"
            ).fetchall()
        }
    assert {*schema.TABLES, "meta"} == names
    assert [one.name for one in tmp_path.iterdir()] == ["store.duckdb"]


def test_there_must_be_a_store_to_read(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store"), open_store(tmp_path / "no"):
        pass


def test_a_store_needs_its_folder(tmp_path: Path) -> None:
    with (
        pytest.raises(StoreError, match="folder does not exist"),
        open_store(tmp_path / "no" / "store", write=True),
    ):
        pass


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 10_000, b"\0" * 8 + b"DUCK" + b"x" * 99])
@pytest.mark.parametrize("write", [False, True])
def test_another_file_is_refused_and_left_alone(
    tmp_path: Path, content: bytes, write: bool
) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(StoreError) as refusal, open_store(path, write=write):
        pass
    assert "\n" not in str(refusal.value)
    assert path.read_bytes() == content


def test_a_folder_or_a_name_of_a_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError), open_store(tmp_path):
        pass
    with (
        pytest.raises(StoreError, match="named like a table"),
        open_store(tmp_path / "events.csv", write=True),
    ):
        pass


def test_a_database_that_is_no_store_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.duckdb"
    duckdb.connect(str(path)).close()
    with pytest.raises(StoreError, match="no Détente store"), open_store(path):
        pass


def test_a_newer_store_is_refused(tmp_path: Path) -> None:
    path = _made(tmp_path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
    with pytest.raises(StoreError, match="schema version 99"), open_store(path):
        pass


@pytest.mark.parametrize("write", [False, True])
def test_an_older_store_is_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: bool
) -> None:
    path = _made(tmp_path)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, "CREATE TABLE more (a INTEGER)"))
    monkeypatch.setattr(schema, "SCHEMA_VERSION", schema.SCHEMA_VERSION + 1)
    with open_store(path, write=write) as store:
        assert store.connection.execute("SELECT count(*) FROM more").fetchall() == [(0,)]
    assert _versions(path)["schema_version"] == str(schema.SCHEMA_VERSION)


def test_a_migration_that_fails_leaves_the_store_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _made(tmp_path)
    version = schema.SCHEMA_VERSION
    step = "CREATE TABLE more (a INTEGER); INSERT INTO nowhere VALUES (1)"
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, step))
    monkeypatch.setattr(schema, "SCHEMA_VERSION", version + 1)
    with pytest.raises(StoreError), open_store(path, write=True):
        pass
    assert _versions(path)["schema_version"] == str(version)
    monkeypatch.undo()
    with open_store(path) as store:
        names = store.connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    assert ("more",) not in names


def test_a_store_open_for_reading_cannot_be_written(tmp_path: Path) -> None:
    path = _made(tmp_path)
    with (
        open_store(path) as store,
        pytest.raises(InputError, match="open for reading"),
        transaction(store),
    ):
        pass


def test_a_store_reaches_no_file_but_its_own(tmp_path: Path) -> None:
    path = _made(tmp_path)
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with open_store(path, write=True) as store:
        for statement in (
            f"SELECT * FROM read_csv('{tmp_path}/secret.csv')",
            f"COPY meta TO '{tmp_path}/out.csv'",
            f"ATTACH '{tmp_path}/other.duckdb'",
            "INSTALL httpfs",
        ):
            with pytest.raises(duckdb.Error):
                store.connection.execute(statement)


def _writer(path: Path) -> Any:
    """Start a process that holds the store for writing until its stdin closes."""
    code = """
        import sys
        from pathlib import Path
        from detente.store.database import open_store
        with open_store(Path(sys.argv[1]), write=True):
            print("held", flush=True)
            sys.stdin.read()
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_reader_is_told_who_writes_or_waits_until_it_is_done(tmp_path: Path) -> None:
    path = _made(tmp_path)
    with _writer(path) as process:
        with (
            pytest.raises(StoreError, match=rf"in use by process {process.pid}") as refusal,
            open_store(path, wait_s=0),
        ):
            pass
        assert "\n" not in str(refusal.value)
        process.stdin.close()
        with open_store(path, wait_s=60) as store:
            assert store.connection.execute("SELECT count(*) FROM events").fetchall() == [(0,)]
        process.wait()


def test_two_readers_read_at_once(tmp_path: Path) -> None:
    path = _made(tmp_path)
    with open_store(path) as one, open_store(path) as other:
        for store in (one, other):
            assert store.connection.execute("SELECT count(*) FROM events").fetchall() == [(0,)]


def test_in_one_process_a_reader_gets_a_clear_line_while_it_writes(tmp_path: Path) -> None:
    path = _made(tmp_path)
    with (
        open_store(path, write=True),
        pytest.raises(StoreError, match="in use by this process"),
        open_store(path, wait_s=0),
    ):
        pass
