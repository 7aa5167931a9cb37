"""GDELT events, version 1 (57 or 58 columns) and 2 (61 columns): tab-separated, without a header.

GDELT's Goldstein scores were made for an older numbering of CAMEO: at 016, 124, 163, 164 and 166
they do not fit the code. The score is kept as published; the intensity is that of the code.
"""

from __future__ import annotations

from collections.abc import Mapping

from detente.published.actors import state_coded
from detente.published.draft import Draft, Layout, Side, Texts
from detente.published.sectors import cameo_sector

_ACTOR = (
    "Code",
    "Name",
    "CountryCode",
    "KnownGroupCode",
    "EthnicCode",
    "Religion1Code",
    "Religion2Code",
    "Type1Code",
    "Type2Code",
    "Type3Code",
)
_GEO_1 = ("Type", "FullName", "CountryCode", "ADM1Code", "Lat", "Long", "FeatureID")
_GEO_2 = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
_EVENT = (
    "IsRootEvent",
    "EventCode",
    "EventBaseCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScale",
    "NumMentions",
    "NumSources",
    "NumArticles",
    "AvgTone",
)


def _header(geo: tuple[str, ...]) -> tuple[str, ...]:
    return (
        *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
        *(f"Actor1{field}" for field in _ACTOR),
        *(f"Actor2{field}" for field in _ACTOR),
        *_EVENT,
        *(f"{place}Geo_{field}" for place in ("Actor1", "Actor2", "Action") for field in geo),
        *("DATEADDED", "SOURCEURL"),
    )


def draft(columns: Mapping[str, Texts]) -> Draft:
    """Return what the columns of a GDELT file say."""

    def side(which: str) -> Side:
        return Side(
            name=columns[f"{which}Name"],
            state=columns[f"{which}CountryCode"],
            sectors=columns[f"{which}Type1Code"],
            state_of=state_coded("cameo"),
            sector_of=cameo_sector,
        )

    return Draft(
        key=columns["GLOBALEVENTID"],
        happened_on=columns["SQLDATE"],
        known_on=columns["DATEADDED"],
        source=side("Actor1"),
        target=side("Actor2"),
        cameo=columns["EventCode"],
        published_intensity=columns["GoldsteinScale"],
        place=columns.get("ActionGeo_FullName"),
        reference=columns.get("SOURCEURL"),
    )


_COLUMNS = (
    "GLOBALEVENTID",
    "SQLDATE",
    "Actor1Name",
    "Actor1CountryCode",
    "Actor1Type1Code",
    "Actor2Name",
    "Actor2CountryCode",
    "Actor2Type1Code",
    "EventCode",
    "GoldsteinScale",
    "DATEADDED",
)
_OPTIONAL = ("ActionGeo_FullName", "SOURCEURL")
_PLAIN = frozenset({"GLOBALEVENTID", "SOURCEURL"})

GDELT_1 = Layout(
    kind="gdelt1",
    origin="gdelt1",
    draft=draft,
    columns=_COLUMNS,
    optional=_OPTIONAL,
    plain=_PLAIN,
    headers=(_header(_GEO_1), _header(_GEO_1)[:-1]),
)

GDELT_2 = Layout(
    kind="gdelt2",
    origin="gdelt2",
    draft=draft,
    columns=_COLUMNS,
    optional=_OPTIONAL,
    plain=_PLAIN,
    headers=(_header(_GEO_2),),
)
