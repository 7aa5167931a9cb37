"""A case and a patch -> what the patch changes, as a record, as text or as JSON values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any

from detente.case.asof import Case
from detente.case.loading import load_case
from detente.errors import InputError
from detente.model import difference_text
from detente.model.dynamics import GivenStep
from detente.model.patch import Operation, Patch, assignment, patch_of
from detente.model.result import OUTCOMES, Estimate, Outcome
from detente.model.whatif import Difference, IssueDifference, WhatIf, whatif_system
from detente.runs.experts import ALL, Expert, experts_named, mean_of, only_one, seen_by_lines
from detente.terms.period import day_of

__all__ = ["patch_from", "read_patch", "whatif", "whatif_json", "whatif_text"]

Json = dict[str, Any]
Report = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledWhatIf:
    """What a patch changes in the linear opinion pool of several experts."""

    outcomes: dict[Outcome, Difference]
    improvement: Difference
    issues: dict[str, tuple[Difference, Difference]]  # P(improve) and P(worsen) of those all have


@dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True)
class ExpertWhatIf(WhatIf):
    """A what-if that knows its experts.

    With one expert asked for, everything in it is as that expert sees it. With all of them,
    everything but `views` and `pooled` is by the case's own stakes.
    """

    expert: Expert | None = None
    experts: tuple[Expert, ...] = ()
    views: dict[str, WhatIf] = field(default_factory=dict)  # by the expert's id
    pooled: PooledWhatIf | None = None

    def __repr__(self) -> str:
        return whatif_text(self)

    def _repr_html_(self) -> str:
        return f"<pre>{escape(whatif_text(self))}</pre>"


def whatif(
    case: str | Path | Case,
    changes: Patch | Mapping[str, Any],
    *,
    as_of: date | str | None = None,
    horizon: date | str | None = None,
    n_draws: int = 10_000,
    seed: int = 1,
    solver: str = "mixture",
    expert: str | None = None,
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
        Day of the view and last day looked ahead to, each a date or text YYYY-MM-DD; the case's
        own if None.
    n_draws, seed, solver :
        As `detente.assess` takes them.
    expert :
        Id of an expert of the case whose stakes are laid over the case's own; 'all' for the
        case's own stakes with every expert, and their pool, beside them. Changes come on top.
    report :
        Told what is done and the share of it that is done.

    Returns
    -------
    WhatIf
        An `ExpertWhatIf` if an expert was asked for.

    Raises
    ------
    InputError
        If the case cannot be read, a day is none, the horizon is not after the day, a path
        matches nothing, or the expert is unknown on the day.

    Examples
    --------
    >>> found = whatif("us-russia", {"remove": ["locks.caatsa"]}, as_of="2019-06-03",
    ...                n_draws=200)
    >>> found.changes
    ('remove locks.caatsa',)
    """
    loaded = case if isinstance(case, Case) else load_case(case)
    day = loaded.default_day if as_of is None else day_of(as_of, "as_of")
    until = loaded.default_horizon if horizon is None else day_of(horizon, "horizon")
    patch = changes if isinstance(changes, Patch) else patch_of(changes)
    experts = experts_named(loaded, day, expert)
    n_runs = 1 + len(experts) if expert == ALL else 1

    def tell(what: str, share: float) -> None:
        if report is not None:
            report(what, share / n_runs)

    def changed(seen_by: str | None) -> WhatIf:
        return whatif_system(
            loaded.as_of(day, expert=seen_by),
            patch,
            horizon=until,
            n_draws=n_draws,
            seed=seed,
            solver=solver,
            progress=tell,
        )

    one = only_one(experts, expert)
    own = changed(one.id if one else None)
    if expert is None:
        return own
    values = {part.name: getattr(own, part.name) for part in fields(own)}
    if one is not None:
        return ExpertWhatIf(**values, expert=one)
    views = {other.id: changed(other.id) for other in experts}
    return ExpertWhatIf(
        **values, experts=experts, views=views, pooled=pooled_whatif(list(views.values()))
    )


def pooled_whatif(views: Sequence[WhatIf]) -> PooledWhatIf:
    """Return the pool of what a patch changes for each expert, as `detente.runs.api.pooled`."""
    issues = [{issue.issue: issue for issue in view.issues} for view in views]
    return PooledWhatIf(
        outcomes={name: _pool([view.outcomes[name] for view in views]) for name in OUTCOMES},
        improvement=_pool([view.improvement for view in views]),
        issues={
            id_: (
                _pool([part[id_].improve for part in issues]),
                _pool([part[id_].worsen for part in issues]),
            )
            for id_ in issues[0]
            if all(id_ in part for part in issues)
        },
    )


def _pool(found: Sequence[Difference]) -> Difference:
    return Difference(
        before=mean_of([part.before for part in found]),
        after=mean_of([part.after for part in found]),
        difference=mean_of([part.difference for part in found]),
    )


def whatif_text(found: WhatIf) -> str:
    """Return a what-if as plain text, with whose view it is and, for all experts, a table."""
    text = difference_text.whatif_text(found)
    if not isinstance(found, ExpertWhatIf):
        return text
    first, rest = text.split("\n", 1)
    parts = ["\n".join([first, *seen_by_lines(found.expert, found.experts), rest])]
    if found.pooled is not None:
        parts.append("\n".join(_expert_table(found, found.pooled)) + "\n")
    return "\n".join(parts)


def _expert_table(found: ExpertWhatIf, pool: PooledWhatIf) -> list[str]:
    """Return the differences by expert as lines of text: outcomes, and issues they dispute."""
    views = [found, *found.views.values()]
    rows = [
        (
            {"detente": "détente"}.get(name, name.replace("_", " ")),
            [*(view.outcomes[name] for view in views), pool.outcomes[name]],
        )
        for name in OUTCOMES
    ]
    improvement = [*(view.improvement for view in views), pool.improvement]
    rows.append(("limited thaw or better", improvement))
    by_issue = [{issue.issue: issue for issue in view.issues} for view in views]
    for id_, (improve, worsen) in pool.issues.items():
        if all(id_ in part for part in by_issue):
            rows.append((f"{id_}: improves", [*(p[id_].improve for p in by_issue), improve]))
            rows.append((f"{id_}: worsens", [*(p[id_].worsen for p in by_issue), worsen]))
    n_whole = len(OUTCOMES) + 1
    rows = rows[:n_whole] + [row for row in rows[n_whole:] if _disputed(row[1][1:-1])]
    names = ["own stakes", *found.views, "pooled"]
    wide = max(len(name) for name, _ in rows)
    title = "difference, points"
    wide = max(wide, len(title))
    lines = [f"{title:{wide}}" + "".join(f"  {name:>8}" for name in names)]
    for name, differences in rows:
        cells = (
            f"  {100 * part.difference.value:>+{max(len(of), 8)}.1f}"
            for of, part in zip(names, differences, strict=True)
        )
        lines.append(f"{name:{wide}}" + "".join(cells))
    return lines


def _disputed(found: Sequence[Difference]) -> bool:
    """Whether the intervals of some two experts do not meet."""
    changes = [part.difference for part in found]
    return max(change.low for change in changes) > min(change.high for change in changes)


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
        side, issue, number = parts
        points = float(number)
    except ValueError:
        raise InputError(
            f"not a step: {text!r}; write SIDE:ISSUE:POINTS, as in USA:sanctions:-10"
        ) from None
    return GivenStep(side=side.strip(), issue=issue.strip(), points=points)


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
        **_experts_json(found),
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


def _experts_json(found: WhatIf) -> Json:
    if not isinstance(found, ExpertWhatIf):
        return {"expert": None, "experts": None}
    if found.pooled is None:
        return {"expert": None if found.expert is None else _expert(found.expert), "experts": None}
    views = [
        _expert(expert)
        | {"likeliest": {"before": view.likeliest_before, "after": view.likeliest_after}}
        | _seen(
            PooledWhatIf(
                outcomes=view.outcomes,
                improvement=view.improvement,
                issues={issue.issue: (issue.improve, issue.worsen) for issue in view.issues},
            )
        )
        for expert, view in zip(found.experts, found.views.values(), strict=True)
    ]
    return {"expert": None, "experts": {"views": views, "pooled": _seen(found.pooled)}}


def _seen(part: PooledWhatIf) -> Json:
    return {
        "outcomes": _differences(part.outcomes),
        "improvement": _difference(part.improvement),
        "issues": {
            id_: {"improve": _difference(improve), "worsen": _difference(worsen)}
            for id_, (improve, worsen) in part.issues.items()
        },
    }


def _expert(expert: Expert) -> Json:
    return {
        "id": expert.id,
        "name": expert.name,
        "since": None if expert.since is None else str(expert.since),
        "stakes": expert.n_stakes,
        "overtaken": expert.n_overtaken,
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
