"""What an option that is being typed may become."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord import completion
from adapters.discord.parse import Typing
from adapters.request import Where
from bot.corpus.memory import MemoryIndex
from bot.domain import DEFAULT_COLLECTION
from bot.state.store import Place
from tests.articles import BRIDGE, HARBOUR, article
from tests.discord.rules import mismatches, refused_choices
from tests.scale import scaled

NEWSROOM, DESK = "200", "201"


class Scopes:
    """The desk's channel sees its own collection; every other the default one."""

    async def visible(self, place: Place) -> frozenset[str]:
        """What a place sees."""
        assert (place.platform, place.workspace) == ("discord", "100")
        return frozenset({"desk"} if place.channel == DESK else {DEFAULT_COLLECTION})


class Shelf:
    """An index of one answer, whatever is typed."""

    def __init__(self, *names: str) -> None:
        self.names = names

    async def suggest(
        self, kind: Literal["topic", "outlet"], typed: str, collections: frozenset[str], limit: int
    ) -> Sequence[str]:
        """The answer."""
        return self.names


async def _filled() -> MemoryIndex:
    index = MemoryIndex()
    readings = [article("b.txt", BRIDGE, outlet="Ellery Times"), article("h.txt", HARBOUR, collection="desk", outlet="Insider")]
    await index.apply(add=readings, delete=[], mark="m:1")
    return index


def offered(option: str, typed: str, *, channel: str = NEWSROOM, index: completion.Suggestions | None = None) -> list[str]:
    """The values that are offered."""

    async def ask() -> list[dict[str, str]]:
        where = Where(workspace="100", channel=channel, user="500")
        return await completion.choices(Typing(option=option, typed=typed, where=where), Scopes(), index or await _filled())

    found = asyncio.run(ask())
    assert refused_choices(found) is None
    assert mismatches("ApplicationCommandAutocompleteCallbackRequest", {"type": 8, "data": {"choices": found}}) == []
    assert all(choice["name"] == choice["value"] for choice in found)
    return [choice["value"] for choice in found]


def test_a_topic_is_one_that_the_sources_have() -> None:
    """Names and subjects of articles, in full."""
    assert offered("topic", "adey") == ["Ruth Adeyemi"]
    assert offered("topic", "xyz") == []


def test_the_last_words_are_completed_behind_others() -> None:
    """What stands before them stays as it was typed."""
    assert offered("topic", "repairs Ruth Ad") == ["repairs Ruth Adeyemi"]


def test_another_channels_names_are_not_told() -> None:
    """What is mapped to one channel alone is suggested there and nowhere else."""
    assert offered("topic", "kow") == []
    assert offered("topic", "kow", channel=DESK) == ["Marta Kowalski"]
    assert offered("outlet", "", channel=DESK) == ["Insider"]
    assert offered("outlet", "") == ["Ellery Times"]


@pytest.mark.parametrize(("typed", "first"), [("", "today"), ("7", "7d"), ("YES", "yesterday")])
def test_a_moment_has_examples(typed: str, first: str) -> None:
    """Since when is offered in words that the desk reads."""
    assert offered("since", typed)[0] == first


def test_an_unknown_option_is_not_completed() -> None:
    """Nothing is offered for what we did not declare."""
    assert offered("colour", "r") == []


@settings(deadline=None, max_examples=scaled(40, 1_000))
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=120), max_size=40), st.text(max_size=150))
def test_whatever_the_sources_have_fits(names: list[str], typed: str) -> None:
    """At most 25 choices, none empty or too long."""
    offered("topic", typed, index=Shelf(*names))
    offered("outlet", typed, index=Shelf(*names))
