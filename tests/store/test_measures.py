"""Counts against a plain count in Python, as-of views, the events behind a point."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.store.batches import ImportedFile, add_batch, undo_batch
from detente.store.columns import event_columns
from detente.store.corrections import correct, stored_corrections
from detente.store.database import Store, open_store
from detente.store.events import stored_events
from detente.store.exports import export_events
from detente.store.measures import PERIOD_UNITS, PeriodUnit, counts, top_days
from detente.store.selection import Selection
from detente.store.status import store_status
from detente.terms.event_table import EVENT_COLUMNS

pa = pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")

NOW = datetime(2020, 1, 2)  # noqa: DTZ001 - a store keeps UTC without a zone
ARROW = {
    "int8": pa.int8(),
    "int64": pa.int64(),
    "uint64": pa.uint64(),
    "float64": pa.float64(),
    "date32": pa.date32(),
    "string": pa.string(),
}
Row = dict[str, Any]


def _add(store: Store, rows: list[Row], origin: str = "made-up") -> int:
    """Import rows as one batch and return its number."""
    filled = []
    for number, row in enumerate(rows, start=1):
        whole: Row = {"row": number, "row_key": number, "same_key": number} | row
        for side in ("source", "target"):
            code = whole.get(side)
            whole[f"{side}_state"] = None if code is None else code.partition(":")[0]
        whole.setdefault("known_on", whole["happened_on"])
        filled.append(whole)
    table = pa.table(
        {
            name: pa.array([row.get(name) for row in filled], ARROW[kind])
            for name, kind in EVENT_COLUMNS
        }
    )
    added = add_batch(
        store,
        [(0, table)],
        kind="csv",
        origin=origin,
        imported_at=NOW,
        files=lambda: [ImportedFile(path="a.csv", sha256=origin, n_bytes=1)],
        report=lambda added: {},
    )
    assert added.batch is not None
    return added.batch


def _row(day: date, source: str | None = "USA", target: str | None = "RUS", **other: Any) -> Row:
    return {
        "happened_on": day,
        "source": source,
        "target": target,
        "type": "CONSULT",
        "quad": 1,
        "intensity": 1.0,
    } | other


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store.duckdb", write=True) as opened:
        yield opened


def _begin(day: date, unit: PeriodUnit) -> date:
    if unit == "day":
        return day
    if unit == "week":
        return day - timedelta(days=day.weekday())
    month = {"month": day.month, "quarter": 3 * ((day.month - 1) // 3) + 1, "year": 1}[unit]
    return date(day.year, month, 1)


days = st.dates(date(1999, 12, 1), date(2001, 2, 1))
some_rows = st.lists(
    st.builds(
        _row,
        days,
        st.sampled_from(["USA", "USA:GOV", "RUS", "CHN", None]),
        st.sampled_from(["RUS", "RUS:MIL", "CHN", None]),
        quad=st.sampled_from([1, 2, 3, 4, None]),
        intensity=st.sampled_from([-10.0, -0.4, 0.0, 3.4, None]),
        issue=st.sampled_from(["sanctions", None]),
        type=st.sampled_from(["CONSULT", "SANCTION", None]),
    ),
    min_size=1,
    max_size=25,
)


@settings(
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=some_rows, unit=st.sampled_from(PERIOD_UNITS))
def test_counts_are_those_of_a_plain_count(store: Store, rows: list[Row], unit: PeriodUnit) -> None:
    expected: Counter[tuple[Any, ...]] = Counter()
    sums: dict[tuple[Any, ...], float] = defaultdict(float)
    quads: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for row in rows:
        if row["source"] is None or row["target"] is None:
            continue
        states = row["source"][:3], row["target"][:3]
        if states[0] == states[1]:
            continue
        key = (_begin(row["happened_on"], unit), *states, row["issue"] or "", row["type"] or "")
        expected[key] += 1
        sums[key] += row["intensity"] or 0.0
        if row["quad"]:
            quads[key][row["quad"] - 1] += 1
    added = _add(store, rows)
    found = counts(store, unit=unit, split_by=frozenset({"issue", "type"}))
    joined = counts(store, unit=unit)
    alone = counts(store, Selection(dyad=("RUS", "USA")), unit=unit)
    undo_batch(store, added, undone_at=NOW)
    keys = list(
        zip(
            found.begins_on.tolist(),
            found.source,
            found.target,
            found.issue,
            found.type,
            strict=True,
        )
    )
    assert dict(zip(keys, found.n_events.tolist(), strict=True)) == dict(expected)
    assert keys == sorted(keys)
    for key, by_quad, total in zip(keys, found.n_by_quad, found.intensity_sum, strict=True):
        assert by_quad.tolist() == quads[key]
        assert total == pytest.approx(sums[key])
    assert joined.n_events.sum() == sum(expected.values())
    assert alone.n_events.sum() == sum(
        n for (_, one, two, *_), n in expected.items() if {one, two} == {"USA", "RUS"}
    )


def test_an_empty_store_and_unknown_states_give_nothing(store: Store) -> None:
    assert len(counts(store)) == 0
    assert len(counts(store, Selection(dyad=("USA", "XXX")))) == 0
    assert top_days(store, Selection()) == ()
    assert list(stored_events(store, Selection())) == []
    assert len(event_columns(store, Selection(among=("USA", "RUS")))) == 0


def test_what_was_not_known_by_a_day_is_not_seen_on_it(store: Store) -> None:
    late = _row(date(2018, 1, 1), known_on=date(2018, 3, 1))
    _add(store, [late, _row(date(2018, 1, 2))])
    for as_of, n_events in (
        (date(2018, 1, 1), 0),
        (date(2018, 2, 1), 1),
        (date(2018, 3, 1), 2),
        (None, 2),
    ):
        selection = Selection(as_of=as_of)
        assert counts(store, selection).n_events.sum() == n_events
        assert len(list(stored_events(store, selection))) == n_events
        assert len(event_columns(store, selection)) == n_events
        status = store_status(store, as_of=as_of)
        assert sum(origin.n_events for origin in status.origins) == n_events


def test_repeats_are_passed_over_unless_asked_for(store: Store) -> None:
    _add(store, [_row(date(2018, 1, 1), same_key=7), _row(date(2018, 1, 1), same_key=7)])
    assert counts(store).n_events.tolist() == [1]
    assert counts(store, Selection(repeats="keep")).n_events.tolist() == [2]


def test_selections_by_direction_type_issue_quad_origin_and_day_are_kept_apart(
    store: Store,
) -> None:
    _add(store, [_row(date(2018, 1, 1), issue="trade"), _row(date(2018, 1, 2), "RUS", "USA")])
    _add(store, [_row(date(2018, 1, 3), type="AID", quad=2)], origin="other")
    for selection, n_events in (
        (Selection(direction=("USA", "RUS")), 2),
        (Selection(direction=("RUS", "USA")), 1),
        (Selection(types=("AID",)), 1),
        (Selection(types=("AID", "CONSULT")), 3),
        (Selection(types=("nonsense",)), 0),
        (Selection(issues=("trade",)), 1),
        (Selection(quads=(2, 4)), 1),
        (Selection(origins=("other",)), 1),
        (Selection(origins=()), 0),
        (Selection(from_on=date(2018, 1, 2), to_on=date(2018, 1, 2)), 1),
        (Selection(evidence="read"), 0),
        (Selection(evidence="all"), 3),
        (Selection(among=("USA", "RUS", "CHN")), 3),
        (Selection(among=("USA", "CHN")), 0),
    ):
        assert counts(store, selection).n_events.sum() == n_events, selection


def test_selections_that_make_no_sense_are_refused() -> None:
    with pytest.raises(InputError, match="run backwards"):
        Selection(from_on=date(2018, 1, 2), to_on=date(2018, 1, 1))
    with pytest.raises(InputError, match="two different states"):
        Selection(dyad=("USA", "USA"))
    with pytest.raises(InputError, match="not both"):
        Selection(dyad=("USA", "RUS"), direction=("USA", "RUS"))


def test_unknown_periods_and_splits_are_refused(store: Store) -> None:
    with pytest.raises(InputError, match="unknown period 'decade'"):
        counts(store, unit="decade")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="cannot split by 'mood'"):
        counts(store, split_by=frozenset({"mood"}))  # type: ignore[arg-type]
    with pytest.raises(InputError, match="at least 1"):
        top_days(store, Selection(), n=0)
    with pytest.raises(InputError, match="at least 1"):
        list(stored_events(store, Selection(), limit=0))


def test_the_busiest_days_come_first(store: Store) -> None:
    busy, quiet = date(2018, 7, 16), date(2018, 7, 1)
    _add(store, [_row(busy), _row(quiet), _row(busy, intensity=-4.0)])
    first, second = top_days(store, Selection(dyad=("USA", "RUS")), n=5)
    assert (first.day, first.n_events, first.intensity_sum) == (busy, 2, -3.0)
    assert second.day == quiet


def test_the_events_behind_a_point_say_where_they_came_from(store: Store) -> None:
    _add(store, [_row(date(2018, 7, number), row=number) for number in (3, 1, 2)])
    found = list(stored_events(store, Selection(dyad=("USA", "RUS")), limit=2))
    assert [one.event.happened_on.day for one in found] == [1, 2]
    assert found[0].came_from == "a.csv, line 1"
    assert (found[0].event.origin, found[0].event.key) == ("made-up", "a.csv:1")


def test_columns_have_every_event_in_the_order_of_days(store: Store) -> None:
    _add(
        store,
        [
            _row(date(2018, 7, 3), intensity=None, quad=None, type=None, source_name="Who"),
            _row(date(2018, 7, 1), "USA:GOV"),
        ],
    )
    found = event_columns(store, Selection(among=("USA", "RUS")))
    assert found.day.tolist() == [date(2018, 7, 1), date(2018, 7, 3)]
    assert found.source.tolist() == ["USA", "USA"]
    assert found.source_name.tolist() == ["USA:GOV", "Who"]
    assert (found.quad.tolist(), found.type.tolist()) == ([1, 0], ["CONSULT", ""])
    assert np.isnan(found.intensity).tolist() == [False, True]


HOSTILE = (
    "Robert'); DROP TABLE events;--",
    '=HYPERLINK("http://x","y")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    'quote " and, comma',
    "Ünïcode 🕊",
)


def test_hostile_names_come_back_as_they_were(store: Store) -> None:
    _add(store, [_row(date(2018, 1, 1), source_name=name, target_name="x") for name in HOSTILE])
    found = [one.event.source_name for one in stored_events(store, Selection())]
    assert found == list(HOSTILE)
    assert store.connection.execute("SELECT count(*) FROM events").fetchall() == [(len(HOSTILE),)]
    hostile = Selection(dyad=(HOSTILE[0], "RUS"), origins=(HOSTILE[0],), types=(HOSTILE[0],))
    assert len(counts(store, hostile)) == 0


def test_csv_is_harmless_in_a_spreadsheet_and_parquet_is_exact(
    store: Store, tmp_path: Path
) -> None:
    import csv

    import pyarrow.parquet as pq

    _add(
        store,
        [
            _row(date(2018, 1, 1), source_name=name, target_name="x", intensity=-4.5)
            for name in HOSTILE
        ],
    )
    assert export_events(store, Selection(), tmp_path / "a.csv") == len(HOSTILE)
    assert export_events(store, Selection(), tmp_path / "a.parquet") == len(HOSTILE)
    with (tmp_path / "a.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["source_name"][:1] for row in rows[:6]] == ["R", "'", "'", "'", "'", "'"]
    assert rows[0]["intensity"] == "-4.5"
    table = pq.read_table(tmp_path / "a.parquet")
    assert table["source_name"].to_pylist() == list(HOSTILE)
    assert not [one.name for one in tmp_path.iterdir() if one.name.startswith(".")]


def test_export_refuses_other_formats_and_missing_folders(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"name it \.parquet or \.csv"):
        export_events(store, Selection(), tmp_path / "a.xlsx")
    with pytest.raises(InputError, match="cannot write"):
        export_events(store, Selection(), tmp_path / "no" / "a.csv")


def test_a_correction_changes_one_field_and_keeps_the_old_value(store: Store) -> None:
    _add(store, [_row(date(2018, 1, 1))])
    made = correct(
        store, 1, field="type", value="SANCTION", reason="misread verb", corrected_at=NOW
    )
    assert (made.old_value, made.new_value) == ("CONSULT", "SANCTION")
    correct(store, 1, field="source", value="CHN:GOV", reason="wrong side", corrected_at=NOW)
    correct(store, 1, field="issue", value="trade", reason="tariffs", corrected_at=NOW)
    [event] = stored_events(store, Selection(dyad=("CHN", "RUS")))
    assert (event.event.type, event.quad, event.event.issue) == ("SANCTION", 4, "trade")
    assert [one.field for one in stored_corrections(store)] == ["type", "source", "issue"]
    assert store_status(store).n_corrections == 3


@pytest.mark.parametrize(
    ("event", "field", "value", "reason", "message"),
    [
        (9, "type", "AID", "x", "no event 9"),
        (1, "cameo", "010", "x", "cannot correct 'cameo'"),
        (1, "type", "DANCE", "x", "unknown event type"),
        (1, "issue", "dance", "x", "unknown issue"),
        (1, "type", "AID", " ", "needs a reason"),
    ],
)
def test_corrections_that_cannot_be_are_refused(
    store: Store, event: int, field: str, value: str, reason: str, message: str
) -> None:
    _add(store, [_row(date(2018, 1, 1))])
    with pytest.raises(InputError, match=message):
        correct(store, event, field=field, value=value, reason=reason, corrected_at=NOW)
    assert stored_corrections(store) == ()
