"""Dates as mastheads, bylines and feeds write them: when a document says it was published."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from bot.domain import Moment

_MONTH = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), 1)
    for name in names.split()
}  # fmt: skip
_NAMES = "|".join(sorted(_MONTH, key=len, reverse=True))
_DATE = re.compile(
    rf"""(?<![\w/])(?:
      (?P<y1>(?:19|20)\d\d)(?P<s1>[-/.])(?P<m1>\d\d?)(?P=s1)(?P<d1>\d\d?)(?!\d)
    | (?P<m2>{_NAMES})\.?[ ]{{1,3}}(?P<d2>\d\d?)(?:st|nd|rd|th)?,?[ ]{{1,3}}(?P<y2>(?:19|20)\d\d)(?!\d)
    | (?P<d3>\d\d?)(?:st|nd|rd|th)?(?:[ ]of)?[ -]{{1,3}}(?P<m3>{_NAMES})\.?,?[ -]{{1,3}}(?P<y3>(?:19|20)\d\d)(?!\d)
    | (?P<a4>\d\d?)(?P<s4>[/.-])(?P<b4>\d\d?)(?P=s4)(?P<y4>(?:19|20)\d\d)(?![\d]|[./-]\d)
    | (?P<y5>(?:19|20)\d\d)(?P<m5>\d\d)(?P<d5>\d\d)(?=T\d|Z|\b)
    )""",
    re.X | re.I,
)
_CLOCK = r"(?P<h>\d\d?)(?:[:.h](?P<min>\d\d)(?::(?P<sec>\d\d)(?:[.,]\d{1,9})?)?)?"
_ZONE = r"(?P<z>Z|(?:UTC|GMT)?[+-]\d\d?(?::?\d\d)?|[A-Z]{2,4})"
_TIME_AFTER = re.compile(
    rf"(?:T|[\s,|·•–—-]{{1,5}}(?:(?:at|@)[ ])?){_CLOCK}(?:[ ]?(?P<half>[ap]\.?m\.?)(?!\w))?(?:[ ]?\(?{_ZONE}\b\)?)?", re.I
)
_TIME_BEFORE = re.compile(
    rf"{_CLOCK}(?:[ ]?(?P<half>[ap]\.?m\.?))?(?:[ ]?{_ZONE})?[\s,|·•–—-]{{1,5}}(?:on )?(?:[a-z]{{3,9}},? )?$", re.I
)
_ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "CET": 1, "WEST": 1, "CEST": 2, "EET": 2, "SAST": 2, "EEST": 3, "MSK": 3,
    "SGT": 8, "HKT": 8, "AWST": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "EDT": -4, "EST": -5,
    "CDT": -5, "MDT": -6, "MST": -7, "PDT": -7, "PST": -8,
}  # fmt: skip
"""Hours east of Greenwich. Abbreviations that mean several zones to newspapers (IST, CST) are left out."""
_AMERICAN = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}
_EPOCH = re.compile(r"\d{9,13}(?:\.\d+)?")
_OLDEST = 1900


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A date found in a line: what it means, where it stands, and what had to be assumed."""

    moment: Moment
    start: int
    end: int
    note: str | None = None


def written(line: str, *, zone: tzinfo | None = None) -> Written | None:
    """The first date that a line gives, with its time of day where the line gives its zone too.

    A time without a zone is taken to be in ``zone``, and dropped where that is None. Numeric dates whose order is open
    (03/04/2025) are read day first, as most of the world writes them, unless a.m. or p.m. shows an American clock.
    """
    for found in _DATE.finditer(line):
        clock = _TIME_AFTER.match(line, found.end())
        if clock and clock["min"] is None and clock["half"] is None:
            clock = None
        before = None if clock else _TIME_BEFORE.search(line[max(0, found.start() - 40) : found.start()])
        if before and before["min"] is None and before["half"] is None:
            before = None
        half = (clock or before) and (clock or before)["half"]  # type: ignore[index]
        day, note = _day(found, month_first=bool(half))
        if day is None:
            continue
        start = found.start() - (len(before[0]) if before else 0)
        end = clock.end() if clock else found.end()
        moment, late = _moment(day, clock or before, zone)
        return Written(moment=moment, start=start, end=end, note=note or late)
    return None


def given(value: str) -> tuple[Moment | None, str | None]:
    """What a metadata value says, and a note where it could not be read or something was assumed.

    Reads ISO 8601, RFC 2822, newspaper dates and Unix times (seconds or milliseconds). A time without a zone is UTC, as in
    feeds.
    """
    value = value.strip()
    if _EPOCH.fullmatch(value):
        seconds = float(value)
        if seconds >= 1e11:
            seconds /= 1000
        return datetime.fromtimestamp(seconds, UTC), None
    try:
        if len(value) in (8, 10):
            return date.fromisoformat(value), None
        moment = datetime.fromisoformat(value)
    except ValueError:
        found = written(value[:200], zone=UTC)
        if found is None:
            return None, f"the date given, {value[:60]!r}, is none that can be read; write it as 2025-03-14"
        return found.moment, found.note
    if moment.year < _OLDEST:
        return None, f"the date given, {value[:60]!r}, is too long ago to be true"
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)), None


def _day(found: re.Match[str], *, month_first: bool) -> tuple[date | None, str | None]:
    note = None
    if found["y1"]:
        year, month, day = int(found["y1"]), int(found["m1"]), int(found["d1"])
    elif found["y2"]:
        year, month, day = int(found["y2"]), _MONTH[found["m2"].lower()], int(found["d2"])
    elif found["y3"]:
        year, month, day = int(found["y3"]), _MONTH[found["m3"].lower()], int(found["d3"])
    elif found["y5"]:
        year, month, day = int(found["y5"]), int(found["m5"]), int(found["d5"])
    else:
        year, day, month = int(found["y4"]), int(found["a4"]), int(found["b4"])
        if month > 12 or (month_first and day <= 12 and found["s4"] == "/"):
            day, month = month, day
        if day <= 12 and month <= 12 and day != month:
            order = "month first, as its clock is American" if month_first and found["s4"] == "/" else "day first"
            note = f"{found[0]!r} read {order}, as {year}-{month:02}-{day:02}"
    try:
        return date(year, month, day), note
    except ValueError:
        return None, None


def _moment(day: date, clock: re.Match[str] | None, zone: tzinfo | None) -> tuple[Moment, str | None]:
    if clock is None:
        return day, None
    hour, minute, half = int(clock["h"]), int(clock["min"] or 0), (clock["half"] or "").lower()[:1]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        return day, None
    place = _zone(clock["z"], day) or (zone if clock["z"] is None else None)
    if place is None:
        return day, "the time of day is given without a zone that is known; only the day is kept"
    return datetime(day.year, day.month, day.day, hour, minute, min(int(clock["sec"] or 0), 59), tzinfo=place), None


def _zone(name: str | None, day: date) -> tzinfo | None:
    if not name:
        return None
    name = name.upper()
    if name in _ZONES:
        return timezone(timedelta(hours=_ZONES[name])) if _ZONES[name] else UTC
    if name in _AMERICAN:
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # rarely needed, and slow to import

        try:
            offset = ZoneInfo(_AMERICAN[name]).utcoffset(datetime(day.year, day.month, day.day, 12))
        except ZoneInfoNotFoundError:
            return None
        return timezone(offset) if offset is not None else None
    if shift := re.fullmatch(r"(?:UTC|GMT)?([+-])(\d\d?):?(\d\d)?", name):
        hours, minutes = int(shift[2]), int(shift[3] or 0)
        if hours <= 14 and minutes < 60:
            east = timedelta(hours=hours, minutes=minutes)
            return timezone(east if shift[1] == "+" else -east)
    return None
