"""What the doctor says of Discord."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from adapters.discord.checkup import checkup, invitation
from adapters.discord.keys import Keys
from bot.errors import BadSetting, ServiceError
from tests.discord.local import LocalDiscord
from tests.discord.payloads import TOKEN
from tests.servers import free_port
from tests.shared import ROOT


def test_the_doctor_says_who_we_are_and_what_to_do() -> None:
    """An application is named with its intents and commands; a refused token or no Discord is told with what to do."""

    async def check() -> None:
        async with LocalDiscord() as discord:
            said = await checkup(Keys(token=TOKEN, api=discord.api))
            assert "nutgraf in 1 server" in said
            assert "reads what threads say" in said
            assert "brief" in said
            discord.contents = False
            assert "intent is off" in await checkup(Keys(token=TOKEN, api=discord.api))
            with pytest.raises(BadSetting, match="DISCORD_TOKEN"):
                await checkup(Keys(token="wrong", api=discord.api))
            with pytest.raises(BadSetting, match="Interactions Endpoint URL"):
                await checkup(Keys(token=TOKEN, public_key=discord.public_key, api=discord.api))
            with pytest.raises(BadSetting, match="another application"):
                await checkup(Keys(token=TOKEN, public_key="ab" * 32, api=discord.api))
            discord.door = "https://desk.example/discord/interactions"
            with pytest.raises(BadSetting, match="DISCORD_PUBLIC_KEY is needed"):
                await checkup(Keys(token=TOKEN, api=discord.api))
            assert "over HTTP" in await checkup(Keys(token=TOKEN, public_key=discord.public_key, api=discord.api))
        with pytest.raises(ServiceError, match="DISCORD_API_URL"):
            await checkup(Keys(token=TOKEN, api=f"http://127.0.0.1:{free_port()}"))

    asyncio.run(check())


@pytest.mark.parametrize(
    ("name", "value"), [("threads", "x"), ("opening", "maybe"), ("public_key", "zz"), ("public_key", "ab")]
)
def test_a_setting_without_a_usable_value_is_named(name: str, value: str) -> None:
    """The doctor says which setting it is, as the service does when it starts."""
    given: dict[str, Any] = {name: value}
    keys = Keys(token=TOKEN, api=f"http://127.0.0.1:{free_port()}", **given)
    with pytest.raises(BadSetting, match=f"DISCORD_{name.upper()}"):
        asyncio.run(checkup(keys))


def test_the_readme_invites_with_what_is_needed() -> None:
    """The link in the README asks for the scopes and permissions that the code says."""
    assert invitation("APPLICATION_ID") in (ROOT / "README.md").read_text(encoding="utf-8")
