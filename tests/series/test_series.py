"""Measures of a dyad on events that are worked by hand, and properties that hold for any."""

import csv
import os
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.series.channels import channels, period_of, period_starts
from detente.series.heat import UNKNOWN, heat_map
from detente.series.reciprocity import reciprocity
from detente.series.table import EventTable, table_of
from detente.series.temperature import balance, temperature
from detente.series.triangle import TYPES, triangle
from detente.series.turning import busiest_days, turning_points
from detente.terms.event import Event
from detente.terms.ontology import QUAD_CLASSES, intensity_of, quad_class_of

SHARED = Path(os.environ.get("DETENTE_SHARED", Path(__file__).parents[3] / "shared"))
Row = tuple[str, str, str, int]


def table(rows: list[Row], intensity: float = 1.0, issue: str = "") -> EventTable:
    n = len(rows)
    return EventTable(
        day=np.array([row[0] for row in rows], dtype="datetime64[D]"),
        source=np.array([row[1] for row in rows], dtype="U8"),
        target=np.array([row[2] for row in rows], dtype="U8"),
        quad=np.array([row[3] for row in rows], dtype=np.int64),
        intensity=np.full(n, intensity),
        type=np.full(n, "X", dtype="U8"),
        issue=np.full(n, issue, dtype="U8"),
        label=np.array([f"act {row[3]}" for row in rows], dtype="U8"),
    )


days = st.dates(date(2000, 1, 1), date(2010, 12, 31))
row = st.tuples(days.map(str), st.sampled_from("AB"), st.sampled_from("AB"), st.integers(1, 4))
rows = st.lists(row.filter(lambda r: r[1] != r[2]), min_size=1, max_size=60)


def test_channels_count_each_direction_apart() -> None:
    got = channels(table([("2018-01-03", "A", "B", 1), ("2018-03-31", "B", "A", 4)]), "A", "B")
    assert got.counts.tolist() == [
        [[1, 0, 0, 0], [0, 0, 0, 0]],
        [[0, 0, 0, 0], [0, 0, 0, 0]],
        [[0, 0, 0, 0], [0, 0, 0, 1]],
    ]
    assert got.intensity.tolist() == [[1, 0], [0, 0], [0, 1]]


@given(rows, st.sampled_from(["day", "week", "month", "quarter", "year"]))
def test_no_event_is_lost_or_counted_twice(events: list[Row], period: str) -> None:
    got = channels(table(events), "A", "B", period=period)  # type: ignore[arg-type]
    assert got.counts.sum() == len(events)
    swapped = channels(table(events), "B", "A", period=period)  # type: ignore[arg-type]
    assert (swapped.counts == got.counts[:, ::-1]).all()


@given(days, st.sampled_from(["day", "week", "month", "quarter", "year"]))
def test_a_period_begins_on_or_before_its_days(day: date, period: str) -> None:
    start = period_of(np.array([day], dtype="datetime64[D]"), period)[0]  # type: ignore[arg-type]
    assert start <= np.datetime64(day)
    assert start == period_starts(day, day, period)[0]  # type: ignore[arg-type]
    assert period != "week" or start.astype(date).weekday() == 0


def test_a_dyad_without_events_is_refused() -> None:
    with pytest.raises(InputError, match="no event between A and C"):
        channels(table([("2018-01-03", "A", "B", 1)]), "A", "C")


def test_days_out_of_order_are_refused() -> None:
    with pytest.raises(InputError, match="comes before"):
        channels(
            table([("2018-01-03", "A", "B", 1)]),
            "A",
            "B",
            from_on=date(2019, 1, 1),
            to_on=date(2018, 1, 1),
        )


def test_columns_of_different_lengths_are_refused() -> None:
    good = table([("2018-01-03", "A", "B", 1)])
    with pytest.raises(InputError, match="differ in length"):
        EventTable(**{name: getattr(good, name) for name in good.__slots__} | {"quad": np.zeros(3)})


def test_a_chronology_becomes_columns_and_leaves_out_what_did_not_happen() -> None:
    events = [
        Event(
            happened_on=date(2018, 3, 26),
            source="USA:GOV",
            target="RUS",
            type="SANCTION",
            cameo="166",
        ),
        Event(
            happened_on=date(2016, 12, 30),
            source="RUS:GOV",
            target="USA",
            type="SANCTION",
            reality="denied",
        ),
    ]
    got = table_of(events)
    assert got.source.tolist() == ["USA"]
    assert got.quad.tolist() == [4]
    assert got.intensity.tolist() == [intensity_of("166")]


@given(st.lists(st.tuples(*[st.integers(0, 9)] * 4), min_size=1, max_size=20))
def test_a_balance_lies_between_all_conflict_and_all_cooperation(
    counts: list[tuple[int, int, int, int]],
) -> None:
    value, variance = balance(np.array(counts))
    empty = np.array(counts).sum(axis=1) == 0
    assert (np.isnan(value) == empty).all()
    assert (np.abs(value[~empty]) <= 1).all()
    assert (variance[~empty] > 0).all()


def test_the_band_widens_where_events_are_thin() -> None:
    many = [
        (f"2018-{m:02d}-{d:02d}", "A", "B", 1 + 2 * (d % 2))
        for m in range(1, 7)
        for d in range(1, 29)
    ]
    few = [(f"2018-{m:02d}-15", "A", "B", 1) for m in range(7, 13)]
    got = temperature(channels(table(many + few), "A", "B"))
    assert got.sd[8] > 1.5 * got.sd[2]
    assert ((got.low <= got.level) & (got.level <= got.high)).all()


def test_a_period_without_events_keeps_the_level_and_widens_the_band() -> None:
    events = [
        (f"2018-{m:02d}-{d:02d}", "A", "B", 1) for m in (1, 2, 3, 7, 8, 9) for d in (3, 9, 20)
    ]
    got = temperature(channels(table(events), "A", "B"))
    assert np.isnan(got.observed[4])
    assert got.sd[4] > got.sd[1]


def test_what_could_be_said_at_the_time_does_not_see_later_events() -> None:
    events = [(f"2018-{m:02d}-{d:02d}", "A", "B", 1) for m in range(1, 7) for d in (3, 9, 20)]
    turned = [(f"2018-{m:02d}-{d:02d}", "A", "B", 4) for m in range(7, 13) for d in (3, 9, 20)]
    got = temperature(channels(table(events + turned), "A", "B"))
    assert got.filtered[5] > 0.6
    assert got.filtered[-1] < 0


def test_too_few_periods_for_a_temperature_are_refused() -> None:
    with pytest.raises(InputError, match="needs 4 periods"):
        temperature(channels(table([("2018-01-03", "A", "B", 1)]), "A", "B"))


def test_a_change_of_level_is_a_turning_point_toward_conflict() -> None:
    calm = [(f"2018-{m:02d}-{d:02d}", "A", "B", 1) for m in range(1, 7) for d in range(1, 11)]
    storm = [(f"2018-{m:02d}-{d:02d}", "B", "A", 4) for m in range(7, 13) for d in range(1, 21)]
    events = table(calm + storm)
    found = turning_points(channels(events, "A", "B"), events)
    assert [str(point.starts_on) for point in found] == ["2018-07-01"]
    assert found[0].toward == "conflict"
    assert found[0].examples == ("act 4 (20)",)


def test_a_steady_series_has_no_turning_point() -> None:
    events = table([(f"2018-{m:02d}-{d:02d}", "A", "B", 1) for m in range(1, 13) for d in (1, 2)])
    assert turning_points(channels(events, "A", "B"), events) == ()


@settings(deadline=None, max_examples=25)
@given(rows)
def test_turning_points_lie_inside_the_series(events: list[Row]) -> None:
    columns = table(events)
    series = channels(columns, "A", "B")
    for point in turning_points(series, columns):
        assert series.starts[0] < point.starts_on <= series.starts[-1]


def test_an_answer_within_days_is_found_and_chance_is_not() -> None:
    acts = [np.datetime64("2018-01-05") + 37 * k for k in range(20)]
    events = table(
        [(str(day), "A", "B", 4) for day in acts] + [(str(day + 3), "B", "A", 4) for day in acts]
    )
    got = reciprocity(events, "A", "B", days=5)
    assert got is not None
    assert got.answered == 1.0
    assert got.median_delay == 3
    assert got.p_value < 0.05
    back = reciprocity(events, "B", "A", days=5)
    assert back is not None
    assert back.answers == 0


def test_an_unknown_kind_of_answer_is_refused() -> None:
    with pytest.raises(InputError, match="unknown kind 'love'"):
        reciprocity(table([("2018-01-03", "A", "B", 1)]), "A", "B", kind="love")


def test_a_heat_map_keeps_events_without_an_issue() -> None:
    got = heat_map(table([("2018-01-03", "A", "B", 4), ("2018-02-03", "A", "B", 1)]), "A", "B")
    assert got.issues == (UNKNOWN,)
    assert got.counts.tolist() == [[1, 1]]
    assert got.conflict.tolist() == [[1.0, 0.0]]


def pair(quad: int, first: str, second: str) -> list[Row]:
    return [
        (f"2018-{m:02d}-{d:02d}", first, second, quad) for m in range(1, 13) for d in range(1, 21)
    ]


def test_the_friend_of_two_enemies_is_the_pivot_of_a_romantic_triangle() -> None:
    events = table(pair(1, "A", "B") + pair(1, "A", "C") + pair(4, "B", "C"))
    temperatures = tuple(temperature(channels(events, *p)) for p in ("AB", "AC", "BC"))
    got = triangle(("A", "B", "C"), temperatures)  # type: ignore[arg-type]
    assert TYPES[int(got.types[-1].argmax())] == "romantic triangle"
    assert got.pivot[-1].argmax() == 0
    assert got.leverage[-1].argmax() == 0
    assert got.leverage[-1, 0] > 0.8
    assert got.balanced[-1] < 0.1
    assert np.allclose(got.types.sum(axis=1), 1)


def test_a_triangle_of_two_states_is_refused() -> None:
    one = temperature(channels(table(pair(1, "A", "B")), "A", "B"))
    with pytest.raises(InputError, match="three different states"):
        triangle(("A", "B", "A"), (one, one, one))


@pytest.fixture(scope="module")
def icews_2018() -> EventTable:
    path = SHARED / "data" / "events" / "icews_tkg_us_rus_2005_2018.csv"
    if not path.exists():
        pytest.skip("the US-Russia events are not here: set DETENTE_SHARED")
    with path.open(encoding="utf-8") as file:
        found = [r for r in csv.DictReader(file) if r["event_date"] >= "2018"]
    return EventTable(
        day=np.array([r["event_date"] for r in found], dtype="datetime64[D]"),
        source=np.array([r["source_iso"] for r in found]),
        target=np.array([r["target_iso"] for r in found]),
        quad=np.array([1 + QUAD_CLASSES.index(quad_class_of(r["cameo"])) for r in found]),
        intensity=np.array([float(r["goldstein"]) for r in found]),
        type=np.array([r["cameo"] for r in found]),
        issue=np.full(len(found), "", dtype="U1"),
        label=np.array([r["event_text"] for r in found]),
    )


def test_the_helsinki_summit_is_the_busiest_day_of_2018(icews_2018: EventTable) -> None:
    assert str(busiest_days(icews_2018, 1)[0][0]) == "2018-07-16"


def test_the_expulsions_of_march_2018_turn_toward_conflict(icews_2018: EventTable) -> None:
    found = turning_points(channels(icews_2018, "USA", "RUS", period="week"), icews_2018)
    march = [p for p in found if str(p.starts_on) == "2018-03-26"]
    assert march
    assert march[0].toward == "conflict"
    assert any("Expel" in example for example in march[0].examples)
