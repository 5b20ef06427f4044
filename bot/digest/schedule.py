"""When a digest is due: a pure function of the subscription, the ledger and the clock.

A digest belongs to a local date, and every local date that exists has one. So the clocks of a zone are asked date by date: for
a time that is skipped that day the first one after it counts, of a time that comes twice the first, and a date that does not
exist at all has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from bot.state.book import Subscription

CATCH_UP = timedelta(hours=6)
"""How late a digest may still go out."""
LATE = timedelta(minutes=2)
"""From when on it says that it is late."""
MEMORY = 35
"""Days that are looked back: what was missed earlier is not listed any more."""
CLOSED = frozenset({"intended", "posted", "missed", "skipped"})
"""States of a date in the ledger after which nothing of it is due: it is being posted, was, or was said to be missed."""
LAPSED = "lapsed"
"""The state of a date whose digest was written and never posted: too late now, and not said yet."""


def moment(day: date, at: time, zone: tzinfo) -> datetime | None:
    """When a local date's wall clock shows this time, in UTC; None where the date does not exist in this zone.

    A time that is skipped is the first existing one after it; one that comes twice is its first.
    """
    local = datetime.combine(day, at.replace(fold=0), tzinfo=zone)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None, fold=0) == local.replace(tzinfo=None):
        return instant
    # In a gap the two folds take the offsets before and after it, so its edge lies between what they come to.
    early, late = sorted((instant, local.replace(fold=1).astimezone(UTC)))
    edge = _edge(early, late, zone)
    before, after = ((edge - timedelta(microseconds=1)).astimezone(zone), edge.astimezone(zone))
    return edge if day in (before.date(), after.date()) else None


def _edge(early: datetime, late: datetime, zone: tzinfo) -> datetime:
    """The first moment with the offset that holds at ``late``: transitions happen at whole seconds."""
    offset = late.astimezone(zone).utcoffset()
    low, high = -1, round((late - early).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if (early + timedelta(seconds=middle)).astimezone(zone).utcoffset() == offset:
            high = middle
        else:
            low = middle
    return early + timedelta(seconds=high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What a subscription owes at a moment."""

    day: date | None = None
    """The date whose digest is to be posted now."""
    at: datetime | None = None
    """When that was, or is, due, in UTC."""
    late: bool = False
    missed: tuple[date, ...] = ()
    """Dates whose digests will not be posted any more, and which nobody has been told of; oldest first."""
    skipped: tuple[date, ...] = ()
    """Dates that do not exist in the zone."""
    next: datetime | None = None
    """When something is due again, if all of this is done."""

    @property
    def notice(self) -> date | None:
        """The last of the missed dates, where no digest can say so and a line of its own has to."""
        return self.missed[-1] if self.missed and self.day is None else None


def due(subscription: Subscription, ledger: Mapping[date, str], now: datetime, *, catch_up: timedelta = CATCH_UP) -> Due:
    """What is owed at ``now``.

    Args:
        subscription: The days, the time, the zone, and since when it counts.
        ledger: The states of dates that are known; others are open.
        now: The present moment, with its zone.
        catch_up: How late a digest may still go out.
    """
    zone = ZoneInfo(subscription.zone)
    since = datetime.fromtimestamp(subscription.since, UTC)
    today = now.astimezone(zone).date()
    owed: list[tuple[date, datetime]] = []
    missed: list[date] = []
    skipped: list[date] = []
    following: datetime | None = None
    # A day more on either side: a time in a gap at midnight is due on the next date.
    for day in _days(max(since.astimezone(zone).date(), today - timedelta(days=MEMORY)) - timedelta(days=1), today):
        if day.isoweekday() not in subscription.days:
            continue
        at = moment(day, subscription.at, zone)
        if at is None:
            if ledger.get(day) is None and since.astimezone(zone).date() <= day <= today:
                skipped.append(day)
        elif since < at <= now and (state := ledger.get(day)) not in CLOSED:
            if state == LAPSED or now - at > catch_up:
                missed.append(day)
            else:
                owed.append((day, at))
        elif at > max(now, since) and following is None and ledger.get(day) not in CLOSED:
            following = at
    if not owed:
        return Due(missed=tuple(missed), skipped=tuple(skipped), next=following)
    # Of several that could still go out, the last stands for all: nobody wants two mornings' digests at once.
    day, at = owed.pop()
    missed += [earlier for earlier, _ in owed]
    return Due(day=day, at=at, late=now - at > LATE, missed=tuple(sorted(missed)), skipped=tuple(skipped), next=following)


def _days(first: date, today: date) -> Iterator[date]:
    """Every date from ``first`` to ten days from today: a week has each weekday, and some dates do not exist."""
    last = today.toordinal() + 10
    for ordinal in range(max(first.toordinal(), 1), min(last, date.max.toordinal()) + 1):
        yield date.fromordinal(ordinal)
