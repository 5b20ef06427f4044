"""Corrections, retractions and embargoes, as newspapers word them above or below an article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bot.corpus import pagewords

if TYPE_CHECKING:
    from bot.domain import Status

_LONGEST: Final = 1_000
_STORY: Final = r"(?:story|article|report|headline|post|piece|item|dispatch|live blog)"
_WRONG: Final = (
    r"(?:mis(?:stated|spelled|spelt|identified|quoted|attributed|reported)|incorrectly|wrongly"
    r"|erroneously|mistakenly|inaccurately|gave the wrong|contained an error)"
)
_HEAD: Final = r"[\[(*\s]{0,4}(?:(?:editor['’]?s?['’]? note|note to (?:readers|editors)|notice|update)\s*[:.—–-]+\s*)?"
_RETRACTED = re.compile(
    rf"{_HEAD}(?:(?:retraction|retracted|story withdrawn|kill notice|mandatory kill)\s*(?:[:.—–]|-\s|$)"
    rf"|(?:this|the above|our) {_STORY}\b[^.]{{0,60}}\b(?:has been|was|is|is being|is hereby|has now been) "
    rf"(?:retracted|withdrawn)\b"
    rf"|(?:we|[A-Z][\w.'’ -]{{1,40}})\s(?:(?:has|have|is|are)\s)?(?:now\s)?(?:retract(?:s|ed|ing)?|withdr(?:aws?|ew"
    rf"|awn|awing)) (?:this|the above|its|our|an earlier) {_STORY}\b)",
    re.I,
)
_CORRECTED = re.compile(
    rf"{_HEAD}(?:(?:corrections?|corrected|clarifications?|corrigendum|erratum)\b\s*(?:\([^)\n]{{0,60}}\)\s*"
    rf"|[\w, ]{{0,30}}\d{{4}}\s*)?(?:[:.—–]|-\s|$)"
    rf"|corrects\b"
    rf"|(?:an?|the|our) (?:earlier|previous|prior|original|first) (?:version|headline|edition)\b.{{0,40}}\b(?:this"
    rf"|the|our) {_STORY}\b"
    rf"|(?:an?|the|our) (?:earlier|previous|prior|original) (?:version|{_STORY})\b.{{0,60}}\b{_WRONG}\b"
    rf"|(?:this|the)(?: \w+ \d{{1,2}})? {_STORY}\b.{{0,40}}\b(?:has been|was|is) (?:corrected|amended|clarified|"
    rf"(?:updated|changed|revised) to (?:correct|clarify|fix))\b"
    rf"|(?:this|the) {_STORY} (?:previously |originally |earlier )?{_WRONG}\b)",
    re.I,
)
_EMBARGOED = re.compile(r"[\[(*\s]{0,4}(?:strictly |under )?embargo(?:ed)?\b\s*(?:[:—–-]|(?:until|till|to|for)\b)", re.I)
_OPENERS: Final = frozenset(pagewords.NOTICES.split())
"""First words of notices, so that most lines cost one look."""
_FIRST = re.compile(r"[\[(*\s]{0,4}([A-Za-z]+)")


def notice(line: str) -> Status | None:
    """The status that this line, as a notice, gives its article; None for any other line."""
    if len(line) > _LONGEST or not (first := _FIRST.match(line)):
        return None
    line = line[:240]
    if first[1].lower() not in _OPENERS and " retract" not in line and " withdr" not in line:
        return None
    if _RETRACTED.match(line):
        return "retracted"
    if _CORRECTED.match(line):
        return "corrected"
    return "embargoed" if _EMBARGOED.match(line) else None
