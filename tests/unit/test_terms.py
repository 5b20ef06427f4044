"""Words, terms and the folding of quotations."""

import pytest

from bot.corpus.terms import STOP, fold, stem, terms, words
from tests.growth import is_linear


def test_words_stand_as_they_are_in_the_text() -> None:
    """Punctuation goes; numbers, initials and apostrophes stay in their words."""
    assert words("“Don’t pay $1,200.50,” U.S. envoys said — twice.") == [
        "Don’t",
        "pay",
        "1,200.50",
        "U.S.",
        "envoys",
        "said",
        "twice",
    ]


def test_terms_are_stems_without_stop_words() -> None:
    """Inflected forms of a word are one term, and words without a topic are none."""
    assert terms("The floods were flooding the flooded town's harbours") == terms("flood flood flood town harbour")
    assert terms("it is what it was") == []


def test_terms_fold_accents_apostrophes_case_and_thousands() -> None:
    """Spellings that readers take for the same are the same term."""
    assert terms("Müller’s café, 1,200") == terms("muller CAFE 1200")


def test_the_united_states_are_not_the_pronoun() -> None:
    """US and U.S. are a country, us is a stop word."""
    assert terms("U.S. US") == ["usa", "usa"]
    assert terms("us") == []


@pytest.mark.parametrize("word", ["not", "the", "don't", "whose"])
def test_stop_words_are_closed_class(word: str) -> None:
    """Function words are stop words."""
    assert word in STOP


def test_stem_is_snowballs() -> None:
    """Stems are those of the English Snowball stemmer, whatever the case."""
    assert stem("Negotiations") == stem("negotiation") == "negoti"


def test_fold_makes_typography_plain_and_keeps_case() -> None:
    """Two settings of one quotation compare equal."""
    assert fold("“It’s\u00a0over\u200b –  finally…”\n") == '"It\'s over - finally..."'


def test_terms_of_hostile_text_take_linear_time() -> None:
    """Runs of marks and of ever new words cost about in proportion to their length."""
    for unit in ("a'", "A.", "1,", "'"):
        assert is_linear(lambda size, unit=unit: unit * (size // len(unit)), terms)  # type: ignore[misc]
    assert is_linear(lambda size: " ".join(f"w{n}x" for n in range(size // 6)), terms)
