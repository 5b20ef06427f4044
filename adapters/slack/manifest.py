"""What the app asks a workspace for: the least scopes, each with what it is for, and the manifest made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.slack.parse import SHORTCUT

PATH = "/slack/events"
"""Where Slack calls: events, commands and what is pressed."""
INSTALL = "/slack/install"
REDIRECT = "/slack/oauth_redirect"
SCOPES: Mapping[str, str] = {
    "app_mentions:read": "hear when it is mentioned",
    "assistant:write": "show what it is doing, and suggest questions in its own tab",
    "channels:history": "hear follow-ups in threads of public channels that it is in",
    "chat:write": "post replies",
    "commands": "/brief, /ask, /digest and the message shortcut",
    "groups:history": "hear follow-ups in threads of private channels that it is in",
    "im:history": "hear direct messages",
    "users:read": "know the time zone of who sets up a digest",
}
COMFORT = frozenset({"assistant:write", "users:read"})
"""What the desk can do without: some plans of Slack have no agents, and a digest's time zone can be written out."""
EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "message.channels",
    "message.groups",
    "message.im",
    "tokens_revoked",
)
"""Each is covered by a scope above; that the app was removed is told to every app."""
ABOUT = "Briefs and answers from your newsroom's own sources, each sentence with the passage it stands on."
COMMANDS = (
    ("/brief", "What happened, who said what, what is disputed", "TOPIC [since:7d] [outlet:NAME]"),
    ("/ask", "One question, answered from the sources", "QUESTION"),
    ("/digest", "What is new on your topics, every morning", "daily 07:30 TOPIC, TOPIC"),
)


def manifest(url: str | None = None, *, shared: bool = False) -> dict[str, Any]:
    """The app's manifest.

    Args:
        url: Where Slack reaches the service's door; without one it is for Socket Mode.
        shared: Whether other workspaces install it there, which needs a ``url``; their tokens then last for hours only.
    """
    url = url.rstrip("/") if url else None
    called = {"request_url": f"{url}{PATH}"} if url else {}
    back = {"redirect_urls": [f"{url}{REDIRECT}"]} if url and shared else {}
    return {
        "display_information": {"name": "Nutgraf", "description": ABOUT, "background_color": "#1d3557"},
        "features": {
            "agent_view": {
                "agent_description": ABOUT,
                "suggested_prompts": [{"title": "How do I ask?", "message": "help"}],
            },
            "app_home": {"home_tab_enabled": False, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
            "bot_user": {"display_name": "nutgraf", "always_online": True},
            "shortcuts": [
                {
                    "name": "Check against our sources",
                    "type": "message",
                    "callback_id": SHORTCUT,
                    "description": "Check this against our sources",
                }
            ],
            "slash_commands": [
                {
                    "command": command,
                    "description": description,
                    "usage_hint": hint,
                    "should_escape": False,
                    **({"url": called["request_url"]} if url else {}),
                }
                for command, description, hint in COMMANDS
            ],
        },
        "oauth_config": {**back, "scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": {**called, "bot_events": sorted(EVENTS)},
            "interactivity": {"is_enabled": True, **called},
            "org_deploy_enabled": False,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": bool(back),
        },
    }


def text(url: str | None = None, *, shared: bool = False) -> str:
    """The manifest as YAML."""
    return "# What `nutgraf slack-manifest` prints; a test compares the two.\n" + _yaml(manifest(url, shared=shared))


def _yaml(value: Mapping[str, Any], depth: int = 0) -> str:
    """Mappings, lists of mappings or words, words and truth values: what a manifest is made of."""
    pad, lines = "  " * depth, []
    for key, item in value.items():
        if isinstance(item, Mapping):
            lines.append(f"{pad}{key}:\n{_yaml(item, depth + 1)}")
        elif isinstance(item, list):
            lines.append(f"{pad}{key}:\n")
            for entry in item:
                inner = _yaml(entry, depth + 2) if isinstance(entry, Mapping) else f"{pad}    {entry}\n"
                lines.append(f"{pad}  - {inner.lstrip()}")
        else:
            shown = str(item).lower() if isinstance(item, bool) else '"' + str(item).replace('"', '\\"') + '"'
            lines.append(f"{pad}{key}: {shown}\n")
    return "".join(lines)
