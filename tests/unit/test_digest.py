"""What a digest says, over two days of invented news."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest

from bot.cache.key import key
from bot.corpus.ingest import ingest
from bot.corpus.memory import MemoryCorpus, MemoryIndex
from bot.desk import Desk
from bot.domain import Command, Digest, Seen
from bot.engine.contract import reply_from, reply_json, seen_from, seen_json
from bot.engine.verify import verify
from bot.engine.view import view
from bot.wiring import StoppedClock, finish
from tests.articles import document
from tests.shared import shared

MORNING = datetime(2024, 6, 5, 7, 30, tzinfo=UTC)
DAY = timedelta(days=1)

FLOOD = (
    "Three people are missing after the River Lom burst its banks on Tuesday and flooded the town of Dolen, officials said.\n\n"
    "Mayor Petra Kaneva said 400 residents had been moved to a school in the upper town. "
    "“We have never seen the river rise so fast,” she said.\n\n"
    "Kaneva said the town received no alarm before the water came.\n"
)
FLOOD_TOO = (
    "Floodwater from the River Lom poured through the centre of Dolen on Tuesday afternoon, leaving three people missing and "
    "forcing hundreds from their homes.\n\n"
    "About 400 people spent the evening in a school gymnasium, Mayor Petra Kaneva said.\n\n"
    "Kaneva, the mayor, said residents were never warned. "
    "The Interior Ministry denied it and said a warning had gone out on Monday.\n"
)
COAST = (
    "A high tide and heavy rain flooded the coast road near Port Maren on Tuesday, closing it for most of the day.\n\n"
    "Nobody was hurt, police said. The harbour master, Lidia Stoeva, said three fishing boats had broken from their moorings.\n"
)
TRANSFER = (
    "Castellan United have agreed a fee of 32 million euros with Olympique Varenne for striker Samuel Ibe, two people with "
    "knowledge of the talks said on Tuesday.\n\n"
    "Ibe, 23, scored 19 goals last season. He is due to have a medical on Thursday.\n"
)
TRANSFER_TOO = (
    "Olympique Varenne accepted an offer worth 35 million euros from Castellan United for striker Samuel Ibe, "
    "the agent said.\n\n"
    "Ibe wants to play in the cup next season, his agent, Paul Dray, said.\n"
)
SOLD = (
    "Castellan United have sold defender Daniel Oduya to Harrow City for 8 million euros, the clubs announced on Tuesday.\n\n"
    "Oduya, 29, made 140 appearances for Castellan. “I leave with a full heart,” he said.\n"
)
TRIAL = (
    "Former transport minister Viktor Halden went on trial in Sredets on Tuesday, accused of taking 2.4 million euros from a "
    "builder in exchange for road contracts.\n\n"
    "Halden, 58, pleaded not guilty. “I never took a cent,” he told the court.\n"
)
THEFT = (
    "A former head teacher went on trial in Sredets on Tuesday, accused of stealing 90,000 euros of school funds.\n\n"
    "Elena Marsh, 47, pleaded not guilty. The trial is expected to last two weeks.\n"
)
BODY = (
    "Rescuers found the body of a 70-year-old man in Dolen on Wednesday, the first confirmed death in the flood.\n\n"
    "The River Lom burst its banks on Tuesday and about 400 people were moved to a school in the upper town.\n\n"
    "Interior Minister Boris Klem promised an inquiry. “Dolen deserves an answer,” Klem said.\n"
)
AGAIN = (
    "Castellan United have agreed a fee of 32 million euros with Olympique Varenne for striker Samuel Ibe.\n\n"
    "Ibe, 23, who scored 19 goals last season, is due to have a medical on Thursday.\n"
)
TUESDAY = {
    "flood.txt": FLOOD, "flood-too.txt": FLOOD_TOO, "coast.txt": COAST, "transfer.txt": TRANSFER,
    "transfer-too.txt": TRANSFER_TOO, "sold.txt": SOLD, "trial.txt": TRIAL, "theft.txt": THEFT,
}  # fmt: skip
"""Eight articles on six events; two are floods, two are trials, two are transfers of one club."""


@dataclass(kw_only=True)
class Channel:
    """A channel and its newsroom, from one digest to the next."""

    corpus: MemoryCorpus = field(default_factory=MemoryCorpus)
    index: MemoryIndex = field(default_factory=MemoryIndex)
    seen: Seen = field(default_factory=Seen)

    def read(self, at: datetime, articles: dict[str, str], **given: str | None) -> None:
        """Take articles into the newsroom."""
        entries = [
            document(name, text, **{"outlet": f"The {name[:-4].title()} Post", **given}) for name, text in articles.items()
        ]
        finish(ingest(entries, self.corpus, self.index, clock=StoppedClock(at)))

    def digest(self, at: datetime, words: str = "") -> Digest:
        """The digest of this moment, taken as posted."""
        desk = Desk(corpus=self.corpus, index=self.index, clock=StoppedClock(at))
        found = finish(desk.reply(Command(kind="digest", words=words, seen=self.seen)))
        assert isinstance(found, Digest)
        readings = finish(self.corpus.readings(source.id for source in found.sources))
        assert all(verify(claim, readings).ok for claim in found.claims)
        self.seen = found.seen
        return found


def text(digest: Digest) -> list[str]:
    """The lines of a digest."""
    return [line.text for part in view(digest).parts for line in part.lines]


def of(digest: Digest, at: int) -> set[str]:
    """The files that one story names."""
    story = digest.stories[at]
    by_id = {source.id: str(source.path) for source in digest.sources}
    return {by_id[id] for claim in digest.claims[story.first : story.last] for id in claim.cited}


@pytest.fixture
def channel() -> Channel:
    """A channel that has had Tuesday's digest."""
    made = Channel()
    made.read(MORNING - timedelta(hours=9), TUESDAY, published="2024-06-04")
    made.digest(MORNING)
    return made


def test_stories_are_events_most_covered_first() -> None:
    """Articles on one event are one story, those on another of its kind are not, and two outlets come before one."""
    made = Channel()
    made.read(MORNING - timedelta(hours=9), TUESDAY, published="2024-06-04")
    digest = made.digest(MORNING)
    told = [of(digest, at) for at in range(len(digest.stories))]
    assert {"flood.txt", "flood-too.txt"} in told[:2]
    assert {"transfer.txt", "transfer-too.txt"} in told[:2]
    assert [story.origins for story in digest.stories] == [2, 2, 1, 1, 1, 1]
    assert {str(source.path) for source in digest.sources} == set(TUESDAY), "every source is listed"


def test_a_dispute_has_both_sides() -> None:
    """Figures that differ, and a denial beside what it denies."""
    made = Channel()
    made.read(MORNING - timedelta(hours=9), TUESDAY, published="2024-06-04")
    digest = made.digest(MORNING)
    sides = [[digest.claims[at].text for at in (it.claim, *it.against)] for it in digest.disputes]
    assert any("32 million" in one and "35 million" in other for one, other, *_ in sides)
    assert any("never warned" in one and "Ministry denied" in other for one, other, *_ in sides)


def test_a_day_without_news_is_one_line(channel: Channel) -> None:
    """Nothing came in: the digest says since when, and nothing else."""
    picture = view(channel.digest(MORNING + DAY, "dolen, castellan"))
    assert [line.text for part in picture.parts for line in part.lines] == [
        "No new reporting on dolen or castellan since Wednesday 5 June, 07:30."
    ]
    assert (picture.title, picture.facts, picture.sources, picture.notes) == (None, (), (), ())


def test_only_what_has_come_since_is_told(channel: Channel) -> None:
    """A development is marked, its background is not told again, and a story with nothing new is left out."""
    channel.read(MORNING + DAY / 2, {"body.txt": BODY, "again.txt": AGAIN}, published="2024-06-05")
    digest = channel.digest(MORNING + DAY)
    assert len(digest.stories) == 1
    assert digest.stories[0].known
    lines = text(digest)
    assert lines[0].startswith("New: Rescuers found the body")
    assert not any("burst its banks" in line for line in lines)
    assert not any("Castellan" in line for line in lines)


def test_topics_choose_what_is_told() -> None:
    """An article that is not on a topic is in no digest on it."""
    made = Channel()
    made.read(MORNING - timedelta(hours=9), TUESDAY, published="2024-06-04")
    digest = made.digest(MORNING, "Castellan,  Halden")
    assert digest.topics == ("Castellan", "Halden")
    assert {str(source.path) for source in digest.sources} == {"transfer.txt", "transfer-too.txt", "sold.txt", "trial.txt"}


def test_a_correction_of_what_was_shown_comes_first(channel: Channel) -> None:
    """A corrected and a retracted source are named before any news, each with its own words on it."""
    notice = "Correction: An earlier version of this article misstated the age of Viktor Halden.\n"
    gone = "RETRACTED: This article has been withdrawn because it named the wrong school.\n\n"
    channel.read(MORNING + DAY / 2, {"trial.txt": TRIAL + notice, "theft.txt": gone + THEFT}, published="2024-06-04")
    channel.read(MORNING + DAY / 2, {"body.txt": BODY}, published="2024-06-05")
    digest = channel.digest(MORNING + DAY)
    parts = view(digest).parts
    assert parts[0].title == "Corrected since"
    first = sorted(line.text for line in parts[0].lines)
    assert first[0].startswith("Corrected: ")
    assert "misstated the age" in first[0]
    assert first[1].startswith("Retracted: ")
    assert not any("Marsh" in line for line in text(digest)), "what was withdrawn is not told again"


def test_a_rewritten_article_is_told_by_what_changed(channel: Channel) -> None:
    """A source that was shown and says more now: only what it did not say then is news."""
    more = TRIAL + "\nJudge Stefan Orlin ordered on Wednesday that the hearings be closed to the public.\n"
    channel.read(MORNING + DAY / 2, {"trial.txt": more}, published="2024-06-04")
    lines = text(channel.digest(MORNING + DAY))
    assert any("Orlin ordered" in line for line in lines)
    assert not any("2.4 million" in line or "never took a cent" in line for line in lines)


def test_what_is_merely_read_anew_is_no_news(channel: Channel) -> None:
    """Metadata that changes gives a source another revision, and a reader nothing to read."""
    channel.read(MORNING + DAY / 2, TUESDAY, published="2024-06-04", author="Somebody Else")
    assert not channel.digest(MORNING + DAY).claims


def test_new_is_what_came_in_since(channel: Channel) -> None:
    """An undated article counts from its arrival; a dated one that is old is named with its day, and never in a flood."""
    channel.read(MORNING + DAY / 2, {"undated.txt": BODY}, published=None)
    old = {
        f"old-{n}.txt": f"The council of town {n} voted on Monday to spend {n} million crowns on a bridge.\n" for n in range(60)
    }
    channel.read(MORNING + DAY / 2, old, published="2019-03-04")
    digest = channel.digest(MORNING + DAY)
    assert [of(digest, 0)] == [{"undated.txt"}]
    assert len(digest.stories) == 1
    assert (len(digest.also) + digest.left, digest.older) == (60, digest.left)
    assert len(digest.also) <= 4
    assert any(line.startswith("4 Mar 2019: The council") for line in text(digest))
    assert not channel.digest(MORNING + 2 * DAY).claims


def test_what_arrives_on_another_machine_first_is_not_lost(channel: Channel) -> None:
    """An article that came in just before a digest, and reached its machine after it, is in the next one."""
    channel.read(MORNING - timedelta(minutes=1), {"body.txt": BODY}, published="2024-06-05")
    digest = channel.digest(MORNING + DAY)
    assert [of(digest, 0)] == [{"body.txt"}]
    assert not channel.digest(MORNING + DAY + timedelta(minutes=5)).claims


def test_what_was_taken_away_is_said(channel: Channel) -> None:
    """A source that was shown and is no more is named once."""
    gone = next(id for id, it in channel.seen.sources.items() if "coast road" in it.title)
    finish(channel.corpus.remove([gone]))
    assert "coast road" in channel.digest(MORNING + DAY).alerts[0]
    assert not channel.digest(MORNING + 2 * DAY).alerts


def test_a_silent_feed_is_said_first(channel: Channel) -> None:
    """An outlet that came in every day for a month and then no more: the digest says since when."""
    for day in range(30):
        channel.read(MORNING + day * DAY, {f"daily-{day}.txt": f"Item {day} of the day is short.\n"}, outlet="Harbour Times")
    channel.digest(MORNING + 30 * DAY)
    assert not channel.digest(MORNING + 30 * DAY + timedelta(hours=2)).alerts
    lines = text(channel.digest(MORNING + 33 * DAY))
    assert lines[0] == "Nothing has arrived from Harbour Times since Thursday 4 July, 07:30."


def test_a_round_up_joins_no_story() -> None:
    """An article that gathers several stories would tie them together."""
    made = Channel()
    made.read(MORNING, {"a.txt": FLOOD, "b.txt": TRIAL}, published="2024-06-04")
    made.read(MORNING, {"c.txt": FLOOD + TRIAL}, published="2024-06-04", title="5 things to know for Wednesday")
    digest = made.digest(MORNING)
    assert len(digest.stories) == 2
    assert [digest.claims[at].citations[0].source for at in digest.also] == [digest.sources[-1].id]


def test_a_digest_survives_being_kept(channel: Channel) -> None:
    """As JSON it is rebuilt the same through the constructors, and so is what the channel has seen."""
    channel.read(MORNING + DAY / 2, {"body.txt": BODY}, published="2024-06-05")
    digest = channel.digest(MORNING + DAY)
    assert reply_from(reply_json(digest)) == digest
    assert seen_from(seen_json(digest.seen)) == digest.seen
    assert reply_json(digest)["kind"] == "digest"


def test_a_digest_is_what_the_contract_describes(channel: Channel) -> None:
    """A full one and a quiet one validate against the published schema."""
    import jsonschema

    schema = json.loads(shared("contract", "reply.schema.json").read_text())
    channel.read(MORNING + DAY / 2, {"body.txt": BODY}, published="2024-06-05")
    for day in (1, 2):
        written = json.loads(json.dumps(reply_json(channel.digest(MORNING + day * DAY))))
        jsonschema.validate(written, schema, format_checker=jsonschema.FormatChecker())


def test_channels_share_a_digest_only_if_they_have_seen_the_same(channel: Channel) -> None:
    """What a channel has seen is part of what its digest is kept under; other commands do not depend on it."""

    def name(kind: Literal["digest", "brief"], seen: Seen) -> str:
        return key(Command(kind=kind, words="dolen", seen=seen), workspace="W1", evidence="m:1", today=MORNING.date())

    same = seen_from(json.loads(json.dumps(seen_json(channel.seen))))
    assert name("digest", channel.seen) == name("digest", same)
    assert name("digest", channel.seen) != name("digest", Seen(at=channel.seen.at))
    assert name("brief", channel.seen) == name("brief", Seen())


def test_what_is_remembered_is_bounded() -> None:
    """However much a channel has been shown, the memory of it stays small."""
    made = Channel()
    for day in range(12):
        news = {f"{day}-{n}.txt": re.sub("Dolen", f"Village {day * 100 + n}", BODY) for n in range(20)}
        made.read(MORNING + day * DAY, news, published=None)
        made.digest(MORNING + day * DAY)
    assert len(made.seen.sources) <= 500
    assert len(made.seen.claims) <= 400


def test_a_claim_of_a_digest_has_one_place(channel: Channel) -> None:
    """A digest whose parts leave out a claim cannot be made."""
    channel.read(MORNING + DAY / 2, {"body.txt": BODY}, published="2024-06-05")
    digest = channel.digest(MORNING + DAY)
    with pytest.raises(ValueError, match="one place"):
        replace(digest, stories=())


def test_a_bakery_is_not_its_baker() -> None:
    """A name that only tells one thing from others is not made a person's in full."""
    made = Channel()
    bakery = (
        "The Hartmann bakery on Linden Square will close on Saturday after 90 years, its owner, Julia Hartmann, said.\n\n"
        "“My knees decided before I did,” Hartmann said.\n"
    )
    made.read(MORNING, {"bakery.txt": bakery}, published="2024-06-04")
    assert text(made.digest(MORNING))[0].startswith("The Hartmann bakery")


def test_a_dispute_that_was_shown_is_not_shown_again() -> None:
    """Of two disputes of a story only the new one is told the next day, and nothing of the old one is left over."""
    made = Channel()
    made.read(MORNING - timedelta(hours=9), {"flood.txt": FLOOD, "flood-too.txt": FLOOD_TOO}, published="2024-06-04")
    assert any("never warned" in line for line in text(made.digest(MORNING)))
    later = (
        "Engineers said on Wednesday that the dam above Dolen had been opened too late, which made the flood of the River Lom "
        "worse.\n\nThe dam's operator, Lom Hydro, denied that the dam had been opened too late.\n\n"
        "Kaneva, the mayor, said residents were never warned. The Interior Ministry denied it and said a warning had gone out "
        "on Monday.\n"
    )
    made.read(MORNING + DAY / 2, {"dam.txt": later}, published="2024-06-05")
    lines = text(made.digest(MORNING + DAY))
    assert any("Lom Hydro" in line for line in lines)
    assert not any("never warned" in line or "a warning had gone out" in line for line in lines)
