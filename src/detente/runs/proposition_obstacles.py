"""Propositions on what stands in the way: shared runs in, figures and a judgement out."""

from __future__ import annotations

import numpy as np

from detente.model.assess import Run
from detente.model.outcomes import likeliest_outcome, outcome_codes, outcome_estimates
from detente.runs.proposition_grounds import (
    capability,
    far_apart,
    keenest,
    least_eager,
    said,
    wants_more,
    wants_more_than,
    wants_no_more,
    width,
    wish,
)
from detente.runs.proposition_limbs import Finding, at_least, at_most, less_than, more_than, present
from detente.runs.proposition_measures import (
    END_OF_2021,
    EQUAL_DISTANCE,
    both_want_more,
    issue_of,
    path_of,
    points_apart,
    rises,
    share,
    step_of,
    thaw,
    us_room,
)
from detente.runs.proposition_runs import Runs

WITHOUT_LAW = {"remove": ["locks.caatsa"]}


def p01(runs: Runs) -> Finding:
    """While the law stands, economic relations cannot open."""
    system, run = runs.system("000"), runs.run("000", 2)
    locked = share(rises(run, "sanctions", 1))
    free = share(rises(runs.run("000", 2, WITHOUT_LAW), "sanctions", 1))
    return Finding(
        consequences=(
            at_most("relief", locked, 0.05),
            at_least("more relief without the law", free - locked, 0.15),
            at_most("trade up an anchor", share(rises(run, "trade", 1)), 0.05),
        ),
        grounds=(
            wants_more(system, "us_president", "trade"),
            wants_no_more(system, "us_congress", "trade"),
            wants_no_more(system, "us_congress", "sanctions"),
        ),
        why="relief waits for Congress; without the law the president's own departments decide",
    )


def p02(runs: Runs) -> Finding:
    """The president cannot lift sanctions alone."""
    devoted = {f"stakes.us_president.sanctions.{k}": v for k, v in EAGER.items()}
    helped = devoted | {f"stakes.us_congress.sanctions.{k}": v for k, v in EAGER.items()}
    reports = ("000", "004")
    alone = [share(rises(runs.run(name, 2, {"set": devoted}), "sanctions", 1)) for name in reports]
    joined = [share(rises(runs.run(name, 2, {"set": helped}), "sanctions", 1)) for name in reports]
    return Finding(
        consequences=(
            at_most("relief, president at 100, 2019", alone[0], 0.10),
            at_most("relief, president at 100, 2017", alone[1], 0.10),
            at_least("more with Congress at 100, 2019", joined[0] - alone[0], 0.15),
            at_least("more with Congress at 100, 2017", joined[1] - alone[1], 0.15),
        ),
        grounds=tuple(
            limb
            for name in reports
            for limb in (
                wants_more(runs.system(name), "us_president", "sanctions"),
                wants_no_more(runs.system(name), "us_congress", "sanctions"),
            )
        ),
        why="his wish moves where bargaining lands, not who must open the lock",
    )


EAGER = {"position": 100, "salience": 1}


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
    system = runs.system("000")
    gap = issue_of(system, "ukraine")[1].anchor_gap
    gains = {issue.id: _gain(runs, issue.id) for issue in system.issues}
    chance, points = gains.pop("ukraine")
    rival = max(gains, key=lambda name: gains[name][1])
    establishment = ("us_state", "us_pentagon", "us_congress")
    return Finding(
        consequences=(
            at_least("P(improvement), ukraine settled", chance, max(p for p, _ in gains.values())),
            more_than("index gained, ukraine settled", points, gains[rival][1], f"{rival} settled"),
        ),
        grounds=(
            wants_no_more(system, "rus_president", "ukraine", gap),
            wants_no_more(system, "rus_security", "ukraine", gap),
            *wants_more_than(system, "us_president", establishment, "ukraine"),
        ),
        why="it weighs most and holds up sanctions, trade, the alliance and the council",
    )


def p04(runs: Runs) -> Finding:
    """In Syria and Venezuela the question is frozen."""
    run, system = runs.run("000", 2), runs.system("000")
    within, grounds = [], []
    for issue in ("syria", "venezuela"):
        levels, gap = path_of(run, issue), issue_of(system, issue)[1].anchor_gap
        moved = share(np.abs(levels[-1] - levels[0]) < gap)
        within.append(at_least(f"{issue} within one anchor", moved, 0.6))
        grounds += [least_eager(system, side, issue, gap / 2) for side in system.dyad]
    return Finding(
        consequences=tuple(within),
        grounds=(
            *grounds,
            *wants_more_than(system, "us_president", ("us_pentagon", "us_congress"), "syria"),
            at_least(
                "range of the president's wish on venezuela",
                width(system, "us_president", "venezuela"),
                20,
            ),
        ),
        why="on each somebody whose leave is needed is content with how it stands",
    )


def p05(runs: Runs) -> Finding:
    """On North Korea both want the same, but it helps little."""
    run, system = runs.run("000", END_OF_2021, n_draws=runs.fewer), runs.system("000")
    gaps = {issue.id: points_apart(run, issue.id) for issue in system.issues}
    shared = [issue for issue, gap in gaps.items() if gap <= 20 and both_want_more(run, issue)]
    gains = {issue: _gain(runs, issue)[1] for issue in shared}
    others = [gain for issue, gain in gains.items() if issue != "north_korea"]
    return Finding(
        consequences=(
            at_most("points apart on north_korea", gaps["north_korea"], 20),
            less_than(
                "index gained by settling it",
                gains.get("north_korea", float("nan")),
                min(others, default=0.0),
                "least by another shared issue",
            ),
        ),
        grounds=(
            wants_more(system, "us_president", "north_korea"),
            wants_more(system, "rus_president", "north_korea"),
            *(
                less_than(
                    "Russia's capability on it",
                    capability(system, "rus_president", "north_korea"),
                    capability(system, actor, "north_korea"),
                    f"that of {actor}",
                )
                for actor in ("china", "us_president")
            ),
        ),
        more={"shared issues": len(shared)},
        why="Russia has little say in Pyongyang, so the issue weighs little and unlocks nothing",
    )


def p06(runs: Runs) -> Finding:
    """Arms control is a common interest, and takes long."""
    system = runs.system("000")
    soon = share(rises(runs.run("000", 1), "strategic_arms", 0.5))
    late = share(rises(runs.run("000", 4), "strategic_arms", 0.5))
    partners = ("us_president", "us_pentagon", "rus_president", "rus_security", "rus_mfa")
    return Finding(
        consequences=(
            more_than("agreement in 4 years", late, 0.0),
            at_most("agreement in 1 year", soon, late / 3),
        ),
        grounds=tuple(wants_more(system, actor, "strategic_arms") for actor in partners),
        why="an opening is rare and what is agreed takes three quarters to enter into force",
    )


def p07(runs: Runs) -> Finding:
    """At best a freeze."""
    system, run = runs.system("000"), runs.run("000", END_OF_2021)
    against, middle = "china_alignment", EQUAL_DISTANCE
    codes = outcome_codes(run.paths, run.last)
    chances = {name: estimate.value for name, estimate in outcome_estimates(codes).items()}
    return Finding(
        consequences=(
            present("freeze is likeliest", likeliest_outcome(codes) == "freeze"),
            at_most("P(detente)", chances["detente"], 0.10),
            at_most("P(alignment)", chances["alignment"], 0.05),
        ),
        grounds=(
            more_than(
                said(system, "us_president", against), wish(system, "us_president", against), middle
            ),
            keenest(system, ("rus_president",), against, middle),
            wants_no_more(system, "us_congress", "sanctions"),
            *(
                far_apart(system, "us_president", "rus_president", issue)
                for issue in ("sanctions", "nato", "missile_defence")
            ),
        ),
        more={str(name): value for name, value in chances.items()},
        why="blocks and vetoes on the heavy issues hold the index where it is",
    )


def p26(runs: Runs) -> Finding:
    """Even progress in Ukraine would not bring relief under the law."""
    system = runs.system("004")
    step = step_of("RUS", "ukraine", issue_of(system, "ukraine")[1].anchor_gap)
    held = share(rises(runs.run("004", END_OF_2021, step), "sanctions", 1))
    unaided = share(rises(runs.run("004", END_OF_2021), "ukraine", 1))
    free = share(rises(runs.run("004", END_OF_2021, step | WITHOUT_LAW), "sanctions", 1))
    return Finding(
        consequences=(
            at_most("relief after progress in Ukraine", held, 0.15),
            at_least("more without the law", free - held, 0.15),
            at_most("progress in Ukraine by itself", unaided, 0.20),
        ),
        grounds=(
            wants_no_more(system, "us_congress", "sanctions"),
            least_eager(system, "RUS", "ukraine", issue_of(system, "ukraine")[1].anchor_gap),
        ),
        why="the link to Minsk falls away, the law stays",
    )


def p30(runs: Runs) -> Finding:
    """Very low prospects of improvement."""
    system = runs.system("004")
    gap = issue_of(system, "ukraine")[1].anchor_gap
    officials = ("us_nsc", "us_pentagon")
    return Finding(
        consequences=(at_most("limited thaw or better", thaw(runs.run("004", END_OF_2021)), 0.20),),
        grounds=(
            wants_no_more(system, "us_congress", "sanctions"),
            *(wants_no_more(system, actor, "nato") for actor in officials),
            *wants_more_than(system, "us_president", officials, "nato"),
            least_eager(system, "RUS", "ukraine", gap),
        ),
        why="the law, Congress and the inquiry hold what weighs most",
    )


def p31(runs: Runs) -> Finding:
    """It was easier before the law."""
    before, after = runs.run("002", 2), runs.run("004", 2)
    rooms = [us_room(run, "sanctions") for run in (before, after)]
    widths = [high - low for low, high in rooms]
    return Finding(
        consequences=(
            more_than(
                "relief as of February 2017",
                share(rises(before, "sanctions", 1)),
                share(rises(after, "sanctions", 1)),
                "as of September 2017",
            ),
        ),
        grounds=(
            more_than("Washington's room, February 2017", widths[0], widths[1], "September 2017"),
        ),
        why="orders can be undone by order, a law cannot",
    )
