"""Which channel sees what, as an operator says it on the command line."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli.app import run
from bot.state.database import Database
from bot.state.store import Place, State

Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Runs the command; its exit code, what it printed and what it told."""
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def command(*arguments: str) -> tuple[int, str, str]:
        code = run(["--home", str(tmp_path / "home"), *arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return command


def visible(home: Path, channel: str) -> frozenset[str]:
    """What a channel sees."""

    async def look() -> frozenset[str]:
        database = Database(f"sqlite:///{home / 'home' / 'state.db'}")
        try:
            return await State(database, lambda: 0.0).visible(Place(platform="slack", workspace="T1", channel=channel))
        finally:
            await database.close()

    return asyncio.run(look())


def test_a_channel_is_mapped_and_mapped_back(typed: Typed, tmp_path: Path) -> None:
    """A declared collection is mapped to a channel, seen there alone, listed, and taken away again."""
    assert typed("collections", "declare", "court", "--private")[0] == 0
    code, out, _ = typed("collections", "map", "slack", "T1", "C1", "court", "default")
    assert (code, "court" in out) == (0, True)
    assert visible(tmp_path, "C1") == {"court", "default"}
    assert visible(tmp_path, "C2") == {"default"}
    _, listed, _ = typed("collections", "list")
    assert "court · private" in listed
    assert "slack T1 C1 sees court, default" in listed
    assert [json.loads(line) for line in typed("collections", "list", "--format", "json")[1].splitlines()] == [
        {"collection": "court", "private": True},
        {"platform": "slack", "workspace": "T1", "channel": "C1", "collections": ["court", "default"]},
    ]
    assert typed("collections", "map", "slack", "T1", "C1", "default")[0] == 0
    assert visible(tmp_path, "C1") == {"default"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("map", "slack", "T1", "C1", "cuort"), "collections declare cuort"),
        (("map", "slack", "T1", "#general", "default"), "'#general'"),
        (("declare", "default", "--private"), "--collection"),
        (("declare", " "), "needs a name"),
    ],
)
def test_a_mistake_is_named_and_changes_nothing(typed: Typed, tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    """A collection nobody declared, a channel's name in place of its id, and a private default are refused with what to do."""
    typed("collections", "list")
    code, _, err = typed("collections", *arguments)
    assert code == 2
    assert told in err
    assert visible(tmp_path, "C1") == {"default"}


def test_the_manifest_is_printed_for_each_way_in(typed: Typed) -> None:
    """Socket Mode asks for no address; HTTP names it wherever Slack calls; installing needs it too."""
    _, socket, _ = typed("slack-manifest")
    assert "request_url" not in socket
    assert "socket_mode_enabled: true" in socket
    _, called, _ = typed("slack-manifest", "--url", "https://desk.example.org/", "--install")
    assert called.count('"https://desk.example.org/slack/events"') == 5
    assert "https://desk.example.org/slack/oauth_redirect" in called
    assert "token_rotation_enabled: true" in called
    assert typed("slack-manifest", "--install")[0] == 2
    assert typed("slack-manifest", "--url", "desk")[0] == 2
