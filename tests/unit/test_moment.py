"""Moments as people type them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.errors import BadSetting
from bot.moment import moment

NOW = datetime(2025, 3, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2025-03-01", date(2025, 3, 1)),
        ("7d", date(2025, 3, 8)),
        ("2w ago", date(2025, 3, 1)),
        ("today", date(2025, 3, 15)),
        ("Yesterday", date(2025, 3, 14)),
        ("now", NOW),
        ("12h", NOW - timedelta(hours=12)),
        ("2025", date(2025, 1, 1)),
        ("2025-02", date(2025, 2, 1)),
        ("2025-03-01T18:00", datetime(2025, 3, 1, 18, tzinfo=UTC)),
        ("2025-03-01T18:00:00Z", datetime(2025, 3, 1, 18, tzinfo=UTC)),
    ],
)
def test_moments_are_read_as_typed(words: str, expected: date) -> None:
    """Days, points in time and "how long ago" are all understood."""
    assert moment(words, NOW) == expected


@pytest.mark.parametrize(("words", "expected"), [("2024", date(2024, 12, 31)), ("2024-02", date(2024, 2, 29))])
def test_the_end_of_a_period_is_its_last_day(words: str, expected: date) -> None:
    """ "Until February" includes February."""
    assert moment(words, NOW, last=True) == expected


@pytest.mark.parametrize("words", ["", "soon", "2025-13-01", "2025-3-1", "99999y", "7x", "2025-02-30"])
def test_no_moment_is_refused_with_examples(words: str) -> None:
    """What is no moment is named, and what would be one is shown."""
    with pytest.raises(BadSetting, match="2025-03-01") as refused:
        moment(words, NOW)
    assert repr(words) in str(refused.value)
