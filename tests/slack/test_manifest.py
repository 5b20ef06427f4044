"""The manifest that an editor installs the app with."""

from __future__ import annotations

import pytest

from adapters.slack import manifest, parse
from tests.shared import ROOT, shared
from tests.slack.rules import HISTORY, OFFICIAL, SCOPES, mismatches

DESK = "https://desk.example"
WAYS = pytest.mark.parametrize(("url", "install"), [(None, False), (DESK, False), (DESK, True)])
COVERED = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
}
"""The scope without which Slack does not send an event (docs.slack.dev/reference/events); the others need none."""


def test_the_manifest_is_the_codes_own() -> None:
    """The file in the checkout is what the code's list comes to."""
    assert (ROOT / "slack-manifest.yaml").read_text("utf-8") == manifest.text()


@WAYS
def test_the_manifest_is_of_the_official_type(url: str | None, install: bool) -> None:
    """Slack's own type takes it, for both transports; its list of scopes is older than the agents' one."""
    shared("platform", "slack")
    made = manifest.manifest(url, shared=install)
    made["oauth_config"]["scopes"]["bot"].remove("assistant:write")
    assert mismatches("SlackManifest", made) == []


def test_no_scope_is_asked_for_without_need() -> None:
    """Every scope is needed by an event that we hear, a method that we call, or a command; and none of those lacks its own."""
    heard = {COVERED[event] for event in manifest.EVENTS if event in COVERED}
    assert set(manifest.SCOPES) == {*SCOPES.values(), *HISTORY.values(), *heard, "commands"}
    assert set(COVERED) <= set(manifest.EVENTS)
    assert set(OFFICIAL) <= set(SCOPES)


def test_every_command_is_one_that_is_read() -> None:
    """What the manifest announces is what the reader knows, shortcut included."""
    assert {command for command, _, _ in manifest.COMMANDS} == set(parse.COMMANDS)
    assert [entry["callback_id"] for entry in manifest.manifest()["features"]["shortcuts"]] == [parse.SHORTCUT]


@WAYS
def test_the_agents_form_is_the_present_one(url: str | None, install: bool) -> None:
    """The agent's view, not the assistant's of old, with the messages tab that it lives in and the event that opens it."""
    made = manifest.manifest(url, shared=install)
    assert "agent_view" in made["features"]
    assert "assistant_view" not in made["features"]
    assert made["features"]["app_home"]["messages_tab_enabled"] is True
    assert "app_home_opened" in made["settings"]["event_subscriptions"]["bot_events"]


def test_slack_calls_one_path_and_comes_back_to_another() -> None:
    """Over HTTP all that Slack calls has one address; only an app that others install names where they come back."""
    made = manifest.manifest(DESK + "/", shared=True)
    addresses = [command["url"] for command in made["features"]["slash_commands"]]
    addresses += [made["settings"][part]["request_url"] for part in ("event_subscriptions", "interactivity")]
    assert set(addresses) == {DESK + manifest.PATH}
    assert made["oauth_config"]["redirect_urls"] == [DESK + manifest.REDIRECT]
    assert made["settings"]["token_rotation_enabled"] is True
    assert made["settings"]["socket_mode_enabled"] is False
    assert "redirect_urls" not in manifest.manifest(DESK)["oauth_config"]
    assert manifest.manifest()["settings"]["socket_mode_enabled"] is True
