"""One DuckDB file, opened for reading or writing: a path in, a store with its tables out."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.errors import DetenteError, InputError, MissingExtraError, StoreError
from detente.store import schema

WAIT_S = 10.0
"""How long to wait by default for another process to let go of the file, in seconds."""

_RETRY_S = 0.05
_MAGIC, _MAGIC_AT = b"DUCK", 8
_DATA_SUFFIXES = frozenset(
    {".csv", ".tsv", ".tab", ".txt", ".json", ".jsonl", ".ndjson", ".parquet", ".xlsx", ".gz"}
)
_CONFIG = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """An open store; only this room speaks to its `connection`."""

    path: Path
    writable: bool
    connection: Any


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError:
        raise MissingExtraError("a store needs an extra: pip install 'detente[store]'") from None
    return duckdb


def _holder(message: str) -> str:
    match = re.search(r"PID (\d+)", message)
    return f"process {match[1]}" if match else "another process"


def _opened(path: Path, *, write: bool, wait_s: float) -> Any:
    """Return a connection, waiting while another process holds the file."""
    duckdb = _duckdb()
    config = {**_CONFIG, "temp_directory": f"{path}.tmp"}
    until = time.monotonic() + wait_s
    while True:
        try:
            return duckdb.connect(str(path), read_only=not write, config=config)
        except duckdb.ConnectionException:
            holder = "this process, in another mode"
        except duckdb.IOException as error:
            if "lock" not in str(error):
                raise StoreError(
                    f"cannot open {path} as a store: {_first_line(error)}; give the file that "
                    "'detente import --store' wrote"
                ) from None
            holder = _holder(str(error))
        except duckdb.Error as error:
            raise StoreError(f"cannot open {path} as a store: {_first_line(error)}") from None
        if time.monotonic() >= until:
            raise StoreError(
                f"the store {path} is in use by {holder} and was not free within {wait_s:g} s; "
                "wait until it is done and try again"
            )
        time.sleep(_RETRY_S)


def _check_magic(path: Path) -> None:
    """Refuse what is no DuckDB file before DuckDB guesses what else it may be."""
    try:
        with path.open("rb") as file:
            start = file.read(_MAGIC_AT + len(_MAGIC))
    except OSError as error:
        raise StoreError(f"cannot open {path} as a store: {error.strerror or error}") from None
    if start[_MAGIC_AT:] != _MAGIC:
        raise StoreError(
            f"{path} is no store; give the file that 'detente import --store' wrote, or a new name"
        )


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]


def _version(connection: Any, path: Path) -> int:
    """Return the schema version of an open file.

    Raises
    ------
    StoreError
        If it is no store of ours, or one that a newer Détente wrote.
    """
    try:
        rows = dict(connection.execute("SELECT key, value FROM meta").fetchall())
    except _duckdb().Error:
        rows = {}
    if rows.get("application") != schema.APPLICATION:
        raise StoreError(f"{path} is a DuckDB file but no Détente store; give another file")
    version = int(rows["schema_version"])
    if version > schema.SCHEMA_VERSION:
        raise StoreError(
            f"the store {path} has schema version {version}, this Détente reads up to "
            f"{schema.SCHEMA_VERSION}; upgrade Détente"
        )
    return version


def _create(path: Path) -> None:
    """Make an empty store under another name, then move it: a crash leaves no half-made store."""
    if not path.parent.is_dir():
        raise StoreError(f"cannot make the store {path}: its folder does not exist")
    import tempfile

    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
        draft = Path(folder) / "store"
        connection = _opened(draft, write=True, wait_s=0)
        try:
            schema.create_meta(connection)
            schema.migrate(connection, 0)
        finally:
            connection.close()
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            return
        except OSError:  # a file system without links
            draft.rename(path)


@contextlib.contextmanager
def open_store(path: Path, *, write: bool = False, wait_s: float = WAIT_S) -> Iterator[Store]:
    """Open a store; with `write` it is made when missing, and brought up to date when older.

    Raises
    ------
    StoreError
        If there is none to read, it is no store, a newer Détente wrote it, or another process
        holds it for longer than `wait_s` seconds.
    MissingExtraError
        If DuckDB is not installed.
    """
    path = path.absolute()
    if path.suffix.lower() in _DATA_SUFFIXES:
        raise StoreError(f"{path} is named like a table of data; give the store another name")
    if not path.exists():
        if not write:
            raise StoreError(f"there is no store at {path}; make one: detente import ... --store")
        _create(path)
    _check_magic(path)
    connection = _opened(path, write=write, wait_s=wait_s)
    try:
        version = _version(connection, path)
        if version < schema.SCHEMA_VERSION:
            if not write:
                connection.close()
                connection = _opened(path, write=True, wait_s=wait_s)
            schema.migrate(connection, version)
        yield Store(path=path, writable=write, connection=connection)
    except DetenteError:
        raise
    except _duckdb().Error as error:
        raise StoreError(f"the store {path} failed: {_first_line(error)}") from error
    finally:
        connection.close()


@contextlib.contextmanager
def transaction(store: Store) -> Iterator[Any]:
    """Run a block wholly or not at all, whatever stops it.

    Raises
    ------
    InputError
        If the store was opened for reading.
    """
    if not store.writable:
        raise InputError(f"the store {store.path} is open for reading; open it with write=True")
    store.connection.execute("BEGIN TRANSACTION")
    try:
        yield store.connection
    except BaseException:
        with contextlib.suppress(_duckdb().Error):
            store.connection.execute("ROLLBACK")
        raise
    store.connection.execute("COMMIT")
