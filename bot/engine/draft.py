"""A reply in the making: the claims so far, what they have told already, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.corpus.terms import fold, terms, words
from bot.domain import Claim
from bot.engine.merge import FAINT_STEMS
from bot.engine.timeline import dated
from bot.engine.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain import Citation, Citations, Section, Span
    from bot.engine.points import Ground, Point
    from bot.engine.statement import Statement

CITED = 6
"""Sources cited for one claim at most."""
RUN = 5
"""Words in a row that make two lines the same to a reader."""
ALIKE = 0.75
"""Share of the shorter line's content that makes two lines the same to a reader."""


@dataclass(kw_only=True)
class Draft:
    """Claims taken one by one: each borne out by its citations, and none that says again what was told."""

    ground: Ground
    claims: list[Claim] = field(default_factory=list)
    dropped: int = 0
    """Claims that their citations did not bear out."""
    told: list[Statement] = field(default_factory=list)
    """Statements whose content a reader has by now."""

    def fresh(self, statement: Statement, text: str | None = None) -> bool:
        """Whether nothing told so far says the same, in the statement or in the words to be shown."""
        likeness = self.ground.likeness
        if any(likeness.repeats(statement, old) for old in self.told):
            return False
        return text is None or not any(alike(text, claim.text) or _one_act(text, claim.text) for claim in self.claims)

    def add(self, claim: Claim | None, *told: Statement) -> bool:
        """Take a claim if its citations bear it out; ``told`` are the statements that it tells."""
        if claim is None or any(claim.text == other.text and claim.section == other.section for other in self.claims):
            return False
        if not verify(claim, self.ground.evidence.readings).ok:
            self.dropped += 1
            return False
        self.claims.append(claim)
        self.told.extend(told)
        return True

    def undo(self, size: int) -> None:
        """Go back to so many claims; what they told stays told."""
        del self.claims[size:]


def claim(
    section: Section,
    text: str,
    citations: Iterable[Citation],
    *,
    speaker: str | None = None,
    role: str | None = None,
    date: str | None = None,
    highlights: tuple[Span, ...] = (),
) -> Claim | None:
    """A claim with each citation once; None without any."""
    kept: dict[tuple[str, int, int], Citation] = {}
    for citation in citations:
        kept.setdefault((citation.source, citation.start, citation.end), citation)
    found = tuple(kept.values())
    if not found:
        return None
    cited: Citations = (found[0], *found[1:])
    return Claim(text=text, section=section, citations=cited, speaker=speaker, role=role, date=date, highlights=highlights)


def of_point(section: Section, point: Point, ground: Ground, text: str | None = None) -> Claim | None:
    """The claim that a point makes, cited to every source that says it."""
    statement = point.statement
    return claim(
        section,
        text or point.wording.text,
        (*point.wording.citations, *support(statement, point.members)),
        speaker=voice(statement, ground),
        date=dated(statement),
    )


def support(head: Statement, members: Sequence[Statement]) -> Iterable[Citation]:
    """One citation of every other source among the members."""
    seen = {head.source}
    for statement in members:
        if statement.source not in seen and len(seen) < CITED:
            seen.add(statement.source)
            yield statement.cite()


def voice(statement: Statement, ground: Ground) -> str | None:
    """Whose words most of a statement gives, by his fullest name."""
    best: tuple[bool, int, str] | None = None
    for quote in statement.quotes:
        if quote.cue and statement.reading.at(quote.cue).lower() in _RELAYED and len(statement.quotes) > 1:
            continue
        covered = min(quote.end, statement.span.end) - max(quote.start, statement.span.start)
        if quote.speaker and covered * 2 > len(statement.text) and any(word[:1].isupper() for word in quote.speaker.split()):
            found = (ground.cast.person(quote.speaker) is not None, -covered, quote.speaker)
            best = found if best is None or found > best else best
    if best is None:
        return None
    name = ground.cast.name(best[2])
    # Who is named in the words themselves is named as they have him, or he would be put before them once more.
    at = statement.text.casefold().find(name.casefold())
    return statement.text[at : at + len(name)] if at >= 0 else name


_RELAYED = frozenset(("reported", "reports", "according", "according to"))
"""Words by which an outlet passes on what another said."""


def alike(one: str, other: str) -> bool:
    """Whether two lines share a run of words, or nearly all of the shorter one's content."""
    (runs, first), (others, second) = _taken_apart(one), _taken_apart(other)
    if any(terms(" ".join(run))[2:] for run in runs & others):
        return True
    smaller = min(len(first), len(second))
    return bool(smaller) and len(first & second) / smaller >= ALIKE


def _one_act(one: str, other: str) -> bool:
    """Whether two lines open with the same three telling words: who did what to whom, and so one act told twice."""
    opening = _first(one)
    return len(opening) == 3 and opening == _first(other) and FAINT_STEMS.isdisjoint(opening)


@lru_cache(maxsize=512)
def _first(text: str) -> tuple[str, ...]:
    return tuple(terms(text)[:3])


@lru_cache(maxsize=512)
def _taken_apart(text: str) -> tuple[frozenset[tuple[str, ...]], frozenset[str]]:
    said = [word.lower() for word in words(fold(text))]
    return frozenset(tuple(said[at : at + RUN]) for at in range(len(said) - RUN + 1)), frozenset(terms(text)) - FAINT_STEMS
