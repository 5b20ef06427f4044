"""What is written after ``/digest``, read: pure, and friendly about what it cannot read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from difflib import get_close_matches
from functools import cache
from typing import Literal, TypeAlias
from zoneinfo import available_timezones

from bot.digest.wording import PROMPT
from bot.errors import AskerError
from bot.state.book import EVERY_DAY

TOPICS = 10
LONGEST = 100
"""Characters of a topic."""
WHOLE = {"everything", "everything new", "all", "all new", "anything new", "whatever is new"}
_DAYS = {
    **dict.fromkeys(("daily", "everyday"), EVERY_DAY),
    **dict.fromkeys(("weekday", "weekdays", "workdays"), (1, 2, 3, 4, 5)),
    **dict.fromkeys(("weekend", "weekends"), (6, 7)),
}
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TIME = re.compile(
    r"(?:at\s+)?(\d{1,2})(?:[:.h](\d{2}))?\s*([ap]\.?m\.?)?(?=\s|,|$)|(?:at\s+)?(noon|midnight)\b", re.IGNORECASE
)
_CLOCKED = re.compile(r"(?:at\s+)?\d{1,2}[:.h]\d|(?:at\s+)?\d{1,2}\s*[ap]\.?m\b|noon\b|midnight\b", re.IGNORECASE)
_ZONE = re.compile(r"(?:in\s+)?([A-Za-z]+(?:/[\w+-]+)+|utc|gmt)(?=\s|,|$)[\s,]*", re.IGNORECASE)
_FILLER = re.compile(r"(?:(?:on|about|for|of)\s+|[,:;]\s*)+", re.IGNORECASE)
_DAY = re.compile(r"(?:on\s+|every\s+)?([a-z]+)(?:\s*(?:-|–|to)\s*([a-z]+))?(?=[\s,]|$)[\s,]*(?:and\s+)?", re.IGNORECASE)

_ON = re.compile(r"(?:on|every)\s|daily\b|weekdays?\b|weekends?\b", re.IGNORECASE)


class Unreadable(AskerError):
    """The words after ``/digest`` say nothing that can be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """When a digest is wanted, and what about. What was not said is None."""

    days: tuple[int, ...] | None = None
    at: time | None = None
    zone: str | None = None
    topics: tuple[str, ...] | None = None
    """None at all are everything new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Create:
    """Make a subscription."""

    order: Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Change what was said of one."""

    id: str
    order: Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Show now what a subscription, or one on these topics, would bring."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Do something with one, or list all of them, or say how to ask."""

    what: Literal["pause", "resume", "remove", "list", "help"]
    id: str = ""


Asked: TypeAlias = Create | Change | Preview | Act


def parse(words: str) -> Asked:
    """What is asked for. Raises Unreadable, with an example, where that cannot be told."""
    words = " ".join(words.split())
    first, _, rest = words.partition(" ")
    verb = first.lower()
    if verb in ("", "help", "?"):
        return Act(what="help")
    if verb in ("list", "ls", "show"):
        return Act(what="list")
    if verb in ("preview", "now", "test"):
        return Preview(words=rest)
    if verb in ("pause", "stop", "resume", "start", "remove", "delete", "cancel"):
        if not rest or " " in rest:
            raise Unreadable(f"{verb} which one? /digest list shows each with its id, as in: /digest {verb} k7f3m")
        what: dict[str, Literal["pause", "resume", "remove"]] = {"pause": "pause", "stop": "pause"}
        what |= dict.fromkeys(("resume", "start"), "resume")
        return Act(what=what.get(verb, "remove"), id=rest.lower())
    if verb in ("change", "edit", "move"):
        id_, _, rest = rest.partition(" ")
        order = _order(rest)
        if not id_ or order == Order():
            raise Unreadable("change what? Write its id and what is new, as in: /digest change k7f3m weekdays 8:00")
        return Change(id=id_.lower(), order=order)
    if verb in ("add", "create", "new", "subscribe") and rest:
        words = rest
    order = _order(words)
    if order.at is None:
        raise Unreadable(f"at what time? Write it like 07:30, as in: {PROMPT}")
    return Create(order=order)


def _order(words: str) -> Order:
    days, words = _days(words)
    at, words = _time(words)
    if days is None and _ON.match(words):
        # "7:30 on weekdays" is said too; but behind the time "Sun" may as well begin a topic.
        days, words = _days(words)
    zone, words = _zone(words)
    if zone is not None and at is None:
        at, words = _time(words)
    return Order(days=days, at=at, zone=zone, topics=_topics(words))


def _days(words: str) -> tuple[tuple[int, ...] | None, str]:
    if every := re.match(r"every\s*day\b[\s,]*", words, re.IGNORECASE):
        return EVERY_DAY, words[every.end() :]
    found: set[int] = set()
    while match := _DAY.match(words):
        first, last = _day(match[1]), _day(match[2] or match[1])
        if first is None or last is None:
            break
        start, end = first[0], last[-1]
        week = range(start, end + 1) if start <= end else (*range(start, 8), *range(1, end + 1))
        found.update(first if first == last else week)
        words = words[match.end() :]
    return (tuple(sorted(found)) or None), words


def _day(word: str) -> tuple[int, ...] | None:
    word = word.lower()
    if word in _DAYS:
        return _DAYS[word]
    stem = word.removesuffix("s") if len(word) > 4 else word
    named = [number for number, name in enumerate(_NAMES, 1) if len(stem) >= 2 and name.startswith(stem)]
    # Two letters are enough where they are one day's: "t" and "s" are two days' each.
    return (named[0],) if len(named) == 1 and (len(stem) <= 4 or stem == _NAMES[named[0] - 1]) else None


def _time(words: str) -> tuple[time | None, str]:
    match = _TIME.match(words)
    if match is None:
        return None, words
    if match[4]:
        return time(12 if match[4].lower() == "noon" else 0), words[match.end() :].lstrip(" ,")
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower().replace(".", "")
    if not match[2] and not half and not _CLOCKED.match(words):
        # A bare number may as well begin a topic: "24 hours of Le Mans".
        return None, words
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif half:
        hour = 99
    try:
        return time(hour, minute), words[match.end() :].lstrip(" ,")
    except ValueError as exc:
        raise Unreadable(f"{match[0].strip()!r} is no time of day; write it like 07:30, as in: {PROMPT}") from exc


def _zone(words: str) -> tuple[str | None, str]:
    match = _ZONE.match(words)
    if match is None:
        return None, words
    return zone(match[1]), words[match.end() :]


def zone(name: str) -> str:
    """The time zone of this name, written as its database has it. Raises Unreadable."""
    known = _zones().get(name.lower())
    if known is None:
        close = get_close_matches(name.lower(), _zones(), n=1, cutoff=0.6)
        hint = f"did you mean {_zones()[close[0]]}?" if close else "write it as region and city, like Europe/Kyiv"
        raise Unreadable(f"there is no time zone {name!r}; {hint}")
    return known


@cache
def _zones() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones() if name != "localtime"}


def topics(words: str) -> tuple[str, ...]:
    """Topics with commas between; none where everything new is meant. Raises Unreadable."""
    return _topics(words) or ()


def _topics(words: str) -> tuple[str, ...] | None:
    if filler := _FILLER.match(words):
        words = words[filler.end() :]
    if not words.strip(" ,.;"):
        return None
    if words.strip(" ,.;").lower() in WHOLE:
        return ()
    found = tuple(dict.fromkeys(topic for part in re.split(r"[,;]", words) if (topic := part.strip(' ."“”'))))
    if len(found) > TOPICS:
        raise Unreadable(f"{len(found)} topics are too many for one digest; give {TOPICS} at most, and make a second one")
    for topic in found:
        if len(topic) > LONGEST or not any(map(str.isalnum, topic)):
            raise Unreadable(f"{topic[:40]!r} is no topic; give a few words, with commas between topics, as in: {PROMPT}")
    return found
