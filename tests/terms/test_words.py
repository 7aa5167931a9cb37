from __future__ import annotations

import csv
import itertools
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import InputError
from detente.terms.words import (
    ICD203_WORDS,
    KENT_WORDS,
    certainty_of,
    estimative_phrases,
    icd203_midpoint,
    icd203_opposite,
    icd203_range,
    icd203_word,
    kent_word,
)

SHARED = Path(os.environ.get("DETENTE_SHARED", Path(__file__).parents[2] / ".." / "shared"))
WORDS = SHARED / "data" / "words"
probabilities = st.floats(0, 1)


def shared_rows(name: str) -> list[dict[str, str]]:
    path = WORDS / name
    if not path.exists():
        pytest.skip(f"the shared table {name} is not here")
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize(
    ("probability", "word"),
    [
        (0.0, "almost no chance"),
        (0.004, "almost no chance"),
        (0.0499, "almost no chance"),
        (0.05, "very unlikely"),
        (0.2, "unlikely"),
        (0.45, "roughly even chance"),
        (0.55, "roughly even chance"),
        (0.56, "likely"),
        (0.8, "likely"),
        (0.81, "very likely"),
        (0.95, "very likely"),
        (0.96, "almost certain"),
        (1.0, "almost certain"),
    ],
)
def test_a_probability_has_its_icd203_word(probability: float, word: str) -> None:
    assert icd203_word(probability) == word


@given(probabilities)
def test_the_word_of_the_contrary_is_the_opposite_word(probability: float) -> None:
    word = icd203_word(probability)
    assert icd203_word(1 - probability) == icd203_opposite(word)
    assert ICD203_WORDS.index(word) == 6 - ICD203_WORDS.index(icd203_opposite(word))


@given(probabilities, probabilities)
def test_a_higher_probability_never_has_a_lower_word(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert ICD203_WORDS.index(icd203_word(low)) <= ICD203_WORDS.index(icd203_word(high))


@given(st.floats(0.01, 0.99))
def test_a_probability_lies_in_the_range_of_its_word(probability: float) -> None:
    low, high = icd203_range(icd203_word(probability))
    assert low - 1e-9 <= probability <= high + 1e-9


def test_the_ranges_cover_one_to_ninety_nine_percent_without_a_gap() -> None:
    ranges = [icd203_range(word) for word in ICD203_WORDS]
    assert ranges[0][0] == 0.01
    assert ranges[-1][1] == 0.99
    assert all(one[1] == other[0] for one, other in itertools.pairwise(ranges))


def test_a_midpoint_has_the_word_it_is_the_middle_of() -> None:
    assert [icd203_word(icd203_midpoint(word)) for word in ICD203_WORDS] == list(ICD203_WORDS)


def test_both_rows_of_the_directive_are_as_printed() -> None:
    for row in shared_rows("icd203.csv"):
        limits = (int(row["low_pct"]) / 100, int(row["high_pct"]) / 100)
        for cell in (row["icd203_term_row1"], row["icd203_term_row2"]):
            for word in {cell.split(" (")[0].replace("(ly)", ""), cell.replace("(ly)", "ly")}:
                if "(" not in word:
                    assert icd203_range(word) == limits


def test_kents_words_are_as_printed() -> None:
    printed = {
        row["kent_term"]: (int(row["pct"]) / 100, int(row["plus_minus"]) / 100)
        for row in shared_rows("kent.csv")
    }
    assert printed == dict(KENT_WORDS)


def test_readers_place_our_phrases_where_we_do() -> None:
    for row in shared_rows("perceptions_probability_words_summary.csv"):
        word = certainty_of(row[""])
        assert word is not None
        median = float(row["50%"]) / 100
        assert abs(ICD203_WORDS.index(icd203_word(median)) - ICD203_WORDS.index(word)) <= 1


@pytest.mark.parametrize("probability", [0.07, 0.3, 0.5, 0.75, 0.93, 0.0, 1.0])
def test_kents_own_values_have_his_words(probability: float) -> None:
    assert KENT_WORDS[kent_word(probability)][0] == probability


def test_between_two_of_kents_words_the_surer_is_taken() -> None:
    assert kent_word(0.84) == "almost certain"
    assert kent_word(0.4) == "probably not"


@pytest.mark.parametrize(
    ("phrase", "word"),
    [
        ("slim chance", "very unlikely"),
        ("remote", "almost no chance"),
        ("odds are", "likely"),
        ("virtually impossible", "almost no chance"),
        ("could well", "likely"),
        ("is bound to", "almost certain"),
        ("in all likelihood", "very likely"),
        ("doubtful", "unlikely"),
        ("cannot", "almost no chance"),
        ("will", "very likely"),
        ("would", "very likely"),
        ("will not", "very unlikely"),
        ("may", None),
        ("might", None),
        ("could", None),
        ("possibly", None),
        ("cannot be ruled out", None),
    ],
)
def test_a_phrase_has_the_word_it_amounts_to(phrase: str, word: str | None) -> None:
    assert certainty_of(phrase) == word
    assert certainty_of(f" {phrase.upper()} ") == word


def test_every_phrase_of_the_table_can_be_looked_up_and_means_a_known_word() -> None:
    table = estimative_phrases()
    assert len(table) > 400
    for phrase, word in table.items():
        assert certainty_of(phrase) == word
        assert word is None or word in ICD203_WORDS


def test_the_words_of_the_directive_are_phrases_that_mean_themselves() -> None:
    assert [certainty_of(word) for word in ICD203_WORDS] == list(ICD203_WORDS)


@pytest.mark.parametrize("probability", [-0.01, 1.01, float("nan"), float("inf")])
def test_a_number_that_is_no_probability_is_refused(probability: float) -> None:
    with pytest.raises(InputError, match="probability must be in"):
        icd203_word(probability)
    with pytest.raises(InputError, match="probability must be in"):
        kent_word(probability)


def test_unknown_words_are_refused_with_what_is_near() -> None:
    with pytest.raises(InputError, match="did you mean virtually impossible"):
        certainty_of("virtualy impossible")
    with pytest.raises(InputError, match="no word of ICD 203"):
        icd203_range("perhaps")
