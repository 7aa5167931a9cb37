"""Propositions on how far things can go: shared runs in, figures and a judgement out."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from detente.model.assess import Run
from detente.model.outcomes import outcome_codes
from detente.model.system import Floats
from detente.runs.proposition_measures import (
    Finding,
    highest_rise,
    improves,
    issue_of,
    path_of,
    share,
    thaw,
    us_room,
)
from detente.runs.proposition_runs import DAYS, Runs


def p09(runs: Runs) -> Finding:
    """Counter-terrorism first, sanctions next, the council slowly, NATO's course hardly."""
    run = runs.run("001", 2)
    order = ("counter_terrorism", "sanctions", "nato_russia_council", "nato")
    chances = {issue: improves(run, issue) for issue in order}
    values = list(chances.values())
    return Finding(
        figures=chances,
        holds=all(a > b for a, b in pairwise(values)),
        why="both presidents want the first; allies and the Pentagon hold the last",
    )


def p10(runs: Runs) -> Finding:
    """Slower enlargement is possible, giving it up is not expected."""
    run = runs.run("001", 2)
    full = share(path_of(run, "nato").max(axis=0) >= 100 - 1e-9)
    step = issue_of(run.system, "nato")[1].step
    part = share(highest_rise(run, "nato") >= step - 1e-9)
    return Finding(
        figures={"a step": part, "enlargement given up": full},
        holds=part > full and part >= 0.01 and full <= 0.05,
        why="small steps lie within what allies let pass, the end of the scale does not",
    )


def p11(runs: Runs) -> Finding:
    """Russia will not turn against China."""
    friends = {"set": {"ties.usa_rus.value": 1, "parameters.trust": 0.9}}
    run = runs.run("001", 4, friends)
    level = path_of(run, "china_alignment")[-1]
    bound = run.system.outcomes.alignment
    joined = share(level >= bound)
    alignment = share(outcome_codes(run.paths, run.last) == 4)
    return Finding(
        figures={"alignment": alignment, "joint front with China excluded": joined},
        holds=max(alignment, joined) <= 0.05,
        why="the partnership with Beijing is worth more to Moscow, and a red line guards it",
    )


def p12(runs: Runs) -> Finding:
    """Analysts disagree."""
    experts = runs.case.experts(DAYS["002"])
    landings = {name: _landings(runs.run("002", 2, expert=name)) for name in experts}
    together = {
        issue: np.concatenate([landing[issue] for landing in landings.values()])
        for issue in DISPUTED
    }
    widths = {name: _width(landing) for name, landing in landings.items()}
    return Finding(
        figures={"pooled": _width(together)} | widths,
        holds=len(widths) == 2 and _width(together) > max(widths.values()),
        why="the two see the president's wish and the elite's hold differently",
    )


DISPUTED = ("sanctions", "ukraine", "nato", "counter_terrorism")
"""Issues on which the coded experts differ."""


def _landings(run: Run) -> dict[str, Floats]:
    """Return where bargaining lands on the disputed issues in each draw."""
    return {issue: run.paths.settlements[issue_of(run.system, issue)[0]] for issue in DISPUTED}


def _width(landing: Mapping[str, Floats]) -> float:
    """Return the mean standard deviation over issues, in points."""
    return float(np.mean([values.std() for values in landing.values()]))


VETOED = ("ukraine", "nato", "missile_defence", "election_interference", "trade")
"""Issues on which others than the president must agree in Washington, besides orders."""


def p13(runs: Runs) -> Finding:
    """The president's own wish moves the outcome little."""
    base = runs.run("002", 2)
    figures: dict[str, float] = {}
    for points in (-30, 30):
        run = runs.run("002", 2, {"shift": {"stakes.us_president.*.position": points}})
        for issue in VETOED:
            effect = abs(float(path_of(run, issue)[-1].mean() - path_of(base, issue)[-1].mean()))
            figures[issue] = max(figures.get(issue, 0.0), effect)
    return Finding(
        figures=figures,
        holds=max(figures.values()) < 10,
        why="the most reluctant of those who must agree decides",
    )


def p14(runs: Runs) -> Finding:
    """No major or sudden change."""
    run = runs.run("002", 1)
    sudden = share(np.abs(run.change) > run.system.outcomes.thaw)
    return Finding(
        figures={"more than one class in a year": sudden},
        holds=sudden <= 0.05,
        why="an issue moves a step a quarter, and few are open at once",
    )


def p16(runs: Runs) -> Finding:
    """A small easing is within the executive's reach, abolition is not."""
    run = runs.run("002", 2)
    start = float(np.median(path_of(run, "sanctions")[0]))
    _, top = us_room(run, "sanctions")
    return Finding(
        figures={"status quo": start, "upper end of the room": top},
        holds=start + 1 < top < 100,
        why="by order the president can ease, as far as his own departments go along",
    )


def p17(runs: Runs) -> Finding:
    """As long as Russia keeps its strategy, promises will not be fulfilled."""
    system = runs.system("002")
    gap = issue_of(system, "ukraine")[1].anchor_gap
    states = {actor.id: actor.state for actor in system.actors}
    shift = {
        f"stakes.{stake.actor}.ukraine.position": gap
        for stake in system.stakes
        if stake.issue == "ukraine" and states[stake.actor] == "RUS"
    }
    kept = thaw(runs.run("002", 2))
    moved = thaw(runs.run("002", 2, {"shift": shift}))
    return Finding(
        figures={"thaw as things are": kept, "thaw if Russia moves one anchor": moved},
        holds=moved > kept,
        why="a step on Ukraine lifts what it holds up, and is answered",
    )


def p24(runs: Runs) -> Finding:
    """Investigations narrow the president's room."""
    free = runs.run("003", 1, {"remove": ["pressures.special_counsel"]})
    bound = runs.run("003", 1)
    issues = [issue.id for issue in bound.system.issues if "USA" in issue.sides]
    wider = {issue: us_room(free, issue)[1] - us_room(bound, issue)[1] for issue in issues}
    return Finding(
        figures={
            "issues with a wider room": sum(value > 0.5 for value in wider.values()),
            "most points gained": max(wider.values()),
            "least points gained": min(wider.values()),
        },
        holds=max(wider.values()) > 0.5 and min(wider.values()) >= 0,
        why="the inquiry takes away part of his chance to carry a move up",
    )
