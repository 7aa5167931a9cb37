"""Experts of a case: the analysts laid over its stakes in, their views and pool out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from detente.case.asof import Case
from detente.case.entries import Entry, Provenance
from detente.case.view import View as CaseView
from detente.errors import InputError
from detente.model.assess import Progress, assessment_of
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


def only_one(experts: Sequence[Expert], name: str | None) -> Expert | None:
    """Return the expert of a name among those found for it, None for 'all' and for nobody."""
    return experts[0] if experts and name != ALL else None


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
