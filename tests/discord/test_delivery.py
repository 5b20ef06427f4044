"""What a scheduler and a second life of a reply rely on: found again, sent once, in the right place."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from adapters.discord.delivery import NONCE, Refused, nonce, stamp
from adapters.port import Lost
from bot.domain import Command, Reply
from bot.engine.view import view
from bot.errors import StoreUnavailable
from bot.state.store import Place
from tests.discord.conftest import serving, settled
from tests.discord.local import LocalDiscord
from tests.discord.payloads import APP, CHANNEL, DIRECT, GUILD
from tests.discord.rules import COMPONENTS, walk
from tests.discord.test_app import Instant, answered, cited, said
from tests.replies import reply, source

HERE = Place(platform="discord", workspace=GUILD, channel=CHANNEL)


class Wordy(Instant):
    """A desk whose replies fill several messages."""

    async def reply(self, command: Command, *, request: str | None = None, heard: object = None) -> Reply:
        """One claim of many words."""
        return reply(command.words, self.of, "The bakery in Mill Lane opened again. " * 150)


class Asked(Instant):
    """A desk that says when it is asked."""

    reached = asyncio.Event()

    async def reply(self, command: Command, *, request: str | None = None, heard: object = None) -> Reply:
        """One claim over one source."""
        self.reached.set()
        return await super().reply(command, request=request, heard=heard)


def test_a_mark_is_one_message(tmp_path: Path) -> None:
    """Frozen, sent, sent again, found, counted and taken away; each part for itself."""

    async def check() -> None:
        async with LocalDiscord() as discord, serving(tmp_path, discord, desk=Instant()) as (_, adapter):
            outlet = adapter.platform
            (frozen,) = outlet.freeze(view(reply("bakery", source())), reply="r1")
            assert await outlet.find(HERE, mark="m", part=0) is None
            first = await outlet.send(HERE, frozen, mark="m", part=0)
            assert await outlet.send(HERE, frozen, mark="m", part=0) == first
            assert await outlet.find(HERE, mark="m", part=0) == first
            # The thread under it is opened on the way.
            second = await outlet.send(HERE, frozen, mark="m", part=1, thread=first)
            assert discord.channels[first]["parent_id"] == CHANNEL
            assert await outlet.find(HERE, mark="m", part=1, thread=first) == second
            assert await outlet.copies(HERE, mark="m", part=0, since=0.0) == (first,)
            assert await outlet.copies(HERE, mark="m", part=1, thread=first, since=0.0) == (second,)
            assert cited(discord.posted[0])
            await outlet.remove(HERE, second, thread=first)
            await outlet.remove(HERE, second, thread=first)
            assert await outlet.find(HERE, mark="m", part=1, thread=first) is None
            await outlet.write(HERE, "7001", "Your digest could not be posted.")
            assert discord.posted[-1]["channel_id"] == DIRECT
            discord.deleted.add(CHANNEL)
            with pytest.raises(Refused) as refused:
                await outlet.send(HERE, frozen, mark="n", part=0)
            assert refused.value.error in outlet.gone
            with pytest.raises(Lost):
                await outlet.find(HERE, mark="m", part=0)
            assert discord.wrong == []

    asyncio.run(check())


def test_a_long_reply_continues_in_its_thread(tmp_path: Path) -> None:
    """What one message has no room for follows in a thread under it, every part with its own sources."""

    async def check() -> None:
        async with LocalDiscord() as discord, serving(tmp_path, discord, desk=Wordy()) as (_, adapter):
            parts = await answered(discord, adapter, discord.order("ask", question="what opened?"))
            assert len(parts) > 1
            assert {part["channel_id"] for part in parts[1:]} == {parts[0]["id"]}
            assert all(cited(part) for part in parts)
            assert all(sum(1 for one in part["components"] for _ in walk(one)) <= COMPONENTS for part in parts)
            direct = await answered(discord, adapter, discord.said("what opened?", where=DIRECT))
            assert {part["channel_id"] for part in direct} == {DIRECT}
            discord.closed.add(CHANNEL)
            # Where nothing but the interaction is ours, the rest follows it.
            alone = await answered(discord, adapter, discord.order("ask", question="what opened?"))
            assert len(alone) == len(parts)
            assert discord.called["followup"] == len(parts) - 1
            assert discord.wrong == []

    asyncio.run(check())


def test_a_reply_that_was_posted_by_a_process_that_died_is_found(tmp_path: Path) -> None:
    """A message comes again after the process died between posting and noting it, longer ago than a nonce is remembered."""

    async def check() -> None:
        async with LocalDiscord() as discord:
            asked = discord.said("what opened?", mention=True)
            async with serving(tmp_path, discord, desk=Instant()) as (house, adapter):

                async def dies(*_: object, **__: object) -> None:
                    raise StoreUnavailable("the process died here")

                house.state.placed = dies  # type: ignore[method-assign]
                await discord.tell(asked)
                await discord.until(lambda: any(cited(message) for message in discord.posted))
                await settled(adapter)
            for message in discord.posted:
                message["nonce"] = None
            async with serving(tmp_path, discord, desk=Instant()) as (_, adapter):
                await discord.tell(asked)
                await settled(adapter)
                await discord.until(lambda: discord.called["history"] >= 1)
                await settled(adapter)
            assert sum(cited(message) for message in discord.posted) == 1
            assert discord.wrong == []

    asyncio.run(check())


def test_another_style_where_components_are_refused(tmp_path: Path) -> None:
    """A server that takes no components gets an embed, and one that takes no embeds gets plain text; each cites."""

    async def check() -> None:
        async with LocalDiscord() as discord, serving(tmp_path, discord, desk=Instant()) as (_, adapter):
            for refusals in (1, 2):
                discord.faults["edit"].extend(["misshapen"] * refusals)
                (shown,) = await answered(discord, adapter, discord.order("ask", question="what opened?"))
                assert bool(shown["embeds"]) == (refusals == 1)
                assert not shown["flags"] & (1 << 15)
                assert "[1]" in said(shown)
            assert discord.wrong == []

    asyncio.run(check())


def test_a_nonce_is_short_and_its_own() -> None:
    """Another reply or another part has another nonce and another stamp; both are what Discord takes."""
    marks = [(mark, part) for mark in ("a", "b", APP) for part in (0, 1)]
    assert len({nonce(*mark) for mark in marks}) == len({stamp(*mark) for mark in marks}) == len(marks)
    assert all(len(nonce(*mark)) == NONCE and 0 < stamp(*mark) < 2**31 for mark in marks)


@pytest.mark.parametrize("asked", ["command", "in a thread"])
def test_what_a_process_left_is_answered_where_it_was_asked(tmp_path: Path, asked: str) -> None:
    """A process ends between its acknowledgement and its reply: the next one answers, the interaction or in the thread."""

    async def check() -> None:
        async with LocalDiscord() as discord:
            desk = Asked()
            async with serving(tmp_path, discord, desk=desk) as (_, adapter):
                (brief,) = await answered(discord, adapter, discord.order("brief", topic="bakery"))
                await discord.until(lambda: brief["id"] in discord.channels)
                desk.go, desk.reached = asyncio.Event(), asyncio.Event()
                question = discord.order("ask", question="what opened?")
                await discord.tell(question if asked == "command" else discord.said("what opened?", where=brief["id"]))
                await desk.reached.wait()
                for task in list(adapter._once._tasks):
                    task.cancel()
            async with serving(tmp_path, discord, desk=Instant()) as (_, adapter):
                await adapter.resume()
                await discord.until(lambda: len(discord.posted) == 2)
                await settled(adapter)
            (reply,) = discord.posted[1:]
            assert cited(reply)
            assert reply["channel_id"] == (CHANNEL if asked == "command" else brief["id"])
            assert discord.wrong == []

    asyncio.run(check())
