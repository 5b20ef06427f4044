"""The adapters as those who use them see them, each on its own local platform and with the whole desk behind it.

A new platform joins the suite with one class here that is a :class:`Platform`, and one line in ``PLATFORMS``.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any, Literal, Protocol

from adapters.console.app import Console
from adapters.console.render import Look
from bot.desk import Desk, Outcome
from bot.domain import Command, Evidence, Filters, Reply, Turn
from bot.state.store import Place
from bot.wiring import SystemClock, open_store
from tests.replies import reply as one_claim
from tests.replies import source
from tests.slack import conftest as slack_service
from tests.slack.local import BOT, TEAM, LocalSlack
from tests.slack.rules import calls, markers, texts

Button = Literal["passage", "timeline", "said", "good", "bad"]
Channel = Literal["one", "two"]
Lacking = Literal["buttons", "channels", "redelivery", "hints", "apologies"]
"""``hints``: an answer to an empty line; ``apologies``: a sentence of ours where the desk has a bug."""
LABELS: dict[Button, str] = {"passage": "Show passage", "timeline": "Timeline", "said": "Who said what"}
"""What the buttons say, on every platform."""
MARKER = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What people see of one answer: all the messages that came of one thing they did."""

    texts: tuple[str, ...]
    """The words of each message, its list of sources included."""
    cited: tuple[tuple[frozenset[int], frozenset[int]], ...] = ()
    """Of each message: the numbers of the sources that its lines name, and those that it lists."""
    alone: bool = False
    """Whether only who asked sees it."""
    calls: tuple[str, ...] = ()
    """Whoever would be called by it."""
    at: Any = None
    """What the harness itself needs to ask under it, or to press its buttons."""

    @property
    def text(self) -> str:
        """All the words."""
        return "\n".join(self.texts)


class Answers(Protocol):
    """A desk, as far as any adapter needs it."""

    async def reply(self, command: Command, **_: Any) -> Reply:
        """What is posted."""
        ...

    async def consider(self, command: Command) -> Outcome:
        """The reply, with what it was made of."""
        ...


class Scripted:
    """A desk that gives prepared replies, or fails as it is told; it remembers what it was asked."""

    def __init__(self, make: Callable[[Command], Reply] | None = None) -> None:
        self.make = make or (lambda command: one_claim(command.words, source()))
        self.fault: Exception | None = None
        self.asked: list[Command] = []

    async def reply(self, command: Command, **_: Any) -> Reply:
        """The prepared reply."""
        self.asked.append(command)
        if self.fault:
            raise self.fault
        return self.make(command)

    async def consider(self, command: Command) -> Outcome:
        """The same, of no evidence."""
        reply = await self.reply(command)
        turn = Turn(kind="brief" if command.kind == "brief" else "ask", standalone=command.words)
        evidence = Evidence(hits=(), readings={})
        return Outcome(reply=reply, evidence=evidence, turn=turn, asked=(), around=reply.generated_at)


class Harness(Protocol):
    """A platform with people in two channels of one workspace. Each method does what a person does, and waits for its end."""

    async def brief(self, words: str, *, channel: Channel = "one") -> Seen:
        """Ask for a brief, by the platform's own command."""
        ...

    async def ask(self, words: str, *, under: Seen | None = None, channel: Channel = "one") -> Seen:
        """Ask a question: in the thread under a reply, or by itself."""
        ...

    async def press(self, button: Button, under: Seen, *, channel: Channel = "one") -> Seen:
        """Press a button under a reply; in another channel than its own as somebody would who knows its id."""
        ...

    async def again(self) -> Seen:
        """Deliver the last question once more, as a platform does that has missed the acknowledgement."""
        ...

    async def restart(self) -> None:
        """End the process that has answered so far, and start another."""
        ...

    async def private(self, collection: str, channel: Channel) -> None:
        """Give a private collection to one channel alone, in place of what it saw."""
        ...

    async def ratings(self) -> Sequence[str]:
        """What people have thought of the last reply."""
        ...


class Platform(Protocol):
    """How a harness is opened."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def lacks(self) -> frozenset[Lacking]:
        """What this platform has not: tests of it are skipped by name."""
        ...

    def open(self, home: Path, desk: Answers | None = None) -> AbstractAsyncContextManager[Harness]:
        """The platform and the service, over the sample articles, or with another desk in the real one's place."""
        ...


class OnConsole:
    """The terminal: one person, one thread, no buttons."""

    def __init__(self, desk: Answers | Desk) -> None:
        self._desk = desk
        self._console = self._new()

    def _new(self) -> Console:
        return Console(desk=self._desk, filters=Filters(), look=Look(width=100), read=StringIO(), write=StringIO())

    async def brief(self, words: str, *, channel: Channel = "one") -> Seen:
        """``/brief`` in a new thread."""
        return await self._typed("/new", f"/brief {words}")

    async def ask(self, words: str, *, under: Seen | None = None, channel: Channel = "one") -> Seen:
        """A plain line; the thread is what went before."""
        return await self._typed(*([] if under else ["/new"]), words.replace("\n", " "))

    async def _typed(self, *lines: str) -> Seen:
        out = StringIO()
        self._console.read, self._console.write = StringIO("".join(f"{line}\n" for line in lines)), out
        await self._console.run()
        text = out.getvalue().removeprefix("A new thread.\n\n")
        lines_, _, listed = text.partition("\nSources\n")
        shown = frozenset(map(int, MARKER.findall(lines_)))
        below = frozenset(int(found[1]) for line in listed.split("\n") if (found := MARKER.match(line.strip())))
        return Seen(texts=(text,) if text.strip() else (), cited=((shown, below),))

    async def press(self, button: Button, under: Seen, *, channel: Channel = "one") -> Seen:
        """There are none."""
        raise NotImplementedError

    async def again(self) -> Seen:
        """What is typed is read once."""
        raise NotImplementedError

    async def restart(self) -> None:
        """A thread ends with its process."""
        self._console = self._new()

    async def private(self, collection: str, channel: Channel) -> None:
        """There are no channels."""
        raise NotImplementedError

    async def ratings(self) -> Sequence[str]:
        """There are none."""
        raise NotImplementedError


class ConsolePlatform:
    """Lines in, lines out."""

    name = "console"
    lacks: frozenset[Lacking] = frozenset({"buttons", "channels", "redelivery", "hints", "apologies"})

    @asynccontextmanager
    async def open(self, home: Path, desk: Answers | None = None) -> AsyncIterator[Harness]:
        """A console over a store with the sample articles."""
        if desk is not None:
            yield OnConsole(desk)
            return
        await slack_service.sample(home)
        with open_store(home) as store:
            yield OnConsole(Desk(corpus=store.corpus, index=store.index, clock=SystemClock()))


CHANNELS: dict[Channel, str] = {"one": "C1", "two": "C2"}


class OnSlack:
    """A local Slack, with an editor in two channels."""

    def __init__(self, slack: LocalSlack, home: Path, desk: Answers | None, socket: bool) -> None:
        self._slack = slack
        self._start = partial(slack_service.serving, home, slack, socket=socket, desk=desk)
        self._running: AbstractAsyncContextManager[Any] | None = None
        self._last: tuple[str, dict[str, Any]] = ("", {})
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
        """The slash command."""
        return await self._does("slash_commands", self._slack.order("/brief", words, channel=CHANNELS[channel]))

    async def ask(self, words: str, *, under: Seen | None = None, channel: Channel = "one") -> Seen:
        """A plain message in the thread, or a mention."""
        if under is None:
            event = self._slack.said(f"<@{BOT}> {words}", channel=CHANNELS[channel], kind="app_mention")
        else:
            head = under.at["thread_ts"] if "thread_ts" in under.at else under.at["ts"]
            event = self._slack.said(words, channel=under.at["channel"], thread_ts=head, parent_user_id=BOT)
        return await self._does("events_api", event)

    async def press(self, button: Button, under: Seen, *, channel: Channel = "one") -> Seen:
        """The first button with that label, or one of the two of the feedback."""
        for block in under.at["blocks"]:
            for element in block.get("elements", ()):
                if element["type"] == "feedback_buttons" and button in ("good", "bad"):
                    value = element["positive_button" if button == "good" else "negative_button"]["value"]
                elif element["type"] == "button" and element["text"]["text"] == LABELS.get(button):
                    value = element["value"]
                elif element["type"] == "static_select" and element["placeholder"]["text"] == LABELS.get(button):
                    value = element["options"][0]["value"]
                else:
                    continue
                pressed = self._slack.pressed(
                    element["action_id"], value, channel=CHANNELS[channel], ts=under.at["ts"], kind=element["type"]
                )
                return await self._does("interactive", pressed)
        raise AssertionError(f"there is no {button!r} under {under.text!r}")

    async def again(self) -> Seen:
        """The same payload, as a retry."""
        return await self._does(*self._last, retry=1)

    async def restart(self) -> None:
        """Another process on the same home."""
        await self.close()
        await self.open()

    async def private(self, collection: str, channel: Channel) -> None:
        """By the state, as the operator's command does it."""
        await self._house.state.declare(TEAM, collection, private=True)
        place = Place(platform="slack", workspace=TEAM, channel=CHANNELS[channel])
        await self._house.state.map_channel(place, [collection])

    async def ratings(self) -> Sequence[str]:
        """Of the reply whose buttons were seen last."""
        return list((await self._house.state.ratings(self._reply)).values())

    async def _does(self, kind: str, payload: dict[str, Any], *, retry: int = 0) -> Seen:
        slack, self._last = self._slack, (kind, payload)
        before = len(slack.messages), len(slack.responses), len(slack.whispers)
        assert await slack.deliver(kind, payload, retry=retry) == 200
        await slack_service.settled(self._adapter)
        assert slack.wrong == []
        posted = slack.messages[before[0] :]
        alone = [*slack.responses[before[1] :], *slack.whispers[before[2] :]]
        seen = [*posted, *alone]
        for message in posted:
            for block in message["blocks"]:
                for element in block.get("elements", ()):
                    if element.get("type") == "feedback_buttons":
                        self._reply = element["positive_button"]["value"].partition(":")[0]
        return Seen(
            texts=tuple("\n".join(shown["text"] for block in m["blocks"] for shown in texts(block)) for m in seen),
            cited=tuple((frozenset(shown), frozenset(listed)) for shown, listed in (markers(m["blocks"]) for m in seen)),
            alone=bool(alone) and not posted,
            calls=tuple(call for m in seen for call in calls(m)),
            at=seen[0] if seen else None,
        )


@dataclass(frozen=True)
class SlackPlatform:
    """Slack, over one of its transports."""

    name: str
    socket: bool
    lacks: frozenset[Lacking] = frozenset()

    @asynccontextmanager
    async def open(self, home: Path, desk: Answers | None = None) -> AsyncIterator[Harness]:
        """The whole service on a local Slack."""
        async with LocalSlack() as slack:
            harness = OnSlack(slack, home, desk, self.socket)
            await harness.open()
            try:
                yield harness
            finally:
                await harness.close()


PLATFORMS: tuple[Platform, ...] = (
    ConsolePlatform(),
    SlackPlatform("slack over HTTP", socket=False),
    SlackPlatform("slack through a socket", socket=True),
)
