"""What every corpus does, whatever it keeps its articles in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.corpus.memory import MemoryCorpus
from bot.corpus.store import SqliteCorpus
from bot.domain import Filters
from bot.errors import UnknownSource
from bot.ports import Archive
from bot.wiring import finish
from tests.articles import BRIDGE, HARBOUR, ORCHARD, altered, article


@pytest.fixture(params=["memory", "sqlite"])
def corpus(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    """A new corpus of each kind."""
    if request.param == "memory":
        yield MemoryCorpus()
    else:
        with closing(SqliteCorpus(tmp_path / "nutgraf.db")) as opened:
            yield opened


def test_a_reading_comes_back_as_it_was_put(corpus: Archive) -> None:
    """Text, metadata and every span survive being stored."""
    put = article("a.txt", HARBOUR, published="2024-10-01", outlet="The Ellery Times", url="https://example.org/a")
    finish(corpus.put([put]))
    got = finish(corpus.readings([put.source.id]))[put.source.id]
    assert (got.source, got.text) == (put.source, HARBOUR)
    for group in ("blocks", "sentences", "names", "quotes", "times", "passages", "notes", "captions"):
        assert getattr(got, group) == getattr(put, group), group
    assert got == put
    assert put.names
    assert put.quotes
    assert put.times


def test_unknown_ids_are_left_out(corpus: Archive) -> None:
    """Asking for what is not there gives what is, and asking for one such source by itself is an error."""
    put = article("a.txt", HARBOUR)
    finish(corpus.put([put]))
    assert list(finish(corpus.readings(["0" * 16, put.source.id]))) == [put.source.id]
    with pytest.raises(UnknownSource, match="0000000000000000"):
        finish(corpus.reading("0" * 16))


def test_an_old_revision_stays_readable(corpus: Archive) -> None:
    """A changed document is a new revision, and what cited the old one can still be opened."""
    old = article("a.txt", HARBOUR)
    new = article("a.txt", HARBOUR.replace("three-day", "four-day"))
    finish(corpus.put([old]))
    finish(corpus.put([new]))
    assert old.source.revision != new.source.revision
    assert finish(corpus.reading(old.source.id)).text == new.text
    assert finish(corpus.reading(old.source.id, old.source.revision)).text == old.text
    assert finish(corpus.revisions([old.source.id])) == {old.source.id: new.source.revision}
    with pytest.raises(UnknownSource):
        finish(corpus.reading(old.source.id, "f" * 16))


def test_sources_come_newest_first(corpus: Archive) -> None:
    """Undated sources come last."""
    undated = article("u.txt", ORCHARD)
    older = article("o.txt", HARBOUR, published="2024-09-30")
    newer = article("n.txt", BRIDGE, published="2024-10-02")
    finish(corpus.put([undated, older, newer]))
    assert [source.path for source in finish(corpus.sources())] == ["n.txt", "o.txt", "u.txt"]


@pytest.mark.parametrize(
    ("filters", "paths"),
    [
        (Filters(), ["n.txt", "o.txt", "u.txt"]),
        (Filters(since=date(2024, 10, 1)), ["n.txt"]),
        (Filters(until=date(2024, 9, 30)), ["o.txt"]),
        (Filters(outlet="the ELLERY times"), ["o.txt"]),
        (Filters(collections=frozenset({"desk"})), ["d.txt"]),
        (Filters(collections=frozenset()), []),
    ],
)
def test_filters_choose_sources(corpus: Archive, filters: Filters, paths: list[str]) -> None:
    """By day, by outlet without regard to case, and by collection; a limit takes the newest of them."""
    finish(
        corpus.put(
            [
                article("u.txt", ORCHARD),
                article("o.txt", HARBOUR, published="2024-09-30", outlet="The Ellery Times"),
                article("n.txt", BRIDGE, published="2024-10-02"),
                article("d.txt", "Only the desk may read of the merger of the two rival ferry lines.", collection="desk"),
            ]
        )
    )
    assert [source.path for source in finish(corpus.sources(filters))] == paths
    assert [source.path for source in finish(corpus.sources(filters, limit=1))] == paths[:1]
    if isinstance(corpus, SqliteCorpus):
        assert finish(corpus.extent(filters))[0] == len(paths)


def test_arrivals_are_told_by_their_time(corpus: Archive) -> None:
    """What came in since a moment comes last first, by collection; what came in at an unknown time is in no list."""
    noon = datetime(2024, 10, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    given = [("a.txt", HARBOUR, noon), ("b.txt", BRIDGE, noon + timedelta(hours=1)), ("c.txt", ORCHARD, None)]
    put = [article(name, text, outlet="The Ellery Times") for name, text, _ in given]
    for reading, (_, _, at) in zip(put, given, strict=True):
        finish(corpus.put([replace(reading, source=replace(reading.source, arrived=at))]))
    open_to_all = frozenset({"default"})

    def came(since: datetime) -> list[str | None]:
        return [source.path for source in finish(corpus.arrived(since, open_to_all))]

    assert came(noon.astimezone(UTC)) == ["b.txt", "a.txt"]
    assert came(noon + timedelta(seconds=1)) == ["b.txt"]
    assert finish(corpus.arrived(noon, frozenset({"desk"}))) == []
    moments = finish(corpus.arrivals(noon, open_to_all))
    assert {outlet: list(at) for outlet, at in moments.items()} == {"The Ellery Times": [noon, noon + timedelta(hours=1)]}
    assert finish(corpus.readings([put[0].source.id]))[put[0].source.id].source.arrived == noon


def test_people_are_merged_over_spellings(corpus: Archive) -> None:
    """Asking for one spelling of a surname finds the person under every form that the sources give, with the roles."""
    other = (
        "Mayor Anton Zelenskiy opened the new library on Friday. Zelenskiy said the reading room would stay open at night.\n"
    )
    finish(corpus.put([article("a.txt", HARBOUR), article("b.txt", other)]))
    people = finish(corpus.people(["Zelenskyy"]))
    assert len(people) == 1
    assert {"Anton Zelensky", "Anton Zelenskiy", "Zelenskiy"} <= set(people[0].forms)
    assert finish(corpus.people(["Nobody"])) == []


def test_people_of_a_replaced_reading_are_gone(corpus: Archive) -> None:
    """Who is no longer named in a source is no longer found by it."""
    finish(corpus.put([article("a.txt", HARBOUR)]))
    assert finish(corpus.people(["Kowalski"]))
    finish(corpus.put([article("a.txt", BRIDGE)]))
    assert not finish(corpus.people(["Kowalski"]))


def test_near_copies_share_an_origin(corpus: Archive) -> None:
    """A copy with other words here and there, another headline and no end has the origin of what it copies."""
    original = article("a.txt", HARBOUR, title="Harbour opens again")
    copy = article("b.txt", altered(HARBOUR), title="Cranes move once more at Port Ellery")
    other = article("c.txt", BRIDGE)
    finish(corpus.put([original, copy, other]))
    got = finish(corpus.readings(r.source.id for r in (original, copy, other)))
    assert got[copy.source.id].source.origin == got[original.source.id].source.origin == original.source.id
    assert got[other.source.id].source.origin == other.source.id


@pytest.mark.parametrize("undated_first", [True, False])
def test_a_dated_copy_fixes_the_week_of_an_undated_one(corpus: Archive, undated_first: bool) -> None:
    """A lone weekday is read in the week of a dated near-copy, in whichever order the two come, and a note says so."""
    undated = article("u.txt", HARBOUR)
    dated = article("d.txt", altered(HARBOUR, every=12), published="2024-10-02")
    assert all(time.value is None for time in undated.times if undated.at(time) == "Tuesday")
    for reading in [undated, dated] if undated_first else [dated, undated]:
        finish(corpus.put([reading]))
    got = finish(corpus.reading(undated.source.id))
    assert "2024-10-01" in [time.value for time in got.times if got.at(time).endswith("Tuesday")]
    assert any("2024-10-02" in note for note in got.notes)
    assert got.source.published is None


def test_a_misspelt_name_has_a_nearest(corpus: Archive) -> None:
    """A word of titles and names within two slips is offered; a known word needs no other."""
    finish(corpus.put([article("a.txt", HARBOUR, title="Strike ends at Port Ellery")]))
    assert finish(corpus.nearest("Kowalsky"))[0] == "Kowalski"
    assert finish(corpus.nearest("elery"))[0] == "Ellery"
    assert list(finish(corpus.nearest("Kowalski"))) == []
    assert list(finish(corpus.nearest("photosynthesis"))) == []


def test_embargoed_names_are_not_told(corpus: Archive) -> None:
    """What nobody may see yet is neither among the people nor offered as a spelling."""
    finish(corpus.put([article("a.txt", HARBOUR, status="embargoed")]))
    assert not finish(corpus.people(["Kowalski"]))
    assert not finish(corpus.nearest("Kowalsky"))


def test_changes_lead_an_index_from_nothing_to_the_present(corpus: Archive) -> None:
    """Each mark is where the next changes go on, and at the end there are none."""
    first, second = article("a.txt", HARBOUR), article("b.txt", BRIDGE)
    finish(corpus.put([first]))
    finish(corpus.put([second]))
    one = finish(corpus.changes(None, 1))
    assert one is not None
    assert one.anew
    assert one.changed == (first.source.id,)
    two = finish(corpus.changes(one.mark, 10))
    assert two is not None
    assert not two.anew
    assert two.changed == (second.source.id,)
    assert finish(corpus.changes(two.mark, 10)) is None
    finish(corpus.put([replace(first, source=replace(first.source, revision="1" * 16))]))
    finish(corpus.remove([second.source.id, "0" * 16]))
    three = finish(corpus.changes(two.mark, 10))
    assert three is not None
    assert (three.changed, three.gone) == ((first.source.id,), (second.source.id,))
    assert finish(corpus.changes(three.mark, 10)) is None


def test_a_mark_of_another_corpus_means_to_build_anew(corpus: Archive) -> None:
    """An index that belongs elsewhere, or is ahead of the corpus, is not trusted."""
    finish(corpus.put([article("a.txt", HARBOUR)]))
    own = finish(corpus.changes(None, 10))
    assert own is not None
    name = own.mark.partition(":")[0]
    for mark in (f"{'e' * 32}:1", f"{name}:99"):
        changes = finish(corpus.changes(mark, 10))
        assert changes is not None
        assert changes.anew
        assert len(changes.changed) == 1


def test_a_removed_source_is_forgotten(corpus: Archive) -> None:
    """With its revisions and its people."""
    put = article("a.txt", HARBOUR)
    finish(corpus.put([put]))
    finish(corpus.remove([put.source.id]))
    assert finish(corpus.sources()) == []
    assert not finish(corpus.people(["Kowalski"]))
    with pytest.raises(UnknownSource):
        finish(corpus.reading(put.source.id, put.source.revision))
