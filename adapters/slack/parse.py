"""What Slack sends → what is asked, by whom, and where. Pure, and total: whatever stands in a payload, nothing is raised.

Payloads are those of Slack's Events API, slash commands and interactivity; Socket Mode wraps the same ones in envelopes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from adapters.request import LONGEST, Action, Kind, Press, Request, Where, asked, spoken

COMMANDS: Mapping[str, Kind] = {"/brief": "brief", "/ask": "ask", "/digest": "digest"}
SHORTCUT = "nutgraf_check"
ACTIONS: Mapping[str, Action] = {
    "nutgraf_passage": "passage",
    "nutgraf_timeline": "timeline",
    "nutgraf_said": "said",
    "nutgraf_share": "share",
    "nutgraf_feedback": "feedback",
}

_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_REFERENCE = re.compile(r"<(?:#[A-Z0-9]+\|([^>]*)|![^>|]*(?:\|([^>]*))?|(?:https?|mailto|tel):[^>|]*\|([^>]*)|([^<>|]*))>")
_FENCE = re.compile(r"`+")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_BLANK = re.compile(r"\s+")


def plain(text: str) -> str:
    """Slack's message text as words: references by what a reader sees, entities resolved, nothing invisible."""
    shown = _REFERENCE.sub(lambda found: next((part for part in found.groups() if part), " "), _MENTION.sub(" ", text))
    shown = _FENCE.sub(" ", shown).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return _BLANK.sub(" ", _UNSEEN.sub("", shown)).strip()[:LONGEST]


def command(body: Mapping[str, Any], *, team: str) -> Request | None:
    """A slash command, given in this workspace; None for one that is not ours."""
    kind = COMMANDS.get(_text(body, "command").lower())
    if kind is None:
        return None
    channel = _text(body, "channel_id")
    where = Where(workspace=team, channel=channel, user=_text(body, "user_id"), direct=channel.startswith("D"))
    return asked(kind, plain(_text(body, "text")), where, respond=_text(body, "response_url") or None, headless=where.direct)


def message(event: Mapping[str, Any], *, team: str, bot: str) -> Request | None:
    """A question in a message or a mention; None where none is asked, as in what bots write, edits and joinings.

    Args:
        event: An ``app_mention`` or ``message`` event.
        team: The workspace that it came from.
        bot: Our own user id there.
    """
    if event.get("bot_id") or event.get("hidden") or _text(event, "user") in ("", bot):
        return None
    if event.get("subtype") not in (None, "file_share", "thread_broadcast"):
        return None
    said, channel, ts = _text(event, "text"), _text(event, "channel"), _text(event, "ts")
    if not channel or not ts:
        return None
    direct = event.get("channel_type") == "im" or channel.startswith("D")
    named = direct or event.get("type") == "app_mention" or bot in _MENTION.findall(said)
    head = _text(event, "thread_ts")
    if not named and not head:
        return None
    where = Where(workspace=team, channel=channel, user=_text(event, "user"), thread=head or ts, message=ts, direct=direct)
    kind, words = spoken(plain(said))
    return asked(
        kind,
        words,
        where,
        named=named,
        under=event.get("parent_user_id") == bot,
        headless=direct and not head,
    )


def shortcut(body: Mapping[str, Any], *, team: str) -> Request | None:
    """The message shortcut, used in this workspace: the message's words are to be checked, and the answer belongs under it."""
    if body.get("callback_id") != SHORTCUT:
        return None
    channel, said = _inner(body, "channel", "id"), body.get("message")
    said = said if isinstance(said, Mapping) else {}
    ts = _text(said, "ts")
    where = Where(
        workspace=team,
        channel=channel,
        user=_inner(body, "user", "id"),
        thread=_text(said, "thread_ts") or ts or None,
        message=ts or None,
        direct=channel.startswith("D"),
    )
    return Request(kind="check", words=plain(_text(said, "text")), where=where, respond=_text(body, "response_url") or None)


def press(body: Mapping[str, Any], *, team: str) -> Press | None:
    """A button under one of our replies in this workspace, or a choice there; None for any other."""
    actions = body.get("actions")
    action = actions[0] if isinstance(actions, list) and actions else None
    if not isinstance(action, Mapping) or _text(action, "action_id") not in ACTIONS:
        return None
    chosen = action.get("selected_option")
    value, _, rest = _text(chosen if isinstance(chosen, Mapping) else action, "value").partition(":")
    container = body.get("container")
    container = container if isinstance(container, Mapping) else {}
    channel, ts = _inner(body, "channel", "id") or _text(container, "channel_id"), _text(container, "message_ts")
    where = Where(
        workspace=team,
        channel=channel,
        user=_inner(body, "user", "id"),
        thread=_text(container, "thread_ts") or None,
        message=ts or None,
        direct=channel.startswith("D"),
    )
    does = ACTIONS[_text(action, "action_id")]
    return Press(action=does, reply=value, value=rest, where=where, respond=_text(body, "response_url") or None)


def _text(body: Mapping[str, Any], key: str) -> str:
    value = body.get(key)
    return value if isinstance(value, str) else ""


def _inner(body: Mapping[str, Any], key: str, inner: str) -> str:
    value = body.get(key)
    return _text(value, inner) if isinstance(value, Mapping) else ""
