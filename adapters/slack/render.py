"""A view as Slack messages: Block Kit, pure and total, with sources that never fall off.

Limits are Slack's own (docs.slack.dev/reference/block-kit) where it publishes them. ``TOTAL`` is what ``msg_blocks_too_long``
is seen at, counted over the blocks' JSON, which is more than any other way of counting comes to. Sizes are UTF-16 units of
the JSON, so neither an emoji nor a quotation mark counts for less than it may cost.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from bot.intake import cleaned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adapters.port import Quoted
    from bot.engine.view import Entry, Line, Run, Style, View

Block = dict[str, Any]
Blocks = tuple[Block, ...]

BLOCKS = 50
SECTION = 3_000
HEADER = 150
ELEMENTS = 10
MARKDOWN = 12_000
TOTAL = 12_000
"""Of the blocks of a message; with its fallback text it stays under 13,000."""
FALLBACK = 600
PIECE = 2_400
"""The longest stretch of one line that is shown at once; what is longer goes on in the next, under the same markers."""
MARKERS = 32
"""Markers behind one stretch; a sentence with more sources goes on with the others."""
LISTED = 4_600
"""Room for the sources of any one stretch, so that both fit into one message whatever they are."""
ENTRY = 900
LONGEST_LINK = 500
NOTES = 900
OPTIONS = 24
"""Sources that the menu of passages has; Slack takes more, but each costs room that the reply needs."""
OPTION = 75
MENU = 1_200
"""Room for the names in that menu."""
WRAP = 100
"""What a block costs around its text."""

UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
BLANK = re.compile(r"\s+")
WEB = re.compile(r"https?://[^\s\x00-\x1f\x7f]+", re.IGNORECASE)
NUMBER = re.compile(r"\[(\d+)\]")
MARKS = re.compile(r"([*_~`]+)")
SPECIAL = re.compile(r"([\\`*_\[\]~#|!>])")
STYLES: dict[Style, str] = {"strong": "*", "mark": "*", "emphasis": "_"}
UNSEEN = "\u200b"
LEADS = {"item": "• ", "against": "↳ ", "event": "• ", "paragraph": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message: its blocks, and the ``text`` that a notification shows."""

    text: str
    blocks: tuple[Block, ...]
    sources: tuple[int, ...] = ()
    """The numbers of the sources it lists: exactly those that its markers name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What is shown of one line, with the markers behind it."""

    title: str | None
    text: str
    bare: str
    sources: tuple[int, ...]


@dataclass(slots=True)
class Draft:
    """A message under way."""

    stretches: list[Stretch] = field(default_factory=list)
    sources: set[int] = field(default_factory=set)
    cost: int = 0


def render(view: View, *, reply: str | None = None, page: str | None = None, share: bool = False) -> tuple[Message, ...]:
    """The messages that show a view: one, or several where one cannot hold it, each with its own sources.

    Args:
        view: The picture of a reply.
        reply: The id under which it is kept, for its buttons; without one there are none.
        page: Where the pages of our own sources are, for those without an address of their own.
        share: Whether it is shown to one person, who may share it.
    """
    there = frozenset(entry.number for entry in view.sources)
    stretches = [stretch for part in view.parts for line in part.lines for stretch in _stretches(part.title, line, there)]
    most = max((len(stretch.sources) for stretch in stretches), default=0)
    room = min(ENTRY, LISTED // max(most, 1))
    listed = {entry.number: _entry(entry, room, page) for entry in view.sources}
    head = _head(view)
    foot = [*_notes(view), *(_buttons(view, reply, share) if reply else ())]
    budget = TOTAL - _size(json.dumps([*head, *foot], ensure_ascii=False)) - 2 * WRAP
    drafts = _fit(stretches, listed, budget)
    messages = []
    for n, draft in enumerate(drafts, 1):
        numbers = tuple(sorted(draft.sources))
        counted = f" ({n}/{len(drafts)})" if len(drafts) > 1 else ""
        blocks = [
            *(head if n == 1 else []),
            *_sections(draft.stretches),
            *_listing(view, [listed[number] for number in numbers], counted),
            *(foot if n == len(drafts) else []),
        ]
        bare = draft.stretches[0].bare if draft.stretches else _shown(view.title or "Nothing to show.")
        messages.append(Message(text=_clip(bare, FALLBACK), blocks=tuple(blocks), sources=numbers))
    return tuple(messages)


def stream(view: View) -> tuple[str, ...]:
    """The lines of a view as Markdown for a stream; empty where they are more than a stream may hold.

    Each begins with what sets it apart from the one before, so that the lines of a reply's beginning begin the whole reply's.
    """
    lines: list[str] = []
    for part in view.parts:
        for n, line in enumerate(part.lines):
            apart = ("\n\n" if n == 0 else "\n") if lines else ""
            title = f"**{_markdown(part.title)}**\n\n" if part.title and n == 0 else ""
            label = f"**{_markdown(line.label)}** " if line.label else ""
            lead = {"item": "- ", "against": "  - ", "event": "- ", "paragraph": ""}[line.shape]
            words = "".join(_marked(run) for run in line.runs).strip()
            lines.append(f"{apart}{title}{lead}{label}{words}")
    return tuple(lines) if sum(map(_size, lines)) <= MARKDOWN and len(lines) <= BLOCKS else ()


def tail(view: View, *, reply: str | None = None, page: str | None = None) -> Blocks:
    """What ``chat.stopStream`` sets under the streamed lines: the sources of every marker, the notes and the buttons."""
    numbers = sorted({run.source for part in view.parts for line in part.lines for run in line.runs if run.source})
    room = min(ENTRY, 2 * LISTED // max(len(numbers), 1))
    listed = {entry.number: _entry(entry, room, page) for entry in view.sources}
    shown = [listed[number] for number in numbers if number in listed]
    return (*_context(view), *_listing(view, shown, ""), *_notes(view), *(_buttons(view, reply, False) if reply else ()))


def escape(words: str) -> str:
    """Words as mrkdwn that shows them as they are: no formatting, no links, and nobody is called."""
    clean = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # A number in brackets that an article has is none of our markers, and looks like one all the same.
    return NUMBER.sub(rf"[{UNSEEN}\1]", MARKS.sub(rf"{UNSEEN}\1{UNSEEN}", clean))


def said(text: str) -> Message:
    """A sentence of the desk's own, without sources."""
    words = _clip(_shown(text), SECTION - 200)
    return Message(text=_clip(_shown(text), FALLBACK), blocks=(_section(words),))


def usage(example: str) -> Message:
    """How to ask, with an example that the corpus answers."""
    topic = _clip(_shown(example), 120)
    text = (
        "Name a topic or ask a question; I answer from your newsroom's sources, each sentence with the passage it stands on.\n"
        f"• `/brief {topic}` — what happened, who said what, what is disputed\n"
        f"• `/brief {topic} since:7d` — only what was published in the last seven days; `outlet:NAME` — one outlet alone\n"
        f"• `/ask what is known about {topic}?` — one question\n"
        "• In a thread, mention me and ask; in a direct message, just ask."
    )
    return Message(text=_clip(f"Try /brief {_clean(example)}", FALLBACK), blocks=(_section(text),))


def passages(quoted: Sequence[Quoted]) -> tuple[Message, ...]:
    """Cited words in their context; never more than fits."""
    blocks: list[Block] = []
    spent = 0
    for one in quoted:
        # A name in the margin may be long, and so may a paragraph: what was cited comes first.
        shown = _clip(_shown(one.words), 1_800)
        start, end = _clip_start(_clean(one.before), 400), _clip(_clean(one.after), 400)
        text = f"*[{one.number}]* {_clip(_clean(one.title), 200)}\n{start} *{shown}* {end}".replace("\n ", "\n").rstrip()
        spent += _size(text) + WRAP
        if blocks and (spent > TOTAL or len(blocks) >= BLOCKS - 1):
            break
        blocks.append(_section(text))
    if not blocks:
        return (said("There is no passage to show."),)
    return (Message(text=_clip(_clean(quoted[0].words) or "…", FALLBACK), blocks=tuple(blocks)),)


def _shown(words: str) -> str:
    """Clean words, and where nothing visible is left a sign of it: Slack takes no empty text."""
    return _clean(words) or "…"


def _clean(words: str) -> str:
    return BLANK.sub(" ", UNPRINTABLE.sub("", cleaned(words))).strip()


def _size(text: str) -> int:
    """UTF-16 units of the text in JSON, without the quotation marks around it."""
    return len(json.dumps(text, ensure_ascii=False).encode("utf-16-le", "surrogatepass")) // 2 - 2


def _clip(words: str, limit: int) -> str:
    """Clean words, escaped, of at most this size; whole ones as far as may be."""
    whole = escape(words)
    if _size(whole) <= limit:
        return whole
    low, high = 0, min(len(words), limit)
    while low < high:
        middle = (low + high + 1) // 2
        if _size(escape(words[:middle])) < limit:
            low = middle
        else:
            high = middle - 1
    kept = words[:low]
    shorter = kept.rsplit(" ", 1)[0]
    return escape(shorter if len(shorter) > low // 2 else kept).rstrip() + "…"


def _clip_start(words: str, limit: int) -> str:
    if _size(escape(words)) <= limit:
        return escape(words)
    kept = words[-(limit // 6) :]
    return "…" + escape(kept.partition(" ")[2] or kept)


def _styled(run: Run) -> str:
    clean = BLANK.sub(" ", UNPRINTABLE.sub("", cleaned(run.text)))
    inner = clean.strip()
    if not inner:
        return " " if clean else ""
    mark = STYLES.get(run.style, "")
    before, after = " " * clean.startswith(" "), " " * clean.endswith(" ")
    if not mark:
        return f"{before}{escape(inner)}{after}"
    # Slack takes a mark for one only at the edge of a word; the unseen space makes an edge where there is none.
    return f"{before or UNSEEN}{mark}{escape(inner)}{mark}{after or UNSEEN}"


def _markdown(words: str) -> str:
    return SPECIAL.sub(r"\\\1", _clean(words).replace("&", "&amp;").replace("<", "&lt;"))


def _marked(run: Run) -> str:
    clean = BLANK.sub(" ", UNPRINTABLE.sub("", cleaned(run.text)))
    inner = clean.strip()
    if not inner:
        return " " if clean else ""
    before, after = " " * clean.startswith(" "), " " * clean.endswith(" ")
    mark = {"strong": "**", "mark": "**", "emphasis": "*"}.get(run.style, "")
    return f"{before}{mark}{_markdown(inner)}{mark}{after}"


def _stretches(title: str | None, line: Line, there: frozenset[int]) -> Iterator[Stretch]:
    """A line as it is shown, in as many stretches as its length and its sources ask for; each has its own markers."""
    numbers = tuple(dict.fromkeys(run.source for run in line.runs if run.style == "marker" and run.source in there))
    words = [run for run in line.runs if run.style != "marker"]
    bare = _shown("".join(run.text for run in words))
    label = f"*{_clip(_clean(line.label), 200)}* " if line.label else ""
    lead = LEADS[line.shape]
    text = label + ("".join(map(_styled, words)).strip() or "…")
    pieces = [text] if _size(text) <= PIECE else [label + piece for piece in _pieces(bare)]
    if text.startswith("&gt;") and not lead:
        pieces[0] = UNSEEN + pieces[0]
    for n, piece in enumerate(pieces):
        begun = "…" if n else ""
        ended = "…" if n < len(pieces) - 1 else ""
        first = numbers[:MARKERS]
        yield Stretch(title=title, text=f"{lead}{begun}{piece}{ended}{_names(first)}", bare=bare, sources=first)
    for start in range(MARKERS, len(numbers), MARKERS):
        more = numbers[start : start + MARKERS]
        yield Stretch(title=title, text=f"{lead}The same{_names(more)}", bare=bare, sources=more)


def _pieces(words: str) -> Iterator[str]:
    while words:
        whole = escape(words)
        if _size(whole) <= PIECE - 300:
            yield whole
            return
        low, high = 1, min(len(words), PIECE - 300)
        while low < high:
            middle = (low + high + 1) // 2
            if _size(escape(words[:middle])) <= PIECE - 300:
                low = middle
            else:
                high = middle - 1
        cut = words.rfind(" ", low // 2, low)
        cut = cut if cut > 0 else low
        yield escape(words[:cut].rstrip())
        words = words[cut:].lstrip()


def _names(numbers: Sequence[int]) -> str:
    return " " + "".join(f"[{number}]" for number in numbers) if numbers else ""


def _entry(entry: Entry, room: int, page: str | None) -> str:
    """A line of the list of sources, of at most this size; its link goes first where there is no room."""
    number = f"[{entry.number}] "
    status = f" · *{entry.status}*" if entry.status != "live" else ""
    detail = [_clip(_clean(text), 60) for text in (entry.outlet or "", entry.published or "undated") if text]
    copied = [f"copy of [{entry.copy_of}]"] if entry.copy_of and room > ENTRY // 4 else []
    end = "".join(f" · {text}" for text in (*detail, *copied)) + status
    link = _link(entry, page)
    for address in filter(None, (link,)):
        left = room - _size(number) - _size(end) - _size(address) - 4
        if left >= 30:
            title = _clip(_shown(entry.title).replace("|", "¦"), min(left, 240))
            return f"{number}<{address}|{title}>{end}"
    left = room - _size(number) - _size(end) - 1
    return (
        f"{number}{_clip(_shown(entry.title), min(left, 240))}{end}"
        if left >= 20
        else number + _clip(_shown(entry.title), max(room - _size(number) - 2, 8))
    )


def _link(entry: Entry, page: str | None) -> str | None:
    url = entry.url if entry.url and WEB.fullmatch(entry.url) else f"{page}{quote(entry.id)}" if page else None
    if url is None:
        return None
    address = quote(cleaned(url), safe=":/?#[]@!$&'()*+,;=%~").replace("&", "&amp;")
    return address if _size(address) <= LONGEST_LINK else None


def _fit(stretches: Sequence[Stretch], listed: dict[int, str], budget: int) -> list[Draft]:
    """The stretches in messages, each beside the sources that it names."""
    drafts = [Draft()]
    for stretch in stretches:
        draft = drafts[-1]
        known = tuple(number for number in stretch.sources if number in listed)
        cost = _cost(draft, stretch, known, listed)
        if draft.stretches and (draft.cost + cost > budget or len(draft.stretches) >= BLOCKS // 2):
            draft = Draft()
            drafts.append(draft)
            cost = _cost(draft, stretch, known, listed)
        draft.stretches.append(stretch)
        draft.sources.update(known)
        draft.cost += cost
    return drafts


def _cost(draft: Draft, stretch: Stretch, known: tuple[int, ...], listed: dict[int, str]) -> int:
    before = draft.stretches[-1].title if draft.stretches else object()
    opening = WRAP + _size(stretch.title or "") + 6 if stretch.title != before else 0
    fresh = sum(_size(listed[number]) + 2 for number in known if number not in draft.sources)
    # Half a block for each, since two that share none need one each, and any two neighbours make more than one.
    return opening + _size(stretch.text) + 2 + WRAP // 2 + fresh + (WRAP * fresh) // SECTION


def _sections(stretches: Sequence[Stretch]) -> Iterator[Block]:
    title: str | None = None
    lines: list[str] = []
    for stretch in stretches:
        opening = [f"*{escape(stretch.title)}*"] if stretch.title and stretch.title != title else []
        if lines and (stretch.title != title or not _together([*lines, stretch.text])):
            yield _section("\n".join(lines))
            lines = []
        lines += [*opening, stretch.text]
        title = stretch.title
    if lines:
        yield _section("\n".join(lines))


def _together(lines: Sequence[str]) -> bool:
    return _size("\n".join(lines)) <= SECTION


def _listing(view: View, entries: Sequence[str], counted: str) -> Iterator[Block]:
    if not entries:
        return
    outlets = len({entry.outlet for entry in view.sources if entry.outlet})
    origins = sum(entry.copy_of is None for entry in view.sources)
    told = ", ".join(filter(None, (_count(outlets, "outlet") if outlets else "", _count(origins, "independent origin"))))
    yield {"type": "divider"}
    lines = [f"*Sources*{counted} · {told}"]
    for entry in entries:
        if not _together([*lines, entry]):
            yield _section("\n".join(lines))
            lines = []
        lines.append(entry)
    yield _section("\n".join(lines))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _head(view: View) -> list[Block]:
    blocks: list[Block] = []
    if view.title and (title := _clean(view.title)):
        blocks.append({"type": "header", "text": _plain(_cut(_bare(title), HEADER))})
    return [*blocks, *_context(view)]


def _bare(words: str) -> str:
    """Clean words as plain text, which is shown as it stands: what could be taken for a call has other characters."""
    return _clean(words).replace("<", "‹").replace(">", "›")


def _cut(words: str, limit: int) -> str:
    while _size(words) > limit:
        words = words[: -max(2, (_size(words) - limit) // 2)].rstrip() + "…"
    return words


def _context(view: View) -> list[Block]:
    facts = [_clip(_shown(fact), 300) for fact in view.facts][:ELEMENTS]
    return [_small(facts)] if facts else []


def _notes(view: View) -> list[Block]:
    notes = [_clip(_shown(note), NOTES // len(view.notes[:ELEMENTS]) - 4) for note in view.notes[:ELEMENTS]]
    return [_small(notes)] if notes else []


def _small(texts: Sequence[str]) -> Block:
    return {"type": "context", "elements": [_mrkdwn(text) for text in texts]}


def _section(text: str) -> Block:
    return {"type": "section", "text": _mrkdwn(text)}


def _mrkdwn(text: str) -> Block:
    # Verbatim: Slack links no name and calls nobody by itself.
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _buttons(view: View, reply: str, share: bool) -> list[Block]:
    titles = {part.title for part in view.parts}
    wanted = [
        ("nutgraf_timeline", "Timeline", "Timeline" in titles),
        ("nutgraf_said", "Who said what", "Who said what" in titles),
        ("nutgraf_share", "Share with channel", share),
    ]
    elements = _passage(view, reply)
    elements += [
        {"type": "button", "action_id": action, "text": _plain(label), "value": reply}
        for action, label, there in wanted
        if there
    ]
    feedback = {
        "type": "feedback_buttons",
        "action_id": "nutgraf_feedback",
        "positive_button": {"text": _plain("Helpful"), "value": f"{reply}:good"},
        "negative_button": {"text": _plain("Not right"), "value": f"{reply}:bad"},
    }
    actions = [{"type": "actions", "elements": elements}] if elements else []
    return [*actions, {"type": "context_actions", "elements": [feedback]}]


def _passage(view: View, reply: str) -> list[Block]:
    """What shows a source's passages: a button where there is one source, else a choice of them."""
    if not view.sources:
        return []
    if len(view.sources) == 1:
        only = {"text": _plain("Show passage"), "value": f"{reply}:1"}
        return [{"type": "button", "action_id": "nutgraf_passage", **only}]
    room = min(OPTION, MENU // len(view.sources[:OPTIONS]))
    options = []
    for entry in view.sources[:OPTIONS]:
        words = _cut(f"[{entry.number}] {_bare(' · '.join(filter(None, (entry.outlet, entry.title))))}", room)
        options.append({"text": _plain(words), "value": f"{reply}:{entry.number}"})
    if len(view.sources) > OPTIONS:
        options.append({"text": _plain("All of them, one passage each"), "value": f"{reply}:"})
    menu = {"type": "static_select", "action_id": "nutgraf_passage", "placeholder": _plain("Show passage")}
    return [{**menu, "options": options}]


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}
