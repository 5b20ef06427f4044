"""Words as Slack shows them: cleaned, escaped, measured and cut. Pure, and total.

Sizes are UTF-16 units of the JSON, so neither an emoji nor a quotation mark counts for less than it may cost.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from bot.intake import cleaned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.engine.view import Run, Style

UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
BLANK = re.compile(r"\s+")
NUMBER = re.compile(r"\[(\d+)\]")
MARKS = re.compile(r"([*_~`]+)")
SPECIAL = re.compile(r"([\\`*_\[\]~#|!>])")
MRKDWN: dict[Style, str] = {"strong": "*", "mark": "*", "emphasis": "_"}
MARKDOWN: dict[Style, str] = {"strong": "**", "mark": "**", "emphasis": "*"}
UNSEEN = "\u200b"


def clean(words: str) -> str:
    """Words in one line, without what no reader sees."""
    return BLANK.sub(" ", UNPRINTABLE.sub("", cleaned(words))).strip()


def visible(words: str) -> str:
    """Clean words, and where nothing visible is left a sign of it: Slack takes no empty text."""
    return clean(words) or "…"


def bare(words: str) -> str:
    """Clean words as plain text, which is shown as it stands: what could be taken for a call has other characters."""
    return clean(words).replace("<", "‹").replace(">", "›")


def escape(words: str) -> str:
    """Words as mrkdwn that shows them as they are: no formatting, no links, and nobody is called."""
    safe = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # A number in brackets that an article has is none of our markers, and looks like one all the same.
    return NUMBER.sub(rf"[{UNSEEN}\1]", MARKS.sub(rf"{UNSEEN}\1{UNSEEN}", safe))


def markdown(words: str) -> str:
    """Words as Markdown that shows them as they are."""
    return SPECIAL.sub(r"\\\1", clean(words).replace("&", "&amp;").replace("<", "&lt;"))


def styled(run: Run) -> str:
    """A run as mrkdwn."""
    mark = MRKDWN.get(run.style, "")
    # Slack takes a mark for one only at the edge of a word; the unseen space makes an edge where there is none.
    return _between(run.text, mark, escape, UNSEEN if mark else "")


def marked(run: Run) -> str:
    """A run as Markdown; a marker stands as it is, since it is ours."""
    if run.style == "marker":
        return run.text
    return _between(run.text, MARKDOWN.get(run.style, ""), markdown, "")


def size(text: str) -> int:
    """UTF-16 units of the text in JSON, without the quotation marks around it."""
    return len(json.dumps(text, ensure_ascii=False).encode("utf-16-le", "surrogatepass")) // 2 - 2


def clip(words: str, limit: int) -> str:
    """Clean words, escaped, of at most this size; whole ones as far as may be."""
    whole = escape(words)
    if size(whole) <= limit:
        return whole
    kept = words[: _fitting(words, limit - 1)]
    shorter = kept.rsplit(" ", 1)[0]
    return escape(shorter if len(shorter) > len(kept) // 2 else kept).rstrip() + "…"


def clip_start(words: str, limit: int) -> str:
    """The end of clean words, escaped, of at most this size."""
    if size(escape(words)) <= limit:
        return escape(words)
    # A character costs six units at the most, as a control character does in JSON, or an escaped "&".
    kept = words[-(limit // 6) :]
    return "…" + escape(kept.partition(" ")[2] or kept)


def cut(words: str, limit: int) -> str:
    """Plain words of at most this size."""
    while size(words) > limit:
        words = words[: -max(2, (size(words) - limit) // 2)].rstrip() + "…"
    return words


def pieces(words: str, limit: int) -> Iterator[str]:
    """Clean words, escaped, in pieces of at most this size."""
    while words:
        most = _fitting(words, limit)
        if most == len(words):
            yield escape(words)
            return
        end = words.rfind(" ", most // 2, most)
        end = end if end > 0 else max(most, 1)
        yield escape(words[:end].rstrip())
        words = words[end:].lstrip()


def _fitting(words: str, limit: int) -> int:
    """How many characters fit, once they are escaped."""
    low, high = 0, min(len(words), limit)
    while low < high:
        middle = (low + high + 1) // 2
        if size(escape(words[:middle])) <= limit:
            low = middle
        else:
            high = middle - 1
    return low


def _between(text: str, mark: str, escaped: Callable[[str], str], edge: str) -> str:
    line = BLANK.sub(" ", UNPRINTABLE.sub("", cleaned(text)))
    inner = line.strip()
    if not inner:
        return " " if line else ""
    before, after = " " * line.startswith(" "), " " * line.endswith(" ")
    return f"{before or edge}{mark}{escaped(inner)}{mark}{after or edge}"
