"""Propositions on what is answered and offered: shared runs in, figures and a judgement out."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from detente.model.assess import Run
from detente.model.draws import Mask
from detente.model.hypotheses import hypothesis_matrix
from detente.model.moves import appeal, ranked_moves
from detente.model.reciprocity import circle_of
from detente.runs.proposition_measures import (
    Finding,
    happened,
    highest_rise,
    issue_of,
    path_of,
    share,
    step_of,
)
from detente.runs.proposition_runs import Runs


def p15(runs: Runs) -> Finding:
    """Restraint is answered with warmth."""
    _, issue = issue_of(runs.system("001"), "diplomatic_presence")
    run = runs.run("001", 1, step_of("USA", issue.id, -issue.step))
    answered = happened(run, "responses.cut_staff", 1)
    trust = run.paths.trust[3]
    levels = run.paths.levels
    step = np.array([item.step for item in run.system.issues])[:, None] / 2
    warm = ((levels[3] - levels[1]) >= step).any(axis=0)
    figures = {
        "trust after restraint": float(trust[~answered].mean()),
        "trust after tit for tat": float(trust[answered].mean()),
        "cooperative step after restraint": share(warm[~answered]),
        "cooperative step after tit for tat": share(warm[answered]),
    }
    values = list(figures.values())
    return Finding(
        figures=figures,
        holds=values[0] > values[1] and values[2] > values[3],
        why="an answer that was due and stays away raises trust, and trust opens issues",
    )


def p18(runs: Runs) -> Finding:
    """Thwarted, Russia answers in the same circle, and more in the inner ones."""
    system = runs.system("003")
    rises_by_circle: dict[int, list[float]] = {}
    base = runs.run("003", 0.5, n_draws=runs.fewer)
    for response in system.responses:
        if response.side != "RUS" or response.goal is None:
            continue
        step = issue_of(system, response.trigger)[1].step
        patch = step_of("USA", response.trigger, -step)
        run = runs.run("003", 0.5, patch, n_draws=runs.fewer)
        name = f"responses.{response.id}"
        more = share(happened(run, name, 1)) - share(happened(base, name, 1))
        rises_by_circle.setdefault(circle_of(system, response), []).append(more)
    means = {circle: float(np.mean(rises_by_circle[circle])) for circle in sorted(rises_by_circle)}
    values = list(means.values())
    least = min(min(group) for group in rises_by_circle.values())
    return Finding(
        figures={f"rise in circle {circle}": value for circle, value in means.items()},
        holds=least > 0 and all(a > b for a, b in pairwise(values)),
        why="an answer's hazard falls with the circle of the goal that is thwarted",
    )


def p19(runs: Runs) -> Finding:
    """Rivalry of the other two gives Russia leverage, their summit takes it away."""
    values = {
        "before the summit": _leverage(runs.run("002", 0.25, n_draws=runs.fewer)),
        "after the summit": _leverage(runs.run("003", 0.5, n_draws=runs.fewer)),
    }
    for name, tie in (("at strong rivalry", -0.9), ("without rivalry", 0.0)):
        run = runs.run("002", 0.25, {"set": {"ties.usa_chn.value": tie}}, n_draws=runs.fewer)
        values[name] = _leverage(run)
    return Finding(
        figures=values,
        holds=values["before the summit"] > values["after the summit"]
        and values["at strong rivalry"] > values["without rivalry"],
        why="the state between two rivals is courted, between two partners it is not",
    )


def _leverage(run: Run) -> float:
    return float(run.paths.leverage["RUS"].mean())


def p20(runs: Runs) -> Finding:
    """Small steps are possible, grand bargains are not, because of distrust."""
    run = runs.run("003", 4)
    coded, steps = _package(run), _some_step(run)
    trusting = _package(runs.run("003", 4, {"set": {"parameters.trust": 0.8}}))
    return Finding(
        figures={
            "package of three at coded trust": coded,
            "at high trust": trusting,
            "a full step on some issue in a year": steps,
        },
        holds=coded <= 0.03 and trusting > 0 and trusting >= 5 * coded and steps >= 0.5,
        why="a package needs trust above a threshold; single steps do not",
    )


def _some_step(run: Run) -> float:
    """Return P(some issue rises by its full step within four quarters)."""
    levels = run.paths.levels[: min(4, run.last) + 1]
    step = np.array([issue.step for issue in run.system.issues])[:, None]
    return share((levels.max(axis=0) - levels[0] >= step - 1e-9).any(axis=0))


def _package(run: Run) -> float:
    times = run.paths.packages.get(3)
    return 0.0 if times is None else share(times <= run.last)


def p21(runs: Runs) -> Finding:
    """Three explanations fit the mixed voices."""
    matrix = hypothesis_matrix(runs.system("004"))
    if matrix is None:
        return Finding(figures={}, holds=False, why="the case lists no explanation on that day")
    chances = {item.hypothesis: item.posterior for item in matrix.hypotheses}
    telling = sum(item.diagnosticity > 0.1 for item in matrix.evidence)
    return Finding(
        figures=chances | {"pieces of evidence that tell them apart": telling},
        holds=len(chances) == 3 and telling >= 2 and max(chances.values()) <= 0.9,
        why="some evidence speaks against a plan, none rules an explanation out",
    )


def p22(runs: Runs) -> Finding:
    """Some moves are on offer, some excluded."""
    run = runs.run("003", 2)
    made = {m.id: share(happened(run, f"moves.{m.id}")) for m in run.system.moves}
    excluded = [m.id for m in run.system.moves if m.excluded]
    russian = [m for m in ranked_moves(run.system) if m.side == "RUS" and not m.excluded]
    snowden = next(m for m in russian if m.id == "expel_snowden")
    return Finding(
        figures={
            "excluded moves made": max(made[name] for name in excluded),
            "gain share of the best offer": appeal(russian[0]),
            "gain share of expelling Snowden": appeal(snowden),
            "Snowden sent home": made["expel_snowden"],
        },
        holds=max(made[name] for name in excluded) == 0
        and "drop_assad" in excluded
        and appeal(snowden) > 0.5
        and made["expel_snowden"] > 0,
        why="moves are made by gain against cost, those ruled out never",
    )


def p23(runs: Runs) -> Finding:
    """A working group settles only what lies below the presidents."""
    base = runs.run("003", 1)
    bare = runs.run("003", 1, {"remove": ["forums.working_group"]})
    by_level: dict[str, list[float]] = {}
    group = next(f for f in base.system.forums if f.id == "working_group")
    for issue in base.system.issues:
        if issue.level == "presidential" or issue.id in group.issues:
            more = share(_opened(base, issue.id)) - share(_opened(bare, issue.id))
            by_level.setdefault(issue.level, []).append(more)
    figures = {f"more openings, {level}": float(np.mean(v)) for level, v in by_level.items()}
    highest = max(abs(v) for v in by_level["presidential"])
    return Finding(
        figures=figures | {"largest change on a presidential issue": highest},
        holds=figures["more openings, ministerial"] > 0.005 and highest < 0.005,
        why="a forum lifts openings up to its reach",
    )


def _opened(run: Run, issue: str) -> Mask:
    """Return the draws in which an issue has risen at all."""
    return np.asarray(highest_rise(run, issue) > 1.0)


def p28(runs: Runs) -> Finding:
    """New sanctions raise the risk of counter-sanctions."""
    step = issue_of(runs.system("004"), "sanctions")[1].step
    base = _countered(runs.run("004", 1))
    hit = _countered(runs.run("004", 1, step_of("USA", "sanctions", -step)))
    return Finding(
        figures={"counter-measures in a year": base, "after a US step": hit},
        holds=hit > 0 and hit >= 2 * base,
        why="an answer follows a blow to the goal of relief",
    )


def _countered(run: Run) -> float:
    """Return P(Russian economic counter-measures within four quarters)."""
    return share(happened(run, "responses.counter_sanctions", 4))


def p29(runs: Runs) -> Finding:
    """If its concerns are not met, Russia may go beyond New START."""
    gap = issue_of(runs.system("000"), "missile_defence")[1].anchor_gap
    kept = _lapses(runs.run("000", 4))
    met = _lapses(runs.run("000", 4, step_of("USA", "missile_defence", gap)))
    return Finding(
        figures={"lapse without a step on missile defence": kept, "lapse with one": met},
        holds=kept > met,
        why="offence is tied to defence: without a step talks are held up and answers follow",
    )


LAPSED = 27.0
"""Level of strategic arms below which the treaty has lapsed or is exceeded."""


def _lapses(run: Run) -> float:
    return share(path_of(run, "strategic_arms").min(axis=0) <= LAPSED)
