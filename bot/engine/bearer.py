"""Bearers: which of the names in a statement is that of the office a question asks about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.corpus.terms import terms
from bot.engine.voice import alike

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Name, Span
    from bot.engine.statement import Statement
    from bot.engine.support import Ground

BESIDE = 70
"""Characters from a name within which an office is taken to be its bearer's."""
_BETWEEN = re.compile(r"[^.;:!?“”\"()]{0,40}")
_SAYS = re.compile(r"[,\s]+(?:\w+ly\s+)?(?:said|says|told|added|warned|announced|denied|insisted)\b")


def in_office(ground: Ground, statement: Statement, typed: list[tuple[float, Span]]) -> list[tuple[float, Span]]:
    """The same stretches, those first beside which the office and what it is an office of are both named."""
    text = statement.text
    weighed = []
    for worth, span in typed:
        beside = set(terms(text[max(0, span.start - BESIDE) : span.start] + " ; " + text[span.end : span.end + BESIDE]))
        held = all(any(sought.worth(stem) for stem in beside) for sought in ground.sought if sought.word.weight >= 1.0)
        weighed.append((worth * (1.5 if held else 0.5), span))
    return sorted(weighed, key=lambda pair: (-pair[0], pair[1].start))


def bearers(statement: Statement, office: str, typed: Sequence[tuple[float, Span]]) -> list[tuple[float, Span]]:
    """Of the stretches those that name one of whom the statement says that he holds the office, by its noun."""
    wanted = alike(terms(office)[0]) if terms(office) else frozenset()
    base = statement.span.start
    found = []
    for worth, span in typed:
        name = next((name for name in statement.names if name.start < base + span.end and base + span.start < name.end), None)
        if name is not None and _bears(statement, name, wanted):
            found.append((worth, span))
    return found


def _bears(statement: Statement, name: Name, wanted: frozenset[str]) -> bool:
    """By the role the reader found; else the noun must stand beside the name, with no other clause between."""
    if name.role is not None:
        return not wanted.isdisjoint(terms(statement.reading.at(name.role)))
    text, base = statement.text, statement.span.start
    start, end = max(0, name.start - base), name.end - base
    before = _BETWEEN.findall(text[max(0, start - 40) : start][::-1])[0][::-1]
    behind = _BETWEEN.match(text, end)
    after = behind[0] if behind and not _SAYS.match(text, end) else ""
    return not wanted.isdisjoint(terms(before)) or not wanted.isdisjoint(terms(after))
