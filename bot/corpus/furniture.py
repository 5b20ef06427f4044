"""What stands around an article on a page, told by a line's own wording: navigation, adverts, pointers elsewhere, small print.

The lists are what newspapers' pages say in general. A line is looked up by its first word, so that most of the article's own
lines cost one look at a dictionary. A doubtful line is the article's: losing a true sentence is worse than keeping junk.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from bot.corpus import pagewords

LONGEST: Final = 600
"""Characters of the longest line that can be anything but the article's own words."""
_SHORT: Final = 200

_BARE: Final = frozenset(pagewords.BUTTONS.split("|"))
"""Whole lines."""

_OPENINGS: Final[dict[str, str]] = {
    # First word: how the rest of a short line goes on that is no sentence.
    "share": r"(?: this\b.*| on\b.*| via\b.*| article.*| story.*| \d+)$",
    "send": r" this (?:page|story|article) to\b.*$",
    "sign": r" (?:up|in) (?:here|now|to (?:our|the|get|receive|read)|for (?:our|the|free|\w+['’]?s?)|with your)\b.*$",
    "subscribe": r" (?:now|today|here|to (?:our|the|read|get|continue|\w+ for)|for)\b.*$",
    "register": r" (?:now|here|for free|to (?:read|continue|get))\b.*$",
    "log": r" in to (?:read|continue|comment|your)\b.*$",
    "get": r" (?:our|your daily|the latest|the best of|all the latest|breaking) .*(?:newsletter|inbox|emails?\b|app\b"
    r"|alerts\b|delivered).*$",
    "enter": r" your e-?mail\b.*$",
    "join": r" (?:us on|our (?:whatsapp|telegram|newsletter|channel|community)|the conversation)\b.*$",
    "follow": r" (?:us\b.*|our .*(?:channel|page|coverage).*|[A-Z@][\w .'’@-]{1,60} on (?i:twitter|x|facebook"
    r"|instagram|threads|bluesky|mastodon|telegram|linkedin)\b.*)$",
    "download": r" (?:the|our) .*\bapp\b.*$",
    "read": r" (?:more|also|next|full (?:story|article)|the full (?:story|article)|all)\b(?:\s*[:|»>→…].*|[^.!?]*)$|\s*:.*$",
    "see": r" (?:also|more|all)\s*[:|»>→…].*$",
    "more": r" [\w .'’-]{1,40}: https?://.*$|(?: on this| from [\w .'’-]{1,40}| coverage| stories)?\s*[:|»>→].*$|\.\.\.$",
    "also": r" (?:read|see|watch|on [A-Z][\w.]*)\s*[:|»>→].*$",
    "related": r"(?: \w+){0,2}\s*[:|»>→].*$",
    "watch": r"(?: more| now| live| next)?\s*[:|»>→].*$|[^.!?]* \d?\d:\d\d$",
    "listen": r"(?: now| to (?:this )?(?:article|story))?\s*[:|»>→].*$| \d+ min.*$",
    "opinion": r"\s*[:|»>→][^.]*$",
    "podcast": r"\s*[:|»>→].*$",
    "gallery": r"\s*[:|»>→].*$",
    "video": r"\s*[:|»>→].*$",
    "explainer": r"\s*[:|»>→][^.]*$",
    "recommended": r"\s*[:|»>→].*$",
    "click": r" here\b.*$",
    "tap": r" here\b.*$",
    "skip": r" to\b.*$",
    "jump": r" to (?:content|navigation|comments|search)\b.*$",
    "story": r" continues (?:below|after)\b.*$",
    "article": r" continues (?:below|after)\b.*$",
    "content": r" continues (?:below|after)\b.*$",
    "continue": r" reading\b.*$",
    "scroll": r" (?:down|to|for)\b[^.]*$",
    "advertisement": r"(?: \(\d+\)| continue reading.*|\s*[-–—:].*)$",
    "sponsored": r" (?:by|content)\b[^.]*$",
    "accept": r" (?:all|our|cookies?|and (?:close|continue))\b[^.]*$",
    "manage": r" (?:cookies?|consent|your (?:privacy|preferences|subscription))\b[^.]*$",
    "privacy": r" (?:policy|notice|and cookies?|settings|cent(?:er|re))\b[^.]*$",
    "do": r" not sell (?:or share )?my\b.*$",
    "tags": r"\s*[:|].*$",
    "tag": r"\s*[:|].*$",
    "topics": r"\s*[:|].*$",
    "filed": r" (?:under|in)\s*:?.*$",
    "posted": r" (?:in|under)\s*:?\s[^.]*$",
    "category": r"\s*:.*$",
    "categories": r"\s*:.*$",
    "keywords": r"\s*:.*$",
    "reading": r" time\b.*$",
    "estimated": r" read(?:ing)? time\b.*$",
    "source": r"\s*:\s*[^.]{1,80}$",
    "updated": r"\s*:?\s*(?:at )?\d[\d:.]*\s*(?:[ap]\.?m\.?)?\s*\w{0,5}$",
    "back": r" to (?:top|home|index)\b.*$",
    "live": r"(?: updates| blog)?\s*[:|»>→].*$",
    "next": r" (?:article|story|post)?\s*[:|»>→].*$",
    "previous": r" (?:article|story|post)?\s*[:|»>→].*$",
}

_NOTES: Final[dict[str, str]] = {
    # First word: how the rest of a line goes on that is small print, full sentence or not.
    "we": r" (?:and our partners )?use (?:\w+ ){0,4}cookies\b.*$",
    "this": r" (?:(?:web)?site|page) (?:also )?uses (?:\w+ ){0,4}cookies\b.*$"
    r"| is (?:a |an )?(?:breaking|developing)(?: news)?(?: story)?\b.*$"
    r"| (?:story|article|report|post|live blog|page) (?:has been|was|is being|will be|is) (?:last )?updated\b.*$"
    r"| (?:story|article|report|post) (?:was|is|has been) (?:first |originally )?(?:published|republished|produced"
    r"|generated|supplied|provided|automatically)\b"
    r" (?:by|on|in|at|from|with|under|as)\b.*$"
    r"| (?:story|article|report|post|piece|column|essay) (?:first|originally) appeared (?:on|in|at)\b.*$"
    r"| (?:material|content) may not be (?:published|reproduced)\b.*$",
    "our": r" (?:web)?sites? uses? (?:\w+ ){0,4}cookies\b.*$",
    "the": r" (?:views|opinions) expressed (?:in this|here|by the author|are)\b.*$"
    r"| (?:AP|Associated Press|Canadian Press)\b[^.\"“]{0,60} contributed\b[^.\"“]{0,40}\.?$",
    "by": r" (?:continuing|using|clicking|accepting|browsing|signing up)\b.*\b(?:you (?:agree|accept|consent)|cookies?)\b.*$",
    "copyright": r"(?:\s*(?:©|\(c\)|\d{4})).*$",
    "all": r" rights reserved\b.*$",
    "material": r" from .{1,60} was used in\b.*$",
    "reporting": r" (?:and (?:writing|editing) )?by [A-Z].*$",
    "writing": r" (?:and editing )?by [A-Z].*$",
    "editing": r" by [A-Z].*$",
    "additional": r" (?:reporting|writing|editing|research)\b.*$",
    "compiled": r" by [A-Z].*$",
    "follow": r" (?:[A-Z@][\w.'’@-]+ ){1,4}on (?:[Tt]witter|X|[Ff]acebook|[Ii]nstagram|Threads|Bluesky|Mastodon)\b.*$",
    "editor": r"(?:s|['’]s|s['’])? note\s*[:.—–-].*$",
    "editors": r"['’]? note\s*[:.—–-].*$",
    "edited": r" by(?:\s*:)? [A-Z].*$",
    "with": r" (?:reporting|inputs|files|additional reporting|contributions) (?:by|from)\b.*$",
    "contributing": r"(?: \w+)?\s*[:—–-].*$",
    "contributed": r" by [A-Z].*$",
    "check": r" back (?:for|here|often|later)\b.*$",
    "refresh": r" (?:this page|for)\b.*$",
    "just": r" watched\b.*$",
    "get": r" (?:[\w'’]+ ){0,5}newsletter\b.*(?:sign|subscribe|inbox|here|free)\b.*$",
    "you": r" can (?:get|have) .*\b(?:delivered|newsletter|inbox)\b.*$",
    "don": r"['’]t miss\b[^.]*$",
    "thank": r" you for (?:subscribing|signing up|reading)\b.*$",
    "please": r" (?:subscribe|sign (?:up|in)|log in|register|enable|turn on javascript|check your inbox)\b.*$",
    "to": r" (?:read|continue reading) (?:this|the full|more).*(?:subscribe|sign|register|log in|click)\b.*$",
    "reach": r" (?:the )?(?:reporter|author|writer|[A-Z][\w.'’-]+ [A-Z][\w.'’-]+) (?:at|on|via)\b.*$",
    "if": r" you (?:consent to their use|accept (?:all )?cookies|continue to use this site)\b.*$",
}

_ODD = re.compile(
    r"\d{1,3}[ -]min(?:ute)?s?(?: read)?$|\d[\d,.]*[KkM]? (?:shares?|comments?|views|likes|reads)$|\d{1,2} "
    r"(?:minutes?|hours?|days?|mins?|hrs?) ago$"
    r"|(?:#\w+[\s,]*){1,20}$|https?://\S+$|www\.\S+$|[\w.+-]{1,60}@[\w-]{1,60}\.[\w.]{2,20}$|@\w{2,30}$|[\W_]{1,120}$|-?30-?$"
    r"|<[^<>]{1,180}>(?:<[^<>]{1,60}>)?\.?$|©.*$|\(c\) ?\d{4}\b.*$",
    re.I,
)
_RESERVED = re.compile(r"\ball rights reserved\b", re.I)
_CONTRIBUTED = re.compile(
    r"[^.\"“”]{2,300}\bcontributed (?:reporting(?:\.?\)?$| (?:to|for|from) )|to (?:this|the) (?:report|story|article"
    r"|piece|dispatch|post)\b)"
    r"[^.\"“”]{0,60}\.?\)?$"
)
_REPORTED = re.compile(r"(?:[A-Z][\w.'’-]+ ){1,3}reported from [A-Z][^\"“”]{2,80}$")
_POINTER = re.compile(r"[A-Z][\w'’ ]{0,60}:[A-Z\"'“‘]\S")
_ENDED = re.compile(r"[.!?…][\"'”’)\]]*$")
_BARS = re.compile(r"[|·•»›>]| / ")
_STOPS: Final = ".!?…"
_LETTER = re.compile(r"[^\W_]")
_DIGIT = re.compile(r"\d")
_FIRST = re.compile(r"[\W_]{0,4}([^\W_][\w-]*)")


def furniture(line: str) -> bool:
    """Whether a line is by its wording alone no part of an article."""
    size = len(line)
    if size > LONGEST:
        return False
    first = _FIRST.match(line)
    if not first:
        return not _LETTER.search(line)
    word = first[1].lower()
    if word in _NOTES and _pattern(_NOTES[word]).match(line, first.end()):
        return True
    if size <= _SHORT and line[-1] not in _STOPS and _unpunctuated(line, size, word, first.end()):
        return True
    if size <= 120 and (word[0] in "hw@" or line[0] in "#@<" or "@" in line) and _ODD.match(line):
        return True
    if "ontributed" in line and _CONTRIBUTED.match(line):
        return True
    return ("eserved" in line and _RESERVED.search(line) is not None) or (
        size <= 120 and " reported from " in line and _REPORTED.match(line) is not None
    )


def _unpunctuated(line: str, size: int, word: str, at: int) -> bool:
    """Whether a short line that ends like no sentence is a link, a button or a label."""
    if size < 40 and line.rstrip(" :>»→|").lower() in _BARE:
        return True
    if word in _OPENINGS and not _ENDED.search(line, max(0, size - 4)) and _pattern(_OPENINGS[word]).match(line, at):
        return True
    if _ODD.match(line) or _menu(line):
        return True
    return ":" in line and not _ENDED.search(line, max(0, size - 4)) and _POINTER.match(line) is not None


def _menu(line: str) -> bool:
    """Whether a line is a row of links: ``Home | World | Sport``."""
    parts = _BARS.split(line)
    return len(parts) > 2 and all(len(part) < 30 and part.count(" ") < 3 and not _DIGIT.search(part) for part in parts)


@cache
def _pattern(rest: str) -> re.Pattern[str]:
    return re.compile(rest, re.I if not re.search(r"\[A-Z", rest) else 0)
