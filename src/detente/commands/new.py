"""`detente new`: a first case folder, commented, ready to be filled and to be assessed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from detente.commands.terminal import talk


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(new)


def new(
    folder: Annotated[Path, typer.Argument(help="The new folder.")],
    first: Annotated[str, typer.Option(help="ISO code of one state.")] = "JPN",
    second: Annotated[str, typer.Option(help="ISO code of the other.")] = "KOR",
    day: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day to assess; today if none is given."),
    ] = None,
) -> None:
    """Write a first case, with comments, that loads and can be assessed at once.

    Beside its case.yaml come a chronology.csv and a ledger.yaml to be filled.

    Example: detente new india-pakistan --first IND --second PAK --day 2024-06-01
    """
    from detente.case.skeleton import write_skeleton

    today = (day or datetime.now()).date()  # noqa: DTZ005  the user's own calendar
    file = write_skeleton(folder, first, second, day=today)
    talk().print(f"wrote {file}", style="dim", highlight=False, markup=False)
    typer.echo(f"next: detente assess {folder}")
