"""`detente solve`: a table of actors in, the distribution of the outcome out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.commands.terminal import TableFormat, emit, talk
from detente.errors import InputError


def register(app: typer.Typer) -> None:
    """Add `solve` to the command."""
    app.command()(solve)


def solve(
    table: Annotated[
        Path, typer.Argument(help="CSV with columns actor, position, salience, capability.")
    ],
    solver: Annotated[
        str,
        typer.Option(
            help="mixture, compromise, median, nash, pce, challenge, challenge_eq31, winset, or "
            "exchange for a table of several issues."
        ),
    ] = "mixture",
    form: Annotated[TableFormat, typer.Option("--format", help="text or json.")] = TableFormat.TEXT,
    draws: Annotated[int, typer.Option(help="Draws where the table has ranges.", min=1)] = 200,
    seed: Annotated[int, typer.Option(help="Seed of the draws.", min=0)] = 0,
    scale: Annotated[
        str | None, typer.Option(help="Ends of the scale of positions, as in 4:10.")
    ] = None,
    reference: Annotated[
        float | None, typer.Option(help="What holds when nothing is agreed.")
    ] = None,
    proposer: Annotated[
        str | None, typer.Option(help="Actor who alone may propose (solver winset).")
    ] = None,
    quota: Annotated[
        float, typer.Option(help="Share of the weight to be exceeded (solver winset).")
    ] = 0.5,
    no_agreement_cost: Annotated[
        float,
        typer.Option(help="What failure costs; 1: the width of the scale (solver nash).", min=0),
    ] = 1.0,
    decisions: Annotated[
        bool, typer.Option("--decisions", help="TABLE holds past decisions with outcomes: score.")
    ] = False,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="File to write.")] = None,
) -> None:
    """Solve one issue, or score a solver on past decisions.

    Example: detente solve table.csv --solver compromise
    """
    import json

    from detente.runs import solve as run
    from detente.runs import solve_text

    ends = _ends(scale)
    if decisions:
        scores = run.score_file(table, solver=solver)
        text, values = solve_text.scores_text(scores, solver), run.scores_json(scores, solver)
    elif solver == "exchange":
        made = run.trade_file(table, scale=ends)
        text, values = solve_text.trade_text(made), run.trade_json(made)
    else:
        solutions, remarks = run.solve_file(
            table,
            solver=solver,
            n_draws=draws,
            seed=seed,
            scale=ends,
            reference=reference,
            proposer=proposer,
            quota=quota,
            no_agreement_cost=no_agreement_cost,
        )
        for remark in remarks:
            talk().print(remark, style="yellow", highlight=False, markup=False)
        text, values = solve_text.solutions_text(solutions), run.solutions_json(solutions)
    emit(
        json.dumps(values, ensure_ascii=False, indent=1) if form is TableFormat.JSON else text, out
    )


def _ends(scale: str | None) -> tuple[float, float] | None:
    """Return the two ends of a scale given as LOW:HIGH."""
    if scale is None:
        return None
    low, colon, high = scale.partition(":")
    try:
        if colon:
            return float(low), float(high)
    except ValueError:
        pass
    raise InputError(f"a scale is given as LOW:HIGH, as in 4:10; got {scale!r}")
