"""Figures of a dyad's measures and of a triangle: their JSON in, SVG out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from detente.report.charts import LIGHT, TOKENS, as_svg, themed

Row = Mapping[str, Any]

_CHANNEL_COLOURS = (
    TOKENS["detente"],
    TOKENS["better-strong"],
    TOKENS["worse-soft"],
    TOKENS["worse"],
)
_TYPE_COLOURS = (
    TOKENS["detente"],
    TOKENS["limited_thaw"],
    TOKENS["alignment"],
    TOKENS["worse"],
)


def channel_bars(series: Row, direction: int, names: Mapping[str, str]) -> str:
    """Draw one direction's events by period: cooperation up, conflict down.

    Parameters
    ----------
    series :
        The JSON of `detente series`.
    direction :
        0 for first to second, 1 for second to first.
    """
    import altair as alt

    channels = series["channels"]
    rows = [
        {
            "day": period["starts_on"],
            "channel": channel,
            "n": (1 if k < 2 else -1) * period["counts"][direction][k],
        }
        for period in series["periods"]
        for k, channel in enumerate(channels)
    ]
    pair = series["dyad"] if direction == 0 else series["dyad"][::-1]
    title = f"{names.get(pair[0], pair[0])} to {names.get(pair[1], pair[1])}"
    chart = (
        alt.Chart(alt.InlineData(values=rows), title=title)
        .mark_bar()
        .encode(
            x=_time(rows),
            y=alt.Y(
                "n:Q",
                title="cooperation up, conflict down",
                axis=alt.Axis(labelExpr="abs(datum.value)", tickCount=6),
            ),
            color=alt.Color(
                "channel:N",
                scale=alt.Scale(domain=list(channels), range=list(_CHANNEL_COLOURS)),
                legend=alt.Legend(orient="bottom", title=None, columns=2),
            ),
            order=alt.Order("channel:N"),
        )
        .properties(width=640, height=190)
    )
    return as_svg(themed(chart), label=f"Events by channel, {title}")


def temperature_band(series: Row) -> str:
    """Draw the temperature with its band, the raw balance, and the turning points."""
    import altair as alt

    rows = series["temperature"]["periods"]
    turns = [
        {"day": point["starts_on"], "toward": f"toward {point['toward']}"}
        for point in series["turning_points"]
        if point["toward"] != "neither"
    ]
    base = alt.Chart(alt.InlineData(values=[dict(row) for row in rows])).encode(x=_time(rows))
    scale = alt.Scale(domain=[-1, 1])
    band = base.mark_area(color=TOKENS["band-wide"]).encode(
        y=alt.Y("low:Q", title="all conflict -1, all cooperation 1", scale=scale), y2="high:Q"
    )
    line = base.mark_line(color=TOKENS["line"], strokeWidth=2).encode(
        y=alt.Y("level:Q", scale=scale)
    )
    raw = base.mark_point(color=TOKENS["muted"], size=14, filled=True).encode(
        y=alt.Y("observed:Q", scale=scale)
    )
    rules = (
        alt.Chart(alt.InlineData(values=turns))
        .mark_rule(strokeDash=[4, 3], strokeWidth=1.5)
        .encode(
            x="day:T",
            color=alt.Color(
                "toward:N",
                scale=alt.Scale(
                    domain=["toward conflict", "toward cooperation"],
                    range=[TOKENS["worse"], TOKENS["better"]],
                ),
                legend=alt.Legend(orient="bottom", title="turning points"),
            ),
        )
    )
    chart = alt.layer(band, line, raw, *([rules] if turns else [])).properties(
        width=640, height=200
    )
    return as_svg(themed(chart), label="Temperature of the dyad over time with its band")


def heat(series: Row) -> str:
    """Draw events by issue and period; colour is the share of conflict, size the number."""
    import altair as alt

    found = series["heat_map"]
    rows = [
        {
            "issue": issue.replace("_", " "),
            "day": day,
            "n": found["counts"][k][j],
            "conflict": found["conflict"][k][j],
        }
        for k, issue in enumerate(found["issues"])
        for j, day in enumerate(found["periods"])
        if found["counts"][k][j] > 0
    ]
    chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_circle(opacity=0.9)
        .encode(
            x=_time(rows),
            y=alt.Y(
                "issue:N",
                sort=[issue.replace("_", " ") for issue in found["issues"]],
                title=None,
            ),
            size=alt.Size(
                "n:Q",
                scale=alt.Scale(type="sqrt", range=[8, 260]),
                legend=alt.Legend(orient="bottom", title="events"),
            ),
            color=alt.Color(
                "conflict:Q",
                scale=alt.Scale(
                    domain=[0, 0.5, 1], range=[LIGHT["better"], "#b9b4a6", LIGHT["worse"]]
                ),
                legend=alt.Legend(orient="bottom", title="share of conflict", format=".0%"),
            ),
        )
        .properties(width=560, height=max(60, 22 * len(found["issues"])))
    )
    return as_svg(themed(chart), label="Events by issue and period")


def triangle_types(triangle: Row) -> str:
    """Draw the probability of each type of triangle over time."""
    import altair as alt

    periods: Sequence[Row] = triangle["periods"]
    names = list(periods[0]["types"])
    rows = [
        {"day": period["starts_on"], "type": name, "p": period["types"][name]}
        for period in periods
        for name in names
    ]
    chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_area()
        .encode(
            x=_time(rows),
            y=alt.Y("p:Q", title="probability", stack="zero", scale=alt.Scale(domain=[0, 1])),
            color=alt.Color(
                "type:N",
                scale=alt.Scale(domain=names, range=list(_TYPE_COLOURS)),
                legend=alt.Legend(orient="bottom", title=None),
            ),
        )
        .properties(width=640, height=190)
    )
    return as_svg(themed(chart), label="Probability of each type of triangle over time")


def triangle_lines(triangle: Row, what: str, title: str) -> str:
    """Draw three lines over time: `what` is 'temperatures', 'pivot' or 'leverage'."""
    import altair as alt

    periods: Sequence[Row] = triangle["periods"]
    names = list(periods[0][what])
    rows = [
        {"day": period["starts_on"], "name": name, "value": period[what][name]}
        for period in periods
        for name in names
    ]
    chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_line(strokeWidth=2)
        .encode(
            x=_time(rows),
            y=alt.Y("value:Q", title=title),
            color=alt.Color(
                "name:N",
                scale=alt.Scale(
                    domain=names, range=[TOKENS["first"], TOKENS["second"], TOKENS["detente"]]
                ),
                legend=alt.Legend(orient="bottom", title=None),
            ),
        )
        .properties(width=640, height=170)
    )
    return as_svg(themed(chart), label=title)


def _time(rows: Sequence[Row]) -> Any:
    import altair as alt

    # Rows made for a figure call their day 'day', rows of the JSON 'starts_on'.
    field = "day" if rows and "day" in rows[0] else "starts_on"
    years = {str(row[field])[:4] for row in rows}
    form = "%Y" if len(years) > 4 else "%b %Y"
    return alt.X(f"{field}:T", title=None, axis=alt.Axis(format=form, tickCount=7, grid=False))
