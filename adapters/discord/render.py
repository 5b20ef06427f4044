"""A view as Discord messages: pure and total, with sources that never fall off.

Components (version 2) show it best; an embed where a server refuses them, and plain text where it allows no embeds either. All
three show the same stretches with the same markers, and each message lists exactly the sources that it names. Limits are
Discord's own (discord.com/developers/docs/resources/message, and /components/reference).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from adapters.copyfit import address, clean, details, fit, listing, sources, stretches, visible
from adapters.discord.markdown import HAND, size
from adapters.discord.parse import THREAD as OPEN
from adapters.discord.parse import button
from adapters.port import Usage
from bot.engine.view import View

if TYPE_CHECKING:
    from adapters.copyfit import Stretch
    from adapters.port import Quoted, Shown
    from bot.engine.view import Entry, Page

Component = dict[str, Any]
Style = Literal["components", "embed", "text"]

COMPONENTS = 40
FALLBACK = 300
PASSAGES = 1_950
"""Of the 2,000 of a message's content."""
THREAD = 100
"""Characters of a thread's name."""
LINKS = 15
"""Buttons that lead to sources, in one message: with their rows and the rest they stay below ``COMPONENTS``."""
URL = 512
LABEL = 40
"""Characters of a button that a reader sees without its being cut; Discord takes 80."""
NAVY = 0x1D3557
NO_PREVIEWS, COMPONENTS_V2 = 1 << 2, 1 << 15
_ROW, _BUTTON, _TEXT, _SEPARATOR, _CONTAINER = 1, 2, 10, 14, 17
_SECONDARY, _LINK = 2, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much a message of a style holds, and what it is kept for: the sources' room is taken before any line has some."""

    total: int
    piece: int
    """The longest stretch of one line that is shown at once; what is longer goes on in the next, under the same markers."""
    listed: int
    """For the sources of any one stretch, so that both fit into one message whatever they are."""
    entry: int
    title: int
    facts: int
    notes: int


ROOMS: Mapping[Style, Room] = {
    "components": Room(total=4_000, piece=1_200, listed=1_500, entry=300, title=200, facts=300, notes=500),
    # Of a description; with the title beside it an embed stays below its 6,000 in all.
    "embed": Room(total=4_096, piece=1_300, listed=1_700, entry=400, title=200, facts=300, notes=500),
    "text": Room(total=2_000, piece=600, listed=700, entry=250, title=100, facts=150, notes=200),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message, ready to be sent but for its nonce."""

    payload: Mapping[str, Any]
    text: str
    """Its first words, plain and without markers: what stands for it where nothing else is shown."""
    sources: tuple[int, ...] = ()
    """The numbers of the sources it lists: exactly those that its markers name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What one message shows, before it is put into a style."""

    title: str
    facts: str
    sections: tuple[str, ...]
    listing: str
    links: tuple[Component, ...]
    notes: str
    rows: tuple[Component, ...]


def render(
    view: View, *, reply: str | None = None, page: Page | None = None, style: Style = "components", offer: bool = False
) -> tuple[Message, ...]:
    """The messages that show a view: one, or several where one cannot hold it, each with its own sources.

    Args:
        view: The picture of a reply.
        reply: The id under which it is kept, for its buttons; without one there are none.
        page: Where the pages of our own sources are, for those without an address of their own.
        style: How it is shown.
        offer: Whether a button offers to open a thread.
    """
    room = ROOMS[style]
    cut = list(stretches(view, HAND, room.piece))
    most = max((len(stretch.sources) for stretch in cut), default=0)
    written = {entry.number: _entry(entry, min(room.entry, room.listed // max(most, 1)), page, style) for entry in view.sources}
    links = _links(view, page) if style == "components" else {}
    rows = _rows(view, reply, offer) if reply else ()
    title, facts = _title(view, room), _facts(view, room)
    notes = _joined(view.notes, room.notes, "\n-# ")

    def sheet(some: Sequence[Stretch], counted: str = " (99/99)", *, first: bool = True, last: bool = True) -> Sheet:
        numbers = sources(some)
        # Counted once, since a part lists some of them only.
        head = f"-# **Sources**{counted}" + (f" · {listing(view)}" if first else "")
        return Sheet(
            title=title if first else "",
            facts=facts if first else "",
            sections=_sections(some),
            listing="\n".join((head, *(written[number] for number in numbers))) if numbers else "",
            links=tuple(links[number] for number in numbers if number in links),
            notes=notes if last else "",
            rows=rows if last else (),
        )

    made = fit(cut, lambda some: _holds(sheet(some), style))
    messages = []
    for n, some in enumerate(made, 1):
        counted = f" ({n}/{len(made)})" if len(made) > 1 else ""
        whole = sheet(some, counted, first=n == 1, last=n == len(made))
        bare = some[0].bare if some else visible(view.title or "Nothing to show.")
        messages.append(Message(payload=_payload(whole, style), text=_plain(bare, FALLBACK), sources=sources(some)))
    return tuple(messages)


def shown(what: Shown, *, page: Page | None = None) -> tuple[Message, ...]:
    """What one person is told or shown: a sentence of ours, the usage, passages, or a picture without buttons."""
    if isinstance(what, str):
        return (said(what),)
    if isinstance(what, Usage):
        return (usage(what.example),)
    return render(what, page=page) if isinstance(what, View) else passages(what)


def said(text: str) -> Message:
    """A sentence of the desk's own, without sources."""
    words = visible(text)
    return Message(payload=_text(HAND.clip(words, 1_900)), text=_plain(words, FALLBACK))


def usage(example: str) -> Message:
    """How to ask, with an example that the corpus answers."""
    topic = HAND.clip(visible(example), 120)
    text = (
        "Name a topic or ask a question; I answer from your newsroom's sources, each sentence with the passage it stands on.\n"
        f"- **/brief** topic: {topic} — what happened, who said what, what is disputed\n"
        "- **since:** 7d — only what was published in the last seven days; **outlet:** one outlet alone\n"
        f"- **/ask** question: what is known about {topic}?\n"
        "- In a thread, mention me and ask; in a direct message, just ask.\n"
        "- On anybody's message: Apps → Check against our sources"
    )
    return Message(payload=_text(text), text=_plain(f"Try /brief {visible(example)}", FALLBACK))


def passages(quoted: Sequence[Quoted]) -> tuple[Message, ...]:
    """Cited words in their context, in as many messages as they take."""
    texts: list[str] = []
    for one in quoted:
        # A name in the margin may be long, and so may a paragraph: what was cited comes first.
        words = f"**{HAND.clip(visible(one.words), 1_000)}**"
        before, after = HAND.clip_start(clean(one.before), 250), HAND.clip(clean(one.after), 250)
        text = "> " + " ".join(filter(None, (before, words, after)))
        # A passage without a title goes on from the one before; at the head of a message it needs its number all the same.
        title = f" **{HAND.clip(clean(one.title), 200)}**" if clean(one.title) else ""
        headed = f"[{one.number}]{title or ' …'}\n{text}"
        longer = f"{texts[-1]}\n{headed if title else text}" if texts else ""
        if texts and size(longer) <= PASSAGES:
            texts[-1] = longer
        else:
            texts.append(headed)
    if not texts:
        return (said("There is no passage to show."),)
    return tuple(Message(payload=_text(text), text=_plain(visible(quoted[0].words), FALLBACK)) for text in texts)


def thread_name(view: View, fallback: str = "Sources") -> str:
    """What a thread that a reply opens is called: its topic, else its first words."""
    lines = (line for part in view.parts for line in part.lines)
    first = next(("".join(run.text for run in line.runs if run.style != "marker") for line in lines), "")
    return _plain(clean(view.title or "") or clean(first) or visible(fallback), THREAD)


def _plain(words: str, limit: int) -> str:
    """Clean words of at most this size, where no Markdown is read; whole ones as far as may be."""
    if size(words) <= limit:
        return words
    kept = words[: limit - 1]
    while size(kept) > limit - 1:
        kept = kept[:-1]
    shorter = kept.rsplit(" ", 1)[0]
    return f"{shorter if len(shorter) > len(kept) // 2 else kept}…"


def _title(view: View, room: Room) -> str:
    return HAND.clip(clean(view.title), room.title) if view.title and clean(view.title) else ""


def _facts(view: View, room: Room) -> str:
    return _joined(view.facts, room.facts, " · ")


def _joined(texts: Sequence[str], limit: int, between: str) -> str:
    """Short texts as one, of at most this size; each has its share of it."""
    some = [clean(text) for text in texts if clean(text)][:10]
    share = limit // len(some) - size(between) if some else 0
    return between.join(HAND.clip(text, share) for text in some)


def _entry(entry: Entry, room: int, page: Page | None, style: Style) -> str:
    """A line of the list of sources, of at most this size; its link goes first where there is no room."""
    number, words = f"-# [{entry.number}] ", visible(entry.title)
    link = address(entry, page, URL) if style != "components" else None
    for short in (False, True):
        end = details(entry, HAND, short=short)
        left = room - size(number) - size(end)
        # Angles keep the link from being previewed.
        around = size(f"[](<{link}>)") if link else 0
        if link and left - around >= 30:
            return f"{number}[{HAND.clip(words, min(left - around, 160))}](<{link}>){end}"
        if left >= 30:
            return f"{number}{HAND.clip(words, min(left, 160))}{end}"
    return number + HAND.clip(words, max(room - size(number), 8))


def _links(view: View, page: Page | None) -> dict[int, Component]:
    """The buttons that lead to the sources."""
    found = {}
    for entry in view.sources:
        if link := address(entry, page, URL):
            label = _plain(f"[{entry.number}] {clean(entry.outlet or '') or visible(entry.title)}", LABEL)
            found[entry.number] = {"type": _BUTTON, "style": _LINK, "label": label, "url": link}
    return found


def _rows(view: View, reply: str, offer: bool) -> tuple[Component, ...]:
    titles = {part.title for part in view.parts}
    wanted = [
        ("passage", "Show passage", bool(view.sources)),
        ("timeline", "Timeline", "Timeline" in titles),
        ("said", "Who said what", "Who said what" in titles),
        (OPEN, "Open a thread", offer),
    ]
    others = [_press(label, button(action, reply)) for action, label, there in wanted if there]
    rated = [_press("Helpful", button("feedback", reply, "good")), _press("Not right", button("feedback", reply, "bad"))]
    return tuple({"type": _ROW, "components": row} for row in (others, rated) if row)


def _press(label: str, custom_id: str) -> Component:
    return {"type": _BUTTON, "style": _SECONDARY, "label": label, "custom_id": custom_id}


def _sections(some: Sequence[Stretch]) -> tuple[str, ...]:
    """Text under each heading, the heading first."""
    sections: list[list[str]] = []
    before: object = sections
    for stretch in some:
        if stretch.title != before:
            heading = HAND.clip(clean(stretch.title or ""), 100)
            sections.append([f"### {heading}"] if heading else [])
        sections[-1].append(stretch.text)
        before = stretch.title
    return tuple("\n".join(lines) for lines in sections)


def _holds(sheet: Sheet, style: Style) -> bool:
    """Whether Discord takes it as one message."""
    if style == "components":
        parts = _components(sheet)
        every = [inner for part in parts for inner in _walk(part)]
        spent = sum(size(part["content"]) for part in every if part["type"] == _TEXT)
        return spent <= ROOMS[style].total and len(every) <= COMPONENTS and len(sheet.links) <= LINKS
    return size(_body(sheet) if style == "embed" else _whole(sheet)) <= ROOMS[style].total


def _walk(component: Component) -> list[Component]:
    return [component, *(part for inner in component.get("components", ()) for part in _walk(inner))]


def _payload(sheet: Sheet, style: Style) -> dict[str, Any]:
    if style == "components":
        return {**_quiet(COMPONENTS_V2 | NO_PREVIEWS), "components": _components(sheet)}
    if style == "text":
        return {**_text(_whole(sheet)), "components": list(sheet.rows)}
    embed: dict[str, Any] = {"description": _body(sheet), "color": NAVY}
    if sheet.title:
        embed["title"] = sheet.title
    return {**_quiet(), "embeds": [embed], "components": list(sheet.rows)}


def _components(sheet: Sheet) -> list[Component]:
    head = "\n".join(filter(None, (f"## {sheet.title}" * bool(sheet.title), f"-# {sheet.facts}" * bool(sheet.facts))))
    inner = [_shown_text(text) for text in (head, *sheet.sections) if text]
    if sheet.listing:
        inner += [{"type": _SEPARATOR, "divider": True}, _shown_text(sheet.listing)]
    inner += [{"type": _ROW, "components": list(sheet.links[at : at + 5])} for at in range(0, len(sheet.links), 5)]
    if sheet.notes:
        inner.append(_shown_text(f"-# {sheet.notes}"))
    if not inner:
        inner.append(_shown_text("Nothing to show."))
    return [{"type": _CONTAINER, "accent_color": NAVY, "components": inner}, *sheet.rows]


def _shown_text(text: str) -> Component:
    return {"type": _TEXT, "content": text}


def _body(sheet: Sheet) -> str:
    facts = f"-# {sheet.facts}" if sheet.facts else ""
    notes = f"-# {sheet.notes}" if sheet.notes else ""
    return "\n\n".join(filter(None, (facts, *sheet.sections, sheet.listing, notes))) or "Nothing to show."


def _whole(sheet: Sheet) -> str:
    return f"## {sheet.title}\n{_body(sheet)}" if sheet.title else _body(sheet)


def _text(content: str) -> dict[str, Any]:
    return {**_quiet(NO_PREVIEWS), "content": content}


def _quiet(flags: int = 0) -> dict[str, Any]:
    """What keeps a message from calling anybody."""
    return {"allowed_mentions": {"parse": []}, **({"flags": flags} if flags else {})}
