"""What the doctor says of Slack."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from adapters.slack.app import Keys
from adapters.slack.checkup import Check, checkup
from adapters.slack.manifest import SCOPES
from adapters.slack.workspaces import Install
from bot.cli.app import run
from bot.errors import NutgrafError, ServiceError
from tests.servers import free_port
from tests.slack.conftest import serving
from tests.slack.local import CLIENT, LocalSlack

# slack_sdk hands aiohttp the app's id and secret in a way that aiohttp is about to give up.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")

PUBLIC = "https://desk.example"


def looked(keys: dict[str, Any], *, off: float = 0.0, public: str | None = PUBLIC, **changes: Any) -> list[Check]:
    """What is found with these keys at a local Slack with these changes."""

    async def check() -> list[Check]:
        async with LocalSlack() as slack:
            for name, value in changes.items():
                setattr(slack.tokens["xoxb-local"], name, value)
            now = datetime.now(UTC) + timedelta(seconds=off)
            return [found async for found in checkup(Keys(**({"api": slack.api} | keys)), now, public)]

    return asyncio.run(check())


def faults(checks: list[Check]) -> list[str]:
    """What is wrong."""
    return [check.text for check in checks if not check.sound]


@pytest.mark.parametrize("way", [{"app_token": "xapp-local"}, {"signing_secret": "s"}])
def test_a_workspace_that_lets_us_in_is_named(way: dict[str, str]) -> None:
    """With sound keys every line is sound, and the first says who the desk is, and where."""
    checks = looked({"token": "xoxb-local", **way})
    assert faults(checks) == []
    assert checks[0].text == "nutgraf in Desk (T1)"
    assert any("socket can be opened" in check.text for check in checks) == ("app_token" in way)
    assert any(f"{PUBLIC}/slack/events" in check.text for check in checks) == ("signing_secret" in way)


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"token": "xoxb-wrong", "signing_secret": "s"}, "SLACK_BOT_TOKEN (invalid_auth); copy the one that begins with xoxb-"),
        ({"token": "xapp-swapped", "signing_secret": "s"}, "what it holds is an app-level token"),
        ({"token": "xoxb-local", "app_token": "xoxb-swapped"}, "connections:write"),
        ({"token": "xoxb-local"}, "SLACK_SIGNING_SECRET"),
        ({"token": "xoxb-local", "signing_secret": "s", "threads": "C1=always"}, "SLACK_THREADS='C1=always'"),
    ],
)
def test_a_key_that_does_not_fit_is_named_with_what_to_do(keys: dict[str, str], told: str) -> None:
    """A wrong token, two that were swapped, and no way in at all: one line each, and no other line is unsound."""
    (fault,) = faults(looked(keys))
    assert told in fault


def test_what_the_app_may_not_do_is_named() -> None:
    """Scopes that were not granted are told with what they are for."""
    (fault,) = faults(looked({"token": "xoxb-local", "signing_secret": "s"}, scopes={"chat:write", "commands"}))
    assert "im:history to hear direct messages" in fault
    assert "reinstall" in fault
    assert "chat:write" not in fault
    plain = looked({"token": "xoxb-local", "signing_secret": "s"}, scopes=set(SCOPES) - {"assistant:write"})
    assert faults(plain) == []
    assert any("assistant:write" in check.text for check in plain)


@pytest.mark.parametrize(("off", "told"), [(600, "600 seconds fast"), (-600, "600 seconds slow"), (30, "")])
def test_a_clock_that_is_off_is_told(off: float, told: str) -> None:
    """More than a minute between this machine and Slack is a fault, with its direction."""
    found = faults(looked({"token": "xoxb-local", "signing_secret": "s"}, off=off))
    assert [text for text in found if told and ("seconds" in text)] == found
    assert bool(found) == bool(told)
    # A second may pass between the two looks.
    assert not found or told.split()[2] in found[0]


def test_an_app_that_others_install_is_looked_at() -> None:
    """A wrong secret, and an address without https, are faults; a sound one says where to install it, and who may."""
    install = Install(client_id=CLIENT[0], client_secret=CLIENT[1], url=PUBLIC, allowed=frozenset({"T2", "T3"}))
    checks = looked({"install": install, "signing_secret": "s"})
    assert faults(checks) == []
    assert f"{PUBLIC}/slack/install" in checks[0].text
    assert "by T2, T3" in checks[0].text
    wrong = Install(client_id=CLIENT[0], client_secret="guessed", url=PUBLIC)
    (fault,) = faults(looked({"install": wrong, "signing_secret": "s"}))
    assert "bad_client_secret" in fault
    assert "guessed" not in fault
    plain = Install(client_id=CLIENT[0], client_secret=CLIENT[1], url="http://desk.example")
    assert len(faults(looked({"install": plain, "signing_secret": "s"}, public="http://desk.example"))) == 2


def test_a_slack_that_is_away_is_told_once_for_each_key() -> None:
    """Where nothing answers the doctor says where it asked, and goes on."""
    nowhere = f"http://127.0.0.1:{free_port()}/api/"
    found = faults(looked({"token": "xoxb-local", "app_token": "xapp-local", "api": nowhere}))
    assert len(found) == 2
    assert all("SLACK_API_URL" in text for text in found)


@pytest.mark.parametrize(
    ("status", "type_"), [(404, "text/plain"), (200, "text/plain"), (200, "text/html"), (502, "text/html")]
)
def test_a_page_that_is_not_slacks_is_no_fault_of_a_token(tmp_path: Path, status: int, type_: str) -> None:
    """What a proxy or a wrong address answers is told as an address that does not answer, by the doctor and at the start."""

    async def page(_: web.Request) -> web.Response:
        return web.Response(status=status, content_type=type_, text="no Slack here")

    async def check() -> None:
        app = web.Application()
        app.router.add_route("*", "/{any:.*}", page)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        keys = Keys(token="xoxb-local", app_token="xapp-local", api=f"http://127.0.0.1:{runner.addresses[0][1]}/api/")
        found = [check async for check in checkup(keys, datetime.now(UTC), PUBLIC)]
        assert all("does not answer" in text and "SLACK_API_URL" in text for text in faults(found))
        assert len(faults(found)) == 2
        async with LocalSlack() as slack:
            with pytest.raises(ServiceError, match="SLACK_API_URL"):
                async with serving(tmp_path, slack, socket=False, desk=object(), api=keys.api):
                    pass
        await runner.cleanup()

    asyncio.run(check())


@pytest.mark.parametrize(("trouble", "told"), [("503", "wait"), ("429", "wait"), ("token_revoked", "SLACK_BOT_TOKEN")])
def test_a_slack_that_is_busy_is_not_taken_for_a_wrong_token(tmp_path: Path, trouble: str, told: str) -> None:
    """At the start, and by the doctor, a token is called wrong only where Slack says so."""

    async def check() -> None:
        async with LocalSlack() as slack:
            slack.trouble["auth.test"].extend([trouble] * 2)
            keys = Keys(token="xoxb-local", signing_secret="s", api=slack.api)
            (fault,) = faults([check async for check in checkup(keys, datetime.now(UTC), PUBLIC)])
            assert told in fault
            with pytest.raises(NutgrafError, match=told):
                async with serving(tmp_path, slack, socket=False, desk=object()):
                    pass

    asyncio.run(check())


def test_the_command_tells_it(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """`nutgraf doctor` shows a line for each, ends with 1 where one is not sound, and shows no key."""
    for name in ("SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_CLIENT_ID", "REDIS_URL", "DATABASE_URL", "NUTGRAF_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-a-very-secret-token")
    monkeypatch.setenv("SLACK_API_URL", f"http://127.0.0.1:{free_port()}/api/")
    assert run(["--home", str(tmp_path), "doctor"]) == 1
    shown = capsys.readouterr()
    assert "SLACK_SIGNING_SECRET" in shown.out
    assert "secret-token" not in shown.out + shown.err
    monkeypatch.setenv("SLACK_CLIENT_ID", "1")
    assert run(["--home", str(tmp_path), "doctor"]) == 1
    assert "NUTGRAF_PUBLIC_URL" in capsys.readouterr().out
