"""Copies of one story told apart from reports of one event."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from bot.bench_corpus import Press
from bot.corpus import origins
from bot.corpus.annotate import annotate
from bot.corpus.formats import Document, documents
from tests.articles import BRIDGE, HARBOUR, altered, article
from tests.shared import shared


def test_independent_reports_of_one_statement_are_no_copies() -> None:
    """Two reporters who quote the same long statement, each in words of their own, are two origins."""
    statement = (
        '"We have listened to every family in this valley, we have read every one of the four hundred letters they sent us, '
        'and we will not move a single grave until the last of them has had an answer that they can live with," '
    )
    one = article(
        "1.txt", f"The dam will be built lower down the river after all. {statement}said water board head Ines Roth.\n"
    )
    two = article("2.txt", f"{statement}Roth told villagers in a packed school hall, to loud applause from the back rows.\n")
    assert origins.containment(origins.shingles(one), origins.shingles(two)) < origins.COPY


@pytest.mark.parametrize("every", [10, 7, 5])
@pytest.mark.parametrize("keep", [1.0, 0.6])
def test_an_edited_and_shortened_copy_is_one(every: int, keep: float) -> None:
    """With a tenth to a fifth of its words changed, and its end cut off."""
    original = next(Press().readings(1))
    copy = replace(article("c.txt", altered(original.text, every=every, keep=keep)), source=original.source)
    assert origins.closest(origins.shingles(copy), [original, article("b.txt", BRIDGE)]) == (original,)


def test_copies_are_looked_up_without_comparing_everything() -> None:
    """The sketches of a text and of its copy share enough to lead from one to the other, past texts that share set phrases."""
    crowd = list(Press().readings(30))
    index = {code: [n] for n, reading in enumerate(crowd) for code in origins.sketch(origins.shingles(reading))}
    copy = replace(article("c.txt", altered(crowd[7].text, every=6, keep=0.7)), source=crowd[7].source)
    hashes = origins.sketch(origins.shingles(copy))
    shared_with = [(code, number) for code in hashes for number in index.get(code, ())]
    assert origins.hinted(shared_with, own=-1)[0] == 7
    assert 7 not in origins.hinted(shared_with, own=7)


def test_a_set_phrase_is_kept_for_so_many_texts_only() -> None:
    """What is sketched in many texts already is not kept for one more."""
    crowded = [(1, number) for number in range(origins.CROWDED)]
    assert origins.uncrowded([1, 2], [*crowded, (2, 5)]) == [2]


def test_a_text_without_sentences_has_no_copies() -> None:
    """Nothing shares nothing."""
    empty = replace(article("a.txt", HARBOUR), sentences=())
    assert origins.shingles(empty) == set()
    assert origins.containment(set(), set()) == 0.0
    assert origins.closest(set(), [empty]) == ()


def test_a_dated_reading_keeps_its_own_dates() -> None:
    """A copy fixes nothing in a reading that has a date of its own."""
    dated = article("a.txt", HARBOUR, published="2024-10-02")
    copy = article("b.txt", HARBOUR, published="2024-11-20").source
    assert origins.dated_by(dated, copy) is dated


def test_the_five_seeds_are_five_origins() -> None:
    """Five outlets on the same two days, all of them quoting the same posts, copied nothing from each other."""
    readings = [
        annotate(document)
        for path in sorted(shared("seeds").glob("*.txt"))
        for document in documents(path.name, path.read_bytes())
        if isinstance(document, Document)
    ]
    assert len(readings) == 5
    shares = [
        origins.containment(origins.shingles(one), origins.shingles(other))
        for number, one in enumerate(readings)
        for other in readings[:number]
    ]
    assert max(shares) < origins.COPY / 2


def test_mutated_real_articles_are_found() -> None:
    """Of the seeds with one word in six replaced at random and a third cut off, every one is a copy of its own original."""
    random = Random(3)
    for path in sorted(shared("seeds").glob("*.txt")):
        (original,) = (annotate(d) for d in documents(path.name, path.read_bytes()) if isinstance(d, Document))
        words = original.text[original.sentences[0].start :].split(" ")
        edited = [random.choice(words) if random.random() < 1 / 6 else word for word in words]
        copy = article("copy.txt", " ".join(edited[: len(edited) * 2 // 3]))
        assert origins.closest(origins.shingles(copy), [original]), path.name
