"""Countries and the words that stand for them."""

import pytest

from bot.corpus.places import polity


@pytest.mark.parametrize(
    ("word", "country"),
    [
        ("Ukrainian", "Ukraine"),
        ("Kyiv", "Ukraine"),
        ("Kyiv’s", "Ukraine"),
        ("the Kremlin", "Russia"),
        ("White House", "United States"),
        ("Poles", "Poland"),
        ("Norway", "Norway"),
    ],
)
def test_capitals_peoples_and_seats_of_power_stand_for_countries(word: str, country: str) -> None:
    """A country is known by its name, its people, its capital and its seats of power."""
    assert polity(word) == country


@pytest.mark.parametrize("word", ["polish", "bridge", "", "Springfield"])
def test_other_words_stand_for_none(word: str) -> None:
    """Case matters, and unknown words are no country."""
    assert polity(word) is None
