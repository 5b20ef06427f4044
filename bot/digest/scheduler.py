"""The part of the service that sees to it that digests go out: what is due, what was left behind, what is there twice."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.digest import wording
from bot.digest.once import LEASE, Overtaken, Sender, Sleep, Tally
from bot.digest.poster import Gone, Poster
from bot.digest.schedule import CATCH_UP, MEMORY, Due, due
from bot.digest.writing import Unwritten, Writer, kept, packed
from bot.domain import Turn
from bot.engine.view import Line, Part, Run, View, view
from bot.errors import BadSetting, NutgrafError, ServiceError, StoreUnavailable
from bot.state.ledger import NOTICE, Slot

if TYPE_CHECKING:
    from bot.digest.writing import Desk
    from bot.state.book import Book, Subscription
    from bot.state.ledger import Claim, Ledger
    from bot.state.store import State

log = logging.getLogger("nutgraf.digest")

TICK = 5.0
"""Seconds between two looks at what is due."""
LOOK = 900.0
"""Seconds after which a subscription that owes nothing is looked at again all the same."""
BEAT = 10.0
"""Seconds between two signs of life on SQLite."""
TIDY = 20.0
"""Seconds between two rounds of the janitor."""
AT_ONCE = 32
"""Digests that are written and posted at the same time on a platform."""
LEAVE = 20.0
"""Seconds that what is being posted may take when the scheduler stops."""
UNWRITTEN = timedelta(minutes=10)
"""How long a digest that cannot be written is tried again, before a line says so."""
KEPT = timedelta(days=400)
"""How long the ledger remembers: a clock set back repeats nothing."""
FULL = timedelta(days=40)
"""How long it remembers what was posted word for word."""
STEADY = 3_600.0
"""Seconds that the clock must have gone evenly before anything is forgotten by it."""


class Scheduler:
    """Posts every digest, once.

    Args:
        book: The subscriptions.
        ledger: What was posted.
        state: What channels may see, and replies as they were posted.
        desks: Who writes, the plainest last.
        posters: The platforms, by name.
        owner: This process' own name; no two have the same.
        now: UTC seconds since 1970.
        elapsed: Seconds on a clock that never goes back.
        sleep: Waits.
        tally: Counts.
        catch_up: How late a digest may still go out.
        tick: Seconds between two looks at what is due.
        host: This machine's name, where the database is a file that only one machine may use; else None.
    """

    name = "scheduler"

    def __init__(
        self,
        book: Book,
        ledger: Ledger,
        state: State,
        desks: list[Desk],
        posters: Mapping[str, Poster],
        *,
        owner: str,
        now: Callable[[], float],
        elapsed: Callable[[], float],
        sleep: Sleep,
        tally: Tally,
        catch_up: timedelta = CATCH_UP,
        host: str | None = None,
        tick: float = TICK,
    ) -> None:
        self._book = book
        self._ledger = ledger
        self._state = state
        self._writer = Writer(desks, state, ledger)
        self._posters = posters
        self._owner = owner
        self._now = now
        self._elapsed = elapsed
        self._sleep = sleep
        self._tally = tally
        self._catch_up = catch_up
        self._host = host
        self._tick = tick
        self._hearts: dict[str, int] = {}
        self._sender = Sender(
            ledger,
            posters,
            owner=owner,
            now=now,
            elapsed=elapsed,
            sleep=sleep,
            tally=tally,
            catch_up=catch_up.total_seconds(),
        )
        self._quiet: dict[Subscription, tuple[float, float]] = {}
        self._busy: dict[Slot, asyncio.Task[None]] = {}
        self._tidying: asyncio.Task[None] | None = None
        self._last: dict[str, float] = {}
        self._began = (now(), elapsed())
        self._running: asyncio.Task[None] | None = None
        self._fault: str | None = "starting"

    async def start(self) -> None:
        """Begin. Raises BadSetting where another machine schedules on the same SQLite file."""
        if self._host is not None:
            await self._alone(self._host)
        self._fault = None
        self._running = asyncio.create_task(self._run(), name=self.name)

    async def stop(self) -> None:
        """Begin nothing new, and let what is being posted end; what does not is finished by whoever comes next."""
        ended = [task for task in (self._running, self._tidying) if task is not None]
        for task in ended:
            task.cancel()
        await asyncio.gather(*ended, return_exceptions=True)
        if self._busy:
            await asyncio.wait(self._busy.values(), timeout=LEAVE)
        for task in self._busy.values():
            task.cancel()
        await asyncio.gather(*self._busy.values(), return_exceptions=True)
        if self._host is not None:
            with suppress(StoreUnavailable):
                await self._book.still(self._heart)

    async def check(self) -> None:
        """Raises ServiceError while digests are not looked after."""
        if self._fault:
            raise ServiceError(self._fault)

    @property
    def under_way(self) -> int:
        """How many digests are being posted."""
        return len(self._busy)

    async def _run(self) -> None:
        while True:
            try:
                await self.turn()
                self._fault = None
            except NutgrafError as exc:
                self._fault = str(exc)
                log.warning("the scheduler failed; trying again", extra={"reason": str(exc)})
            except Exception as exc:
                self._fault = "failed; see the log"
                log.exception("the scheduler failed; trying again", extra={"fault": type(exc).__name__})
            await self._sleep(self._tick)

    async def turn(self) -> None:
        """Look once at what is to be done, and begin it."""
        if self._host is not None and self._every("beat", BEAT):
            await self._beat(self._host)
        await self._post_due()
        for entry in await self._ledger.unfinished(LEASE, self._posters):
            head = replace(entry.slot, part=min(entry.slot.part, 0))
            self._begin(head, self._recovered(head, entry.due))
        if (self._tidying is None or self._tidying.done()) and self._every("tidy", TIDY):
            self._tidying = asyncio.create_task(_logged(self._tidied()), name="digest janitor")
        if self._every("forget", STEADY):
            await self._forget()

    async def _post_due(self) -> None:
        now = self._now()
        orders = await self._book.all(self._posters, active=True)
        self._quiet = {order: span for order in orders if (span := self._quiet.get(order))}
        for order in orders:
            looked, until = self._quiet.get(order, (0.0, 0.0))
            # A clock that has gone back makes everything worth another look.
            if looked <= now < until or any(slot.subscription == order.id for slot in self._busy):
                continue
            if sum(slot.place.platform == order.place.platform for slot in self._busy) >= AT_ONCE:
                continue
            owed = await self._owed(order)
            if owed.day or owed.notice:
                self._begin(self._slot(order, owed), self._delivered(order))
            else:
                following = owed.next.timestamp() if owed.next else now + LOOK
                self._quiet[order] = (now, min(following, now + LOOK))

    async def _owed(self, order: Subscription) -> Due:
        now = datetime.fromtimestamp(self._now(), UTC)
        first = now.date() - timedelta(days=MEMORY + 2)
        owed = due(order, await self._ledger.days(order.place, order.id, first), now, catch_up=self._catch_up)
        for day in owed.skipped:
            if await self._ledger.skip(Slot(place=order.place, subscription=order.id, day=day)):
                log.warning("a date does not exist there; skipped", extra={"subscription": order.id, "day": str(day)})
        return owed

    def _slot(self, order: Subscription, owed: Due) -> Slot:
        day = owed.day or owed.notice
        assert day is not None
        return Slot(place=order.place, subscription=order.id, day=day, part=0 if owed.day else NOTICE)

    async def _delivered(self, order: Subscription) -> None:
        """Write and post what a subscription owes."""
        owed = await self._owed(order)
        if not (owed.day or owed.notice):
            return
        slot = self._slot(order, owed)
        at = owed.at.timestamp() if owed.at else self._now()
        claim = await self._ledger.claim(slot, due=at, owner=self._owner, lease=LEASE)
        if claim is None:
            return
        if all(entry.state == "writing" for entry in await self._ledger.family(slot)):
            bodies, seen = await self._written(order, owed, slot)
            if not bodies:
                return
            frozen = await self._ledger.freeze(claim, owner=self._owner, due=at, bodies=bodies, told=seen, missed=owed.missed)
            if not frozen:
                return
            for _ in owed.missed:
                self._tally.digest("missed")
            if owed.late:
                self._tally.digest("late")
        await self._send(claim, order)

    async def _written(self, order: Subscription, owed: Due, slot: Slot) -> tuple[list[bytes], bytes | None]:
        """The messages that are owed, and what the next digest must know; none where it is worth being tried again."""
        poster = self._posters[order.place.platform]
        if owed.day is None or owed.at is None:
            return list(poster.freeze(line(wording.notice(owed.missed, owed.next, order)), slot)), None
        alerts = [wording.late(owed.at, order)] if owed.late else []
        alerts += [wording.missed(owed.missed)] if owed.missed else []
        try:
            digest = await self._writer.write(order, slot.day)
        except Unwritten:
            if self._now() - owed.at.timestamp() < UNWRITTEN.total_seconds():
                return [], None
            log.error("a digest could not be written; a line says so", extra={"subscription": order.id})
            self._tally.digest("plain")
            return list(poster.freeze(line(" ".join([*alerts, wording.unwritten(order)])), slot)), None
        digest = replace(digest, alerts=(*alerts, *digest.alerts))
        return list(poster.freeze(view(digest), slot)), packed(digest)

    async def _recovered(self, head: Slot, at: float) -> None:
        """Finish what another process has begun."""
        order = await self._book.one(head.subscription)
        claim = await self._ledger.claim(head, due=at, owner=self._owner, lease=LEASE)
        if claim is not None:
            await self._send(claim, order)

    async def _send(self, claim: Claim, order: Subscription | None) -> None:
        slot = claim.slot
        if seen := await self._ledger.told(slot):
            await self._state.record(kept(seen, slot))
        try:
            message = await self._sender.send(claim, wanted=order is not None and order.state == "active")
        except Gone as exc:
            await self._paused(order, str(exc))
            return
        if message is not None and slot.part == 0:
            await self._state.placed(slot.mark, message, message)
            topics = order.topics if order else ()
            await self._state.remember(slot.place, message, Turn(kind="brief", standalone=", ".join(topics)))

    async def _paused(self, order: Subscription | None, reason: str) -> None:
        """Pause a subscription that cannot be posted, and tell its maker once."""
        if order is None or not await self._book.pause(order.id, reason):
            return
        self._tally.digest("paused")
        log.error("a digest is paused", extra={"subscription": order.id, "channel": order.place.channel, "reason": reason})
        if not order.maker:
            # The operator made it, and reads the log.
            return
        text = (
            f"I have paused the digest on {wording.about(order.topics)} that you set up: {reason}. "
            f"Once that is put right, /digest resume {order.id} in the channel starts it again."
        )
        try:
            await self._posters[order.place.platform].tell(order.place, order.maker, text)
        except ServiceError as exc:
            log.warning("its maker could not be told", extra={"subscription": order.id, "reason": str(exc)})

    async def _tidied(self) -> None:
        await self._sender.tidy()

    async def _forget(self) -> None:
        """Drop what is older than the ledger keeps, unless the clock has jumped: it may be wrong by years."""
        now, elapsed = self._now() - self._began[0], self._elapsed() - self._began[1]
        if elapsed < STEADY or abs(now - elapsed) > STEADY:
            return
        today = datetime.fromtimestamp(self._now(), UTC).date()
        gone = await self._ledger.forget(today - KEPT, today - FULL)
        if gone:
            log.info("the ledger forgot what is long past", extra={"rows": gone})

    def _every(self, what: str, seconds: float) -> bool:
        """Whether something that is done now and then is to be done now."""
        now = self._elapsed()
        if now - self._last.get(what, -seconds) < seconds:
            return False
        self._last[what] = now
        return True

    def _begin(self, slot: Slot, work: Coroutine[Any, Any, None]) -> None:
        if slot in self._busy or len(self._busy) > 4 * AT_ONCE:
            work.close()
            return
        task = asyncio.create_task(_logged(work), name=f"digest {slot.subscription}")
        self._busy[slot] = task
        task.add_done_callback(lambda _: self._busy.pop(slot, None))

    # One machine on one SQLite file

    async def _alone(self, host: str) -> None:
        """See that no other machine schedules on this file: one whose sign of life is old is given time to show another."""
        await self._book.beat(self._heart)
        others = self._foreign(host, await self._book.hearts())
        if others:
            await self._sleep(3 * BEAT)
            now = await self._book.hearts()
            for name, beats in others.items():
                if now.get(name, beats) != beats:
                    await self._book.still(self._heart)
                    raise BadSetting(
                        f"{name.partition('/')[0]!r} already posts digests from this SQLite file, and two machines would post "
                        "them twice; stop one of them, or set DATABASE_URL to a PostgreSQL that both use"
                    )
                await self._book.still(name)
        self._hearts = await self._book.hearts()

    async def _beat(self, host: str) -> None:
        await self._book.beat(self._heart)
        hearts = await self._book.hearts()
        # Two that started in the same moment see each other here; one of them goes on.
        rivals = [
            name
            for name, beats in self._foreign(host, hearts).items()
            if name < self._heart and self._hearts.get(name, beats) != beats
        ]
        self._hearts = hearts
        if rivals:
            where = rivals[0].partition("/")[0]
            raise ServiceError(f"{where!r} posts digests from this SQLite file too; stop one of the two")

    @property
    def _heart(self) -> str:
        return f"{self._host}/{self._owner}"[:128]

    def _foreign(self, host: str, hearts: Mapping[str, int]) -> dict[str, int]:
        return {name: beats for name, beats in hearts.items() if name.partition("/")[0] != host}


def line(text: str) -> View:
    """The picture of a single line."""
    said = Part(title=None, lines=(Line(runs=(Run(text=text),)),))
    return View(title=None, facts=(), parts=(said,), sources=(), notes=())


async def _logged(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Overtaken as exc:
        log.info("overtaken", extra={"reason": str(exc)})
    except NutgrafError as exc:
        log.warning("a digest is not finished; trying again", extra={"reason": str(exc)})
    except Exception:
        log.exception("a digest is not finished; trying again")
