"""`detente export`: stored events to a Parquet or CSV file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.commands.terminal import talk


def register(app: typer.Typer) -> None:
    """Add `export` to the command."""
    app.command()(export)


def export(
    out: Annotated[Path, typer.Option("-o", "--out", help="File to write, .parquet or .csv.")],
    store: Annotated[Path, typer.Option(help="The store.")] = Path("events.duckdb"),
    dyad: Annotated[
        tuple[str, str] | None, typer.Option(help="Only between two states: --dyad USA RUS.")
    ] = None,
    from_: Annotated[str | None, typer.Option("--from", help="First day, YYYY-MM-DD.")] = None,
    to: Annotated[str | None, typer.Option("--to", help="Last day, YYYY-MM-DD.")] = None,
    as_of: Annotated[
        str | None, typer.Option(help="Only what could be known by this day, YYYY-MM-DD.")
    ] = None,
    evidence: Annotated[
        str, typer.Option(help="imported, read (from documents) or all.")
    ] = "imported",
    repeats: Annotated[
        bool, typer.Option(help="Also events that repeat another; they are marked.")
    ] = True,
    wait: Annotated[
        float, typer.Option(min=0, help="Seconds to wait while another process has the store.")
    ] = 10.0,
) -> None:
    """Write events of a store to a file, each with the file and line that it came from.

    Example: detente export --store events.duckdb --dyad USA RUS -o usa-rus.parquet
    """
    from detente.errors import InputError
    from detente.runs.events import export_events
    from detente.store.selection import Selection
    from detente.terms.period import PartialDate

    if evidence not in ("imported", "read", "all"):
        raise InputError(f"unknown evidence {evidence!r}; known: imported, read, all")
    selection = Selection(
        dyad=(dyad[0].upper(), dyad[1].upper()) if dyad else None,
        from_on=PartialDate.parse(from_).first_day if from_ else None,
        to_on=PartialDate.parse(to).last_day if to else None,
        as_of=PartialDate.parse(as_of).last_day if as_of else None,
        evidence=evidence,  # type: ignore[arg-type]
        repeats="keep" if repeats else "drop",
        occurred_only=False,
    )
    n_rows = export_events(store, selection, out, wait_s=wait)
    talk().print(f"wrote {n_rows} events to {out}", style="dim", highlight=False, markup=False)
