"""The desk's values: frozen, keyword-only, and refusing what must not exist.

Offsets are characters (code points) of a source's stored text, half open: ``text[start:end]``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Literal, TypeAlias, get_args

Section = Literal["lede", "key", "said", "dispute", "timeline", "answer", "new", "nearest"]
Status = Literal["live", "corrected", "retracted", "embargoed"]
Mode = Literal["extractive", "llm"]
BlockKind = Literal["title", "body", "heading", "caption", "byline", "dateline", "furniture"]
NameKind = Literal["person", "org", "place", "other"]
Precision = Literal["year", "month", "week", "day", "time", "span"]
Standing = Literal["supported", "contradicted", "disputed", "not in our sources"]
"""How a sentence of a draft stands to the sources."""
QuoteVerdict = Literal["verbatim", "altered", "said by someone else", "absent"]
"""What a quotation of a draft is in the sources."""
Moment: TypeAlias = date | datetime
"""A day, or a point in time with its zone: what a document gives."""

UNWORDED = "in the sources' own words (the model failed: "
"""How the note begins on a reply that a model was to word, and did not."""
DEFAULT_COLLECTION = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of a stored text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span must be 0 <= start < end, not {self.start!r}..{self.end!r}")

    def covers(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(Span):
    """A run of lines of one kind: only ``title``, ``heading`` and ``body`` blocks are the article."""

    kind: BlockKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence(Span):
    """One sentence of the article's body, in its paragraph (counted from 0)."""

    paragraph: int
    complete: bool = True
    """False where the text breaks off inside it; such a sentence is never quoted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Span):
    """A proper name as it stands in the text, with the role the text gives beside it."""

    kind: NameKind
    role: Span | None = None
    """Where the text says what the named one is: "deputy chairman of Russia's Security Council"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(Span):
    """What somebody is reported to have said: a quotation (``direct``) or reported speech.

    A direct quote's span is the words between the marks. Reported speech with quoted words inside is both: one entry for
    the whole reported clause, and one for each quotation in it.
    """

    direct: bool
    speaker: str | None = None
    """The fullest form of the speaker's name in this document, or the words that stand for him ("the Kremlin")."""
    said_by: Span | None = None
    """Where the text names the speaker of this very quote: "he", "Peskov", "the general staff"."""
    cue: Span | None = None
    """The verb or phrase that reports it: "said", "according to"."""
    negated: bool = False
    """Whether the report is that the speaker did not say it ("never said", "did not confirm")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Time(Span):
    """A time expression, resolved against the document's own date where that can be done."""

    value: str | None
    """ISO 8601 or TIMEX3 ("2025-03-13", "2024-08", "2025-W11", "2025-03-13T21:00", "P30D"); null where it cannot be known."""
    precision: Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One article: what is known of it, without its text."""

    id: str
    """Stable over revisions: a hash of where it came from (path or url), 16 hexadecimal digits."""
    revision: str
    """A hash of the stored text and the given metadata, 16 hexadecimal digits."""
    title: str
    outlet: str | None = None
    author: str | None = None
    place: str | None = None
    """The dateline's place."""
    published: Moment | None = None
    """What the document itself says; never guessed from a file's own time."""
    url: str | None = None
    path: str | None = None
    status: Status = "live"
    origin: str = ""
    """Shared by copies of one story; a source that copies none is its own origin (its ``id``)."""
    collection: str = DEFAULT_COLLECTION
    arrived: datetime | None = None
    """When its present text came into the newsroom's store, with its zone; None where that is not known."""

    def __post_init__(self) -> None:
        if not self.id or not self.revision:
            raise ValueError("a source needs an id and a revision")
        if not self.title.strip():
            raise ValueError(f"source {self.id!r} has an empty title")
        if not self.origin:
            object.__setattr__(self, "origin", self.id)

    @property
    def day(self) -> date | None:
        """The day it was published, where known."""
        return self.published.date() if isinstance(self.published, datetime) else self.published


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A source with its stored text and all that was read in it. Every span is sorted by ``start``."""

    source: Source
    text: str
    blocks: tuple[Block, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    names: tuple[Name, ...] = ()
    quotes: tuple[Quote, ...] = ()
    times: tuple[Time, ...] = ()
    passages: tuple[Span, ...] = ()
    """What is indexed: runs of whole sentences."""
    notes: tuple[str, ...] = ()
    """What the reader could not do or had to assume, in words fit for the operator ("'Friday' read as 2025-03-14")."""

    def __post_init__(self) -> None:
        size = len(self.text)
        for group in (self.blocks, self.sentences, self.names, self.quotes, self.times, self.passages):
            for span in group:
                if span.end > size:
                    raise ValueError(f"{span!r} ends beyond the {size} characters of source {self.source.id!r}")

    def at(self, span: Span) -> str:
        """The characters of a span."""
        return self.text[span.start : span.end]

    def passage(self, span: Span) -> Passage:
        """The passage that a span of this text makes."""
        return Passage(source=self.source.id, revision=self.source.revision, start=span.start, text=self.at(span))

    def cite(self, span: Span) -> Citation:
        """A citation of exactly these characters."""
        return Citation(passage=self.passage(span), start=span.start, end=span.end, quote=self.at(span))

    @cached_property
    def persons(self) -> tuple[str, ...]:
        """The forms in which persons are named in the text, each once."""
        return tuple(dict.fromkeys(self.text[name.start : name.end] for name in self.names if name.kind == "person"))

    @cached_property
    def captions(self) -> tuple[str, ...]:
        """Picture captions and credits, which are kept but are not the article."""
        return tuple(self.at(block) for block in self.blocks if block.kind == "caption")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A run of characters of one revision of one source."""

    source: str
    revision: str
    start: int
    text: str

    def __post_init__(self) -> None:
        if self.start < 0 or not self.text:
            raise ValueError(f"a passage of source {self.source!r} needs text and a start of 0 or more")

    @property
    def end(self) -> int:
        """Offset of the first character behind it."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The exact words that a claim stands on. Refuses a quote that is not at its offsets."""

    passage: Passage
    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        at = self.start - self.passage.start
        # The length is compared too: a slice that runs beyond the passage would be equal all the same.
        fits = self.quote and at >= 0 and self.end - self.start == len(self.quote)
        if not (fits and self.passage.text[at : at + len(self.quote)] == self.quote):
            raise ValueError(f"the passage of {self.passage.source!r} does not say {self.quote!r} at {self.start}..{self.end}")

    @property
    def source(self) -> str:
        """Id of the source cited."""
        return self.passage.source


Citations: TypeAlias = "tuple[Citation, *tuple[Citation, ...]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A sentence the desk is willing to post, and what it stands on. Refuses to be uncited."""

    text: str
    section: Section
    citations: Citations
    speaker: str | None = None
    """Who the source says said it, by the fullest name that the sources give."""
    role: str | None = None
    """What the sources say the speaker is."""
    date: str | None = None
    """ISO 8601 date of the event; null where it cannot be known."""
    highlights: tuple[Span, ...] = ()
    """The short answer inside ``text``."""

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a claim needs words")
        if not self.citations:
            raise ValueError(f"no citation for {self.text!r}")
        if self.section not in get_args(Section):
            raise ValueError(f"{self.section!r} is no section; they are {', '.join(get_args(Section))}")
        if any(mark.end > len(self.text) for mark in self.highlights):
            raise ValueError(f"a highlight lies outside {self.text!r}")

    @property
    def cited(self) -> tuple[str, ...]:
        """Ids of the sources cited, each once, in order."""
        return tuple(dict.fromkeys(citation.source for citation in self.citations))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A claim and what contradicts it, as indexes into a reply's claims."""

    claim: int
    against: tuple[int, ...]
    about: str = ""
    """What the two differ on, in a few words ("encircled?", "the wording differs")."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What the desk posts. Its sources are exactly those that its claims cite, in the order of their first citation."""

    query: str
    generated_at: datetime
    as_of: Moment | None
    """Publication time of the newest source considered."""
    claims: tuple[Claim, ...]
    sources: tuple[Source, ...]
    disputes: tuple[Dispute, ...] = ()
    mode: Mode = "extractive"
    read_as: str | None = None
    """The standalone question that a follow-up was read as, where it differs from ``query``."""
    notes: tuple[str, ...] = ()
    """Small print for the reader ("dates of two sources are unknown")."""
    left_out: int = 0
    """Lines that the cited words did not bear out: told to who asks how a reply was made."""

    def __post_init__(self) -> None:
        cited = tuple(dict.fromkeys(source for claim in self.claims for source in claim.cited))
        listed = tuple(source.id for source in self.sources)
        if cited != listed:
            raise ValueError(f"the claims cite {cited!r} but the sources listed are {listed!r}")
        revisions = {source.id: source.revision for source in self.sources}
        for claim in self.claims:
            for citation in claim.citations:
                if citation.passage.revision != revisions[citation.source]:
                    raise ValueError(f"{claim.text!r} cites another revision of source {citation.source!r} than the one listed")
        for dispute in self.disputes:
            if not dispute.against or not all(0 <= i < len(self.claims) for i in (dispute.claim, *dispute.against)):
                raise ValueError(f"{dispute!r} does not point into the {len(self.claims)} claims")

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number each source is shown with, counted from 1."""
        return {source.id: n for n, source in enumerate(self.sources, 1)}

    @property
    def origins(self) -> int:
        """How many independent origins the sources have."""
        return len({source.origin for source in self.sources})

    @property
    def unworded(self) -> bool:
        """Whether a model was to word it, and failed."""
        return any(note.startswith(UNWORDED) for note in self.notes)


@dataclass(frozen=True, kw_only=True)
class Brief(Reply):
    """What happened, who said what, what is disputed, and when."""

    def __post_init__(self) -> None:
        Reply.__post_init__(self)
        if not self.claims:
            raise ValueError("a brief needs a claim; without one it is a Declined")


@dataclass(frozen=True, kw_only=True)
class Answered(Reply):
    """An answer that the sources support."""

    def __post_init__(self) -> None:
        Reply.__post_init__(self)
        if not self.claims:
            raise ValueError("an answer needs a claim; without one it is a Declined")


@dataclass(frozen=True, kw_only=True)
class Declined(Reply):
    """The sources do not say: what is missing, and the nearest evidence."""

    kind: Literal["brief", "ask"]
    reason: str

    def __post_init__(self) -> None:
        Reply.__post_init__(self)
        if not self.reason.strip():
            raise ValueError("a reply that declines says what is missing")
        if any(claim.section != "nearest" for claim in self.claims):
            raise ValueError("a reply that declines shows only the nearest evidence")


Answer: TypeAlias = Answered | Declined


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A source as a digest listed it."""

    revision: str
    status: Status
    title: str


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a channel's digests have shown it so far: what the next one is compared with. Bounded, oldest out first."""

    at: datetime | None = None
    """When the last one was made; None where there was none."""
    sources: Mapping[str, Shown] = field(default_factory=dict)
    """By id, in the order in which they were last listed."""
    claims: tuple[str, ...] = ()
    """The words of the claims, oldest first."""
    weighed: frozenset[str] = frozenset()
    """Ids of sources that had arrived shortly before ``at`` and were weighed then, shown or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One event in a digest: a run of the digest's claims, ``first`` to before ``last``."""

    heading: str
    """Names and terms that tell it from the others; it asserts nothing."""
    first: int
    last: int
    origins: int
    """How many independent origins report it now."""
    more: int
    """Where the lines begin that only name further articles: the story itself is ``first`` to before ``more``."""
    left: int = 0
    """How many articles on it are not listed."""
    known: bool = False
    """Whether an earlier digest had it, so that what is told now has come since."""


@dataclass(frozen=True, kw_only=True)
class Digest(Reply):
    """What is new on some topics, or at all, since a channel's last digest; without claims it is a quiet day."""

    topics: tuple[str, ...] = ()
    """Empty where everything new is wanted."""
    since: datetime | None = None
    """When the last one was made; None for the first."""
    alerts: tuple[str, ...] = ()
    """What is said before everything else: feeds that have gone silent, sources that were taken away."""
    corrections: tuple[int, ...] = ()
    """Indexes of the claims that put right what was shown before."""
    stories: tuple[Story, ...] = ()
    also: tuple[int, ...] = ()
    """Indexes of the claims of the "also new" lines."""
    left: int = 0
    """How many more articles came in than are listed."""
    older: int = 0
    """How many of those came out long before the last digest."""
    seen: Seen = field(default_factory=Seen)
    """What the channel has been shown once this is posted."""

    def __post_init__(self) -> None:
        Reply.__post_init__(self)
        places = [*self.corrections, *(at for story in self.stories for at in range(story.first, story.last)), *self.also]
        if sorted(places) != list(range(len(self.claims))):
            raise ValueError(f"each of the {len(self.claims)} claims of a digest has one place in it, not {places!r}")
        if any(not story.first < story.more <= story.last for story in self.stories):
            raise ValueError("a story of a digest needs a claim")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One difference between a quotation in a draft and in a source; either side may be empty."""

    ours: str
    theirs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedSentence(Span):
    """A sentence of a draft, as a span of the query, and how it stands to the sources."""

    standing: Standing
    claims: tuple[int, ...] = ()
    """Indexes of the reply's claims: what the sources say on it."""
    against: tuple[int, ...] = ()
    """Indexes of those that speak against it."""
    why: tuple[str, ...] = ()
    """What was found, in words for the reader ("12 is in none of them")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedQuote(Span):
    """A quotation of a draft, as a span of the query without its marks, and what it is in the sources."""

    verdict: QuoteVerdict
    speaker: str | None = None
    """Whom the draft gives it to."""
    said_by: str | None = None
    """Who said it, by the source."""
    claims: tuple[int, ...] = ()
    edits: tuple[Edit, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Checked(Reply):
    """A draft held against the sources. Its claims are what the sources say, in their own words, each with its citation."""

    sentences: tuple[CheckedSentence, ...]
    quotes: tuple[CheckedQuote, ...] = ()

    def __post_init__(self) -> None:
        Reply.__post_init__(self)
        places = [at for sentence in self.sentences for at in (*sentence.claims, *sentence.against)]
        places += [at for quote in self.quotes for at in quote.claims]
        if any(not 0 <= at < len(self.claims) for at in places):
            raise ValueError(f"a checked sentence points beyond the {len(self.claims)} claims")
        for sentence in self.sentences:
            if sentence.standing != "not in our sources" and not (sentence.claims or sentence.against):
                raise ValueError(f"{sentence.standing!r} needs a passage that shows it")
        if any(entry.end > len(self.query) for entry in (*self.sentences, *self.quotes)):
            raise ValueError("a checked sentence lies outside the draft")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which sources may be used at all. ``collections`` is the scope: what the asker may see."""

    since: Moment | None = None
    until: Moment | None = None
    outlet: str | None = None
    collections: frozenset[str] = frozenset({DEFAULT_COLLECTION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One exchange of a thread, as far as a follow-up needs it."""

    kind: Literal["brief", "ask"]
    standalone: str
    """The topic, or the question as it was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What an adapter hands to the desk."""

    kind: Literal["brief", "ask", "check", "digest"]
    words: str
    """The topic, the question, the text to check, or a digest's topics with commas between; none are everything new."""
    filters: Filters = field(default_factory=Filters)
    as_of: Moment | None = None
    """The moment to answer for, where it is not now: recency is counted from it, and nothing later is used."""
    thread: tuple[Turn, ...] = ()
    """Earlier turns of the same thread, oldest first."""
    seen: Seen = field(default_factory=Seen)
    """What the channel's digests have shown so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A ranked passage."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What one source says that somebody is."""

    text: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whom the corpus names, merged over spellings."""

    name: str
    """The fullest form of the name that the sources give."""
    forms: tuple[str, ...]
    """Every form found, most frequent first."""
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What was retrieved for one command: all that composing may use."""

    hits: tuple[Hit, ...]
    """Best first."""
    readings: Mapping[str, Reading]
    """By source id: every source of the hits."""
    people: tuple[Person, ...] = ()
    """Those whom these sources name, merged over the whole corpus."""
