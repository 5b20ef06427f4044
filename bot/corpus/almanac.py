"""What the calendar says: months, weekdays, feasts, time zones, and steps from one day to another."""

from __future__ import annotations

from datetime import date, timedelta

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
"""TIMEX3 codes."""
_SEASON_ENDS = {"SP": 5, "SU": 8, "FA": 11, "WI": 2}

ZONES = {
    "GMT": 0, "UTC": 0, "Z": 0, "WET": 0, "BST": 60, "CET": 60, "CEST": 120, "EET": 120, "EEST": 180, "MSK": 180, "JST": 540,
    "KST": 540, "AEST": 600, "AEDT": 660, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360,
    "PST": -480, "PDT": -420,
}  # fmt: skip
"""Minutes east of Greenwich."""
_AMERICAN = {"ET": -300, "CT": -360, "MT": -420, "PT": -480}

_EASTER = {
    "Ash Wednesday": -46,
    "Palm Sunday": -7,
    "Maundy Thursday": -3,
    "Good Friday": -2,
    "Easter Sunday": 0,
    "Easter Monday": 1,
}
_FIXED = {
    "New Year's Day": (1, 1), "Valentine's Day": (2, 14), "St. Patrick's Day": (3, 17), "May Day": (5, 1),
    "Halloween": (10, 31),
    "Christmas Eve": (12, 24), "Christmas Day": (12, 25), "Christmas": (12, 25), "Boxing Day": (12, 26),
    "New Year's Eve": (12, 31),
}  # fmt: skip
FEASTS = (*_FIXED, *_EASTER, "Easter", "Thanksgiving Day", "Thanksgiving", "Black Friday")


def day(value: str | None) -> date | None:
    """The day that a value of day precision or finer names (the first one of a span); None for anything else."""
    if value is None or len(value) < 10 or value[4] != "-" or value[7] != "-":
        return None
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def made(year: int, month: int, day: int) -> date | None:
    """The day so numbered, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def stepped(day: date, days: int) -> date | None:
    """The day that many days on, or None beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def week(day: date) -> str:
    """The ISO week of a day: ``2025-W11``."""
    year, number, _ = day.isocalendar()
    return f"{year:04}-W{number:02}"


def month_from(year: int, month: int, steps: int) -> tuple[int, int]:
    """The year and month that many months on."""
    count = year * 12 + month - 1 + steps
    return count // 12, count % 12 + 1


def easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian method (Meeus, Astronomical Algorithms, ch. 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def feast(name: str, year: int) -> date | None:
    """The day of a feast in a year."""
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name in ("Thanksgiving", "Thanksgiving Day", "Black Friday"):
        fourth = 22 + (3 - date(year, 11, 22).weekday()) % 7
        return date(year, 11, fourth) + timedelta(days=name == "Black Friday")
    return easter(year) + timedelta(days=_EASTER.get(name, 0))


def offset(zone: str, day: date | None) -> str:
    """The ISO offset of a time zone on a day, or nothing where it is not known."""
    minutes = ZONES.get(zone)
    if minutes is None and zone in _AMERICAN and day:
        minutes = _AMERICAN[zone] + 60 * _american_summer(day)
    if minutes is None:
        return ""
    if minutes == 0:
        return "Z"
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def _american_summer(day: date) -> bool:
    """Whether daylight saving time holds: second Sunday of March to first Sunday of November (Energy Policy Act of 2005)."""
    start = 8 + (6 - date(day.year, 3, 8).weekday()) % 7
    end = 1 + (6 - date(day.year, 11, 1).weekday()) % 7
    return date(day.year, 3, start) <= day < date(day.year, 11, end)


def season_year(code: str, today: date, step: int) -> int:
    """The year of the season asked for: the latest begun (0), the one before it (-1), or the next to come (1)."""
    starts = (_SEASON_ENDS[code] - 3) % 12 + 1
    year = today.year if today.month >= starts else today.year - 1
    return year + step
