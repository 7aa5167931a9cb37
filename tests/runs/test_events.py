"""Whole imports, from files to measures: counts add up, twice adds nothing, undo takes it out."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path

import pytest

from detente.errors import InputError
from detente.published.reader import Options
from detente.runs.events import export_events, import_events, status, undo_import
from detente.store.database import open_store
from detente.store.measures import counts, top_days
from detente.store.selection import Selection

pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")

SHARED = Path(os.environ.get("DETENTE_SHARED", Path(__file__).parents[3] / "shared"))
NOW = datetime(2020, 1, 2)  # noqa: DTZ001 - a store keeps UTC without a zone

MAPPING = "columns: {key: id, happened_on: day, source: who, target: whom, cameo: what}\n"
SHEET = (
    "id,day,who,whom,what\n"
    "1,2018-07-16,United States,Russia,042\n"
    "2,2018-07-16,Russia,United States,042\n"
    "3,2018-07-17,Nobody's Friends,Russia,010\n"
    "4,someday,United States,Russia,042\n"
)


def _sheet(folder: Path) -> tuple[list[str], Options]:
    (folder / "mapping.yaml").write_text(MAPPING)
    (folder / "sheet.csv").write_text(SHEET)
    return [str(folder / "sheet.csv")], Options(mapping=folder / "mapping.yaml")


def test_rows_read_are_added_there_before_repeated_or_set_aside(tmp_path: Path) -> None:
    paths, options = _sheet(tmp_path)
    store = tmp_path / "store.duckdb"
    result = import_events("csv", paths, store, imported_at=NOW, options=options)
    assert result["schema"] == "detente/import"
    assert (result["batch"], result["n_rows_read"], result["n_events_added"]) == (1, 4, 3)
    assert result["n_rows_read"] == (
        result["n_events_added"]
        + result["n_already_there"]
        + result["n_ids_repeated"]
        + result["n_rows_set_aside"]
    )
    assert result["unresolved"]["names"] == [{"name": "Nobody's Friends", "n_rows": 1}]


def test_the_same_file_is_told_by_content_and_a_longer_one_by_its_rows(tmp_path: Path) -> None:
    paths, options = _sheet(tmp_path)
    store = tmp_path / "store.duckdb"
    import_events("csv", paths, store, imported_at=NOW, options=options)
    again = import_events("csv", paths, store, imported_at=NOW, options=options)
    assert (again["batch"], again["files_already_stored"]) == (None, paths)
    with (tmp_path / "sheet.csv").open("a") as file:
        file.write("5,2018-07-18,United States,Russia,190\n")
    more = import_events("csv", paths, store, imported_at=NOW, options=options)
    assert (more["batch"], more["n_events_added"], more["n_already_there"]) == (2, 1, 3)


def test_undo_takes_a_batch_out_and_status_says_so(tmp_path: Path) -> None:
    paths, options = _sheet(tmp_path)
    store = tmp_path / "store.duckdb"
    import_events("csv", paths, store, imported_at=NOW, options=options)
    assert undo_import(store, 1, undone_at=NOW)["n_rows_removed"] == 3
    found = status(store)
    assert found["origins"] == []
    assert found["batches"][0]["undone_at"] == NOW.isoformat()


def test_a_bad_request_makes_no_store(tmp_path: Path) -> None:
    store = tmp_path / "store.duckdb"
    with pytest.raises(InputError, match="unknown kind"):
        import_events("nonsense", ["x"], store, imported_at=NOW)
    assert not store.exists()


def test_strict_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    paths, options = _sheet(tmp_path)
    store = tmp_path / "store.duckdb"
    strict = Options(mapping=options.mapping, strict=True)
    with pytest.raises(InputError, match="line 5"):
        import_events("csv", paths, store, imported_at=NOW, options=strict)
    assert status(store)["batches"] == []


def test_export_refuses_a_state_that_does_not_exist(tmp_path: Path) -> None:
    paths, options = _sheet(tmp_path)
    store = tmp_path / "store.duckdb"
    import_events("csv", paths, store, imported_at=NOW, options=options)
    with pytest.raises(InputError, match="unknown state 'XXX'"):
        export_events(store, Selection(dyad=("USA", "XXX")), tmp_path / "x.csv")
    assert export_events(store, Selection(dyad=("RUS", "USA")), tmp_path / "x.csv") == 2


@pytest.mark.slow
def test_the_real_set_of_2018_has_its_rows_and_its_busiest_day(tmp_path: Path) -> None:
    folder = SHARED / "data/quadruples/icews18"
    if not folder.exists():
        pytest.skip("the ICEWS-18 quadruples are not here: set DETENTE_SHARED")
    store = tmp_path / "store.duckdb"
    result = import_events("quadruples", [str(folder)], store, imported_at=NOW)
    assert result["n_events_added"] == result["n_rows_read"] == 373_018 + 45_995
    with open_store(store) as opened:
        dyad = Selection(dyad=("USA", "RUS"))
        months = counts(opened, dyad)
        [busiest] = top_days(opened, dyad, n=1)
    assert busiest.day == date(2018, 7, 16)
    assert len(set(months.begins_on.tolist())) == 9
