import csv
import io
import os
import re
from collections import Counter
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import detente
from detente.case.chronology import COLUMNS, Chronology, load_chronology, parse_chronology
from detente.errors import InputError
from detente.terms.ontology import PLOVER_TYPES, quad_class_of

BUILTIN = Path(detente.__file__).parent / "case" / "builtin" / "us-russia" / "chronology.csv"
SHARED = Path(
    os.environ.get("DETENTE_SHARED", Path(__file__).resolve().parents[2] / ".." / "shared")
)

GOOD = {
    "id": "2014-03-18-annexed",
    "happened_on": "2014-03-18",
    "source": "RUS:GOV",
    "target": "UKR",
    "type": "COERCE",
    "mode": "seize",
    "cameo": "192",
    "issue": "ukraine",
    "reality": "occurred",
    "summary": "A treaty takes Crimea into Russia, they say",
    "source_title": "Address",
    "source_publisher": "Kremlin",
    "source_published_on": "2014-03-18",
}


def text_of(*rows: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.fixture(scope="module")
def builtin() -> Chronology:
    return load_chronology(BUILTIN)


def entry_of(chronology: Chronology, key: str) -> int:
    return next(i for i, entry in enumerate(chronology.entries) if entry.event.key == key)


def test_a_row_becomes_an_event_with_its_source() -> None:
    (entry,) = parse_chronology(text_of(GOOD)).entries
    assert entry.event.happened_on == date(2014, 3, 18)
    assert (entry.event.source, entry.event.target) == ("RUS:GOV", "UKR")
    assert (entry.event.type, entry.event.cameo, entry.mode) == ("COERCE", "192", "seize")
    assert entry.event.origin == "chronology"
    assert str(entry.citation) == "Address, Kremlin, 2014-03-18"
    assert not entry.citation.is_described


def test_a_month_is_known_only_at_its_end() -> None:
    chronology = parse_chronology(text_of(GOOD | {"happened_on": "2014-02"}))
    (event,) = chronology.events
    assert (event.happened_on, event.known_on) == (date(2014, 2, 1), date(2014, 2, 28))
    assert not chronology.as_of(date(2014, 2, 27)).entries


def test_an_event_is_hidden_until_the_day_it_became_known() -> None:
    chronology = parse_chronology(text_of(GOOD | {"known_on": "2014-03-20"}))
    assert not chronology.as_of(date(2014, 3, 19)).entries
    assert len(chronology.as_of(date(2014, 3, 20)).entries) == 1


def test_notes_with_hindsight_are_left_out_of_an_as_of_view() -> None:
    chronology = parse_chronology(text_of(GOOD | {"note": "Later undone."}))
    assert chronology.entries[0].note == "Later undone."
    assert chronology.as_of(date(2021, 1, 1)).entries[0].note is None


def test_between_takes_both_directions_and_leaves_sectors_aside() -> None:
    rows = [
        GOOD,
        GOOD | {"id": "back", "source": "UKR", "target": "RUS"},
        GOOD | {"id": "other", "target": "GEO"},
    ]
    assert len(parse_chronology(text_of(*rows)).between("UKR", "RUS").entries) == 2


def test_rows_come_back_in_order_of_time() -> None:
    rows = [
        GOOD | {"id": "month", "happened_on": "2014-03"},
        GOOD | {"id": "late", "happened_on": "2014-03-30"},
        GOOD | {"id": "early", "happened_on": "2014-03-02"},
    ]
    keys = [event.key for event in parse_chronology(text_of(*rows)).events]
    assert keys == ["early", "late", "month"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"type": "SANCTON"}, "c.csv:2: type: unknown type 'SANCTON'; did you mean SANCTION"),
        ({"source": "USSR"}, "c.csv:2: source: unknown state or organisation 'USSR'"),
        ({"target": "RUS:gov"}, "c.csv:2: target: unknown sector 'gov'"),
        ({"issue": "Ukrane"}, "c.csv:2: issue: unknown issue 'Ukrane'"),
        ({"reality": "maybe"}, "c.csv:2: reality: unknown reality 'maybe'; known: denied"),
        ({"happened_on": "3/18/2014"}, "c.csv:2: happened_on: not a date: '3/18/2014'"),
        ({"happened_on": "2014-02-30"}, "c.csv:2: happened_on: not a date"),
        ({"known_on": "2014-03-17"}, "c.csv:2: known_on: 2014-03-17 is before the event"),
        ({"known_on": "2014-03"}, "c.csv:2: known_on: must be a whole day"),
        ({"cameo": "999"}, "c.csv:2: cameo: unknown CAMEO code '999'"),
        ({"cameo": "1929"}, "c.csv:2: cameo: unknown CAMEO code '1929'; the nearest is '192'"),
        ({"mode": "dance"}, "c.csv:2: mode: COERCE has no mode 'dance'; known: seize"),
        ({"type": "AID"}, "c.csv:2: mode: AID has no mode 'seize'; it has none"),
        ({"intensity": "11"}, "c.csv:2: intensity: must be a number in [-10, 10]"),
        ({"intensity": "nan"}, "c.csv:2: intensity: must be a number in [-10, 10]"),
        ({"source_url": "www.un.org"}, "c.csv:2: source_url: a source's url must begin"),
        ({"source_title": ""}, "c.csv:2: source_title: is empty"),
        ({"id": "Two Words"}, "c.csv:2: id: use small letters"),
    ],
)
def test_a_bad_cell_is_named_with_line_and_column(change: dict[str, str], message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_chronology(text_of(GOOD | change), "c.csv")
    assert str(caught.value).startswith(message)


def test_the_number_of_other_bad_rows_is_told() -> None:
    rows = [GOOD, GOOD, GOOD | {"id": "x", "type": "?"}]
    with pytest.raises(InputError, match=r":3: id: .* already on line 2 \(and 1 more rows\)"):
        parse_chronology(text_of(*rows))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "file is empty"),
        ("id;happened_on;source\n", "parted by commas"),
        ("id,when\n", "unknown column 'when'"),
        ("id,source,target\n", "columns are missing: happened_on"),
        (text_of(GOOD) + "a,b,c\n", ":3: 3 cells where the header has 17"),
        (text_of(GOOD) + '"open quote', ":3: not readable as CSV"),
    ],
)
def test_a_file_of_another_form_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        parse_chronology(text)


def test_a_line_number_counts_cells_of_two_lines() -> None:
    rows = [GOOD | {"summary": "one\ntwo"}, GOOD | {"id": "b", "type": "?"}]
    with pytest.raises(InputError, match="csv:4: type"):
        parse_chronology(text_of(*rows))


def test_files_that_are_no_chronology_are_refused(tmp_path: Path) -> None:
    (tmp_path / "binary.csv").write_bytes(b"id,\x00\n")
    (tmp_path / "latin.csv").write_bytes("id,é".encode("latin-1"))
    for name, message in (
        (".", "is a folder"),
        ("none.csv", "no file"),
        ("binary.csv", "is a binary file"),
        ("latin.csv", "is not UTF-8 at byte 3"),
    ):
        with pytest.raises(InputError, match=message):
            load_chronology(tmp_path / name)


def test_a_file_with_a_byte_order_mark_and_windows_ends_is_read(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_bytes(("\ufeff" + text_of(GOOD)).replace("\n", "\r\n").encode())
    assert len(load_chronology(path).entries) == 1


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(InputError):
        parse_chronology(text)


@given(st.sampled_from(PLOVER_TYPES), st.dates(date(1990, 1, 1), date(2030, 1, 1)))
def test_what_is_written_is_what_is_read(type_: str, day: date) -> None:
    row = GOOD | {"type": type_, "mode": "", "happened_on": day.isoformat()}
    (event,) = parse_chronology(text_of(row)).events
    assert (event.type, event.happened_on, event.known_on) == (type_, day, None)


def test_the_built_in_chronology_covers_every_year_with_both_channels(builtin: Chronology) -> None:
    assert len(builtin.entries) >= 320
    years: Counter[tuple[int, bool]] = Counter()
    for entry in builtin.between("USA", "RUS").entries:
        quad = quad_class_of(entry.event.type or "")
        years[entry.event.happened_on.year, "cooperation" in quad] += 1
    for year in range(2009, 2022):
        assert years[year, True], year
        assert years[year, False], year


def test_the_built_in_chronology_keeps_to_its_years(builtin: Chronology) -> None:
    days = [event.happened_on for event in builtin.events]
    assert min(days) >= date(2009, 1, 20)
    assert max(days) <= date(2021, 12, 31)


@pytest.mark.parametrize(
    ("key", "day"),
    [
        ("new-start-signed", "2010-04-08"),
        ("new-start-in-force", "2011-02-05"),
        ("magnitsky-signed", "2012-12-14"),
        ("dima-yakovlev-signed", "2012-12-28"),
        ("crimea-annexed", "2014-03-18"),
        ("expulsion-35", "2016-12-29"),
        ("no-retaliation", "2016-12-30"),
        ("caatsa-signed", "2017-08-02"),
        ("staff-cut-455", "2017-07-28"),
        ("us-expels-60", "2018-03-26"),
        ("russia-expels-60", "2018-03-29"),
        ("helsinki-summit", "2018-07-16"),
        ("nato-support-act", "2019-01-22"),
        ("inf-ends", "2019-08-02"),
        ("open-skies-left", "2020-11-22"),
        ("new-start-extended", "2021-02-03"),
        ("geneva-summit", "2021-06-16"),
    ],
)
def test_days_that_everyone_can_check_are_right(builtin: Chronology, key: str, day: str) -> None:
    assert any(event.key == f"{day}-{key}" for event in builtin.events)


def test_the_restraint_of_december_2016_is_an_expulsion_that_was_withheld(
    builtin: Chronology,
) -> None:
    entry = builtin.entries[entry_of(builtin, "2016-12-30-no-retaliation")]
    assert (entry.event.type, entry.mode, entry.event.reality) == ("SANCTION", "expel", "denied")
    assert (entry.event.source, entry.event.target) == ("RUS:GOV", "USA:GOV")


@pytest.mark.parametrize(
    ("key", "word"),
    [
        ("2018-07-16-helsinki-summit", "summit of its own"),
        ("2019-01-22-nato-support-act", "22 January"),
        ("2016-12-01-putin-address-2016", "1 December"),
        ("2017-01-28-partner-of-two-centuries", "account of the call"),
        ("2016-11-14-putin-trump-first-call", "others had called"),
    ],
)
def test_where_a_report_errs_a_note_says_so(builtin: Chronology, key: str, word: str) -> None:
    note = builtin.entries[entry_of(builtin, key)].note or ""
    assert "eport 00" in note
    assert word in note


def test_as_of_a_report_nothing_later_is_seen(builtin: Chronology) -> None:
    for day in (date(2017, 1, 16), date(2017, 2, 15), date(2017, 5, 22), date(2019, 6, 3)):
        seen = builtin.as_of(day)
        assert seen.entries
        assert all((event.known_on or event.happened_on) <= day for event in seen.events)


def test_the_docs_name_its_columns_and_its_size(builtin: Chronology) -> None:
    docs = Path(__file__).resolve().parents[2] / "docs" / "chronology.md"
    text = " ".join(docs.read_text(encoding="utf-8").split())
    assert all(f"`{column}`" in text for column in COLUMNS)
    assert f"has {len(builtin.entries)} events" in text
    n_between = len(builtin.between("USA", "RUS").entries)
    assert f"{n_between} of them are between the US and Russia" in text


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def test_no_summary_quotes_a_report(builtin: Chronology) -> None:
    documents = sorted((SHARED / "documents").glob("*.txt"))
    if not documents:
        pytest.skip("needs the five reports in ../shared/documents (or DETENTE_SHARED)")
    runs = set()
    for path in documents:
        found = words(path.read_text(encoding="utf-8"))
        runs |= {tuple(found[i : i + 8]) for i in range(len(found) - 7)}
    for entry in builtin.entries:
        own = words(f"{entry.event.summary} . {entry.note or ''}")
        assert not any(tuple(own[i : i + 8]) in runs for i in range(len(own) - 7)), entry.line
