"""A dyad's measures or a triangle as sections: their JSON in, a page or terminal text out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from io import StringIO
from typing import Any

from detente.report import series_charts as charts

Row = Mapping[str, Any]

_LIKELY_PIVOT = 0.1
"""Probability below which no state is worth calling the pivot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One heading with its sentences, figures and table."""

    title: str
    lines: Sequence[str] = ()
    figures: Sequence[str] = ()
    header: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = field(default=())


def series_sections(series: Row, names: Mapping[str, str], *, figures: bool) -> list[Section]:
    """Return the sections of a dyad's measures.

    Parameters
    ----------
    series :
        The JSON of `detente series`.
    names :
        State code -> name to print.
    figures :
        Whether to draw; the terminal needs none.
    """
    first, second = series["dyad"]
    a, b = names.get(first, first), names.get(second, second)
    drawn = [charts.channel_bars(series, k, names) for k in (0, 1)] if figures else []
    sections = [_channels(series, a, b, drawn)]
    if series["temperature"] is not None:
        sections.append(_temperature(series, figures))
    sections += [_turns(series), _busiest(series), _reciprocity(series, names)]
    if len(series["heat_map"]["issues"]) > 1:
        sections.append(
            Section(
                title="Issues",
                lines=["Events by issue; the colour runs from cooperation to conflict."],
                figures=[charts.heat(series)] if figures else [],
                header=["issue", "events"],
                rows=[
                    [issue.replace("_", " "), str(sum(counts))]
                    for issue, counts in zip(
                        series["heat_map"]["issues"], series["heat_map"]["counts"], strict=True
                    )
                ],
            )
        )
    if series["indices"]:
        sections.append(_indices(series))
    return sections


def triangle_sections(triangle: Row, names: Mapping[str, str], *, figures: bool) -> list[Section]:
    """Return the sections of a triangle, from the JSON of `detente triangle`."""
    last = triangle["periods"][-1]
    kind = max(last["types"], key=last["types"].get)
    pivot = max(last["pivot"], key=last["pivot"].get)
    lines = [
        f"In the period from {last['starts_on']}, the likeliest type is {kind} "
        f"({last['types'][kind]:.0%}); the triangle is balanced with {last['balanced']:.0%}.",
        f"A pair is on good terms when its temperature is above {triangle['good_above']:+.2f}.",
    ]
    if last["pivot"][pivot] >= _LIKELY_PIVOT:
        lines.append(
            f"The likeliest pivot is {names.get(pivot, pivot)} ({last['pivot'][pivot]:.0%})."
        )
    drawn = (
        [
            charts.triangle_types(triangle),
            charts.triangle_lines(triangle, "temperatures", "temperature of each pair"),
            charts.triangle_lines(triangle, "leverage", "leverage of each state"),
        ]
        if figures
        else []
    )
    rows = [
        [
            period["starts_on"],
            *(f"{value:+.2f}" for value in period["temperatures"].values()),
            max(period["types"], key=period["types"].get),
            f"{max(period['types'].values()):.0%}",
            *(f"{value:.2f}" for value in period["leverage"].values()),
        ]
        for period in triangle["periods"]
    ]
    header = [
        "from",
        *last["temperatures"],
        "likeliest type",
        "probability",
        *(f"leverage {state}" for state in last["leverage"]),
    ]
    return [Section(title="The triangle", lines=lines, figures=drawn, header=header, rows=rows)]


def sections_page(sections: Sequence[Section], *, title: str, subtitle: str, software: str) -> str:
    """Return a self-contained page; every text is escaped."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    templates = files("detente.report") / "templates"
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    template = environment.from_string((templates / "series.html.j2").read_text("utf-8"))
    drawn = [
        {
            "title": section.title,
            "lines": section.lines,
            "figures": [Markup(figure) for figure in section.figures],
            "header": section.header,
            "rows": section.rows,
        }
        for section in sections
    ]
    page: str = template.render(
        title=title,
        subtitle=subtitle,
        sections=drawn,
        software=software,
        style=Markup((templates / "style.css").read_text("utf-8")),
    )
    return page


def sections_text(
    sections: Sequence[Section], *, title: str, subtitle: str, width: int, colour: bool
) -> str:
    """Return the same sections as text."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    file = StringIO()
    console = Console(
        file=file,
        width=max(60, width),
        force_terminal=colour,
        color_system="auto" if colour else None,
        highlight=False,
    )
    console.print(Text(title, style="bold"))
    console.print(Text(subtitle, style="dim"))
    for section in sections:
        console.print()
        console.print(Text(section.title, style="bold"))
        for line in section.lines:
            console.print(Text(line))
        if section.rows:
            table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
            for head in section.header:
                table.add_column(Text(head))
            for row in section.rows:
                table.add_row(*(Text(cell) for cell in row))
            console.print(table)
    return file.getvalue()


def _channels(series: Row, a: str, b: str, drawn: list[str]) -> Section:
    names = series["channels"]
    sums = [
        [sum(period["counts"][way][k] for period in series["periods"]) for k in range(4)]
        for way in (0, 1)
    ]
    intensity = [sum(period["intensity"][way] for period in series["periods"]) for way in (0, 1)]
    rated = [sum(period["n_rated"][way] for period in series["periods"]) for way in (0, 1)]
    rows = [
        [
            f"{x} to {y}",
            *(f"{n:,}" for n in sums[way]),
            f"{intensity[way] / rated[way]:+.2f}" if rated[way] else "-",
        ]
        for way, (x, y) in enumerate(((a, b), (b, a)))
    ]
    lines = [
        "Four channels stand side by side, because their mean hides a clash of words and deeds."
    ]
    if series["n_without_channel"]:
        lines.append(
            f"{series['n_without_channel']:,} events have no channel: their type is not known."
        )
    return Section(
        title="Channels",
        lines=lines,
        figures=drawn,
        header=["direction", *names, "mean intensity"],
        rows=rows,
    )


def _temperature(series: Row, figures: bool) -> Section:
    periods = series["temperature"]["periods"]
    last = periods[-1]
    warm = max(periods, key=lambda period: period["level"])
    cold = min(periods, key=lambda period: period["level"])
    return Section(
        title="Temperature",
        lines=[
            f"From {last['starts_on']} it stands at {last['level']:+.2f} "
            f"({last['low']:+.2f} to {last['high']:+.2f}), on a scale from -1, all conflict, to 1, "
            "all cooperation. The band widens where events are few.",
            f"Warmest from {warm['starts_on']} ({warm['level']:+.2f}), "
            f"coldest from {cold['starts_on']} ({cold['level']:+.2f}).",
        ],
        figures=[charts.temperature_band(series)] if figures else [],
    )


def _turns(series: Row) -> Section:
    points = series["turning_points"]
    return Section(
        title="Turning points",
        lines=[] if points else ["None: the mix and amount of events stay level."],
        header=["from", "toward", "share of conflict", "busiest days", "what happened"],
        rows=[
            [
                point["starts_on"],
                point["toward"],
                f"{point['share_of_conflict'][0]:.0%} to {point['share_of_conflict'][1]:.0%}",
                ", ".join(f"{day['day']} ({day['n_events']})" for day in point["days"]),
                "; ".join(point["examples"][:3]),
            ]
            for point in points
        ],
    )


def _busiest(series: Row) -> Section:
    return Section(
        title="Busiest days",
        header=["day", "events"],
        rows=[[day["day"], str(day["n_events"])] for day in series["busiest_days"][:5]],
    )


def _reciprocity(series: Row, names: Mapping[str, str]) -> Section:
    return Section(
        title="Answers in kind",
        lines=[
            "Acts of the answerer in the days after an act, against the same calendar shifted at "
            "random; p is the share of shifts with as many."
        ],
        header=["kind", "acts by", "answered by", "answers", "by chance", "ratio", "p", "days"],
        rows=[
            [
                row["kind"],
                names.get(row["actor"], row["actor"]),
                names.get(row["answerer"], row["answerer"]),
                f"{row['answers']:.2f}",
                f"{row['expected']:.2f}",
                "-" if row["ratio"] is None else f"{row['ratio']:.2f}",
                f"{row['p_value']:.3f}",
                f"within {row['days']}",
            ]
            for row in series["reciprocity"]
        ],
    )


def _indices(series: Row) -> Section:
    return Section(
        title="Beside outside indices",
        lines=["Spearman's rank correlation, period by period."],
        header=["index", "measure", "periods", "rho", "p"],
        rows=[
            [
                index["index"],
                row["measure"],
                str(row["n_periods"]),
                f"{row['rho']:+.2f}",
                f"{row['p_value']:.3f}",
            ]
            for index in series["indices"]
            for row in index["correlations"]
        ],
    )
