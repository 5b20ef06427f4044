"""The newsroom's articles in SQLite: sources, revisions, readings, people and the signatures of copies.

All SQL is here, in a dialect that other databases share. The database is in WAL mode: readers never wait for the writer.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from bot.corpus import mentions, origins, spelling
from bot.corpus.packed import PackedReading, pack
from bot.corpus.people import FormCount, merge, surname_key
from bot.domain import Source
from bot.errors import StoreBusy, StoreDamaged, UnknownSource
from bot.ports import Changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from bot.domain import Filters, Moment, Person, Reading
    from bot.ports import News

SCHEMA = "2"
WAIT = 30.0
"""Seconds to wait for another process that is writing."""
READINGS = 512
"""Readings kept in memory, least recently used first out."""
PERSONS = 4096
"""Merged persons kept in memory."""
MENTIONS = 120
"""Mentions of one surname that are merged at most, newest sources first."""

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE source (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, revision TEXT NOT NULL, title TEXT NOT NULL, outlet TEXT, author TEXT,
    place TEXT, published TEXT, url TEXT, path TEXT, status TEXT NOT NULL, origin TEXT NOT NULL, collection TEXT NOT NULL,
    arrived TEXT
);
CREATE INDEX source_published ON source (published);
CREATE INDEX source_origin ON source (origin);
CREATE INDEX source_arrived ON source (arrived);
CREATE TABLE revision (
    source INTEGER NOT NULL, revision TEXT NOT NULL, title TEXT NOT NULL, published TEXT, text TEXT NOT NULL,
    packed TEXT NOT NULL, PRIMARY KEY (source, revision)
);
CREATE TABLE change (number INTEGER PRIMARY KEY, source TEXT NOT NULL UNIQUE);
CREATE TABLE person (
    surname TEXT NOT NULL, source INTEGER NOT NULL, form TEXT NOT NULL, role TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (surname, source, form, role)
) WITHOUT ROWID;
CREATE TABLE shingle (hash INTEGER NOT NULL, source INTEGER NOT NULL, PRIMARY KEY (hash, source)) WITHOUT ROWID;
CREATE TABLE word (word TEXT PRIMARY KEY, form TEXT NOT NULL, count INTEGER NOT NULL) WITHOUT ROWID;
"""
_SINCE_1 = ("ALTER TABLE source ADD COLUMN arrived TEXT", "CREATE INDEX source_arrived ON source (arrived)")
"""What makes a store of schema 1 one of schema 2: when its articles came in is not known."""
_COLUMNS = (
    "s.id, s.revision, s.title, s.outlet, s.author, s.place, s.published, s.url, s.path, s.status, s.origin, s.collection,"
    " s.arrived"
)
_DAMAGED = "move it away and ingest again"
_NEXT = {
    sqlite3.SQLITE_CANTOPEN: "see that it is a file in a folder that may be written, or name another folder with --home",
    sqlite3.SQLITE_READONLY: "give this user the right to write it, or name another folder with --home",
    sqlite3.SQLITE_FULL: "free some space and try again",
    sqlite3.SQLITE_IOERR: "see that the disk is well and has space, and try again",
}
"""What to do next about what SQLite says, by its primary result code (sqlite.org/rescode.html)."""
_MANY = 500
"""Values bound in one statement: SQLite's oldest bound on them is 999."""


class SqliteCorpus:
    """A corpus in one SQLite file. To be used from the thread that opened it."""

    def __init__(self, path: Path, *, wait: float = WAIT) -> None:
        """Open the file, or make it; raises ``StoreDamaged`` where it is not such a store."""
        self._path = path
        self._readings: OrderedDict[str, PackedReading] = OrderedDict()
        self._persons: OrderedDict[tuple[str, frozenset[str] | None], tuple[Person, ...]] = OrderedDict()
        self._stood: tuple[tuple[int, int], tuple[str, str | None]] | None = None
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._translated():
            self._db = sqlite3.connect(path, timeout=wait, isolation_level=None)
        try:
            with self._translated():
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA synchronous = NORMAL")
                self._db.execute("PRAGMA cache_size = -16000")
                self._begin()
                self._seen = self._version()
        except BaseException:
            self._db.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    async def readings(self, ids: Iterable[str]) -> dict[str, Reading]:
        """The current readings of these sources; ids that are unknown are left out."""
        wanted = list(dict.fromkeys(ids))
        with self._translated():
            self._refresh()
            missing = [source for source in wanted if source not in self._readings]
            loaded: dict[str, PackedReading] = {}
            for some in _split(missing):
                for row in self._db.execute(
                    f"SELECT {_COLUMNS}, r.text, r.packed FROM source s JOIN revision r ON r.source = s.number"
                    f" AND r.revision = s.revision WHERE s.id IN ({_marks(some)})",
                    some,
                ):
                    loaded[row[0]] = PackedReading.of(source=_source(row), text=row[-2], packed=row[-1])
        found: dict[str, Reading] = {}
        for source in wanted:
            reading = loaded.get(source)
            if reading is None and (reading := self._readings.get(source)) is not None:
                self._readings.move_to_end(source)
            if reading is not None:
                found[source] = reading
        for source, reading in loaded.items():
            self._keep(source, reading)
        return found

    async def reading(self, source: str, revision: str | None = None) -> Reading:
        """One reading, of the current revision unless another is named; raises ``UnknownSource``."""
        if revision is None:
            found = (await self.readings([source])).get(source)
            if found is None:
                raise UnknownSource(f"no source has the id {source!r}; `nutgraf sources list` shows those there are")
            return found
        with self._translated():
            row = self._db.execute(
                f"SELECT {_COLUMNS}, r.revision, r.title, r.published, r.text, r.packed FROM source s"
                " JOIN revision r ON r.source = s.number WHERE s.id = ? AND r.revision = ?",
                (source, revision),
            ).fetchone()
        if row is None:
            raise UnknownSource(f"no source has the id {source!r} and the revision {revision!r}")
        then = replace(_source(row), revision=row[13], title=row[14], published=_moment(row[15]))
        return PackedReading.of(source=then, text=row[16], packed=row[17])

    async def sources(self, filters: Filters | None = None, *, limit: int | None = None) -> Sequence[Source]:
        """The current sources, newest first and undated ones last; all of them, of every status, where there are no filters."""
        where, values = _where(filters)
        outlet = filters.outlet.casefold() if filters and filters.outlet else None
        sql = f"SELECT {_COLUMNS} FROM source s{where} ORDER BY s.published IS NULL, s.published DESC, s.number"
        with self._translated():
            # An outlet is compared by Python's rules, after the rows are read.
            rows = self._db.execute(f"{sql} LIMIT ?", (*values, -1 if limit is None or outlet else limit)).fetchall()
        return [_source(row) for row in rows if outlet is None or (row[3] or "").casefold() == outlet][:limit]

    async def revisions(self, ids: Iterable[str]) -> dict[str, str]:
        """The current revision of each of these sources that is known."""
        found: dict[str, str] = {}
        with self._translated():
            for some in _split(list(ids)):
                found.update(self._db.execute(f"SELECT id, revision FROM source WHERE id IN ({_marks(some)})", some))
        return found

    async def people(self, forms: Iterable[str], collections: frozenset[str] | None = None) -> Sequence[Person]:
        """The persons whom these forms of names may mean, merged over these collections, or over all where none are named."""
        found: list[Person] = []
        with self._translated():
            self._refresh()
            for key in {surname_key(form): None for form in forms}:
                persons = self._persons.get((key, collections))
                if persons is None:
                    persons = self._persons[key, collections] = self._merged(key, collections)
                    if len(self._persons) > PERSONS:
                        self._persons.popitem(last=False)
                else:
                    self._persons.move_to_end((key, collections))
                found += persons
        return found

    def _merged(self, key: str, collections: frozenset[str] | None) -> tuple[Person, ...]:
        # A role that a private article gives somebody is as private as the article.
        seen = f" AND s.collection IN ({_marks(collections)})" if collections is not None else ""
        rows = self._db.execute(
            "SELECT p.form, p.role, s.id, p.count FROM person p JOIN source s ON s.number = p.source"
            f" WHERE p.surname = ?{seen} ORDER BY p.source DESC LIMIT ?",
            (key, *sorted(collections or ()), MENTIONS),
        )
        return merge(FormCount(form=form, role=role or None, source=source, count=count) for form, role, source, count in rows)

    async def nearest(self, word: str) -> Sequence[str]:
        """Words of titles and names spelt nearly like this one, likeliest first; empty where the word itself is known."""
        folded, most = word.casefold(), spelling.reach(word)
        if not most:
            return ()
        with self._translated():
            if self._db.execute("SELECT 1 FROM word WHERE word = ?", (folded,)).fetchone():
                return ()
            vocabulary = self._db.execute(
                "SELECT form, count FROM word WHERE length(word) BETWEEN ? AND ?", (len(folded) - most, len(folded) + most)
            )
            return spelling.nearest(folded, vocabulary)

    async def arrived(self, since: datetime, collections: frozenset[str]) -> Sequence[Source]:
        """The current sources that came in at this moment or later, last first; not those of which that is unknown."""
        with self._translated():
            rows = self._db.execute(
                f"SELECT {_COLUMNS} FROM source s WHERE s.arrived >= ? AND s.collection IN ({_marks(collections)})"
                " ORDER BY s.arrived DESC, s.number DESC",
                (_instant(since), *sorted(collections)),
            ).fetchall()
        return [_source(row) for row in rows]

    async def arrivals(self, since: datetime, collections: frozenset[str]) -> dict[str, Sequence[datetime]]:
        """At which moments since this one each outlet's articles came in: each moment once, oldest first."""
        found: dict[str, Sequence[datetime]] = {}
        with self._translated():
            rows = self._db.execute(
                "SELECT DISTINCT outlet, arrived FROM source WHERE arrived >= ? AND outlet IS NOT NULL"
                f" AND collection IN ({_marks(collections)}) ORDER BY arrived",
                (_instant(since), *sorted(collections)),
            )
            for outlet, at in rows:
                found[outlet] = (*found.get(outlet, ()), datetime.fromisoformat(at))
        return found

    async def put(self, readings: Sequence[Reading]) -> None:
        """Store these as the current readings of their sources, all or none, each under the origin of its near-copies."""
        with self._translated(), self._writing():
            stored = self._put_all(readings)
        self._persons.clear()
        for kept in stored:
            self._keep(kept.source.id, kept)

    async def remove(self, ids: Iterable[str]) -> None:
        """Forget these sources and all their revisions."""
        with self._translated(), self._writing():
            self._remove_all(ids)
        self._persons.clear()

    async def followed(self) -> tuple[str, str | None]:
        """Its own mark, and the mark of the newsroom that it has come to, both of one moment."""
        with self._translated():
            # Every command asks for this, and few find that another process or this one has written.
            state = (self._version(), self._db.total_changes)
            if self._stood is None or self._stood[0] != state:
                meta = dict(self._db.execute("SELECT key, value FROM meta"))
                if missing := {"store", "changes"} - meta.keys():
                    raise StoreDamaged(f"{str(self._path)!r} lacks its {min(missing)!r}; ingest into a new --home")
                self._stood = (state, (f"{meta['store']}:{meta['changes']}", meta.get("followed")))
        return self._stood[1]

    async def extent(self, filters: Filters | None = None) -> tuple[int, Moment | None]:
        """How many sources there are, and when the newest was published: cheap to ask for, unless an outlet is asked for."""
        if filters is not None and filters.outlet:
            found = await self.sources(filters)
            return len(found), found[0].published if found else None
        where, values = _where(filters)
        with self._translated():
            count, newest = self._db.execute(f"SELECT count(*), max(s.published) FROM source s{where}", values).fetchone()
        return int(count), _moment(newest)

    async def adopt(self, news: News, *, after: str | None) -> bool:
        """Apply changes and remember their mark, all or none; False where the replica no longer stands at ``after``."""
        with self._translated(), self._writing():
            row = self._db.execute("SELECT value FROM meta WHERE key = 'followed'").fetchone()
            if (row[0] if row else None) != after:
                return False
            if news.anew:
                self._remove_all([source for (source,) in self._db.execute("SELECT id FROM source").fetchall()])
            self._remove_all(news.gone)
            stored = self._put_all(news.readings)
            self._db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('followed', ?)", (news.mark,))
        self._persons.clear()
        for kept in stored:
            self._keep(kept.source.id, kept)
        return True

    async def changes(self, since: str | None, limit: int) -> Changes | None:
        """The next changes after this mark, at most ``limit`` of them; None where there are none."""
        with self._translated():
            store, last = self._meta("store"), self._counter()
            owner, _, number = (since or "").partition(":")
            anew = owner != store or not number.isdecimal() or int(number) > last
            rows = self._db.execute(
                "SELECT c.number, c.source, s.id FROM change c LEFT JOIN source s ON s.id = c.source"
                " WHERE c.number > ? ORDER BY c.number LIMIT ?",
                (0 if anew else int(number), limit),
            ).fetchall()
        if not rows and not anew:
            return None
        return Changes(
            changed=tuple(source for _, source, there in rows if there is not None),
            gone=tuple(source for _, source, there in rows if there is None),
            mark=f"{store}:{rows[-1][0] if rows else 0}",
            anew=anew,
        )

    def _put_all(self, readings: Iterable[Reading]) -> list[PackedReading]:
        """Write readings, in a transaction that is open; gives what is stored now."""
        stored: list[PackedReading] = []
        counter = self._counter()
        for reading in readings:
            for changed in self._put(reading):
                counter += 1
                self._changed(changed.source.id, counter)
                stored.append(changed)
        self._db.execute("UPDATE meta SET value = ? WHERE key = 'changes'", (str(counter),))
        return stored

    def _remove_all(self, ids: Iterable[str]) -> None:
        """Take sources out, in a transaction that is open."""
        counter = self._counter()
        for source in ids:
            row = self._db.execute("SELECT number FROM source WHERE id = ?", (source,)).fetchone()
            if row is not None:
                self._unlist(row[0])
                self._db.execute("DELETE FROM revision WHERE source = ?", row)
                self._db.execute("DELETE FROM source WHERE number = ?", row)
                counter += 1
                self._changed(source, counter)
                self._readings.pop(source, None)
        self._db.execute("UPDATE meta SET value = ? WHERE key = 'changes'", (str(counter),))

    def _put(self, reading: Reading) -> Iterator[PackedReading]:
        """Write one reading; gives it as stored, and then each undated copy that it gives a date to."""
        db, source = self._db, reading.source
        row = db.execute("SELECT number FROM source WHERE id = ?", (source.id,)).fetchone()
        if row is not None:
            self._unlist(row[0])
        number: int = row[0] if row is not None else db.execute("SELECT coalesce(max(number), 0) + 1 FROM source").fetchone()[0]
        own = origins.shingles(reading)
        hashes = origins.sketch(own)
        shared = db.execute(f"SELECT hash, source FROM shingle WHERE hash IN ({_marks(hashes)})", hashes).fetchall()
        candidates = [self._numbered(other) for other in origins.hinted(shared, number)]
        copies = origins.closest(own, candidates)
        reading = origins.placed(reading, [copy.source for copy in copies])
        source = reading.source
        db.execute(
            "INSERT INTO source (number, id, revision, title, outlet, author, place, published, url, path, status, origin,"
            " collection, arrived) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET"
            " revision = excluded.revision, title = excluded.title, outlet = excluded.outlet, author = excluded.author,"
            " place = excluded.place,"
            " published = excluded.published, url = excluded.url, path = excluded.path, status = excluded.status,"
            " origin = excluded.origin, collection = excluded.collection, arrived = excluded.arrived",
            (
                number, source.id, source.revision, source.title, source.outlet, source.author, source.place,
                source.published.isoformat() if source.published else None, source.url, source.path, source.status,
                source.origin, source.collection, _instant(source.arrived) if source.arrived else None,
            ),
        )  # fmt: skip
        yield self._write(number, reading)
        self._list(number, reading, origins.uncrowded(hashes, shared))
        if source.published is not None:
            for copy in copies:
                if copy.source.published is None and (dated := origins.dated_by(copy, source)) is not copy:
                    its = db.execute("SELECT number FROM source WHERE id = ?", (copy.source.id,)).fetchone()[0]
                    yield self._write(its, dated)

    def _write(self, number: int, reading: Reading) -> PackedReading:
        packed, source = pack(reading), reading.source
        self._db.execute(
            "INSERT INTO revision (source, revision, title, published, text, packed) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (source, revision) DO UPDATE SET title = excluded.title, published = excluded.published,"
            " packed = excluded.packed",
            (
                number, source.revision, source.title, source.published.isoformat() if source.published else None, reading.text,
                packed,
            ),
        )  # fmt: skip
        return PackedReading.of(source=source, text=reading.text, packed=packed, passages=reading.passages)

    def _list(self, number: int, reading: Reading, hashes: Sequence[int]) -> None:
        """Add a reading to the lists of persons, copies and words."""
        self._db.executemany("INSERT INTO shingle (hash, source) VALUES (?, ?)", [(code, number) for code in hashes])
        if not mentions.usable(reading.source):
            return
        self._db.executemany(
            "INSERT INTO person (surname, source, form, role, count) VALUES (?, ?, ?, ?, ?)",
            [(key, number, form, role, count) for (key, form, role), count in mentions.persons(reading).items()],
        )
        self._db.executemany(
            "INSERT INTO word (word, form, count) VALUES (?, ?, 1) ON CONFLICT (word) DO UPDATE SET count = count + 1",
            [(form.casefold(), form) for form in mentions.known(reading)],
        )

    def _unlist(self, number: int) -> None:
        """Take a source's current reading off the lists of persons and copies."""
        reading = self._numbered(number)
        self._db.executemany(
            "DELETE FROM shingle WHERE hash = ? AND source = ?",
            [(code, number) for code in origins.sketch(origins.shingles(reading))],
        )
        self._db.executemany(
            "DELETE FROM person WHERE surname = ? AND source = ?",
            [(key, number) for key in {key for key, _, _ in mentions.persons(reading)}],
        )

    def _numbered(self, number: int) -> PackedReading:
        row = self._db.execute(
            f"SELECT {_COLUMNS}, r.text, r.packed FROM source s JOIN revision r ON r.source = s.number"
            " AND r.revision = s.revision WHERE s.number = ?",
            (number,),
        ).fetchone()
        return PackedReading.of(source=_source(row), text=row[-2], packed=row[-1])

    def _changed(self, source: str, counter: int) -> None:
        self._db.execute("DELETE FROM change WHERE source = ?", (source,))
        self._db.execute("INSERT INTO change (number, source) VALUES (?, ?)", (counter, source))

    def _keep(self, source: str, reading: PackedReading) -> None:
        self._readings[source] = reading
        self._readings.move_to_end(source)
        if len(self._readings) > READINGS:
            self._readings.popitem(last=False)

    def _begin(self) -> None:
        if self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone() is None:
            with self._writing():
                # Another process may have made the tables while this one waited for the lock.
                if self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone() is None:
                    for statement in _TABLES.split(";\n"):
                        self._db.execute(statement)
                    self._db.executemany(
                        "INSERT INTO meta (key, value) VALUES (?, ?)",
                        [("schema", SCHEMA), ("store", uuid4().hex), ("changes", "0")],
                    )
        if self._meta("schema") == "1":
            with self._writing():
                if self._meta("schema") == "1":
                    for statement in _SINCE_1:
                        self._db.execute(statement)
                    self._db.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (SCHEMA,))
        if (schema := self._meta("schema")) != SCHEMA:
            raise StoreDamaged(
                f"{str(self._path)!r} has schema {schema!r}, and this version reads {SCHEMA!r}; ingest into a new --home"
            )

    def _refresh(self) -> None:
        """Forget what is kept in memory once another process has written."""
        if (version := self._version()) != self._seen:
            self._seen = version
            self._readings.clear()
            self._persons.clear()

    def _version(self) -> int:
        return int(self._db.execute("PRAGMA data_version").fetchone()[0])

    def _counter(self) -> int:
        return int(self._meta("changes"))

    def _meta(self, key: str) -> str:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise StoreDamaged(f"{str(self._path)!r} lacks its {key!r}; ingest into a new --home")
        return str(row[0])

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as problem:
            if isinstance(problem, sqlite3.OperationalError) and "locked" in str(problem):
                raise StoreBusy(
                    f"another process is writing to {str(self._path)!r}; wait for it to end and try again"
                ) from problem
            code = getattr(problem, "sqlite_errorcode", 0) & 0xFF
            raise StoreDamaged(f"{str(self._path)!r} cannot be used ({problem}); {_NEXT.get(code, _DAMAGED)}") from problem


def day_of(moment: Moment) -> str:
    """The calendar day of a moment, in its own zone, as ISO 8601."""
    return (moment.date() if isinstance(moment, datetime) else moment).isoformat()


def _moment(value: str | None) -> Moment | None:
    if value is None:
        return None
    return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)


def _where(filters: Filters | None) -> tuple[str, list[str]]:
    """The condition that the rows of sources meet, apart from their outlet."""
    if filters is None:
        return "", []
    sql, values = f" WHERE s.collection IN ({_marks(filters.collections)})", sorted(filters.collections)
    for sign, moment in ((">=", filters.since), ("<=", filters.until)):
        if moment is not None:
            sql += f" AND substr(s.published, 1, 10) {sign} ?"
            values.append(day_of(moment))
    return sql, values


def _source(row: Sequence[Any]) -> Source:
    return Source(
        id=row[0],
        revision=row[1],
        title=row[2],
        outlet=row[3],
        author=row[4],
        place=row[5],
        published=_moment(row[6]),
        url=row[7],
        path=row[8],
        status=row[9],
        origin=row[10],
        collection=row[11],
        arrived=datetime.fromisoformat(row[12]) if row[12] else None,
    )


def _instant(moment: datetime) -> str:
    """A moment as text that sorts by time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _marks(values: Iterable[object]) -> str:
    return ", ".join("?" for _ in values)


def _split(values: list[str]) -> Iterator[list[str]]:
    for at in range(0, len(values), _MANY):
        yield values[at : at + _MANY]
