"""`detente whatif`: a case with something changed in, what that changes in the answer out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from detente.commands.terminal import TableFormat, emit, progress

_DAY = ["%Y-%m-%d"]


def register(app: typer.Typer) -> None:
    """Add `whatif` to the command."""
    app.command()(whatif)


def whatif(
    case: Annotated[str, typer.Argument(help="A case folder, or the name of a built-in case.")],
    patch: Annotated[
        Path | None, typer.Option(help="YAML with set, shift, remove, add and step.")
    ] = None,
    sets: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="Set a number; repeatable."),
    ] = None,
    shift: Annotated[
        list[str] | None,
        typer.Option("--shift", metavar="PATH=VALUE", help="Add to a number; repeatable."),
    ] = None,
    remove: Annotated[
        list[str] | None,
        typer.Option("--remove", metavar="PATH", help="Remove a lock, actor, ...; repeatable."),
    ] = None,
    step: Annotated[
        list[str] | None,
        typer.Option(
            "--step", metavar="SIDE:ISSUE:POINTS", help="A step taken on the first day; repeatable."
        ),
    ] = None,
    as_of: Annotated[
        datetime | None, typer.Option(formats=_DAY, help="Use only what was known on this day.")
    ] = None,
    horizon: Annotated[
        datetime | None, typer.Option(formats=_DAY, help="Look ahead until this day.")
    ] = None,
    draws: Annotated[int, typer.Option(min=100, max=1_000_000, help="Number of draws.")] = 10_000,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the draws.")] = 1,
    solver: Annotated[str, typer.Option(help="Solver of one issue.")] = "mixture",
    expert: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="By the stakes of this expert of the case; all: what it changes for each of them, "
            "and in their pool, beside the case's own.",
        ),
    ] = None,
    form: Annotated[TableFormat, typer.Option("--format", help="text or json.")] = TableFormat.TEXT,
    out: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write there instead of printing.")
    ] = None,
) -> None:
    """Say what a change would change, with everything else as it is and on the same draws.

    Example: detente whatif us-russia --remove locks.caatsa --as-of 2019-06-03

    Example: detente whatif us-russia --shift parameters.trust=0.2 --as-of 2017-02-15 --expert all
    """
    import json

    from detente.runs import whatif as run

    changes = run.patch_from(
        file=patch,
        sets=sets or (),
        shifts=shift or (),
        removed=remove or (),
        steps=step or (),
    )
    with progress() as bar:
        task = bar.add_task("before and after", total=2.0)
        found = run.whatif(
            case,
            changes,
            as_of=as_of.date() if as_of else None,
            horizon=horizon.date() if horizon else None,
            n_draws=draws,
            seed=seed,
            solver=solver,
            expert=expert,
            report=lambda _what, share: bar.advance(task, share),
        )
    if form is TableFormat.JSON:
        emit(json.dumps(run.whatif_json(found), ensure_ascii=False, indent=1, allow_nan=False), out)
    else:
        emit(run.whatif_text(found), out)
