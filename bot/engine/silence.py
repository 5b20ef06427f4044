"""Feeds that have gone silent, each judged by its own rhythm."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

WINDOW = timedelta(days=90)
"""How far back an outlet's rhythm is learnt."""
GAPS = 19
"""Pauses that must be known of an outlet. If the present one is no other than those, it is the longest of all with a chance of
one in one more than there are: 5 % from here on, the usual level of a test (ranks as in G. Shafer and V. Vovk, A tutorial on
conformal prediction, 2008)."""


def overdue(moments: Sequence[datetime], now: datetime) -> bool:
    """Whether nothing has come for longer than ever before, and by more than a usual pause.

    ``moments`` are when articles came in, oldest first.
    """
    gaps = [after - before for before, after in pairwise(moments)]
    return len(gaps) >= GAPS and now - moments[-1] > max(gaps) + sorted(gaps)[len(gaps) // 2]
