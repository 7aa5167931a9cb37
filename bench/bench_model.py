"""Speed of the model: 10,000 draws x 20 quarters, its growth, and a plain loop in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

import numpy as np

from detente.case.loading import load_case
from detente.model.assess import Run, assess_system, run_system
from detente.model.locks import QUARTER_DAYS
from detente.model.system import (
    Actor,
    Anchor,
    Institution,
    Issue,
    Link,
    Lock,
    Move,
    OutcomeBounds,
    Parameters,
    Pressure,
    Range,
    Response,
    Shock,
    Stake,
    System,
    Tie,
)

DAY = date(2020, 1, 1)


def made_up_system(n_issues: int, n_actors: int) -> System:
    """A relation of two states with every mechanism in it, numbers at random but fixed."""
    rng = np.random.default_rng(7)
    states = ("ARB", "BOR")

    def about(low: float, high: float, width: float, top: float) -> Range:
        mode = float(rng.uniform(low, high))
        return Range(max(mode - width, 0), mode, min(mode + width, top))

    actors = tuple(Actor(id=f"actor{a}", state=states[a % 2], name=f"{a}") for a in range(n_actors))
    ids = [f"issue{k}" for k in range(n_issues)]
    return System(
        id="made-up",
        title="A made-up relation",
        dyad=states,
        third="CYR",
        day=DAY,
        actors=actors,
        issues=tuple(
            Issue(
                id=name,
                title=name,
                anchors=tuple(Anchor(value=v, label=f"{v}") for v in (0, 25, 50, 75, 100)),
                status_quo=about(20, 50, 5, 100),
                sides=states if k % 3 else states[:1],
                step=10,
                lag_quarters=k % 3,
                weight=Range.point(1),
                opening=about(0.1, 0.3, 0.05, 1),
                erosion=about(0.05, 0.15, 0.05, 1),
            )
            for k, name in enumerate(ids)
        ),
        stakes=tuple(
            Stake(
                actor=actor.id,
                issue=name,
                position=about(10, 90, 10, 100),
                salience=about(0.2, 0.9, 0.1, 1),
                capability=about(0.2, 0.9, 0.1, 1),
            )
            for actor in actors
            for name in ids
        ),
        institutions=tuple(
            Institution(
                id=f"of_{state}",
                side=state,
                issues=(),
                proposers=(f"actor{s}",),
                must_agree=(f"actor{s + 2}", f"actor{s + 4}"),
                overriders=(f"actor{s + 6}",),
                majority=2 / 3,
            )
            for s, state in enumerate(states)
        ),
        parameters=Parameters(
            trust=Range(0.2, 0.4, 0.6),
            precision=Range(0.05, 0.1, 0.15),
            trust_gain=Range(0.01, 0.02, 0.03),
            trust_loss=Range(0.01, 0.03, 0.05),
            restraint_gain=Range(0, 0.02, 0.04),
            reciprocity=Range(0.1, 0.3, 0.5),
            package_threshold=Range(0.4, 0.5, 0.6),
            package_hazard=Range(0.05, 0.1, 0.15),
            rivalry_pull=Range(2, 5, 8),
            persistence=Range(0.6, 0.7, 0.8),
        ),
        outcomes=OutcomeBounds(freeze=4, thaw=15, alignment=80),
        locks=tuple(
            Lock(
                id=f"lock{k}",
                title=f"{k}",
                side="ARB",
                issues=(name,),
                blocks="up",
                opens_by=("actor0", "actor2"),
                review_days=30,
                workaround=Range(2, 5, 8),
                span=actors[0].span,
            )
            for k, name in enumerate(ids[: n_issues // 3])
        ),
        links=tuple(
            Link(
                id=f"link{k}",
                first=ids[k],
                second=ids[k + 1],
                kind="trade" if k % 4 < 2 else "blocks",
                strength=Range(0.3, 0.5, 0.7),
                until=Range.point(60),
            )
            for k in range(n_issues - 1)
        ),
        ties=tuple(
            Tie(id=f"{a}{b}", first=a, second=b, value=Range(-0.8, -0.4, 0))
            for a, b in (("ARB", "BOR"), ("ARB", "CYR"), ("BOR", "CYR"))
        ),
        responses=tuple(
            Response(
                id=f"answer{k}",
                side=states[1],
                trigger=name,
                issue=name,
                hazard=Range(0.2, 0.4, 0.6),
                effect=Range(2, 5, 8),
            )
            for k, name in enumerate(ids)
        ),
        moves=tuple(
            Move(
                id=f"move{k}",
                title=f"{k}",
                side=states[k % 2],
                issue=name,
                cost=Range(10, 20, 30),
                gain=Range(10, 30, 50),
                effect=Range(2, 5, 8),
            )
            for k, name in enumerate(ids[:6])
        ),
        pressures=(
            Pressure(
                id="inquiry",
                title="An inquiry",
                side="ARB",
                actor="actor0",
                issues=(),
                weight=Range(0.2, 0.3, 0.4),
            ),
        ),
        shocks=tuple(
            Shock(
                id=f"shock{k}",
                title=f"{k}",
                hazard=Range(0.01, 0.03, 0.05),
                effects=((name, Range(-20, -10, -5)),),
                trust=Range(-0.2, -0.1, 0),
            )
            for k, name in enumerate(ids[:4])
        ),
    )


@dataclass(frozen=True)
class Taken:
    """Seconds by the clock, and of the processor: what the clock would show on an idle machine."""

    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock:.2f} s ({self.processor:.2f} s of processor)"


def seconds(work: Callable[[], object], n_times: int = 3) -> Taken:
    """Return the shortest of some runs."""
    taken = []
    for _ in range(n_times):
        clock, processor = time.perf_counter(), time.process_time()
        work()
        taken.append(Taken(time.perf_counter() - clock, time.process_time() - processor))
    return min(taken, key=lambda one: one.processor)


def paths(system: System, n_draws: int, n_quarters: int) -> Run:
    horizon = DAY + timedelta(days=round(QUARTER_DAYS * n_quarters))
    return run_system(system, horizon=horizon, n_draws=n_draws, seed=1)


def growth(what: str, systems: dict[int, tuple[System, int, int]]) -> None:
    """Print the seconds of some runs, by size."""
    for size, (system, n_draws, n_quarters) in systems.items():
        taken = seconds(partial(paths, system, n_draws, n_quarters), 1)
        print(f"  {size:6d} {what:9} {taken}")


def main() -> None:
    case = load_case("us-russia")
    coded = replace(case.as_of(date(2019, 6, 3)), questions=())
    horizon = coded.day + timedelta(days=round(QUARTER_DAYS * 20))
    work = partial(run_system, coded, horizon=horizon, n_draws=10_000, seed=1)
    size = f"{len(coded.issues)} issues, {len(coded.actors)} actors"
    print(f"built-in case, {size}, 10,000 draws x 20 quarters: {seconds(work)} (bar 4 s)")
    whole = partial(assess_system, coded, horizon=date(2021, 12, 31), n_draws=10_000, seed=1)
    print(f"the whole assessment of it until the end of 2021: {seconds(whole, 1)}")

    system = made_up_system(14, 20)
    base = seconds(partial(paths, system, 10_000, 20))
    print(f"made-up relation, 14 issues, 20 actors, 10,000 draws x 20 quarters: {base}")
    few = 20
    one_by_one = seconds(lambda: [paths(system, 1, 20) for _ in range(few)], 1)
    loop = one_by_one.processor / few * 10_000
    print(
        f"named alternative, a plain loop of one draw at a time through numpy, from {few} draws "
        f"scaled to 10,000: {loop:.0f} s of processor, {loop / base.processor:.0f} times as long"
    )
    print("growth: twice the size should take at most twice the time")
    growth("draws", {n: (system, n, 20) for n in (2_500, 5_000, 10_000, 20_000, 40_000)})
    growth("quarters", {n: (system, 10_000, n) for n in (5, 10, 20, 40)})
    growth("issues", {n: (made_up_system(n, 20), 10_000, 20) for n in (7, 14, 28, 56)})
    growth("actors", {n: (made_up_system(14, n), 10_000, 20) for n in (10, 20, 40, 80)})
