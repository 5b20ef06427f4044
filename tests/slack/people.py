"""What people do in a workspace, as the payloads that Slack makes of it; each is of Slack's own type where there is one."""

from __future__ import annotations

import itertools
from typing import Any

from tests.slack.rules import mismatches

TEAM, BOT, USER = "T1", "U0BOT", "U1"
EVENTS = {
    "app_mention": "event.AppMentionEvent",
    "message": "event.GenericMessageEvent",
    "app_home_opened": "event.AppHomeOpenedEvent",
}
NOW = 1_741_953_600
"""The second in which everything is said; what tells messages apart stands behind the point."""


class People:
    """Makes payloads; ``address`` is where Slack itself is."""

    address = ""

    def __init__(self) -> None:
        self._ids = itertools.count(1)
        self.heads: dict[tuple[str, str, str], str] = {}
        """Of every message that was ever said: (team, channel, ts) → ts of its thread's head."""

    def stamp(self) -> str:
        """A new ``ts``."""
        return f"{NOW}.{next(self._ids):06d}"

    def heard(self, team: str, channel: str, ts: str, thread: str | None = None) -> None:
        """Note that there is a message, and its thread's head where it is not itself one."""
        if thread:
            self.heads.setdefault((team, channel, thread), thread)
        self.heads[team, channel, ts] = thread or ts

    def said(
        self,
        text: str,
        *,
        channel: str = "C1",
        kind: str = "message",
        ts: str | None = None,
        team: str = TEAM,
        bot: str = BOT,
        **more: Any,
    ) -> dict[str, Any]:
        """An event in which somebody says something, or opens the app's own tab."""
        ts = ts or self.stamp()
        event: dict[str, Any] = {"type": kind, "channel": channel, "user": USER, "event_ts": ts, **more}
        if kind != "app_home_opened":
            event |= {"text": text, "ts": ts}
            self.heard(team, channel, ts, more.get("thread_ts"))
        if kind == "message":
            event["channel_type"] = {"D": "im", "G": "group"}.get(channel[:1], "channel")
        if kind in EVENTS:
            assert mismatches(EVENTS[kind], event) == []
        return self.event(event, team=team, bot=bot)

    def event(self, event: dict[str, Any], *, team: str = TEAM, bot: str = BOT) -> dict[str, Any]:
        """An event in its envelope."""
        return {
            "token": "verification",
            "team_id": team,
            "api_app_id": "A1",
            "type": "event_callback",
            "event_id": f"Ev{next(self._ids)}",
            "event_time": NOW,
            "authorizations": [
                {"enterprise_id": None, "team_id": team, "user_id": bot, "is_bot": True, "is_enterprise_install": False}
            ],
            "is_ext_shared_channel": False,
            "event": event,
        }

    def left(self, kind: str, *, team: str = TEAM, bot: str = BOT) -> dict[str, Any]:
        """The event that a workspace has taken back its tokens (``tokens_revoked``), or the app (``app_uninstalled``)."""
        tokens = {"tokens": {"oauth": [], "bot": [bot]}} if kind == "tokens_revoked" else {}
        return self.event({"type": kind, **tokens}, team=team, bot=bot)

    def order(self, command: str, text: str, *, channel: str = "C1", team: str = TEAM) -> dict[str, str]:
        """A slash command."""
        return {
            "token": "verification",
            "command": command,
            "text": text,
            "team_id": team,
            "team_domain": "desk",
            "channel_id": channel,
            "channel_name": "directmessage" if channel.startswith("D") else "newsroom",
            "user_id": USER,
            "user_name": "editor",
            "api_app_id": "A1",
            "is_enterprise_install": "false",
            "trigger_id": f"trigger{next(self._ids)}",
            "response_url": f"http://{self.address}/respond/{next(self._ids)}",
        }

    def pressed(
        self,
        action: str,
        value: str,
        *,
        channel: str = "C1",
        ts: str = "1.1",
        thread: str | None = None,
        team: str = TEAM,
        kind: str = "button",
    ) -> dict[str, Any]:
        """A button, or with ``static_select`` what was chosen in a menu."""
        inside = {"thread_ts": thread} if thread else {}
        chosen: dict[str, Any] = {"value": value}
        if kind == "static_select":
            chosen = {"selected_option": {"text": {"type": "plain_text", "text": "chosen", "emoji": False}, "value": value}}
        action_ = {"type": kind, "action_id": action, "block_id": "b", **chosen, "action_ts": self.stamp()}
        return {
            "type": "block_actions",
            "api_app_id": "A1",
            "token": "verification",
            "team": {"id": team, "domain": "desk"},
            "enterprise": None,
            "is_enterprise_install": False,
            "user": {"id": USER, "username": "editor", "name": "editor", "team_id": team},
            "channel": {"id": channel, "name": "newsroom"},
            "container": {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": False, **inside},
            "actions": [action_],
            "response_url": f"http://{self.address}/respond/{next(self._ids)}",
            "trigger_id": f"trigger{next(self._ids)}",
        }

    def checked(
        self,
        callback: str,
        text: str,
        *,
        channel: str = "C1",
        thread: str | None = None,
        team: str = TEAM,
    ) -> dict[str, Any]:
        """A message shortcut, on a message that somebody wrote."""
        ts = self.stamp()
        self.heard(team, channel, ts, thread)
        inside = {"thread_ts": thread} if thread else {}
        return {
            "type": "message_action",
            "token": "verification",
            "callback_id": callback,
            "action_ts": f"{NOW}.{next(self._ids):06d}",
            "trigger_id": f"trigger{next(self._ids)}",
            "team": {"id": team, "domain": "desk"},
            "enterprise": None,
            "is_enterprise_install": False,
            "user": {"id": USER, "username": "editor", "name": "editor", "team_id": team},
            "channel": {"id": channel, "name": "newsroom"},
            "message_ts": ts,
            "message": {"type": "message", "user": "U2", "ts": ts, "text": text, **inside},
            "response_url": f"http://{self.address}/respond/{next(self._ids)}",
        }
