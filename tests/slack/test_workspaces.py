"""Several workspaces: how one installs the app, whose token is used, and what is left when it goes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientSession
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore as Store
from slack_sdk.web.async_client import AsyncWebClient

from adapters.port import Refused
from adapters.slack.app import Slack
from adapters.slack.manifest import INSTALL, REDIRECT, SCOPES
from adapters.slack.workspaces import Install, Workspaces
from bot.errors import BadSetting
from bot.service.run import House
from bot.settings import Settings
from bot.state import schema
from bot.state.database import Database
from bot.state.store import Place, State
from bot.wiring import SystemClock
from tests.slack.conftest import serving, settled
from tests.slack.local import CLIENT, TEAM, LocalSlack, Workspace
from tests.slack.test_app import Instant

# slack_sdk hands aiohttp the app's id and secret in a way that aiohttp is about to give up.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")

NOBODY: frozenset[str] = frozenset()


async def install(http: ClientSession, door: str, **changes: str) -> tuple[int, str]:
    """What a browser does: begin, agree at Slack, come back; the status and text of the last page."""
    async with http.get(f"{door}{INSTALL}", allow_redirects=False) as begun:
        assert begun.status == 302
        cookie = begun.cookies["slack-app-oauth-state"]
        assert cookie["secure"]
        assert cookie["httponly"]
        consent = begun.headers["Location"]
    asked = parse_qs(urlsplit(consent).query)
    assert set(asked["scope"][0].split(",")) == set(SCOPES)
    assert asked["redirect_uri"] == [f"{door}{REDIRECT}"]
    async with http.get(consent, allow_redirects=False) as agreed:
        back = agreed.headers["Location"]
    given = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()} | changes
    # A browser sends a cookie that is for https alone over https alone; here there is none.
    headers = {"Cookie": given.pop("cookie", f"slack-app-oauth-state={cookie.value}")}
    async with http.get(f"{door}{REDIRECT}", params=given, headers=headers) as response:
        return response.status, await response.text()


@asynccontextmanager
async def shared(
    home: Path, *, socket: bool = False, allowed: frozenset[str] = NOBODY
) -> AsyncIterator[tuple[LocalSlack, House, Slack]]:
    """A service that workspaces install; where some are named, they alone may."""
    async with LocalSlack() as slack, serving(home, slack, socket=socket, desk=Instant(), installs=allowed) as (house, adapter):
        yield slack, house, adapter


def door_of(house: House) -> str:
    """Where the service is."""
    return f"http://127.0.0.1:{house.settings.port}"


async def bots(house: House) -> list[Any]:
    """The installations that are kept."""
    async with house.database.transaction() as connection:
        return list((await connection.execute(schema.slack_bots.select())).all())


@pytest.mark.parametrize("socket", [False, True], ids=["http", "socket"])
def test_each_workspace_is_answered_with_its_own_token(tmp_path: Path, socket: bool) -> None:
    """One workspace has the settings' token, two install the app: each is answered once, in itself, and keeps its own scope."""

    async def check() -> None:
        async with (
            LocalSlack() as slack,
            serving(tmp_path, slack, socket=socket, desk=Instant(), installs=NOBODY) as (house, adapter),
        ):
            async with ClientSession() as http:
                for n in (2, 3):
                    slack.consenting = Workspace(team=f"T{n}", name=f"Other {n}", bot=f"U{n}BOT")
                    assert (await install(http, door_of(house)))[0] == 200
            for team in (TEAM, "T2", "T3"):
                assert await slack.deliver("slash_commands", slack.order("/brief", f"kursk for {team}", team=team)) == 200
            await slack.until(lambda: len(slack.messages) == 3)
            await settled(adapter)
            assert {(m["team"], m["user"]) for m in slack.messages} == {(TEAM, "U0BOT"), ("T2", "U2BOT"), ("T3", "U3BOT")}
            mention = slack.said("<@U2BOT> what is new?", kind="app_mention", team="T2", bot="U2BOT")
            assert await slack.deliver("events_api", mention) == 200
            await slack.until(lambda: len(slack.messages) == 4)
            assert slack.messages[-1]["team"] == "T2"
            await house.state.map_channel(Place(platform="slack", workspace="T2", channel="C1"), ["court"])
            assert await house.state.visible(Place(platform="slack", workspace="T3", channel="C1")) == {"default"}
            assert slack.wrong == []

    asyncio.run(check())


def test_whoever_has_not_installed_it_gets_no_answer(tmp_path: Path) -> None:
    """A workspace without an installation is told so, and nothing is posted with anybody else's token."""

    async def check() -> None:
        async with (
            LocalSlack() as slack,
            serving(tmp_path, slack, socket=False, desk=Instant(), installs=NOBODY) as (_, adapter),
        ):
            assert await slack.deliver("slash_commands", slack.order("/brief", "kursk", team="T9")) == 200
            assert await slack.deliver("events_api", slack.said("<@U0BOT> kursk?", kind="app_mention", team="T9")) == 200
            await settled(adapter)
            assert slack.messages == []
            assert ["not installed" in said["text"] for said in slack.responses] == [True]

    asyncio.run(check())


@pytest.mark.parametrize(
    ("changes", "status", "told"),
    [
        ({"state": "forged"}, 400, "browser"),
        ({"cookie": "slack-app-oauth-state=another"}, 400, "browser"),
        ({"state": "a.b.c", "cookie": "slack-app-oauth-state=a.b.c"}, 401, "too long, or was not begun here"),
        ({"code": "guessed"}, 401, "does not take the code"),
        ({"error": "access_denied"}, 200, "Nothing was installed"),
        ({"error": "<script>"}, 200, "did not let it finish"),
    ],
)
def test_an_installation_that_is_not_one_is_refused(tmp_path: Path, changes: dict[str, str], status: int, told: str) -> None:
    """A forged state, another browser, a guessed code and a refusal install nothing, and say how to begin again."""

    async def check() -> None:
        async with shared(tmp_path) as (_, house, __):
            async with ClientSession() as http:
                found, text = await install(http, door_of(house), **changes)
            assert (found, told in text, INSTALL in text, "<script>" in text) == (status, True, True, False)
            assert await bots(house) == []

    asyncio.run(check())


def test_only_those_who_may_can_install_it(tmp_path: Path) -> None:
    """With a list of workspaces any other is refused, its token given back at once, and nothing of it kept."""

    async def check() -> None:
        async with shared(tmp_path, allowed=frozenset({"T2"})) as (slack, house, _), ClientSession() as http:
            assert (await install(http, door_of(house)))[0] == 200
            slack.consenting = Workspace(team="T3", name="Stranger", bot="U3BOT")
            status, text = await install(http, door_of(house))
            assert (status, "may not install" in text) == (500, True)
            assert [row.team_id for row in await bots(house)] == ["T2"]
            assert slack.called["auth.revoke"] == 1

    asyncio.run(check())


@pytest.mark.parametrize("kind", ["app_uninstalled", "tokens_revoked"])
def test_a_workspace_that_leaves_is_forgotten(tmp_path: Path, kind: str) -> None:
    """After the event that the app is gone no token of the workspace is left, and the others stay."""

    async def check() -> None:
        async with shared(tmp_path) as (slack, house, adapter), ClientSession() as http:
            for n in (2, 3):
                slack.consenting = Workspace(team=f"T{n}", name=f"Other {n}", bot=f"U{n}BOT")
                await install(http, door_of(house))
            slack.revoke("T2")
            assert await slack.deliver("events_api", slack.left(kind, team="T2", bot="U2BOT")) == 200
            await settled(adapter)
            assert [row.team_id for row in await bots(house)] == ["T3"]
            assert await slack.deliver("slash_commands", slack.order("/brief", "kursk", team="T2")) == 200
            await settled(adapter)
            assert slack.messages == []

    asyncio.run(check())


def test_installing_again_takes_the_place_of_what_was(tmp_path: Path) -> None:
    """A workspace that installs the app a second time is answered with the newer token."""

    async def check() -> None:
        async with shared(tmp_path) as (slack, house, _), ClientSession() as http:
            await install(http, door_of(house))
            slack.revoke("T2")
            await install(http, door_of(house))
            await slack.deliver("slash_commands", slack.order("/brief", "kursk", team="T2"))
            await slack.until(lambda: len(slack.messages) == 1)

    asyncio.run(check())


@asynccontextmanager
async def installed(home: Path, *, minutes: float, **more: Any) -> AsyncIterator[tuple[LocalSlack, Workspaces, Store]]:
    """The workspaces, with one whose token ends in so many minutes."""
    (home / "state.db").unlink(missing_ok=True)
    database = Database(f"sqlite:///{home / 'state.db'}")
    await database.migrate()
    async with LocalSlack() as slack:
        client = AsyncWebClient(base_url=slack.api, retry_handlers=[])
        place = Install(client_id=CLIENT[0], client_secret=CLIENT[1], url="https://desk.example")
        state = State(database, time.time)
        workspaces = Workspaces(client, token=None, install=place, state=state, database=database, clock=SystemClock())
        store = Store(CLIENT[0], database.engine)
        rotating = Workspace(team="T2", bot="U2BOT", rotates=True)
        slack.tokens["xoxe.xoxb-old"] = rotating
        fields: dict[str, Any] = {
            "app_id": "A1",
            "team_id": "T2",
            "bot_token": "xoxe.xoxb-old",
            "bot_id": "B2",
            "bot_user_id": "U2BOT",
            "bot_refresh_token": slack.agreed(rotating),
            "bot_token_expires_at": int(time.time() + 60 * minutes),
            "installed_at": time.time() - 1e6,
        } | more
        await store.async_save_bot(Bot(**fields))
        try:
            yield slack, workspaces, store
        finally:
            await database.close()


def test_a_token_that_is_about_to_end_is_exchanged_once(tmp_path: Path) -> None:
    """Many posts at once exchange it once, the new one is kept in its place, and a token with time left is left alone."""

    async def check() -> None:
        async with installed(tmp_path, minutes=90) as (slack, workspaces, store):
            tokens = set(await asyncio.gather(*(workspaces.token("T2") for _ in range(8))))
            assert slack.called["oauth.v2.access"] == 1
            assert len(tokens) == 1
            assert "xoxe.xoxb-old" not in tokens
            assert await workspaces.token("T2") in tokens
            assert slack.called["oauth.v2.access"] == 1
            async with store.engine.connect() as connection:
                rows = (await connection.execute(schema.slack_bots.select())).all()
            assert [row.bot_token for row in rows] == list(tokens)
        async with installed(tmp_path, minutes=300) as (slack, workspaces, _):
            assert await workspaces.token("T2") == "xoxe.xoxb-old"
            assert slack.called["oauth.v2.access"] == 0

    asyncio.run(check())


def test_a_token_that_cannot_be_exchanged_is_used_to_its_end(tmp_path: Path) -> None:
    """Where Slack does not take the refresh token, a token that still lasts is used; one that does not has ended."""

    async def check() -> None:
        async with installed(tmp_path, minutes=90, bot_refresh_token="used up") as (slack, workspaces, _):
            assert await workspaces.token("T2") == "xoxe.xoxb-old"
            assert slack.called["oauth.v2.access"] == 1
        async with installed(tmp_path, minutes=-1, bot_refresh_token="used up") as (_, workspaces, __):
            with pytest.raises(Refused, match="token_expired"):
                await workspaces.token("T2")
            with pytest.raises(Refused, match="not_installed"):
                await workspaces.token("T9")

    asyncio.run(check())


def test_a_token_that_another_replica_exchanged_is_taken_over(tmp_path: Path) -> None:
    """Of two replicas that exchange a token at the same moment one is too late; neither fails, and both go on with the new."""

    async def check() -> None:
        async with installed(tmp_path, minutes=90) as (slack, workspaces, _):
            slack.takes = 0.05
            client = AsyncWebClient(base_url=slack.api, retry_handlers=[])
            database = Database(f"sqlite:///{tmp_path / 'state.db'}")
            place = Install(client_id=CLIENT[0], client_secret=CLIENT[1], url="https://desk.example")
            state = State(database, time.time)
            other = Workspaces(client, token=None, install=place, state=state, database=database, clock=SystemClock())
            assert set(await asyncio.gather(workspaces.token("T2"), other.token("T2"))) <= set(slack.tokens)
            assert await workspaces.token("T2") == await other.token("T2") != "xoxe.xoxb-old"
            await database.close()

    asyncio.run(check())


def test_an_organisation_may_install_it_for_all_its_workspaces(tmp_path: Path) -> None:
    """A workspace of an organisation is found by itself or by its organisation, also where nothing has come from it yet."""

    async def check() -> None:
        async with installed(tmp_path, minutes=300, enterprise_id="E1") as (_, workspaces, store):
            assert await workspaces.token("T2") == "xoxe.xoxb-old"
            wide = Bot(
                app_id="A1",
                enterprise_id="E2",
                bot_token="xoxb-wide",
                bot_id="B3",
                bot_user_id="U3BOT",
                is_enterprise_install=True,
                installed_at=time.time(),
            )
            await store.async_save_bot(wide)
            workspaces.saw("T7", "E2", True)
            assert await workspaces.token("T7") == "xoxb-wide"
            with pytest.raises(Refused):
                await workspaces.token("T8")

    asyncio.run(check())


def test_a_workspace_of_an_organisation_is_answered(tmp_path: Path) -> None:
    """Where a whole organisation has the app, commands and mentions are answered in the workspace that they come from."""

    async def check() -> None:
        async with shared(tmp_path) as (slack, house, _):
            slack.tokens["xoxb-wide"] = Workspace(team="T7", bot="U7BOT")
            wide = Bot(
                app_id="A1",
                enterprise_id="E2",
                bot_token="xoxb-wide",
                bot_id="B7",
                bot_user_id="U7BOT",
                is_enterprise_install=True,
                installed_at=time.time(),
            )
            await Store(CLIENT[0], house.database.engine).async_save_bot(wide)
            order = slack.order("/brief", "kursk", team="T7") | {"enterprise_id": "E2", "is_enterprise_install": "true"}
            assert await slack.deliver("slash_commands", order) == 200
            mention = slack.said("<@U7BOT> kursk?", kind="app_mention", team="T7", bot="U7BOT")
            mention["authorizations"] = [
                {"enterprise_id": "E2", "team_id": None, "user_id": "U7BOT", "is_bot": True, "is_enterprise_install": True}
            ]
            assert await slack.deliver("events_api", mention) == 200
            await slack.until(lambda: len(slack.messages) == 2)
            assert {message["team"] for message in slack.messages} == {"T7"}

    asyncio.run(check())


def test_the_tables_are_the_ones_that_bolt_wants(tmp_path: Path) -> None:
    """Our tables have every column of Bolt's own store, at least as wide and no stricter."""
    store = Store(CLIENT[0], Database(f"sqlite:///{tmp_path / 'state.db'}").engine)
    for theirs in (store.bots, store.installations):
        ours = schema.metadata.tables[theirs.name]
        assert {column.name for column in ours.columns} == {column.name for column in theirs.columns}
        for column in theirs.columns:
            mine = ours.columns[column.name]
            assert type(mine.type) is type(column.type)
            assert getattr(mine.type, "length", 0) is None or (getattr(mine.type, "length", 0) or 0) >= (
                getattr(column.type, "length", 0) or 0
            )
            assert mine.nullable or not column.nullable


def test_keys_that_do_not_fit_are_named(tmp_path: Path) -> None:
    """Installing needs all it needs, and no token at all is no way in."""
    from bot.cli.serving import slack_keys

    settings = Settings(home=tmp_path, slack_client_id="1", slack_client_secret="2", public_url="https://desk.example")
    keys = slack_keys(settings)
    assert keys is not None
    assert keys.install is not None
    assert keys.token is None
    for lacking in ("slack_client_secret", "public_url"):
        with pytest.raises(BadSetting, match="NUTGRAF_PUBLIC_URL"):
            slack_keys(replace(settings, **{lacking: None}))  # type: ignore[arg-type]
    assert "2" not in repr(keys.install).replace("https://desk.example", "")
    house = House(Settings(home=tmp_path))
    with pytest.raises(BadSetting, match="SLACK_CLIENT_ID"):
        Slack(
            replace(keys, install=None, signing_secret="s"),
            house.reception,
            house.state,
            house.corpus,
            house.clock,
            None,  # type: ignore[arg-type]
        )
    house.corpus.close()
