"""Propositions on how far things can go: shared runs in, figures and a judgement out."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from math import nan

import numpy as np

from detente.model.assess import Run
from detente.model.outcomes import outcome_codes
from detente.model.system import Floats, System
from detente.runs.proposition_grounds import (
    gatekeepers,
    keenest,
    said,
    wants_more,
    wants_more_than,
    wants_no_more,
    wish,
)
from detente.runs.proposition_limbs import (
    Finding,
    Limb,
    at_least,
    at_most,
    less_than,
    more_than,
)
from detente.runs.proposition_measures import (
    END_OF_2021,
    EQUAL_DISTANCE,
    highest_rise,
    improved,
    issue_of,
    path_of,
    share,
    thaw,
    us_room,
)
from detente.runs.proposition_runs import DAYS, Runs


def p09(runs: Runs) -> Finding:
    """Counter-terrorism first, sanctions next, the council slowly, NATO's course hardly."""
    system, run = runs.system("001"), runs.run("001", 2)
    order = ("counter_terrorism", "sanctions", "nato_russia_council", "nato")
    chances = [(issue, share(improved(run, issue))) for issue in order]
    return Finding(
        consequences=tuple(
            more_than(first, more, less, second)
            for (first, more), (second, less) in pairwise(chances)
        ),
        grounds=(
            *(
                wants_more(system, actor, issue)
                for issue in ("counter_terrorism", "nato_russia_council")
                for actor in ("us_president", "rus_president")
            ),
            wants_more(system, "us_president", "sanctions"),
            *wants_more_than(system, "us_president", ("eu",), "sanctions"),
            wants_no_more(system, "nato", "nato"),
            wants_no_more(system, "us_pentagon", "nato"),
        ),
        why="both presidents want the first; allies and the Pentagon hold the last",
    )


SLOWED = 75.0
"""Anchor at which enlargement is slowed, or limits to missile defence are offered."""


def p10(runs: Runs) -> Finding:
    """Slower enlargement is possible, giving it up is not expected; likewise missile defence."""
    system, run = runs.system("001"), runs.run("001", 2)
    long = runs.run("001", END_OF_2021)
    limbs: list[Limb] = []
    grounds: list[Limb] = []
    for issue in ("nato", "missile_defence"):
        full = share(path_of(run, issue).max(axis=0) >= 100 - 1e-9)
        ever = share(path_of(long, issue).max(axis=0) >= 100 - 1e-9)
        part = share(highest_rise(run, issue) >= issue_of(system, issue)[1].step - 1e-9)
        limbs += [
            at_least(f"a step on {issue}", part, 0.01),
            at_most(f"all of {issue} given up", full, 0.05),
            at_most(f"all of {issue} given up by the end of 2021", ever, 0.05),
            more_than(f"a step on {issue}", part, full, f"all of {issue} given up"),
        ]
        grounds += [
            wants_more(system, "us_president", issue),
            keenest(system, _of(system, "USA", "NATO"), issue, SLOWED),
        ]
    return Finding(
        consequences=tuple(limbs),
        grounds=tuple(grounds),
        why="small steps lie within what allies let pass, the end of the scale does not",
    )


def _of(system: System, *states: str) -> tuple[str, ...]:
    """Return the actors of some states."""
    return tuple(actor.id for actor in system.actors if actor.state in states)


LEADERS = ("rus_president", "rus_mfa", "rus_security")
"""Those in Moscow who have a say in where the state stands toward China."""


def p11(runs: Runs) -> Finding:
    """Russia will not turn against China."""
    friends = {"set": {"ties.usa_rus.value": 1, "parameters.trust": 0.9}}
    system, run = runs.system("001"), runs.run("001", 4, friends)
    level = path_of(run, "china_alignment")[-1]
    joined = share(level >= run.system.outcomes.alignment)
    half = issue_of(system, "china_alignment")[1].anchor_gap / 2
    wished = {f"stakes.{actor}.china_alignment.position": 90 for actor in LEADERS}
    willing = runs.run("001", 4, {"set": friends["set"] | wished})
    rose, would = (share(highest_rise(r, "china_alignment") >= half) for r in (run, willing))
    return Finding(
        consequences=(
            at_most("alignment", share(outcome_codes(run.paths, run.last) == 4), 0.05),
            at_most("joint front with China excluded", joined, 0.05),
            more_than("half an anchor that way, did Moscow wish it", would, rose, "as it is"),
        ),
        grounds=(
            keenest(system, _of(system, "RUS"), "china_alignment", EQUAL_DISTANCE),
            wants_more(system, "us_president", "china_alignment"),
        ),
        why="Moscow does not wish it, and what moves so slowly would not get there in years",
    )


def p12(runs: Runs) -> Finding:
    """Analysts disagree."""
    experts = runs.case.experts(DAYS["001"])
    landings = {name: _landings(runs.run("001", 2, expert=name)) for name in experts}
    together = {
        issue: np.concatenate([landing[issue] for landing in landings.values()])
        for issue in DISPUTED
    }
    widths = {name: _width(landing) for name, landing in landings.items()}
    return Finding(
        consequences=(
            at_least("experts", len(widths), 2),
            *(
                more_than("pooled width", _width(together), width, name)
                for name, width in widths.items()
            ),
        ),
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
    """The president's own wish moves the outcome little against the elite's consensus."""
    system, base = runs.system("002"), runs.run("002", 2)
    figures: dict[str, float] = {}
    for points in (-30, 30):
        run = runs.run("002", 2, {"shift": {"stakes.us_president.*.position": points}})
        for issue in VETOED:
            effect = abs(float(path_of(run, issue)[-1].mean() - path_of(base, issue)[-1].mean()))
            figures[issue] = max(figures.get(issue, 0.0), effect)
    return Finding(
        consequences=tuple(
            less_than(f"{issue}, points", value, 10) for issue, value in figures.items()
        ),
        grounds=tuple(limb for issue in VETOED for limb in _consensus(system, issue)),
        why="the most reluctant of those who must agree decides",
    )


def _consensus(system: System, issue: str) -> tuple[Limb, ...]:
    """Return the grounds that the elite agrees on an issue, and that the president wants more."""
    elite = gatekeepers(system, "USA", issue, but=("us_president",))
    wishes = sorted(wish(system, actor, issue) for actor in elite) or [nan]
    return (
        less_than(
            f"elite apart on {issue}",
            wishes[-1] - wishes[0],
            issue_of(system, issue)[1].anchor_gap,
        ),
        more_than(
            said(system, "us_president", issue),
            wish(system, "us_president", issue),
            wishes[-1],
            "the keenest of the elite",
        ),
    )


def p14(runs: Runs) -> Finding:
    """No major or sudden change."""
    system, run = runs.system("002"), runs.run("002", 1)
    sudden = share(np.abs(run.change) > run.system.outcomes.thaw)
    heavy = [issue for issue in system.issues if issue.weight.mode >= 2]
    return Finding(
        consequences=(at_most("more than one class in a year", sudden, 0.05),),
        grounds=tuple(
            wants_no_more(system, "us_congress", issue.id, issue.anchor_gap / 2) for issue in heavy
        ),
        why="an issue moves a step a quarter, few are open at once, and both parties hold back",
    )


def p16(runs: Runs) -> Finding:
    """A small easing is within the executive's reach, abolition is not."""
    system, run = runs.system("002"), runs.run("002", 2)
    start = float(np.median(path_of(run, "sanctions")[0]))
    _, top = us_room(run, "sanctions")
    return Finding(
        consequences=(
            more_than("upper end of the room", top, start + 1, "status quo + 1"),
            less_than("upper end of the room", top, 100),
        ),
        grounds=tuple(
            wants_more(system, actor, "sanctions")
            for actor in ("us_president", "us_state", "us_treasury")
        ),
        why="by order the president can ease, as far as his own departments go along",
    )


PROMISED = ("counter_terrorism", "syria", "ukraine", "trade")
"""What the president held out in the call of January 2017, beside words of goodwill."""


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
    run = runs.run("002", 2)
    done = np.logical_and.reduce([improved(run, issue) for issue in PROMISED])
    return Finding(
        consequences=(
            more_than(
                "thaw if Russia moves an anchor",
                thaw(runs.run("002", 2, {"shift": shift})),
                thaw(run),
                "thaw as things are",
            ),
            at_most("all promises fulfilled", share(done), 0.05),
        ),
        grounds=(
            *(wants_more(system, "us_president", issue) for issue in PROMISED),
            *(
                wants_no_more(system, actor, "ukraine", gap)
                for actor in ("rus_president", "rus_security")
            ),
        ),
        why="a step on Ukraine lifts what it holds up, and is answered",
    )


def p24(runs: Runs) -> Finding:
    """Investigations narrow the president's room."""
    consequences: list[Limb] = []
    grounds: list[Limb] = []
    for report, named in (("003", "May 2017"), ("004", "September 2017")):
        free = runs.run(report, 1, {"remove": ["pressures.special_counsel"]})
        bound = runs.run(report, 1)
        issues = [issue.id for issue in bound.system.issues if "USA" in issue.sides]
        gained = [us_room(free, issue)[1] - us_room(bound, issue)[1] for issue in issues]
        wider = sum(points > 0.5 for points in gained)
        for issue in ("sanctions", "ukraine"):
            grounds += wants_more_than(bound.system, "us_president", ("us_congress",), issue)
        consequences += [
            at_least(f"issues with a wider room, {named}", wider, 1),
            at_least(f"least points gained, {named}", min(gained), 0.0),
        ]
        staffed = runs.run(report, 1, {"remove": ["pressures.vacancies"]})
        filled = [us_room(staffed, issue)[1] - us_room(bound, issue)[1] for issue in issues]
        consequences.append(at_least(f"least gained, posts filled, {named}", min(filled), 0.0))
        consequences.append(more_than(f"most gained, posts filled, {named}", max(filled), 0.0))
    return Finding(
        consequences=tuple(consequences),
        grounds=tuple(grounds),
        why="the inquiry takes away part of his chance to carry a move up",
    )
