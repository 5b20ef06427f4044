"""Answers: the best evidence first, the short answer marked inside it; declined where the sources do not say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain import Answered, Claim, Declined, Dispute, Span
from bot.engine.decline import decline, order
from bot.engine.expected import answers
from bot.engine.finding import Finding, newest, shown, used
from bot.engine.said import said
from bot.engine.statement import statements
from bot.engine.support import Ground
from bot.engine.voice import voice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain import Answer, Evidence
    from bot.engine.question import Question
    from bot.engine.statement import Statement
    from bot.engine.support import Support

MOST = 4
"""Claims of an answer at most."""
ROOM = 1_400
"""Characters of an answer at most."""


def compose_answer(question: Question, evidence: Evidence, now: datetime) -> Answer:
    """The answer to a question from the evidence, or what is missing."""
    if question.kind == "order":
        return order(question, now)
    if not evidence.readings:
        return decline(question, evidence, now, "The sources have nothing on this")
    cited = statements(evidence)
    findings = [find(part, evidence, cited) for part in question.parts or (question,)]
    claims: list[Claim] = []
    disputes: list[Dispute] = []
    for finding in findings:
        moved = {}
        for place, claim in enumerate(finding.claims):
            same = next((at for at, other in enumerate(claims) if other.text == claim.text), None)
            if same is None:
                if claims and sum(len(other.text) for other in claims) + len(claim.text) > ROOM:
                    continue
                same = len(claims)
                claims.append(claim)
            moved[place] = same
        for dispute in finding.disputes:
            against = tuple(moved[at] for at in dispute.against if at in moved)
            if dispute.claim in moved and against:
                disputes.append(replace(dispute, claim=moved[dispute.claim], against=against))
    if not claims:
        reason = next((finding.reason for finding in findings if finding.reason), "The sources do not say")
        near = [statement for finding in findings for statement in finding.near]
        return decline(question, evidence, now, reason, near)
    return Answered(
        query=question.text,
        generated_at=now,
        as_of=newest(evidence),
        claims=tuple(claims),
        sources=used(claims, evidence),
        disputes=tuple(disputes),
        notes=tuple(finding.reason for finding in findings if finding.reason and not finding.claims),
    )


def find(question: Question, evidence: Evidence, cited: Sequence[Statement]) -> Finding:
    """What the statements say to one question."""
    if question.kind == "said":
        return said(question, evidence, cited)
    return fact(question, evidence, cited)


def fact(question: Question, evidence: Evidence, cited: Sequence[Statement]) -> Finding:
    """The statements that have the question's words and an answer of the type it expects."""
    ground = Ground(question, evidence, cited)
    if not ground.sought:
        return Finding(reason="The question has no word to look for")
    asked = frozenset(stem for sought in ground.sought for stem, worth in sought.accepts.items() if worth >= 1.0)
    whose = voice(question.speaker, evidence) if question.speaker else None
    ranked: list[tuple[float, Statement, Support, list[Span]]] = []
    for statement in ground.statements:
        support = ground.of(statement)
        score = ground.rank(support)
        if score <= 0:
            continue
        score = 0.6 * score + 0.4 * ground.direct(support) + 0.1 * statement.hit
        marks: list[Span] = []
        if question.expects:
            anchors = frozenset(
                stem
                for sought, value in zip(ground.sought, support.direct, strict=True)
                if value
                for stem in sought.accepts
                if stem in statement.stems
            )
            found = answers(statement, question.expects, question.focus, asked, anchors)
            if found:
                score += 0.3 * found[0][0]
                marks = [found[0][1]]
        if whose:
            score += 0.3 * max((whose.speaks(quote.speaker) for quote in statement.quotes), default=0.0)
        ranked.append((score, statement, support, marks))
    ranked.sort(key=lambda entry: -entry[0])
    supported = []
    for entry in ranked[:40]:
        _, statement, support, marks = entry
        if ground.lacking(support) or ground.coverage(support) < 0.5:
            continue
        if question.expects and not marks:
            continue
        supported.append(entry)
    if not supported:
        near = tuple(entry[1] for entry in ranked[:2])
        missing = ground.lacking(ranked[0][2]) if ranked else [word.text for word in question.words]
        unknown = [sought.word.text for sought in ground.unknown()]
        what = ", ".join(missing or unknown)
        return Finding(
            reason=f"The sources do not say; nothing in them is on {what}" if what else "The sources do not say", near=near
        )
    claims: list[Claim] = []
    chosen: list[Statement] = []
    for score, statement, _, marks in supported:
        if len(claims) >= MOST or score < 0.75 * supported[0][0]:
            break
        twin = next((at for at, other in enumerate(chosen) if _same(statement, other)), None)
        if twin is not None:
            claim = claims[twin]
            if statement.source not in claim.cited:
                claims[twin] = replace(claim, citations=(*claim.citations, statement.cite()))
            continue
        text, shown_marks = shown(statement, marks)
        chosen.append(statement)
        claims.append(
            Claim(text=text, section="answer", citations=(statement.cite(),), speaker=statement.speaker, highlights=shown_marks)
        )
    return Finding(claims=tuple(claims))


def _same(one: Statement, other: Statement) -> bool:
    stems, others = one.stems, other.stems
    return bool(stems and others) and len(stems & others) / min(len(stems), len(others)) >= 0.7


__all__ = ["Answered", "Declined", "compose_answer"]
