"""The relation step by step: what each mechanism does, and what it never does."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.model.dynamics import GivenStep
from detente.model.restraint import answered_or_withheld
from detente.model.run import Run, run_system
from detente.model.system import Forum, Move, Range, Shock, System


def _tiny() -> ModuleType:
    """Return the module with the small made-up relation, which lies beside this file."""
    name = "detente_tests_model_tiny"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("tiny.py"))
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


tiny = _tiny()

few = settings(max_examples=8, deadline=None)
N = 800


def run(system: System, *, n: int = N, seed: int = 1, **given: object) -> Run:
    return run_system(
        system,
        horizon=tiny.HORIZON,
        n_draws=n,
        seed=seed,
        **given,  # type: ignore[arg-type]
    )


def place(result: Run, issue: str) -> int:
    return [item.id for item in result.system.issues].index(issue)


def path(result: Run, issue: str) -> np.ndarray:
    return result.paths.levels[:, place(result, issue)]


def only_openings(system: System) -> System:
    """Return a relation that can only move up, issue by issue."""
    return replace(
        system,
        issues=tuple(replace(issue, erosion=Range.point(0)) for issue in system.issues),
        shocks=(),
        moves=(),
        responses=(),
        links=(),
    )


def with_issue(system: System, name: str, **changes: object) -> System:
    return replace(
        system,
        issues=tuple(
            replace(issue, **changes) if issue.id == name else issue  # type: ignore[arg-type]
            for issue in system.issues
        ),
    )


def test_the_same_seed_gives_the_same_paths_and_another_seed_others() -> None:
    one, same, other = (run(tiny.tiny_system(), seed=seed) for seed in (1, 1, 2))
    assert (one.paths.levels == same.paths.levels).all()
    assert (one.paths.trust == same.paths.trust).all()
    assert (one.paths.levels != other.paths.levels).any()


def test_levels_and_trust_stay_on_their_scales() -> None:
    paths = run(tiny.tiny_system(), n=2000).paths
    assert paths.levels.min() >= 0
    assert paths.levels.max() <= 100
    assert paths.trust.min() >= 0
    assert paths.trust.max() <= 1


def test_no_issue_rises_by_more_than_its_step_and_its_due_agreements() -> None:
    result = run(only_openings(tiny.tiny_system()))
    for k, issue in enumerate(result.system.issues):
        rises = np.diff(result.paths.levels[:, k], axis=0)
        assert rises.max() <= issue.step + 1e-9
        assert rises.min() >= -1e-9


def test_what_is_agreed_takes_effect_after_its_lag() -> None:
    quick = only_openings(tiny.tiny_system())
    slow = with_issue(quick, "culture", lag_quarters=3)
    now, later = path(run(quick), "culture"), path(run(slow), "culture")
    assert (later[:4] == later[0]).all()
    assert (later[4] - later[0]).mean() == pytest.approx((now[1] - now[0]).mean(), abs=0.2)


def test_an_issue_nobody_opens_or_erodes_stays_where_it_is() -> None:
    system = only_openings(tiny.tiny_system())
    system = with_issue(system, "border", opening=Range.point(0))
    assert (path(run(system), "border") == path(run(system), "border")[0]).all()


def test_a_lock_that_nobody_can_open_holds_an_issue_within_its_workaround() -> None:
    system = only_openings(tiny.tiny_system())
    shut = tuple(replace(lock, opens_by=(), workaround=Range.point(5)) for lock in system.locks)
    eager = with_issue(replace(system, locks=shut), "tariffs", opening=Range.point(0.9))
    levels = path(run(eager), "tariffs")
    assert (levels[-1] - levels[0]).max() <= 5 + 1e-9
    assert (levels[-1] - levels[0]).max() > 4


def test_a_treaty_keeps_an_issue_up_until_it_ends() -> None:
    system: System = tiny.tiny_system()
    hostile = tuple(
        replace(stake, position=Range.point(0)) if stake.actor.startswith("b_") else stake
        for stake in system.stakes
    )
    system = replace(system, stakes=hostile, shocks=(), moves=(), responses=())
    system = with_issue(system, "border", sides=("BOR",), erosion=Range.point(0.9))
    levels = path(run(system), "border")
    assert (levels[4] >= levels[0] - 1e-9).all()
    assert (levels[-1] < levels[4]).mean() > 0.5


def test_a_blocking_link_holds_up_the_second_issue() -> None:
    system: System = tiny.tiny_system()
    free = replace(system, links=())
    strict = tuple(
        replace(link, strength=Range.point(1)) for link in system.links if link.kind == "blocks"
    )
    held = path(run(replace(system, links=strict)), "tariffs")
    loose = path(run(free), "tariffs")
    assert (held[-1] <= held[0] + 1e-9).all()
    assert (loose[-1] > loose[0] + 1e-9).any()


def test_distrust_leaves_no_package_and_trust_does() -> None:
    system: System = tiny.tiny_system()
    for trust, some in ((0.1, False), (0.9, True)):
        parameters = replace(
            system.parameters, trust=Range.point(trust), package_hazard=Range.point(0.9)
        )
        result = run(replace(system, parameters=parameters))
        assert bool(result.paths.packages) is some


def option(name: str, *, gain: float, excluded: bool = False) -> Move:
    """Return a small move of Boreas at the border that costs what it does not gain."""
    return Move(
        id=name,
        title="",
        side="BOR",
        issue="border",
        cost=Range.point(100 - gain),
        gain=Range.point(gain),
        effect=Range.point(5),
        excluded=excluded,
    )


def test_an_excluded_move_is_never_made() -> None:
    system: System = tiny.tiny_system()
    cheap = option("retreat", gain=100, excluded=True)
    made = run(replace(system, moves=(cheap,)), n=3000).paths.first
    assert "moves.retreat" not in made
    free = run(replace(system, moves=(replace(cheap, excluded=False),))).paths.first
    assert np.isfinite(free["moves.retreat"]).any()


def test_a_longer_menu_splits_attention_and_does_not_add_to_it() -> None:
    system: System = tiny.tiny_system()
    one = option("one", gain=90)
    ruled_out = replace(one, id="never", excluded=True)
    twin, elsewhere = replace(one, id="two"), replace(one, id="far", issue="culture")

    def first(*moves: Move) -> dict[str, np.ndarray]:
        return run(replace(system, moves=moves), n=4000).paths.first

    def chance(times: np.ndarray) -> float:
        return float(np.mean(times <= 1))

    alone = chance(first(one)["moves.one"])
    both = first(one, twin)
    assert chance(both["moves.one"]) == pytest.approx(alone / 2, rel=0.25)
    either = chance(np.minimum(both["moves.one"], both["moves.two"]))
    assert either == pytest.approx(alone, rel=0.15)
    assert chance(first(one, ruled_out, elsewhere)["moves.one"]) == alone


def test_a_shock_by_issue_strikes_each_issue_by_itself() -> None:
    system: System = tiny.tiny_system()
    issues = [issue.id for issue in system.issues][:2]
    blow = Shock(
        id="turn",
        title="A course reversed",
        hazard=Range.point(0.3),
        effects=tuple((name, Range.point(-10)) for name in issues),
    )
    quiet = replace(
        only_openings(system),
        issues=tuple(
            replace(
                issue, opening=Range.point(0), erosion=Range.point(0), status_quo=Range.point(50)
            )
            for issue in system.issues
        ),
    )

    def struck(shock: Shock) -> np.ndarray:
        paths = run(replace(quiet, shocks=(shock,)), n=4000).paths
        places = [k for k, issue in enumerate(quiet.issues) if issue.id in issues]
        return np.asarray(paths.levels[1, places] < 45)

    together, apart = struck(blow), struck(replace(blow, by_issue=True))
    assert (together[0] == together[1]).all()
    assert apart.mean(axis=1) == pytest.approx([0.3, 0.3], abs=0.03)
    assert (apart[0] & apart[1]).mean() == pytest.approx(0.09, abs=0.02)


def test_a_step_against_it_raises_the_hazard_of_an_answer_in_the_next_quarter() -> None:
    system: System = tiny.tiny_system()
    calm = run(system)
    hit = run(system, given=(GivenStep(side="ARB", issue="border", points=-8),))
    never = np.full(N, np.inf)
    before = (calm.paths.first.get("responses.b_border", never) <= 1).mean()
    after = (hit.paths.first.get("responses.b_border", never) <= 1).mean()
    assert before == 0
    assert after == pytest.approx(0.4, abs=0.06)


def test_answers_within_sixty_days_are_a_part_of_those_within_the_quarter() -> None:
    hit = run(tiny.tiny_system(), given=(GivenStep(side="ARB", issue="border", points=-8),))
    times = hit.paths.first["responses.b_border"]
    early, whole = (times <= 60 / 91.3).mean(), (times <= 1).mean()
    assert 0.5 * whole < early < 0.9 * whole


def test_inner_circles_answer_more_often() -> None:
    system: System = tiny.tiny_system()
    same = tuple(replace(response, hazard=Range.point(0.4)) for response in system.responses)
    rates = []
    for issue, step in (("border", -8), ("tariffs", -10)):
        given_step = GivenStep(side="ARB", issue=issue, points=step)
        result = run(replace(system, responses=same), n=3000, given=(given_step,))
        rates.append((result.paths.first[f"responses.b_{issue}"] <= 1).mean())
    assert rates[0] > rates[1] + 0.1


def test_restraint_is_followed_by_more_trust_and_more_cooperation_than_an_answer() -> None:
    system = replace(tiny.tiny_system(), links=(), shocks=())
    hit = run(system, n=6000, given=(GivenStep(side="ARB", issue="border", points=-8),))
    answered, withheld = answered_or_withheld(hit, "b_border")
    assert withheld.trust.low > answered.trust.high
    assert withheld.cooperation.value > answered.cooperation.value
    with pytest.raises(InputError, match="no response"):
        answered_or_withheld(hit, "b_nothing")


def test_a_forum_opens_what_lies_within_its_reach_and_nothing_above() -> None:
    system = only_openings(replace(tiny.tiny_system(), forums=()))
    forum = Forum(id="group", title="", reach="technical", lift=Range.point(4))
    without, held = run(system), run(replace(system, forums=(forum,)))
    assert path(held, "culture")[1].mean() > path(without, "culture")[1].mean() + 0.5
    assert path(held, "border")[1].mean() == pytest.approx(path(without, "border")[1].mean())


def test_adding_what_never_matters_shifts_no_draw() -> None:
    system: System = tiny.tiny_system()
    idle = tiny.Actor(id="idle", state="ARB", name="Idle")
    stake = tiny.Stake(
        actor="idle",
        issue="border",
        position=Range(0, 50, 100),
        salience=Range.point(0),
        capability=Range.point(1),
        red_line=(0, 1),
    )
    general = replace(system.institutions[1], must_agree=("a_army", "idle"))
    joined = replace(
        system,
        actors=(*system.actors, idle),
        stakes=(*system.stakes, stake),
        institutions=(system.institutions[0], general, system.institutions[2]),
    )
    assert np.allclose(run(system).paths.levels, run(joined).paths.levels)


@few
@given(st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(random: object) -> None:
    system: System = tiny.tiny_system()
    folders = ("actors", "stakes", "institutions", "locks", "links", "ties", "goals", "pressures")
    mixed: dict[str, Any] = {}
    for folder in folders:
        records = list(getattr(system, folder))
        random.shuffle(records)  # type: ignore[attr-defined]
        mixed[folder] = tuple(records)
    shuffled = replace(system, **mixed)
    assert np.allclose(run(system, n=200).paths.levels, run(shuffled, n=200).paths.levels)


def renamed(system: System, names: dict[str, str]) -> System:
    """Return a system in which some actors have other ids."""

    def new(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(names.get(name, name) for name in ids)

    return replace(
        system,
        actors=tuple(
            replace(
                actor,
                id=names.get(actor.id, actor.id),
                answers_to=names.get(actor.answers_to or "", actor.answers_to),
            )
            for actor in system.actors
        ),
        stakes=tuple(replace(s, actor=names.get(s.actor, s.actor)) for s in system.stakes),
        institutions=tuple(
            replace(
                body,
                proposers=new(body.proposers),
                must_agree=new(body.must_agree),
                overriders=new(body.overriders),
            )
            for body in system.institutions
        ),
        locks=tuple(replace(lock, opens_by=new(lock.opens_by)) for lock in system.locks),
        goals=tuple(
            replace(goal, actor=names.get(goal.actor, goal.actor)) for goal in system.goals
        ),
        pressures=tuple(replace(p, actor=names.get(p.actor, p.actor)) for p in system.pressures),
    )


@few
@given(st.permutations(["z1", "m2", "k3", "c4", "q5"]))
def test_the_names_of_actors_do_not_matter(names: list[str]) -> None:
    system: System = tiny.tiny_system(spread=0.0)
    ids = [actor.id for actor in system.actors]
    other = renamed(system, dict(zip(ids, names, strict=True)))
    assert np.allclose(run(system, n=200).paths.levels, run(other, n=200).paths.levels)


@few
@given(st.floats(-15, 15))
def test_shifting_all_positions_and_the_status_quo_shifts_the_answer(by: float) -> None:
    system = replace(tiny.tiny_system(spread=0.0), links=())

    def shifted(value: Range) -> Range:
        return Range.point(value.mode + by)

    moved = replace(
        system,
        stakes=tuple(replace(s, position=shifted(s.position)) for s in system.stakes),
        issues=tuple(replace(i, status_quo=shifted(i.status_quo)) for i in system.issues),
    )
    solver = "compromise"
    before = run(system, n=300, solver=solver).paths.levels
    after = run(moved, n=300, solver=solver).paths.levels
    inside = ((before > 0) & (before + by > 0) & (before < 100) & (before + by < 100)).all(axis=0)
    assert inside.mean() > 0.9
    assert np.allclose((after - before)[:, inside], by)


def test_the_horizon_must_lie_ahead() -> None:
    with pytest.raises(InputError, match="must be after 2020-01-15"):
        run_system(tiny.tiny_system(), horizon=date(2020, 1, 15), n_draws=10, seed=1)


@pytest.mark.parametrize(
    ("side", "issue", "says"),
    [
        ("CYR", "border", "'CYR' on 'border' .* sides that can act on border are ARB, BOR$"),
        ("BOR", "tariffs", "'BOR' on 'tariffs' .* sides that can act on tariffs are ARB$"),
        ("ARB", "tarifs", "'ARB' on 'tarifs' .* did you mean tariffs"),
    ],
)
@pytest.mark.parametrize("points", [5, -5])
def test_a_step_of_who_cannot_act_on_the_issue_is_refused(
    side: str, issue: str, says: str, points: float
) -> None:
    with pytest.raises(InputError, match=says):
        run(tiny.tiny_system(), given=(GivenStep(side=side, issue=issue, points=points),))


@pytest.mark.parametrize("points", [101, -900, float("nan"), float("inf")])
def test_a_step_beyond_the_scale_is_refused(points: float) -> None:
    with pytest.raises(InputError, match=r"step of ARB on border must lie in \[-100, 100\]"):
        GivenStep(side="ARB", issue="border", points=points)
