"""The head of a text tells its title, author and day; the text tells its two states."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.terms.document import Document
from detente.text.dyad import likely_dyad
from detente.text.metadata import completed, head_of

PROSE = "\n\n" + "The two sides have met again, and nothing came of it. " * 8


@pytest.mark.parametrize(
    ("head", "title", "author", "day"),
    [
        (
            "Language : English\nPolicy\n\nWhat Next for the Two?\n\nJan 16 , 2017\n  • Ann Lee\n",
            "What Next for the Two?",
            "Ann Lee",
            date(2017, 1, 16),
        ),
        ("What Next for the Two?\n\n\n2017-05-22 By Ann van Lee\n", "What Next for the Two?",
         "Ann van Lee", date(2017, 5, 22)),
        ("A Title: With More\nBy Ann Lee and Bob Ray, Senior Fellows\nMarch 3, 2020",
         "A Title: With More", "Ann Lee and Bob Ray", date(2020, 3, 3)),
        ("A Title of the Thing\nPublished: 26 October 2018\nAuthor: Ann Lee",
         "A Title of the Thing", "Ann Lee", date(2018, 10, 26)),
        ("15 February 2017\n\nWhat Next for the Two?\n\nAnn Lee",
         "What Next for the Two?", "Ann Lee", date(2017, 2, 15)),
        ("What Next for the Two?\n\nContent Type\nCountry Data\nInstitute for Borders",
         "What Next for the Two?", "Institute for Borders", None),
    ],
)  # fmt: skip
def test_usual_heads_are_read(head: str, title: str, author: str, day: date | None) -> None:
    found = head_of(head + PROSE)
    assert (found.title, found.author, found.published_on) == (title, author, day)


def test_a_month_without_a_day_counts_from_its_last_day_and_says_so() -> None:
    found = head_of("What Next for the Two?\nSeptember 2017" + PROSE)
    assert found.published_on == date(2017, 9, 30)
    assert found.note is not None


def test_a_text_that_begins_with_prose_has_no_head() -> None:
    found = head_of("The two sides met on 3 May 2018, and nothing came of it at all. " * 5)
    assert (found.title, found.author, found.published_on) == (None, None, None)


def test_a_missing_day_is_noted() -> None:
    assert any("not found" in note for note in completed(Document(name="a", text=PROSE)).notes)


def test_what_the_file_stated_stays() -> None:
    stated = Document(name="a", text="A Title Here\nMay 3, 2018" + PROSE, title="Own", author="Me",
                      published_on=date(2001, 1, 1), dyad=("A", "B"))  # fmt: skip
    assert completed(stated) == stated


def test_the_dyad_is_the_two_states_named_most() -> None:
    text = (
        "Delhi and Islamabad met. India and Pakistan talked, while China and a Chinese firm "
        "waited. India left. Pakistani and Indian papers agreed."
    )
    assert likely_dyad(text) == ("IND", "PAK")
    assert likely_dyad(text, title="Pakistan and India") == ("PAK", "IND")


def test_one_state_makes_no_dyad() -> None:
    assert likely_dyad("France and the French wait for France.") is None


@given(st.text(max_size=300))
def test_no_head_raises(text: str) -> None:
    head_of(text)
    likely_dyad(text)
