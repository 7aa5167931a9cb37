"""The main job as one call for notebooks: a case in, an `Assessment` that shows itself out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from html import escape
from pathlib import Path

from detente.case.asof import Case
from detente.case.entries import Entry, Provenance
from detente.case.loading import load_case
from detente.case.view import View as CaseView
from detente.errors import InputError
from detente.model.assess import Progress, assess_system, assessment_of
from detente.model.display import assessment_html, assessment_text, percent
from detente.model.result import OUTCOMES, Assessment, Estimate, Outcome
from detente.model.run import run_system

ALL = "all"
"""What is asked for in place of an expert to have all of them, each by itself and pooled."""

_NEAREST_TO_FREEZE: tuple[Outcome, ...] = (
    "freeze",
    "limited_thaw",
    "worse",
    "detente",
    "alignment",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expert:
    """An analyst whose stakes a case holds beside its own, as seen on a day."""

    id: str
    name: str
    since: date | None  # day from which its stakes hold; None: always
    source: str | None  # id of a source of the case
    note: str | None
    n_stakes: int  # that it lays over the case's own
    n_overtaken: int  # of those, what the case has coded anew after `since`


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What one expert's stakes give, or the pool of several: probabilities by the horizon."""

    outcomes: dict[Outcome, Estimate]
    likeliest: Outcome
    improve: dict[str, Estimate]  # by issue
    worsen: dict[str, Estimate]
    questions: dict[str, Estimate]


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
    as_of: date | None = None,
    horizon: date | None = None,
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
        The case's own if None.
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
        If the case is broken, the horizon is not after the day, or the expert is unknown on it.

    Examples
    --------
    >>> from datetime import date
    >>> found = assess("us-russia", as_of=date(2017, 2, 15), n_draws=200, expert="all")
    >>> sorted(found.views)
    ['consensus', 'opportunity']
    >>> round(sum(p.value for p in found.pooled.outcomes.values()), 6)
    1.0
    """
    loaded = case if isinstance(case, Case) else load_case(case)
    day = as_of or loaded.default_day
    until = horizon or loaded.default_horizon
    if until <= day:
        raise InputError(f"the horizon {until} must come after the day {day}: give --horizon")
    experts = experts_named(loaded, day, expert)
    one = experts[0] if experts and expert != ALL else None
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


def experts_named(case: Case, day: date, name: str | None) -> tuple[Expert, ...]:
    """Return the expert of a name, all of them for 'all', none for None.

    Raises
    ------
    InputError
        If the case has no experts on the day, or none of that name.
    """
    if name is None:
        return ()
    known = case.experts(day)
    if not known:
        raise InputError(
            f"case {case.id} has no experts on {day}: leave the expert out, or take a later day"
        )
    if name not in (ALL, *known):
        raise InputError(
            f"unknown expert {name!r} on {day}; known on that day: {', '.join(known)}; "
            f"or {ALL}, for each and their pool"
        )
    return tuple(_expert(case, day, id_) for id_ in (known if name == ALL else (name,)))


def _expert(case: Case, day: date, id_: str) -> Expert:
    version = case.by_key[f"experts.{id_}"].on(day)
    if version is None:
        raise InputError(f"unknown expert {id_!r} on {day}")
    said: Provenance = version.given["name"]
    held = {f"stakes.{stake.actor}.{stake.issue}" for stake in case.as_of(day, expert=id_).stakes}
    laid = {key: entry for key, entry in overlay(case, day, id_).items() if key in held}
    return Expert(
        id=id_,
        name=version.form.name,
        since=said.since,
        source=said.source,
        note=said.note,
        n_stakes=len(laid),
        n_overtaken=sum(_overtaken(case, day, key, entry) for key, entry in laid.items()),
    )


def overlay(case: Case, day: date, expert: str) -> dict[str, Entry]:
    """Return an expert's entries by the key of the stake that they change."""
    return CaseView(case.tree.name, case.by_key, case.form.spread, day, expert).overlay()


def _overtaken(case: Case, day: date, key: str, entry: Entry) -> bool:
    """Whether the case has coded anew, since the expert did, what the expert's entry sets."""
    begun = entry.said.from_
    history = case.by_key.get(key)
    if history is None or begun is None:
        return False
    return any(
        later.is_seen_on(day)
        and later.has_begun_on(day)
        and later.said.from_ is not None
        and later.said.from_ > begun
        and not entry.fields.keys().isdisjoint(later.fields)
        for later in history.entries
    )


def views_of(
    case: Case,
    experts: Sequence[Expert],
    day: date,
    horizon: date,
    *,
    n_draws: int,
    seed: int,
    solver: str,
    progress: Progress | None = None,
) -> dict[str, View]:
    """Return what each expert's stakes give, by its id: all on the same random draws."""
    views = {}
    for k, expert in enumerate(experts):
        if progress is not None:
            progress(f"expert {expert.id}", k / len(experts))
        run = run_system(
            case.as_of(day, expert=expert.id),
            horizon=horizon,
            n_draws=n_draws,
            seed=seed,
            solver=solver,
        )
        views[expert.id] = _view(assessment_of(run, {}))
    return views


def _view(assessment: Assessment) -> View:
    return View(
        outcomes=assessment.outcomes,
        likeliest=assessment.likeliest,
        improve={issue.issue: issue.improve for issue in assessment.issues},
        worsen={issue.issue: issue.worsen for issue in assessment.issues},
        questions={question.question: question.probability for question in assessment.questions},
    )


def pooled(views: Sequence[View]) -> View:
    """Return the linear opinion pool of views, each with the same weight.

    A probability is the mean of theirs, which is the share in their draws put together. Issues
    and questions are those that all of them have.

    References
    ----------
    Stone, M. (1961). The opinion pool. Annals of Mathematical Statistics 32, 1339-1342.
    Genest, C. and Zidek, J. V. (1986). Combining probability distributions: a critique and an
    annotated bibliography. Statistical Science 1, 114-148.
    """
    outcomes = {name: mean_of([view.outcomes[name] for view in views]) for name in OUTCOMES}
    return View(
        outcomes=outcomes,
        likeliest=max(_NEAREST_TO_FREEZE, key=lambda name: outcomes[name].value),
        improve=_means([view.improve for view in views]),
        worsen=_means([view.worsen for view in views]),
        questions=_means([view.questions for view in views]),
    )


def _means(rows: Sequence[dict[str, Estimate]]) -> dict[str, Estimate]:
    return {
        name: mean_of([row[name] for row in rows])
        for name in rows[0]
        if all(name in row for row in rows)
    }


def mean_of(estimates: Sequence[Estimate]) -> Estimate:
    """Return the mean of estimates on the same draws.

    Its interval is the mean of theirs: the widest that the mean can have, however the estimates
    hang together, because a standard deviation of a mean is at most the mean of theirs.

    Examples
    --------
    >>> one = Estimate(value=0.25, low=0.125, high=0.5)
    >>> mean_of([one, Estimate(value=0.75, low=0.625, high=1.0)])
    Estimate(value=0.5, low=0.375, high=0.75)
    """
    n = len(estimates)
    return Estimate(
        value=sum(estimate.value for estimate in estimates) / n,
        low=sum(estimate.low for estimate in estimates) / n,
        high=sum(estimate.high for estimate in estimates) / n,
    )


def seen_by_lines(expert: Expert | None, experts: Sequence[Expert]) -> list[str]:
    """Return whose view it is as lines of text."""
    if expert is not None:
        return [f"as seen by {_described(expert)}"]
    head = "by the case's own stakes; its experts and their pool are in the last table"
    return [head, *(f"expert {_described(other)}" for other in experts)]


def _described(expert: Expert) -> str:
    since = f", coded from {expert.since}" if expert.since else ""
    overtaken = f"; the case has coded {expert.n_overtaken} of its {expert.n_stakes} stakes anew"
    text = f"{expert.id}: {expert.name}{since}"
    return text + f"{overtaken} since" if expert.n_overtaken else text


def _row(name: str, cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
    return "  ".join([f"{name:14}", *padded])
