"""The layout of a text: which of its lines are the article, and what the others say about it.

The text itself is never changed: every line is given a kind, as blocks that lie in it. Each ``body`` block is one paragraph.
A doubtful line is body, because losing a true sentence is worse than keeping junk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.corpus import credits, dates
from bot.corpus.dateline import alone, dateline, kicker
from bot.corpus.furniture import furniture
from bot.corpus.headline import HEAD, ended, headline, made, opening, prose
from bot.corpus.lines import Line, lines
from bot.corpus.masthead import SECTIONS, Masthead, spelt
from bot.corpus.notices import notice
from bot.domain import Block, BlockKind, Moment, Status

if TYPE_CHECKING:
    from bot.corpus.document import Document

_TAIL: Final = 12
"""Lines below the article that are searched for its date and its owner."""
_BARE: Final = 16
"""Characters of the longest line that is only the head of a notice, with its words on the next."""
_WORD = re.compile(r"\w[\w'’.-]*")
_PREFIX = re.compile(r"(?:(?:date|dated|published|posted|updated|published on)\b\s*:?\s*)?", re.I)
_SAID = re.compile(r"[\"“”]|\b(?:said|says|told|added|according)\b")
_SCORE = re.compile(r"\d+\s?[-–:,]\s?\d|:\s+\S*\d|\b(?:said|says|told)\b")
_ENTRY = re.compile(r"(?:--?|—|–)\s?[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}(?:, [A-Z][\w. ]{2,30})?$")
_BUTTON_VERBS: Final = frozenset(("view", "watch", "see", "read", "play", "show"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What a document says about itself, and which parts of its text are what."""

    title: str
    outlet: str | None = None
    """The paper given or found, or else the agency that signs the dateline."""
    agency: str | None = None
    author: str | None = None
    place: str | None = None
    published: Moment | None = None
    status: Status = "live"
    blocks: tuple[Block, ...] = ()
    notes: tuple[str, ...] = ()


def lay_out(document: Document) -> Layout:
    """What is the article in a document's text, and what it says of its title, outlet, author, place and date.

    What came with the document wins over what its text says. A date is the document's own or stays unknown.
    """
    text = document.text
    page = lines(text)
    found = Masthead()
    kinds: list[BlockKind | None] = [None] * len(page)
    _hinted(document, page, kinds)
    start = opening(page, kinds)
    title = headline(document, page, kinds, start)
    for number, line in enumerate(page):
        if kinds[number] is None:
            bare = (
                number > 0
                and len(page[number - 1].text) < _BARE
                and notice(page[number - 1].text) in ("corrected", "retracted")
            )
            if bare and len(line.text) <= 600:
                found.notes.append(line.text[:200])
                kinds[number] = "furniture"
            else:
                kinds[number] = _kind(line, number, start, len(page), found)
    _around_title(page, kinds, start, found)
    _headings(page, kinds)
    if not any(kind == "body" for kind in kinds):
        _rescue(page, kinds)
    blocks = _blocks(page, kinds, found, document.outlet)
    return _described(document, title, blocks, found)


def _hinted(document: Document, page: list[Line], kinds: list[BlockKind | None]) -> None:
    hints = iter(document.blocks)
    hint = next(hints, None)
    for number, line in enumerate(page):
        while hint is not None and hint.end <= line.start:
            hint = next(hints, None)
        if hint is not None and hint.start <= line.start and line.end <= hint.end:
            kinds[number] = hint.kind


def _kind(line: Line, number: int, start: int, count: int, found: Masthead) -> BlockKind:
    text = line.text
    size = len(text)
    if size <= 1_000 and (status := notice(text)) is not None and (status != "embargoed" or number < start):
        found.noticed(status, text)
        return "furniture"
    if size > 600:
        return "body"
    above = number < max(start, 4)
    if size <= 340 and (above or number >= count - _TAIL):
        if labelled := credits.label(text):
            if found.labelled(*labelled, above=above):
                return "byline" if labelled[0] in ("author", "byline") else "furniture"
        elif size <= 120 and found.dated(text):
            return "furniture"
    if signed := alone(text):
        found.opened(signed, first=False)
        return "dateline"
    if furniture(text):
        if "©" in text or "opyright" in text:
            found.owned(text)
        return "furniture"
    if credits.caption(text):
        return "caption"
    if by := credits.byline(text):
        found.signed(*by, above=number < start + 2)
        return "byline"
    if (at := credits.credit(text)) is not None and (number < start or _pictured(text[:at], number, count)):
        return "caption"
    return "body"


def _pictured(words: str, number: int, count: int) -> bool:
    """Whether words before a credit describe a picture: short, nobody speaks, and not the article's last."""
    return number + 1 < count and len(words) <= 300 and not _SAID.search(words)


def _around_title(page: list[Line], kinds: list[BlockKind | None], start: int, found: Masthead) -> None:
    """Sorts the few words that stand alone above the article: the paper, a person, a section, a second headline."""
    top = kinds.index("title") if "title" in kinds else len(page)
    last = max((number for number, kind in enumerate(kinds[: start + 8]) if kind == "title"), default=-1)
    for number in range(min(max(start, last), len(page), HEAD + start)):
        line = page[number]
        if kinds[number] != "body" or prose(line.text):
            continue
        words = _WORD.findall(line.text)
        small = [word for word in words if word[0].islower()]
        lower = line.text.lower()
        if len(words) <= 5 and not small and not ended(line.text):
            if lower in SECTIONS or any(character.isdigit() for character in lower):
                kinds[number] = "furniture"
            elif credits.outlet(line.text) or (len(words) == 1 and len(line.text) > 3 and _beside_title(kinds, number)):
                found.outlet = found.outlet or spelt(line.text)
                kinds[number] = "byline"
            elif (number > top and 2 <= len(words) <= 4 and words[0].lower() not in _BUTTON_VERBS) or _agency_next(
                page, number
            ):
                found.author = found.author or line.text
                kinds[number] = "byline"
            else:
                kinds[number] = "furniture" if len(words) < 3 else "heading"
        elif len(words) <= 2:
            kinds[number] = "furniture"
        elif not ended(line.text):
            kinds[number] = "heading"


def _beside_title(kinds: list[BlockKind | None], number: int) -> bool:
    """Whether the headline stands just above a line, and again or a date or a picture just below."""
    return number > 0 and kinds[number - 1] == "title" and kinds[number + 1 : number + 2] != ["body"]


def _agency_next(page: list[Line], number: int) -> bool:
    return number + 1 < len(page) and len(page[number + 1].text) < 60 and credits.outlet(page[number + 1].text)


def _headings(page: list[Line], kinds: list[BlockKind | None]) -> None:
    """Marks subheadings between paragraphs, and what trails after the article's end."""
    body = [number for number, kind in enumerate(kinds) if kind == "body"]
    prose = [number for number in body if len(page[number].text) > 100 or ended(page[number].text)]
    if not prose:
        return
    first, last = prose[0], prose[-1]
    trailing = False
    short = {number for number in body if len(page[number].text) <= 100 and not ended(page[number].text)}
    for number in range(first + 1, len(page)):
        if number > last and kinds[number] in ("furniture", "byline"):
            trailing = True
        if kinds[number] != "body" or len(page[number].text) > 100:
            continue
        text = page[number].text
        if number > last:
            if trailing and not ended(text) and not re.search(r"[:\d]", text):
                kinds[number] = "furniture"
        elif number < last and _heading(text) and kinds[number + 1] in ("body", "caption"):
            listed = number + 1 in short or number - 1 in short
            if not (listed and re.search(r"[,:–—\d]", text)):  # a list of results or of names is the article's own
                kinds[number] = "heading"
        elif _ENTRY.match(text):
            kinds[number] = "byline"  # a live blog signs each entry


def _heading(text: str) -> bool:
    if ended(text) and not text.endswith("?"):
        return False
    words = _WORD.findall(text)
    return (
        1 <= len(words) <= 12
        and (text[0].isupper() or text[0].isdigit() or text[0] in "'\"‘“")
        and text[-1] not in ",;:—–-"
        and not text.startswith(("•", "·", "●", "▪", "*", "- "))
        and not (text[-1] in '"”' and len(words) > 5)
        and not _SCORE.search(text)
    )


def _rescue(page: list[Line], kinds: list[BlockKind | None]) -> None:
    """A page on which nothing looks like an article: its sentences are, or else its longest line that is no title."""
    chosen = [n for n, line in enumerate(page) if kinds[n] in ("furniture", "heading", "caption") and prose(line.text)]
    if not chosen:
        rest = [n for n in range(len(page)) if kinds[n] != "title"] or list(range(len(page)))
        chosen = [max(rest, key=lambda n: len(page[n].text))] if rest else []
    for number in chosen:
        kinds[number] = "body"


def _blocks(page: list[Line], kinds: list[BlockKind | None], found: Masthead, outlet: str | None) -> tuple[Block, ...]:
    blocks: list[Block] = []
    first = True
    last = max((number for number, kind in enumerate(kinds) if kind == "body"), default=-1)
    for number, line in enumerate(page):
        kind = kinds[number] or "body"
        start, end = line.start, line.end
        if kind == "body":
            opened = _opened(line, found, outlet, first=first)
            if opened and start + opened[0] < end:
                blocks.append(Block(start=start, end=start + len(line.text[: opened[0]].rstrip()), kind=opened[1]))
                start += opened[0]
            if (
                number == last
                and not first
                and (at := credits.credit(line.text)) is not None
                and ended(line.text[:at].rstrip())
            ):
                blocks.append(Block(start=start, end=line.start + len(line.text[:at].rstrip()), kind="body"))
                start, kind = line.start + at, "byline"
                start += len(text := line.text[at:]) - len(text.lstrip())
            first = False
        blocks.append(Block(start=start, end=end, kind=kind))
    return tuple(blocks)


def _opened(line: Line, found: Masthead, outlet: str | None, *, first: bool) -> tuple[int, BlockKind] | None:
    """How many characters of a paragraph stand before its first sentence, and what they are."""
    text, at = line.text, 0
    if not first and not (text[:2].isupper() or text[0] in "([" or "(" in text[:80]):
        return None
    kind: BlockKind = "dateline"
    if first:
        label = _PREFIX.match(text)
        stamp = text[label.end() : label.end() + 60] if label else ""
        when = dates.written(stamp) if stamp[:1].isalnum() else None
        if label and when and when.start == 0:
            rest = stamp[when.end :]
            if re.match(r"\s*[|•·:–—-]\s*\S", rest) or (
                (label.end() or stamp[:4].isdigit()) and re.match(r"\s+[A-ZÀ-Þ\"“'‘]", rest)
            ):
                found.dates.append((0 if label.end() else 1, when.moment, when.note))
                at = label.end() + when.end + len(rest) - len(rest.lstrip(" \t|•·:–—-\u00a0"))
                kind = "furniture"
    opened = dateline(text[at : at + 400], first=first, outlet=outlet or found.outlet)
    if opened:
        found.opened(opened, first=first)
        return at + opened.end, "dateline"
    at += kicker(text[at : at + 60])
    return (at, kind if kind == "furniture" else "furniture") if at else None


def _described(document: Document, title: str | None, blocks: tuple[Block, ...], found: Masthead) -> Layout:
    notes = list(document.notes)
    published: Moment | None = None
    if document.published:
        published, note = dates.given(document.published)
        notes += [note] if note else []
    if published is None:
        published, note = found.published()
        notes += [note] if note else []
    return Layout(
        title=title or made(document.text, blocks),
        outlet=document.outlet or found.outlet or found.agency,
        agency=found.agency,
        author=document.author or found.author,
        place=document.place or found.place,
        published=published,
        status=document.status if document.status != "live" else found.status,
        blocks=blocks,
        notes=tuple(dict.fromkeys([*notes, *found.notes[:20]])),
    )
