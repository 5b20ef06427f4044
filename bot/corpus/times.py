"""Time expressions, resolved against the date of the document they stand in.

Values are ISO 8601 or TIMEX3 (Pustejovsky et al., "TimeML", 2003; values as in ISO 24617-1): ``2025-03-13``,
``2025-03-13TNI`` (that night), ``2025-W11-WE`` (a weekend), ``2024-SU`` (a summer), ``198`` (a decade), ``P30D``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.corpus import almanac
from bot.corpus.almanac import day
from bot.corpus.time_grammar import KINDS, candidates
from bot.corpus.time_values import Expression, resolve
from bot.domain import Moment, Sentence, Time

__all__ = ["day", "times"]


def times(text: str, sentences: Sequence[Sentence], published: Moment | None) -> tuple[Time, ...]:
    """The time expressions of these sentences, in order; relative ones have a value where ``published`` is known.

    A weekday, a month or a date without its year is the latest one at or before publication, unless the wording is future.
    "Two days later" and "the next day" count from the time mentioned last. Days named by numbers alone, like 03/04/2025,
    have no value where both readings are as likely.
    """
    found: list[Time] = []
    for sentence, starts in candidates(text, sentences):
        first, at = len(found), sentence.start
        for start, kinds in starts:
            if start < at:
                continue
            for kind in kinds:
                match = KINDS[kind].match(text, start, sentence.end)
                if match is not None:
                    break
            else:
                continue
            if kind == "named_day":
                at = match.end()
                continue
            begin, end = match.span("x") if match.re.groupindex.get("x") and match["x"] else match.span()
            resolved = resolve(kind, Expression(match, begin, end, text, sentence, published, found))
            if resolved is not None:
                found.append(Time(start=begin, end=end, value=resolved[0], precision=resolved[1]))
                at = end
        if any(time.precision == "time" for time in found[first:]):
            found[first:] = _joined(text, found[first:])
    return tuple(found)


# --- clock times and their days

_JOINT = re.compile(
    r",? ?(?:on|at|around|about|by|from|just after|just before|shortly after|shortly before|until|before|after)? ?"
)
_PART_OF_DAY = re.compile(r"\d{4}-\d\d-\d\dT[A-Z]{2}$")
_ZONED = re.compile(r"(T\d\d:\d\d)@(\w+)")


def _joined(text: str, found: list[Time]) -> list[Time]:
    """Clock times made one expression with the day beside them; else given the day that their sentence speaks of."""
    joined: list[Time] = []
    for time in found:
        one = joined[-1] if joined else None
        if one and _is_clock(one) != _is_clock(time) and _JOINT.fullmatch(text, one.end, time.start):
            clock, dated = (one, time) if _is_clock(one) else (time, one)
            if dated.precision == "day" or _PART_OF_DAY.match(dated.value or ""):
                value = _at(dated.value[:10] if dated.value else "", clock.value or "")
                joined[-1] = Time(start=one.start, end=time.end, value=value, precision="time")
                continue
        joined.append(time)
    days = {time.value[:10] for time in joined if time.value and day(time.value)}
    only = days.pop() if len(days) == 1 else ""
    return [replace(time, value=_at(only, time.value)) if time.value and _is_clock(time) else time for time in joined]


def _is_clock(time: Time) -> bool:
    return bool(time.value and time.value.startswith("T"))


def _at(day_value: str, clock: str) -> str:
    zoned = _ZONED.fullmatch(clock)
    return day_value + (zoned[1] + almanac.offset(zoned[2], day(day_value)) if zoned else clock)
