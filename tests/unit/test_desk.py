"""The desk: the one door between an adapter and everything else."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.corpus.document import Document, identity
from bot.corpus.ingest import ingest
from bot.corpus.memory import MemoryCorpus, MemoryIndex
from bot.desk import Desk
from bot.domain import Answered, Brief, Command, Declined, Filters, Turn
from bot.wiring import StoppedClock, SystemClock, finish

NOW = datetime(2025, 6, 4, 12, tzinfo=UTC)
TEXTS = {
    "bridge.txt": (
        "2025-06-02",
        "Council closes the harbour bridge\n\n"
        "The council closed the harbour bridge on Monday after engineers found cracks in two of its cables.\n\n"
        "“It will reopen by autumn,” the mayor, Ada Quill, said. She said that ferries would carry passengers until then.\n\n"
        "The bridge carries 14,000 vehicles a day. It was built in 1931.\n",
    ),
    "ferries.txt": (
        "2025-06-03",
        "Ferries carry commuters past the closed bridge\n\n"
        "Ferries have carried commuters across the harbour since Monday, when the harbour bridge was closed.\n\n"
        "“We sail every ten minutes,” said Tom Barrow, the ferry company's director.\n\n"
        "The bridge carries 14,000 vehicles a day, according to the council.\n",
    ),
}


@pytest.fixture(scope="module")
def desk() -> Desk:
    """A desk that has read two short reports, with its clock stopped."""
    corpus, index = MemoryCorpus(), MemoryIndex()
    documents = [
        Document(id=identity(name), path=name, text=text, published=published) for name, (published, text) in TEXTS.items()
    ]
    report = finish(ingest(documents, corpus, index))
    assert report.added == len(TEXTS), report
    return Desk(corpus=corpus, index=index, clock=StoppedClock(NOW))


def test_a_question_is_answered_and_a_brief_is_made(desk: Desk) -> None:
    """Both kinds of command come to their kind of reply, at the clock's time."""
    answer = finish(desk.reply(Command(kind="ask", words="What did Tom Barrow say?")))
    brief = finish(desk.reply(Command(kind="brief", words="harbour bridge")))
    assert isinstance(answer, Answered)
    assert "every ten minutes" in answer.claims[0].text
    assert isinstance(brief, Brief)
    assert {answer.generated_at, brief.generated_at} == {NOW}


@pytest.mark.parametrize("words", ["", "   ", "?!", "…"])
@pytest.mark.parametrize("kind", ["brief", "ask"])
def test_nothing_to_look_for_is_declined_with_an_example(desk: Desk, kind: str, words: str) -> None:
    """Without a word there is no search: the reply says what would be one."""
    reply = finish(desk.reply(Command(kind="brief" if kind == "brief" else "ask", words=words)))
    assert isinstance(reply, Declined)
    assert ("brief kursk" if kind == "brief" else "the mayor") in reply.reason


def test_a_follow_up_keeps_its_words_and_shows_how_it_was_read(desk: Desk) -> None:
    """The reply carries the question as typed and as read; the turn carries the one that stands alone."""
    first = finish(desk.consider(Command(kind="ask", words="What did Ada Quill say about the bridge?")))
    second = finish(desk.consider(Command(kind="ask", words="and what did Tom Barrow say?", thread=(first.turn,))))
    assert second.reply.query == "and what did Tom Barrow say?"
    assert second.turn.standalone != second.reply.query
    assert second.reply.read_as == second.turn.standalone
    assert "every ten minutes" in second.reply.claims[0].text
    assert first.turn == Turn(kind="ask", standalone="What did Ada Quill say about the bridge?")


def test_what_cannot_be_found_asks_what_was_meant(desk: Desk) -> None:
    """A misspelt topic is declined with the spelling that the articles have."""
    reply = finish(desk.reply(Command(kind="brief", words="harbuor")))
    assert isinstance(reply, Declined)
    assert "Did you mean 'harbour'?" in reply.reason


def test_another_name_is_no_typo(desk: Desk) -> None:
    """Who is not in the articles is not taken for somebody who is."""
    assert finish(desk.did_you_mean(Command(kind="ask", words="What did Quilon say?"))) is None


def test_filters_and_the_moment_are_kept_to(desk: Desk) -> None:
    """Nothing outside the filters, and nothing later than the moment asked about, is used."""
    scope = Filters(until=date(2025, 6, 2))
    before = finish(desk.search(Command(kind="ask", words="bridge", filters=scope), 10))
    assert {reading.source.path for reading in before.readings.values()} == {"bridge.txt"}
    then = finish(desk.search(Command(kind="ask", words="bridge", as_of=date(2025, 6, 2)), 10))
    assert {reading.source.path for reading in then.readings.values()} == {"bridge.txt"}
    other = finish(desk.search(Command(kind="ask", words="bridge", filters=Filters(collections=frozenset({"secret"}))), 10))
    assert other.hits == ()


def test_work_that_waits_is_not_driven_without_a_loop() -> None:
    """What waits for something outside is refused by name, instead of hanging or going on half done."""

    class Waiting:
        def __await__(self) -> object:
            yield "a socket"

    async def work() -> None:
        await Waiting()  # type: ignore[misc]

    with pytest.raises(RuntimeError, match="a socket"):
        finish(work())


def test_the_systems_clock_knows_its_zone() -> None:
    """A moment without a zone could not be compared with an article's."""
    assert SystemClock().now().tzinfo is not None


def test_a_filter_that_keeps_the_answer_out_is_named(desk: Desk) -> None:
    """Who asks for an outlet that has nothing is told so, and not that nobody has."""
    filters = Filters(outlet="Evening Bell", since=date(2025, 6, 1))
    reply = finish(desk.reply(Command(kind="brief", words="harbour bridge", filters=filters)))
    assert isinstance(reply, Declined)
    assert "outlet 'Evening Bell' since 2025-06-01" in reply.reason
