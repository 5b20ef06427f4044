"""Numbers and their units."""

import pytest

from bot.corpus.numbers import numbers
from tests.growth import is_linear


def read(text: str) -> list[tuple[str, float, str, bool]]:
    """Each number of a text: as it stands, value, unit, whether approximate."""
    return [(text[n.start : n.end], n.value, n.unit, n.approx) for n in numbers(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("86%", "86 per cent"),
        ("86 percent", "eighty-six percent"),
        ("30-day", "thirty days"),
        ("$2.5bn", "2.5 billion dollars"),
        ("£3m", "3 million pounds"),
        ("€40,000", "40 thousand euros"),
        ("1,200 people", "twelve hundred people"),
        ("12 eggs", "a dozen eggs"),
        ("250,000 people", "two hundred and fifty thousand people"),
        ("half of the town", "50% of the town"),
        ("three quarters of the town", "75% of the town"),
        ("5 km", "five kilometres"),
        ("a 600-mile route", "a route of 600 miles"),
        ("a 42-year-old", "42 years old"),
        ("500,000 votes", "half a million votes"),
        ("6 eggs", "half a dozen eggs"),
    ],
)
def test_two_wordings_of_one_figure_are_one(one: str, other: str) -> None:
    """Value and unit do not depend on how a figure is written."""
    a, b = numbers(one), numbers(other)
    assert [(n.value, n.unit) for n in a] == [(n.value, n.unit) for n in b]
    assert len(a) == 1
    assert a[0].unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mill lost 1,200 workers.", ("1,200", 1200, "worker", False)),
        ("It fell by 3.5 percentage points.", ("3.5 percentage points", 3.5, "pp", False)),
        ("Over 86% burned.", ("86%", 86, "%", True)),
        ("It cost $40 or so.", ("$40", 40, "USD", True)),
        ("About 300 Norwegian police came.", ("300", 300, "polic", True)),
        ("Dozens came.", ("Dozens", 12, "", True)),
        ("Tens of thousands came.", ("Tens of thousands", 10_000, "", True)),
        ("The 3rd one left.", ("3rd", 3, "", False)),
        ("The third one left.", ("third", 3, "", False)),
        ("Only one person stayed.", ("one", 1, "", False)),
        ("Two stayed.", ("Two", 2, "", False)),
        ("It covers 12 square miles.", ("12 square miles", 12, "square mile", False)),
        ("About a third of the town left.", ("a third", 100 / 3, "%", True)),
        ("He ran 100m.", ("100m", 100, "m", False)),
    ],
)
def test_a_number_has_its_value_unit_and_hedge(text: str, expected: tuple[str, float, str, bool]) -> None:
    """What is counted, and whether roughly, is read beside the figure."""
    assert read(text) == [expected]


def test_several_numbers_stay_apart() -> None:
    """Two figures side by side are two, in the order of the text."""
    assert [n.value for n in numbers("two and three, 4-5 of 6, twenty five 7")] == [2, 3, 4, 5, 6, 25, 7]


@pytest.mark.parametrize("text", ["No one came, one of them said.", "COVID-x spread at 5:30:10.", "A half-hearted try.", ""])
def test_what_is_no_figure_is_none(text: str) -> None:
    """Pronouns, clock times and compounds are no figures."""
    assert read(text) == []


@pytest.mark.parametrize("unit", ["1", "1,", "one ", "one hundred ", "$", "1 ", "a ", "9" * 400 + " ", "half a "])
def test_hostile_texts_take_linear_time(unit: str) -> None:
    """Long runs of digits or number words cost about in proportion to their length, and no number overflows."""
    assert is_linear(lambda size: unit * (size // len(unit)), numbers)
