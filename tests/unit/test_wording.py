"""Wording: what of an article can stand alone, and how."""

from __future__ import annotations

import pytest

from bot.engine.cast import Cast
from bot.engine.statement import statements
from bot.engine.wording import worded
from tests.unit.newsroom import evidence


def _words(text: str) -> list[str | None]:
    found = evidence(text)
    cast = Cast(found)
    return [wording.text if (wording := worded(statement, cast)) else None for statement in statements(found)]


OPENING = "The council of Norwick met on Tuesday to vote on the new tram line.\n\n"


@pytest.mark.parametrize(
    "sentence",
    [
        "He promised to come back before the end of the winter season.",
        "They had been waiting on the platform for more than three hours.",
        "That would close the whole of the inner ring road for a year.",
        "Will the tram line ever reach the northern suburbs of the town?",
        "Click here to read more about the history of the Norwick tram line.",
        "We think the tram line is the best thing for all of us in the town.",
        "On Tuesday night, he sacked the engineer Paul Reyes after the vote.",
        "Ana Brandt/AFP Passengers wait for the last bus outside the town hall.",
        "Passengers near the last bus outside the town hall on March 4, 2031.",
    ],
)
def test_what_cannot_stand_alone_is_not_used(sentence: str) -> None:
    """Pronouns without their name, questions, furniture, first persons, captions and credits are not used."""
    assert _words(OPENING + sentence)[-1] is None


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        (
            "However, the mayor of Norwick called the tram line a waste of public money.",
            "The mayor of Norwick called the tram line a waste of public money.",
        ),
        (
            "In his speech to the council, Paul Reyes asked for another year of tests.",
            "In his speech to the council, Paul Reyes asked for another year of tests.",
        ),
        (
            "There was no vote on the tram line because the hall had to be cleared.",
            "There was no vote on the tram line because the hall had to be cleared.",
        ),
    ],
)
def test_what_can_stand_alone_is_shown_in_its_own_words(sentence: str, shown: str) -> None:
    """A leading "However" goes; a pronoun that the sentence itself explains stays."""
    assert _words(OPENING + sentence)[-1] == shown


@pytest.mark.parametrize(
    "sentence",
    [
        "Two days later, Voss answered the proposal with conditions of her own.",
        "Officials in Lome gave the figure on March 12, the day of the visit.",
        "The next morning Aker flew home to the capital.",
    ],
)
def test_what_reckons_from_another_sentence_is_vague(sentence: str) -> None:
    """ "Two days later" and "the figure" mean nothing to who has not read what stood before."""
    found = evidence(f"The dam at Halden broke on Thursday. {sentence}\n")
    wording = worded(statements(found)[1], Cast(found))
    assert wording is None or wording.vague
