"""An ingest that is killed at any moment leaves a store that is whole, and an index that agrees with it."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from bot.corpus.index import TantivyIndex
from bot.corpus.store import SqliteCorpus
from bot.domain import Filters
from bot.ports import Query
from bot.wiring import finish, open_store
from tests.processes import environment
from tests.scale import scaled

ARTICLES = scaled(300, 1500)
KILLS = scaled(6, 50)
BATCH = 20
INGEST = f"""
import sys
import bot.corpus.ingest
bot.corpus.ingest.BATCH = {BATCH}
bot.corpus.ingest.ingest.__kwdefaults__["batch"] = {BATCH}
from bot.cli.app import run
print("begun", flush=True)
sys.exit(run(sys.argv[1:]))
"""


def marker(n: int) -> str:
    """A word that stands in one article alone."""
    return f"zq{n:05d}"


def text(n: int, edition: int) -> str:
    """An article; its second edition says something else."""
    return (
        f"The ferry {marker(n)} left the harbour at noon, captain Ann Lee said on Monday. "
        f'"We carried {n + 1} passengers in edition {edition}," she added.\n\n'
        f"Nobody was hurt when it touched the pier, the port authority wrote in its {n}th report of the year."
    )


def write(path: Path, edition: int) -> None:
    """All articles as one file of JSON lines."""
    lines = (
        json.dumps({"id": f"{n:016x}", "text": text(n, edition), "title": f"Ferry {n}", "published": "2025-03-10"})
        for n in range(ARTICLES)
    )
    path.write_text("\n".join(lines))


def test_an_ingest_killed_at_any_moment_leaves_nothing_half_done(tmp_path: Path) -> None:
    """After kill -9 the store is sound, every source whole and in one edition, and index and store agree when reopened."""
    rng = random.Random(50)
    home, given = tmp_path / "home", tmp_path / "articles.jsonl"
    killed = partial = 0
    # Each second edition changes every article, so that kills fall on replacing as well as on adding.
    for turn in range(KILLS):
        write(given, edition=turn // 2)
        process = subprocess.Popen(
            [sys.executable, "-c", INGEST, "ingest", str(given)],
            env=environment(home),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert process.stdout is not None
        with process.stdout:
            process.stdout.readline()
            _let_it_get_somewhere(home, rng)
            process.kill()
            process.wait()
        killed += process.returncode == -9
        partial += _check(home, editions=turn // 2)
    assert killed > KILLS / 2
    assert partial > 0
    write(given, edition=KILLS)
    subprocess.run(
        [sys.executable, "-c", INGEST, "ingest", str(given)], env=environment(home), check=True, stdout=subprocess.DEVNULL
    )
    assert _check(home, editions=KILLS) == 0
    with open_store(home) as store:
        ids = [source.id for source in finish(store.corpus.sources())]
        assert [r.text for r in finish(store.corpus.readings(sorted(ids))).values()] == [
            text(n, KILLS) for n in range(ARTICLES)
        ]


def _let_it_get_somewhere(home: Path, rng: random.Random) -> None:
    """Wait until the store changes, or not even that, and a random moment longer."""
    path = home / "nutgraf.db-wal"
    before = path.stat().st_size if path.exists() else -1
    deadline = time.monotonic() + rng.random() * 2
    while time.monotonic() < deadline and (path.stat().st_size if path.exists() else -1) == before:
        time.sleep(0.001)  # another process offers nothing to wait on but its files
    time.sleep(rng.random() ** 2 * 0.6)


def _check(home: Path, *, editions: int) -> bool:
    """Reopen, and compare everything; whether only a part of the articles is there, or in the newest edition."""
    with closing(sqlite3.connect(home / "nutgraf.db")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
            return True
    # Opening is what heals, as the next command does it.
    with open_store(home) as store:
        corpus, index = store.corpus, store.index
        assert isinstance(corpus, SqliteCorpus)
        assert isinstance(index, TantivyIndex)
        sources = finish(corpus.sources())
        readings = finish(corpus.readings([source.id for source in sources]))
        newest = 0
        for source in sources:
            reading = readings[source.id]
            n = int(source.id, 16)
            edition = next(e for e in range(editions, -1, -1) if reading.text == text(n, e))
            newest += edition == editions
            assert len(reading.sentences) == 3
            assert reading.quotes
            assert reading.passages
        assert finish(index.mark()) == finish(corpus.followed())[0]
        found = {}
        for n in range(ARTICLES):
            matches = finish(index.search(Query(words=((marker(n), 1.0),), filters=Filters()), 5))
            assert {match.source for match in matches} <= {f"{n:016x}"}
            if matches:
                found[f"{n:016x}"] = matches
        assert set(found) == {source.id for source in sources}
        for id_, matches in found.items():
            assert all(match.end <= len(readings[id_].text) for match in matches)
    return newest < ARTICLES
