"""From documents to a store and an index that agree."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import tantivy

from bot.corpus.document import Document
from bot.corpus.formats import documents
from bot.corpus.index import TantivyIndex
from bot.corpus.ingest import Report, heal, ingest
from bot.corpus.memory import MemoryCorpus, MemoryIndex
from bot.corpus.store import SqliteCorpus
from bot.domain import Filters, Reading
from bot.engine.contract import reading_json
from bot.errors import StoreBusy, StoreDamaged, UnreadableInput
from bot.ports import Index, Query
from bot.wiring import StoppedClock, finish
from tests.articles import BRIDGE, HARBOUR, ORCHARD, article, document


def found(index: Index, word: str) -> set[str]:
    """Sources that have a word."""
    return {match.source for match in finish(index.search(Query(words=((word, 1.0),), filters=Filters()), 50))}


def test_what_became_of_each_document_is_told() -> None:
    """New ones are added, changed ones changed, the same again left alone, and what cannot be read is told in one line."""
    corpus, index = MemoryCorpus(), MemoryIndex()
    first = finish(ingest([document("a.txt", HARBOUR), document("b.txt", BRIDGE)], corpus, index))
    assert (first.added, first.changed, first.unchanged, first.refused) == (2, 0, 0, ())
    again = finish(
        ingest([document("a.txt", HARBOUR), UnreadableInput("'x.pdf' is a PDF"), document("b.txt", ORCHARD)], corpus, index)
    )
    assert (again.added, again.changed, again.unchanged, again.refused) == (0, 1, 1, ("'x.pdf' is a PDF",))
    assert again.documents == 3
    assert not found(index, "girders")
    assert found(index, "blossom") == {document("b.txt", "").id}


def test_new_metadata_is_a_change() -> None:
    """The same text under another status or date is read anew."""
    corpus, index = MemoryCorpus(), MemoryIndex()
    finish(ingest([document("a.txt", HARBOUR)], corpus, index))
    assert finish(ingest([document("a.txt", HARBOUR, published="2024-10-01")], corpus, index)).changed == 1
    assert finish(ingest([document("a.txt", HARBOUR, published="2024-10-01", status="retracted")], corpus, index)).changed == 1
    assert not found(index, "breakwater")


def test_the_last_of_two_documents_with_one_id_counts() -> None:
    """Within one batch too."""
    corpus, index = MemoryCorpus(), MemoryIndex()
    finish(ingest([document("a.txt", HARBOUR), document("a.txt", BRIDGE)], corpus, index))
    assert not found(index, "breakwater")
    assert found(index, "girders")


def test_progress_is_told_batch_by_batch() -> None:
    """So that a bar can move while a folder is read."""
    told: list[Report] = []
    documents = [document(f"{n}.txt", text) for n, text in enumerate((HARBOUR, BRIDGE, ORCHARD))]
    finish(ingest(documents, MemoryCorpus(), MemoryIndex(), progress=told.append, batch=2))
    assert [report.added for report in told] == [2, 3]


class Crashing(MemoryIndex):
    """An index whose process dies when it is to commit an article."""

    async def apply(self, *, add: Iterable[Reading], delete: Iterable[str], mark: str) -> None:
        """Die, unless there is nothing to add."""
        if list(add):
            raise KeyboardInterrupt
        await super().apply(add=add, delete=delete, mark=mark)


def test_a_crash_between_the_two_commits_is_healed() -> None:
    """What is in the store but not yet in the index gets there at the next start."""
    corpus = MemoryCorpus()
    with pytest.raises(KeyboardInterrupt):
        finish(ingest([document("a.txt", HARBOUR)], corpus, Crashing()))
    index = MemoryIndex()
    assert finish(heal(corpus, index)) == 1
    assert found(index, "breakwater")
    assert finish(heal(corpus, index)) == 0


def test_a_process_killed_while_it_reads_leaves_a_sound_store(tmp_path: Path) -> None:
    """Killed outright after its first batch, it has lost nothing that it had told of, and the next start goes on from there."""
    script = f"""
import os, signal
from pathlib import Path
from bot.bench_corpus import Press
from bot.corpus.index import TantivyIndex
from bot.corpus.ingest import ingest
from bot.corpus.store import SqliteCorpus
from bot.wiring import StoppedClock, finish
home = Path({str(tmp_path)!r})
finish(ingest(Press().documents(40, sentences=6), SqliteCorpus(home / "nutgraf.db"), TantivyIndex(home / "index"), batch=10,
    progress=lambda report: os.kill(os.getpid(), signal.SIGKILL) if report.added == 20 else None))
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == -9
    with closing(SqliteCorpus(tmp_path / "nutgraf.db")) as corpus:
        index = TantivyIndex(tmp_path / "index")
        finish(heal(corpus, index))
        assert len(finish(corpus.sources())) == 20
        finish(ingest([document("a.txt", HARBOUR)], corpus, index))
        assert found(index, "breakwater")


def test_another_process_sees_what_is_committed(tmp_path: Path) -> None:
    """A second handle on the same home reads the new article, and no longer the old revision, without being opened again."""
    with closing(SqliteCorpus(tmp_path / "n.db")) as corpus, closing(SqliteCorpus(tmp_path / "n.db")) as reader:
        index, searcher = TantivyIndex(tmp_path / "index"), TantivyIndex(tmp_path / "index")
        finish(ingest([document("a.txt", HARBOUR)], corpus, index))
        id = document("a.txt", "").id
        assert found(searcher, "breakwater") == {id}
        assert finish(reader.reading(id)).text == HARBOUR
        finish(ingest([document("a.txt", BRIDGE)], corpus, index))
        assert found(searcher, "breakwater") == set()
        assert finish(reader.reading(id)).text == BRIDGE
        assert finish(reader.people(["Adeyemi"]))


def test_a_second_writer_waits_and_then_says_what_to_do(tmp_path: Path) -> None:
    """The store has the article all the same, and the index gets it once the other writer is gone."""
    with closing(SqliteCorpus(tmp_path / "n.db")) as corpus:
        index = TantivyIndex(tmp_path / "index", wait=0.05)
        other = tantivy.Index.open(str(tmp_path / "index" / "articles")).writer(15_000_000, 1)
        with pytest.raises(StoreBusy, match="another process is writing"):
            finish(ingest([document("a.txt", HARBOUR)], corpus, index))
        other.wait_merging_threads()
        finish(heal(corpus, index))
        assert not found(index, "breakwater")
        assert finish(ingest([document("a.txt", HARBOUR)], corpus, index)).added == 1
        assert found(index, "breakwater")


def test_a_locked_database_is_busy(tmp_path: Path) -> None:
    """Another process that is writing for longer than anyone waits is told of by name."""
    with closing(SqliteCorpus(tmp_path / "n.db")) as one, closing(SqliteCorpus(tmp_path / "n.db", wait=0.05)) as two:
        with one._writing(), pytest.raises(StoreBusy, match=r"n\.db"):
            finish(two.put([article("a.txt", HARBOUR)]))
        finish(two.put([article("a.txt", HARBOUR)]))


@pytest.mark.parametrize("part", ["articles", "passages"])
@pytest.mark.parametrize("harm", ["garbage", "gone"])
def test_a_damaged_index_is_built_anew(tmp_path: Path, part: str, harm: str) -> None:
    """Whatever became of its files, the next start finds everything again."""
    with closing(SqliteCorpus(tmp_path / "n.db")) as corpus:
        finish(ingest([document("a.txt", HARBOUR)], corpus, TantivyIndex(tmp_path / "index")))
        meta = tmp_path / "index" / part / "meta.json"
        if harm == "garbage":
            meta.write_text("{")
        else:
            meta.unlink()
        index = TantivyIndex(tmp_path / "index")
        assert not found(index, "breakwater")
        finish(heal(corpus, index))
        assert found(index, "breakwater")


def test_what_is_no_store_is_told_apart(tmp_path: Path) -> None:
    """A file of another kind, or of another version, is left alone and named."""
    (tmp_path / "n.db").write_text("Dear diary, today the harbour opened again." * 40)
    with pytest.raises(StoreDamaged, match=r"n\.db"):
        SqliteCorpus(tmp_path / "n.db")
    with closing(SqliteCorpus(tmp_path / "old.db")) as corpus:
        corpus._db.execute("UPDATE meta SET value = '0' WHERE key = 'schema'")
    with pytest.raises(StoreDamaged, match="schema '0'"):
        SqliteCorpus(tmp_path / "old.db")


def test_a_store_of_the_version_before_is_brought_up(tmp_path: Path) -> None:
    """Articles read by the version before stay, and when they came in is unknown; what is read now has its time."""
    with closing(SqliteCorpus(tmp_path / "n.db")) as corpus:
        finish(corpus.put([article("a.txt", HARBOUR)]))
        corpus._db.execute("DROP INDEX source_arrived")
        corpus._db.execute("ALTER TABLE source DROP COLUMN arrived")
        corpus._db.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    now = datetime(2031, 5, 5, tzinfo=UTC)
    later = now + timedelta(days=1)
    with closing(SqliteCorpus(tmp_path / "n.db")) as corpus:
        finish(ingest([document("b.txt", BRIDGE)], corpus, MemoryIndex(), clock=StoppedClock(now)))
        assert {source.path: source.arrived for source in finish(corpus.sources())} == {"a.txt": None, "b.txt": now}
        finish(ingest([document("b.txt", BRIDGE, outlet="The Post")], corpus, MemoryIndex(), clock=StoppedClock(later)))
        finish(ingest([document("a.txt", ORCHARD)], corpus, MemoryIndex(), clock=StoppedClock(later)))
        assert {source.path: source.arrived for source in finish(corpus.sources())} == {"a.txt": later, "b.txt": now}


def test_a_batch_is_stored_whole_or_not_at_all(tmp_path: Path) -> None:
    """An article that cannot be stored takes the others of its batch with it, and leaves those before alone."""
    good, bad = article("a.txt", HARBOUR), article("b.txt", BRIDGE)
    object.__setattr__(bad, "text", 5j)
    with closing(SqliteCorpus(tmp_path / "n.db")) as corpus:
        finish(corpus.put([article("c.txt", ORCHARD)]))
        with pytest.raises(Exception, match="complex"):
            finish(corpus.put([good, bad]))
        assert [source.path for source in finish(corpus.sources())] == ["c.txt"]


def test_a_document_keeps_its_text_to_the_character(tmp_path: Path) -> None:
    """Line ends, odd spaces and characters beyond the basic plane are stored as they came."""
    text = "The\u00a0ferry 🚢 “left”\r\nat dawn.\u2028It was late, said  Ana Ruiz .\n\n\n"
    with closing(SqliteCorpus(tmp_path / "n.db")) as corpus:
        finish(ingest([Document(id="00000000000000aa", text=text)], corpus, TantivyIndex(tmp_path / "index")))
        reading = finish(corpus.reading("00000000000000aa"))
    assert reading.text == text
    assert all(reading.cite(sentence).quote == text[sentence.start : sentence.end] for sentence in reading.sentences)


def test_what_was_exported_and_comes_back_is_unchanged() -> None:
    """An export holds what was worked out, where the file held only text: unless somebody edits it, it is the same article."""
    corpus, index = MemoryCorpus(), MemoryIndex()
    finish(ingest([document("a.txt", HARBOUR)], corpus, index))
    stored = reading_json(finish(corpus.reading(document("a.txt", "").id)))
    for record, changed in ((stored, 0), ({**stored, "outlet": "Ellery Courier"}, 1)):
        report = finish(ingest(documents("export.json", json.dumps(record).encode()), corpus, index))
        assert (report.added, report.changed, report.unchanged) == (0, changed, 1 - changed)
