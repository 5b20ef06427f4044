"""What goes wrong with Discord: the bot recovers or says what is missing, and nothing is lost, told twice or shown raw."""

from __future__ import annotations

import asyncio
import os
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.errors import BadSetting, ServiceError
from tests.discord.conftest import serving, settled
from tests.discord.local import LocalDiscord
from tests.discord.payloads import CHANNEL, DIRECT, TOKEN
from tests.discord.test_app import Instant, answered, buttons, cited, said


def test_every_event_is_answered_once(tmp_path: Path) -> None:
    """Events delivered four times, reordered, while the session is resumed again and again: one reply each, none lost."""
    count = {"full": 1000}.get(os.environ.get("NUTGRAF_TEST_SCALE", ""), 80)

    async def check() -> None:
        random = Random(6)
        async with LocalDiscord(every=20) as discord, serving(tmp_path, discord, desk=Instant()) as (_, adapter):
            events = []
            for n in range(count):
                kind = n % 3
                if kind == 0:
                    events.append(discord.order("ask", question="what opened?"))
                else:
                    events.append(discord.said("what opened?", mention=kind == 1, where=CHANNEL if kind == 1 else DIRECT))
            deliveries = [event for event in events for _ in range(4)]
            # The first delivery is in time, as Discord's own is: the others come in any order.
            random.shuffle(deliveries)

            def taken_up(before: int) -> bool:
                return discord.gateway.resumed > before

            cuts = {len(deliveries) * n // 6: n for n in range(1, 6)}
            for n, event in enumerate(deliveries):
                if n in cuts:
                    resumed = discord.gateway.resumed
                    await (discord.gateway.reconnect() if cuts[n] % 2 else discord.gateway.drop())
                    # Told while nobody listens: heard when the session is taken up again.
                    await discord.tell(event)
                    await discord.until(partial(taken_up, resumed))
                else:
                    await discord.tell(event)
                if n % 40 == 0:
                    await asyncio.sleep(0)
            await discord.until(lambda: len(discord.posted) >= count, 120.0)
            await settled(adapter)
            assert discord.gateway.resumed >= 5
            assert discord.gateway.identified == 1
            asked = [m["message_reference"]["message_id"] for m in discord.posted if "message_reference" in m]
            assert len(asked) == len(set(asked)) == sum("token" not in event for event in events)
            assert len(discord.posted) == count
            assert discord.wrong == []

    asyncio.run(check())


def test_a_gateway_refused_at_the_start_is_tried_again(tmp_path: Path) -> None:
    """Not ready until it lets us in, and then as if nothing had been."""

    async def check() -> None:
        async with LocalDiscord() as discord:
            discord.gateway.refusals = 3
            discord.faults["gateway"].extend(["503", "503"])
            discord.faults["bot"].append("503")
            async with serving(tmp_path, discord, desk=Instant(), connected=False) as (_, adapter):
                with pytest.raises(ServiceError, match="trying again"):
                    await adapter.check()
                await discord.until(lambda: adapter.well)
                await adapter.check()
                assert discord.gateway.refused == 3
                assert adapter.lives > 3
                (reply,) = await answered(discord, adapter, discord.order("ask", question="what opened?"))
                assert cited(reply)

    asyncio.run(check())


def test_a_wrong_token_is_told_at_the_start(tmp_path: Path) -> None:
    """The service does not start with a token that Discord does not know, and says which setting it is."""

    async def check() -> None:
        async with LocalDiscord() as discord:
            discord.token = "another"
            with pytest.raises(BadSetting, match="DISCORD_TOKEN"):
                async with serving(tmp_path, discord, desk=Instant(), connected=False):
                    pass

    asyncio.run(check())


@pytest.mark.parametrize(
    "trouble", ["dropped", "asked to reconnect", "invalid, resumable", "invalid", "garbage", "malformed", "unknown close"]
)
def test_what_is_under_way_and_what_comes_meanwhile_is_answered(tmp_path: Path, trouble: str) -> None:
    """The gateway fails in the middle of a reply: the reply comes, what was asked meanwhile is answered, handlers hear once."""

    async def check() -> None:
        desk = Instant()
        desk.go = asyncio.Event()
        async with LocalDiscord() as discord, serving(tmp_path, discord, desk=desk) as (_, adapter):
            gateway = discord.gateway
            await discord.tell(discord.order("ask", question="what opened?"))
            await discord.until(lambda: discord.acknowledged)
            met = gateway.identified + gateway.resumed
            match trouble:
                case "dropped":
                    await gateway.drop()
                case "asked to reconnect":
                    await gateway.reconnect()
                case "invalid, resumable" | "invalid":
                    await gateway.invalidate(resumable=trouble != "invalid")
                case "garbage":
                    await gateway.garble()
                case "malformed":
                    await gateway.dispatch("MESSAGE_CREATE", {"id": "no number"}, guild=None)
                case _:
                    await gateway.drop(4012)
            desk.go.set()
            # A session that is no more has nothing told later: what was said is read in the channel.
            await discord.tell(discord.said("what opened?", mention=True))
            await discord.until(lambda: gateway.identified + gateway.resumed > met and adapter.well)
            await discord.until(lambda: len(discord.posted) == 2)
            await settled(adapter)
            await adapter.check()
            assert len(discord.posted) == 2
            assert all(cited(message) for message in discord.posted)
            assert adapter.lives == (2 if trouble in ("garbage", "malformed", "unknown close") else 1)
            assert discord.wrong == []

    asyncio.run(check())


def test_a_refused_intent_is_done_without(tmp_path: Path) -> None:
    """Where the message-content intent is not granted after all, the bot goes on with mentions."""

    async def check() -> None:
        async with LocalDiscord() as discord:
            discord.gateway.intents_allowed = ~(1 << 15)
            async with serving(tmp_path, discord, desk=Instant()) as (_, adapter):
                (reply,) = await answered(discord, adapter, discord.said("what opened?", mention=True))
                assert cited(reply)
                assert adapter.lives == 2

    asyncio.run(check())


@pytest.mark.parametrize("fault", ["drop", "429", "cloudflare", "503"])
@pytest.mark.parametrize("kind", ["callback", "edit", "message"])
def test_a_request_that_fails_is_made_once(tmp_path: Path, kind: str, fault: str) -> None:
    """Whether it was taken and the answer lost, or not taken at all: one reply."""

    async def check() -> None:
        async with LocalDiscord() as discord, serving(tmp_path, discord, desk=Instant()) as (_, adapter):
            discord.faults[kind].append(fault)
            asked = discord.order("ask", question="what opened?")
            if kind == "message":
                asked = discord.said("what opened?", mention=True)
            replies = await answered(discord, adapter, asked)
            assert len(replies) == len(discord.posted) == 1
            assert cited(replies[0])
            assert discord.called[kind] == 2
            assert discord.wrong == []

    asyncio.run(check())


@pytest.mark.parametrize(("fault", "asked"), [("unknown", 1), ("taken", 1)])
def test_an_interaction_that_cannot_be_acknowledged_is_answered_all_the_same(tmp_path: Path, fault: str, asked: int) -> None:
    """Too late (10062), it is answered in the channel; acknowledged by a process that is gone (40060), as ever."""

    async def check() -> None:
        async with LocalDiscord() as discord, serving(tmp_path, discord, desk=Instant()) as (_, adapter):
            order = discord.order("ask", question="what opened?")
            if fault == "taken":
                known = next(iter(discord.interactions.values()))
                await discord.tell(order)
                await discord.until(lambda: discord.posted)
                # The same once more, after this process has forgotten all about it.
                adapter._acknowledged.clear()
                await discord.tell(order)
                await settled(adapter)
                assert known["message"] is discord.posted[0]
            else:
                discord.faults["callback"].append(fault)
                await discord.tell(order)
                await discord.until(lambda: discord.posted)
                await settled(adapter)
            assert len(discord.posted) == asked
            assert cited(discord.posted[0])
            assert discord.wrong == []

    asyncio.run(check())


def test_a_deleted_thread_is_answered_in_its_channel(tmp_path: Path) -> None:
    """Who asked in a thread that is gone when the reply comes finds it in the channel that the thread hung on."""

    async def check() -> None:
        async with LocalDiscord() as discord, serving(tmp_path, discord, desk=Instant()) as (_, adapter):
            (brief,) = await answered(discord, adapter, discord.order("brief", topic="bakery"))
            await discord.until(lambda: brief["id"] in discord.channels)
            asked = discord.said("what opened?", where=brief["id"])
            discord.deleted.add(brief["id"])
            (reply,) = await answered(discord, adapter, asked)
            assert reply["channel_id"] == CHANNEL
            assert cited(reply)
            assert discord.wrong == []

    asyncio.run(check())


def test_a_missing_permission_is_named(tmp_path: Path) -> None:
    """Where we may not speak, who asked is told in a direct message what is missing; a command is answered all the same."""

    async def check() -> None:
        async with LocalDiscord() as discord, serving(tmp_path, discord, desk=Instant()) as (_, adapter):
            discord.closed.add(CHANNEL)
            (told,) = await answered(discord, adapter, discord.said("what opened?", mention=True))
            assert told["channel_id"] == DIRECT
            assert "Send Messages" in said(told)
            (brief,) = await answered(discord, adapter, discord.order("brief", topic="bakery"))
            assert cited(brief)
            assert len(discord.channels) == 2
            assert discord.wrong == []

    asyncio.run(check())


def test_a_token_that_is_taken_back_is_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The operator reads which setting is no longer good, in the log and where readiness is asked for."""

    async def check() -> None:
        async with LocalDiscord() as discord, serving(tmp_path, discord, desk=Instant()) as (_, adapter):
            discord.token = "another"
            await discord.tell(discord.said("what opened?", mention=True))
            await discord.until(lambda: not adapter.well)
            await settled(adapter)
            with pytest.raises(ServiceError, match="DISCORD_TOKEN"):
                await adapter.check()
            assert any("DISCORD_TOKEN" in str(record.__dict__.get("reason")) for record in caplog.records)
            discord.token = TOKEN
            await answered(discord, adapter, discord.said("what opened?", mention=True))
            await adapter.check()

    asyncio.run(check())


def test_an_interaction_that_takes_no_answer_is_answered_in_its_channel(tmp_path: Path) -> None:
    """Whatever Discord has against the edit, the reply is not lost."""

    async def check() -> None:
        async with LocalDiscord() as discord, serving(tmp_path, discord, desk=Instant()) as (_, adapter):
            discord.faults["edit"].append("forbidden")
            (reply,) = await answered(discord, adapter, discord.order("ask", question="what opened?"))
            assert cited(reply)
            assert discord.called["message"] == 1

    asyncio.run(check())


def test_a_thread_that_may_not_be_opened_is_said_so(tmp_path: Path) -> None:
    """Who presses the button for a thread is told which permissions are missing."""

    async def check() -> None:
        async with LocalDiscord() as discord, serving(tmp_path, discord, desk=Instant(), opening="offer") as (_, adapter):
            (brief,) = await answered(discord, adapter, discord.order("brief", topic="bakery"))
            discord.closed.add(CHANNEL)
            await discord.tell(discord.pressed(buttons(brief)["thread"], brief))
            await discord.until(lambda: discord.whispered)
            assert "Create Public Threads" in said(discord.whispered[0])
            assert discord.wrong == []

    asyncio.run(check())


def test_rate_limits_are_honoured(tmp_path: Path) -> None:
    """Many replies in one channel wait for their turns: Discord hardly ever has to say that there were too many."""

    async def check() -> None:
        async with LocalDiscord() as discord, serving(tmp_path, discord, desk=Instant()) as (_, adapter):
            discord.limit = (5, 0.2)
            for _ in range(12):
                await discord.tell(discord.said("what opened?", mention=True))
            await discord.until(lambda: len(discord.posted) == 12)
            await settled(adapter)
            assert len(discord.posted) == 12
            assert discord.exceeded <= 4

    asyncio.run(check())


def test_shards_are_as_many_as_discord_says(tmp_path: Path) -> None:
    """Of two shards each tells its own, and readiness needs both."""

    async def check() -> None:
        async with LocalDiscord() as discord:
            discord.gateway.shards = 2
            async with serving(tmp_path, discord, desk=Instant()) as (_, adapter):
                assert {session.shard for session in discord.gateway.sessions.values()} == {0, 1}
                event: dict[str, Any] = discord.said("what opened?", where=DIRECT)
                await answered(discord, adapter, event)
                await answered(discord, adapter, discord.said("what opened?", mention=True))
                assert len(discord.posted) == 2

    asyncio.run(check())


def test_replicas_answer_once_between_them(tmp_path: Path) -> None:
    """Two processes with one token and one state hear of everything, and each command, message and button is answered once."""

    async def check() -> None:
        async with (
            LocalDiscord() as discord,
            serving(tmp_path, discord, desk=Instant()) as (_, one),
            serving(tmp_path, discord, desk=Instant()) as (_, other),
        ):
            for n in range(4):
                asked = discord.said("what opened?", mention=True) if n % 2 else discord.order("ask", question="what opened?")
                before = len(discord.posted)
                await discord.tell(asked)
                await discord.until(partial(_more, discord, before))
                await settled(one)
                await settled(other)
                assert len(discord.posted) == before + 1
            edits = discord.called["edit"]
            await discord.tell(discord.pressed(buttons(discord.posted[0])["feedback"], discord.posted[0]))
            await discord.until(lambda: discord.whispered)
            await settled(one)
            await settled(other)
            assert len(discord.whispered) == 1
            assert discord.called["edit"] == edits + 1
            assert discord.called["sync"] == 1
            assert discord.wrong == []

    asyncio.run(check())


def _more(discord: LocalDiscord, before: int) -> bool:
    return len(discord.posted) > before
