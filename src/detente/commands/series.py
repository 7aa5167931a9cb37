"""`detente series`: the measures of a dyad over time."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from detente.commands.sections import print_sections
from detente.commands.terminal import Format


class Period(StrEnum):
    """Length of the periods in which events are counted."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(series)


def series(
    first: Annotated[str, typer.Argument(help="Code of the first state, such as USA.")],
    second: Annotated[str, typer.Argument(help="Code of the second state, such as RUS.")],
    store: Annotated[
        Path | None, typer.Option(help="Take the events from this store.", dir_okay=False)
    ] = None,
    case: Annotated[
        str | None, typer.Option(help="Take the events from the chronology of this case.")
    ] = None,
    evidence: Annotated[
        str, typer.Option(help="Of a store: imported events, read ones (from documents), or all.")
    ] = "all",
    period: Annotated[Period, typer.Option(help="Count events by this period.")] = Period.MONTH,
    from_on: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")
    ] = None,
    to_on: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day.")
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Use only what was known on this day."),
    ] = None,
    window: Annotated[
        int, typer.Option(min=1, max=365, help="Days within which an answer in kind counts.")
    ] = 14,
    index: Annotated[
        list[Path] | None, typer.Option(help="CSV of an outside index to compare; repeatable.")
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
    """Measure a dyad over time: four channels, temperature, turning points, answers in kind.

    Example: detente series USA RUS --case us-russia --period quarter
    """
    from detente.report.series_page import series_sections
    from detente.runs.series import Evidence, dyad_series, names_of

    values = dyad_series(
        first,
        second,
        Evidence(store=store, case=case, kind=evidence),  # type: ignore[arg-type]
        period=period.value,
        from_on=from_on.date() if from_on else None,
        to_on=to_on.date() if to_on else None,
        as_of=as_of.date() if as_of else None,
        window=window,
        indices=tuple(index or ()),
    )
    names = names_of(values["dyad"])
    print_sections(
        values,
        lambda drawn: series_sections(values, names, figures=drawn),
        title=f"{names[values['dyad'][0]]} and {names[values['dyad'][1]]}: events over time",
        name="series",
        form=form,
        out=out,
        figures=figures,
    )
