"""The embedded search index: passages ranked by BM25 over title and body, and by recency.

Derived from the corpus and rebuildable from it. Texts and queries are cut into the same terms (:mod:`bot.corpus.terms`) before
they get here, so that nobody's words ever reach a query parser.
"""

from __future__ import annotations

import shutil
from datetime import datetime
from time import monotonic, sleep
from typing import TYPE_CHECKING

import tantivy
from tantivy import FieldType, Occur
from tantivy import Query as Wanted

from bot.corpus.mentions import usable
from bot.corpus.recency import HALF_LIFE, fresh
from bot.corpus.terms import terms
from bot.errors import StoreBusy, StoreDamaged
from bot.ports import Match

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from bot.domain import Filters, Moment, Reading
    from bot.ports import Query

SHAPE = "1"
"""Part of every mark: an index of another shape is behind, whatever its mark, and is built anew."""
WAIT = 30.0
"""Seconds to wait for another process that is writing."""
HEAP = 64_000_000
"""Bytes the writer may fill before it writes a segment."""
TITLE = 1.0
"""Weight of a word in the title, against the same word in the body."""
CANDIDATES = 300
"""Passages ranked by their words alone that recency may reorder."""
UNDATED = -(10**6)
"""Day of an article without a date."""


class TantivyIndex:
    """An index in one folder. Any number of processes may read it; one at a time writes, and the others wait for it."""

    def __init__(self, folder: Path, *, wait: float = WAIT) -> None:
        """Open the folder, or make it; an index that cannot be read is thrown away, since it can be built anew."""
        self._folder = folder
        self._wait = wait
        self._schema = _schema()
        self._open()

    def _open(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            if not tantivy.Index.exists(str(self._folder)):
                raise ValueError("no index")
            self._index = tantivy.Index.open(str(self._folder))
            self._seen = self._state()
            self._searcher = self._index.searcher()
            self._newest = self._newest_day()
            if self._mark() is None and self._searcher.num_docs:
                raise ValueError("an index of another shape")
        except ValueError:
            self._make()

    def _make(self) -> None:
        try:
            shutil.rmtree(self._folder)
            self._folder.mkdir(parents=True)
            self._index = tantivy.Index(self._schema, str(self._folder))
        except (OSError, ValueError) as problem:
            raise StoreDamaged(
                f"no index can be made in {str(self._folder)!r} ({problem}); check the folder's rights"
            ) from problem
        self._seen = self._state()
        self._searcher = self._index.searcher()
        self._newest = UNDATED

    async def mark(self) -> str | None:
        """The mark of the last commit, by which the corpus sees whether the index is behind."""
        self._refresh()
        return self._mark()

    def _mark(self) -> str | None:
        hits = self._searcher.search(Wanted.term_query(self._schema, "kind", "mark"), 1, count=False).hits
        if not hits:
            return None
        shape, _, mark = str(self._searcher.doc(hits[0][1]).get_first("mark")).partition(" ")
        return mark if shape == SHAPE else None

    async def clear(self) -> None:
        """Forget everything, the mark too: what is done before it is built anew."""
        writer = self._writer()
        try:
            writer.delete_all_documents()
            writer.commit()
        finally:
            writer.wait_merging_threads()
        self._refresh(force=True)

    async def apply(self, *, add: Iterable[Reading], delete: Iterable[str], mark: str) -> None:
        """Replace sources in one commit: delete these source ids, add these readings, remember ``mark``.

        Embargoed and retracted sources are only deleted. Raises ``StoreBusy`` where another process keeps on writing.
        """
        writer = self._writer()
        try:
            for source in delete:
                # delete_documents_by_term silently deletes nothing from an unsigned field (tantivy-py 0.27).
                writer.delete_documents_by_query(Wanted.term_query(self._schema, "source", int(source, 16)))
            for reading in add:
                writer.delete_documents_by_query(Wanted.term_query(self._schema, "source", int(reading.source.id, 16)))
                if usable(reading.source):
                    for document in _documents(reading):
                        writer.add_document(document)
            writer.delete_documents_by_query(Wanted.term_query(self._schema, "kind", "mark"))
            writer.add_document(tantivy.Document(kind="mark", mark=f"{SHAPE} {mark}"))
            writer.commit()
        except (OSError, ValueError) as problem:
            writer.rollback()
            raise StoreDamaged(
                f"the index in {str(self._folder)!r} cannot be written ({problem}); free some space and try again"
            ) from problem
        finally:
            writer.wait_merging_threads()
        self._refresh(force=True)

    async def search(self, query: Query, limit: int) -> Sequence[Match]:
        """The best passages, best first; at most ``limit``."""
        self._refresh()
        words = _words(self._schema, query.words)
        if words is None or limit < 1:
            return ()
        limits = self._limits(query.filters, query.as_of)
        around = None if query.around is None else min(_day(query.around), self._newest)
        searches = [_within(words, limits)]
        if around is not None:
            # Words alone may rank a recent passage too low to be a candidate, so recent ones are also asked for by themselves.
            recent = _days(self._schema, around - 3 * HALF_LIFE, None)
            searches.append(_within(words, [*limits, recent]))
        found = {}
        for wanted in searches:
            for score, address in self._searcher.search(wanted, max(CANDIDATES, limit), count=False).hits:
                found[address.segment_ord, address.doc] = (score, address)
        scores = [score for score, _ in found.values()]
        addresses = [address for _, address in found.values()]
        if around is not None:
            days = self._searcher.fast_field_values("day", addresses)
            scores = [
                score * fresh(None if day == UNDATED else around - int(day or 0))
                for score, day in zip(scores, days, strict=True)
            ]
        best = sorted(range(len(scores)), key=lambda i: -scores[i])[:limit]
        chosen = [addresses[i] for i in best]
        sources, starts, ends = (self._searcher.fast_field_values(field, chosen) for field in ("source", "start", "end"))
        matches = [
            Match(source=f"{int(source or 0):016x}", start=int(start or 0), end=int(end or 0), score=scores[i])
            for i, source, start, end in zip(best, sources, starts, ends, strict=True)
        ]
        return sorted(matches, key=lambda match: (-match.score, match.source, match.start))

    def _limits(self, filters: Filters, as_of: Moment | None) -> list[Wanted]:
        schema = self._schema
        limits = [Wanted.term_set_query(schema, "collection", sorted(filters.collections))]
        if filters.outlet is not None:
            limits.append(Wanted.term_query(schema, "outlet", filters.outlet.casefold()))
        if filters.since is not None or filters.until is not None:
            limits.append(
                _days(schema, _day(filters.since) if filters.since else None, _day(filters.until) if filters.until else None)
            )
        if as_of is not None and _day(as_of) < self._newest:
            limits.append(_days(schema, UNDATED, _day(as_of)))
        return limits

    def _writer(self) -> tantivy.IndexWriter:
        patience, pause = monotonic() + self._wait, 0.01
        while True:
            try:
                return self._index.writer(HEAP, 1)
            except ValueError as problem:
                if "LockBusy" not in str(problem):
                    raise StoreDamaged(
                        f"the index in {str(self._folder)!r} cannot be written ({problem}); check the folder's rights"
                    ) from problem
                if monotonic() > patience:
                    raise StoreBusy(
                        f"another process is writing the index in {str(self._folder)!r}; what was read is stored, and is indexed at the next start"
                    ) from problem
            sleep(pause)
            pause = min(pause * 2, 0.25)

    def _refresh(self, *, force: bool = False) -> None:
        """See what other processes have committed."""
        state = self._state()
        if force or state != self._seen:
            self._seen = state
            try:
                self._index.reload()
            except ValueError:
                self._open()
                return
            self._searcher = self._index.searcher()
            self._newest = self._newest_day()

    def _state(self) -> tuple[int, int]:
        try:
            state = (self._folder / "meta.json").stat()
        except FileNotFoundError:
            return (0, 0)
        return (state.st_mtime_ns, state.st_ino)

    def _newest_day(self) -> int:
        hits = self._searcher.search(Wanted.all_query(), 1, count=False, order_by_field="day").hits
        return int(hits[0][0]) if hits and hits[0][0] is not None else UNDATED


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", tokenizer_name="whitespace")
    builder.add_text_field("title", tokenizer_name="whitespace")
    builder.add_text_field("outlet", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("collection", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("day", indexed=True, fast=True)
    builder.add_unsigned_field("source", indexed=True, fast=True)
    builder.add_unsigned_field("start", fast=True)
    builder.add_unsigned_field("end", fast=True)
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("mark", tokenizer_name="raw", index_option="basic", stored=True)
    return builder.build()


def _documents(reading: Reading) -> Iterable[tantivy.Document]:
    source = reading.source
    title = " ".join(terms(source.title))
    outlet = (source.outlet or "").casefold()
    number, day = int(source.id, 16), UNDATED if source.day is None else _day(source.day)
    for passage in reading.passages:
        document = tantivy.Document()
        document.add_text("body", " ".join(terms(reading.text[passage.start : passage.end])))
        document.add_text("title", title)
        document.add_text("outlet", outlet)
        document.add_text("collection", source.collection)
        document.add_integer("day", day)
        document.add_unsigned("source", number)
        document.add_unsigned("start", passage.start)
        document.add_unsigned("end", passage.end)
        yield document


def _words(schema: tantivy.Schema, words: Sequence[tuple[str, float]]) -> Wanted | None:
    wanted: dict[tuple[str, ...], float] = {}
    for word, weight in words:
        key = tuple(terms(word))
        if key and weight > 0:
            wanted[key] = max(weight, wanted.get(key, 0.0))
    parts = []
    for key, weight in wanted.items():
        for field, share in (("body", 1.0), ("title", TITLE)):
            part = Wanted.term_query(schema, field, key[0]) if len(key) == 1 else Wanted.phrase_query(schema, field, list(key))
            parts.append((Occur.Should, Wanted.boost_query(part, weight * share)))
    return Wanted.boolean_query(parts) if parts else None


def _within(words: Wanted, limits: Sequence[Wanted]) -> Wanted:
    return Wanted.boolean_query(
        [(Occur.Must, words), *((Occur.Must, Wanted.const_score_query(limit, 0.0)) for limit in limits)]
    )


def _days(schema: tantivy.Schema, first: int | None, last: int | None) -> Wanted:
    return Wanted.range_query(
        schema,
        "day",
        FieldType.Integer,
        lower_bound=UNDATED + 1 if first is None else first,
        upper_bound=10**7 if last is None else last,
    )


def _day(moment: Moment) -> int:
    return (moment.date() if isinstance(moment, datetime) else moment).toordinal()
