"""A view as text for a terminal or as Markdown: pure, and the same words in both."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING

from bot.engine.calendar import day_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.domain import Evidence, Reading, Source
    from bot.engine.explanation import Why
    from bot.engine.view import Entry, Line, Run, Style, View

UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters and direction overrides: an article must not be able to drive the reader's terminal."""
BLANK = re.compile(r"\s+")
WEB = re.compile(r"https?://[^\s\x00-\x1f\x7f]+")
NARROWEST = 24
CODES: dict[Style, str] = {"plain": "", "strong": "1", "emphasis": "3", "mark": "1", "marker": "2"}
SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")
NUMBER = re.compile(r"\[(?=\d+\])")
UNSEEN = "\u200b"
LEADING = re.compile(r"^(\d+)([.)])(?=\s)|^([#+-])(?=\s|#)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the terminal can show."""

    width: int = 80
    colour: bool = False
    links: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Characters of one style that are never broken apart."""

    text: str
    style: Style = "plain"
    link: str | None = None


Word = tuple[Piece, ...]
"""Pieces with no space between them."""


def text(view: View, look: Look | None = None) -> str:
    """The view as lines no wider than the terminal, ending in a newline."""
    look = look or Look()
    links = {entry.number: link for entry in view.sources if (link := _link(entry))} if look.links else {}
    blocks: list[list[str]] = []
    if view.title:
        head = [Piece(text=word, style="strong") for word in _clean(view.title).split()]
        facts = [Piece(text=word) for fact in view.facts for word in ("·", *_clean(fact).split())]
        blocks.append(_fill([(piece,) for piece in (*head, *facts)], look, "", ""))
    for part in view.parts:
        block = [_styled(Piece(text=part.title, style="strong"), look)] if part.title else []
        margin = max((len(line.label) for line in part.lines), default=0)
        for line in part.lines:
            first, rest = _indents(line, margin, look)
            block.extend(_fill(list(_words(line.runs, links, look)), look, first, rest))
        blocks.append(block)
    if view.sources:
        block = [_styled(Piece(text="Sources", style="strong"), look)]
        indent = len(f"[{len(view.sources)}] ") + 1
        for entry in view.sources:
            label = f"[{entry.number}]"
            link = links.get(entry.number)
            words = [(Piece(text=word, link=link),) for word in _clean(entry.title).split()]
            words += [(Piece(text=word, style="marker"),) for word in _detail(entry)]
            block.extend(_fill(words, look, f" {label:<{indent - 1}}", " " * indent))
        blocks.append(block)
    if foot := _foot(view):
        blocks.append(_fill([(Piece(text=word, style="marker"),) for word in foot.split()], look, "", ""))
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def markdown(view: View) -> str:
    """The view as Markdown, one paragraph or item a line."""
    lines: list[str] = []
    if view.title:
        lines += [" · ".join([f"**{_escape(view.title)}**", *map(_escape, view.facts)]), ""]
    for part in view.parts:
        if part.title:
            lines += [f"**{part.title}**", ""]
        for line in part.lines:
            words = _leading("".join(_marked(run) for run in line.runs).strip())
            if line.shape == "paragraph":
                lines += [words, ""]
            elif line.shape == "against":
                lines.append(f"  - {words}")
            else:
                lines.append(f"- {_escape(line.label)}: {words}" if line.label else f"- {words}")
        if lines[-1]:
            lines.append("")
    if view.sources:
        lines += ["**Sources**", ""]
        for entry in view.sources:
            title = _escape(_clean(entry.title))
            linked = f"[{title}](<{entry.url}>)" if entry.url and WEB.fullmatch(entry.url) and ">" not in entry.url else title
            detail = _escape(" ".join(_detail(entry)))
            lines.append(f"- \\[{entry.number}\\] {linked} {detail}".rstrip())
        lines.append("")
    lines.append(_escape(_foot(view)))
    return "\n".join(lines).rstrip() + "\n"


def columns(text: str) -> int:
    """How many cells of a terminal the characters take: wide ones two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if character == UNSEEN or unicodedata.combining(character) else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in text
    )


def _clean(words: str) -> str:
    return BLANK.sub(" ", UNPRINTABLE.sub("", words)).strip()


def _inert(words: str) -> str:
    """A number in brackets that an article has is none of our markers, and looks like one all the same."""
    return NUMBER.sub(f"[{UNSEEN}", words)


def _foot(view: View) -> str:
    """The small print: as of when, where no heading says so, and the notes."""
    facts = () if view.title else tuple(fact if fact.endswith("?") else f"{fact}." for fact in view.facts)
    return _clean(" ".join((*facts, *view.notes)))


def _detail(entry: Entry) -> Iterator[str]:
    """Outlet, date and place of one source, as words."""
    facts = [_clean(fact) for fact in (entry.outlet, entry.published or "undated") if fact]
    where = entry.url if entry.url and WEB.fullmatch(entry.url) else entry.path
    if where:
        facts.append(_clean(where if where is entry.url else where.replace("\\", "/").rpartition("/")[2]))
    if entry.copy_of:
        facts.append(f"same origin as [{entry.copy_of}]")
    if entry.status != "live":
        facts.append(entry.status.upper())
    for fact in facts:
        yield "·"
        yield from fact.split()


def _link(entry: Entry) -> str | None:
    if entry.url and WEB.fullmatch(entry.url):
        return entry.url
    if entry.path and entry.path.startswith("/"):
        from urllib.parse import quote

        return f"file://{quote(entry.path)}"
    return None


def _indents(line: Line, margin: int, look: Look) -> tuple[str, str]:
    if line.shape == "item":
        return " • ", "   "
    if line.shape == "against":
        return "   — ", "     "
    if line.shape == "event" and margin and look.width >= NARROWEST + margin:
        return f" {line.label:<{margin}}  ", " " * (margin + 3)
    if line.shape == "event":
        return (f" {line.label}: " if line.label else " "), "   "
    return "", ""


def _words(runs: Sequence[Run], links: Mapping[int, str], look: Look) -> Iterator[Word]:
    """The runs cut at their spaces; markers cling to the word before them, behind a space that never breaks.

    Where there is no colour to show the short answer by, asterisks do.
    """
    word: list[Piece] = []
    for run in runs:
        if run.style == "marker":
            word.append(Piece(text=run.text, style="marker", link=links.get(run.source or 0)))
            continue
        clean = _inert(BLANK.sub(" ", UNPRINTABLE.sub("", run.text)))
        if run.style == "mark" and not look.colour:
            clean = f"*{clean}*"
        if not clean.strip():
            # The space that sets markers off.
            if clean and word:
                word.append(Piece(text=" "))
            continue
        for i, chunk in enumerate(clean.split(" ")):
            if i and word:
                yield tuple(word)
                word = []
            if chunk:
                word.append(Piece(text=chunk, style=run.style))
    if word:
        yield tuple(word)


def _fill(words: Iterable[Word], look: Look, first: str, rest: str) -> list[str]:
    """Words set into lines; one longer than a line is broken where it must be."""
    width = max(look.width, NARROWEST)
    lines: list[list[Piece]] = []
    line, used, fresh = [Piece(text=first)], columns(first), True
    for word in words:
        size = sum(columns(piece.text) for piece in word)
        if not fresh and used + 1 + size > width:
            lines.append(line)
            line, used, fresh = [Piece(text=rest)], columns(rest), True
        if not fresh:
            line.append(_between(line[-1], word[0]))
            used += 1
        for piece in _parted(word, width - used) if fresh and used + size > width else word:
            taken = columns(piece.text)
            if used + taken > width and used > columns(rest):
                lines.append(line)
                line, used = [Piece(text=rest)], columns(rest)
                if piece.text == " ":
                    continue
            line.append(piece)
            used += taken
        fresh = False
    if not fresh:
        lines.append(line)
    return ["".join(_styled(piece, look) for piece in _joined(line)) for line in lines]


def _between(before: Piece, after: Piece) -> Piece:
    """The space between two words: of their style and link where both are the same."""
    alike = before.style == after.style and before.link == after.link
    return Piece(text=" ", style=before.style, link=before.link) if alike else Piece(text=" ")


def _joined(line: Iterable[Piece]) -> Iterator[Piece]:
    """The line with neighbours of one style and link made one, so that a terminal is told of it once."""
    for (style, link), pieces in groupby(line, key=lambda piece: (piece.style, piece.link)):
        yield Piece(text="".join(piece.text for piece in pieces), style=style, link=link)


def _parted(word: Word, room: int) -> Iterator[Piece]:
    """The pieces of a word that is too long for one line, each short enough for what is left."""
    room = max(room, 8)
    for piece in word:
        part, taken = "", 0
        for character in piece.text:
            if taken + (cells := columns(character)) > room:
                yield Piece(text=part, style=piece.style, link=piece.link)
                part, taken = "", 0
            part, taken = part + character, taken + cells
        yield Piece(text=part, style=piece.style, link=piece.link)


def _styled(piece: Piece, look: Look) -> str:
    shown = piece.text
    if look.colour and (code := CODES[piece.style]):
        shown = f"\x1b[{code}m{shown}\x1b[0m"
    return f"\x1b]8;;{piece.link}\x1b\\{shown}\x1b]8;;\x1b\\" if piece.link else shown


def _escape(words: str) -> str:
    return SPECIAL.sub(r"\\\1", words)


def _leading(words: str) -> str:
    """What would open a list or a heading at the start of a line, taken as words."""
    return LEADING.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", words)


def _marked(run: Run) -> str:
    clean = BLANK.sub(" ", UNPRINTABLE.sub("", run.text))
    inner = clean.strip()
    if run.style == "plain" or not inner:
        return _escape(clean)
    if run.style == "marker":
        return _escape(inner)
    mark = "*" if run.style == "emphasis" else "**"
    before, after = " " * clean.startswith(" "), " " * clean.endswith(" ")
    return f"{before}{mark}{_escape(inner)}{mark}{after}"


def hits(evidence: Evidence, look: Look | None = None, whys: Sequence[Why] = ()) -> str:
    """Ranked passages, each under its source; with what speaks for each where that is given."""
    look = look or Look()
    lines: list[str] = []
    for n, (hit, why) in enumerate(zip_longest(evidence.hits, whys), 1):
        source = evidence.readings[hit.passage.source].source
        published = day_of(source.published.isoformat()[:10]) if source.published else "undated"
        where = source.url or source.path
        detail = [
            f"{hit.score:.2f}",
            *filter(None, (source.outlet, published, where)),
            f"{hit.passage.start}–{hit.passage.end}",
        ]
        words = [(Piece(text=word, style="strong"),) for word in _clean(source.title).split()]
        words += [(Piece(text=word, style="marker"),) for word in _clean("· " + " · ".join(detail)).split()]
        lines += _fill(words, look, f"{n:>2}  ", "    ")
        lines += _fill([(Piece(text=word),) for word in _clean(hit.passage.text).split()], look, "    ", "    ")
        if why:
            words = [(Piece(text=word, style="marker"),) for word in _clean(f"why: {_reasons(why)}").split()]
            lines += _fill(words, look, "    ", "    ")
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _reasons(why: Why) -> str:
    has = f"has {', '.join(why.words)}" if why.words else "has none of the words itself"
    title = f"its title {', '.join(why.title)}" if why.title else ""
    return "; ".join(filter(None, (has, title, _age(why.days))))


def _age(days: int | None) -> str:
    if days is None:
        return "undated"
    if not days:
        return "of the same day"
    return f"{abs(days):,} {'day' if abs(days) == 1 else 'days'} {'old' if days > 0 else 'later'}"


def sources(listed: Sequence[Source], look: Look | None = None) -> str:
    """Each source with all that is known of where it came from."""
    look = look or Look()
    lines: list[str] = []
    for n, source in enumerate(listed, 1):
        published = day_of(source.published.isoformat()[:10]) if source.published else "undated"
        origin = None if source.origin == source.id else f"origin {source.origin}"
        detail = filter(
            None, (source.outlet, source.author, source.place, published, origin, source.url or source.path, source.id)
        )
        words = [(Piece(text=word, style="strong"),) for word in _clean(source.title).split()]
        words += [(Piece(text=word),) for word in _clean("· " + " · ".join(detail)).split()]
        lines += _fill(words, look, f"{n:>3}  ", "     ")
    return "\n".join([*lines, ""]) if lines else ""


def reading(read: Reading, look: Look | None = None) -> str:
    """One source as it is stored: where it came from, its text line by line, and who is quoted in it."""
    look = look or Look()
    source = read.source
    facts = {
        "id": source.id,
        "outlet": source.outlet,
        "author": source.author,
        "place": source.place,
        "published": source.published.isoformat() if source.published else "unknown",
        "from": source.url or source.path,
        "status": source.status,
        "collection": source.collection,
        "origin": source.origin if source.origin != source.id else None,
    }
    lines = _fill([(Piece(text=word, style="strong"),) for word in _clean(source.title).split()], look, "", "")
    for name, value in facts.items():
        if value:
            lines += _fill([(Piece(text=word),) for word in _clean(value).split()], look, f"  {name:<11}", " " * 13)
    lines.append("")
    for paragraph in read.text.splitlines():
        lines += _fill([(Piece(text=word),) for word in _clean(paragraph).split()], look, "", "") or [""]
    said = [quote for quote in read.quotes if quote.direct]
    if said:
        lines += ["", _styled(Piece(text="Quoted", style="strong"), look)]
    for quote in said:
        words = [(Piece(text=word, style="emphasis"),) for word in _clean(quote.speaker or "unknown").split()]
        words += [(Piece(text=word),) for word in f"“{_clean(read.at(quote))}”".split()]
        lines += _fill(words, look, " • ", "   ")
    for note in read.notes:
        lines += ["", *_fill([(Piece(text=word, style="marker"),) for word in _clean(note).split()], look, "", "")]
    return "\n".join(lines) + "\n"
