"""One self-contained page from the JSON of an assessment; nothing is fetched from another host."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from detente.report import charts
from detente.report.wording import disputed, headline, in_short, percent, points, seen_by


def assessment_page(assessment: Mapping[str, Any]) -> str:
    """Return the HTML page of an assessment.

    Parameters
    ----------
    assessment :
        The JSON of `detente assess`, as documented in docs/json-assess.md. Its text is not
        trusted: all of it is escaped, and only http and https links become links.
    """
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    templates = files("detente.report") / "templates"
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    template = environment.from_string((templates / "assessment.html.j2").read_text("utf-8"))
    names = assessment["names"]
    sources = {id_: _safe_source(row) for id_, row in assessment["sources"].items()}
    order = sorted(sources, key=lambda id_: (sources[id_]["title"] or "", id_))
    figures = {
        "outcomes": Markup(charts.outcome_bars(assessment["outcomes"])),
        "index": Markup(
            charts.fan(assessment["index"]["path"], label="Relation index over time", whole=False)
        ),
        "ladder": Markup(
            charts.issue_ladder(assessment["issues"], names, assessment["case"]["dyad"])
        ),
        "chances": Markup(charts.chances(assessment["issues"])),
        "drivers": Markup(charts.driver_bars(assessment["drivers"]))
        if assessment["drivers"]
        else None,
        "paths": {
            issue["id"]: Markup(
                charts.fan(issue["path"], label=f"{issue['title']} over time", height=150)
            )
            for issue in assessment["issues"]
        },
    }
    page: str = template.render(
        a=assessment,
        names=names,
        sources=sources,
        source_order=order,
        numbers={id_: number for number, id_ in enumerate(order, start=1)},
        figures=figures,
        style=Markup((templates / "style.css").read_text("utf-8")),
        headline=headline(assessment),
        short=in_short(assessment),
        seen_by=seen_by(assessment),
        disputed=disputed(assessment) if assessment["experts"] else [],
        percent=percent,
        points=points,
        day=long_day,
    )
    return page


def long_day(iso: str) -> str:
    """Return a day as a reader writes it.

    Examples
    --------
    >>> long_day("2019-06-03")
    '3 June 2019'
    """
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def _safe_source(row: Mapping[str, Any]) -> dict[str, Any]:
    url = row.get("url") or None
    if url is not None and urlsplit(url).scheme not in {"http", "https"}:
        url = None
    return {
        key: row.get(key) or None for key in ("title", "author", "publisher", "published_on")
    } | {"url": url}
