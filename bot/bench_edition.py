"""What a digest over many new articles takes."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import process_time
from typing import TYPE_CHECKING

from bot.corpus.store import SqliteCorpus
from bot.domain import DEFAULT_COLLECTION, Filters, Seen
from bot.engine.digest import compose_digest
from bot.wiring import finish

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NOW = datetime(2025, 3, 15, 7, 30, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Seconds of the processor's time."""

    first: float
    """For everything that came in, by the first channel that is due."""
    topic: float
    """For one topic, by the next."""
    articles: int


def measure(home: Path, count: int, topics: Sequence[str]) -> Figures:
    """Take the last so many articles of a store as having come in overnight, and make two digests of them."""
    with closing(SqliteCorpus(home / "nutgraf.db")) as corpus:
        corpus._db.execute(
            "UPDATE source SET arrived = ?, published = ? WHERE number > (SELECT max(number) FROM source) - ?",
            ((NOW - timedelta(hours=5)).isoformat(timespec="microseconds"), NOW.date().isoformat(), count),
        )
        filters = Filters(collections=frozenset({DEFAULT_COLLECTION}))
        took = []
        for wanted in ((), topics):
            began = process_time()
            finish(compose_digest(wanted, corpus=corpus, now=NOW, seen=Seen(at=NOW - timedelta(days=1)), filters=filters))
            took.append(process_time() - began)
        came = len(finish(corpus.arrived(NOW - timedelta(days=1), filters.collections)))
    return Figures(first=took[0], topic=took[1], articles=came)
