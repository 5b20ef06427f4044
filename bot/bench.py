"""How fast the desk is on this machine: one run, and a plain table.

The corpus is generated (:mod:`bot.bench_corpus`). What is asked of it is measured in a process of its own
(:mod:`bot.bench_asking`), which has built nothing and so holds no more memory than a desk at work.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

from bot.bench_corpus import PER_PASSAGE, SENTENCES, Press
from bot.corpus.index import TantivyIndex
from bot.corpus.ingest import heal, ingest
from bot.corpus.store import SqliteCorpus
from bot.domain import Filters
from bot.ports import Query
from bot.wiring import finish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.domain import Reading

SIZES = (10_000, 100_000, 1_000_000)
"""Passages of the corpora that are searched."""
READ = 300
"""Articles whose reading is timed, after as many that warm the reader up."""
DIGESTED = 10_000
"""Articles that a digest is made of, where there are as many."""
MORNING = 500
"""Channels that want their digest in the same minute."""
PEERS = 1_008
"""Articles of the corpus that other desks were measured on."""
STARTS = 7
"""Starts of the command, of which the median is told."""
FRESH = 5
"""Articles whose way into the index is timed, of which the median is told."""
BATCH = 500
"""Articles put into the store at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table."""

    what: str
    figure: str
    goal: str = ""


def bench(
    say: Callable[[str], None], sizes: Sequence[int] = SIZES, folder: Path | None = None, redis: str | None = None
) -> tuple[Row, ...]:
    """Measure everything, tell each figure as it comes, and return them all; ``folder`` is where the corpora are made.

    ``redis`` is the address of the Redis that the cache is measured on; without one, one of this machine's own is started.
    """
    rows: list[Row] = []
    say(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}\n")
    say(line(Row(what="what", figure="figure", goal="goal")))
    with TemporaryDirectory(prefix="nutgraf-bench-", dir=folder) as made:
        for row in _rows(Path(made), sizes, redis):
            rows.append(row)
            say(line(row))
    return tuple(rows)


def line(row: Row) -> str:
    """A row of the table."""
    return f"{row.what:<52}{row.figure:>24}  {row.goal}".rstrip() + "\n"


def _rows(folder: Path, sizes: Sequence[int], redis: str | None) -> Iterator[Row]:
    press = Press()
    yield Row(
        what="start to first line of `nutgraf brief kursk`", figure=f"{_start(folder / 'sample'):.0f} ms", goal="<= 400 ms"
    )
    yield from _cached(folder / "sample", redis)
    yield Row(what="reading, one core", figure=f"{_reading(folder / 'read', press):.0f} articles/s", goal=">= 150")
    home = folder / "peers"
    _ingest(home, press, PEERS)
    asked = _asked(home, {"search": 0, "suggest": 0, "brief": 0, "ask": 200})
    yield Row(what=f"{PEERS:,} articles: process start to first answer", figure=f"{asked['first']:.0f} ms", goal="<= 400 ms")
    yield Row(what=f"{PEERS:,} articles: answer p50 / p95", figure=_both(asked["ask"]), goal="p50 <= 5.5 ms")
    yield Row(what=f"{PEERS:,} articles: resident", figure=f"{asked['resident']:.0f} MB", goal="<= 100 MB")
    for size in sizes:
        home = folder / str(size)
        took = _fill(home, press, -(-size * PER_PASSAGE // SENTENCES))
        asked = _asked(home, {"search": 300, "suggest": 200, "brief": 60, "ask": 60})
        name, largest = f"{size:,} passages", size == max(sizes)
        yield Row(what=f"{name}: stored and indexed", figure=f"{size / took:,.0f} passages/s")
        yield Row(what=f"{name}: search p50 / p95", figure=_both(asked["search"]), goal="p95 <= 20 ms" if largest else "")
        yield Row(what=f"{name}: completion p50 / p95", figure=_both(asked["suggest"]), goal="p95 <= 100 ms" if largest else "")
        yield Row(what=f"{name}: brief p50 / p95", figure=_both(asked["brief"]), goal="p95 <= 150 ms" if largest else "")
        yield Row(what=f"{name}: answer p50 / p95", figure=_both(asked["ask"]))
        yield Row(what=f"{name}: resident", figure=f"{asked['resident']:.0f} MB", goal="<= 500 MB" if largest else "")
        yield Row(what=f"{name}: on disk", figure=f"{_disk(home):,.0f} MB")
        yield Row(
            what=f"{name}: one article to searchable elsewhere", figure=f"{_freshness(home, press):.0f} ms", goal="<= 200 ms"
        )
        yield from _digested(home, press, largest)
    yield from _morning(folder, MORNING if max(sizes) >= SIZES[-1] else MORNING // 25)


def _digested(home: Path, press: Press, largest: bool) -> Iterator[Row]:
    from bot.bench_edition import measure

    found = measure(home, DIGESTED, press.topics(2))
    what = f"digest over {found.articles:,} new articles, then on two topics"
    yield Row(what=what, figure=f"{found.first:.1f} / {found.topic:.1f} s", goal="seconds" if largest else "")


def _morning(folder: Path, channels: int) -> Iterator[Row]:
    # Imported here, as the cache's: it brings the database's libraries along.
    from bot.bench_morning import morning

    seen = morning(folder, channels)
    what = f"{channels} digests due in one minute: the last is posted after"
    yield Row(what=what, figure=f"{seen.last / 60:.1f} min", goal="<= 10 min")
    yield Row(what="the same: posted / twice", figure=f"{seen.posted} / {seen.twice}", goal=f"{channels} / 0")
    yield Row(what="the same: memory grown meanwhile", figure=f"{seen.grown:.0f} MB", goal="flat")


def _cached(home: Path, redis: str | None) -> Iterator[Row]:
    # Imported here: nothing else that is measured has the service's libraries in its memory.
    from bot.bench_cache import measure

    what = "cached brief through the desk, against a bare GET"
    figures = measure(home, redis)
    if figures is None:
        yield Row(what=what, figure="no Redis on this machine", goal="<= 3.0 x")
        return
    yield Row(
        what=what, figure=f"{figures.reply:.0f} / {figures.get:.0f} us = {figures.reply / figures.get:.1f} x", goal="<= 3.0 x"
    )
    again = f"{figures.rebuilt:.0f} / {figures.get:.0f} us = {figures.rebuilt / figures.get:.1f} x"
    yield Row(what="the same, the first time in a process", figure=again)


def _start(home: Path) -> float:
    """Milliseconds from starting the command to the first line it prints, the sample corpus having been read before."""
    command = [sys.executable, "-m", "bot.cli", "--home", str(home), "brief", "kursk"]
    subprocess.run(command, check=True, capture_output=True)
    took = []
    for _ in range(STARTS):
        began = perf_counter()
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            assert process.stdout is not None
            process.stdout.readline()
            took.append(perf_counter() - began)
            process.stdout.read()
    return 1000 * median(took)


def _reading(home: Path, press: Press) -> float:
    """Articles a second through all of reading, storing and indexing, by the processor's time."""
    corpus, index = SqliteCorpus(home / "nutgraf.db"), TantivyIndex(home / "index")
    documents = list(press.documents(2 * READ))
    finish(ingest(documents[:READ], corpus, index))
    began = process_time()
    finish(ingest(documents[READ:], corpus, index))
    took = process_time() - began
    corpus.close()
    return READ / took


def _ingest(home: Path, press: Press, count: int) -> None:
    corpus, index = SqliteCorpus(home / "nutgraf.db"), TantivyIndex(home / "index")
    finish(ingest(press.documents(count), corpus, index))
    corpus.close()


def _fill(home: Path, press: Press, count: int) -> float:
    """Store and index articles that were read already; the seconds that took, without those of making them up."""
    corpus, index = SqliteCorpus(home / "nutgraf.db"), TantivyIndex(home / "index")
    took = 0.0
    batch: list[Reading] = []
    for reading in press.readings(count):
        batch.append(reading)
        if len(batch) == BATCH:
            took += _store(corpus, index, batch)
            batch = []
    took += _store(corpus, index, batch)
    corpus.close()
    return took


def _store(corpus: SqliteCorpus, index: TantivyIndex, batch: Sequence[Reading]) -> float:
    began = perf_counter()
    finish(corpus.put(batch))
    finish(heal(corpus, index))
    return perf_counter() - began


def _asked(home: Path, counts: dict[str, int]) -> dict[str, Any]:
    command = [sys.executable, "-m", "bot.bench_asking", str(home), json.dumps(counts)]
    began = perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        first = 1000 * (perf_counter() - began)
        answered: dict[str, Any] = json.loads(process.stdout.read())
    return {**answered, "first": first}


def _freshness(home: Path, press: Press) -> float:
    """Milliseconds from an article's arrival to its being found through another handle on the same home."""
    corpus, index = SqliteCorpus(home / "nutgraf.db"), TantivyIndex(home / "index")
    reader = TantivyIndex(home / "index")
    took = []
    for number, document in zip(range(FRESH), press.documents(FRESH), strict=True):
        word = f"flashword{number}"
        began = perf_counter()
        flash = type(document)(id=f"{number + 1:016x}", text=f"The {word} was seen today. {document.text}", title="Flash")
        finish(ingest([flash], corpus, index))
        assert finish(reader.search(Query(words=((word, 1.0),), filters=Filters()), 1))
        took.append(perf_counter() - began)
    corpus.close()
    return 1000 * median(took)


def _both(seconds: Sequence[float]) -> str:
    ordered = sorted(seconds)
    return f"{1000 * median(ordered):.1f} / {1000 * ordered[int(0.95 * (len(ordered) - 1))]:.1f} ms" if ordered else "none"


def _disk(home: Path) -> float:
    return sum(file.stat().st_size for file in home.rglob("*") if file.is_file()) / 1e6
