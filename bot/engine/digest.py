"""A digest: what has come in on some topics since a channel was last told, as stories, each line cited and checked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.corpus.mentions import usable
from bot.corpus.pause import Pause
from bot.domain import Digest, Evidence, Filters, Seen, Shown, Source, Story
from bot.engine.calendar import spoken
from bot.engine.corrections import corrected
from bot.engine.novelty import Before
from bot.engine.silence import WINDOW, overdue
from bot.engine.stories import Grouped, profile
from bot.engine.story import Event, heading, headline, renumbered, tell
from bot.engine.topic import Topic

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from bot.domain import Claim, Dispute, Moment, Reading
    from bot.engine.stories import Profile
    from bot.ports import Corpus

STORIES, ALSO, OLDER, MORE = 6, 12, 4, 4
"""Stories told, articles named beside them, older ones among these, and further ones named in a story, at most; the others are
counted."""
SOURCES, EARLIER = 12, 6
"""Articles that one story is told from: of those that are new, and of those shown before."""
ABOUT = 0.3
"""How much an article must be about a topic, as briefs measure it, to be news on it."""
NAMED = 2
"""Names that an article has in its opening and shares with those on a topic, to be perhaps of one story with them."""
FIRST = timedelta(days=7)
"""How far back the first digest of a channel looks from the newest article."""
LATE = timedelta(days=2)
"""How long before the last digest an article may have been published and still be news: feeds lag, and dates are days."""
OVERLAP = timedelta(hours=1)
"""How long an article may take from its arrival in the newsroom to this machine."""
KEPT, KEPT_CLAIMS, WEIGHED = 500, 400, 2_000
"""Sources, claims and weighed sources that are remembered at most."""
BATCH = 200
"""Readings held at once while looking through what came in."""
LOOKED_AT, LOOKED_BACK = 10_000, 1_000
"""Articles that are looked at in one digest, last come first: of those that may be news, and of older ones."""
SILENT = 3
"""Silent outlets that are named."""


async def compose_digest(
    topics: Sequence[str], *, corpus: Corpus, now: datetime, seen: Seen | None = None, filters: Filters | None = None
) -> Digest:
    """What is new on these topics, or at all where there are none, since what the channel has seen."""
    seen, filters = seen or Seen(), filters or Filters()
    before = await Before.of(seen, corpus)
    came = [source for source in await _came(corpus, seen, filters, now) if source.id not in seen.sources]
    came += [reading.source for reading in before.changed if reading.source.status == "live"]
    came = [source for source in came if usable(source)]
    old = [source for source in came if _late(source, seen)]
    interest = await Interest.of(topics, corpus, filters.collections)
    current = [source for source in came if not _late(source, seen)]
    every = await _profiles(current[:LOOKED_AT], corpus)
    new = interest.near(every)
    news = {it.source.id: it for it in new if not it.gathers}
    central = {id for id, it in news.items() if interest.about(it) >= ABOUT}
    shown = [profile(reading) for id, reading in before.shown.items() if id not in news]
    known = await Grouped.of([*news.values(), *shown])
    groups = [group for group in known.groups if any(it.source.id in central for it in group)]
    groups.sort(key=lambda group: _rank(group, news))
    edition = _Edition(tuple(topics), seen, now, corpus, filters)
    for reading in before.changed:
        if reading.source.status != "live":
            edition.put_right(reading)
    rest: list[Profile] = []
    for group in groups:
        mine = [it for it in group if it.source.id in news]
        if len(edition.stories) < STORIES:
            await edition.tell(mine, [it for it in group if it.source.id not in news], known.telling(group), before.shown)
        else:
            rest += mine
    rest += [it for it in new if it.gathers and interest.about(it) >= ABOUT]
    await edition.list([it.source for it in rest], beyond=len(current[LOOKED_AT:]) if interest.everything else 0)
    await edition.list(await _on(interest, old, corpus), older=True)
    edition.gone = frozenset(before.gone)
    alerts = [f"No longer in the archive, and shown here before: {title}." for title in list(before.gone.values())[:SILENT]]
    return edition.made([*alerts, *await _silent(corpus, filters.collections, now)], came)


class Interest:
    """What a digest is wanted on: some topics, or everything."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._topics = topics
        self._stems = {stem for topic in topics for aspect in topic.aspects for stem in aspect.accepts}

    @classmethod
    async def of(cls, topics: Sequence[str], corpus: Corpus, collections: frozenset[str]) -> Interest:
        """The topics, with the other spellings of those whom they name."""
        people = await corpus.people((word for topic in topics for word in topic.split()), collections)
        evidence = Evidence(hits=(), readings={}, people=tuple(people))
        return cls([Topic(topic, evidence) for topic in topics])

    @property
    def everything(self) -> bool:
        """Whether everything is wanted."""
        return not self._topics

    def about(self, it: Profile) -> float:
        """How much an article is about what is wanted: 0 to 1."""
        if not self._topics:
            return 1.0
        return 0.0 if self._stems.isdisjoint(it.stems) else max(it.about(topic) for topic in self._topics)

    def near(self, profiles: Sequence[Profile]) -> list[Profile]:
        """Those that touch what is wanted, and those that open with names of such articles: they may be of one story."""
        if not self._topics:
            return list(profiles)
        worth = {it.source.id: self.about(it) for it in profiles}
        names = {name for it in profiles if worth[it.source.id] >= ABOUT for name in it.opening}
        return [it for it in profiles if worth[it.source.id] > 0 or len(it.opening & names) >= NAMED]


class _Edition:
    """A digest in the making."""

    def __init__(self, topics: tuple[str, ...], seen: Seen, now: datetime, corpus: Corpus, filters: Filters) -> None:
        self.topics, self.seen, self.now, self.corpus, self.filters = topics, seen, now, corpus, filters
        self.claims: list[Claim] = []
        self.disputes: list[Dispute] = []
        self.corrections: list[int] = []
        self.stories: list[Story] = []
        self.also: list[int] = []
        self.left = self.older = self.dropped = 0
        self.sources: dict[str, Source] = {}
        self.gone: frozenset[str] = frozenset()

    def put_right(self, reading: Reading) -> None:
        """Say what has become of a source that was shown."""
        found = corrected(reading)
        if found is not None:
            self.corrections.append(len(self.claims))
            self._add([found], [reading])

    async def tell(
        self, new: Sequence[Profile], old: Sequence[Profile], stems: Sequence[str], shown: Mapping[str, Reading]
    ) -> None:
        """Add a story, if anything in it is new."""
        mine = _spread([it.source for it in new])
        chosen = [*mine[:SOURCES], *_spread([it.source for it in old])[:EARLIER]]
        readings = await self.corpus.readings(it.id for it in chosen)
        forms = [form for reading in readings.values() for form in reading.persons]
        people = await self.corpus.people(forms, self.filters.collections)
        evidence = Evidence(hits=(), readings=readings, people=tuple(people))
        before = frozenset(it.source.id for it in old)
        rewritten = [shown[it.source.id] for it in new if it.source.id in shown]
        name = heading(readings.values(), stems, self.topics)
        told = tell(Event(name, stems, self.topics, evidence), evidence, before, self.seen.claims, rewritten)
        self.dropped += told.dropped
        if not told.claims:
            return
        first = len(self.claims)
        self.disputes += renumbered(told.disputes, first)
        self._add(told.claims, readings.values())
        more, listed = len(self.claims), {id for it in told.claims for id in it.cited}
        others = [it for it in mine if it.id not in listed]
        named = await self.corpus.readings(it.id for it in others[:MORE])
        self._add([line for reading in named.values() if (line := headline(reading))], named.values())
        self.stories.append(
            Story(
                heading=name,
                first=first,
                more=more,
                last=len(self.claims),
                origins=len({it.source.origin for it in new}),
                left=len(others) - (len(self.claims) - more),
                known=bool(old or rewritten),
            )
        )

    async def list(self, articles: Sequence[Source], *, older: bool = False, beyond: int = 0) -> None:
        """Name articles in a line each, one of every origin."""
        room = min(ALSO - len(self.also), OLDER if older else ALSO)
        origins = len({it.origin for it in articles})
        readings = await self.corpus.readings(it.id for it in _spread(articles)[: min(room, origins)])
        for reading in readings.values():
            line = headline(reading)
            if line is not None:
                self.also.append(len(self.claims))
                self._add([line], [reading])
        left = len(articles) - len(readings) + beyond
        self.left += left
        self.older += left if older else 0

    def made(self, alerts: Iterable[str], came: Sequence[Source]) -> Digest:
        """The digest."""
        cited = dict.fromkeys(source for it in self.claims for source in it.cited)
        sources = tuple(self.sources[id] for id in cited)
        return Digest(
            query=", ".join(self.topics),
            generated_at=self.now,
            as_of=_newest(came),
            claims=tuple(self.claims),
            sources=sources,
            disputes=tuple(self.disputes),
            left_out=self.dropped,
            topics=self.topics,
            since=self.seen.at,
            alerts=tuple(alerts),
            corrections=tuple(self.corrections),
            stories=tuple(self.stories),
            also=tuple(self.also),
            left=self.left,
            older=self.older,
            seen=self._seen(sources, came),
        )

    def _seen(self, sources: Sequence[Source], came: Sequence[Source]) -> Seen:
        listed = {
            **{id: it for id, it in self.seen.sources.items() if id not in {source.id for source in sources}},
            **{it.id: Shown(revision=it.revision, status=it.status, title=it.title[:120]) for it in sources},
        }
        listed = {id: it for id, it in listed.items() if id not in self.gone}
        words = [*self.seen.claims, *(it.text for it in self.claims)]
        lately = [it.id for it in came if it.arrived and it.arrived >= self.now - OVERLAP]
        return Seen(
            at=self.now,
            sources=dict(list(listed.items())[-KEPT:]),
            claims=tuple(dict.fromkeys(words))[-KEPT_CLAIMS:],
            weighed=frozenset(lately[:WEIGHED]),
        )

    def _add(self, claims: Iterable[Claim], readings: Iterable[Reading]) -> None:
        self.claims.extend(claims)
        self.sources.update((reading.source.id, reading.source) for reading in readings)


async def _came(corpus: Corpus, seen: Seen, filters: Filters, now: datetime) -> list[Source]:
    """What has come in since, that was not weighed then; for a channel's first digest what is newest."""
    if seen.at is not None:
        found = await corpus.arrived(seen.at - OVERLAP, filters.collections)
        return [source for source in found if source.id not in seen.weighed and _within(source, filters)]
    everything = await corpus.sources(filters)
    days = [source.day for source in everything if source.day]
    newest = max(days, default=now.date())
    lately = max((source.arrived for source in everything if source.arrived), default=now) - FIRST
    return [
        source
        for source in everything
        if (source.day >= newest - FIRST if source.day else source.arrived is None or source.arrived >= lately)
    ]


async def _profiles(sources: Sequence[Source], corpus: Corpus) -> list[Profile]:
    """Their profiles, a few readings at a time."""
    found: list[Profile] = []
    for at in range(0, len(sources), BATCH):
        some = sources[at : at + BATCH]
        readings = await corpus.readings(source.id for source in some if source not in _PROFILES)
        for source in some:
            it = _PROFILES.get(source)
            if it is None and (reading := readings.get(source.id)) is not None:
                it = _PROFILES[reading.source] = profile(reading)
            if it is not None:
                found.append(it)
        await Pause()
    while len(_PROFILES) > LOOKED_AT:
        del _PROFILES[next(iter(_PROFILES))]
    return found


_PROFILES: dict[Source, Profile] = {}
"""Of what came in last: the channels that are due in one minute look at the same articles."""


async def _on(interest: Interest, sources: Sequence[Source], corpus: Corpus) -> Sequence[Source]:
    """Those of some older articles that are on what is wanted, as far as they are looked through."""
    if interest.everything:
        return sources
    profiles = await _profiles(sources[:LOOKED_BACK], corpus)
    return [it.source for it in profiles if interest.about(it) >= ABOUT]


def _within(source: Source, filters: Filters) -> bool:
    """Whether the filters let a source in."""
    if filters.outlet and (source.outlet or "").casefold() != filters.outlet.casefold():
        return False
    day = source.day.isoformat() if source.day else ""
    return not (
        (filters.since and day < filters.since.isoformat()[:10]) or (filters.until and day > filters.until.isoformat()[:10])
    )


def _late(source: Source, seen: Seen) -> bool:
    """Whether an article came in long after it was published, so that it is no news."""
    return seen.at is not None and source.day is not None and source.day < (seen.at - LATE).date()


def _rank(group: Sequence[Profile], news: Collection[str]) -> tuple[int, int, str]:
    """Most independent origins first, then the newest; opinions bear nothing out."""
    mine = [it for it in group if it.source.id in news]
    day = max((it.day.toordinal() for it in mine if it.day), default=0)
    return -len({it.source.origin for it in mine if not it.opinion}), -day, min(it.source.id for it in mine)


def _spread(articles: Sequence[Source]) -> list[Source]:
    """One article of each origin first, the newest first; then their copies."""
    ordered = sorted(articles, key=lambda it: (it.day.toordinal() if it.day else 0, it.id), reverse=True)
    first = {it.origin: it for it in reversed(ordered)}
    return [*(it for it in ordered if first[it.origin] is it), *(it for it in ordered if first[it.origin] is not it)]


async def _silent(corpus: Corpus, collections: frozenset[str], now: datetime) -> list[str]:
    """Which outlets have gone silent, since when."""
    arrivals = await corpus.arrivals(now - WINDOW, collections)
    late = [(moments[-1], outlet) for outlet, moments in arrivals.items() if overdue(moments, now)]
    named = [f"Nothing has arrived from {outlet} since {spoken(at.astimezone(now.tzinfo))}." for at, outlet in sorted(late)]
    return named[:SILENT] + ([f"Nor from {len(named) - SILENT} others."] if len(named) > SILENT else [])


def _newest(sources: Iterable[Source]) -> Moment | None:
    dates = [source.published for source in sources if source.published]
    return max(dates, key=lambda moment: moment.isoformat()[:19], default=None)
