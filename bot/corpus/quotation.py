"""Quotation marks: where quoted words begin and end, in every style that newsrooms use."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Sentence

_MARK = re.compile(r"[\"“”„«»‘’'`](?:(?<=[\"“”„«»])|(?<=')'(?!')|(?<=`)`|(?<=[‘'])(?<!\w[‘'])(?=\w)|(?<=[\w,.!?…][’'])(?!\w))")
_DOUBLE = frozenset(('"', "“", "”", "„", "«", "»", "''", "``"))
_CLOSING = {
    "“": ("”", '"'),
    "”": ("”", '"'),
    "„": ("”", "“", '"'),
    "«": ("»",),
    "``": ("''",),
    '"': ('"', "”"),
}
_NESTED = 64
"""Marks looked at for one that closes an outer quotation."""
_INK = re.compile(r"\S")
_LONGEST_SINGLE = 400
"""Characters: between single marks that far apart it is no quotation, but two apostrophes."""


class Quotation(NamedTuple):
    """Quoted words: their span, the span with the marks, and whether the paragraph ends before a closing mark."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    paragraph: int
    open_ended: bool


def quotations(text: str, sentences: Sequence[Sentence]) -> list[Quotation]:
    """The quotations of each paragraph, in order; the outermost where they nest.

    A quotation that its paragraph leaves open runs to the paragraph's end, as one that goes on in the next paragraph does.
    """
    found: list[Quotation] = []
    for paragraph, start, end in paragraphs(sentences):
        found.extend(_within(text, start, end, paragraph))
    return found


def paragraphs(sentences: Sequence[Sentence]) -> list[tuple[int, int, int]]:
    """Number, start and end of each paragraph that has sentences."""
    spans: list[tuple[int, int, int]] = []
    for sentence in sentences:
        if spans and spans[-1][0] == sentence.paragraph:
            spans[-1] = (sentence.paragraph, spans[-1][1], sentence.end)
        else:
            spans.append((sentence.paragraph, sentence.start, sentence.end))
    return spans


def _within(text: str, start: int, end: int, paragraph: int) -> list[Quotation]:
    found: list[Quotation] = []
    marks = [(match.start(), match.end(), match.group()) for match in _MARK.finditer(text, start, end)]
    if not marks:
        return found
    singles = [at for at, mark in enumerate(marks) if mark[2] in "’'"]
    closers = [marks[at][0] for at in singles if _closes_single(text, marks[at][0])]
    at = 0
    while at < len(marks):
        first, behind, mark = marks[at]
        at += 1
        if mark in ("‘", "'"):
            if mark == "'" and not _opens(text, first, behind, start, end):
                continue
            closer = bisect_right(closers, first)
            if closer < len(closers) and closers[closer] - first <= _LONGEST_SINGLE:
                close = closers[closer]
                between = [m for m in marks[at : at + 4] if m[0] < close and m[2] in _DOUBLE]
                if len(between) % 2 == 0:
                    _add(found, text, behind, close, first, close + 1, paragraph, False)
                    while at < len(marks) and marks[at][0] <= close:
                        at += 1
            continue
        if mark == "’":
            continue
        if (mark == "”" and not (first <= start + 1 and text[behind : behind + 1].isalpha())) or (
            mark in ('"', "''", "»") and not _opens(text, first, behind, start, end)
        ):
            continue
        close_at = _close(text, marks, at, mark, start, end)
        if close_at is None:
            _add(found, text, behind, end, first, end, paragraph, True)
            break
        other = marks[close_at]
        _add(found, text, behind, other[0], first, other[1], paragraph, False)
        at = close_at + 1
    return found


def _close(text: str, marks: list[tuple[int, int, str]], at: int, mark: str, start: int, end: int) -> int | None:
    """Index of the mark that closes a quotation opened before ``at``."""
    closing = _CLOSING.get(mark, (mark,))
    depth = 1
    fallback: int | None = None
    for index in range(at, len(marks)):
        other = marks[index]
        if mark == "“" and other[2] == "“" and index - at < _NESTED:
            depth += 1
        elif other[2] in closing and not _reopens(text, mark, other, start, end):
            depth -= 1
            if depth == 0:
                return index
            fallback = index if fallback is None else fallback
        if fallback is not None and index - at > _NESTED:
            break
    return fallback


def _opens(text: str, first: int, behind: int, start: int, end: int) -> bool:
    """Whether a mark that may open or close opens: blank before it, ink behind it."""
    before = text[first - 1] if first > start else " "
    after = text[behind] if behind < end else " "
    return (before.isspace() or before in "([{—–-/:'‘“\"…") and not after.isspace()


def _reopens(text: str, mark: str, other: tuple[int, int, str], start: int, end: int) -> bool:
    """Whether a straight mark inside a quotation opens one more: blank before it and a word behind it."""
    if mark in ('"', "''") and other[2] == mark:
        before = text[other[0] - 1] if other[0] > start else " "
        return before.isspace() and other[1] < end and text[other[1]].isalnum() and _balanced(text, other, end, mark)
    return False


def _balanced(text: str, other: tuple[int, int, str], end: int, mark: str) -> bool:
    near = text.find(mark, other[1], min(end, other[1] + 80))
    return near >= 0 and text.find(mark, near + 1, min(end, near + 400)) >= 0


def _closes_single(text: str, at: int) -> bool:
    """Whether a single mark behind a word ends a quotation: behind punctuation, or where no possessive could stand."""
    before = text[at - 1]
    return (
        before in ",.!?…" or before not in "sS" or not (at + 2 < len(text) and text[at + 1] == " " and text[at + 2].islower())
    )


def _add(
    found: list[Quotation], text: str, start: int, end: int, outer_start: int, outer_end: int, paragraph: int, open_ended: bool
) -> None:
    ink = _INK.search(text, start, end)
    if ink is None:
        return
    first = ink.start()
    last = start + len(text[start:end].rstrip())
    if any(mark.isalnum() for mark in text[first : min(last, first + 200)]):
        found.append(Quotation(first, last, outer_start, outer_end, paragraph, open_ended))
