"""A folder of reports beside a case: what they say on each issue, with its sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.errors import InputError
from detente.model.result import Assessment, IssueResult
from detente.model.system import Issue
from detente.terms.document import Document
from detente.terms.reading import Claim, ForecastStatement, ReadEvent, Reading

CONTEXT = 160
"""Characters of text kept on either side of a quote, cut at a line or a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadReport:
    """A document with what was read in it, or why it was set aside."""

    document: Document
    reading: Reading | None
    remark: str = ""  # why it is not used


def usable(document: Document, reading: Reading, *, as_of: date) -> ReadReport:
    """Return the report, set aside when it could not be known on the day."""
    published = document.published_on or (
        date.fromisoformat(reading.published_on)
        if reading.published_on and len(reading.published_on) == 10
        else None
    )
    if published is not None and published > as_of:
        return ReadReport(
            document=document, reading=None, remark=f"not used: published after {as_of}"
        )
    return ReadReport(document=document, reading=reading)


def unreadable(fault: InputError) -> ReadReport:
    """Return the stand-in of a report that cannot be read, with the reason."""
    text = str(fault)
    return ReadReport(
        document=Document(name=text.split(":")[0], text=""), reading=None, remark=text
    )


def issue_of_topics(issues: Iterable[Issue]) -> dict[str, str]:
    """Return topic -> id of the first issue of the case that is read from it."""
    mapping: dict[str, str] = {}
    for issue in issues:
        for topic in (issue.id, *issue.topics):
            mapping.setdefault(topic, issue.id)
    return mapping


def words_of_issues(issues: Iterable[Issue]) -> dict[str, tuple[str, ...]]:
    """Return issue -> the case's own words for it, of the issues that have any."""
    return {issue.id: issue.words for issue in issues if issue.words}


def document_rows(reports: Sequence[ReadReport]) -> list[dict[str, Any]]:
    """Return one row a document: what it is, its verdict, and how much was found."""
    rows = []
    for report in reports:
        reading = report.reading
        verdict = reading.verdict if reading else None
        rows.append(
            {
                "document": report.document.name,
                "title": report.document.title,
                "published_on": str(report.document.published_on or "")
                or (reading.published_on if reading else None),
                "used": reading is not None,
                "remark": report.remark,
                "verdict": None
                if verdict is None
                else {
                    "direction": verdict.direction,
                    "certainty": verdict.certainty,
                    **_in_context(report.document, verdict.start, verdict.end),
                },
                "n_events": len(reading.events) if reading else 0,
                "n_claims": len(reading.claims) if reading else 0,
                "n_forecasts": len(reading.forecasts) if reading else 0,
            }
        )
    return rows


def evidence_by_issue(
    reports: Sequence[ReadReport], assessment: Assessment, mapping: Mapping[str, str]
) -> dict[str, list[dict[str, Any]]]:
    """Return issue id -> what the reports say happened, argue and forecast on it."""
    results = {result.issue: result for result in assessment.issues}
    found: dict[str, list[dict[str, Any]]] = {issue: [] for issue in results}
    for report in reports:
        if report.reading is None:
            continue
        items: list[ReadEvent | Claim | ForecastStatement] = [
            *report.reading.forecasts,
            *report.reading.claims,
            *(event for event in report.reading.events if event.same_as is None),
        ]
        for item in items:
            issue = mapping.get(item.issue or "")
            if issue is None:
                continue
            model, model_of = (None, "")
            if isinstance(item, ForecastStatement):
                model, model_of = beside(item.direction, results[issue], assessment)
            found[issue].append(
                {
                    "kind": _kind(item),
                    "detail": _detail(item),
                    "document": report.document.name,
                    "published_on": str(report.document.published_on or "") or None,
                    "start": item.start,
                    "end": item.end,
                    "model": model,
                    "model_of": model_of,
                    **_in_context(report.document, item.start, item.end),
                }
            )
    return found


def forecast_rows(
    reports: Sequence[ReadReport],
    assessment: Assessment,
    mapping: Mapping[str, str],
    titles: Mapping[str, str],
) -> list[dict[str, Any]]:
    """Return every forecast of the reports beside the model's own probability."""
    results = {result.issue: result for result in assessment.issues}
    rows = []
    for report in reports:
        for item in report.reading.forecasts if report.reading else ():
            issue = mapping.get(item.issue or "")
            model, model_of = beside(item.direction, results.get(issue or ""), assessment)
            rows.append(
                {
                    "document": report.document.name,
                    "who": item.attributed_to,
                    "issue": issue,
                    "issue_title": titles.get(issue or "", "the whole relation"),
                    "direction": item.direction,
                    "words": item.certainty,
                    "probability": item.probability,
                    "horizon": item.horizon,
                    "condition": item.condition,
                    "endorsed": item.endorsed,
                    "start": item.start,
                    "end": item.end,
                    "model": model,
                    "model_of": model_of,
                    **_in_context(report.document, item.start, item.end),
                }
            )
    return rows


def beside(
    direction: str | None, result: IssueResult | None, assessment: Assessment
) -> tuple[float | None, str]:
    """Return the model's probability that things go the way a sentence points, and of what.

    A sentence on no issue of the case is held against the whole relation.
    """
    if direction is None:
        return None, ""
    if result is None:
        outcomes = assessment.outcomes
        better = sum(outcomes[o].value for o in ("limited_thaw", "detente", "alignment"))
        return {
            "+": (better, "relation improves"),
            "-": (outcomes["worse"].value, "relation worsens"),
            "0": (outcomes["freeze"].value, "relation frozen"),
        }[direction]
    return {
        "+": (result.improve.value, "issue improves"),
        "-": (result.worsen.value, "issue worsens"),
        "0": (max(0.0, 1 - result.improve.value), "issue does not improve"),
    }[direction]


def _kind(item: ReadEvent | Claim | ForecastStatement) -> str:
    if isinstance(item, ReadEvent):
        return "event"
    return "claim" if isinstance(item, Claim) else "forecast"


def _detail(item: ReadEvent | Claim | ForecastStatement) -> str:
    if isinstance(item, ReadEvent):
        who = f"{item.source or '?'} → {item.target or '?'}"
        parts = [item.type, who, str(item.date or ""), item.reality]
        return ", ".join(part for part in parts if part and part != "occurred")
    if isinstance(item, Claim):
        return item.kind.replace("_", " ") + (f", {item.holder}" if item.holder else "")
    who = "" if item.attributed_to == "author" else f", {item.attributed_to}"
    return (item.certainty or "no odds given") + who


def _in_context(document: Document, start: int, end: int) -> dict[str, str]:
    text = document.text
    before = text[max(0, start - CONTEXT) : start].rsplit("\n", 1)[-1]
    after = text[end : end + CONTEXT].split("\n", 1)[0]
    if start > CONTEXT and len(before) == CONTEXT:
        before = "… " + before.split(" ", 1)[-1]
    if end + CONTEXT < len(text) and len(after) == CONTEXT:
        after = after.rsplit(" ", 1)[0] + " …"
    return {"before": before, "quote": text[start:end], "after": after}
