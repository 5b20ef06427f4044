"""The short answer inside a statement: the stretch of its text that is of the type a question expects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.corpus.terms import stem, terms
from bot.domain import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.engine.question import Expected
    from bot.engine.statement import Statement

_NUMBER = (
    r"(?:(?:hundreds|thousands|dozens|scores|millions|billions|tens of thousands|hundreds of thousands)\b|\d+(?:,\d{3})*(?:\.\d+)?"
    r"(?:[ -](?:million|billion|trillion|thousand|hundred|dozen))?|\b(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:-(?:one|two|three|four|five|six|seven|eight|nine))?)(?: (?:hundred|thousand|million|billion|dozen))?\b|\b(?:half|a third|a quarter|a fifth|"
    r"two-thirds|three-quarters|none|nobody|no one|both|all)\b)"
)
_ABOUT = r"(?:(?:about|around|roughly|nearly|almost|approximately|some|over|under|more than|fewer than|less than|at least|at most|up to|an estimated|just)\s+)?"
_COUNT = re.compile(_ABOUT + _NUMBER, re.I)
_MONEY = re.compile(
    r"(?:US|A|C|HK|NZ)?[$€£¥₹]\s?\d[\d,]*(?:\.\d+)?(?:\s?(?:million|billion|trillion|thousand|bn|m|k)\b)?|"
    r"\b\d[\d,]*(?:\.\d+)?(?:\s(?:million|billion|trillion|thousand))?[\s-](?:dollars?|euros?|pounds?|pence|cents?|yen|yuan|rupees?|rubles?|roubles?|won|"
    r"francs?|pesos?|crowns?|kroner|dirhams?|riyals?|shekels?|lira)\b", re.I)  # fmt: skip
_PERCENT = re.compile(_ABOUT + r"(?:\d[\d,]*(?:\.\d+)?|" + _NUMBER + r")\s?-?(?:%|per ?cent\b|percentage points?\b)", re.I)
_SHARE = re.compile(
    r"\b(?:half|a third|a quarter|a fifth|a tenth|two-thirds|three-quarters|most|all|none|the majority|one[- ](?:third|quarter|fifth|half|in \w+)|"
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine) (?:out of|in) (?:every )?(?:\d+|two|three|four|five|six|seven|eight|nine|ten|\w+ty)|"
    r"the (?:vast )?majority)\b", re.I)  # fmt: skip
_FIGURE = re.compile(r"(?<![\w$€£.,])(?!(?:19|20)\d\d\b)\d+(?:,\d{3})*(?:\.\d+)?(?!\w|[.,]\d)", re.I)
_UNIT_OF_TIME = r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|weekends?|fortnights?|months?|years?|decades?|centur(?:y|ies)|quarters?|seasons?|terms?)"
_DURATION = re.compile(
    _ABOUT + r"(?:" + _NUMBER + r"|several|a few|many|half an?|the (?:last|past|next))(?:[ -](?:and a half|to|or))?(?:[ -]" + _NUMBER + r")?[ -]" + _UNIT_OF_TIME
    + r"\b|\b(?:since|until|till)\s+(?:\w+\s){0,2}\w+|\bfor (?:years|months|weeks|days|hours|decades|life|good)\b|\b(?:overnight|indefinitely|all day|year-round|life (?:sentence|in prison))\b", re.I)  # fmt: skip
_AGE = re.compile(
    r"\b\d{1,3}-year-olds?\b|\b\d{1,2}-(?:month|week|day)-olds?\b|,\s\d{1,3}(?=[,.;)])|\b(?:aged?|turned|turns|turning)\s(?:of\s)?\d{1,3}\b|\b\d{1,3}\syears?\s(?:old|of age)\b|\bin (?:his|her|their) "
    r"(?:early |late |mid-?)?(?:teens|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties|\d0s)|\(\d{1,3}\)", re.I)  # fmt: skip
_MEASURE = re.compile(
    _ABOUT + r"(?:" + _NUMBER + r")[\s-]?(?:square[ -]|cubic[ -])?(?:miles?|mi|kilomet(?:er|re)s?|km|k|met(?:er|re)s?|m|feet|foot|ft|inch(?:es)?|in|yards?|acres?|hectares?|cm|"
    r"centimet(?:er|re)s?|mm|millimet(?:er|re)s?|mph|km/h|kph|knots?|kg|kilograms?|kilos?|pounds?|lbs?|tons?|tonnes?|ounces?|grams?|lit(?:er|re)s?|gallons?|barrels?|"
    r"degrees?|°\s?[CF]?|fahrenheit|celsius|light[ -]years?|stor(?:e?y|e?ys|ies)|percent|%|points?|seats?|people|planes|aircraft|employees|members|times|watts?|"
    r"megawatts?|gigawatts?|mw|gw|megabytes?|gigabytes?|gb|tb)\b|\bmagnitude[ -](?:of )?\d(?:\.\d)?|\b\d\.\d[ -]magnitude|\bcategory \d\b|"
    r"\bsize of [\w\s]{3,30}|[$€£]\s?\d[\d,.]*(?:\s(?:million|billion|trillion))?", re.I)  # fmt: skip
_WHEN = re.compile(
    r"\b(?:(?:early|late|mid|earlier|later|last|next|this|every|the previous|the following|on|by|since|until)[ -])*"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: (?:morning|afternoon|evening|night))?|(?:jan|feb|aug|sept?|oct|nov|dec)\.(?: \d{1,2}(?:, \d{4})?)?|"
    r"(?:january|february|march|april|june|july|august|september|october|november|december)\b(?: \d{1,2}(?:st|nd|rd|th)?\b)?(?:,? \d{4})?|may \d{1,2}\b(?:, \d{4})?|"
    r"(?:19|20)\d\d(?:s)?\b|yesterday|today|tomorrow|tonight|(?:morning|afternoon|evening|midnight|noon|overnight|weekend)\b|"
    r"(?:last|next|this|the previous|the following|in the coming|in recent) (?:week|month|year|decade|spring|summer|autumn|fall|winter|season|quarter|few \w+|century)s?|"
    r"\d{1,2}(?::\d\d)?\s?[ap]\.?m\b\.?|(?:\w+|\d+|a few|several) (?:seconds|minutes|hours|days|weeks|months|years|decades) (?:ago|later|earlier|before|after))", re.I)  # fmt: skip
_CLAUSE_OF_TIME = re.compile(
    r"\b(?:after|before|when|as soon as|once|while|during|shortly after|minutes after|hours after|until)\s+[^,.;]{6,80}", re.I
)
_REASON = re.compile(
    r"\b(?:because(?: of)?|due to|owing to|as a result of|thanks to|in response to|in retaliation for|in protest (?:at|against|of|over)|on (?:suspicion|charges|grounds) (?:of|that)|"
    r"caused by|blamed (?:on|for)|prompted by|sparked by|triggered by|fuelled by|fueled by|driven by|stemmed? from|attributed to|citing|over (?:concerns|fears|allegations|claims|a|the)|"
    r"amid|out of (?:fear|concern)|for fear of|so (?:that|as to|they|he|she|it)|in order to|in a bid to|in an (?:effort|attempt) to|aimed at|so-called|the reason|reasons?|why|since|given|"
    r"led to|resulted in|accused of|for (?:failing|refusing|allegedly|breaking|violating|having|being|not|their|his|her|its)\b|as (?:part of|they|he|she|it|the)|"
    r"after|following|to (?:avoid|prevent|protect|help|make|stop|allow|give|ensure|reduce|keep|get|save|raise|show|support|cut|curb|ease|force|meet|boost))\b[^.;]{4,160}", re.I)  # fmt: skip
_STRONG = re.compile(
    r"\b(?:because|due to|owing to|as a result of|in response to|caused by|blamed|prompted by|sparked|triggered|citing|in order to|in a bid to|attributed|the reasons?|stem)",
    re.I,
)
_PEOPLE = re.compile(
    r"\b(?:(?:a|an|the|two|three|four|five|six|seven|eight|nine|ten|\d+)\s+(?:[\w-]+\s){0,3}?)(?:m[ae]n|wom[ae]n|boys?|girls?|teenagers?|teens?|child(?:ren)?|students?|"
    r"drivers?|officers?|police|suspects?|gunm[ae]n|workers?|teachers?|doctors?|nurses?|soldiers?|troops|firefighters?|residents?|owners?|mothers?|fathers?|parents?|sons?|"
    r"daughters?|brothers?|sisters?|husbands?|wi(?:fe|ves)|couples?|neighbou?rs?|passengers?|pilots?|protesters?|scientists?|researchers?|families|family|crew|juror?s?|jury|"
    r"judges?|prosecutors?|lawmakers?|voters?|customers?|fans?|players?|hikers?|tourists?|fishermen|fisherman|farmers?|volunteers?|rescuers?|caller|bystanders?|members?)\b", re.I)  # fmt: skip
_WHERE = re.compile(
    r"\b(?:in|at|near|outside|on|off|inside|from|to|into|across|around|along|between|over|through|of|toward|towards|via)\s+(?P<place>(?:the\s+|an?\s+|his\s+|her\s+|their\s+)?"
    r"(?:(?:[a-z]+\s){0,3}(?:home|house|street|school|hospital|station|park|airport|stadium|church|court|courthouse|prison|jail|border|beach|coast|river|lake|"
    r"forest|field|farm|factory|hotel|restaurant|supermarket|store|mall|bar|club|office|building|centre|center|university|campus|museum|theater|theatre|garage|"
    r"apartment|room|basement|roof|road|highway|bridge|tunnel|sea|ocean|island|mountains?|desert|suburbs?|outskirts|downtown|north|south|east|west)\b|"
    r"(?:[A-Z][\w.'’-]*)(?:,?\s(?:of\s|the\s|de\s)*[A-Z][\w.'’-]*){0,6}))"
)
_GROUP = re.compile(
    r"\b(?:people|persons?|men|women|children|students|passengers|victims|civilians|residents|workers|employees|soldiers|troops|patients|members)\b",
    re.I,
)
_PATTERNS: Mapping[str, re.Pattern[str]] = {
    "money": _MONEY, "percent": _PERCENT, "duration": _DURATION, "age": _AGE, "measure": _MEASURE, "reason": _REASON,
}  # fmt: skip
_SCORE = re.compile(r"(?:.{0,3}?)\b\d{1,2}-\d{1,2}\b(?!-)(?! ?(?:year|day|week|month|hour|minute|mile|point|percent|%))")
_ORDINARY = frozenset(["one", "a", "an", "both", "all", "none", "no", "one", "nobody", "half"])


def answers(
    statement: Statement, expects: Expected | None, focus: str | None, asked: frozenset[str], anchors: frozenset[str]
) -> list[tuple[float, Span]]:
    """Stretches of the statement's text that are of the type expected, each with how well it fits (0 to 1), best first.

    ``asked`` are stems of the question, which no answer may consist of; ``anchors`` those of its words that stand in the statement.
    """
    if expects is None:
        return []
    found = [
        (worth, span)
        for worth, span in _candidates(statement, expects, focus, anchors)
        if not _already(statement.text[span.start : span.end], asked, expects)
    ]
    found.sort(key=lambda pair: (-pair[0], pair[1].start))
    return found


def _already(text: str, asked: frozenset[str], expects: Expected) -> bool:
    if expects == "reason":
        return False
    stems = set(terms(text))
    return bool(stems) and stems <= asked


def _candidates(
    statement: Statement, expects: Expected, focus: str | None, anchors: frozenset[str]
) -> Iterator[tuple[float, Span]]:
    text = statement.text
    if expects in ("person", "org", "place"):
        wanted = set(terms(focus or ""))
        for worth, span in _names(statement, expects):
            yield (1.3 if wanted and not wanted.isdisjoint(terms(text[span.start : span.end])) else worth), span
        return
    if expects == "time":
        yield from _times(statement)
        return
    if expects == "number":
        yield from _counts(statement, focus, anchors)
        return
    if expects == "amount":
        for pattern in (_MONEY, _PERCENT, _MEASURE, _SHARE, _FIGURE):
            for match in pattern.finditer(text):
                worth = 0.7 if pattern in (_SHARE, _FIGURE) else 1.0
                yield worth * _closeness(text, match.start(), match.end(), anchors), Span(start=match.start(), end=match.end())
        return
    pattern = _PATTERNS[expects]
    for match in pattern.finditer(text):
        worth = 1.0
        if expects == "reason":
            worth = 1.0 if _STRONG.match(match[0]) else 0.6
        yield worth * _closeness(text, match.start(), match.end(), anchors), Span(start=match.start(), end=match.end())


def _names(statement: Statement, expects: Expected) -> Iterator[tuple[float, Span]]:
    base, text = statement.span.start, statement.text
    for name in statement.names:
        start, end = max(0, name.start - base), min(len(text), name.end - base)
        if start >= end:
            continue
        worth = (
            1.0
            if name.kind == expects
            else 0.75
            if (expects, name.kind) in (("person", "org"), ("org", "other"), ("place", "other"), ("place", "org"))
            else 0.4
        )
        if expects == "place":
            before = re.search(
                r"\b(?:in|at|near|outside|on|off|inside|to|from|into|across|of|around)\s+(?:the\s+)?$", text[:start], re.I
            )
            worth *= 1.0 if before else 0.8
        yield worth, Span(start=start, end=end)
    if expects == "person":
        for match in _PEOPLE.finditer(text):
            yield 0.6, Span(start=match.start(), end=match.end())
    if expects == "place":
        for match in _WHERE.finditer(text):
            yield 0.6, Span(start=match.start("place"), end=match.end("place"))


def _times(statement: Statement) -> Iterator[tuple[float, Span]]:
    base, text = statement.span.start, statement.text
    for time in statement.times:
        start, end = max(0, time.start - base), min(len(text), time.end - base)
        if start < end and time.precision != "span":
            yield 1.0, Span(start=start, end=end)
    for match in _WHEN.finditer(text):
        yield 0.95, Span(start=match.start(), end=match.end())
    for match in _CLAUSE_OF_TIME.finditer(text):
        yield 0.5, Span(start=match.start(), end=match.end())


def _counts(statement: Statement, focus: str | None, anchors: frozenset[str]) -> Iterator[tuple[float, Span]]:
    text = statement.text
    from bot.engine.support import accepted

    heads = [word for word in (focus or "").split()]
    head = heads[-1] if heads else ""
    wanted = accepted(head.lower(), stem(head)) if head else {}
    people = bool(_GROUP.fullmatch(head))
    base = statement.span.start
    dated = [(time.start - base, time.end - base) for time in statement.times]
    for match in _COUNT.finditer(text):
        figure = match[0].lower()
        if any(start < match.end() and match.start() < end for start, end in dated) or _SCORE.match(text, max(0, match.start() - 3)):
            continue
        if text[match.start() - 1 : match.start()] in "$€£" and match.start():
            continue
        before = text[max(0, match.start() - 40) : match.start()]
        after = text[match.end() : match.end() + 60]
        follow = re.findall(r"[^\W_]+(?:['’][^\W_]+)*|[%,.;]", after)[:6]
        reach: list[str] = []
        for word in follow:
            if word in ",.;":
                break
            reach.append(word)
        worth = 0.0
        for at, word in enumerate(reach):
            stems = terms(word)
            if stems and stems[0] in wanted:
                worth = max(worth, wanted[stems[0]] * (1.0 - 0.08 * at))
        if (
            not worth
            and head
            and any(item in wanted for item in terms(before[-30:]))
            and not (
                reach
                and re.fullmatch(r"%|percent|per|years?|days?|hours?|minutes?|months?|weeks?|old|p|a|am|pm", reach[0], re.I)
            )
        ):
            worth = 0.55
        if not worth and not head:
            worth = 0.7
        if (
            not worth
            and people
            and (
                not reach
                or not re.fullmatch(
                    r"%|percent|per|years?|year|days?|day|hours?|minutes?|months?|weeks?|old|p|a|am|pm|miles?|dollars?|million|billion|feet|acres",
                    reach[0],
                    re.I,
                )
            )
        ):
            worth = 0.6 if not re.fullmatch(r"(?:19|20)\d\d", figure) else 0.0
        if figure.split()[-1] in _ORDINARY:
            worth *= 0.5 if figure in ("a", "an", "one") else 0.7
            if figure in ("a", "an"):
                worth = 0.0
        if worth:
            yield (
                worth * (0.5 + 0.5 * _closeness(text, match.start(), match.end(), anchors)),
                Span(start=match.start(), end=match.end()),
            )


def _closeness(text: str, start: int, end: int, anchors: frozenset[str]) -> float:
    """How near to the question's words a stretch stands: 1 beside one, down to 0.5 far away."""
    if not anchors:
        return 0.75
    window = 60
    near = set(terms(text[max(0, start - window) : start])) | set(terms(text[start : end + window]))
    return 0.5 + 0.5 * min(1.0, len(near & anchors) / min(3, len(anchors)))
