"""What the subscriptions and the ledger of the digest do, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, time
from typing import TypeAlias

import pytest

from bot.errors import AskerError, StoreDamaged
from bot.state import schema
from bot.state.book import MOST, Book, Subscription
from bot.state.database import Database
from bot.state.ledger import NOTICE, Claim, Ledger, Slot
from bot.state.store import Place

Check: TypeAlias = Callable[[Book, Ledger], Awaitable[None]]
Run: TypeAlias = Callable[[Check], None]
HERE = Place(platform="slack", workspace="W1", channel="C1")
THERE = replace(HERE, channel="C2")
DAY = date(2025, 3, 13)
SLOT = Slot(place=HERE, subscription="d1", day=DAY)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.seconds = 1_000_000.0

    def __call__(self) -> float:
        """The seconds."""
        return self.seconds


CLOCK = Clock()


@pytest.fixture
def run(url: str) -> Run:
    """Runs a check in an event loop of its own, on an emptied database."""

    def in_loop(check: Check) -> None:
        async def main() -> None:
            database = Database(url)
            try:
                await database.migrate()
                async with database.transaction() as connection:
                    for table in reversed(schema.metadata.sorted_tables):
                        await connection.execute(table.delete())
                await check(Book(database, CLOCK), Ledger(database, CLOCK))
            finally:
                await database.close()

        asyncio.run(main())

    return in_loop


def order(id_: str = "d1", **changes: object) -> Subscription:
    """A subscription."""
    fields: dict[str, object] = {
        "id": id_,
        "place": HERE,
        "maker": "U1",
        "topics": ("kursk", "припинення вогню"),
        "at": time(7, 30),
        "days": (1, 3),
        "zone": "Europe/Kyiv",
        "since": 0.0,
    }
    return Subscription(**fields | changes)  # type: ignore[arg-type]


async def claimed(ledger: Ledger, owner: str = "p1", slot: Slot = SLOT) -> Claim:
    """A claim that is had."""
    claim = await ledger.claim(slot, due=CLOCK(), owner=owner, lease=60)
    assert claim is not None
    return claim


def test_a_subscription_is_kept_as_it_was_made(run: Run) -> None:
    """What is added is found again by its id and by its channel, and counts from when it was added."""

    async def check(book: Book, _: Ledger) -> None:
        kept = await book.add(order())
        assert kept == order(since=CLOCK(), made=CLOCK())
        assert await book.one("d1") == kept
        assert await book.of(HERE) == (kept,)
        assert await book.of(THERE) == ()
        assert await book.all(["slack"], active=True) == (kept,)
        assert await book.all(["discord"]) == ()

    run(check)


def test_the_same_one_twice_is_one(run: Run) -> None:
    """A channel that asks for what it has gets what it has; an id that is taken is said to be."""

    async def check(book: Book, _: Ledger) -> None:
        first = await book.add(order())
        assert await book.add(order("d2")) == first
        assert await book.add(order(place=THERE)) is None
        for n in range(MOST - 1):
            await book.add(order(f"e{n}", topics=(f"topic {n}",)))
        with pytest.raises(AskerError, match="remove one"):
            await book.add(order("last", topics=("another",)))

    run(check)


def test_a_change_counts_from_now_on(run: Run) -> None:
    """What is changed or resumed owes nothing of before; of two that pause it, one is told that it did."""

    async def check(book: Book, _: Ledger) -> None:
        await book.add(order())
        CLOCK.seconds += 100
        changed = await book.change("d1", at=time(8), topics=())
        assert changed is not None
        assert (changed.at, changed.topics, changed.since, changed.days) == (time(8), (), CLOCK(), (1, 3))
        assert sorted(await asyncio.gather(book.pause("d1", "archived"), book.pause("d1", "archived"))) == [False, True]
        assert await book.all(["slack"], active=True) == ()
        CLOCK.seconds += 100
        resumed = await book.resume("d1")
        assert resumed is not None
        assert (resumed.state, resumed.reason, resumed.since) == ("active", "", CLOCK())
        assert await book.remove("d1") is True
        assert await book.remove("d1") is False
        assert await book.change("d1", at=time(9)) is None

    run(check)


def test_one_of_many_gets_a_slot(run: Run) -> None:
    """Of all who claim a digest at once one has it, until its lease is over."""

    async def check(_: Book, ledger: Ledger) -> None:
        claims = await asyncio.gather(*(ledger.claim(SLOT, due=0, owner=f"p{n}", lease=60) for n in range(6)))
        had = [claim for claim in claims if claim]
        assert [(claim.fence, claim.fresh) for claim in had] == [(1, True)]
        assert await ledger.claim(SLOT, due=0, owner="heir", lease=60) is None
        CLOCK.seconds += 61
        again = await ledger.claim(SLOT, due=0, owner="heir", lease=60)
        assert again == Claim(slot=SLOT, fence=2, fresh=False)

    run(check)


def test_a_lease_that_ends_too_late_is_over(run: Run) -> None:
    """A clock that was hours ahead and is right again does not lock a digest away."""

    async def check(_: Book, ledger: Ledger) -> None:
        CLOCK.seconds += 90_000
        await claimed(ledger)
        CLOCK.seconds -= 90_000
        assert await ledger.claim(SLOT, due=0, owner="heir", lease=60) is not None

    run(check)


def test_what_is_frozen_stays(run: Run) -> None:
    """The bytes of every part are kept once, and whoever lost the claim can freeze nothing."""

    async def check(_: Book, ledger: Ledger) -> None:
        first = await claimed(ledger)
        CLOCK.seconds += 61
        second = await claimed(ledger, "p2")
        frozen = await ledger.freeze(first, owner="p1", due=5.0, bodies=[b"late"], told=None)
        assert frozen is False
        missed = [date(2025, 3, 11), date(2025, 3, 12)]
        assert await ledger.freeze(second, owner="p2", due=5.0, bodies=[b"one", b"two"], told=b"seen", missed=missed)
        assert await ledger.freeze(second, owner="p2", due=5.0, bodies=[b"other"], told=None) is False
        family = await ledger.family(SLOT)
        assert [(entry.slot.part, entry.state, entry.body, entry.due) for entry in family] == [
            (0, "intended", b"one", 5.0),
            (1, "intended", b"two", 5.0),
        ]
        assert await ledger.told(SLOT) == b"seen"
        assert await ledger.days(HERE, "d1", date(2025, 3, 1)) == dict.fromkeys(missed, "missed") | {DAY: "intended"}

    run(check)


def test_only_the_holder_passes_the_fence(run: Run) -> None:
    """A claim that was taken over, or whose lease is over, opens nothing; each passing is counted."""

    async def check(_: Book, ledger: Ledger) -> None:
        first = await claimed(ledger)
        await ledger.freeze(first, owner="p1", due=0, bodies=[b"one"], told=None)
        assert await ledger.begin(first, SLOT, owner="p1", lease=60) is True
        assert await ledger.begin(first, SLOT, owner="p2", lease=60) is False
        CLOCK.seconds += 61
        assert await ledger.begin(first, SLOT, owner="p1", lease=60) is False
        second = await claimed(ledger, "p2")
        assert await ledger.renew(first, owner="p1", lease=60) is False
        assert await ledger.begin(second, SLOT, owner="p2", lease=60) is True
        assert [entry.tries for entry in await ledger.family(SLOT)] == [2]
        await ledger.unsent(second, SLOT, owner="p2")
        assert [entry.tries for entry in await ledger.family(SLOT)] == [1]

    run(check)


def test_the_first_message_is_the_one_of_record(run: Run) -> None:
    """Whoever commits first decides; the second is told which message counts."""

    async def check(_: Book, ledger: Ledger) -> None:
        claim = await claimed(ledger)
        await ledger.freeze(claim, owner="p1", due=0, bodies=[b"one"], told=b"seen")
        assert await ledger.commit(SLOT, "m1") == "m1"
        assert await ledger.commit(SLOT, "m2") == "m1"
        assert await ledger.begin(claim, SLOT, owner="p1", lease=60) is False
        assert await ledger.last(HERE, "d1", date(2025, 3, 14)) == b"seen"
        assert await ledger.last(HERE, "d1", DAY) is None
        CLOCK.seconds += 61
        assert await ledger.claim(SLOT, due=0, owner="p2", lease=60) is None

    run(check)


def test_what_was_left_behind_is_found(run: Run) -> None:
    """A digest of which a part is open comes up once its lease is over, with the line of another kind apart from it."""

    async def check(_: Book, ledger: Ledger) -> None:
        claim = await claimed(ledger)
        await ledger.freeze(claim, owner="p1", due=0, bodies=[b"one", b"two", b"three"], told=None)
        await ledger.commit(SLOT, "m1")
        notice = replace(SLOT, part=NOTICE)
        line = await claimed(ledger, "p1", notice)
        await ledger.freeze(line, owner="p1", due=0, bodies=[b"missed"], told=None)
        assert await ledger.unfinished(60, ["slack"]) == ()
        CLOCK.seconds += 61
        assert {entry.slot.part for entry in await ledger.unfinished(60, ["slack"])} == {NOTICE, 1}
        assert await ledger.unfinished(60, ["discord"]) == ()
        heir = await claimed(ledger, "p2", notice)
        assert heir.fresh is False
        assert await ledger.give_up(heir, owner="p2") is True
        assert [entry.state for entry in await ledger.family(notice)] == ["lapsed"]
        assert SLOT.mark != notice.mark

    run(check)


def test_slots_that_may_be_there_twice_are_doubtful(run: Run) -> None:
    """Only what was posted after more than one passing of the fence is looked at by the janitor."""

    async def check(_: Book, ledger: Ledger) -> None:
        claim = await claimed(ledger)
        await ledger.freeze(claim, owner="p1", due=0, bodies=[b"one", b"two"], told=None)
        for part, times in ((0, 2), (1, 1)):
            for _try in range(times):
                await ledger.begin(claim, replace(SLOT, part=part), owner="p1", lease=60)
            await ledger.commit(replace(SLOT, part=part), f"m{part}")
        assert [entry.slot.part for entry in await ledger.doubtful(CLOCK() - 10, ["slack"])] == [0]
        assert await ledger.doubtful(CLOCK() + 10, ["slack"]) == ()

    run(check)


def test_the_ledger_forgets_what_is_long_past(run: Run) -> None:
    """Old dates go, less old ones keep only their state, and what is open keeps everything."""

    async def check(_: Book, ledger: Ledger) -> None:
        for n, day in enumerate((date(2024, 1, 1), date(2025, 1, 1), DAY)):
            slot = replace(SLOT, day=day)
            claim = await claimed(ledger, "p1", slot)
            await ledger.freeze(claim, owner="p1", due=0, bodies=[b"one"], told=b"seen")
            if n < 2:
                await ledger.commit(slot, f"m{n}")
        assert await ledger.skip(replace(SLOT, day=date(2025, 3, 20))) is True
        assert await ledger.skip(replace(SLOT, day=date(2025, 3, 20))) is False
        assert await ledger.forget(date(2024, 2, 6), date(2025, 3, 20)) == 1
        days = await ledger.days(HERE, "d1", date(2020, 1, 1))
        assert days == {date(2025, 1, 1): "posted", DAY: "intended", date(2025, 3, 20): "skipped"}
        assert [entry.body for entry in await ledger.family(replace(SLOT, day=date(2025, 1, 1)))] == [None]
        assert [entry.body for entry in await ledger.family(SLOT)] == [b"one"]

    run(check)


def test_a_body_that_is_not_what_was_written_is_not_posted(run: Run, url: str) -> None:
    """Bytes that differ from their hash are damage, and are said to be."""

    async def check(_: Book, ledger: Ledger) -> None:
        claim = await claimed(ledger)
        await ledger.freeze(claim, owner="p1", due=0, bodies=[b"one"], told=None)
        database = Database(url)
        async with database.transaction() as connection:
            await connection.execute(schema.ledger.update().values(body=b"two"))
        await database.close()
        with pytest.raises(StoreDamaged, match="d1"):
            await ledger.family(SLOT)

    run(check)
