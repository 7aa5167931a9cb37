"""`detente import`: files of published event data into a store, and batches out of it again."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.commands.terminal import TableFormat, emit, progress
from detente.errors import InputError

_QUIET_S = 2.0
_EXAMPLE = "Example: detente import icews events.2018.tab --store events.duckdb"


def register(app: typer.Typer) -> None:
    """Add `import` to the command."""
    app.command("import", epilog=_EXAMPLE)(import_)


def import_(
    kind: Annotated[
        str | None,
        typer.Argument(
            help="icews, polecat, gdelt1, gdelt2, phoenix, phoenix-historical, quadruples or csv."
        ),
    ] = None,
    files: Annotated[
        list[str] | None,
        typer.Argument(help="Files (also zip, gz, bz2, Parquet), a set's folder, - for stdin."),
    ] = None,
    store: Annotated[Path, typer.Option(help="The store; made when missing.")] = Path(
        "events.duckdb"
    ),
    mapping: Annotated[
        Path | None, typer.Option(help="With csv: the YAML file that says what columns mean.")
    ] = None,
    first_day: Annotated[
        str | None, typer.Option(help="With quadruples: the day of time 0, YYYY-MM-DD.")
    ] = None,
    time_unit: Annotated[
        str | None, typer.Option(help="With quadruples: hours or days; told from the times.")
    ] = None,
    undo: Annotated[
        int | None, typer.Option(help="Take out this batch instead of importing.")
    ] = None,
    dedup: Annotated[
        bool, typer.Option(help="Mark events that repeat another; measures pass over them.")
    ] = True,
    strict: Annotated[
        bool, typer.Option(help="Import nothing if any row would be set aside.")
    ] = False,
    wait: Annotated[
        float, typer.Option(min=0, help="Seconds to wait while another process has the store.")
    ] = 10.0,
    form: Annotated[
        TableFormat, typer.Option("--format", help="Form of the result.")
    ] = TableFormat.TEXT,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="File to write.")] = None,
) -> None:
    """Import published event data into a store, all of it or nothing; or undo a batch.

    Example: detente import icews events.2018.tab --store events.duckdb
    """
    import json
    from datetime import UTC, datetime

    from detente.runs.events import import_events, undo_import

    now = datetime.now(UTC).replace(tzinfo=None)
    if undo is not None:
        if kind is not None or files:
            raise InputError("give --undo without files: it takes a batch out")
        result = undo_import(store, undo, undone_at=now, wait_s=wait)
        text = f"batch {undo}: {result['n_rows_removed']} rows taken out of {store}"
    else:
        if kind is None or not files:
            raise InputError("give a kind and at least one file: detente import KIND FILE...")
        with _Bar() as bar:
            result = import_events(
                kind,
                files,
                store,
                imported_at=now,
                options=_options(mapping, first_day, time_unit, strict=strict),
                mark_repeats=dedup,
                wait_s=wait,
                seen=bar.seen,
            )
        text = _summary(result)
    emit(
        json.dumps(result, ensure_ascii=False, indent=1) if form is TableFormat.JSON else text, out
    )


def _options(
    mapping: Path | None, first_day: str | None, time_unit: str | None, *, strict: bool
) -> Any:
    from detente.published.reader import Options
    from detente.terms.period import PartialDate

    if time_unit not in (None, "hours", "days"):
        raise InputError(f"unknown time unit {time_unit!r}; known: hours, days")
    return Options(
        mapping=mapping,
        first_day=PartialDate.parse(first_day).first_day if first_day else None,
        time_unit=time_unit,  # type: ignore[arg-type]
        strict=strict,
    )


class _Bar:
    """A progress bar that shows itself once a run has taken two seconds."""

    def __enter__(self) -> _Bar:
        self._begun = time.monotonic()
        self._progress: Any = None
        self._task: Any = None
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    @property
    def seen(self) -> Callable[[float], None]:
        """What to call with the share done, in [0, 1]."""
        return self._show

    def _show(self, share: float) -> None:
        if self._progress is None:
            if time.monotonic() - self._begun < _QUIET_S:
                return
            self._progress = progress()
            self._progress.start()
            self._task = self._progress.add_task("importing", total=1.0)
        self._progress.update(self._task, completed=share)


def _summary(result: dict[str, Any]) -> str:
    """Return the report of an import for a reader."""
    lines = [f"already in the store: {name}" for name in result["files_already_stored"]]
    for file in result["files"]:
        lines.append(
            f"{file['path']}: {file['n_rows_read']} rows read, {file['n_rows_taken']} taken, "
            f"{sum(entry['n_rows'] for entry in file['set_aside'])} set aside"
        )
        for entry in file["set_aside"]:
            shown = "; ".join(f"line {one['line']}: {one['found']!r}" for one in entry["examples"])
            lines.append(f"  {entry['n_rows']} rows: {entry['reason']} ({shown})")
        if file["n_rows_recoded"]:
            lines.append(f"  {file['n_rows_recoded']} rows are not UTF-8, read as Windows-1252")
    if result["batch"] is None:
        lines.append("nothing to add")
    else:
        lines.append(f"batch {result['batch']}: {result['n_events_added']} events added")
    for field, words in (
        ("n_already_there", "events were there already"),
        ("n_ids_repeated", "rows repeat the id of an earlier one"),
        ("n_repeats_within_origin", "events repeat one of the same origin"),
        ("n_repeats_of_other_origins", "events repeat one of another origin"),
    ):
        if result[field]:
            lines.append(f"  {result[field]} {words}")
    unresolved = result["unresolved"]
    if unresolved["n_names"]:
        most = ", ".join(f"{one['name']} ({one['n_rows']})" for one in unresolved["names"][:8])
        lines.append(
            f"  {unresolved['n_names']} actor names mean no known state or organisation "
            f"({unresolved['n_rows']} mentions), most often {most}"
        )
    return "\n".join(lines)
