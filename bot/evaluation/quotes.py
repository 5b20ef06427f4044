"""How well quotes and their speakers are found, against texts in which people marked who said what.

The format is PolNeAR's (Newell et al., "An Attribution Relations Corpus for Political News", LREC 2018), one JSON object a
line: ``text`` and ``attributions``, each with ``source``, ``cue`` and ``content`` as lists of ``[start, end]`` in characters.

*Speaker of direct quotes*: a gold attribution counts as a direct quotation when its content opens with a quotation mark and
closes with one and it has a source. It is right when the direct quote of ours that shares most of its words names a speaker
whose span overlaps the gold source's; a quotation not found or without speaker is wrong.

*Content + source*: gold attributions and our entries are paired one to one, best overlap first. A pair matches where the
contents' words have an intersection over union of at least one half and the sources overlap. Every entry counts as a
prediction, also a quotation that stands inside a reported clause, and gold without a source can never be matched. Beside it:
``exact`` (the same words of content, overlapping sources), ``lenient`` (any shared word), and ``outer``, in which entries
inside another entry of the same speaker are left out and pieces of one interrupted quotation are joined, as PolNeAR joins them.
"""

from __future__ import annotations

import gzip
import json
import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.corpus.annotate import annotate
from bot.corpus.document import Document, identity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.domain import Quote

_WORD = re.compile(r"\w+")
_MARKS = "\"“”„«»'’‘`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Precision, recall and F1 of one way of matching."""

    matched: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of our entries that match."""
        return self.matched / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold attributions that are matched."""
        return self.matched / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.matched / (self.predicted + self.gold) if self.predicted + self.gold else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteFigures:
    """The figures of one measure run."""

    articles: int
    direct: int
    """Gold direct quotations with a source."""
    direct_right: int
    direct_found: int
    """Those of them for which a direct quote of ours was found at all."""
    attributed: Score
    exact: Score
    lenient: Score
    outer: Score

    @property
    def speaker(self) -> float:
        """Share of direct quotations whose speaker is right."""
        return self.direct_right / self.direct if self.direct else 0.0

    def lines(self) -> list[str]:
        """The figures as lines of text."""

        def line(name: str, score: Score) -> str:
            return f"{name:<34}{score.f1:.3f}  (precision {score.precision:.3f}, recall {score.recall:.3f})"

        return [
            f"articles                          {self.articles}",
            f"speaker of direct quotes          {self.speaker:.3f}  "
            f"({self.direct_right} of {self.direct}; {self.direct_found} found)",
            line("content + source F1", self.attributed),
            line("  same words exactly", self.exact),
            line("  any shared word", self.lenient),
            line("  outermost, interrupted joined", self.outer),
        ]


@dataclass(frozen=True, slots=True)
class _Said:
    """Content and source as sets: word numbers, and spans."""

    content: frozenset[int]
    source: tuple[tuple[int, int], ...]


def measure(path: Path) -> QuoteFigures:
    """The figures over every line of a JSON Lines file (gzipped or not)."""
    articles = direct = right = found = 0
    sums = {kind: [0, 0, 0] for kind in ("attributed", "exact", "lenient", "outer")}
    for record in records(path):
        articles += 1
        text = record["text"]
        entries = read(text)
        starts = [match.start() for match in _WORD.finditer(text)]
        gold = [_gold(starts, attribution) for attribution in record["attributions"]]
        for attribution, said in zip(record["attributions"], gold, strict=True):
            if said.source and is_direct(text, attribution["content"]):
                direct += 1
                best = direct_match(entries, attribution["content"])
                found += best is not None
                right += bool(
                    best is not None and best.said_by and _touch(((best.said_by.start, best.said_by.end),), said.source)
                )
        ours = [_ours(starts, quote) for quote in entries]
        outer = _outermost(entries, ours)
        for kind, predicted, least in (
            ("attributed", ours, 0.5),
            ("exact", ours, 1.0),
            ("lenient", ours, 0.0),
            ("outer", outer, 0.5),
        ):
            matched = len(pairs(predicted, gold, least))
            for at, value in enumerate((matched, len(predicted), len(gold))):
                sums[kind][at] += value
    scores = {kind: Score(matched=a, predicted=b, gold=c) for kind, (a, b, c) in sums.items()}
    return QuoteFigures(
        articles=articles,
        direct=direct,
        direct_right=right,
        direct_found=found,
        attributed=scores["attributed"],
        exact=scores["exact"],
        lenient=scores["lenient"],
        outer=scores["outer"],
    )


def read(text: str) -> tuple[Quote, ...]:
    """The quotes that the desk reads in an article, as it reads any other."""
    return annotate(Document(id=identity(text), text=text)).quotes


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a JSON Lines file."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def gold_texts(path: Path) -> Iterator[tuple[str, str, list[tuple[str, str, bool]]]]:
    """Name and text of each article, and who said what in it: the source's words, the content's, and whether it is quoted."""
    for record in records(path):
        text = record["text"]
        entries = []
        for attribution in record["attributions"]:
            if len(attribution["source"]) == 1 and len(attribution["content"]) == 1:
                (start, end), (first, last) = attribution["source"][0], attribution["content"][0]
                entries.append((text[start:end], text[first:last], is_direct(text, attribution["content"])))
        yield record["name"], text, entries


def is_direct(text: str, content: Sequence[Sequence[int]]) -> bool:
    """Whether a gold content opens and closes with a quotation mark."""
    if not content:
        return False
    first, last = text[content[0][0] : content[0][1]].strip(), text[content[-1][0] : content[-1][1]].strip(" .,;:")
    return bool(first and last) and first[0] in _MARKS and last[-1] in _MARKS


def direct_match(entries: Sequence[Quote], content: Sequence[Sequence[int]]) -> Quote | None:
    """The direct quote of ours that shares most characters with this content."""
    best, most = None, 0
    for quote in entries:
        if quote.direct:
            shared = sum(max(0, min(quote.end, end) - max(quote.start, start)) for start, end in content)
            if shared > most:
                best, most = quote, shared
    return best


def pairs(predicted: Sequence[_Said], gold: Sequence[_Said], least: float) -> list[tuple[int, int]]:
    """Index pairs of predictions and gold that match one to one, best overlap first."""
    by_word: defaultdict[int, list[int]] = defaultdict(list)
    for index, said in enumerate(gold):
        for word in said.content:
            by_word[word].append(index)
    candidates = []
    for index, said in enumerate(predicted):
        for other in {other for word in said.content for other in by_word.get(word, ())}:
            shared = len(said.content & gold[other].content)
            overlap = shared / len(said.content | gold[other].content)
            if overlap >= least and _touch(said.source, gold[other].source):
                candidates.append((-overlap, index, other))
    taken: set[int] = set()
    used: set[int] = set()
    matched = []
    for _, index, other in sorted(candidates):
        if index not in used and other not in taken:
            used.add(index)
            taken.add(other)
            matched.append((index, other))
    return matched


def _touch(one: Sequence[tuple[int, int]], other: Sequence[tuple[int, int]]) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)


def _numbers(starts: list[int], start: int, end: int) -> range:
    return range(bisect_left(starts, start), bisect_left(starts, end))


def _gold(starts: list[int], attribution: dict[str, list[list[int]]]) -> _Said:
    content = frozenset(number for start, end in attribution["content"] for number in _numbers(starts, start, end))
    return _Said(content, tuple((start, end) for start, end in attribution["source"]))


def _ours(starts: list[int], quote: Quote) -> _Said:
    source = ((quote.said_by.start, quote.said_by.end),) if quote.said_by else ()
    return _Said(frozenset(_numbers(starts, quote.start, quote.end)), source)


def _outermost(entries: Sequence[Quote], ours: Sequence[_Said]) -> list[_Said]:
    """Without entries inside another of the same speaker, and with the quotations of one cue joined."""
    kept: dict[object, _Said] = {}
    spans = [(quote.start, quote.end, quote.said_by) for quote in entries if not quote.direct]
    for at, quote in enumerate(entries):
        if quote.direct and any(start <= quote.start and quote.end <= end and by == quote.said_by for start, end, by in spans):
            continue
        key = (quote.cue, quote.said_by, True) if quote.direct and quote.cue else at
        before = kept.get(key)
        kept[key] = ours[at] if before is None else _Said(before.content | ours[at].content, before.source)
    return list(kept.values())
