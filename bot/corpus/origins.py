"""Near-copies told apart from independent reports, so that corroboration is counted honestly.

Two reports are copies where the smaller shares a good part of its word shingles with the other. What stands between quotation
marks is left out: reporters who heard the same statement quote the same words. Copies are looked up by a bottom-k sketch
(A. Broder, On the resemblance and containment of documents, 1997) and then compared whole.
"""

from __future__ import annotations

import heapq
import re
from array import array
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import chain
from struct import iter_unpack
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain import Reading, Source

SHINGLE = 3
"""Words of a shingle: short ones survive an editor's changes."""
SKETCH = 64
"""Shingles kept of each text for looking up."""
CROWDED = 24
"""Texts that one sketched shingle is kept for; one that more of them share is a set phrase and tells little."""
COPY = 0.33
"""Part of the smaller text's shingles that makes it a copy; measured: see ``docs/why.md``."""
LEAST = 12
"""Shingles that two texts must share to be copies at all."""
HINT = 2.0
"""What the sketched shingles that two texts share must weigh for them to be compared whole."""
COMPARED = 5
"""Texts that one is compared with whole, at most."""

_QUOTED = re.compile(r"“[^”]{1,1000}”?|\"[^\"\n]{1,1000}\"?")
_MARKS = "\"'“”‘’«».,;:!?()[]–—-…"
_KEPT = 200_000
_SIZE = 4 * SHINGLE
"""Bytes of a shingle, each word of which is four."""


class _Codes(dict[str, int]):
    """A number for each word seen, without its punctuation and case; 0 for what is no word. Emptied when it grows too big."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _KEPT:
            self.clear()
        bare = word.strip(_MARKS).lower()
        code = self[word[:100]] = crc32(bare.encode("utf-8", "surrogatepass")) if bare else 0
        return code


_CODES = _Codes()


def shingles(reading: Reading) -> set[int]:
    """Hashes (CRC-32) of the runs of three words in the article's own wording."""
    sentences = reading.sentences
    if not sentences:
        return set()
    words = _QUOTED.sub(" ", reading.text[sentences[0].start : sentences[-1].end]).split()
    codes = memoryview(array("I", filter(None, map(_CODES.__getitem__, words)))).cast("B")
    runs = (codes[at : at + (len(codes) - at) // _SIZE * _SIZE] for at in range(0, _SIZE, codes.itemsize * 4))
    return set(map(crc32, chain.from_iterable(chain.from_iterable(iter_unpack(f"{_SIZE}s", run) for run in runs))))


def sketch(of: Iterable[int]) -> tuple[int, ...]:
    """The smallest hashes of a text: a sample that copies share."""
    return tuple(heapq.nsmallest(SKETCH, of))


def containment(one: set[int], other: set[int]) -> float:
    """Part of the smaller text that the other has too, 0 to 1."""
    shared = len(one & other)
    return shared / min(len(one), len(other)) if shared >= LEAST else 0.0


def hinted(shared: Sequence[tuple[int, int]], own: int) -> list[int]:
    """Numbers of the texts worth comparing whole, most alike first; ``shared`` has a hash and a text for each they share.

    A shingle weighs the less the more texts have it: measured, that spares nine comparisons of ten and misses no more copies.
    """
    crowds = Counter(code for code, _ in shared)
    weights: dict[int, float] = defaultdict(float)
    for code, number in shared:
        weights[number] += crowds[code] ** -0.5
    weights.pop(own, None)
    best = sorted(weights.items(), key=lambda pair: -pair[1])[:COMPARED]
    return [number for number, weight in best if weight >= HINT]


def uncrowded(hashes: Sequence[int], shared: Iterable[tuple[int, int]]) -> list[int]:
    """Those of the hashes that are not yet kept for so many texts that they tell nothing."""
    crowds = Counter(code for code, _ in shared)
    return [code for code in hashes if crowds[code] < CROWDED]


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
    if copy.collection != reading.source.collection:
        return reading  # who may see the one may not know that the other is there
    # The grammar of times takes 30 ms to compile, and whoever only asks does not need it.
    from bot.corpus.times import times

    resolved = times(reading.text, reading.sentences, copy.published)
    note = f"relative dates read as of {copy.day}, when its near-copy {copy.id} was published"
    return replace(reading, times=resolved, notes=(*reading.notes, note))
