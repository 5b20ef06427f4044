"""A brief on a topic: what happened, who said what, what is disputed, and when; every line cited and checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.corpus.terms import terms
from bot.domain import Brief, Citations, Claim, Declined, Dispute, Span
from bot.engine.cast import Cast
from bot.engine.dispute import Contests, figures, variants
from bot.engine.points import Ground
from bot.engine.sayings import alike, sayings
from bot.engine.timeline import dated, explicit, future, in_order
from bot.engine.topic import ENOUGH, Topic
from bot.engine.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.domain import Citation, Evidence, Moment, Section, Source
    from bot.engine.dispute import Contest
    from bot.engine.points import Point
    from bot.engine.statement import Statement

KEY, KEY_LEAST = 8, 4
"""Key points at most, and before weak ones are left out."""
SAID, TIMELINE, DISPUTES, AGAINST = 8, 8, 4, 3
CITED = 6
"""Sources cited for one claim at most."""
WEAK = 0.3
"""Share of the best point's score below which a point is left out."""


@dataclass(kw_only=True)
class _Desk:
    """A brief in the making: what has been told, and the claims so far."""

    ground: Ground
    claims: list[Claim] = field(default_factory=list)
    told: list[Statement] = field(default_factory=list)
    dropped: int = 0

    def fresh(self, statement: Statement) -> bool:
        """Whether nothing told so far says it."""
        return not any(self.ground.likeness.repeats(statement, old) for old in self.told)

    def add(self, claim: Claim | None, *told: Statement) -> bool:
        """Take a claim that its citations bear out and no other says already; the rest are counted."""
        if claim is None:
            return False
        if any(claim.text == other.text for other in self.claims):
            return False
        if not verify(claim, self.ground.evidence.readings).ok:
            self.dropped += 1
            return False
        self.claims.append(claim)
        self.told.extend(told)
        return True


def compose_brief(topic: str, evidence: Evidence, now: datetime) -> Brief | Declined:
    """The brief that the evidence supports, or what is missing with the nearest evidence."""
    subject = Topic(topic, evidence)
    cast = Cast(evidence)
    ground = Ground(subject, evidence, cast)
    if not _found(subject, ground) or not ground.points:
        return _declined(topic, ground, now)
    contests = Contests(ground.statements, ground.likeness, cast)
    desk = _Desk(ground=ground)
    _lede(desk, contests)
    lede = len(desk.claims)
    disputes = _disputes(desk, contests)
    disputed = desk.claims[lede:]
    del desk.claims[lede:]
    _keys(desk, contests)
    offset = len(desk.claims) - lede
    desk.claims.extend(disputed)
    _said(desk, contests)
    _timeline(desk, contests, now)
    if not desk.claims:
        return _declined(topic, ground, now)
    return Brief(
        query=topic,
        generated_at=now,
        as_of=_newest(evidence),
        claims=tuple(desk.claims),
        sources=_sources(desk.claims, evidence),
        disputes=tuple(
            Dispute(claim=it.claim + offset, against=tuple(other + offset for other in it.against), about=it.about)
            for it in disputes
        ),
        notes=_notes(desk, evidence),
    )


def _found(subject: Topic, ground: Ground) -> bool:
    """Whether any source has enough of the topic's words, in a sentence or in its title and opening together."""
    if not subject.aspects:
        return False
    if any(ground.covered[id(statement)] >= ENOUGH for statement in ground.every):
        return True
    return any(
        subject.covered(frozenset(terms(reading.source.title)) | frozenset(terms(reading.text[:1500]))) >= 0.99
        for reading in ground.evidence.readings.values()
    )


def _claim(section: Section, text: str, citations: Iterable[Citation], **known: str | None) -> Claim | None:
    kept: dict[tuple[str, int, int], Citation] = {}
    for citation in citations:
        kept.setdefault((citation.source, citation.start, citation.end), citation)
    found = tuple(kept.values())
    if not found:
        return None
    cited: Citations = (found[0], *found[1:])
    return Claim(text=text, section=section, citations=cited, **known)  # type: ignore[arg-type]


def _point(section: Section, point: Point, ground: Ground) -> Claim | None:
    return _claim(
        section,
        point.wording.text,
        (*point.wording.citations, *_support(point.statement, point.members)),
        speaker=_speaker(point.statement, ground),
        date=dated(point.statement),
    )


def _support(head: Statement, members: Sequence[Statement]) -> Iterable[Citation]:
    """One citation of every other source that says the same."""
    seen = {head.source}
    for statement in members:
        if statement.source not in seen and len(seen) < CITED:
            seen.add(statement.source)
            yield statement.cite()


def _speaker(statement: Statement, ground: Ground) -> str | None:
    """Whose words the statement gives, where it names him itself."""
    quote = statement.attribution
    if quote is None or quote.speaker is None:
        return None
    covered = min(quote.end, statement.span.end) - max(quote.start, statement.span.start)
    return ground.cast.name(quote.speaker) if covered * 2 > len(statement.text) else None


def _lede(desk: _Desk, contests: Contests) -> None:
    ground = desk.ground
    ranked = sorted(ground.points, key=lambda point: -_leads(point, ground, contests))
    if not ranked:
        return
    best = _leads(ranked[0], ground, contests)
    for point in ranked[:12]:
        worth = _leads(point, ground, contests)
        if desk.claims and (worth < best * 0.6 or contests.touches(point.statement) or not desk.fresh(point.statement)):
            continue
        contest = next((it for it in contests.found if point.statement in it), None)
        if contest is not None and contests.claimed(point.statement):
            denial = _denials(contest, ground)
            if not denial:
                continue
            if desk.add(_point("lede", point, ground), point.statement):
                against, text, citations = denial[0]
                desk.add(_claim("lede", text, citations), against)
                return
            continue
        if desk.add(_point("lede", point, ground), point.statement) and len(desk.claims) == 2:
            return


def _leads(point: Point, ground: Ground, contests: Contests) -> float:
    """What a point is worth as the first sentence: the news, on the topic, by somebody named, not contested."""
    statement = point.statement
    length = len(point.wording.text.split())
    fit = 1.0 if 12 <= length <= 40 else 0.6
    opening = 1.0 if statement.order == 0 else 0.9 if statement.order <= 2 else 0.65 if statement.order <= 6 else 0.4
    on_topic = 1.0 if ground.covered[id(statement)] >= ENOUGH else 0.6
    contested = 0.3 if contests.touches(statement) else 1.0
    past = 0.6 if explicit(statement) and statement.order > 2 else 1.0
    return point.score * fit * opening * on_topic * contested * past


def _keys(desk: _Desk, contests: Contests) -> None:
    ground = desk.ground
    best = max((point.score for point in ground.points), default=0.0)
    count = 0
    for point in ground.points:
        if count >= KEY or (count >= KEY_LEAST and point.score < best * WEAK):
            break
        statement = point.statement
        if contests.touches(statement) or not desk.fresh(statement):
            continue
        if any(contests.claimed(member) for member in point.members):
            continue
        if explicit(statement) and _old(statement, ground) and count >= 2:
            continue
        if any(alike(point.wording.text, claim.text) for claim in desk.claims):
            continue
        count += desk.add(_point("key", point, ground), statement)


def _old(statement: Statement, ground: Ground) -> bool:
    """Whether a statement tells of a day well before the newest source."""
    value = dated(statement)
    return bool(value and ground.newest and value < ground.newest.isoformat()[:7])


Side = tuple["Statement", str, tuple["Citation", ...]]


def _disputes(desk: _Desk, contests: Contests) -> list[Dispute]:
    ground = desk.ground
    found: list[Dispute] = []
    for contest in sorted(contests.found, key=lambda it: -_weight(it, ground)):
        if len(found) >= DISPUTES:
            break
        claimed = _claimed(contest, ground)
        against = _denials(contest, ground)
        if claimed is None or not against:
            continue
        shown = {claim.text for claim in desk.claims}
        statement, text, citations = claimed
        head = len(desk.claims)
        if text in shown or not desk.add(_claim("dispute", text, citations, speaker=_speaker(statement, ground)), statement):
            continue
        sides = []
        for other, words, cited in against:
            at = len(desk.claims)
            if desk.add(_claim("dispute", words, cited, speaker=_speaker(other, ground)), other):
                sides.append(at)
        if not sides:
            del desk.claims[head:]
            continue
        found.append(Dispute(claim=head, against=tuple(sides), about=contest.about))
    for pair in figures([point.statement for point in ground.points], ground.likeness)[:2]:
        one, other = ground.worded(pair.one), ground.worded(pair.other)
        if one and other:
            head = len(desk.claims)
            if desk.add(_claim("dispute", one.text, one.citations), pair.one):
                if desk.add(_claim("dispute", other.text, other.citations), pair.other):
                    found.append(Dispute(claim=head, against=(head + 1,), about="the figures differ"))
                else:
                    del desk.claims[head:]
    for variant in variants(ground.statements, ground.cast)[:2]:
        name = ground.cast.name(variant.speaker)
        head = len(desk.claims)
        one = _claim("dispute", f"{name}: “{variant.one}”", _each(variant.ones), speaker=name)
        two = _claim("dispute", f"{name}: “{variant.other}”", _each(variant.others), speaker=name)
        if desk.add(one):
            if desk.add(two):
                found.append(Dispute(claim=head, against=(head + 1,), about="the wording differs"))
            else:
                del desk.claims[head:]
    return found


def _each(statements: Sequence[Statement]) -> tuple[Citation, ...]:
    """One citation of each source."""
    first: dict[str, Statement] = {}
    for statement in statements:
        first.setdefault(statement.source, statement)
    return tuple(statement.cite() for statement in list(first.values())[:CITED])


def _weight(contest: Contest, ground: Ground) -> float:
    return max((ground.score(it.statement) for it in contest.denials), default=0.0) * (
        1 + len({d.statement.origin for d in contest.denials})
    )


def _claimed(contest: Contest, ground: Ground) -> Side | None:
    """The claim that is denied, in words that say whose it is."""
    best: tuple[float, Statement] | None = None
    pivots = {pivot for it in contest.denials for pivot in it.pivots}
    for statement in contest.claims:
        wording = ground.worded(statement)
        if wording is None:
            continue
        worth = (
            ground.score(statement) * (2.0 if statement.speaker else 0.5) * (1.0 if len(wording.text.split()) <= 36 else 0.6)
        )
        worth *= 1.2 if any(quote.direct for quote in statement.quotes) else 1.0
        worth *= 1.0 + 0.2 * sum(bool(ground.likeness.told(statement).has(pivot)) for pivot in pivots)
        if best is None or worth > best[0]:
            best = worth, statement
    if best is None:
        return None
    statement = best[1]
    wording = ground.worded(statement)
    assert wording is not None
    others = [other for other in contest.claims if other is not statement and ground.likeness.supports(statement, other)]
    text = wording.text
    if not statement.speaker:
        outlet = statement.reading.source.outlet
        text = f"{outlet or 'One source'} reports: {text}" if outlet else f"One source says: {text}"
    return statement, text, (*wording.citations, *_support(statement, others))


def _denials(contest: Contest, ground: Ground) -> list[Side]:
    """What is said against it, each denial once with all who report it."""
    likeness = ground.likeness
    sides: list[tuple[Statement, list[Statement]]] = []
    ranked = sorted(
        (it.statement for it in contest.denials),
        key=lambda statement: -ground.score(statement) * min(1.0, statement.length / 10),
    )
    for statement in ranked:
        if ground.worded(statement) is None:
            continue
        known = next(
            (group for group in sides if likeness.repeats(statement, group[0]) or likeness.same(statement, group[0])), None
        )
        if known:
            known[1].append(statement)
        else:
            sides.append((statement, []))
    found: list[Side] = []
    for statement, others in sides[:AGAINST]:
        wording = ground.worded(statement)
        if wording is not None:
            found.append((statement, wording.text, (*wording.citations, *_support(statement, others))))
    return found


def _said(desk: _Desk, contests: Contests) -> None:
    speakers: set[str] = set()
    for saying in sayings(desk.ground):
        if len(speakers) >= SAID:
            break
        if saying.key in speakers or contests.touches(saying.statement):
            continue
        if not desk.fresh(saying.statement) or any(alike(saying.text, claim.text) for claim in desk.claims):
            continue
        others = [
            other
            for other in desk.ground.statements
            if other.source != saying.statement.source
            and desk.ground.likeness.runs(other) & desk.ground.likeness.runs(saying.statement)
        ]
        claim = _claim(
            "said",
            saying.text,
            (*saying.citations, *_support(saying.statement, others)),
            speaker=saying.speaker,
            role=saying.role.text if saying.role else None,
            date=dated(saying.statement),
        )
        if claim and saying.text.startswith(saying.speaker):
            claim = Claim(
                text=claim.text,
                section="said",
                citations=claim.citations,
                speaker=claim.speaker,
                role=claim.role,
                date=claim.date,
                highlights=(Span(start=0, end=len(saying.speaker)),),
            )
        if desk.add(claim, saying.statement):
            speakers.add(saying.key)


def _timeline(desk: _Desk, contests: Contests, now: datetime) -> None:
    ground = desk.ground
    chosen: list[tuple[str, Point]] = []
    told: list[Statement] = []
    for point in ground.points:
        if len(chosen) >= TIMELINE:
            break
        statement = point.statement
        value = dated(statement)
        if value is None or contests.touches(statement) or future(value, now):
            continue
        if not desk.fresh(statement) or any(ground.likeness.repeats(statement, old) for old in told):
            continue
        if any(alike(point.wording.text, claim.text) for claim in desk.claims):
            continue
        chosen.append((value, point))
        told.append(statement)
    for at in in_order((value, index) for index, (value, _) in enumerate(chosen)):
        value, point = chosen[at]
        claim = _point("timeline", point, ground)
        desk.add(claim, point.statement)


def _newest(evidence: Evidence) -> Moment | None:
    dates = [reading.source.published for reading in evidence.readings.values() if reading.source.published]
    return max(dates, key=lambda moment: moment.isoformat()[:19], default=None)


def _sources(claims: Sequence[Claim], evidence: Evidence) -> tuple[Source, ...]:
    cited = dict.fromkeys(source for claim in claims for source in claim.cited)
    return tuple(evidence.readings[source].source for source in cited)


def _notes(desk: _Desk, evidence: Evidence) -> tuple[str, ...]:
    notes = []
    undated = sum(source.published is None for source in _sources(desk.claims, evidence))
    if undated:
        notes.append(f"the date of {undated} source{'s' if undated > 1 else ''} is unknown")
    if desk.dropped:
        notes.append(f"{desk.dropped} line{'s' if desk.dropped > 1 else ''} left out that the cited words do not bear out")
    return tuple(notes)


def _declined(topic: str, ground: Ground, now: datetime) -> Declined:
    """What is missing, with the nearest evidence."""
    evidence = ground.evidence
    claims: list[Claim] = []
    known = sorted(ground.every, key=lambda statement: (-ground.covered[id(statement)], -statement.hit, statement.order))
    for statement in known[:40]:
        if len(claims) >= 2 or (not ground.covered[id(statement)] and not statement.hit):
            break
        wording = ground.worded(statement)
        if wording is None or any(alike(wording.text, claim.text) for claim in claims):
            continue
        claim = _claim("nearest", wording.text, wording.citations)
        if claim and verify(claim, evidence.readings).ok:
            claims.append(claim)
    return Declined(
        kind="brief",
        query=topic,
        generated_at=now,
        as_of=_newest(evidence),
        claims=tuple(claims),
        sources=_sources(claims, evidence),
        reason=f"The sources say nothing about {' '.join(topic.split())!r}",
    )
