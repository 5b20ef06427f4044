"""How fast the desk is on Discord: ``python -m tests.discord.bench``, which ``make bench`` runs after Slack's.

It stands here because it needs a Discord to stand in, and ours is no part of what ships.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.bench import Row, line
from tests.discord import payloads
from tests.discord.conftest import serving, settled
from tests.discord.local import LocalDiscord
from tests.discord.payloads import CHANNEL
from tests.slack.bench import Instant, percentiles

EVENTS = 300
"""Events that come one after another, after as many as warm the way up."""
WARM = 30
NEVER = 10**9


async def took(home: Path, what: str) -> list[float]:
    """Seconds from an event on the gateway to the first request of this kind, with a desk that answers at once."""
    found: list[float] = []
    # What is sent is held against the official types in the tests; here it would be measured.
    async with LocalDiscord(every=NEVER) as discord, serving(home, discord, desk=Instant()) as (_, adapter):
        for n in range(WARM + EVENTS):
            where = str(int(CHANNEL) * 1_000 + n)
            discord.channels[where] = payloads.channel(where)
            await discord.gateway.dispatch("CHANNEL_CREATE", discord.channels[where], guild=payloads.GUILD)
            await settled(adapter)
            asked = discord.said("what opened?", where=where, mention=True)
            event = asked if what == "message" else discord.order("ask", where, question="what opened?")
            discord.arrived.clear()
            await discord.tell(event)
            began = discord.gateway.told_at
            await discord.until(lambda: any(kind == what for _, kind in discord.arrived))
            await settled(adapter)
            found.append(next(at for at, kind in discord.arrived if kind == what) - began)
    return found[WARM:]


def main() -> None:
    """Measure, and print a line of the table for each figure."""
    with TemporaryDirectory(prefix="nutgraf-bench-") as made:
        for kind, what, goal in (
            ("callback", "Discord: interaction to defer, p50 / p95", "p50 <= 5 ms"),
            ("edit", "Discord: interaction to reply, p50 / p95", "none set"),
            ("message", "Discord: message to reply, p50 / p95", "p50 <= 10 ms"),
        ):
            seconds = asyncio.run(took(Path(made) / kind / "home", kind))
            sys.stdout.write(line(Row(what=what, figure=percentiles(seconds, 0.5, 0.95), goal=goal)))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
