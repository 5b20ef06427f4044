"""Declining: what is missing, and the nearest evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain import Claim, Declined
from bot.engine.finding import newest, shown, used

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain import Evidence
    from bot.engine.question import Question
    from bot.engine.statement import Statement

NEAREST = 2
"""Statements shown as the nearest evidence."""


def decline(question: Question, evidence: Evidence, now: datetime, reason: str, near: Sequence[Statement] = ()) -> Declined:
    """A reply that says what is missing, and shows what comes nearest."""
    claims: list[Claim] = []
    for statement in near:
        text, _ = shown(statement)
        if len(claims) < NEAREST and text not in {claim.text for claim in claims}:
            claims.append(Claim(text=text, section="nearest", citations=(statement.cite(),)))
    return Declined(
        kind="ask",
        query=question.text,
        generated_at=now,
        as_of=newest(evidence),
        claims=tuple(claims),
        sources=used(claims, evidence),
        reason=reason,
    )


def order(question: Question, now: datetime) -> Declined:
    """The reply to an order: a desk answers questions."""
    return Declined(
        kind="ask",
        query=question.text,
        generated_at=now,
        as_of=None,
        claims=(),
        sources=(),
        reason="That is an order, not a question. Ask what the sources say: who said what, when, where, how many, whether, why",
    )
