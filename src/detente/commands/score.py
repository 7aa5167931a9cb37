"""`detente score`: a ledger in, who was right out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from detente.commands.terminal import TableFormat, emit, text_width


def register(app: typer.Typer) -> None:
    """Add `score` to the command."""
    app.command()(score)


def score(
    ledger: Annotated[
        str, typer.Argument(help="A ledger, a case folder, or the name of a built-in case.")
    ],
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="Score what was said, published and resolved by this day."
        ),
    ] = None,
    firm: Annotated[
        bool, typer.Option("--firm", help="Leave out statements that are hardly forecasts.")
    ] = False,
    every: Annotated[
        bool,
        typer.Option("--every", help="List every statement: words, horizon, outcome, source."),
    ] = False,
    form: Annotated[TableFormat, typer.Option("--format", help="text or json.")] = TableFormat.TEXT,
    out: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write there instead of printing.")
    ] = None,
) -> None:
    """Score the forecasts of a ledger by who made them and where.

    Example: detente score us-russia
    """
    import json

    from detente.runs.score import score_ledger
    from detente.runs.score_text import scores_text

    values = score_ledger(ledger, as_of=as_of.date() if as_of else None, firm=firm)
    if form is TableFormat.JSON:
        emit(json.dumps(values, indent=2, ensure_ascii=False), out)
    else:
        emit(scores_text(values, every=every, width=text_width()), out)
