"""Batches: whole or not at all, never twice, undone whole, repeats marked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.store import intake
from detente.store.batches import (
    Added,
    ImportedFile,
    add_batch,
    imported_files,
    stored_batches,
    undo_batch,
)
from detente.store.database import Store, open_store
from detente.terms.event_table import EVENT_COLUMNS

pa = pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")

NOW = datetime(2020, 1, 2, 3, 4)  # noqa: DTZ001 - a store keeps UTC without a zone
ARROW = {
    "int8": pa.int8(),
    "int64": pa.int64(),
    "uint64": pa.uint64(),
    "float64": pa.float64(),
    "date32": pa.date32(),
    "string": pa.string(),
}
DEFAULTS: dict[str, Any] = {
    "happened_on": date(2018, 7, 16),
    "source": "USA:GOV",
    "target": "RUS:GOV",
    "source_state": "USA",
    "target_state": "RUS",
    "type": "CONSULT",
    "cameo": "042",
    "quad": 1,
    "intensity": 1.9,
    "source_name": "Government (United States)",
    "target_name": "Government (Russia)",
}


def table(*rows: dict[str, Any]) -> Any:
    """Return a table of events; what a row leaves out is filled in, and its keys made unique."""
    filled = []
    for number, row in enumerate(rows, start=1):
        whole = DEFAULTS | {"row": number, "row_key": 1_000 + number, "same_key": 2_000 + number}
        whole |= row
        whole.setdefault("known_on", whole["happened_on"])
        filled.append(whole)
    return pa.table(
        {
            name: pa.array([row.get(name) for row in filled], ARROW[kind])
            for name, kind in EVENT_COLUMNS
        }
    )


def add(store: Store, *tables: Any, origin: str = "made-up", **options: Any) -> Added:
    """Import tables as one batch."""
    return add_batch(
        store,
        ((0, one) for one in tables),
        kind="csv",
        origin=origin,
        imported_at=NOW,
        files=lambda: [ImportedFile(path="a.csv", sha256=f"hash {origin}", n_bytes=7)],
        report=lambda added: {"n": added.n_added},
        **options,
    )


def rows(store: Store, columns: str = "*") -> list[Any]:
    """Return stored events in the order of their numbers."""
    found: list[Any] = store.connection.execute(
        f"SELECT {columns} FROM event_rows ORDER BY event"
    ).fetchall()
    return found


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store.duckdb", write=True) as opened:
        yield opened


def test_what_goes_in_comes_out_with_file_row_and_batch(store: Store) -> None:
    added = add(store, table({"key": "k1", "published_intensity": -3.5, "place": "Helsinki"}))
    assert (added.batch, added.n_added) == (1, 1)
    [row] = store.connection.execute("SELECT * FROM event_rows").fetchall()
    names = [one[0] for one in store.connection.description]
    event = dict(zip(names, row, strict=True))
    for name, value in DEFAULTS.items():
        assert event[name] == value
    assert (event["origin"], event["file"], event["row"], event["batch"]) == (
        "made-up",
        "a.csv",
        1,
        1,
    )
    assert (event["key"], event["published_intensity"], event["place"]) == ("k1", -3.5, "Helsinki")
    [batch] = stored_batches(store)
    assert (batch.n_rows, batch.imported_at, batch.undone_at) == (1, NOW, None)
    assert batch.report == {"n": 1}
    assert imported_files(store, "made-up") == {("hash made-up", "")}
    assert imported_files(store, "other") == set()


def test_the_same_rows_again_add_nothing_and_leave_no_batch(store: Store) -> None:
    add(store, table({}, {}))
    again = add(store, table({}, {}))
    assert (again.batch, again.n_added, again.n_already_there) == (None, 0, 2)
    assert len(stored_batches(store)) == 1
    more = add(store, table({}, {}, {}))
    assert (more.n_added, more.n_already_there) == (1, 2)


def test_the_same_rows_of_another_origin_are_other_events(store: Store) -> None:
    add(store, table({}))
    assert add(store, table({}), origin="other").n_added == 1


def test_a_published_id_that_comes_again_in_a_batch_is_taken_once(store: Store) -> None:
    twice = {"key": "k", "row_key": 5}
    added = add(store, table(twice, {"key": "other"}), table(twice))
    assert (added.n_added, added.n_key_repeated) == (2, 1)
    assert [key for (key,) in rows(store, "key")] == ["k", "other"]


def test_rows_without_an_id_may_be_equal(store: Store) -> None:
    added = add(store, table({"row_key": 5}, {"row_key": 5}))
    assert added.n_added == 2


def test_a_batch_that_fails_half_way_leaves_nothing(store: Store) -> None:
    def failing() -> Iterator[tuple[int, Any]]:
        yield 0, table({})
        raise InputError("the file changed")

    add(store, table({"row_key": 1}))
    with pytest.raises(InputError, match="the file changed"):
        add_batch(
            store,
            failing(),
            kind="csv",
            origin="made-up",
            imported_at=NOW,
            files=list,
            report=lambda added: {},
        )
    assert len(rows(store)) == 1
    assert len(stored_batches(store)) == 1


def test_ctrl_c_leaves_nothing(store: Store) -> None:
    def stopped() -> Iterator[tuple[int, Any]]:
        yield 0, table({})
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add_batch(
            store,
            stopped(),
            kind="csv",
            origin="made-up",
            imported_at=NOW,
            files=list,
            report=lambda added: {},
        )
    assert rows(store) == []
    assert add(store, table({})).n_added == 1


def test_undo_takes_out_a_batch_and_its_file_can_come_again(store: Store) -> None:
    add(store, table({}, {}))
    add(store, table({}), origin="other")
    assert undo_batch(store, 1, undone_at=NOW) == 2
    assert [origin for (origin,) in rows(store, "origin")] == ["other"]
    assert imported_files(store, "made-up") == set()
    again = add(store, table({}, {}))
    assert (again.batch, again.n_added) == (3, 2)


def test_undo_refuses_what_is_not_there_or_gone(store: Store) -> None:
    add(store, table({}))
    with pytest.raises(InputError, match="no batch 7"):
        undo_batch(store, 7, undone_at=NOW)
    undo_batch(store, 1, undone_at=NOW)
    with pytest.raises(InputError, match="was undone before, on 2020-01-02"):
        undo_batch(store, 1, undone_at=NOW)


def test_repeats_within_an_origin_are_marked_but_kept(store: Store) -> None:
    added = add(store, table({"same_key": 9}, {}, {"same_key": 9}, {"same_key": 9}))
    assert (added.n_added, added.n_repeats_own) == (4, 2)
    assert [mark for (mark,) in rows(store, "repeats_own")] == [False, False, True, True]


def test_repeats_of_another_origin_are_marked_in_the_one_known_later(store: Store) -> None:
    add(store, table({"cross_key": 9}, {"cross_key": 8}))
    added = add(store, table({"cross_key": 9}, {"cross_key": 7}), origin="other")
    assert added.n_repeats_other == 1
    assert [mark for (mark,) in rows(store, "repeats_other")] == [False, False, True, False]


def test_without_marks_nothing_repeats(store: Store) -> None:
    added = add(store, table({"same_key": 9}, {"same_key": 9}), mark_repeats=False)
    assert added.n_repeats_own == 0
    assert [mark for (mark,) in rows(store, "repeats_own")] == [False, False]


def test_of_repeats_the_one_that_could_be_known_first_counts(store: Store) -> None:
    late = {"same_key": 9, "cross_key": 9, "known_on": date(2018, 8, 1), "row_key": 1}
    early = {"same_key": 9, "cross_key": 9, "known_on": date(2018, 7, 20), "row_key": 2}
    add(store, table(late))
    add(store, table(early))
    assert [mark for (mark,) in rows(store, "repeats_own")] == [True, False]
    add(store, table(early | {"known_on": date(2018, 7, 17)}), origin="other")
    assert [mark for (mark,) in rows(store, "repeats_other")] == [True, True, False]


small_rows = st.lists(
    st.tuples(st.integers(1, 4), st.integers(0, 3), st.integers(1, 4)), min_size=1, max_size=6
)
imports = st.lists(st.tuples(st.sampled_from(["one", "two"]), small_rows), min_size=1, max_size=4)


def _marks(store: Store) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = rows(store, "origin, row_key, repeats_own, repeats_other")
    return sorted(found)


def _tables(plan: list[tuple[str, list[tuple[int, int, int]]]]) -> list[tuple[str, Any]]:
    made = []
    for number, (origin, content) in enumerate(plan):
        made.append(
            (
                origin,
                table(
                    *(
                        {
                            "row_key": number * 100 + place,
                            "same_key": same,
                            "cross_key": cross or None,
                            "known_on": date(2018, 7, 16 + day),
                        }
                        for place, (same, cross, day) in enumerate(content)
                    )
                ),
            )
        )
    return made


FEW = settings(
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def _emptied(store: Store) -> None:
    """Undo whatever an earlier example left."""
    for batch in stored_batches(store):
        if batch.undone_at is None:
            undo_batch(store, batch.batch, undone_at=NOW)


@pytest.fixture
def other_store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "other.duckdb", write=True) as opened:
        yield opened


@FEW
@given(plan=imports, undone=st.integers(0, 3), segment_rows=st.integers(1, 7))
def test_marks_do_not_depend_on_segments_or_on_batches_undone(
    store: Store,
    other_store: Store,
    plan: list[tuple[str, list[tuple[int, int, int]]]],
    undone: int,
    segment_rows: int,
) -> None:
    tables = _tables(plan)
    for one in (store, other_store):
        _emptied(one)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "SEGMENT_ROWS", segment_rows)
        batches = [add(store, content, origin=origin).batch for origin, content in tables]
    if undone < len(tables):
        undo_batch(store, batches[undone] or 0, undone_at=NOW)
    for number, (origin, content) in enumerate(tables):
        if number != undone:
            add(other_store, content, origin=origin)
    assert _marks(store) == _marks(other_store)


@FEW
@given(plan=imports, days=st.integers(0, 5))
def test_whatever_the_day_one_of_those_that_repeat_each_other_is_counted(
    store: Store, plan: list[tuple[str, list[tuple[int, int, int]]]], days: int
) -> None:
    _emptied(store)
    for origin, content in _tables(plan):
        add(store, content, origin=origin)
    seen = store.connection.execute(
        "SELECT origin, same_key, count(*) FILTER (NOT repeats_own) FROM events "
        "JOIN batches USING (batch) WHERE events.known_on <= ? GROUP BY ALL",
        [date(2018, 7, 16 + days)],
    ).fetchall()
    assert all(n_counted == 1 for _, _, n_counted in seen)
    across = store.connection.execute(
        "SELECT cross_key, count(DISTINCT origin) FILTER (NOT repeats_other) FROM events "
        "JOIN batches USING (batch) WHERE events.known_on <= ? AND cross_key IS NOT NULL "
        "GROUP BY ALL",
        [date(2018, 7, 16 + days)],
    ).fetchall()
    assert all(n_origins == 1 for _, n_origins in across)


def test_a_chunk_of_many_rows_is_stored_whole(store: Store) -> None:
    # DuckDB 2.0.0 loses rows that Arrow appends to a table made empty in the same transaction.
    many = pa.concat_tables([table({})] * 1)
    n_rows = 300_000
    wide = many.take(pa.array([0] * n_rows)).set_column(
        many.schema.get_field_index("row_key"), "row_key", pa.array(range(n_rows), pa.uint64())
    )
    added = add(store, wide, wide.slice(0, 10), mark_repeats=False)
    assert added.n_added == n_rows + 10
    [(n_found, n_days)] = store.connection.execute(
        "SELECT count(happened_on), count(*) FILTER (happened_on > DATE '2000-01-01') FROM events"
    ).fetchall()
    assert n_found == n_days == n_rows + 10
