"""Components of the service: started in order, stopped in reverse."""

from __future__ import annotations

import asyncio

import pytest

from bot.errors import BadSetting, ServiceError
from bot.service.component import Repeating, Service


class Part:
    """A component that writes down what happens to it."""

    def __init__(self, name: str, told: list[str], fault: Exception | None = None, *, hang: bool = False) -> None:
        self.name = name
        self._told = told
        self._fault = fault
        self._hang = hang

    async def start(self) -> None:
        """Begin."""
        self._told.append(f"+{self.name}")
        if self._hang:
            await asyncio.Event().wait()
        if self._fault:
            raise self._fault

    async def stop(self) -> None:
        """End."""
        self._told.append(f"-{self.name}")
        if self._fault:
            raise self._fault


def test_parts_stop_in_reverse() -> None:
    """What started last stops first, and readiness follows."""

    async def check() -> None:
        told: list[str] = []
        service, stop = Service([Part("a", told), Part("b", told)]), asyncio.Event()
        with pytest.raises(ServiceError, match="starting"):
            await service.ready()
        running = asyncio.create_task(service.run(stop))
        while service.state == "starting":
            await asyncio.sleep(0)
        await service.ready()
        stop.set()
        await running
        assert told == ["+a", "+b", "-b", "-a"]
        with pytest.raises(ServiceError, match="stopping"):
            await service.ready()

    asyncio.run(check())


def test_a_part_that_cannot_start_stops_the_rest() -> None:
    """The fault is raised, what had started is stopped, and what had not is left alone; one that fails to stop stops nobody."""

    async def check() -> None:
        told: list[str] = []
        parts = [Part("a", told), Part("b", told, BadSetting("no such port")), Part("c", told)]
        with pytest.raises(BadSetting):
            await Service(parts).run(asyncio.Event())
        assert told == ["+a", "+b", "-b", "-a"]

    asyncio.run(check())


def test_told_to_stop_while_starting_it_stops() -> None:
    """SIGTERM is heard before everything has started."""

    async def check() -> None:
        told: list[str] = []
        stop = asyncio.Event()
        running = asyncio.create_task(Service([Part("a", told), Part("b", told, hang=True)]).run(stop))
        while "+b" not in told:
            await asyncio.sleep(0)
        stop.set()
        await running
        assert told == ["+a", "+b", "-b", "-a"]

    asyncio.run(check())


def test_repeated_work_goes_on_after_a_failure() -> None:
    """A failing turn is told by the check, and the next that succeeds clears it."""

    async def check() -> None:
        turns = 0
        again = asyncio.Event()

        async def work() -> None:
            nonlocal turns
            turns += 1
            if turns <= 2:
                raise (ServiceError("away") if turns == 1 else LookupError("a mistake of ours"))
            again.set()

        repeating = Repeating("work", work, 0.001)
        await repeating.start()
        with pytest.raises(ServiceError, match="1 times"):
            await repeating.check()
        await asyncio.wait_for(again.wait(), 2)
        await asyncio.sleep(0)
        await repeating.check()
        await repeating.stop()
        done = turns
        await asyncio.sleep(0.01)
        assert turns == done

    asyncio.run(check())
