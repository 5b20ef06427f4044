"""When a feed counts as silent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.engine.silence import overdue

MONDAY = datetime(2031, 5, 5, 6, tzinfo=UTC)
WORKDAYS = [MONDAY + timedelta(days=day) for day in range(40) if day % 7 < 5]
"""Every weekday for nearly six weeks; the last is a Friday."""


def test_a_weekend_is_no_silence_for_who_never_comes_at_weekends() -> None:
    """The pause is measured by those the outlet has made before."""
    friday = WORKDAYS[-1]
    assert friday.weekday() == 4
    assert not overdue(WORKDAYS, friday + timedelta(days=3, hours=2))
    assert overdue(WORKDAYS, friday + timedelta(days=5))


def test_the_same_pause_is_silence_for_who_comes_every_hour() -> None:
    """Two days without a word are long for an agency."""
    hourly = [MONDAY + timedelta(hours=hour) for hour in range(200)]
    assert not overdue(hourly, hourly[-1] + timedelta(hours=1, minutes=50))
    assert overdue(hourly, hourly[-1] + timedelta(days=2))


def test_nothing_is_said_of_an_outlet_that_is_hardly_known() -> None:
    """A few arrivals are no rhythm."""
    assert not overdue(WORKDAYS[:12], WORKDAYS[11] + timedelta(days=60))
    assert not overdue([MONDAY], MONDAY + timedelta(days=60))
