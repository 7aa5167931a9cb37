"""A case and a patch -> what the patch changes, as a record, as text or as JSON values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from detente.case.asof import Case
from detente.case.loading import load_case
from detente.errors import InputError
from detente.model.dynamics import GivenStep
from detente.model.patch import Operation, Patch, assignment, patch_of
from detente.model.result import Estimate
from detente.model.whatif import Difference, IssueDifference, WhatIf, whatif_system

Json = dict[str, Any]
Report = Callable[[str, float], None]


def whatif_case(
    case: str | Path | Case,
    patch: Patch,
    *,
    as_of: date | None = None,
    horizon: date | None = None,
    n_draws: int = 10_000,
    seed: int = 1,
    solver: str = "mixture",
    report: Report | None = None,
) -> WhatIf:
    """Return what a patch changes in the assessment of a case, on the same draws.

    Parameters
    ----------
    case :
        A case, its folder, or the name of a built-in one.
    patch :
        What is changed, see `patch_from`.
    as_of, horizon :
        Day of the view and last day looked ahead to; the case's own if None.

    Raises
    ------
    InputError
        If the case cannot be read, the horizon is not after the day, or a path matches nothing.
    """
    loaded = case if isinstance(case, Case) else load_case(case)
    return whatif_system(
        loaded.as_of(as_of or loaded.default_day),
        patch,
        horizon=horizon or loaded.default_horizon,
        n_draws=n_draws,
        seed=seed,
        solver=solver,
        progress=report,
    )


def patch_from(
    *,
    file: Path | None = None,
    sets: Sequence[str] = (),
    shifts: Sequence[str] = (),
    removed: Sequence[str] = (),
    steps: Sequence[str] = (),
) -> Patch:
    """Return the patch that a file and options on the command line state together.

    Parameters
    ----------
    file :
        YAML (or JSON) with set, shift, remove, add and step.
    sets, shifts :
        Texts PATH=VALUE.
    removed :
        Paths.
    steps :
        Texts SIDE:ISSUE:POINTS, steps that are given on the first day.

    Raises
    ------
    InputError
        If the file cannot be read, an option has another form, or there is nothing to change.
    """
    patch = read_patch(file) if file is not None else Patch()
    operations = [assignment(text) for text in sets]
    operations += [assignment(text, "shift") for text in shifts]
    operations += [Operation(verb="remove", path=path) for path in removed]
    patch += Patch(operations=tuple(operations), given=tuple(_given(text) for text in steps))
    if patch == Patch():
        raise InputError("nothing to change: give --patch, --set, --shift, --remove or --step")
    return patch


def read_patch(path: Path) -> Patch:
    """Return the patch in a YAML file.

    Raises
    ------
    InputError
        If it cannot be read, is no YAML, or has another form.
    """
    import yaml

    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise InputError(f"cannot read {path}: it is not UTF-8 text") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark is not None else ""
        problem = getattr(error, "problem", None) or "not YAML"
        raise InputError(f"cannot read {path}{where}: {problem}") from None
    try:
        return patch_of(data)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None


def _given(text: str) -> GivenStep:
    """Return the step that SIDE:ISSUE:POINTS states."""
    parts = text.split(":")
    try:
        side, issue, points = parts
        return GivenStep(side=side.strip(), issue=issue.strip(), points=float(points))
    except ValueError:
        raise InputError(
            f"not a step: {text!r}; write SIDE:ISSUE:POINTS, as in USA:sanctions:-10"
        ) from None


def whatif_json(found: WhatIf) -> Json:
    """Return the JSON values of a what-if, as docs/whatif.md describes them."""
    return {
        "schema": "detente/whatif",
        "version": 1,
        "software": version("detente"),
        "case": {"id": found.case, "title": found.title},
        "run": {
            "as_of": str(found.day),
            "horizon": str(found.horizon),
            "draws": found.n_draws,
            "seed": found.seed,
            "solver": found.solver,
        },
        "changes": list(found.changes),
        "likeliest": {"before": found.likeliest_before, "after": found.likeliest_after},
        "outcomes": _differences(found.outcomes),
        "improvement": _difference(found.improvement),
        "index": _difference(found.index),
        "index_change": _difference(found.index_change),
        "trust": _difference(found.trust),
        "package": _difference(found.package),
        "leverage": {
            "before": _rounded(found.leverage_before),
            "after": _rounded(found.leverage_after),
        },
        "issues": [_issue(issue) for issue in found.issues],
        "questions": _differences(found.questions),
        "responses": _differences(found.responses),
        "lock_openings": _differences(found.lock_openings),
        "moves": _differences(found.moves),
    }


def _issue(issue: IssueDifference) -> Json:
    return {
        "id": issue.issue,
        "improve": _difference(issue.improve),
        "worsen": _difference(issue.worsen),
        "one_anchor_up": _difference(issue.one_anchor_up),
        "frozen": _difference(issue.frozen),
        "final": _difference(issue.final),
        "room": {
            "before": _room(issue.room_before, issue.room_by_side_before),
            "after": _room(issue.room_after, issue.room_by_side_after),
        },
    }


def _room(width_and_share: tuple[float, float], sides: dict[str, tuple[float, float]]) -> Json:
    width, share = width_and_share
    return {
        "width": round(width, 3),
        "share": round(share, 4),
        "sides": {side: [round(low, 2), round(high, 2)] for side, (low, high) in sides.items()},
    }


def _differences(found: Any) -> Json:
    return {str(name): _difference(difference) for name, difference in found.items()}


def _difference(found: Difference) -> Json:
    return {
        "before": _estimate(found.before),
        "after": _estimate(found.after),
        "difference": _estimate(found.difference),
    }


def _estimate(estimate: Estimate) -> Json:
    return _rounded(asdict(estimate))


def _rounded(values: dict[str, float]) -> Json:
    return {name: round(value, 5) for name, value in values.items()}


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
