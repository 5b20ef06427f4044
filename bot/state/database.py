"""The database behind the durable state: opened, brought to the present schema, and its errors translated.

SQLite serves one machine, PostgreSQL many. Both go through the same tables and the same statements.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from importlib.resources import files
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, PoolResetState, event, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import BadSetting, StoreUnavailable

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
_MIGRATING = 7_301_117
"""The PostgreSQL advisory lock that replicas starting together take before they migrate: any number nobody else uses."""
CONNECTIONS = 20
"""To one PostgreSQL, of one process."""
_POSTGRESQL: dict[str, Any] = {
    "pool_size": CONNECTIONS,
    "pool_timeout": 5.0,
    "connect_args": {"timeout": 5.0, "command_timeout": 30.0},
}
"""Seconds until a server that is silent counts as away: asyncpg would wait for ever."""
_SQLITE: dict[str, Any] = {"pool_reset_on_return": None}
"""Every step on SQLite is a message to its thread and back, so what is not needed is not done: see ``_reset``."""
BUSY = 5.0
"""Seconds a writer waits for another on SQLite."""


class Database:
    """An open database.

    Args:
        url: ``sqlite:///path`` or ``postgresql://user:password@host/name``.

    Raises:
        BadSetting: The url names no database that the desk can use.
    """

    def __init__(self, url: str) -> None:
        scheme, separator, rest = url.partition("://")
        driver = _DRIVERS.get(scheme)
        if driver is None or not separator:
            raise BadSetting("DATABASE_URL must begin with sqlite:/// or postgresql://")
        self._sqlite = scheme == "sqlite"
        # In a line of ours everybody's turn comes, however many there are: the pool gives up on who waits for long, and SQLite,
        # which does one thing at a time, lets each of them poll.
        self._line = asyncio.Semaphore(1 if self._sqlite else CONNECTIONS)
        self._where = (
            "its file's folder may be written and no other program holds the file,"
            if self._sqlite
            else "DATABASE_URL names one that runs and lets the desk in,"
        )
        try:
            self.engine: AsyncEngine = create_async_engine(
                f"{driver}://{rest}", pool_pre_ping=not self._sqlite, **(_SQLITE if self._sqlite else _POSTGRESQL)
            )
        except (ArgumentError, NoSuchModuleError, ValueError) as exc:
            raise BadSetting(
                "DATABASE_URL is no address of a database; write it as postgresql://user:password@host/name"
            ) from exc
        self._unflushed = self.engine.execution_options(unflushed=True)
        if self._sqlite:
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_immediate)
            event.listen(self.engine.sync_engine, "reset", _reset)

    @asynccontextmanager
    async def transaction(self, *, flushed: bool = True) -> AsyncIterator[AsyncConnection]:
        """A transaction, committed at the end unless something is raised.

        Args:
            flushed: Whether SQLite waits until it is on the disk. What is not flushed outlives every process all the same; a
                power cut may take back the last of it, up to what was flushed (sqlite.org/pragma.html#pragma_synchronous).

        Raises:
            StoreUnavailable: The database does not answer, or refuses.
        """
        async with self._line:
            with self.translated():
                async with (self.engine if flushed else self._unflushed).begin() as connection:
                    yield connection

    @contextmanager
    def translated(self) -> Iterator[None]:
        """What goes wrong with the engine inside, also where a library's own store uses it, becomes the desk's own error.

        Raises:
            StoreUnavailable: The database does not answer, or refuses.
        """
        try:
            yield
        except (DBAPIError, sqlite3.Error, PoolTimeout, OSError, TimeoutError) as exc:
            fault = f"The database does not answer ({type(exc).__name__})"
            raise StoreUnavailable(f"{fault}; see that {self._where} and try again") from exc

    async def migrate(self) -> None:
        """Bring the schema to the present one; replicas that start together do it once.

        Raises:
            StoreUnavailable: The database does not answer.
        """
        async with self.transaction() as connection:
            if not self._sqlite:
                await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATING})
            await connection.run_sync(upgrade)

    @property
    def kind(self) -> str:
        """What it is: SQLite or PostgreSQL."""
        return "SQLite" if self._sqlite else "PostgreSQL"

    async def revisions(self) -> tuple[str | None, str | None]:
        """The schema's revision, None where there are no tables yet, and the newest that this version knows.

        Raises:
            StoreUnavailable: The database does not answer.
        """
        newest = ScriptDirectory.from_config(_configuration()).get_current_head()
        async with self.transaction() as connection:
            present = await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())
        return present, newest

    async def close(self) -> None:
        """Close every connection."""
        try:
            await self.engine.dispose()
        except SQLAlchemyError as exc:  # pragma: no cover - nothing is left to do about it
            raise StoreUnavailable("The database did not close cleanly") from exc


def upgrade(connection: Connection, target: str = "head") -> None:
    """Bring the schema behind a connection to a revision, the present one unless another is named."""
    config = _configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, target)


def _configuration() -> Config:
    config = Config()
    # The path is no format string, as configuration files have them.
    config.set_main_option("script_location", str(files("bot.state") / "migrations").replace("%", "%%"))
    return config


def _prepare_sqlite(connection: Any, _: object) -> None:
    # pysqlite must not begin transactions of its own: it begins them too late, after the first read.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", f"busy_timeout={round(BUSY * 1000)}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    # A transaction that reads first and writes later would fail half-way if another wrote in between.
    level = "NORMAL" if connection.get_execution_options().get("unflushed") else "FULL"
    raw: Any = connection.connection.dbapi_connection
    # One message to the thread, where statements of SQLAlchemy's own take three each.
    raw.run_async(lambda driver: driver.executescript(f"PRAGMA synchronous={level}; BEGIN IMMEDIATE"))


def _reset(raw: Any, _: object, state: PoolResetState) -> None:
    # What was committed needs no rolling back.
    if not state.terminate_only and raw.driver_connection.in_transaction:
        raw.rollback()
