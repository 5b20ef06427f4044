"""Which articles are one story, and which only look like it."""

from __future__ import annotations

import asyncio

import pytest

from bot.engine.stories import Grouped, Profile, profile
from tests.articles import article

QUAKE = (
    "A strong earthquake shook the island of Maresca on Sunday, and at least nine people died in the port of Tollo.\n\n"
    "Governor Ines Fabbri said two hospitals had lost power. Rescue teams from the mainland were due in Tollo at night.\n"
)
QUAKE_TOO = (
    "Nine people were killed and dozens hurt when an earthquake hit the island of Maresca on Sunday.\n\n"
    "Most of the dead were in Tollo, where houses on the harbour fell, Governor Ines Fabbri said.\n"
)
QUAKE_ELSEWHERE = (
    "An earthquake shook the highlands of Dorwen on Sunday, and two people died when a church tower fell in Stell.\n\n"
    "Mayor Karel Brand said that the hospital in Stell had lost power and that rescue teams were on their way.\n"
)


def stories(profiles: list[Profile]) -> tuple[tuple[Profile, ...], ...]:
    """The articles by event."""

    async def group() -> Grouped:
        return await Grouped.of(profiles)

    return asyncio.run(group()).groups


def grouped(*given: tuple[str, str | None]) -> list[list[int]]:
    """The numbers of the articles that stand together."""
    readings = [article(f"{n}.txt", text, published=day) for n, (text, day) in enumerate(given)]
    numbers = {reading.source.id: n for n, reading in enumerate(readings)}
    return sorted(sorted(numbers[it.source.id] for it in group) for group in stories(list(map(profile, readings))))


@pytest.mark.parametrize(
    "days", [("2031-05-04", "2031-05-05", "2031-05-04"), (None, None, None), ("2031-05-04", None, "2031-05-04")]
)
def test_one_event_in_other_words_is_one_story(days: tuple[str | None, ...]) -> None:
    """Two reports of an earthquake stand together, one of another earthquake on that day stands alone, dated or not."""
    given = zip((QUAKE, QUAKE_TOO, QUAKE_ELSEWHERE), days, strict=True)
    assert grouped(*given) == [[0, 1], [2]]


def test_the_same_places_weeks_later_are_another_story() -> None:
    """Reports of one place that lie far apart in time are of two events."""
    assert grouped((QUAKE, "2031-05-04"), (QUAKE_TOO, "2031-05-24")) == [[0], [1]]


def test_the_order_of_arrival_does_not_matter() -> None:
    """The groups are the same whichever article is read first."""
    given = [(QUAKE, "2031-05-04"), (QUAKE_ELSEWHERE, "2031-05-04"), (QUAKE_TOO, "2031-05-05")]
    readings = [article(f"{n}.txt", text, published=day) for n, (text, day) in enumerate(given)]
    profiles = list(map(profile, readings))
    assert stories(profiles) == stories(profiles[::-1])
