"""How fast the desk is in Slack: ``python -m tests.slack.bench``, which ``make bench`` runs after ``nutgraf bench``.

It stands here because it needs a Slack to stand in, and ours is no part of what ships.
"""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from adapters.slack.manifest import PATH
from bot.bench import Row, line
from bot.domain import Command, Reply
from tests.processes import serving as process
from tests.replies import reply, source
from tests.servers import free_port
from tests.slack.conftest import sample, serving, settled
from tests.slack.local import BOT, SECRET, LocalSlack

COMMANDS = 200
"""Commands that come at once."""
BURSTS = 3
MENTIONS = 300
"""Questions that come one after another, after as many as warm the way up."""
WARM = 30


class Instant:
    """A desk that has its answer ready."""

    async def reply(self, command: Command, **_: object) -> Reply:
        """One claim."""
        return reply(command.words, source())


async def acknowledged(home: Path) -> list[float]:
    """Seconds to the acknowledgement of each of many commands at once, by a process of ``nutgraf serve`` over HTTP."""
    await sample(home)
    port = free_port()
    took: list[float] = []
    async with LocalSlack() as slack:
        slack.door = f"http://127.0.0.1:{port}{PATH}"
        keys = {"SLACK_BOT_TOKEN": "xoxb-local", "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": slack.api}
        with process(home, port, **keys) as service:
            await asyncio.to_thread(service.until, "/readyz", "slack: ok", 60.0)

            async def command(n: int) -> None:
                order = slack.order("/ask", f"What did Putin say about Kursk {n}?", channel=f"C{n}")
                began = time.perf_counter()
                assert await slack.deliver("slash_commands", order) == 200
                took.append(time.perf_counter() - began)

            for burst in range(BURSTS):
                await asyncio.gather(*(command(COMMANDS * burst + n) for n in range(COMMANDS)))
                answers = COMMANDS * (burst + 1)
                await slack.until(lambda answers=answers: len(slack.messages) + len(slack.responses) >= answers, 120.0)
    return took


async def overhead(home: Path, *, socket: bool) -> list[float]:
    """Seconds from a mention's arrival to its reply's, with a desk that answers at once."""
    took: list[float] = []
    async with LocalSlack() as slack, serving(home, slack, socket=socket, desk=Instant()) as (_, adapter):
        for n in range(WARM + MENTIONS):
            event = slack.said(f"<@{BOT}> what opened?", channel=f"C{n}", kind="app_mention")
            slack.arrived.clear()
            began = time.perf_counter()
            await slack.deliver("events_api", event)
            await settled(adapter)
            took.append(next(at for at, method in slack.arrived if method in ("chat.postMessage", "chat.stopStream")) - began)
    return took[WARM:]


def percentiles(seconds: list[float], *shares: float) -> str:
    """Milliseconds that these shares of them stay under, the median as such."""
    ordered = sorted(seconds)
    values = (
        median(ordered) if share == 0.5 else ordered[min(int(share * len(ordered)), len(ordered) - 1)] for share in shares
    )
    return " / ".join(f"{1000 * value:.1f}" for value in values) + " ms"


def main() -> None:
    """Measure, and print a line of the table for each figure."""
    with TemporaryDirectory(prefix="nutgraf-bench-") as made:
        took = asyncio.run(acknowledged(Path(made) / "acks" / "home"))
        what = f"Slack: {COMMANDS} commands at once, ack p50 / p99"
        sys.stdout.write(line(Row(what=what, figure=percentiles(took, 0.5, 0.99), goal="p99 <= 1 s")))
        sys.stdout.flush()
        for socket, name in ((False, "HTTP"), (True, "socket")):
            took = asyncio.run(overhead(Path(made) / name / "home", socket=socket))
            what = f"Slack: mention to reply over {name}, p50 / p95"
            sys.stdout.write(line(Row(what=what, figure=percentiles(took, 0.5, 0.95), goal="p50 <= 15 ms")))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
