"""Files of every kind to tables of events, with counts that add up to the row."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from detente.errors import InputError
from detente.published.actors import ActorCodes
from detente.published.files import Limits
from detente.published.reader import EventReader, Options
from detente.published.report import ImportReport
from detente.terms.event_table import EVENT_COLUMN_NAMES

pa = pytest.importorskip("pyarrow")

SHARED = Path(os.environ.get("DETENTE_SHARED", Path(__file__).parents[3] / "shared"))
NAMES = {"Ruritania": "RUR", "President of Ruritania": "RUR:GOV", "Citizen (India)": "IND:CVL"}


def _by_name(name: str, day: int) -> str | None:
    return NAMES.get(name)


def _read(kind: str, *paths: Path, **options: Any) -> tuple[list[dict[str, Any]], ImportReport]:
    reader = EventReader(
        kind, [str(path) for path in paths], Options(**options), actors=ActorCodes(_by_name)
    )
    tables = [table for _, table in reader.tables()]
    for table in tables:
        assert tuple(table.column_names) == EVENT_COLUMN_NAMES
    report = reader.report
    assert report.n_rows_read == report.n_rows_taken + report.n_set_aside
    assert sum(table.num_rows for table in tables) == report.n_rows_taken
    return [row for table in tables for row in table.to_pylist()], report


def _real(name: str) -> Path:
    path = SHARED / "data" / name
    if not path.exists():
        pytest.skip(f"{name} is not here: set DETENTE_SHARED")
    return path


ICEWS_HEADER = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\t"
    "Intensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\t"
    "City\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n"
)


def _icews(*rows: tuple[str, ...]) -> str:
    lines = []
    for id_, day, source, code, target in rows:
        lines.append(
            f"{id_}\t{day}\t{source}\tExecutive,Government\tFrance\tConsult\t{code}\t1\t{target}\t"
            "NULL\tNULL\t7\t2\tThe Paper\tParis\tNA\tNA\tFrance\t48.8\t2.3"
        )
    return ICEWS_HEADER + "\n".join(lines) + "\n"


def test_an_icews_row_gives_its_event(tmp_path: Path) -> None:
    path = tmp_path / "events.tab"
    path.write_text(_icews(("12", "2010-05-01", "Minister (France)", "0211", "Ruritania")))
    [row], report = _read("icews", path)
    assert row["row"] == 2
    assert row["key"] == "12"
    assert row["happened_on"] == row["known_on"] == date(2010, 5, 1)
    assert (row["source"], row["source_state"]) == ("FRA:GOV", "FRA")
    assert (row["target"], row["target_name"]) == ("RUR", "Ruritania")
    assert (row["type"], row["cameo"], row["quad"]) == ("REQUEST", "0211", 1)
    assert (row["intensity"], row["published_intensity"]) == (3.4, 1.0)
    assert (row["issue"], row["place"], row["reference"]) == ("trade", "Paris", "The Paper")
    assert report.unresolved == {}


def test_an_id_that_comes_again_on_another_day_is_another_event(tmp_path: Path) -> None:
    path = tmp_path / "events.tab"
    row = ("Minister (France)", "040", "Ruritania")
    path.write_text(_icews(("12", "2010-05-01", *row), ("12", "2010-05-02", *row)))
    rows, _ = _read("icews", path)
    assert rows[0]["row_key"] != rows[1]["row_key"]


def test_rows_that_cannot_be_taken_are_set_aside_with_reason_and_line(tmp_path: Path) -> None:
    path = tmp_path / "events.tab"
    actors = ("Minister (France)", "040", "Nobody at all")
    path.write_text(
        _icews(
            ("1", "2010-02-30", *actors),
            ("2", "2010-05-01", "A", "999", "B"),
            ("3", "2010-05-01", *actors),
            ("4", "2010-05-01", *actors),
        )
        + "too\tfew\tfields\n"
    )
    rows, report = _read("icews", path)
    [file] = report.files
    assert [row["key"] for row in rows] == ["3", "4"]
    assert {reason: entry.n_rows for reason, entry in file.set_aside.items()} == {
        "no date that can be read": 1,
        "no known kind of event": 1,
        "not the 20 fields of its format": 1,
    }
    assert file.set_aside["no date that can be read"].examples == [(2, "2010-02-30")]
    assert file.set_aside["not the 20 fields of its format"].examples[0][0] == 6
    assert report.unresolved == {"Nobody at all": 2}


def test_strict_refuses_the_first_row_that_cannot_be_taken(tmp_path: Path) -> None:
    path = tmp_path / "events.tab"
    path.write_text(_icews(("1", "someday", "A", "040", "B")))
    with pytest.raises(InputError, match=r"line 2: no date that can be read, got 'someday'"):
        _read("icews", path, strict=True)


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("icews", "lacks the columns Event ID"),
        ("polecat", "lacks the columns"),
        ("gdelt1", "has 2 columns, a gdelt1 file has 58 or 57"),
        ("gdelt2", "has 2 columns, a gdelt2 file has 61"),
        ("phoenix", "has 2 columns, a phoenix file has 26"),
        ("nonsense", "unknown kind"),
        ("csv", "needs a mapping"),
        ("quadruples", "entity2id"),
    ],
)
def test_a_file_of_another_kind_is_refused_in_one_clear_line(
    tmp_path: Path, kind: str, message: str
) -> None:
    path = tmp_path / "other.txt"
    path.write_text("a\tb\n1\t2\n")
    with pytest.raises(InputError, match=message) as refusal:
        _read(kind, path)
    assert "\n" not in str(refusal.value)


def test_an_empty_file_has_no_rows(tmp_path: Path) -> None:
    (tmp_path / "empty.tab").touch()
    rows, report = _read("icews", tmp_path / "empty.tab")
    assert rows == []
    assert report.n_rows_read == 0


POLECAT_HEADER = (
    "Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|"
    "Actor Country|Actor COW|Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw|"
    "Wikipedia Actor ID|Recipient Name|Recipient Country|Recipient COW|Primary Recipient Sector|"
    "Recipient Sectors|Recipient Title|Recipient Name Raw|Wikipedia Recipient ID|Placename|City|"
    "District|Province|Country|Latitude|Longitude|GeoNames ID|Raw Placename|Feature Type|Source|"
    "Publication Date|Story People|Story Organizations|Story Locations|Language|Version"
)
POLECAT_COLUMNS = POLECAT_HEADER.split("|")


def _polecat(**values: str) -> str:
    return "\t".join(values.get(name.replace(" ", "_"), "") for name in POLECAT_COLUMNS)


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_polecat_row_gives_its_event_in_either_encoding(tmp_path: Path, encoding: str) -> None:
    assert len(POLECAT_COLUMNS) == 40
    path = tmp_path / "polecat.txt"
    row = _polecat(
        Event_ID="20190101-12-abc",
        Event_Date="2019-01-01",
        Event_Type="SANCTION",
        Intensity="-7.2",
        Contexts="diplomatic;military",
        Actor_Name="Élysée",
        Actor_Country="FRA",
        Primary_Actor_Sector="GOV",
        Recipient_Name="Ruritania",
        Recipient_Country="None",
        Publication_Date="2019-01-03",
        Source="The Paper",
    )
    path.write_bytes(("\t".join(POLECAT_COLUMNS) + f"\n{row}\n").encode(encoding))
    [event], report = _read("polecat", path)
    assert (event["source"], event["source_name"]) == ("FRA:GOV", "Élysée")
    assert (event["type"], event["quad"], event["cameo"]) == ("SANCTION", 4, None)
    assert event["intensity"] == -7.2
    assert event["issue"] == "military_posture"
    assert (event["happened_on"], event["known_on"]) == (date(2019, 1, 1), date(2019, 1, 3))
    assert report.files[0].n_rows_recoded == (encoding == "latin-1")


def _gdelt(n_columns: int, **values: str) -> str:
    places = {
        "id": 0,
        "day": 1,
        "actor1": 6,
        "country1": 7,
        "role1": 12,
        "actor2": 16,
        "country2": 17,
        "code": 26,
        "goldstein": 30,
        "added": {57: 56, 58: 56, 61: 59}[n_columns],
    }
    row = [""] * n_columns
    for name, value in values.items():
        row[places[name]] = value
    return "\t".join(row) + "\n"


@pytest.mark.parametrize(("kind", "n_columns"), [("gdelt1", 57), ("gdelt1", 58), ("gdelt2", 61)])
def test_a_gdelt_row_gives_its_event(tmp_path: Path, kind: str, n_columns: int) -> None:
    path = tmp_path / "gdelt.csv"
    path.write_text(
        _gdelt(
            n_columns,
            id="5",
            day="20120302",
            actor1="BERLIN",
            country1="DEU",
            role1="MIL",
            actor2="ROMANIA",
            country2="ROM",
            code="163",
            goldstein="7.0",
            added="20120304" if kind == "gdelt1" else "20120304121500",
        )
    )
    [event], _ = _read(kind, path)
    assert (event["source"], event["target"]) == ("DEU:MIL", "ROU")
    assert (event["type"], event["cameo"], event["quad"]) == ("SANCTION", "163", 4)
    # GDELT's own score of 163 is that of another code; ours is the code's.
    assert (event["intensity"], event["published_intensity"]) == (-8.0, 7.0)
    assert event["known_on"] == date(2012, 3, 4)


def test_a_daily_phoenix_row_gives_its_event(tmp_path: Path) -> None:
    row = [""] * 26
    row[:2] = ["7_1", "20150607"]
    row[5:8] = ["USAGOV", "USA", "GOV"]
    row[9:12] = ["RUS", "RUS", ""]
    row[13:17] = ["042", "04", "1", "1.9"]
    path = tmp_path / "events.full.20150607.txt"
    path.write_text("\t".join(row) + "\n")
    [event], _ = _read("phoenix", path)
    assert (event["source"], event["target"], event["type"]) == ("USA:GOV", "RUS", "CONSULT")


def test_a_historical_phoenix_row_gives_its_event(tmp_path: Path) -> None:
    path = tmp_path / "phoenix.csv"
    path.write_text(
        "eid,story_date,year,month,day,source,source_root,source_agent,source_others,target,"
        "target_root,target_agent,target_others,code,root_code,quad_class,goldstein,"
        "joined_issues,lat,lon,placename,statename,countryname,aid,process\n"
        '"NYT1","6/7/1985",1985,6,7,"USAGOV","USA","GOV","","SUNMIL","SUN","MIL","",042,04,1,1.9,'
        '"","","","","","","55","1"\n'
    )
    [event], _ = _read("phoenix-historical", path)
    assert event["happened_on"] == date(1985, 6, 7)
    assert event["source"] == "USA:GOV"
    assert event["reference"] == "55"


def _quadruples(folder: Path, text: str, *, header: str = "") -> Path:
    folder.mkdir()
    (folder / "entity2id.txt").write_text(
        f"{header}Ruritania\t0\nPresident_of_Ruritania\t1\nCitizen (India)\t2\n"
    )
    (folder / "relation2id.txt").write_text(f"{header}Make_statement\t0\nConsult\t1\n")
    (folder / "train.txt.gz").write_bytes(gzip.compress(text.encode()))
    return folder


@pytest.mark.parametrize("header", ["", "3\n"])
def test_quadruples_become_events_by_their_maps(tmp_path: Path, header: str) -> None:
    folder = _quadruples(tmp_path / "icews14", "0\t1\t2\t24\n1  \t0 \t2\t48\n", header=header)
    rows, report = _read("quadruples", folder)
    assert [row["happened_on"] for row in rows] == [date(2014, 1, 2), date(2014, 1, 3)]
    assert [(row["source"], row["target"]) for row in rows] == [
        ("RUR", "IND:CVL"),
        ("RUR:GOV", "IND:CVL"),
    ]
    assert [row["cameo"] for row in rows] == ["040", "010"]
    assert rows[1]["source_name"] == "President of Ruritania"
    assert report.n_rows_taken == 2


def test_times_that_are_no_whole_days_in_hours_are_days(tmp_path: Path) -> None:
    folder = _quadruples(tmp_path / "icews05-15", "0\t1\t2\t0\n0\t1\t2\t25\n")
    rows, _ = _read("quadruples", folder)
    assert [row["happened_on"] for row in rows] == [date(2005, 1, 1), date(2005, 1, 26)]


def test_ids_without_a_name_are_set_aside(tmp_path: Path) -> None:
    folder = _quadruples(tmp_path / "set", "9\t1\t2\t0\n0\t7\t2\t0\n0\t1\t2\tx\n0\t1\t2\t0\n")
    rows, report = _read("quadruples", folder, first_day=date(2000, 1, 1))
    assert len(rows) == 1
    assert {reason: entry.n_rows for reason, entry in report.files[0].set_aside.items()} == {
        "an entity that its map does not have": 1,
        "a relation that its map does not have": 1,
        "no time that can be read": 1,
    }


def test_a_set_whose_first_day_cannot_be_told_asks_for_it(tmp_path: Path) -> None:
    folder = _quadruples(tmp_path / "set", "0\t1\t2\t0\n")
    with pytest.raises(InputError, match="--first-day"):
        _read("quadruples", folder)


def test_a_part_of_a_set_that_is_a_link_out_of_its_folder_is_refused(tmp_path: Path) -> None:
    folder = _quadruples(tmp_path / "icews14", "0\t1\t2\t0\n")
    (tmp_path / "elsewhere.txt").write_text("0\t1\t2\t0\n")
    (folder / "valid.txt").symlink_to(tmp_path / "elsewhere.txt")
    with pytest.raises(InputError, match="leads out of its folder"):
        _read("quadruples", folder)


def test_the_same_content_is_read_once_however_often_it_is_named(tmp_path: Path) -> None:
    path = tmp_path / "events.tab"
    path.write_text(_icews(("12", "2010-05-01", "Minister (France)", "040", "Ruritania")))
    reader = EventReader("icews", [str(path), str(path)], actors=ActorCodes(_by_name))
    assert sum(table.num_rows for _, table in reader.tables()) == 1
    assert reader.already_stored == [str(path)]


def test_parquet_is_read_like_text(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    text = tmp_path / "events.tab"
    text.write_text(_icews(("12", "2010-05-01", "Minister (France)", "040", "Ruritania")))
    names = ICEWS_HEADER.strip().split("\t")
    values = text.read_text().splitlines()[1].split("\t")
    table = pa.table({name: [value] for name, value in zip(names, values, strict=True)})
    days = pa.array([date(2010, 5, 1)])
    table = table.set_column(names.index("Event Date"), "Event Date", days)
    pq.write_table(table, tmp_path / "events.parquet")
    [from_text], _ = _read("icews", text)
    [from_parquet], _ = _read("icews", tmp_path / "events.parquet")
    assert from_parquet == from_text | {"row": 1}


def test_ten_thousand_columns_and_hostile_names_are_only_data(tmp_path: Path) -> None:
    names = ["day", "who", "whom", "what", *(f"x{number}" for number in range(10_000))]
    values = ["2010-05-01", "Robert'); DROP TABLE events;--", '=cmd|" /C calc"!A0', "040"]
    path, mapping = tmp_path / "wide.csv", tmp_path / "mapping.yaml"
    row = ",".join('"' + value.replace('"', '""') + '"' for value in values) + ",0" * 10_000
    path.write_text(",".join(names) + "\n" + row + "\n")
    mapping.write_text("columns: {happened_on: day, source: who, target: whom, cameo: what}\n")
    [event], report = _read("csv", path, mapping=mapping)
    assert event["source_name"] == values[1]
    assert event["target_name"] == values[2]
    assert report.unresolved == {values[1]: 1, values[2]: 1}


def test_a_line_longer_than_the_limit_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "events.tab"
    row = ("Minister (France)", "040")
    path.write_text(
        _icews(("1", "2010-05-01", *row, "x" * 50_000), ("2", "2010-05-01", *row, "Ruritania"))
    )
    rows, report = _read("icews", path, limits=Limits(line_bytes=10_000))
    assert [row["key"] for row in rows] == ["2"]
    assert report.n_set_aside == 1


REAL: tuple[tuple[str, str, int], ...] = (
    ("icews", "events/icews_original_2018-06-01_02.sample.tab", 3705),
    ("gdelt1", "events/gdelt1_events_real_50rows.noheader.tsv", 50),
    ("gdelt2", "events/gdelt2_events_real_50rows.noheader.tsv", 50),
    ("gdelt2", "events/gdelt2_translation_events_real_50rows.noheader.tsv", 50),
    ("quadruples", "quadruples/icews14", 74_845 + 8_514),
)


@pytest.mark.parametrize(("kind", "name", "n_rows"), REAL)
def test_every_row_of_a_real_sample_is_taken(kind: str, name: str, n_rows: int) -> None:
    _, report = _read(kind, _real(name))
    assert (report.n_rows_read, report.n_rows_taken, report.n_set_aside) == (n_rows, n_rows, 0)


def test_the_codes_of_the_icews_sample_have_its_own_intensities() -> None:
    rows, _ = _read("icews", _real("events/icews_original_2018-06-01_02.sample.tab"))
    assert len({row["cameo"] for row in rows}) == 122
    assert all(row["intensity"] == row["published_intensity"] for row in rows)


@pytest.mark.parametrize(
    ("name", "n_rows", "set_aside"),
    [
        ("events/icews_tkg_us_rus_2005_2018.csv", 6518, {}),
        (
            "events/icews_tkg_us_rus_chn_dyads_2005_2018.csv.gz",
            73_877,
            {"no known kind of event": [(42_365, "")]},
        ),
    ],
)
def test_real_sheets_are_read_by_a_mapping(
    tmp_path: Path, name: str, n_rows: int, set_aside: dict[str, list[tuple[int, str]]]
) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        "origin: sheet\nactors: iso3\n"
        "columns: {happened_on: event_date, source: source, source_state: source_iso,\n"
        "  target: target, target_state: target_iso, cameo: cameo, intensity: goldstein}\n"
    )
    rows, report = _read("csv", _real(name), mapping=mapping)
    [file] = report.files
    assert {reason: entry.examples for reason, entry in file.set_aside.items()} == set_aside
    assert report.n_rows_read == n_rows
    assert all(row["intensity"] == row["published_intensity"] for row in rows)
    between_states = [row for row in rows if row["source_state"] and row["target_state"]]
    assert len(between_states) > 0.95 * len(rows)


def test_progress_is_told_as_a_share(tmp_path: Path) -> None:
    path = tmp_path / "events.tab"
    path.write_text(_icews(("12", "2010-05-01", "Minister (France)", "040", "Ruritania")))
    told: list[float] = []
    seen: Callable[[float], None] = told.append
    list(EventReader("icews", [str(path)], actors=ActorCodes(_by_name), seen=seen).tables())
    assert told
    assert told[-1] == 1.0


@pytest.mark.parametrize(
    "name", ["events/gdelt2_gkg_real.noheader.tsv", "events/gdelt2_mentions_real.noheader.tsv"]
)
def test_other_gdelt_tables_are_refused(name: str) -> None:
    with pytest.raises(InputError, match="is no gdelt2 file: its first line has"):
        _read("gdelt2", _real(name))
