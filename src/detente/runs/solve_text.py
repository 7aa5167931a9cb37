"""Solutions, exchanges and scores as text for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from detente.model.table import Solution, Trade
from detente.runs.decisions import DecisionScores

Row = TypeVar("Row")


def solutions_text(solutions: Sequence[Solution]) -> str:
    """Return solutions for reading: one in full, several a line each."""
    if len(solutions) == 1:
        return _in_full(solutions[0])
    return _by_line(
        ("issue", "mean", "median", "80% from", "to", "solvers apart"),
        solutions,
        lambda one: (
            one.issue,
            f"{one.mean:.4g}",
            f"{one.quantiles[0.5]:.4g}",
            f"{one.quantiles[0.1]:.4g}",
            f"{one.quantiles[0.9]:.4g}",
            f"{one.disagreement:.3g}",
        ),
    )


def _in_full(one: Solution) -> str:
    """Return one solution as lines."""
    low, high = one.scale
    drawn = f", {one.n_draws} draws from the ranges" if one.n_draws > 1 else ""
    lines = [
        f"{one.issue or 'Issue'}: {one.n_actors} actors, scale {low:g} to {high:g}, "
        f"solver {one.solver}{drawn}",
        "",
        f"  mean {one.mean:.4g}   median {one.quantiles[0.5]:.4g}   "
        f"80% from {one.quantiles[0.1]:.4g} to {one.quantiles[0.9]:.4g}   "
        f"90% from {one.quantiles[0.05]:.4g} to {one.quantiles[0.95]:.4g}",
        "",
        "  each solver's point, for the likeliest numbers",
        *(f"    {name:<15}{point:>10.4g}" for name, point in one.points.items()),
        f"  they lie {one.disagreement:.4g} apart: {_agreement(one)}",
    ]
    if one.rounds is not None:
        medians = " ".join(f"{median:.4g}" for median in one.rounds.medians)
        lines.append(f"  medians of rounds 0 to {len(one.rounds.medians) - 1}: {medians}")
    lines += [f"  note: {note}" for note in one.notes]
    return "\n".join(lines)


def _agreement(one: Solution) -> str:
    """Return how much the choice of solver matters, in words."""
    share = one.disagreement / one.span if one.span > 0 else 0.0
    if share < 0.05:
        return "the choice of solver hardly matters"
    if share < 0.2:
        return "the choice of solver matters"
    return "the choice of solver decides; do not lean on one"


def trade_text(made: Trade) -> str:
    """Return an exchange for reading."""
    issues = _by_line(
        ("issue", "before", "after"),
        list(zip(made.issues, made.before, made.after, strict=True)),
        lambda row: (row[0], f"{row[1]:.4g}", f"{row[2]:.4g}"),
    )
    actors = _by_line(
        ("actor", "gain by own deals", "by those of others"),
        list(zip(made.names, made.own_gains.tolist(), made.externalities.tolist(), strict=True)),
        lambda row: (row[0], f"{row[1]:.4g}", f"{row[2]:.4g}"),
    )
    noun = "deal" if len(made.deals) == 1 else "deals"
    return f"{len(made.deals)} {noun}\n\n{issues}\n\n{actors}"


def scores_text(scores: DecisionScores, solver: str) -> str:
    """Return scores for reading."""
    return "\n".join(
        (
            f"{solver} on {scores.n} decisions",
            f"  mean absolute error of the mean    {scores.mae:8.3f}",
            f"  mean absolute error of the median  {scores.mae_median:8.3f}",
            f"  CRPS                               {scores.crps:8.3f}",
            f"  Brier score of outcome above 50    {scores.brier:8.4f}",
            f"  log score, nats                    {scores.log_score:8.3f}",
            f"  outcomes within the central 80%    {scores.cover:8.3f}",
        )
    )


def _by_line(
    header: Sequence[str], rows: Sequence[Row], cells: Callable[[Row], Sequence[str]]
) -> str:
    """Return rows as aligned text: the first column to the left, the others to the right."""
    grid = [tuple(header), *(tuple(cells(row)) for row in rows)]
    widths = [max(len(row[column]) for row in grid) for column in range(len(header))]
    return "\n".join(
        "  ".join(
            [row[0].ljust(widths[0])]
            + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        ).rstrip()
        for row in grid
    )
