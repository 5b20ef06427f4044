"""Words spelt nearly like another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.spelling import distance, nearest, reach


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("harbour", "harbour", 0),
        ("harbour", "harbor", 1),
        ("harbour", "habrour", 1),
        ("harbour", "harbourx", 1),
        ("harbour", "herbor", 2),
        ("harbour", "mountain", 3),
    ],
)
def test_slips_are_counted_up_to_a_bound(one: str, other: str, slips: int) -> None:
    """A letter too many, too few, another one, or two swapped is one slip; beyond the bound it is not counted further."""
    assert distance(one, other, 2) == slips


@given(st.text("abcd", max_size=9), st.text("abcd", max_size=9))
def test_slips_are_the_same_both_ways(one: str, other: str) -> None:
    """The way there is as long as the way back, and nothing is nought away from anything but itself."""
    assert distance(one, other, 3) == distance(other, one, 3)
    assert (distance(one, other, 3) == 0) == (one == other)


def test_the_fewest_slips_come_first_and_then_the_most_frequent() -> None:
    """Those that begin with the same letter before others, and a word itself not at all."""
    vocabulary = [("Marsh", 3), ("March", 40), ("Match", 9), ("Parch", 99), ("Marchand", 5), ("Marrch", 1)]
    assert nearest("marrch", vocabulary) == ("March", "Match", "Marsh", "Parch")


def test_short_words_are_taken_as_they_are() -> None:
    """Three letters are near to far too many others."""
    assert reach("nat") == 0
    assert nearest("nat", [("NATO", 9), ("cat", 9)]) == ()
