"""The headline of an article: where the article begins on its page, and what stands above it as its title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.corpus import credits
from bot.corpus.dateline import alone, dateline
from bot.corpus.furniture import furniture
from bot.corpus.masthead import LONGEST_TITLE, Masthead
from bot.corpus.notices import notice

if TYPE_CHECKING:
    from bot.corpus.document import Document
    from bot.corpus.lines import Line
    from bot.domain import Block, BlockKind

HEAD: Final = 15
"""Lines above the article that are searched for its headline, its byline and its date."""
_MADE: Final = 110
_WORD = re.compile(r"\w[\w'’.-]*")
_FOLD = re.compile(r"[\W_]+")
_FORM = re.compile(
    r"(?:live(?: updates| blog)?|watch|video|listen|podcast|gallery|in pictures|explainer|explained|opinion|analysis|exclusive"
    r"|interview|review|read)\s*[:|»–—-]\s+(?=\S)",
    re.IGNORECASE,
)
"""What a headline may begin with, and a pointer to another page too."""
_ENDED = re.compile(r"[.!?…][\"'”’)\]»]*$")


def ended(line: str) -> bool:
    """Whether a line ends as a sentence does."""
    return _ENDED.search(line[-8:]) is not None


def prose(line: str) -> bool:
    """Whether a line reads like a paragraph rather than a headline."""
    if len(line) > LONGEST_TITLE:
        return True
    words = _WORD.findall(line)
    return len(words) >= 8 and not _title_case(words) if ended(line) else len(words) > 30


def opening(page: list[Line], kinds: list[BlockKind | None]) -> int:
    """Number of the first line of prose."""
    for number, line in enumerate(page):
        if kinds[number] is None and prose(line.text) and not _around(line.text):
            at = credits.credit(line.text)
            if (at is None or number + 1 == len(page)) and not _above_dateline(page, number):
                return number
    return len(page)


def _above_dateline(page: list[Line], number: int) -> bool:
    """Whether a short line stands just above the dateline that opens the article, and so is its headline."""
    return (
        number + 1 < len(page)
        and len(page[number].text) <= LONGEST_TITLE
        and dateline(page[number].text, first=True) is None
        and dateline(page[number + 1].text[:400], first=False) is not None
    )


def _around(text: str) -> bool:
    """Whether a line's wording shows that it is not where an article begins."""
    return furniture(text) or credits.caption(text) or credits.label(text) is not None or notice(text) is not None


def headline(document: Document, page: list[Line], kinds: list[BlockKind | None], start: int) -> str | None:
    """The headline, given or found; every line that repeats it is marked."""
    title = document.title or _labelled(page) or _marked(page, kinds, start) or _repeated(page, start) or _kicked(page)
    if title is None:
        title = next((line.text for line in page[: min(start, HEAD)] if _may_be_title(line, page)), None)
    if title is None:
        return None
    folded = _folded(title)
    cut = _folded(title.rstrip(".… ")) if title.rstrip().endswith(("...", "…")) else None
    for number, line in enumerate(page):
        if len(line.text) > len(title) + 60 or len(line.text) > 1_000:
            continue
        if prose(line.text) and not ended(title):
            continue  # the sentence that a title was made from, when an export is read back
        here = _folded(line.text)
        if here == folded or (cut and len(cut) >= 20 and number < HEAD and here.startswith(cut)):
            kinds[number] = "title"
    return title.strip(" #*").rstrip(";") if document.title is None else title


def _labelled(page: list[Line]) -> str | None:
    labels = (credits.label(line.text) for line in page[:HEAD])
    return next((label[1][:LONGEST_TITLE] for label in labels if label and label[0] in ("title", "headline", "subject")), None)


def _marked(page: list[Line], kinds: list[BlockKind | None], start: int) -> str | None:
    return next((page[number].text for number in range(start) if kinds[number] == "heading"), None)


def _repeated(page: list[Line], start: int) -> str | None:
    """A line that pages print several times around the head of an article: its headline."""
    seen: set[str] = set()
    for line in page[: max(start + 8, HEAD)]:
        if len(line.text) > LONGEST_TITLE:
            continue
        folded = _folded(line.text)
        if folded in seen and len(_WORD.findall(line.text)) >= 3 and not furniture(line.text):
            return line.text
        seen.add(folded)
    return None


def _kicked(page: list[Line]) -> str | None:
    """The page's first line where it is a headline behind the name of a form: "LIVE: Storm shuts the port"."""
    text = page[0].text if len(page) > 1 else ""
    found = _FORM.match(text) if len(text) <= LONGEST_TITLE else None
    return text if found and len(_WORD.findall(text[found.end() :])) >= 4 and not Masthead().dated(text) else None


def _may_be_title(line: Line, page: list[Line]) -> bool:
    words = _WORD.findall(line.text)
    return (
        3 <= len(words) <= 32
        and len(line.text) <= LONGEST_TITLE
        and len(page) > 1
        and not line.text.endswith((",", ":"))
        and not furniture(line.text)
        and credits.byline(line.text) is None
        and credits.label(line.text) is None
        and not credits.caption(line.text)
        and credits.credit(line.text) is None
        and notice(line.text) is None
        and not credits.outlet_line(line.text)
        and not Masthead().dated(line.text)
        and dateline(line.text, first=True) is None
        and alone(line.text) is None
    )


def _title_case(words: list[str]) -> bool:
    long = [word for word in words[1:] if len(word) > 3 and word[0].isalpha()]
    return len(long) >= 3 and sum(word[0].isupper() for word in long) >= 0.8 * len(long)


def _folded(text: str) -> str:
    return _FOLD.sub(" ", text).strip().casefold()


def made(text: str, blocks: tuple[Block, ...]) -> str:
    """A title out of the first sentence, for an article that has none."""
    start = next((block for block in blocks if block.kind == "body"), blocks[0] if blocks else None)
    if start is None:
        return "Untitled"
    words = " ".join(text[start.start : min(start.end, start.start + 600)].split())
    sentence = re.match(r".{20,}?(?<![A-Z])(?<!\b[A-Z][a-z])[.!?][\"”’']?(?=\s|$)", words)
    words = (sentence[0].rstrip(".") if sentence else words) or "Untitled"
    if len(words) <= _MADE:
        return words
    return words[:_MADE].rpartition(" ")[0].rstrip(",;:—–-") + "…" if " " in words[:_MADE] else words[:_MADE] + "…"
