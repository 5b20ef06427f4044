"""Datelines: the place, the day and the agency that an article opens with, before its first sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.corpus import pagewords
from bot.corpus.agencies import WIRES

_REACH: Final = 160
_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DAY: Final = (
    rf"(?P<date>{_MONTH} \d{{1,2}}(?:,? (?:19|20)\d\d)?|\d{{1,2}} {_MONTH}(?:,? (?:19|20)\d\d)?|(?:Mon|Tues"
    rf"|Wednes|Thurs|Fri|Satur|Sun)day)"
)
_DASH: Final = r"\s*(?:—|–|―|--|\s-\s|-\s)\s*"
_PLACE: Final = r"[A-ZÀ-Þ][^\n()\[\]—–:;!?\"“”]{1,70}?"
_SIGNED = re.compile(
    rf"(?:(?P<place>{_PLACE})(?:,?\s+{_DAY})?\s*,?\s*)?[(\[](?P<agency>{WIRES})(?:\s?[/,&]\s?(?:{WIRES}"
    rf"|[A-Z][\w ]{{1,20}})){{0,2}}[)\]](?P<dash>{_DASH}|\s*:?\s+)"
)
_SIGNED_BARE = re.compile(rf"(?P<place>{_PLACE})(?:,?\s+{_DAY})?\s*,?\s+(?P<agency>{WIRES}){_DASH}(?=\S)")
_PAPER = re.compile(rf"[(\[](?P<agency>[A-Z][\w .&'’-]{{1,40}})[)\]](?:(?P<dash>{_DASH})|\s*:?\s+)(?=[A-ZÀ-Þ\d\"'“‘$£€])")
_BRACKETED = re.compile(
    rf"(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ.'’ /-]{{2,40}}(?:, [A-ZÀ-Þ][\w.]{{1,20}})?)(?:,?\s+{_DAY})?\s*,?\s*\("
    rf"(?P<agency>[A-Z][^\W\d][^\d()\n]{{1,40}})\){_DASH}(?=\S)"
)
_CAPITALS = re.compile(
    rf"(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ.'’]+(?:[ /-]+(?:and |of |de |AND )?[A-ZÀ-Þ][A-ZÀ-Þ.'’]+){{0,4}}"
    rf"(?:,\s+[A-ZÀ-Þ][\w.]{{1,20}}(?: [A-ZÀ-Þ][\w.]{{1,20}})?)?)"
    rf"(?:,?\s+{_DAY})?(?P<sep>\s*:\s+|{_DASH})(?=[A-ZÀ-Þ\d\"'“‘$£€])"
)
_COMMA = re.compile(
    rf"(?P<place>[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){{0,2}}, [A-ZÀ-Þ][\w.]+(?: [A-ZÀ-Þ][\w.]+){{0,2}})"
    rf"(?:,?\s+{_DAY})?\s*(?:—|–|―|--)\s*(?=[A-ZÀ-Þ\d\"'“‘$£€])"
)
_DASHED = re.compile(_DASH)
_ALONE = re.compile(rf"(?:(?P<place>{_PLACE}),?\s+)?[(\[]?(?P<agency>{WIRES})[)\]]?\s*(?:—|–|―|--?)$")
_KICKER = re.compile(
    r"(?:BREAKING(?: NEWS)?|JUST IN|UPDATED?|EXCLUSIVE|ANALYSIS|EXPLAINER|OPINION|WATCH|LIVE|NEWS ALERT|DEVELOPING"
    r"|FLASH|URGENT|FACTBOX|FEATURE"
    r"|WRAPUP(?: \d+)?|UPDATE \d+)\s*(?::|—|–|--|\s-\s|-(?=[A-Z]))\s*"
)
_ACRONYMS: Final = frozenset(pagewords.NO_PLACES.split())
"""Words in capitals that stand before a colon or a dash and are no place."""
_FUNCTION: Final = frozenset(
    ["ON", "THE", "FIRST", "AT", "BY", "FOR", "TO", "WITH", "FROM", "IS", "ARE", "WE", "OUR", "YOUR", "THIS", "THAT", "ALL"]
)
_LITTLE: Final = frozenset(
    ["and", "of", "de", "la", "le", "del", "da", "di", "du", "al", "el", "the", "near", "in", "on", "upon", "y", "e"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """What stands before the first sentence of an article; ``end`` is where that begins."""

    end: int
    place: str | None = None
    agency: str | None = None
    date: str | None = None


def dateline(paragraph: str, *, first: bool, outlet: str | None = None) -> Dateline | None:
    """The dateline that a paragraph opens with; ``first`` allows the forms that only an article's first paragraph has."""
    head = paragraph[:_REACH]
    if not head or not (head[0].isupper() or head[0] in "(["):
        return None
    if head[0] in "([":
        found = _PAPER.match(head)
        if found and (found["agency"] == outlet or (first and found["dash"])):
            return _made(found)
    bracket = "(" in head or "[" in head
    if not bracket and not _DASHED.search(head) and ":" not in head:
        return None
    found = _SIGNED.match(head) if bracket else None
    if found and _opens(head, found.end(), loose=bool(found["dash"].strip())) and _place(found["place"]):
        return _made(found)
    found = _SIGNED_BARE.match(head)
    if found and _opens(head, found.end(), loose=True) and _place(found["place"]):
        return _made(found)
    found = _BRACKETED.match(head) if bracket else None
    if found and _place(found["place"]):
        return _made(found)
    if not head[:2].isupper() or (head[1:2] == " "):
        found = _COMMA.match(head) if first else None
        if found and not re.search(r"[—–―]|--", paragraph[found.end() : found.end() + 200]) and _place(found["place"]):
            return _made(found)
        return None
    found = _CAPITALS.match(head)
    if not found:
        return None
    place = found["place"]
    letters = sum(map(str.isalpha, place))
    if not first and ":" in found["sep"]:
        return None
    if letters < 4 or _strange(place) or _KICKER.match(head):
        return None
    return _made(found)


def alone(line: str) -> Dateline | None:
    """A dateline on a line of its own: ``London (AP) —``."""
    found = _ALONE.match(line) if len(line) <= 80 and line[-1] in "—–―-" else None
    return _made(found) if found and _place(found["place"]) else None


def kicker(paragraph: str) -> int:
    """Length of the label in capitals that a paragraph opens with (``BREAKING: ``); 0 without one."""
    found = _KICKER.match(paragraph[:40])
    return found.end() if found and found.end() < len(paragraph) else 0


def _opens(head: str, at: int, *, loose: bool) -> bool:
    """Whether a sentence begins here; ``loose`` where a dash says so already."""
    following = head[at : at + 1]
    return bool(following) and (loose or following.isupper() or following.isdigit() or following in "\"'“‘$£€")


def _place(words: str | None) -> bool:
    """Whether these words may be a place: capitals and little words only."""
    if words is None:
        return True
    tokens = re.findall(r"[^\W\d_][\w.'’]*", words)
    return bool(tokens) and len(tokens) <= 10 and all(token[0].isupper() or token in _LITTLE for token in tokens)


def _strange(place: str) -> bool:
    """Whether words in capitals are a label rather than a place."""
    words = place.replace(".", "").replace(",", " ").split()
    return words[0] in _ACRONYMS or not _FUNCTION.isdisjoint(words)


def _made(found: re.Match[str]) -> Dateline:
    groups = found.groupdict()
    place = (groups.get("place") or "").strip(" ,-") or None
    agency = groups.get("agency")
    return Dateline(end=found.end(), place=place and _spelt(place), agency=agency and agency.strip(), date=groups.get("date"))


def _spelt(place: str) -> str:
    """A place in capitals as it is written elsewhere: ``NEWPORT NEWS, Va.`` → ``Newport News, Va.``."""
    return re.sub(
        r"[^\W\d_]{3,}(?:['’][^\W\d_]+)*",
        lambda word: word[0].lower() if word[0].lower() in _LITTLE else word[0].capitalize() if word[0].isupper() else word[0],
        place,
    )
