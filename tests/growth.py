"""How work grows with its input: told from processor time, compared with itself, never with a clock on the wall."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

TIMES = 8
"""How much larger the large input is than the small one."""
SLACK = 3
"""How much more than in proportion the work may grow: the square would be ``TIMES`` times more."""
ENOUGH = 0.004
"""Seconds of processor time below which a small input tells nothing, and is doubled."""
MOST = 200_000
"""The largest small input: what is too quick to measure even then has not run away."""


def is_linear(make: Callable[[int], str], work: Callable[[str], object], small: int = 2_000) -> bool:
    """Whether the work on a text grows about in proportion to its size.

    ``make`` gives a text of about so many characters, and is not measured.
    """
    while (few := _seconds(work, make(small))) < ENOUGH and small < MOST:
        small *= 2
    if few < ENOUGH:
        return True
    text = make(small * TIMES)
    # A run that is disturbed is slow, never fast: one good run in three is enough.
    return any(_seconds(work, text) < TIMES * SLACK * few for _ in range(3))


def _seconds(work: Callable[[str], object], text: str) -> float:
    gc.collect()
    begin = time.process_time()
    work(text)
    return time.process_time() - begin
