"""The evidence for a command."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from bot.corpus.document import Document
from bot.corpus.ingest import ingest
from bot.corpus.memory import MemoryCorpus, MemoryIndex
from bot.domain import Evidence, Filters, Moment
from bot.engine.retrieve import COPIES, WORDS, did_you_mean, retrieve
from bot.ports import Match, Query
from bot.wiring import finish
from tests.articles import BRIDGE, HARBOUR, ORCHARD, altered, document

FERRY = (
    "The ferry between the two islands ran aground in fog on Friday morning. "
    "Captain Oleh Zelenskyy said nobody had been hurt. "
    "Passengers were taken off by the harbour pilots.\n"
)


class Desk:
    """A corpus and an index in memory."""

    def __init__(self, *documents: Document) -> None:
        self.corpus, self.index = MemoryCorpus(), MemoryIndex()
        finish(ingest(documents, self.corpus, self.index))

    def ask(self, words: str, as_of: Moment | None = None, limit: int = 24, now: Moment | None = None) -> Evidence:
        """Evidence for words."""
        return finish(retrieve(words, corpus=self.corpus, index=self.index, as_of=as_of, limit=limit, now=now))


def paths(evidence: Evidence) -> list[str]:
    """The files found, each once, best first."""
    return list(dict.fromkeys(evidence.readings[hit.passage.source].source.path or "" for hit in evidence.hits))


@pytest.fixture
def desk() -> Desk:
    """Four articles."""
    return Desk(
        document("harbour.txt", HARBOUR, published="2024-10-02"),
        document("bridge.txt", BRIDGE, published="2024-09-20"),
        document("orchard.txt", ORCHARD),
        document("ferry.txt", FERRY, published="2024-10-04"),
    )


def test_evidence_holds_the_readings_of_its_passages(desk: Desk) -> None:
    """Every hit is a passage of a reading that comes with it, best first, and nothing else comes with it."""
    evidence = desk.ask("harbour")
    assert set(paths(evidence)) == {"harbour.txt", "ferry.txt"}
    assert set(evidence.readings) == {hit.passage.source for hit in evidence.hits}
    for hit in evidence.hits:
        assert evidence.readings[hit.passage.source].text[hit.passage.start : hit.passage.end] == hit.passage.text
    assert [hit.score for hit in evidence.hits] == sorted((hit.score for hit in evidence.hits), reverse=True)


def test_the_people_of_the_sources_come_with_it(desk: Desk) -> None:
    """Merged over the whole corpus, with the roles that the sources give them."""
    people = {person.name: person for person in desk.ask("girders").people}
    assert set(people) == {"Ruth Adeyemi"}
    assert [role.text for role in people["Ruth Adeyemi"].roles] == ["City engineer"]


@pytest.mark.parametrize("spelling", ["Zelensky", "Zelenskyy", "Zelenskiy", "zelensky"])
def test_another_spelling_of_a_name_finds_it(desk: Desk, spelling: str) -> None:
    """A name is found under the spellings that the sources have, whichever the asker uses."""
    assert set(paths(desk.ask(spelling))) == {"harbour.txt", "ferry.txt"}


def test_the_spelling_asked_for_is_better(desk: Desk) -> None:
    """Other spellings come behind."""
    assert paths(desk.ask("Zelensky"))[0] == "harbour.txt"
    assert paths(desk.ask("Zelenskyy"))[0] == "ferry.txt"


def test_words_may_be_weighted(desk: Desk) -> None:
    """As a question weights them."""
    words = (("frost", 0.2), ("girders", 3.0))
    evidence = finish(retrieve(words, corpus=desk.corpus, index=desk.index))
    assert paths(evidence) == ["bridge.txt", "orchard.txt"]


def test_nothing_for_nothing(desk: Desk) -> None:
    """Words that nobody wrote, and no words, give no evidence."""
    for words in ("", "the", "photosynthesis", "?!"):
        evidence = desk.ask(words)
        assert (evidence.hits, evidence.readings, evidence.people) == ((), {}, ())


def test_copies_come_behind_other_stories() -> None:
    """A story that five outlets copied fills a few places, not all."""
    copies = [document(f"copy{n}.txt", altered(HARBOUR, every=9 + n, keep=1.0)) for n in range(5)]
    desk = Desk(document("harbour.txt", HARBOUR), *copies, document("ferry.txt", FERRY))
    evidence = desk.ask("harbour pilots strike patience")
    assert "ferry.txt" in paths(evidence)[:2]
    assert len({evidence.readings[hit.passage.source].source.origin for hit in evidence.hits[:3]}) == 2
    per_copy = [sum(hit.passage.source == source for hit in evidence.hits) for source in evidence.readings]
    assert sorted(per_copy)[-2] <= COPIES


def test_one_source_does_not_crowd_out_another() -> None:
    """Further passages of a source count less each time."""
    long = "The strike goes on. The strike was long. The strike cost money.\n\n" * 30
    desk = Desk(document("long.txt", long), document("short.txt", "Rail workers ended a strike. Trains ran again at noon."))
    assert set(paths(desk.ask("strike", limit=6))) == {"long.txt", "short.txt"}


def test_what_may_not_be_used_is_not_evidence(desk: Desk) -> None:
    """Even while the index still has it."""
    finish(ingest([document("harbour.txt", HARBOUR, status="retracted")], desk.corpus, MemoryIndex()))
    assert paths(desk.ask("harbour")) == ["ferry.txt"]


def test_nothing_later_than_asked_for_is_evidence() -> None:
    """To the minute where both times are known, else to the day."""
    desk = Desk(
        document("early.txt", HARBOUR, published="2024-10-02T08:00:00+00:00"),
        document("late.txt", FERRY, published="2024-10-02T18:00:00+00:00"),
    )
    noon = datetime(2024, 10, 2, 12, tzinfo=UTC)
    assert paths(desk.ask("harbour", as_of=noon)) == ["early.txt"]
    assert set(paths(desk.ask("harbour", as_of=date(2024, 10, 2)))) == {"early.txt", "late.txt"}
    assert paths(desk.ask("harbour", as_of=date(2024, 10, 1))) == []


def test_other_collections_stay_unseen() -> None:
    """The scope of the asker holds for suggestions of spelling too."""
    desk = Desk(document("harbour.txt", HARBOUR, collection="desk"))
    assert paths(desk.ask("harbour")) == []
    seen = Filters(collections=frozenset({"desk"}))
    evidence = finish(retrieve("harbour", corpus=desk.corpus, index=desk.index, filters=seen))
    assert paths(evidence) == ["harbour.txt"]


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("Kowolski strike", "Kowalski strike"),
        ("elery", "Ellery"),
        ("Kowalski", None),
        ("strike", None),
        ("photosynthesis", None),
        ("the", None),
        ("", None),
    ],
)
def test_misspelt_words_are_put_right(given: str, meant: str | None) -> None:
    """Only words that no source has, and only where a name or a title has one like it."""
    desk = Desk(document("harbour.txt", HARBOUR, title="Strike ends at Port Ellery"))
    assert finish(did_you_mean(given, corpus=desk.corpus, index=desk.index)) == meant


def test_a_whole_article_as_a_question_is_bounded(desk: Desk) -> None:
    """However much is pasted, only so many words are looked for, and the source is found all the same."""
    asked: list[int] = []
    search = desk.index.search

    async def counted(query: Query, limit: int) -> Sequence[Match]:
        asked.append(len(query.words))
        return await search(query, limit)

    desk.index.search = counted  # type: ignore[method-assign]
    assert paths(desk.ask(f"{HARBOUR} {' '.join(f'word{n}' for n in range(5000))}"))[0] == "harbour.txt"
    assert max(asked) <= 2 * WORDS
