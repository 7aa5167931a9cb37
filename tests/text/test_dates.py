"""Words for a time become days, as coarse as the words warrant, at offsets that slice back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.terms.period import PartialDate
from detente.text.date_found import Tense
from detente.text.dates import DateMention, date_mentions

MONDAY = date(2019, 6, 3)


def only(text: str, **options: object) -> DateMention:
    (found,) = date_mentions(text, published_on=MONDAY, **options)  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("It was signed on July 28th, 2017.", "July 28th, 2017", "2017-07-28"),
        ("It was signed on Friday, 28 July 2017.", "Friday, 28 July 2017", "2017-07-28"),
        ("A bill of January 2d, 2019 said so.", "January 2d, 2019", "2019-01-02"),
        ("Posted Jan 16 , 2017 by us.", "Jan 16 , 2017", "2017-01-16"),
        ("the 3rd of May 2018", "3rd of May 2018", "2018-05-03"),
        ("Feb. 2, 2019", "Feb. 2, 2019", "2019-02-02"),
        ("2017-05-22 By a Name", "2017-05-22", "2017-05-22"),
        ("on 22.05.2017 it was", "22.05.2017", "2017-05-22"),
        ("on 5/22/2017 it was", "5/22/2017", "2017-05-22"),
        ("In late July 2017 it was", "late July 2017", "2017-07"),
        ("in mid-March 2018", "mid-March 2018", "2018-03"),
        ("held 3-5 May 2018 there", "3-5 May 2018", "2018-05"),
        ("held on May 3–5, 2018 there", "May 3–5, 2018", "2018-05"),
        ("at the end of 2018, revealing", "end of 2018", "2018-12"),
        ("in 2014", "2014", "2014"),
        ("by mid-2018 all was", "by mid-2018", "2018"),
        ("in Q3 2019", "Q3 2019", "2019"),
        ("in the third quarter of 2019", "third quarter of 2019", "2019"),
        ("in H1 2018", "H1 2018", "2018"),
        ("in the summer of 2018", "summer of 2018", "2018"),
        ("after the 9/11 attacks", "9/11", "2001-09-11"),
        ("the September 11 attacks", "September 11", "2001-09-11"),
        ("the plan of 2017-05 said", "2017-05", "2017-05"),
    ],
)
def test_stated_dates_are_read(text: str, words: str, day: str) -> None:
    found = only(text)
    assert (found.text, str(found.date), found.year_stated) == (words, day, True)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("On 18 April it was published.", "2019-04-18"),
        ("On Nov 16, the paper said so.", "2018-11-16"),
        ("It happened in December.", "2018-12"),
        ("A summit will take place in December.", "2019-12"),
        ("They spoke in May.", "2019-05"),
        ("in late March they left", "2019-03"),
        ("the summit of July 7", "2019-07-07"),
    ],
)
def test_a_year_that_is_not_stated_is_told_from_the_publication_day(text: str, day: str) -> None:
    found = only(text)
    assert str(found.date) == day
    assert not found.year_stated


@pytest.mark.parametrize(("tense", "day"), [("past", "2018-09-05"), ("future", "2019-09-05")])
def test_tense_decides_the_year(tense: Tense, day: str) -> None:
    assert str(only("on September 5", tense=tense).date) == day
    assert str(only("on September 5", tense=lambda offset: tense).date) == day


def test_a_year_in_the_same_sentence_decides() -> None:
    found = date_mentions("In 2014, Crimea was annexed in March.", published_on=MONDAY)
    assert [str(mention.date) for mention in found] == ["2014", "2014-03"]


def test_a_context_of_an_earlier_year_decides() -> None:
    assert str(only("in March", context=PartialDate(2014)).date) == "2014-03"
    assert str(only("in March", context=PartialDate(2013, 11, 21)).date) == "2014-03"


@pytest.mark.parametrize(
    ("text", "day", "first", "last"),
    [
        ("last month", "2019-05", date(2019, 5, 1), date(2019, 5, 31)),
        ("next week", "2019-06", date(2019, 6, 10), date(2019, 6, 16)),
        ("earlier this month", "2019-06", date(2019, 6, 1), MONDAY),
        ("later this year", "2019", MONDAY, date(2019, 12, 31)),
        ("late last year", "2018", date(2018, 9, 1), date(2018, 12, 31)),
        ("yesterday", "2019-06-02", date(2019, 6, 2), date(2019, 6, 2)),
        ("on Thursday", "2019-05-30", date(2019, 5, 30), date(2019, 5, 30)),
        ("next Thursday", "2019-06-06", date(2019, 6, 6), date(2019, 6, 6)),
        ("in September last year", "2018-09", date(2018, 9, 1), date(2018, 9, 30)),
        ("last September", "2018-09", date(2018, 9, 1), date(2018, 9, 30)),
        ("next March", "2020-03", date(2020, 3, 1), date(2020, 3, 31)),
        ("two weeks ago", "2019-05", date(2019, 5, 17), date(2019, 5, 23)),
        ("three months ago", "2019-03", date(2019, 3, 1), date(2019, 3, 31)),
        ("two years ago", "2017", date(2017, 1, 1), date(2017, 12, 31)),
        ("last summer", "2018", date(2018, 6, 1), date(2018, 8, 31)),
        ("They recently met", "2019", date(2019, 1, 1), MONDAY),
    ],
)
def test_relative_words_are_told_from_the_publication_day(
    text: str, day: str, first: date, last: date
) -> None:
    found = only(text)
    assert (str(found.date), found.first_on, found.last_on) == (day, first, last)


def test_a_week_over_the_turn_of_a_month_is_only_known_by_its_year() -> None:
    (found,) = date_mentions("next week", published_on=date(2017, 5, 22))
    assert (str(found.date), found.first_on) == ("2017", date(2017, 5, 29))


def test_the_next_week_counts_from_the_date_named_before() -> None:
    text = "They met on 3 May 2018. The next week they met again. Two days later they left."
    first, second, third = date_mentions(text, published_on=MONDAY)
    assert first.kind == "absolute"
    assert (second.kind, str(second.date)) == ("anaphoric", "2018-05")
    assert third.kind == "anaphoric"


@pytest.mark.parametrize(
    ("text", "first", "last", "day"),
    [
        ("in 2017-21", date(2017, 1, 1), date(2021, 12, 31), None),
        ("2016/17", date(2016, 1, 1), date(2017, 12, 31), None),
        ("between March and May 2018", date(2018, 3, 1), date(2018, 5, 31), "2018"),
        ("from 2009 to 2012", date(2009, 1, 1), date(2012, 12, 31), None),
        ("from December to February 2018", date(2017, 12, 1), date(2018, 2, 28), None),
    ],
)
def test_ranges_are_joined(text: str, first: date, last: date, day: str | None) -> None:
    found = only(text)
    assert (found.kind, found.first_on, found.last_on) == ("range", first, last)
    assert (str(found.date) if found.date else None) == day


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("by the end of 2021", date(2021, 12, 31)),
        ("over the next two years", date(2021, 6, 3)),
        ("within five years", date(2024, 6, 3)),
        ("in two years’ time", date(2021, 6, 3)),
        ("before the end of the year", date(2019, 12, 31)),
        ("until 2024", date(2024, 12, 31)),
        ("by year-end", date(2019, 12, 31)),
        ("during his presidency", None),
        ("for the foreseeable future", None),
        ("in the short term", None),
    ],
)
def test_horizons_are_told_apart(text: str, last: date | None) -> None:
    found = only(text)
    assert (found.kind, found.text, found.last_on) == ("horizon", text, last)


def test_since_leaves_the_end_open() -> None:
    found = only("since 2014")
    assert (found.relation, found.first_on, found.last_on) == ("since", date(2014, 1, 1), None)


def test_a_date_that_belongs_to_the_noun_after_it_is_marked() -> None:
    assert only("the 2016 US presidential election").attributive
    assert only("the June 2018 summit").attributive
    assert only("next week’s summit").attributive
    assert not only("it ended in 2016 with a summit").attributive


def test_a_day_and_month_that_may_be_swapped_are_marked_and_left_coarse() -> None:
    found = only("on 12/03/2019")
    assert found.ambiguous
    assert str(found.date) == "2019"
    assert (found.first_on, found.last_on) == (date(2019, 3, 12), date(2019, 12, 3))
    assert not only("on 22/03/2019").ambiguous


@pytest.mark.parametrize(
    "text",
    [
        "He may march on.",
        "Theresa May said so.",
        "Resolution 1970 was passed.",
        "2000 troops and 1950 tanks",
        "$2015 and 2,015 and 20155",
        "the fall of the wall",
        "It is 31 per cent.",
        "in 20 minutes",
        "a longer road",
    ],
)
def test_what_only_looks_like_a_date_is_left_alone(text: str) -> None:
    assert date_mentions(text, published_on=MONDAY) == ()


def test_without_a_publication_day_nothing_relative_is_dated() -> None:
    found = date_mentions("last month, on Thursday and in July, two years ago")
    assert found
    assert all(mention.date is None for mention in found)


def test_without_a_publication_day_months_go_to_the_latest_year_named_often_enough() -> None:
    text = "In 2014 and 2015 they met. In May 2016 they fell out. In July they met again."
    assert str(date_mentions(text)[-1].date) == "2016-07"


def test_offsets_count_from_the_beginning_of_the_text() -> None:
    text = "They met in 2014. They met again in 2016."
    (found,) = date_mentions(text, published_on=MONDAY, start=18)
    assert text[found.start : found.end] == found.text == "2016"


VOCABULARY = """
the in on last next this of by from to between and May March July 2017 2018 31 29 3rd 12/03/2019
February end late mid year years month weeks two 9999 1500 ago later Thursday - – , . Q4 century
20th decade 0 00 2017-21 2020-12 summer today recently within ahead before since ’s 1990s
"""
WORDS = st.sampled_from(VOCABULARY.split())


@given(
    st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=200),
    st.dates() | st.none(),
    st.sampled_from(["past", "future", None]),
    st.dates().map(PartialDate.of) | st.none(),
)
def test_no_text_raises_and_every_mention_slices_back(
    text: str, published_on: date | None, tense: Tense | None, context: PartialDate | None
) -> None:
    reached = 0
    for found in date_mentions(text, published_on=published_on, tense=tense, context=context):
        assert text[found.start : found.end] == found.text
        assert found.text.strip()
        assert found.start >= reached
        reached = found.end
        if found.first_on is not None and found.last_on is not None:
            assert found.first_on <= found.last_on
        if found.date is not None and found.relation == "in" and found.kind != "relative":
            assert found.first_on is None or found.date.first_day <= found.first_on


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2060, 12, 31)), st.dates())
def test_a_whole_date_reads_the_same_in_every_form(day: date, published_on: date) -> None:
    forms = (
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%B} {day.year}",
        f"{day:%b}. {day.day}, {day.year}" if day.month != 5 else f"May {day.day}, {day.year}",
        day.isoformat(),
        f"{day.day:02}.{day.month:02}.{day.year}",
    )
    for form in forms:
        (found,) = date_mentions(f"It was on {form}, they say.", published_on=published_on)
        assert found.date == PartialDate.of(day)
