"""Phoenix events: daily files (26 tab-separated columns, no header) and historical CSV files."""

from __future__ import annotations

from collections.abc import Mapping

from detente.published.actors import state_coded
from detente.published.draft import Draft, Layout, Side, Texts
from detente.published.sectors import cameo_sector


def _draft(columns: Mapping[str, Texts], *, names: Mapping[str, str]) -> Draft:
    def side(which: str) -> Side:
        return Side(
            name=columns[names[which]],
            state=columns[names[f"{which}_state"]],
            sectors=columns[names[f"{which}_sector"]],
            state_of=state_coded("cameo"),
            sector_of=cameo_sector,
        )

    return Draft(
        key=columns[names["key"]],
        happened_on=columns[names["day"]],
        date_format=names.get("date_format"),
        source=side("source"),
        target=side("target"),
        cameo=columns[names["code"]],
        published_intensity=columns[names["intensity"]],
        topic=None,
        place=columns.get(names["place"]),
        reference=columns.get(names["reference"]),
    )


_DAILY = {
    "key": "EventID",
    "day": "Date",
    "source": "SourceActorFull",
    "source_state": "SourceActorEntity",
    "source_sector": "SourceActorRole",
    "target": "TargetActorFull",
    "target_state": "TargetActorEntity",
    "target_sector": "TargetActorRole",
    "code": "EventCode",
    "intensity": "GoldsteinScore",
    "place": "LocationName",
    "reference": "URLs",
}
_HISTORICAL = {
    "key": "eid",
    "day": "story_date",
    "date_format": "%m/%d/%Y",
    "source": "source",
    "source_state": "source_root",
    "source_sector": "source_agent",
    "target": "target",
    "target_state": "target_root",
    "target_sector": "target_agent",
    "code": "code",
    "intensity": "goldstein",
    "place": "placename",
    "reference": "aid",
}
_DAILY_HEADER = (
    *("EventID", "Date", "Year", "Month", "Day"),
    *("SourceActorFull", "SourceActorEntity", "SourceActorRole", "SourceActorAttribute"),
    *("TargetActorFull", "TargetActorEntity", "TargetActorRole", "TargetActorAttribute"),
    *("EventCode", "EventRootCode", "PentaClass", "GoldsteinScore", "Issues", "Lat", "Lon"),
    *("LocationName", "StateName", "CountryCode", "SentenceID", "URLs", "NewsSources"),
)


def draft(columns: Mapping[str, Texts]) -> Draft:
    """Return what the columns of a daily Phoenix file say."""
    return _draft(columns, names=_DAILY)


def historical_draft(columns: Mapping[str, Texts]) -> Draft:
    """Return what the columns of a historical Phoenix file say."""
    return _draft(columns, names=_HISTORICAL)


def _needed(names: Mapping[str, str]) -> tuple[str, ...]:
    spare = ("place", "reference", "date_format")
    return tuple(column for role, column in names.items() if role not in spare)


PHOENIX = Layout(
    kind="phoenix",
    origin="phoenix",
    draft=draft,
    columns=_needed(_DAILY),
    optional=(_DAILY["place"], _DAILY["reference"]),
    plain=frozenset({_DAILY["key"], _DAILY["reference"]}),
    headers=(_DAILY_HEADER,),
)

PHOENIX_HISTORICAL = Layout(
    kind="phoenix-historical",
    origin="phoenix",
    draft=historical_draft,
    columns=_needed(_HISTORICAL),
    optional=(_HISTORICAL["place"], _HISTORICAL["reference"]),
    plain=frozenset({_HISTORICAL["key"], _HISTORICAL["reference"]}),
    delimiter=",",
    quoted=True,
)
