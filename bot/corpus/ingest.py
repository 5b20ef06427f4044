"""From documents to the store and its index: in batches, within bounded memory, and safe to be killed at any moment."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.corpus.annotate import annotate, revision
from bot.corpus.pause import Pause
from bot.errors import UnreadableInput

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from bot.corpus.document import Document, Entry
    from bot.corpus.index import TantivyIndex
    from bot.corpus.store import SqliteCorpus
    from bot.domain import Reading
    from bot.ports import Archive, Clock, Index

BATCH = 200
"""Documents of one commit."""
CHARACTERS = 4_000_000
"""Characters of text after which a batch is full, however few its documents."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What became of the documents."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: tuple[str, ...] = ()
    """One line for each input that could not be read."""

    @property
    def documents(self) -> int:
        """How many there were."""
        return self.added + self.changed + self.unchanged + len(self.refused)


async def ingest(
    documents: Iterable[Entry],
    corpus: Archive,
    index: Index,
    *,
    progress: Callable[[Report], None] | None = None,
    batch: int = BATCH,
    clock: Clock | None = None,
) -> Report:
    """Read documents into the corpus and bring its index up to date.

    ``progress`` is called after each batch; ``clock`` tells when each came in, and without it nobody knows. Raises
    ``StoreBusy`` where another process keeps on writing; what was read before that is stored.
    """
    await heal(corpus, index)
    report, waiting, size = Report(), [], 0
    for entry in documents:
        if isinstance(entry, UnreadableInput):
            report = _plus(report, refused=[str(entry)])
            continue
        waiting.append(entry)
        size += len(entry.text)
        if len(waiting) >= batch or size >= CHARACTERS:
            report = await _commit(waiting, corpus, index, report, clock)
            waiting, size = [], 0
            if progress:
                progress(report)
            await Pause()
    if waiting:
        report = await _commit(waiting, corpus, index, report, clock)
    if progress:
        progress(report)
    return report


async def heal(corpus: Archive, index: Index) -> int:
    """Bring the index up to where the corpus is, and tell how many sources that took.

    This is how every batch gets into the index, so a crash between the two commits leaves nothing to do but this.
    """
    done = 0
    while (changes := await corpus.changes(await index.mark(), BATCH)) is not None:
        if changes.anew:
            await index.clear()
        readings = await corpus.readings(changes.changed)
        await index.apply(add=readings.values(), delete=(*changes.changed, *changes.gone), mark=changes.mark)
        done += len(changes.changed) + len(changes.gone)
    return done


async def _commit(documents: list[Document], corpus: Archive, index: Index, report: Report, clock: Clock | None) -> Report:
    latest = {document.id: document for document in documents}
    known = await corpus.revisions(latest)
    fresh = [document for document in latest.values() if known.get(document.id) != revision(document)]
    held = await corpus.readings(document.id for document in fresh if document.exported == known.get(document.id, ""))
    fresh = [document for document in fresh if not _read_back(document, held.get(document.id))]
    readings, refused = [], []
    with _uncollected():
        for document in fresh:
            try:
                readings.append(annotate(document))
            except UnreadableInput as problem:
                refused.append(str(problem))
    await corpus.put(await _stamped(readings, known, corpus, clock.now() if clock else None))
    await heal(corpus, index)
    changed = sum(reading.source.id in known for reading in readings)
    return _plus(
        report,
        added=len(readings) - changed,
        changed=changed,
        unchanged=len(documents) - len(fresh),
        refused=refused,
    )


async def _stamped(readings: Sequence[Reading], known: Container[str], corpus: Archive, now: datetime | None) -> list[Reading]:
    """The readings with the moment at which the text of each came in: what is merely read anew is no news."""
    old = await corpus.readings(reading.source.id for reading in readings if reading.source.id in known)
    stamped = []
    for reading in readings:
        before = old.get(reading.source.id)
        same = before is not None and (before.text, before.source.status) == (reading.text, reading.source.status)
        arrived = before.source.arrived if before is not None and same else now
        stamped.append(replace(reading, source=replace(reading.source, arrived=arrived)) if arrived else reading)
    return stamped


def _read_back(document: Document, held: Reading | None) -> bool:
    """Whether a document is an export, unchanged, of the reading that is held of it."""
    if held is None or document.text != held.text:
        return False
    source = held.source
    published = source.published.isoformat() if source.published else None
    had = (source.title, source.outlet, source.author, source.place, source.url, source.path, published)
    given = (document.title, document.outlet, document.author, document.place, document.url, document.path, document.published)
    return had == given and (source.collection, source.status) == (document.collection, document.status)


def _plus(report: Report, *, added: int = 0, changed: int = 0, unchanged: int = 0, refused: Iterable[str] = ()) -> Report:
    return Report(
        added=report.added + added,
        changed=report.changed + changed,
        unchanged=report.unchanged + unchanged,
        refused=(*report.refused, *refused),
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for cycles, which would go through a batch's many small values, all in use, again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


async def open_corpus(home: Path) -> tuple[SqliteCorpus, TantivyIndex]:
    """The store and the index of a home folder, made where they are missing and healed where they disagree."""
    from bot.corpus.index import TantivyIndex
    from bot.corpus.store import SqliteCorpus

    corpus = SqliteCorpus(home / "nutgraf.db")
    index = TantivyIndex(home / "index")
    await heal(corpus, index)
    return corpus, index
