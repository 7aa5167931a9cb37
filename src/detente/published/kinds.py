"""Kinds of event as published, to PLOVER types, quad classes, intensities and issues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from detente.errors import InputError
from detente.terms import ontology

# What a CAMEO context or a POLECAT context says the event is about; others say too little.
_ISSUES: Mapping[str, str] = MappingProxyType(
    {
        "economic": "trade",
        "military": "military_posture",
        "intelligence": "espionage",
        "human_rights": "human_rights",
        "rights_freedoms": "human_rights",
        "religion_ethnicity": "human_rights",
        "lgbt_rights": "human_rights",
        "asylum": "migration",
        "migration": "migration",
        "cbrn": "arms_control",
        "election": "domestic_politics",
        "democracy": "domestic_politics",
        "pro_democracy": "domestic_politics",
        "pro_autocracy": "domestic_politics",
        "political_institutions": "domestic_politics",
        "misinformation": "election_interference",
        "territory": "territory",
        "territorial_dispute": "territory",
        "terrorism": "counterterrorism",
        "cyber": "cyber",
        "environment": "climate",
        "health": "climate",
        "energy": "energy",
        "technology": "technology",
    }
)

# CAMEO codes that are about sanctions whatever their context.
_SANCTIONS = frozenset({"0254", "0354", "085", "1054", "1244", "163"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What is known of an event from its code alone."""

    type: str | None
    quad: int
    intensity: float
    issue: str | None


def topic_issue(contexts: str) -> str | None:
    """Return the issue that a list of contexts names, that of the first that names one.

    Examples
    --------
    >>> topic_issue("diplomatic;military"), topic_issue("diplomatic")
    ('military_posture', None)
    """
    parts = contexts.replace(",", ";").split(";")
    found = (_ISSUES.get(part.strip().lower().replace(" ", "_")) for part in parts)
    return next((issue for issue in found if issue), None)


def cameo_kind(code: str) -> Kind | None:
    """Return what a raw CAMEO code says, None where it is none.

    Examples
    --------
    >>> cameo_kind("163").issue, cameo_kind("163").quad, cameo_kind("---")
    ('sanctions', 4, None)
    """
    try:
        found = ontology.cameo(code)
    except InputError:
        return None
    issue = "sanctions" if found.code in _SANCTIONS else topic_issue(";".join(found.context))
    return Kind(
        type=found.type,
        quad=ontology.QUAD_CLASSES.index(found.quad_class) + 1,
        intensity=found.intensity,
        issue=issue,
    )


def cameo_code_named(name: str) -> str | None:
    """Return the CAMEO code whose event name this is, None where it is none."""
    try:
        return ontology.cameo_named(name).code
    except InputError:
        return None


def plover_kind(name: str) -> Kind | None:
    """Return what a PLOVER type says, None where it is none."""
    try:
        found = ontology.event_type(name)
    except InputError:
        return None
    return Kind(
        type=found.type,
        quad=ontology.QUAD_CLASSES.index(found.quad_class) + 1,
        intensity=found.intensity,
        issue=None,
    )
