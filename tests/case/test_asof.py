from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case.asof import Case
from detente.case.loading import load_case
from detente.case.skeleton import skeleton_text
from detente.errors import InputError
from detente.model.system import Range, Stake, System

DAYS = ("2017-01-16", "2017-02-15", "2017-05-22", "2017-09-15", "2019-06-03")
BASE = skeleton_text("IND", "PAK", day=date(2024, 6, 1))
OLD = "ind_leader: [{position: 60, salience: 0.5, capability: 0.8, source: me}]"
BEFORE = date(2024, 6, 1)


def _case(folder: Path, *changes: tuple[str, str]) -> Case:
    text = BASE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    return load_case(folder)


def _stake(system: System, actor: str, issue: str) -> Stake:
    return next(s for s in system.stakes if (s.actor, s.issue) == (actor, issue))


def _with_history(folder: Path, entries: str) -> Case:
    sources = "  late: {title: Late report, published_on: 2025-03-01}\n  # speech"
    return _case(folder, (OLD, f"ind_leader:\n{entries}"), ("  # speech", sources))


FIRST = "      - {position: 60, salience: 0.5, capability: 0.8, source: me}\n"


def test_a_later_entry_is_not_seen_before_its_day(tmp_path: Path) -> None:
    case = _with_history(tmp_path, FIRST + "      - {from: 2025-01-01, position: 5, source: me}")
    assert _stake(case.as_of(date(2024, 12, 31)), "ind_leader", "trade").position.mode == 60
    assert _stake(case.as_of(date(2025, 1, 1)), "ind_leader", "trade").position.mode == 5


def test_a_later_entry_changes_only_what_it_gives(tmp_path: Path) -> None:
    case = _with_history(tmp_path, FIRST + "      - {from: 2025-01-01, position: 5, source: me}")
    stake = _stake(case.as_of(date(2025, 6, 1)), "ind_leader", "trade")
    assert stake.salience.mode == 0.5
    assert stake.capability.mode == 0.8


def test_an_entry_that_rests_on_a_later_source_is_hidden_until_it_is_published(
    tmp_path: Path,
) -> None:
    late = "      - {from: 2024-01-01, position: 5, source: late}"
    case = _with_history(tmp_path, FIRST + late)
    assert _stake(case.as_of(BEFORE), "ind_leader", "trade").position.mode == 60
    assert _stake(case.as_of(date(2025, 3, 1)), "ind_leader", "trade").position.mode == 5


def test_a_hidden_entry_lends_nothing_to_one_that_is_seen(tmp_path: Path) -> None:
    entries = (
        FIRST
        + "      - {from: 2024-01-01, salience: 0.9, source: late}\n"
        + "      - {from: 2024-02-01, position: 5, source: me}"
    )
    stake = _stake(_with_history(tmp_path, entries).as_of(BEFORE), "ind_leader", "trade")
    assert (stake.position.mode, stake.salience.mode) == (5, 0.5)


def test_known_on_hides_what_was_learnt_later_than_it_began(tmp_path: Path) -> None:
    secret = "      - {from: 2024-01-01, known_on: 2024-09-01, position: 5, source: me}"
    case = _with_history(tmp_path, FIRST + secret)
    assert _stake(case.as_of(BEFORE), "ind_leader", "trade").position.mode == 60
    assert _stake(case.as_of(date(2024, 9, 1)), "ind_leader", "trade").position.mode == 5


LOCK = (
    "\nlocks:\n  - {id: law, title: Law, side: IND, issues: [trade], blocks: up, "
    "from: 2020-01-01, to: 2025-01-01, opens_by: [ind_leader], source: me"
)


def test_an_end_that_nobody_foresaw_is_not_seen_before_it_comes(tmp_path: Path) -> None:
    case = _case(tmp_path, ("\nlinks:", LOCK + "}\n\nlinks:"))
    assert case.as_of(BEFORE).locks[0].span.to_on is None
    assert case.as_of(date(2025, 1, 2)).locks == ()


def test_an_end_that_was_foreseen_is_seen(tmp_path: Path) -> None:
    case = _case(tmp_path, ("\nlinks:", LOCK + ", foreseen: true}\n\nlinks:"))
    assert case.as_of(BEFORE).locks[0].span.to_on == date(2025, 1, 1)


def test_a_lock_that_is_announced_is_seen_with_its_first_day(tmp_path: Path) -> None:
    lock = LOCK.replace(
        "from: 2020-01-01, to: 2025-01-01", "from: 2024-10-01, known_on: 2024-05-01"
    )
    case = _case(tmp_path, ("\nlinks:", lock + "}\n\nlinks:"))
    assert case.as_of(date(2024, 4, 30)).locks == ()
    assert case.as_of(BEFORE).locks[0].span.from_on == date(2024, 10, 1)


def test_a_plain_number_is_widened_and_a_range_is_not(tmp_path: Path) -> None:
    entry = "      - {position: [95, 96, 97], salience: 0.95, capability: 0.8, source: me}"
    stake = _stake(_with_history(tmp_path, entry).as_of(), "ind_leader", "trade")
    assert stake.position == Range(95, 96, 97)
    assert stake.salience.low == pytest.approx(0.8)
    assert stake.salience.high == 1


def test_a_planted_later_datum_changes_nothing_before_its_day(tmp_path: Path) -> None:
    plain = _case(tmp_path).as_of(BEFORE)
    later = "from: 2024-06-02, source: me"
    planted = _case(
        tmp_path,
        (OLD, f"{OLD[:-1]}, {{{later}, position: 1, salience: 1, capability: 1}}]"),
        ("      # - {value: 40, from: 2025-06-01, source: me}", f"      - {{value: 1, {later}}}"),
        ("\nlinks:", LOCK.replace("from: 2020-01-01, to: 2025-01-01", later[:16]) + "}\n\nlinks:"),
        ("\nshocks:\n", f"\nshocks:\n  - {{id: war, title: War, hazard: 1, {later}}}\n"),
        ("\nactors:\n", f"\nactors:\n  - {{id: x, state: CHN, name: X, {later}}}\n"),
        (
            "  trust: [0.15, 0.3, 0.45]",
            f"  trust: [{{value: [0.15, 0.3, 0.45], source: me}}, {{value: 1, {later}}}]",
        ),
    )
    assert planted.as_of(BEFORE) == plain
    after = planted.as_of(BEFORE + timedelta(days=1))
    assert after != plain
    assert after.locks
    assert len(after.shocks) == 2


def test_nothing_can_be_assessed_before_the_first_entry(tmp_path: Path) -> None:
    case = load_case("us-russia")
    with pytest.raises(InputError, match="as of 1950-01-01"):
        case.as_of(date(1950, 1, 1))


@pytest.mark.parametrize("day", DAYS)
def test_the_us_russia_case_is_complete_on_the_day_of_each_report(day: str) -> None:
    system = load_case("us-russia").as_of(date.fromisoformat(day))
    assert len(system.issues) >= 14
    assert len({actor.state for actor in system.actors}) >= 8
    assert len(system.actors) >= 20
    staked = {(stake.actor, stake.issue) for stake in system.stakes}
    for issue in system.issues:
        for side in system.dyad:
            states = {a.id: a.state for a in system.actors}
            assert any(states[a] == side for a, i in staked if i == issue.id), (issue.id, side)
        assert all(
            (actor, issue.id) in staked
            for institution in system.institutions
            if institution.issues and issue.id in institution.issues
            for actor in institution.must_agree
        ), issue.id


@pytest.mark.parametrize("day", DAYS)
def test_nothing_in_a_view_begins_or_was_published_after_its_day(day: str) -> None:
    case, seen = load_case("us-russia"), date.fromisoformat(day)
    announced = {"forums.hamburg_summit.lift"}
    for key, origin in case.provenance(seen).items():
        assert origin.source is not None, key
        published = case.sources[origin.source].published_on
        assert published is None or published <= seen, key
        assert origin.since is None or origin.since <= seen or key in announced, key


def test_every_number_of_the_case_names_its_source_and_line() -> None:
    case = load_case("us-russia")
    origins = case.provenance()
    system = case.as_of()
    for stake in system.stakes:
        for field in ("position", "salience", "capability"):
            assert origins[f"stakes.{stake.actor}.{stake.issue}.{field}"].source
    for issue in system.issues:
        assert origins[f"issues.{issue.id}.status_quo"].source
        assert origins[f"issues.{issue.id}.opening"].source
    text = (case.folder / "case.yaml").read_text(encoding="utf-8").splitlines()
    for key, origin in origins.items():
        assert 1 <= origin.line <= len(text), key


def test_every_stake_of_the_case_has_a_range() -> None:
    for stake in load_case("us-russia").as_of().stakes:
        for value in (stake.position, stake.salience, stake.capability):
            assert not value.is_point or value.mode in (0, 1, 100)


def test_an_expert_changes_only_the_stakes_that_are_coded() -> None:
    case, day = load_case("us-russia"), date(2017, 2, 15)
    assert case.experts(day) == ("opportunity", "consensus")
    plain, other = case.as_of(day), case.as_of(day, expert="consensus")
    changed = {
        (a.actor, a.issue) for a, b in zip(plain.stakes, other.stakes, strict=True) if a != b
    }
    assert ("us_president", "sanctions") in changed
    assert {issue for _, issue in changed} == {
        "sanctions",
        "counter_terrorism",
        "nato",
        "ukraine",
    }
    assert case.experts(date(2016, 1, 1)) == ()
    with pytest.raises(InputError, match="unknown expert 'nobody'"):
        case.as_of(day, expert="nobody")


def test_an_expert_who_changes_his_mind_is_seen_as_of_the_day(tmp_path: Path) -> None:
    text = (
        BASE
        + """
experts:
  - id: dove
    name: One who hopes
    from: 2020-01-01
    source: me
    stakes: {trade: {ind_leader: {position: 70, salience: 0.9}}}
  - id: dove
    from: 2024-01-01
    source: me
    stakes: {trade: {ind_leader: {position: 90}}}
"""
    )
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    case = load_case(tmp_path)
    early, late = (
        _stake(case.as_of(day, expert="dove"), "ind_leader", "trade")
        for day in (date(2022, 1, 1), BEFORE)
    )
    assert (early.position.mode, late.position.mode) == (70, 90)
    assert late.salience.mode == 0.9


def test_a_day_may_be_text_and_nonsense_is_refused() -> None:
    case = load_case("us-russia")
    assert case.as_of("2017-02-15") == case.as_of(date(2017, 2, 15))
    assert case.experts("2017-02-15") == ("opportunity", "consensus")
    with pytest.raises(InputError, match="day"):
        case.as_of("soon")


def test_no_expert_may_bear_the_name_that_stands_for_all(tmp_path: Path) -> None:
    text = BASE + "\nexperts:\n  - {id: all, name: Everyone, source: me, stakes: {}}\n"
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"case\.yaml:\d+: experts\[0\]\.id: must not be 'all'"):
        load_case(tmp_path)


@settings(max_examples=25, deadline=None)
@given(st.dates(date(2009, 6, 30), date(2021, 12, 31)))
def test_a_view_of_any_day_can_be_taken_and_fits_together(day: date) -> None:
    from detente.model.checks import check_system

    check_system(load_case_once().as_of(day))


_CASES: list[Case] = []


def load_case_once() -> Case:
    if not _CASES:
        _CASES.append(load_case("us-russia"))
    return _CASES[0]
