"""`detente read`: documents in, events, claims, forecasts and a verdict out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.errors import InputError


def register(app: typer.Typer) -> None:
    """Add `read` to the command."""
    app.command()(read)


def read(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders to read.")],
) -> None:
    """Read documents into events, claims, forecasts and a verdict.

    Example: detente read report.txt --format json
    """
    raise InputError(f"cannot read {paths[0]}: the reader is not built yet")
