"""When a digest is due, in every zone and whatever the clock does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.digest.schedule import CATCH_UP, LATE, Due, due, moment
from bot.state.book import Subscription
from bot.state.store import Place
from tests.scale import scaled

ZONES = (
    "Europe/Kyiv",
    "Europe/London",
    "America/New_York",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/St_Johns",
    "Asia/Amman",
    "America/Nuuk",
    "Pacific/Chatham",
    "Asia/Gaza",
)
TIMES = (time(0, 0), time(1, 30), time(2, 15), time(7, 30), time(23, 59))
STEP = timedelta(minutes=1)


def subscription(**changes: object) -> Subscription:
    """A daily one at 07:30 in Kyiv, made on 1 January 2025."""
    fields: dict[str, object] = {
        "id": "d1",
        "place": Place(platform="slack", workspace="T1", channel="C1"),
        "maker": "U1",
        "topics": (),
        "at": time(7, 30),
        "zone": "Europe/Kyiv",
        "since": datetime(2025, 1, 1, tzinfo=UTC).timestamp(),
    }
    return Subscription(**fields | changes)  # type: ignore[arg-type]


def transitions(zone: ZoneInfo, last: int, most: int) -> list[datetime]:
    """The last moments before the end of a year at which a zone's clocks were changed, in UTC, to the minute."""
    found: list[datetime] = []
    day = datetime(last, 12, 31, tzinfo=UTC)
    while len(found) < most and day.year > 1950:
        before = day - timedelta(days=1)
        if before.astimezone(zone).utcoffset() != day.astimezone(zone).utcoffset():
            low, high = before, day
            while high - low > STEP:
                middle = low + (high - low) // 2
                if middle.astimezone(zone).utcoffset() == before.astimezone(zone).utcoffset():
                    low = middle
                else:
                    high = middle
            found.append(high.replace(second=0, microsecond=0))
        day = before
    return found


def around(edge: datetime, zone: ZoneInfo) -> list[date]:
    """The local dates around a transition, those that do not exist among them."""
    first = (edge - timedelta(days=2)).astimezone(zone).date()
    last = (edge + timedelta(days=2)).astimezone(zone).date()
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def minutes(day: date, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """Every minute of three days around a date, with what the clocks on the wall show then."""
    first = datetime.combine(day, time(), tzinfo=UTC) - timedelta(days=1)
    instants = [first + n * STEP for n in range(3 * 24 * 60)]
    return [(instant, instant.astimezone(zone).replace(tzinfo=None, fold=0)) for instant in instants]


def by_looking(shown: list[tuple[datetime, datetime]], day: date, at: time) -> datetime | None:
    """What the definition says, minute by minute: the first time the wall shows it, or the first later minute there is."""
    wanted = datetime.combine(day, at)
    if not any(wall.date() == day for _, wall in shown):
        return None
    exact = next((instant for instant, wall in shown if wall == wanted), None)
    return exact or next(instant for instant, wall in shown if wall > wanted)


@pytest.mark.parametrize("name", ZONES)
def test_every_local_date_has_one_moment(name: str) -> None:
    """Around every change of the clocks the moment is the one that looking at the wall minute by minute gives."""
    zone = ZoneInfo(name)
    edges = transitions(zone, 2012 if name == "Pacific/Apia" else 2018 if name == "America/Sao_Paulo" else 2024, scaled(2, 10))
    assert edges
    for edge in edges:
        for day in around(edge, zone)[1:-1]:
            shown = minutes(day, zone)
            for at in TIMES:
                assert moment(day, at, zone) == by_looking(shown, day, at), (name, day, at)


@pytest.mark.parametrize(
    ("name", "day", "at", "wall"),
    [
        ("Europe/Kyiv", "2024-03-31", "03:30", "2024-03-31T04:00:00+03:00"),
        ("Europe/Kyiv", "2024-10-27", "03:30", "2024-10-27T03:30:00+03:00"),
        ("Australia/Lord_Howe", "2024-10-06", "02:15", "2024-10-06T02:30:00+11:00"),
        ("Australia/Lord_Howe", "2024-04-07", "01:45", "2024-04-07T01:45:00+11:00"),
        ("Africa/Casablanca", "2024-04-14", "02:30", "2024-04-14T03:00:00+01:00"),
        ("America/Sao_Paulo", "2018-11-04", "00:00", "2018-11-04T01:00:00-02:00"),
        ("America/Sao_Paulo", "2018-11-04", "00:30", "2018-11-04T01:00:00-02:00"),
        ("America/Sao_Paulo", "2018-02-17", "23:30", "2018-02-17T23:30:00-02:00"),
        ("America/Nuuk", "2024-03-30", "23:30", "2024-03-31T00:00:00-01:00"),
        ("Pacific/Apia", "2011-12-29", "07:30", "2011-12-29T07:30:00-10:00"),
        ("Pacific/Apia", "2011-12-31", "00:00", "2011-12-31T00:00:00+14:00"),
    ],
)
def test_the_known_cases(name: str, day: str, at: str, wall: str) -> None:
    """Skipped times run at the next that exists, repeated ones the first time, half hours and midnights included."""
    zone = ZoneInfo(name)
    found = moment(date.fromisoformat(day), time.fromisoformat(at), zone)
    assert found is not None
    assert found.astimezone(zone).isoformat() == wall


@pytest.mark.parametrize("at", TIMES)
def test_a_date_that_does_not_exist_has_none(at: time) -> None:
    """Samoa had no 30 December 2011: nothing is due, and the date is told as skipped."""
    assert moment(date(2011, 12, 30), at, ZoneInfo("Pacific/Apia")) is None
    order = subscription(zone="Pacific/Apia", at=at, since=datetime(2011, 12, 28, tzinfo=UTC).timestamp())
    owed = due(order, {}, datetime(2011, 12, 31, 11, 0, tzinfo=UTC))
    assert owed.skipped == (date(2011, 12, 30),)
    assert date(2011, 12, 30) not in (*owed.missed, owed.day)


def walk(order: Subscription, moments: Iterator[datetime]) -> tuple[list[date], list[date]]:
    """Let the clock show these moments, and post whatever is due; the dates posted, and those said to be missed."""
    ledger: dict[date, str] = {}
    posted: list[date] = []
    missed: list[date] = []
    for now in moments:
        owed = due(order, ledger, now)
        ledger |= dict.fromkeys(owed.skipped, "skipped")
        missed += owed.missed
        ledger |= dict.fromkeys(owed.missed, "missed")
        if owed.day:
            posted.append(owed.day)
            ledger[owed.day] = "posted"
    return posted, missed


@pytest.mark.parametrize("name", ZONES)
def test_one_digest_a_local_date_through_a_change_of_the_clocks(name: str) -> None:
    """A clock that goes on steadily through a change posts every date that exists once, and misses none."""
    zone = ZoneInfo(name)
    for edge in transitions(zone, 2012 if name == "Pacific/Apia" else 2024, scaled(1, 10)):
        start = edge - timedelta(days=3)
        for at in TIMES:
            order = subscription(zone=name, at=at, since=start.timestamp())
            posted, missed = walk(order, (start + n * timedelta(minutes=30) for n in range(6 * 48)))
            walls = {(start + n * timedelta(minutes=30)).astimezone(zone).date() for n in range(6 * 48)}
            assert missed == []
            assert len(posted) == len(set(posted))
            assert set(posted) <= walls
            assert {day for day in walls if day not in (min(walls), max(walls))} <= set(posted)


@pytest.mark.parametrize("jump", [timedelta(minutes=5), timedelta(minutes=-5), timedelta(hours=25), timedelta(hours=-25)])
@pytest.mark.parametrize("turn", range(0, 24 * 60, scaled(180, 30)))
def test_a_jumping_clock_repeats_nothing(jump: timedelta, turn: int) -> None:
    """Whenever the clock jumps, and whether it is put right again or not, no date is posted twice."""
    start = datetime(2025, 3, 10, tzinfo=UTC)
    order = subscription(since=start.timestamp())

    def moments() -> Iterator[datetime]:
        for n in range(5 * 24 * 6):
            at = start + timedelta(minutes=10 * n)
            off = timedelta(days=1, minutes=turn) <= at - start < timedelta(days=2, minutes=turn)
            yield at + jump if off else at

    posted, _ = walk(order, moments())
    assert len(posted) == len(set(posted))
    assert {date(2025, 3, 10), date(2025, 3, 14)} <= set(posted)


def owed_after(outage: timedelta) -> Due:
    """What is owed where nothing ran from just before 07:30 on 12 March on, for so long."""
    order = subscription(since=datetime(2025, 3, 10, tzinfo=UTC).timestamp())
    ledger = {date(2025, 3, 10): "posted", date(2025, 3, 11): "posted"}
    return due(order, ledger, datetime(2025, 3, 12, 5, 29, tzinfo=UTC) + outage)


def test_after_five_minutes_it_goes_out_late() -> None:
    """A short outage over the time makes the digest late, and says so."""
    owed = owed_after(timedelta(minutes=5))
    assert (owed.day, owed.late, owed.missed) == (date(2025, 3, 12), True, ())


def test_after_five_hours_it_goes_out_late() -> None:
    """Within the hours of grace it still goes out."""
    owed = owed_after(timedelta(hours=5))
    assert (owed.day, owed.late, owed.missed) == (date(2025, 3, 12), True, ())


def test_after_the_hours_of_grace_it_is_missed() -> None:
    """Later than that nothing goes out but the line that says what was missed."""
    owed = owed_after(CATCH_UP + timedelta(minutes=2))
    assert (owed.day, owed.missed, owed.notice) == (None, (date(2025, 3, 12),), date(2025, 3, 12))


def test_after_three_days_there_is_one_digest() -> None:
    """After a long outage one digest goes out, which names the dates before it."""
    owed = owed_after(timedelta(days=3, hours=1))
    assert (owed.day, owed.late, owed.notice) == (date(2025, 3, 15), True, None)
    assert owed.missed == (date(2025, 3, 12), date(2025, 3, 13), date(2025, 3, 14))


def test_on_time_is_not_late() -> None:
    """At the minute itself it is due and not late, and a second before it is not."""
    order = subscription()
    ledger = {date(2025, 1, 1) + timedelta(days=n): "posted" for n in range(71)}
    at = datetime(2025, 3, 13, 5, 30, tzinfo=UTC)
    assert due(order, ledger, at) == Due(day=date(2025, 3, 13), at=at, next=at + timedelta(days=1))
    assert due(order, ledger, at + LATE).late is False
    assert due(order, ledger, at - timedelta(seconds=1)) == Due(next=at)


def test_only_its_days_count() -> None:
    """A subscription for Mondays and Wednesdays owes nothing in between."""
    order = subscription(days=(1, 3), since=datetime(2025, 3, 10, 6, tzinfo=UTC).timestamp())
    assert due(order, {}, datetime(2025, 3, 11, 12, tzinfo=UTC)).next == datetime(2025, 3, 12, 5, 30, tzinfo=UTC)
    assert due(order, {}, datetime(2025, 3, 12, 5, 30, tzinfo=UTC)).day == date(2025, 3, 12)


def test_what_fell_due_before_it_was_made_is_not_owed() -> None:
    """Who subscribes at eight to half past seven gets the first digest tomorrow."""
    order = subscription(since=datetime(2025, 3, 12, 6, 0, tzinfo=UTC).timestamp())
    assert due(order, {}, datetime(2025, 3, 12, 6, 1, tzinfo=UTC)) == Due(next=datetime(2025, 3, 13, 5, 30, tzinfo=UTC))


def test_a_date_that_lapsed_is_told_once() -> None:
    """A digest that was written and never posted is missed, not posted late, and once said it is over with."""
    order = subscription(since=datetime(2025, 3, 12, tzinfo=UTC).timestamp())
    now = datetime(2025, 3, 12, 6, tzinfo=UTC)
    assert due(order, {date(2025, 3, 12): "lapsed"}, now).notice == date(2025, 3, 12)
    assert due(order, {date(2025, 3, 12): "missed"}, now).notice is None


def test_what_is_being_posted_is_not_due_again() -> None:
    """A date whose bytes are frozen is finished by whoever has it; one that is only being written is still due."""
    order = subscription(since=datetime(2025, 3, 12, tzinfo=UTC).timestamp())
    now = datetime(2025, 3, 12, 6, tzinfo=UTC)
    assert due(order, {date(2025, 3, 12): "intended"}, now).day is None
    assert due(order, {date(2025, 3, 12): "writing"}, now).day == date(2025, 3, 12)
