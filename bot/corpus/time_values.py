"""What each kind of time expression means: its value and precision, or None where it is no time after all."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.corpus import almanac, tense
from bot.corpus.almanac import MONTHS, SEASONS, WEEKDAYS, day
from bot.corpus.numbers import WORDS
from bot.domain import Moment, Precision, Sentence, Time

Value = tuple[str | None, Precision]

PARTS = {"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI"}
"""TIMEX3 codes."""
_PARTIAL = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?=$|T|/)")


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression where it stands: what matched, in which sentence of which text, behind which other times."""

    match: re.Match[str]
    start: int
    end: int
    text: str
    sentence: Sentence
    published: Moment | None
    before: Sequence[Time]

    def __getitem__(self, group: str) -> str:
        """The words of a group of the pattern; empty where it has no part in the match."""
        return self.match[group] or ""

    @property
    def today(self) -> date | None:
        """The day of publication."""
        return self.published.date() if isinstance(self.published, datetime) else self.published

    def future(self) -> bool:
        """Whether its clause speaks of what is to come."""
        return tense.future(self.text, self.sentence, self.start, self.end)

    def past(self) -> bool:
        """Whether its clause tells what has been."""
        return tense.past(self.text, self.sentence, self.start, self.end)

    def anchor(self, unit: str) -> tuple[int, ...] | None:
        """Year, month and day mentioned last, as far as a step of that unit needs them."""
        need = {"year": 1, "decade": 1, "century": 1, "month": 2}.get(unit, 3)
        for time in reversed(self.before[-20:]):
            parts = _PARTIAL.match(time.value or "")
            if parts:
                known = tuple(int(part) for part in parts.groups() if part)
                if len(known) >= need:
                    return known
        return None


def resolve(kind: str, expression: Expression) -> Value | None:
    """The value and precision of an expression of that kind, or None where it is no time."""
    meaning = _MEANINGS.get(kind)
    return meaning(expression) if meaning else None


def _number(words: str) -> float | None:
    """The value of a small number in words or digits."""
    try:
        return float(words)
    except ValueError:
        return WORDS.get(words)


def _iso(e: Expression) -> Value | None:
    value = e["x"].replace(" ", "T")
    if day(value) is None:
        return None
    return value, "time" if "T" in value else "day"


def _numeric(e: Expression) -> Value | None:
    a, b, year = int(e["a"]), int(e["b"]), int(e["year"])
    if year < 100 and e["sep"] == ".":
        return None
    year += 2000 * (year < 100)
    readings = {made for made in (almanac.made(year, b, a), almanac.made(year, a, b)) if made}
    if len(readings) > 1 and e.today:
        near = [r for r in readings if abs((r - e.today).days) <= 20]
        readings = set(near) or readings
    if not readings:
        return None
    return (readings.pop().isoformat() if len(readings) == 1 else None), "day"


def _calendar_day(e: Expression) -> Value | None:
    month = _month_number(e["month"])
    given = e["day"] or e["first"]
    number = int(re.sub(r"\D", "", given))
    year = int(e["year"] or 0) or _year_meant(e, month, number)
    if year is None:
        return (None, "day") if almanac.made(2000, month, number) else None
    found = almanac.made(year, month, number)
    if found is None:
        return None
    if e["last"]:
        until = almanac.made(year, month, int(re.sub(r"\D", "", e["last"])))
        return (f"{found.isoformat()}/{until.isoformat()}", "span") if until and until > found else (found.isoformat(), "day")
    return found.isoformat(), "day"


def _year_meant(e: Expression, month: int, number: int) -> int | None:
    """The year of a date that gives none: that of publication, unless it would lie too far from it for what is said."""
    today = e.today
    if today is None:
        return None
    here = almanac.made(today.year, month, number) or almanac.made(today.year, month, 28)
    assert here is not None
    ahead = (here - today).days
    if ahead > 183 or (ahead > 60 and e.past() and not e.future()):
        return today.year - 1
    if ahead < -183 and e.future():
        return today.year + 1
    return today.year


def _month_number(name: str) -> int:
    return next(n for n, month in enumerate(MONTHS, 1) if month[:3] == name[:3])


def _feast(e: Expression) -> Value | None:
    name, today = e["name"].replace("’", "'"), e.today
    if e["year"]:
        found = almanac.feast(name, int(e["year"]))
        return found.isoformat() if found else None, "day"
    if today is None:
        return None, "day"
    days = [d for d in (almanac.feast(name, today.year + step) for step in (-1, 0, 1)) if d]
    near = e["near"].lower()
    ahead = near == "next" or (not near and e.future())
    fit = (
        [d for d in days if d >= today]
        if ahead
        else [d for d in reversed(days) if d < today or (d == today and near != "last")]
    )
    if near == "this":
        fit = [d for d in days if d.year == today.year]
    return (fit[0].isoformat() if fit else None), "day"


def _month_year(e: Expression) -> Value | None:
    month = _month_number(e["month"])
    if e["year"]:
        return f"{e['year']}-{month:02}", "month"
    if e.today is None:
        return None, "month"
    return f"{e.today.year + {'last': -1, 'this': 0, 'next': 1}[e['near']]:04}-{month:02}", "month"


_WORDS_TOO = ("May", "March", "August", "April", "June", "Mar", "Jan", "Jun")
"""Months that are words or names as well."""


def _named(e: Expression) -> bool:
    """Whether a bare month may be something else: the word, somebody's name, or an abbreviation of something."""
    name = e["month"].rstrip(".")
    led = e["mod"] or (e.start > e.match.start() and not e["loose"])
    after = e.text[e.end : e.end + 2]
    if name not in MONTHS and name != "Sept":
        return not led
    if name not in _WORDS_TOO:
        return False
    if name in ("May", "June", "April") and after[:1] in ("'", "’") and not e["mod"]:
        return True
    return not led and (e["loose"] in ("", "a", "an", "the", "of") or after[1:].isupper())


def _month(e: Expression) -> Value | None:
    if _named(e):
        return None
    today = e.today
    if today is None:
        return None, "month"
    month, near = _month_number(e["month"]), e["near"].lower()
    year = today.year - (month > today.month)
    if near in ("last", "past"):
        year = today.year - (month >= today.month)
    elif near in ("next", "coming") or (not near and (e["loose"] in ("by", "By") or e.future())):
        year = today.year + (month < today.month or (month == today.month and near in ("next", "coming")))
    elif near == "this":
        year = today.year
    return f"{year:04}-{month:02}", "month"


def _weekday(e: Expression) -> Value | None:
    precision: Precision = "time" if e["part"] else "day"
    today = e.today
    if today is None:
        return None, precision
    back = (today.weekday() - WEEKDAYS.index(e["weekday"])) % 7
    near = e["near"].lower()
    if near == "last":
        steps = -(back or 7)
    elif near in ("next", "coming", "following"):
        steps = 7 - back
    elif near == "this":
        steps = WEEKDAYS.index(e["weekday"]) - today.weekday()
    elif near == "previous":
        steps = -(back or 7)
    else:
        steps = -back if back == 0 or not e.future() else 7 - back
    found = almanac.stepped(today, steps)
    if found is None:
        return None, precision
    return found.isoformat() + (PARTS[e["part"]] if e["part"] else ""), precision


def _near_day(e: Expression) -> Value | None:
    word = e["word"].lower()
    steps = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
    part = e["part"] or e["this"] or ""
    if e["far"]:
        steps = -2 if "before" in e["far"] else 2
    elif e["night"]:
        part = "night"
    elif e["last"]:
        steps, part = -1, e["last"].split()[1]
    found = e.today and almanac.stepped(e.today, steps)
    return (found.isoformat() + (PARTS[part] if part else "") if found else None), "time" if part else "day"


_PRECISION: dict[str, Precision] = {
    "year": "year",
    "decade": "year",
    "century": "year",
    "month": "month",
    "week": "week",
    "fortnight": "week",
}


def _unit(word: str) -> str:
    return "century" if word.startswith("centur") else word.rstrip("s")


def _offset(e: Expression) -> Value | None:
    unit, way = _unit(e["unit"]), e["way"].split()[0]
    precision = _PRECISION.get(unit, "day")
    words = e["count"].lower()
    count = _number(words)
    if count is None:
        count = {"a": 1, "an": 1, "the": 1, "a couple": 2, "a couple of": 2, "a dozen": 12}.get(words)
    if count is None:
        return None, precision
    if e["half"]:
        count += 0.5
    back = way in ("ago", "earlier", "before", "prior", "previously")
    today = e.today
    now = way in ("ago", "from", "hence")
    base: tuple[int, ...] | None = (today.year, today.month, today.day) if now and today else None
    if not now:
        base = e.anchor(unit)
        if base is None and way == "earlier" and today:
            base = (today.year, today.month, today.day)
    if unit in ("hour", "minute", "second"):
        if now and isinstance(e.published, datetime):
            span = timedelta(**{unit + "s": -count if back else count})
            return (e.published + span).isoformat(timespec="minutes"), "time"
        return None, "time"
    return (_shifted(base, -count if back else count, unit) if base else None), precision


def _shifted(base: tuple[int, ...], count: float, unit: str) -> str | None:
    """The value that many units from a day, to the precision of the unit."""
    try:
        if unit in ("year", "decade", "century"):
            year = base[0] + int(count * {"year": 1, "decade": 10, "century": 100}[unit])
            return f"{year:04}" if 0 < year < 10_000 else None
        if unit == "month":
            year, month = almanac.month_from(base[0], base[1], int(count))
            return f"{year:04}-{month:02}" if 0 < year < 10_000 else None
        days = int(count * {"week": 7, "fortnight": 14}.get(unit, 1))
        found = almanac.stepped(date(base[0], base[1], base[2]), days)
    except (ValueError, OverflowError):
        return None
    if found is None:
        return None
    return found.isoformat() if unit == "day" else almanac.week(found)


def _adjoining(e: Expression) -> Value | None:
    unit, which, after = e["unit"], e["which"], e["after"]
    that = e["lead"] in ("That", "that")
    part = unit if unit in PARTS else ""
    if not which and not after and not (that and unit in ("day", *PARTS)):
        return None
    if after and (which or _THE_DAY_AFTER_WHAT.match(e.text, e.end)):
        return None
    steps = {"next": 1, "following": 1, " after": 1, "previous": -1, "preceding": -1, " before": -1}.get(
        which or after or "", 0
    )
    if part:
        unit = "day"
    base = e.anchor(unit)
    precision: Precision = "time" if part else _PRECISION.get(unit, "day")
    value = _shifted(base, steps, unit) if base else None
    return value and value + (PARTS[part] if part else ""), precision


_THE_DAY_AFTER_WHAT = re.compile(r"\s+(?!(?:in|at|to|on|with|for|by|from)\b)\w")


def _recent(e: Expression) -> Value | None:
    unit, near, today = e["unit"], e["near"].lower(), e.today
    step = {"last": -1, "past": -1, "this": 0, "next": 1, "coming": 1}[near]
    precision: Precision = "span" if unit in (*SEASONS, "weekend", "decade", "century") else _PRECISION.get(unit, "day")
    if near in ("past", "coming") and unit not in ("weekend", *SEASONS):
        return f"P1{unit[0].upper()}" if unit in ("week", "month", "year") else None, "span"
    if today is None:
        return None, precision
    if unit in SEASONS:
        code = SEASONS[unit]
        year = today.year if near == "this" else almanac.season_year(code, today, {-1: 0, 1: 1}.get(step, 0))
        return f"{year:04}-{code}", precision
    if unit == "weekend":
        found = almanac.stepped(today, 7 * step)
        return (f"{almanac.week(found)}-WE" if found else None), precision
    if unit in ("decade", "century"):
        return str(today.year // (10 if unit == "decade" else 100) + step), precision
    return _shifted((today.year, today.month, today.day), step, unit), precision


def _weekend(e: Expression) -> Value | None:
    today = e.today
    if today is None:
        return None, "span"
    back = 0 if today.weekday() >= 5 or e.future() else 7
    found = almanac.stepped(today, -back)
    return (f"{almanac.week(found)}-WE" if found else None), "span"


def _season(e: Expression) -> Value | None:
    code = SEASONS[e["season"].lower()]
    if e["year"]:
        return f"{e['year']}-{code}", "span"
    led = e["led"] or " " in e["x"] or "-" in e["x"]
    if not led or (e["season"] in ("fall", "spring") and not e["the"]):
        return None
    if e.today is None:
        return None, "span"
    return f"{almanac.season_year(code, e.today, int(e.future())):04}-{code}", "span"


def _quarter(e: Expression) -> Value | None:
    if e["q"]:
        return f"{e['qyear']}-{e['q']}", "span"
    whole = 4 if e["what"] == "quarter" else 2
    nth = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": whole, "last": whole}.get(e["nth"].lower())
    nth = nth or int(e["nth"][0])
    if nth > whole:
        return None
    year = int(e["year"]) if e["year"] else e.today and e.today.year + {"last": -1, "this": 0, "next": 1}[e["near"]]
    return (f"{year:04}-{'Q' if whole == 4 else 'H'}{nth}" if year else None), "span"


def _clock(e: Expression) -> Value | None:
    zone = e["zone"] or e["zone24"] or ""
    if e["hour"]:
        hour, minute = int(e["hour"]) % 12 + 12 * (e["half"][0] in "pP"), int(e["minute"] or 0)
    elif e["hour24"]:
        hour, minute = int(e["hour24"]), int(e["minute24"])
    elif e["bare"]:
        hour, minute = int(e["bare"]), int(e["bare_minute"])
    else:
        hour, minute = (12 if e["word"] == "noon" else 0), 0
    code = _LONG_ZONES.get(zone.split()[0], zone) if zone and "ocal" not in zone else ""
    value = f"T{hour:02}:{minute:02}"
    if code in almanac.ZONES:
        return value + almanac.offset(code, None), "time"
    return value + (f"@{code}" if code else ""), "time"


_LONG_ZONES = {"Eastern": "ET", "Central": "CT", "Mountain": "MT", "Pacific": "PT", "Moscow": "MSK", "Tokyo": "JST"}


def _duration(e: Expression) -> Value | None:
    unit = _unit(e["single"] or e["plural"] or e["unit"] or e["long"])
    if e["plural"] or (e["vague"] and e["vague"].lower() not in _COUNTED):
        amount = "X"
    else:
        count = 1.0 if e["single"] or e["long"] else _number(e["number"]) if e["number"] else _COUNTED[e["vague"].lower()]
        if count is None or (count > 1900 and unit == "year"):
            return None
        count += 0.5 if e["half"] else 0
        units = {"decade": 10, "century": 100, "fortnight": 2}.get(unit, 1)
        if unit == "hour" and count == 0.5:
            return "PT30M", "span"
        amount = f"{count * units:g}"
    letter = {"fortnight": "W", "decade": "Y", "century": "Y"}.get(unit, unit[0].upper())
    return ("PT" if unit in ("hour", "minute", "second") else "P") + amount + letter, "span"


_COUNTED = {"a couple": 2.0, "a couple of": 2.0, "a dozen": 12.0, "half a": 0.5, "half an": 0.5}


def _decade(e: Expression) -> Value | None:
    return e["decade"], "span"


def _century(e: Expression) -> Value | None:
    return f"{int(e['nth']) - 1:02}", "span"


def _years(e: Expression) -> Value | None:
    first = int(e["a"])
    last = int(e["b"]) if len(e["b"]) == 4 else first // 100 * 100 + int(e["b"])
    return (f"{first}/{last}", "span") if first < last <= first + 150 else None


_COUNTS = re.compile(r" (?:people|men|women|[a-z]+s)\b")


def _year(e: Expression) -> Value | None:
    number = int(e["year"])
    if not 1600 <= number < 2100 or (not e["sure"] and (number < 1900 or (number % 100 == 0 and _COUNTS.match(e.text, e.end)))):
        return None
    return e["year"], "year"


_MEANINGS: Mapping[str, Callable[[Expression], Value | None]] = {
    "iso": _iso,
    "numeric": _numeric,
    "month_day": _calendar_day,
    "day_month": _calendar_day,
    "feast": _feast,
    "month_year": _month_year,
    "month": _month,
    "weekday": _weekday,
    "near_day": _near_day,
    "offset": _offset,
    "adjoining": _adjoining,
    "recent": _recent,
    "weekend": _weekend,
    "season": _season,
    "quarter": _quarter,
    "clock": _clock,
    "duration": _duration,
    "decade": _decade,
    "century": _century,
    "years": _years,
    "year": _year,
}
