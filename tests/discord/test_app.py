"""The whole way through a local Discord: commands, threads, direct messages and buttons, by gateway and over HTTP."""

from __future__ import annotations

import asyncio
import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from adapters.discord.app import Discord
from bot.domain import Command, Reply, Source
from bot.errors import Busy, StoreUnavailable
from bot.state.store import Place
from tests.discord import payloads
from tests.discord.conftest import serving, settled
from tests.discord.local import LocalDiscord
from tests.discord.payloads import APP, CHANNEL, DIRECT, GUILD
from tests.discord.rules import markers, walk
from tests.replies import reply, source

WAYS = pytest.mark.parametrize("http", [False, True], ids=["gateway", "http"])


class Instant:
    """A desk that answers at once, waits until it is let go, or fails as it is told."""

    def __init__(self, of: Source | None = None) -> None:
        self.of = of or source()
        self.fault: Exception | None = None
        self.go: asyncio.Event | None = None

    async def reply(self, command: Command, *, request: str | None = None, heard: object = None) -> Reply:
        """One claim over one source."""
        if self.go is not None:
            await self.go.wait()
        if self.fault:
            raise self.fault
        return reply(command.words, self.of)


def buttons(message: dict[str, Any]) -> dict[str, str]:
    """The buttons of a message, action → custom id."""
    parts = (part for one in message["components"] for part in walk(one))
    ids = (str(part["custom_id"]) for part in parts if part.get("custom_id"))
    return {id_.split(":")[1]: id_ for id_ in ids}


def cited(message: dict[str, Any]) -> bool:
    """Whether a message has markers, and lists just their sources."""
    shown, listed = markers(message)
    return bool(listed) and shown == listed


def said(message: dict[str, Any]) -> str:
    """All that a message shows."""
    return json.dumps([message["content"], message["components"], message["embeds"]], ensure_ascii=False)


async def whispered(discord: LocalDiscord, adapter: Discord, payload: dict[str, Any]) -> list[dict[str, Any]]:
    """Tell something, and wait for all that one person is told for it."""
    before = len(discord.whispered)
    await discord.tell(payload)
    await discord.until(lambda: len(discord.whispered) > before)
    await settled(adapter)
    return discord.whispered[before:]


async def answered(discord: LocalDiscord, adapter: Discord, payload: dict[str, Any]) -> list[dict[str, Any]]:
    """Tell something, and wait for all that is posted for it."""
    before = len(discord.posted)
    await discord.tell(payload)
    await discord.until(lambda: len(discord.posted) > before)
    await settled(adapter)
    return discord.posted[before:]


@WAYS
def test_a_conversation(tmp_path: Path, http: bool) -> None:
    """A brief, a question in its thread and a follow-up after it, then the same in a direct message: each cited, once."""

    async def check() -> None:
        async with LocalDiscord() as discord, serving(tmp_path, discord, http=http) as (_, adapter):
            await discord.tell(discord.order("brief", topic="kursk"))
            await discord.until(lambda: len(discord.posted) == 1 and len(discord.channels) == 3)
            await settled(adapter)
            brief = discord.posted[0]
            assert cited(brief)
            thread = discord.channels[brief["id"]]
            assert "ursk" in thread["name"]
            one = await answered(discord, adapter, discord.said("what did Medvedev say?", where=thread["id"]))
            two = await answered(discord, adapter, discord.said("and what did Kyiv say?", where=thread["id"]))
            assert {message["channel_id"] for message in one + two} == {thread["id"]}
            assert all(cited(message) for message in one)
            assert "Medvedev" in said(one[0])
            assert "Read as" in said(two[0])
            assert "Kyiv" in said(two[0])
            for question in ("brief kursk", "what did Medvedev say?", "and what did Kyiv say?"):
                direct = await answered(discord, adapter, discord.said(question, where=DIRECT))
                assert {message["channel_id"] for message in direct} == {DIRECT}
                assert all(cited(message) for message in direct) or question.startswith("and")
            assert "Read as" in said(direct[0])
            assert discord.wrong == []

    asyncio.run(check())


def test_without_the_intent_a_mention_asks_on(tmp_path: Path) -> None:
    """Where the contents of messages are not ours to read, a thread's question is answered with a mention, and only so."""

    async def check() -> None:
        async with LocalDiscord(contents=False) as discord:
            discord.gateway.intents_allowed = ~(1 << 15)
            async with serving(tmp_path, discord) as (_, adapter):
                await discord.tell(discord.order("brief", topic="kursk"))
                await discord.until(lambda: len(discord.channels) == 3)
                thread = discord.posted[0]["id"]
                await settled(adapter)
                before = len(discord.posted)
                await discord.tell(discord.said("what did Medvedev say?", where=thread))
                await discord.tell(discord.said("what did Medvedev say?", where=thread, mention=True))
                await discord.until(lambda: len(discord.posted) == before + 1)
                await settled(adapter)
                assert len(discord.posted) == before + 1
                assert "Medvedev" in said(discord.posted[-1])
                assert discord.wrong == []

    asyncio.run(check())


def test_a_reply_to_our_message_goes_on_with_it(tmp_path: Path) -> None:
    """A mention is answered under itself, and a reply to that answer is read in its context, without a thread."""

    async def check() -> None:
        async with LocalDiscord() as discord, serving(tmp_path, discord, opening="none") as (_, adapter):
            asked = discord.said("what did Medvedev say?", mention=True)
            answer = (await answered(discord, adapter, asked))[0]
            assert answer["message_reference"]["message_id"] == asked["id"]
            bare = {key: value for key, value in answer.items() if key not in ("nonce",)}
            about = {"type": 0, "message_id": answer["id"], "channel_id": CHANNEL, "guild_id": GUILD}
            more: dict[str, Any] = {"type": 19, "referenced_message": bare, "message_reference": about}
            after = await answered(discord, adapter, discord.said("and what did Kyiv say?", **more))
            assert "Read as" in said(after[0])
            assert after[0]["channel_id"] == CHANNEL
            assert discord.wrong == []

    asyncio.run(check())


@WAYS
def test_buttons_work_after_a_restart(tmp_path: Path, http: bool) -> None:
    """Passages, the timeline, who said what and feedback, for one person alone, after the process that posted is gone."""

    async def check() -> None:
        async with LocalDiscord() as discord:
            async with serving(tmp_path, discord, http=http):
                await discord.tell(discord.order("brief", topic="kursk"))
                await discord.until(lambda: any(buttons(message) for message in discord.posted))
            under = next(message for message in discord.posted if buttons(message))
            async with serving(tmp_path, discord, http=http) as (house, adapter):
                shown = list(buttons(under).values())
                assert len(shown) >= 4
                for custom_id in shown:
                    await whispered(discord, adapter, discord.pressed(custom_id, under))
                alone = "".join(map(said, discord.whispered))
                assert "Timeline" in alone
                assert "Who said what" in alone
                assert "kept with the reply" in alone
                reply = buttons(under)["feedback"].split(":")[2]
                assert len(await house.state.ratings(reply)) == 1
                gone = buttons(under)["timeline"].replace(reply, "0" * 32)
                # A button is known by the message that it stands under.
                other = json.loads(json.dumps(under).replace(reply, "0" * 32))
                await discord.tell(discord.pressed(gone, other))
                await discord.until(lambda: "no longer" in said(discord.whispered[-1]))
            assert discord.wrong == []

    asyncio.run(check())


def test_a_thread_is_offered(tmp_path: Path) -> None:
    """By setting a brief opens no thread and has a button for one; what is then asked in it is answered there."""

    async def check() -> None:
        async with LocalDiscord() as discord, serving(tmp_path, discord, desk=Instant(), opening="offer") as (_, adapter):
            await discord.tell(discord.order("brief", topic="kursk"))
            await discord.until(lambda: discord.posted)
            await settled(adapter)
            assert len(discord.channels) == 2
            await discord.tell(discord.pressed(buttons(discord.posted[0])["thread"], discord.posted[0]))
            await discord.until(lambda: len(discord.channels) == 3 and discord.whispered)
            await discord.tell(discord.said("what opened?", where=discord.posted[0]["id"]))
            await discord.until(lambda: len(discord.posted) == 2)
            assert discord.posted[1]["channel_id"] == discord.posted[0]["id"]
            assert discord.wrong == []

    asyncio.run(check())


def test_a_message_is_checked(tmp_path: Path) -> None:
    """The context menu on somebody's message answers with what the sources say of it."""

    async def check() -> None:
        async with LocalDiscord() as discord, serving(tmp_path, discord, desk=Instant()) as (_, adapter):
            await discord.tell(discord.checked(discord.said("The bakery in Mill Lane opened again.")))
            await discord.until(lambda: discord.posted)
            assert cited(discord.posted[0])
            await settled(adapter)
            assert discord.wrong == []

    asyncio.run(check())


@WAYS
def test_options_are_completed_from_the_corpus(tmp_path: Path, http: bool) -> None:
    """Names, places and outlets that the corpus has, at most 25, and nothing for what it has not."""

    async def check() -> None:
        async with LocalDiscord() as discord, serving(tmp_path, discord, http=http):

            def completed(count: int) -> bool:
                return len(discord.completions) == count

            for n, (option, typed) in enumerate((("topic", "kur"), ("topic", ""), ("topic", "zzz"), ("outlet", "")), 1):
                await discord.tell(discord.typed("brief", option, typed))
                await discord.until(partial(completed, n))
            named, popular, none, outlets = discord.completions
            assert "Kursk" in [choice["value"] for choice in named]
            assert 1 <= len(popular) <= 25
            assert none == []
            assert outlets
            assert discord.wrong == []

    asyncio.run(check())


def test_what_only_the_asker_needs_nobody_else_sees(tmp_path: Path) -> None:
    """Usage, refusals and faults are told to one person alone; a fault shows none of its words."""

    async def check() -> None:
        desk = Instant()
        async with LocalDiscord() as discord, serving(tmp_path, discord, desk=desk) as (_, adapter):
            await whispered(discord, adapter, discord.order("ask", question="?!"))
            for fault, words in (
                (Busy("Ask again in a minute"), "again in a minute"),
                (RuntimeError("secret words"), "operator"),
            ):
                desk.fault = fault
                (told,) = await whispered(discord, adapter, discord.order("ask", question="what opened?"))
                assert words in said(told)
                assert "secret" not in said(told)
            assert discord.posted == []
            # A message cannot be answered to one person alone.
            await discord.tell(discord.said("what opened?", mention=True))
            await discord.until(lambda: discord.posted)
            assert "operator" in said(discord.posted[0])
            assert discord.wrong == []

    asyncio.run(check())


def test_a_private_collection_stays_in_its_channels(tmp_path: Path) -> None:
    """A button under a reply from a private collection shows nothing in a channel that may not see it."""

    async def check() -> None:
        async with LocalDiscord() as discord:
            of = source(collection="court")
            async with serving(tmp_path, discord, desk=Instant(of)) as (house, adapter):
                await house.state.declare(GUILD, "court", private=True)
                await house.state.map_channel(Place(platform="discord", workspace=GUILD, channel=CHANNEL), ["court"])
                await discord.tell(discord.order("ask", question="what opened?"))
                await discord.until(lambda: discord.posted)
                under = discord.posted[0]
                discord.channels["5003"] = payloads.channel("5003", name="lobby")
                for where in ("5003", CHANNEL):
                    await whispered(discord, adapter, discord.pressed(buttons(under)["passage"], under, where))
                assert "bakery" not in said(discord.whispered[0])
                assert "bakery" in said(discord.whispered[-1])

    asyncio.run(check())


def test_commands_are_declared_when_they_change(tmp_path: Path) -> None:
    """A second start tells Discord nothing; a change of the commands does."""

    async def check() -> None:
        async with LocalDiscord() as discord:
            for _ in range(2):
                async with serving(tmp_path, discord, desk=Instant()) as (house, _):
                    assert [command["name"] for command in discord.commands][:3] == ["brief", "ask", "digest"]
            assert discord.called["sync"] == 1
            async with serving(tmp_path, discord, desk=Instant()) as (house, _):
                await house.state.note(f"discord:{APP}", b"other")
            async with serving(tmp_path, discord, desk=Instant()):
                assert discord.called["sync"] == 2
            assert all(set(command["integration_types"]) == {0, 1} for command in discord.commands)
            assert discord.wrong == []

    asyncio.run(check())


def test_a_late_reply_is_a_message_in_the_channel(tmp_path: Path) -> None:
    """Work that took longer than an interaction lives is posted in the channel, cited, once."""

    async def check() -> None:
        desk = Instant()
        desk.go = asyncio.Event()
        async with LocalDiscord() as discord, serving(tmp_path, discord, desk=desk) as (_, adapter):
            await discord.tell(discord.order("ask", question="what opened?"))
            await discord.until(lambda: discord.acknowledged)
            assert max(discord.acknowledged.values()) < 3.0
            began = discord.now()
            discord.now = lambda: began + 901.0
            desk.go.set()
            await discord.until(lambda: discord.posted)
            await settled(adapter)
            assert len(discord.posted) == 1
            assert cited(discord.posted[0])
            assert discord.posted[0]["nonce"]
            assert discord.wrong == []

    asyncio.run(check())


def test_a_forged_call_is_refused(tmp_path: Path) -> None:
    """A wrong or missing signature is 401, garbage 400, a ping is answered: nothing else happens."""

    async def check() -> None:
        async with LocalDiscord() as discord, serving(tmp_path, discord, desk=Instant(), http=True) as (_, adapter):
            body = json.dumps(discord.order("ask", question="what opened?"))
            assert (await discord.post(body, key=Ed25519PrivateKey.generate()))[0] == 401
            assert (await discord.post("{"))[0] == 400
            assert (await discord.post("[]"))[0] == 400
            assert await discord.post('{"type": 1}') == (200, '{"type": 1}')
            assert (await discord.post(json.dumps({"type": 2, "id": "1", "token": "t", "data": {"name": "other"}})))[0] == 202
            await settled(adapter)
            assert discord.messages == []

    asyncio.run(check())


@pytest.mark.parametrize(
    "text",
    ["x" * 4_000, "why " * 500, "😀🎉", "\x00\x1b[31m what\u202e opened?", "```rm -rf``` what opened?", "@everyone <@&1> ?"],
)
def test_whatever_is_asked_there_is_a_clear_answer(tmp_path: Path, text: str) -> None:
    """Long, empty, invisible or hostile questions get one reply or one hint, which calls nobody and shows no traceback."""

    async def check() -> None:
        async with LocalDiscord() as discord, serving(tmp_path, discord) as (_, adapter):
            await discord.tell(discord.said(text, where=DIRECT))
            await discord.tell(discord.order("ask", question=text))
            await discord.until(lambda: len(discord.posted) + len(discord.whispered) >= 2)
            await settled(adapter)
            assert "Traceback" not in str(discord.messages)
            assert discord.wrong == []

    asyncio.run(check())


def test_a_retry_after_a_fault_is_answered(tmp_path: Path) -> None:
    """What was taken on and not finished is answered when it comes again, and what was answered is not, by nobody."""

    async def check() -> None:
        async with LocalDiscord() as discord:
            event = discord.said("what opened?", mention=True)
            async with serving(tmp_path, discord, desk=Instant()) as (house, adapter):
                works = house.state.record

                async def fails(_: object) -> None:
                    raise StoreUnavailable("the database is away")

                house.state.record = fails  # type: ignore[method-assign, assignment]
                await discord.tell(event)
                await discord.until(lambda: discord.posted)
                await settled(adapter)
                assert not any(cited(message) for message in discord.posted)
                house.state.record = works  # type: ignore[method-assign]
                await discord.tell(event)
                await discord.until(lambda: any(cited(message) for message in discord.posted))
                await settled(adapter)
            async with serving(tmp_path, discord, desk=Instant()) as (_, adapter):
                await discord.tell(event)
                await settled(adapter)
            assert sum(cited(message) for message in discord.posted) == 1

    asyncio.run(check())
