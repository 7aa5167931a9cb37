"""A ledger (YAML) -> questions, stated forecasts and resolutions, checked with line numbers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_core import PydanticCustomError

from detente.case.checking import Problem, shown
from detente.case.chronology import shown_file
from detente.case.schema import Form
from detente.case.yaml_lines import LinedYaml, Path_, parse_yaml, read_yaml
from detente.errors import InputError
from detente.terms.citation import Citation
from detente.terms.forecast import Question
from detente.terms.issue import TOPIC_IDS
from detente.terms.ledger import (
    JudgedQuestion,
    Ledger,
    Outcome,
    Report,
    Resolution,
    StatedForecast,
)
from detente.terms.period import PartialDate
from detente.terms.reading import Certainty
from detente.terms.states import near_matches
from detente.terms.words import icd203_midpoint

_T = TypeVar("_T")


def _partial_date(value: object) -> PartialDate:
    if isinstance(value, date):
        return PartialDate.of(value)
    try:
        return PartialDate.parse(str(value))
    except InputError:
        raise PydanticCustomError("day", "must be a day, a month or a year: YYYY-MM-DD") from None


class CitationForm(Form):
    """A source to look up."""

    title: str
    publisher: str
    published_on: Annotated[PartialDate, BeforeValidator(_partial_date)]
    url: str | None = None


class ResolutionForm(Form):
    """What came of a question."""

    outcome: Outcome
    resolved_on: date | None = None
    fact: str = ""
    source: CitationForm | None = None


class QuestionForm(Form):
    """A question and what came of it."""

    id: str
    text: str
    issue: str
    opens_on: date
    resolves_on: date
    rule: str
    resolution: ResolutionForm = ResolutionForm(outcome="open")


class ForecastForm(Form):
    """What one person said of one question."""

    id: str
    question: str
    forecaster: str
    made_on: date
    report: str
    said: str
    certainty: Certainty | None = None
    probability: float | None = Field(default=None, ge=0, le=1)
    condition: str | None = None
    horizon_said: str | None = None
    endorsed: bool = True
    borderline: bool = False
    same_as: str | None = None
    resolution: ResolutionForm | None = None


class ReportForm(Form):
    """Where forecasts were read."""

    title: str
    author: str
    publisher: str
    published_on: date
    url: str | None = None
    note: str | None = None


class LedgerForm(Form):
    """The whole file."""

    reports: dict[str, ReportForm]
    forecasters: dict[str, str]
    questions: list[QuestionForm]
    forecasts: list[ForecastForm]


def _validation_problems(error: ValidationError, tree: LinedYaml) -> Iterator[Problem]:
    for detail in error.errors(include_url=False):
        context = detail.get("ctx", {})
        path: Path_ = tuple(detail["loc"])
        kind, message = detail["type"], str(detail["msg"])
        if kind == "unknown_field":
            path = (*path, str(context.get("key")))
        elif kind == "missing":
            message = "is missing"
        elif kind != "mapping":
            found = repr(detail.get("input"))
            message = message.replace("Input should be ", "must be ")
            message = message.replace("a valid string", "text, in quotes if it looks like a number")
            message += f", found {found if len(found) <= 60 else found[:57] + '...'}"
        yield Problem(tree.line(path), shown(path), message)


def _refuse(problems: list[Problem], tree: LinedYaml) -> None:
    if problems:
        first = min(problems)
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise InputError(f"{tree.name}:{first.line}: {first.where}: {first.text}{more}")


def _form(tree: LinedYaml) -> LedgerForm:
    if tree.value is None:
        raise InputError(f"{tree.name}:1: the file is empty; it needs 'questions' and 'forecasts'")
    try:
        return LedgerForm.model_validate(tree.value)
    except ValidationError as error:
        _refuse(list(_validation_problems(error, tree)), tree)
        raise InputError(f"{tree.name}: not a ledger") from None


def _unknown(kind: str, value: str, known: Collection[str]) -> str | None:
    if value in known:
        return None
    hint = near_matches(value, sorted(known))
    return f"unknown {kind} {value!r}{hint or f'; the ledger has {len(known)} of them'}"


def _twice(section: str, ids: list[str], tree: LinedYaml) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for index, id_ in enumerate(ids):
        path = (section, index, "id")
        if id_ in first:
            text = f"{id_!r} is already used on line {tree.line((section, first[id_], 'id'))}"
            yield Problem(tree.line(path), shown(path), text)
        first.setdefault(id_, index)


def _reference_problems(
    form: LedgerForm, tree: LinedYaml, issues: Collection[str]
) -> Iterator[Problem]:
    yield from _twice("questions", [q.id for q in form.questions], tree)
    yield from _twice("forecasts", [f.id for f in form.forecasts], tree)
    questions = {question.id for question in form.questions}
    earlier: set[str] = set()
    named: list[tuple[Path_, str | None]] = [
        (("questions", index, "issue"), _unknown("issue", question.issue, issues))
        for index, question in enumerate(form.questions)
    ]
    for index, stated in enumerate(form.forecasts):
        at: Path_ = ("forecasts", index)
        named.append(((*at, "question"), _unknown("question", stated.question, questions)))
        named.append(
            ((*at, "forecaster"), _unknown("forecaster", stated.forecaster, form.forecasters))
        )
        named.append(((*at, "report"), _unknown("report", stated.report, form.reports)))
        if stated.same_as is not None:
            named.append(((*at, "same_as"), _unknown("earlier forecast", stated.same_as, earlier)))
        earlier.add(stated.id)
    for path, text in named:
        if text:
            yield Problem(tree.line(path), shown(path), text)


def _citation(form: CitationForm) -> Citation:
    return Citation(
        title=form.title,
        publisher=form.publisher,
        published_on=form.published_on,
        url=form.url,
    )


def _resolution(form: ResolutionForm) -> Resolution:
    return Resolution(
        outcome=form.outcome,
        resolved_on=form.resolved_on,
        fact=form.fact,
        citation=_citation(form.source) if form.source else None,
    )


def _question(form: QuestionForm) -> JudgedQuestion:
    resolution = _resolution(form.resolution)
    return JudgedQuestion(
        question=Question(
            key=form.id,
            text=form.text,
            opens_on=form.opens_on,
            resolves_on=form.resolves_on,
            rule=form.rule,
            outcome=resolution.came_true,
            issue=form.issue,
        ),
        resolution=resolution,
    )


def _stated(form: ForecastForm) -> StatedForecast:
    probability = form.probability
    if probability is None and form.certainty is not None:
        probability = icd203_midpoint(form.certainty)
    return StatedForecast(
        key=form.id,
        question=form.question,
        forecaster=form.forecaster,
        made_on=form.made_on,
        report=form.report,
        said=form.said,
        certainty=form.certainty,
        probability=probability,
        condition=form.condition,
        horizon_said=form.horizon_said,
        endorsed=form.endorsed,
        borderline=form.borderline,
        same_as=form.same_as,
        resolution=_resolution(form.resolution) if form.resolution else None,
    )


def _report(key: str, form: ReportForm) -> Report:
    return Report(
        key=key,
        citation=Citation(
            title=form.title,
            publisher=form.publisher,
            published_on=PartialDate.of(form.published_on),
            url=form.url,
        ),
        author=form.author,
        published_on=form.published_on,
        note=form.note,
    )


def _built(
    path: Path_, make: Callable[[], _T], problems: list[Problem], tree: LinedYaml
) -> _T | None:
    try:
        return make()
    except InputError as error:
        problems.append(Problem(tree.line(path), shown(path), str(error)))
        return None


def _order_problems(ledger: Ledger, tree: LinedYaml) -> Iterator[Problem]:
    by_key = {stated.key: stated for stated in ledger.forecasts}
    for index, stated in enumerate(ledger.forecasts):
        at: Path_ = ("forecasts", index)
        question = ledger.question(stated)
        if not question.is_open_on(stated.made_on):
            text = (
                f"made on {stated.made_on}, but the question is open from {question.opens_on} "
                f"until {question.resolves_on}"
            )
            yield Problem(tree.line((*at, "made_on")), shown((*at, "made_on")), text)
        first = by_key.get(stated.same_as or "")
        if first is not None and first.question != stated.question:
            text = f"repeats {first.key!r}, which answers another question, {first.question!r}"
            yield Problem(tree.line((*at, "same_as")), shown((*at, "same_as")), text)


def checked_ledger(tree: LinedYaml, *, issues: Collection[str] = TOPIC_IDS) -> Ledger:
    """Return the ledger that the values of a file describe.

    Raises
    ------
    InputError
        With file, line, field and what was found, for the first thing wrong.
    """
    form = _form(tree)
    _refuse(list(_reference_problems(form, tree, issues)), tree)
    faults: list[Problem] = []

    def built(path: Path_, make: Callable[[], _T]) -> _T | None:
        return _built(path, make, faults, tree)

    questions = [
        built(("questions", index), partial(_question, part))
        for index, part in enumerate(form.questions)
    ]
    forecasts = [
        built(("forecasts", index), partial(_stated, part))
        for index, part in enumerate(form.forecasts)
    ]
    reports = [
        built(("reports", key), partial(_report, key, part)) for key, part in form.reports.items()
    ]
    _refuse(faults, tree)
    ledger = Ledger(
        name=tree.name,
        questions={judged.question.key: judged for judged in questions if judged},
        forecasts=tuple(stated for stated in forecasts if stated),
        reports={report.key: report for report in reports if report},
        forecasters=dict(form.forecasters),
    )
    _refuse(list(_order_problems(ledger, tree)), tree)
    return ledger


def parse_ledger(
    text: str, name: str = "ledger.yaml", *, issues: Collection[str] = TOPIC_IDS
) -> Ledger:
    """Return the ledger that YAML text describes.

    Raises
    ------
    InputError
        As `checked_ledger` says, and if it is not readable as YAML.

    Examples
    --------
    >>> ledger = parse_ledger('''
    ... reports:
    ...   r1: {title: A report, author: Ann, publisher: A house, published_on: 2017-01-16}
    ... forecasters: {ann: Ann}
    ... questions:
    ...   - {id: q1, text: It rains, issue: climate, opens_on: 2017-01-16,
    ...      resolves_on: 2018-01-16, rule: By the public record}
    ... forecasts:
    ...   - {id: f1, question: q1, forecaster: ann, made_on: 2017-01-16, report: r1,
    ...      said: probably, certainty: likely}
    ... ''')
    >>> ledger.forecasts[0].probability, ledger.why_unscored(ledger.forecasts[0])
    (0.675, 'open')
    """
    return checked_ledger(parse_yaml(text, name), issues=issues)


def load_ledger(path: Path, *, issues: Collection[str] = TOPIC_IDS) -> Ledger:
    """Return the ledger in a file.

    Raises
    ------
    InputError
        As `parse_ledger` says, and if the file cannot be read.
    """
    return checked_ledger(read_yaml(path, shown_file(path)), issues=issues)


def is_ledger(value: Any) -> bool:
    """Whether the values of a YAML file look like a ledger's."""
    return isinstance(value, dict) and "forecasts" in value and "questions" in value
