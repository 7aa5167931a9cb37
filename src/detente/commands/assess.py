"""`detente assess`: where a relation stands, where it may go, what blocks it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from detente.commands.terminal import Format, emit, progress, talk, text_width, write_file


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(assess)


def assess(
    case: Annotated[str, typer.Argument(help="A case folder, or the name of a built-in case.")],
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Use only what was known on this day."),
    ] = None,
    horizon: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Look ahead until this day.")
    ] = None,
    draws: Annotated[int, typer.Option(min=100, max=1_000_000, help="Number of draws.")] = 10_000,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the draws.")] = 1,
    solver: Annotated[str, typer.Option(help="Solver of one issue.")] = "mixture",
    expert: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="By the stakes of this expert of the case; all: each of them, and their pool, "
            "beside the case's own.",
        ),
    ] = None,
    documents: Annotated[
        list[Path] | None,
        typer.Option(help="A report or a folder of reports to read beside the case; repeatable."),
    ] = None,
    flip: Annotated[
        bool, typer.Option(help="Also look for the smallest change that flips the outcome.")
    ] = False,
    sobol: Annotated[
        bool, typer.Option(help="Also Sobol indices; needs the extra sobol; slower.")
    ] = False,
    form: Annotated[Format, typer.Option("--format", help="What to print.")] = Format.TEXT,
    out: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write there instead of printing.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(help="Also write the page there.", dir_okay=False)
    ] = None,
) -> None:
    """Say where a relation stands, issue by issue, and where it may go by a horizon.

    Example: detente assess us-russia --as-of 2017-02-15 --html assessment.html

    Example: detente assess us-russia --as-of 2017-02-15 --expert all
    """
    from detente.report.assessment_page import assessment_page
    from detente.report.summary import assessment_text
    from detente.runs.assess import assess_case, to_json

    with progress() as bar:
        task = bar.add_task("assessing", total=1.0)
        assessment = assess_case(
            case,
            as_of=as_of.date() if as_of else None,
            horizon=horizon.date() if horizon else None,
            n_draws=draws,
            seed=seed,
            solver=solver,
            expert=expert,
            documents=tuple(documents or ()),
            flip=flip,
            sobol=sobol,
            report=lambda what, share: bar.update(task, description=what, completed=share),
        )
    for remark in assessment["remarks"]:
        talk().print(
            f"note: {remark}", style="yellow", markup=False, highlight=False, soft_wrap=True
        )
    page = assessment_page(assessment) if form is Format.HTML or html else ""
    if html:
        write_file(html, page)
    if form is Format.JSON:
        emit(to_json(assessment), out)
    elif form is Format.HTML:
        emit(page, out)
    else:
        import sys

        to_terminal = out is None and sys.stdout.isatty()
        emit(assessment_text(assessment, width=text_width(), colour=to_terminal), out)
    if html:
        talk().print(f"wrote {html}", style="dim", markup=False, highlight=False)
