"""Dates as mastheads, bylines and feeds write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from bot.corpus.dates import given, written

THE_DAY = date(2025, 3, 14)


@pytest.mark.parametrize(
    "line",
    [
        "2025-03-14",
        "14/03/2025",
        "14.03.2025",
        "March 14, 2025",
        "14 Mar 2025",
        "14 March 2025",
        "Mar. 14, 2025",
        "14-Mar-2025",
        "Friday 14th of March 2025",
        "Published on 14 March 2025",
        "Harbour Post | 14/03/2025",
        "2025/03/14",
        "03/14/2025",
    ],
)
def test_a_day_is_read_however_it_is_written(line: str) -> None:
    """Every common way to write a day means that day."""
    found = written(line)
    assert found is not None
    assert found.moment == THE_DAY


@pytest.mark.parametrize(
    ("line", "hours"),
    [
        ("Fri 14 Mar 2025 10.05 GMT", 0),
        ("2025-03-14T10:05:00Z", 0),
        ("March 14, 2025 10:05 AM EDT", -4),
        ("10:05 AM EDT, Fri March 14, 2025", -4),
        ("Updated 10:05 CET, 14 March 2025", 1),
        ("2025-03-14 10:05 +0300", 3),
    ],
)
def test_a_time_is_kept_with_its_zone(line: str, hours: int) -> None:
    """A time of day with a zone is a point in time, before or behind the day."""
    found = written(line)
    assert found is not None
    assert found.moment == datetime(2025, 3, 14, 10, 5, tzinfo=timezone(timedelta(hours=hours)))


def test_a_time_without_a_zone_is_not_guessed() -> None:
    """A time whose zone is unknown is dropped, and a note says so."""
    found = written("15/03/2025 08:00")
    assert found is not None
    assert found.moment == date(2025, 3, 15)
    assert found.note is not None
    assert "zone" in found.note


def test_an_open_order_of_day_and_month_is_decided_by_rule_and_said() -> None:
    """03/04/2025 is the third of April, unless an American clock stands beside it; either way a note says which."""
    european, american = written("03/04/2025"), written("03/04/2025 5:00 PM EST")
    assert european is not None
    assert american is not None
    assert european.moment == date(2025, 4, 3)
    assert european.note is not None
    assert "day first" in european.note
    assert american.moment == datetime(2025, 3, 4, 17, tzinfo=timezone(timedelta(hours=-5)))


@pytest.mark.parametrize(
    "line", ["Friday", "31/02/2025", "on March 14", "2025", "room 12-10-8", "10:05 GMT", "version 1.2.2025.7"]
)
def test_what_is_no_whole_date_is_none(line: str) -> None:
    """A lone weekday, a day without a year and an impossible day are no dates."""
    assert written(line) is None


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2025-03-14", THE_DAY),
        ("20250314", THE_DAY),
        ("2025-03-14T10:05:00", datetime(2025, 3, 14, 10, 5, tzinfo=UTC)),
        ("2025-03-14T10:05:00.250Z", datetime(2025, 3, 14, 10, 5, 0, 250_000, tzinfo=UTC)),
        ("Fri, 14 Mar 2025 10:05:00 +0000", datetime(2025, 3, 14, 10, 5, tzinfo=UTC)),
        ("1741946700", datetime(2025, 3, 14, 10, 5, tzinfo=UTC)),
        ("1741946700000", datetime(2025, 3, 14, 10, 5, tzinfo=UTC)),
    ],
)
def test_metadata_is_read_as_feeds_write_it(value: str, moment: date) -> None:
    """ISO 8601, RFC 2822 and Unix times are read; without a zone a feed means UTC."""
    assert given(value) == (moment, None)


@pytest.mark.parametrize("value", ["soon", "0001-01-01T00:00:00", "99999999999999999999", "2025-13-45"])
def test_unreadable_metadata_is_unknown_and_said(value: str) -> None:
    """A value that is no date gives none, and a note that names it."""
    moment, note = given(value)
    assert moment is None
    assert note is not None
    assert value in note
