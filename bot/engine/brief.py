"""A brief on a topic: what happened, who said what, what is disputed, and when; every line cited and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.corpus.people import surname_key
from bot.corpus.terms import terms
from bot.domain import Brief, Declined, Dispute
from bot.engine.cast import Cast
from bot.engine.contested import disputes
from bot.engine.dispute import Contests
from bot.engine.draft import Draft, alike, claim, of_point
from bot.engine.figures import figures
from bot.engine.introduction import introduced
from bot.engine.lede import open_with
from bot.engine.news import MUSING, eventful, happened, recalls
from bot.engine.points import Ground
from bot.engine.sayings import who_said_what
from bot.engine.timeline import dated, in_order, past_month, timely
from bot.engine.topic import ENOUGH, Topic
from bot.engine.verify import verify

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from bot.domain import Claim, Evidence, Moment, Source
    from bot.engine.points import Point

KEY, KEY_LEAST = 8, 5
"""Key points at most, and before weak ones are left out."""
QUOTATION = "“\"«‘'"
"""What opens with one of these is somebody's words, and told under his name."""
BARELY, TOUCHED = 0.3, 0.45
"""How much the article that is most about the topic must be about it for a brief at all, and for one without a caution."""
WEAK = 0.2
"""Share of the best point's score below which a point is left out."""
TIMELINE = 8
"""Events at most."""
A_DAY = 2
"""Events of one day at most; of a month or a year that is all that is known, one."""
OPENING, WHOLLY, BESIDE = 4, 0.75, 0.4
"""An event that does not name the topic opens an article that is wholly about it, or has a name, and this much of
what it says, in common with what does."""
NEAREST = 2
"""Statements shown where there is no brief."""


def compose_brief(topic: str, evidence: Evidence, now: datetime) -> Brief | Declined:
    """The brief that the evidence supports, or what is missing with the nearest evidence."""
    subject = Topic(topic, evidence)
    ground = Ground(subject, evidence, Cast(evidence))
    if not _found(subject, ground):
        return _declined(topic, ground, now)
    if not ground.points or (ground.most < BARELY and not _person(topic, evidence)):
        return _declined(topic, ground, now, reason=f"The sources only touch on {' '.join(topic.split())!r}")
    told = tuple(dict.fromkeys((*ground.statements, *ground.told_by)))
    contests = Contests(told, ground.likeness, ground.cast)
    contests.differ(figures([point.statement for point in ground.points], ground.likeness))
    draft = Draft(ground=ground)
    open_with(draft, contests)
    lede = len(draft.claims)
    found = disputes(draft, contests)
    disputed = draft.claims[lede:]
    draft.undo(lede)
    _keys(draft, contests, disputed)
    moved = len(draft.claims) - lede
    draft.claims.extend(disputed)
    who_said_what(draft, contests)
    _timeline(draft, contests, now)
    if not draft.claims:
        return _declined(topic, ground, now)
    claims = introduced(draft.claims, ground)
    return Brief(
        query=topic,
        generated_at=now,
        as_of=_newest(evidence, ground.central),
        claims=tuple(claims),
        sources=_sources(claims, evidence),
        disputes=tuple(
            Dispute(claim=it.claim + moved, against=tuple(at + moved for at in it.against), about=it.about) for it in found
        ),
        notes=_notes(claims, evidence, touched=topic if ground.most < TOUCHED else ""),
        left_out=draft.dropped,
    )


def _person(topic: str, evidence: Evidence) -> bool:
    """Whether the topic is somebody whom the sources name: what he said is wanted, though no article is about him."""
    key = surname_key(topic)
    return bool(key) and any(surname_key(form) == key for person in evidence.people for form in person.forms)


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


def _keys(draft: Draft, contests: Contests, disputed: Sequence[Claim]) -> None:
    """Add the points that matter most; what is contested is left to its own section, and what is long past to the timeline."""
    ground = draft.ground
    best = max((point.score for point in ground.points), default=0.0)
    count = 0
    for point in ground.points:
        if count >= KEY or (count >= KEY_LEAST and point.score < best * WEAK):
            break
        statement, text = point.statement, point.wording.text
        if text[:1] in QUOTATION or contests.touches(statement) or not draft.fresh(statement, text):
            continue
        if (point.wording.vague or eventful(statement) <= MUSING) and count >= KEY_LEAST - 1:
            continue
        if past_month(statement, ground.newest) or recalls(statement, ground.newest):
            continue
        if any(alike(text, other.text) for other in disputed):
            continue
        count += draft.add(of_point("key", point, ground), statement)


def _timeline(draft: Draft, contests: Contests, now: datetime) -> None:
    """Add dated events that were not told yet, oldest first."""
    ground = draft.ground
    chosen: list[tuple[str, str, Point]] = []
    for point in ground.points:
        if len(chosen) >= TIMELINE:
            break
        statement = point.statement
        value = dated(statement)
        text = timely(point.wording, now) if value else None
        if value is None or text is None or contests.touches(statement) or not _of_topic(point, ground):
            continue
        if point.wording.vague or not (happened(statement) or text != point.wording.text):
            continue
        if sum(value == other for other, _, _ in chosen) >= (A_DAY if len(value) == 10 else 1):
            continue
        if not draft.fresh(statement, text) or any(
            ground.likeness.repeats(statement, other.statement) for _, _, other in chosen
        ):
            continue
        chosen.append((value, text, point))
    for at in in_order((value, index) for index, (value, _, _) in enumerate(chosen)):
        _, text, point = chosen[at]
        draft.add(of_point("timeline", point, ground, text), point.statement)


def _of_topic(point: Point, ground: Ground) -> bool:
    """Whether an event is one of this topic, and not only told in the same article."""
    statement = point.statement
    if ground.covered[id(statement)] >= ENOUGH:
        return True
    if ground.gathers(statement.source):
        return False
    if point.origins > 1 or (statement.order < OPENING and ground.about[statement.source] >= WHOLLY):
        return True
    return ground.beside(statement) >= BESIDE and ground.knows(statement)


def _newest(evidence: Evidence, sources: Collection[str]) -> Moment | None:
    """Publication time of the newest of these sources."""
    dates = [published for source in sources if (published := evidence.readings[source].source.published)]
    return max(dates, key=lambda moment: moment.isoformat()[:19], default=None)


def _sources(claims: Sequence[Claim], evidence: Evidence) -> tuple[Source, ...]:
    cited = dict.fromkeys(source for it in claims for source in it.cited)
    return tuple(evidence.readings[source].source for source in cited)


def _notes(claims: Sequence[Claim], evidence: Evidence, *, touched: str) -> tuple[str, ...]:
    notes = [f"no source is mainly about {' '.join(touched.split())!r}"] if touched else []
    undated = sum(source.published is None for source in _sources(claims, evidence))
    if undated:
        notes.append(f"the date of {undated} source{'s' if undated > 1 else ''} is unknown")
    return tuple(notes)


def _declined(topic: str, ground: Ground, now: datetime, reason: str = "") -> Declined:
    """What is missing, with the nearest evidence."""
    evidence = ground.evidence
    claims: list[Claim] = []
    known = sorted(ground.every, key=lambda statement: (-ground.covered[id(statement)], -statement.hit, statement.order))
    for statement in known[:40]:
        if len(claims) >= NEAREST or (not ground.covered[id(statement)] and not statement.hit):
            break
        wording = ground.worded(statement)
        if wording is None or any(alike(wording.text, other.text) for other in claims):
            continue
        found = claim("nearest", wording.text, wording.citations)
        if found and verify(found, evidence.readings).ok:
            claims.append(found)
    return Declined(
        kind="brief",
        query=topic,
        generated_at=now,
        as_of=_newest(evidence, evidence.readings.keys()),
        claims=tuple(claims),
        sources=_sources(claims, evidence),
        reason=reason or f"The sources say nothing about {' '.join(topic.split())!r}",
    )
