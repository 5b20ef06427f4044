"""Who made it: bylines, picture captions with their credits, and labelled lines of metadata."""

from __future__ import annotations

import re
from typing import Final

from bot.corpus.agencies import PICTURES, WIRES

_CREDIT = re.compile(
    rf"(?:\s*[—–|/]\s*|\s+--?\s+|\s*[\[(])(?:(?:Photo|Image|Picture|Credit|Source|via|by|By)[:\s]+)?(?:[\w.'’-]+ ){{0,4}}"
    rf"(?:{WIRES}|{PICTURES}|Agencies|agencies|[Hh]andout|[Ff]ile [Pp]hoto)(?:\s?/\s?[\w .'’-]{{1,40}})?\s*[)\].]?\s*$"
)
_MARK = re.compile(r"[—–|/\[(]|\s-")
_PICTURE = re.compile(rf"\b(?:{PICTURES})(?:\s?/\s?[\w .'’-]{{1,40}})?\s*[)\].]?$")
_STAMP = re.compile(r"(?:REUTERS|Reuters|AFP)\s?/\s?[A-Z]")
_CAPTION = re.compile(
    r"[\[(]?(?:(?:file |handout )?(?:photos?|photographs?|pictures?|images?|illustrations?|graphics?|captions?|"
    r"(?:picture|photo|image) (?:credits?|source|caption|courtesy))(?: by| credit| source| courtesy(?: of)?)?\s*(?::|\|)\s*\S"
    r"|(?:photos?|images?|video|screenshot|picture) via [^.]{2,60}$"
    r"|file(?: photo| image| picture)?\s*(?::|—|–|\s-\s)\s*\S"
    r"|(?:photo(?:graph)?s?|illustration|picture|image) (?:by|courtesy of) [^.]{2,80}$)",
    re.I,
)
_MONTHS: Final = "January|February|March|April|May|June|July|August|September|October|November|December"
_SCENES: Final = (
    "speak talk stand sit walk wave hold look pose attend gather watch listen ride celebrate react smile embrace shake carry"
    " gesture cross wait burn hug kiss pray testify hit throw kick inspect cheer protest chant clap sing dance"
)
_SCENE = re.compile(
    r"\s(?:(?:is|are) (?:seen|pictured|shown|displayed|photographed)|"
    + "|".join(verb[:-1] + "(?:y|ies)" if verb in ("carry", "fly") else verb + "(?:e?s)?" for verb in _SCENES.split())
    + r")\s"
)
_SHOT = re.compile(rf"\s(?:(?:{_MONTHS}) \d{{1,2}}, \d{{4}}|\d{{1,2}} (?:{_MONTHS}) \d{{4}})\.?$")
_PAST = re.compile(r"\b(?:was|were|had|said|told|did|has|have|can|will|would|may|could|to|\w{3,}ed)\b")
_NEXT = re.compile(r"[a-z]{2}[.!?][”\"]?\s+[A-Z]")
"""What a picture shows happens now, on a day named with its year: "Residents cross a flooded street, July 23, 2021"."""
_LITTLE: Final = frozenset(
    [
        "and",
        "with",
        "de",
        "del",
        "der",
        "van",
        "von",
        "al",
        "bin",
        "la",
        "le",
        "da",
        "di",
        "el",
        "ben",
        "ter",
        "ten",
        "et",
        "und",
        "dos",
        "du",
        "y",
        "e",
    ]
)
_BYLINE = re.compile(
    r"(?:(?:words|written|reported|reporting|story|text|report|special|analysis|opinion|review|interview)\s+)?by:?\s+"
    r"(?P<who>[^|•·–—(@\n]{2,110}?)"
    r"\s*(?:[|•·–—(@,-]\s*(?P<rest>.{0,80}))?$",
    re.I,
)
_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_ENDED = re.compile(r"[.!?…][\"'”’)\]]*$")
_LABEL = re.compile(
    r"(?P<key>title|headline|subject|date|published(?: on| at)?|publication date|pub ?date|dated|author|byline|outlet"
    r"|source|publication|publisher"
    r"|newspaper|url|link|place|location|dateline|section|language|licen[cs]e|status|updated|last updated|slug"
    r"|id)\s*:\s*(?P<value>\S.{0,300})$",
    re.I,
)
_OUTLET = re.compile(
    r"\b(?:News|Times|Post|Herald|Daily|Press|Tribune|Gazette|Journal|Guardian|Telegraph|Broadcasting|Radio|TV"
    r"|Television|Media|Today|"
    r"Observer|Chronicle|Mirror|Standard|Monitor|Courier|Bulletin|Dispatch|Agency|Wire|Sun|Star|Mail|Express|Record"
    r"|Register|Review|"
    r"Examiner|Independent|Globe|Weekly|Magazine|Network|Online|Mercury|Echo|Argus|Sentinel|Inquirer|Report|Reporter"
    r"|Ledger|Advertiser)\b"
)


def caption(line: str) -> bool:
    """Whether a line is surely a picture's caption or credit."""
    if len(line) > 600:
        return False
    if _CAPTION.match(line) or _STAMP.match(line):
        return True
    if (
        _SHOT.search(line, max(0, len(line) - 22))
        and (scene := _SCENE.search(line))
        and not _PAST.search(line[: scene.start()])
    ):
        return True
    tail = line[-90:]
    if line[-1] in '.!?"”' and "Getty" not in tail and "Photo" not in tail:
        return False  # most lines are prose: spare them the search
    return _PICTURE.search(tail) is not None


def credit(line: str) -> int | None:
    """Where the credit begins that a line ends with: ``… in Osaka. — Reuters``; None where it ends with none."""
    mark = _MARK.search(line, max(0, len(line) - 90))
    found = _CREDIT.search(line, max(0, mark.start() - 1)) if mark else None
    return found.start() if found and found.start() > 0 else None


def byline(line: str) -> tuple[str, str | None] | None:
    """Who a byline names, and what it says of them after a comma or a stroke; None for any other line."""
    if not 5 < len(line) <= 160 or _ENDED.search(line.rstrip()) or not (found := _BYLINE.match(line)):
        return None
    words = _WORD.findall(found["who"])
    if not 1 <= len(words) <= 14 or not all(word[:1].isupper() or word in _LITTLE or word == "in" for word in words):
        return None
    if len(words) == 1 and not found["rest"] and not words[0].isupper():
        return (words[0], None) if line[:2] in ("By", "BY") and len(line) < 30 else None
    return found["who"].strip(" ,"), (found["rest"] or "").strip(" )") or None


def label(line: str) -> tuple[str, str] | None:
    """A line of metadata, ``Published: 14 March 2025``, as its key in small letters and its value."""
    found = _LABEL.match(line) if len(line) <= 340 else None
    return (found["key"].lower(), found["value"].strip()) if found else None


def outlet(line: str) -> bool:
    """Whether a few words standing alone sound like a newspaper, a station or an agency."""
    return _OUTLET.search(line.title() if line.isupper() else line) is not None or re.fullmatch(WIRES, line) is not None


def outlet_line(line: str) -> bool:
    """Whether a short line is nothing but the name of a paper or an agency."""
    return len(line) <= 40 and len(_WORD.findall(line)) <= 4 and outlet(line)
