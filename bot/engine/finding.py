"""What answering finds: claims with what they contradict, or what is missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain import Claim, Dispute, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain import Evidence, Moment, Source
    from bot.engine.statement import Statement


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The claims that answer a question; where there are none, the reason and the nearest statements."""

    claims: tuple[Claim, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    reason: str = ""
    near: tuple[Statement, ...] = ()
    notes: tuple[str, ...] = field(default=())


def shown(statement: Statement, marks: Sequence[Span] = ()) -> tuple[str, tuple[Span, ...]]:
    """A statement's text as it is shown, on one line, with the marks moved along."""
    text = statement.text
    plain = " ".join(text.split())
    if plain == text:
        return text, tuple(marks)
    moved = []
    for mark in marks:
        words = " ".join(text[mark.start : mark.end].split())
        at = plain.find(words, max(0, mark.start - (len(text) - len(plain))))
        if words and at >= 0:
            moved.append(Span(start=at, end=at + len(words)))
    return plain, tuple(moved)


def used(claims: Iterable[Claim], evidence: Evidence) -> tuple[Source, ...]:
    """The sources that claims cite, in the order of their first citation."""
    return tuple(
        evidence.readings[source].source for source in dict.fromkeys(source for claim in claims for source in claim.cited)
    )


def newest(evidence: Evidence) -> Moment | None:
    """Publication time of the newest source of the evidence."""
    dated = [reading.source for reading in evidence.readings.values() if reading.source.day]
    if not dated:
        return None
    last = max(source.day for source in dated if source.day)
    moments = [source.published for source in dated if source.day == last]
    return max((moment for moment in moments if hasattr(moment, "hour")), key=str, default=moments[0])
