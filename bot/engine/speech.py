"""What somebody said: his words from every source that has them, merged."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from bot.corpus.cues import table
from bot.corpus.terms import fold, terms
from bot.domain import Claim, Span
from bot.engine import weighing
from bot.engine.finding import LONGEST, Finding, shown
from bot.engine.known import Known, bare_words
from bot.engine.sought import accepted
from bot.engine.statement import Held, Statement
from bot.engine.support import Ground
from bot.engine.verbs import SPEECH_FORMS, WORDS
from bot.engine.voice import Voice, voice
from bot.engine.weighing import SPEECH_WEIGHTS, weighed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain import Citations, Quote
    from bot.engine.question import Question
    from bot.engine.support import Support

LOOKED_AT = 40
"""Statements of somebody's words, the best, that are compared with each other."""
KEEP = 4
"""Claims of an answer on a topic."""
MOST = 4
"""Claims of an answer that nobody limited to a topic."""
LEAST = 3.0
"""How much less than the best words shown may score."""
_PRONOUN = re.compile(r"^(?:he|she|they|it|the (?:minister|president|official|spokesman|spokeswoman))$", re.I)


@dataclass(kw_only=True, eq=False)
class Spoken:
    """A statement with words of the one asked about."""

    statement: Statement
    strength: float
    quotes: list[Quote] = field(default_factory=list)
    named: bool = False
    score: float = 0.0
    support: Support | None = None
    features: tuple[float, ...] = ()

    @cached_property
    def direct(self) -> list[str]:
        """What of each quotation stands in it, folded for comparing."""
        text, within = self.statement.reading.text, self.statement.span
        return [
            plain(text[max(quote.start, within.start) : min(quote.end, within.end)])
            for quote in self.quotes
            if quote.direct and quote.start < within.end and within.start < quote.end
        ]


def plain(words: str) -> str:
    """A quotation for comparing: without marks, case and typography."""
    return re.sub(r"[^\w\s]+", " ", fold(words)).casefold().strip(" ")


def said(question: Question, known: Known, statements: Sequence[Statement]) -> Finding:
    """What the one asked about is reported to have said, as far as it concerns the question."""
    whose = voice(question.speaker or "", known, statements)
    statements = [*statements, *_quoting(whose, known, statements)]
    ground = Ground(question, known, statements)
    spoken = _worded(_spoken(whose, statements), question)
    if not spoken:
        return Finding(reason=_unquoted(whose, statements), near=_nearest(whose, ground))
    cue = accepted(question.cue, terms(question.cue)[0]) if question.cue and terms(question.cue) else {}
    fitting: list[Spoken] = []
    for item in spoken:
        item.support = ground.of(item.statement)
        said_so = float(
            bool(question.cue) and question.cue not in ("say", "tell") and any(stem in item.statement.stems for stem in cue)
        )
        item.features = weighing.spoken(
            ground, item.support, strength=item.strength, quoted=bool(item.direct), named=item.named, cue=said_so
        )
        item.score = weighed(item.features, SPEECH_WEIGHTS)
        if not question.words or not (ground.estranged(item.support) or ground.of_nobody(item.support)):
            fitting.append(item)
    if question.words and max((item.score for item in fitting), default=0.0) <= 0:
        fitting = []
    if not fitting:
        best = max(spoken, key=lambda item: item.score)
        missing = ", ".join(ground.lacking(ground.of(best.statement))) or " ".join(w.text for w in question.words)
        return Finding(
            reason=f"The sources quote {whose.name or question.speaker}, but not on {missing}", near=(best.statement,)
        )
    fitting.sort(key=lambda item: -item.score)
    groups = _merged(fitting[:LOOKED_AT])
    groups.sort(
        key=lambda group: -(max(item.score for item in group) + 0.05 * (len({item.statement.origin for item in group}) - 1))
    )
    best_score = groups[0][0].score
    kept = [group for group in groups if not question.words or group[0].score >= best_score - LEAST][
        : MOST if not question.words else KEEP
    ]
    return Finding(claims=tuple(_claim(group, whose) for group in kept))


def _quoting(whose: Voice, known: Known, statements: Sequence[Statement]) -> list[Statement]:
    """The statements with his quotes, and those before them, that were not found by the question's words."""
    had = {statement.key for statement in statements}
    found = []
    heard: dict[str | None, float] = {}
    for reading in known.readings:
        wanted: set[int] = set()
        for quote in reading.quotes:
            if quote.speaker not in heard:
                heard[quote.speaker] = whose.speaks(quote.speaker)
            if heard[quote.speaker]:
                at = bisect_right(reading.sentences, quote.start, key=lambda sentence: sentence.start) - 1
                wanted.update((at - 1, at))
        for at in sorted(wanted):
            if at >= 0 and reading.sentences[at].complete and (reading.source.id, reading.sentences[at].start) not in had:
                found.append(Statement(reading=reading, span=reading.sentences[at], order=at, held=Held.of(reading)))
    return found


def _spoken(whose: Voice, statements: Iterable[Statement]) -> list[Spoken]:
    found = []
    heard: dict[str | None, float] = {None: 0.0}
    subject = _subject(whose)
    for statement in statements:
        for quote in statement.quotes:
            if quote.speaker not in heard:
                heard[quote.speaker] = whose.speaks(quote.speaker)
        mine = [quote for quote in statement.quotes if heard[quote.speaker] and not quote.negated]
        if not mine or _another(whose, statement):
            if _is_subject(whose, subject, statement) or _alone(whose, statement):
                direct = [quote for quote in statement.quotes if quote.direct]
                found.append(Spoken(statement=statement, strength=0.9, quotes=direct, named=True))
            continue
        reading = statement.reading
        named = any(
            quote.said_by and statement.span.covers(quote.said_by) and not _PRONOUN.match(reading.at(quote.said_by))
            for quote in mine
        )
        strength = max(heard[quote.speaker] for quote in mine)
        found.append(Spoken(statement=statement, strength=strength, quotes=mine, named=named))
    return found


_SAY = "|".join(
    sorted((form for form, base in SPEECH_FORMS.items() if base in WORDS and not form.endswith("ing")), key=len, reverse=True)
)


_SAYS = re.compile(
    rf"[,”\"'’]\s+(?:(?:[A-Z][\w.'’-]*\s+){{0,4}}(?P<before>[A-Z][\w'’-]+)\s+(?:{_SAY})\b"
    rf"|(?:{_SAY})\s+(?:[A-Z][\w.'’-]*\s+){{0,4}}(?P<after>[A-Z][\w'’-]+))"
)


_CLAUSE = "(?:that|on|in|at|to|it|he|she|they|there|if|whether|how|what|why)"
"""Words that may stand behind a verb of speech, but not between it and its subject."""


def _subject(whose: Voice) -> re.Pattern[str]:
    """The one asked about as the subject of a verb of speech."""
    last = {words[-1] for person in whose.people for form in person.forms if (words := bare_words(form))}
    names = "|".join(re.escape(form) for form in sorted(last or {whose.asked}, key=len, reverse=True))
    return re.compile(
        rf"\b(?:{names})(?:,[^,]{{0,90}},)?\s+(?:\w+ly\s+|also\s+|has\s+|then\s+)?(?:{_SAY})\b"
        rf"|[,”\"'’]\s+(?:{_SAY})\s+(?:(?!{_CLAUSE}\b)[\w.'’-]+\s+){{0,6}}(?:{names})\b"
    )


def _worded(spoken: list[Spoken], question: Question) -> list[Spoken]:
    """Of somebody's reported acts those that are words, where words are asked for and there are any."""
    if question.cue not in WORDS:
        return spoken
    found = [
        item
        for item in spoken
        if not item.quotes
        or any(quote.direct or (quote.cue and _of_words(item.statement.reading.at(quote.cue))) for quote in item.quotes)
    ]
    return found or spoken


def _of_words(cue: str) -> bool:
    """Whether a cue reports words ("told", "according to") rather than a deed ("voted for", "addressed")."""
    first = cue.lower().split()[0]
    known = table().get(first)
    return (known.lemma if known else first) not in _SILENT


_SILENT_VERBS = """
vote address notice seek decide choose see find show learn discover realise realize want need try plan intend know remember
forget sign search look judge imagine dream pretend smile laugh weep nod shrug sigh
"""
_SILENT = frozenset(_SILENT_VERBS.split())
"""Verbs of frames like those of speech, though not a word is said."""


def _is_subject(whose: Voice, subject: re.Pattern[str], statement: Statement) -> bool:
    """Whether he, and no namesake of his, is the subject of a verb of speech."""
    base = statement.span.start
    for match in subject.finditer(statement.text):
        start, end = base + match.start(), base + match.end()
        namesakes = [name for name in statement.names if name.kind == "person" and name.start < end and start < name.end]
        if all(whose.speaks(statement.reading.at(name)) for name in namesakes):
            return True
    return False


def _alone(whose: Voice, statement: Statement) -> bool:
    """Whether he is the only person a statement names, and has a quotation that nobody else is known to have said."""
    persons = [name for name in statement.names if name.kind == "person"]
    if not whose.people or not persons or not any(quote.direct for quote in statement.quotes):
        return False
    nobody_else = all(quote.speaker is None or whose.speaks(quote.speaker) for quote in statement.quotes)
    return nobody_else and all(whose.speaks(statement.reading.at(name)) for name in persons)


def _another(whose: Voice, statement: Statement) -> bool:
    """Whether the statement itself has somebody else as the subject of a verb of speech behind or before a quotation."""
    for match in _SAYS.finditer(statement.text):
        named = match["before"] or match["after"]
        if not whose.speaks(named) and not any(
            quote.said_by and statement.span.covers(quote.said_by) and whose.speaks(quote.speaker) for quote in statement.quotes
        ):
            return True
    return False


def _merged(items: Sequence[Spoken]) -> list[list[Spoken]]:
    """Items, which come best first, with those of the same quotation together."""
    groups: list[list[Spoken]] = []
    for item in items:
        for group in groups:
            if any(_same(item, other) for other in group):
                group.append(item)
                break
        else:
            groups.append([item])
    return groups


def _same(one: Spoken, other: Spoken) -> bool:
    if one.statement.reading is other.statement.reading and _whole(one) == _whole(other) != one.statement.span:
        return True
    for mine in one.direct:
        for yours in other.direct:
            short, long = sorted((mine, yours), key=len)
            if len(short.split()) >= 3 and short in long:
                return True
    stems, others = one.statement.stems, other.statement.stems
    return bool(stems and others) and len(stems & others) / min(len(stems), len(others)) >= 0.75


def _whole(item: Spoken) -> Span:
    """The sentences that his quotations in a statement run through, unless that is too much to show at once."""
    span, sentences = item.statement.span, item.statement.reading.sentences
    start, end = span.start, span.end
    for quote in item.quotes:
        if quote.direct:
            start, end = min(start, quote.start), max(end, quote.end)
    reached = [sentence for sentence in sentences if sentence.end > start and sentence.start < end]
    if not reached or reached[-1].end - reached[0].start > LONGEST or not all(sentence.complete for sentence in reached):
        return span
    return Span(start=reached[0].start, end=reached[-1].end)


def _claim(group: Sequence[Spoken], whose: Voice) -> Claim:
    best = group[0]
    span = _whole(best)
    marks = [Span(start=max(span.start, quote.start), end=min(span.end, quote.end)) for quote in best.quotes if quote.direct]
    text, marks_shown = shown(best.statement, marks, span)
    seen: set[str] = set()
    cited = []
    for item in group:
        if item.statement.source not in seen:
            seen.add(item.statement.source)
            cited.append(item.statement.cite(_whole(item)))
    citations: Citations = (cited[0], *cited[1:])
    said_by = next((quote.speaker for quote in best.quotes if quote.speaker), None)
    speaker = (said_by or whose.name) if len(whose.people) > 1 else (whose.name or said_by)
    return Claim(
        text=text, section="answer", citations=citations, speaker=speaker, role=whose.role(speaker), highlights=marks_shown
    )


def _unquoted(whose: Voice, statements: Iterable[Statement]) -> str:
    name = whose.name or whose.asked
    last = terms(name)[-1:]
    mentioned = any(stem in statement.stems for statement in statements for stem in last)
    return (
        f"The sources mention {name}, but quote nothing said by {name}"
        if mentioned
        else f"The sources neither quote {name} nor mention the name"
    )


def _nearest(whose: Voice, ground: Ground) -> tuple[Statement, ...]:
    last = terms(whose.name or whose.asked)[-1:]
    mentions = [statement for statement in ground.statements if any(stem in statement.stems for stem in last)]
    ranked = sorted(
        mentions or ground.statements, key=lambda statement: -(ground.rank(ground.of(statement)) + 0.1 * statement.hit)
    )
    return tuple(ranked[:2])
