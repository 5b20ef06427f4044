"""The calendar."""

from datetime import date

import pytest

from bot.corpus.almanac import FEASTS, easter, feast, made, month_from, offset, season_year, stepped, week


@pytest.mark.parametrize("day", [date(1961, 4, 2), date(2000, 4, 23), date(2024, 3, 31), date(2025, 4, 20), date(2038, 4, 25)])
def test_easter_falls_where_the_church_has_it(day: date) -> None:
    """Including the latest day it can fall on."""
    assert easter(day.year) == day


def test_feasts_that_move_are_found() -> None:
    """Thanksgiving is the fourth Thursday of November, and Good Friday two days before Easter."""
    assert feast("Thanksgiving", 2024) == date(2024, 11, 28)
    assert feast("Black Friday", 2024) == date(2024, 11, 29)
    assert feast("Good Friday", 2025) == date(2025, 4, 18)
    assert all(feast(name, 2025) for name in FEASTS)


def test_american_zones_follow_their_summer_time() -> None:
    """ET is five hours behind Greenwich before 9 March 2025, and four from then until 2 November."""
    assert [offset("ET", date(2025, *day)) for day in ((3, 8), (3, 9), (11, 1), (11, 2))] == [
        "-05:00",
        "-04:00",
        "-04:00",
        "-05:00",
    ]
    assert [offset(zone, None) for zone in ("GMT", "CET", "ET", "XYZ")] == ["Z", "+01:00", "", ""]


def test_steps_that_leave_the_calendar_are_none() -> None:
    """Impossible days and years beyond 9999 are no error."""
    assert made(2025, 2, 30) is None
    assert stepped(date.max, 1) is None
    assert stepped(date(2025, 2, 28), 1) == date(2025, 3, 1)
    assert month_from(2025, 1, -1) == (2024, 12)
    assert week(date(2024, 12, 30)) == "2025-W01"


def test_a_season_is_the_latest_begun() -> None:
    """In March the latest summer is last year's."""
    assert season_year("SU", date(2025, 3, 14), 0) == 2024
    assert season_year("SP", date(2025, 3, 14), 0) == 2025
