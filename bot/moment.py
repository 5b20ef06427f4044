"""Moments as people type them: ``2025-03-01``, ``7d``, ``yesterday``, an ISO 8601 time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from bot.errors import BadSetting

if TYPE_CHECKING:
    from bot.domain import Moment

AGO = re.compile(r"(\d{1,5})\s*(h|d|w|m|y)(?:\s+ago)?", re.IGNORECASE)
DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
PART_OF_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?")
EXAMPLES = "give a day (2025-03-01), a time (2025-03-01T18:00), or how long ago (12h, 7d, 2w)"


def moment(words: str, now: datetime, *, last: bool = False) -> Moment:
    """The day or the point in time that ``words`` mean, seen from ``now``.

    A bare year or month is its first day, or its last one where ``last``. Raises BadSetting.
    """
    said = words.strip()
    folded = said.lower()
    if folded == "now":
        return now
    if folded in ("today", "yesterday"):
        return now.date() - timedelta(days=folded == "yesterday")
    try:
        if ago := AGO.fullmatch(said):
            count, unit = int(ago[1]), ago[2].lower()
            return now - timedelta(hours=count) if unit == "h" else now.date() - timedelta(days=count * DAYS[unit])
        if part := PART_OF_DATE.fullmatch(said):
            return _edge(int(part[1]), int(part[2]) if part[2] else None, last=last)
        if len(said) == len("2025-03-01"):
            return date.fromisoformat(said)
        return point(said)
    except (ValueError, OverflowError) as exc:
        raise BadSetting(f"{words!r} is no moment; {EXAMPLES}") from exc


def point(words: str) -> datetime:
    """An ISO 8601 point in time, taken as UTC where it names no zone. Raises ValueError."""
    at = datetime.fromisoformat(words)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _edge(year: int, month: int | None, *, last: bool) -> date:
    if not last:
        return date(year, month or 1, 1)
    return date(year, 12, 31) if month in (None, 12) else date(year, month + 1, 1) - timedelta(days=1)
