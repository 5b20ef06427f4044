"""What Slack sends → what is asked, by whom, and where. Pure, and total: whatever stands in a payload, nothing is raised.

Payloads are those of Slack's Events API, slash commands and interactivity; Socket Mode wraps the same ones in envelopes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["brief", "ask", "digest", "check", "help"]
Mode = Literal["mention", "joined"]
"""When a plain message in a thread is taken for a question: only with a mention, or wherever the desk was asked before."""

LONGEST = 4_000
"""Characters of a question that are read; Slack's own limit on a message is the same order."""
COMMANDS: Mapping[str, Kind] = {"/brief": "brief", "/ask": "ask", "/digest": "digest"}
SHORTCUT = "nutgraf_check"
ACTIONS = ("nutgraf_passages", "nutgraf_timeline", "nutgraf_said", "nutgraf_share", "nutgraf_feedback")

_OPTION = re.compile(r"(?<!\S)(since|outlet):(?:[\"“]([^\"”]*)[\"”]|(\S+))", re.IGNORECASE)
_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_REFERENCE = re.compile(r"<(?:#[A-Z0-9]+\|([^>]*)|![^>|]*(?:\|([^>]*))?|(?:https?|mailto|tel):[^>|]*\|([^>]*)|([^<>|]*))>")
_FENCE = re.compile(r"`+")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The place of a question, and where its reply belongs."""

    team: str
    channel: str
    user: str
    thread: str | None = None
    """The ``ts`` of the message at the thread's head; None where the reply opens a thread of its own."""
    message: str | None = None
    """The ``ts`` of the message that asks; slash commands have none."""
    direct: bool = False
    """Whether it is a direct message: nobody else is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked of the desk."""

    kind: Kind
    words: str
    where: Where
    since: str | None = None
    outlet: str | None = None
    respond: str | None = None
    """A slash command's ``response_url``."""
    named: bool = True
    """Whether the desk was spoken to by name; a plain message in a thread is answered only where the channel's mode says so."""
    under: bool = False
    """Whether the thread stands under a post of the desk's own."""
    headless: bool = False
    """Whether it is a direct message outside any thread, so that what was said before it is the whole conversation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button that was pressed."""

    action: str
    reply: str
    """The id of the reply it stands under."""
    value: str
    """What the button says; feedback's is ``good`` or ``bad``."""
    where: Where
    respond: str | None = None


def plain(text: str) -> str:
    """Slack's message text as words: references by what a reader sees, entities resolved, nothing invisible."""
    shown = _REFERENCE.sub(lambda found: next((part for part in found.groups() if part), " "), _MENTION.sub(" ", text))
    shown = _FENCE.sub(" ", shown).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return _BLANK.sub(" ", _UNSEEN.sub("", shown)).strip()[:LONGEST]


def command(body: Mapping[str, Any]) -> Request | None:
    """A slash command; None for one that is not ours."""
    kind = COMMANDS.get(_text(body, "command").lower())
    if kind is None:
        return None
    channel = _text(body, "channel_id")
    where = Where(team=_text(body, "team_id"), channel=channel, user=_text(body, "user_id"), direct=channel.startswith("D"))
    return _request(kind, plain(_text(body, "text")), where, respond=_text(body, "response_url") or None)


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
    where = Where(team=team, channel=channel, user=_text(event, "user"), thread=head or ts, message=ts, direct=direct)
    words = plain(said)
    first, _, rest = words.partition(" ")
    kind: Kind = "ask"
    if first.lower().removeprefix("/") in ("brief", "digest") and rest.strip():
        kind, words = ("brief" if first.lower().endswith("brief") else "digest"), rest.strip()
    return _request(
        kind,
        words,
        where,
        named=named,
        under=event.get("parent_user_id") == bot,
        headless=direct and not head,
    )


def shortcut(body: Mapping[str, Any]) -> Request | None:
    """The message shortcut: the message's words are to be checked, and the answer belongs under it."""
    if body.get("callback_id") != SHORTCUT:
        return None
    channel, said = _inner(body, "channel", "id"), body.get("message")
    said = said if isinstance(said, Mapping) else {}
    ts = _text(said, "ts")
    where = Where(
        team=_inner(body, "team", "id"),
        channel=channel,
        user=_inner(body, "user", "id"),
        thread=_text(said, "thread_ts") or ts or None,
        message=ts or None,
        direct=channel.startswith("D"),
    )
    return Request(kind="check", words=plain(_text(said, "text")), where=where, respond=_text(body, "response_url") or None)


def press(body: Mapping[str, Any]) -> Press | None:
    """A button under one of our replies; None for any other."""
    actions = body.get("actions")
    action = actions[0] if isinstance(actions, list) and actions else None
    if not isinstance(action, Mapping) or _text(action, "action_id") not in ACTIONS:
        return None
    value, _, rest = _text(action, "value").partition(":")
    container = body.get("container")
    container = container if isinstance(container, Mapping) else {}
    channel, ts = _inner(body, "channel", "id") or _text(container, "channel_id"), _text(container, "message_ts")
    where = Where(
        team=_inner(body, "team", "id"),
        channel=channel,
        user=_inner(body, "user", "id"),
        thread=_text(container, "thread_ts") or None,
        message=ts or None,
        direct=channel.startswith("D"),
    )
    return Press(
        action=_text(action, "action_id"), reply=value, value=rest, where=where, respond=_text(body, "response_url") or None
    )


def answers(request: Request, mode: Mode | None, known: bool) -> bool:
    """Whether a message is answered.

    Args:
        request: What is asked.
        mode: The channel's own mode; None is ``joined`` under the desk's own posts and ``mention`` elsewhere.
        known: Whether the desk was asked something in this thread before.
    """
    if request.named:
        return True
    return mode != "mention" and (request.under if mode is None else known)


def modes(text: str) -> dict[str, Mode]:
    """The modes of channels as an operator writes them, ``C012=joined,*=mention``. Raises ValueError."""
    found: dict[str, Mode] = {}
    for item in filter(None, map(str.strip, text.split(","))):
        channel, _, mode = item.rpartition("=")
        if mode not in ("mention", "joined"):
            raise ValueError(f"{item!r} is no CHANNEL=joined or CHANNEL=mention")
        found[channel or "*"] = "joined" if mode == "joined" else "mention"
    return found


def _request(kind: Kind, words: str, where: Where, **known: Any) -> Request:
    options = {found[1].lower(): found[2] or found[3] for found in _OPTION.finditer(words) if found[2] or found[3]}
    words = _BLANK.sub(" ", _OPTION.sub(" ", words)).strip()
    if not any(map(str.isalnum, words)) or (words.lower() == "help" and kind != "digest"):
        kind, words = "help", words
    return Request(kind=kind, words=words, where=where, since=options.get("since"), outlet=options.get("outlet"), **known)


def _text(body: Mapping[str, Any], key: str) -> str:
    value = body.get(key)
    return value if isinstance(value, str) else ""


def _inner(body: Mapping[str, Any], key: str, inner: str) -> str:
    value = body.get(key)
    return _text(value, inner) if isinstance(value, Mapping) else ""
