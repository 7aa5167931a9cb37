"""Corrections by hand are honoured on the next reading and teach the next training."""

import contextlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.reading.correction_export import claim_table, event_table, json_lines, lessons
from detente.reading.corrections import (
    Correction,
    corrected,
    found_quote,
    quote_hash,
    read_corrections,
)
from detente.terms.document import Document
from detente.terms.period import PartialDate
from detente.terms.reading import Claim, ReadEvent, Reading, Verdict

TEXT = (
    "France expelled two Italian diplomats in May 2018. France and Italy met again in June. "
    "The row over the border remains the main obstacle. Relations will hardly improve."
)


def span(quote: str) -> dict[str, object]:
    start = TEXT.index(quote)
    return {"start": start, "end": start + len(quote), "quote": quote}


def event(quote: str, type_: str, *, same_as: int | None = None, target: str = "ITA") -> ReadEvent:
    return ReadEvent(
        **span(quote),  # type: ignore[arg-type]
        type=type_, source="FRA", target=target, date=PartialDate(2018, 5), issue="diplomacy",
        same_as=same_as,
    )  # fmt: skip


READING = Reading(
    document="a.txt",
    published_on="2018-07-02",
    dyad=("FRA", "ITA"),
    events=(
        event("expelled two Italian diplomats", "COERCE"),
        event("met again", "CONSULT"),
        event("The row", "ACCUSE", same_as=1),
    ),
    claims=(
        Claim(**span("The row over the border remains the main obstacle"),  # type: ignore[arg-type]
              kind="driver", issue="territory", holder="author", effect="-"),
    ),
    verdict=Verdict(**span("Relations will hardly improve"),  # type: ignore[arg-type]
                    direction="improvement", horizon=None, certainty="likely"),
)  # fmt: skip


def corrections_of(tmp_path: Path, text: str) -> tuple[Correction, ...]:
    path = tmp_path / "corrections.yaml"
    path.write_text(text, encoding="utf-8")
    return read_corrections(path)


FILE = """\
corrections:
  - document: a.txt
    item: event
    action: change
    quote: expelled two Italian diplomats
    set: {type: SANCTION, source: "FRA:GOV", date: 2018-05}
    note: an expulsion is a sanction
  - document: a.txt
    item: claim
    action: change
    quote: The row over the border remains the main obstacle
    set:
      kind: obstacle
  - document: a.txt
    item: event
    action: remove
    quote: met   again
  - document: a.txt
    item: forecast
    action: add
    quote: Relations will hardly improve
    set: {proposition: relations improve, certainty: unlikely, probability: 0.3, endorsed: true}
  - document: b.txt
    item: event
    action: remove
    quote: something else
"""


def test_a_corrected_type_drops_the_code_of_the_type_that_was_wrong(tmp_path: Path) -> None:
    coded = tuple(replace(one, cameo="043", mode="visit") for one in READING.events)
    after = corrected(replace(READING, events=coded), TEXT, corrections_of(tmp_path, FILE))
    assert [(one.type, one.cameo, one.mode) for one in after.events] == [
        ("SANCTION", None, None),
        ("ACCUSE", "043", "visit"),
    ]


def test_items_are_changed_removed_and_added(tmp_path: Path) -> None:
    after = corrected(READING, TEXT, corrections_of(tmp_path, FILE))
    assert [(one.type, one.source) for one in after.events] == [
        ("SANCTION", "FRA:GOV"),
        ("ACCUSE", "FRA"),
    ]
    assert after.claims[0].kind == "obstacle"
    assert after.claims[0].effect == "-"
    (forecast,) = after.forecasts
    assert (forecast.certainty, forecast.probability) == ("unlikely", 0.3)
    assert TEXT[forecast.start : forecast.end] == forecast.quote
    assert after.notes == ()


def test_what_was_corrected_says_so(tmp_path: Path) -> None:
    first = corrected(READING, TEXT, corrections_of(tmp_path, FILE)).events[0]
    assert first.confidence == 1
    assert "an expulsion is a sanction" in first.why[-1]


def test_a_link_to_a_removed_event_is_cut(tmp_path: Path) -> None:
    after = corrected(READING, TEXT, corrections_of(tmp_path, FILE))
    assert [one.same_as for one in after.events] == [None, None]


def test_links_follow_the_events_they_point_to() -> None:
    added = Correction(
        document="a.txt", item="event", action="add", quote="France",
        quote_hash=quote_hash("France"), fields=(("type", "AGREE"),),
    )  # fmt: skip
    after = corrected(READING, TEXT, [added])
    assert [one.same_as for one in after.events] == [None, None, None, 2]


def test_honouring_corrections_twice_changes_nothing(tmp_path: Path) -> None:
    found = [one for one in corrections_of(tmp_path, FILE) if one.action != "remove"]
    once = corrected(READING, TEXT, found)
    assert corrected(once, TEXT, found) == once


def test_a_correction_that_fits_nothing_leaves_a_note(tmp_path: Path) -> None:
    text = (
        "corrections:\n- document: a.txt\n  item: claim\n  action: remove\n  quote: gone by now\n"
        "- document: a.txt\n  item: event\n  action: add\n  quote: never said\n"
        "  set: {type: AGREE}\n"
    )
    after = corrected(READING, TEXT, corrections_of(tmp_path, text))
    assert "line 2" in after.notes[0]
    assert "never said" in after.notes[1]


def test_where_picks_one_of_several_items_on_one_quote() -> None:
    both = Reading(
        document="a.txt", published_on=None, dyad=None,
        events=(event("met again", "CONSULT"), event("met again", "CONSULT", target="DEU")),
    )  # fmt: skip
    only = Correction(
        document="a.txt", item="event", action="remove", quote_hash=quote_hash("met again"),
        where=(("target", "DEU"),),
    )  # fmt: skip
    assert [one.target for one in corrected(both, TEXT, [only]).events] == ["ITA"]


def test_a_quote_may_be_given_by_its_hash(tmp_path: Path) -> None:
    text = (
        "corrections:\n- {document: a.txt, item: event, action: remove, "
        f"hash: {quote_hash('met again')}}}\n"
    )
    assert len(corrected(READING, TEXT, corrections_of(tmp_path, text)).events) == 2


ENTRY = "corrections:\n- document: a.txt\n  item: event\n  action: change\n  quote: met again\n"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (
            "corrections:\n- document: a.txt\n  item: evnt\n  action: remove\n  quote: x\n",
            3,
            "evnt",
        ),
        ("corrections:\n- document: a.txt\n  item: event\n  action: remove\n", 2, "quote"),
        (ENTRY, 2, "set"),
        (ENTRY + "  set:\n    type: SANCTIONS\n", 7, "SANCTIONS"),
        (ENTRY + "  set:\n    sort: SANCTION\n", 7, "sort"),
        (ENTRY + "  set: {date: May 2018}\n", 6, "May 2018"),
        (ENTRY + "  sett: {type: AGREE}\n", 6, "sett"),
        (ENTRY + "  item: claim\n", 6, "twice"),
        ("corrections: 7\n", 1, "list"),
        ("- document: a.txt\n", 1, "list"),
        ("mended:\n- 1\n", 1, "mended"),
        ("corrections:\n- just words\n", 2, "fields"),
        ("corrections:\n- &a {document: a.txt}\n- *a\n", 2, "aliases"),
        ("corrections: [\n", 2, "not YAML"),
        ("corrections: " + "[" * 50_000, 1, "nested too deeply"),
    ],
)
def test_a_bad_file_gives_one_line_with_its_place(
    tmp_path: Path, text: str, line: int, says: str
) -> None:
    with pytest.raises(InputError) as caught:
        corrections_of(tmp_path, text)
    assert f"line {line}:" in str(caught.value)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_or_garbled_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read"):
        read_corrections(tmp_path / "none.yaml")
    (tmp_path / "b.yaml").write_bytes(b"\xff\xfe\x00corr")
    with pytest.raises(InputError, match="UTF-8"):
        read_corrections(tmp_path / "b.yaml")


def test_an_empty_file_corrects_nothing(tmp_path: Path) -> None:
    assert corrections_of(tmp_path, "") == ()
    assert corrections_of(tmp_path, "corrections:\n") == ()


def test_corrections_become_training_data(tmp_path: Path) -> None:
    document = Document(name="a.txt", text=TEXT)
    found = list(lessons(document, READING, corrections_of(tmp_path, FILE)))
    head, row = event_table(found, [READING]).splitlines()
    assert head.split("\t")[-1] == "gold_root"
    assert row.split("\t")[2:] == [
        "<s>France</s> expelled two <t>Italian</t> diplomats in May 2018.",
        "France",
        "Italian",
        "SANCTION",
    ]
    assert claim_table(found, [READING]) == (
        "obstacle\t-\tThe row over the border remains the main obstacle.\n"
    )
    rows = [json.loads(line) for line in json_lines(found).splitlines()]
    assert [(one["item"], one["action"]) for one in rows] == [
        ("event", "change"),
        ("claim", "change"),
        ("event", "remove"),
        ("forecast", "add"),
    ]
    assert all(one["sentence"] in TEXT for one in rows)


@given(st.text(max_size=80), st.text(max_size=20))
def test_a_found_quote_is_the_quote_but_for_blanks(text: str, quote: str) -> None:
    place = found_quote(text, quote)
    if place is not None:
        assert text[place[0] : place[1]].split() == quote.split()


@given(st.text(max_size=200))
def test_no_file_raises_anything_but_our_own_error(text: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "c.yaml"
        path.write_text(text, encoding="utf-8", errors="replace")
        with contextlib.suppress(InputError):
            read_corrections(path)
