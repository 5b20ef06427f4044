"""What is asked, by whom, and where: the same on every platform. Pure values, and the reading of words that people type.

Ids are the platform's own, as texts. A platform's ``parse`` makes these of what it is sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Literal

Kind = Literal["brief", "ask", "digest", "check", "help"]
Mode = Literal["mention", "joined"]
"""When a plain message in a thread is taken for a question: only with a mention, or wherever the desk was asked before."""
Action = Literal["passage", "timeline", "said", "share", "feedback"]
"""What a button under a reply does."""

LONGEST = 4_000
"""Characters of a question that are read: about a message's own limit on the platforms we know."""
DRAFT = 4
"""Words from which ``check`` begins a draft to be checked; ``check fraud`` is a topic."""

_OPTION = re.compile(r"(?<!\S)(since|outlet):(?:[\"“]([^\"”]*)[\"”]|(\S+))", re.IGNORECASE)
_BLANK = re.compile(r"\s+")
_ORDER = re.compile(r"/?(brief|digest|check)(?::\s*|\s+)(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The place of a question, and where its reply belongs."""

    workspace: str
    """Slack's team, Discord's server; what one newsroom has, another never sees."""
    channel: str
    """What collections are mapped to: of a thread that is a channel of its own, the channel it hangs on."""
    user: str
    thread: str | None = None
    """The thread that the reply belongs in; None where the reply opens one of its own, or needs none."""
    message: str | None = None
    """The message that asks, or under which a button was pressed; commands have none."""
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
    """How this very request can be answered, where the platform gives a way: an address or a token that is soon stale."""
    named: bool = True
    """Whether the desk was spoken to by name; a plain message in a thread is answered only where the channel's mode says so."""
    under: bool = False
    """Whether the thread stands under a post of the desk's own."""
    headless: bool = False
    """Whether it is a direct message outside any thread, so that what was said before it is the whole conversation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A button that was pressed."""

    action: Action
    reply: str
    """The id of the reply it stands under."""
    value: str
    """Which one: ``good`` or ``bad`` of feedback; of passages the number of the source, empty for all."""
    where: Where
    respond: str | None = None


def asked(kind: Kind, words: str, where: Where, **known: Any) -> Request:
    """A request in the words that somebody typed: options taken out, and the usage asked for where nothing else is.

    Args:
        kind: What the command or the first word says.
        words: What follows it, cleaned of the platform's own marks.
        where: Its place.
        known: The other fields of the request.
    """
    if kind == "brief" and (ordered := _ORDER.match(words)) and ordered[1].lower() == "check" and _draft(words, ordered):
        kind, words = "check", words[ordered.end() :]
    if kind in ("check", "digest"):
        # A draft is taken as it stands, and a digest's words have options of their own.
        return Request(kind=kind, words=words.strip(), where=where, **known)
    options = {found[1].lower(): found[2] or found[3] for found in _OPTION.finditer(words) if found[2] or found[3]}
    words = _BLANK.sub(" ", _OPTION.sub(" ", words)).strip()
    if not any(map(str.isalnum, words)) or words.lower() == "help":
        kind = "help"
    since, outlet = options.get("since"), options.get("outlet")
    return replace(Request(kind=kind, words=words, where=where, since=since, outlet=outlet), **known)


def spoken(words: str) -> tuple[Kind, str]:
    """What a message asks for, and the words of it: ``brief TOPIC``, ``digest …``, ``check TEXT``, else a question."""
    ordered = _ORDER.match(words)
    if ordered is None or (ordered[1].lower() == "check" and not _draft(words, ordered)):
        return "ask", words
    kind: dict[str, Kind] = {"brief": "brief", "digest": "digest", "check": "check"}
    return kind[ordered[1].lower()], words[ordered.end() :].strip()


def _draft(words: str, ordered: re.Match[str]) -> bool:
    return ":" in ordered[0] or len(words[ordered.end() :].split()) >= DRAFT


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
