"""An assessment in, a short text or table of it for a terminal or a notebook out."""

from __future__ import annotations

from html import escape

from detente.model.result import Assessment, Estimate

Row = tuple[str, ...]

_ISSUE_HEADER: Row = (
    "issue",
    "now",
    "at the horizon",
    "90 %",
    "P(improve)",
    "P(worsen)",
    "blocked by",
)
_QUESTION_HEADER: Row = ("question", "by", "P", "in words")


def issue_rows(assessment: Assessment) -> list[Row]:
    """Return a row of text for each issue."""
    return [
        (
            issue.issue,
            f"{issue.status_quo.mean:.0f}",
            f"{issue.final.mean:.0f}",
            f"{issue.final.q05:.0f} to {issue.final.q95:.0f}",
            percent(issue.improve),
            percent(issue.worsen),
            ", ".join(issue.blockers[:2]) or "-",
        )
        for issue in assessment.issues
    ]


def question_rows(assessment: Assessment) -> list[Row]:
    """Return a row of text for each question."""
    return [
        (question.text, str(question.by), percent(question.probability), question.words)
        for question in assessment.questions
    ]


def percent(estimate: Estimate) -> str:
    """Return a probability as a whole percentage.

    Examples
    --------
    >>> percent(Estimate(value=0.123, low=0.1, high=0.2))
    '12 %'
    >>> percent(Estimate(value=0.001, low=0, high=0))
    '<1 %'
    """
    if 0 < estimate.value < 0.005:
        return "<1 %"
    return f"{100 * estimate.value:.0f} %"


def headline(assessment: Assessment) -> str:
    """Return the assessment in one line."""
    outcome = assessment.likeliest.replace("_", " ")
    return (
        f"{assessment.title}, {assessment.day} to {assessment.horizon}: {outcome} is likeliest "
        f"({percent(assessment.outcomes[assessment.likeliest])}); {assessment.n_draws} draws, "
        f"seed {assessment.seed}, solver {assessment.solver}"
    )


def outcome_line(assessment: Assessment) -> str:
    """Return the probabilities of the five outcomes in one line."""
    shares = (f"{name.replace('_', ' ')} {percent(p)}" for name, p in assessment.outcomes.items())
    return ", ".join(shares)


def assessment_text(assessment: Assessment) -> str:
    """Return an assessment as plain text of a few lines."""
    parts = [headline(assessment), outcome_line(assessment), ""]
    parts += _aligned(_ISSUE_HEADER, issue_rows(assessment))
    if assessment.questions:
        parts += ["", *_aligned(_QUESTION_HEADER, question_rows(assessment))]
    return "\n".join(parts)


def assessment_html(assessment: Assessment) -> str:
    """Return an assessment as HTML tables, for a notebook."""
    parts = [
        f"<p><b>{escape(headline(assessment))}</b><br>{escape(outcome_line(assessment))}</p>",
        _table(_ISSUE_HEADER, issue_rows(assessment)),
    ]
    if assessment.questions:
        parts.append(_table(_QUESTION_HEADER, question_rows(assessment)))
    return "\n".join(parts)


def _aligned(header: Row, rows: list[Row]) -> list[str]:
    widths = [max(len(row[k]) for row in (header, *rows)) for k in range(len(header))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (header, *rows)
    ]
    return [lines[0], "-" * len(lines[0]), *lines[1:]]


def _table(header: Row, rows: list[Row]) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in header)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
