"""From a sentence in its article to words that can stand alone: what is cut, what is named, and what is not fit at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.corpus.roles import is_role
from bot.domain import Span

if TYPE_CHECKING:
    from bot.domain import Citation
    from bot.engine.cast import Cast
    from bot.engine.statement import Statement

SHORTEST, LONGEST, COMFORTABLE = 5, 60, 38
"""Words of a sentence that is used at all, and above which a trailing clause is cut where that can be done cleanly."""

_OPENERS = (
    "however|meanwhile|moreover|furthermore|nevertheless|nonetheless|in "
    "addition|additionally|instead|still|also|yet|but|and|so|"
    "in fact|indeed|as a result|therefore|thus|consequently|for example|for instance|of course|overall|in "
    "turn|likewise|similarly|"
    "on the other hand|at the same time|besides|plus|then|later|separately|elsewhere|that said|even so|in other "
    "words|after all|"
    "now|in contrast|by contrast|conversely|to be sure|in short|in all|ultimately|finally|notably|importantly|for its "
    "part|for their part"
)
_OPENER = re.compile(rf"(?:{_OPENERS})(?:,\s+|\s+)(?=\S)", re.IGNORECASE)
_BARE = re.compile(r"(?:but|and|so|yet|also|still|then|later|plus|or|nor|instead|besides)\s", re.IGNORECASE)
_ENTRY = re.compile(
    r"^(?:[A-Z][A-Za-z.]+(?:[ ,]+[A-Z][A-Za-z.]+){0,4} \([A-Z][\w ]{1,24}\)\s*[-–—]*\s*(?=[A-Z“\"])|[\s*•·>–—-]+|"
    r"\((?:CNN|AP|Reuters|AFP|UPI|BBC|Bloomberg)[^)]{0,30}\)\s*[-–—]?\s*)+"
)
_FURNITURE = re.compile(
    r"https?://|www\.|\bclick here\b|\bsign up\b|\bsubscri|\bnewsletter\b|\bfollow us\b|\bread more\b|\bcookies?\b|\bphotos?:|"
    r"\bgetty images\b|\bphoto (?:by|credit)\b|\bcontributed to this (?:report|story)\b|\b(?:this|the) (?:story|"
    r"article|headline|post) (?:has been|was|is) "
    r"(?:updated|corrected|developing|first published)\b|\beditor['’]s note\b|\bcorrection:|\ball rights reserved\b|"
    r"\bopinions? expressed\b|"
    r"\bdownload (?:the|our)\b|\bbreaking news\b|\bwatch (?:the|this) video\b|\bsee (?:also|more)\b|"
    r"\bin this (?:article|story)\b|"
    r"\bhotline\b|\bhere['’]s (?:what|how|why)\b|\badvertisement\b|\bjust watched\b|\bmust watch\b|\bmore videos\b|"
    r"\breplay more\b|\blive updates\b|\bview of this (?:commentary|piece)\b",
    re.IGNORECASE,
)
_HINTS = """
http www. click sign_up subscri newsletter follow_us read_more cookie photo getty contributed editor correct rights_reserved
opinion download breaking watch see_also see_more in_this hotline here's here’s advertisement replay more_videos live_updates
view_of_this updated developing first_published
"""
_HINTED = tuple(hint.replace("_", " ") for hint in _HINTS.split())
"""One of these stands in whatever the pattern finds: spares most sentences the pattern."""
_TERMINAL = re.compile(r"[.!?…][\"”’')\]]*$")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")
_LOOSE = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»| ([,.;:](?=\s|$))")
_FIRST_PERSON = re.compile(
    r"\b(?:I|I['’](?:m|ve|d|ll)|[Ww]e|[Ww]e['’](?:re|ve|d|ll)|[Yy]ou|[Yy]ou['’](?:re|ve|d|ll)|[Mm]y|[Oo]ur|[Yy]our|me|"
    r"us|ours|yours|[Ll]et['’]s)\b"
)
_THIRD = re.compile(r"\b(?:he|she|his|her|him|hers|himself|herself)\b", re.IGNORECASE)
_OPENING_PRONOUN = re.compile(
    r"^(?:they|their|them|theirs|it|its|these|those|that|this|both|another|others|such|some|many|most|one|none|neither|"
    r"either|each|"
    r"few|several|all|here|there|the (?:former|latter|two|three|four|pair|trio|duo|same)|two others?|among them|"
    r"of (?:these|those|them)|"
    r"(?:to|in|on|at|for|from|of|with|by|after|before|during|despite|under|like|unlike|besides|behind|alongside|through) "
    r"(?:it|this|that|them|these|those|which|such))\b(?P<next>\s+\S+)?",
    re.IGNORECASE,
)
_PLAIN_NEXT = frozenset(
    [
        "year",
        "years",
        "week",
        "weeks",
        "month",
        "months",
        "season",
        "summer",
        "winter",
        "spring",
        "autumn",
        "fall",
        "morning",
        "afternoon",
        "evening",
        "weekend",
        "time",
        "decade",
        "century",
    ]
)
_OWNED = re.compile(r"(?:its|their|his|her)\s+", re.IGNORECASE)
_CLOSED = re.compile(r",\s+(?=(?:\w+(?:ed|s)|said|told)\b)")
"""The comma that ends an apposition, before the verb."""
_EXPLETIVE = re.compile(
    r"^(?:it (?:is|was|remains|remained|has|had|will be|would be|isn['’]t|wasn['’]t|seems|appears)(?: not| also| still|"
    r" now| been)? "
    r"(?:un)?(?:clear|known|likely|possible|important|expected|believed|estimated|reported|thought|too early|time|hard|"
    r"easy|difficult)\b"
    r"|there (?:is|are|was|were|has|have|had|will|would|may|might|could|remain)\b"
    r"|(?:some|many|most|several|few|all|both|each|one) (?:of (?:the|its|his|her|those in)\s+\w+|[a-z0-9-]+)"
    r"|those who\b)",
    re.IGNORECASE,
)
_NOT_SENTENCE = re.compile(r"^[^a-z]*$")
_ANAPHOR = re.compile(
    r"^(?:the|that|this|these|those|such) (?:move|decision|announcement|news|comments?|remarks?|statement|ruling|"
    r"attack|incident|change|"
    r"plan|proposal|meeting|visit|report|study|deal|agreement|measure|bill|law|order|post|letter|video|footage|victim|"
    r"suspect|man|woman|"
    r"couple|group|company|team|agency|figure|number|total|result|latter|former|question|problem|issue|case)s?\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"^[^“\"]{3,60}?\b(?:gave|confirmed|repeated|made|announced|took|issued|released|published|discussed) (?:the|that|this) "
    r"(?:same )?(?:figures?|claims?|comments?|remarks?|statements?|announcement|decision|move|number|estimate|accusations?)\b"
    r"(?! (?:that|of|by|about|to|on|for|from|during)\b(?! (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|[A-Z]\w+ \d)))"
)
"""What tells of "the figure" or "the claim" as of something that the reader knows already."""
_LATER = re.compile(
    r"^(?:(?:\w+|a few|several) (?:minutes|hours|days|weeks|months|years) (?:later|earlier|before|after that)|"
    r"(?:the )?(?:same|next|following|previous) (?:day|week|month|year|night|morning)|"
    r"(?:a|the) (?:day|week|month|year) (?:later|earlier|before|after))\b",
    re.IGNORECASE,
)
"""A time reckoned from another sentence's."""
_UNNAMED = re.compile(
    r"^The (?:[\w’'-]+ ){0,3}?(?:champions?|winner|runner-up|star|player|striker|president|prime minister|minister|"
    r"senator|actor|actress|singer|"
    r"officer|suspect|victim|teenager|\d+-year-old|man|woman|couple|[Ww]orld [Nn]o\.? \d+|American|Briton|Australian|"
    r"Canadian|Frenchman)\b"
)
_COMES = re.compile(
    r"^(?:[A-Z][\w’'.-]*\s+){0,3}\S+(?:['’]s|s['’])\s+(?:\w+\s+)?(?:comments?|remarks?|statements?|announcement|"
    r"decision|visit|move|words|speech|trip|appearance|"
    r"warning|declaration|arrest|resignation|death|departure)\s+(?:comes?|came|follow(?:s|ed)?)\b"
)
_CAPTION = re.compile(
    r"\b(?:stands?|sits?|walks?|speaks?|looks?|holds?|waves?|attends?|arrives?|leaves?|raises?|poses?|gestures?|hugs?|"
    r"reacts?|watch(?:es)?|prays?|"
    r"gathers?|mourns?|lights?|carr(?:y|ies)|works?|waits?|wears?|smiles?|cheers?|celebrates?|embraces?|comforts?|"
    r"lines? up|spends?|takes? part|"
    r"shakes? hands|meets?|listens?|plays?|kneels?|greets?|points?|drives?|rides?|runs?|swims?|cools?|rests?|boards?|"
    r"departs?|delivers?|"
    r"participates?|appears?|performs?|competes?|returns?|serves?|kisses|lays?|signs?|shows?|sees?|is seen|are seen|"
    r"is pictured|are pictured)\b",
)
_PAST = re.compile(r"\b(?:was|were|had|did|said|told|has|have|\w{3,}ed|says?|will|would|could|may|might)\b")
_DATE_LAST = re.compile(
    r"(?:\b(?:on|in)\s+(?:\w+day,?\s+)?(?:early |late |mid-)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|"
    r"Dec)\w*\.?(?:\s+\d{1,2})?(?:,?\s+\d{4})?)"
    r"(?:\s+in\s+[^.,]{2,40}(?:,\s+[^.,]{2,30})?)?\.?$"
)
_DAY_LAST = re.compile(
    r",\s+(?:on\s+)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|"
    r"Dec)\w*\.? \d{1,2}(?:,? \d{4})?)\.?$"
)
_YEAR_LAST = re.compile(r"\b\d{4}[^.]{0,30}\.?$")
_LISTED = re.compile(
    r"\b(?:19|20)\d\d [A-Z][a-z]+s? [A-Z]|^\d{1,2}:\d\d|\b(?:important to remember|keep in mind|bear in mind|"
    r"you need to know)\b|"
    r"^[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}/(?:Getty|Reuters|Shutterstock|Bloomberg|Alamy|NurPhoto|Anadolu|[A-Z]{2,})\b"
)
_TRAILING = re.compile(
    r",\s+(?:which|who|whom|whose|where|as|while|with|after|before|amid|following|in what|part of|one of|a move|"
    r"including|adding)\b"
)
_SPEECH_IN_TAIL = re.compile(
    r"\b(?:said|says|told|according|reported|wrote|added|warned|claimed|stated|announced|if|unless|but|although|though|"
    r"not|never|denied|denies|n['’]t)\b",
    re.IGNORECASE,
)
_COMMENT = re.compile(
    r"^[^“\"]{0,60}\b(?:told|said|says|added|wrote|tweeted|explained|continued)\b(?:\s+(?:[A-Z]\w*|reporters|the|on|in|a|an|by|via|to|at|"
    r"during|statement|interview|email|news|press|conference|briefing|tweet|post|emailed|written|later|earlier|morning|afternoon|"
    r"evening|night)){0,9}[.:]$"
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Wording:
    """Words of one statement that can stand alone, and the stretches of its source that they are taken from."""

    statement: Statement
    text: str
    spans: tuple[Span, ...]
    """The statement's own stretch first; then, where a name was put in, the stretch that gives it."""
    vague: bool = False
    """Whether it opens by pointing back ("The move"), which reads worse alone."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The exact words it stands on."""
        return tuple(self.statement.reading.cite(span) for span in self.spans)


def worded(statement: Statement, cast: Cast) -> Wording | None:
    """The statement fit to stand alone, or None where it is not: a question, a fragment, furniture, a pronoun without "
    "its name."""
    raw = statement.text
    if statement.is_question or not statement.span.complete or not SHORTEST <= statement.length <= LONGEST:
        return None
    text = _ENTRY.sub("", raw).strip()
    if not _TERMINAL.search(text) or _furniture(text) or _NOT_SENTENCE.match(text) or not _balanced(text):
        return None
    text = _without_opener(text)
    if text[:1].islower() or not (text[:1].isalnum() or text[:1] in "“\"'‘«$€£"):
        return None
    outside = _QUOTED.sub(lambda match: " " * len(match[0]), text)
    if _FIRST_PERSON.search(outside) or _COMMENT.match(text):
        return None
    if (
        _DATE_LAST.search(text) or _DAY_LAST.search(text) or (_YEAR_LAST.search(text) and _CAPTION.search(text))
    ) and not _PAST.search(text):
        return None
    if _LISTED.search(text):
        return None
    text = _without_owner(text, statement)
    opening = _OPENING_PRONOUN.match(text)
    if opening and not _EXPLETIVE.match(text):
        follows = (opening["next"] or "").strip().lower().strip(",.")
        if follows not in _PLAIN_NEXT:
            return None
    spans: tuple[Span, ...] = (Span(start=statement.span.start, end=statement.span.end),)
    orphan = _orphan(outside, text, statement)
    if orphan:
        named = _named(text, statement, cast, orphan)
        if named is None:
            return None
        text, span = named
        spans = (*spans, span)
    text = _shortened(text, statement.length)
    return Wording(statement=statement, text=_finished(text), spans=spans, vague=_vague(text, statement))


def _furniture(text: str) -> bool:
    plain = text.lower()
    return any(hint in plain for hint in _HINTED) and bool(_FURNITURE.search(text))


def _vague(text: str, statement: Statement) -> bool:
    """Whether a sentence opens by pointing back to what its article said before."""
    if _ANAPHOR.match(text) or _COMES.match(text) or _AGAIN.search(text) or _LATER.match(text):
        return True
    opening = _UNNAMED.match(text)
    if opening is None:
        return False
    until = statement.span.start + opening.end() + 30
    return not any(name.kind == "person" and name.start < until for name in statement.names)


def _without_opener(text: str) -> str:
    for _ in range(2):
        opener = _OPENER.match(text)
        if not opener or (not opener[0].rstrip().endswith(",") and not _BARE.match(text)):
            break
        rest = text[opener.end() :]
        if (
            not opener[0].rstrip().endswith(",")
            and rest[:1].islower()
            and opener[0].strip().lower() not in ("but", "and", "so", "yet")
        ):
            break
        text = rest[:1].upper() + rest[1:]
    return text


def _without_owner(text: str, statement: Statement) -> str:
    """The text beginning with the name, where it opens with whose leader or minister he is without saying of what."""
    owned = _OWNED.match(text)
    person = next((name for name in statement.names if name.kind == "person"), None)
    if owned is None or person is None or person.role is None:
        return text
    name, role = (" ".join(statement.reading.at(span).split()) for span in (person, person.role))
    opening = f"{owned[0]}{role}"
    at = text.find(name)
    if at < 0 or not text.startswith(opening) or text[len(opening) : at].strip(" ,"):
        return text
    rest = text[at + len(name) :]
    closed = _CLOSED.match(rest)
    return name + (" " + rest[closed.end() :] if closed else rest)


def _balanced(text: str) -> bool:
    return (
        text.count("“") == text.count("”")
        and text.count('"') % 2 == 0
        and text.count("(") == text.count(")")
        and text.count("[") == text.count("]")
        and "''" not in text
    )


def _orphan(outside: str, text: str, statement: Statement) -> re.Match[str] | None:
    """The first "he" or "she" before which the sentence names nobody whom it could mean."""
    pronoun = _THIRD.search(outside)
    if pronoun is None:
        return None
    people = [
        name for name, kind in zip(statement.mentions, (n.kind for n in statement.names), strict=True) if kind == "person"
    ]
    at = min((found for name in people if (found := text.find(name)) >= 0), default=-1)
    if at >= 0 and at < pronoun.start():
        return None
    lead = outside[: pronoun.start()]
    if at >= 0 and "," not in lead and _PHRASE.match(text):
        comma = outside.find(",", pronoun.end())
        if 0 <= comma < at <= comma + 40:
            return None
    if any(is_role(word) for word in re.findall(r"[a-z][\w-]+", lead)) or _PERSON.search(lead):
        return None
    return pronoun


_PERSON = re.compile(
    r"\b(?:man|woman|boy|girl|person|player|mother|father|wife|husband|son|daughter|brother|sister|patient|victim|suspect|teenager|"
    r"passenger|resident|gunman|shooter|attacker|defendant|survivor|widow|neighbour|neighbor)\b"
)
"""Nouns for somebody who is no office-holder, to whom a "he" may refer."""


_PHRASE = re.compile(
    r"(?:in|after|during|with|despite|at|on|through|from|following|before|while|as|when|by|for|asked|speaking)\b", re.IGNORECASE
)


def _named(text: str, statement: Statement, cast: Cast, pronoun: re.Match[str]) -> tuple[str, Span] | None:
    """The text with an opening "He" replaced by the name of its speaker, and where the article names him before."""
    if pronoun.start() != 0 or pronoun[0].lower() not in ("he", "she"):
        return None
    reading, span = statement.reading, statement.span
    speaker = next(
        (
            quote.speaker
            for quote in statement.quotes
            if quote.speaker
            and quote.said_by
            and span.start <= quote.said_by.start < span.start + 20
            and reading.at(quote.said_by).lower() in ("he", "she")
        ),
        None,
    )
    if speaker is None:
        return None
    wanted = cast.key(speaker)
    before = [
        name
        for name in reading.names
        if name.kind == "person" and name.end <= span.start and cast.key(reading.at(name)) == wanted
    ]
    if not before:
        return None
    last = before[-1]
    holder = next((s for s in reading.sentences if s.start <= last.start and last.end <= s.end and s.complete), None)
    if holder is None:
        return None
    name = " ".join(reading.at(last).split())
    return name + text[pronoun.end() :], Span(start=holder.start, end=holder.end)


def _shortened(text: str, length: int) -> str:
    """The text without its last clause, where it is long and what is cut only adds."""
    if length <= COMFORTABLE:
        return text
    cuts = [match.start() for match in _TRAILING.finditer(text)]
    for cut in cuts:
        kept, tail = text[:cut], text[cut:]
        if (
            len(kept.split()) >= 12
            and _balanced(kept)
            and _balanced(tail)
            and not _SPEECH_IN_TAIL.search(tail)
            and "," not in tail[1:]
        ):
            return kept + "."
    return text


def _finished(text: str) -> str:
    text = " ".join(text.split())
    if " ," in text or " ." in text:
        text = _LOOSE.sub(lambda match: match[0] if match[0][:1] in '“"«' else match[1], text)
    return text if _TERMINAL.search(text) else text + "."
