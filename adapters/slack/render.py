"""A view as Slack messages: Block Kit, pure and total, with sources that never fall off.

Limits are Slack's own (docs.slack.dev/reference/block-kit) where it publishes them. ``TOTAL`` is what ``msg_blocks_too_long``
is seen at, counted over the blocks' JSON, which is more than any other way of counting comes to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapters.copyfit import address, clean, details, fit, listing, sources, stretches, visible
from adapters.slack.blocks import Block, Blocks, buttons, header, section, small
from adapters.slack.text import HAND, clip, clip_start, escape, markdown, marked, size, spent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adapters.copyfit import Stretch
    from adapters.port import Quoted
    from bot.engine.view import Entry, Page, View

BLOCKS = 50
SECTION = 3_000
ELEMENTS = 10
MARKDOWN = 12_000
TOTAL = 12_000
"""Of the blocks of a message; with its fallback text it stays under 13,000."""
FALLBACK = 600
MARKERS = 32
"""Markers behind one stretch; a sentence with more sources goes on with the others."""
LISTED = 4_600
"""Room for the sources of any one stretch, so that both fit into one message whatever they are."""
ENTRY = 900
LONGEST_LINK = 500
NOTES = 900
CONTEXT = 900
"""Room for what stands before a passage, and for what stands after it."""
PIECE = 2_400
"""The longest stretch of one line that is shown at once; what is longer goes on in the next, under the same markers."""
WRAP = 100
"""What a block costs around its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message: its blocks, and the ``text`` that a notification shows."""

    text: str
    blocks: tuple[Block, ...]
    sources: tuple[int, ...] = ()
    """The numbers of the sources it lists: exactly those that its markers name."""


def render(view: View, *, reply: str | None = None, page: Page | None = None, share: bool = False) -> tuple[Message, ...]:
    """The messages that show a view: one, or several where one cannot hold it, each with its own sources.

    Args:
        view: The picture of a reply.
        reply: The id under which it is kept, for its buttons; without one there are none.
        page: Where the pages of our own sources are, for those without an address of their own.
        share: Whether it is shown to one person, who may share it.
    """
    cut = list(stretches(view, HAND, PIECE, MARKERS))
    most = max((len(stretch.sources) for stretch in cut), default=0)
    room = min(ENTRY, LISTED // max(most, 1))
    listed = {entry.number: _entry(entry, room, page) for entry in view.sources}
    head = _head(view)
    foot = [*_notes(view), *(buttons(view, reply, share) if reply else ())]

    def body(some: Sequence[Stretch], counted: str = " (99/99)") -> list[Block]:
        return [*_sections(some), *_listing(view, [listed[number] for number in sources(some)], counted)]

    def fits(some: Sequence[Stretch]) -> bool:
        # With head and foot, though only the first and the last message have them.
        blocks = [*head, *body(some), *foot]
        return len(blocks) <= BLOCKS and spent(blocks) <= TOTAL

    made = fit(cut, fits)
    messages = []
    for n, some in enumerate(made, 1):
        counted = f" ({n}/{len(made)})" if len(made) > 1 else ""
        blocks = [*(head if n == 1 else []), *body(some, counted), *(foot if n == len(made) else [])]
        bare = some[0].bare if some else visible(view.title or "Nothing to show.")
        messages.append(Message(text=clip(bare, FALLBACK), blocks=tuple(blocks), sources=sources(some)))
    return tuple(messages)


def stream(view: View) -> tuple[str, ...]:
    """The lines of a view as Markdown for a stream; empty where they are more than a stream may hold.

    Each begins with what sets it apart from the one before, so that the lines of a reply's beginning begin the whole reply's.
    """
    lines: list[str] = []
    for part in view.parts:
        for n, line in enumerate(part.lines):
            apart = ("\n\n" if n == 0 else "\n") if lines else ""
            title = f"**{markdown(part.title)}**\n\n" if part.title and n == 0 else ""
            label = f"**{markdown(line.label)}** " if line.label else ""
            lead = {"item": "- ", "against": "  - ", "event": "- ", "paragraph": ""}[line.shape]
            words = "".join(marked(run) for run in line.runs).strip()
            lines.append(f"{apart}{title}{lead}{label}{words}")
    return tuple(lines) if sum(map(size, lines)) <= MARKDOWN and len(lines) <= BLOCKS else ()


def tail(view: View, *, reply: str | None = None, page: Page | None = None) -> Blocks:
    """What ``chat.stopStream`` sets under the streamed lines: the sources of every marker, the notes and the buttons."""
    numbers = sorted({run.source for part in view.parts for line in part.lines for run in line.runs if run.source})
    room = min(ENTRY, 2 * LISTED // max(len(numbers), 1))
    listed = {entry.number: _entry(entry, room, page) for entry in view.sources}
    shown = [listed[number] for number in numbers if number in listed]
    return (*_context(view), *_listing(view, shown, ""), *_notes(view), *(buttons(view, reply, False) if reply else ()))


def said(text: str) -> Message:
    """A sentence of the desk's own, without sources."""
    words = clip(visible(text), SECTION - 200)
    return Message(text=clip(visible(text), FALLBACK), blocks=(section(words),))


def usage(example: str) -> Message:
    """How to ask, with an example that the corpus answers."""
    topic = clip(visible(example), 120)
    text = (
        "Name a topic or ask a question; I answer from your newsroom's sources, each sentence with the passage it stands on.\n"
        f"• `/brief {topic}` — what happened, who said what, what is disputed\n"
        f"• `/brief {topic} since:7d` — only what was published in the last seven days; `outlet:NAME` — one outlet alone\n"
        f"• `/ask what is known about {topic}?` — one question\n"
        "• `/brief check TEXT`, or _Check against our sources_ on a message — what the sources say to each sentence\n"
        "• In a thread, mention me and ask; in a direct message, just ask."
    )
    return Message(text=clip(f"Try /brief {clean(example)}", FALLBACK), blocks=(section(text),))


def passages(quoted: Sequence[Quoted]) -> tuple[Message, ...]:
    """Cited words in their context; never more than fits."""
    blocks: list[Block] = []
    spent = 0
    for one in quoted:
        # A name in the margin may be long, and so may a paragraph: what was cited comes first.
        shown = clip(visible(one.words), 1_800)
        room = min(CONTEXT, (SECTION - size(shown)) // 2 - 150)
        start, end = clip_start(clean(one.before), room), clip(clean(one.after), room)
        head = f"*[{one.number}]* {clip(clean(one.title), 200)}\n" if one.title else ""
        text = head + f"{start} *{shown}* {end}".strip()
        spent += size(text) + WRAP
        if blocks and (spent > TOTAL - WRAP or len(blocks) >= BLOCKS - 1):
            blocks.append(small(["More of it is cited than fits here."]))
            break
        blocks.append(section(text))
    if not blocks:
        return (said("There is no passage to show."),)
    return (Message(text=clip(clean(quoted[0].words) or "…", FALLBACK), blocks=tuple(blocks)),)


def _entry(entry: Entry, room: int, page: Page | None) -> str:
    """A line of the list of sources, of at most this size; its link goes first where there is no room."""
    number, end = f"[{entry.number}] ", details(entry, HAND, short=room <= ENTRY // 4)
    found = address(entry, page, LONGEST_LINK)
    link = found.replace("&", "&amp;") if found else ""
    left = room - size(number) - size(end)
    if link and left - size(link) >= 34:
        title = clip(visible(entry.title).replace("|", "¦"), min(left - size(link) - 4, 240))
        return f"{number}<{link}|{title}>{end}"
    if left >= 21:
        return f"{number}{clip(visible(entry.title), min(left - 1, 240))}{end}"
    return number + clip(visible(entry.title), max(room - size(number) - 2, 8))


def _sections(stretches: Sequence[Stretch]) -> Iterator[Block]:
    title: str | None = None
    lines: list[str] = []
    below = False
    for stretch in stretches:
        opening = [f"*{escape(stretch.title)}*"] if stretch.title and stretch.title != title else []
        # What has lines of its own beneath it stands apart from what comes after them.
        apart = [""] if below and stretch.opens else []
        if lines and (stretch.title != title or not _together([*lines, *apart, stretch.text])):
            yield section("\n".join(lines))
            lines, apart = [], []
        lines += [*opening, *apart, stretch.text]
        title, below = stretch.title, not stretch.opens
    if lines:
        yield section("\n".join(lines))


def _together(lines: Sequence[str]) -> bool:
    return size("\n".join(lines)) <= SECTION


def _listing(view: View, entries: Sequence[str], counted: str) -> Iterator[Block]:
    if not entries:
        return
    yield {"type": "divider"}
    lines = [f"*Sources*{counted} · {listing(view)}"]
    for entry in entries:
        if not _together([*lines, entry]):
            yield section("\n".join(lines))
            lines = []
        lines.append(entry)
    yield section("\n".join(lines))


def _head(view: View) -> list[Block]:
    blocks: list[Block] = []
    if view.title and (title := clean(view.title)):
        blocks.append(header(title))
    return [*blocks, *_context(view)]


def _context(view: View) -> list[Block]:
    facts = [clip(visible(fact), 300) for fact in view.facts][:ELEMENTS]
    return [small(facts)] if facts else []


def _notes(view: View) -> list[Block]:
    notes = [clip(visible(note), NOTES // len(view.notes[:ELEMENTS]) - 4) for note in view.notes[:ELEMENTS]]
    return [small(notes)] if notes else []
