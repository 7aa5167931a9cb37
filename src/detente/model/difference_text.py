"""A what-if in, plain text of what it changes more than chance would out."""

from __future__ import annotations

from collections.abc import Sequence

from detente.model.whatif import Difference, WhatIf


def whatif_text(found: WhatIf) -> str:
    """Return a what-if as plain text: what changes more than chance would have it, and the rest."""
    lines = [
        f"{found.title}, {found.day} to {found.horizon}",
        *(f"what if: {change}" for change in found.changes),
        f"({found.n_draws} draws, seed {found.seed}, solver {found.solver}; "
        "differences on the same draws with their 95 % interval)",
        "",
    ]
    if found.likeliest_before == found.likeliest_after:
        lines.append(f"likeliest outcome: {_word(found.likeliest_before)}, as before")
    else:
        lines.append(
            f"likeliest outcome: {_word(found.likeliest_after)} instead of "
            f"{_word(found.likeliest_before)}"
        )
    rows = [(_word(name), difference) for name, difference in found.outcomes.items()]
    rows.append(("limited thaw or better", found.improvement))
    rows.append(("package of three or more", found.package))
    lines += ["", *_table("outcome", rows)]
    issues = [(f"{issue.issue}: improves", issue.improve) for issue in found.issues]
    issues += [(f"{issue.issue}: worsens", issue.worsen) for issue in found.issues]
    moved = [row for row in issues if _stands_out(row[1])]
    lines += ["", *_table("issue", moved or issues[: len(found.issues)])]
    if not moved:
        lines.append("no issue changes by more than chance would have it")
    asked = [*found.questions.items(), *found.responses.items(), *found.lock_openings.items()]
    changed = [(name, difference) for name, difference in asked if _stands_out(difference)]
    if changed:
        lines += ["", *_table("question, answer or lock", changed)]
    lines += ["", *_rooms(found)]
    return "\n".join(lines).rstrip() + "\n"


def _rooms(found: WhatIf) -> list[str]:
    """Return a line for each issue whose room for manoeuvre changes."""
    lines = []
    for issue in found.issues:
        before, after = issue.room_before[0], issue.room_after[0]
        if abs(after - before) >= 0.05:
            lines.append(f"room on {issue.issue}: {after:.1f} points wide instead of {before:.1f}")
    return lines


def _stands_out(found: Difference) -> bool:
    change = found.difference
    return abs(change.value) >= 0.001 and (change.low > 0 or change.high < 0)


def _word(outcome: str) -> str:
    return {"detente": "détente"}.get(outcome, outcome.replace("_", " "))


def _table(title: str, rows: Sequence[tuple[str, Difference]]) -> list[str]:
    width = max([len(title), *(len(name) for name, _ in rows)])
    lines = [f"{title:{width}}  before   after  difference"]
    for name, found in rows:
        change = found.difference
        values = [found.before.value, found.after.value, change.value, change.low, change.high]
        before, after, value, low, high = (100 * number for number in values)
        lines.append(
            f"{name:{width}}  {before:4.1f} %  {after:4.1f} %  "
            f"{value:+5.1f} points ({low:+.1f} to {high:+.1f})"
        )
    return lines
