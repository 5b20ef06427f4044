"""Answers: the best evidence first, the short answer marked inside it; declined where the sources do not say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain import Answered, Claim, Declined, Dispute
from bot.engine.decline import decline, order
from bot.engine.fact import fact
from bot.engine.finding import Finding, newest, used
from bot.engine.known import Known
from bot.engine.question import as_deed
from bot.engine.speech import said
from bot.engine.statement import statements
from bot.engine.verbs import OPINIONS, WORDS
from bot.engine.verify import verify

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain import Answer, Evidence
    from bot.engine.question import Question
    from bot.engine.statement import Statement

WHOLE = 300
"""Sentences up to which all of the evidence is looked through; of more, only what was found and its neighbours."""
ROOM = 1_400
"""Characters of an answer at most."""


def compose_answer(question: Question, evidence: Evidence, now: datetime) -> Answer:
    """The answer to a question from the evidence, or what is missing."""
    if question.kind == "order":
        return order(question, now)
    if not evidence.readings:
        return decline(question, evidence, now, _nothing(question))
    size = sum(len(reading.sentences) for reading in evidence.readings.values())
    cited = statements(evidence, whole=size <= WHOLE)
    known = Known(evidence)
    findings = [find(part, known, cited) for part in question.parts or (question,)]
    claims: list[Claim] = []
    disputes: list[Dispute] = []
    for finding in findings:
        moved = {}
        for place, claim in enumerate(finding.claims):
            if not _verbatim(claim) and not verify(claim, evidence.readings).ok:
                continue
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


def _verbatim(claim: Claim) -> bool:
    """Whether a claim is the very words of what it cites first, which leaves nothing else to check."""
    return " ".join(claim.citations[0].quote.split()) == claim.text


def find(question: Question, known: Known, cited: Sequence[Statement]) -> Finding:
    """What the statements say to one question."""
    if question.kind == "said":
        finding = said(question, known, cited)
        if finding.claims or not question.cue or question.cue in WORDS or question.cue in OPINIONS:
            return finding
        deed = fact(as_deed(question), known, cited)
        return deed if deed.claims else finding
    return fact(question, known, cited)


__all__ = ["Answered", "Declined", "compose_answer"]


def _nothing(question: Question) -> str:
    """That nothing was found, with the names that no source mentions."""
    named = [question.speaker] if question.speaker else list(question.names)
    return f"No source mentions {' or '.join(dict.fromkeys(named))}" if named else "The sources have nothing on this"
