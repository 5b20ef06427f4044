"""The manifest that an editor installs the app with."""

from __future__ import annotations

from adapters.slack import manifest, parse
from tests.shared import ROOT, shared
from tests.slack.rules import mismatches


def test_the_manifest_is_the_codes_own() -> None:
    """The file in the checkout is what the code's list comes to."""
    assert (ROOT / "slack-manifest.yaml").read_text("utf-8") == manifest.text()


def test_the_manifest_is_of_the_official_type() -> None:
    """Slack's own type takes it, for both transports; its list of scopes is older than the agents' one."""
    shared("platform", "slack")
    for url in (None, "https://desk.example"):
        made = manifest.manifest(url)
        made["oauth_config"]["scopes"]["bot"].remove("assistant:write")
        assert mismatches("SlackManifest", made) == []


def test_every_command_is_one_that_is_read() -> None:
    """What the manifest announces is what the reader knows."""
    assert {command for command, _, _ in manifest.COMMANDS} == set(parse.COMMANDS)
    assert manifest.manifest("https://desk.example")["settings"]["socket_mode_enabled"] is False
