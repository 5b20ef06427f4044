"""Replies that are shown while they are being made: only what is verified, in the end all of it, and once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from random import Random, SystemRandom
from typing import Any

import pytest
from aiohttp import web

from adapters.slack.stream import Stream
from bot.cache.flight import Flight, Limits
from bot.cache.kept import Depends, KeptDesk
from bot.cache.memory import MemoryCache
from bot.domain import Answered, Citation, Claim, Command, Passage, Reply, Source
from bot.errors import StoreUnavailable
from bot.service.reception import Reception
from tests.model import DONE, event
from tests.replies import NOW, Stopped, Tally, source
from tests.slack.conftest import serving, settled
from tests.slack.local import BOT, LocalSlack
from tests.slack.rules import MARKER, markers
from tests.writing import GOOD
from tests.writing import desk as worded

SAID = ("The ferry sails again on Monday.", "The pier was mended in March.", "Tickets cost as much as before.")


def claim(text: str, of: Source) -> Claim:
    """A sentence over a source."""
    passage = Passage(source=of.id, revision=of.revision, start=0, text=text)
    return Claim(text=text, section="answer", citations=(Citation(passage=passage, start=0, end=len(text), quote=text),))


CLAIMS = tuple(claim(text, source(letter * 16)) for text, letter in zip(SAID, "bab", strict=True))
WHOLE = Answered(
    query="what of the ferry?", generated_at=NOW, as_of=NOW, claims=CLAIMS, sources=(source("b" * 16), source("a" * 16))
)


class Telling:
    """A desk that tells of each claim in turn, when it is let."""

    def __init__(self, *told: Claim, then: Reply | Exception = WHOLE, go: bool = True) -> None:
        self.told = told
        self.then: list[Reply | Exception] = [then, WHOLE]
        self.go = asyncio.Event()
        if go:
            self.go.set()

    async def reply(
        self, command: Command, *, request: str | None = None, heard: Callable[[Claim], None] | None = None
    ) -> Reply:
        """The reply, after its claims."""
        for one in self.told if heard else ():
            assert heard is not None
            heard(one)
            await asyncio.sleep(0)
        await self.go.wait()
        then = self.then.pop(0)
        if isinstance(then, Exception):
            raise then
        return then


async def asked(slack: LocalSlack, channel: str = "C1") -> dict[str, Any]:
    """A mention in a channel, or a direct message."""
    event = slack.said(f"<@{BOT}> what of the ferry?", channel=channel, kind="message" if channel[0] == "D" else "app_mention")
    assert await slack.deliver("events_api", event) == 200
    return event


def whole(slack: LocalSlack) -> bool:
    """Whether there is one message, of all sentences with all their sources, in blocks or above them."""
    (message,) = slack.messages
    shown, listed = markers(message["blocks"])
    words = message["markdown_text"] + str(message["blocks"]) if "markdown_text" in message else str(message["blocks"])
    return listed == {1, 2} and shown in ({1, 2}, set()) and all(words.count(text) == 1 for text in SAID)


def test_sentences_appear_as_they_are_verified(tmp_path: Path) -> None:
    """In a channel's thread too: each sentence as it is heard, the sources with the end, and no message beside it."""

    async def check() -> None:
        desk = Telling(CLAIMS[0], go=False)
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=False, desk=desk) as (_, adapter):
            event = await asked(slack)
            await slack.until(lambda: slack.messages and SAID[0] in slack.messages[0]["markdown_text"])
            (message,) = slack.messages
            assert message["streaming"]
            assert message["thread_ts"] == event["event"]["ts"]
            assert message["recipient_user_id"]
            assert message["recipient_team_id"]
            assert SAID[1] not in message["markdown_text"]
            desk.go.set()
            await slack.until(lambda: not slack.messages[0]["streaming"])
            await settled(adapter)
            assert whole(slack)
            assert slack.called["chat.update"] == 0
            assert slack.wrong == []

    asyncio.run(check())


def test_a_model_is_heard_as_soon_as_the_checks_have_passed_its_sentence(tmp_path: Path) -> None:
    """Through cache and reception: the first sentence stands in the channel while the model writes on, a false one never."""

    async def check() -> None:
        go = asyncio.Event()

        async def writes(request: web.Request, _: dict[str, Any]) -> web.StreamResponse:
            response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
            await response.prepare(request)
            half = GOOD.index("stoppage")
            await response.write(event(GOOD[:half]))
            await go.wait()
            await response.write(event(GOOD[half:]) + event(finish="stop") + DONE)
            return response

        async with worded(writes, read_seconds=20.0, total_seconds=20.0) as (desk, _):
            flight = Flight(MemoryCache(time.monotonic), Limits(), SystemRandom())
            depends = Depends(workspace="W1", evidence=marked)
            reception = Reception(KeptDesk(desk, flight, depends, Stopped(), Tally()), Random(1))
            async with LocalSlack() as slack, serving(tmp_path, slack, socket=False, desk=reception) as (_, adapter):
                said = slack.said(f"<@{BOT}> brief harbour", kind="app_mention")
                assert await slack.deliver("events_api", said) == 200
                await slack.until(lambda: slack.messages)
                assert "reopened on Tuesday" in slack.messages[0]["markdown_text"]
                assert "4.5 million" not in slack.messages[0]["markdown_text"]
                go.set()
                await slack.until(lambda: not slack.messages[0]["streaming"])
                await settled(adapter)
                (message,) = slack.messages
                assert "4.5 million" in message["markdown_text"]
                assert "on fire" not in str(message)
                assert set(map(int, MARKER.findall(message["markdown_text"]))) == markers(message["blocks"])[1]
                assert slack.called["chat.update"] == 0
                assert slack.wrong == []

    asyncio.run(check())


async def marked() -> str:
    """The revision of the evidence."""
    return "m:1"


@pytest.mark.parametrize("told", [(CLAIMS[1],), (claim("The ferry sank.", source("c" * 16)),)])
def test_what_the_reply_does_not_say_does_not_stay(tmp_path: Path, told: tuple[Claim, ...]) -> None:
    """Where the reply is another than what was heard of it, the whole reply takes its place."""

    async def check() -> None:
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=False, desk=Telling(*told)) as (_, adapter):
            await asked(slack)
            await slack.until(lambda: slack.called["chat.update"])
            await settled(adapter)
            assert whole(slack)
            assert "sank" not in str(slack.messages)
            assert slack.wrong == []

    asyncio.run(check())


@pytest.mark.parametrize(
    ("method", "fault", "updates"),
    [
        ("chat.startStream", "429", 0),
        ("chat.startStream", "drop", 0),
        ("chat.startStream", "503", 0),
        ("chat.appendStream", "429", 0),
        ("chat.appendStream", "drop", 1),
        ("chat.appendStream", "message_not_in_streaming_state", 1),
        ("chat.stopStream", "429", 0),
        ("chat.stopStream", "drop", 1),
        ("chat.stopStream", "500", 1),
    ],
)
def test_whatever_fails_there_is_one_whole_reply(tmp_path: Path, method: str, fault: str, updates: int) -> None:
    """Too many calls are waited out; after anything else the whole reply is posted, or takes the stream's place."""

    async def check() -> None:
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=False, desk=Telling(CLAIMS[0])) as (_, adapter):
            slack.trouble[method].append(fault)
            await asked(slack)
            await slack.until(lambda: slack.messages)
            await settled(adapter)
            assert whole(slack)
            assert slack.called["chat.update"] == updates
            assert slack.wrong == []

    asyncio.run(check())


def test_a_stream_that_expires_becomes_the_whole_reply(tmp_path: Path) -> None:
    """Never half an answer and never two."""

    async def check() -> None:
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=False, desk=Telling(CLAIMS[0])) as (_, adapter):
            slack.expires = 0
            await asked(slack, "D1")
            await slack.until(lambda: slack.called["chat.update"])
            await settled(adapter)
            assert whole(slack)

    asyncio.run(check())


def test_a_reply_that_never_comes_leaves_nothing(tmp_path: Path) -> None:
    """Where the desk fails after its first sentence, the sentence is taken away, and who asked is told."""

    async def check() -> None:
        desk = Telling(CLAIMS[0], then=RuntimeError("a bug"))
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=False, desk=desk) as (_, adapter):
            await asked(slack)
            await slack.until(lambda: slack.whispers)
            await settled(adapter)
            assert slack.messages == []
            assert "went wrong" in slack.whispers[0]["text"]

    asyncio.run(check())


@pytest.mark.parametrize("dead", [False, True])
def test_what_a_dead_process_began_is_made_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dead: bool) -> None:
    """A stream whose process died is found again and becomes the reply; one that was taken away is posted anew."""

    async def nothing(_: Stream) -> None:
        """What a process does that is no more."""

    if dead:
        monkeypatch.setattr(Stream, "drop", nothing)

    async def check() -> None:
        desk = Telling(CLAIMS[0], then=StoreUnavailable("the database is away"))
        desk.told = (CLAIMS[0],)
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=False, desk=desk) as (_, adapter):
            await asked(slack)
            await slack.until(lambda: slack.called["chat.update"])
            await settled(adapter)
            await slack.until(lambda: slack.messages)
            assert whole(slack)
            assert slack.called["chat.postMessage"] == (0 if dead else 1)

    asyncio.run(check())


def test_a_reply_that_is_there_at_once_is_streamed_to_one_person_alone(tmp_path: Path) -> None:
    """In a direct message it comes as a stream, as the agent's own surface has it; in a channel it is simply posted."""

    async def check() -> None:
        desk = Telling()
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=False, desk=desk) as (_, adapter):
            for n, channel in enumerate(("C1", "D1")):
                await asked(slack, channel)
                await slack.until(lambda n=n: len(slack.messages) == n + 1)
                await settled(adapter)
                assert slack.called["chat.startStream"] == n
            assert slack.called["chat.postMessage"] == 1

    asyncio.run(check())
