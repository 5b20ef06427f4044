"""What the doctor says of Slack."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from adapters.slack.app import Keys
from adapters.slack.checkup import checkup
from bot.errors import BadSetting, ServiceError
from tests.servers import free_port
from tests.slack.local import LocalSlack


def test_the_doctor_says_who_we_are_and_what_to_do() -> None:
    """A workspace that lets us in is named; a refused token, a wrong clock or no Slack at all is told with what to do."""

    async def check() -> None:
        now = datetime.now(UTC)
        async with LocalSlack() as slack:
            keys = Keys(token="xoxb-local", app_token="xapp-local", api=slack.api)
            assert await checkup(keys, now) == "nutgraf in Desk, through a socket"
            with pytest.raises(BadSetting, match="seconds off"):
                await checkup(keys, now + timedelta(minutes=10))
            with pytest.raises(BadSetting, match="SLACK_BOT_TOKEN"):
                await checkup(Keys(token="wrong", app_token="xapp-local", api=slack.api), now)
            with pytest.raises(BadSetting, match="SLACK_SIGNING_SECRET"):
                await checkup(Keys(token="xoxb-local", api=slack.api), now)
        with pytest.raises(ServiceError, match="SLACK_API_URL"):
            await checkup(Keys(token="xoxb-local", api=f"http://127.0.0.1:{free_port()}/"), now)

    asyncio.run(check())
