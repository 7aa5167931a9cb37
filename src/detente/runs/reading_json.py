"""Readings -> the JSON that `detente read` prints, one object a document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from detente.terms.document import Document
from detente.terms.reading import Claim, ForecastStatement, ReadEvent, Reading, Verdict

Json = dict[str, Any]


def reading_json(
    reading: Reading,
    document: Document | None = None,
    *,
    explain: bool = False,
    case_issues: Mapping[str, str] | None = None,
) -> Json:
    """Return the JSON object of one document, see docs/json-read.md.

    Parameters
    ----------
    document
        The document that was read, for its title, author and address.
    explain
        Whether each item gets its reasons, in `why`.
    case_issues
        Topic -> id of the issue of a case; with it each item gets its `case_issue`.
    """

    def whole(found: Json, why: tuple[str, ...]) -> Json:
        if case_issues is not None and "issue" in found:
            found["case_issue"] = case_issues.get(found["issue"] or "")
        if explain:
            found["why"] = list(why)
        return found

    return {
        "document": reading.document,
        "published_on": reading.published_on,
        "dyad": list(reading.dyad) if reading.dyad else None,
        "events": [whole(_event(one), one.why) for one in reading.events],
        "claims": [whole(_claim(one), one.why) for one in reading.claims],
        "forecasts": [whole(_forecast(one), one.why) for one in reading.forecasts],
        "verdict": whole(_verdict(reading.verdict), reading.verdict.why)
        if reading.verdict
        else None,
        "title": document.title if document else None,
        "author": document.author if document else None,
        "url": document.url if document else None,
        "notes": list(reading.notes),
    }


def listed(found: Json, *, first: bool) -> str:
    r"""Return one object as it stands in the list that is printed, with what goes before it.

    The parts and a last '\n]\n' are one JSON list, so that no list need be held in memory.

    Examples
    --------
    >>> json.loads(listed({"a": 1}, first=True) + listed({"a": 2}, first=False) + LIST_END)
    [{'a': 1}, {'a': 2}]
    """
    text = json.dumps(found, ensure_ascii=False, indent=1)
    return ("[\n " if first else ",\n ") + text.replace("\n", "\n ")


LIST_END = "\n]\n"
"""What closes the list of objects."""


def _event(one: ReadEvent) -> Json:
    return {
        "start": one.start,
        "end": one.end,
        "quote": one.quote,
        "date": str(one.date) if one.date else None,
        "source": one.source,
        "target": one.target,
        "type": one.type,
        "mode": one.mode,
        "cameo": one.cameo,
        "issue": one.issue,
        "reality": one.reality,
        "confidence": round(one.confidence, 3),
        "same_as": one.same_as,
    }


def _claim(one: Claim) -> Json:
    return {
        "start": one.start,
        "end": one.end,
        "quote": one.quote,
        "kind": one.kind,
        "issue": one.issue,
        "holder": one.holder,
        "effect": one.effect,
        "confidence": round(one.confidence, 3),
    }


def _forecast(one: ForecastStatement) -> Json:
    return {
        "start": one.start,
        "end": one.end,
        "quote": one.quote,
        "proposition": one.proposition,
        "direction": one.direction,
        "horizon": one.horizon,
        "certainty": one.certainty,
        "probability": one.probability,
        "condition": one.condition,
        "attributed_to": one.attributed_to,
        "endorsed": one.endorsed,
        "issue": one.issue,
        "confidence": round(one.confidence, 3),
    }


def _verdict(one: Verdict) -> Json:
    return {
        "direction": one.direction,
        "horizon": one.horizon,
        "certainty": one.certainty,
        "quote": one.quote,
        "start": one.start,
        "end": one.end,
        "confidence": round(one.confidence, 3),
    }
