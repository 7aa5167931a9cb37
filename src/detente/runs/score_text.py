"""The scores of a ledger, as JSON values -> text for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any

Json = dict[str, Any]

_NARROWEST = 60  # below this many columns, lines run over rather than shrink
_NUMBERS = 46  # columns that a table's numbers take

_WHY = {
    "borderline": "borderline (left out by --firm)",
    "no probability": "with no probability ('may', 'could')",
    "not endorsed": "not endorsed (told to be rebutted, or as others' view)",
    "open": "open (the outcome is not known yet)",
    "repeats another": "that repeat an earlier statement",
    "unresolvable": "unresolvable (no public record can settle it)",
    "void": "void (the condition was not met)",
}
_BETTER = (
    "stated: statements; scored: those that have a score. Brier, log and calib. (the calibration "
    "error): 0 is best; always saying 50 % gives Brier 0.25, log 0.69. skill: above 0 beats the "
    "base rate, 1 is perfect."
)
_MARKS = (
    "The probability is that of yes. [borderline]: hardly a forecast (a promise, a claim about "
    "what can be). [not endorsed]: told to be rebutted, or as others' view. [repeats ...]: says "
    "again what an earlier statement says."
)


def scores_text(values: Json, *, every: bool = False, width: int = 110) -> str:
    """Return the tables of a ledger's scores.

    Parameters
    ----------
    values
        As `detente.runs.score.ledger_scores` gives them.
    every
        Whether to list every statement as well.
    width
        Columns to fill; addresses alone may run over.
    """
    return "\n".join(_lines(values, every, max(width, _NARROWEST))) + "\n"


def _lines(values: Json, every: bool, width: int) -> Iterator[str]:
    names = _short_names(values)
    yield from _head(values, width)
    if values["overall"]:
        yield from _overall(values["overall"], width)
        yield ""
        yield from _wrapped(_BETTER, width)
        forecasters = [(names[row["id"]], row) for row in values["by_forecaster"]]
        yield from _group_table("by forecaster", forecasters, width)
        reports = [(_dated_title(row), row) for row in values["by_report"]]
        yield from _group_table("by report", reports, width)
        yield from _calibration_table(values["calibration"], width)
    if values["disagreements"]:
        yield from _shared_questions(values["disagreements"], names, width)
    if every:
        yield from _every_statement(values, width)
    yield ""
    for note in values["notes"]:
        yield from _wrapped(note, width, "note: ", "      ")


def _wrapped(text: str, width: int, first: str = "", rest: str = "  ") -> list[str]:
    return wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip(" ,;:") + "…"


def _percent(probability: float) -> str:
    return f"{round(probability * 100, 1):g} %"


def _number(value: float | None) -> str:
    return "inf" if value is None else f"{value:.3f}"


def _short_names(values: Json) -> dict[str, str]:
    """Return who each forecaster is, without a last part that only names a report's id."""
    ids = "|".join(re.escape(row["id"]) for row in values["by_report"])
    tail = re.compile(rf",[^,]*\breport (?:{ids})$")
    rows = values["by_forecaster"]
    short = {row["id"]: tail.sub("", row["name"]) for row in rows}
    taken = [*short.values()]
    return {
        row["id"]: row["name"] if taken.count(short[row["id"]]) > 1 else short[row["id"]]
        for row in rows
    }


def _dated_title(row: Json) -> str:
    return f"{row['published_on']} {row['name']}" if row["published_on"] else str(row["name"])


def _counted(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def _head(values: Json, width: int) -> Iterator[str]:
    day = values.get("as_of")
    yield from _wrapped(
        f"{values['ledger']}{f' as of {day}' if day else ''}: "
        f"{_counted(values['n_stated'], 'statement')} on "
        f"{_counted(values['n_questions'], 'question')}, {values['n_scored']} scored"
        + ("; only what was said, published and known by that day" if day else ""),
        width,
    )
    if values["unscored"]:
        counts = sorted(values["unscored"].items(), key=lambda item: (-item[1], item[0]))
        yield from _wrapped(
            "not scored: " + "; ".join(f"{n} {_WHY.get(why, why)}" for why, n in counts), width
        )


def _overall(scores: Json, width: int) -> Iterator[str]:
    yield from _wrapped(
        f"all {scores['n']} scored: Brier {scores['brier']:.3f}, log {_number(scores['log'])}, "
        f"calibration error {scores['calibration_error']:.3f}; saying only the base rate of the "
        f"other questions would score Brier {scores['reference_brier']:.3f}, so skill is "
        f"{scores['skill']:+.2f}",
        width,
    )


def _group_table(title: str, rows: Sequence[tuple[str, Json]], width: int) -> Iterator[str]:
    label = min(max(22, *(len(name) for name, _ in rows)), width - _NUMBERS)
    yield ""
    yield f"{title:<{label}}  stated  scored   Brier    log  calib.  skill"
    for name, row in rows:
        cells = f"{_cut(name, label):<{label}}{row['n_stated']:>8}{row['n']:>8}"
        if row["n"]:
            cells += f"{row['brier']:>8.3f}{_number(row['log']):>7}"
            cells += f"{row['calibration_error']:>8.3f}{row['skill']:>+7.2f}"
        yield cells


def _calibration_table(rows: Sequence[Json], width: int) -> Iterator[str]:
    yield ""
    yield from _wrapped(
        "calibration: of the forecasts in each range, how many came true? "
        "better: 'came true' near 'forecast'",
        width,
    )
    yield f"{'word':<22}{'range':>9}{'scored':>8}{'forecast':>10}{'came true':>11}"
    for row in rows:
        span = f"{row['low'] * 100:.0f}-{row['high'] * 100:.0f} %"
        cells = f"{row['word']:<22}{span:>9}{row['n']:>8}"
        if row["n"]:
            cells += f"{row['mean_probability'] * 100:>8.0f} %{row['frequency'] * 100:>9.0f} %"
        yield cells


def _shared_questions(rows: Sequence[Json], names: Mapping[str, str], width: int) -> Iterator[str]:
    yield ""
    yield from _wrapped(
        "questions that two or more forecasters answered, those who differ most first "
        "(pooled: the plain mean)",
        width,
    )
    for row in rows:
        apart = f"{round(row['spread'] * 100, 1):g} points apart" if row["spread"] else "all agree"
        yield from _wrapped(row["text"], width, "  ", "  ")
        said = sorted(row["probabilities"].items(), key=lambda item: -item[1])
        for name, p in said:
            yield _cut(f"    {_percent(p):>6}  {names.get(name, name)}", width)
        yield f"    {apart}; pooled {_percent(row['pooled'])}; outcome: {row['outcome']}"


def _every_statement(values: Json, width: int) -> Iterator[str]:
    yield ""
    yield from _wrapped(f"every statement, by report. {_MARKS}", width)
    names = {row["id"]: row["name"] for row in values["by_forecaster"]}
    for report in sorted(values["by_report"], key=lambda row: row["published_on"] or ""):
        yield ""
        yield from _report_head(report, width)
        for row in values["forecasts"]:
            if row["report"] == report["id"]:
                yield ""
                yield from _statement(row, names, values.get("as_of"), width)


def _report_head(report: Json, width: int) -> Iterator[str]:
    parts = [
        f"report {report['id']}: {report['name']}",
        *(report[field] for field in ("author", "publisher", "published_on", "url")),
    ]
    # a publisher that writes under its own name is told once
    told = [*dict.fromkeys(part for part in parts if part)]
    yield from _wrapped(", ".join(told), width)
    if report["note"]:
        yield from _wrapped(f"({report['note']})", width, "  ")


def _statement(row: Json, names: Mapping[str, str], as_of: str | None, width: int) -> Iterator[str]:
    marks = [
        *(["borderline"] if row["borderline"] else []),
        *([] if row["endorsed"] else ["not endorsed"]),
        *([f"repeats {row['same_as']}"] if row["same_as"] else []),
    ]
    mark = f" [{'; '.join(marks)}]" if marks else ""
    who = names[row["forecaster"]]
    yield from _wrapped(f"{row['id']}, {row['made_on']}: {who}{mark}", width, "  ", "    ")
    for label, text in _facts(row, as_of):
        if text:
            yield from _wrapped(text, width, f"    {label:<11}", " " * 15)


def _facts(row: Json, as_of: str | None) -> Iterator[tuple[str, str | None]]:
    p = row["probability"]
    taken = "no probability" if p is None else f"taken as {_percent(p)} ({row['word']})"
    stated = f" (as stated: {row['horizon_said']})" if row["horizon_said"] else ""
    yield "question", row["text"]
    yield "said", f"'{row['said']}', {taken}"
    yield "condition", row["condition"]
    yield "horizon", f"{row['resolves_on']}{stated}"
    yield "outcome", _outcome(row, as_of)
    yield "source", row["source"]
    yield "score", _score(row)


def _outcome(row: Json, as_of: str | None) -> str:
    known = f", known on {row['resolved_on']}" if row["resolved_on"] else ""
    if row["outcome"] == "open":
        known = f", not known on {as_of}" if as_of else ", not known yet"
    return f"{row['outcome']}{known}" + (f": {row['fact']}" if row["fact"] else "")


def _score(row: Json) -> str:
    if row["brier"] is not None:
        return f"Brier {row['brier']:.3f}"
    why = row["why_unscored"]
    return {
        "borderline": "none, left out by --firm",
        "no probability": "none, as it gives no probability",
        "not endorsed": "none, as the report does not share it",
        "open": "none yet",
        "repeats another": "none, as it repeats an earlier statement",
        "unresolvable": "none, as no public record can settle it",
        "void": "none, as the condition was not met",
    }.get(why, f"none, {why}")
