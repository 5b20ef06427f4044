"""Dated events of a topic, in order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.corpus.almanac import day
from bot.engine.calendar import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from bot.domain import Moment, Time
    from bot.engine.statement import Statement
    from bot.engine.wording import Wording

_VALUE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


def dated(statement: Statement) -> str | None:
    """The day, month or year of what a statement tells, as ISO 8601; None where it gives none or more than it can be.

    A time in a subordinate clause ("which it seized in 2024") is not that of the statement.
    """
    best: str | None = None
    years = set()
    start = statement.span.start
    for time in statement.times:
        value = calendar(time)
        if value is None or (len(value) == 4 and not statement.reading.text[time.start : time.end][-1:].isdigit()):
            continue
        before = max(0, time.start - start)
        if _SUBORDINATE.search(statement.text, 0, before) or _BOUND.search(statement.text, max(0, before - 30), before):
            continue
        if len(value) < 10 and not _when(statement, time, before):
            continue
        years.add(value[:4])
        if best is None or len(value) > len(best):
            best = value
    return None if best and len(best) == 4 and len(years) > 1 else best


def _when(statement: Statement, time: Time, before: int) -> bool:
    """Whether a month or a year says when, and is not part of another thing's name ("the 2019 champion", "the May issue")."""
    if not before or not (statement.reading.at(time)[:1].isupper() or statement.reading.at(time)[:1].isdigit()):
        return True
    return bool(_PREPOSED.search(statement.text, max(0, before - 30), before))


_PREPOSED = re.compile(
    r"\b(?:in|during|of|until|early|late|mid|around|about|back in)(?:[ -]| (?:the )?(?:\w+ of )?)$", re.IGNORECASE
)
_SUBORDINATE = re.compile(
    r"\b(?:which|who|whom|whose|where|since|when|after|before|while|because|until|than|from|unlike|despite|if|though|although|by)\b|"
    r"(?<!ed)(?<!said)(?<!says)(?<!say)(?<!told) that\b",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"\b(?:through|till|for|to|of|next|before|after|since|from)\s+(?:the\s+)?(?:end\s+of\s+)?(?:early\s+|late\s+|mid-)?$",
    re.IGNORECASE,
)
"""What makes of a time a limit of something else: "through September", "the end of May"."""
_LEADING = re.compile(
    r"^(?:(?:on|in|by|early|late|earlier|later|last|this|at)\s+)*(?:mid-|early |late )?(?:the\s+)?[\w ,.'’:-]{2,40}$",
    re.IGNORECASE,
)


def timely(wording: Wording, now: Moment) -> str | None:
    """The words of a timeline's entry: without the opening that only gives the date; None for what is yet to come."""
    statement = wording.statement
    value = dated(statement)
    if value is None or future(value, now) or (statement.reading.source.day and future(value, statement.reading.source.day)):
        return None
    text = wording.text
    for time in statement.times:
        if calendar(time) != value:
            continue
        written = " ".join(statement.reading.at(time).split())
        at = text.find(written)
        if not 0 <= at <= 12:
            continue
        end = at + len(written)
        lead, rest = text[:end], text[end:]
        if _LEADING.match(lead) and rest[:1] in ",:" and rest[1:2] == " ":
            rest = rest[2:].lstrip()
            return rest[:1].upper() + rest[1:]
        if (at == 0 or lead[:at].lower() == "on ") and rest[:1] == " " and rest[1:2].isupper() and written[:1].isupper():
            return rest[1:]
    return text


def calendar(time: Time) -> str | None:
    """A time's value cut to its day, month or year; None for spans, weeks and what is unknown."""
    if time.value is None or time.precision in ("span", "week"):
        return None
    match = _VALUE.match(time.value)
    if match is None:
        return None
    if len(match[0]) == 10 and day(match[0]) is None:
        return None
    return match[0]


def explicit(statement: Statement) -> bool:
    """Whether a statement names a day by its date, not by its weekday: it looks back, and belongs on a timeline."""
    return any(
        calendar(time) and any(character.isdigit() for character in statement.reading.at(time)) for time in statement.times
    )


def past_month(statement: Statement, newest: date | None) -> bool:
    """Whether a statement tells of a date in an earlier month than the newest source: background, not news."""
    value = dated(statement)
    if newest and value is None and any(_other_month(statement.reading.at(time), newest) for time in statement.times):
        return True
    return bool(value and newest and explicit(statement) and value[:7] < newest.isoformat()[:7])


def _other_month(written: str, newest: date) -> bool:
    """Whether a time names a month that is not the newest source's."""
    months = [at for at, name in enumerate(MONTHS, 1) if re.search(rf"\b{name}", written)]
    return bool(months) and newest.month not in months and "May" not in written


def in_order(values: Iterable[tuple[str, int]]) -> list[int]:
    """Indexes of dated things, oldest first; a month stands before its days, and equal dates keep their order."""
    return [index for _, index in sorted(values)]


def future(value: str, now: Moment) -> bool:
    """Whether a date lies behind the time of asking."""
    return value > now.strftime("%Y-%m-%d")[: len(value)]
