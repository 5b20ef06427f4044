"""What every index does, whatever engine it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import pytest

from bot.corpus.index import TantivyIndex
from bot.corpus.memory import MemoryIndex
from bot.domain import DEFAULT_COLLECTION, Filters, Moment, Reading
from bot.ports import Index, Match, Query
from bot.wiring import finish
from tests.articles import BRIDGE, HARBOUR, ORCHARD, article


@pytest.fixture(params=["memory", "tantivy"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Index:
    """A new index of each kind."""
    return MemoryIndex() if request.param == "memory" else TantivyIndex(tmp_path / "index")


HARBOUR_READ = article("h.txt", HARBOUR, published="2024-10-02", outlet="The Ellery Times", title="Strike ends at Port Ellery")
BRIDGE_READ = article("b.txt", BRIDGE, published="2024-09-20", title="Tamsin bridge shut")
ORCHARD_READ = article("o.txt", ORCHARD, title="Frost bites the cider makers")


@pytest.fixture
def filled(index: Index) -> Index:
    """An index of three articles: two dated, one not."""
    put(index, HARBOUR_READ, BRIDGE_READ, ORCHARD_READ)
    return index


def put(index: Index, *readings: Reading, mark: str = "m:1", delete: Sequence[str] = ()) -> None:
    """One commit."""
    finish(index.apply(add=readings, delete=delete, mark=mark))


def ask(
    index: Index,
    *words: str,
    limit: int = 10,
    filters: Filters | None = None,
    around: Moment | None = None,
    as_of: Moment | None = None,
) -> Sequence[Match]:
    """What is found for words of equal weight."""
    query = Query(words=tuple((word, 1.0) for word in words), filters=filters or Filters(), around=around, as_of=as_of)
    return finish(index.search(query, limit))


def sources(matches: Sequence[Match]) -> list[str]:
    """The sources found, each once, best first."""
    return list(dict.fromkeys(match.source for match in matches))


def test_a_match_is_a_passage_of_the_text(filled: Index) -> None:
    """What is found is one of the source's passages, with a score and its origin."""
    best = ask(filled, "cracks", "girders")[0]
    assert best.source == BRIDGE_READ.source.id == best.origin
    assert (best.start, best.end) in {(span.start, span.end) for span in BRIDGE_READ.passages}
    assert "girders" in BRIDGE.replace("\n", " ")[best.start : best.end]
    assert best.score > 0


def test_words_are_stemmed(filled: Index) -> None:
    """Another inflection finds the same article."""
    assert sources(ask(filled, "repairing")) == [BRIDGE_READ.source.id]
    assert sources(ask(filled, "grower")) == [ORCHARD_READ.source.id]


def test_a_word_of_the_title_alone_is_found(filled: Index) -> None:
    """What only the headline says leads to the head of the article."""
    match = ask(filled, "cider")[0]
    assert (match.source, match.start) == (ORCHARD_READ.source.id, ORCHARD_READ.passages[0].start)


def test_a_phrase_is_found_in_its_order_only(filled: Index) -> None:
    """Several words asked for as one have to stand together."""
    assert sources(ask(filled, "crane operators")) == [HARBOUR_READ.source.id]
    assert not ask(filled, "operators crane")


def test_nothing_is_found_for_nothing(filled: Index) -> None:
    """No words, stop words, unknown words and no room give nothing."""
    assert not ask(filled)
    assert not ask(filled, "the", "of")
    assert not ask(filled, "zzxqv")
    assert not ask(filled, "harbour", limit=0)


@pytest.mark.parametrize(
    "hostile",
    ['"', "title:strike AND (", "* OR *", "body:[a TO z]", "\\", "harbour~9^1e9", "\x00", "\ud800", "'" * 500, "٣", "🚢"],
)
def test_query_syntax_has_no_meaning(filled: Index, hostile: str) -> None:
    """Nobody's words are read as a query language."""
    assert set(sources(ask(filled, hostile, "harbour"))) >= {HARBOUR_READ.source.id}
    ask(filled, hostile)


def test_the_limit_holds_and_the_best_come_first(filled: Index) -> None:
    """At most so many, in order of their scores, and the same for the same question."""
    found = ask(filled, "port", "city", "emergency", "said")
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)
    assert list(ask(filled, "port", "city", "emergency", "said", limit=2)) == list(found[:2])


def test_it_has_what_it_would_find(filled: Index) -> None:
    """Whether there is anything to find is told alike, of words in the text, in the title alone, nowhere, and out of scope."""
    elsewhere = Filters(collections=frozenset({"elsewhere"}))
    for word, filters in (
        ("repairing", Filters()),
        ("cider", Filters()),
        ("zzxqv", Filters()),
        ("the", Filters()),
        ("cider", elsewhere),
    ):
        query = Query(words=((word, 1.0),), filters=filters)
        assert finish(filled.has(query)) == bool(finish(filled.search(query, 1))), word
    assert finish(filled.has(Query(words=(("cider", 1.0),), filters=Filters())))


def test_weights_count(filled: Index) -> None:
    """The heavier word decides."""
    for heavy, light, expected in (("frost", "girders", ORCHARD_READ), ("girders", "frost", BRIDGE_READ)):
        query = Query(words=((heavy, 5.0), (light, 0.1)), filters=Filters())
        assert finish(filled.search(query, 1))[0].source == expected.source.id


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), {HARBOUR_READ, BRIDGE_READ, ORCHARD_READ}),
        (Filters(since=date(2024, 10, 2)), {HARBOUR_READ}),
        (Filters(until=datetime(2024, 10, 1, 23, tzinfo=UTC)), {BRIDGE_READ}),
        (Filters(since=date(2024, 9, 20), until=date(2024, 10, 2)), {HARBOUR_READ, BRIDGE_READ}),
        (Filters(outlet="the ellery TIMES"), {HARBOUR_READ}),
        (Filters(collections=frozenset({"desk"})), set()),
        (Filters(collections=frozenset({"desk", "default"})), {HARBOUR_READ, BRIDGE_READ, ORCHARD_READ}),
        (Filters(collections=frozenset()), set()),
    ],
)
def test_filters_hold(filled: Index, filters: Filters, expected: set[Reading]) -> None:
    """Only what the filters let through is found; what has no date lies in no span of days."""
    assert set(sources(ask(filled, "said", "city", "harbour", "frost", filters=filters))) == {r.source.id for r in expected}


def test_collections_are_kept_apart(filled: Index) -> None:
    """What is in another collection is not found without asking for it."""
    secret = article("s.txt", "Harbour plans for a secret second pier were shown to the desk.", collection="desk")
    put(filled, secret, mark="m:2")
    assert secret.source.id not in sources(ask(filled, "harbour"))
    assert sources(ask(filled, "harbour", filters=Filters(collections=frozenset({"desk"})))) == [secret.source.id]


def test_nothing_later_than_asked_for_is_found(filled: Index) -> None:
    """As of a day, later articles do not exist; undated ones do."""
    words = ("said", "city", "harbour", "frost")
    assert set(sources(ask(filled, *words, as_of=date(2024, 9, 30)))) == {BRIDGE_READ.source.id, ORCHARD_READ.source.id}
    assert HARBOUR_READ.source.id in sources(ask(filled, *words, as_of=date(2024, 10, 2)))


def test_newer_articles_come_first(index: Index) -> None:
    """Of two that say the same, the one nearer to the day asked about is better; without a day neither is."""
    old, new = article("1.txt", BRIDGE, published="2024-03-01"), article("2.txt", BRIDGE, published="2024-09-01")
    put(index, old, new)
    assert sources(ask(index, "girders", around=date(2024, 9, 2)))[0] == new.source.id
    plain = ask(index, "girders")
    assert plain[0].score == pytest.approx(plain[1].score)


def test_long_after_the_newest_article_it_is_still_the_newest(index: Index) -> None:
    """Asked years later, the corpus's own last days count as the present."""
    old, new = article("1.txt", BRIDGE, published="2014-08-01"), article("2.txt", BRIDGE, published="2014-09-01")
    put(index, old, new)
    first, second = ask(index, "girders", around=date(2024, 9, 2))
    assert first.source == new.source.id
    assert first.score > 1.5 * second.score


def test_a_source_put_again_replaces_itself(filled: Index) -> None:
    """No passage of the old revision is found any more, and none of the new one twice."""
    put(filled, article("h.txt", ORCHARD), mark="m:2")
    assert not ask(filled, "breakwater")
    found = [match for match in ask(filled, "frost") if match.source == HARBOUR_READ.source.id]
    assert len(found) == 1


def test_a_deleted_source_is_not_found(filled: Index) -> None:
    """Whether or not it was there."""
    put(filled, delete=[HARBOUR_READ.source.id, "0" * 16], mark="m:2")
    assert not ask(filled, "breakwater")
    assert ask(filled, "frost")


@pytest.mark.parametrize("status", ["embargoed", "retracted"])
def test_what_may_not_be_used_is_not_found(filled: Index, status: str) -> None:
    """A source that is withdrawn, or not yet to be seen, leaves the index."""
    put(filled, article("h.txt", HARBOUR, status=status), mark="m:2")
    assert not ask(filled, "breakwater")


def test_a_corrected_source_is_found(filled: Index) -> None:
    """A correction makes a source no less usable."""
    put(filled, article("h.txt", HARBOUR, status="corrected"), mark="m:2")
    assert ask(filled, "breakwater")


def test_the_mark_is_what_the_last_commit_left(index: Index) -> None:
    """None at first, and gone when everything is."""
    assert finish(index.mark()) is None
    put(index, HARBOUR_READ, mark="m:1")
    put(index, BRIDGE_READ, mark="m:2")
    assert finish(index.mark()) == "m:2"
    finish(index.clear())
    assert finish(index.mark()) is None
    assert not ask(index, "harbour")


HERE = frozenset({DEFAULT_COLLECTION})


def suggested(
    index: Index, typed: str, collections: frozenset[str] = HERE, *, kind: Literal["topic", "outlet"] = "topic"
) -> list[str]:
    """What is suggested for what is typed."""
    return list(finish(index.suggest(kind, typed, collections, 25)))


@pytest.mark.parametrize("typed", ["kow", "KOW", "Marta Kow", "mar", "ków"])
def test_a_name_is_suggested_by_any_of_its_words(filled: Index, typed: str) -> None:
    """In full, whichever of its words is begun, without regard to case and accents."""
    assert "Marta Kowalski" in suggested(filled, typed)
    assert "Kowalski" not in suggested(filled, typed)


def test_a_word_of_a_title_is_suggested(filled: Index) -> None:
    """What articles are about may have no name; where nothing is typed, names alone are told."""
    assert suggested(filled, "stri") == ["strike"]
    assert "strike" not in suggested(filled, "")
    assert "Ruth Adeyemi" in suggested(filled, "")
    assert suggested(filled, "nobody has this") == []


def test_the_most_reported_is_suggested_first(filled: Index) -> None:
    """How many articles have a name is what counts."""
    put(filled, article("b2.txt", BRIDGE.replace("two of its", "three of its"), published="2024-09-22"), mark="m:2")
    put(filled, article("r.txt", "Rutger Oldman resigned on Monday. Rutger Oldman had led the port for years.\n"), mark="m:3")
    assert suggested(filled, "ru")[:2] == ["Ruth Adeyemi", "Rutger Oldman"]
    assert len(finish(filled.suggest("topic", "ru", HERE, 1))) == 1


def test_outlets_are_suggested(filled: Index) -> None:
    """By any of their words, and all of them where nothing is typed."""
    assert suggested(filled, "", kind="outlet") == suggested(filled, "ellery", kind="outlet") == ["The Ellery Times"]
    assert suggested(filled, "post", kind="outlet") == []


@pytest.mark.parametrize("typed", ["", "k", "kow"])
def test_a_private_collections_names_are_not_told(index: Index, typed: str) -> None:
    """Only those see a name who see an article that has it; and nobody who sees nothing."""
    put(index, article("p.txt", HARBOUR, collection="desk", outlet="Insider"), BRIDGE_READ)
    assert "Marta Kowalski" not in suggested(index, typed)
    assert "Marta Kowalski" in suggested(index, typed, frozenset({"desk"}))
    assert suggested(index, typed, frozenset()) == []
    assert suggested(index, "", kind="outlet") == []


@pytest.mark.parametrize("typed", ["", "k", "kow"])
def test_what_is_gone_is_suggested_no_more(filled: Index, typed: str) -> None:
    """A source that is removed, embargoed or moved to another collection takes its names along at once."""
    assert "Marta Kowalski" in suggested(filled, typed)
    put(filled, article("h.txt", HARBOUR, collection="desk"), mark="m:2")
    assert "Marta Kowalski" not in suggested(filled, typed)
    put(filled, article("h.txt", HARBOUR, status="embargoed"), mark="m:3")
    assert "Marta Kowalski" not in suggested(filled, typed, frozenset({"desk", DEFAULT_COLLECTION}))
    put(filled, HARBOUR_READ, mark="m:4")
    put(filled, mark="m:5", delete=[HARBOUR_READ.source.id])
    assert "Marta Kowalski" not in suggested(filled, typed)
