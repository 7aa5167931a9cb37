"""`detente triangle`: three states, their type of triangle, the pivot and its leverage."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from detente.commands.sections import print_sections
from detente.commands.series import Period
from detente.commands.terminal import Format


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(triangle)


def triangle(
    states: Annotated[list[str], typer.Argument(help="Codes of three states.")],
    store: Annotated[
        Path | None, typer.Option(help="Take the events from this store.", dir_okay=False)
    ] = None,
    case: Annotated[
        str | None, typer.Option(help="Take the events from the chronology of this case.")
    ] = None,
    evidence: Annotated[
        str, typer.Option(help="Of a store: imported events, read ones (from documents), or all.")
    ] = "all",
    period: Annotated[Period, typer.Option(help="Count events by this period.")] = Period.QUARTER,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Use only what was known on this day."),
    ] = None,
    good_above: Annotated[
        float | None,
        typer.Option(
            min=-1,
            max=1,
            help="Temperature above which a pair is on good terms; the balance of all events "
            "between states if not given.",
        ),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="What to print.")] = Format.TEXT,
    out: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write there instead of printing.")
    ] = None,
    figures: Annotated[
        Path | None,
        typer.Option(help="Also write the figures into this folder, as SVG and PNG."),
    ] = None,
) -> None:
    """Say what triangle three states form over time, who is the pivot and with what leverage.

    Example: detente triangle USA RUS CHN --store events.duckdb --period year
    """
    from detente.report.series_page import triangle_sections
    from detente.runs.series import Evidence, names_of, triangle_series

    values = triangle_series(
        states,
        Evidence(store=store, case=case, kind=evidence),  # type: ignore[arg-type]
        period=period.value,
        as_of=as_of.date() if as_of else None,
        good_above=good_above,
    )
    names = names_of(values["states"])
    print_sections(
        values,
        lambda drawn: triangle_sections(values, names, figures=drawn),
        title="The triangle of " + ", ".join(names[code] for code in values["states"]),
        name="triangle",
        form=form,
        out=out,
        figures=figures,
    )
