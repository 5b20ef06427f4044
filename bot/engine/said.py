"""What somebody said: his words from every source that has them, merged."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.corpus.terms import fold, terms
from bot.domain import Claim, Span
from bot.engine.finding import Finding, shown
from bot.engine.support import Ground, accepted
from bot.engine.voice import Voice, voice

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain import Citations, Evidence, Quote
    from bot.engine.question import Question
    from bot.engine.statement import Statement
    from bot.engine.support import Support

MOST = 4
"""Claims of an answer that nobody limited to a topic."""
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

    @property
    def direct(self) -> list[str]:
        """The quotations in it, folded for comparing."""
        reading = self.statement.reading
        return [plain(reading.at(quote)) for quote in self.quotes if quote.direct]


def plain(words: str) -> str:
    """A quotation for comparing: without marks, case and typography."""
    return re.sub(r"[^\w\s]+", " ", fold(words)).casefold().strip(" ")


def said(question: Question, evidence: Evidence, statements: Sequence[Statement]) -> Finding:
    """What the one asked about is reported to have said, as far as it concerns the question."""
    whose = voice(question.speaker or "", evidence)
    ground = Ground(question, evidence, statements)
    spoken = _spoken(whose, statements)
    if not spoken:
        return Finding(reason=_unquoted(whose, statements), near=_nearest(whose, ground))
    cue = accepted(question.cue, terms(question.cue)[0]) if question.cue and terms(question.cue) else {}
    fitting: list[Spoken] = []
    for item in spoken:
        support = ground.of(item.statement)
        item.support = support
        topic = ground.rank(support) if question.words else 0.0
        about = ground.direct(support) if question.words else 0.0
        marks = 0.12 * bool(item.direct) + 0.1 * item.named + 0.1 * item.statement.hit
        if question.cue and question.cue not in ("say", "tell") and any(stem in item.statement.stems for stem in cue):
            marks += 0.25
        item.score = item.strength * (topic + 0.5 * about + marks)
        if question.words:
            if ground.lacking(support) or ground.coverage(support) < 0.5:
                continue
        fitting.append(item)
    if not fitting:
        best = max(spoken, key=lambda item: item.score)
        missing = ", ".join(ground.lacking(ground.of(best.statement))) or " ".join(w.text for w in question.words)
        return Finding(
            reason=f"The sources quote {whose.name or question.speaker}, but not on {missing}", near=(best.statement,)
        )
    groups = _merged(fitting)
    groups.sort(
        key=lambda group: -(max(item.score for item in group) + 0.05 * (len({item.statement.origin for item in group}) - 1))
    )
    best_score = groups[0][0].score
    kept = [group for group in groups if not question.words or max(i.score for i in group) >= 0.7 * best_score][
        : MOST if not question.words else 3
    ]
    return Finding(claims=tuple(_claim(group, whose) for group in kept))


def _spoken(whose: Voice, statements: Iterable[Statement]) -> list[Spoken]:
    found = []
    for statement in statements:
        mine = [(whose.speaks(quote.speaker), quote) for quote in statement.quotes if not quote.negated]
        mine = [pair for pair in mine if pair[0] > 0]
        if not mine:
            continue
        reading = statement.reading
        named = any(
            quote.said_by and statement.span.covers(quote.said_by) and not _PRONOUN.match(reading.at(quote.said_by))
            for _, quote in mine
        )
        found.append(
            Spoken(
                statement=statement, strength=max(worth for worth, _ in mine), quotes=[quote for _, quote in mine], named=named
            )
        )
    return found


def _merged(items: Sequence[Spoken]) -> list[list[Spoken]]:
    """Items with the same quotation together, the best first in each group."""
    groups: list[list[Spoken]] = []
    for item in sorted(items, key=lambda item: -item.score):
        for group in groups:
            if any(_same(item, other) for other in group):
                group.append(item)
                break
        else:
            groups.append([item])
    return groups


def _same(one: Spoken, other: Spoken) -> bool:
    for mine in one.direct:
        for yours in other.direct:
            short, long = sorted((mine, yours), key=len)
            if len(short.split()) >= 3 and short in long:
                return True
    stems, others = one.statement.stems, other.statement.stems
    return bool(stems and others) and len(stems & others) / min(len(stems), len(others)) >= 0.75


def _claim(group: Sequence[Spoken], whose: Voice) -> Claim:
    best = group[0]
    marks = [
        Span(
            start=max(0, quote.start - best.statement.span.start),
            end=min(len(best.statement.text), quote.end - best.statement.span.start),
        )
        for quote in best.quotes
        if quote.direct
    ]
    text, marks_shown = shown(best.statement, marks)
    seen: set[str] = set()
    cited = []
    for item in group:
        if item.statement.source not in seen:
            seen.add(item.statement.source)
            cited.append(item.statement.cite())
    citations: Citations = (cited[0], *cited[1:])
    speaker = whose.name or next((quote.speaker for quote in best.quotes if quote.speaker), None)
    return Claim(text=text, section="answer", citations=citations, speaker=speaker, role=whose.role(), highlights=marks_shown)


def _unquoted(whose: Voice, statements: Iterable[Statement]) -> str:
    name = whose.name or whose.asked
    last = terms(name)[-1:]
    mentioned = any(stem in statement.stems for statement in statements for stem in last)
    return (
        f"The sources mention {name} but do not quote him or her"
        if mentioned
        else f"The sources do not quote {name} or mention him, her or it"
    )


def _nearest(whose: Voice, ground: Ground) -> tuple[Statement, ...]:
    last = terms(whose.name or whose.asked)[-1:]
    mentions = [statement for statement in ground.statements if any(stem in statement.stems for stem in last)]
    ranked = sorted(
        mentions or ground.statements, key=lambda statement: -(ground.rank(ground.of(statement)) + 0.1 * statement.hit)
    )
    return tuple(ranked[:2])
