"""Figures for one thing that differ: over outlets on one day, or from one day to the next."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.corpus.places import polity
from bot.corpus.terms import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.engine.merge import Likeness
    from bot.engine.statement import Statement


@dataclass(frozen=True, kw_only=True, eq=False)
class Figures:
    """Two statements that give one thing different numbers."""

    one: Statement
    other: Statement
    unit: str

    @property
    def values(self) -> tuple[tuple[str, float], ...]:
        """The two figures: unit and number."""
        return tuple(
            (self.unit, number.value) for it in (self.one, self.other) for number in it.numbers if number.unit == self.unit
        )

    def alike(self, side: Statement, statements: Sequence[Statement], likeness: Likeness) -> list[Statement]:
        """Other statements with the figure of one side, of the same thing."""
        values = {number.value for number in side.numbers if number.unit == self.unit}
        return [
            it
            for it in statements
            if it is not side
            and any(number.unit == self.unit and number.value in values for number in it.numbers)
            and max(likeness.share(it, side), likeness.share(side, it)) >= ECHOED
        ]


FIGURE_CONTEXT = 0.6
"""Share of a figure's sentence that the other figure's must have, numbers aside, for both to measure the same thing."""
UPDATED = 0.5
"""The same, for a later figure to take the place of an earlier one."""
ECHOED = 0.2
"""Share of a statement's information by which the same figure is one of the same thing."""
COMPATIBLE = 0.03
"""Relative difference that rounding explains."""


def figures(groups: Sequence[Statement], likeness: Likeness) -> list[Figures]:
    """Statements of independent origins, of one day, in which the same unit of the same thing has another number."""
    found: list[Figures] = []
    by_unit: dict[str, list[Statement]] = defaultdict(list)
    for statement in groups:
        for unit in {number.unit for number in statement.numbers if number.unit}:
            by_unit[unit].append(statement)
    seen: set[int] = set()
    for unit, having in by_unit.items():
        for at, one in enumerate(having):
            for other in having[at + 1 :]:
                if one.origin == other.origin or id(one) in seen or id(other) in seen or not _one_day(one, other):
                    continue
                if _differ(one, other, unit) and _context(one, other, likeness) >= FIGURE_CONTEXT:
                    seen.update((id(one), id(other)))
                    found.append(Figures(one=one, other=other, unit=unit))
    return found


def updates(one: Statement, other: Statement, likeness: Likeness) -> bool:
    """Whether two statements measure one thing at different times, so that only the newer figure stands."""
    if one.reading.source.day is None or one.reading.source.day == other.reading.source.day:
        return False
    units = {number.unit for number in one.numbers if number.unit} & {number.unit for number in other.numbers if number.unit}
    return any(_differ(one, other, unit) for unit in units) and _context(one, other, likeness, 0.25) >= UPDATED


def _one_day(one: Statement, other: Statement) -> bool:
    days = one.reading.source.day, other.reading.source.day
    return days[0] is None or days[1] is None or days[0] == days[1]


def _differ(one: Statement, other: Statement, unit: str) -> bool:
    mine = [number for number in one.numbers if number.unit == unit]
    theirs = [number for number in other.numbers if number.unit == unit]
    if len(mine) != 1 or len(theirs) != 1:
        return False
    a, b = mine[0], theirs[0]
    high = max(abs(a.value), abs(b.value))
    slack = 0.12 if a.approx or b.approx else COMPATIBLE
    return bool(high) and abs(a.value - b.value) / high > slack


def _named(statement: Statement) -> frozenset[str]:
    """Stems of the names in a statement: what is measured of Georgia is not measured of Ohio."""
    return frozenset(stem for name in statement.mentions for stem in terms(polity(name) or name))


def _context(one: Statement, other: Statement, likeness: Likeness, least: float = 0.4) -> float:
    mine = [stem for stem in one.stems if not stem[:1].isdigit()]
    theirs = [stem for stem in other.stems if not stem[:1].isdigit()]
    if not (_named(one) <= _named(other) or _named(other) <= _named(one)):
        return 0.0
    there = likeness.told(other).share(mine, likeness.weights)
    back = likeness.told(one).share(theirs, likeness.weights)
    return max(there, back) if min(there, back) >= least else 0.0
