"""What a digest says about itself: that it is late, which dates were missed, and when the next one is due."""

from __future__ import annotations

from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.state.book import EVERY_DAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.state.book import Subscription

NAMED = 7
"""Missed dates that are named one by one."""
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PROMPT = "/digest daily 07:30 Europe/Kyiv kursk, ceasefire"
"""What the examples show."""


def about(topics: Sequence[str]) -> str:
    """What a subscription is about: "kursk and ceasefire"."""
    return _listed(topics) if topics else "everything new"


def days(chosen: Sequence[int]) -> str:
    """On which days: "daily", "weekdays", "Monday and Wednesday"."""
    known = {EVERY_DAY: "daily", (1, 2, 3, 4, 5): "weekdays", (6, 7): "weekends"}
    return known.get(tuple(chosen)) or _listed([DAYS[day - 1] for day in chosen])


def order(subscription: Subscription) -> str:
    """A subscription in one line: "k7f3m · daily 07:30 Europe/Kyiv · kursk and ceasefire"."""
    at = f"{days(subscription.days)} {subscription.at:%H:%M} {subscription.zone}"
    state = "" if subscription.state == "active" else " · paused"
    return f"{subscription.id} · {at} · {about(subscription.topics)}{state}"


def late(at: datetime, subscription: Subscription) -> str:
    """That a digest comes late."""
    return f"Late: this was due at {at.astimezone(ZoneInfo(subscription.zone)):%H:%M}."


def missed(dates: Sequence[date]) -> str:
    """Which dates had no digest."""
    return f"No digest went out {'between' if len(dates) > NAMED else 'on'} {_dates(dates)}."


def notice(dates: Sequence[date], following: datetime | None, subscription: Subscription) -> str:
    """The line that stands for digests that were missed and come no more."""
    said = f"{missed(dates)[:-1]} ({about(subscription.topics)}): I was not able to post here in time."
    if following is None:
        return said
    local = following.astimezone(ZoneInfo(subscription.zone))
    return f"{said} The next one is due on {_date(local.date())} at {local:%H:%M}, and has all that is new since the last."


def unwritten(subscription: Subscription) -> str:
    """The line that stands for a digest that could not be written at all."""
    return (
        f"Today's digest on {about(subscription.topics)} could not be written; the newsroom's operator can see why. "
        "What is new will be in the next one."
    )


def moment(at: datetime, zone: str) -> str:
    """A point in time as it is said to people: "Thursday, 13 March, 07:30"."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{DAYS[local.weekday()]}, {_date(local.date())}, {local:%H:%M}"


def _date(day: date) -> str:
    return f"{day.day} {day:%B}"


def _dates(dates: Sequence[date]) -> str:
    """ "30 March, 1 and 2 April": the month is said once where it stays."""
    if len(dates) > NAMED:
        return f"{_date(dates[0])} and {_date(dates[-1])}"
    months = [list(of_month) for _, of_month in groupby(dates, key=lambda day: (day.year, day.month))]
    if len(months) == 1:
        return f"{_listed([str(day.day) for day in dates])} {dates[0]:%B}"
    return ", and ".join(f"{_listed([str(day.day) for day in month])} {month[0]:%B}" for month in months)


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
