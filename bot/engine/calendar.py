"""Days as a reader writes them, out of ISO 8601 values."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain import Moment

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
VALUE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}:\d{2}))?)?)?")
WEEK = re.compile(r"(\d{4})-W(\d{2})")


def shown(moment: Moment) -> str:
    """``15 Mar 2025``, with the time of day and its zone where one is known."""
    day = f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"
    if not isinstance(moment, datetime):
        return day
    offset = moment.utcoffset()
    zone = "" if offset is None else " UTC" if not offset else f" UTC{moment:%z}"
    return f"{day} {moment:%H:%M}{zone}"


def spoken(moment: datetime) -> str:
    """``Friday 14 March, 07:30``: a moment of late as a colleague would name it, in its own zone."""
    return f"{WEEKDAYS[moment.weekday()]} {moment.day} {LONG_MONTHS[moment.month - 1]}, {moment:%H:%M}"


def day_of(value: str) -> str:
    """An ISO 8601 or TIMEX3 value of any precision; what it cannot read it hands back."""
    if week := WEEK.fullmatch(value):
        return f"week {int(week[2])}, {week[1]}"
    found = VALUE.match(value)
    if not found or (found[2] and not 1 <= int(found[2]) <= len(MONTHS)):
        return value
    year, month, day, time = found.groups()
    parts = [str(int(day))] if day else []
    parts += [MONTHS[int(month) - 1]] if month else []
    return " ".join([*parts, year, *([time] if time else [])])
