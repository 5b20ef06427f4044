"""Merging: which statements say the same, and which only look alike."""

from __future__ import annotations

from bot.engine.merge import Likeness, Weights, clusters
from bot.engine.statement import Statement, statements
from bot.engine.thesaurus import related, synonyms
from tests.unit.newsroom import evidence

FILLER = (
    "Apple growers expect a small harvest this autumn. The opera house will open again in spring. "
    "A new bakery has opened beside the station. Two schools share one playground in the north."
)


def _pair(one: str, other: str) -> tuple[Statement, Statement, Likeness]:
    every = statements(evidence(one, other, FILLER))
    return every[0], every[1], Likeness(Weights(every))


def test_the_same_event_in_other_words_is_the_same() -> None:
    """Synonyms, another order and an added word make no other event."""
    one, other, likeness = _pair(
        "Police arrested three men after a jewellery robbery in Odense.",
        "Three men were detained by police over the robbery of jewellery in Odense.",
    )
    assert likeness.same(one, other)
    assert clusters([one, other], likeness) == [[one, other]]


def test_another_figure_is_not_the_same() -> None:
    """Four men are not three."""
    one, other, likeness = _pair(
        "Police arrested three men after a jewellery robbery in Odense.",
        "Police arrested four men after a jewellery robbery in Odense.",
    )
    assert not likeness.same(one, other)


def test_the_opposite_is_not_the_same() -> None:
    """A negation parts two statements that share every other word."""
    one, other, likeness = _pair(
        "The strike at the port of Odense ends today.", "The strike at the port of Odense does not end today."
    )
    assert not likeness.same(one, other)


def test_news_words_for_one_thing_are_related() -> None:
    """The thesaurus goes by stems, and does not relate everything to everything."""
    assert related("ceasefir", "truce")
    assert "encircl" in synonyms("surround")
    assert not related("truce", "orchard")
