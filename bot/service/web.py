"""The operator's door: is it alive, is it ready, and how is it doing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from bot.errors import BadSetting, NutgrafError
from bot.service.metrics import Metrics

CHECK_SECONDS = 2.0
"""Seconds a readiness check may take before it counts as failed."""

ReadinessCheck = Callable[[], Awaitable[None]]
"""Raises a `NutgrafError` that says what is wrong; returns where nothing is."""


def application(
    metrics: Metrics, checks: Mapping[str, ReadinessCheck], extras: Mapping[str, ReadinessCheck] | None = None
) -> web.Application:
    """The web application.

    ``/healthz`` answers as long as the event loop turns. ``/readyz`` answers 200 when every check passes, else 503, with a line
    for each; ``extras`` have their line too, but the desk answers without them. ``/metrics`` is Prometheus' text format.
    """
    extras = extras or {}

    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_: web.Request) -> web.Response:
        names = [*checks, *extras]
        faults = await asyncio.gather(*(_fault(check) for check in (*checks.values(), *extras.values())))
        lines = [f"{name}: {fault or 'ok'}" for name, fault in zip(names, faults, strict=True)]
        return web.Response(text="\n".join([*lines, ""]), status=503 if any(faults[: len(checks)]) else 200)

    async def figures(_: web.Request) -> web.Response:
        return web.Response(body=metrics.page(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})

    app = web.Application(client_max_size=1024 * 1024)
    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", figures)])
    return app


class Door:
    """The web application as a part of the service.

    Args:
        app: What is served.
        host: The address to listen on.
        port: Its port; 0 takes a free one.
    """

    name = "door"

    def __init__(self, app: web.Application, host: str, port: int) -> None:
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
        self._host = host
        self._port = port

    @property
    def port(self) -> int:
        """The port it listens on, once started."""
        return int(self._runner.addresses[0][1])

    async def start(self) -> None:
        """Listen. Raises BadSetting where that address cannot be had."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as exc:
            reason = exc.strerror or exc
            raise BadSetting(
                f"cannot listen on NUTGRAF_HOST={self._host!r} NUTGRAF_PORT={self._port!r} ({reason}); give another"
            ) from exc

    async def stop(self) -> None:
        """Listen no more."""
        await self._runner.cleanup()


async def _fault(check: ReadinessCheck) -> str | None:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            await check()
    except NutgrafError as exc:
        return str(exc)
    except TimeoutError:
        return f"did not answer within {CHECK_SECONDS:g} seconds"
    return None
