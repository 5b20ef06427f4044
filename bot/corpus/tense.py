"""Whether the words around a time expression speak of what has been or of what is to come."""

from __future__ import annotations

import re

from bot.domain import Span

REACH = 90
"""Characters of a clause that are looked at to either side."""

_CLAUSES = re.compile(r"[;:—–()\"“”]|, |\b(?:that|after|when|while|as|because|but|where|which|who|since|and|though|if)\b")
_AHEAD = re.compile(
    r"\b(?:ahead of|due|by|until|before|upcoming|forthcoming|scheduled for|set for|planned for|no later than)(?: the| on)* ?$"
)
_FUTURE = re.compile(
    r"\b(?:will|won[’']t|shall|would|(?:is|are|was|were) to|to be|to take place|due|scheduled|slated|set to|set for"
    r"|expected|plans? to"
    r"|(?<!the )(?<!a )(?<!an )(?:scheduled|expected|planned)|planning|going to|agreed to|upcoming|forthcoming"
    r"|(?<!the )(?:begins|starts|opens|resumes|kicks off|takes place|expires|faces|hosts))\b|[’']ll\b"
)
_SPOKEN = re.compile(r"\b(?:said|told|announced|reported|wrote|spoke|tweeted|confirmed|warned|posted|testified)\b")
_PAST = re.compile(
    r"\b(?:said|told|wrote|spoke|met|was|were|had|did|took|began|came|went|made|won|lost|fell|rose|held|hit|left|led"
    r"|found|saw|shot|gave"
    r"|became|sent|struck|broke|ran|fought|died|fled|[a-z]{2,}ed)\b"
)


def future(text: str, sentence: Span, start: int, end: int) -> bool:
    """Whether the clause around ``start..end`` speaks of what is to come.

    The verb before it decides, else the first one behind it.
    """
    left = _CLAUSES.split(text[max(sentence.start, start - REACH) : start])[-1]
    if _AHEAD.search(left):
        return True
    will = _last(_FUTURE, left)
    if will >= 0 or _PAST.search(left):
        return will > _last(_SPOKEN, left)
    right = _right(text, sentence, end)
    ahead, behind = _FUTURE.search(right), _PAST.search(right)
    return ahead is not None and (behind is None or ahead.start() <= behind.start())


def past(text: str, sentence: Span, start: int, end: int) -> bool:
    """Whether the clause around ``start..end`` tells what has been."""
    left = _CLAUSES.split(text[max(sentence.start, start - REACH) : start])[-1]
    return bool(_PAST.search(left) or _PAST.search(_right(text, sentence, end)))


def _right(text: str, sentence: Span, end: int) -> str:
    return _CLAUSES.split(text[end : min(sentence.end, end + REACH)].lstrip(" ,"))[0]


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match starts, or -1."""
    return max((match.start() for match in pattern.finditer(text)), default=-1)
