"""How much less an older report counts."""

from __future__ import annotations

HALF_LIFE = 10
"""Days in which the part of a score that ages halves."""
LASTING = 0.35
"""Part of a score that does not age. Both are measured: ``docs/why.md``."""


def fresh(age: int | None) -> float:
    """The factor for a report this many days old; one without a date counts as one a half-life old, one from later as new."""
    days = HALF_LIFE if age is None else max(age, 0)
    return float(LASTING + (1 - LASTING) * 0.5 ** (days / HALF_LIFE))
