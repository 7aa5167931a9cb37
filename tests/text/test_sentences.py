"""Sentences end where they end, and every offset slices back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.text.sentences import paragraphs, sentences, tokens


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. President met Gen. Petrov on Dec. 5 in Washington, D.C. with others.",
        "H.R. McMaster and George W. Bush met Mr. Kim at 5 p.m. Moscow time.",
        "It is No. 5 on the list of Resolution No. 2118.",
        "Sen. Lee et al. wrote to Jan. 20 critics, e.g. the U.N. Secretary-General.",
        "“Will it end?” he asked.",
        "“Will it end?” Minister Kim asked.",
        "He paid 3.5 million at www.example.org for it.",
        "1. The first obstacle is trade.",
        "The talks ... went on.",
    ],
)
def test_an_abbreviation_ends_no_sentence(text: str) -> None:
    assert texts(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He went to the U.S. The talks failed.", ["He went to the U.S.", "The talks failed."]),
        ("The answer was No. But he left.", ["The answer was No.", "But he left."]),
        ("It ended in 2014. 35 people left.", ["It ended in 2014.", "35 people left."]),
        ("He said “no.” She left.", ["He said “no.”", "She left."]),
        ("It ended.The next began.", ["It ended.", "The next began."]),
        ("It ended.12 The next began.", ["It ended.12", "The next began."]),
        ("It ended.[3] The next began.", ["It ended.[3]", "The next began."]),
        ("Really?! Yes… It is.", ["Really?!", "Yes…", "It is."]),
    ],
)
def test_sentences_end_at_their_marks(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_headings_and_list_items_stand_alone() -> None:
    text = "A heading\nBy Name\n\n  • First item\n  • Second item\n\nProse ends. Here."
    assert texts(text) == [
        "A heading",
        "By Name",
        "First item",
        "Second item",
        "Prose ends.",
        "Here.",
    ]
    assert [p.is_heading for p in paragraphs(text)] == [True, True, True, True, False]


def test_lines_broken_by_width_are_one_paragraph() -> None:
    text = (
        "The talks of the two governments, which were held in the\n"
        "old town hall, ended without a statement. They are going\n"
        "to meet again.\n\nA second paragraph."
    )
    assert len(paragraphs(text)) == 2
    assert texts(text)[1] == "They are going\nto meet again."


def test_tokens_keep_words_numbers_and_marks_apart() -> None:
    text = "Putin’s U.S.-led, 35.5% and 1,200 men; vis-à-vis it."
    words = [token.text for token in tokens(text)]
    assert words == [
        "Putin’s", "U.S.", "-", "led", ",", "35.5", "%", "and", "1,200", "men", ";", "vis-à-vis",
        "it", ".",
    ]  # fmt: skip


def test_tokens_of_a_part_count_from_the_beginning() -> None:
    text = "One two three"
    assert [(token.start, token.text) for token in tokens(text, 4, 7)] == [(4, "two")]


@given(st.text(max_size=400) | st.text(alphabet='aA.?! \n"”“•-1(U)S。', max_size=300))
def test_every_offset_slices_back_and_nothing_but_blanks_and_bullets_is_lost(text: str) -> None:
    reached = 0
    for sentence in sentences(text):
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.text == sentence.text.strip()
        assert sentence.start >= reached
        lost = text[reached : sentence.start]
        assert not any(character.isalnum() for character in lost)
        reached = sentence.end
    assert not any(character.isalnum() for character in text[reached:])
    for token in tokens(text):
        assert text[token.start : token.end] == token.text


@given(st.text(max_size=200))
def test_paragraphs_hold_every_sentence(text: str) -> None:
    held = paragraphs(text)
    for sentence in sentences(text):
        own = held[sentence.paragraph]
        assert own.start <= sentence.start < sentence.end <= own.end
