"""The whole way against a Slack that we did not write: what only our own local Slack would put up with fails here."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.app import Keys, Slack
from adapters.slack.delivery import Outbox
from adapters.slack.manifest import PATH, SCOPES
from bot.service.component import Service
from bot.service.run import House
from bot.settings import Settings
from tests.servers import free_port
from tests.slack.conftest import instantly, sample, settled
from tests.slack.emulate import emulate
from tests.slack.rules import markers

BOT, TOKEN, EDITOR, SECRET = "U0BOT", "xoxb-peer", "xoxp-editor", "peer-signing-secret"
SEED: dict[str, Any] = {
    "team": {"name": "Desk", "domain": "desk"},
    "users": [{"name": "editor"}],
    "channels": [{"name": "newsroom"}],
    "signing_secret": SECRET,
    # What we call without a scope that the manifest asks for is refused.
    "strict_scopes": True,
    "oauth_apps": [
        {
            "client_id": "client",
            "client_secret": "client-secret",
            "app_id": "A1",
            "name": "Nutgraf",
            "redirect_uris": [],
            "scopes": sorted(SCOPES),
            "bot_id": "B1",
            "bot_user_id": BOT,
            "bot_name": "nutgraf",
        }
    ],
    "tokens": [
        {"token": TOKEN, "type": "bot", "user_id": BOT, "scopes": sorted(SCOPES), "app_id": "A1", "bot_id": "B1"},
        {
            "token": EDITOR,
            "type": "user",
            "user": "editor",
            "scopes": ["chat:write", "im:write", "im:history", "channels:history", "channels:read"],
        },
    ],
}


@dataclass(kw_only=True)
class Editor:
    """Somebody in that workspace, by its Web API."""

    http: ClientSession
    api: str
    adapter: Slack

    async def call(self, method: str, **form: str) -> dict[str, Any]:
        """One call, which must go well."""
        headers = {"Authorization": f"Bearer {EDITOR}"}
        async with self.http.post(f"{self.api}{method}", data=form, headers=headers) as response:
            answer: dict[str, Any] = await response.json()
        assert answer["ok"], answer
        return answer

    async def says(self, channel: str, text: str, **more: str) -> list[dict[str, Any]]:
        """What there is of the thread once somebody has said something in it, and it has been dealt with."""
        # The event has reached us when the call is answered: emulate delivers it first.
        said = await self.call("chat.postMessage", channel=channel, text=text, **more)
        await settled(self.adapter)
        head = more.get("thread_ts") or said["ts"]
        answer = await self.call("conversations.replies", channel=channel, ts=head, include_all_metadata="true")
        return list(answer["messages"])


@asynccontextmanager
async def working(home: Path) -> AsyncIterator[Editor]:
    """The service, with its Slack adapter in that workspace."""
    await sample(home)
    house = House(Settings(home=home, port=free_port()))
    door = f"http://127.0.0.1:{house.settings.port}{PATH}"
    async with emulate(door, SEED) as address, ClientSession() as http:
        keys = Keys(token=TOKEN, signing_secret=SECRET, api=f"{address}/api/")
        random = Random(1)
        parts = house.reception, house.state, house.corpus, house.clock, random
        adapter = Slack(keys, *parts, pause=0.0, sleep=instantly)
        service = house.service = Service(house.components([adapter]))
        stop = asyncio.Event()
        running = asyncio.create_task(service.run(stop))
        try:
            while service.state == "starting" and not running.done():
                await asyncio.sleep(0.002)
            yield Editor(http=http, api=f"{address}/api/", adapter=adapter)
        finally:
            stop.set()
            await running


def answered(thread: list[dict[str, Any]], count: int) -> dict[str, Any]:
    """The last message of a thread, which is a reply of ours with its sources; as many as these are ours."""
    ours = [message for message in thread if message["user"] == BOT]
    assert len(ours) == count
    shown, listed = markers(ours[-1]["blocks"])
    assert shown == listed != set()
    assert ours[-1]["text"]
    assert ours[-1]["metadata"]["event_type"]
    return ours[-1]


def test_what_was_posted_is_found_again_in_another_slack(tmp_path: Path) -> None:
    """By its metadata, in a thread and outside: what has to be so that a lost reply is not made twice."""

    async def token(_: str) -> str:
        return TOKEN

    async def check() -> None:
        async with working(tmp_path / "home") as editor, ClientSession() as http:
            outbox = Outbox(AsyncWebClient(base_url=editor.api, session=http, retry_handlers=[]), token, sleep=instantly)
            channel = (await editor.call("conversations.list"))["channels"][0]["id"]
            head = None
            for part in range(2):
                mark = {"event_type": "test", "event_payload": {"part": part}}
                payload = {"channel": channel, "text": "Said.", "metadata": mark} | ({"thread_ts": head} if head else {})
                assert await outbox.find("T1", channel, head, mark) is None
                posted = await outbox.send("T1", channel, payload)
                assert await outbox.find("T1", channel, head, mark) == posted
                head = head or posted

    asyncio.run(check())


def test_a_conversation_in_another_slack(tmp_path: Path) -> None:
    """Signed events, a brief, a question and a follow-up in a direct message and in a channel's thread: each cited, once."""

    async def check() -> None:
        async with working(tmp_path / "home") as editor:
            opened = await editor.call("conversations.open", users=BOT)
            channels = (await editor.call("conversations.list"))["channels"]
            newsroom = next(channel["id"] for channel in channels if channel["name"] == "newsroom")
            for channel, call in ((opened["channel"]["id"], ""), (newsroom, f"<@{BOT}> ")):
                thread = await editor.says(channel, f"{call}brief kursk")
                answered(thread, 1)
                head = thread[0]["ts"]
                answered(await editor.says(channel, f"{call}what did Medvedev say?", thread_ts=head), 2)
                thread = await editor.says(channel, f"{call}and what did Kyiv say?", thread_ts=head)
                last = answered(thread, 3)
                assert "Read as" in str(last["blocks"])
                assert len(thread) == 6

    asyncio.run(check())
