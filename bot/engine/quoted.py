"""A quotation held against what our sources have between quotation marks: verbatim, altered, said by someone else, or absent.

Words are compared without case, punctuation and typography. What a source says in its own words is no quotation there,
however alike: only what stands between marks in the source can be verbatim. A speech that the source interrupts ("…," she
said, "…") is one stream of words; an ellipsis in the draft leaves words out of such a stream, and square brackets may stand
for some of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import TYPE_CHECKING

from bot.corpus.people import surname_key
from bot.corpus.places import polity
from bot.corpus.quotation import quotations
from bot.corpus.terms import STOP, fold
from bot.domain import Edit, Quote, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain import QuoteVerdict, Reading

ALIKE = 0.5
"""Share of a quotation's words, and of those that carry meaning, that a source must have for it to be that quotation."""
RUN = 3
"""Words in a row that a splice takes from one place at least."""
BRIDGED = 400
"""Characters between two quotations of one speaker that may be one speech, interrupted."""
FEW = 3
"""Words of a quotation so short that it is only compared with what its own speaker said."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SIGNED = re.compile(r"[.,!?;:]*[\"”»]\s*[-–—―]{1,2}\s*([A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}?)\.?[ \t]*(?:\n|$)")
"""A name on a line of its own below a quotation, behind a dash: whose words they are."""
_WORKS = frozenset(
    ("post", "tweet", "statement", "letter", "memo", "memoir", "book", "campaign", "speech", "blog", "page", "website")
)
"""What somebody's words may be given to in his stead ("Lee's letter")."""
_GAP = re.compile(r"\[[^\]]{0,80}\]|\.\.\.|…|\. \. \.|\(\.\.\.\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a quotation was found to be."""

    verdict: QuoteVerdict
    reading: Reading | None = None
    place: Span | None = None
    """Where the source has it, marks left out."""
    said_by: str | None = None
    """Who said it, by that source."""
    edits: tuple[Edit, ...] = ()
    """What differs, where it was altered."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a text as quotations are compared: folded, with its place."""

    key: str
    start: int
    end: int


def split(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words between two offsets."""
    return [
        Word(key=match[0].casefold().replace("’", "'"), start=match.start(), end=match.end())
        for match in _WORD.finditer(text, start, len(text) if end is None else end)
    ]


@dataclass(frozen=True, kw_only=True, eq=False)
class Stream:
    """The quoted words of one speech in a source, interruptions left out."""

    reading: Reading
    quotes: tuple[Quote, ...]
    words: tuple[Word, ...]

    @property
    def speaker(self) -> str | None:
        """Who speaks, by this source."""
        return next((quote.speaker for quote in self.quotes if quote.speaker), None)

    @cached_property
    def keys(self) -> list[str]:
        """The words as they are compared."""
        return [word.key for word in self.words]

    @cached_property
    def line(self) -> str:
        """The words in one string, for looking a run up."""
        return f" {' '.join(self.keys)} "

    def span(self, first: int, last: int) -> Span:
        """From a word to another, as offsets of the source."""
        return Span(start=self.words[first].start, end=self.words[last].end)


class Speeches:
    """All that some sources have between quotation marks."""

    def __init__(self, readings: Iterable[Reading]) -> None:
        self.readings = tuple(readings)
        self.streams = [stream for reading in self.readings for stream in streams(reading)]

    def hold(self, text: str, span: Span, speaker: str | None, aliases: Sequence[str] = ()) -> Held:
        """What the quotation at this span of a text is, for the speaker that the text gives it to."""
        pieces = _pieces(text[span.start : span.end])
        if not pieces:
            return Held(verdict="absent", note="there are no words in it")
        found = [(stream, place) for stream in self.streams if (place := _verbatim(pieces, stream))]
        if found:
            right = [pair for pair in found if said_by(pair[0], speaker, aliases, pair[1])]
            stream, place = (right or found)[0]
            return Held(
                verdict="verbatim" if right else "said by someone else",
                reading=stream.reading,
                place=place,
                said_by=stream.speaker,
            )
        altered = self._altered(text, span, speaker, aliases)
        if altered is not None:
            return altered
        for reading in self.readings:
            place = _in_own_words([key for piece in pieces for key in piece], reading)
            if place is not None:
                return Held(
                    verdict="absent", reading=reading, place=place, note="the source says this, but not as anybody's words"
                )
        return Held(verdict="absent")

    def _altered(self, text: str, span: Span, speaker: str | None, aliases: Sequence[str]) -> Held | None:
        """The speech that is most like it, if any is like enough, with what differs."""
        mine = split(text, span.start, span.end)
        keys = [word.key for word in mine]
        wanted = {key for key in keys if key not in STOP}
        if len(wanted) < FEW:
            # "It is what it is": where there is little else, the small words tell.
            wanted = set(keys)
        best: tuple[float, Stream, list[tuple[int, int, int]]] | None = None
        runs: dict[int, tuple[int, Stream, int]] = {}
        for stream in self.streams:
            there = set(stream.keys)
            if len(wanted & there) < ALIKE / 2 * len(wanted):
                continue
            matcher = SequenceMatcher(None, keys, stream.keys, autojunk=False)
            blocks = [(one.a, one.b, one.size) for one in matcher.get_matching_blocks()[:-1]]
            for mine_at, theirs_at, size in blocks:
                for at in range(mine_at, mine_at + size):
                    if size >= RUN and size > runs.get(at, (0, stream, 0))[0]:
                        runs[at] = (size, stream, theirs_at + at - mine_at)
            blocks = _together(blocks, len(keys))
            same = sum(size for _, _, size in blocks)
            meant = {key for at, _, size in blocks for key in keys[at : at + size]} & wanted
            share = min(same / len(keys), len(meant) / max(1, len(wanted)))
            own = bool(speaker) and said_by(stream, speaker, aliases, None)
            if len(keys) <= FEW and not own:
                continue
            share += 0.05 * own
            if share >= ALIKE and (best is None or share > best[0]):
                best = (share, stream, blocks)
        if best is not None:
            _, stream, blocks = best
            first, last = blocks[0][1], blocks[-1][1] + blocks[-1][2] - 1
            # What stands beside the part that is alike, as far as the draft has words beside it too.
            first = max(0, first - blocks[0][0])
            last = min(len(stream.words) - 1, last + len(keys) - blocks[-1][0] - blocks[-1][2])
            place = stream.span(first, last)
            return Held(
                verdict="altered",
                reading=stream.reading,
                place=place,
                said_by=stream.speaker,
                edits=edits(text, mine, stream.reading.text, list(stream.words[first : last + 1])),
            )
        if len(runs) >= 0.8 * len(keys):
            size, stream, at = max(runs.values(), key=lambda run: run[0])
            return Held(
                verdict="altered",
                reading=stream.reading,
                place=stream.span(max(0, at - size + 1), at),
                said_by=stream.speaker,
                note="it joins words from several places",
            )
        return None


def edits(ours: str, mine: Sequence[Word], theirs: str, there: Sequence[Word]) -> tuple[Edit, ...]:
    """What has to be changed in the draft's words to have the source's."""
    matcher = SequenceMatcher(None, [word.key for word in mine], [word.key for word in there], autojunk=False)
    return tuple(
        Edit(
            ours=ours[mine[a].start : mine[b - 1].end] if b > a else "",
            theirs=theirs[there[c].start : there[d - 1].end] if d > c else "",
        )
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    )


def said_by(stream: Stream, speaker: str | None, aliases: Sequence[str], place: Span | None) -> bool:
    """Whether the source lets this speaker say it; where either names none, nothing speaks against it.

    ``aliases`` are other words of the draft for the speaker, up to the whole sentence around the quotation: a source that gives
    the words to somebody whom that sentence names gives them to the same one.
    """
    if not speaker:
        return True
    if place is not None and (signed := _SIGNED.match(stream.reading.text, place.end)):
        return same_person(speaker, signed[1]) or any(same_person(alias, signed[1]) for alias in aliases[:-1])
    given = [quote.speaker for quote in stream.quotes if quote.speaker and (place is None or quote.overlaps(place))]
    given = given or [quote.speaker for quote in stream.quotes if quote.speaker]
    written = [stream.reading.at(quote.said_by) for quote in stream.quotes if quote.said_by]
    around = [f" {_plain(alias)} " for alias in aliases]
    for other in (*given, *written):
        if same_person(speaker, other) or any(f" {_plain(other)} " in draft for draft in around):
            return other.casefold() not in PRONOUNS or same_person(speaker, other) or not given
    named = any(is_name(other) for other in given)
    return place is not None and not named and _beside(stream.reading, place, (speaker, *aliases[:1]))


PRONOUNS = frozenset(["he", "she", "they", "it", "we", "i", "you", "who", "him", "her", "them", "his", "their", "this", "that"])


def _plain(name: str) -> str:
    return " ".join(word.key.removesuffix("'s") for word in split(fold(name)))


def is_name(speaker: str) -> bool:
    """Whether a speaker is given by name, not by what he is ("the minister", "a chorus of critics")."""
    parts = _parts(speaker)
    return bool(parts) and parts[0][0].isupper() and speaker.split()[0].casefold() not in ("a", "an", "the")


def same_person(one: str, other: str) -> bool:
    """Whether two names may be one person's or body's: the same surname, or the same country spoken for."""
    one, other = _author(one), _author(other)
    mine, theirs = fold(one).casefold(), fold(other).casefold()
    if mine == theirs:
        return True
    lands = polity(one), polity(other)
    if lands[0] and lands[0] == lands[1]:
        return True
    first, second = _parts(one), _parts(other)
    if not first or not second:
        return False
    if surname_key(one) == surname_key(other):
        given, others = first[:-1], second[:-1]
        return not given or not others or given[0][0] == others[0][0] or not given[0][0].isupper()
    short, long = sorted((first, second), key=len)
    return {part.casefold() for part in short} <= {part.casefold() for part in long}


def _author(speaker: str) -> str:
    """Whose words somebody's letter or statement has."""
    owner, apart, rest = fold(speaker).partition("'s")
    return owner if apart and (not rest or rest.split()[-1].casefold() in _WORKS) else speaker


_TITLE = frozenset(
    [
        "the",
        "a",
        "an",
        "mr",
        "mrs",
        "ms",
        "dr",
        "sir",
        "sen",
        "rep",
        "gov",
        "president",
        "minister",
        "prime",
        "secretary",
        "senator",
        "former",
        "of",
        "for",
    ]
)


def _parts(name: str) -> list[str]:
    return [part for part in _WORD.findall(name) if part.casefold() not in _TITLE]


def _beside(reading: Reading, place: Span, names: Sequence[str]) -> bool:
    """Whether the text around words without a named speaker names one of these."""
    text = reading.text
    around = f"{_plain(text[max(0, place.start - BRIDGED) : place.start])} {_plain(text[place.end : place.end + BRIDGED])}"
    wanted = {part.casefold() for name in names for part in _parts(name)[-1:] if part[0].isupper()}
    return not wanted.isdisjoint(around.split())


def streams(reading: Reading) -> Iterable[Stream]:
    """The speeches of a reading: quotations that follow each other closely and have one speaker are one."""
    group: list[Quote] = []
    direct = [quote for quote in reading.quotes if quote.direct]
    # Marks between which the reader saw no speech (a slogan, a heading's words) hold quoted words all the same.
    for found in quotations(reading.text, reading.sentences):
        if not any(found.start < quote.end and quote.start < found.end for quote in direct):
            yield _stream(reading, [Quote(start=found.start, end=found.end, direct=True)])
    for quote in direct:
        if group and not (
            quote.start >= group[-1].end
            and quote.start - group[-1].end <= BRIDGED
            and quote.speaker == group[-1].speaker
            and quote.speaker
        ):
            yield _stream(reading, group)
            group = []
        group.append(quote)
    if group:
        yield _stream(reading, group)


def _stream(reading: Reading, group: Sequence[Quote]) -> Stream:
    words = [word for quote in group for word in split(reading.text, quote.start, quote.end)]
    return Stream(reading=reading, quotes=tuple(group), words=tuple(words))


def _pieces(text: str) -> list[list[str]]:
    """The runs of words between ellipses and brackets."""
    return [keys for piece in _GAP.split(fold(text)) if (keys := [word.key for word in split(piece)])]


def _verbatim(pieces: Sequence[Sequence[str]], stream: Stream) -> Span | None:
    """Where a stream has all the pieces, in order."""
    at, first, last = 0, -1, -1
    for piece in pieces:
        found = stream.line.find(f" {' '.join(piece)} ", at)
        if found < 0:
            return None
        number = stream.line.count(" ", 0, found + 1) - 1
        first = number if first < 0 else first
        last = number + len(piece) - 1
        at = found + len(" ".join(piece)) + 1
    if len(pieces) > 1 and stream.words[last].end - stream.words[first].start > 1500:
        return None
    return stream.span(first, last)


def _together(blocks: Sequence[tuple[int, int, int]], size: int) -> list[tuple[int, int, int]]:
    """The matching blocks that lie so close in the source that they can be one altered quotation."""
    best: list[tuple[int, int, int]] = []
    for start in range(len(blocks)):
        kept = [blocks[start]]
        for block in blocks[start + 1 :]:
            if block[1] + block[2] - kept[0][1] <= size * 1.6 + 4:
                kept.append(block)
        if sum(b[2] for b in kept) > sum(b[2] for b in best):
            best = kept
    return best


def _in_own_words(keys: Sequence[str], reading: Reading) -> Span | None:
    words = split(reading.text)
    line = f" {' '.join(word.key for word in words)} "
    found = line.find(f" {' '.join(keys)} ")
    if found < 0:
        return None
    number = line.count(" ", 0, found + 1) - 1
    return Span(start=words[number].start, end=words[number + len(keys) - 1].end)


def sentence_around(reading: Reading, place: Span) -> Span:
    """The whole sentences that a place lies in, for showing it; the place itself where they are not known."""
    starts = [sentence.start for sentence in reading.sentences]
    first = bisect_right(starts, place.start) - 1
    last = bisect_right(starts, max(place.start, place.end - 1)) - 1
    if first < 0 or last < first:
        return place
    start, end = reading.sentences[first].start, reading.sentences[last].end
    return Span(start=min(start, place.start), end=max(end, place.end))
