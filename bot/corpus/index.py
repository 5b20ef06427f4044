"""The embedded search index: articles ranked by BM25 over title and body and by recency, and then their passages.

Two tantivy indexes side by side. Ranking whole articles finds the right one more often than ranking passages does, and is
quicker, since there are twenty times fewer of them; the passages of the best articles are then ranked by their own words. Both
are derived from the corpus and rebuildable from it. Texts and queries are cut into the same terms (:mod:`bot.corpus.terms`)
before they get here, so that nobody's words ever reach a query parser.
"""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import contextmanager
from time import monotonic, sleep
from typing import TYPE_CHECKING

import tantivy
from tantivy import FieldType, Occur
from tantivy import Query as Wanted

from bot.corpus.mentions import usable
from bot.corpus.ranking import PASSAGE, TITLE, distinct, indexed, ordinal, present
from bot.corpus.recency import HALF_LIFE, fresh
from bot.corpus.topics import BEGUN, NEWEST, best, entries, starts
from bot.errors import StoreBusy, StoreDamaged
from bot.ports import Match

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from bot.corpus.topics import Kind
    from bot.domain import Filters, Moment, Reading
    from bot.ports import Query

SHAPE = "4"
"""Part of every mark: an index of another shape is behind, whatever its mark, and is built anew."""
WAIT = 30.0
"""Seconds to wait for another process that is writing."""
HEAP = 32_000_000
"""Bytes each writer may fill before it writes a segment."""
LOOK = 300
"""Articles that are looked at for their age."""
ARTICLES = 40
"""The best of them, whose passages are ranked."""
PASSAGES = 240
"""The best passages of those, which are told from each other by their article too."""
SUGGESTED = 4_096
"""Lists of suggestions that are kept until the corpus changes."""
UNDATED = -(10**6)
"""Day of an article without a date."""


class TantivyIndex:
    """An index in one folder. Any number of processes may read it; one at a time writes, and the others wait for it."""

    def __init__(self, folder: Path, *, wait: float = WAIT) -> None:
        """Open the folder, or make it; an index that cannot be read is thrown away, since it can be built anew."""
        self._folder = folder
        self._wait = wait
        self._open()

    def _open(self) -> None:
        try:
            self._read()
        except ValueError:
            with self._alone():
                try:
                    # Another process may have made it in the meantime.
                    self._read()
                except ValueError:
                    self._make()

    def _read(self) -> None:
        self._articles = tantivy.Index.open(str(self._folder / "articles"))
        self._passages = tantivy.Index.open(str(self._folder / "passages"))
        self._load()
        if self._mark() is None and self._finder.num_docs:
            raise ValueError("an index of another shape")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other processes from making the index at the same time; the lock ends with the process that holds it."""
        try:
            import fcntl
        except ImportError:  # Windows has none: there, whoever comes second is told to try again.
            yield
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "making.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _make(self) -> None:
        try:
            for part in ("articles", "passages"):
                shutil.rmtree(self._folder / part, ignore_errors=True)
                (self._folder / part).mkdir(parents=True)
            self._articles = tantivy.Index(_ARTICLES, str(self._folder / "articles"))
            self._passages = tantivy.Index(_PASSAGES, str(self._folder / "passages"))
        except (OSError, ValueError) as problem:
            raise StoreDamaged(
                f"no index can be made in {str(self._folder)!r} ({problem}); check the folder's rights"
            ) from problem
        self._load()

    def _load(self) -> None:
        self._seen = self._state()
        self._finder = self._articles.searcher()
        self._ranker = self._passages.searcher()
        hits = self._finder.search(Wanted.all_query(), 1, count=False, order_by_field="day").hits
        self._newest = int(hits[0][0]) if hits and hits[0][0] is not None else UNDATED
        # Kept, since every command asks for it and few find it changed.
        self._at = self._mark()
        self._suggested: dict[tuple[tuple[str, ...], frozenset[str], int], tuple[str, ...]] = {}
        # Where there is but one collection, the usual case, asking for it needs no filter.
        counted = self._finder.terms_with_prefix("collection", "", limit=2)
        self._collections = frozenset(name for name, _ in counted) if len(counted) == 1 else frozenset()

    def _refresh(self) -> None:
        """See what other processes have committed."""
        if self._state() != self._seen:
            try:
                self._articles.reload()
                self._passages.reload()
            except ValueError:
                # Caught while another process was making it anew: what was seen last still serves, and it is looked at again.
                return
            self._load()

    def _state(self) -> tuple[int, ...]:
        state: list[int] = []
        for part in ("articles", "passages"):
            try:
                file = (self._folder / part / "meta.json").stat()
            except FileNotFoundError:
                state.append(0)
            else:
                state += (file.st_mtime_ns, file.st_ino)
        return tuple(state)

    async def mark(self) -> str | None:
        """The mark of the last commit, by which the corpus sees whether the index is behind."""
        self._refresh()
        return self._at

    def _mark(self) -> str | None:
        hits = self._finder.search(Wanted.term_query(_ARTICLES, "kind", "mark"), 1, count=False).hits
        if not hits:
            return None
        shape, _, mark = str(self._finder.doc(hits[0][1]).get_first("mark")).partition(" ")
        return mark if shape == SHAPE else None

    async def clear(self) -> None:
        """Forget everything, the mark too: what is done before it is built anew."""
        with self._writing() as writers:
            for writer in writers:
                writer.delete_all_documents()

    async def apply(self, *, add: Iterable[Reading], delete: Iterable[str], mark: str) -> None:
        """Replace sources in one commit: delete these source ids, add these readings, remember ``mark``.

        Embargoed and retracted sources are only deleted. Raises ``StoreBusy`` where another process keeps on writing.
        """
        with self._writing() as (articles, passages):
            forgotten = set(delete)
            for source in forgotten:
                _forget(source, articles, passages)
            for reading in add:
                if reading.source.id in forgotten:
                    # Once is enough, unless the same source comes a second time.
                    forgotten.remove(reading.source.id)
                else:
                    _forget(reading.source.id, articles, passages)
                if usable(reading.source) and reading.passages:
                    _add(reading, articles, passages)
            articles.delete_documents_by_query(Wanted.term_query(_ARTICLES, "kind", "mark"))
            articles.add_document(tantivy.Document(kind="mark", mark=f"{SHAPE} {mark}"))

    @contextmanager
    def _writing(self) -> Iterator[tuple[tantivy.IndexWriter, tantivy.IndexWriter]]:
        """Both writers. The articles' commit, which holds the mark, is last: after a crash in between both are done again."""
        articles = self._writer(self._articles)
        try:
            passages = self._writer(self._passages)
            try:
                yield articles, passages
                passages.commit()
                articles.commit()
            finally:
                passages.wait_merging_threads()
        except (OSError, ValueError) as problem:
            raise StoreDamaged(
                f"the index in {str(self._folder)!r} cannot be written ({problem}); free some space and try again"
            ) from problem
        finally:
            articles.wait_merging_threads()
        self._refresh()

    def _writer(self, index: tantivy.Index) -> tantivy.IndexWriter:
        patience, pause = monotonic() + self._wait, 0.01
        while True:
            try:
                writer = index.writer(HEAP, 1)
                # A writer that was killed may have left a file that this one is going to name alike, and would fail over.
                writer.garbage_collect_files()
                return writer
            except ValueError as problem:
                if "LockBusy" not in str(problem):
                    raise StoreDamaged(
                        f"the index in {str(self._folder)!r} cannot be written ({problem}); check the folder's rights"
                    ) from problem
                if monotonic() > patience:
                    raise StoreBusy(
                        f"another process is writing the index in {str(self._folder)!r}; what was read is stored, and will be"
                        " indexed at the next start"
                    ) from problem
            sleep(pause)
            pause = min(pause * 2, 0.25)

    async def has(self, query: Query) -> bool:
        """Whether any article would be found: one look at the articles, and none at their passages."""
        self._refresh()
        words = distinct(query.words)
        if not words:
            return False
        wanted = _all(_any(_ARTICLES, words, body=1.0, title=TITLE), self._limits(query.filters, query.as_of))
        return bool(self._finder.search(wanted, 1, count=False).hits)

    async def search(self, query: Query, limit: int) -> Sequence[Match]:
        """The best passages, best first; at most ``limit``."""
        self._refresh()
        words = distinct(query.words)
        if not words or limit < 1:
            return ()
        found = self._find(words, query)
        if not found:
            return ()
        # A boolean query of forty terms is twice as quick here as one term set query.
        within = Wanted.boolean_query([(Occur.Should, Wanted.term_query(_PASSAGES, "source", source)) for source in found])
        hits = self._ranker.search(_all(_any(_PASSAGES, words, body=1.0), [within]), max(PASSAGES, limit), count=False).hits
        addresses = [address for _, address in hits]
        sources, starts, ends = (self._ranker.fast_field_values(field, addresses) for field in ("source", "start", "end"))
        ranked = []
        for (score, _), source, start, end in zip(hits, sources, starts, ends, strict=True):
            number = int(source or 0)
            whole, factor, origin = found[number]
            ranked.append((-(whole + PASSAGE * score) * factor, number, int(start or 0), int(end or 0), origin))
        ranked.sort()
        return [
            Match(source=f"{number:016x}", start=start, end=end, score=-score, origin=f"{origin:016x}")
            for score, number, start, end, origin in ranked[:limit]
        ]

    async def suggest(self, kind: Kind, typed: str, collections: frozenset[str], limit: int) -> Sequence[str]:
        """Topics or outlets of these collections with a word that begins as typed, the most reported first."""
        self._refresh()
        asked = (starts(kind, typed), collections, limit)
        if (known := self._suggested.get(asked)) is not None:
            # Everybody begins with the same letters, and asks again at every key.
            return known
        wanted, those = asked[0], self._among(collections)
        counted: Iterable[tuple[str, int]]
        if kind == "outlet" or len(wanted[0]) > BEGUN:
            walks = [self._finder.terms_with_prefix("named", begun, those, limit=4 * limit) for begun in wanted]
            counted = (entry for walk in walks for entry in walk)
        else:
            newest = self._finder.search(those, NEWEST, count=False, order_by_field="day").hits
            named = (self._finder.doc(address).get_all("named") for _, address in newest)
            counted = Counter(entry for some in named for entry in some if entry.startswith(wanted)).items()
        if len(self._suggested) >= SUGGESTED:
            self._suggested.clear()
        known = self._suggested[asked] = tuple(best(counted, limit))
        return known

    def _find(self, words: Mapping[tuple[str, ...], float], query: Query) -> dict[int, tuple[float, float, int]]:
        """The best articles by number, each with the score of its words, the factor of its age, and its origin."""
        wanted = _any(_ARTICLES, words, body=1.0, title=TITLE)
        limits = self._limits(query.filters, query.as_of)
        around = present(query, self._newest)
        searches = [limits]
        if around is not None and self._finder.num_docs > 10 * LOOK:
            # Words alone may rank a recent article too low to be looked at, so recent ones are also asked for by themselves.
            searches.append([*limits, _days(around - 3 * HALF_LIFE, None)])
        hits = {}
        for conditions in searches:
            for score, address in self._finder.search(_all(wanted, conditions), LOOK, count=False).hits:
                hits[address.segment_ord, address.doc] = (score, address)
        addresses = [address for _, address in hits.values()]
        sources, origins, days = (self._finder.fast_field_values(field, addresses) for field in ("source", "origin", "day"))
        found = []
        for (score, _), source, origin, day in zip(hits.values(), sources, origins, days, strict=True):
            factor = 1.0 if around is None else fresh(None if day == UNDATED else around - int(day or 0))
            found.append((score * factor, int(source or 0), score, factor, int(origin or 0)))
        found.sort(reverse=True)
        return {source: (score, factor, origin) for _, source, score, factor, origin in found[:ARTICLES]}

    def _among(self, collections: frozenset[str]) -> Wanted:
        those = [Wanted.term_query(_ARTICLES, "collection", collection) for collection in sorted(collections)]
        return Wanted.boolean_query([(Occur.Should, one) for one in those]) if those else Wanted.empty_query()

    def _limits(self, filters: Filters, as_of: Moment | None) -> list[Wanted]:
        limits = []
        if filters.collections != self._collections:
            limits.append(self._among(filters.collections))
        if filters.outlet is not None:
            limits.append(Wanted.term_query(_ARTICLES, "outlet", filters.outlet.casefold()))
        if filters.since is not None or filters.until is not None:
            limits.append(
                _days(ordinal(filters.since) if filters.since else None, ordinal(filters.until) if filters.until else None)
            )
        if as_of is not None and ordinal(as_of) < self._newest:
            limits.append(_days(UNDATED, ordinal(as_of)))
        return limits


def _schemas() -> tuple[tantivy.Schema, tantivy.Schema]:
    articles, passages = tantivy.SchemaBuilder(), tantivy.SchemaBuilder()
    for builder in (articles, passages):
        builder.add_unsigned_field("source", indexed=True, fast=True)
        builder.add_text_field("body", tokenizer_name="whitespace")
    articles.add_unsigned_field("origin", fast=True)
    articles.add_text_field("title", tokenizer_name="whitespace")
    articles.add_text_field("outlet", tokenizer_name="raw", index_option="basic")
    articles.add_text_field("collection", tokenizer_name="raw", index_option="basic")
    articles.add_text_field("named", tokenizer_name="raw", index_option="basic", stored=True)
    articles.add_integer_field("day", indexed=True, fast=True)
    articles.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    articles.add_text_field("mark", tokenizer_name="raw", index_option="basic", stored=True)
    passages.add_unsigned_field("start", fast=True)
    passages.add_unsigned_field("end", fast=True)
    return articles.build(), passages.build()


_ARTICLES, _PASSAGES = _schemas()


def _forget(source: str, articles: tantivy.IndexWriter, passages: tantivy.IndexWriter) -> None:
    # Not delete_documents_by_term: of an unsigned field it silently deletes nothing (tantivy-py 0.27).
    articles.delete_documents_by_query(Wanted.term_query(_ARTICLES, "source", int(source, 16)))
    passages.delete_documents_by_query(Wanted.term_query(_PASSAGES, "source", int(source, 16)))


def _add(reading: Reading, articles: tantivy.IndexWriter, passages: tantivy.IndexWriter) -> None:
    source, number = reading.source, int(reading.source.id, 16)
    title = indexed(source.title)
    whole: list[str] = []
    for passage in reading.passages:
        body = indexed(reading.at(passage))
        document = tantivy.Document()
        document.add_unsigned("source", number)
        # What only the headline says is found at the head of the article.
        document.add_text("body", body if whole else f"{title} {body}")
        document.add_unsigned("start", passage.start)
        document.add_unsigned("end", passage.end)
        passages.add_document(document)
        whole.append(body)
    document = tantivy.Document()
    document.add_unsigned("source", number)
    document.add_unsigned("origin", int(source.origin, 16))
    document.add_text("body", " ".join(whole))
    document.add_text("title", title)
    document.add_text("outlet", (source.outlet or "").casefold())
    document.add_text("collection", source.collection)
    for entry in entries(reading):
        document.add_text("named", entry)
    document.add_integer("day", UNDATED if source.day is None else ordinal(source.day))
    articles.add_document(document)


def _any(schema: tantivy.Schema, words: Mapping[tuple[str, ...], float], **fields: float) -> Wanted:
    parts = []
    for key, weight in words.items():
        for field, share in fields.items():
            part = Wanted.term_query(schema, field, key[0]) if len(key) == 1 else Wanted.phrase_query(schema, field, list(key))
            parts.append((Occur.Should, part if weight * share == 1 else Wanted.boost_query(part, weight * share)))
    return Wanted.boolean_query(parts)


def _all(words: Wanted, limits: Sequence[Wanted]) -> Wanted:
    """The query for words, within limits that add nothing to the score."""
    if not limits:
        return words
    return Wanted.boolean_query(
        [(Occur.Must, words), *((Occur.Must, Wanted.const_score_query(limit, 0.0)) for limit in limits)]
    )


def _days(first: int | None, last: int | None) -> Wanted:
    lower, upper = UNDATED + 1 if first is None else first, 10**7 if last is None else last
    return Wanted.range_query(_ARTICLES, "day", FieldType.Integer, lower_bound=lower, upper_bound=upper)
