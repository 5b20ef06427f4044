"""Our own page of a source: what is linked where an article has no address of its own.

The path of a page is a capability: which source, which revision and which words are cited, under a signature. Whoever was
given the link can open it; nobody can make one, so nobody can leaf through the sources, or read a private collection.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import html
import re
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Protocol

from aiohttp import web

from bot.domain import Span
from bot.engine.calendar import shown
from bot.errors import NutgrafError, UnknownSource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.domain import Reading, Source
    from bot.engine.view import Entry
    from bot.state.store import State

PATH = "/sources/"
MARKED = 4
"""Spans in one link; a message has room for many links only where each is short."""
SIGNED = 16
"""Bytes of the signature that are kept: 128 bits, as RFC 2104 allows for SHA-256."""
KEY = 32

_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
_CAPABILITY = re.compile(
    r"([0-9A-Za-z_-]{1,64})\.([0-9A-Za-z_-]{1,64})\.((?:\d{1,9}-\d{1,9}(?:_\d{1,9}-\d{1,9}){0,3})?)\.([\w-]{22})"
)
_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_WEB = re.compile(r"https?://[^\s\x00-\x1f\x7f]+", re.IGNORECASE)

STYLE = (
    ":root{color-scheme:light dark}"
    "body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.6 Georgia,serif;overflow-wrap:break-word}"
    "h1{font-size:1.5rem;line-height:1.25;margin:0 0 .5rem}"
    "header p,footer{font:.9rem/1.5 system-ui,sans-serif;margin:.25rem 0}"
    ".status{font-weight:bold}"
    "article{white-space:pre-wrap;margin:1.5rem 0}"
    "mark{padding:.1em 0;scroll-margin-top:30vh}"
    "footer{border-top:1px solid;padding-top:.5rem}"
)
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        f"style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"
    ),
    "X-Robots-Tag": "noindex, nofollow, noarchive, nosnippet",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}
STATUS = {
    "corrected": "The outlet has corrected this article.",
    "retracted": "The outlet has withdrawn this article: do not rely on it.",
    "embargoed": "This article is under embargo: it is not to be published yet.",
}


class Library(Protocol):
    """The sources, as far as their pages show them."""

    async def reading(self, source: str, revision: str | None = None) -> Reading:
        """One reading; raises ``UnknownSource``."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """What a page shows: a revision of a source, and the words of it that are cited."""

    source: str
    revision: str
    cited: tuple[Span, ...] = ()


def signed(leaf: Leaf, key: bytes) -> str | None:
    """The capability for a page; None for ids that no path can carry as they are."""
    if not (_ID.fullmatch(leaf.source) and _ID.fullmatch(leaf.revision)):
        return None
    marked = "_".join(f"{span.start}-{span.end}" for span in leaf.cited)
    named = f"{leaf.source}.{leaf.revision}.{marked}"
    return f"{named}.{_signature(named, key)}"


def opened(capability: str, key: bytes) -> Leaf | None:
    """What a capability is for; None where we did not sign it."""
    found = _CAPABILITY.fullmatch(capability)
    if found is None or not capability.isascii():
        return None
    named, _, signature = capability.rpartition(".")
    if not hmac.compare_digest(_signature(named, key), signature):
        return None
    pairs = [tuple(map(int, pair.split("-"))) for pair in filter(None, found[3].split("_"))]
    return Leaf(source=found[1], revision=found[2], cited=tuple(Span(start=start, end=end) for start, end in pairs))


def joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans in the order of the text, those that touch made one: neighbouring sentences are mostly cited together."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        # A blank between two sentences belongs to neither.
        if found and span.start <= found[-1].end + 1:
            found[-1] = Span(start=found[-1].start, end=max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def _signature(named: str, key: bytes) -> str:
    # Named after its purpose, so that no other use of the key can be passed off as this one.
    digest = hmac.digest(key, f"source page\n{named}".encode(), "sha256")[:SIGNED]
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class Pages:
    """The pages of our own sources, on the service's one door.

    Args:
        url: Where people reach that door; None where they do not, and then there are neither links nor pages.
        state: Keeps the key.
        library: The sources.
        random: Where a new key comes from; an operating system's own in earnest.
    """

    def __init__(self, url: str | None, state: State, library: Library, random: Random) -> None:
        self._url = url
        self._state = state
        self._library = library
        self._fresh = random.randbytes(KEY)
        self._key = b""

    @property
    def routes(self) -> Sequence[web.RouteDef]:
        """What the door serves."""
        return (web.get(PATH + "{capability}", self._serve),) if self._url else ()

    async def open(self) -> None:
        """Fetch the key that all replicas share. Raises StoreUnavailable."""
        if self._url:
            self._key = await self._state.key("pages", self._fresh)

    def link(self, entry: Entry) -> str | None:
        """The address of a listed source's page, at the first words that are cited; None without a public address."""
        if not (self._url and self._key):
            return None
        capability = signed(Leaf(source=entry.id, revision=entry.revision, cited=joined(entry.cited)[:MARKED]), self._key)
        return f"{self._url}{PATH}{capability}{'#cited' if entry.cited else ''}" if capability else None

    async def _serve(self, request: web.Request) -> web.Response:
        leaf = opened(request.match_info["capability"], self._key) if self._key else None
        if leaf is None:
            return _response(_notice("There is no such page", "See that the link is whole."), 404)
        try:
            reading = await self._library.reading(leaf.source, leaf.revision)
            newest = (await self._library.reading(leaf.source)).source.revision
        except UnknownSource:
            return _response(
                _notice("This source is no longer kept", "Ask the newsroom's desk again for what it has now."), 410
            )
        except NutgrafError:
            return _response(_notice("The desk cannot read its sources just now", "Please try again in a minute."), 503)
        return _response(page(reading, leaf.cited, newer=newest != leaf.revision), 200)


def page(reading: Reading, cited: Sequence[Span], *, newer: bool = False) -> str:
    """A source as an HTML page: what is known of it, and its text as it was stored, with the cited words marked.

    Args:
        reading: The revision that was cited.
        cited: What was cited of it; spans beyond the text are left out.
        newer: Whether the source has changed since.
    """
    source = reading.source
    known = [source.outlet, source.author, shown(source.published) if source.published else "undated", source.place]
    lines = [f"<p>{' · '.join(_shown(text) for text in known if text)}</p>"]
    if source.url and _WEB.fullmatch(source.url):
        lines.append(f'<p><a href="{_shown(source.url)}" rel="noreferrer noopener nofollow">The original</a></p>')
    if source.status in STATUS:
        lines.append(f'<p class="status">{STATUS[source.status]}</p>')
    if newer:
        lines.append('<p class="status">The newsroom has a newer text of this article; this is the one that was cited.</p>')
    body = "".join(_marked(reading.text, cited))
    foot = "The text as the newsroom's desk has stored it; what is marked is cited. Whoever has the link can read this page."
    return _document(source, f"<header><h1>{_shown(source.title)}</h1>{''.join(lines)}</header><article>{body}</article>", foot)


def _marked(text: str, cited: Sequence[Span]) -> Iterator[str]:
    at, first = 0, True
    for span in sorted(cited, key=lambda span: (span.start, span.end)):
        start, end = max(span.start, at), span.end
        if start >= end or end > len(text):
            continue
        yield _shown(text[at:start])
        yield f"{'<mark id=cited>' if first else '<mark>'}{_shown(text[start:end])}</mark>"
        at, first = end, False
    yield _shown(text[at:])


def _shown(text: str) -> str:
    """Characters as HTML that shows them, without those that would turn or hide others."""
    return html.escape(_UNPRINTABLE.sub("", text), quote=True)


def _document(source: Source | None, body: str, foot: str) -> str:
    title = _shown(source.title) if source else "Nutgraf"
    return (
        '<!doctype html>\n<html><head><meta charset="utf-8"><meta name="robots" content="noindex, nofollow">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{STYLE}</style></head>"
        f"<body>{body}<footer>{foot}</footer></body></html>\n"
    )


def _notice(title: str, words: str) -> str:
    return _document(None, f"<header><h1>{title}</h1></header>", words)


def _response(text: str, status: int) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8", headers=HEADERS)
