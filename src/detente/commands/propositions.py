"""`detente propositions`: what five reports say of a relation beside what its case gives."""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from detente.commands.terminal import TableFormat, emit, progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.runs.proposition_limbs import Limb
    from detente.runs.propositions import Verdict

WIDTH = 110
"""Characters a line of the table."""


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
        emit(table(found), out)


def table(found: Sequence[Verdict]) -> str:
    """Return the table as text."""
    lines = []
    for verdict in found:
        proposition, finding = verdict.proposition, verdict.finding
        mark = "holds" if finding.holds else "DOES NOT HOLD"
        shown = [_limb(limb) for limb in finding.consequences]
        shown += [f"{name} {_number(x)}" for name, x in finding.more.items()]
        head = f"{mark}: {proposition.says} ({', '.join(proposition.reports)})"
        lines += _wrapped(f"{proposition.id}  ", head)
        lines += _wrapped("     reading: ", proposition.reading)
        lines += _wrapped("     model:   ", "; ".join(shown) or "cannot be asked")
        if finding.grounds:
            grounds = "; ".join(_limb(limb) for limb in finding.grounds)
            lines += _wrapped("     grounds: ", grounds)
        lines += _wrapped("     why:     ", finding.why)
    n_hold = sum(verdict.finding.holds for verdict in found)
    return "\n".join([*lines, f"{n_hold} of {len(found)} hold"]) + "\n"


def _wrapped(lead: str, text: str) -> list[str]:
    """Return text as lines of a table cell, the later ones set in like the first."""
    rest = " " * (5 if lead.startswith("P") else len(lead))
    return wrap(text, WIDTH, initial_indent=lead, subsequent_indent=rest)


def _limb(limb: Limb) -> str:
    """Return a figure beside its bound, marked where it does not keep it."""
    bound = _number(limb.bound) + (f" ({limb.bound_says})" if limb.bound_says else "")
    relation = limb.relation if limb.holds else f"NOT {limb.relation}"
    return f"{limb.says} {_number(limb.value)} {relation} {bound}"


def _number(value: float) -> str:
    """Return a number with as many digits as it needs."""
    if value != value:
        return "unknown"
    if value == int(value) and (abs(value) >= 1 or value == 0):
        return str(int(value))
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.3f}"
