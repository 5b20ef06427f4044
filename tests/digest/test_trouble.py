"""What the digest does when something is wrong: outages, pauses, clocks, channels that are gone, desks that fail."""

from __future__ import annotations

from datetime import date

import pytest

from bot.digest.twin import Faults
from bot.errors import BadSetting, ModelFailed
from tests.digest.world import TIMEOUT, Replica, World, order, texts
from tests.scale import scaled

DAY = 86_400.0


@pytest.fixture
def url(sqlite: str) -> str:
    """A SQLite file: what is tried here does not depend on the kind of database."""
    return sqlite


async def mornings(world: World, outage: float, days: int) -> None:
    """A first morning as always; then nothing runs from 07:29 of the next day on for so long."""
    first = Replica(world, "first")
    await first.scheduler.start()
    await world.settled()
    await first.scheduler.stop()
    world.time.offset += DAY - world.time.seconds - 40 + outage
    await Replica(world, "second").scheduler.start()
    await world.settled(1 + days)


def said(world: World) -> list[str]:
    """The first line of each message on Slack."""
    return [lines[0] for lines in texts(world.standing("slack"))]


def test_an_outage_of_five_minutes_makes_it_late(url: str) -> None:
    """The digest goes out, and says that it is late."""
    world = World(url, 1, names=("slack",))
    world.run(lambda it: mornings(it, 300, 1))
    assert said(world)[1:2] == ["Late: this was due at 07:30."]
    assert sum("edition 2" in line for lines in texts(world.standing("slack")) for line in lines) == 1


def test_an_outage_of_five_hours_makes_it_late(url: str) -> None:
    """Within the grace it still goes out, once."""
    world = World(url, 1, names=("slack",))
    world.run(lambda it: mornings(it, 5 * 3_600, 1))
    assert said(world)[1:2] == ["Late: this was due at 07:30."]
    assert world.editor.written == 2


def test_an_outage_of_seven_hours_is_one_line(url: str) -> None:
    """Beyond the grace one line says what was missed and when the next is due, and says it once."""
    world = World(url, 1, names=("slack",))
    world.run(lambda it: mornings(it, 7 * 3_600, 1))
    assert said(world)[1:] == [
        "No digest went out on 14 March (kursk): I was not able to post here in time. "
        "The next one is due on 15 March at 07:30, and has all that is new since the last."
    ]


def test_an_outage_of_three_days_is_one_digest(url: str) -> None:
    """After a long outage one digest goes out, which names the dates that had none."""
    world = World(url, 1, names=("slack",))
    world.run(lambda it: mornings(it, 3 * DAY + 3_600, 4))
    lines = [line for lines in texts(world.standing("slack")) for line in lines]
    assert "No digest went out on 14, 15 and 16 March." in lines
    assert {line.split(",")[0] for line in lines if line.startswith("edition")} == {"edition 1", "edition 2"}


@pytest.mark.parametrize("jump", [300.0, -300.0, 25 * 3_600.0, -25 * 3_600.0])
@pytest.mark.parametrize("at", [10.0, 25.0, 60.0])
def test_a_clock_that_jumps_repeats_nothing(url: str, jump: float, at: float) -> None:
    """Before, during and after the post, and when it is put right again: each date stands there once at most."""

    async def jumps(world: World) -> None:
        for n in range(2):
            await Replica(world, f"r{n}").scheduler.start()
        await world.time.sleep(at)
        world.time.offset += jump
        await world.time.sleep(900)
        world.time.offset -= jump
        await world.settled()

    world = World(url, 3, names=("slack",), faults=Faults(lag=10.0, latency=2.0))
    world.run(jumps)
    marks = [message.mark for message in world.platforms["slack"].messages]
    assert len(marks) == len(set(marks))
    assert marks


@pytest.mark.parametrize("seed", range(scaled(4, 200)))
def test_a_process_that_is_stopped_past_its_lease(url: str, seed: int) -> None:
    """Stopped between the fence and the post: nothing twice on Discord, at most one more on Slack, gone in a minute."""

    async def stopped(world: World) -> None:
        length = world.random.uniform(70, 250)
        await Replica(world, "stopped", point="on the wire", pause=length).scheduler.start()
        await world.time.sleep(5)
        await Replica(world, "other").scheduler.start()
        await world.settled()
        await world.time.sleep(600)

    world = World(url, seed, faults=Faults(lag=10.0, latency=1.0))
    world.run(stopped)
    assert world.crashed == ["on the wire"]
    discord, slack = world.platforms["discord"], world.platforms["slack"]
    assert len(discord.messages) == 1
    assert len(slack.standing()) == 1
    assert len(slack.messages) <= 2
    for message in slack.messages:
        assert message.removed is None or message.removed - message.at <= 60


def test_a_second_post_is_removed_by_whoever_is_left(url: str) -> None:
    """A process that wakes, posts a second time and dies before it can see so is cleaned up after by the others."""

    async def stopped(world: World) -> None:
        replica = Replica(world, "stopped", point="on the wire", pause=150.0)
        await replica.scheduler.start()
        await world.time.sleep(5)
        await Replica(world, "other").scheduler.start()
        await world.time.sleep(160)
        replica.point, replica.pause = "after post", None
        await world.settled()
        await world.time.sleep(120)

    world = World(url, 5, names=("slack",), faults=Faults(lag=10.0, latency=1.0))
    world.run(stopped)
    slack = world.platforms["slack"]
    assert world.crashed == ["on the wire", "after post"]
    assert (len(slack.messages), len(slack.standing())) == (2, 1)
    assert all(message.removed - message.at <= 60 for message in slack.messages if message.removed)
    assert world.figures.seconds == 1


@pytest.mark.parametrize("reason", ["the channel is archived", "the workspace has taken back my token"])
def test_a_channel_that_is_gone_pauses_its_digest(url: str, reason: str) -> None:
    """Nothing is posted, the subscription rests, its maker is told once where that is possible, and the figures show it."""

    async def gone(world: World) -> None:
        world.platforms["slack"].gone["*" if "token" in reason else "C0"] = reason
        for n in range(2):
            await Replica(world, f"r{n}").scheduler.start()
        await world.settled()
        kept = await world.book.one("slack0")
        assert kept is not None
        assert (kept.state, kept.reason) == ("paused", reason)

    world = World(url, 1, names=("slack",))
    world.run(gone)
    assert world.standing("slack") == []
    assert world.figures.outcomes == ["paused"]
    told = world.platforms["slack"].told
    assert [(channel, person) for channel, person, _ in told] == ([] if "token" in reason else [("C0", "U1")])
    assert all("resume slack0" in text for _, _, text in told)


def test_a_desk_that_fails_is_replaced_by_a_plainer_one(url: str) -> None:
    """A model that is away does not delay the digest: the next desk writes it, on time."""
    world = World(url, 1, names=("slack",))
    world.editor.faults = [ModelFailed("timeout", "no answer")]
    world.desks = [world.editor, world.editor]
    world.run(lambda it: mornings(it, 0, 0))
    assert [line for lines in texts(world.standing("slack")) for line in lines][:1] == ["edition 1, line 0"]


def test_a_digest_that_nobody_can_write_is_said_to_be_missing(url: str) -> None:
    """After ten minutes of trying a line says so; the channel is not left without a word."""
    world = World(url, 1, names=("slack",))
    world.editor.faults = [ValueError("broken")] * 500
    world.run(lambda it: mornings(it, 0, 0))
    assert [line.split(";")[0] for line in said(world)] == [
        "Late: this was due at 07:30. Today's digest on kursk could not be written"
    ]


def test_a_platform_that_is_away_all_morning(url: str) -> None:
    """A post that cannot be made in time is not made later: it is told as missed, once the platform is there again."""

    async def away(world: World) -> None:
        world.platforms["slack"].faults = Faults(lost=1.0)
        await Replica(world, "r").scheduler.start()
        await world.time.sleep(7 * 3_600)
        world.platforms["slack"].faults = Faults()
        await world.time.sleep(1_800)
        days = await world.ledger.days(order("slack0", "slack", "C0").place, "slack0", date(2025, 1, 1))
        assert days == {date(2025, 3, 13): "missed"}

    world = World(url, 1, names=("slack",), tick=120.0)
    world.run(away)
    assert len(world.platforms["slack"].messages) == 1
    assert said(world)[0].startswith("No digest went out on 13 March (kursk)")


def test_a_digest_that_was_removed_meanwhile_is_not_posted(url: str) -> None:
    """Whoever recovers a digest nobody wants any more notes what is there, and posts nothing."""

    async def removed(world: World) -> None:
        await Replica(world, "dies", point="after freeze").scheduler.start()
        await world.time.sleep(60)
        await world.book.remove("slack0")
        await Replica(world, "heir").scheduler.start()
        await world.settled()

    world = World(url, 1, names=("slack",))
    world.run(removed)
    assert world.platforms["slack"].messages == []


def test_two_machines_on_one_sqlite_file(url: str) -> None:
    """The second machine refuses to start while the first is alive, and starts once it is not."""

    async def machines(world: World) -> None:
        first = Replica(world, "first", host="desk-1")
        await first.scheduler.start()
        same = Replica(world, "same", host="desk-1")
        await same.scheduler.start()
        await same.scheduler.stop()
        with pytest.raises(BadSetting, match="desk-1"):
            await Replica(world, "second", host="desk-2").scheduler.start()
        first.dead = True
        await Replica(world, "third", host="desk-2").scheduler.start()

    World(url, 1).run(machines)


def test_a_frozen_digest_is_posted_byte_for_byte(url: str) -> None:
    """What another process finishes is what the first one wrote, though the sources have changed since."""

    async def frozen(world: World) -> None:
        await Replica(world, "dies", point="after freeze").scheduler.start()
        await world.time.sleep(60 + 2 * TIMEOUT)
        await Replica(world, "heir").scheduler.start()
        await world.settled()

    world = World(url, 1, names=("slack",))
    world.run(frozen)
    assert world.editor.written == 1
    assert texts(world.standing("slack")) == [["edition 1, line 0", "No new reporting."]]
