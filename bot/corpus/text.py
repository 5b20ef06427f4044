"""Paragraphs, sentences and passages, as spans of a stored text.

Sentences are found by ``sentencex``, over a plain image of the text: as many characters, all ASCII, with quotation marks
blank. That makes it look inside quotations, where it would not split, and keeps it linear: on runs of quotation marks it is
quadratic, and on some other characters it panics. What it gets wrong on news is mended afterwards.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import sentencex  # type: ignore[import-untyped]

from bot.domain import Block, Sentence, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST = 1_500
"""Characters of the longest sentence; a longer one is cut at a clause boundary."""
PASSAGE = 3
"""Sentences of a passage: what the retrieval yardstick's own baseline ranks by."""
WRAPPED = 130
"""Characters of the longest line that can be one of several lines of a hard-wrapped paragraph."""


def paragraphs(text: str, blocks: Sequence[Block]) -> list[Span]:
    """The paragraphs of the article's body, in order; without blocks the whole text is body.

    Blank lines part paragraphs. So do single line ends, unless the lines are those of a hard-wrapped text. The marks of
    list items are left out, and so are lines without a letter or digit.
    """
    return [Span(start=start, end=end) for start, end in _paragraphs(text, blocks)]


def sentences(text: str, blocks: Sequence[Block]) -> tuple[Sentence, ...]:
    """The sentences of the article's body, in order; none crosses a paragraph or a block.

    The last one is incomplete where the text breaks off inside it.
    """
    plain = _plain(text)
    found: list[Sentence] = []
    for number, (start, end) in enumerate(_paragraphs(text, blocks)):
        for at, to in _whole(text, plain, start, end):
            for first, last in _capped(text, at, to):
                found.append(Sentence(start=first, end=last, paragraph=number))
    if found and _broken_off(text[max(found[-1].start, found[-1].end - 60) : found[-1].end]):
        found[-1] = replace(found[-1], complete=False)
    return tuple(found)


def passages(sentences: Sequence[Sentence]) -> tuple[Span, ...]:
    """Runs of whole sentences, which are what is indexed."""
    whole = [sentence for sentence in sentences if sentence.complete]
    runs = (whole[at : at + PASSAGE] for at in range(0, len(whole), PASSAGE))
    return tuple(Span(start=run[0].start, end=run[-1].end) for run in runs)


# --- paragraphs

_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_WORD = re.compile(r"[^\W_]")
_ITEM = re.compile(r"\s*(?:[-–—*•▪◦‣·○●■>]{1,3}|\(?\d{1,2}[.)])\s+(?=\S)")
_ENDED = re.compile(r"[.!?:…][\"”’»'`)\]]*$")


def _paragraphs(text: str, blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    runs = [(block.start, block.end) for block in blocks if block.kind == "body"] if blocks else [(0, len(text))]
    chunks = [chunk for start, end in runs for chunk in _chunks(text, start, end)]
    width = _wrap(text, chunks)
    for chunk in chunks:
        for start, end in _joined(text, chunk, width) if width else chunk:
            item = _ITEM.match(text, start, end)
            first = item.end() if item else start
            if _WORD.search(text, first, end):
                yield first, end


def _chunks(text: str, start: int, end: int) -> Iterator[list[tuple[int, int]]]:
    """Lines, without their outer white space, grouped by the blank lines between them."""
    chunk: list[tuple[int, int]] = []
    before = start
    for match in _LINE.finditer(text, start, end):
        line = match[0]
        ink = line.strip()
        if chunk and (not ink or len(text[before : match.start()].replace("\r\n", "\n")) > 1):
            yield chunk
            chunk = []
        if ink:
            first = match.start() + len(line) - len(line.lstrip())
            chunk.append((first, first + len(ink)))
        before = match.end()
    if chunk:
        yield chunk


def _wrap(text: str, chunks: list[list[tuple[int, int]]]) -> int:
    """The width that the text's paragraphs are wrapped to, or 0: lines that mostly end in the middle of a sentence."""
    ends = [line for chunk in chunks for line in chunk[:-1]]
    width = max((end - start for chunk in chunks for start, end in chunk), default=0)
    if not ends or width > WRAPPED:
        return 0
    middle = sum(not _ENDED.search(text, max(start, end - 4), end) for start, end in ends)
    full = sum(end - start > width * 0.7 for start, end in ends)
    return width if middle * 2 > len(ends) and full * 2 > len(ends) else 0


def _joined(text: str, chunk: list[tuple[int, int]], width: int) -> Iterator[tuple[int, int]]:
    """The paragraphs of a chunk of wrapped lines: one ends with a short line that ends a sentence, or before a list item."""
    first, last = line = chunk[0]
    for start, end in chunk[1:]:
        short = last - line[0] < width * 0.7
        if _ITEM.match(text, start, end) or (short and _ENDED.search(text, max(first, last - 4), last)):
            yield first, last
            first = start
        line, last = (start, end), end
    yield first, last


# --- the plain image


def _ascii(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    odd = error.object[error.start : error.end]
    return "".join("X" if c.isupper() else "x" if c.isalnum() else _STOPS.get(c, " ") for c in odd), error.end


_STOPS = {"。": ".", "！": "!", "？": "?", "．": ".", "؟": "?", "۔": ".", "।": "."}
_MARKS = '"“”„‟«»`‹›'
_SINGLE = re.compile(r"'(?:(?!\w)|(?<!\w'))")

codecs.register_error("bot.corpus.text", _ascii)


def _plain(text: str) -> str:
    """An image of the text that is safe to segment: the same length, all ASCII, without quotation marks."""
    for mark in _MARKS:
        text = text.replace(mark, " ")
    text = text.replace("’", "'").replace("‘", "'").replace("…", ".")
    if not text.isascii():
        text = text.encode("ascii", "bot.corpus.text").decode("ascii")
    return _SINGLE.sub(" ", text).replace("\n", " ").replace("\r", " ")


# --- sentences

_CLOSING = re.compile(r"[”’»›)\]]*(?:[\"'`]+[”’»›)\]]*(?=\s|$))?")
"""What may follow the full stop and still belongs to the sentence."""
_LOOSE = re.compile(r"[^\S\n]{1,2}[”’»›\"'](?=\s|$)")
"""A closing mark set apart from what it closes."""
_QUESTION = re.compile(r"[!?…][\"”’»'`]+$")
_SPEECH = (
    r"(?:said|says|asked|asks|stated|wrote|writes|told|tells|added|adds|tweeted|posted|shouted|yelled|cried|replied"
    r"|replies|wondered|exclaimed|joked|quipped|screamed|declared|continued|recalled|responded|chanted|sang|read|reads|warned|insisted|explained)"
)
_ATTRIBUTION = re.compile(
    r"(?:(?:[Hh]e|[Ss]he|[Tt]hey|I|[Ww]e|[Oo]ne|[Tt]he(?: [a-z-]+){1,3}|[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,4})"
    rf"(?: later| then| also)?"
    rf" {_SPEECH}|{_SPEECH}(?: he| she| they| the| [A-Z]))\b"
)
_LOWER = re.compile(r"[\"“‘'(\[]*(?:[a-z](?![A-Z])|[,;:%–—-])")
_CLOCK = re.compile(r"\b[ap]\.\s?m\.[\"”]?$", re.IGNORECASE)
_AFTER_CLOCK = re.compile(
    r"\(|(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z]{2,4}T|[ECMP]T|GMT|UTC|[A-Z][a-z]+ (?:[Tt]ime|Standard|Daylight)"
    r"|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b"
)
_TITLE = re.compile(
    r"(?:^|[\s(\"“‘'])(?:Mr|Mrs|Ms|Mx|Dr|Prof|Gen|Lt|Col|Maj|Capt|Cmdr|Sgt|Cpl|Pvt|Adm|Brig|Sen|Rep|Gov|Rev|Fr|Hon|Pres|Supt|Det|Insp"
    r"|Atty|Amb|Msgr|Ste?|Mt|Ft|vs|Messrs|Mme|Mlle|dept|\d+ [NSEW])\.$"
)
_BEFORE_DIGIT = re.compile(r"\b(?:Nos?|approx|est|cf|vs?|pp?|[Ff]ig|ch|[Aa]rt|[Ss]ec|ca?)\.$")
_OPEN_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Sgt|Sen|Rep|Gov)\.$")
_CLOSERS = "\"”’»›'`)]"
_BRACKET = re.compile(r"[.!?][\"”’']?[)\]][\"”’']?(?=\s+[\"“‘'(\[]?[A-Z0-9])")
_MISSED = re.compile(r"[MSNn.](?:(?<=\bM)ay\.|(?<=\bS)EC\.|(?<=\b[Nn])o\.|(?<=[^.]\.)\.\.)[\"”’]?(?=\s+[\"“‘]?(?!I\b)[A-Z])")
"""Words at the end of a sentence that the segmenter takes for an abbreviation."""
_CLAUSE = re.compile(r"[;:,][\"”’]?(?=\s)|(?=\s[–—-]{1,2}\s)")


def _whole(text: str, plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of one paragraph, however long."""
    first = start
    image = plain[start:end]
    if image.count("(") != image.count(")"):
        image = image.replace("(", " ").replace(")", " ")
    for piece in sentencex.get_sentence_boundaries("en", image)[:-1]:
        cut = _cut(text, plain, start + piece["end_index"], first, end)
        if cut is None:
            continue
        yield from _parted(text, first, cut[0])
        first = cut[1]
    yield from _parted(text, first, end)


def _cut(text: str, plain: str, boundary: int, first: int, end: int) -> tuple[int, int] | None:
    """Where a sentence ends and the next begins, around a boundary of the plain image; None where there is none."""
    stop = boundary
    while stop > first and plain[stop - 1].isspace():
        stop -= 1
    closing = _CLOSING.match(text, stop, end)
    stop = closing.end() if closing else stop
    loose = _LOOSE.match(text, stop, end)
    stop = loose.end() if loose else stop
    after = stop
    while after < end and text[after].isspace():
        after += 1
    if after >= end or stop <= first:
        return None
    tail = text[max(first, stop - 24) : stop]
    glued = text[max(first, stop - 3) : stop - 1]
    if stop == after and not (text[stop - 1] in _CLOSERS or glued.isalpha() or glued.isdigit()):
        return None
    if text[after].isdigit() and _BEFORE_DIGIT.search(tail):
        return None
    if _LOWER.match(text, after, end) or not _WORD.search(text, first, stop):
        return None
    if tail[-1] == "." and _TITLE.search(tail):
        return None
    if tail[-1] in _CLOSERS and _QUESTION.search(tail) and _ATTRIBUTION.match(text, after, end):
        return None
    if "m." in tail[-4:] and _CLOCK.search(tail) and _AFTER_CLOCK.match(text, after, end):
        return None
    return stop, after


def _parted(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, or several where the segmenter took a whole one in brackets, or a word, for part of the next."""
    while start < end:
        missed = _BRACKET.search(text, start, end) if text[start] in "([" else None
        missed = missed or _MISSED.search(text, start, end)
        stop = missed.end() if missed else end
        if _WORD.search(text, start, stop):
            yield start, stop
        start = stop
        while start < end and text[start].isspace():
            start += 1


def _broken_off(tail: str) -> bool:
    """Whether a text that ends so breaks off: without a full stop, behind dots, or behind a title."""
    bare = tail.rstrip(_CLOSERS)
    return not bare.endswith((".", "!", "?")) or bare.endswith("..") or bool(_OPEN_TITLE.search(bare))


def _capped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence in pieces of bounded length, cut behind a clause where there is one, else behind a word."""
    while end - start > LONGEST:
        limit = start + LONGEST
        cut = max((match.end() for match in _CLAUSE.finditer(text, start + LONGEST // 2, limit)), default=0)
        if not cut:
            cut = text.rfind(" ", start + LONGEST // 2, limit)
        cut = cut if cut > start else limit
        stop = cut
        while text[stop - 1].isspace():
            stop -= 1
        yield start, stop
        start = cut
        while text[start].isspace():
            start += 1
    yield start, end
