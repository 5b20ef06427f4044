"""Words of one family, and the looser ones a question may use."""

from __future__ import annotations

import pytest

from bot.corpus.terms import terms
from bot.engine.families import family
from bot.engine.sought import skeleton
from bot.engine.thesaurus import paraphrases, synonyms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("decide", "decision"),
        ("invade", "invasion"),
        ("arrive", "arrival"),
        ("permit", "permission"),
        ("mobilise", "mobilize"),
        ("defence", "defense"),
        ("bankrupt", "bankruptcy"),
        ("manage", "mismanage"),
        ("labour", "labor"),
        ("deep", "depth"),
    ],
)
def test_words_of_one_family_find_each_other(one: str, other: str) -> None:
    """Derivation and spelling are seen through from either side."""
    (first,), (second,) = terms(one), terms(other)
    assert first == second or second in family(first)
    assert first == second or first in family(second)


def test_unrelated_words_are_no_family() -> None:
    """Two words that merely begin alike are kept apart."""
    assert terms("market")[0] not in family(terms("marriage")[0])


@pytest.mark.parametrize(
    ("one", "other"), [("Qasim", "Kasim"), ("Khartoum", "Hartoum"), ("Jussuf", "Yusuf"), ("d'Arvel", "dArvel")]
)
def test_transliterations_of_a_name_share_a_skeleton(one: str, other: str) -> None:
    """A name is found in another spelling of it."""
    assert skeleton(terms(one)[0]) == skeleton(terms(other)[0])


def test_paraphrases_are_for_questions_only() -> None:
    """The looser list does not widen the synonyms that briefs merge by."""
    assert terms("boat")[0] in paraphrases(terms("ferry")[0])
    assert paraphrases(terms("grocer")[0]) - synonyms(terms("grocer")[0])
