"""One platform-neutral picture of a reply: headings, lines of runs, and the sources that the markers point to.

A renderer walks it and decides nothing about content. It may shorten ``parts`` from the end and ``detail`` of sources, never a
marker of a line it shows nor the source that a shown marker names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from textwrap import shorten
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from bot.corpus.people import surname_key
from bot.domain import Answered, Brief, Checked, Declined, Digest, Span
from bot.engine.calendar import day_of, shown, spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from bot.domain import Claim, Reply, Section

Style = Literal["plain", "strong", "emphasis", "mark", "marker"]
Shape = Literal["paragraph", "item", "against", "event"]

TITLES: dict[Section, str] = {
    "key": "Key points",
    "dispute": "Disputed",
    "said": "Who said what",
    "timeline": "Timeline",
    "nearest": "Nearest",
    "new": "New",
}
REASON = 400
"""Characters of a reason that are shown; it may quote a question that is far longer."""
WORD = re.compile(r"[^\W\d_][\w’'-]*")
ORDER: tuple[Section, ...] = ("lede", "answer", "key", "new", "dispute", "said", "timeline", "nearest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Characters of one style.

    A ``mark`` is the short answer inside a sentence; a ``marker`` names the source it points to by its number.
    """

    text: str
    style: Style = "plain"
    source: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing said, with the markers of its sources."""

    runs: tuple[Run, ...]
    shape: Shape = "paragraph"
    label: str = ""
    """The day of an ``event``, as a reader writes it; empty where it is the day of the event above."""

    @property
    def text(self) -> str:
        """The words and markers, without style."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Lines under one heading; the lede and an answer have none."""

    title: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the list of sources."""

    number: int
    id: str
    title: str
    outlet: str | None
    published: str | None
    """The day as a reader writes it; None where the document gives none."""
    url: str | None
    path: str | None
    status: str
    copy_of: int | None = None
    """The number of the first source listed with the same origin, where it is another."""
    revision: str = ""
    cited: tuple[Span, ...] = ()
    """What the reply cites of this revision, in the order of the text."""


Page: TypeAlias = "Callable[[Entry], str | None]"
"""Where a listed source has a page of our own; None where it has none. Pure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The whole reply. ``sources`` come whole or not at all."""

    title: str | None
    facts: tuple[str, ...]
    """How many sources and origins, and how new the newest is."""
    parts: tuple[Part, ...]
    sources: tuple[Entry, ...]
    notes: tuple[str, ...]


def view(reply: Reply) -> View:
    """The picture of a reply."""
    parts: list[Part] = []
    if isinstance(reply, Declined):
        reason = shorten(reply.reason, REASON, placeholder="…") if len(reply.reason) > REASON else reply.reason
        parts.append(Part(title=None, lines=(Line(runs=(Run(text=_sentence(reason)),)),)))
    if isinstance(reply, Checked):
        from bot.engine.verdicts import checked

        parts.extend(checked(reply))
    if isinstance(reply, Digest):
        from bot.engine.edition import edition

        parts.extend(edition(reply))
    for section in () if isinstance(reply, Checked | Digest) else ORDER:
        lines = tuple(_lines(reply, section))
        if lines:
            parts.append(Part(title=TITLES.get(section), lines=lines))
    return View(
        title=_title(reply),
        facts=_facts(reply),
        parts=tuple(parts),
        sources=tuple(_entries(reply)),
        notes=tuple(_sentence(note[:1].upper() + note[1:]) for note in reply.notes),
    )


def early(claims: Sequence[Claim]) -> View:
    """The picture of a reply of which only these claims are known, numbered as they come.

    A reply that begins with them has the same lines first, with the same numbers.
    """
    cited = dict.fromkeys(source for claim in claims for source in claim.cited)
    told = cast("Reply", _Told(claims=tuple(claims), numbers={id_: n for n, id_ in enumerate(cited, 1)}))
    parts = [(section, tuple(_lines(told, section))) for section in ORDER]
    shown_ = tuple(Part(title=TITLES.get(section), lines=lines) for section, lines in parts if lines)
    return View(title=None, facts=(), parts=shown_, sources=(), notes=())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What lines are made of, before there is a reply."""

    claims: tuple[Claim, ...]
    numbers: Mapping[str, int]
    disputes: tuple[()] = ()


def only(picture: View, title: str) -> View:
    """The picture with the parts of this title alone, and the sources that they name."""
    parts = tuple(part for part in picture.parts if part.title == title)
    named = {run.source for part in parts for line in part.lines for run in line.runs}
    sources = tuple(entry for entry in picture.sources if entry.number in named)
    return replace(picture, parts=parts, sources=sources, notes=())


def _title(reply: Reply) -> str | None:
    if isinstance(reply, Digest):
        since = f" since {spoken(reply.since)}" if reply.since else ""
        on = f" on {reply.query}" if reply.query else ""
        return f"New{on}{since}" if reply.claims else None
    if isinstance(reply, Brief):
        return reply.query[:1].upper() + reply.query[1:]
    return None


def _facts(reply: Reply) -> tuple[str, ...]:
    facts = []
    if isinstance(reply, Digest) and not reply.claims:
        return ()  # A quiet day is one line.
    if isinstance(reply, Brief | Digest):
        facts.append(f"{_count(len(reply.sources), 'source')}, {_count(reply.origins, 'independent origin')}")
    if reply.as_of:
        facts.append(f"newest {shown(reply.as_of)}" if isinstance(reply, Brief | Digest) else f"As of {shown(reply.as_of)}")
    elif reply.sources:
        facts.append("undated" if isinstance(reply, Brief | Digest) else "As of: the sources give no date")
    if isinstance(reply, Answered) and reply.read_as:
        facts.append(f"Read as: {reply.read_as}")
    return tuple(facts)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _lines(reply: Reply, section: Section) -> Iterable[Line]:
    yield from lines(reply, section, range(len(reply.claims)))


def lines(reply: Reply, section: Section, among: Iterable[int]) -> Iterable[Line]:
    """The lines of one section, out of those claims that these indexes name."""
    numbered = [(i, claim) for i in among if (claim := reply.claims[i]).section == section]
    if section == "dispute":
        yield from _disputes(reply, numbered)
        return
    before = ""
    for _, claim in numbered:
        if section == "timeline":
            day = day_of(claim.date) if claim.date else ""
            yield Line(runs=runs(reply, claim), shape="event", label="" if day == before else day)
            before = day
        elif section == "said":
            yield Line(runs=_said(reply, claim), shape="item")
        else:
            first = section == "lede" or (section == "answer" and claim is numbered[0][1])
            yield Line(runs=(*_under(claim), *runs(reply, claim)), shape="paragraph" if first else "item")


def _disputes(reply: Reply, numbered: Sequence[tuple[int, Claim]]) -> Iterable[Line]:
    """Each disputed claim, what it is about, and beneath it what contradicts it; nothing twice."""
    done: set[int] = set()
    wanted = {i for i, _ in numbered}
    for dispute in reply.disputes:
        head = reply.claims[dispute.claim]
        if dispute.claim not in wanted or dispute.claim in done:
            continue
        done.add(dispute.claim)
        yield Line(runs=(*_about(dispute.about), *runs(reply, head)), shape="item")
        for i in dispute.against:
            if i not in done:
                done.add(i)
                yield Line(runs=runs(reply, reply.claims[i]), shape="against")
    for i, claim in numbered:
        if i not in done:
            yield Line(runs=runs(reply, claim), shape="item")


def _about(about: str) -> tuple[Run, ...]:
    """What a dispute is about, as the head of its line."""
    if not about:
        return ()
    head = about[:1].upper() + about[1:]
    return (Run(text=head if head.endswith(("?", ":")) else f"{head}:", style="emphasis"), Run(text=" "))


def _said(reply: Reply, claim: Claim) -> tuple[Run, ...]:
    """What somebody said, under his name and with what he is: the words' own where they give it, else beside or before it."""
    named = _named(claim.text, claim.speaker) if claim.speaker else None
    if named is None:
        return (*_under(claim), *runs(reply, claim))
    before, after = claim.text[: named.start], claim.text[named.end :]
    name = Run(text=claim.text[named.start : named.end], style="strong")
    unsaid = claim.role and claim.role.casefold() not in claim.text.casefold()
    beside = f" ({claim.role}){after}" if unsaid else after
    return (*((Run(text=before),) if before else ()), name, Run(text=beside), Run(text=" "), *_markers(reply, claim))


def _under(claim: Claim) -> tuple[Run, ...]:
    """The speaker's name and role as the head of a line, where its words do not name him."""
    if not claim.speaker or _named(claim.text, claim.speaker):
        return ()
    return (Run(text=claim.speaker, style="strong"), Run(text=f", {claim.role}: " if claim.role else ": "))


def _named(text: str, speaker: str) -> Span | None:
    """Where the words name the speaker, in whatever spelling of his surname."""
    found = text.find(speaker)
    if found >= 0:
        return Span(start=found, end=found + len(speaker))
    given, _, surname = speaker.rpartition(" ")
    key = surname_key(surname)
    for word in WORD.finditer(text):
        if word[0][0].isupper() and surname_key(word[0]) == key:
            start = word.start() - len(given) - 1
            start = start if given and start >= 0 and text.startswith(f"{given} ", start) else word.start()
            return Span(start=start, end=word.end())
    return None


def runs(reply: Reply, claim: Claim) -> tuple[Run, ...]:
    """The words of a claim with its markers."""
    style: Style = "mark" if claim.section == "answer" else "strong"
    found: list[Run] = []
    at = 0
    for mark in sorted(claim.highlights, key=lambda mark: mark.start):
        if mark.start < at:
            continue
        if mark.start > at:
            found.append(Run(text=claim.text[at : mark.start]))
        found.append(Run(text=claim.text[mark.start : mark.end], style=style))
        at = mark.end
    if at < len(claim.text):
        found.append(Run(text=claim.text[at:]))
    return (*found, Run(text=" "), *_markers(reply, claim))


def _markers(reply: Reply, claim: Claim) -> tuple[Run, ...]:
    return tuple(Run(text=f"[{n}]", style="marker", source=n) for n in sorted(reply.numbers[id] for id in claim.cited))


def _entries(reply: Reply) -> Iterable[Entry]:
    first: dict[str, int] = {}
    cited: dict[str, set[tuple[int, int]]] = {}
    for citation in (citation for claim in reply.claims for citation in claim.citations):
        cited.setdefault(citation.source, set()).add((citation.start, citation.end))
    for n, source in enumerate(reply.sources, 1):
        original = first.setdefault(source.origin, n)
        yield Entry(
            number=n,
            id=source.id,
            title=source.title,
            outlet=source.outlet,
            published=shown(source.published) if source.published else None,
            url=source.url,
            path=source.path,
            status=source.status,
            copy_of=original if original != n else None,
            revision=source.revision,
            cited=tuple(Span(start=start, end=end) for start, end in sorted(cited.get(source.id, ()))),
        )
