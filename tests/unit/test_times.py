"""Time expressions and what they mean on the day of publication, Friday 14 March 2025."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from bot.corpus.almanac import day
from bot.corpus.text import sentences
from bot.corpus.times import times
from bot.domain import Moment
from tests.growth import is_linear

FRIDAY = date(2025, 3, 14)


def read(text: str, published: Moment | None = FRIDAY) -> list[tuple[str, str | None, str]]:
    """Each expression of a text with its value and precision."""
    return [(text[t.start : t.end], t.value, t.precision) for t in times(text, sentences(text, ()), published)]


@pytest.mark.parametrize(
    ("text", "expression", "value", "precision"),
    [
        ("The dam broke on 2024-11-02.", "2024-11-02", "2024-11-02", "day"),
        ("The dam broke on 28 June 2019.", "28 June 2019", "2019-06-28", "day"),
        ("The dam broke on June 28, 2019, at dawn.", "June 28, 2019", "2019-06-28", "day"),
        ("The dam broke on Friday, June 28, 2019.", "Friday, June 28, 2019", "2019-06-28", "day"),
        ("The dam broke on the 28th of June 2019.", "the 28th of June 2019", "2019-06-28", "day"),
        ("The dam broke (14/03/2025).", "14/03/2025", "2025-03-14", "day"),
        ("The dam broke (3/14/2025).", "3/14/2025", "2025-03-14", "day"),
        ("It was sealed in Feb. 2022.", "Feb. 2022", "2022-02", "month"),
        ("It has leaked since 2014.", "2014", "2014", "year"),
        ("It won the 2016 prize.", "2016", "2016", "year"),
        ("It was built in the 1990s.", "the 1990s", "199", "span"),
        ("It is a 19th-century dam.", "19th-century", "18", "span"),
        ("Output fell in the third quarter of 2024.", "third quarter of 2024", "2024-Q3", "span"),
        ("It was dry in summer 2023.", "summer 2023", "2023-SU", "span"),
        ("It ran in the 2014-15 season.", "2014-15", "2014/2015", "span"),
        ("It opened on Christmas Day 2021.", "Christmas Day 2021", "2021-12-25", "day"),
        ("The fair runs March 3-7, 2024.", "March 3-7, 2024", "2024-03-03/2024-03-07", "span"),
    ],
)
def test_absolute_expressions_need_no_document_date(text: str, expression: str, value: str, precision: str) -> None:
    """What names its own year has a value in an undated document as well."""
    assert read(text, None) == [(expression, value, precision)] == read(text)


@pytest.mark.parametrize(
    ("text", "expression", "value"),
    [
        ("The dam broke on Thursday.", "Thursday", "2025-03-13"),
        ("The dam broke late Thursday.", "late Thursday", "2025-03-13"),
        ("The dam broke on Thursday night.", "Thursday night", "2025-03-13TNI"),
        ("Officials said earlier Friday that it held.", "earlier Friday", "2025-03-14"),
        ("The dam broke on Saturday.", "Saturday", "2025-03-08"),
        ("The council will meet on Saturday.", "Saturday", "2025-03-15"),
        ("On Monday, the court is to hear the case.", "Monday", "2025-03-17"),
        ("The mayor said on Monday he will resign.", "Monday", "2025-03-10"),
        ("He called for calm ahead of Sunday's march.", "Sunday", "2025-03-16"),
        ("It shut last Friday.", "last Friday", "2025-03-07"),
        ("It opens next Friday.", "next Friday", "2025-03-21"),
        ("It broke on March 11.", "March 11", "2025-03-11"),
        ("It broke on 11 March.", "11 March", "2025-03-11"),
        ("It broke on Dec. 20.", "Dec. 20", "2024-12-20"),
        ("It will reopen on April 5.", "April 5", "2025-04-05"),
        ("It broke in August.", "August", "2024-08"),
        ("It will reopen in August.", "August", "2025-08"),
        ("It opens next August.", "next August", "2025-08"),
        ("It broke in late February.", "late February", "2025-02"),
        ("It broke in March.", "March", "2025-03"),
        ("It broke last week.", "last week", "2025-W10"),
        ("It broke earlier this week.", "earlier this week", "2025-W11"),
        ("It broke last month.", "last month", "2025-02"),
        ("It broke last year.", "last year", "2024"),
        ("It broke over the weekend.", "the weekend", "2025-W10-WE"),
        ("Talks will go on over the weekend.", "the weekend", "2025-W11-WE"),
        ("It broke three years ago.", "three years ago", "2022"),
        ("It broke two weeks ago.", "two weeks ago", "2025-W09"),
        ("It broke four days ago.", "four days ago", "2025-03-10"),
        ("It broke yesterday.", "yesterday", "2025-03-13"),
        ("It broke this morning.", "this morning", "2025-03-14TMO"),
        ("It broke last night.", "last night", "2025-03-13TNI"),
        ("It broke the day before yesterday.", "the day before yesterday", "2025-03-12"),
        ("It broke on Christmas Day.", "Christmas Day", "2024-12-25"),
        ("It broke on New Year’s Eve.", "New Year’s Eve", "2024-12-31"),
        ("It broke on Good Friday.", "Good Friday", "2024-03-29"),
        ("It broke on Tuesday at 17:00 GMT.", "Tuesday at 17:00 GMT", "2025-03-11T17:00Z"),
        ("It broke at 5 p.m. on Tuesday.", "5 p.m. on Tuesday", "2025-03-11T17:00"),
        ("It broke at 10 a.m. ET on March 11.", "10 a.m. ET on March 11", "2025-03-11T10:00-04:00"),
        ("It broke at 10 a.m. ET on March 3.", "10 a.m. ET on March 3", "2025-03-03T10:00-05:00"),
    ],
)
def test_relative_expressions_count_from_publication(text: str, expression: str, value: str) -> None:
    """The latest at or before publication is meant, unless the wording is future; without its date nothing is."""
    assert [(words, found) for words, found, _ in read(text)] == [(expression, value)]
    undated = read(text, None)
    assert [words for words, _, _ in undated] == [expression]
    assert day(undated[0][1]) is None


def test_later_counts_from_the_time_mentioned_last() -> None:
    """Narrated steps follow the story, not the day of publication."""
    text = "The envoys met on March 3. The truce was to last 30 days. Two days later it broke. The next day it was renewed."
    assert [value for _, value, _ in read(text)] == ["2025-03-03", "P30D", "2025-03-05", "2025-03-06"]
    assert read("Two days later it broke.") == [("Two days later", None, "day")]
    assert read("It opened in 2014. Two years later it shut.")[1] == ("Two years later", "2016", "year")


@pytest.mark.parametrize(
    ("text", "expression", "value"),
    [
        ("A 30-day truce holds.", "30-day", "P30D"),
        ("It held for three weeks.", "three weeks", "P3W"),
        ("It held for 48 hours.", "48 hours", "PT48H"),
        ("It held for a decade.", "a decade", "P10Y"),
        ("It held for half an hour.", "half an hour", "PT30M"),
        ("It held for several months.", "several months", "PXM"),
        ("It was a year-long siege.", "year-long", "P1Y"),
    ],
)
def test_durations_have_a_value_of_their_own(text: str, expression: str, value: str) -> None:
    """How long something took is known without any date."""
    assert read(text, None) == [(expression, value, "span")]


def test_both_ends_of_a_range_are_dated() -> None:
    """From one day to another is two days."""
    assert [value for _, value, _ in read("It ran from March 3 to March 7.")] == ["2025-03-03", "2025-03-07"]
    assert [value for _, value, _ in read("It ran between 2014 and 2016.")] == ["2014", "2016"]


@pytest.mark.parametrize(
    "text",
    [
        "He may march for a second time in the sun.",
        "The Women's March drew a crowd.",
        "April Jones and August Wilson spoke.",
        "About 2,014 men and 2000 women voted.",
        "A 42-year-old man, aged 42, earns $5 a day.",
        "It fell 3.5% to 14.03 points.",
        "The Sunday Times wrote on Super Tuesday.",
        "The fall in prices broke the spring of the clock.",
        "It lies in Winter Garden.",
        "He was there on 99/99/2020.",
    ],
)
def test_words_that_only_look_like_times_are_none(text: str) -> None:
    """Modal verbs, names, counts, ages, prices and impossible days are no times."""
    assert read(text) == []


def test_a_day_that_two_customs_read_differently_has_no_value() -> None:
    """03/04 is taken one way only where the other lies far from publication."""
    assert read("It broke on 03/04/2024.") == [("03/04/2024", None, "day")]
    assert read("It broke on 03/04/2025.", date(2025, 4, 5))[0][1] == "2025-04-03"


def test_hours_ago_need_the_hour_of_publication() -> None:
    """A document that gives its hour fixes such times to the minute."""
    assert read("It broke two hours ago.")[0][1] is None
    assert read("It broke two hours ago.", datetime(2025, 3, 14, 12, 30, tzinfo=UTC))[0][1] == "2025-03-14T10:30+00:00"


def test_day_reads_values_of_day_precision_alone() -> None:
    """A month, a week or a duration is no day."""
    assert day("2025-03-13TNI") == day("2025-03-13") == day("2025-03-13/2025-03-20") == date(2025, 3, 13)
    assert [day(value) for value in (None, "2025-03", "2025-W11-WE", "P30D", "T17:00", "2025-13-45")] == [None] * 6


def test_expressions_are_sorted_and_disjoint_and_keep_to_their_sentences() -> None:
    """Nothing outside the sentences is read, and no two expressions overlap."""
    text = "Friday\n\nOn Monday night at 9 p.m., two days before March 3, it broke for the third time in 3 years."
    found = times(text, sentences(text, ())[1:], FRIDAY)
    assert found
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert found[0].start > 7


@pytest.mark.parametrize(
    "unit", ["1 ", "March 3 ", "the ", "day ", "in ", "12:", "2025-", "Monday night ", "two days later ", "a.m. ", "1/"]
)
def test_hostile_texts_take_linear_time(unit: str) -> None:
    """A long run of half expressions costs about in proportion to its length."""
    assert is_linear(lambda size: unit * (size // len(unit)), lambda text: times(text, sentences(text, ()), FRIDAY))
