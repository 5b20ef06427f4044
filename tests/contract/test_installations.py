"""Bolt's installation store on our tables, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
from typing import Any

from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore as Store

from bot.state import schema
from bot.state.database import Database
from bot.state.store import State

LONG = "xoxe.xoxb-" + "1" * 400
"""As tokens that rotate are, or may come to be."""
FIELDS: dict[str, Any] = {"app_id": "A1", "bot_id": "B1", "bot_user_id": "U1", "bot_scopes": ["chat:write", "commands"]}


def test_installations_are_kept_found_and_forgotten(url: str) -> None:
    """Workspaces are told apart, a token exchanged takes the place of the old one, and what has left is gone."""

    async def check() -> None:
        database = Database(url)
        await database.migrate()
        async with database.transaction() as connection:
            await connection.execute(schema.slack_bots.delete())
        state, store = State(database, lambda: 0.0), Store("client", database.engine)
        fields = FIELDS | {"bot_token_expires_at": 1_800_000_000, "bot_refresh_token": LONG}
        old = Bot(team_id="T1", enterprise_id="E1", bot_token=LONG, installed_at=1_700_000_000.123456, **fields)
        await store.async_save_bot(old)
        await store.async_save_bot(Bot(team_id="T2", bot_token="xoxb-2", installed_at=1_700_000_000.5, **FIELDS))
        found = await store.async_find_bot(enterprise_id="E1", team_id="T1")
        assert found is not None
        assert (found.bot_token, found.bot_token_expires_at, found.bot_scopes) == (LONG, 1_800_000_000, FIELDS["bot_scopes"])
        found.bot_token = "xoxe.xoxb-fresh"
        await store.async_save_bot(found)
        again = await store.async_find_bot(enterprise_id="E1", team_id="T1")
        assert again is not None
        assert again.bot_token == "xoxe.xoxb-fresh"
        async with database.transaction() as connection:
            assert len((await connection.execute(schema.slack_bots.select())).all()) == 2
        assert (await state.enterprise("T1"), await state.enterprise("T2"), await state.enterprise("T3")) == ("E1", None, None)
        await store.async_delete_all(enterprise_id=None, team_id="T2")
        assert await store.async_find_bot(enterprise_id=None, team_id="T2") is None
        await database.close()

    asyncio.run(check())
