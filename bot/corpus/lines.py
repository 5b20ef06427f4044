"""The lines of a page, with hard-wrapped paragraphs put together again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_WIDEST: Final = 100
"""Columns of the widest text that is wrapped by hand or by a mail program."""
_SLACK: Final = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line or a paragraph put together from wrapped lines, without the white space around it."""

    start: int
    end: int
    text: str
    """``text[start:end]``, with a space for each line break inside."""


def lines(text: str) -> list[Line]:
    """The lines of a text that are not blank; where it is hard-wrapped, its paragraphs."""
    rows = _rows(text)
    width = _wrapped(rows)
    if not width:
        return [Line(start, end, text[start:end]) for start, end, _ in rows]
    merged: list[Line] = []
    at = 0
    while at < len(rows):
        upto = at
        while upto + 1 < len(rows) and _goes_on(text, rows[upto], rows[upto + 1], width):
            upto += 1
        start, end = rows[at][0], rows[upto][1]
        merged.append(Line(start, end, re.sub(r"[^\S ]", " ", text[start:end])))
        at = upto + 1
    return merged


def _rows(text: str) -> list[tuple[int, int, bool]]:
    """Start and end of each line that is not blank, and whether a blank one stands before it."""
    rows: list[tuple[int, int, bool]] = []
    at, blank = 0, True
    for piece in text.splitlines(keepends=True):
        ink = piece.strip()
        if ink:
            start = at + piece.index(ink[0])
            rows.append((start, start + len(ink), blank))
        blank = not ink
        at += len(piece)
    return rows


def _wrapped(rows: list[tuple[int, int, bool]]) -> int:
    """The width that a text is wrapped at; 0 where lines are paragraphs."""
    inner = [end - start for (start, end, _), (_, _, blank) in pairwise(rows) if not blank]
    if len(inner) < 3 or len(inner) < 0.4 * len(rows):
        return 0
    width = max(inner)
    if not 40 <= width <= _WIDEST:
        return 0
    return width if sum(size > 0.75 * width for size in inner) >= 0.6 * len(inner) else 0


def _goes_on(text: str, row: tuple[int, int, bool], following: tuple[int, int, bool], width: int) -> bool:
    """Whether the next line continues this one: its first word would not have fitted here."""
    start, end, blank = following
    if blank:
        return False
    word = text[start : min(end, start + 40)].split(None, 1)[0]
    return row[1] - row[0] + 1 + len(word) > width - _SLACK
