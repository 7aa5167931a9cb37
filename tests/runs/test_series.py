"""Measures from the chronology of a case, from a store, and beside an outside index."""

from datetime import date
from pathlib import Path

import pytest

from detente.errors import InputError
from detente.report.series_page import (
    sections_page,
    sections_text,
    series_sections,
    triangle_sections,
)
from detente.runs.series import Evidence, dyad_series, names_of, triangle_series

CASE = Evidence(case="us-russia")


def test_both_channels_are_active_in_most_years_of_the_chronology() -> None:
    values = dyad_series("USA", "RUS", CASE, period="year")
    assert [row["starts_on"][:4] for row in values["periods"]] == [
        str(year) for year in range(2009, 2022)
    ]
    both = [
        sum(n[0] + n[1] for n in row["counts"]) > 0 and sum(n[2] + n[3] for n in row["counts"]) > 0
        for row in values["periods"]
        if row["starts_on"] >= "2010"
    ]
    assert sum(both) > len(both) / 2


def test_as_of_hides_later_events() -> None:
    early = dyad_series("USA", "RUS", CASE, as_of=date(2014, 6, 30))
    assert max(row["starts_on"] for row in early["periods"]) <= "2014-06-30"
    assert early["n_events"] < dyad_series("USA", "RUS", CASE)["n_events"]


def test_the_order_of_a_dyad_only_swaps_its_directions() -> None:
    there, back = dyad_series("USA", "RUS", CASE), dyad_series("RUS", "USA", CASE)
    assert [row["counts"] for row in there["periods"]] == [
        row["counts"][::-1] for row in back["periods"]
    ]
    assert there["temperature"] == back["temperature"]


def test_lower_case_codes_are_taken_and_unknown_ones_refused() -> None:
    assert dyad_series("usa", "rus", CASE)["dyad"] == ["USA", "RUS"]
    with pytest.raises(InputError, match="ZZZ"):
        dyad_series("USA", "ZZZ", CASE)


def test_a_dyad_without_events_says_where_it_looked() -> None:
    with pytest.raises(InputError, match="no event among PER, BOL in us-russia"):
        dyad_series("PER", "BOL", CASE)


def test_events_come_from_one_place() -> None:
    with pytest.raises(InputError, match="one of them"):
        Evidence(store=Path("x"), case="y")


def test_an_index_is_compared_period_by_period(tmp_path: Path) -> None:
    file = tmp_path / "votes.csv"
    years = dyad_series("USA", "RUS", CASE, period="year")["periods"]
    rows = [f"{row['starts_on'][:4]},{sum(map(sum, row['counts']))}" for row in years]
    file.write_text("year,votes\n" + "\n".join(rows), encoding="utf-8")
    values = dyad_series("USA", "RUS", CASE, period="year", indices=[file])
    found = {row["measure"]: row["rho"] for row in values["indices"][0]["correlations"]}
    assert found["events of conflict"] > 0.5


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "needs a header"), ("a,b\nx,1\n", "no days"), ("day,x\n2018-01-01,none\n", "no column")],
)
def test_a_file_that_is_no_index_is_refused(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        dyad_series("USA", "RUS", CASE, indices=[file])


def test_page_and_text_say_the_same_and_escape_what_they_show() -> None:
    values = dyad_series("USA", "RUS", CASE, period="quarter")
    values["turning_points"][0]["examples"] = ["<script>alert(1)</script>"]
    sections = series_sections(values, names_of(values["dyad"]), figures=True)
    page = sections_page(sections, title="<b>", subtitle="", software="0")
    assert "<script>" not in page
    assert "<h1>&lt;b&gt;</h1>" in page
    text = sections_text(sections, title="T", subtitle="", width=100, colour=False)
    for section in sections:
        assert section.title in text
        assert section.title in page


def test_a_triangle_gives_every_period_a_type_and_a_pivot() -> None:
    values = triangle_series(["USA", "RUS", "UKR"], CASE, period="year")
    for row in values["periods"]:
        assert sum(row["types"].values()) == pytest.approx(1, abs=1e-3)
        assert all(0 <= value <= 1 for value in row["leverage"].values())
    sections = triangle_sections(values, names_of(values["states"]), figures=True)
    assert len(sections[0].figures) == 3


def test_good_terms_are_better_than_usual_unless_a_bar_is_named() -> None:
    usual = triangle_series(["USA", "RUS", "UKR"], CASE, period="year")
    named = triangle_series(["USA", "RUS", "UKR"], CASE, period="year", good_above=-1)
    assert usual["good_above"] < 0.5
    assert named["good_above"] == -1
    assert all(row["types"]["ménage à trois"] > 0.95 for row in named["periods"])
    with pytest.raises(InputError, match="lies in"):
        triangle_series(["USA", "RUS", "UKR"], CASE, good_above=2)


def test_a_triangle_says_which_pair_has_too_few_events() -> None:
    with pytest.raises(InputError, match="USA and PER"):
        triangle_series(["USA", "RUS", "PER"], CASE)


def test_a_read_event_known_to_the_month_counts_by_month_not_by_week(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    from detente.runs.events import store_readings
    from detente.terms.document import Document
    from detente.terms.period import PartialDate
    from detente.terms.reading import ReadEvent, Reading

    text = "Sanctions came in July 2017."
    event = ReadEvent(
        start=0,
        end=9,
        quote="Sanctions",
        type="SANCTION",
        source="USA:LEG",
        target="RUS",
        date=PartialDate(2017, 7),
        issue="sanctions",
    )
    document = Document(name="a.txt", text=text, published_on=date(2017, 9, 1))
    reading = Reading(
        document="a.txt", published_on="2017-09-01", dyad=("USA", "RUS"), events=(event,)
    )
    store = tmp_path / "s.duckdb"
    store_readings([(document, reading)], store, read_at=datetime(2017, 9, 1, tzinfo=UTC))
    by_month = dyad_series("USA", "RUS", Evidence(store=store), period="month")
    assert by_month["n_events"] == 1
    with pytest.raises(InputError, match="no event among"):
        dyad_series("USA", "RUS", Evidence(store=store), period="week")
