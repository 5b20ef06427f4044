"""Each event is answered once, whoever hears of it, and slow work stays with the one who does it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from adapters.once import TRIES, Once
from bot.errors import StoreUnavailable
from bot.state.database import Database
from bot.state.events import Unanswered
from bot.state.store import State


class Clockwork:
    """Seconds that pass only when somebody says so."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        """The seconds."""
        return self.seconds


@asynccontextmanager
async def state(tmp_path: Path, now: Callable[[], float]) -> AsyncIterator[State]:
    """A durable state of its own."""
    database = Database(f"sqlite:///{tmp_path / 'state.db'}")
    await database.migrate()
    try:
        yield State(database, now)
    finally:
        await database.close()


async def instantly(_: float) -> None:
    """Wait for no time."""
    await asyncio.sleep(0)


def test_one_event_under_several_names_is_done_once(tmp_path: Path) -> None:
    """Whichever of its names comes, at once or later, to this process or to another, the work is done once."""

    async def check() -> None:
        done: list[str] = []

        async def work() -> None:
            done.append("done")

        async with state(tmp_path, Clockwork()) as kept:
            one, other = Once(kept, "slack", "one"), Once(kept, "slack", "other")
            await asyncio.gather(*(once.do("T1", (name, "message"), work) for once in (one, other) for name in ("a", "b", "a")))
            await other.do("T1", ("c", "message"), work)
            assert done == ["done"]
            await one.do("T2", ("a", "message"), work)
            assert len(done) == 2

    asyncio.run(check())


def test_slow_work_is_not_taken_over(tmp_path: Path) -> None:
    """While the work is under way its lease is renewed, however long it takes; a crashed process' work is taken over."""

    async def check() -> None:
        clock, started, go = Clockwork(), asyncio.Event(), asyncio.Event()
        done: list[str] = []

        async def slow() -> None:
            started.set()
            await go.wait()
            done.append("slow")

        async def second() -> None:
            done.append("second")

        async with state(tmp_path, clock) as kept:
            renewed = asyncio.Event()
            receive = kept.receive

            async def seen(*args: object, **named: object) -> object:
                found = await receive(*args, **named)  # type: ignore[arg-type]
                if clock.seconds > 1_000.0 and named["owner"] == "one":
                    renewed.set()
                return found

            kept.receive = seen  # type: ignore[method-assign, assignment]
            one, other = Once(kept, "slack", "one", lease=0.06), Once(kept, "slack", "other", lease=0.06)
            one.begin(one.do("T1", ("a",), slow))
            await started.wait()
            clock.seconds += 0.05
            await asyncio.wait_for(renewed.wait(), 10)
            clock.seconds += 0.05
            await other.do("T1", ("a",), second)
            assert done == []
            go.set()
            await one.drain(10)
            assert done == ["slow"]
            # Received by a process that is no more, and its lease is over.
            await receive("slack", "T1", "b", owner="gone", lease=0.06)
            clock.seconds += 0.07
            await other.do("T1", ("b",), second)
            assert done == ["slow", "second"]

    asyncio.run(check())


def test_what_is_not_wanted_leaves_nothing(tmp_path: Path) -> None:
    """Talk that is none of ours is not kept; the same event may be wanted later."""

    async def check() -> None:
        done: list[str] = []
        wanted = [False, True]

        async def work() -> None:
            done.append("done")

        async def asked() -> bool:
            return wanted.pop(0)

        async with state(tmp_path, Clockwork()) as kept:
            once = Once(kept, "slack", "one")
            await once.do("T1", ("a",), work, wanted=asked)
            assert done == []
            await once.do("T1", ("a",), work, wanted=asked)
            assert done == ["done"]

    asyncio.run(check())


@pytest.mark.parametrize("away", [1, TRIES])
def test_the_database_may_be_away_for_a_while(tmp_path: Path, away: int) -> None:
    """What fails for want of the database is tried again, and left for a redelivery where it stays away."""

    async def check() -> None:
        faults = [StoreUnavailable("away")] * away
        done: list[str] = []

        async def work() -> None:
            if faults:
                raise faults.pop()
            done.append("done")

        async with state(tmp_path, Clockwork()) as kept:
            once = Once(kept, "slack", "one", sleep=instantly)
            if away == TRIES:
                with pytest.raises(StoreUnavailable):
                    await once.do("T1", ("a",), work)
            await once.do("T1", ("a",), work)
            assert done == ["done"]

    asyncio.run(check())


def test_what_is_left_is_taken_up_once(tmp_path: Path) -> None:
    """What a dead process held is answered by one of all who sweep; what somebody holds, or has done, by nobody."""

    async def check() -> None:
        clock, answered = Clockwork(), list[bytes]()
        started, go = asyncio.Event(), asyncio.Event()

        async def slow() -> None:
            started.set()
            await go.wait()

        async with state(tmp_path, clock) as kept:
            ones = [Once(kept, "slack", name) for name in ("one", "two", "three")]

            async def resume(once: Once, left: Unanswered) -> None:
                async def work() -> None:
                    await asyncio.sleep(0)
                    answered.append(left.request)

                await once.do(left.workspace, (left.event,), work)

            for n in range(20):
                await kept.receive("slack", "T1", f"left {n}", owner="dead", lease=45, request=b"%d" % n)
            await kept.receive("slack", "T1", "no request", owner="dead", lease=45)
            clock.seconds += 46
            ones[0].begin(ones[0].do("T1", ("held",), slow, request=b"held"))
            await started.wait()
            await ones[1].do("T1", ("done",), lambda: asyncio.sleep(0), request=b"done")
            for _n in range(2):
                await asyncio.gather(*(once.sweep(partial(resume, once)) for once in ones))
            while any(once.under_way for once in ones[1:]):
                await asyncio.sleep(0)
            go.set()
            await ones[0].drain(10)
            assert sorted(map(int, answered)) == list(range(20))
            assert await kept.unanswered("slack", 100) == ()

    asyncio.run(check())


def test_who_leaves_hands_back_what_is_not_done(tmp_path: Path) -> None:
    """What was stopped can be taken up at once, and not only when its lease is over."""

    async def check() -> None:
        async with state(tmp_path, Clockwork()) as kept:
            once = Once(kept, "slack", "one")
            once.begin(once.do("T1", ("event", "message"), asyncio.Event().wait, request=b"asked"))
            await asyncio.sleep(0)
            while not await kept.unanswered("slack", 1):
                await once.drain(0.01)
            (left,) = await kept.unanswered("slack", 1)
            assert (left.event, left.request) == ("message", b"asked")

    asyncio.run(check())


def test_leaving_lets_work_finish_and_stops_what_does_not(tmp_path: Path) -> None:
    """What is under way may finish; what takes too long is stopped, and is answered when it comes again."""

    async def check() -> None:
        done: list[str] = []

        def work(after: Callable[[], Awaitable[object]], said: str) -> Callable[[], Awaitable[None]]:
            async def does() -> None:
                await after()
                done.append(said)

            return does

        async with state(tmp_path, Clockwork()) as kept:
            once = Once(kept, "slack", "one")
            once.begin(once.do("T1", ("quick",), work(lambda: asyncio.sleep(0), "quick")))
            once.begin(once.do("T1", ("never",), work(asyncio.Event().wait, "never")))
            await once.drain(0.05)
            assert once.under_way == 0
            assert done == ["quick"]
            await Once(kept, "slack", "one").do("T1", ("never",), work(lambda: asyncio.sleep(0), "again"))
            assert done == ["quick", "again"]

    asyncio.run(check())
