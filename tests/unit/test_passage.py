"""What is shown of a source: the cited words in their context, none of it twice."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from adapters.passage import AROUND, passages
from adapters.port import Library
from bot.domain import Answered, Citation, Claim, Passage
from bot.errors import UnknownSource
from bot.wiring import finish
from tests.replies import NOW, source

FIRST, SECOND = source("a" * 16), source("b" * 16)
SENTENCES = [f"The council met for the {n}th time and spoke of the old bridge over the harbour." for n in range(40)]
TEXT = " ".join(SENTENCES)


class Shelf:
    """A library of two sources of one text, of which it may have forgotten everything."""

    def __init__(self, text: str | None = TEXT) -> None:
        self.text = text

    async def reading(self, source: str, revision: str | None = None) -> Any:
        """The text."""
        if self.text is None:
            raise UnknownSource(source)
        return SimpleNamespace(text=self.text)


def reply(*cited: tuple[int, int]) -> Answered:
    """A reply that cites these sentences, each by the number of its source and its own."""
    claims = []
    for number, n in cited:
        of, start = (FIRST, SECOND)[number], TEXT.index(SENTENCES[n])
        passage = Passage(source=of.id, revision=of.revision, start=start, text=SENTENCES[n])
        citation = Citation(passage=passage, start=start, end=start + len(SENTENCES[n]), quote=SENTENCES[n])
        claims.append(Claim(text=SENTENCES[n], section="answer", citations=(citation,)))
    used = dict.fromkeys(number for number, _ in cited)
    sources = tuple((FIRST, SECOND)[number] for number in used)
    return Answered(query="?", generated_at=NOW, as_of=NOW, claims=tuple(claims), sources=sources)


def shown(of: Answered, number: str, shelf: Shelf | None = None) -> list[Any]:
    """The passages of the source with this number."""
    return list(finish(passages(of, number, cast("Library", shelf or Shelf()))))


def test_passages_come_in_the_order_of_the_text_and_nothing_twice() -> None:
    """Citations that stand close together are one stretch of text; others have a context and a title of their own."""
    found = shown(reply((0, 20), (0, 2), (0, 5), (0, 20), (1, 1)), "1")
    assert [quoted.words for quoted in found] == [SENTENCES[2], SENTENCES[5], SENTENCES[20]]
    near, far = "".join(q.before + q.words + q.after for q in found[:2]), found[2]
    assert near.rstrip("…") in TEXT
    assert [bool(quoted.title) for quoted in found] == [True, False, True]
    assert far.before.startswith("…")
    assert far.before[1:] in TEXT
    assert len(far.before) <= AROUND + 1
    assert far.before[1:].split()[0] in TEXT.split()


@pytest.mark.parametrize(("number", "count"), [("2", 1), ("", 2), ("3", 0), ("nonsense", 0)])
def test_the_source_that_was_chosen(number: str, count: int) -> None:
    """One source by its number, the first passage of each where none is named, nothing for what is no number."""
    of = reply((0, 3), (0, 9), (1, 4))
    assert len(shown(of, number)) == count


@pytest.mark.parametrize("text", [None, "another text altogether"])
def test_a_source_that_is_gone_still_has_the_words_that_were_cited(text: str | None) -> None:
    """Where the revision is not there any more, or is another, the quotation stands alone."""
    (quoted,) = shown(reply((0, 3)), "1", Shelf(text))
    assert (quoted.before, quoted.words, quoted.after) == ("", SENTENCES[3], "")
