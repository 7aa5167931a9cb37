"""What `series` and `triangle` share: sections of measures as JSON, a page or text, and figures."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.commands.terminal import Format, emit, text_width, write_figures

if TYPE_CHECKING:
    from detente.report.series_page import Section

Sections = Callable[[bool], "list[Section]"]


def print_sections(
    values: Mapping[str, Any],
    sections: Sections,
    *,
    title: str,
    name: str,
    form: Format,
    out: Path | None,
    figures: Path | None,
) -> None:
    """Print measures in the form asked for, and write their figures if a folder is given.

    Parameters
    ----------
    values :
        The JSON values of the measures.
    sections :
        Gives their sections, drawn or not.
    name :
        First part of the names of the figures' files.
    """
    from detente.report import series_page as report
    from detente.runs.assess import to_json

    if form is Format.JSON and figures is None:
        emit(to_json(values), out)
        return
    made = sections(form is Format.HTML or figures is not None)
    if figures is not None:
        write_figures(figures, name, [figure for section in made for figure in section.figures])
    known = f", known by {values['as_of']}" if values["as_of"] else ""
    subtitle = f"{values['n_events']:,} events by {values['period']}{known}"
    if form is Format.JSON:
        emit(to_json(values), out)
    elif form is Format.HTML:
        software = values["software"]
        emit(report.sections_page(made, title=title, subtitle=subtitle, software=software), out)
    else:
        colour = out is None and sys.stdout.isatty()
        text = report.sections_text(
            made, title=title, subtitle=subtitle, width=text_width(), colour=colour
        )
        emit(text, out)
