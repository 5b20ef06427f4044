"""Words as Discord's Markdown shows them: as they are, whoever wrote them (support.discord.com, Markdown Text 101).

A backslash before a sign that is neither letter, digit nor blank takes any meaning from it. Sizes are UTF-16 units, the most
that Discord may count.
"""

from __future__ import annotations

import re

from adapters.copyfit import Hand

_SPECIAL = re.compile(
    r"[\\*_~`|<\[\]]"  # styles, code, spoilers, links, and whatever opens with an angle: mentions, emoji, moments
    r"|^[-+#>]"  # lists, headings and quotations, at the head of a line
    r"|:(?=//|\w[\w+-]*:)"  # addresses, which would become links, and the names of emoji
    r"|(?<=\bdiscord)\.(?=(?:gg|com|me|new)/)|(?<=\bdiscordapp)\.(?=com/)",  # invitations, shown without an address too
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s)")
_CALL = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
_APART = "@\u200b"
"""Nobody is called whatever stands there (``allowed_mentions``); this keeps it from looking so."""


def escape(words: str) -> str:
    """Clean words as Markdown that shows them as they are: no formatting, no links, no previews, and nobody is called."""
    written = _CALL.sub(_APART, _SPECIAL.sub(r"\\\g<0>", words))
    return _NUMBERED.sub(r"\1\\\2", written)


def size(written: str) -> int:
    """UTF-16 units."""
    return len(written) if written.isascii() else len(written.encode("utf-16-le", "surrogatepass")) // 2


HAND = Hand(
    escape=escape,
    size=size,
    marks={"strong": "**", "mark": "**", "emphasis": "_"},
    leads={"item": "- ", "against": "  - ", "event": "- ", "paragraph": ""},
    strong="**",
)
