"""Questions with what a right answer holds, and how many the desk gets right.

One JSON object a line: ``question``; ``must_include`` (all) and any key ending in ``include_any`` (one of) name texts that the
claims or the quotes they cite hold, compared without case and with typographic marks folded; ``cite_all``, ``cite_any`` and
``cite_min`` name sources by how their file names begin; ``abstain`` marks what the sources do not say; ``as_of`` and ``id`` are
optional.
"""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.domain import Command, Declined, Filters
from bot.errors import UnreadableInput
from bot.moment import moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from bot.desk import Desk
    from bot.domain import Reading, Reply

LONGEST = 1500
"""Characters of claims beyond which an answer is no longer one."""
MARKS = str.maketrans("“”„‘’‚–—", "\"\"\"'''--")
SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """One question, and what a right answer to it holds."""

    id: str
    question: str
    include_all: tuple[str, ...] = ()
    include_any: tuple[tuple[str, ...], ...] = ()
    cite_all: tuple[str, ...] = ()
    cite_any: tuple[str, ...] = ()
    cite_min: int = 0
    abstain: bool = False
    as_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How one reply did."""

    id: str
    question: str
    faults: tuple[str, ...]
    """What is wrong with it; nothing where it is right."""
    first: bool
    """Whether it is right, and its first claim alone holds what is asked for."""
    citations: int
    inexact: int
    """Citations whose quote is not at its offsets."""
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How a set of questions went."""

    verdicts: tuple[Verdict, ...] = field(default=())

    @property
    def right(self) -> int:
        """Replies with no fault."""
        return sum(not verdict.faults for verdict in self.verdicts)

    @property
    def first(self) -> int:
        """Replies right in their first claim."""
        return sum(verdict.first for verdict in self.verdicts)

    @property
    def citations(self) -> int:
        """Citations in all replies."""
        return sum(verdict.citations for verdict in self.verdicts)

    @property
    def exact(self) -> int:
        """Citations whose quote is exactly the stored text at its offsets."""
        return self.citations - sum(verdict.inexact for verdict in self.verdicts)


def expectations(path: Path) -> Iterator[Expectation]:
    """The questions of a file of JSON Lines, which may be gzipped. Raises UnreadableInput."""
    try:
        data = path.read_bytes()
        lines = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode().splitlines()
    except (OSError, ValueError, EOFError) as exc:
        raise UnreadableInput(
            f"{str(path)!r} cannot be read as JSON Lines ({exc}); give a file of questions, one a line"
        ) from exc
    for n, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield expectation(json.loads(line), str(n))
            except (ValueError, KeyError, TypeError, AttributeError) as exc:
                raise UnreadableInput(
                    f"line {n} of {str(path)!r} is no question ({exc!r}); it needs at least 'question'"
                ) from exc


def expectation(given: Mapping[str, Any], id: str) -> Expectation:
    """What one object says."""
    return Expectation(
        id=str(given.get("id", id)),
        question=str(given["question"]),
        include_all=tuple(given.get("must_include", ())),
        include_any=tuple(tuple(texts) for key, texts in given.items() if key.endswith("include_any")),
        cite_all=tuple(given.get("cite_all", ())),
        cite_any=tuple(given.get("cite_any", ())),
        cite_min=int(given.get("cite_min", 0)),
        abstain=bool(given.get("abstain", False)),
        as_of=given.get("as_of"),
    )


async def measure(asked: Iterable[Expectation], desk: Desk, filters: Filters | None = None) -> Result:
    """Ask the desk each question, and judge what it says."""
    verdicts = []
    for expected in asked:
        as_of = moment(expected.as_of, desk.clock.now()) if expected.as_of else None
        command = Command(kind="ask", words=expected.question, filters=filters or Filters(), as_of=as_of)
        reply = (await desk.consider(command)).reply
        verdicts.append(judge(expected, reply, await desk.corpus.readings(source.id for source in reply.sources)))
    return Result(verdicts=tuple(verdicts))


def judge(expected: Expectation, reply: Reply, readings: Mapping[str, Reading]) -> Verdict:
    """What is wrong with one reply, if anything."""
    shown = [claim for claim in reply.claims if claim.section != "nearest"]
    holds = _fold(" ".join([*(claim.text for claim in shown), *(c.quote for claim in shown for c in claim.citations)]))
    paths = {source.id: (source.path or "").replace("\\", "/").rpartition("/")[2] for source in reply.sources}
    cited = {id for claim in shown for id in claim.cited}
    names = sorted(paths[id] or id for id in cited)

    def cites(prefix: str) -> bool:
        return any(name.startswith(prefix) for name in names)

    faults: list[str] = []
    if expected.abstain:
        if not isinstance(reply, Declined):
            faults.append("should decline")
    else:
        if isinstance(reply, Declined):
            faults.append("declined")
        faults += [f"lacks {text!r}" for text in expected.include_all if _fold(text) not in holds]
        faults += [
            f"lacks any of {list(texts)!r}" for texts in expected.include_any if not any(_fold(text) in holds for text in texts)
        ]
        faults += [f"does not cite {prefix!r}" for prefix in expected.cite_all if not cites(prefix)]
        if expected.cite_any and not any(map(cites, expected.cite_any)):
            faults.append(f"cites {names!r}, none of {list(expected.cite_any)!r}")
        if len(names) < expected.cite_min:
            faults.append(f"cites {len(names)} sources, not {expected.cite_min}")
        if sum(len(claim.text) for claim in shown) > LONGEST:
            faults.append(f"says more than {LONGEST} characters")
    citations = [citation for claim in reply.claims for citation in claim.citations]
    return Verdict(
        id=expected.id,
        question=expected.question,
        faults=tuple(faults),
        first=not faults and (expected.abstain or _holds_in_first(expected, reply)),
        citations=len(citations),
        inexact=sum(readings[c.source].text[c.start : c.end] != c.quote for c in citations),
        said=tuple(claim.text for claim in reply.claims),
    )


def _holds_in_first(expected: Expectation, reply: Reply) -> bool:
    first = _fold(" ".join([reply.claims[0].text, *(citation.quote for citation in reply.claims[0].citations)]))
    return all(_fold(text) in first for text in expected.include_all) and (
        not expected.include_any or any(_fold(text) in first for text in expected.include_any[0])
    )


def _fold(text: str) -> str:
    return SPACE.sub(" ", text.translate(MARKS)).strip().casefold()
