"""Where every adapter hands its commands in: each gets a request id, and one line in the log that says how it ended."""

from __future__ import annotations

import time
from collections.abc import Callable
from random import Random
from typing import Protocol

import structlog

from bot.domain import Claim, Command, Declined, Reply
from bot.errors import AskerError, Busy

log = structlog.stdlib.get_logger("nutgraf.desk")


class Desk(Protocol):
    """Whatever answers commands."""

    async def reply(self, command: Command, *, heard: Callable[[Claim], None] | None = None) -> Reply:
        """What is posted for a command."""
        ...


class Reception:
    """The desk as adapters see it.

    Args:
        desk: Who answers.
        random: Where request ids come from.
        elapsed: Seconds on a clock that never goes back.

    A line tells the kind, the outcome and the time; never what was asked or answered, since logs go where channels do not.
    """

    def __init__(self, desk: Desk, random: Random, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._desk = desk
        self._random = random
        self._elapsed = elapsed

    async def reply(
        self, command: Command, *, request: str | None = None, heard: Callable[[Claim], None] | None = None
    ) -> Reply:
        """The reply to a command.

        Args:
            command: What is asked.
            request: The platform's own id of it, where it has one.
            heard: Told each claim that is verified before the reply is whole, if any is.
        """
        began, outcome = self._elapsed(), "failed"
        with structlog.contextvars.bound_contextvars(request=request or f"{self._random.getrandbits(64):016x}"):
            try:
                reply = await (self._desk.reply(command, heard=heard) if heard else self._desk.reply(command))
                outcome = "declined" if isinstance(reply, Declined) else "answered"
                return reply
            except Busy:
                outcome = "busy"
                raise
            except AskerError:
                outcome = "refused"
                raise
            except Exception:
                log.exception("a command failed", kind=command.kind)
                raise
            finally:
                log.info("command", kind=command.kind, outcome=outcome, seconds=round(self._elapsed() - began, 4))
