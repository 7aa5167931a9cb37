"""A case, a day and a horizon -> the JSON of an assessment."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from detente.case.asof import Case
from detente.case.chronology import DatedEvent, load_chronology
from detente.case.loading import load_case
from detente.errors import InputError
from detente.model.assess import assess_system
from detente.model.flip import smallest_flip
from detente.model.system import System
from detente.runs import evidence
from detente.runs.assessment_json import (
    Json,
    assessment_json,
    experts_json,
    flip_json,
    sobol_json,
)
from detente.runs.experts import experts_named, only_one, pooled, views_of
from detente.terms.document import Document

Report = Callable[[str, float], None]


def assess_case(
    name_or_path: str | Path,
    *,
    as_of: date | None = None,
    horizon: date | None = None,
    n_draws: int = 10_000,
    seed: int = 1,
    solver: str = "mixture",
    expert: str | None = None,
    documents: Sequence[Path] = (),
    flip: bool = False,
    sobol: bool = False,
    report: Report | None = None,
) -> Json:
    """Return the assessment of a case as JSON values, see docs/json-assess.md.

    Parameters
    ----------
    name_or_path :
        Folder of a case, its `case.yaml`, or the name of a built-in case.
    as_of, horizon :
        Day of the view and last day looked ahead to; the case's own if None.
    n_draws, seed, solver :
        As `detente.model.assess.assess_system` takes them.
    expert :
        Id of an expert of the case, by whose stakes everything is assessed; 'all' for the case's
        own stakes with what each expert's give, and their pool, beside them.
    documents :
        Reports, or folders of them, to read beside the case.
    flip, sobol :
        Whether to also look for the smallest flipping change, and for Sobol indices.
    report :
        Called with what is being done and the share done, in [0, 1].

    Raises
    ------
    InputError
        If the case or a document cannot be read, the horizon is not after the day, or the
        expert is unknown on it.
    """
    tell = report or (lambda _what, _share: None)
    case = load_case(name_or_path)
    day = as_of or case.default_day
    until = horizon or case.default_horizon
    if until <= day:
        raise InputError(f"the horizon {until} must come after the day {day}: give --horizon")
    experts = experts_named(case, day, expert)
    one = only_one(experts, expert)
    system = case.as_of(day, expert=one.id if one else None)
    reports = read_reports(documents, system, tell) if documents else ()
    assessment = assess_system(
        system,
        horizon=until,
        n_draws=n_draws,
        seed=seed,
        solver=solver,
        progress=tell,
    )
    beside = None
    if experts and one is None:
        views = views_of(
            case, experts, day, until, n_draws=n_draws, seed=seed, solver=solver, progress=tell
        )
        beside = experts_json(experts, views, pooled(list(views.values())))
    values = assessment_json(
        case, system, assessment, reports, chronology_of(case, day), expert=one, experts=beside
    )
    if flip:
        tell("looking for the smallest change that flips the outcome", 0.0)
        found = smallest_flip(system, until, n_draws=n_draws, seed=seed, solver=solver)
        values["flip"] = flip_json(found, assessment, system)
    if sobol:
        from detente.model.sobol import sobol_indices

        tell("Sobol indices", 0.0)
        inputs = tuple(driver.path for driver in assessment.drivers)
        indices = sobol_indices(system, until, inputs, seed=seed, solver=solver)
        values["sobol"] = sobol_json(indices, system)
    return values


def to_json(values: Mapping[str, Any]) -> str:
    """Return the text of JSON values: the same values give the same bytes."""
    return json.dumps(values, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def read_reports(
    paths: Sequence[Path], system: System, tell: Report
) -> tuple[evidence.ReadReport, ...]:
    """Return each report with what was read in it, in the order given.

    One that was published after the day, or that cannot be read, is set aside with a remark.

    Raises
    ------
    InputError
        If none of them can be read.
    """
    from detente.reading.reader import readings
    from detente.text.files import read_documents

    documents: list[Document] = []
    faults: list[InputError] = []
    for found in read_documents(paths, dyad=system.dyad):
        if isinstance(found, InputError):
            faults.append(found)
        else:
            documents.append(found)
    if not documents:
        raise faults[0] if faults else InputError("no report in what --documents names")
    words = evidence.words_of_issues(system.issues)
    read = readings(documents, words=words)
    reports = []
    for k, (document, reading) in enumerate(zip(documents, read, strict=True)):
        tell(f"reading {document.name}", k / len(documents))
        reports.append(evidence.usable(document, reading, as_of=system.day))
    return (*reports, *(evidence.unreadable(fault) for fault in faults))


def chronology_of(case: Case, day: date) -> tuple[DatedEvent, ...]:
    """Return the events of a case's chronology that could be known on a day."""
    path = case.folder / "chronology.csv"
    if not path.exists():
        return ()
    return load_chronology(path).as_of(day).entries
