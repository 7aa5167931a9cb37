"""An assessment in sentences: values of its JSON in, plain English out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

_SAY = {
    "worse": "relations get worse",
    "freeze": "relations stay frozen where they are",
    "limited_thaw": "there is a limited thaw",
    "detente": "there is a détente",
    "alignment": "the two align against a third power",
}


_TELLING = 0.02
"""Share of the spread below which an input is not worth naming."""


def headline(assessment: Row) -> str:
    """Return the answer in one sentence: the likeliest outcome and its odds."""
    outcome = next(o for o in assessment["outcomes"] if o["id"] == assessment["likeliest"])
    return (
        f"The likeliest outcome is that {_SAY[outcome['id']]} "
        f"({percent(outcome['probability'])}, {outcome['words']})."
    )


def in_short(assessment: Row) -> list[str]:
    """Return up to four sentences: what may improve, what may worsen, what blocks, what matters."""
    issues = assessment["issues"]
    up = sorted(issues, key=lambda i: -i["improve"]["value"])[:3]
    down = sorted(issues, key=lambda i: -i["worsen"]["value"])[:3]
    lines = [
        f"Most likely to improve: {_listed(up, 'improve')}.",
        f"Most likely to worsen: {_listed(down, 'worsen')}.",
    ]
    if assessment["levers"]:
        lever = assessment["levers"][0]
        lines.append(
            f"What blocks most: {lever['title']}; without it, the chance that "
            f"{lever['issue_title']} improves would be {percent(lever['after'])} instead of "
            f"{percent(lever['before'])}."
        )
    if assessment["drivers"] and assessment["drivers"][0]["share"] >= _TELLING:
        lines.append(
            f"What is worth finding out first: {assessment['drivers'][0]['name']} "
            f"({percent(assessment['drivers'][0]['share'])} of the spread)."
        )
    return lines


def seen_by(assessment: Row) -> str | None:
    """Return whose view an assessment is, None for the only one that was asked for."""
    expert, experts = assessment["expert"], assessment["experts"]
    if expert is not None:
        return f"As seen by {named(expert)}."
    if experts is None:
        return None
    ids = [view["id"] for view in experts["views"]]
    return (
        "By the case's own stakes. What its experts see "
        f"({', '.join(ids)}), each and pooled, follows the outcomes."
    )


def named(expert: Row) -> str:
    """Return an expert by id, name and the day from which its stakes are.

    Examples
    --------
    >>> named({"id": "dove", "name": "Who trusts them", "since": "2017-01-16"})
    'dove: Who trusts them, coded from 2017-01-16'
    """
    since = f", coded from {expert['since']}" if expert["since"] else ""
    return f"{expert['id']}: {expert['name']}{since}"


def disputed(assessment: Row) -> list[tuple[str, list[float]]]:
    """Return chances that experts see differently, the most disputed first, eight at most.

    Each with the chance by the case's own stakes, by each expert and pooled. Experts differ
    where the intervals of some two of them do not meet.
    """
    experts = assessment["experts"]
    found = []
    for issue in assessment["issues"]:
        pool = experts["pooled"]["issues"].get(issue["id"])
        if pool is None:
            continue
        for key, word in (("improve", "improves"), ("worsen", "worsens")):
            seen = [view["issues"][issue["id"]][key] for view in experts["views"]]
            if max(p["low"] for p in seen) > min(p["high"] for p in seen):
                values = [issue[key]["value"], *(p["value"] for p in seen), pool[key]["value"]]
                found.append((f"{issue['title']}: {word}", values))
    return sorted(found, key=lambda row: min(row[1][1:-1]) - max(row[1][1:-1]))[:8]


def percent(probability: float) -> str:
    """Return a probability in whole percent, never rounded to certainty.

    Examples
    --------
    >>> percent(0.004), percent(0.314), percent(0.999)
    ('< 1 %', '31 %', '> 99 %')
    """
    if 0 < probability < 0.01:
        return "< 1 %"
    if 0.99 < probability < 1:
        return "> 99 %"
    return f"{100 * probability:.0f} %"


def points(share: float) -> str:
    """Return a difference of probabilities in percentage points.

    Examples
    --------
    >>> points(0.173), points(0.01)
    ('17 points', '1 point')
    """
    rounded = round(100 * share)
    if rounded == 0:
        return "less than a point"
    return f"{rounded} point{'' if abs(rounded) == 1 else 's'}"


def _listed(issues: Sequence[Row], key: str) -> str:
    return ", ".join(f"{issue['title']} ({percent(issue[key]['value'])})" for issue in issues)
