"""Near-copies told apart from independent reports, so that corroboration is counted honestly.

Two reports are copies where the smaller shares a good part of its word shingles with the other. What stands between quotation
marks is left out: reporters who heard the same statement quote the same words. Copies are looked up by a bottom-k sketch
(A. Broder, On the resemblance and containment of documents, 1997) and then compared whole.
"""

from __future__ import annotations

import heapq
import re
from collections import Counter
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING
from zlib import crc32

from bot.corpus.times import times

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain import Reading, Source

SHINGLE = 3
"""Words of a shingle: short ones survive an editor's changes."""
SKETCH = 64
"""Shingles kept of each text for looking up."""
CROWDED = 48
"""Texts that may share one sketched shingle; in more it is a set phrase and tells nothing."""
COPY = 0.3
"""Part of the smaller text's shingles that makes it a copy; measured: see ``docs/why.md``."""
LEAST = 12
"""Shingles that two texts must share to be copies at all."""
HINTS = 3
"""Sketched shingles that two texts must share to be compared whole."""

_QUOTED = re.compile(r"“[^”]{1,1000}”?|\"[^\"\n]{1,1000}\"?")
_WORD = re.compile(r"[^\W_]+")
_A, _B, _BITS = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, (1 << 63) - 1


class _Words(dict[str, int]):
    def __missing__(self, word: str) -> int:
        if len(self) > 200_000:
            self.clear()
        code = self[word] = crc32(word.encode("utf-8", "surrogatepass")) + 1
        return code


_WORDS = _Words()


def shingles(reading: Reading) -> set[int]:
    """Hashes (63 bits) of the runs of three words in the article's own wording."""
    sentences = reading.sentences
    if not sentences:
        return set()
    text = _QUOTED.sub(" ", reading.text[sentences[0].start : sentences[-1].end]).lower()
    codes = [_WORDS[word] for word in _WORD.findall(text)]
    return {
        ((a * _A ^ b * _B) * _A ^ c * _B) >> 5 & _BITS
        for a, b, c in zip(codes, islice(codes, 1, None), islice(codes, 2, None), strict=False)
    }


def sketch(of: Iterable[int]) -> tuple[int, ...]:
    """The smallest hashes of a text: a sample that copies share."""
    return tuple(heapq.nsmallest(SKETCH, of))


def containment(one: set[int], other: set[int]) -> float:
    """Part of the smaller text that the other has too, 0 to 1."""
    shared = len(one & other)
    return shared / min(len(one), len(other)) if shared >= LEAST else 0.0


def hinted(sharers: Iterable[Sequence[int]], own: int) -> list[int]:
    """Numbers of texts worth comparing whole, most alike first, of those that share each sketched shingle."""
    votes = Counter(number for crowd in sharers if len(crowd) < CROWDED for number in crowd)
    votes.pop(own, None)
    return [number for number, count in votes.most_common(5) if count >= HINTS]


def closest(own: set[int], candidates: Iterable[Reading]) -> tuple[Reading, ...]:
    """Those of the candidates that are near-copies, most alike first."""
    found = [(containment(own, shingles(reading)), reading) for reading in candidates]
    return tuple(reading for share, reading in sorted(found, key=lambda pair: -pair[0]) if share >= COPY)


def placed(reading: Reading, copies: Sequence[Source]) -> Reading:
    """The reading under its copies' origin; without a date of its own its weekdays are read in the week of a dated copy."""
    if not copies:
        return reading
    reading = replace(reading, source=replace(reading.source, origin=copies[0].origin))
    dated = next((source for source in copies if source.published is not None), None)
    return reading if dated is None else dated_by(reading, dated)


def dated_by(reading: Reading, copy: Source) -> Reading:
    """An undated reading with its time expressions resolved against the date of a near-copy, which a note tells."""
    if reading.source.published is not None or not any(time.value is None for time in reading.times):
        return reading
    resolved = times(reading.text, reading.sentences, copy.published)
    note = f"relative dates read as of {copy.day}, when its near-copy {copy.id} was published"
    return replace(reading, times=resolved, notes=(*reading.notes, note))
