"""Whether Discord lets the desk in, for ``nutgraf doctor``."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import aiohttp
import discord
from discord.http import Route

from adapters.discord.app import PATH
from adapters.discord.commands import COMMANDS
from adapters.discord.delivery import TIMEOUT
from adapters.discord.gateway import lead_to
from adapters.discord.keys import Keys
from bot.errors import BadSetting, ServiceError

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    embed_links=True,
    read_message_history=True,
)
"""What the desk needs in a server: to answer, to open a thread under a brief, and to find what it has posted."""


def invitation(application: str) -> str:
    """The link by which a server takes the application in, with its commands and its bot."""
    asked = f"client_id={application}&scope=bot+applications.commands&permissions={PERMISSIONS.value}"
    return f"https://discord.com/oauth2/authorize?{asked}"


async def checkup(keys: Keys) -> str:
    """Who the desk is on Discord, in one line.

    Raises BadSetting with what to do where a key or an intent is wrong, ServiceError where Discord does not answer.
    """
    keys.read()
    lead_to(keys.api)
    client = discord.Client(intents=discord.Intents(guilds=True))
    try:
        async with asyncio.timeout(2 * TIMEOUT):
            await client.login(keys.token)
            about = client.application
            assert about is not None
            known = await client.http.request(Route("GET", "/applications/{id}/commands", id=about.id))
            shards = (await client.http.get_bot_gateway())[0]
    except discord.LoginFailure as exc:
        raise BadSetting("Discord does not take DISCORD_TOKEN; copy it from the application's page, Bot") from exc
    except (discord.DiscordException, aiohttp.ClientError, TimeoutError, OSError) as exc:
        raise ServiceError(f"Discord does not answer at {keys.api!r} ({type(exc).__name__}); see DISCORD_API_URL") from exc
    finally:
        await client.close()
    endpoint = about.interactions_endpoint_url
    if faults := list(_faults(keys, about.verify_key, endpoint)):
        raise BadSetting("; ".join(faults))
    reads = about.flags.gateway_message_content or about.flags.gateway_message_content_limited
    return ", ".join(
        [
            f"{about.name} in {about.approximate_guild_count} server{'' if about.approximate_guild_count == 1 else 's'}",
            f"{shards} shard{'' if shards == 1 else 's'}",
            "reads what threads say" if reads else "reads mentions alone (the message-content intent is off)",
            _commands(known),
            f"interactions over HTTP at {endpoint}" if endpoint else "interactions through the gateway",
            *([] if about.approximate_guild_count else [f"invite it: {invitation(str(about.id))}"]),
        ]
    )


def _faults(keys: Keys, key: str, endpoint: str | None) -> Iterator[str]:
    if endpoint and not keys.public_key:
        yield f"Discord sends interactions to {endpoint!r}, so DISCORD_PUBLIC_KEY is needed; or take that address out there"
    if keys.public_key and keys.public_key.lower() != key.lower():
        yield "DISCORD_PUBLIC_KEY is another application's; copy it from General Information"
    if keys.public_key and not endpoint:
        yield f"DISCORD_PUBLIC_KEY is set, and Discord knows no Interactions Endpoint URL; give it one that ends in {PATH}"


def _commands(known: Sequence[Mapping[str, Any]]) -> str:
    """Whether the commands there are those of this version."""
    ours = {str(command["name"]) for command in COMMANDS}
    lacking = sorted(ours - {str(command["name"]) for command in known})
    return f"{len(known)} commands" if not lacking else f"{', '.join(lacking)} not declared yet (`nutgraf serve` does that)"
