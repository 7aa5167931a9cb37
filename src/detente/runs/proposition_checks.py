"""What each proposition comes to in the model: shared runs in, figures and a judgement out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from detente.model.assess import Run, first_worth, side_positions
from detente.model.draws import Mask
from detente.model.hypotheses import hypothesis_matrix
from detente.model.moves import appeal, ranked_moves
from detente.model.outcomes import likeliest_outcome, outcome_codes, outcome_estimates
from detente.model.reciprocity import circle_of
from detente.model.room import room_of
from detente.model.system import Floats
from detente.runs.proposition_runs import (
    DAYS,
    Runs,
    happened,
    highest_rise,
    improves,
    issue_of,
    path_of,
    rises,
    share,
)

END_OF_2021 = date(2021, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The model's figures on a proposition and whether they bear it out."""

    figures: Mapping[str, float]
    holds: bool
    why: str


Check = Callable[[Runs], Finding]


def _step(side: str, issue: str, points: float) -> dict[str, object]:
    """Return the patch in which a side takes a step on the first day."""
    return {"step": [{"side": side, "issue": issue, "points": points}]}


def _thaw(run: Run) -> float:
    """Return P(limited thaw or better at the horizon)."""
    return share(outcome_codes(run.paths, run.last) >= 2)


def _points_apart(run: Run, issue: str) -> float:
    """Return how far the two sides' mean positions on an issue are apart, in points."""
    positions = side_positions(run.paths.drawn, issue_of(run.system, issue)[0])
    values = [positions[side] for side in run.system.dyad if side in positions]
    return abs(values[0] - values[1]) if len(values) == 2 else 100.0


def _both_want_more(run: Run, issue: str) -> bool:
    """Whether both sides' mean positions on an issue lie above the status quo."""
    place = issue_of(run.system, issue)[0]
    start = float(run.paths.levels[0, place].mean())
    positions = side_positions(run.paths.drawn, place)
    return len(positions) >= 2 and all(positions[side] > start for side in run.system.dyad)


def _us_room(run: Run, issue: str) -> tuple[float, float]:
    """Return the ends of what Washington would more likely than not ratify on an issue."""
    place = issue_of(run.system, issue)[0]
    room = room_of(
        run.paths.drawn,
        run.paths.drawn.issues[place],
        run.system.day,
        first_worth(run.paths, place),
    )
    return room.by_side["USA"]


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
    gaps = {issue.id: _points_apart(run, issue.id) for issue in run.system.issues}
    shared = [issue for issue, gap in gaps.items() if gap <= 20 and _both_want_more(run, issue)]
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


def p15(runs: Runs) -> Finding:
    """Restraint is answered with warmth."""
    _, issue = issue_of(runs.system("001"), "diplomatic_presence")
    run = runs.run("001", 1, _step("USA", issue.id, -issue.step))
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


def p16(runs: Runs) -> Finding:
    """A small easing is within the executive's reach, abolition is not."""
    run = runs.run("002", 2)
    start = float(np.median(path_of(run, "sanctions")[0]))
    _, top = _us_room(run, "sanctions")
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
    kept = _thaw(runs.run("002", 2))
    moved = _thaw(runs.run("002", 2, {"shift": shift}))
    return Finding(
        figures={"thaw as things are": kept, "thaw if Russia moves one anchor": moved},
        holds=moved > kept,
        why="a step on Ukraine lifts what it holds up, and is answered",
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
        patch = _step("USA", response.trigger, -step)
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


def p24(runs: Runs) -> Finding:
    """Investigations narrow the president's room."""
    free = runs.run("003", 1, {"remove": ["pressures.special_counsel"]})
    bound = runs.run("003", 1)
    issues = [issue.id for issue in bound.system.issues if "USA" in issue.sides]
    wider = {issue: _us_room(free, issue)[1] - _us_room(bound, issue)[1] for issue in issues}
    return Finding(
        figures={
            "issues with a wider room": sum(value > 0.5 for value in wider.values()),
            "most points gained": max(wider.values()),
            "least points gained": min(wider.values()),
        },
        holds=max(wider.values()) > 0.5 and min(wider.values()) >= 0,
        why="the inquiry takes away part of his chance to carry a move up",
    )


def p26(runs: Runs) -> Finding:
    """Even progress in Ukraine would not bring relief under the law."""
    gap = issue_of(runs.system("004"), "ukraine")[1].anchor_gap
    run = runs.run("004", END_OF_2021, _step("RUS", "ukraine", gap))
    value = share(rises(run, "sanctions", 1))
    return Finding(
        figures={"relief after progress in Ukraine": value},
        holds=value <= 0.15,
        why="the link to Minsk falls away, the law stays",
    )


def p28(runs: Runs) -> Finding:
    """New sanctions raise the risk of counter-sanctions."""
    step = issue_of(runs.system("004"), "sanctions")[1].step
    base = _countered(runs.run("004", 1))
    hit = _countered(runs.run("004", 1, _step("USA", "sanctions", -step)))
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
    met = _lapses(runs.run("000", 4, _step("USA", "missile_defence", gap)))
    return Finding(
        figures={"lapse without a step on missile defence": kept, "lapse with one": met},
        holds=kept > met,
        why="offence is tied to defence: without a step talks are held up and answers follow",
    )


LAPSED = 27.0
"""Level of strategic arms below which the treaty has lapsed or is exceeded."""


def _lapses(run: Run) -> float:
    return share(path_of(run, "strategic_arms").min(axis=0) <= LAPSED)


def p30(runs: Runs) -> Finding:
    """Very low prospects of improvement."""
    value = _thaw(runs.run("004", END_OF_2021))
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
