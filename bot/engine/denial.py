"""Denials: who says that something is not so, and what it is that they deny."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.corpus.terms import terms
from bot.engine.merge import Told
from bot.engine.verbs import IRREGULAR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.engine.cast import Cast
    from bot.engine.merge import Weights
    from bot.engine.statement import Statement

_CARRIERS = (
    "claims?|reports?|reporting|allegations?|accusations?|suggestions?|assertions?|rumou?rs?|notions?|characteri[sz]ations?|narratives?|"
    "insinuations?|speculation|theory|theories|stories|story|assumptions?|implications?|contentions?|charges|findings?|account"
)
_FALSE = (
    "false|untrue|fabricated|fabrications?|baseless|unfounded|groundless|fake|misinformation|disinformation|lies?|propaganda|nonsense|hoax|"
    "misleading|inaccurate|incorrect|wrong|absurd|ridiculous|fiction|invented|not "
    "true|bogus|fictitious|slander|smear|rubbish|ludicrous"
)
_DENY = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|refut(?:es?|ed|ing)|rebut(?:s|ted|ting)?|debunk(?:s|ed|ing)?|disavow(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)
_REJECT = re.compile(
    r"\b(?:reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|disput(?:es?|ed|ing)|contradict(?:s|ed|ing)?|contest(?:s|ed|ing)?|"
    rf"brush(?:es|ed|ing)? (?:off|aside)|push(?:es|ed|ing)? back (?:on|"
    rf"against))\b(?=(?:\W+[\w’'-]+){{0,5}}?\W+(?:{_CARRIERS})\b"
    rf"|[^.;“\"]{{3,90}}?\bas (?:\w+ ){{0,3}}?[“\"]?(?:{_FALSE})\b|\s+(?:that|this|it)\s*(?:[.,:;]|$))",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?:describ(?:es?|ed|ing)|call(?:s|ed|ing)?|label(?:s|l?ed|l?ing)?|brand(?:s|ed|ing)?|term(?:s|ed|ing)?|"
    r"dubb?(?:s|ed|ing)?)\b"
    rf"(?=[^.;]{{2,90}}?[\s“\"](?:{_FALSE})\b)",
    re.IGNORECASE,
)
_UNTRUE = re.compile(
    rf"\b(?:{_CARRIERS}|it|this|that)\b[^.;,]{{0,50}}?\b(?:is|are|was|were)\s+(?:\w+\s+){{0,2}}?[“\"]?(?:{_FALSE})\b|"
    r"\bno (?:evidence|truth|basis|indication|proof|sign)\b(?=\s+(?:that|of|to|for|in)\b)",
    re.IGNORECASE,
)
_NOT_FACT = re.compile(
    r"\W+(?:(?:[\w’'-]+\s+){0,3}?)(?:access|entry|admission|requests?|bail|bond|motions?|petitions?|appeals?|"
    r"applications?|visas?|rights?|permission|"
    r"services?|coverage|benefits?|care|opportunit(?:y|ies)|asylum|parole|clemency|compensation|permits?|treatment|"
    r"medals?|chance|justice)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"\b(?:(?:was|were|been|being|be|is|are|not|never|nor|cannot|hardly|without|refus\w+ to|declin\w+ to|on|of|for|at)|"
    r"\w+n['’]t)\s+(?:\w+ly\s+)?(?:(?:confirm|admit|acknowledge|accept|comment)\s+(?:or|nor)\s+)?$",
    re.IGNORECASE,
)
_STOP_AT = re.compile(
    r"[.;]|,?\s+(?:but|while|although|though)\b|,\s+(?:\w+\s+){1,3}(?:after|before)\b|,\s+(?:and\s+)?(?:saying|stating|"
    r"insisting|adding|arguing|calling|"
    r"telling|claiming|noting|"
    r"according|said|reported|who|which|instead|maintaining|describing)\b|\s+as (?:\w+ ){0,3}?[“\"]?(?:" + _FALSE + r")\b",
    re.IGNORECASE,
)
_LABEL_END = re.compile(rf"[\s“\"](?:as\s+)?[“\"]?(?:{_FALSE})\b", re.IGNORECASE)
_HINTS = frozenset(
    terms(
        "deny denies denied denying refute rebut debunk disavow reject dismiss dispute contradict contest brush push "
        "false untrue fabricated "
        "fabrication baseless unfounded groundless fake misinformation disinformation lie lies propaganda nonsense "
        "hoax misleading inaccurate "
        "incorrect wrong absurd ridiculous fiction invented true bogus fictitious slander smear rubbish ludicrous "
        "evidence truth basis "
        "indication proof sign"
    )
)
"""Stems without one of which nothing is denied: spares most sentences the patterns."""
_EMPTY = frozenset(
    terms(
        "claim claims report reports reporting allegation allegations accusation accusations suggestion assertion "
        "rumor rumour notion "
        "characterization narrative insinuation speculation theory story stories charge charges finding account deny "
        "denied earlier week "
        "repeatedly quickly strongly previously publicly flatly categorically vehemently any all such such doing "
        "having ever day today "
        "month later also again wrongdoing it them this that evidence truth basis indication proof sign no true false "
        "statement comment risk danger prospect possibility chance fear"
    )
)
_LIGHT = frozenset(
    terms(
        "represent constitute mean include involve contain concern relate base consider regard make made take taken give given "
        "have had become became remain seem appear use used plan want try tried need intend"
    )
)
"""Verbs that say too little to tell by them what is denied."""
_NOT_AS = re.compile(
    r"\b(?P<stands>[\w.,]+(?:\s+[\w’'-]+)?),?\s+(?:and\s+)?(?:not|rather than)\s+(?:the\s+)?(?P<denied>[\w][^,;.“”\"]{0,40}?),?"
    r"\s+(?:as\s+)?(?:\w+ly\s+)?(?:claimed|alleged|reported|stated|asserted|suggested|announced|given|said)\s+(?:\w+\s+)?by\b",
    re.IGNORECASE,
)
"""One thing put in the place of what somebody else says it is."""
MOST_PIVOTS = 3
CARRIED = 0.4
"""Share of what is denied that a statement must have to be the claim."""
AROUND = 0.5
"""Information beyond it that the two must share where what is denied is one word."""
NEAR = 4
"""Sentences that a denial points back at most."""
_POINTS_BACK = re.compile(
    r"\s*(?:(?:it|them|everything|doing so|having done so)\b|(?:that|this|these|those|all)\s*"
    r"(?:$|[,.:;]|and\b|(?:on|in|within|at|through|later|again|too|strongly|yesterday|today)\b))",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:which|who)\s+(?:[\w’'.-]+\s+){0,5}$")


@dataclass(frozen=True, kw_only=True, eq=False)
class Denial:
    """A statement that denies something."""

    statement: Statement
    denier: str | None
    """Who denies it, as a key of the cast."""
    content: frozenset[str]
    """Stems of what is denied; empty where it only points back ("denied the claim")."""
    pivots: tuple[str, ...]
    """Of these, the ones that tell it from everything else in the evidence, best first."""
    whose: str | None = None
    """Whose claim it is, where the denial says so, as a key of the cast."""
    word: str = ""
    """The first pivot as the sentence writes it."""


def denial(statement: Statement, weights: Weights, cast: Cast) -> Denial | None:
    """What a statement denies, if it denies anything as not so; refusing a request or a visa is no denial."""
    text = statement.text
    corrected = _NOT_AS.search(text)
    if corrected:
        return _correction(statement, corrected, cast)
    if _HINTS.isdisjoint(statement.stems):
        return None
    found = _found(text)
    if found is None:
        return None
    start, at, stop = found
    if _RELATIVE.search(text[max(0, start - 90) : start]):
        return None
    complement = text[at:stop]
    names = {part for name in statement.mentions for part in terms(name)}
    content = [stem for stem in terms(complement) if stem not in _EMPTY]
    lower = [stem for stem in content if stem not in names]
    if _POINTS_BACK.match(complement):
        lower = content = []
    first = _predicate(complement, frozenset(lower))
    pivots = sorted(dict.fromkeys(lower), key=lambda stem: (stem != first, stem in _LIGHT, -weights[stem]))[:MOST_PIVOTS]
    if statement.attribution and statement.attribution.speaker and _speaks(statement, start):
        denier: str | None = cast.key(statement.attribution.speaker)
    else:
        denier = _who(statement, 0, start, cast, last=False)
    pointing = not lower
    return Denial(
        statement=statement,
        denier=denier,
        content=frozenset() if pointing else frozenset(content),
        pivots=() if pointing else tuple(pivots),
        whose=_who(statement, at, stop, cast, last=False) if pointing else None,
        word=_surface(complement, pivots[0]) if pivots else "",
    )


def _correction(statement: Statement, found: re.Match[str], cast: Cast) -> Denial | None:
    """What "… nine hours, not 16 as claimed by the union" denies: the sentence before the comma, with the other figure."""
    quote = statement.attribution
    start = quote.start - statement.span.start if quote and quote.start > statement.span.start else 0
    pivots = tuple(terms(found["denied"]))
    content = frozenset(stem for stem in terms(statement.text[start : found.start()]) if not stem[:1].isdigit())
    if not pivots or not content:
        return None
    names = terms(found["stands"] or "")
    return Denial(
        statement=statement,
        denier=cast.key(quote.speaker) if quote and quote.speaker else None,
        content=(content - frozenset(names)) | frozenset(pivots),
        pivots=pivots[:MOST_PIVOTS],
    )


def denied_in(text: str) -> str | None:
    """What a sentence denies, in its words: empty where it only points back ("denied that"), None where it denies nothing."""
    found = _found(text)
    if found is None:
        return None
    complement = text[found[1] : found[2]]
    empty = _POINTS_BACK.match(complement) or _EMPTY.issuperset(terms(complement))
    return "" if empty else complement


def _found(text: str) -> tuple[int, int, int] | None:
    """Where the denying word starts, and where what is denied starts and stops."""
    verb = _DENY.search(text)
    if verb and not _NOT_FACT.match(text, verb.end()) and not _PASSIVE.search(text, max(0, verb.start() - 45), verb.start()):
        stop = _STOP_AT.search(text, verb.end())
        return verb.start(), verb.end(), stop.start() if stop else len(text)
    verb = _REJECT.search(text)
    if verb and not _PASSIVE.search(text, max(0, verb.start() - 45), verb.start()):
        stop = _STOP_AT.search(text, verb.end())
        return verb.start(), verb.end(), stop.start() if stop else len(text)
    verb = _LABEL.search(text)
    if verb:
        end = _LABEL_END.search(text, verb.end())
        if end and re.search(rf"\b(?:{_CARRIERS})\b", text[verb.end() : end.start()], re.IGNORECASE):
            return verb.start(), verb.end(), end.start()
    verb = _UNTRUE.search(text)
    if verb:
        if verb[0].lower().startswith("no "):
            stop = _STOP_AT.search(text, verb.end())
            return verb.start(), verb.end(), stop.start() if stop else len(text)
        return verb.start(), verb.start(), verb.end()
    return None


def _speaks(statement: Statement, start: int) -> bool:
    quote = statement.attribution
    if quote is None or quote.cue is None:
        return False
    return quote.cue.start - statement.span.start <= start + 2


def _who(statement: Statement, start: int, stop: int, cast: Cast, *, last: bool) -> str | None:
    """The first name that stands between two offsets of the sentence, as a key."""
    low, high = statement.span.start + start, statement.span.start + stop
    inside = [name for name in statement.names if low <= name.start < high]
    if not inside:
        return None
    people = [name for name in inside if name.kind == "person"]
    chosen = (people or inside)[-1 if last else 0]
    return cast.key(statement.reading.at(chosen))


def _predicate(complement: str, content: frozenset[str]) -> str | None:
    """The stem of what is said to have been done or to be the case: the verb, or else the noun behind "of"."""
    behind_of = None
    words = re.findall(r"[^\W_]+(?:['’\-][^\W_]+)*", complement)
    for at, word in enumerate(words):
        stems = terms(word)
        if len(stems) != 1 or stems[0] not in content or not word.islower() or stems[0] in _LIGHT:
            continue
        if (word.endswith(("ed", "ing")) and len(word) > 5) or IRREGULAR.get(word, word) != word:
            return stems[0]
        if behind_of is None and at and words[at - 1] == "of":
            behind_of = stems[0]
    return behind_of


def _surface(complement: str, pivot: str) -> str:
    return next((word for word in re.findall(r"[^\W_]+(?:['’\-][^\W_]+)*", complement) if pivot in terms(word)), pivot)


def carries(statement: Statement, it: Denial, weights: Weights, told: Told) -> bool:
    """Whether a statement says, as its own or somebody's claim, what is denied."""
    if statement is it.statement or not it.pivots:
        return False
    if not _means(told, it.pivots[0]) or told.share(it.content, weights) < CARRIED:
        return False
    if it.statement.stems.isdisjoint(told.stems) and it.statement.source != statement.source:
        return False
    if len(it.content & statement.stems) + sum(told.has(stem) > 0 for stem in it.content - statement.stems) >= 2:
        return True
    around = weights.total(stem for stem in it.statement.stems - it.content if stem in statement.stems)
    return around >= AROUND


ECHOED = 0.3
"""Share of it at which a statement is no longer safe to print without the denial."""


def echoes(it: Denial, weights: Weights, told: Told) -> bool:
    """Whether a statement comes so near to what is denied that it must not stand alone as fact."""
    return bool(it.pivots) and _means(told, it.pivots[0]) and told.share(it.content, weights) >= ECHOED


def _means(told: Told, pivot: str) -> bool:
    if told.has(pivot):
        return True
    return len(pivot) >= 6 and any(stem.startswith(pivot[:6]) for stem in told.stems)


def pointed_at(it: Denial, before: Sequence[Statement], cast: Cast, keys: Mapping[int, str | None]) -> Statement | None:
    """The claim that a denial points back to: the nearest before it in its article by the one it names, or by anyone else."""
    for statement in reversed(before):
        if it.statement.order - statement.order > NEAR:
            return None
        speaker = keys.get(id(statement))
        if it.whose and it.whose != it.denier:
            if speaker == it.whose or (speaker is None and any(cast.key(name) == it.whose for name in statement.mentions)):
                return statement
        elif speaker != it.denier and (_ACCUSES.search(statement.text) or it.statement.order - statement.order == 1):
            return statement
    return None


_ACCUSES = re.compile(
    r"\b(?:accus\w+|alleg\w+|charg(?:ed|es)|claim(?:s|ed)|blam(?:e|es|ed)|suspect\w*|indict\w*)\b", re.IGNORECASE
)
