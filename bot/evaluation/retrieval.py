"""Questions whose editors name the article they come from, and how early the desk's retrieval finds it.

A folder holds ``articles.jsonl`` (as ``ingest`` reads them, each with an ``id`` or a ``url``) and ``questions.jsonl``
(``question``, ``date``, and ``gold``: ids of articles), each of which may be gzipped. A passage is a hit if it comes from a
gold article. What is published after a question's date is not used for it.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any

from bot.corpus.document import Document
from bot.corpus.formats import records
from bot.corpus.ingest import Report, ingest
from bot.engine.question import analyse
from bot.engine.retrieve import retrieve
from bot.errors import UnreadableInput
from bot.moment import moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from bot.corpus.document import Entry
    from bot.domain import Moment
    from bot.ports import Archive, Corpus, Index

DEPTH = 10
"""Passages looked through for each question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, and where its answer is."""

    id: str
    question: str
    date: str | None
    gold: frozenset[str]
    """Ids of sources, as the corpus has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where one question's article came."""

    id: str
    question: str
    rank: int | None
    """From 1; None where it is not among the passages looked through."""
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranks:
    """How a set of questions went."""

    found: tuple[Found, ...]
    articles: int

    @property
    def hits_at_4(self) -> float:
        """Share of questions with a hit among the first four passages."""
        return sum(found.rank is not None and found.rank <= 4 for found in self.found) / max(len(self.found), 1)

    @property
    def mrr_at_10(self) -> float:
        """Mean reciprocal rank of the first hit among ten passages."""
        return sum(1 / found.rank for found in self.found if found.rank is not None) / max(len(self.found), 1)

    @property
    def milliseconds(self) -> float:
        """Median time of one retrieval."""
        times = sorted(found.seconds for found in self.found)
        return 1000 * times[len(times) // 2] if times else 0.0


async def measure(
    folder: Path, corpus: Archive, index: Index, now: datetime, progress: Callable[[Report], None] | None = None
) -> Ranks:
    """Read a folder's articles into an empty store, and look for the article of each question. Raises ``UnreadableInput``."""
    names: dict[str, str] = {}
    report = await ingest(_articles(folder, names), corpus, index, progress=progress)
    asked = tuple(questions(folder, names))
    return Ranks(found=await rank(asked, corpus, index, now), articles=report.added + report.changed + report.unchanged)


async def rank(asked: Sequence[Asked], corpus: Corpus, index: Index, now: datetime) -> tuple[Found, ...]:
    """Where each question's article comes among the passages retrieved for it."""
    found = []
    for question in asked:
        as_of: Moment | None = moment(question.date, now) if question.date else None
        began = perf_counter()
        words = analyse(question.question).search
        evidence = await retrieve(words, corpus=corpus, index=index, as_of=as_of, now=now, limit=DEPTH)
        seconds = perf_counter() - began
        ranks = [at for at, hit in enumerate(evidence.hits, 1) if hit.passage.source in question.gold]
        found.append(Found(id=question.id, question=question.question, rank=ranks[0] if ranks else None, seconds=seconds))
    return tuple(found)


def questions(folder: Path, names: Mapping[str, str]) -> Iterator[Asked]:
    """The questions of a folder; ``names`` gives the id of each article's source by the id that the questions know it by."""
    for n, line in enumerate(_lines(folder, "questions.jsonl"), 1):
        try:
            given: dict[str, Any] = json.loads(line)
            gold = frozenset(names.get(str(id), str(id)) for id in given["gold"])
            yield Asked(id=str(given.get("id", n)), question=str(given["question"]), date=given.get("date"), gold=gold)
        except (ValueError, KeyError, TypeError, AttributeError) as exc:
            raise UnreadableInput(
                f"line {n} of the questions in {str(folder)!r} is no question ({exc!r}); it needs 'question' and 'gold'"
            ) from exc


def _articles(folder: Path, names: dict[str, str]) -> Iterator[Entry]:
    lines = _lines(folder, "articles.jsonl")
    for line, entry in zip(lines, records("articles.jsonl", lines), strict=False):
        if isinstance(entry, Document):
            given = json.loads(line)
            names.update({str(given[key]): entry.id for key in ("id", "url") if given.get(key)})
        yield entry


def _lines(folder: Path, name: str) -> list[bytes]:
    for path in (folder / name, folder / f"{name}.gz"):
        if path.is_file():
            try:
                data = path.read_bytes()
                data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
            except (OSError, EOFError) as exc:
                raise UnreadableInput(f"{str(path)!r} cannot be read ({exc}); check the file") from exc
            return [line for line in data.splitlines() if line.strip()]
    raise UnreadableInput(f"{str(folder)!r} has no {name!r}; give a folder with articles.jsonl and questions.jsonl")
