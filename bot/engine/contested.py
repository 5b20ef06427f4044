"""The section on what is disputed: each claim beside what contradicts it, all sides cited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.corpus.terms import terms
from bot.domain import Dispute
from bot.engine.dispute import variants
from bot.engine.draft import CITED, alike, claim, support, voice
from bot.engine.merge import Told
from bot.engine.topic import ENOUGH
from bot.engine.wording import SHORTEST, Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Citation
    from bot.engine.dispute import Contest, Contests
    from bot.engine.draft import Draft
    from bot.engine.merge import Likeness
    from bot.engine.points import Ground
    from bot.engine.statement import Statement

DISPUTES, FIGURES, VARIANTS = 4, 2, 2
"""Lines of each kind at most."""
AGAINST = 3
"""Denials shown beside one claim at most."""


SAME_DENIAL = 0.5
"""Share of their information that two denials have in common, either way, to be one."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Side:
    """One side of a dispute, ready to post."""

    statement: Statement
    text: str
    citations: tuple[Citation, ...]


def disputes(draft: Draft, contests: Contests) -> list[Dispute]:
    """Add what is disputed; the indexes of the disputes are those of the draft's claims."""
    return [*_denied(draft, contests), *_figures(draft, contests), *_variants(draft)]


def _denied(draft: Draft, contests: Contests) -> list[Dispute]:
    ground = draft.ground
    found: list[Dispute] = []
    for contest in sorted(contests.found, key=lambda it: -_weight(it, ground)):
        if len(found) >= DISPUTES:
            break
        if not _on_topic(contest, ground):
            continue
        head_side, against = claimed(contest, ground), denials(contest, ground)
        if head_side is None or not against:
            continue
        head = len(draft.claims)
        if not _add(draft, head_side):
            continue
        sides: list[int] = []
        # What the lede gives already is given again only where the claim would stand alone.
        for told in (draft.claims, draft.claims[head:]):
            for side in against:
                at = len(draft.claims)
                if not any(alike(side.text, other.text) for other in told) and _add(draft, side):
                    sides.append(at)
            if sides:
                break
        if sides:
            found.append(Dispute(claim=head, against=tuple(sides), about=contest.about))
        else:
            draft.undo(head)
    return found


def _on_topic(contest: Contest, ground: Ground) -> bool:
    """Whether one of its sides names the topic, or several origins of what is told of it have a part in the dispute."""
    sides = [*contest.claims, *(it.statement for it in contest.denials)]
    if any(ground.covered[id(statement)] >= ENOUGH for statement in sides):
        return True
    return len({statement.origin for statement in sides if statement.source in ground.central}) > 1


def _add(draft: Draft, side: Side) -> bool:
    return draft.add(claim("dispute", side.text, side.citations, speaker=voice(side.statement, draft.ground)), side.statement)


def _weight(contest: Contest, ground: Ground) -> float:
    best = max((ground.score(it.statement) for it in contest.denials), default=0.0)
    return best * (1 + len({it.statement.origin for it in contest.denials}))


def claimed(contest: Contest, ground: Ground) -> Side | None:
    """The claim that is denied, in words that say whose it is, with every source in which he claims it."""
    pivots = {pivot for it in contest.denials for pivot in it.pivots[:1]}
    best: tuple[float, Statement] | None = None
    for statement in contest.claims:
        wording = ground.worded(statement)
        if wording is None:
            continue
        worth = ground.score(statement) ** 0.25 * (1.0 if len(wording.text.split()) <= 36 else 0.6)
        worth *= 2.0 if statement.speaker else 0.5
        worth *= _quoted(statement, pivots)
        if best is None or worth > best[0]:
            best = worth, statement
    if best is None:
        return None
    statement = best[1]
    wording = ground.worded(statement)
    assert wording is not None
    key = ground.cast.key(statement.speaker) if statement.speaker else None
    same = [
        other
        for other in contest.claims
        if other is not statement and (other.speaker is None or (key and ground.cast.key(other.speaker) == key))
    ]
    same.sort(key=lambda other: -ground.likeness.share(statement, other))
    text = wording.text
    if not statement.speaker:
        outlet = statement.reading.source.outlet
        text = f"{outlet} reports: {text}" if outlet else f"One source says: {text}"
    return Side(statement=statement, text=text, citations=(*wording.citations, *support(statement, same)))


def _quoted(statement: Statement, pivots: set[str]) -> float:
    """More where the very thing that is denied stands in somebody's reported words, most where in his own."""
    best = 1.0
    for quote in statement.quotes:
        if quote.speaker:
            start, end = max(quote.start, statement.span.start), min(quote.end, statement.span.end)
            told = Told(frozenset(terms(statement.reading.text[start:end])))
            if any(told.has(pivot) for pivot in pivots):
                best = max(best, 2.5 if quote.direct else 1.6)
    return best


def denials(contest: Contest, ground: Ground) -> list[Side]:
    """What is said against it, each denial once with all who report it, the plainest first."""
    likeness = ground.likeness
    ranked = sorted(
        (it.statement for it in contest.denials),
        key=lambda statement: (
            -ground.score(statement) * min(1.0, statement.length / 10) * (1.4 if ground.likeness.runs(statement) else 1.0)
        ),
    )
    sides: list[tuple[Statement, list[Statement]]] = []
    for statement in ranked:
        if _fit(statement, contest, ground) is None:
            continue
        known = next((group for group in sides if _one_denial(statement, group[0], likeness)), None)
        if known:
            known[1].append(statement)
        else:
            sides.append((statement, []))
    found = []
    for statement, others in sides[:AGAINST]:
        wording = _fit(statement, contest, ground)
        if wording is not None:
            found.append(
                Side(statement=statement, text=wording.text, citations=(*wording.citations, *support(statement, others)))
            )
    return found


def _fit(statement: Statement, contest: Contest, ground: Ground) -> Wording | None:
    """A denial fit to stand below the claim: also one so short that it could stand nowhere else ("Kyiv denies that")."""
    wording = ground.worded(statement)
    if wording is not None or statement.length >= SHORTEST or not statement.text[:1].isupper():
        return wording
    it = next(it for it in contest.denials if it.statement is statement)
    if it.pivots or it.denier is None:
        return None
    return Wording(statement=statement, text=" ".join(statement.text.split()), spans=(statement.span,))


def _one_denial(one: Statement, other: Statement, likeness: Likeness) -> bool:
    """Whether two denials differ in nothing that a reader would want beside the other."""
    if likeness.runs(one) or likeness.runs(other):
        return bool(likeness.runs(one) & likeness.runs(other))
    return min(likeness.share(one, other), likeness.share(other, one)) >= SAME_DENIAL


def _figures(draft: Draft, contests: Contests) -> list[Dispute]:
    ground = draft.ground
    found = []
    for pair in contests.figures[:FIGURES]:
        one, other = ground.worded(pair.one), ground.worded(pair.other)
        if one is None or other is None:
            continue
        head = len(draft.claims)
        sides = [
            claim(
                "dispute",
                side.text,
                (
                    *side.citations,
                    *support(side.statement, pair.alike(side.statement, ground.statements, ground.likeness)),
                ),
            )
            for side in (one, other)
        ]
        if draft.add(sides[0], pair.one) and draft.add(sides[1], pair.other):
            found.append(Dispute(claim=head, against=(head + 1,), about="the figures differ:"))
        else:
            draft.undo(head)
    return found


def _variants(draft: Draft) -> list[Dispute]:
    ground = draft.ground
    found = []
    for variant in variants(ground.statements, ground.cast)[:VARIANTS]:
        name = ground.cast.name(variant.speaker)
        head = len(draft.claims)
        one = claim("dispute", f"{name}: “{variant.one}”", _each(variant.ones), speaker=name)
        other = claim("dispute", f"{name}: “{variant.other}”", _each(variant.others), speaker=name)
        if draft.add(one) and draft.add(other):
            found.append(Dispute(claim=head, against=(head + 1,), about="the wording differs:"))
        else:
            draft.undo(head)
    return found


def _each(statements: Sequence[Statement]) -> tuple[Citation, ...]:
    """One citation of each source."""
    first: dict[str, Statement] = {}
    for statement in statements:
        first.setdefault(statement.source, statement)
    return tuple(statement.cite() for statement in list(first.values())[:CITED])
