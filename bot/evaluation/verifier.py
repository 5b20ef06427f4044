"""How well claims that a source bears out are told from claims that it does not: SummEdits, FRANK and files of their shape.

The figures are those the field reports: balanced accuracy, with the threshold chosen on one half of the claims and the figure
taken from the other (Laban et al. 2022, "SummaC"), and the area under the ROC curve, which needs no threshold.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from bot.corpus.text import sentences
from bot.domain import Block
from bot.engine.alignment import Ground
from bot.engine.consistency import consistency
from bot.errors import UnreadableInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A claim, the text it is about, and whether people found it borne out."""

    source: str
    claim: str
    supported: bool
    split: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrimination:
    """How well the two kinds are told apart on the half that was not used for choosing the threshold."""

    file: str
    claims: int
    balanced: float
    """Mean of the shares told right among those borne out and those not."""
    auroc: float
    threshold: float
    milliseconds: float
    """Mean time a claim takes."""

    def line(self) -> str:
        """One line for a reader."""
        return (
            f"{self.file}: {self.claims} claims: balanced accuracy {self.balanced:.3f} (threshold {self.threshold:.3f} from "
            f"the other half), AUROC {self.auroc:.3f}, {self.milliseconds:.1f} ms each"
        )


def examples(path: Path) -> Iterator[Example]:
    """The claims of a file of JSON Lines with ``source``, ``claim`` and ``supported``. Raises UnreadableInput."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                yield Example(
                    source=str(row["source"]),
                    claim=str(row["claim"]),
                    supported=bool(row["supported"]),
                    split=row.get("split"),
                )
            except (ValueError, KeyError, TypeError, AttributeError) as exc:
                raise UnreadableInput(
                    f"line {number} of {path} is no claim ({exc!r}); it needs 'source', 'claim' and 'supported'"
                ) from exc


def measure(path: Path) -> list[Discrimination]:
    """The figures for a file, or for every ``.jsonl`` and ``.jsonl.gz`` of a folder.

    Halves: where the claims name a ``split``, the threshold comes from those that are not ``test`` and the figures from
    ``test``; else from every other claim, the first of them for the threshold.
    """
    files = sorted(file for file in path.iterdir() if ".jsonl" in file.name) if path.is_dir() else [path]
    if not files:
        raise UnreadableInput(f"no .jsonl file in {str(path)!r}")
    return [_measure(file) for file in files]


def _measure(file: Path) -> Discrimination:
    rows = list(examples(file))
    started = perf_counter()
    grounds: dict[str, Ground] = {}
    scores = []
    for row in rows:
        ground = grounds.get(row.source)
        if ground is None:
            ground = grounds[row.source] = ground_of(row.source)
        scores.append(consistency(row.claim, ground).score)
    took = (perf_counter() - started) * 1000 / max(1, len(rows))
    if any(row.split for row in rows):
        held = [row.split == "test" for row in rows]
    else:
        held = [number % 2 == 1 for number in range(len(rows))]
    chosen = [(score, row.supported) for score, row, apart in zip(scores, rows, held, strict=True) if not apart]
    tested = [(score, row.supported) for score, row, apart in zip(scores, rows, held, strict=True) if apart]
    limit = threshold(chosen)
    return Discrimination(
        file=file.name,
        claims=len(tested),
        balanced=balanced(tested, limit),
        auroc=auroc(tested),
        threshold=limit,
        milliseconds=took,
    )


def ground_of(text: str) -> Ground:
    """A bare text as a ground to check claims against."""
    found = sentences(text, (Block(start=0, end=len(text), kind="body"),)) if text else ()
    return Ground([text[sentence.start : sentence.end] for sentence in found])


def balanced(scored: Sequence[tuple[float, bool]], limit: float) -> float:
    """Balanced accuracy where a score of the limit or more means borne out."""
    right = [sum(score >= limit for score, good in scored if good), sum(score < limit for score, good in scored if not good)]
    count = [sum(good for _, good in scored), sum(not good for _, good in scored)]
    return sum(part / max(1, whole) for part, whole in zip(right, count, strict=True)) / 2


def threshold(scored: Sequence[tuple[float, bool]]) -> float:
    """The limit with the best balanced accuracy, and the middle of them where several are as good."""
    limits = sorted({score for score, _ in scored})
    if not limits:
        return 0.5
    rated = [(balanced(scored, limit), limit) for limit in limits]
    best = max(value for value, _ in rated)
    good = [limit for value, limit in rated if value >= best]
    return good[len(good) // 2]


def auroc(scored: Sequence[tuple[float, bool]]) -> float:
    """Chance that one borne out is scored above one that is not, ties counting half."""
    order = sorted(scored, key=lambda pair: pair[0])
    ranks, at = 0.0, 0
    while at < len(order):
        end = at
        while end < len(order) and order[end][0] == order[at][0]:
            end += 1
        ranks += sum(good for _, good in order[at:end]) * (at + end + 1) / 2
        at = end
    good = sum(1 for _, kind in scored if kind)
    bad = len(scored) - good
    return (ranks - good * (good + 1) / 2) / (good * bad) if good and bad else 0.5
