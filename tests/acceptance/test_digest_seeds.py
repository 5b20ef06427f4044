"""The digest over the five real articles of ``../shared/seeds``, and over the sample corpus that ships."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.corpus.formats import documents
from bot.corpus.ingest import ingest
from bot.corpus.memory import MemoryCorpus, MemoryIndex
from bot.desk import Desk
from bot.domain import Command, Digest, Seen
from bot.engine.verify import verify
from bot.engine.view import view
from bot.wiring import StoppedClock, finish
from seeds import articles
from tests.shared import shared

if TYPE_CHECKING:
    from bot.corpus.document import Entry

MORNING = datetime(2025, 3, 16, 7, 30, tzinfo=UTC)
CONTESTED = re.compile(r"surround|encircl|entrap|cut off", re.IGNORECASE)
DENYING = re.compile(r"\b(?:den(?:y|ied|ies)|dismissed|rejected|false|misinformation)\b")


def newsroom(which: str, came: datetime = MORNING - timedelta(hours=10)) -> MemoryCorpus:
    """A newsroom that has these articles since the evening before, or another moment."""
    corpus = MemoryCorpus()
    if which == "seeds":
        paths = sorted(shared("seeds").glob("*.txt"))
        entries: list[Entry] = [entry for path in paths for entry in documents(path.name, path.read_bytes(), where=path.name)]
    else:
        entries = [entry for name, data in articles() for entry in documents(name, data, where=f"seeds/{name}")]
    finish(ingest(entries, corpus, MemoryIndex(), clock=StoppedClock(came)))
    return corpus


def digest(corpus: MemoryCorpus, words: str, at: datetime = MORNING, seen: Seen | None = None) -> Digest:
    """The digest of a channel that has seen this much."""
    desk = Desk(corpus=corpus, index=MemoryIndex(), clock=StoppedClock(at))
    found = finish(desk.reply(Command(kind="digest", words=words, seen=seen or Seen())))
    assert isinstance(found, Digest)
    return found


@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=600)])
def test_the_five_articles_are_one_story(later: timedelta) -> None:
    """One event, five outlets: one story that lists every source, with both sides of the encirclement and who said what.

    Three are undated, and stay of that event however much later they are read in.
    """
    found = digest(newsroom("seeds", MORNING + later - timedelta(hours=10)), "kursk", MORNING + later)
    assert len(found.stories) == 1
    assert found.stories[0].origins == len(found.sources) == 5
    sides = [[found.claims[at].text for at in (it.claim, *it.against)] for it in found.disputes]
    assert any(CONTESTED.search(one) and any(DENYING.search(other) for other in others) for one, *others in sides)
    assert {claim.speaker for claim in found.claims if claim.section == "said"} >= {"Dmitry Medvedev"}


@pytest.mark.parametrize("which", ["seeds", "sample"])
@pytest.mark.parametrize("words", ["kursk", "kursk, ceasefire", ""])
def test_the_next_day_without_news_says_so(which: str, words: str) -> None:
    """The day after, with nothing new, is one line."""
    corpus = newsroom(which)
    first = digest(corpus, words)
    assert first.stories
    again = digest(corpus, words, MORNING + timedelta(days=1), first.seen)
    assert not again.claims
    lines = [line.text for part in view(again).parts for line in part.lines]
    assert len(lines) == 1
    assert re.fullmatch(r"No new reporting( on [\w ]+)? since Sunday 16 March, 07:30\.", lines[0])


@pytest.mark.parametrize("which", ["seeds", "sample"])
@pytest.mark.parametrize("words", ["kursk", "ceasefire", "Medvedev", ""])
def test_every_line_is_borne_out_and_none_is_told_twice(which: str, words: str) -> None:
    """Each claim passes the check against its citations, and no two of one story have the same words."""
    corpus = newsroom(which)
    found = digest(corpus, words)
    readings = finish(corpus.readings(source.id for source in found.sources))
    assert all(verify(claim, readings).ok for claim in found.claims)
    for story in found.stories:
        told = [claim.text for claim in found.claims[story.first : story.last]]
        assert len(set(told)) == len(told)
        plain = [c.text for c in found.claims[story.first : story.last] if c.section in ("lede", "key") and not c.speaker]
        if any(CONTESTED.search(text) and not DENYING.search(text) for text in plain):
            assert any(DENYING.search(text) for text in told), "the encirclement stands beside its denial"
