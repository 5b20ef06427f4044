"""One story of a digest: its lede, what has come since it was last told, what is disputed, and who said what."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.corpus.places import is_demonym
from bot.corpus.terms import terms
from bot.domain import Dispute, Evidence, Span
from bot.engine.cast import Cast
from bot.engine.contested import disputes
from bot.engine.dispute import Contests
from bot.engine.draft import Draft, alike, claim, of_point
from bot.engine.figures import figures
from bot.engine.introduction import introduced
from bot.engine.lede import open_with
from bot.engine.merge import Told as Known
from bot.engine.news import AHEAD, MUSING, eventful, recalls
from bot.engine.points import Ground
from bot.engine.sayings import who_said_what
from bot.engine.statement import statements
from bot.engine.timeline import past_month
from bot.engine.topic import ENOUGH, Topic
from bot.engine.verify import verify
from bot.engine.wording import worded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bot.domain import Claim, Reading
    from bot.engine.points import Point
    from bot.engine.statement import Statement

KEYS, SAYINGS, DISPUTED = 3, 3, 2
"""Lines of a story at most: beside its lede, of who said what, and of disputes."""
KEYS_ALONE, SAYINGS_ALONE = 2, 1
"""The same of a story that one outlet alone has."""
LEAD = 3
"""Sentences of an article among which a lede is looked for, where the very first will not do."""
NEW = 0.3
"""Share of a statement's information that must be in nothing shown before for it to be news."""
WEAK = 0.25
"""Share of the best point's score below which a point is left out."""
TELLING = 2
"""Of the stems that tell a story from others, so many make a statement plainly one of it."""
_POINTS_BACK = re.compile(r"(?:[A-Z][\w’' -]{1,40}, )?(?:it|he|she|they|this|that|these|those)\b", re.IGNORECASE)
"""An opening whose subject stands in the sentence before ("On Tuesday, it hit …")."""
NAMES = 3
"""Names in a heading at most."""
QUOTATION = "“\"«‘'"


@dataclass(frozen=True, kw_only=True)
class Told:
    """The claims of one story, its disputes as indexes into them."""

    claims: tuple[Claim, ...]
    disputes: tuple[Dispute, ...] = ()
    dropped: int = 0


class Event(Topic):
    """What a story is about: the stems that tell it from the other news, and what of it is wanted."""

    def __init__(self, name: str, stems: Collection[str], topics: Sequence[str], evidence: Evidence) -> None:
        super().__init__("", evidence)
        self.text = name
        self._stems = frozenset(stems)
        self._topics = [Topic(topic, evidence) for topic in topics]

    def covered(self, stems: Collection[str]) -> float:
        """How much of the story is in some stems: 0 to 1, and never too little for a statement of one of its articles."""
        event = min(1.0, len(self._stems.intersection(stems)) / TELLING)
        wanted = max((topic.covered(stems) for topic in self._topics), default=event)
        return ENOUGH + (1.0 - ENOUGH) * (event + wanted) / 2

    def tells(self, stems: Collection[str]) -> bool:
        """Whether some stems are plainly of this story."""
        return len(self._stems.intersection(stems)) >= TELLING

    def about(self, _reading: Reading, _mine: Collection[object]) -> float:
        """Every article of a story is about it."""
        return 1.0


def tell(
    event: Event, evidence: Evidence, before: Collection[str], told: Sequence[str], rewritten: Collection[Reading] = ()
) -> Told:
    """The story that the evidence tells, beside what the channel knows of it.

    Args:
        event: What it is about.
        evidence: Its articles, those that were shown before among them.
        before: Ids of the articles that were shown before.
        told: Words of the claims that were shown before.
        rewritten: Articles that were shown and have another text now, as they were.
    """
    ground = Ground(event, evidence, Cast(evidence))
    contests = Contests(ground.statements, ground.likeness, ground.cast)
    contests.differ(figures([point.statement for point in ground.points], ground.likeness))
    news = News(event, ground, before, told, rewritten)
    fresh = [replace(point, score=point.score * share**2) for point in ground.points if (share := news.share(point.statement))]
    fresh.sort(key=lambda point: -point.score)
    if not fresh:
        return Told(claims=())
    draft = Draft(ground=ground)
    first = [point for point in fresh if not _POINTS_BACK.match(point.wording.text)]
    lead = [point for point in first if point.statement.order < LEAD and event.tells(point.statement.stems)]
    happened = [point for point in lead if eventful(point.statement) >= AHEAD]
    _open(draft, contests, [point for point in happened if point.statement.order == 0])
    lede = len(draft.claims)
    outlets = {reading.source.origin for id, reading in evidence.readings.items() if id not in before}
    keys, sayings = (KEYS, SAYINGS) if len(outlets) > 1 else (KEYS_ALONE, SAYINGS_ALONE)
    every = disputes(draft, contests)
    if not lede and not every:
        # Where the openings are what is disputed, the dispute is the story.
        _open(draft, contests, happened, lead, first)
        lede = len(draft.claims)
    ground.points = fresh
    found = [it for it in every if any(news.said(draft.claims[at]) for at in (it.claim, *it.against))]
    found = [it for it in found if not any(alike(draft.claims[it.claim].text, other.text) for other in draft.claims[:lede])]
    found = [replace(it, about=it.about or "disputed:") for it in found[:DISPUTED]]
    sides = list(dict.fromkeys(at for it in found for at in (it.claim, *it.against)))
    disputed = [draft.claims[at] for at in sides]
    place = {at: lede + n for n, at in enumerate(sides)}
    found = [replace(it, claim=place[it.claim], against=tuple(place[at] for at in it.against)) for it in found]
    draft.undo(lede)
    _keys(draft, contests, disputed, keys, new=bool(before or rewritten))
    moved = len(draft.claims) - lede if lede else 0
    draft.claims[lede + moved : lede + moved] = disputed
    size = len(draft.claims)
    who_said_what(draft, contests)
    said = [it for it in draft.claims[size:] if news.said(it)]
    draft.undo(size)
    draft.claims.extend(said[:sayings])
    return Told(
        claims=tuple(introduced(draft.claims, ground)),
        disputes=(*([Dispute(claim=0, against=(1,))] if lede > 1 else []), *renumbered(found, moved)),
        dropped=draft.dropped,
    )


class News:
    """What in a story a channel has not been shown: neither in the articles listed before nor in the words of the claims."""

    def __init__(
        self, event: Event, ground: Ground, before: Collection[str], told: Sequence[str], rewritten: Collection[Reading]
    ) -> None:
        self._before, self._weights = before, ground.weights
        stems = {stem for statement in ground.every if statement.source in before for stem in statement.stems}
        stems.update(stem for reading in rewritten for sentence in reading.sentences for stem in terms(reading.at(sentence)))
        for words in told:
            mine = frozenset(terms(words))
            if event.tells(mine):
                stems |= mine
        self._known = Known(frozenset(stems))

    def share(self, statement: Statement) -> float:
        """How much of a statement is news: 0 where too little."""
        return 0.0 if statement.source in self._before else self._new(statement.stems)

    def said(self, claim: Claim) -> bool:
        """Whether a claim is."""
        return claim.citations[0].source not in self._before and self._new(frozenset(terms(claim.text))) > 0

    def _new(self, stems: Collection[str]) -> float:
        new = 1.0 - self._known.share(stems, self._weights)
        return new if new >= NEW else 0.0


def _open(draft: Draft, contests: Contests, *choices: Sequence[Point]) -> None:
    """Open with one of the first of these points that will do: reporters put the news first."""
    for points in choices:
        draft.ground.points = list(points)
        open_with(draft, contests, dispute=False)
        if len(draft.claims) > 1 and not all(contests.touches(statement) for statement in draft.told[-2:]):
            # A second sentence only where it is the denial of the first: a story has one lede.
            draft.undo(1)
            draft.told.pop()
        if draft.claims:
            return


def _keys(draft: Draft, contests: Contests, disputed: Sequence[Claim], most: int, *, new: bool) -> None:
    """Add what else matters, or has come since."""
    ground, count = draft.ground, 0
    best = max((point.score for point in ground.points), default=0.0)
    for point in ground.points:
        if count >= most or point.score < best * WEAK:
            break
        statement, text = point.statement, point.wording.text
        if text[:1] in QUOTATION or contests.touches(statement) or not draft.fresh(statement, text):
            continue
        if point.wording.vague or eventful(statement) <= MUSING or _POINTS_BACK.match(text):
            continue
        if past_month(statement, ground.newest) or recalls(statement, ground.newest):
            continue
        if any(alike(text, other.text) for other in disputed):
            continue
        count += draft.add(of_point("new" if new else "key", point, ground), statement)


_CUT = re.compile(r"(?:\.\.\.|…)|\s[|]\s")
"""What a title has that was cut off, or that a website's name was put to."""
OPENING, LINE = 6, 40
"""Sentences of which one may stand for an article, and words of one that is not too long for it."""


def heading(readings: Iterable[Reading], stems: Sequence[str], topics: Sequence[str]) -> str:
    """The names by which a story is known among those on the same topics, as its articles write them."""
    wanted = {stem for topic in topics for stem in terms(topic)}
    worth = {stem: len(stems) - at for at, stem in enumerate(stems) if stem not in wanted}
    forms: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for reading in readings:
        for name in reading.names:
            form = " ".join(reading.at(name).split())
            key = tuple(terms(form))
            if key and not any(map(is_demonym, form.replace("-", " ").split())) and worth.keys() >= set(key):
                forms[key][form] += 1
    ranked = sorted(forms, key=lambda key: (-max(worth[stem] for stem in key), -len(key), key))
    chosen: list[tuple[str, ...]] = []
    for key in ranked:
        if len(chosen) < NAMES and not any(set(key) & set(other) for other in chosen):
            chosen.append(key)
    return ", ".join(forms[key].most_common(1)[0][0] for key in chosen)


def headline(reading: Reading) -> Claim | None:
    """An article in one line: its title where the text bears it out, else the first sentence that can stand alone."""
    evidence = Evidence(hits=(), readings={reading.source.id: reading})
    lead = statements(evidence)[:OPENING]
    title = " ".join(reading.source.title.split())
    at = reading.text.find(title)
    if at >= 0:
        spans = [Span(start=at, end=at + len(title))]
    else:
        spans = [] if _CUT.search(title) else [statement.span for statement in lead[:LEAD]]
    choices = [claim("new", title, [reading.cite(span) for span in spans])]
    cast = Cast(evidence)
    said = [wording for statement in lead if (wording := worded(statement, cast)) and not _POINTS_BACK.match(wording.text)]
    said.sort(key=lambda wording: (eventful(wording.statement) < AHEAD, len(wording.text.split()) > LINE))
    choices += [claim("new", wording.text, wording.citations) for wording in said]
    return next((found for found in choices if found and verify(found, evidence.readings).ok), None)


def renumbered(disputes: Sequence[Dispute], by: int) -> list[Dispute]:
    """Disputes with their indexes moved."""
    return [replace(it, claim=it.claim + by, against=tuple(at + by for at in it.against)) for it in disputes]
