"""One issue or several from a table of actors: a file in, what the solvers make of it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError
from detente.model.actors import MAJORITY, NO_AGREEMENT_COST
from detente.model.solvers import DEFAULT, SOLVERS
from detente.model.table import (
    N_DRAWS,
    IssueTable,
    Ranges,
    Solution,
    Trade,
    trade,
)
from detente.model.table import solve as solve_table
from detente.runs.decisions import DecisionScores, read_decisions, score_decisions
from detente.runs.delimited import Sheet, read_sheet

Floats = NDArray[np.float64]
Json = dict[str, Any]

REQUIRED = ("actor", "position", "salience", "capability")

ALIASES = {
    "influence": "capability",
    "power": "capability",
    "clout": "capability",
    "votes": "capability",
    "stakeholder": "actor",
    "reference_point": "reference",
    "reference point": "reference",
    "status_quo": "reference",
    "status quo": "reference",
}
"""Other names of columns."""

_YES = {"yes", "y", "true", "1", "x"}
_NO = {"no", "n", "false", "0", ""}


def read_tables(
    path: Path,
    *,
    scale: tuple[float, float] | None = None,
    reference: float | None = None,
    proposer: str | None = None,
    quota: float = MAJORITY,
    no_agreement_cost: float = NO_AGREEMENT_COST,
) -> tuple[tuple[IssueTable, ...], tuple[str, ...]]:
    """Return the issues of a file, one row an actor (and issue), and remarks on reading them.

    Columns: actor, position, salience, capability; where wanted issue, reference, veto, and
    `position_low`, `position_high` and so on for ranges. Without `scale`, positions run from 0 to
    100 if all lie there, else from the lowest to the highest.

    Raises
    ------
    InputError
        If the file or a row is not as above.
    """
    sheet = read_sheet(path, REQUIRED, aliases=ALIASES)
    rows_of: dict[str, list[int]] = {}
    issues = sheet.texts("issue") if "issue" in sheet.columns else ("",) * len(sheet)
    for row, issue in enumerate(issues):
        rows_of.setdefault(issue, []).append(row)
    names = sheet.texts("actor")
    columns = {what: _ranges(sheet, what) for what in ("position", "capability", "salience")}
    references = _references(sheet, reference)
    veto = _marks(sheet, "veto")
    known = references[~np.isnan(references)]
    used, remarks = _scale(columns["position"], known, scale)
    tables = []
    for issue, rows in rows_of.items():
        if len({str(references[row]) for row in rows}) > 1:
            where = f" of issue {issue!r}" if issue else ""
            raise InputError(f"{path.name}: the rows{where} name more than one reference point")
        try:
            tables.append(
                IssueTable(
                    issue=issue,
                    names=tuple(names[row] for row in rows),
                    positions=_some(columns["position"], rows),
                    capability=_some(columns["capability"], rows),
                    salience=_some(columns["salience"], rows),
                    scale=used,
                    reference=float(references[rows[0]]),
                    veto=veto[rows],
                    proposer=proposer,
                    quota=quota,
                    no_agreement_cost=no_agreement_cost,
                )
            )
        except InputError as error:
            raise InputError(f"{path.name}: {error}") from None
    return tuple(tables), remarks


def _ranges(sheet: Sheet, what: str) -> Ranges:
    """Return one column with its lowest and highest values, where the file has them."""
    least = None if what == "position" else 0.0
    mode = sheet.numbers(what, low=least)
    ends = []
    for end in ("low", "high"):
        name = f"{what}_{end}"
        if name in sheet.columns:
            values = sheet.numbers(name, low=least, empty_is_nan=True)
            ends.append(np.where(np.isnan(values), mode, values))
        else:
            ends.append(mode)
    return Ranges(low=ends[0], mode=mode, high=ends[1])


def _some(values: Ranges, rows: Sequence[int]) -> Ranges:
    """Return the ranges of some rows."""
    at = np.array(rows)
    return Ranges(low=values.low[at], mode=values.mode[at], high=values.high[at])


def _references(sheet: Sheet, given: float | None) -> Floats:
    """Return the reference point of each row: the one given, else the column's, else NaN."""
    if given is not None:
        return np.full(len(sheet), given)
    if "reference" in sheet.columns:
        return sheet.numbers("reference", empty_is_nan=True)
    return np.full(len(sheet), np.nan)


def _marks(sheet: Sheet, column: str) -> NDArray[np.bool_]:
    """Return a column of yes and no."""
    marks = np.zeros(len(sheet), dtype=bool)
    for row, cell in enumerate(sheet.columns.get(column, ())):
        mark = cell.casefold()
        if mark not in _YES | _NO:
            raise InputError(
                f"{sheet.name}, line {sheet.lines[row]}, column {column!r} must be yes or no, "
                f"got {cell!r}"
            )
        marks[row] = mark in _YES
    return marks


def _scale(
    positions: Ranges, references: Floats, given: tuple[float, float] | None
) -> tuple[tuple[float, float], tuple[str, ...]]:
    """Return what 0 and 100 stand for, and what to say of it."""
    if given is not None:
        return given, ()
    everything = np.concatenate([positions.low, positions.high, references])
    low, high = float(everything.min()), float(everything.max())
    span = f"{low:g}:{high:g}"
    if low < 0 or high > 100:
        return (low, high), (f"positions lie beyond 0 to 100: taken to run from {span}",)
    if 0 < high - low < 20:
        remark = (
            f"positions span only {low:g} to {high:g} of a scale from 0 to 100; "
            f"if the scale is narrower, say so, as in --scale {span}"
        )
        return (0.0, 100.0), (remark,)
    return (0.0, 100.0), ()


def solve(
    table: IssueTable | str | Path,
    *,
    solver: str = DEFAULT,
    n_draws: int = N_DRAWS,
    seed: int = 0,
    scale: tuple[float, float] | None = None,
    reference: float | None = None,
) -> Solution:
    """Return the distribution that one solver gives for one issue, and the points of all.

    Parameters
    ----------
    table :
        A table, or the path of a file that holds one issue (`scale` and `reference` are for files:
        a table has its own).
    solver, n_draws, seed :
        As in `detente.model.table.solve`.

    Raises
    ------
    InputError
        If the file holds no table or several issues, or the solver cannot be used on it.
    """
    if isinstance(table, IssueTable):
        return solve_table(table, solver=solver, n_draws=n_draws, seed=seed)
    found, _ = solve_file(
        Path(table),
        solver=solver,
        n_draws=n_draws,
        seed=seed,
        scale=scale,
        reference=reference,
    )
    if len(found) > 1:
        raise InputError(
            f"{table} holds {len(found)} issues: use detente.runs.solve.solve_file, "
            "which returns one solution an issue"
        )
    return found[0]


def solve_file(
    path: Path,
    *,
    solver: str = DEFAULT,
    n_draws: int = N_DRAWS,
    seed: int = 0,
    scale: tuple[float, float] | None = None,
    reference: float | None = None,
    proposer: str | None = None,
    quota: float = MAJORITY,
    no_agreement_cost: float = NO_AGREEMENT_COST,
) -> tuple[tuple[Solution, ...], tuple[str, ...]]:
    """Return the solution of each issue of a file, and remarks on reading it.

    Raises
    ------
    InputError
        As `read_tables` and `detente.model.table.solve` do.
    """
    if solver not in SOLVERS:
        known = ", ".join((*SOLVERS, "exchange"))
        raise InputError(f"unknown solver {solver!r}; known solvers: {known}")
    tables, remarks = read_tables(
        path,
        scale=scale,
        reference=reference,
        proposer=proposer,
        quota=quota,
        no_agreement_cost=no_agreement_cost,
    )
    found = tuple(solve_table(table, solver=solver, n_draws=n_draws, seed=seed) for table in tables)
    return found, remarks


def trade_file(path: Path, *, scale: tuple[float, float] | None = None) -> Trade:
    """Return the equal-gain exchange between the issues of a file."""
    return trade(read_tables(path, scale=scale)[0])


def score_file(path: Path, *, solver: str = DEFAULT) -> DecisionScores:
    """Return the scores of a solver on a file of past decisions with outcomes."""
    return score_decisions(read_decisions(path), solver)


def solutions_json(solutions: Sequence[Solution]) -> Json:
    """Return solutions as the JSON values that docs/solvers.md describes."""
    return {
        "format": "detente/solve/1",
        "issues": [
            {
                "issue": one.issue,
                "solver": one.solver,
                "n_actors": one.n_actors,
                "n_draws": one.n_draws,
                "scale": list(one.scale),
                "mean": one.mean,
                "quantiles": {f"{q:g}": value for q, value in one.quantiles.items()},
                "points": one.points,
                "disagreement": one.disagreement,
                "span": one.span,
                "probabilities": one.distribution.probabilities.tolist(),
                "rounds": None if one.rounds is None else asdict(one.rounds),
                "notes": list(one.notes),
            }
            for one in solutions
        ],
    }


def trade_json(made: Trade) -> Json:
    """Return an exchange as the JSON values that docs/solvers.md describes."""
    actor = made.names.__getitem__
    issue = made.issues.__getitem__
    return {
        "format": "detente/exchange/1",
        "issues": [
            {"issue": name, "before": before, "after": after}
            for name, before, after in zip(made.issues, made.before, made.after, strict=True)
        ],
        "actors": [
            {"actor": name, "own_gain": own, "externality": outside}
            for name, own, outside in zip(
                made.names, made.own_gains.tolist(), made.externalities.tolist(), strict=True
            )
        ],
        "deals": [
            {
                "first": actor(deal.first),
                "gives_on": issue(deal.given_by_first),
                "second": actor(deal.second),
                "receives_on": issue(deal.given_by_second),
                "gain": deal.gain,
                "externality": deal.externality,
            }
            for deal in made.deals
        ],
    }


def scores_json(scores: DecisionScores, solver: str) -> Json:
    """Return scores as the JSON values that docs/solvers.md describes."""
    return {"format": "detente/decisions/1", "solver": solver, **asdict(scores)}
