"""Disputes: denials with what they deny, and quotations that outlets word differently."""

from __future__ import annotations

import pytest

from bot.engine.cast import Cast
from bot.engine.denial import denial
from bot.engine.dispute import Contests, variants
from bot.engine.merge import Likeness, Weights
from bot.engine.statement import Statement, statements
from tests.unit.newsroom import evidence


def _read(*texts: str) -> tuple[list[Statement], Likeness, Cast]:
    found = evidence(*texts)
    every = statements(found)
    return every, Likeness(Weights(every)), Cast(found)


@pytest.mark.parametrize(
    "sentence",
    [
        "The ministry denied that the reservoir had been poisoned.",
        "The waterworks dismissed reports of contamination as nonsense.",
        "Mayor Lena Fuchs rejected claims that the water was unsafe.",
        "The company described the allegations of dumping as “baseless”.",
    ],
)
def test_a_denial_is_told_by_its_words(sentence: str) -> None:
    """Denying, dismissing, rejecting a claim and calling a report baseless are denials."""
    every, likeness, cast = _read(sentence)
    assert denial(every[0], likeness.weights, cast) is not None


@pytest.mark.parametrize(
    "sentence",
    [
        "The judge denied bail to the former director on Monday.",
        "The border police denied entry to forty lorries on Monday.",
        "The council rejected the plan for a second reservoir.",
        "The ministry did not deny that the reservoir was empty.",
        "A spokesman for the ministry would not confirm or deny the report.",
    ],
)
def test_refusing_something_is_no_denial(sentence: str) -> None:
    """A refused request, a rejected plan and a denial that was not made deny no fact."""
    every, likeness, cast = _read(sentence)
    assert denial(every[0], likeness.weights, cast) is None


def test_a_denial_finds_the_claim_in_other_words_of_another_source() -> None:
    """What one source says was trapped and another denies was surrounded is one contest."""
    every, likeness, cast = _read(
        "Rebel leader Omar Dent said two army brigades were trapped in the town of Velin.",
        "The army denied that its brigades had been surrounded in Velin.",
    )
    contests = Contests(every, likeness, cast)
    assert contests.claimed(every[0])
    assert contests.denies(every[1])


def test_a_bare_denial_points_back_to_the_claim_of_the_one_it_names() -> None:
    """ "Denied Dent's claim" is tied to the nearest thing before it that Dent said."""
    every, likeness, cast = _read(
        "The airport of Velin has been closed since Monday. "
        "Rebel leader Omar Dent said his men held the bridges of Velin. "
        "The army quickly denied Dent's claim."
    )
    contests = Contests(every, likeness, cast)
    assert [contests.claimed(statement) for statement in every] == [False, True, False]


def test_another_wording_of_one_quotation_is_seen_and_a_shorter_one_is_not() -> None:
    """A dropped "very" changes the words; leaving out the end of a sentence does not."""
    every, _, cast = _read(
        "Mayor Lena Fuchs called the talks with the union “very hard and honest”.",
        "Mayor Lena Fuchs called the talks with the union “hard and honest”.",
        "Mayor Lena Fuchs called the talks with the union “hard and honest from the first day to the last”.",
    )
    found = variants(every, cast)
    assert [(it.one, it.other) for it in found] == [("very hard and honest", "hard and honest")]
