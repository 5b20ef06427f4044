"""How a digest is posted once.

What is to be posted stands in the ledger, byte for byte, before anything is sent; nothing is written a second time. Whoever
finishes what another began waits until that one's last request must be over. Then, always, the platform is asked whether the
slot is there already; then the fence is passed, which only the holder of the lease can; then one post is sent, and committed.
What remains is a process that is stopped between the fence and the post for longer than its lease: it finds, when it goes on,
that another message is the one of record, and removes its own; and the janitor looks for such messages too.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Protocol

from bot.digest.poster import Gone, Rejected, Unsure, Wait
from bot.errors import ServiceError

if TYPE_CHECKING:
    from bot.digest.poster import Poster
    from bot.state.ledger import Claim, Entry, Ledger, Slot

log = logging.getLogger("nutgraf.digest")

LEASE = 60.0
"""Seconds that a claim is held: more than the quiet wait and a request together."""
QUIET = 2.0
"""How many timeouts of a request are waited before what another began is finished."""
WATCHED = 3_600.0
"""Seconds after a post in which the janitor looks for a second one."""
AGAIN = 5.0
"""Seconds until a platform that did not answer is asked again."""
LOOKING = 4
"""Looks into the histories of a workspace at the same time."""
TRIES = 12
"""How often it is asked, before whoever comes next may try."""
BEFORE = 86_400.0
"""Seconds before a digest is due from which on it is looked for: clocks differ, and may have jumped."""


class Overtaken(ServiceError):
    """Another process has taken this over, and finishes it."""


class Tally(Protocol):
    """Where the operator's figures are kept."""

    def digest(self, outcome: str) -> None:
        """Count a digest. Outcomes: posted, found, late, missed, lapsed, rejected, paused, plain."""
        ...

    def second(self) -> None:
        """Count a second post that was found and removed: an alarm."""
        ...


Sleep = Callable[[float], Awaitable[None]]


class Sender:
    """Posts what is in the ledger.

    Args:
        ledger: What is to be posted.
        posters: The platforms, by name.
        owner: This process' own name; no two have the same.
        now: UTC seconds since 1970.
        elapsed: Seconds on a clock that never goes back.
        sleep: Waits.
        tally: Counts.
        catch_up: Seconds after which a digest is too late to be posted.
    """

    def __init__(
        self,
        ledger: Ledger,
        posters: Mapping[str, Poster],
        *,
        owner: str,
        now: Callable[[], float],
        elapsed: Callable[[], float],
        sleep: Sleep,
        tally: Tally,
        catch_up: float,
    ) -> None:
        self._ledger = ledger
        self._posters = posters
        self._owner = owner
        self._now = now
        self._elapsed = elapsed
        self._sleep = sleep
        self._tally = tally
        self._catch_up = catch_up
        self._looking: defaultdict[tuple[str, str], asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(LOOKING))

    async def send(self, claim: Claim, *, wanted: bool = True) -> str | None:
        """Post all parts of a family that are not there yet; the id of the first message, None where it was given up.

        Args:
            claim: The right to do so.
            wanted: Whether it is still to be posted; what is there already is noted in any case.

        Raises:
            Overtaken: Another process finishes it.
            Gone: Nothing can be posted there any more; the family is given up.
            ServiceError: The platform or the database does not answer; whoever comes next finishes it.
        """
        keeping = asyncio.create_task(self._keep(claim), name="digest lease")
        try:
            return await self._sent(claim, wanted)
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    async def _sent(self, claim: Claim, wanted: bool) -> str | None:
        poster = self._posters[claim.slot.place.platform]
        if not claim.fresh:
            await self._sleep(QUIET * poster.timeout)
        first: str | None = None
        opened = False
        for entry in await self._ledger.family(claim.slot):
            message = entry.message
            if entry.state == "intended":
                try:
                    message, ours = await self._once(poster, claim, entry, first, wanted=wanted, opened=opened)
                except (Gone, Rejected) as exc:
                    await self._ledger.give_up(claim, owner=self._owner)
                    if isinstance(exc, Gone):
                        raise
                    self._tally.digest("rejected")
                    log.error("the platform does not take a digest", extra={"slot": _said(entry.slot), "reason": str(exc)})
                    return first
                if message is None:
                    await self._ledger.give_up(claim, owner=self._owner)
                    self._tally.digest("lapsed")
                    log.warning("a digest was too late to be posted", extra={"slot": _said(entry.slot)})
                    return first
                opened = opened or (ours and first is None)
            elif entry.state != "posted":
                return first
            first = first or message
        return first

    async def _once(
        self, poster: Poster, claim: Claim, entry: Entry, thread: str | None, *, wanted: bool, opened: bool
    ) -> tuple[str | None, bool]:
        """The message of a part, None where it is given up, and whether it is we who posted it."""
        slot, body = entry.slot, entry.body
        assert body is not None
        ledger, owner = self._ledger, self._owner
        fence = _Fence(
            partial(ledger.begin, claim, slot, owner=owner, lease=LEASE),
            self._elapsed,
            poster.timeout,
        )
        for tried in range(TRIES):
            # A thread that we have opened in this very moment has nobody else's messages yet.
            found = None if opened and not tried else await self._found(poster, entry, thread)
            if found:
                if slot.part <= 0:
                    self._tally.digest("found")
                return await self._ledger.commit(slot, found) or found, False
            # A line that tells what was missed is never too late; a later part belongs to what is there already.
            if not wanted or (slot.part == 0 and self._now() - entry.due > self._catch_up):
                return None, False
            fence.passed = False
            try:
                message = await poster.post(slot, body, thread, fence)
            except Wait as exc:
                if fence.passed:
                    await ledger.unsent(claim, slot, owner=owner)
                await self._sleep(exc.seconds)
                continue
            except Unsure:
                await self._sleep(QUIET * poster.timeout * min(tried + 1, 4))
                continue
            record = await self._ledger.commit(slot, message)
            if record != message:
                await self._second(poster, slot, message, thread)
                raise Overtaken(f"another process has posted {_said(slot)}")
            if slot.part <= 0:
                self._tally.digest("posted")
            return message, True
        raise Unsure(f"{slot.place.platform} does not say what becomes of {_said(slot)}")

    async def _found(self, poster: Poster, entry: Entry, thread: str | None) -> str | None:
        """The message of a slot that is on the platform already."""
        place = entry.slot.place
        # A few at a time: those who are told to wait would all come again in the same moment.
        async with self._looking[place.platform, place.workspace]:
            for _ in range(TRIES):
                try:
                    return next(iter(await poster.find(entry.slot, thread, entry.due - BEFORE)), None)
                except Wait as exc:
                    await self._sleep(exc.seconds)
                except Unsure:
                    await self._sleep(AGAIN)
        raise Unsure(f"{entry.slot.place.platform} does not say whether {_said(entry.slot)} is there")

    async def _keep(self, claim: Claim) -> None:
        """Keep a claim for as long as it is worked on: platforms make us wait for minutes."""
        while True:
            await self._sleep(LEASE / 4)
            with suppress(ServiceError):
                if not await self._ledger.renew(claim, owner=self._owner, lease=LEASE):
                    return

    async def tidy(self) -> int:
        """The janitor: find and remove every second post of the last hour; how many those were."""
        removed = 0
        for entry in await self._ledger.doubtful(self._now() - WATCHED, self._posters):
            slot = entry.slot
            poster = self._posters[slot.place.platform]
            thread = None
            if slot.part > 0:
                thread = next((part.message for part in await self._ledger.family(slot) if part.slot.part == 0), None)
            try:
                found = await poster.find(slot, thread, entry.due - BEFORE)
            except ServiceError:
                # It is asked again in a while.
                continue
            if entry.message in found:
                for message in found:
                    if message != entry.message:
                        removed += 1
                        await self._second(poster, slot, message, thread)
        return removed

    async def _second(self, poster: Poster, slot: Slot, message: str, thread: str | None) -> None:
        self._tally.second()
        log.error("a digest was posted twice; the second is removed", extra={"slot": _said(slot), "id": message})
        # Where it does not succeed, the janitor comes by again.
        with suppress(ServiceError):
            await poster.remove(slot, message, thread)


class _Fence:
    """What is passed directly before a post: by the holder of the lease alone."""

    def __init__(
        self,
        begin: Callable[[], Awaitable[bool]],
        elapsed: Callable[[], float],
        timeout: float,
    ) -> None:
        self._begin = begin
        self._elapsed = elapsed
        self._timeout = timeout
        self.passed = False
        """Whether a post may have been sent."""

    async def __call__(self) -> None:
        """Raises Overtaken where another process may post."""
        while True:
            began = self._elapsed()
            if not await self._begin():
                raise Overtaken("another process posts it")
            self.passed = True
            # Where the database took so long to say yes that the lease may be over, it is asked again.
            if self._elapsed() - began <= self._timeout:
                return


def _said(slot: Slot) -> str:
    return f"{slot.place.platform}/{slot.place.channel} {slot.subscription} {slot.day} {slot.part}"
