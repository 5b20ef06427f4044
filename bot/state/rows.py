"""How a row is put where it may be already: the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


def _upsert(connection: AsyncConnection, table: Table) -> Any:
    """The dialect's own ``INSERT``: both know ``ON CONFLICT``, under two names."""
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)


async def insert_new(connection: AsyncConnection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row unless its key is there; whether it was inserted."""
    result = await connection.execute(_upsert(connection, table).values(**row).on_conflict_do_nothing())
    return bool(result.rowcount)


async def put(connection: AsyncConnection, table: Table, row: Mapping[str, Any]) -> None:
    """Insert a row, or change the one with its key."""
    keys = [column.name for column in table.primary_key]
    changed = {name: value for name, value in row.items() if name not in keys}
    statement = _upsert(connection, table).values(**row).on_conflict_do_update(index_elements=keys, set_=changed)
    await connection.execute(statement)
