"""`detente read`: documents in, events, claims, forecasts and a verdict out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.commands.terminal import Format, emit, talk
from detente.errors import InputError


def register(app: typer.Typer) -> None:
    """Add `read` to the command."""
    app.command()(read)


def read(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders or lists of saved pages.")],
    form: Annotated[Format, typer.Option("--format", help="Form of the result.")] = Format.TEXT,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="File to write.")] = None,
    dyad: Annotated[
        tuple[str, str] | None, typer.Option(help="The two states, as in: --dyad USA RUS.")
    ] = None,
    published: Annotated[
        str | None, typer.Option(help="Day of publication, YYYY-MM-DD, where files state none.")
    ] = None,
    explain: Annotated[bool, typer.Option(help="Say for each item why it was found.")] = False,
) -> None:
    """Read documents into events, claims, forecasts and a verdict.

    Example: detente read report.txt --format json
    """
    import json

    from detente.runs.read import read_files, reading_json
    from detente.terms.period import PartialDate

    published_on = PartialDate.parse(published).first_day if published else None
    bad: list[InputError] = []
    found = [
        reading_json(one, explain=explain)
        for one in read_files(paths, dyad=dyad, published_on=published_on, set_aside=bad.append)
    ]
    for error in bad if found else bad[1:]:
        talk().print(f"set aside: {error}", style="yellow", highlight=False, markup=False)
    if not found:
        raise bad[0] if bad else InputError("nothing to read")
    emit(json.dumps(found, ensure_ascii=False, indent=1), out)
