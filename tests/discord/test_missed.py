"""What was said while no session of ours heard it: read where we have posted lately, and answered once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.discord.delivery import LOOKED
from adapters.discord.missed import LATELY, MARGIN, REACH, REQUESTS, Missed, _id
from adapters.port import Lost
from bot.errors import StoreUnavailable
from bot.state.store import Place
from tests.discord.conftest import serving, settled
from tests.discord.local import LocalDiscord
from tests.discord.payloads import CHANNEL, DIRECT, GUILD
from tests.discord.test_app import Instant, answered, cited

NOW = datetime(2025, 3, 15, 12, 0, tzinfo=UTC)


class Channels:
    """Channels with messages, as far as they are read; the twin of an outbox."""

    def __init__(self) -> None:
        self.said: dict[str, list[int]] = {}
        self.asked: list[tuple[str, int]] = []
        self.silent: set[str] = set()

    async def after(self, channel: str, id_: int) -> list[dict[str, Any]]:
        """The next messages of a channel, the latest first."""
        self.asked.append((channel, id_))
        if channel in self.silent:
            raise Lost("Discord does not answer")
        found = sorted(one for one in self.said.get(channel, []) if one > id_)[:LOOKED]
        return [{"id": str(one)} for one in reversed(found)]


class Notes:
    """The state, as far as it is needed here."""

    def __init__(self, *places: tuple[str, str, str | None]) -> None:
        self.places = places
        self.kept: dict[str, bytes] = {}
        self.since = 0.0
        self.away = False

    async def noted(self, name: str) -> bytes | None:
        """What was kept."""
        if self.away:
            raise StoreUnavailable("away")
        return self.kept.get(name)

    async def note(self, name: str, value: bytes) -> None:
        """Keep it."""
        if self.away:
            raise StoreUnavailable("away")
        self.kept[name] = value

    async def active(self, platform: str, since: float, limit: int) -> Any:
        """Where we have posted."""
        if self.away:
            raise StoreUnavailable("away")
        self.since = since
        found = [(Place(platform=platform, workspace=w, channel=c), thread) for w, c, thread in self.places]
        return tuple(found[:limit])


class Noon:
    """A clock that stands."""

    def now(self) -> datetime:
        """Noon."""
        return NOW


def at(**before: float) -> int:
    """The id of a message that was written so long before now."""
    return _id((NOW - timedelta(**before)).timestamp())


def missed(notes: Notes, channels: Channels) -> Missed:
    """Of one application."""
    return Missed(channels, notes, Noon())  # type: ignore[arg-type]


def seen(id_: str) -> dict[str, Any]:
    """A channel that we see."""
    return {"id": id_, "type": 0}


def ids(read: list[dict[str, Any]]) -> list[int]:
    """Of messages."""
    return [int(one["id"]) for one in read]


def test_what_was_said_in_a_gap_is_read() -> None:
    """From a little before the shard was lost: in order, over channels and threads, each with its server and its channel."""

    async def check() -> None:
        notes, channels = Notes((GUILD, "10", "11"), (GUILD, "10", None), ("@me", "20", "21")), Channels()
        one = missed(notes, channels)
        one.heard(str(at(minutes=30)))
        one.lost(0)
        # Another shard goes on hearing.
        one.heard(str(at(minutes=1)))
        channels.said = {"10": [at(minutes=40), at(minutes=20)], "11": [at(minutes=10)], "20": [at(minutes=15)]}
        read = await one.read(0, 1, seen)
        assert ids(read) == [at(minutes=20), at(minutes=15), at(minutes=10)]
        assert [said["channel"]["id"] for said in read] == ["10", "20", "11"]
        assert [said.get("guild_id") for said in read] == [GUILD, None, GUILD]
        assert {channel for channel, _ in channels.asked} == {"10", "11", "20"}
        assert {after for _, after in channels.asked} == {at(minutes=30) - (MARGIN * 1_000 << 22)}
        assert notes.since == NOW.timestamp() - LATELY

    asyncio.run(check())


def test_no_more_is_read_than_is_bounded() -> None:
    """Nothing older than an hour, nothing of channels that we do not see or of other shards, and never too many pages."""

    async def check() -> None:
        notes, channels = Notes((GUILD, "10", "12"), (str(int(GUILD) + (1 << 22)), "30", None)), Channels()
        one = missed(notes, channels)
        one.heard(str(at(days=2)))
        one.lost(0)
        begin = at(seconds=REACH)
        channels.said = {"10": [begin - 1, *range(begin + 1, begin + 1 + (REQUESTS + 5) * LOOKED)]}
        read = await one.read(0, 2, lambda id_: None if id_ == "12" else seen(id_))
        assert {channel for channel, _ in channels.asked} == {"10"}
        assert len(channels.asked) == REQUESTS
        assert ids(read) == list(range(begin + 1, begin + 1 + REQUESTS * LOOKED))

    asyncio.run(check())


def test_what_was_heard_last_outlives_the_process() -> None:
    """A later process reads from where this one was; where a shard is lost, from where that was."""

    async def check() -> None:
        notes, channels = Notes((GUILD, "10", None)), Channels()
        channels.said = {"10": [at(minutes=10)]}
        notes.kept["heard:9"] = str(at(minutes=40)).encode()
        one = missed(notes, channels)
        await one.remember("9")
        one.heard(str(at(minutes=20)))
        one.lost(0)
        one.heard(str(at(minutes=5)))
        await one.keep()
        after = missed(notes, channels)
        await after.remember("9")
        after.heard(str(at(minutes=1)))
        assert ids(await after.read(0, 1, seen)) == [at(minutes=10)]

    asyncio.run(check())


def test_who_was_never_there_missed_nothing() -> None:
    """The first start reads nothing, nor does a session that was taken up; what comes after both is a gap like any other."""

    async def check() -> None:
        notes, channels = Notes((GUILD, "10", None)), Channels()
        one = missed(notes, channels)
        await one.remember("9")
        channels.said = {"10": [at(minutes=10)]}
        assert await one.read(0, 1, seen) == []
        one.lost(0)
        one.resumed(0)
        one.lost(0)
        channels.said = {"10": [at(minutes=10), at(minutes=-1)]}
        assert ids(await one.read(0, 1, seen)) == [at(minutes=-1)]

    asyncio.run(check())


def test_what_is_away_is_left_alone() -> None:
    """A channel that is not answered for costs the others nothing, and without the database nothing is read."""

    async def check() -> None:
        notes, channels = Notes((GUILD, "10", None), (GUILD, "11", None)), Channels()
        channels.said = {"10": [at(minutes=10)], "11": [at(minutes=10) + 1]}
        channels.silent = {"10"}
        one = missed(notes, channels)
        one.heard(str(at(minutes=20)))
        one.lost(0)
        assert ids(await one.read(0, 1, seen)) == [at(minutes=10) + 1]
        notes.away = True
        one.lost(0)
        await one.remember("9")
        await one.keep()
        assert await one.read(0, 1, seen) == []

    asyncio.run(check())


@pytest.mark.parametrize("how", ["invalid session", "restart"])
def test_questions_of_a_gap_are_answered_once(tmp_path: Path, how: str) -> None:
    """In a thread, a channel and a direct message, after a session that cannot be resumed and after a restart."""

    async def check() -> None:
        async with LocalDiscord() as discord:
            running = serving(tmp_path, discord, desk=Instant())
            _, adapter = await running.__aenter__()
            (brief,) = await answered(discord, adapter, discord.order("brief", topic="bakery"))
            await discord.until(lambda: brief["id"] in discord.channels)
            await answered(discord, adapter, discord.said("what opened?", where=DIRECT))
            await answered(discord, adapter, discord.said("what opened?", mention=True))
            if how == "restart":
                await running.__aexit__(None, None, None)
                discord.gateway.sessions = {}
            else:
                await discord.gateway.invalidate(resumable=False)
            asked = [
                discord.said("what opened?", where=brief["id"]),
                discord.said("what opened?", where=DIRECT),
                discord.said("what opened?", mention=True),
                discord.said("nothing for the desk", where=CHANNEL),
            ]
            for event in asked:
                await discord.tell(event)
            if how == "restart":
                running = serving(tmp_path, discord, desk=Instant())
                _, adapter = await running.__aenter__()
            before = 3
            await discord.until(lambda: len(discord.posted) >= before + 3)
            # What is told after all is known by its id.
            await discord.tell(asked[0])
            await settled(adapter)
            replied = [
                message["message_reference"]["message_id"] for message in discord.posted if "message_reference" in message
            ]
            assert sorted(replied[-3:]) == sorted(event["id"] for event in asked[:3])
            assert len(discord.posted) == before + 3
            assert all(cited(message) for message in discord.posted)
            assert discord.wrong == []
            await running.__aexit__(None, None, None)

    asyncio.run(check())
