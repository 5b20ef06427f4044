"""What an option that is being typed may become: names, places and topics that the visible sources really have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal, Protocol

from bot.state.store import Place

if TYPE_CHECKING:
    from adapters.discord.parse import Typing

CHOICES = 25
LONGEST = 100
"""Characters of a choice."""
TRIES = 4
"""How many words at the head may be none that the sources have, before the rest is completed."""
SINCE = ("today", "yesterday", "3d", "7d", "2w", "30d")


class Suggestions(Protocol):
    """What the sources have: the index, as far as it is needed here."""

    async def suggest(
        self, kind: Literal["topic", "outlet"], typed: str, collections: frozenset[str], limit: int
    ) -> Sequence[str]:
        """Topics or outlets of these collections with a word that begins as typed, the most reported first."""
        ...


class Scopes(Protocol):
    """The durable state, as far as it is needed here."""

    async def visible(self, place: Place) -> frozenset[str]:
        """The collections that a place sees."""
        ...


async def choices(typing: Typing, scopes: Scopes, index: Suggestions) -> list[dict[str, str]]:
    """At most 25 choices for an option, of what may be seen where it is typed and of nothing else."""
    where, typed = typing.where, typing.typed
    if typing.option == "since":
        return _choices(since for since in SINCE if since.startswith(typed.strip().lower()))
    if typing.option not in ("topic", "outlet"):
        return []
    seen = await scopes.visible(Place(platform="discord", workspace=where.workspace, channel=where.channel))
    if typing.option == "outlet":
        return _choices(await index.suggest("outlet", typed[:LONGEST], seen, CHOICES))
    for head, rest in _splits(typed[:LONGEST]):
        if found := await index.suggest("topic", rest, seen, CHOICES):
            return _choices(head + topic for topic in found)
    return []


def _splits(typed: str) -> Iterator[tuple[str, str]]:
    """What was typed as one, and then with ever more words at its head that stay as they are."""
    yield "", typed
    words = typed.split(" ")
    for at in range(1, min(len(words), TRIES)):
        if len(rest := " ".join(words[at:]).lstrip()) > 1:
            yield " ".join(words[:at]) + " ", rest


def _choices(found: Iterator[str] | Sequence[str]) -> list[dict[str, str]]:
    # Counted as UTF-16 units, which is more than Discord may count.
    fitting = dict.fromkeys(name for name in found if 0 < len(name.encode("utf-16-le")) <= 2 * LONGEST)
    return [{"name": name, "value": name} for name in list(fitting)[:CHOICES]]
