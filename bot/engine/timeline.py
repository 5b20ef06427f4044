"""Dated events of a topic, in order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.corpus.times import day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.domain import Moment, Time
    from bot.engine.statement import Statement

_VALUE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


def dated(statement: Statement) -> str | None:
    """The day, month or year of what a statement tells, as ISO 8601; None where it gives none or more than it can be."""
    best: Time | None = None
    for time in statement.times:
        value = calendar(time)
        if value is None:
            continue
        if best is None or (len(value), -time.start) > (len(calendar(best) or ""), -best.start):
            best = time
    return calendar(best) if best else None


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


def in_order(values: Iterable[tuple[str, int]]) -> list[int]:
    """Indexes of dated things, oldest first; a month stands before its days, and equal dates keep their order."""
    return [index for _, index in sorted(values)]


def future(value: str, now: Moment) -> bool:
    """Whether a date lies behind the time of asking."""
    return value > now.strftime("%Y-%m-%d")[: len(value)]
