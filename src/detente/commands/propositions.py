"""`detente propositions`: what five reports say of a relation beside what its case gives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.commands.terminal import TableFormat, emit, progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.runs.propositions import Verdict


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(propositions)


def propositions(
    case: Annotated[
        str, typer.Argument(help="The built-in case us-russia, or a changed copy of it.")
    ] = "us-russia",
    only: Annotated[
        list[str] | None, typer.Option(help="Only this one, such as P03; repeatable.")
    ] = None,
    draws: Annotated[int, typer.Option(min=100, max=1_000_000, help="Number of draws.")] = 10_000,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the draws.")] = 1,
    form: Annotated[
        TableFormat, typer.Option("--format", help="What to print.")
    ] = TableFormat.TEXT,
    out: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write there instead of printing.")
    ] = None,
) -> None:
    """Put what five reports argue to the case, and see whether it comes out of the model.

    Example: detente propositions us-russia --only P01 --only P31
    """
    import json

    from detente.runs.propositions import verdicts, verdicts_json

    with progress() as bar:
        task = bar.add_task("propositions", total=1.0)
        found = verdicts(
            case,
            n_draws=draws,
            seed=seed,
            only=tuple(only or ()),
            report=lambda what, share: bar.update(task, description=what, completed=share),
        )
    if form is TableFormat.JSON:
        values = verdicts_json(found, case=case, n_draws=draws, seed=seed)
        emit(json.dumps(values, ensure_ascii=False, indent=1), out)
    else:
        emit(_table(found), out)


def _table(found: Sequence[Verdict]) -> str:
    """Return the table as text."""
    lines = []
    for verdict in found:
        proposition, finding = verdict.proposition, verdict.finding
        mark = "holds" if finding.holds else "DOES NOT HOLD"
        figures = "; ".join(f"{name} {_number(x)}" for name, x in finding.figures.items())
        lines += [
            f"{proposition.id}  {mark}: {proposition.says} ({', '.join(proposition.reports)})",
            f"     reading: {proposition.reading}",
            f"     model:   {figures}",
            f"     why:     {finding.why}",
        ]
    n_hold = sum(verdict.finding.holds for verdict in found)
    return "\n".join([*lines, f"{n_hold} of {len(found)} hold"]) + "\n"


def _number(value: float) -> str:
    """Return a number with as many digits as it needs."""
    if value == int(value) and abs(value) >= 1:
        return str(int(value))
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.3f}"
