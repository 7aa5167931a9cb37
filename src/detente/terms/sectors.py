"""Sectors: the part of an actor code after the colon, and what each stands for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SECTORS: Mapping[str, str] = MappingProxyType(
    {
        "GOV": "government",
        "LEG": "legislature",
        "JUD": "judiciary",
        "MIL": "military",
        "SPY": "intelligence",
        "COP": "police",
        "PTY": "parties",
        "OPP": "opposition",
        "REB": "rebels",
        "PRM": "paramilitaries",
        "SEP": "separatists",
        "RAD": "extremists",
        "TER": "terrorists",
        "UAF": "unidentified armed forces",
        "CRM": "criminals",
        "BUS": "business",
        "LAB": "labour",
        "AGR": "farmers",
        "MED": "media",
        "JRN": "journalists",
        "EDU": "education",
        "HLH": "health",
        "REL": "religious bodies",
        "ENV": "environmentalists",
        "NGO": "non-governmental organisations",
        "IGO": "international organisations",
        "CVL": "civilians",
        "REF": "refugees",
        "SET": "settlers",
        "ELI": "elites",
    }
)
"""Sector codes of PLOVER and CAMEO that we use, each with its words."""
