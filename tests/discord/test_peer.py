"""On a Discord that we did not write: simcord, with its own idea of permissions, interactions and what a message may hold."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest

from adapters.discord.app import Discord
from adapters.discord.keys import Keys
from bot.state.database import Database
from bot.state.store import State
from tests.discord.conftest import instantly, settled
from tests.discord.test_app import Instant
from tests.replies import Stopped

simcord = pytest.importorskip("simcord", reason="simcord is not installed")


class Nothing:
    """A library and an index of nothing."""

    async def sources(self, filters: object = None) -> tuple[()]:
        """None."""
        return ()

    async def suggest(self, *_: object) -> list[str]:
        """One topic."""
        return ["bakery"]


def test_a_conversation_with_a_peer(tmp_path: Path) -> None:
    """A brief with its thread, a question in it, a direct message, completion and a button, all as that Discord has it."""

    async def check() -> None:
        database = Database(f"sqlite:///{tmp_path / 'state.db'}")
        await database.migrate()
        adapter: Any = Discord(
            Keys(token="peer", opening="open"),
            Instant(),
            State(database, time.time),
            Nothing(),  # type: ignore[arg-type]
            Nothing(),  # type: ignore[arg-type]
            Stopped(),
            Random(7),
            sleep=instantly,
        )
        client = adapter.client()
        client.shard_count = 1
        try:
            async with simcord.run(client) as env:
                # There is no gateway to be kept: the peer stands in the client's own place.
                adapter._rest = client
                await adapter._log_in()
                guild = env.create_guild()
                channel = guild.create_text_channel("newsroom")
                alice = guild.add_member(env.create_user("alice"))

                async def seen() -> None:
                    await settled(adapter)
                    await env.settle()

                result = await alice.slash(channel, "brief", topic="bakery")
                await seen()
                assert result.acknowledged
                assert not result.ephemeral
                brief = result.response.message
                assert "bakery" in str(brief.components)
                assert brief.flags.components_v2
                (thread,) = channel.threads
                # The peer grants no intent for the contents of messages.
                await alice.send(thread, "what opened?")
                await seen()
                assert thread.last_message.content == "what opened?"
                await alice.send(thread, f"{client.user.mention} what opened?")
                await seen()
                assert "bakery" in str(thread.last_message.components)
                assert [choice["name"] for choice in await alice.autocomplete(channel, "brief", "topic", "ba")] == ["bakery"]
                pressed = await alice.click(brief, label="Helpful")
                await seen()
                assert pressed.ephemeral
                await alice.send_dm("what opened?")
                await seen()
                refused = await alice.slash(channel, "ask", question="?!")
                await seen()
                assert refused.ephemeral
        finally:
            await database.close()

    asyncio.run(check())
