"""Time expressions, resolved against the date of the document they stand in."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from bot.domain import Moment, Precision, Sentence, Time

if TYPE_CHECKING:
    from collections.abc import Sequence

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SIMPLE = re.compile(
    r"\b(?:(?P<iso>\d{4}-\d\d-\d\d)|(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
    r"|(?P<month>January|February|March|April|May|June|July|August|September|October|November|December)"
    r" (?P<day>\d{1,2})(?:, (?P<year>\d{4}))?|(?P<near>[Yy]esterday|[Tt]oday)|(?:in|since) (?P<only>(?:19|20)\d\d))\b"
)


def times(text: str, sentences: Sequence[Sentence], published: Moment | None) -> tuple[Time, ...]:
    """The time expressions of these sentences, in order; relative ones have a value where ``published`` is known."""
    today = published.date() if isinstance(published, datetime) else published
    found = []
    for sentence in sentences:
        for match in _SIMPLE.finditer(text, sentence.start, sentence.end):
            value: str | None = None
            precision: Precision = "day"
            if match["iso"]:
                value = match["iso"]
            elif match["weekday"]:
                if today:
                    back = (today.weekday() - _DAYS.index(match["weekday"].lower())) % 7
                    value = (today - timedelta(days=back)).isoformat()
            elif match["month"]:
                year = int(match["year"]) if match["year"] else today.year if today else None
                if year:
                    value = f"{year:04}-{_MONTHS.index(match['month'].lower()) + 1:02}-{int(match['day']):02}"
                    value = value if day(value) else None
            elif match["near"]:
                if today:
                    value = (today - timedelta(days=match["near"].lower() == "yesterday")).isoformat()
            else:
                value, precision = match["only"], "year"
            start = match.start("only") if match["only"] else match.start()
            found.append(Time(start=start, end=match.end(), value=value, precision=precision))
    return tuple(found)


def day(value: str | None) -> date | None:
    """The day that a value of day precision or finer names; None for anything else."""
    if value is None or len(value) < 10:
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None
