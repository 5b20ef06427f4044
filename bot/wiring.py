"""The composition root: which corpus, index and clock stand behind the desk."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from bot.desk import Desk
from bot.errors import BadSetting

if TYPE_CHECKING:
    from asyncio import Runner
    from collections.abc import Callable, Collection, Coroutine, Iterator
    from pathlib import Path

    from bot.corpus.document import Entry
    from bot.ports import Archive, Clock, Index, Model
    from bot.settings import Settings

T = TypeVar("T")


class SystemClock:
    """The machine's clock, in its own zone."""

    def now(self) -> datetime:
        """The present moment."""
        return datetime.now().astimezone()


@dataclass(frozen=True, slots=True)
class StoppedClock:
    """A clock that stands still, so that output can be reproduced."""

    moment: datetime

    def now(self) -> datetime:
        """The moment it stands at."""
        return self.moment


@dataclass(frozen=True, kw_only=True)
class Store:
    """Where the articles are kept, and the index derived from it."""

    corpus: Archive
    index: Index


def clock(settings: Settings) -> Clock:
    """The clock that the settings ask for."""
    return StoppedClock(settings.now) if settings.now else SystemClock()


@contextmanager
def open_store(home: Path) -> Iterator[Store]:
    """The store of a home folder, made where it is missing, its index brought up to date where it is behind."""
    from bot.corpus.index import TantivyIndex
    from bot.corpus.store import SqliteCorpus

    with closing(SqliteCorpus(home / "nutgraf.db")) as corpus:
        index = TantivyIndex(home / "index")
        if finish(corpus.changes(finish(index.mark()), 1)) is not None:
            # Imported only where there is something to heal: it brings the whole reader with it.
            from bot.corpus.ingest import heal

            finish(heal(corpus, index))
        yield Store(corpus=corpus, index=index)


@contextmanager
def open_desk(settings: Settings, tell: Callable[[str], None]) -> Iterator[Desk]:
    """The desk of a home folder; one that was never used reads the sample corpus first, and tells so."""
    unused = not (settings.library / "nutgraf.db").exists()
    if unused and settings.shared:
        # Only the first time: afterwards `nutgraf serve` or an ingest keeps the files up to date.
        import asyncio

        from bot.newsroom import catch_up

        asyncio.run(catch_up(settings))
    with open_store(settings.library) as store:
        if unused and not settings.shared:
            read_sample(store, tell, clock(settings))
        model = open_model(settings)
        desk = Desk(corpus=store.corpus, index=store.index, clock=clock(settings), model=model)
        try:
            yield desk
        finally:
            if model is not None:
                complete(desk, model.close())
                _loop().close()
                _loop.cache_clear()


def open_model(settings: Settings) -> Model | None:
    """The model that the settings name; nothing of it is imported where they name none. Raises BadSetting."""
    wanted = settings.model
    if wanted is None:
        return None
    try:
        from bot.llm.writer import Writer
    except ImportError as exc:
        raise BadSetting("a model is set, but httpx is missing; install nutgraf again, or unset NUTGRAF_MODEL_URL") from exc
    from random import Random
    from time import monotonic

    from bot.llm.client import Endpoint
    from bot.tokens import counter

    endpoint = Endpoint(
        url=wanted.url,
        model=wanted.name,
        key=wanted.key,
        connect_seconds=wanted.connect_seconds,
        read_seconds=wanted.read_seconds,
        total_seconds=wanted.total_seconds,
        price_in=wanted.price_in,
        price_out=wanted.price_out,
    )
    tokens = counter(wanted.vocabulary or settings.home / "vocabulary")
    return Writer(endpoint, tokens, now=monotonic, random=Random(), context=wanted.context)


def complete(desk: Desk, work: Coroutine[Any, Any, T]) -> T:
    """Run work of a desk to its end: on an event loop where it may wait for a model, without one where it may not."""
    if desk.model is None:
        return finish(work)
    return _loop().run(work)


@cache
def _loop() -> Runner:
    """One event loop for all of a command's work, since a model's connections belong to the loop that opened them."""
    from asyncio import Runner

    return Runner()


def read_sample(store: Store, tell: Callable[[str], None], clock: Clock) -> None:
    """Read the sample corpus that the package ships."""
    from bot.corpus.ingest import ingest

    report = finish(ingest(_sample(), store.corpus, store.index, clock=clock))
    count = report.added + report.changed + report.unchanged
    tell(f"no articles yet: read the {count} of the sample corpus; `nutgraf ingest PATH` reads your own")


def sample_in(store: Store) -> frozenset[str]:
    """Which of the sample corpus are in a store, by their ids."""
    from bot.corpus.document import Document

    return frozenset(finish(store.corpus.revisions(entry.id for entry in _sample() if isinstance(entry, Document))))


def drop(sources: Collection[str], store: Store) -> None:
    """Forget these sources: invented articles have no place beside a newsroom's own."""
    from bot.corpus.ingest import heal

    finish(store.corpus.remove(sources))
    finish(heal(store.corpus, store.index))


def _sample() -> Iterator[Entry]:
    from bot.corpus.formats import documents
    from seeds import articles

    return (entry for name, data in articles() for entry in documents(name, data, where=f"seeds/{name}"))


def finish(work: Coroutine[Any, Any, T]) -> T:
    """Run work that waits for nothing outside this process, and hand back what it comes to.

    The local ports answer at once, so no event loop is needed, and a command saves the 60 ms that importing asyncio takes.
    """
    while True:
        try:
            waiting = work.send(None)
        except StopIteration as done:
            result: T = done.value
            return result
        if waiting is not None:
            work.close()
            raise RuntimeError(f"{work!r} waits for {waiting!r}: run it in an event loop")
