"""Facts: the statements that have a question's words and an answer of the type it expects."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain import Claim, Dispute, Span
from bot.engine.expected import answers
from bot.engine.finding import Finding, shown
from bot.engine.support import Ground
from bot.engine.voice import voice
from bot.engine.whether import denies, negative

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Evidence
    from bot.engine.question import Question
    from bot.engine.statement import Statement
    from bot.engine.support import Support
    from bot.engine.voice import Voice

MOST = 4
"""Claims of an answer at most."""
LEAST = 0.75
"""Score of the least claim shown, as a share of the best."""
TWIN = 0.7
"""Share of the shorter statement's stems that two must have in common to be the same."""


@dataclass(kw_only=True, eq=False)
class Candidate:
    """A statement that may answer."""

    statement: Statement
    support: Support
    score: float
    marks: tuple[Span, ...] = ()
    voiced: float = 0.0


def fact(question: Question, evidence: Evidence, cited: Sequence[Statement]) -> Finding:
    """What the statements say to a question that is not for somebody's words."""
    ground = Ground(question, evidence, cited)
    if not ground.sought:
        return Finding(reason="The question has no word to look for")
    whose = voice(question.speaker, evidence, cited) if question.speaker else None
    ranked = candidates(question, ground, whose)
    fitting = [candidate for candidate in ranked if supports(question, ground, candidate, whose)]
    if not fitting:
        return _missing(question, ground, ranked)
    if question.kind == "whether":
        return _both(fitting)
    claims, _ = _claims(fitting, LEAST, MOST)
    return Finding(claims=tuple(claims))


def candidates(question: Question, ground: Ground, whose: Voice | None) -> list[Candidate]:
    """The statements with any of the question's words, the best first."""
    asked = frozenset(stem for sought in ground.sought for stem, worth in sought.accepts.items() if worth >= 1.0)
    found = []
    for statement in ground.statements:
        support = ground.of(statement)
        reach = ground.rank(support)
        if reach <= 0:
            continue
        score = 0.6 * reach + 0.4 * ground.direct(support) + 0.1 * statement.hit
        marks: tuple[Span, ...] = ()
        if question.kind == "identity":
            marks = _role(question, statement)
            score += 0.5 * bool(marks)
        elif question.expects:
            anchors = frozenset(
                stem
                for sought, value in zip(ground.sought, support.direct, strict=True)
                if value
                for stem in sought.accepts
                if stem in statement.stems
            )
            typed = answers(statement, question.expects, question.focus, asked, anchors)
            if typed:
                score += 0.3 * typed[0][0]
                marks = (typed[0][1],)
        voiced = max((whose.speaks(quote.speaker) for quote in statement.quotes), default=0.0) if whose else 0.0
        found.append(Candidate(statement=statement, support=support, score=score + 0.3 * voiced, marks=marks, voiced=voiced))
    found.sort(key=lambda candidate: -candidate.score)
    return found[:60]


def supports(question: Question, ground: Ground, candidate: Candidate, whose: Voice | None) -> bool:
    """Whether a statement may stand as an answer: its names and figures are there, most of its words, and the type asked for."""
    if ground.lacking(candidate.support) or ground.coverage(candidate.support) < 0.5:
        return False
    if not candidate.voiced and (ground.matter(candidate.support) < 0.5 or not ground.on_it(candidate.support)):
        return False
    if question.expects and question.kind != "identity" and not candidate.marks:
        return False
    return not (whose and not candidate.voiced)


def _missing(question: Question, ground: Ground, ranked: Sequence[Candidate]) -> Finding:
    near = tuple(candidate.statement for candidate in ranked[:2])
    missing = ground.lacking(ranked[0].support) if ranked else [word.text for word in question.words]
    unknown = [sought.word.text for sought in ground.unknown()]
    what = ", ".join(dict.fromkeys(missing or unknown))
    return Finding(reason=f"The sources do not say; nothing in them is on {what}" if what else "The sources do not say", near=near)


def _role(question: Question, statement: Statement) -> tuple[Span, ...]:
    """Where the statement says what the one asked about is."""
    base = statement.span.start
    wanted = {word.term for word in question.words if word.name} or {word.term for word in question.words}
    for name in statement.names:
        if name.role and statement.span.covers(name.role):
            from bot.corpus.terms import terms

            if wanted & set(terms(statement.reading.at(name))):
                return (Span(start=name.role.start - base, end=name.role.end - base),)
    return ()


def _claims(chosen: Sequence[Candidate], least: float, most: int) -> tuple[list[Claim], list[Candidate]]:
    """Claims of the best candidates, what says the same merged under one."""
    claims: list[Claim] = []
    kept: list[Candidate] = []
    for candidate in chosen:
        if candidate.score < least * chosen[0].score:
            break
        twin = next((at for at, other in enumerate(kept) if same(candidate.statement, other.statement)), None)
        if twin is not None:
            claim = claims[twin]
            if candidate.statement.source not in claim.cited:
                claims[twin] = replace(claim, citations=(*claim.citations, candidate.statement.cite()))
            continue
        if len(claims) >= most:
            continue
        kept.append(candidate)
        claims.append(_claim(candidate))
    return claims, kept


def _claim(candidate: Candidate) -> Claim:
    statement = candidate.statement
    text, marks = shown(statement, candidate.marks)
    return Claim(text=text, section="answer", citations=(statement.cite(),), speaker=statement.speaker, highlights=marks)


def _both(fitting: Sequence[Candidate]) -> Finding:
    """The statements for and against; a dispute where some source denies what another has."""
    near = [candidate for candidate in fitting if candidate.score >= 0.6 * fitting[0].score]
    against = [candidate for candidate in near if denies(candidate.statement)]
    against = against or [candidate for candidate in near if negative(candidate.statement)]
    held = [candidate for candidate in near if not negative(candidate.statement)]
    if not against or not held:
        claims, _ = _claims(fitting, LEAST, MOST)
        return Finding(claims=tuple(claims))
    denials, _ = _claims(against, LEAST, 2)
    sides, _ = _claims(held, LEAST, 2)
    claims = [replace(claim, section="dispute") for claim in (*denials, *sides)]
    first = len(denials)
    return Finding(claims=tuple(claims), disputes=(Dispute(claim=first, against=tuple(range(first))),))


def same(one: Statement, other: Statement) -> bool:
    """Whether two statements say the same in nearly the same words."""
    stems, others = one.stems, other.stems
    return bool(stems and others) and len(stems & others) / min(len(stems), len(others)) >= TWIN
