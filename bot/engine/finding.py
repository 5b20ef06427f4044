"""What answering finds: claims with what they contradict, or what is missing."""

from __future__ import annotations

import re
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


OPENING = re.compile(r"[“\"']?(He|She|They|His|Her|Their)\b")
"""A pronoun that a statement opens with."""
LONGEST = 500
"""Characters of a claim that is two sentences."""
MARKS = "\"“”‘’'"
"""What opens and closes a quotation."""


def told(statement: Statement) -> Span:
    """What is shown of a statement: the sentence, and the one before it where it opens with a pronoun."""
    sentences, order = statement.reading.sentences, statement.order
    if not OPENING.match(statement.text) or not order:
        return statement.span
    before = sentences[order - 1]
    if before.paragraph != statement.span.paragraph or not before.complete or statement.span.end - before.start > LONGEST:
        return statement.span
    return Span(start=before.start, end=statement.span.end)


def shown(statement: Statement, marks: Sequence[Span] = (), span: Span | None = None) -> tuple[str, tuple[Span, ...]]:
    """The text that is shown of a statement, on one line, with the marks, given as offsets of the reading, moved along.

    A quotation that goes on beyond it is opened and closed in it.
    """
    span = span or statement.span
    opening, closing = _quoted(statement, span)
    lead = len(opening) - span.start
    text = f"{opening}{statement.reading.at(span)}{closing}"
    plain = " ".join(text.split())
    moved = [Span(start=mark.start + lead, end=mark.end + lead) for mark in marks]
    if plain == text:
        return text, tuple(moved)
    found = []
    for mark in moved:
        words = " ".join(text[mark.start : mark.end].split())
        at = plain.find(words, max(0, mark.start - (len(text) - len(plain))))
        if words and at >= 0:
            found.append(Span(start=at, end=at + len(words)))
    return plain, tuple(found)


def _quoted(statement: Statement, span: Span) -> tuple[str, str]:
    """The marks that a stretch lacks of a quotation that began before it or ends behind it."""
    text = statement.reading.text
    opening = closing = ""
    for quote in statement.quotes:
        if not quote.direct or quote.end <= span.start or quote.start >= span.end:
            continue
        straight = text[quote.start - 1 : quote.start] == '"'
        if quote.start < span.start and text[span.start] not in MARKS:
            opening = '"' if straight else "“"
        if quote.end > span.end and text[span.end - 1] not in MARKS:
            closing = '"' if straight else "”"
    return opening, closing


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
