"""Readings go in with their spans, are seen from their day on, and never mix with imports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from detente.errors import InputError
from detente.store.batches import stored_batches, undo_batch
from detente.store.database import Store, open_store
from detente.store.events import stored_events
from detente.store.measures import PERIOD_UNITS, counts
from detente.store.readings import write_readings
from detente.store.selection import Selection
from detente.store.statements import stored_claims, stored_documents, stored_forecasts
from detente.store.status import store_status
from detente.terms.document import Document
from detente.terms.ontology import intensity_of
from detente.terms.period import PartialDate
from detente.terms.reading import Claim, ForecastStatement, ReadEvent, Reading, Verdict

pytest.importorskip("duckdb")

NOW = datetime(2020, 1, 2)  # noqa: DTZ001 - a store keeps UTC without a zone
TEXT = "Ruritania fined the firm. Talks may resume."
DOCUMENT = Document(
    name="report.txt",
    text=TEXT,
    title="A report",
    published_on=date(2017, 2, 1),
    dyad=("USA", "RUS"),
)


def _event(day: str | None, type_: str = "SANCTION", **other: object) -> ReadEvent:
    return ReadEvent(
        start=0,
        end=9,
        quote=TEXT[:9],
        type=type_,
        source="USA:GOV",
        target="RUS",
        date=PartialDate.parse(day) if day else None,
        issue="sanctions",
        **other,  # type: ignore[arg-type]
    )


CLAIM = Claim(
    start=10, end=15, quote=TEXT[10:15], kind="obstacle", issue=None, holder="USA", effect="-"
)
FORECAST = ForecastStatement(
    start=26,
    end=43,
    quote=TEXT[26:43],
    proposition="talks resume",
    direction="+",
    horizon=None,
    certainty="likely",
    probability=0.6,
    condition=None,
    attributed_to="author",
)
READING = Reading(
    document="report.txt",
    published_on="2017-02-01",
    dyad=("USA", "RUS"),
    events=(
        _event("2017-01-15"),
        _event("2016-12", cameo="163"),
        _event("2015"),
        _event(None),
        _event("2017-01-15", same_as=0),
        _event("2018-01-01", reality="planned"),
    ),
    claims=(CLAIM,),
    forecasts=(FORECAST,),
    verdict=Verdict(
        direction="no_change", horizon=None, certainty="likely", quote=TEXT[:4], start=0, end=4
    ),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store.duckdb", write=True) as opened:
        write_readings(opened, [(DOCUMENT, READING)], read_at=NOW)
        yield opened


def test_documents_claims_and_forecasts_come_back_as_they_were(store: Store) -> None:
    assert stored_documents(store) == (DOCUMENT,)
    [claim] = stored_claims(store)
    assert (claim.claim, claim.document, claim.known_on) == (
        CLAIM,
        "report.txt",
        date(2017, 2, 1),
    )
    [forecast] = stored_forecasts(store)
    assert forecast.forecast == FORECAST


def test_nothing_of_a_document_is_seen_before_it_was_published(store: Store) -> None:
    day = date(2017, 1, 31)
    assert stored_documents(store, as_of=day) == ()
    assert stored_claims(store, as_of=day) == ()
    assert stored_forecasts(store, as_of=day) == ()
    assert list(stored_events(store, Selection(evidence="read", as_of=day))) == []
    assert store_status(store, as_of=day).n_documents == 0
    assert stored_documents(store, as_of=date(2017, 2, 1)) == (DOCUMENT,)


def test_read_events_have_their_span_and_are_kept_from_imported_ones(store: Store) -> None:
    assert list(stored_events(store, Selection())) == []
    found = list(stored_events(store, Selection(evidence="read", repeats="keep")))
    assert found[-1].came_from == "report.txt, characters 0-9"
    assert {one.event.origin for one in found} == {"read"}
    by_code = [one for one in found if one.event.cameo == "163"]
    assert [(one.quad, one.event.intensity) for one in by_code] == [(4, -8.0)]
    assert (found[-1].quad, found[-1].event.intensity) == (4, intensity_of("SANCTION"))


def test_a_date_known_in_part_counts_only_in_periods_as_long(store: Store) -> None:
    selection = Selection(evidence="read")
    n_events = {
        unit: int(counts(store, selection, unit=unit).n_events.sum()) for unit in PERIOD_UNITS
    }
    assert n_events == {"day": 1, "week": 1, "month": 2, "quarter": 2, "year": 3}


def test_what_is_only_planned_is_not_counted_unless_asked_for(store: Store) -> None:
    both = Selection(evidence="read", occurred_only=False)
    assert counts(store, both, unit="day").n_events.sum() == 2
    planned = [one for one in stored_events(store, both) if one.event.reality == "planned"]
    assert planned[0].event.happened_on == date(2018, 1, 1)


def test_the_same_document_again_adds_nothing_and_undo_takes_all_of_it(store: Store) -> None:
    again = write_readings(store, [(DOCUMENT, READING)], read_at=NOW)
    assert (again.batch, again.n_already_there) == (None, 1)
    assert len(stored_batches(store)) == 1
    undo_batch(store, 1, undone_at=NOW)
    assert stored_documents(store) == ()
    assert stored_claims(store) == ()
    assert stored_forecasts(store) == ()
    written = write_readings(store, [(DOCUMENT, READING)], read_at=NOW)
    assert (written.n_documents, written.n_events, written.n_claims) == (1, 6, 1)


def test_a_reading_of_another_document_is_refused(store: Store) -> None:
    other = Document(name="other.txt", text="x")
    with pytest.raises(InputError, match=r"was given with 'other\.txt'"):
        write_readings(store, [(other, READING)], read_at=NOW)
    assert stored_documents(store) == (DOCUMENT,)
