"""The scores of a ledger, as JSON values -> text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

Json = dict[str, Any]


def scores_text(values: Json, *, every: bool = False) -> str:
    """Return the tables of a ledger's scores.

    Parameters
    ----------
    values
        As `detente.runs.score.ledger_scores` gives them.
    every
        Whether to list every forecast as well.
    """
    return "\n".join(_lines(values, every)) + "\n"


def _lines(values: Json, every: bool) -> Iterator[str]:
    day = f" as of {values['as_of']}" if values.get("as_of") else ""
    unscored = ", ".join(f"{n} {why}" for why, n in values["unscored"].items())
    yield (
        f"{values['ledger']}{day}: {values['n_stated']} statements on {values['n_questions']} "
        f"questions, {values['n_scored']} scored"
        + (f"; not scored: {unscored}" if unscored else "")
    )
    if values["overall"]:
        yield from _overall(values["overall"])
        yield from _group_table("by forecaster", values["by_forecaster"])
        yield from _group_table("by report", values["by_report"])
        yield from _calibration_table(values["calibration"])
    if values["disagreements"]:
        yield from _disagreement_table(values["disagreements"])
    if every:
        yield from _forecast_table(values["forecasts"])
    yield ""
    yield from (f"note: {note}" for note in values["notes"])


def _overall(scores: Json) -> Iterator[str]:
    yield (
        f"Brier {scores['brier']:.3f}, log {_number(scores['log'])}, calibration error "
        f"{scores['calibration_error']:.3f}; the base rate of the other questions scores "
        f"{scores['reference_brier']:.3f}: skill {scores['skill']:+.2f}"
    )


def _number(value: float | None) -> str:
    return "inf" if value is None else f"{value:.3f}"


def _group_table(title: str, rows: Sequence[Json]) -> Iterator[str]:
    yield ""
    yield f"{title:<22}{'said':>5}{'n':>5}{'Brier':>8}{'log':>8}{'calib.':>8}{'skill':>8}"
    for row in rows:
        cells = f"{row['id']:<22}{row['n_stated']:>5}{row['n']:>5}"
        if row["n"]:
            cells += f"{row['brier']:>8.3f}{_number(row['log']):>8}"
            cells += f"{row['calibration_error']:>8.3f}{row['skill']:>+8.2f}"
        yield cells


def _calibration_table(rows: Sequence[Json]) -> Iterator[str]:
    yield ""
    yield f"{'calibration':<22}{'range':>10}{'n':>5}{'said':>8}{'came':>8}"
    for row in rows:
        span = f"{row['low'] * 100:.0f}-{row['high'] * 100:.0f} %"
        cells = f"{row['word']:<22}{span:>10}{row['n']:>5}"
        if row["n"]:
            cells += f"{row['mean_probability'] * 100:>6.0f} %{row['frequency'] * 100:>6.0f} %"
        yield cells


def _disagreement_table(rows: Sequence[Json]) -> Iterator[str]:
    yield ""
    yield "forecasters on the same question (pooled: the mean)"
    for row in rows:
        said = ", ".join(f"{name} {p:.2f}" for name, p in row["probabilities"].items())
        yield f"  {row['text']}"
        yield f"    {said}; pooled {row['pooled']:.2f}; outcome: {row['outcome']}"


def _forecast_table(rows: Sequence[Json]) -> Iterator[str]:
    yield ""
    yield "every forecast"
    for row in rows:
        p = "  - " if row["probability"] is None else f"{row['probability']:.2f}"
        came = row["outcome"] + (f" {row['resolved_on']}" if row["resolved_on"] else "")
        score = f"Brier {row['brier']:.3f}" if row["brier"] is not None else row["why_unscored"]
        yield f"  {row['made_on']} {row['forecaster']:<18} {p} {row['text']}"
        yield f"    said: {row['said']}; came: {came}; {score}"
