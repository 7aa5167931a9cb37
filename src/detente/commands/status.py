"""`detente status`: what a store holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from detente.commands.terminal import TableFormat, emit


def register(app: typer.Typer) -> None:
    """Add `status` to the command."""
    app.command()(status)


def status(
    store: Annotated[Path, typer.Option(help="The store.")] = Path("events.duckdb"),
    as_of: Annotated[
        str | None, typer.Option(help="Only what could be known by this day, YYYY-MM-DD.")
    ] = None,
    wait: Annotated[
        float, typer.Option(min=0, help="Seconds to wait while another process has the store.")
    ] = 10.0,
    form: Annotated[
        TableFormat, typer.Option("--format", help="Form of the result.")
    ] = TableFormat.TEXT,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="File to write.")] = None,
) -> None:
    """Say what a store holds: events by origin, documents, and its batches.

    Example: detente status --store events.duckdb
    """
    import json

    from detente.runs.events import status as store_status
    from detente.terms.period import PartialDate

    day = PartialDate.parse(as_of).last_day if as_of else None
    found = store_status(store, as_of=day, wait_s=wait)
    is_json = form is TableFormat.JSON
    emit(json.dumps(found, ensure_ascii=False, indent=1) if is_json else _text(found), out)


def _text(found: dict[str, Any]) -> str:
    day = f" as of {found['as_of']}" if found["as_of"] else ""
    lines = [f"{found['store']}{day}, {found['n_bytes'] / 1e6:.1f} MB"]
    for origin in found["origins"]:
        repeats = origin["n_repeats_within_origin"] + origin["n_repeats_of_other_origins"]
        lines.append(
            f"  {origin['origin']}: {origin['n_events']} events, {origin['first_day']} to "
            f"{origin['last_day']}; {repeats} repeat another, "
            f"{origin['n_without_actor_code']} lack an actor's code"
        )
    if not found["origins"]:
        lines.append("  no events")
    lines.append(
        f"  {found['n_documents']} documents with {found['n_claims']} claims and "
        f"{found['n_forecasts']} forecasts; {found['n_corrections']} corrections"
    )
    for batch in found["batches"]:
        state = f"undone {batch['undone_at'][:10]}" if batch["undone_at"] else "stands"
        names = ", ".join(batch["files"][:3]) + (" ..." if len(batch["files"]) > 3 else "")
        lines.append(
            f"  batch {batch['batch']} ({batch['kind']}, {batch['imported_at'][:16]}, {state}): "
            f"{batch['n_events']} events from {names}"
        )
    return "\n".join(lines)
