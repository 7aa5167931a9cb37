import json
import os
import re
from collections import Counter
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import detente
from detente.case.chronology import load_chronology
from detente.case.ledger import load_ledger, parse_ledger
from detente.errors import InputError
from detente.terms.forecast import Question
from detente.terms.ledger import JudgedQuestion, Ledger, Resolution, StatedForecast
from detente.terms.words import icd203_midpoint

FOLDER = Path(detente.__file__).parent / "case" / "builtin" / "us-russia"
SHARED = Path(
    os.environ.get("DETENTE_SHARED", Path(__file__).resolve().parents[2] / ".." / "shared")
)

GOOD = """\
reports:
  r1: {title: A report, author: Ann, publisher: A house, published_on: 2017-01-16}
forecasters:
  ann: Ann, author of r1
questions:
  - id: q1
    text: Sanctions end
    issue: sanctions
    opens_on: 2017-01-16
    resolves_on: 2018-01-16
    rule: By the public record
    resolution:
      outcome: no
      resolved_on: 2018-01-16
      fact: They stood
      source: {title: A law, publisher: Congress, published_on: 2017-08}
forecasts:
  - id: f1
    question: q1
    forecaster: ann
    made_on: 2017-01-16
    report: r1
    said: unlikely
    certainty: unlikely
"""


@pytest.fixture(scope="module")
def builtin() -> Ledger:
    return load_ledger(FOLDER / "ledger.yaml")


def test_a_word_without_a_number_takes_the_middle_of_its_range() -> None:
    (stated,) = parse_ledger(GOOD).forecasts
    assert stated.probability == icd203_midpoint("unlikely")


def test_a_question_carries_its_outcome_and_the_fact_with_its_source() -> None:
    ledger = parse_ledger(GOOD)
    judged = ledger.questions["q1"]
    assert judged.question.outcome is False
    assert str(judged.resolution.citation) == "A law, Congress, 2017-08"


def test_a_stated_forecast_becomes_a_plain_one() -> None:
    ledger = parse_ledger(GOOD)
    plain = ledger.forecasts[0].forecast(ledger.questions["q1"].question)
    assert plain is not None
    assert (plain.forecaster, plain.probability, plain.word) == ("ann", 0.325, "unlikely")


def test_before_its_day_an_outcome_is_open_and_later_forecasts_are_unseen() -> None:
    ledger = parse_ledger(GOOD)
    early = ledger.as_of(date(2018, 1, 15))
    assert early.resolution(early.forecasts[0]) == Resolution(outcome="open")
    assert early.why_unscored(early.forecasts[0]) == "open"
    assert not ledger.as_of(date(2017, 1, 15)).forecasts
    assert not ledger.as_of(date(2017, 1, 15)).questions


def test_a_forecast_whose_condition_failed_may_have_its_own_outcome() -> None:
    own = GOOD + (
        "    condition: if it rains\n"
        "    resolution: {outcome: void, resolved_on: 2018-01-16, fact: It did not rain,\n"
        "      source: {title: Weather, publisher: A service, published_on: '2018'}}\n"
    )
    ledger = parse_ledger(own)
    assert ledger.resolution(ledger.forecasts[0]).outcome == "void"
    assert ledger.questions["q1"].resolution.outcome == "no"
    assert ledger.scored() == ()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "certainty: unlikely",
            "certainty: doubtful",
            "l.yaml:24: forecasts[0].certainty: must be",
        ),
        ("certainty: unlikely", "probability: 1.2", "l.yaml:24: forecasts[0].probability"),
        (
            "certainty: unlikely",
            "certainty: unlikely\n    probability: 0.9",
            "l.yaml:18: forecasts[0]: probability 0.9 is outside the range of 'unlikely'",
        ),
        ("said: unlikely", "sayd: unlikely", "l.yaml:23: forecasts[0].sayd: unknown field 'sayd'"),
        ("question: q1", "question: q2", "l.yaml:19: forecasts[0].question: unknown question"),
        ("report: r1", "report: 001", "l.yaml:22: forecasts[0].report: must be text, in quotes"),
        ("forecaster: ann", "forecaster: an", "l.yaml:20: forecasts[0].forecaster: unknown"),
        ("report: r1", "report: r2", "l.yaml:22: forecasts[0].report: unknown report"),
        ("issue: sanctions", "issue: sanction", "l.yaml:8: questions[0].issue: unknown issue"),
        ("made_on: 2017-01-16", "made_on: 2018-01-16", "l.yaml:21: forecasts[0].made_on: made on"),
        ("made_on: 2017-01-16", "made_on: soon", "l.yaml:21: forecasts[0].made_on: must be"),
        ("outcome: no", "outcome: maybe", "l.yaml:13: questions[0].resolution.outcome: must be"),
        ("outcome: no", "outcome: open", "l.yaml:6: questions[0]: an outcome 'open' has no day"),
        ("fact: They stood", "fact: ''", "l.yaml:6: questions[0]: an outcome 'no' needs a fact"),
        (
            "resolved_on: 2018-01-16",
            "resolved_on: 2019-01-16",
            "l.yaml:6: questions[0]: question 'q1' runs",
        ),
        (
            "published_on: 2017-08",
            "published_on: August",
            "l.yaml:16: questions[0].resolution.source.published_on: must be a day, a month",
        ),
        ("said: unlikely", "same_as: f9\n    said: unlikely", "l.yaml:23: forecasts[0].same_as"),
        ("rule: By the public record", "rule: ''", "l.yaml:6: questions[0]: question 'q1' has no"),
    ],
)
def test_a_bad_field_is_named_with_line_and_path(old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(InputError) as caught:
        parse_ledger(GOOD.replace(old, new), "l.yaml")
    assert str(caught.value).startswith(message)


def test_an_id_used_twice_is_refused() -> None:
    again = GOOD + GOOD[GOOD.index("  - id: f1") :]
    with pytest.raises(
        InputError, match=r":25: forecasts\[1\].id: 'f1' is already used on line 18"
    ):
        parse_ledger(again)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("- a\n- b", "must be a mapping"),
        ("questions: []\nforecasts: []\n", "is missing"),
        ("questions: [\n", "not readable as YAML"),
        ("a: &x 1", "anchor"),
    ],
)
def test_a_file_of_another_form_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse_ledger(text)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(InputError):
        parse_ledger(text)


@given(st.integers(0, len(GOOD) - 1), st.text(max_size=3))
def test_a_ledger_with_one_place_damaged_is_read_or_refused(place: int, text: str) -> None:
    with suppress(InputError):
        parse_ledger(GOOD[:place] + text + GOOD[place + 1 :])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file"):
        load_ledger(tmp_path / "ledger.yaml")


@pytest.mark.parametrize("outcome", ["yes", "no", "void"])
def test_an_outcome_needs_its_day_and_its_fact(outcome: str) -> None:
    with pytest.raises(InputError, match="needs the day"):
        Resolution(outcome=outcome)  # type: ignore[arg-type]


def test_a_question_cannot_resolve_after_its_horizon(builtin: Ledger) -> None:
    judged = builtin.questions["full-detente"]
    late = Question(
        key="x",
        text="x",
        opens_on=date(2017, 1, 1),
        resolves_on=date(2018, 1, 1),
        rule="x",
    )
    with pytest.raises(InputError, match="was resolved on"):
        JudgedQuestion(question=late, resolution=judged.resolution)


def test_the_built_in_ledger_covers_the_five_reports(builtin: Ledger) -> None:
    by_report = Counter(stated.report for stated in builtin.forecasts)
    assert set(by_report) == {"000", "001", "002", "003", "004"}
    assert min(by_report.values()) >= 12
    resolvable = [f for f in builtin.forecasts if builtin.resolution(f).outcome != "unresolvable"]
    assert len(resolvable) >= 70


def test_every_forecast_of_the_built_in_ledger_is_judged(builtin: Ledger) -> None:
    for stated in builtin.forecasts:
        assert builtin.resolution(stated).outcome != "open", stated.key
        assert builtin.forecasters[stated.forecaster]
        published = builtin.reports[stated.report].published_on
        assert stated.made_on <= published
        assert date(2016, 11, 1) <= stated.made_on


def test_every_number_of_the_built_in_ledger_is_the_middle_of_its_word(builtin: Ledger) -> None:
    for stated in builtin.forecasts:
        if stated.certainty is None:
            assert stated.probability is None, stated.key
        else:
            assert stated.probability == icd203_midpoint(stated.certainty), stated.key


def test_words_that_give_no_probability_have_none(builtin: Ledger) -> None:
    for stated in builtin.forecasts:
        if stated.said in ("may", "might", "could", "possibly", "possible", "potentially"):
            assert stated.probability is None, stated.key


def test_two_experts_disagree_on_one_question(builtin: Ledger) -> None:
    said = {
        f.forecaster: f.probability
        for f in builtin.forecasts
        if f.question == "sanctions-relaxed-by-2021-01" and f.probability is not None
    }
    assert said == {"yu-sui": 0.675, "yin-chengde": 0.875}


@pytest.mark.parametrize("day", [date(2017, 1, 16), date(2017, 5, 22), date(2019, 6, 3)])
def test_as_of_a_report_no_later_outcome_is_seen(builtin: Ledger, day: date) -> None:
    seen = builtin.as_of(day)
    assert seen.forecasts
    for stated in seen.forecasts:
        assert stated.made_on <= day
        resolved_on = seen.resolution(stated).resolved_on
        assert resolved_on is None or resolved_on <= day


def test_outcomes_agree_with_the_chronology(builtin: Ledger) -> None:
    chronology = load_chronology(FOLDER / "chronology.csv")
    days = {
        event.key.split("-", 3)[3]: event.happened_on
        for event in chronology.events
        if event.key.count("-") >= 3
    }
    for question, event in (
        ("first-meeting-hamburg", "hamburg-meeting"),
        ("no-public-confrontation", "staff-cut-455"),
        ("cornerstone-treaty-ends", "inf-ends"),
        ("snowden-expelled", "snowden-residence"),
        ("turkstream-built", "turkstream-opened"),
        ("strategic-arms-talks", "vienna-arms-talks"),
        ("relations-change", "caatsa-signed"),
    ):
        assert builtin.questions[question].resolution.resolved_on == days[event], question


def test_nothing_after_the_last_day_judges_the_built_in_ledger(builtin: Ledger) -> None:
    for key, judged in builtin.questions.items():
        resolution = judged.resolution
        assert judged.question.resolves_on <= date(2021, 12, 31), key
        assert resolution.citation is None or str(resolution.citation.published_on) < "2022", key


def test_a_fact_tells_no_later_year_than_its_outcome(builtin: Ledger) -> None:
    for key, judged in builtin.questions.items():
        years = [int(year) for year in re.findall(r"\b20\d\d\b", judged.resolution.fact)]
        known = judged.resolution.resolved_on
        assert not years or (known is not None and max(years) <= known.year), key


def test_a_question_opens_with_its_first_forecast_and_names_its_time(builtin: Ledger) -> None:
    for key, judged in builtin.questions.items():
        made = [stated.made_on for stated in builtin.forecasts if stated.question == key]
        assert min(made) == judged.question.opens_on, key
        assert re.search(r"\b20\d\d\b", judged.question.text), key


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def test_nothing_in_the_ledger_quotes_a_report(builtin: Ledger) -> None:
    documents = sorted((SHARED / "documents").glob("*.txt"))
    if not documents:
        pytest.skip("needs the five reports in ../shared/documents (or DETENTE_SHARED)")
    runs = set()
    for path in documents:
        found = words(path.read_text(encoding="utf-8"))
        runs |= {tuple(found[i : i + 8]) for i in range(len(found) - 7)}
    own_texts = [(q.question.key, q.question.text) for q in builtin.questions.values()]
    own_texts += [(q.question.key, q.resolution.fact) for q in builtin.questions.values()]
    own_texts += [(f.key, f"{f.said} . {f.condition or ''}") for f in builtin.forecasts]
    for key, text in own_texts:
        own = words(text)
        assert not any(tuple(own[i : i + 8]) in runs for i in range(len(own) - 7)), key


def test_the_words_quoted_are_few(builtin: Ledger) -> None:
    assert all(len(words(stated.said)) <= 6 for stated in builtin.forecasts)


def strength(certainty: str | None) -> float | None:
    """How far a word is from an even chance: the same for a statement and its denial."""
    return None if certainty is None else round(abs(icd203_midpoint(certainty) - 0.5), 3)


def test_the_ledger_has_at_least_the_forecasts_that_annotators_found(builtin: Ledger) -> None:
    gold = sorted((SHARED / "gold").glob("*.json"))
    if not gold:
        pytest.skip("needs the annotations in ../shared/gold (or DETENTE_SHARED)")
    for path in gold:
        items = json.loads(path.read_text(encoding="utf-8"))["forecasts"]
        found = Counter(strength(item["certainty"]) for item in items)
        ours = Counter(
            strength(stated.certainty)
            for stated in builtin.forecasts
            if stated.report == path.name[:3]
        )
        assert not found - ours, path.name


def test_a_probability_outside_its_word_is_refused() -> None:
    with pytest.raises(InputError, match="outside the range"):
        StatedForecast(
            key="f",
            question="q",
            forecaster="a",
            made_on=date(2017, 1, 1),
            report="r",
            said="likely",
            certainty="likely",
            probability=0.9,
        )
