"""The propositions of five reports put to a case: a table of what they say and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.case.asof import Case
from detente.case.loading import load_case
from detente.errors import InputError
from detente.model.system import System
from detente.runs import proposition_answers as answers
from detente.runs import proposition_limits as limits
from detente.runs import proposition_obstacles as obstacles
from detente.runs import proposition_records as record
from detente.runs.proposition_limbs import Finding, Limb
from detente.runs.proposition_measures import Check
from detente.runs.proposition_runs import DAYS, Runs

Report = Callable[[str, float], None]
Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposition:
    """What one or more reports say, how it is read, and what tests it."""

    id: str
    reports: tuple[str, ...]
    days: tuple[str, ...]  # reports as of whose days it is asked; none: asked of the record
    says: str
    reading: str
    check: Check


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the case gives on a proposition."""

    proposition: Proposition
    finding: Finding


def _row(
    id_: str, reports: str, says: str, reading: str, check: Check, days: str | None = None
) -> Proposition:
    """Return a proposition, asked as of the days of its reports where no others are named."""
    return Proposition(
        id=id_,
        reports=tuple(reports.split()),
        days=tuple((reports if days is None else days).split()),
        says=says,
        reading=reading,
        check=check,
    )


PROPOSITIONS: tuple[Proposition, ...] = (
    _row(
        "P01",
        "000",
        "While the sanctions law of 2017 stands, economic relations cannot open up",
        "June 2019: relief of an anchor, or of trade, in 2 years <= 5 %; without the law >= 15 "
        "points more relief. Congress wants no easing, the president more trade",
        obstacles.p01,
    ),
    _row(
        "P02",
        "000 004",
        "The president cannot lift the sanctions alone",
        "June 2019 and September 2017: with his position at 100 and all his attention relief "
        "stays <= 10 %; with Congress likewise >= 15 points more. He wants relief, Congress "
        "does not",
        obstacles.p02,
    ),
    _row(
        "P03",
        "000",
        "Ukraine is the largest obstacle",
        "June 2019: of all issues, settling Ukraine raises the relation most. Moscow offers "
        "less than an anchor, the president stands above his departments and Congress",
        obstacles.p03,
    ),
    _row(
        "P04",
        "000",
        "In Syria and Venezuela only limited cooperation can be had; matters are frozen",
        "June 2019: a move of less than an anchor in 2 years >= 60 % on each. On each side "
        "somebody whose leave is needed wants little more; Washington is divided on Syria, "
        "undecided on Venezuela",
        obstacles.p04,
    ),
    _row(
        "P05",
        "000",
        "On North Korea both want the same, yet it helps little",
        "June 2019: sides within 20 points, both above how it stands; settling it helps less "
        "than any other shared issue; Russia can bring less to bear than China and the US",
        obstacles.p05,
    ),
    _row(
        "P06",
        "000",
        "Arms control is the greatest common interest, and takes long",
        "June 2019: agreement within 1 year at most a third of that within 4. Presidents and "
        "forces of both want more than there is (that no other interest is greater is not "
        "tested)",
        obstacles.p06,
    ),
    _row(
        "P07",
        "000",
        "At best a freeze: no détente and no front against China",
        "June 2019: freeze likeliest by the end of 2021, détente <= 10 %, alignment <= 5 %. The "
        "US president would stand against China, Russia's would not; Congress wants no easing; "
        "the presidents are more than an anchor apart on sanctions, NATO and missile defence",
        obstacles.p07,
    ),
    _row(
        "P08",
        "001",
        "They compete amid cooperation and cooperate amid competition",
        "2010-2021: both channels active in most years of the chronology",
        record.p08,
        days="",
    ),
    _row(
        "P09",
        "001",
        "Counter-terrorism first, then sanctions, the council slowly, NATO's course hardly",
        "January 2017: improvement in 2 years in that order. Both presidents want more of the "
        "first and the third, the US president more relief than the EU; allies and Pentagon "
        "hold NATO",
        limits.p09,
    ),
    _row(
        "P10",
        "001",
        "A slower enlargement can be had, an end of it not; likewise missile defence",
        "January 2017, on each: a step >= 1 %, likelier than its end, which is <= 5 %. The "
        "president wants some, nobody in Washington or the alliance beyond a slowing",
        limits.p10,
    ),
    _row(
        "P11",
        "001",
        "Russia will not turn against China, whatever comes",
        "January 2017: alignment <= 5 % even with the best tie to the US and high trust. The US "
        "president wants it, nobody in Moscow beyond equal distance",
        limits.p11,
    ),
    _row(
        "P12",
        "001",
        "Analysts disagree",
        "January 2017: two coded experts pooled are wider than either, on what they dispute",
        limits.p12,
    ),
    _row(
        "P13",
        "002",
        "The president's wish moves little against the elite's consensus",
        "February 2017, on issues with vetoes: the elite lies within an anchor, below the "
        "president; his position 30 points up or down moves the outcome by < 10",
        limits.p13,
    ),
    _row(
        "P14",
        "002",
        "No major or sudden change",
        "February 2017: a change of more than a class within a year <= 5 %. On the heavy issues "
        "Congress wants less than half an anchor more",
        limits.p14,
    ),
    _row(
        "P15",
        "002",
        "Restraint is answered with warmth",
        "February 2017: an unanswered expulsion leaves more trust and steps than tit for tat",
        answers.p15,
    ),
    _row(
        "P16",
        "002",
        "A small easing is within the executive's reach, abolition is not",
        "February 2017: room on sanctions above the status quo and short of the top. President, "
        "State and Treasury want some easing",
        limits.p16,
    ),
    _row(
        "P17",
        "002",
        "As long as Russia keeps its strategy, promises stay unfulfilled",
        "February 2017: thaw likelier if Russia's positions on Ukraine move an anchor; all that "
        "was promised <= 5 %. The president wants it, Moscow offers less than an anchor on "
        "Ukraine",
        limits.p17,
    ),
    _row(
        "P18",
        "003",
        "Russia's aims lie in circles; thwarted, it answers in the same circle",
        "May 2017: a US step down raises the listed answer, more in inner circles. Its "
        "president wants less US say at home, more restraint at the borders, and to count in "
        "Syria and in arms control",
        answers.p18,
    ),
    _row(
        "P19",
        "003",
        "Russia swings between the US and China; their summit takes its leverage away",
        "February and May 2017: leverage falls with the summit, rises with rivalry. The US "
        "president would stand against China, Russia's would not",
        answers.p19,
        days="002 003",
    ),
    _row(
        "P20",
        "003",
        "Small steps can be had, grand bargains cannot, for distrust",
        "May 2017: a step in a year >= 50 %; package of three <= 3 %, 5 times that at trust "
        "0.8. Trust is below what a package needs",
        answers.p20,
    ),
    _row(
        "P21",
        "003",
        "Three explanations fit the administration's mixed voices",
        "May 2017: the matrix ranks them, shows what tells them apart, leaves none "
        "certain. The president wants more on NATO and Ukraine than State and Pentagon",
        answers.p21,
    ),
    _row(
        "P22",
        "003",
        "Moscow looks for cheap wins for the president; some moves are excluded",
        "May 2017: offers by gain per cost, excluded ones never made in any draw",
        answers.p22,
    ),
    _row(
        "P23",
        "003",
        "A working group settles only what lies below the presidents",
        "May 2017: it adds openings on its issues, none on presidential ones",
        answers.p23,
    ),
    _row(
        "P24",
        "003 004",
        "Inquiries and scandal narrow the president's room",
        "May and September 2017: ending the inquiry widens the room on some issue, narrows it "
        "on none. He wants more relief, and more on Ukraine, than Congress",
        limits.p24,
    ),
    _row(
        "P25",
        "004",
        "Warm words, unchanged policy",
        "January to August 2017: the US executive's words are warmer than its acts",
        record.p25,
        days="",
    ),
    _row(
        "P26",
        "004",
        "Even progress in Ukraine would not bring relief under the law",
        "September 2017: relief of an anchor by the end of 2021, Ukraine an anchor up, <= 15 %; "
        "without the law >= 15 points more. Congress wants no easing; progress there by itself "
        "<= 20 %, Moscow offers less than an anchor",
        obstacles.p26,
    ),
    _row(
        "P27",
        "000 002 004",
        "Expulsion is answered by expulsion, or for once not",
        "September 2017: an answer in 60 days likelier after one; December 2016 is on record",
        record.p27,
        days="004",
    ),
    _row(
        "P28",
        "004",
        "New sanctions raise the risk of counter-sanctions and self-reliance",
        "September 2017: a US step at least doubles Russian counter-measures in a year, and "
        "trade falls",
        answers.p28,
    ),
    _row(
        "P29",
        "004",
        "If its concerns are not met Russia may go beyond New START",
        "September 2017: lapse in 4 years likelier without a step on missile defence than with "
        "one. Washington wants no step, Moscow limits",
        answers.p29,
    ),
    _row(
        "P30",
        "004",
        "Very low prospects of improvement in 2017-21",
        "September 2017: limited thaw or better at the end of 2021 <= 20 %. Congress wants no "
        "easing, the officials hold NATO's course, Moscow offers less than an anchor on Ukraine",
        obstacles.p30,
    ),
    _row(
        "P31",
        "002 004",
        "It was easier before the law",
        "relief of an anchor in 2 years likelier as of February than as of September 2017, and "
        "Washington's room wider",
        obstacles.p31,
    ),
    _row(
        "P32",
        "000 001 002 003 004",
        "Forecasts can be judged",
        "the ledger holds the reports' forecasts with words, horizon, resolution and score",
        record.p32,
        days="",
    ),
)
"""In the order of their numbers."""

CASE = "us-russia"
"""The case to which the propositions belong."""


def verdicts(
    case: str | Path | Case = CASE,
    *,
    n_draws: int = 10_000,
    seed: int = 1,
    only: Sequence[str] = (),
    change: Callable[[System], System] | None = None,
    report: Report | None = None,
) -> tuple[Verdict, ...]:
    """Return what a case gives on each proposition.

    Parameters
    ----------
    case
        The built-in case 'us-russia', or a copy of it that a user has changed. A proposition that
        a changed case can no longer express does not hold.
    n_draws, seed
        Of the runs.
    only
        Ids of the propositions wanted; all if empty.
    change
        Applied to the system of every day first, to see how firm the answers are.
    report
        Told what is being done and the share done, in [0, 1].

    Raises
    ------
    InputError
        If the case is another relation's, or there is no such proposition.
    """
    loaded = case if isinstance(case, Case) else load_case(case)
    if loaded.dyad != ("USA", "RUS"):
        raise InputError(
            f"the propositions are about USA and RUS, but case {loaded.id} is about "
            f"{' and '.join(loaded.dyad)}"
        )
    known = {proposition.id: proposition for proposition in PROPOSITIONS}
    for name in only:
        if name not in known:
            raise InputError(f"no proposition {name!r}; known: P01 to P{len(known):02d}")
    runs = Runs(loaded, n_draws, seed, change)
    found = []
    wanted = [known[name] for name in only] or list(PROPOSITIONS)
    for place, proposition in enumerate(wanted):
        if report is not None:
            report(proposition.id, place / len(wanted))
        found.append(Verdict(proposition=proposition, finding=_finding(proposition, runs)))
    return tuple(found)


def _finding(proposition: Proposition, runs: Runs) -> Finding:
    try:
        return proposition.check(runs)
    except InputError as error:
        return Finding(consequences=(), why=str(error))


def verdicts_json(found: Sequence[Verdict], *, case: str, n_draws: int, seed: int) -> Json:
    """Return verdicts as JSON values, see docs/propositions.md."""
    return {
        "schema": "detente/propositions",
        "version": 1,
        "case": case,
        "draws": n_draws,
        "seed": seed,
        "n_hold": sum(verdict.finding.holds for verdict in found),
        "n": len(found),
        "propositions": [
            {
                "id": verdict.proposition.id,
                "reports": list(verdict.proposition.reports),
                "as_of": [str(DAYS[name]) for name in verdict.proposition.days],
                "says": verdict.proposition.says,
                "reading": verdict.proposition.reading,
                "figures": {k: round(v, 4) for k, v in verdict.finding.figures.items()},
                "consequences": [_limb_json(limb) for limb in verdict.finding.consequences],
                "grounds": [_limb_json(limb) for limb in verdict.finding.grounds],
                "holds": verdict.finding.holds,
                "why": verdict.finding.why,
            }
            for verdict in found
        ],
    }


def _limb_json(limb: Limb) -> Json:
    return {
        "says": limb.says,
        "value": None if limb.value != limb.value else round(limb.value, 4),
        "relation": limb.relation,
        "bound": round(limb.bound, 4),
        "bound_says": limb.bound_says or None,
        "holds": limb.holds,
    }
