"""The client that listens to Discord's gateway, for as long as it lives: it takes up the sessions of the one before it.

discord.py reads the socket, keeps its sessions and resumes them. What it does not survive (a refused connection at the start, a
payload that it cannot read) ends a client, and whoever keeps it makes another.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from discord.shard import Shard

from adapters.discord import parse
from bot.errors import ServiceError

log = logging.getLogger("nutgraf.discord")

# That nobody will be heard speak is no news to an operator.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

GUILDS = 1.0
"""Seconds without news of another server after which all are known that a session is told of."""
CONNECT = 30.0
"""Seconds in which a shard has to be connected."""
IDENTIFY = 5.0
"""Seconds between two new sessions (docs.discord.com/developers/events/gateway)."""

Payload = Mapping[str, Any]
Hear = Callable[[Payload], Awaitable[None]]
Shards = Callable[[int], None]
"""Who is told what becomes of a shard, by its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Where a shard was when its client ended."""

    id: str
    sequence: int
    gateway: yarl.URL


def lead_to(api: str) -> None:
    """Have discord.py call this address. It knows one for a whole process."""
    Route.BASE = api.rstrip("/")


class Client(discord.AutoShardedClient):
    """One life of the client.

    Args:
        interaction: Takes what somebody does with the application, as Discord sends it.
        message: Takes what somebody writes, likewise.
        contents: Whether the intent for the contents of messages is granted.
        gateway: Where the gateway is, if not where Discord says.
        begun: Told of a shard that has begun a session, once it knows its channels.
        lost: Told of a shard whose connection is gone.
        resumed: Told of a shard that has taken up its session, and so missed nothing.
        sessions: Where the shards of the client before this one were.
        sleep: Waits between two new sessions.
    """

    def __init__(
        self,
        interaction: Hear,
        message: Hear,
        *,
        contents: bool,
        begun: Shards,
        lost: Shards,
        resumed: Shards,
        gateway: str | None = None,
        sessions: Mapping[int, Session] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=contents)
        # Nothing is looked up among old messages, nor among members.
        super().__init__(
            intents=intents,
            max_messages=None,
            chunk_guilds_at_startup=False,
            guild_ready_timeout=GUILDS,
            member_cache_flags=discord.MemberCacheFlags.none(),
            allowed_mentions=discord.AllowedMentions.none(),
            enable_debug_events=False,
        )
        self._interaction = interaction
        self._message = message
        self._begun = begun
        self._lost = lost
        self._resumed = resumed
        self._given = gateway
        self._before = dict(sessions or {})
        self._sleep = sleep
        self.heard = 0
        """How many events have come."""
        self.listening: set[int] = set()
        """The shards that are connected."""
        self.add_dynamic_items(type("Button", (Button,), {"press": interaction}, template=parse.BUTTON))

    @property
    def well(self) -> bool:
        """Whether every shard is connected."""
        return bool(self.listening) and len(self.listening) == self.shard_count

    @property
    def shards_begun(self) -> tuple[int, ...]:
        """The shards that have been connected."""
        return tuple(self._parts())

    def sessions(self) -> dict[int, Session]:
        """Where each shard is; nothing where no event has come, since what ends a client would only come again."""
        if not self.heard:
            return {}
        return {
            id_: Session(id=shard.ws.session_id, sequence=shard.ws.sequence, gateway=shard.ws.gateway)
            for id_, shard in self._parts().items()
            if shard.ws.session_id and shard.ws.sequence is not None
        }

    async def launch_shard(self, gateway: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """Connect a shard, where it was before if it was. Raises ServiceError, where discord.py's own tries for ever."""
        gateway = yarl.URL(self._given) if self._given else gateway
        # Where discord.py begins a session anew by itself, it knows no other address.
        DiscordWebSocket.DEFAULT_GATEWAY = gateway
        before = self._before.pop(shard_id, None)
        resumed: dict[str, Any] = {}
        if before is not None:
            resumed = {"session": before.id, "sequence": before.sequence, "resume": True}
            gateway = before.gateway
        connecting = DiscordWebSocket.from_client(self, initial=initial, gateway=gateway, shard_id=shard_id, **resumed)
        try:
            ws = await asyncio.wait_for(connecting, CONNECT)
        except Exception as exc:
            raise ServiceError(f"the gateway lets nobody in ({type(exc).__name__})") from exc
        # The two names are private to discord.py's own method, which this one stands in for.
        self._parts()[shard_id] = shard = Shard(ws, self, vars(self)["_AutoShardedClient__queue"].put_nowait)
        shard.launch()

    def _parts(self) -> dict[int, Shard]:
        parts: dict[int, Shard] = vars(self)["_AutoShardedClient__shards"]
        return parts

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:  # noqa: ARG002
        """Wait for the turn of a new session."""
        if not initial:
            await self._sleep(IDENTIFY)

    # What discord.py tells

    async def on_socket_event_type(self, event: str) -> None:  # noqa: ARG002
        """Something came."""
        self.heard += 1

    async def on_shard_connect(self, shard: int) -> None:
        """A session has begun."""
        self.listening.add(shard)

    async def on_shard_resumed(self, shard: int) -> None:
        """A session goes on."""
        self.listening.add(shard)
        self._resumed(shard)

    async def on_shard_ready(self, shard: int) -> None:
        """A session has begun, and its channels are known; discord.py says so of a client that has ended meanwhile, too."""
        if not self.is_closed():
            self._begun(shard)

    async def on_shard_disconnect(self, shard: int) -> None:
        """A connection is gone."""
        self.listening.discard(shard)
        self._lost(shard)

    def known(self, id_: str) -> dict[str, Any] | None:
        """What is known of a channel or an active thread of a server that we see."""
        found = self.get_channel(int(id_)) if id_.isdecimal() else None
        return None if found is None else channel_payload(found)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """A command or an option being typed; buttons find their own way."""
        if interaction.type is not discord.InteractionType.component:
            await self._interaction(interaction_payload(interaction))

    async def on_message(self, message: discord.Message) -> None:
        """Somebody writes."""
        if not message.author.bot:
            await self._message(message_payload(message))

    async def on_error(self, event: str, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002
        """A handler failed: for the operator, never for a channel."""
        log.exception("an event failed", extra={"event_type": event})


class Button(discord.ui.DynamicItem[discord.ui.Item[Any]], template=parse.BUTTON):
    """A button or a menu under a reply, whichever process made it."""

    press: Hear

    @classmethod
    async def from_custom_id(cls, interaction: Any, item: Any, match: Any, /) -> Button:  # noqa: ARG003
        """The button that was pressed."""
        return cls(item)

    async def callback(self, interaction: discord.Interaction) -> None:
        """Do what it says."""
        await type(self).press(interaction_payload(interaction))


def interaction_payload(interaction: discord.Interaction) -> Payload:
    """What an interaction says, as it came."""
    user = {"id": str(interaction.user.id)}
    context = interaction.context
    payload: dict[str, Any] = {
        "id": str(interaction.id),
        "application_id": str(interaction.application_id),
        "type": interaction.type.value,
        "token": interaction.token,
        "channel": channel_payload(interaction.channel),
        "data": interaction.data or {},
        "context": 0 if context.guild else 1 if context.dm_channel else 2 if context.private_channel else None,
    }
    if interaction.guild_id is None:
        payload["user"] = user
    else:
        payload |= {"guild_id": str(interaction.guild_id), "member": {"user": user}}
    if interaction.message is not None:
        payload["message"] = {"id": str(interaction.message.id)}
    return payload


def message_payload(message: discord.Message) -> Payload:
    """What a message says, as it came, with the channel that it is in as far as that is known."""
    payload: dict[str, Any] = {
        "id": str(message.id),
        "channel_id": str(message.channel.id),
        "channel": channel_payload(message.channel),
        "type": message.type.value,
        "content": message.content,
        "author": {"id": str(message.author.id), "bot": message.author.bot},
        "mentions": [
            {
                "id": str(one.id),
                "username": one.name,
                "global_name": one.global_name,
                "member": {"nick": getattr(one, "nick", None)},
            }
            for one in message.mentions
        ],
    }
    if message.guild is not None or getattr(message.channel, "guild_id", None):
        payload["guild_id"] = str(message.guild.id if message.guild else message.channel.guild_id)  # type: ignore[union-attr]
    if message.webhook_id:
        payload["webhook_id"] = str(message.webhook_id)
    answered = message.reference.resolved if message.reference else None
    if isinstance(answered, discord.Message):
        payload["referenced_message"] = {"id": str(answered.id), "author": {"id": str(answered.author.id)}}
    return payload


def channel_payload(channel: Any) -> dict[str, Any]:
    """What is known of a channel; of one that is known by its id alone, no type."""
    if channel is None:
        return {}
    kind = getattr(channel, "type", None)
    known: dict[str, Any] = {"id": str(channel.id)}
    if kind is not None:
        known["type"] = kind.value
    if isinstance(channel, discord.Thread):
        known |= {"parent_id": str(channel.parent_id), "owner_id": str(channel.owner_id)}
    return known
