"""Words spelt nearly like another."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def reach(word: str) -> int:
    """How many slips of the keyboard a word of this length is forgiven."""
    return 0 if len(word) < 4 else 1 if len(word) < 6 else 2


def nearest(word: str, vocabulary: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    """The words within reach, fewest slips first and then the most frequent; the vocabulary gives each with its count."""
    word = word.casefold()
    most = reach(word)
    letters = set(word)
    found = []
    for other, count in vocabulary:
        folded = other.casefold()
        # Each slip changes at most two letters of the set: a cheap test that spares most comparisons.
        if abs(len(folded) - len(word)) <= most and len(letters ^ set(folded)) <= 2 * most:
            slips = distance(word, folded, most)
            if 0 < slips <= most:
                found.append((slips, folded[:1] != word[:1], -count, other))
    return tuple(other for _, _, _, other in sorted(found)[:5])


def distance(one: str, other: str, most: int) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours between two words; ``most`` + 1 where there are more.

    Optimal string alignment; words are cut at 40 characters.
    """
    one, other = one[:40], other[:40]
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)
