"""Fitting a reply into messages of a bounded size, whatever the platform: sources first, and the text around them.

A reply is cut into stretches, each with the numbers of its sources behind it. Messages are filled with stretches as long as
these and the list of exactly the sources that they name fit together; what does not goes on in the next message. So marker and
list agree in each of them, whatever was shortened. How a platform writes, and what a message may hold, it says itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import quote

from bot.intake import cleaned

if TYPE_CHECKING:
    from bot.engine.view import Entry, Line, Page, Run, Shape, Style, View

MARKERS = 12
"""Markers behind one stretch; a sentence with more sources goes on with the others."""

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_BLANK = re.compile(r"\s+")
_WEB = re.compile(r"https?://[^\s\x00-\x1f\x7f]+", re.IGNORECASE)
_MORE = "…"
"""What stands where words are left out, or where there are none that show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """How a platform writes: its escapes, its sizes and its marks."""

    escape: Callable[[str], str]
    """Clean words → what shows them as they are: no formatting, no links, and nobody is called."""
    size: Callable[[str], int]
    """What written words cost, as the platform counts at the most."""
    marks: Mapping[Style, str]
    """What stands on both sides of words of a style."""
    leads: Mapping[Shape, str]
    """What a line of a shape begins with."""
    strong: str
    edge: str = ""
    """What makes the edge of a word, where a mark is taken for one only there."""

    def clip(self, words: str, limit: int) -> str:
        """Clean words, written, of at most this size; whole ones as far as may be."""
        whole = self.escape(words)
        if self.size(whole) <= limit:
            return whole
        most = self._most(words, limit - self.size(_MORE))
        kept = words[:most]
        shorter = kept.rsplit(" ", 1)[0]
        return self.escape(shorter if len(shorter) > most // 2 else kept).rstrip() + _MORE

    def clip_start(self, words: str, limit: int) -> str:
        """Clean words, written, of at most about this size: the last of them."""
        whole = self.escape(words)
        if self.size(whole) <= limit:
            return whole
        backwards = words[::-1]
        most = self._most(backwards, limit - self.size(_MORE))
        kept = backwards[:most][::-1]
        begins = backwards[most : most + 1] == " "
        return _MORE + self.escape(kept if begins else kept.partition(" ")[2] or kept)

    def pieces(self, words: str, limit: int) -> Iterator[str]:
        """Clean words, written, in pieces of at most this size that end between words as far as may be."""
        while words:
            whole = self.escape(words)
            if self.size(whole) <= limit:
                yield whole
                return
            most = max(1, self._most(words, limit))
            cut = words.rfind(" ", most // 2, most)
            cut = cut if cut > 0 else most
            yield self.escape(words[:cut].rstrip())
            words = words[cut:].lstrip()

    def styled(self, run: Run) -> str:
        """The words of a run with the marks of its style."""
        clean = spaced(run.text)
        inner = clean.strip()
        if not inner:
            return " " if clean else ""
        mark = self.marks.get(run.style, "")
        before, after = " " * clean.startswith(" "), " " * clean.endswith(" ")
        if not mark:
            return f"{before}{self.escape(inner)}{after}"
        return f"{before or self.edge}{mark}{self.escape(inner)}{mark}{after or self.edge}"

    def _most(self, words: str, limit: int) -> int:
        """How many characters, written, cost no more."""
        low, high = 0, min(len(words), max(limit, 0))
        while low < high:
            middle = (low + high + 1) // 2
            if self.size(self.escape(words[:middle])) <= limit:
                low = middle
            else:
                high = middle - 1
        return low


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What is shown of one line, with the markers behind it."""

    title: str | None
    """The heading it stands under."""
    text: str
    bare: str
    """The words of the whole line, clean and unwritten, without markers."""
    sources: tuple[int, ...]
    opens: bool = True
    """Whether it begins something new, and does not belong under the one before."""


def stretches(view: View, hand: Hand, limit: int, markers: int = MARKERS) -> Iterator[Stretch]:
    """All lines of a view as they are shown, in as many stretches as their lengths and their sources ask for.

    Each costs at most ``limit``, and is followed by the markers of its line's sources, of at most ``markers`` of them at once.
    """
    there = frozenset(entry.number for entry in view.sources)
    for part in view.parts:
        for line in part.lines:
            yield from _cut(part.title, line, hand, limit, markers, there)


def _cut(title: str | None, line: Line, hand: Hand, limit: int, markers: int, there: frozenset[int]) -> Iterator[Stretch]:
    numbers = tuple(dict.fromkeys(run.source for run in line.runs if run.style == "marker" and run.source in there))
    words = [run for run in line.runs if run.style != "marker"]
    bare = visible("".join(run.text for run in words))
    label = f"{hand.strong}{hand.clip(clean(line.label), 200)}{hand.strong} " if clean(line.label) else ""
    lead = hand.leads[line.shape]
    first = numbers[:markers]
    room = limit - hand.size(lead + label) - hand.size(named(first)) - 2 * hand.size(_MORE)
    text = "".join(map(hand.styled, _joined(words, hand))).strip() or _MORE
    # Marks are not cut apart: what is too long is shown without.
    texts = [text] if hand.size(text) <= room else list(hand.pieces(bare, room))
    for n, piece in enumerate(texts):
        begun, ended = _MORE * (n > 0), _MORE * (n < len(texts) - 1)
        text, opens = f"{lead}{label}{begun}{piece}{ended}{named(first)}", line.shape != "against" and n == 0
        yield Stretch(title=title, text=text, bare=bare, sources=first, opens=opens)
    for start in range(markers, len(numbers), markers):
        more = numbers[start : start + markers]
        yield Stretch(title=title, text=f"{lead}The same{named(more)}", bare=bare, sources=more, opens=False)


def _joined(runs: Sequence[Run], hand: Hand) -> Iterator[Run]:
    """Runs under one mark as one: marks that touch are read as others."""
    for _, same in groupby(runs, key=lambda run: hand.marks.get(run.style, "")):
        first, *more = same
        yield replace(first, text="".join(run.text for run in (first, *more)))


def fit(cut: Sequence[Stretch], fits: Callable[[Sequence[Stretch]], bool]) -> list[tuple[Stretch, ...]]:
    """The stretches in messages, in order; at least one message, and none without a stretch where there is any.

    Args:
        cut: The stretches, each of which fits a message by itself.
        fits: Whether these, and the sources that they name, fit into one.
    """
    messages: list[tuple[Stretch, ...]] = []
    at = 0
    while at < len(cut):
        end = len(cut)
        if not fits(cut[at:]):
            # The more there are the more they take, so the first that is too much is found by halves.
            end = at + max(1, bisect_left(range(1, end - at), True, key=lambda count: not fits(cut[at : at + count])))
            # What belongs under a line goes on beside it, where there is room for both: a claim with what contradicts it.
            head = end
            while head > at and not cut[head].opens:
                head -= 1
            if head > at and fits(cut[head : end + 1]):
                end = head
        messages.append(tuple(cut[at:end]))
        at = end
    return messages or [()]


def sources(cut: Sequence[Stretch]) -> tuple[int, ...]:
    """The numbers that these stretches name, in order."""
    return tuple(sorted({number for stretch in cut for number in stretch.sources}))


def named(numbers: Sequence[int]) -> str:
    """The markers behind a stretch."""
    return " " + "".join(f"[{number}]" for number in numbers) if numbers else ""


def listing(view: View) -> str:
    """What the list of sources says of itself: how many outlets, and how many independent origins."""
    outlets = {entry.outlet for entry in view.sources}
    origins = _count(sum(entry.copy_of is None for entry in view.sources), "independent origin")
    # Where a source names no outlet, nobody knows how many outlets there are.
    return origins if None in outlets else f"{_count(len(outlets), 'outlet')}, {origins}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def details(entry: Entry, hand: Hand, *, short: bool = False) -> str:
    """What stands behind a source's title: outlet, day, what it copies and what became of it."""
    known = [hand.clip(clean(text), 60) for text in (entry.outlet or "", entry.published or "undated") if clean(text)]
    if entry.copy_of and not short:
        # Not as a marker: the message that lists the copy may list the original no more.
        known.append(f"copy of source {entry.copy_of}")
    if entry.status != "live":
        known.append(f"{hand.strong}{entry.status}{hand.strong}")
    return "".join(f" · {text}" for text in known)


def address(entry: Entry, page: Page | None, longest: int) -> str | None:
    """Where a source can be read: at its own address, else on our page of it; percent-encoded, None where it is too long."""
    url = entry.url if entry.url and _WEB.fullmatch(entry.url) else page(entry) if page else None
    if url is None:
        return None
    encoded = quote(cleaned(url), safe=":/?#[]@!$&'*+,;=%~")
    return encoded if len(encoded) <= longest else None


def clean(words: str) -> str:
    """Words without what no reader sees, and without breaks."""
    return spaced(words).strip()


def spaced(words: str) -> str:
    """Words without what no reader sees, each blank a single space, those at the ends too."""
    return _BLANK.sub(" ", _UNPRINTABLE.sub("", cleaned(words)))


def visible(words: str) -> str:
    """Clean words, and where nothing visible is left a sign of it: platforms take no empty text."""
    return clean(words) or _MORE
