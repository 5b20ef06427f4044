"""The given questions over the five real articles."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.corpus.formats import documents
from bot.corpus.ingest import ingest
from bot.corpus.memory import MemoryCorpus, MemoryIndex
from bot.desk import Desk
from bot.domain import Answered, Command, Reply, Turn
from bot.evaluation.questions import expectations, measure
from bot.wiring import StoppedClock, finish
from tests.shared import shared

NOW = datetime(2025, 3, 16, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def desk() -> Desk:
    """A desk that has read the five articles, with its clock stopped."""
    corpus, index = MemoryCorpus(), MemoryIndex()
    entries = [entry for path in sorted(shared("seeds").iterdir()) for entry in documents(path.name, path.read_bytes())]
    finish(ingest(entries, corpus, index))
    return Desk(corpus=corpus, index=index, clock=StoppedClock(NOW))


def _ask(desk: Desk, question: str, *before: str) -> Reply:
    thread = tuple(Turn(kind="ask", standalone=turn) for turn in before)
    return finish(desk.reply(Command(kind="ask", words=question, thread=thread)))


def test_every_given_question_is_answered_or_declined_as_it_should_be(desk: Desk) -> None:
    """All of them are right, and each citation is the stored text at its place."""
    result = finish(measure(expectations(shared("eval", "kursk-questions.jsonl")), desk))
    assert {verdict.id: verdict.faults for verdict in result.verdicts if verdict.faults} == {}
    assert sum(verdict.inexact for verdict in result.verdicts) == 0
    assert result.first >= 22


def test_a_surname_is_answered_by_the_fullest_name_with_its_role(desk: Desk) -> None:
    """Whoever asks for Medvedev is told who that is."""
    claim = _ask(desk, "what did Medvedev say?").claims[0]
    assert claim.speaker == "Dmitry Medvedev"
    assert claim.role


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("What did the NATO chief say?", "Mark Rutte"),
        ("What did the former Russian president say?", "Dmitry Medvedev"),
        ("What did the Russian president promise troops who surrender?", "Vladimir Putin"),
        ("What did the White House press secretary say?", "Karoline Leavitt"),
        ("What did the Kremlin spokesman say?", "Dmitry Peskov"),
        ("What did the U.S. secretary of state say?", "Marco Rubio"),
    ],
)
def test_a_role_finds_its_bearer(desk: Desk, question: str, speaker: str) -> None:
    """The sources tell whose role it is; a former holder is not the present one."""
    assert _ask(desk, question).claims[0].speaker == speaker


def test_a_disputed_question_gives_both_sides(desk: Desk) -> None:
    """What Kyiv denies stands beside its denial."""
    reply = _ask(desk, "Are Ukrainian troops in Kursk surrounded?")
    assert isinstance(reply, Answered)
    assert reply.disputes
    assert {claim.section for claim in reply.claims} == {"dispute"}


def test_a_follow_up_takes_its_topic_from_the_thread(desk: Desk) -> None:
    """ "And what did Kyiv say?" is on what was asked before."""
    reply = _ask(desk, "and what did Kyiv say?", "What did Trump say about encirclement?")
    assert reply.read_as == "what did Kyiv say about encirclement?"
    assert any(word in claim.text for claim in reply.claims for word in ("denied", "dismissed", "fabricated"))


@pytest.mark.parametrize("question", ["and Rutte?", "what about Peskov?"])
def test_a_bare_name_asks_the_last_question_of_somebody_else(desk: Desk, question: str) -> None:
    """Only the speaker changes."""
    reply = _ask(desk, question, "what did Medvedev say?")
    assert isinstance(reply, Answered)
    assert (reply.claims[0].speaker or "").split()[-1] in question
