"""Numbers in running text, normalised so that two wordings of one figure compare equal."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Span):
    """A number with its unit as it stands in a text."""

    value: float
    unit: str = ""
    """Normal form: "%", "day", "USD", "km", a stemmed noun, or nothing where the text gives none."""
    approx: bool = False
    """Whether the text says "about", "over", "dozens of" or the like."""


_SMALL = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
WORDS = {word: float(n) for n, word in enumerate(_SMALL.split())} | {word: 10.0 * n for n, word in enumerate(_TENS.split(), 2)}
"""Values of the small numbers that are one word."""

_SIMPLE = re.compile(r"(?<![\w.])\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


def numbers(text: str) -> tuple[Number, ...]:
    """The numbers of a text, in order, with their units."""
    found = []
    for match in _SIMPLE.finditer(text):
        rest = text[match.end() : match.end() + 10].lower()
        unit = "%" if rest.startswith(("%", " percent", " per cent")) else "day" if rest.startswith(("-day", " day")) else ""
        found.append(Number(start=match.start(), end=match.end(), value=float(match[0].replace(",", "")), unit=unit))
    return tuple(found)
