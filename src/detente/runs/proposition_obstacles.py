"""Propositions on what stands in the way: shared runs in, figures and a judgement out."""

from __future__ import annotations

import numpy as np

from detente.model.assess import Run
from detente.model.outcomes import likeliest_outcome, outcome_codes, outcome_estimates
from detente.runs.proposition_measures import (
    END_OF_2021,
    Finding,
    both_want_more,
    issue_of,
    path_of,
    points_apart,
    rises,
    share,
    step_of,
    thaw,
)
from detente.runs.proposition_runs import Runs


def p01(runs: Runs) -> Finding:
    """While the law stands, economic relations cannot open."""
    free_run = runs.run("000", 2, {"remove": ["locks.caatsa"]})
    locked = share(rises(runs.run("000", 2), "sanctions", 1))
    free = share(rises(free_run, "sanctions", 1))
    return Finding(
        figures={"relief": locked, "relief without the law": free},
        holds=locked <= 0.05 and free - locked >= 0.15,
        why="relief waits for Congress; without the law the president's own departments decide",
    )


def p02(runs: Runs) -> Finding:
    """The president cannot lift sanctions alone."""
    stake = "stakes.us_president.sanctions"
    devoted = {"set": {f"{stake}.position": 100, f"{stake}.salience": 1}}
    value = share(rises(runs.run("000", 2, devoted), "sanctions", 1))
    return Finding(
        figures={"relief, president at 100": value},
        holds=value <= 0.10,
        why="his wish moves where bargaining lands, not who must open the lock",
    )


def _settled(runs: Runs, issue: str) -> Run:
    """Return the run in which an issue stands at its best anchor."""
    best = issue_of(runs.system("000"), issue)[1].anchors[-1].value
    patch = {"set": {f"issues.{issue}.status_quo": best}}
    return runs.run("000", END_OF_2021, patch, n_draws=runs.fewer)


def _gain(runs: Runs, issue: str) -> tuple[float, float]:
    """Return P(improvement from today) and the index gained when an issue is settled."""
    run, base = _settled(runs, issue), runs.run("000", END_OF_2021, n_draws=runs.fewer)
    start, unsettled = base.paths.index[0], base.paths.index[base.last]
    final = run.paths.index[run.last]
    improved = share(final - start > run.system.outcomes.freeze)
    return improved, float((final - unsettled).mean())


def p03(runs: Runs) -> Finding:
    """Ukraine is the largest obstacle."""
    gains = {issue.id: _gain(runs, issue.id) for issue in runs.system("000").issues}
    order = sorted(gains, key=lambda issue: gains[issue], reverse=True)
    first, second = order[0], order[1]
    return Finding(
        figures={
            "P(improvement) with ukraine settled": gains["ukraine"][0],
            "index gained with ukraine settled": gains["ukraine"][1],
            f"index gained with {second if first == 'ukraine' else first} settled": gains[
                second if first == "ukraine" else first
            ][1],
        },
        holds=first == "ukraine",
        why="it weighs most and holds up sanctions, trade, the alliance and the council",
    )


def p04(runs: Runs) -> Finding:
    """In Syria and Venezuela the question is frozen."""
    run = runs.run("000", 2)
    figures = {}
    for issue in ("syria", "venezuela"):
        levels, gap = path_of(run, issue), issue_of(run.system, issue)[1].anchor_gap
        figures[f"{issue} within one anchor"] = share(np.abs(levels[-1] - levels[0]) < gap)
    return Finding(
        figures=figures,
        holds=min(figures.values()) >= 0.6,
        why="each side backs its client and neither has decided to go further",
    )


def p05(runs: Runs) -> Finding:
    """On North Korea both want the same, but it helps little."""
    run = runs.run("000", END_OF_2021, n_draws=runs.fewer)
    gaps = {issue.id: points_apart(run, issue.id) for issue in run.system.issues}
    shared = [issue for issue, gap in gaps.items() if gap <= 20 and both_want_more(run, issue)]
    gains = {issue: _gain(runs, issue)[1] for issue in shared}
    others = [gain for issue, gain in gains.items() if issue != "north_korea"]
    helps = gains.get("north_korea", 100.0)
    return Finding(
        figures={
            "points apart on North Korea": gaps["north_korea"],
            "index gained by settling it": helps,
            "least index gained by another shared issue": min(others, default=0.0),
            "shared issues": len(shared),
        },
        holds="north_korea" in shared and bool(others) and helps < min(others),
        why="Russia has little say in Pyongyang, so the issue weighs little and unlocks nothing",
    )


def p06(runs: Runs) -> Finding:
    """Arms control takes long."""
    soon = share(rises(runs.run("000", 1), "strategic_arms", 0.5))
    late = share(rises(runs.run("000", 4), "strategic_arms", 0.5))
    return Finding(
        figures={"agreement in 1 year": soon, "agreement in 4 years": late},
        holds=late > 0 and soon <= late / 3,
        why="an opening is rare and what is agreed takes three quarters to enter into force",
    )


def p07(runs: Runs) -> Finding:
    """At best a freeze."""
    codes = outcome_codes(runs.run("000", END_OF_2021).paths, runs.run("000", END_OF_2021).last)
    chances = {name: estimate.value for name, estimate in outcome_estimates(codes).items()}
    return Finding(
        figures={str(name): value for name, value in chances.items()},
        holds=likeliest_outcome(codes) == "freeze"
        and chances["detente"] <= 0.10
        and chances["alignment"] <= 0.05,
        why="blocks and vetoes on the heavy issues hold the index where it is",
    )


def p26(runs: Runs) -> Finding:
    """Even progress in Ukraine would not bring relief under the law."""
    gap = issue_of(runs.system("004"), "ukraine")[1].anchor_gap
    run = runs.run("004", END_OF_2021, step_of("RUS", "ukraine", gap))
    value = share(rises(run, "sanctions", 1))
    return Finding(
        figures={"relief after progress in Ukraine": value},
        holds=value <= 0.15,
        why="the link to Minsk falls away, the law stays",
    )


def p30(runs: Runs) -> Finding:
    """Very low prospects of improvement."""
    value = thaw(runs.run("004", END_OF_2021))
    return Finding(
        figures={"limited thaw or better": value},
        holds=value <= 0.20,
        why="the law, Congress and the inquiry hold what weighs most",
    )


def p31(runs: Runs) -> Finding:
    """It was easier before the law."""
    before = share(rises(runs.run("002", 2), "sanctions", 1))
    after = share(rises(runs.run("004", 2), "sanctions", 1))
    return Finding(
        figures={"relief as of February 2017": before, "relief as of September 2017": after},
        holds=before > after,
        why="orders can be undone by order, a law cannot",
    )
