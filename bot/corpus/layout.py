"""The layout of a text: which of its lines are the article, and what the others say about it.

The text itself is never changed: every line is given a kind, as blocks that lie in it. Each ``body`` block is one paragraph.
A doubtful line is body, because losing a true sentence is worse than keeping junk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING, Final

from bot.corpus import credits, dates
from bot.corpus.dateline import alone, dateline, kicker
from bot.corpus.furniture import furniture
from bot.corpus.lines import Line, lines
from bot.corpus.notices import notice
from bot.domain import Block, BlockKind, Moment, Status

if TYPE_CHECKING:
    from bot.corpus.document import Document

_HEAD: Final = 15
"""Lines above the article that are searched for its headline, its byline and its date."""
_TAIL: Final = 12
_LONGEST_TITLE: Final = 220
_MADE_TITLE: Final = 110
_WORD = re.compile(r"\w[\w'’.-]*")
_ENDED = re.compile(r"[.!?…][\"'”’)\]»]*$")
_FOLD = re.compile(r"[\W_]+")
_SECTIONS: Final = frozenset(
    "news world politics business sport sports opinion national international local economy finance markets money technology tech science "
    "health culture arts entertainment lifestyle travel education environment climate europe asia africa americas america eurasia oceania "
    "us usa uk middle east home video live latest analysis features feature investigation investigations conflict defence defense war crime "
    "law weather style food society media education energy ukraine russia china india".split()  # noqa: SIM905
)
"""What pages call their sections: never taken for the name of the paper."""
_PREFIX = re.compile(r"(?:(?:date|dated|published|posted|updated|published on)\b\s*:?\s*)?", re.I)
_DATE_WORDS: Final = frozenset(
    "published publication posted updated update last modified first created date dated on at by from edt est gmt utc pm am bst cet "
    "mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday original issued article "
    "time min read ist local".split()  # noqa: SIM905
)


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


@dataclass(slots=True)
class _Found:
    """What has been found so far."""

    outlet: str | None = None
    author: str | None = None
    agency: str | None = None
    place: str | None = None
    title: str | None = None
    yearless: str | None = None
    """A dateline's date that names no year."""
    status: Status = "live"
    dates: list[tuple[int, Moment, str | None]] = field(default_factory=list)
    """Rank (published before undecorated before updated), moment, note."""
    notes: list[str] = field(default_factory=list)


def lay_out(document: Document) -> Layout:
    """What is the article in a document's text, and what it says of its title, outlet, author, place and date.

    What came with the document wins over what its text says. A date is the document's own or stays unknown.
    """
    text = document.text
    page = lines(text)
    found = _Found()
    kinds: list[BlockKind | None] = [None] * len(page)
    _hinted(document, page, kinds)
    start = _opening(page, kinds)
    title = _headline(document, page, kinds, start)
    for number, line in enumerate(page):
        if kinds[number] is None:
            kinds[number] = _kind(line, number, start, len(page), found)
    _around_title(page, kinds, start, found)
    _headings(page, kinds)
    if not any(kind == "body" for kind in kinds):
        _rescue(page, kinds)
    blocks = _blocks(page, kinds, found, document.outlet)
    return _described(document, title or found.title, blocks, found)


def _hinted(document: Document, page: list[Line], kinds: list[BlockKind | None]) -> None:
    hints = iter(document.blocks)
    hint = next(hints, None)
    for number, line in enumerate(page):
        while hint is not None and hint.end <= line.start:
            hint = next(hints, None)
        if hint is not None and hint.start <= line.start and line.end <= hint.end:
            kinds[number] = hint.kind


def _opening(page: list[Line], kinds: list[BlockKind | None]) -> int:
    """Number of the first line of prose."""
    for number, line in enumerate(page):
        if kinds[number] is None and _prose(line) and not _around(line.text):
            at = credits.credit(line.text)
            if (at is None or number + 1 == len(page)) and not _above_dateline(page, number):
                return number
    return len(page)


def _above_dateline(page: list[Line], number: int) -> bool:
    """Whether a short line stands just above the dateline that opens the article, and so is its headline."""
    return (
        number + 1 < len(page)
        and len(page[number].text) <= _LONGEST_TITLE
        and dateline(page[number].text, first=True) is None
        and dateline(page[number + 1].text[:400], first=False) is not None
    )


def _around(text: str) -> bool:
    """Whether a line's wording shows that it is not where an article begins."""
    return furniture(text) or credits.caption(text) or credits.label(text) is not None or notice(text) is not None


def _prose(line: Line) -> bool:
    """Whether a line reads like a paragraph rather than a headline."""
    if len(line.text) > _LONGEST_TITLE:
        return True
    if not _ENDED.search(line.text[-8:]):
        return len(_WORD.findall(line.text)) > 30
    words = _WORD.findall(line.text)
    return len(words) >= 8 and not _title_case(words)


def _title_case(words: list[str]) -> bool:
    long = [word for word in words[1:] if len(word) > 3 and word[0].isalpha()]
    return len(long) >= 3 and sum(word[0].isupper() for word in long) >= 0.8 * len(long)


def _headline(document: Document, page: list[Line], kinds: list[BlockKind | None], start: int) -> str | None:
    """The headline, given or found; every line that repeats it is marked."""
    title = document.title
    top = page[: max(min(start + 8, len(page)), min(_HEAD, len(page)))]
    if title is None:
        title = next(
            (line.text for line, kind in zip(page, kinds, strict=True) if kind == "heading" and line.start < 4_000), None
        )
    if title is None:
        seen: set[str] = set()
        for line in top:
            folded = _folded(line.text)
            if (
                folded in seen
                and len(line.text) <= _LONGEST_TITLE
                and len(_WORD.findall(line.text)) >= 3
                and not furniture(line.text)
            ):
                title = line.text
                break
            seen.add(folded)
    if title is None:
        title = next((line.text for line in page[: min(start, _HEAD)] if _may_be_title(line, page)), None)
    if title is None:
        return None
    folded = _folded(title)
    cut = _folded(title.rstrip(".… ")) if title.rstrip().endswith(("...", "…")) else None
    for number, line in enumerate(page):
        if len(line.text) > len(title) + 60 or len(line.text) > 1_000:
            continue
        here = _folded(line.text)
        if here == folded or (cut and len(cut) >= 20 and number < _HEAD and here.startswith(cut)):
            kinds[number] = "title"
    return title.strip(" #*").rstrip(";") if document.title is None else title


def _may_be_title(line: Line, page: list[Line]) -> bool:
    words = _WORD.findall(line.text)
    return (
        3 <= len(words) <= 32
        and len(line.text) <= _LONGEST_TITLE
        and len(page) > 1
        and not line.text.endswith((",", ":"))
        and not furniture(line.text)
        and credits.byline(line.text) is None
        and credits.label(line.text) is None
        and not credits.caption(line.text)
        and credits.credit(line.text) is None
        and notice(line.text) is None
        and not credits.outlet_line(line.text)
        and _dated(line.text) is None
        and dateline(line.text, first=True) is None
    )


def _folded(text: str) -> str:
    return _FOLD.sub(" ", text).strip().casefold()


def _kind(line: Line, number: int, start: int, count: int, found: _Found) -> BlockKind:
    text = line.text
    size = len(text)
    if size <= 1_000 and (status := notice(text)) is not None and (status != "embargoed" or number < start):
        rank = ("live", "embargoed", "corrected", "retracted").index
        found.status = max(found.status, status, key=rank)
        found.notes.append(f"{status}: {text[:200]}")
        return "furniture"
    if size > 600:
        return "body"
    edge = number < max(start, 4) or number >= count - _TAIL
    if edge and size <= 340:
        if labelled := credits.label(text):
            if _taken(labelled, found, above=number < max(start, 4)):
                return "byline" if labelled[0] in ("author", "byline") else "furniture"
        elif size <= 120 and (dated := _dated(text)) is not None:
            _date(dated, found)
            return "furniture"
    if signed := alone(text):
        found.place, found.agency = found.place or signed.place, found.agency or signed.agency
        return "dateline"
    if furniture(text):
        if "©" in text or "opyright" in text:
            _owner(text, found)
        return "furniture"
    if credits.caption(text):
        return "caption"
    if by := credits.byline(text):
        _signed(by, found, early=number < start + 2)
        return "byline"
    if (at := credits.credit(text)) is not None and (number < start or _pictured(text[:at], number, count)):
        return "caption"
    return "body"


def _pictured(words: str, number: int, count: int) -> bool:
    """Whether words before a credit describe a picture: short, nobody speaks, and not the article's last."""
    return number + 1 < count and len(words) <= 300 and not re.search(r"[\"“”]|\b(?:said|says|told|added|according)\b", words)


def _taken(labelled: tuple[str, str], found: _Found, *, above: bool) -> bool:
    """Takes over what a labelled line says; False where its value is not of its kind, and the line may be prose."""
    key, value = labelled
    if key in ("title", "headline"):
        found.title = found.title or value[:_LONGEST_TITLE]
    elif key in ("author", "byline"):
        found.author = found.author or re.sub(r"(?i)^by ", "", value)[:120]
    elif key in ("outlet", "source", "publication", "publisher", "newspaper"):
        if len(_WORD.findall(value)) > 6:
            return False
        found.outlet = found.outlet or (value if above else None)  # below an article, "Source:" is a chart's
    elif key in ("place", "location", "dateline"):
        if len(value) > 60:
            return False
        found.place = found.place or value
    elif "date" in key or key.startswith("pub"):
        when = dates.written(value)
        if when is None or len(value) > 80:
            return False
        found.dates.append((2 if "updated" in key else 0, when.moment, when.note))
    return len(value) < 160 or key in ("url", "link")


def _dated(text: str) -> tuple[int, dates.Written, str] | None:
    """A line that is nothing but a date with its label, or after a section's name: rank, date, the rest of the line."""
    when = dates.written(text)
    if when is None:
        return None
    rest = f"{text[: when.start]} {text[when.end :]}"
    words = [word for word in _WORD.findall(rest) if not word.strip(".").isdigit()]
    plain = [word for word in words if word.strip(".").lower() not in _DATE_WORDS]
    if len(plain) > 4 or any(not word[0].isupper() for word in plain) or re.search(r"[.!?;]\s+\w", rest):
        return None
    if not plain and not words and len(text) > when.end - when.start + 12:
        return None
    said = {word.lower() for word in words}
    rank = 2 if said & {"updated", "modified", "update"} else 0 if said & {"published", "posted", "publication", "first"} else 1
    return rank, when, " ".join(plain)


def _date(dated: tuple[int, dates.Written, str], found: _Found) -> None:
    rank, when, rest = dated
    found.dates.append((rank, when.moment, when.note))
    if rest and found.outlet is None and credits.outlet(rest) and rest.lower() not in _SECTIONS:
        found.outlet = rest


def _owner(text: str, found: _Found) -> None:
    owner = re.search(
        r"(?:©|\(c\)|[Cc]opyright)(?:\s|©|\(c\)|[Cc]opyright|\d{4}|[-–,])*(?:by )?(?P<who>[A-Z][\w.'’& -]{1,60}?)(?:[.,|]|$| [Aa]ll )",
        text,
    )
    if owner and found.outlet is None and credits.outlet(owner["who"]):
        found.outlet = owner["who"].strip()


def _signed(by: tuple[str, str | None], found: _Found, *, early: bool) -> None:
    who, rest = by
    if not early and found.author:
        return
    parts = [part.strip() for part in re.split(r",", who)]
    if len(parts) > 1 and credits.outlet(parts[-1]):
        rest, parts = parts[-1], parts[:-1]
    name = ", ".join(parts)
    name = re.sub(r"\s+in [A-Z].*$", "", name)
    found.author = found.author or _named(name)
    if rest and found.outlet is None and len(rest) < 60 and credits.outlet(rest) and dates.written(rest) is None:
        found.outlet = rest
    if rest and (when := dates.written(rest)) is not None:
        found.dates.append((1, when.moment, when.note))


def _named(name: str) -> str:
    return re.sub(r"[^\W\d_]{4,}", lambda word: word[0].capitalize(), name) if name.isupper() else name


def _around_title(page: list[Line], kinds: list[BlockKind | None], start: int, found: _Found) -> None:
    """Sorts the few words that stand alone above the article: the paper, a person, a section, a second headline."""
    last = max((number for number, kind in enumerate(kinds[: start + 8]) if kind == "title"), default=-1)
    for number in range(min(max(start, last), len(page), _HEAD + start)):
        line = page[number]
        if kinds[number] != "body" or _prose(line):
            continue
        words = _WORD.findall(line.text)
        small = [word for word in words if word[0].islower()]
        lower = line.text.lower()
        if len(words) <= 5 and not small and not _ENDED.search(line.text):
            if lower in _SECTIONS or any(character.isdigit() for character in lower):
                kinds[number] = "furniture"
            elif credits.outlet(line.text) or (len(words) == 1 and len(line.text) > 3 and _beside_title(kinds, number)):
                found.outlet = found.outlet or _named(line.text)
                kinds[number] = "byline"
            elif (
                2 <= len(words) <= 4
                and words[0].lower() not in ("view", "watch", "see", "read", "play", "show")
                and any(kind == "title" for kind in kinds[:number])
                or _agency_next(page, number)
            ):
                found.author = found.author or line.text
                kinds[number] = "byline"
            else:
                kinds[number] = "furniture" if len(words) < 3 else "heading"
        elif len(words) <= 2:
            kinds[number] = "furniture"
        elif not _ENDED.search(line.text):
            kinds[number] = "heading"


def _beside_title(kinds: list[BlockKind | None], number: int) -> bool:
    """Whether the headline stands just above a line, and again or a date or a picture just below."""
    return number > 0 and kinds[number - 1] == "title" and kinds[number + 1 : number + 2] != ["body"]


def _agency_next(page: list[Line], number: int) -> bool:
    return number + 1 < len(page) and len(page[number + 1].text) < 60 and credits.outlet(page[number + 1].text)


def _headings(page: list[Line], kinds: list[BlockKind | None]) -> None:
    """Marks subheadings between paragraphs, and what trails after the article's end."""
    body = [number for number, kind in enumerate(kinds) if kind == "body"]
    prose = [number for number in body if len(page[number].text) > 100 or _ENDED.search(page[number].text[-8:])]
    if not prose:
        return
    first, last = prose[0], prose[-1]
    trailing = False
    short = {number for number in body if len(page[number].text) <= 100 and not _ENDED.search(page[number].text[-8:])}
    for number in range(first + 1, len(page)):
        if number > last and kinds[number] in ("furniture", "byline"):
            trailing = True
        if kinds[number] != "body" or len(page[number].text) > 100:
            continue
        text = page[number].text
        if number > last:
            if trailing and not _ENDED.search(text[-8:]) and not re.search(r"[:\d]", text):
                kinds[number] = "furniture"
        elif number < last and _heading(text) and kinds[number + 1] in ("body", "caption"):
            listed = number + 1 in short or number - 1 in short
            if not (listed and re.search(r"[,:–—\d]", text)):  # a list of results or of names is the article's own
                kinds[number] = "heading"
        elif re.match(r"(?:--?|—|–)\s?[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}$", text):
            kinds[number] = "byline"  # a live blog signs each entry


def _heading(text: str) -> bool:
    if _ENDED.search(text[-8:]) and not text.endswith("?"):
        return False
    words = _WORD.findall(text)
    return (
        1 <= len(words) <= 12
        and (text[0].isupper() or text[0].isdigit() or text[0] in "'\"‘“")
        and text[-1] not in ",;:—–-"
        and not text.startswith(("•", "·", "●", "▪", "*", "- "))
        and not (text[-1] in '"”' and len(words) > 5)
        and not re.search(r"\d+\s?[-–:,]\s?\d|:\s+\S*\d|[\"”'’],? (?:said|says)\b|\b(?:said|says|told)\b", text)
    )


def _rescue(page: list[Line], kinds: list[BlockKind | None]) -> None:
    """A page on which nothing looks like an article: its sentences are, or else its longest line that is no title."""
    chosen = [n for n, line in enumerate(page) if kinds[n] in ("furniture", "heading", "caption") and _prose(line)]
    if not chosen:
        rest = [n for n in range(len(page)) if kinds[n] != "title"] or list(range(len(page)))
        chosen = [max(rest, key=lambda n: len(page[n].text))] if rest else []
    for number in chosen:
        kinds[number] = "body"


def _blocks(page: list[Line], kinds: list[BlockKind | None], found: _Found, outlet: str | None) -> tuple[Block, ...]:
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
                and _ENDED.search(line.text[:at].rstrip())
            ):
                blocks.append(Block(start=start, end=line.start + len(line.text[:at].rstrip()), kind="body"))
                start, kind = line.start + at, "byline"
                start += len(text := line.text[at:]) - len(text.lstrip())
            first = False
        blocks.append(Block(start=start, end=end, kind=kind))
    return tuple(blocks)


def _opened(line: Line, found: _Found, outlet: str | None, *, first: bool) -> tuple[int, BlockKind] | None:
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
        found.place = found.place or opened.place
        found.agency = found.agency or opened.agency
        if opened.date:
            when = dates.written(opened.date)
            if when:
                found.dates.append((1, when.moment, when.note))
            elif first:
                found.yearless = opened.date
        return at + opened.end, "dateline"
    at += kicker(text[at : at + 60])
    return (at, kind if kind == "furniture" else "furniture") if at else None


def _described(document: Document, title: str | None, blocks: tuple[Block, ...], found: _Found) -> Layout:
    notes = list(document.notes)
    published: Moment | None = None
    if document.published:
        published, note = dates.given(document.published)
        notes += [note] if note else []
    if published is None and found.dates:
        _, published, note = min(found.dates, key=lambda dated: dated[0])
        notes += [note] if note else []
    if published is None and found.yearless:
        notes.append(f"the dateline says {found.yearless!r} but no year, so the date is unknown")
    return Layout(
        title=title or _made(document.text, blocks),
        outlet=document.outlet or found.outlet or found.agency,
        agency=found.agency,
        author=document.author or found.author,
        place=document.place or found.place,
        published=published,
        status=document.status if document.status != "live" else found.status,
        blocks=blocks,
        notes=tuple(dict.fromkeys([*notes, *found.notes[:20]])),
    )


def _made(text: str, blocks: tuple[Block, ...]) -> str:
    """A title out of the first sentence, for an article that has none."""
    start = next((block for block in blocks if block.kind == "body"), blocks[0])
    words = " ".join(text[start.start : min(start.end, start.start + 600)].split())
    sentence = re.match(r".{20,}?(?<![A-Z])(?<!\b[A-Z][a-z])[.!?][\"”’']?(?=\s|$)", words)
    words = sentence[0].rstrip(".") if sentence else words
    if len(words) <= _MADE_TITLE:
        return words
    return (
        words[:_MADE_TITLE].rpartition(" ")[0].rstrip(",;:—–-") + "…"
        if " " in words[:_MADE_TITLE]
        else words[:_MADE_TITLE] + "…"
    )
