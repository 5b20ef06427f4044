"""What is asked, by whom, and where: the same on every platform. Pure values, and the reading of words that people type.

Ids are the platform's own, as texts. A platform's ``parse`` makes these of what it is sent.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from dataclasses import fields as fields_of
from typing import Any, Literal, get_args

Kind = Literal["brief", "ask", "digest", "check", "help"]
Mode = Literal["mention", "joined"]
"""When a plain message in a thread is taken for a question: only with a mention, or wherever the desk was asked before."""
Action = Literal["passage", "timeline", "said", "share", "feedback"]
"""What a button under a reply does."""

LONGEST = 4_000
"""Characters of a question that are read: about a message's own limit on the platforms we know."""
TOKEN = 15 * 60.0
"""Seconds for which a request can be answered in the platform's own way, at least: of Discord's tokens, and half of Slack's."""
LATE = 60 * 60.0
"""Seconds after which an answer comes out of the blue: who asked has gone on, and so has the conversation."""
DRAFT = 4
"""Words from which ``check`` begins a draft to be checked, or fewer that end as a sentence; ``check fraud`` is a topic."""

_OPTION = re.compile(r"(?<!\S)(since|outlet):\s*(?:[\"“]([^\"”]*)[\"”]|(\S+))", re.IGNORECASE)
_ASKING = re.compile(
    r"(?:(?:and|but|so|then)\s+)?(?:wh(?:o|om|ose|at|en|ere|y|ich)|how|d(?:o|oes|id)|is|are|was|were|ha(?:s|ve|d)|can|could|will|would)\b",
    re.IGNORECASE,
)
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
    inside: bool = False
    """Whether ``thread`` is a channel of its own; else it is a message, and the reply stays beside it."""


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
    text = words[ordered.end() :].rstrip()
    return ":" in ordered[0] or text.endswith((".", "!", "”", '"')) or len(text.split()) >= DRAFT


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


def asks(words: str) -> bool:
    """Whether words are put as a question, and not as a remark that waits for no answer."""
    return "?" in words or bool(_ASKING.match(words))


def modes(text: str) -> dict[str, Mode]:
    """The modes of channels as an operator writes them, ``C012=joined,*=mention``. Raises ValueError."""
    found: dict[str, Mode] = {}
    for item in filter(None, map(str.strip, text.split(","))):
        channel, _, mode = item.rpartition("=")
        if mode not in ("mention", "joined"):
            raise ValueError(f"{item!r} is no CHANNEL=joined or CHANNEL=mention")
        found[channel or "*"] = "joined" if mode == "joined" else "mention"
    return found


def packed(request: Request, keys: Sequence[str]) -> bytes:
    """A request as JSON, with the names of the event it came in: some 50 kB at most, whatever was asked."""
    kept = asdict(replace(request, words=request.words[:LONGEST]))
    return json.dumps({"keys": list(keys), "request": kept}, separators=(",", ":")).encode()


def unpacked(kept: bytes) -> tuple[Request, tuple[str, ...]]:
    """The request and the names; what another version kept besides is left out. Raises ValueError where these are none."""
    try:
        read = json.loads(kept)
        fields, keys = _fields(Request, read["request"]), tuple(read["keys"])
        request = Request(**{**fields, "where": Where(**_fields(Where, fields["where"]))})
    except (TypeError, KeyError, ValueError, AttributeError) as exc:
        raise ValueError(f"no request ({type(exc).__name__})") from exc
    if request.kind not in get_args(Kind) or not keys or not all(isinstance(key, str) for key in keys):
        raise ValueError("no request")
    return request, keys


def _fields(of: type[Request | Where], kept: Mapping[str, Any]) -> dict[str, Any]:
    known = {field.name for field in fields_of(of)}
    return {name: value for name, value in kept.items() if name in known}


def late(request: Request, age: float) -> bool:
    """Whether a request is too old to be answered as if nothing had been."""
    return age > (LATE if request.respond is None else TOKEN)
