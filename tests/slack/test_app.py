"""The whole way through a local Slack: commands, threads, direct messages and buttons, over both transports."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.slack.conftest import serving
from tests.slack.local import BOT, LocalSlack
from tests.slack.rules import markers

TRANSPORTS = pytest.mark.parametrize("socket", [False, True], ids=["http", "socket"])


def buttons(message: dict[str, Any]) -> dict[str, str]:
    """The buttons of a message, action → value."""
    found = {}
    for block in message["blocks"]:
        for element in block.get("elements", ()):
            if "action_id" in element:
                found[element["action_id"]] = element.get("value") or element["positive_button"]["value"]
    return found


def cited(message: dict[str, Any]) -> bool:
    """Whether a message has markers, and lists just their sources."""
    shown, listed = markers(message["blocks"])
    return bool(listed) and (shown == listed or bool(message.get("markdown_text")))


@TRANSPORTS
def test_a_conversation(tmp_path: Path, socket: bool) -> None:
    """A brief, a question in its thread and a follow-up after it, then the same in a direct message: each cited, once."""

    async def check() -> None:
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=socket):
            assert await slack.deliver("slash_commands", slack.order("/brief", "kursk")) == 200
            await slack.until(lambda: len(slack.messages) == 1)
            brief = slack.messages[0]
            assert "thread_ts" not in brief
            assert cited(brief)
            under = {"thread_ts": brief["ts"], "parent_user_id": BOT}
            for n, question in enumerate(("what did Medvedev say?", "and what did Kyiv say?"), 2):
                assert await slack.deliver("events_api", slack.said(question, **under)) == 200
                await slack.until(lambda n=n: len(slack.messages) == n)
            first, second = slack.messages[1:]
            assert [first["thread_ts"], second["thread_ts"]] == [brief["ts"]] * 2
            assert cited(first)
            assert "Medvedev" in str(first["blocks"])
            assert "Read as: " in str(second["blocks"])
            assert "Kyiv" in str(second["blocks"])
            direct = []
            for n, question in enumerate(("brief kursk", "what did Medvedev say?", "and what did Kyiv say?"), 4):
                event = slack.said(question, channel="D1")
                direct.append(event["event"]["ts"])
                assert await slack.deliver("events_api", event) == 200
                await slack.until(lambda n=n: len(slack.messages) == n and not slack.messages[-1].get("streaming"))
            assert [message["thread_ts"] for message in slack.messages[3:]] == direct
            assert "Read as: " in str(slack.messages[5]["blocks"])
            assert all(cited(message) for message in slack.messages[3:5])
            assert any("Reading " in status["status"] for status in slack.statuses)
            assert slack.wrong == []

    asyncio.run(check())
