"""Follow-ups made to stand alone."""

from __future__ import annotations

import pytest

from bot.domain import Turn
from bot.engine.followup import standalone


def _after(before: str) -> tuple[Turn, ...]:
    return (Turn(kind="ask", standalone=before),)


@pytest.mark.parametrize(
    ("before", "asked", "meant"),
    [
        ("What did Ada Olsen say about the ferry?", "and what did the union say?", "what did the union say about the ferry?"),
        ("What did Ada Olsen say?", "and Berg?", "What did Berg say?"),
        ("What did Ada Olsen say?", "what about the mayor?", "What did the mayor say?"),
        ("Did the council agree to the plan?", "why?", "why did the council agree to the plan?"),
        ("Did the council agree to the plan?", "when was that?", "when did the council agree to the plan?"),
        ("Who did Olsen meet in Bergen?", "when?", "when did Olsen meet in Bergen?"),
        ("How many people died in Oslo?", "and in Bergen?", "How many people died in Bergen?"),
        ("Who is Ada Olsen?", "where was she born?", "where was Ada Olsen born?"),
        ("What did Ada Olsen say?", "did he deny it?", "did Ada Olsen deny it?"),
    ],
)
def test_a_follow_up_takes_what_it_lacks_from_the_turn_before(before: str, asked: str, meant: str) -> None:
    """Speaker, topic, predicate, place and person are filled in."""
    assert standalone(asked, _after(before)) == meant


def test_a_question_that_stands_alone_is_left_alone() -> None:
    """A new question in an old thread stays as it was typed."""
    asked = "How many people live in Bergen?"
    assert standalone(asked, _after("What did Ada Olsen say?")) == asked


def test_without_a_thread_nothing_is_filled_in() -> None:
    """A first question means what it says."""
    assert standalone("and what did she say?", ()) == "and what did she say?"


def test_the_topic_of_a_brief_is_what_is_asked_about_next() -> None:
    """A question for somebody's words after a brief is on the topic of the brief."""
    thread = (Turn(kind="brief", standalone="ferry strike"),)
    assert standalone("and what did the union say?", thread) == "what did the union say about ferry strike?"


@pytest.mark.parametrize("asked", ["?", "and", "and?", "what about", "why", "else", "it", "her", "in"])
def test_no_words_break_the_reading_of_a_follow_up(asked: str) -> None:
    """Anything that can be typed behind a question is read as something."""
    for before in ("What did Ada Olsen say?", "x", "who"):
        assert isinstance(standalone(asked, _after(before)), str)
