"""Statements: the sentences of the evidence that may be cited, with what was read in each."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Literal, TypeVar, overload

from bot.corpus.terms import STOP, terms, words
from bot.corpus.terms import numbers as numbers_of
from bot.domain import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.corpus.terms import Number
    from bot.domain import Citation, Evidence, Hit, Name, Quote, Reading, Sentence, Time

_NEGATIONS = """
not no never nor neither none nobody nothing nowhere without cannot barely hardly scarcely unable refuse refused refuses
refusing failed fails fail failing deny denies denied denying lack lacked lacks lacking absent
"""
NEGATIONS = frozenset(_NEGATIONS.split())
"""Words that turn a statement round; contractions in n't count too."""

_HEDGES = """
reportedly allegedly alleged apparently apparent supposedly purported purportedly presumably perhaps maybe possibly possible
probably probable likely unlikely may might could would should seem seems seemed appear appears appeared suspect suspected
suspects believed thought feared expected potential potentially claim claims claimed claiming suggest suggests suggested
unconfirmed unverified preliminary estimated rumoured rumored so-called if unclear
"""
HEDGES = frozenset(_HEDGES.split())
"""Words by which a writer holds a statement at arm's length."""

_START = attrgetter("start")
AnySpan = TypeVar("AnySpan", bound=Span)

_QUESTION = re.compile(r"\?[\"”’')\]]*$")


@dataclass(kw_only=True, eq=False)
class Statement:
    """One citable sentence of a reading, and what the reader found in it; nothing changes it once it is made.

    Everything that costs something is worked out on first use and kept. Two statements are the same only if they are the
    same object; ``key`` tells sentences apart.
    """

    reading: Reading
    span: Sentence
    """The sentence, as offsets of ``reading.text``."""
    order: int
    """Its number among the sentences of the article's body, counted from 0."""
    hit: float = 0.0
    """The score of the best retrieved passage that holds it, as a share of the best of all: 0 to 1, 0 outside every hit."""
    held: Held = field(repr=False)
    """What the reading's groups hold, sentence by sentence; shared by the statements of one reading, and kept with it."""

    @property
    def source(self) -> str:
        """Id of its source."""
        return self.reading.source.id

    @property
    def origin(self) -> str:
        """What copies of one story share."""
        return self.reading.source.origin

    @property
    def key(self) -> tuple[str, int]:
        """What tells this sentence from every other."""
        return (self.reading.source.id, self.span.start)

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """Quotations and reported speech that share characters with it."""
        return self.held.quotes(self.reading, self.order)

    @property
    def names(self) -> tuple[Name, ...]:
        """The proper names in it."""
        return self.held.within(self.reading, "names", self.order)

    @property
    def times(self) -> tuple[Time, ...]:
        """The time expressions in it."""
        return self.held.within(self.reading, "times", self.order)

    @cached_property
    def text(self) -> str:
        """The sentence as it stands in the source."""
        return self.reading.text[self.span.start : self.span.end]

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Stems without stop words, in order, repeats kept."""
        return self.held.terms(self.order)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Stems without stop words, each once."""
        return frozenset(self.terms)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Words in lower case with straight apostrophes, stop words included."""
        return tuple(word.lower().replace("’", "'") for word in words(self.text))

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """Figures in the sentence; their spans are offsets of ``text``."""
        return tuple(numbers_of(self.text))

    @cached_property
    def mentions(self) -> tuple[str, ...]:
        """The names in it as the text writes them, in order."""
        return tuple(self.reading.text[name.start : name.end] for name in self.names)

    @cached_property
    def negations(self) -> frozenset[str]:
        """Words in it that turn its meaning round."""
        return frozenset(
            "not" if word.endswith("n't") else word for word in self.words if word in NEGATIONS or word.endswith("n't")
        )

    @cached_property
    def hedges(self) -> frozenset[str]:
        """Words in it that hold it at arm's length."""
        return HEDGES.intersection(self.words)

    @cached_property
    def attribution(self) -> Quote | None:
        """The report of speech that covers most of the sentence, if any covers any of it."""
        best, most = None, 0
        for quote in self.quotes:
            shared = min(quote.end, self.span.end) - max(quote.start, self.span.start)
            if quote.speaker and shared > most:
                best, most = quote, shared
        return best

    @property
    def speaker(self) -> str | None:
        """Whose words or claims it gives, by the fullest form in its own article; None where nobody's."""
        return self.attribution.speaker if self.attribution else None

    @cached_property
    def cue(self) -> str | None:
        """The word that reports the speech, as written."""
        quote = self.attribution
        return self.reading.at(quote.cue) if quote and quote.cue else None

    @cached_property
    def is_question(self) -> bool:
        """Whether it asks rather than says."""
        return self.order in self.held.questions

    @cached_property
    def length(self) -> int:
        """How many words it has, as white space parts them."""
        return len(self.text.split())

    @property
    def depth(self) -> float:
        """How far down its article it stands: 0 the first sentence, towards 1 the last."""
        return self.order / max(1, len(self.reading.sentences))

    def cite(self, span: Span | None = None) -> Citation:
        """A citation of the sentence, or of a stretch of the text inside it."""
        return self.reading.cite(span or self.span)


class Held:
    """What stands in which sentence of a reading; each group is sorted out on first use, and kept as long as the reading."""

    def __init__(self, reading: Reading) -> None:
        # Not the reading itself, which holds this: neither would be freed before the cycle is found.
        self._text, self._sentences = reading.text, reading.sentences
        self._within: dict[tuple[str, int], tuple[Span, ...]] = {}
        self._terms: dict[int, tuple[str, ...]] = {}
        self._quotes: dict[int, list[Quote]] | None = None

    @classmethod
    def of(cls, reading: Reading) -> Held:
        """What a reading holds, worked out no more than once."""
        kept: Held | None = vars(reading).get("_held")
        if kept is None:
            kept = vars(reading)["_held"] = cls(reading)
        return kept

    @cached_property
    def starts(self) -> list[int]:
        """Where each sentence starts."""
        return [sentence.start for sentence in self._sentences]

    def quotes(self, reading: Reading, order: int) -> tuple[Quote, ...]:
        """The quotations and reported speech that share characters with a sentence."""
        if self._quotes is None:
            self._quotes = _by_sentence(reading.quotes, self.starts, self._sentences)
        return tuple(self._quotes.get(order, ()))

    @cached_property
    def questions(self) -> frozenset[int]:
        """The sentences that ask rather than say."""
        text = self._text
        return frozenset(
            at for at, sentence in enumerate(self._sentences) if _QUESTION.search(text[sentence.start : sentence.end])
        )

    def terms(self, order: int) -> tuple[str, ...]:
        """The stems of a sentence without stop words, in order, repeats kept."""
        found = self._terms.get(order)
        if found is None:
            sentence = self._sentences[order]
            found = self._terms[order] = tuple(terms(self._text[sentence.start : sentence.end]))
        return found

    @overload
    def within(self, reading: Reading, group: Literal["names"], order: int) -> tuple[Name, ...]: ...

    @overload
    def within(self, reading: Reading, group: Literal["times"], order: int) -> tuple[Time, ...]: ...

    def within(self, reading: Reading, group: Literal["names", "times"], order: int) -> tuple[Name, ...] | tuple[Time, ...]:
        """The names or times that share characters with a sentence. Of these only the one before its start can reach in."""
        found = self._within.get((group, order))
        if found is None:
            spans: Sequence[Span] = reading.names if group == "names" else reading.times
            sentence = self._sentences[order]
            at = max(0, bisect_left(spans, sentence.start, key=_START) - 1)
            held = []
            while at < len(spans) and spans[at].start < sentence.end:
                if spans[at].end > sentence.start:
                    held.append(spans[at])
                at += 1
            found = self._within[group, order] = tuple(held)
        return found  # type: ignore[return-value]


def statements(
    evidence: Evidence, *, whole: bool = True, around: int = 1, opening: int = 2, sources: int | None = None
) -> list[Statement]:
    """The complete body sentences of the evidence, by source in order of its best hit, then as they stand in the article.

    ``whole`` takes every sentence of each reading; otherwise only those that a hit holds, ``around`` sentences on either
    side, and the ``opening`` of the article. ``sources`` is how many sources at most, the best first.
    """
    hits: dict[str, list[Hit]] = defaultdict(list)
    for hit in evidence.hits:
        hits[hit.passage.source].append(hit)
    best = max((hit.score for hit in evidence.hits), default=0.0) or 1.0
    order = [*hits, *(source for source in evidence.readings if source not in hits)]
    found: list[Statement] = []
    for source in order[:sources]:
        reading = evidence.readings.get(source)
        if reading is not None:
            found.extend(_of(reading, hits.get(source, ()), best, None if whole else (opening, around)))
    return found


def content(text: str) -> tuple[str, ...]:
    """The words of a text that carry meaning, in lower case."""
    return tuple(word for word in (w.lower().replace("’", "'") for w in words(text)) if word not in STOP)


def _of(reading: Reading, hits: Sequence[Hit], best: float, window: tuple[int, int] | None) -> Iterable[Statement]:
    held, sentences = Held.of(reading), reading.sentences
    scores = [0.0] * len(sentences)
    for hit in hits:
        at = max(0, bisect_left(held.starts, hit.passage.start))
        share = max(0.0, hit.score / best)
        while at < len(sentences) and sentences[at].start < hit.passage.end:
            scores[at] = max(scores[at], share)
            at += 1
    wanted: Iterable[int] = range(len(sentences))
    if window is not None:
        opening, around = window
        near = set(range(opening))
        for at, score in enumerate(scores):
            if score:
                near.update(range(max(0, at - around), at + around + 1))
        wanted = sorted(at for at in near if at < len(sentences))
    for at in wanted:
        if sentences[at].complete:
            yield Statement(reading=reading, span=sentences[at], order=at, hit=scores[at], held=held)


def _by_sentence(spans: Iterable[AnySpan], starts: Sequence[int], sentences: Sequence[Sentence]) -> dict[int, list[AnySpan]]:
    """Which spans share characters with which sentence; a quotation over several sentences belongs to each."""
    held: dict[int, list[AnySpan]] = defaultdict(list)
    for span in spans:
        at = max(0, bisect_right(starts, span.start) - 1)
        while at < len(sentences) and sentences[at].start < span.end:
            if sentences[at].end > span.start:
                held[at].append(span)
            at += 1
    return held
