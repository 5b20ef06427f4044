"""The digest in Slack: ordered with a slash command, posted once into the channel, found again, removed, and paused."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from adapters.outlet import OutletPoster
from adapters.slack.app import Slack
from bot.digest.scheduler import Scheduler
from bot.service.run import House
from bot.state.book import Book, Subscription
from bot.state.ledger import Ledger, Slot
from tests.slack.conftest import serving, settled
from tests.slack.local import LocalSlack
from tests.slack.people import TEAM, USER
from tests.slack.rules import markers

MORNING = datetime(2025, 3, 15, 12, 0, tzinfo=UTC)


class Wall:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at = MORNING

    def __call__(self) -> float:
        """UTC seconds since 1970."""
        return self.at.timestamp()


async def quickly(seconds: float) -> None:
    """Wait a thousandth of the time."""
    await asyncio.sleep(seconds / 1_000)


def scheduler(house: House, adapter: Slack, wall: Wall, owner: str = "p1") -> Scheduler:
    """A scheduler of this process."""
    return Scheduler(
        Book(house.database, wall),
        Ledger(house.database, wall),
        house.state,
        [replace(house.desk, clock=_Clock(wall))],
        {"slack": OutletPoster(adapter.platform)},
        owner=owner,
        now=wall,
        elapsed=wall,
        sleep=quickly,
        tally=house.metrics,
    )


class _Clock:
    """The desk's clock, set like the wall's."""

    def __init__(self, wall: Wall) -> None:
        self._wall = wall

    def now(self) -> datetime:
        """The moment."""
        return self._wall.at


async def done(posting: Scheduler) -> None:
    """Look once at what is due, and wait until it is posted."""
    await posting.turn()
    while posting.under_way:
        await asyncio.sleep(0.005)


@asynccontextmanager
async def subscribed(home: Path, slack: LocalSlack) -> AsyncIterator[tuple[House, Slack, Wall, Subscription]]:
    """A service, and a digest on Kursk that falls due an hour later."""
    async with serving(home, slack, socket=True) as (house, adapter):
        await slack.deliver("slash_commands", slack.order("/digest", "daily 13:00 UTC kursk"))
        await settled(adapter)
        wall = Wall()
        (order,) = await Book(house.database, wall).all()
        changed = await Book(house.database, wall).resume(order.id)
        assert changed is not None
        yield house, adapter, wall, changed


def words(message: dict[str, Any]) -> str:
    """What a message shows."""
    return str(message["blocks"])


def test_a_digest_is_ordered_listed_and_removed(tmp_path: Path) -> None:
    """The answers are seen by who asked alone; the time zone is that person's own in Slack; other channels see nothing."""

    async def check() -> None:
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=False) as (_, adapter):

            async def said(text: str, channel: str = "C1") -> str:
                await slack.deliver("slash_commands", slack.order("/digest", text, channel=channel))
                await settled(adapter)
                assert slack.responses[-1]["response_type"] == "ephemeral"
                return str(slack.responses[-1]["text"])

            made = await said("weekdays 07:30 kursk, ceasefire")
            assert "weekdays 07:30 Europe/Kyiv · kursk and ceasefire" in made
            id_ = made.removeprefix("Done: ").split(" ")[0]
            assert id_ in await said("list")
            assert "already" in await said("weekdays 07:30 kursk, ceasefire")
            assert "No digest" in await said("list", channel="C2")
            assert "no digest" in await said(f"pause {id_}", channel="C2")
            assert "07:30" in await said("daily kursk")
            assert "08:00" in await said(f"change {id_} 8:00")
            assert "paused" in (await said(f"pause {id_}")).lower()
            assert "Resumed" in await said(f"resume {id_}")
            assert "Removed" in await said(f"remove {id_}")
            assert "Europe/Kyiv" in await said("")
            assert slack.messages == []
            assert slack.wrong == []

    asyncio.run(check())


def test_a_preview_is_for_who_asked(tmp_path: Path) -> None:
    """A preview shows the digest with its sources, and posts nothing."""

    async def check() -> None:
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=True) as (_, adapter):
            await slack.deliver("slash_commands", slack.order("/digest", "preview kursk"))
            await settled(adapter)
            shown, listed = markers(slack.responses[0]["blocks"])
            assert shown == listed != set()
            assert slack.messages == []
            assert slack.wrong == []

    asyncio.run(check())


def test_a_digest_is_posted_once_and_the_next_has_nothing_new(tmp_path: Path) -> None:
    """It stands in the channel with its sources, and can be asked about; the next day's says that there is nothing new."""

    async def check() -> None:
        async with LocalSlack() as slack, subscribed(tmp_path, slack) as (house, adapter, wall, order):
            posting = scheduler(house, adapter, wall)
            await done(posting)
            assert slack.messages == []
            wall.at += timedelta(hours=1)
            for _ in range(3):
                await done(posting)
            heads = [message for message in slack.messages if "thread_ts" not in message]
            assert len(heads) == 1
            shown, listed = markers(heads[0]["blocks"])
            assert shown == listed != set()
            ledger = Ledger(house.database, wall)
            assert await ledger.days(order.place, order.id, MORNING.date()) == {MORNING.date(): "posted"}
            kept = await house.state.posted(Slot(place=order.place, subscription=order.id, day=MORNING.date()).mark)
            assert kept is not None
            assert (kept.kind, kept.message, set(kept.sources) != set()) == ("digest", heads[0]["ts"], True)
            count = len(slack.messages)
            await slack.deliver(
                "events_api", slack.said("what did Medvedev say?", thread_ts=heads[0]["ts"], parent_user_id="U0BOT")
            )
            await slack.until(lambda: len(slack.messages) > count)
            assert slack.messages[-1]["thread_ts"] == heads[0]["ts"]
            await settled(adapter)
            count = len(slack.messages)
            wall.at += timedelta(days=1)
            await done(posting)
            assert len(slack.messages) == count + 1
            assert "No new reporting on kursk since" in words(slack.messages[-1])
            assert slack.wrong == []

    asyncio.run(check())


def test_a_post_whose_answer_was_lost_is_found(tmp_path: Path) -> None:
    """Slack took it and did not say so: it is looked up, after a while, and not posted again."""

    async def check() -> None:
        async with LocalSlack() as slack, subscribed(tmp_path, slack) as (house, adapter, wall, order):
            wall.at += timedelta(hours=1)
            slack.faults.append("drop")
            await done(scheduler(house, adapter, wall))
            assert len([message for message in slack.messages if "thread_ts" not in message]) == 1
            ledger = Ledger(house.database, wall)
            assert await ledger.days(order.place, order.id, MORNING.date()) == {MORNING.date(): "posted"}

    asyncio.run(check())


def test_a_second_post_is_taken_away(tmp_path: Path) -> None:
    """The janitor removes the copy that is not of record."""

    async def check() -> None:
        async with LocalSlack() as slack, subscribed(tmp_path, slack) as (house, adapter, wall, order):
            wall.at += timedelta(hours=1)
            slack.faults.append("503")
            slack.faults.append("drop")
            slack.lag = 2
            await done(scheduler(house, adapter, wall))
            heads = [message for message in slack.messages if "thread_ts" not in message]
            # The history lagged behind: the message that was taken was not seen, and another was posted.
            assert len(heads) == 2
            slack.lag = 0
            ledger = Ledger(house.database, wall)
            (entry, *_) = await ledger.family(Slot(place=order.place, subscription=order.id, day=MORNING.date()))
            for _ in range(4):
                wall.at += timedelta(seconds=20)
                await scheduler(house, adapter, wall).turn()
                await asyncio.sleep(0.2)
            heads = [message for message in slack.messages if "thread_ts" not in message]
            assert [message["ts"] for message in heads] == [entry.message]

    asyncio.run(check())


def test_a_channel_that_was_archived_pauses_its_digest(tmp_path: Path) -> None:
    """Its maker is told once, by direct message."""

    async def check() -> None:
        async with LocalSlack() as slack, subscribed(tmp_path, slack) as (house, adapter, wall, order):
            wall.at += timedelta(hours=1)
            slack.faults.append("is_archived")
            posting = scheduler(house, adapter, wall)
            for _ in range(3):
                await done(posting)
            kept = await Book(house.database, wall).one(order.id)
            assert kept is not None
            assert (kept.state, kept.reason) == ("paused", "the channel is archived")
            assert [message["channel"] for message in slack.messages] == [USER]
            assert f"resume {order.id}" in str(slack.messages[0]["text"])
            assert order.place.workspace == TEAM
            assert slack.wrong == []

    asyncio.run(check())
