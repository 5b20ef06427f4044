"""Words as Slack shows them: escaped and measured. Pure, and total.

Sizes are UTF-16 units of the JSON, so neither an emoji nor a quotation mark counts for less than it may cost.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from adapters.copyfit import Hand, clean, spaced

if TYPE_CHECKING:
    from bot.engine.view import Run, Style

NUMBER = re.compile(r"\[(\d+)\]")
MARKS = re.compile(r"([*_~`]+)")
SPECIAL = re.compile(r"([\\`*_\[\]~#|!>])")
MARKDOWN: dict[Style, str] = {"strong": "**", "mark": "**", "emphasis": "*"}
UNSEEN = "\u200b"


def bare(words: str) -> str:
    """Clean words as plain text, which is shown as it stands: what could be taken for a call has other characters."""
    return clean(words).replace("<", "‹").replace(">", "›")


def escape(words: str) -> str:
    """Words as mrkdwn that shows them as they are: no formatting, no links, and nobody is called."""
    safe = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # At the head of a line it would quote the rest.
    safe = UNSEEN + safe if safe.startswith("&gt;") else safe
    # A number in brackets that an article has is none of our markers, and looks like one all the same.
    return NUMBER.sub(rf"[{UNSEEN}\1]", MARKS.sub(rf"{UNSEEN}\1{UNSEEN}", safe))


def markdown(words: str) -> str:
    """Words as Markdown that shows them as they are."""
    return SPECIAL.sub(r"\\\1", clean(words).replace("&", "&amp;").replace("<", "&lt;"))


def marked(run: Run) -> str:
    """A run as Markdown; a marker stands as it is, since it is ours."""
    if run.style == "marker":
        return run.text
    line, mark = spaced(run.text), MARKDOWN.get(run.style, "")
    inner = line.strip()
    if not inner:
        return " " if line else ""
    return f"{' ' * line.startswith(' ')}{mark}{markdown(inner)}{mark}{' ' * line.endswith(' ')}"


def size(text: str) -> int:
    """UTF-16 units of the text in JSON, without the quotation marks around it."""
    return spent(text) - 2


def spent(value: object) -> int:
    """UTF-16 units of a value's JSON."""
    return len(json.dumps(value, ensure_ascii=False).encode("utf-16-le", "surrogatepass")) // 2


def cut(words: str, limit: int) -> str:
    """Plain words of at most this size."""
    while size(words) > limit:
        words = words[: -max(2, (size(words) - limit) // 2)].rstrip() + "…"
    return words


HAND = Hand(
    escape=escape,
    size=size,
    marks={"strong": "*", "mark": "*", "emphasis": "_"},
    leads={"item": "• ", "against": "\u2003↳ ", "event": "• ", "paragraph": ""},
    strong="*",
    # Slack takes a mark for one only at the edge of a word; the unseen space makes an edge where there is none.
    edge=UNSEEN,
)
clip, clip_start = HAND.clip, HAND.clip_start
