"""The operator's door: is it alive, is it ready, and how is it doing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from bot.errors import NutgrafError
from bot.service.metrics import Metrics

CHECK_SECONDS = 2.0
"""Seconds a readiness check may take before it counts as failed."""

ReadinessCheck = Callable[[], Awaitable[None]]
"""Raises a `NutgrafError` that says what is wrong; returns where nothing is."""


def application(metrics: Metrics, checks: Mapping[str, ReadinessCheck]) -> web.Application:
    """The web application.

    ``/healthz`` answers as long as the event loop turns. ``/readyz`` answers 200 when every check passes, else 503, with a line
    for each. ``/metrics`` is Prometheus' text format.
    """

    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_: web.Request) -> web.Response:
        faults = await asyncio.gather(*(_fault(check) for check in checks.values()))
        lines = [f"{name}: {fault or 'ok'}" for name, fault in zip(checks, faults, strict=True)]
        return web.Response(text="\n".join([*lines, ""]), status=503 if any(faults) else 200)

    async def figures(_: web.Request) -> web.Response:
        return web.Response(body=metrics.page(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})

    app = web.Application(client_max_size=1024 * 1024)
    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", figures)])
    return app


async def _fault(check: ReadinessCheck) -> str | None:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            await check()
    except NutgrafError as exc:
        return str(exc)
    except TimeoutError:
        return f"did not answer within {CHECK_SECONDS:g} seconds"
    return None
