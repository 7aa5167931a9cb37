"""Figures of an assessment: values of its JSON in, SVG out, coloured by the page's tokens."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

from detente.report.wording import percent

TOKENS = {
    "ink": "#010203",
    "muted": "#010204",
    "rule": "#010205",
    "first": "#010206",
    "second": "#010207",
    "band": "#010208",
    "band-wide": "#010209",
    "line": "#01020a",
    "worse": "#01020b",
    "freeze": "#01020c",
    "limited_thaw": "#01020d",
    "detente": "#01020e",
    "alignment": "#01020f",
    "room": "#010210",
    "better": "#010211",
    "better-strong": "#010212",
    "worse-soft": "#010213",
}
"""Stand-in colours of a specification; `as_svg` turns each into the page's CSS variable."""

LIGHT = {
    "paper": "#ffffff",
    "ink": "#1d1f23",
    "muted": "#5c6068",
    "rule": "#dedbd3",
    "first": "#1f5f99",
    "second": "#b1432e",
    "band": "#8fb0cd",
    "band-wide": "#d3e0eb",
    "line": "#1f5f99",
    "worse": "#b1432e",
    "worse-soft": "#dd9a86",
    "freeze": "#7a8494",
    "limited_thaw": "#d0a23a",
    "detente": "#3e8a5f",
    "alignment": "#5b4b9a",
    "room": "#d9e6d2",
    "better": "#3e8a5f",
    "better-strong": "#1f5c3b",
}
"""Colours of a figure outside a page, as the page's light ones in style.css."""

_BY_COLOUR = {colour: name for name, colour in TOKENS.items()}
_COLOUR = re.compile(r'(fill|stroke)="(#0102[0-9a-f]{2})"')

Row = Mapping[str, Any]


def as_svg(spec: dict[str, Any], *, label: str) -> str:
    """Return the drawing of a Vega-Lite specification, which follows the page's light or dark.

    Parameters
    ----------
    spec :
        Vega-Lite, coloured with `TOKENS`.
    label :
        What the figure shows, for who cannot see it.
    """
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(spec)
    svg = _COLOUR.sub(lambda m: f'{m[1]}="var(--{_BY_COLOUR.get(m[2], "ink")})"', svg)
    svg = svg.replace('fill="white"', 'fill="none"', 1)
    # Ids of clips are numbered from the start in every figure; on one page they must differ.
    mark = hashlib.sha256(svg.encode()).hexdigest()[:8]
    svg = re.sub(r'(id="|url\(#)', rf"\g<1>f{mark}-", svg)
    size = re.search(r'width="([\d.]+)" height="([\d.]+)"', svg)
    style = f' style="max-width:{float(size[1]):.0f}px"' if size else ""
    quoted = label.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    svg = re.sub(r' width="[\d.]+" height="[\d.]+"', "", svg, count=1)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{quoted}"{style} ', 1)


def standalone(svg: str) -> str:
    """Return a figure for use outside a page: light colours, a white ground, a size of its own."""
    svg = re.sub(r"var\(--([a-z_-]+)\)", lambda m: LIGHT.get(m[1], LIGHT["ink"]), svg)
    return svg.replace('fill="none"', f'fill="{LIGHT["paper"]}"', 1)


def themed(chart: Any) -> dict[str, Any]:
    """Return the specification of a chart in the page's colours and type."""
    font = "Arial, Helvetica, Liberation Sans, sans-serif"
    ink, muted, rule = TOKENS["ink"], TOKENS["muted"], TOKENS["rule"]
    configured = (
        chart.configure(
            font=font, background="white", padding={"left": 34, "right": 14, "top": 4, "bottom": 4}
        )
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=muted,
            titleColor=muted,
            gridColor=rule,
            domainColor=rule,
            tickColor=rule,
            labelFontSize=11,
            titleFontSize=11,
            titleFontWeight="normal",
            labelLimit=420,
        )
        .configure_text(color=ink, fontSize=11)
        .configure_title(color=ink, fontSize=12, fontWeight="normal", anchor="start")
        .configure_legend(
            labelColor=muted,
            titleColor=muted,
            labelFontSize=11,
            labelOffset=5,
            columnPadding=36,
        )
    )
    spec: dict[str, Any] = configured.to_dict()
    return spec


def outcome_bars(outcomes: Sequence[Row]) -> str:
    """Draw the probability of each outcome of the whole relation with its interval.

    Parameters
    ----------
    outcomes :
        Rows with `id`, `title`, `probability`, `low`, `high`, `words`.
    """
    import altair as alt

    rows = [
        {
            "outcome": row["title"],
            "id": row["id"],
            "p": 100 * row["probability"],
            "low": 100 * row["low"],
            "high": 100 * row["high"],
            "text": percent(row["probability"]),
        }
        for row in outcomes
    ]
    order = [row["title"] for row in outcomes]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("outcome:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False))
    )
    bars = base.mark_bar(height=18, cornerRadiusEnd=2).encode(
        x=alt.X(
            "p:Q",
            title="probability, %",
            scale=alt.Scale(domain=[0, 100]),
            axis=alt.Axis(tickCount=5),
        ),
        color=alt.Color(
            "id:N",
            scale=alt.Scale(
                domain=[row["id"] for row in outcomes],
                range=[TOKENS[row["id"]] for row in outcomes],
            ),
            legend=None,
        ),
    )
    ranges = base.mark_rule(color=TOKENS["ink"], strokeWidth=1.5).encode(x="low:Q", x2="high:Q")
    text = base.mark_text(align="left", dx=8, color=TOKENS["ink"]).encode(x="high:Q", text="text:N")
    chart = alt.layer(bars, ranges, text).properties(width=420, height=26 * len(rows))
    return as_svg(themed(chart), label="Probability of each outcome for the whole relation")


def fan(path: Sequence[Row], *, label: str, whole: bool = True, height: int = 170) -> str:
    """Draw quantiles over time: the middle half, nine tenths, and the median.

    Parameters
    ----------
    path :
        Rows with `date` (ISO) and `q05`, `q25`, `q50`, `q75`, `q95`, each in [0, 100].
    whole :
        Whether to show the whole scale; else the part of it that the draws reach.
    """
    import altair as alt

    low = min(row["q05"] for row in path)
    high = max(row["q95"] for row in path)
    base = alt.Chart(alt.InlineData(values=[dict(row) for row in path])).encode(
        x=alt.X("date:T", title=None, axis=alt.Axis(format="%b %Y", tickCount=5, grid=False))
    )
    if whole:
        low, high = 0, 100
    scale = alt.Scale(domain=[max(0, 5 * (low // 5 - 1)), min(100, 5 * (high // 5 + 2))])
    y = alt.Y("q05:Q", title="0 worst, 100 best", scale=scale, axis=alt.Axis(tickCount=5))
    wide = base.mark_area(color=TOKENS["band-wide"]).encode(y=y, y2="q95:Q")
    half = base.mark_area(color=TOKENS["band"]).encode(y=alt.Y("q25:Q", scale=scale), y2="q75:Q")
    line = base.mark_line(color=TOKENS["line"], strokeWidth=2).encode(y=alt.Y("q50:Q", scale=scale))
    chart = alt.layer(wide, half, line).properties(width=420, height=height)
    return as_svg(themed(chart), label=label)


def issue_ladder(issues: Sequence[Row], names: Mapping[str, str], dyad: Sequence[str]) -> str:
    """Draw for every issue the status quo, what each side wants and the room between them.

    Parameters
    ----------
    issues :
        Issues of the assessment's JSON.
    names :
        State code -> name to print.
    dyad : (2,)
        The two states, drawn in the page's first and second colour.
    """
    import altair as alt

    order = [issue["title"] for issue in issues]
    y = alt.Y("issue:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False))
    x_axis = alt.Axis(tickCount=5, orient="top")
    scale = alt.Scale(domain=[0, 100])
    title = "0 worst for the relation, 100 best"
    rooms = [
        {"issue": i["title"], "low": i["room"]["low"], "high": i["room"]["high"]}
        for i in issues
        if i["room"]["share"] > 0.05 and i["room"]["high"] > i["room"]["low"]
    ]
    marks = [
        {
            "issue": issue["title"],
            "x": side["position"],
            "who": f"{names.get(side['side'], side['side'])} wants",
        }
        for issue in issues
        for side in issue["sides"]
        if side["position"] is not None
    ]
    now = [{"issue": i["title"], "x": i["status_quo"]["q50"], "who": "status quo"} for i in issues]
    wants = [f"{names.get(code, code)} wants" for code in dyad]
    colours = alt.Scale(
        domain=["status quo", *wants], range=[TOKENS["ink"], TOKENS["first"], TOKENS["second"]]
    )
    shapes = alt.Scale(domain=["status quo", *wants], range=["diamond", "circle", "circle"])
    legend = alt.Legend(orient="bottom", title=None, symbolStrokeWidth=0)
    bands = (
        alt.Chart(alt.InlineData(values=rooms))
        .mark_bar(height=12, color=TOKENS["room"], cornerRadius=3)
        .encode(y=y, x=alt.X("low:Q", title=title, scale=scale, axis=x_axis), x2="high:Q")
    )
    points = (
        alt.Chart(alt.InlineData(values=[*marks, *now]))
        .mark_point(filled=True, size=80, opacity=1)
        .encode(
            y=y,
            x=alt.X("x:Q", title=title, scale=scale, axis=x_axis),
            color=alt.Color("who:N", scale=colours, legend=legend),
            shape=alt.Shape("who:N", scale=shapes, legend=legend),
        )
    )
    chart = alt.layer(bands, points).properties(width=460, height=26 * len(order))
    return as_svg(themed(chart), label="Status quo, aims of both sides and room, by issue")


def chances(issues: Sequence[Row]) -> str:
    """Draw for every issue the probability of worsening to the left, of improving to the right."""
    import altair as alt

    order = [issue["title"] for issue in issues]
    rows = [
        {"issue": i["title"], "p": sign * 100 * i[key]["value"], "way": way}
        for i in issues
        for key, way, sign in (("worsen", "worsens", -1), ("improve", "improves", 1))
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("issue:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False))
    )
    axis = alt.Axis(
        labelExpr="abs(datum.value)", values=[-100, -75, -50, -25, 0, 25, 50, 75, 100], orient="top"
    )
    bars = base.mark_bar(height=14).encode(
        x=alt.X(
            "p:Q",
            title="probability by the horizon, %",
            scale=alt.Scale(domain=[-100, 100]),
            axis=axis,
        ),
        color=alt.Color(
            "way:N",
            scale=alt.Scale(
                domain=["worsens", "improves"], range=[TOKENS["worse"], TOKENS["better"]]
            ),
            legend=alt.Legend(orient="bottom", title=None),
        ),
    )
    chart = alt.layer(bars).properties(width=460, height=26 * len(order))
    return as_svg(themed(chart), label="Probability of worsening and of improving, by issue")


def driver_bars(drivers: Sequence[Row]) -> str:
    """Draw which uncertain inputs explain how much of the spread of the final index."""
    import altair as alt

    rows = [{"name": row["name"], "share": 100 * row["share"]} for row in drivers]
    chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar(height=14, color=TOKENS["line"])
        .encode(
            y=alt.Y("name:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False)),
            x=alt.X("share:Q", title="share of the spread explained, %"),
        )
        .properties(width=360, height=24 * len(rows))
    )
    return as_svg(themed(chart), label="Inputs that drive the spread of the relation index")
