"""Discord, as those who use it see it: a harness of the one suite over every adapter."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from adapters.discord.commands import LONGEST
from bot.state.store import Place
from tests.contract.adapters import LABELS, Answers, Button, Channel, Harness, Lacking, Platform, Seen
from tests.discord import conftest as discord_service
from tests.discord import payloads
from tests.discord.local import LocalDiscord
from tests.discord.payloads import CHANNEL, GUILD
from tests.discord.rules import CONTENT, calls, markers, texts, walk

CHANNELS: dict[Channel, str] = {"one": CHANNEL, "two": "5003"}


class OnDiscord:
    """A local Discord, with an editor in two channels."""

    def __init__(self, discord: LocalDiscord, home: Path, desk: Answers | None, http: bool) -> None:
        self._discord = discord
        self._start = partial(discord_service.serving, home, discord, http=http, desk=desk)
        self._running: AbstractAsyncContextManager[Any] | None = None
        self._last: dict[str, Any] = {}
        self._house: Any = None
        self._adapter: Any = None
        self._reply = ""

    async def open(self) -> None:
        """Start the service."""
        self._running = self._start()
        self._house, self._adapter = await self._running.__aenter__()

    async def close(self) -> None:
        """End it."""
        if self._running is not None:
            await self._running.__aexit__(None, None, None)
            self._running = None

    async def brief(self, words: str, *, channel: Channel = "one") -> Seen:
        """The slash command. Neither an option nor a message gets longer than Discord lets it."""
        return await self._does(self._discord.order("brief", CHANNELS[channel], topic=words[:LONGEST]))

    async def ask(self, words: str, *, under: Seen | None = None, channel: Channel = "one") -> Seen:
        """A plain message in the thread, or a mention."""
        words = words[:CONTENT]
        if under is None:
            return await self._does(self._discord.said(words, where=CHANNELS[channel], mention=True))
        first = under.at[0]
        # A thread has the id of the message that it hangs on.
        thread = first["channel_id"] if first["channel_id"] not in CHANNELS.values() else first["id"]
        return await self._does(self._discord.said(words, where=thread))

    async def press(self, button: Button, under: Seen, *, channel: Channel = "one") -> Seen:
        """The button with that label, or one of the two of the feedback."""
        for message in under.at:
            for part in (inner for one in message["components"] for inner in walk(one)):
                id_ = str(part.get("custom_id") or "")
                if id_ and (part.get("label") == LABELS.get(button) or id_.endswith(f":{button}")):
                    return await self._does(self._discord.pressed(id_, message, CHANNELS[channel]))
        raise AssertionError(f"there is no {button!r} under {under.text!r}")

    async def again(self) -> Seen:
        """The same payload, as after a session was taken up again."""
        return await self._does(self._last)

    async def restart(self) -> None:
        """Another process on the same home."""
        await self.close()
        await self.open()

    async def private(self, collection: str, channel: Channel) -> None:
        """By the state, as the operator's command does it."""
        await self._house.state.declare(GUILD, collection, private=True)
        place = Place(platform="discord", workspace=GUILD, channel=CHANNELS[channel])
        await self._house.state.map_channel(place, [collection])

    async def ratings(self) -> Sequence[str]:
        """Of the reply whose buttons were seen last."""
        return list((await self._house.state.ratings(self._reply)).values())

    async def _does(self, payload: dict[str, Any]) -> Seen:
        discord, self._last = self._discord, payload
        before = [message["id"] for message in (*discord.posted, *discord.whispered)]
        client = self._adapter._client
        heard = client.heard
        await discord.tell(payload)
        if "token" not in payload or not discord.door:
            # Also what comes again, and is answered by nobody, has to have come.
            await discord.until(lambda: client.heard > heard)
        await discord_service.settled(self._adapter)
        assert discord.wrong == []
        posted = [message for message in discord.posted if message["id"] not in before]
        alone = [message for message in discord.whispered if message["id"] not in before]
        seen = [*posted, *alone]
        for message in posted:
            for part in (inner for one in message["components"] for inner in walk(one)):
                if ":feedback:" in str(part.get("custom_id")):
                    self._reply = part["custom_id"].split(":")[2]
        return Seen(
            texts=tuple("\n".join(texts(message)) for message in seen),
            cited=tuple((frozenset(shown), frozenset(listed)) for shown, listed in map(markers, seen)),
            alone=bool(alone) and not posted,
            calls=tuple(call for message in seen for call in calls({**message, "allowed_mentions": {"parse": []}})),
            at=seen,
        )


@dataclass(frozen=True)
class DiscordPlatform:
    """Discord, with its interactions through the gateway or over HTTP."""

    name: str
    http: bool
    lacks: frozenset[Lacking] = frozenset()

    @asynccontextmanager
    async def open(self, home: Path, desk: Answers | None = None) -> AsyncIterator[Harness]:
        """The whole service on a local Discord."""
        async with LocalDiscord() as discord:
            discord.channels[CHANNELS["two"]] = payloads.channel(CHANNELS["two"], name="court")
            harness = OnDiscord(discord, home, desk, self.http)
            await harness.open()
            try:
                yield harness
            finally:
                await harness.close()


DISCORD: tuple[Platform, ...] = (
    DiscordPlatform("discord through the gateway", http=False),
    DiscordPlatform("discord over HTTP", http=True),
)
