"""That every digest is posted once, whatever happens to those who post it."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from bot.digest.twin import Faults
from tests.digest.world import Replica, World, order, texts
from tests.scale import FULL

POINTS = (
    "after claim",
    "after reply",
    "after freeze",
    "after find",
    "after begin",
    "on the wire",
    "after post",
    "after commit",
)
"""Where a process dies: from taking a digest on to having noted that it is posted."""
WHOLE = list(product(POINTS, (1, 2, 4), ("sqlite", "postgresql", "postgresql without redis"), range(20)))
SAMPLE = [(point, 1 + n % 2, "sqlite", n) for n, point in enumerate(POINTS)]
SAMPLE += [
    ("after freeze", 4, "postgresql", 8),
    ("after post", 4, "postgresql", 9),
    ("after begin", 2, "postgresql without redis", 10),
]
CASES = WHOLE if FULL else SAMPLE
"""The whole matrix, and what of it every run shows."""
ROUGH = Faults(dropped=0.15, lost=0.1, lag=25.0, throttled=0.1, latency=2.0)


async def crashes(world: World, point: str, replicas: int) -> None:
    """Some replicas die at a point; one comes back and dies there too, one more stays; until everything is posted."""
    for n in range(replicas):
        await Replica(world, f"r{n}", point=point).scheduler.start()
    for name, where in (("again", point), ("heir", "")):
        await world.time.sleep(30 + world.random.uniform(0, 200))
        await Replica(world, name, point=where).scheduler.start()
    await world.settled()


@pytest.mark.parametrize(("point", "replicas", "database", "seed"), CASES)
def test_a_crash_neither_loses_nor_doubles(
    request: pytest.FixtureRequest, point: str, replicas: int, database: str, seed: int
) -> None:
    """Wherever processes die, and however bad the wire is, each part of each digest stands in its channel once."""
    url = request.getfixturevalue(database.split()[0])
    world = World(url, seed, faults=ROUGH, parts=2, redis=not database.endswith("without redis"))
    world.run(lambda it: crashes(it, point, replicas))
    assert world.crashed
    for name, platform in world.platforms.items():
        # Whatever was ever there: nothing is there twice, and all of it is of one edition.
        lines = [line for lines in texts(platform.messages) for line in lines if line.startswith("edition")]
        edition = lines[0].split(",")[0] if lines else "nothing"
        assert sorted(lines) == [f"{edition}, line {n}" for n in range(3)], (name, lines)
        assert platform.standing() == platform.messages


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_the_ledger_says_what_was_posted(request: pytest.FixtureRequest, database: str) -> None:
    """After two mornings without trouble both dates are posted, each as one message of its own edition."""

    async def mornings(world: World) -> None:
        await Replica(world, "r").scheduler.start()
        await world.settled()
        world.time.offset += 86_000
        await world.settled(2)
        days = await world.ledger.days(order("slack0", "slack", "C0").place, "slack0", date(2025, 1, 1))
        assert days == {date(2025, 3, 13): "posted", date(2025, 3, 14): "posted"}

    world = World(request.getfixturevalue(database), 1, names=("slack",))
    world.run(mornings)
    assert texts(world.standing("slack")) == [[f"edition {n}, line 0", "No new reporting."] for n in (1, 2)]
    assert world.figures.outcomes == ["posted", "posted"]
