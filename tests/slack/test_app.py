"""The whole way through a local Slack: commands, threads, direct messages and buttons, over both transports."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import time
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select, update

from adapters.conversation import AWAY, INTERRUPTED, LAPSES, LATER
from adapters.port import Lost, Outlet
from adapters.request import Request, packed, unpacked
from adapters.slack import parse
from adapters.slack.parse import SHORTCUT
from bot.domain import Command, Reply, Source
from bot.engine.view import view
from bot.errors import Busy, ServiceError, StoreUnavailable
from bot.state import schema
from bot.state.events import Receipt
from bot.state.store import Place, State
from tests.replies import reply, source
from tests.slack.conftest import serving, settled
from tests.slack.local import BOT, TEAM, LocalSlack
from tests.slack.rules import markers

TRANSPORTS = pytest.mark.parametrize("socket", [False, True], ids=["http", "socket"])


class Instant:
    """A desk that answers at once, or fails as it is told."""

    def __init__(self, of: Source | None = None) -> None:
        self.of = of or source()
        self.fault: Exception | None = None

    async def reply(self, command: Command, *, request: str | None = None, heard: object = None) -> Reply:
        """One claim over one source."""
        if self.fault:
            raise self.fault
        return reply(command.words, self.of)


class Slow(Instant):
    """A desk that answers when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.go = asyncio.Event()

    async def reply(self, command: Command, *, request: str | None = None, heard: object = None) -> Reply:
        """The same, later."""
        await self.go.wait()
        return await super().reply(command)


def buttons(message: dict[str, Any]) -> dict[str, str]:
    """The buttons of a message, action → value."""
    found = {}
    for block in message["blocks"]:
        for element in block.get("elements", ()):
            if "action_id" in element:
                chosen = [option["value"] for option in element.get("options", ())]
                found[element["action_id"]] = (
                    chosen[0] if chosen else element.get("value") or element["positive_button"]["value"]
                )
    return found


def cited(message: dict[str, Any]) -> bool:
    """Whether a message has markers, and lists just their sources."""
    shown, listed = markers(message["blocks"])
    return bool(listed) and (shown == listed or bool(message.get("markdown_text")))


def context(message: dict[str, Any]) -> list[dict[str, Any]]:
    """The remarks of a message in small type."""
    return [element for block in message["blocks"] if block["type"] == "context" for element in block["elements"]]


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


def test_buttons_work_after_a_restart(tmp_path: Path) -> None:
    """The passage in its context, the timeline, who said what and feedback, after the process that posted is gone."""

    async def check() -> None:
        async with LocalSlack() as slack:
            async with serving(tmp_path, slack, socket=False):
                await slack.deliver("slash_commands", slack.order("/brief", "kursk"))
                await slack.until(lambda: slack.messages)
            values = buttons(slack.messages[0])
            async with serving(tmp_path, slack, socket=False) as (house, _):
                for n, action in enumerate(("nutgraf_passage", "nutgraf_timeline", "nutgraf_said", "nutgraf_feedback"), 1):
                    await slack.deliver("interactive", slack.pressed(action, values[action]))
                    await slack.until(lambda n=n: len(slack.responses) == n)
                assert {response["response_type"] for response in slack.responses} == {"ephemeral"}
                assert "*[1]*" in slack.responses[0]["blocks"][0]["text"]["text"]
                assert "*Timeline*" in str(slack.responses[1]["blocks"])
                assert all(cited(response) for response in slack.responses[1:3])
                reply = values["nutgraf_feedback"].partition(":")[0]
                assert await house.state.ratings(reply) == {"U1": "good"}
                await slack.deliver("interactive", slack.pressed("nutgraf_timeline", "unknown"))
                await slack.until(lambda: len(slack.responses) == 5)
                assert "no longer" in slack.responses[4]["text"]
            assert slack.wrong == []

    asyncio.run(check())


def test_a_private_collection_stays_in_its_channels(tmp_path: Path) -> None:
    """A button under a reply from a private collection shows nothing in a channel that may not see it."""

    async def check() -> None:
        async with LocalSlack() as slack:
            of = source(collection="court")
            async with serving(tmp_path, slack, socket=False, desk=Instant(of)) as (house, _):
                await house.state.declare("T1", "court", private=True)
                await house.state.map_channel(Place(platform="slack", workspace="T1", channel="C1"), ["court"])
                await slack.deliver("slash_commands", slack.order("/ask", "what opened?"))
                await slack.until(lambda: slack.messages)
                value = buttons(slack.messages[0])["nutgraf_passage"]
                for n, channel in enumerate(("C2", "C1"), 1):
                    await slack.deliver("interactive", slack.pressed("nutgraf_passage", value, channel=channel))
                    await slack.until(lambda n=n: len(slack.responses) == n)
                assert "bakery" not in str(slack.responses[0])
                assert "bakery" in str(slack.responses[1])

    asyncio.run(check())


@pytest.mark.parametrize("fault", ["drop", "429", "503"])
def test_a_post_that_fails_is_made_once(tmp_path: Path, fault: str) -> None:
    """A lost reply is looked up and not sent again; what was not accepted is sent again."""

    async def check() -> None:
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=False, desk=Instant()) as (_, adapter):
            slack.faults.append(fault)
            await slack.deliver("slash_commands", slack.order("/ask", "what opened?"))
            await slack.until(lambda: slack.messages)
            await settled(adapter)
            assert len(slack.messages) == 1
            assert slack.called["chat.postMessage"] == (1 if fault == "drop" else 2)

    asyncio.run(check())


def test_a_message_that_shows_up_late_is_not_posted_twice(tmp_path: Path) -> None:
    """After a lost reply the conversation is looked at more than once: what was just posted may not be in it yet."""

    async def check() -> None:
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=False, desk=Instant()) as (_, adapter):
            slack.faults.append("drop")
            slack.lag = 2
            await slack.deliver("slash_commands", slack.order("/ask", "what opened?"))
            await slack.until(lambda: slack.messages)
            await settled(adapter)
            assert len(slack.messages) == slack.called["chat.postMessage"] == 1

    asyncio.run(check())


def test_a_frozen_message_is_sent_once_and_found_again(tmp_path: Path) -> None:
    """What a scheduler froze is posted byte for byte, found by its mark, and held back or removed when it says so."""

    async def check() -> None:
        place = Place(platform="slack", workspace="T1", channel="C1")
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=False, desk=Instant()) as (_, adapter):
            outlet: Outlet = adapter.platform
            (frozen,) = outlet.freeze(view(reply("what opened?", source())), reply="r" * 32)
            assert await outlet.find(place, mark="r" * 32, part=0) is None
            ts = await outlet.send(place, frozen, mark="r" * 32, part=0)
            assert {**json.loads(frozen), "ts": ts}.items() <= slack.messages[0].items()
            assert await outlet.find(place, mark="r" * 32, part=0) == ts
            assert await outlet.find(place, mark="r" * 32, part=1) is None

            async def fenced() -> None:
                raise StoreUnavailable("the lease is another's")

            with pytest.raises(StoreUnavailable):
                await outlet.send(place, frozen, mark="s" * 32, part=0, before=fenced)
            slack.faults += ["429", "drop"]
            with pytest.raises(Lost):
                await outlet.send(place, frozen, mark="s" * 32, part=0)
            there = await outlet.find(place, mark="s" * 32, part=0)
            assert there
            assert there == slack.messages[1]["ts"]
            await outlet.remove(place, there)
            await outlet.remove(place, there)
            assert [message["ts"] for message in slack.messages] == [ts]
            assert slack.wrong == []

    asyncio.run(check())


def test_where_we_are_no_member_the_asker_is_answered_alone(tmp_path: Path) -> None:
    """The reply goes to who asked, with a button that shares it."""

    async def check() -> None:
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=False, desk=Instant()):
            slack.faults.append("refuse")
            await slack.deliver("slash_commands", slack.order("/ask", "what opened?"))
            await slack.until(lambda: slack.responses)
            alone = slack.responses[0]
            assert alone["response_type"] == "ephemeral"
            await slack.deliver("interactive", slack.pressed("nutgraf_share", buttons(alone)["nutgraf_share"]))
            await slack.until(lambda: len(slack.responses) == 2)
            assert slack.responses[1]["response_type"] == "in_channel"
            assert "bakery" in slack.responses[1]["text"]
            assert slack.wrong == []

    asyncio.run(check())


@pytest.mark.parametrize("how", ["missing", "absent"], ids=["unknown_method", "404"])
def test_a_workspace_without_the_agents_methods_is_answered(tmp_path: Path, caplog: pytest.LogCaptureFixture, how: str) -> None:
    """Where a workspace lacks streams, statuses and prompts, nothing is said of it, nothing is missing and nothing waits."""

    async def check() -> None:
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=False, desk=Instant()) as (_, adapter):
            setattr(slack, how, {"chat.startStream", "assistant.threads.setStatus", "assistant.threads.setSuggestedPrompts"})
            for n in (1, 2):
                await slack.deliver("events_api", slack.said("what opened?", channel="D1"))
                await slack.until(lambda n=n: len(slack.messages) == n)
            opened = slack.said("", channel="D1", kind="app_home_opened", tab="messages")
            await slack.deliver("events_api", opened)
            await settled(adapter)
            assert slack.called["chat.startStream"] == 1
            # What Slack did not take it need not be asked for.
            assert slack.called["conversations.replies"] == 0
            assert all(cited(message) for message in slack.messages)
            assert [line for line in caplog.records if line.levelname == "ERROR"] == []

    asyncio.run(check())


def test_the_agents_tab_suggests_what_the_corpus_knows(tmp_path: Path) -> None:
    """Opening the messages tab sets prompts, outside any thread."""

    async def check() -> None:
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=False):
            await slack.deliver("events_api", slack.said("", channel="D1", kind="app_home_opened", tab="messages"))
            await slack.until(lambda: slack.prompts)
            assert "thread_ts" not in slack.prompts[0]
            assert slack.wrong == []

    asyncio.run(check())


def test_every_event_is_answered_once(tmp_path: Path) -> None:
    """Events delivered four times, reordered, a fifth of them without their first delivery: one reply each, none lost."""
    count = {"full": 1000}.get(os.environ.get("NUTGRAF_TEST_SCALE", ""), 100)

    async def check() -> None:
        random = Random(5)
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=False, desk=Instant()) as (_, adapter):
            deliveries = []
            for n in range(count):
                kind = "app_mention" if n % 2 else "message"
                event = slack.said(f"<@{BOT}> what opened?", channel=f"C{n % 50}", kind=kind)
                lost = random.random() < 0.2
                deliveries += [(event, retry) for retry in range(int(lost), 4)]
                if n % 4 == 1:
                    # The same mention as a message, under an id of its own.
                    twin = slack.said(f"<@{BOT}> what opened?", channel=f"C{n % 50}", ts=event["event"]["ts"])
                    deliveries.append((twin, 0))
            random.shuffle(deliveries)
            gate = asyncio.Semaphore(20)

            async def deliver(event: dict[str, Any], retry: int) -> None:
                async with gate:
                    assert await slack.deliver("events_api", event, retry=retry) == 200

            await asyncio.gather(*(deliver(event, retry) for event, retry in deliveries))
            await slack.until(lambda: len(slack.messages) >= count, 120.0)
            await settled(adapter)
            threads = [message["thread_ts"] for message in slack.messages]
            assert len(threads) == len(set(threads)) == count

    asyncio.run(check())


def test_a_retry_after_a_fault_is_answered(tmp_path: Path) -> None:
    """What was taken on and not finished is answered when it comes again, and what was answered is not, by nobody."""

    async def check() -> None:
        async with LocalSlack() as slack:
            event = slack.said(f"<@{BOT}> what opened?", kind="app_mention")
            async with serving(tmp_path, slack, socket=False, desk=Instant()) as (house, adapter):
                works = house.state.record

                async def fails(_: object) -> None:
                    raise StoreUnavailable("the database is away")

                house.state.record = fails  # type: ignore[method-assign, assignment]
                await slack.deliver("events_api", event)
                await settled(adapter)
                assert slack.messages == []
                house.state.record = works  # type: ignore[method-assign]
                await slack.deliver("events_api", event, retry=1)
                await slack.until(lambda: slack.messages)
                await settled(adapter)
            async with serving(tmp_path, slack, socket=False, desk=Instant()) as (_, adapter):
                await slack.deliver("events_api", event, retry=2)
                await settled(adapter)
            assert len(slack.messages) == 1

    asyncio.run(check())


@pytest.mark.parametrize(
    ("respond", "minutes", "lapses", "known", "answered"),
    [
        (True, 14, 0, False, True),
        (True, 16, 0, False, False),
        (False, 16, 0, False, True),
        (False, 61, 0, False, False),
        (False, 61, 0, True, True),
        (False, 1, LAPSES, False, False),
    ],
    ids=["a command", "an old command", "a message", "an old message", "one that is half shown", "one that ends processes"],
)
def test_what_is_left_too_late_is_closed(
    tmp_path: Path, respond: bool, minutes: int, lapses: int, known: bool, answered: bool
) -> None:
    """An answer out of the blue is none: who asked is told once, and alone, to ask again; what is begun is still finished."""

    async def check() -> None:
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=False, desk=Instant()) as (house, adapter):
            order = parse.command(slack.order("/ask", "what opened?"), team=TEAM)
            assert order is not None
            request = order if respond else replace(order, respond=None)
            now = time.time()
            then = State(house.database, lambda: now - 60 * minutes)
            for _n in range(lapses + 1):
                await then.receive("slack", TEAM, "command:1", owner="gone", lease=0.0, request=packed(request, ["command:1"]))
            if known:
                name = f"slack\0{TEAM}\0{request.where.channel}\0command:1".encode()
                place = Place(platform="slack", workspace=TEAM, channel=request.where.channel)
                await then.begun(hashlib.sha256(name).hexdigest()[:32], place, "ask", "1.1")
            for _n in range(2):
                await adapter.resume()
                await settled(adapter)
            told = [whisper["text"] for whisper in slack.whispers]
            assert (len(slack.messages), told) == ((1, []) if answered else (0, [INTERRUPTED]))
            assert slack.responses == []
            assert await house.state.unanswered("slack", 1) == ()

    asyncio.run(check())


def test_a_request_is_kept_before_it_is_acknowledged(tmp_path: Path) -> None:
    """When Slack has its 200 the request is in the database; where the database does not answer, Slack has it all the same."""

    async def check() -> None:
        async with LocalSlack() as slack:
            desk = Slow()
            async with serving(tmp_path, slack, socket=False, desk=desk) as (house, adapter):
                assert await slack.deliver("slash_commands", slack.order("/ask", "what opened?")) == 200
                async with house.database.transaction() as connection:
                    kept = (await connection.execute(select(schema.events.c.request))).scalars().all()
                assert [unpacked(one)[0].words for one in kept] == ["what opened?"]
                desk.go.set()
                await slack.until(lambda: slack.messages)
                works = house.state.receive

                async def away(*_: object, **__: object) -> Receipt:
                    raise StoreUnavailable("the database is away")

                house.state.receive = away  # type: ignore[method-assign]
                assert await slack.deliver("slash_commands", slack.order("/ask", "and where?")) == 200
                await settled(adapter)
                assert slack.responses[-1]["text"] == AWAY
                house.state.receive = works  # type: ignore[method-assign]
                house.state.known = away  # type: ignore[method-assign, assignment]
                assert await slack.deliver("slash_commands", slack.order("/ask", "and when?")) == 200
                await settled(adapter)
                assert slack.responses[-1]["text"] == LATER
                async with house.database.transaction() as connection:
                    await connection.execute(update(schema.events).values(until=0.0))
            async with serving(tmp_path, slack, socket=False, desk=Instant()) as (house, adapter):
                await slack.until(lambda: len(slack.messages) == 2)
                await settled(adapter)
                assert "and when?" in str(slack.messages[1])
                assert await house.state.unanswered("slack", 1) == ()

    asyncio.run(check())


def test_a_forged_or_stale_call_is_refused(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A wrong signature and an old timestamp are 401, of which the log tells all but the words; garbage is no traceback."""
    caplog.set_level("INFO")

    async def check() -> None:
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=False, desk=Instant()) as (_, adapter):
            body = json.dumps(slack.said("what opened?", channel="D1"))
            assert await slack.post(body, "application/json", secret="forged") == 401
            assert await slack.post(body, "application/json", age=600) == 401
            assert caplog.text.count("SLACK_SIGNING_SECRET") == 2
            assert "what opened" not in caplog.text
            assert await slack.post('{"type": "url_verification", "challenge": "c"}', "application/json") == 200
            assert await slack.post("{", "application/json") < 600
            await settled(adapter)
            assert slack.messages == []

    asyncio.run(check())


@pytest.mark.parametrize(
    "text",
    ["x" * 4_000, "why " * 1_000, "", "😀🎉", "\x00\x1b[31m what\u202e opened?", "```rm -rf``` what opened?", "<!channel> ?"],
)
def test_whatever_is_asked_there_is_a_clear_answer(tmp_path: Path, text: str) -> None:
    """Long, empty, invisible or hostile questions get one reply or one hint, which calls nobody and shows no traceback."""

    async def check() -> None:
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=False) as (_, adapter):
            await slack.deliver("events_api", slack.said(text, channel="D1"))
            await slack.deliver("slash_commands", slack.order("/ask", text))
            await slack.until(lambda: len(slack.messages) + len(slack.responses) >= 2)
            await settled(adapter)
            assert len(slack.messages) + len(slack.responses) == 2
            assert "Traceback" not in str(slack.messages) + str(slack.responses)
            assert slack.wrong == []

    asyncio.run(check())


def test_a_failing_desk_says_so(tmp_path: Path) -> None:
    """A busy desk, a missing command and a bug each get a sentence, and the bug none of its own words."""

    async def check() -> None:
        desk = Instant()
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=False, desk=desk):
            for n, (fault, words) in enumerate(
                [(Busy("Ask again in a minute"), "again in a minute"), (RuntimeError("secret words"), "operator")], 1
            ):
                desk.fault = fault
                await slack.deliver("slash_commands", slack.order("/ask", "what opened?"))
                await slack.until(lambda n=n: len(slack.responses) == n)
                assert words in slack.responses[-1]["text"]
                assert "secret" not in slack.responses[-1]["text"]
            desk.fault = None
            await slack.deliver("slash_commands", slack.order("/digest", "add kursk"))
            await slack.until(lambda: len(slack.responses) == 3)
            assert "not available" in slack.responses[-1]["text"]

    asyncio.run(check())


def test_a_command_is_shown_above_its_answer(tmp_path: Path) -> None:
    """A command leaves no message, so its reply says what was asked and how it was narrowed, also where it is shared."""

    async def check() -> None:
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=False) as (_, adapter):
            for command, words, shown in (
                ("/ask", "who won <!channel>the *cup*?", "Asked: who won the \u200b*\u200bcup\u200b*\u200b?"),
                ("/brief", "kursk outlet:Nowhere since: 2025-03-01", "Asked: kursk since:2025-03-01 outlet:Nowhere"),
                ("/brief", "kursk", None),
                ("/brief", "check The moon is made of green cheese.", None),
            ):
                before = len(slack.messages)
                await slack.deliver("slash_commands", slack.order(command, words))
                await settled(adapter)
                (message,) = slack.messages[before:]
                asked = [element["text"] for element in context(message) if element["text"].startswith("Asked")]
                assert asked == ([shown] if shown else [])
            await slack.deliver("events_api", slack.said(f"<@{BOT}> who won?", kind="app_mention"))
            await settled(adapter)
            assert "Asked" not in str(slack.messages[-1])
            slack.outside.add("C9")
            await slack.deliver("slash_commands", slack.order("/ask", "what did Medvedev say?", channel="C9"))
            await settled(adapter)
            share = buttons(slack.responses[0])["nutgraf_share"]
            await slack.deliver("interactive", slack.pressed("nutgraf_share", share, channel="C9"))
            await settled(adapter)
            for response in slack.responses:
                assert context(response)[0]["text"] == "Asked: what did Medvedev say?"
            assert slack.wrong == []

    asyncio.run(check())


def test_a_remark_under_a_reply_is_left_alone(tmp_path: Path) -> None:
    """What people say to each other under a post of the desk is answered where the sources have it, or as a question."""

    async def check() -> None:
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=False) as (_, adapter):
            await slack.deliver("slash_commands", slack.order("/brief", "kursk"))
            await settled(adapter)
            under = {"thread_ts": slack.messages[0]["ts"], "parent_user_id": BOT}
            for said, answers in (("thanks!", 0), ("what did the zookeeper say?", 1), (f"<@{BOT}> thanks!", 1)):
                before = len(slack.messages)
                await slack.deliver("events_api", slack.said(said, **under))
                await settled(adapter)
                assert len(slack.messages) - before == answers
            assert slack.statuses[1]["status"] == ""

    asyncio.run(check())


def test_what_slack_does_not_take_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Who gave the command hears that there is no reply, and the operator which channel it is and what to do."""

    async def check() -> None:
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=False, desk=Instant()) as (house, adapter):
            slack.faults.append("token_revoked")
            await slack.deliver("slash_commands", slack.order("/ask", "what opened?"))
            await settled(adapter)
            assert slack.messages == []
            assert "operator" in slack.responses[0]["text"]
            (line,) = [line for line in caplog.records if line.name == "nutgraf.slack"]
            assert vars(line)["channel"] == "C1"
            assert "install the app there again" in vars(line)["reason"]

            async def fails(_: object) -> None:
                raise StoreUnavailable("the database is away")

            house.state.posted = fails  # type: ignore[method-assign, assignment]
            await slack.deliver("interactive", slack.pressed("nutgraf_timeline", "a"))
            await settled(adapter)
            assert "my notes" in slack.responses[1]["text"]

    asyncio.run(check())


def test_a_token_that_is_taken_back_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The desk is not ready without its token, and says what to do; a person's token that is gone is nothing to it."""

    async def check() -> None:
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=False, desk=Instant()) as (_, adapter):
            await slack.deliver("events_api", slack.event({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}}))
            await settled(adapter)
            await adapter.check()
            await slack.deliver("events_api", slack.left("tokens_revoked"))
            await settled(adapter)
            with pytest.raises(ServiceError, match="install the app again"):
                await adapter.check()
            assert "SLACK_BOT_TOKEN" in caplog.text

    asyncio.run(check())


def test_a_message_is_checked_in_its_thread(tmp_path: Path) -> None:
    """The shortcut answers under the message with a verdict for each sentence, a command where it is given, once each."""

    async def check() -> None:
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=False) as (_, adapter):
            draft = "Kyiv accepted a 30-day ceasefire in Jeddah. The moon is made of green cheese."
            asked = slack.checked(SHORTCUT, draft)
            for _ in range(2):
                assert await slack.deliver("interactive", asked) == 200
                await slack.until(lambda: slack.messages)
                await settled(adapter)
            (message,) = slack.messages
            assert message["thread_ts"] == asked["message"]["ts"]
            assert cited(message)
            assert "Not in our sources:" in str(message["blocks"])
            await slack.deliver("slash_commands", slack.order("/brief", f"check {draft}"))
            await slack.until(lambda: len(slack.messages) == 2)
            assert slack.messages[1]["text"] == message["text"]
            await slack.deliver("interactive", slack.checked(SHORTCUT, "😀"))
            await slack.until(lambda: slack.responses)
            assert "no words" in slack.responses[0]["text"]
            assert slack.wrong == []

    asyncio.run(check())


def test_the_passage_of_the_source_that_was_chosen_is_shown(tmp_path: Path) -> None:
    """A reply over several sources has a menu of them; each choice shows that source's words in their context."""

    async def check() -> None:
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=False):
            await slack.deliver("slash_commands", slack.order("/brief", "kursk"))
            await slack.until(lambda: slack.messages)
            options = next(
                element["options"]
                for block in slack.messages[0]["blocks"]
                for element in block.get("elements", ())
                if element.get("action_id") == "nutgraf_passage"
            )
            assert len(options) > 2
            for n, option in enumerate(options[:3], 1):
                pressed = slack.pressed("nutgraf_passage", option["value"], kind="static_select")
                await slack.deliver("interactive", pressed)
                await slack.until(lambda n=n: len(slack.responses) == n)
                shown = [block["text"]["text"] for block in slack.responses[-1]["blocks"]]
                assert shown[0].startswith(f"*[{n}]*")
            assert slack.wrong == []

    asyncio.run(check())


def test_whoever_takes_orders_for_the_digest_gets_the_words(tmp_path: Path) -> None:
    """What stands after the command is handed over as it is, and what comes of it is told to the one who wrote it."""

    async def check() -> None:
        async def digests(request: Request) -> str:
            return f"Heard {request.words!r}."

        async with LocalSlack() as slack, serving(tmp_path, slack, socket=False, desk=Instant(), digests=digests):
            await slack.deliver("slash_commands", slack.order("/digest", "daily 07:30 Europe/Kyiv kursk since:7d"))
            await slack.until(lambda: slack.responses)
            assert slack.responses[0]["text"] == "Heard 'daily 07:30 Europe/Kyiv kursk since:7d'."

    asyncio.run(check())


def test_what_nobody_listens_to_is_acknowledged(tmp_path: Path) -> None:
    """Unknown events, commands, shortcuts and buttons are answered with 200, so that Slack goes on delivering."""

    async def check() -> None:
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=False, desk=Instant()) as (_, adapter):
            assert await slack.deliver("events_api", slack.said("", kind="emoji_changed")) == 200
            assert await slack.deliver("slash_commands", slack.order("/weather", "oslo")) == 200
            assert await slack.deliver("interactive", slack.pressed("other", "v")) == 200
            await settled(adapter)
            assert slack.messages == []

    asyncio.run(check())


def test_a_socket_is_refreshed_and_a_silent_one_replaced(tmp_path: Path) -> None:
    """When Slack asks for another connection one is opened; when a socket goes silent readiness is false until one is."""

    async def check() -> None:
        async with LocalSlack() as slack, serving(tmp_path, slack, socket=True, desk=Instant()) as (_, adapter):
            await adapter.check()
            await slack.refresh()
            await slack.until(lambda: len(slack.sockets) == 2)
            slack.silent = True
            await slack.refresh()
            await slack.until(lambda: len(slack.sockets) == 3)
            slack.silent = False
            await slack.until(lambda: len(slack.sockets) == 4)
            await slack.until(lambda: adapter.well)
            await slack.deliver("slash_commands", slack.order("/ask", "what opened?"))
            await slack.until(lambda: slack.messages)

    asyncio.run(check())
