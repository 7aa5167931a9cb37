"""The main job as one call for notebooks: a case in, an `Assessment` that shows itself out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from html import escape
from pathlib import Path

from detente.case.asof import Case
from detente.case.loading import load_case
from detente.errors import InputError
from detente.model.assess import assess_system
from detente.model.display import assessment_html, assessment_text, percent
from detente.model.result import OUTCOMES, Assessment
from detente.runs.experts import (
    Expert,
    View,
    experts_named,
    only_one,
    pooled,
    seen_by_lines,
    views_of,
)
from detente.terms.period import day_of


@dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True)
class ExpertAssessment(Assessment):
    """An assessment that knows its experts.

    With one expert asked for, everything in it is as that expert sees it. With all of them,
    everything but `views` and `pooled` is by the case's own stakes.
    """

    expert: Expert | None = None
    experts: tuple[Expert, ...] = ()
    views: dict[str, View] = field(default_factory=dict)  # by the expert's id
    pooled: View | None = None

    def __repr__(self) -> str:
        first, *rest = assessment_text(self).splitlines()
        return "\n".join([first, *seen_by_lines(self.expert, self.experts), *rest, *self._table()])

    def _repr_html_(self) -> str:
        lines = "<br>".join(map(escape, seen_by_lines(self.expert, self.experts)))
        table = escape("\n".join(self._table()))
        return f"<p>{lines}</p>\n{assessment_html(self)}" + (
            f"\n<pre>{table}</pre>" if table else ""
        )

    def _table(self) -> list[str]:
        """Return the outcomes by expert as lines of text, none where one expert was asked for."""
        if self.pooled is None:
            return []
        columns = {"own stakes": self.outcomes}
        columns |= {name: view.outcomes for name, view in self.views.items()}
        columns["pooled"] = self.pooled.outcomes
        widths = [max(len(name), 6) for name in columns]
        lines = ["", _row("outcome", list(columns), widths)]
        lines += [
            _row(outcome.replace("_", " "), [percent(p[outcome]) for p in columns.values()], widths)
            for outcome in OUTCOMES
        ]
        return lines


def assess(
    case: Case | str | Path,
    *,
    as_of: date | str | None = None,
    horizon: date | str | None = None,
    n_draws: int = 10_000,
    seed: int = 1,
    solver: str = "mixture",
    expert: str | None = None,
) -> Assessment:
    """Return where a relation stands on a day and where it may go until a horizon.

    Parameters
    ----------
    case :
        A loaded case, its folder, or the name of a built-in case.
    as_of, horizon :
        Days, or text YYYY-MM-DD; the case's own if None.
    n_draws :
        1 to 1,000,000.
    seed :
        The same seed gives the same answer.
    solver :
        Name of the solver of single issues.
    expert :
        Id of an expert of the case whose stakes are laid over the case's own; 'all' for the
        assessment of the case's own stakes with every expert's view, and their pool, beside it.

    Returns
    -------
    Assessment
        An `ExpertAssessment` if an expert was asked for.

    Raises
    ------
    InputError
        If the case is broken, a day is none, the horizon is not after the day, or the expert is
        unknown on it.

    Examples
    --------
    >>> found = assess("us-russia", as_of="2017-02-15", n_draws=200, expert="all")
    >>> sorted(found.views)
    ['consensus', 'opportunity']
    >>> round(sum(p.value for p in found.pooled.outcomes.values()), 6)
    1.0
    """
    loaded = case if isinstance(case, Case) else load_case(case)
    day = loaded.default_day if as_of is None else day_of(as_of, "as_of")
    until = loaded.default_horizon if horizon is None else day_of(horizon, "horizon")
    if until <= day:
        raise InputError(f"the horizon {until} must come after the day {day}: give --horizon")
    experts = experts_named(loaded, day, expert)
    one = only_one(experts, expert)
    system = loaded.as_of(day, expert=one.id if one else None)
    own = assess_system(system, horizon=until, n_draws=n_draws, seed=seed, solver=solver)
    if expert is None:
        return own
    values = {part.name: getattr(own, part.name) for part in fields(own)}
    if one is not None:
        return ExpertAssessment(**values, expert=one)
    views = views_of(loaded, experts, day, until, n_draws=n_draws, seed=seed, solver=solver)
    return ExpertAssessment(
        **values, experts=experts, views=views, pooled=pooled(list(views.values()))
    )


def _row(name: str, cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
    return "  ".join([f"{name:14}", *padded])
