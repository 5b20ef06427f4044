"""Replies made by hand, for tests of what becomes of them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.domain import Answered, Brief, Citation, Claim, Declined, Dispute, Passage, Section, Source, Span

NOW = datetime(2025, 6, 3, 9, 30, tzinfo=UTC)

HERALD = Source(
    id="a" * 16,
    revision="1" * 16,
    title="Council closes the harbour bridge",
    outlet="Harbour Herald",
    published=date(2025, 6, 2),
    url="https://herald.example/bridge",
    path="herald.json",
)
POST = Source(
    id="b" * 16,
    revision="2" * 16,
    title="Engineer disputes the bridge's closure",
    published=datetime(2025, 6, 3, 8, 15, tzinfo=UTC),
    path="/articles/post one.txt",
)
COPY = Source(id="c" * 16, revision="3" * 16, title="Bridge closed", origin="a" * 16)


def cite(source: Source, quote: str, start: int = 10) -> Citation:
    """A citation of words that stand at ``start``."""
    passage = Passage(source=source.id, revision=source.revision, start=start, text=quote)
    return Citation(passage=passage, start=start, end=start + len(quote), quote=quote)


def claim(text: str, section: Section, *sources: Source, **known: str | tuple[Span, ...]) -> Claim:
    """A claim that cites its own words in each of these sources."""
    first, *rest = (cite(source, text) for source in sources)
    return Claim(text=text, section=section, citations=(first, *rest), **known)  # type: ignore[arg-type]


BRIEF = Brief(
    query="harbour bridge",
    generated_at=NOW,
    as_of=POST.published,
    claims=(
        claim("The council closed the harbour bridge on Monday.", "lede", HERALD, COPY),
        claim("Ferries run every ten minutes.", "key", HERALD),
        claim("The bridge is unsafe, the council says.", "dispute", HERALD),
        claim("The bridge is sound, an engineer says.", "dispute", POST),
        claim("“It will reopen by autumn.”", "said", HERALD, speaker="Ada Quill", role="the mayor"),
        claim("Ada Quill said ferries are free.", "said", HERALD, speaker="Ada Quill", role="the mayor"),
        claim("Closure ordered", "timeline", HERALD, date="2025-06-02"),
        claim("First cracks found", "timeline", POST, date="2024-08"),
    ),
    disputes=(Dispute(claim=2, against=(3,), about="unsafe?"),),
    sources=(HERALD, COPY, POST),
    notes=("one source gives no date",),
)
ANSWERED = Answered(
    query="and how often do they run?",
    generated_at=NOW,
    as_of=HERALD.published,
    claims=(claim("Ferries run every ten minutes.", "answer", HERALD, highlights=(Span(start=12, end=29),)),),
    sources=(HERALD,),
    read_as="how often do ferries run?",
)
DECLINED = Declined(
    kind="ask",
    query="What did the minister say?",
    generated_at=NOW,
    as_of=HERALD.published,
    claims=(claim("Ferries run every ten minutes.", "nearest", HERALD),),
    sources=(HERALD,),
    reason="The sources do not quote the minister",
)
EMPTY = Declined(
    kind="brief", query="?", generated_at=NOW, as_of=None, claims=(), sources=(), reason="There is nothing to look for."
)
