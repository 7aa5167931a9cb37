"""POLECAT events: tab-separated, 40 columns with a header, PLOVER types, UTF-8 or ISO-8859-1."""

from __future__ import annotations

from collections.abc import Mapping

from detente.published.actors import state_coded
from detente.published.draft import Draft, Layout, Side, Texts
from detente.published.sectors import polecat_sector


def draft(columns: Mapping[str, Texts]) -> Draft:
    """Return what the columns of a POLECAT file say."""

    def side(which: str) -> Side:
        return Side(
            name=columns[f"{which} Name"],
            state=columns[f"{which} Country"],
            sectors=columns[f"Primary {which} Sector"],
            state_of=state_coded("iso3"),
            sector_of=polecat_sector,
        )

    return Draft(
        key=columns["Event ID"],
        happened_on=columns["Event Date"],
        known_on=columns["Publication Date"],
        source=side("Actor"),
        target=side("Recipient"),
        type=columns["Event Type"],
        published_intensity=columns["Intensity"],
        topic=columns.get("Contexts"),
        place=columns.get("Placename"),
        reference=columns.get("Source"),
    )


POLECAT = Layout(
    kind="polecat",
    origin="polecat",
    draft=draft,
    columns=(
        "Event ID",
        "Event Date",
        "Event Type",
        "Intensity",
        "Actor Name",
        "Actor Country",
        "Primary Actor Sector",
        "Recipient Name",
        "Recipient Country",
        "Primary Recipient Sector",
        "Publication Date",
    ),
    optional=("Contexts", "Placename", "Source"),
    plain=frozenset({"Event ID"}),
)
