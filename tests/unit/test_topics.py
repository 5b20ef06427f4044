"""What articles can be asked about, and how it is found while it is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus import topics
from bot.domain import Reading
from tests.articles import BRIDGE, HARBOUR, article
from tests.growth import is_linear


def test_names_come_in_their_fullest_forms() -> None:
    """Who is named in full is not told by the surname as well; places and bodies are told too."""
    named = topics.names(article("h.txt", HARBOUR))
    assert {"Marta Kowalski", "Anton Zelensky", "Port Ellery"} <= set(named)
    assert not {"Kowalski", "Zelensky"} & set(named)


def test_subjects_are_of_the_title_or_said_often() -> None:
    """What only stands somewhere in a text is not what it is about; stop words and names are no subjects."""
    text = f"{BRIDGE} Then inspectors came. More inspectors will come, and the inspectors will report."
    reading = article("b.txt", text, title="Cracks shut the Tamsin bridge while buses wait")
    about = topics.subjects(reading, topics.names(reading))
    assert {"cracks", "bridge", "buses", "inspectors"} <= set(about)
    assert not {"while", "tamsin", "weeks"} & set(about)


def test_an_entry_is_found_from_any_of_its_words() -> None:
    """Whatever is typed in it stands before what is shown, folded."""
    found = set(topics.entries(article("h.txt", HARBOUR, outlet="The Élan")))
    for typed in ("marta k", "kowal", "Kowal"):
        begun = topics.starts("topic", typed)
        assert topics.best([(entry, 1) for entry in found if entry.startswith(begun)], 5) == ["Marta Kowalski"]
    begun = topics.starts("outlet", "ela")
    assert topics.best([(entry, 1) for entry in found if entry.startswith(begun)], 5) == ["The Élan"]


@pytest.mark.parametrize(
    ("counted", "shown"),
    [
        ([("na\x1fAda Quill", 3), ("nb\x1fBo Lund", 5)], ["Bo Lund", "Ada Quill"]),
        ([("nquill\x1fQuill", 2), ("nquill\x1fAda Quill", 3)], ["Ada Quill"]),
        ([("nkursk\x1fKursk", 9), ("nkursk\x1fBattle of Kursk", 2)], ["Kursk", "Battle of Kursk"]),
        ([("nkursk\x1fKURSK", 1), ("nkursk\x1fKursk", 4)], ["Kursk"]),
    ],
)
def test_the_best_are_the_most_reported(counted: list[tuple[str, int]], shown: list[str]) -> None:
    """Each once, in its most usual form; a surname alone goes where a fuller name is as frequent."""
    assert topics.best(counted, 5) == shown
    assert topics.best(counted, 1) == shown[:1]


@given(st.text(max_size=60))
def test_folding_is_done_once(text: str) -> None:
    """What is folded is folded again into itself."""
    assert topics.folded(topics.folded(text)) == topics.folded(text)


def test_what_is_typed_cannot_reach_other_entries() -> None:
    """The sign between what is typed and what is shown is no letter that anybody types."""
    assert topics.starts("outlet", "a\x1fb") == ("oa b",)


def test_a_hostile_article_takes_its_time_in_proportion() -> None:
    """A long text of one kind of word takes no more than its share."""
    source = article("x.txt", HARBOUR).source

    def read(text: str) -> list[str]:
        return list(topics.entries(Reading(source=source, text=text, sentences=())))

    assert is_linear(lambda size: "harbour " * (size // 8), read)
