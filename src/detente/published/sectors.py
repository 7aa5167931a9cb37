"""What sources call the sector of an actor, to the sector codes that we use after a colon."""

from __future__ import annotations

from functools import cache

# The first that is found among an actor's sectors wins: the particular comes before the general.
_ICEWS: tuple[tuple[str, str], ...] = (
    ("Military Intelligence", "SPY"),
    ("Intelligence Ministry", "SPY"),
    ("Foreign Intelligence", "SPY"),
    ("Insurgents", "REB"),
    ("Rebel", "REB"),
    ("Organized Violent", "REB"),
    ("Separatists", "REB"),
    ("Exiles", "REB"),
    ("Unidentified Forces", "UAF"),
    ("Criminals / Gangs", "CRM"),
    ("Radicals / Extremists / Fundamentalists", "RAD"),
    ("Judicial", "JUD"),
    ("Police", "COP"),
    ("Executive Office", "GOV"),
    ("Executive", "GOV"),
    ("Cabinet", "GOV"),
    ("Legislative / Parliamentary", "LEG"),
    ("Upper House", "LEG"),
    ("Lower House", "LEG"),
    ("Unicameral", "LEG"),
    ("Military", "MIL"),
    ("Army", "MIL"),
    ("Navy", "MIL"),
    ("Air Force", "MIL"),
    ("Marines", "MIL"),
    ("Government", "GOV"),
    ("Opposition Major Party (Out Of Government)", "OPP"),
    ("Opposition Minor Party (Out Of Government)", "OPP"),
    ("Protestors / Popular Opposition / Mobs", "OPP"),
    ("Opposition Coalition (Out Of Government)", "OPP"),
    ("Dissident", "OPP"),
    ("Parties", "PTY"),
    ("Media", "MED"),
    ("News", "MED"),
    ("Business", "BUS"),
    ("Multinational Corporation", "BUS"),
    ("Education", "EDU"),
    ("Labor", "LAB"),
    ("Refugees / Displaced", "REF"),
    ("Nongovernmental Organizations / Activists", "NGO"),
    ("Nongovernmental Organization (International)", "NGO"),
    ("General Population / Civilian / Social", "CVL"),
    ("Social", "CVL"),
    ("Elite", "ELI"),
)

_POLECAT = {
    "GOV": "GOV",
    "MIL": "MIL",
    "LEG": "LEG",
    "JUD": "JUD",
    "COP": "COP",
    "SPY": "SPY",
    "PTY": "PTY",
    "OPP": "OPP",
    "REB": "REB",
    "PRM": "REB",
    "TER": "RAD",
    "CRM": "CRM",
    "BUS": "BUS",
    "CVL": "CVL",
    "MED": "MED",
    "JRN": "MED",
    "EDU": "EDU",
    "LAB": "LAB",
    "REF": "REF",
    "NGO": "NGO",
    "NGM": "NGO",
    "REL": "REL",
    "ELI": "ELI",
    "UAF": "UAF",
}

_CAMEO = _POLECAT | {"INS": "REB", "SEP": "REB", "RAD": "RAD", "INT": "NGO", "AGR": "CVL"}


@cache
def icews_sector(sectors: str) -> str | None:
    """Return our code for an ICEWS list of sectors, None where it has none.

    Examples
    --------
    >>> icews_sector("Executive,Foreign Ministry,Government"), icews_sector("Regional")
    ('GOV', None)
    """
    found = {part.strip() for part in sectors.split(",")}
    return next((code for sector, code in _ICEWS if sector in found), None)


def polecat_sector(sector: str) -> str | None:
    """Return our code for POLECAT's primary sector."""
    return _POLECAT.get(sector.strip().upper()[:3])


def cameo_sector(code: str) -> str | None:
    """Return our code for a CAMEO role such as GDELT's type codes and Phoenix' agents have.

    Examples
    --------
    >>> cameo_sector("GOV"), cameo_sector("INS"), cameo_sector("")
    ('GOV', 'REB', None)
    """
    return _CAMEO.get(code.strip().upper()[:3])
