"""Propositions on what is answered and offered: shared runs in, figures and a judgement out."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from detente.model.assess import Run
from detente.model.draws import Mask
from detente.model.hypotheses import hypothesis_matrix
from detente.model.moves import appeal, ranked_moves
from detente.model.reciprocity import circle_of
from detente.runs.proposition_grounds import (
    keenest,
    said,
    wants_more,
    wants_more_than,
    wants_no_more,
    wish,
)
from detente.runs.proposition_limbs import (
    Finding,
    at_least,
    at_most,
    less_than,
    more_than,
    present,
)
from detente.runs.proposition_measures import (
    EQUAL_DISTANCE,
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
    _, issue = issue_of(runs.system("002"), "diplomatic_presence")
    run = runs.run("002", 1, step_of("USA", issue.id, -issue.step))
    answered = happened(run, "responses.cut_staff", 1)
    trust = run.paths.trust[3]
    levels = run.paths.levels
    step = np.array([item.step for item in run.system.issues])[:, None] / 2
    warm = ((levels[3] - levels[1]) >= step).mean(axis=0)  # share of issues that rise
    return Finding(
        consequences=(
            more_than(
                "trust after restraint",
                float(trust[~answered].mean()),
                float(trust[answered].mean()),
                "trust after tit for tat",
            ),
            more_than(
                "cooperative step on an issue after restraint",
                float(warm[~answered].mean()),
                float(warm[answered].mean()),
                "step after tit for tat",
            ),
        ),
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
    return Finding(
        consequences=(
            *(
                more_than(f"rise in circle {circle}", more, less, f"in circle {outer}")
                for (circle, more), (outer, less) in pairwise(means.items())
            ),
            *(
                more_than(f"least rise in circle {circle}", min(group), 0.0)
                for circle, group in sorted(rises_by_circle.items())
            ),
        ),
        grounds=(
            wants_no_more(system, "rus_president", "domestic_affairs"),
            *(
                wants_more(system, "rus_president", issue)
                for issue in ("nato", "missile_defence", "syria", "strategic_arms")
            ),
        ),
        why="an answer's hazard falls with the circle of the goal that is thwarted",
    )


def p19(runs: Runs) -> Finding:
    """Rivalry of the other two gives Russia leverage, their summit takes it away."""
    system = runs.system("002")
    before = _leverage(runs.run("002", 0.25, n_draws=runs.fewer))
    after = _leverage(runs.run("003", 0.5, n_draws=runs.fewer))
    rivals, friends = (
        _leverage(runs.run("002", 0.25, {"set": {"ties.usa_chn.value": tie}}, n_draws=runs.fewer))
        for tie in (-0.9, 0.0)
    )
    return Finding(
        consequences=(
            more_than("Russia's leverage before the summit", before, after, "after it"),
            more_than("leverage at strong rivalry", rivals, friends, "without rivalry"),
        ),
        grounds=(
            more_than(
                said(system, "us_president", "china_alignment"),
                wish(system, "us_president", "china_alignment"),
                EQUAL_DISTANCE,
            ),
            keenest(system, ("rus_president",), "china_alignment", EQUAL_DISTANCE),
        ),
        why="the state between two rivals is courted, between two partners it is not",
    )


def _leverage(run: Run) -> float:
    return float(run.paths.leverage["RUS"].mean())


def p20(runs: Runs) -> Finding:
    """Small steps are possible, grand bargains are not, because of distrust."""
    run = runs.run("003", 4)
    coded, steps = _package(run), _some_step(run)
    trusting = _package(runs.run("003", 4, {"set": {"parameters.trust": 0.8}}))
    parameters = run.system.parameters
    return Finding(
        consequences=(
            at_most("package of three at coded trust", coded, 0.03),
            more_than("package of three at trust 0.8", trusting, 0.0),
            at_least("package of three at trust 0.8", trusting, 5 * coded),
            at_least("more packages at trust 0.8", trusting - coded, 0.01),
            at_least("a full step on some issue in a year", steps, 0.5),
        ),
        grounds=(
            less_than(
                "trust",
                parameters.trust.mode,
                parameters.package_threshold.mode,
                "what a package needs",
            ),
        ),
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
    system = runs.system("003")
    matrix = hypothesis_matrix(system)
    if matrix is None:
        return Finding(consequences=(), why="the case lists no explanation on that day")
    chances = {item.hypothesis: item.posterior for item in matrix.hypotheses}
    telling = sum(item.diagnosticity > 0.1 for item in matrix.evidence)
    return Finding(
        consequences=(
            at_least("explanations", len(chances), 3),
            at_least("pieces of evidence that tell them apart", telling, 2),
            at_most("the likeliest", max(chances.values()), 0.9),
            at_least("the least likely", min(chances.values()), 0.01),
        ),
        grounds=tuple(
            limb
            for issue in ("nato", "ukraine")
            for limb in wants_more_than(system, "us_president", ("us_state", "us_pentagon"), issue)
        ),
        more=chances,
        why="some evidence speaks against a plan, none rules an explanation out",
    )


def p22(runs: Runs) -> Finding:
    """Some moves are on offer, some excluded."""
    run = runs.run("003", 2)
    made = {m.id: share(happened(run, f"moves.{m.id}")) for m in run.system.moves}
    excluded = [m.id for m in run.system.moves if m.excluded]
    russian = [m for m in ranked_moves(run.system) if m.side == "RUS" and not m.excluded]
    snowden = next(m for m in russian if m.id == "expel_snowden")
    allowed = runs.run("003", 2, {"set": {"moves.drop_assad.excluded": False}})
    dear = runs.run("003", 2, {"set": {"moves.expel_snowden.cost": 90}})
    return Finding(
        consequences=(
            at_most("excluded moves made", max(made[name] for name in excluded), 0.0),
            more_than(
                "giving up Assad, were it not excluded",
                share(happened(allowed, "moves.drop_assad")),
                0.0,
            ),
            more_than(
                "Snowden sent home",
                made["expel_snowden"],
                share(happened(dear, "moves.expel_snowden")),
                "at a cost of 90",
            ),
        ),
        grounds=(
            present("giving up Assad is excluded", "drop_assad" in excluded),
            more_than("gain share of expelling Snowden", appeal(snowden), 0.5),
        ),
        more={"gain share of the best offer": appeal(russian[0])},
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
    more = float(np.mean(by_level["ministerial"]))
    highest = max(abs(v) for v in by_level["presidential"])
    return Finding(
        consequences=(
            more_than("more openings on its issues", more, 0.005),
            less_than("largest change on a presidential issue", highest, 0.005),
        ),
        why="a forum lifts openings up to its reach",
    )


def _opened(run: Run, issue: str) -> Mask:
    """Return the draws in which an issue has risen at all."""
    return np.asarray(highest_rise(run, issue) > 1.0)


def p28(runs: Runs) -> Finding:
    """New sanctions raise the risk of counter-sanctions."""
    step = issue_of(runs.system("004"), "sanctions")[1].step
    base = runs.run("004", 1)
    hit = runs.run("004", 1, step_of("USA", "sanctions", -step))
    traded = [float(path_of(run, "trade")[-1].mean()) for run in (hit, base)]
    return Finding(
        consequences=(
            more_than("counter-measures after a US step", _countered(hit), 0.0),
            at_least("counter-measures after a US step", _countered(hit), 2 * _countered(base)),
            less_than("trade after a US step", traded[0], traded[1], "trade as things are"),
        ),
        more={"counter-measures in a year": _countered(base)},
        why="an answer follows a blow to the goal of relief, and shuts trade further",
    )


def _countered(run: Run) -> float:
    """Return P(Russian economic counter-measures within four quarters)."""
    return share(happened(run, "responses.counter_sanctions", 4))


def p29(runs: Runs) -> Finding:
    """If its concerns are not met, Russia may go beyond New START."""
    system = runs.system("004")
    gap = issue_of(system, "missile_defence")[1].anchor_gap
    kept = _lapses(runs.run("004", 4))
    met = _lapses(runs.run("004", 4, step_of("USA", "missile_defence", gap)))
    limits = 75.0  # the anchor at which limits are offered
    return Finding(
        consequences=(
            more_than("lapse without a step on missile defence", kept, met, "lapse with one"),
        ),
        grounds=(
            *(
                wants_no_more(system, actor, "missile_defence")
                for actor in ("us_pentagon", "us_congress")
            ),
            *(
                more_than(
                    said(system, actor, "missile_defence"),
                    wish(system, actor, "missile_defence"),
                    limits,
                    "limits offered",
                )
                for actor in ("rus_president", "rus_security")
            ),
        ),
        why="offence is tied to defence: without a step talks are held up and answers follow",
    )


LAPSED = 27.0
"""Level of strategic arms below which the treaty has lapsed or is exceeded."""


def _lapses(run: Run) -> float:
    return share(path_of(run, "strategic_arms").min(axis=0) <= LAPSED)
