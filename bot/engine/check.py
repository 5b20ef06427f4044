"""A draft held against the sources: how each sentence stands to them, and what each quotation is in them.

For every sentence the passages that fit it best are looked up, and it is laid beside each source on its own
(:mod:`bot.engine.laid`). A source that has what the sentence says bears it out; one that tells of the same thing and
has another figure, the opposite or a "not" there contradicts it; a sentence that has both is disputed. What no source tells of
is not in our sources, which is no verdict on whether it is true.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.corpus.document import Document, identity
from bot.corpus.terms import STOP, fold, terms, words
from bot.domain import Checked, CheckedQuote, CheckedSentence, Claim, Filters, Span
from bot.engine.alignment import Match
from bot.engine.cast import Cast
from bot.engine.denial import denial
from bot.engine.laid import SAME_THING, lay
from bot.engine.merge import Weights
from bot.engine.quoted import Speeches, sentence_around
from bot.engine.retrieve import retrieve
from bot.engine.statement import statements

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain import Evidence, Moment, Quote, Reading, Source, Standing
    from bot.engine.laid import Laid
    from bot.engine.quoted import Held
    from bot.engine.statement import Statement
    from bot.ports import Corpus, Index

LONGEST = 20_000
"""Characters of a draft that are checked."""
MOST = 120
"""Sentences of a draft that are checked."""
DEPTH = 16
"""Passages looked at for a sentence."""
NAMED = 0.5
"""What a word of a speaker's name counts where his words are looked for."""
SHOWN = 3
"""Passages shown for a sentence."""
_TURNED = frozenset(terms("deny denied denies denial reject rejected dismiss dismissed dispute disputed false untrue"))
"""Stems by which a sentence tells of a denial itself."""
_RULED = {
    "opposite": "the source has the opposite of this ruling",
    "other": "in the source somebody is convicted, cleared or accused of something else",
}
_QUOTED = re.compile(r"[\"“”«»„]")


async def check(
    text: str,
    *,
    corpus: Corpus,
    index: Index,
    now: datetime,
    filters: Filters | None = None,
    as_of: Moment | None = None,
) -> Checked:
    """Check a draft sentence by sentence, and quotation by quotation."""
    from bot.corpus.annotate import annotate

    text = text[:LONGEST]
    draft = annotate(Document(id=identity("draft"), text=text, title="draft"))
    found = _Findings()
    sentences, quotes = [], []
    newest: Moment | None = None
    spans = [Span(start=s.start, end=s.end) for s in draft.sentences][:MOST] or [Span(start=0, end=len(text))]
    speeches: dict[frozenset[str], Speeches] = {}
    for span in spans:
        own = [quote for quote in draft.quotes if quote.direct and span.start <= quote.start < span.end]
        evidence = await retrieve(
            _asked(draft.at(span)),
            corpus=corpus,
            index=index,
            filters=filters,
            as_of=as_of,
            now=now,
            limit=DEPTH,
            with_people=False,
        )
        newest = _newest(newest, evidence)
        held = []
        if own:
            readings = dict(evidence.readings)
            for quote in own:
                wanted, side_by_side = _quoted_words(draft, quote)
                more = await retrieve(
                    wanted, corpus=corpus, index=index, filters=filters, as_of=as_of, now=now, limit=DEPTH,
                    with_people=False, phrases=side_by_side,
                )  # fmt: skip
                readings |= more.readings
            key = frozenset(readings)
            if key not in speeches:
                speeches[key] = Speeches(readings.values())
            for quote in own:
                one = speeches[key].hold(text, quote, quote.speaker, _written(draft, quote, span))
                held.append(one)
                quotes.append(_quote(quote, one, found))
        said = [quote for quote in draft.quotes if not quote.direct and span.start <= quote.start < span.end]
        sentences.append(_sentence(draft, span, evidence, held, said, found))
    order = list(dict.fromkeys(claim.cited[0] for claim in found.claims))
    return Checked(
        query=text,
        generated_at=now,
        as_of=newest,
        claims=tuple(found.claims),
        sources=tuple(found.sources[source] for source in order),
        sentences=tuple(sentences),
        quotes=tuple(quotes),
        notes=("only the opening of the text was checked",) if len(draft.sentences) > MOST else (),
    )


class _Findings:
    """The passages shown, each once."""

    def __init__(self) -> None:
        self.claims: list[Claim] = []
        self.sources: dict[str, Source] = {}
        self._at: dict[tuple[str, int, int], int] = {}

    def show(self, reading: Reading, span: Span, speaker: str | None = None) -> int:
        """The index of the claim that shows this stretch of a source."""
        key = (reading.source.id, span.start, span.end)
        if key not in self._at:
            self._at[key] = len(self.claims)
            self.sources[reading.source.id] = reading.source
            words_there = " ".join(reading.at(span).split())
            self.claims.append(Claim(text=words_there, section="answer", citations=(reading.cite(span),), speaker=speaker))
        return self._at[key]

    def show_all(self, places: Sequence[_Place]) -> tuple[int, ...]:
        """The indexes of the claims that show these, each once."""
        return tuple(dict.fromkeys(self.show(*place) for place in places))


def _asked(sentence: str) -> list[tuple[str, float]]:
    """The words to look for: names and figures weigh more."""
    found: dict[str, float] = {}
    for number, word in enumerate(words(sentence)):
        if word.lower() not in STOP and terms(word):
            weight = 1.5 if word[0].isdigit() or (number and word[0].isupper()) else 1.0
            found[word] = max(weight, found.get(word, 0.0))
    return list(found.items()) or [(sentence, 1.0)]


def _quoted_words(draft: Reading, quote: Quote) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    """The words of a quotation and of its speaker to look for, and its words side by side.

    A quotation may be made of words that every article has; two of them in a row are rarer.
    """
    telling = [word for word in words(draft.at(quote)) if terms(word)]
    wanted = [(word, 1.0) for word in telling] + [(word, NAMED) for word in words(quote.speaker or "")]
    return wanted or [(draft.at(quote), 1.0)], [(f"{one} {other}", 1.0) for one, other in pairwise(telling)]


def _written(draft: Reading, quote: Quote, span: Span) -> tuple[str, ...]:
    """How the draft itself writes the speaker: where it names one, and the sentence around the quotation."""
    text = draft.text
    around = f"{text[span.start : quote.start]} {text[quote.end : max(quote.end, span.end)]}"
    return (*((draft.at(quote.said_by),) if quote.said_by else ()), around)


def _quote(quote: Quote, held: Held, found: _Findings) -> CheckedQuote:
    shown: tuple[int, ...] = ()
    if held.reading is not None and held.place is not None:
        shown = (found.show(held.reading, sentence_around(held.reading, held.place), held.said_by),)
    return CheckedQuote(
        start=quote.start,
        end=quote.end,
        verdict=held.verdict,
        speaker=quote.speaker,
        said_by=held.said_by,
        claims=shown,
        edits=held.edits,
        note=held.note,
    )


def _sentence(
    draft: Reading, span: Span, evidence: Evidence, held: Sequence[Held], said: Sequence[Quote], found: _Findings
) -> CheckedSentence:
    text = draft.at(span)
    laid = lay(text, evidence)
    # What is between quotation marks was checked to the letter; a verdict on it is a verdict on the sentence.
    faults = [one for one in held if one.verdict != "verbatim"]
    own = frozenset(quote.speaker for quote in said if quote.speaker)
    others = [
        one
        for one in laid
        if one.bears_out and any(one.of_another(quote.speaker, draft.at(quote)) for quote in said if quote.speaker)
    ]
    good = [one for one in laid if one.bears_out and one not in others]
    bad = [one for one in laid if not one.bears_out and one.contradicts and not one.word_of_another(own)]
    loose: list[Laid] = []
    if good:
        # Where nothing named is shared, another source's figure may be of something else; the reader is told of it.
        loose = [one for one in bad if one.by_figure and not one.names_shared]
        bad = [one for one in bad if one not in loose]
    denied = _denied(text, evidence) if good else []
    keys = {statement.key for statement in denied}
    # A report that somebody denies it has all its words, and does not bear it out.
    good = [one for one in good if not (one.statements and one.statements[0].key in keys)]
    for_it = [_at(s) for one in good[:SHOWN] for s in _shown(one, text)]
    against = [_at(s) for one in bad[:SHOWN] for s in _shown(one, text)[:1]] + [_at(s) for s in denied[:SHOWN]]
    against = [place for place in against if place not in for_it]
    why = _why(good, bad, laid)
    if loose:
        why = (*why, f"another source has another figure: {loose[0].source.title}")
    if others and not good:
        why = tuple(dict.fromkeys(f"our source has it from {whose}" for one in others for whose in one.speakers)) or why
    standing: Standing
    if held and not faults and _mostly_quoted(text, held):
        # A sentence that is a verbatim quotation with its speaker is borne out by that quotation; that others say otherwise
        # is no fault of it.
        for_it, against, standing, why = _places(held), [], "supported", _why(good, [], [])
    elif faults:
        for_it, against = [], _places(faults)
        standing = "contradicted" if any(one.verdict != "absent" and one.place for one in faults) else "not in our sources"
        why = tuple(dict.fromkeys(f"a quotation is {one.verdict}" for one in faults))
    elif for_it:
        standing = "disputed" if against else "supported"
    elif against:
        standing = "contradicted"
    else:
        standing = "not in our sources"
        near = [one for one in laid if one.shared >= SAME_THING / 2][:1]
        for_it = [_at(s) for one in near for s in _shown(one, text)[:1]]
    return CheckedSentence(
        start=span.start,
        end=span.end,
        standing=standing,
        claims=found.show_all(for_it),
        against=found.show_all(against),
        why=why,
    )


_Place = tuple["Reading", Span, "str | None"]
"""A stretch of a source, and whose words it gives."""


def _at(statement: Statement) -> _Place:
    return statement.reading, Span(start=statement.span.start, end=statement.span.end), statement.speaker


def _places(held: Sequence[Held]) -> list[_Place]:
    return [(one.reading, sentence_around(one.reading, one.place), one.said_by) for one in held if one.reading and one.place]


def _shown(laid: Laid, text: str) -> list[Statement]:
    """The sentences worth showing: the best, and another only for what the best lacks."""
    wanted = set(terms(fold(text)))
    shown: list[Statement] = []
    for statement in laid.statements:
        new = wanted & statement.stems
        if not shown or len(new) >= 2:
            shown.append(statement)
            wanted -= statement.stems
    return shown[:2]


def _denied(text: str, evidence: Evidence) -> list[Statement]:
    """Statements that deny what the draft says; none where the draft itself tells of a denial."""
    mine = frozenset(terms(fold(text)))
    if _TURNED & mine:
        return []
    every = statements(evidence, whole=False, around=2, opening=3)
    weights, cast = Weights(every), Cast(evidence)
    found = {}
    for statement in every:
        denies = denial(statement, weights, cast)
        # What is denied has to be what the draft says, not only what stands beside it in the source.
        if denies is None or not denies.content or len(denies.content & mine) < max(1, 0.5 * len(denies.content)):
            continue
        if set(denies.pivots) & mine:
            found[statement.key] = statement
    return list(found.values())


def _why(good: Sequence[Laid], bad: Sequence[Laid], laid: Sequence[Laid]) -> tuple[str, ...]:
    """What the reader is told beside the verdict."""
    told: Counter[str] = Counter()
    if good:
        first = good[0].statements[0] if good[0].statements else None
        if first is not None and first.speaker and first.attribution and not _names(first, good[0]):
            told[f"our source has it from {first.speaker}, the text does not say so"] += 1
    for one in (bad or ([] if good else laid))[:1]:
        marks = one.result.marks
        if one.ruling in _RULED:
            told[_RULED[one.ruling]] += 1
        for aligned in one.result.aligned:
            if aligned.match is Match.NAME:
                told[f"{aligned.token.text} is not there"] += 1
            elif aligned.match is Match.OPPOSITE and "opposite" in one.faults:
                told[f"{aligned.token.text}, where the source has {aligned.instead}"] += 1
        for mark, words_for in (
            ("number", "a figure is not there"),
            ("unit", "a figure is of something else there"),
            ("not", "the source does not say “not”"),
            ("lost not", "the source says “not”"),
        ):
            if marks[mark]:
                told[words_for] += 1
    return tuple(told)


def _names(statement: Statement, laid: Laid) -> bool:
    """Whether the sentence names the one whose word the source gives."""
    said = {one.token.stem for one in laid.result.aligned}
    return any(stem in said for stem in terms(statement.speaker or "")) or any(
        term in said for term in terms(statement.cue or "")
    )


def _mostly_quoted(text: str, held: Sequence[Held]) -> bool:
    inside = sum(len(words(piece)) for piece in _QUOTED.split(text)[1::2])
    return bool(held) and inside * 2 >= len(words(text))


def _newest(newest: Moment | None, evidence: Evidence) -> Moment | None:
    days = [reading.source for reading in evidence.readings.values() if reading.source.published]
    best = max(days, key=lambda source: str(source.published), default=None)
    if best is None:
        return newest
    return best.published if newest is None or str(best.published) > str(newest) else newest
