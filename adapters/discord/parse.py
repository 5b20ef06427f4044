"""What Discord sends → what is asked, by whom, and where. Pure, and total: whatever stands in a payload, nothing is raised.

Payloads are those of the gateway's INTERACTION_CREATE and MESSAGE_CREATE as they come, before any library has read them; the
HTTP endpoint for interactions gets the same ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from adapters.request import LONGEST, Press, Request, Where, asked, spoken

if TYPE_CHECKING:
    from adapters.request import Action, Kind

DIRECT = "@me"
"""The workspace of what is said outside guilds, as Discord's own addresses have it."""
CHECK = "Check against our sources"
"""The name of the message command; Discord knows such a command by nothing else."""
THREAD = "thread"
"""The one button that is Discord's alone: it opens a thread under a reply."""
EACH = "each"
"""What is chosen in the menu of sources for a passage of every one."""
BUTTON = re.compile(rf"nutgraf:(passage|timeline|said|share|feedback|{THREAD}):([0-9a-zA-Z_-]{{1,64}})(?::(\w{{1,8}}))?")
"""What our buttons and menus carry: they answer whatever has happened to this process since."""

COMMAND, COMPONENT, AUTOCOMPLETE = 2, 3, 4
"""Types of interaction that are ours (discord.com/developers/docs/interactions/receiving-and-responding)."""
_CHAT, _ON_MESSAGE = 1, 3
_COMMANDS: Mapping[str, tuple[Kind, str]] = {
    "brief": ("brief", "topic"),
    "ask": ("ask", "question"),
    "digest": ("digest", "words"),
}
"""Each slash command's kind, and the option that has its words."""
_ASKED = (0, 19)
"""Types of message in which somebody says something: a plain one, and a reply."""
_THREADS = (10, 11, 12)
"""Types of channel that are threads."""
_BOT_DM, _DM = 1, 1

_PERSON = re.compile(r"<@!?(\d+)>")
_MOMENT = re.compile(r"<t:(-?\d{1,13})(?::[a-zA-Z])?>")
_REFERENCE = re.compile(r"<(?:@&\d+|#\d+|a?:\w{1,64}:\d+|id:\w+)>|</([^:<>]{1,100}):\d+>")
_LINK = re.compile(r"\[([^\[\]\n]{1,500})\]\(<?[^\s()<>]{1,500}>?\)")
_ADDRESS = re.compile(r"<((?:https?|mailto|tel):[^<>\s]*)>")
_MARKS = re.compile(r"`+|\*{2,3}|(?<!\d)\*|\*(?!\d)|~~|\|\||(?<!\w)_{1,3}|_{1,3}(?!\w)")
_OPENING = re.compile(r"^[ \t]*(?:>>>|>|#{1,3}|-#)[ \t]+", re.MULTILINE)
_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typing:
    """An option that is being typed, and wants to be completed."""

    option: str
    typed: str
    where: Where


def plain(text: str, people: Mapping[str, str] | None = None) -> str:
    """A message's text as words: references as a reader sees them, no marks of style, nothing invisible.

    Args:
        text: The content as Discord sends it.
        people: The names of those whom it mentions, by their ids; the mention of anybody else is left out.
    """
    known = people or {}
    said = _PERSON.sub(lambda found: known.get(found[1], " "), text[: 4 * LONGEST])
    said = _LINK.sub(r"\1", _REFERENCE.sub(lambda found: f" {found[1] or ''} ", said))
    said = _MOMENT.sub(lambda found: _day(int(found[1])), _ADDRESS.sub(r"\1", said))
    said = _OPENING.sub("", _UNSEEN.sub("", said))
    # What is escaped stands for itself, so it goes out of the way of the marks and comes back behind them.
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[1])
        return "\x00"

    said = _MARKS.sub("", _ESCAPE.sub(keep, said))
    back = iter(kept)
    said = re.sub("\x00", lambda _: next(back), said)
    return _BLANK.sub(" ", said).strip()[:LONGEST]


def command(body: Mapping[str, Any]) -> Request | None:
    """A slash command; None for one that is not ours."""
    data = _mapping(body, "data")
    known = _COMMANDS.get(_text(data, "name"))
    if body.get("type") != COMMAND or data.get("type", _CHAT) != _CHAT or known is None:
        return None
    kind, wanted = known
    options = {_text(option, "name"): plain(_text(option, "value")) for option in _options(data)}
    where = _where(body)
    wants = asked(kind, options.get(wanted, ""), where, respond=_token(body), headless=where.direct)
    # What was given as an option counts before what stands among the words.
    return replace(wants, since=options.get("since") or wants.since, outlet=options.get("outlet") or wants.outlet)


def shortcut(body: Mapping[str, Any]) -> Request | None:
    """The command on a message: the message's words are to be checked, and the answer belongs under it."""
    data = _mapping(body, "data")
    if body.get("type") != COMMAND or data.get("type") != _ON_MESSAGE or _text(data, "name") != CHECK:
        return None
    target = _text(data, "target_id")
    said = _mapping(_mapping(_mapping(data, "resolved"), "messages"), target)
    texts = [_text(said, "content")]
    if not texts[0].strip():
        # A message of another app has its words in embeds.
        texts = [_text(one, key) for one in _list(said, "embeds")[:10] for key in ("title", "description")]
    return Request(
        kind="check",
        words=plain("\n".join(filter(None, texts)), _people(said)),
        where=_where(body, target or None),
        respond=_token(body),
    )


def autocomplete(body: Mapping[str, Any]) -> Typing | None:
    """The option of one of our commands that is being typed; None for any other."""
    data = _mapping(body, "data")
    if body.get("type") != AUTOCOMPLETE or _text(data, "name") not in _COMMANDS:
        return None
    for option in _options(data):
        if option.get("focused") is True:
            typed = _BLANK.sub(" ", _UNSEEN.sub("", _text(option, "value"))).lstrip()[:LONGEST]
            return Typing(option=_text(option, "name"), typed=typed, where=_where(body))
    return None


def press(body: Mapping[str, Any]) -> Press | None:
    """A button under one of our replies, or what was chosen in a menu there; None for any other."""
    data = _mapping(body, "data")
    found = BUTTON.fullmatch(_text(data, "custom_id"))
    if body.get("type") != COMPONENT or found is None:
        return None
    chosen = data.get("values")
    value = chosen[0] if isinstance(chosen, list) and chosen and isinstance(chosen[0], str) else found[3] or ""
    return Press(
        # THREAD is none of the conversation's actions: the app does that itself.
        action=cast("Action", found[1]),
        reply=found[2],
        value="" if value == EACH else value,
        where=_where(body, _text(_mapping(body, "message"), "id") or None),
        respond=_token(body),
    )


def message(event: Mapping[str, Any], *, bot: str, content: bool = True) -> Request | None:
    """A question in a message; None where none is asked, as in what bots write, joinings and pins.

    Args:
        event: A MESSAGE_CREATE, with its partial ``channel`` put in as interactions have it: the event itself does not say
            whether it is in a thread, nor whose that is.
        bot: Our own user id.
        content: Whether we may read what is not addressed to us.
    """
    author, place, id_ = _mapping(event, "author"), _text(event, "channel_id"), _text(event, "id")
    user, channel = _text(author, "id"), _mapping(event, "channel")
    if not place or not id_ or user in ("", bot) or author.get("bot") or event.get("webhook_id"):
        return None
    if event.get("type", 0) not in _ASKED:
        return None
    guild, said, people = _text(event, "guild_id"), _text(event, "content"), _people(event)
    parent = _text(channel, "parent_id") if channel.get("type") in _THREADS else ""
    direct = not guild
    mentioned = bot in people or bot in _PERSON.findall(said)
    answered = _mapping(event, "referenced_message")
    ours = _text(_mapping(answered, "author"), "id") == bot
    named = direct or mentioned or ours
    if not named and not parent:
        return None
    if not (direct or mentioned) and not content:
        # Nobody else's words reach us then: nothing was asked that we could know of.
        return None
    people.pop(bot, None)
    where = Where(
        workspace=guild or DIRECT,
        channel=parent or place,
        user=user,
        thread=place if parent else _text(answered, "id") or None if ours else None,
        inside=bool(parent),
        message=id_,
        direct=direct,
    )
    kind, words = spoken(plain(said, people))
    under = ours or (bool(parent) and _text(channel, "owner_id") == bot)
    return asked(kind, words, where, named=named, under=under, headless=direct and not ours)


def button(action: str, reply: str, value: str = "") -> str:
    """The ``custom_id`` of a button under a reply."""
    return f"nutgraf:{action}:{reply}" + (f":{value}" if value else "")


def _where(body: Mapping[str, Any], message: str | None = None) -> Where:
    channel, guild = _mapping(body, "channel"), _text(body, "guild_id")
    id_ = _text(channel, "id") or _text(body, "channel_id")
    parent = _text(channel, "parent_id") if channel.get("type") in _THREADS else ""
    # In a guild the person is a member of it, elsewhere a user.
    user = _text(_mapping(_mapping(body, "member"), "user"), "id") or _text(_mapping(body, "user"), "id")
    context = body.get("context")
    direct = not guild and (context == _BOT_DM if isinstance(context, int) else channel.get("type", _DM) == _DM)
    return Where(
        workspace=guild or DIRECT,
        channel=parent or id_,
        user=user,
        thread=id_ if parent else None,
        inside=bool(parent),
        message=message,
        direct=direct,
    )


def _options(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return _list(data, "options")[:25]


def _people(said: Mapping[str, Any]) -> dict[str, str]:
    """The names of those whom a message mentions, as its guild knows them."""
    return {
        _text(one, "id"): _text(_mapping(one, "member"), "nick") or _text(one, "global_name") or _text(one, "username") or " "
        for one in _list(said, "mentions")
    }


def _day(seconds: int) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return " "


def _token(body: Mapping[str, Any]) -> str | None:
    """What an interaction is answered with, for fifteen minutes."""
    return _text(body, "token") or None


def _text(body: Mapping[str, Any], key: str) -> str:
    value = body.get(key)
    return value if isinstance(value, str) else ""


def _mapping(body: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = body.get(key)
    return value if isinstance(value, Mapping) else {}


def _list(body: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The objects of a list, and nothing else that may stand in it."""
    value = body.get(key)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
