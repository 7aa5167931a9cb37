"""A case and a patch -> what the patch changes, as a record, as text or as JSON values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from detente.case.asof import Case
from detente.case.loading import load_case
from detente.errors import InputError
from detente.model.difference_text import whatif_text
from detente.model.dynamics import GivenStep
from detente.model.patch import Operation, Patch, assignment, patch_of
from detente.model.result import Estimate
from detente.model.whatif import Difference, IssueDifference, WhatIf, whatif_system

__all__ = ["patch_from", "read_patch", "whatif", "whatif_json", "whatif_text"]

Json = dict[str, Any]
Report = Callable[[str, float], None]


def whatif(
    case: str | Path | Case,
    changes: Patch | Mapping[str, Any],
    *,
    as_of: date | None = None,
    horizon: date | None = None,
    n_draws: int = 10_000,
    seed: int = 1,
    solver: str = "mixture",
    report: Report | None = None,
) -> WhatIf:
    """Return what changes of a case would change in its assessment, on the same draws.

    Parameters
    ----------
    case :
        A case, its folder, or the name of a built-in one.
    changes :
        A patch, or a mapping with set, shift, remove, add and step as a patch file holds them.
    as_of, horizon :
        Day of the view and last day looked ahead to; the case's own if None.
    n_draws, seed, solver :
        As `detente.assess` takes them.
    report :
        Told what is done and the share of it that is done.

    Raises
    ------
    InputError
        If the case cannot be read, the horizon is not after the day, or a path matches nothing.

    Examples
    --------
    >>> from datetime import date
    >>> found = whatif("us-russia", {"remove": ["locks.caatsa"]}, as_of=date(2019, 6, 3),
    ...                n_draws=200)
    >>> found.changes
    ('remove locks.caatsa',)
    """
    loaded = case if isinstance(case, Case) else load_case(case)
    return whatif_system(
        loaded.as_of(as_of or loaded.default_day),
        changes if isinstance(changes, Patch) else patch_of(changes),
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
