"""A ledger -> scores by forecaster and by report, calibration, skill, disagreements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from detente.case.ledger import load_ledger
from detente.case.loading import case_folder
from detente.errors import InputError
from detente.scoring.brier import brier_scores
from detente.scoring.calibration import calibration_error, calibration_table
from detente.scoring.logarithmic import log_scores
from detente.scoring.skill import base_rate, base_rate_forecasts, skill
from detente.terms.ledger import Ledger, Report, StatedForecast
from detente.terms.words import ICD203_WORDS, icd203_word

Json = dict[str, Any]

SCHEMA = "detente/score"

WORDS_NOTE = (
    "forecasts coded from prose are the authors' words mapped to ICD-203 midpoints: the scores "
    "judge that coding as much as the authors; outcomes were coded with hindsight"
)
BASE_NOTE = "the base rate, and so the skill, depends on which way round the questions were put"
FEW_NOTE = "a group with fewer than {n} scored forecasts shows chance more than skill"
FEW = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredForecast:
    """One forecast with its outcome and its reference, ready to be scored."""

    stated: StatedForecast
    probability: float  # in [0, 1]
    came_true: bool
    reference: float  # what the other questions' outcomes suggest, in (0, 1)


def ledger_path(name_or_path: str | Path) -> Path:
    """Return the ledger file of a ledger's path, a case folder or a built-in case's name.

    Raises
    ------
    InputError
        If there is no such file or case, or the case has no ledger.
    """
    path = Path(name_or_path)
    if path.is_file() and path.name != "case.yaml":
        return path
    if (path / "ledger.yaml").is_file():
        return path / "ledger.yaml"
    if path.suffix in (".yaml", ".yml") and not path.exists():
        raise InputError(f"no file {name_or_path}; give a ledger, a case folder or a built-in case")
    file = case_folder(name_or_path) / "ledger.yaml"
    if not file.is_file():
        raise InputError(
            f"the case {name_or_path} has no ledger.yaml; docs/ledger.md says how to write one"
        )
    return file


def scored_forecasts(ledger: Ledger, *, firm: bool = False) -> tuple[ScoredForecast, ...]:
    """Return the forecasts of a ledger that can be scored, each with its reference.

    Parameters
    ----------
    ledger
        As it stood on the day of scoring.
    firm
        Whether to leave out statements that are hardly forecasts.
    """
    chosen = [f for f in ledger.scored() if not (firm and f.borderline)]
    outcome: dict[str, bool] = {}
    for stated in chosen:
        outcome[_unit(stated)] = bool(ledger.resolution(stated).came_true)
    if not outcome:
        return ()
    blind = base_rate_forecasts([*outcome.values()])
    reference = dict(zip(outcome, blind.tolist(), strict=True))
    return tuple(
        ScoredForecast(
            stated=stated,
            probability=stated.probability if stated.probability is not None else 0.5,
            came_true=outcome[_unit(stated)],
            reference=reference[_unit(stated)],
        )
        for stated in chosen
    )


def _unit(stated: StatedForecast) -> str:
    return f"forecast {stated.key}" if stated.resolution else f"question {stated.question}"


def group_scores(forecasts: Sequence[ScoredForecast]) -> Json:
    """Return the mean scores of forecasts: Brier, log, calibration error, skill.

    Raises
    ------
    InputError
        If there are none.
    """
    p = [f.probability for f in forecasts]
    o = [f.came_true for f in forecasts]
    brier = float(brier_scores(p, o).mean())
    log = float(log_scores(p, o).mean())
    reference = float(brier_scores([f.reference for f in forecasts], o).mean())
    return {
        "n": len(forecasts),
        "brier": brier,
        "log": log if np.isfinite(log) else None,
        "calibration_error": calibration_error(calibration_table(p, o)),
        "mean_probability": float(np.mean(p)),
        "base_rate": base_rate(o),
        "reference_brier": reference,
        "skill": skill(brier, reference),
    }


def _groups(
    forecasts: Iterable[ScoredForecast],
    key: Callable[[StatedForecast], str],
    names: Mapping[str, str],
    stated: Iterable[StatedForecast],
) -> list[Json]:
    members: dict[str, list[ScoredForecast]] = {}
    for forecast in forecasts:
        members.setdefault(key(forecast.stated), []).append(forecast)
    n_stated = Counter(key(statement) for statement in stated)
    rows = []
    for id_, count in n_stated.items():
        scores = group_scores(members[id_]) if id_ in members else {"n": 0}
        rows.append({"id": id_, "name": names.get(id_, id_), "n_stated": count, **scores})
    return sorted(rows, key=lambda row: (-row["n"], row["id"]))


def _report_fields(report: Report | None) -> Json:
    """Return where a report can be looked up; nulls where the ledger does not say."""
    citation = report.citation if report else None
    return {
        "published_on": report.published_on.isoformat() if report else None,
        "author": report.author if report else None,
        "publisher": citation.publisher if citation else None,
        "url": citation.url if citation else None,
        "note": report.note if report else None,
    }


def _calibration(forecasts: Sequence[ScoredForecast]) -> list[Json]:
    table = calibration_table([f.probability for f in forecasts], [f.came_true for f in forecasts])
    return [
        {
            "word": word,
            "low": part.low,
            "high": part.high,
            "n": part.n,
            "mean_probability": part.mean_probability,
            "frequency": part.frequency,
        }
        for word, part in zip(ICD203_WORDS, table, strict=True)
    ]


def disagreements(ledger: Ledger) -> list[Json]:
    """Return the questions on which two or more forecasters gave a probability, widest first.

    `pooled` is the plain mean of the forecasters' probabilities, each forecaster counted once
    by the latest statement.
    """
    rows = []
    for id_, judged in ledger.questions.items():
        said: dict[str, StatedForecast] = {}
        for stated in ledger.forecasts:
            usable = stated.question == id_ and stated.endorsed and stated.same_as is None
            if usable and stated.probability is not None:
                earlier = said.get(stated.forecaster)
                if earlier is None or earlier.made_on <= stated.made_on:
                    said[stated.forecaster] = stated
        if len(said) < 2:
            continue
        p = {name: stated.probability or 0.0 for name, stated in said.items()}
        rows.append(
            {
                "question": id_,
                "text": judged.question.text,
                "probabilities": p,
                "pooled": float(np.mean([*p.values()])),
                "spread": max(p.values()) - min(p.values()),
                "outcome": judged.resolution.outcome,
            }
        )
    return sorted(rows, key=lambda row: (-float(str(row["spread"])), str(row["question"])))


def _line(ledger: Ledger, stated: StatedForecast, scored: Mapping[str, ScoredForecast]) -> Json:
    resolution = ledger.resolution(stated)
    question = ledger.question(stated)
    one = scored.get(stated.key)
    return {
        "id": stated.key,
        "report": stated.report,
        "forecaster": stated.forecaster,
        "made_on": stated.made_on.isoformat(),
        "question": question.key,
        "text": question.text,
        "issue": question.issue,
        "said": stated.said,
        "certainty": stated.certainty,
        "probability": stated.probability,
        "word": icd203_word(stated.probability) if stated.probability is not None else None,
        "condition": stated.condition,
        "horizon_said": stated.horizon_said,
        "resolves_on": question.resolves_on.isoformat(),
        "rule": question.rule,
        "borderline": stated.borderline,
        "endorsed": stated.endorsed,
        "same_as": stated.same_as,
        "outcome": resolution.outcome,
        "resolved_on": resolution.resolved_on.isoformat() if resolution.resolved_on else None,
        "fact": resolution.fact or None,
        "source": str(resolution.citation) if resolution.citation else None,
        "brier": float(brier_scores([one.probability], [one.came_true])[0]) if one else None,
        "why_unscored": ledger.why_unscored(stated) or (None if one else "borderline"),
    }


def ledger_scores(ledger: Ledger, *, firm: bool = False) -> Json:
    """Return the scores of a ledger as JSON values, see docs/ledger.md."""
    forecasts = scored_forecasts(ledger, firm=firm)
    scored = {forecast.stated.key: forecast for forecast in forecasts}
    lines = [_line(ledger, stated, scored) for stated in ledger.forecasts]
    unscored = Counter(line["why_unscored"] for line in lines if line["why_unscored"])
    titles = {key: str(report.citation.title) for key, report in ledger.reports.items()}
    by_report = _groups(forecasts, lambda f: f.report, titles, ledger.forecasts)
    notes = [BASE_NOTE, FEW_NOTE.format(n=FEW)]
    if any(stated.certainty is not None for stated in ledger.forecasts):
        notes.insert(0, WORDS_NOTE)
    return {
        "schema": SCHEMA,
        "version": 1,
        "ledger": ledger.name,
        "firm": firm,
        "n_stated": len(ledger.forecasts),
        "n_scored": len(forecasts),
        "n_questions": len(ledger.questions),
        "unscored": dict(sorted(unscored.items())),
        "overall": group_scores(forecasts) if forecasts else None,
        "by_forecaster": _groups(
            forecasts, lambda f: f.forecaster, ledger.forecasters, ledger.forecasts
        ),
        "by_report": [
            {**row, **_report_fields(ledger.reports.get(row["id"]))} for row in by_report
        ],
        "calibration": _calibration(forecasts) if forecasts else [],
        "disagreements": disagreements(ledger),
        "forecasts": lines,
        "notes": notes,
    }


def score_ledger(
    name_or_path: str | Path, *, as_of: date | None = None, firm: bool = False
) -> Json:
    """Return the scores of a ledger file or of a case's ledger, as JSON values.

    Parameters
    ----------
    name_or_path
        A ledger, a case folder, or the name of a built-in case.
    as_of
        Score only what had been said, published and resolved by this day; None: all of it.
    firm
        Whether to leave out statements that are hardly forecasts.

    Raises
    ------
    InputError
        If the ledger cannot be read.
    """
    ledger = load_ledger(ledger_path(name_or_path))
    values = ledger_scores(ledger.as_of(as_of) if as_of else ledger, firm=firm)
    return {**values, "as_of": as_of.isoformat() if as_of else None}
