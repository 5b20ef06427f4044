"""What ``doctor`` looks at: interpreter, libraries, home folder, store, index and terminal."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from bot.errors import NutgrafError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from adapters.console.render import Look
    from bot.settings import Settings

OLDEST = (3, 11)
LIBRARIES = ("tantivy", "sentencex", "PyStemmer", "typer", "rich", "SQLAlchemy", "redis", "aiohttp", "slack-bolt", "discord.py")
LITTLE = 200_000_000
"""Bytes of free space below which an ingest may run out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at."""

    what: str
    text: str
    sound: bool = True


def checkup(settings: Settings, look: Look) -> Iterator[Finding]:
    """Everything, one finding after another; never raises for what it finds."""
    yield Finding(what="python", text=f"{platform.python_version()} at {sys.executable}", sound=sys.version_info >= OLDEST)
    for name in LIBRARIES:
        try:
            yield Finding(what="library", text=f"{name} {version(name)}")
        except PackageNotFoundError:
            yield Finding(what="library", text=f"{name} is missing; install nutgraf again", sound=False)
    yield Finding(what="library", text=f"SQLite {sqlite3.sqlite_version}")
    yield from _home(settings.library)
    yield from _servers(settings)
    yield from _slack(settings)
    yield from _discord(settings)
    yield from _digests(settings)
    yield from _model(settings)
    shown = f"{look.width} columns, colour {'on' if look.colour else 'off'}, links {'on' if look.links else 'off'}"
    yield Finding(what="terminal", text=shown)


def _model(settings: Settings) -> Iterator[Finding]:
    if settings.model is None:
        text = "none configured; replies are in the sources' own words (NUTGRAF_MODEL_URL and NUTGRAF_MODEL name one)"
        yield Finding(what="model", text=text)
        return
    import asyncio

    from bot.wiring import open_model

    async def ask() -> str:
        model = open_model(settings)
        assert model is not None
        try:
            _, tokens = await model.rewrite(
                'Reply with JSON only: {"question": "…"}', 'Repeat this question as JSON: "What is new?"'
            )
        finally:
            await model.close()
        return (
            f"{model.name} answers ({tokens[0]} tokens in, {tokens[1]} out); tokens counted by {type(model.counter).__name__}"
        )

    try:
        yield Finding(what="model", text=asyncio.run(ask()))
    except NutgrafError as exc:
        yield Finding(what="model", text=f"{exc}; see NUTGRAF_MODEL_URL, NUTGRAF_MODEL and NUTGRAF_MODEL_KEY", sound=False)


def _servers(settings: Settings) -> Iterator[Finding]:
    if settings.redis_url is None:
        yield Finding(what="redis", text="none configured; replies are kept in memory (REDIS_URL names one)")
    if settings.database_url is None:
        yield Finding(what="database", text="none configured; the state is a file in the home folder (DATABASE_URL names one)")
    if settings.redis_url is None and settings.database_url is None:
        return
    import asyncio

    from bot.service.checks import database, redis

    for what, url, check in (("redis", settings.redis_url, redis), ("database", settings.database_url, database)):
        if url is not None:
            try:
                yield Finding(what=what, text=asyncio.run(check(url)))
            except NutgrafError as exc:
                yield Finding(what=what, text=str(exc), sound=False)


def _slack(settings: Settings) -> Iterator[Finding]:
    from bot.cli.serving import slack_keys

    try:
        keys = slack_keys(settings)
    except NutgrafError as exc:
        yield Finding(what="slack", text=str(exc), sound=False)
        return
    if keys is None:
        yield Finding(what="slack", text="none configured (SLACK_BOT_TOKEN lets the desk into a workspace)")
        return
    import asyncio
    from datetime import UTC, datetime

    from adapters.slack.checkup import checkup as look

    async def looked() -> list[Finding]:
        checks = look(keys, datetime.now(UTC), settings.public_url)
        return [Finding(what="slack", text=check.text, sound=check.sound) async for check in checks]

    yield from asyncio.run(looked())


def _discord(settings: Settings) -> Iterator[Finding]:
    if not settings.discord_token:
        yield Finding(what="discord", text="none configured (DISCORD_TOKEN lets the desk into servers)")
        return
    import asyncio

    from adapters.discord.checkup import checkup as check
    from bot.cli.serving import discord_keys

    if keys := discord_keys(settings):
        try:
            yield Finding(what="discord", text=asyncio.run(check(keys)))
        except NutgrafError as exc:
            yield Finding(what="discord", text=str(exc), sound=False)


def _digests(settings: Settings) -> Iterator[Finding]:
    if not settings.state_there:
        return
    import asyncio

    from bot.service.checks import digests

    try:
        text, paused = asyncio.run(digests(settings.state_url))
    except NutgrafError:
        # What is wrong with the database is said above.
        return
    yield Finding(what="digest", text=text, sound=not paused)


def _home(home: Path) -> Iterator[Finding]:
    if not home.exists():
        yield Finding(what="home", text=f"{home} is not there yet; the first brief or ingest makes it")
        return
    if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        yield Finding(
            what="home", text=f"{home} may not be written; give this user the right, or name another with --home", sound=False
        )
        return
    free = shutil.disk_usage(home).free
    yield Finding(what="home", text=f"{home}, {free / 1e9:.1f} GB free", sound=free > LITTLE)
    if not (home / "nutgraf.db").exists():
        yield Finding(
            what="store", text="no articles yet; the first brief reads the sample corpus, `nutgraf ingest PATH` your own"
        )
        return
    yield from _store(home)


def _store(home: Path) -> Iterator[Finding]:
    from bot.corpus.index import TantivyIndex
    from bot.corpus.store import SqliteCorpus
    from bot.wiring import finish

    try:
        corpus = SqliteCorpus(home / "nutgraf.db")
    except NutgrafError as exc:
        yield Finding(what="store", text=str(exc), sound=False)
        return
    try:
        sources = finish(corpus.sources())
        dated = sum(source.published is not None for source in sources)
        yield Finding(what="store", text=f"{len(sources)} sources, {dated} of them dated")
        index = TantivyIndex(home / "index")
        behind = finish(corpus.changes(finish(index.mark()), 1)) is not None
        yield Finding(
            what="index", text="behind the store; the next command brings it up to date" if behind else "in step with the store"
        )
    except NutgrafError as exc:
        yield Finding(what="store", text=str(exc), sound=False)
    finally:
        corpus.close()
