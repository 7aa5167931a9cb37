"""ICEWS events in their original tab-separated files: 20 columns, a header, one row an event.

An event's id is not unique by itself, it is with the date.
"""

from __future__ import annotations

from collections.abc import Mapping

from detente.published.actors import state_called
from detente.published.draft import Draft, Layout, Side, Texts
from detente.published.sectors import icews_sector


def draft(columns: Mapping[str, Texts]) -> Draft:
    """Return what the columns of an ICEWS file say."""

    def side(which: str) -> Side:
        return Side(
            name=columns[f"{which} Name"],
            state=columns[f"{which} Country"],
            sectors=columns[f"{which} Sectors"],
            state_of=state_called,
            sector_of=icews_sector,
        )

    return Draft(
        key=columns["Event ID"],
        happened_on=columns["Event Date"],
        source=side("Source"),
        target=side("Target"),
        cameo=columns["CAMEO Code"],
        published_intensity=columns["Intensity"],
        place=columns.get("City"),
        reference=columns.get("Publisher"),
    )


ICEWS = Layout(
    kind="icews",
    origin="icews",
    draft=draft,
    columns=(
        "Event ID",
        "Event Date",
        "Source Name",
        "Source Sectors",
        "Source Country",
        "CAMEO Code",
        "Intensity",
        "Target Name",
        "Target Sectors",
        "Target Country",
    ),
    optional=("City", "Publisher"),
    plain=frozenset({"Event ID"}),
)
