"""An assessment for the terminal: its JSON in, text out."""

from __future__ import annotations

from collections.abc import Mapping
from io import StringIO
from typing import Any

from detente.report.wording import disputed, headline, in_short, named, percent, seen_by


def assessment_text(
    assessment: Mapping[str, Any], *, width: int = 100, colour: bool = False
) -> str:
    """Return the summary of an assessment as text.

    Parameters
    ----------
    assessment :
        The JSON of `detente assess`.
    width :
        Columns to fill, at least 60.
    colour :
        Whether to use terminal colours.
    """
    from rich.console import Console
    from rich.markup import escape
    from rich.padding import Padding
    from rich.text import Text

    file = StringIO()
    console = Console(
        file=file,
        width=max(60, width),
        force_terminal=colour,
        color_system="auto" if colour else None,
        highlight=False,
    )
    run = assessment["run"]
    console.print(f"[bold]{escape(assessment['case']['title'])}[/bold]")
    console.print(
        f"as of {run['as_of']}, until {run['horizon']}; {run['draws']:,} draws, seed {run['seed']}",
        style="dim",
    )
    if view := seen_by(assessment):
        console.print(Text(view))
    console.print()
    console.print(Text(headline(assessment), style="bold"))
    for line in in_short(assessment):
        console.print(Padding(Text(line), (0, 0, 0, 2)))
    console.print()
    console.print(_outcomes(assessment))
    if assessment["experts"]:
        console.print(_experts(assessment))
    console.print(_issues(assessment))
    if assessment["levers"]:
        console.print(_levers(assessment))
    if assessment["questions"]:
        console.print(_questions(assessment))
    if assessment["documents"]:
        console.print(_documents(assessment))
    if assessment["flip"]:
        console.print(Text(assessment["flip"]["text"]))
    console.print(
        "A probability is the share of draws, as good as the coded judgement. Every figure's "
        "source: --format json, or the page (--html FILE).",
        style="dim",
    )
    return file.getvalue()


def _table(title: str) -> Any:
    from rich import box
    from rich.table import Table

    return Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False
    )


def _outcomes(assessment: Mapping[str, Any]) -> Any:
    table = _table("The whole relation")
    table.add_column("outcome")
    table.add_column("", justify="right", no_wrap=True)
    table.add_column("95 % interval", justify="right", no_wrap=True)
    table.add_column("in words")
    for row in assessment["outcomes"]:
        style = "bold" if row["id"] == assessment["likeliest"] else None
        table.add_row(
            row["title"],
            percent(row["probability"]),
            f"{100 * row['low']:.1f} to {100 * row['high']:.1f} %",
            row["words"],
            style=style,
        )
    return table


def _experts(assessment: Mapping[str, Any]) -> Any:
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    experts = assessment["experts"]
    title = "What the experts see, each on the same draws and pooled with equal weights"
    table = _table(title)
    table.add_column("outcome")
    for name in ("own stakes", *(view["id"] for view in experts["views"]), "pooled"):
        table.add_column(Text(name), justify="right")
    for row in assessment["outcomes"]:
        seen = [part["outcomes"][row["id"]] for part in (*experts["views"], experts["pooled"])]
        chances = (row["probability"], *(part["value"] for part in seen))
        table.add_row(row["title"], *(percent(chance) for chance in chances))
    differing = disputed(assessment)
    if differing:
        table.add_section()
    for what, values in differing:
        table.add_row(Text(what), *(percent(value) for value in values))
    return Group(
        table, *(Padding(Text(named(view)), (0, 0, 0, 2)) for view in experts["views"]), Text()
    )


def _issues(assessment: Mapping[str, Any]) -> Any:
    from rich.text import Text

    dyad = assessment["case"]["dyad"]
    table = _table("Issue by issue (0 the worst for the relation, 100 the best)")
    table.add_column("issue", min_width=24)
    table.add_column("now", justify="right")
    for state in dyad:
        table.add_column(f"{state}\nwants", justify="right")
    table.add_column("room", justify="right", no_wrap=True)
    table.add_column("improves", justify="right", no_wrap=True)
    table.add_column("worsens", justify="right", no_wrap=True)
    table.add_column("blocked by", min_width=24)
    for issue in assessment["issues"]:
        wants = {side["side"]: side["position"] for side in issue["sides"]}
        room = issue["room"]
        has_room = room["share"] > 0.05 and room["high"] > room["low"]
        table.add_row(
            Text(issue["title"]),
            f"{issue['status_quo']['q50']:.0f}",
            *(f"{wants[s]:.0f}" if wants.get(s) is not None else "-" for s in dyad),
            f"{room['low']:.0f}-{room['high']:.0f}" if has_room else "none",
            percent(issue["improve"]["value"]),
            percent(issue["worsen"]["value"]),
            Text(issue["blockers"][0]["title"] if issue["blockers"] else ""),
        )
    return table


def _levers(assessment: Mapping[str, Any]) -> Any:
    from rich.text import Text

    table = _table("What would change it most, each lifted by itself on the same draws")
    table.add_column("without")
    table.add_column("on")
    table.add_column("improves, now", justify="right", no_wrap=True)
    table.add_column("then", justify="right", no_wrap=True)
    for row in assessment["levers"][:5]:
        table.add_row(
            Text(row["title"]),
            Text(row["issue_title"]),
            percent(row["before"]),
            percent(row["after"]),
        )
    return table


def _questions(assessment: Mapping[str, Any]) -> Any:
    from rich.text import Text

    table = _table("Dated questions")
    table.add_column("question")
    table.add_column("by", no_wrap=True)
    table.add_column("", justify="right", no_wrap=True)
    table.add_column("in words")
    for row in assessment["questions"]:
        table.add_row(
            Text(row["text"]), row["by"], percent(row["probability"]["value"]), row["words"]
        )
    return table


def _documents(assessment: Mapping[str, Any]) -> Any:
    from rich.text import Text

    table = _table("What the reports say")
    table.add_column("report")
    table.add_column("published", no_wrap=True)
    table.add_column("verdict")
    for what in ("events", "claims", "forecasts"):
        table.add_column(what, justify="right")
    for row in assessment["documents"]:
        verdict = row["verdict"]
        said = verdict["direction"].replace("_", " ") if verdict else "none found"
        table.add_row(
            Text(row["title"] or row["document"]),
            row["published_on"] or "undated",
            Text(said if row["used"] else row["remark"]),
            str(row["n_events"]),
            str(row["n_claims"]),
            str(row["n_forecasts"]),
        )
    return table
