"""Spoilt documents and spoilt questions through the whole desk: read, store, index, brief, answer, verify, render."""

from __future__ import annotations

import json
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from adapters.console.render import Look, markdown, text
from bot.corpus.annotate import annotate
from bot.corpus.formats import documents
from bot.corpus.ingest import ingest
from bot.desk import Desk
from bot.domain import Command, Declined, Filters, Reply, Span, Turn
from bot.engine.contract import reading_json, reply_from, reply_json
from bot.engine.view import view
from bot.errors import UnreadableInput
from bot.wiring import StoppedClock, Store, finish, open_store
from seeds import articles
from tests.articles import BRIDGE, HARBOUR, ORCHARD
from tests.mutation import garbled, spoilt

NOW = datetime(2025, 3, 16, 9, tzinfo=UTC)
STEP = 200
"""Documents of one store, and five times the questions put to it."""
SUFFIXES = ("a.txt", "a.md", "a.json", "a", "a.jsonl")
QUESTIONS = (
    "What did the mayor say?",
    "what did Medvedev say",
    "Who denied that troops are encircled in Kursk?",
    "When did the harbour reopen?",
    "How many ships were waiting outside the breakwater?",
    "How long will the repairs of the Tamsin bridge take?",
    "Did Kyiv agree to the ceasefire?",
    "Where did the envoy meet Putin?",
    "Why was the bridge closed?",
    "What happened in Sudzha?",
    "kursk",
    "harbour strike",
    "apple harvest frost",
    "ceasefire talks in Moscow",
)


def spoilt_files(rng: Random, count: int) -> list[tuple[str, bytes]]:
    """Files of spoilt articles, in any of the formats, some with spoilt metadata and some with spoilt bytes."""
    whole = [data.decode() for _, data in articles()] + [HARBOUR, BRIDGE, ORCHARD]
    files = []
    for number in range(count):
        words = spoilt(rng, rng.choice(whole))
        name = rng.choice(SUFFIXES)
        if "json" in name:
            record = {
                rng.choice(("text", "body")): words,
                "title": rng.choice((None, spoilt(rng, "A title")[:300])),
                "outlet": rng.choice((None, "Gazette", spoilt(rng, "Gazette")[:200])),
                "author": rng.choice((None, ["A", "B"], 7, spoilt(rng, "By Ann Lee")[:200])),
                "published": rng.choice(
                    (None, "2025-03-14", "2025-03-14T08:00:00Z", "14 March 2025", spoilt(rng, "2025-03-14")[:90])
                ),
                "url": rng.choice((None, f"https://example.org/{number}", "javascript:alert(1)")),
            }
            words = json.dumps(record, ensure_ascii=rng.random() < 0.5)
        data = words.encode("utf-8", "surrogatepass")
        files.append((f"{number}-{name}", garbled(rng, data) if rng.random() < 0.1 else data))
    return files


def asked(rng: Random) -> Command:
    """A spoilt question or topic, sometimes within a thread, sometimes within filters."""
    words = rng.choice(QUESTIONS)
    words = spoilt(rng, words)[:2_000] if rng.random() < 0.85 else words
    thread = (Turn(kind="ask", standalone=spoilt(rng, rng.choice(QUESTIONS))[:500]),) if rng.random() < 0.2 else ()
    filters = Filters(since=rng.choice((None, NOW)), outlet=rng.choice((None, "Gazette"))) if rng.random() < 0.1 else Filters()
    return Command(kind=rng.choice(("brief", "ask")), words=words, thread=thread, filters=filters)


def check(reply: Reply, store: Store) -> None:
    """Every claim is cited, every citation is in its source word for word, and the reply survives the contract and the page."""
    readings = finish(store.corpus.readings(source.id for source in reply.sources))
    for claim in reply.claims:
        assert claim.citations
        for citation in claim.citations:
            reading = readings[citation.source]
            assert citation.passage.revision == reading.source.revision
            assert reading.text[citation.start : citation.end] == citation.quote
            assert all(
                whole.complete for whole in reading.sentences if whole.overlaps(Span(start=citation.start, end=citation.end))
            )
    assert _json(reply_from(json.loads(_json(reply)))) == _json(reply)
    shown = view(reply)
    assert "\x1b" not in text(shown, Look(width=60))
    assert markdown(shown)


def _json(reply: Reply) -> str:
    return json.dumps(reply_json(reply))


def run(home: Path, rng: Random, documents_count: int, questions: int) -> Counter[str]:
    """Read spoilt files, ask spoilt questions, check every reply; tells what became of them."""
    seen: Counter[str] = Counter()
    files = spoilt_files(rng, documents_count)
    with open_store(home) as store:
        entries = (entry for name, data in files for entry in documents(name, data))
        report = finish(ingest(entries, store.corpus, store.index))
        seen["read"] = report.added + report.changed + report.unchanged
        seen["refused"] = len(report.refused)
        assert all(line and "\n" not in line for line in report.refused)
        for source in finish(store.corpus.sources()):
            json.dumps(reading_json(finish(store.corpus.reading(source.id))))
        desk = Desk(corpus=store.corpus, index=store.index, clock=StoppedClock(NOW))
        for _ in range(questions):
            command = asked(rng)
            try:
                reply = finish(desk.reply(command))
                check(reply, store)
            except Exception as error:
                error.add_note(f"command: {command!r}")
                raise
            seen["declined" if isinstance(reply, Declined) else "answered"] += 1
    return seen


@pytest.mark.parametrize("seed", [1, 2])
def test_a_few_spoilt_documents_and_questions_break_nothing(tmp_path: Path, seed: int) -> None:
    """Whatever is read and asked, each reply is cited, and each citation exact."""
    seen = run(tmp_path, Random(seed), 60, 20)
    assert seen["read"] > 30
    assert seen["answered"] > 1


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 150))
def test_ten_thousand_spoilt_documents_and_two_thousand_questions_break_nothing(tmp_path: Path, seed: int) -> None:
    """The same, 50 times over with 200 documents and 40 questions each."""
    seen = run(tmp_path, Random(seed), 200, 40)
    assert seen["read"] > 100


@pytest.mark.parametrize(
    "unit",
    [
        '"',
        "“Stop!” he said. ",
        "A",
        "Gen. ",
        "(",
        "said ",
        "Anna Lund said. ",
        "two days later ",
        "1,",
        "\n",
        "é",
        "A b, ",
        "not ",
    ],
)
def test_an_article_of_one_repeated_piece_is_read_in_bounded_time(unit: str) -> None:
    """Nothing in reading is quadratic: 100,000 characters of anything take seconds at most."""
    whole = (unit * 100_000)[:100_000]
    start = time.process_time()
    for entry in documents("a.txt", whole.encode()):
        if not isinstance(entry, UnreadableInput):
            annotate(entry)
    assert time.process_time() - start < 10
