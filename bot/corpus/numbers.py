"""Numbers in running text, normalised so that two wordings of one figure compare equal.

"86%", "86 per cent" and "eighty-six percent" are the same number, and so are "$2.5bn" and "2.5 billion dollars".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.corpus.stems import stem
from bot.domain import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Span):
    """A number with its unit as it stands in a text."""

    value: float
    unit: str = ""
    """Normal form: "%", "day", "USD", "km", the stem of what is counted ("peopl"), or nothing where that is not plain.

    Ordinals and vague counts ("dozens", "hundreds of thousands") have none, since they do not compare.
    """
    approx: bool = False
    """Whether the text says "about", "over", "dozens of" or the like."""


_SMALL = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen
"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
WORDS = {word: float(n) for n, word in enumerate(_SMALL.split())} | {word: 10.0 * n for n, word in enumerate(_TENS.split(), 2)}
"""Values of the small numbers that are one word."""

_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
_ORDINAL = {word: float(n) for n, word in enumerate(_ORDINALS.split(), 1)}
_SCALE = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0,
    "mn": 1e6, "m": 1e6, "mln": 1e6, "bn": 1e9, "b": 1e9, "bln": 1e9, "tn": 1e12, "trn": 1e12, "k": 1e3,
}  # fmt: skip
_PARTS = {"half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "sixth": 100 / 6, "tenth": 10.0}

_MONEY = {
    "$": "USD",
    "US$": "USD",
    "A$": "AUD",
    "C$": "CAD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₽": "RUB",
    "₴": "UAH",
    "₹": "INR",
}
_COINS = {
    "dollar": "USD", "euro": "EUR", "yen": "JPY", "rouble": "RUB", "ruble": "RUB", "hryvnia": "UAH", "rupee": "INR",
    "yuan": "CNY", "renminbi": "CNY", "franc": "CHF", "zloty": "PLN", "krona": "SEK", "lira": "TRY", "peso": "peso",
    "cent": "cent", "pence": "penny", "usd": "USD", "eur": "EUR", "gbp": "GBP",
}  # fmt: skip
_MEASURES = {
    "kilometre": "km", "kilometer": "km", "km": "km", "mile": "mile", "metre": "m", "meter": "m", "m": "m",
    "foot": "foot", "feet": "foot", "ft": "foot", "inch": "inch", "inches": "inch", "cm": "cm", "centimetre": "cm",
    "centimeter": "cm", "mm": "mm", "hectare": "hectare", "acre": "acre", "kg": "kg", "kilogram": "kg", "kilo": "kg",
    "tonne": "tonne", "ton": "tonne", "mph": "mph", "kph": "kph", "km/h": "kph", "knot": "knot", "mw": "MW",
    "megawatt": "MW", "gw": "GW", "gigawatt": "GW", "degree": "degree", "°c": "degree", "°f": "degree",
    "litre": "litre", "liter": "litre", "gallon": "gallon", "barrel": "barrel", "second": "second", "minute": "minute",
    "hour": "hour", "day": "day", "week": "week", "fortnight": "fortnight", "month": "month", "year": "year",
    "decade": "decade", "century": "century", "centuries": "century",
}  # fmt: skip

_WORD = rf"(?:{'|'.join((*_SMALL.split(), *_TENS.split()))})"
_BIG = r"(?:hundred|thousand|million|billion|trillion|dozen)"
_FIGURE = re.compile(
    r"(?P<money>(?:US|A|C)?\$|[€£¥₽₴₹])? ?(?<![\w.,:/])(?<![A-Za-z]-)(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?"
    r"|\d+(?:\.\d+)?)(?![\d:]|[.,/]\d)"
    r"(?:(?P<rank>st|nd|rd|th)\b|(?P<tight>mn|mln|bn|bln|tn|trn|k|m|b)\b| ?-?(?P<scale>hundred|thousand|million"
    r"|billion|trillion"
    r"|mn|mln|bn|bln|tn|trn|m)\b)?"
    r"|\b(?:(?P<share>(?:half|(?:a|one|two|three|four)[ -](?:half|third|quarter|fifth|sixth|tenth)s?)(?= (?:of|the"
    r"|its|their|all)\b))"
    rf"|(?P<vague>(?:(?:tens|dozens|hundreds|thousands|scores) of )?(?:dozens|hundreds|thousands|millions"
    rf"|billions|trillions))"
    rf"|(?P<words>(?:(?:half )?an? (?={_BIG}\b))?(?:{_WORD}|{_BIG})(?:[ -]{_BIG}|(?<=ty)[ -]{_WORD}"
    rf"|(?:(?<=hundred)|(?<=thousand))(?: and)? {_WORD}|(?<=million) {_WORD})*)"
    rf"|(?P<ordinal>{'|'.join(_ORDINALS.split())}))\b",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"([A-Za-z]+|\d+)")
_PLURALS = ("halves", "tens", "scores", "dozens", "hundreds", "thousands", "millions", "billions", "trillions")
_HEARTS = frozenset(
    form
    for word in (*WORDS, *_ORDINAL, *_SCALE, *_PARTS, *_PLURALS, "half", "quarters", "thirds")
    if len(word) > 2
    for form in (word, word.capitalize(), word.upper())
)
"""Words of which every figure in words has one."""
_APPROX = re.compile(
    r"\b(?:about|around|roughly|approximately|nearly|almost|some|over|more than|less than|fewer than|at least|at most"
    r"|up to|under|close to"
    r"|an? estimated|estimated at|as (?:many|much|few) as|above|below|beyond|circa|only about) ?$|[~≈<>]\s?$",
    re.IGNORECASE,
)
_APPROX_AFTER = re.compile(r"(?:\+| or (?:so|more|less)\b|-plus\b|-odd\b| plus\b)")
_YEAR = re.compile(r"(?:1[6-9]|20)\d\d")
_PERCENT = re.compile(r"\s?%|[ -]per ?cent(?:age)?(?P<points> points?)?\b|[ -]percentage(?P<more> points?)\b|[ -]pct\b")
_UNIT = re.compile(r"[ -]?(?:(?:square|cubic) )?(°[CF]\b|km/h|[A-Za-z]+)")
_OLD = re.compile(r"[ -]years?[ -]olds?\b")
_COUNTED = re.compile(
    r"(?: of)?(?: (?:the|more|other|new|additional|further|such))*((?: [A-Z][\w-]*)*(?: [a-z][a-z'’-]*){1,3})"
)
_NO_NOUN = re.compile(
    r"(?:in|on|at|to|by|for|from|with|and|or|but|as|than|that|who|which|when|after|before|were|was|is|are|have|has"
    r"|had|will|would|per|an?"
    r"|the)$"
)
_PEOPLE = frozenset(["people", "men", "women", "children", "troops", "police", "personnel", "cattle", "staff", "crew"])


def numbers(text: str) -> tuple[Number, ...]:
    """The numbers of a text, in order, with their units."""
    found = []
    pieces = _SPLIT.split(text)
    offset, at = len(pieces[0]), 0
    for word, gap in zip(pieces[1::2], pieces[2::2], strict=True):
        if offset >= at and (word in _HEARTS or word.isdigit()):
            match = _FIGURE.match(text, _opening(text, at, offset)) or _FIGURE.match(text, offset)
            if match is not None:
                number = _number(text, match)
                at = max(match.end(), offset + 1)
                if number is not None:
                    found.append(number)
                    at = max(at, number.end)
        offset += len(word) + len(gap)
    return tuple(found)


def _opening(text: str, lowest: int, hint: int) -> int:
    """Where the figure around a hint starts: at its currency, or at the article before it."""
    before = _LEAD.search(text, max(lowest, hint - 9), hint)
    return before.start() if before else hint


_LEAD = re.compile(r"(?:(?:US|A|C)?\$ ?|[€£¥₽₴₹] ?|\b(?:half )?an? |\ba[ -])$", re.IGNORECASE)


def _number(text: str, match: re.Match[str]) -> Number | None:
    end, unit = match.end(), ""
    approx = bool(_APPROX.search(text, max(0, match.start() - 18), match.start()))
    if match["digits"]:
        value = float(match["digits"].replace(",", ""))
        tight = (match["tight"] or "").lower()
        if tight in ("m", "b") and not match["money"]:
            unit = {"m": "m"}.get(tight, "")
        else:
            value *= _SCALE.get(tight or (match["scale"] or "").lower(), 1.0)
        if match["rank"]:
            return Number(start=match.start(), end=end, value=value)
    elif match["share"]:
        value, unit = _share(match["share"].lower()), "%"
    elif match["vague"]:
        value = 1.0
        for word in match["vague"].lower().split():
            value *= {"tens": 10.0, "scores": 20.0}.get(word) or _SCALE.get(word.rstrip("s"), 1.0)
        return Number(start=match.start(), end=end, value=value, approx=True)
    elif match["ordinal"]:
        return Number(start=match.start(), end=end, value=_ORDINAL[match["ordinal"].lower()])
    else:
        words = match["words"].lower()
        value = _spelt(words)
        if words == "one" and not _UNIT_OF_ONE.match(text, end):
            return None
    if match["money"]:
        unit = _MONEY[match["money"].upper()]
    if not unit:
        unit, end = _unit(text, end)
        unit = unit or ("" if _YEAR.fullmatch(match[0]) else _counted(text, end))
    approx = approx or bool(_APPROX_AFTER.match(text, end))
    return Number(start=match.start(), end=end, value=value, unit=unit, approx=approx)


_UNIT_OF_ONE = re.compile(
    r"[ -](?:per ?cent|percent|second|minute|hour|day|week|month|year|decade|mile|kilomet[er]{2}|person|man|woman|child"
    r"|hundred|thousand|million)\b"
)


def _share(words: str) -> float:
    pieces = re.split(r"[ -]", words)
    part = _PARTS[pieces[-1].rstrip("s") if pieces[-1] != "half" else "half"]
    return part * (WORDS.get(pieces[0], 1.0) if len(pieces) > 1 else 1.0)


def _spelt(words: str) -> float:
    """The value of a number in words: hundreds multiply what is before them, thousands and more close a group."""
    total = group = 0.0
    pieces = re.split(r"[ -]", words)
    factor = 0.5 if pieces[0] == "half" else 1.0
    for piece in pieces:
        if piece in WORDS:
            group += WORDS[piece]
        elif piece in ("hundred", "dozen"):
            group = (group or 1.0) * _SCALE[piece]
        elif piece in _SCALE:
            total += (group or 1.0) * _SCALE[piece]
            group = 0.0
    return (total + group) * factor


def _unit(text: str, end: int) -> tuple[str, int]:
    """The unit behind a number, and where it ends."""
    percent = _PERCENT.match(text, end)
    if percent:
        return ("pp" if percent["points"] or percent["more"] else "%"), percent.end()
    old = _OLD.match(text, end)
    if old:
        return "year old", old.end()
    match = _UNIT.match(text, end)
    if match and match.end() > end:
        word = match[1].lower()
        one = word if word in _MEASURES or word in _COINS else word.rstrip("s")
        square = "square " if "square" in match[0] else "cubic " if "cubic" in match[0] else ""
        if one in _MEASURES and (word != "m" or text[end] != " "):
            return square + _MEASURES[one], match.end()
        if one in _COINS:
            return _COINS[one], match.end()
        if one == "pound":
            return "GBP", match.end()
    return "", end


def _counted(text: str, end: int) -> str:
    """The stem of what is counted: the first plural within three words."""
    match = _COUNTED.match(text, end)
    if match:
        for word in match[1].split():
            plain = word.lower()
            if _NO_NOUN.match(plain):
                return ""
            if plain in _PEOPLE or (plain.endswith("s") and not plain.endswith(("ss", "us", "is"))):
                return stem(plain)
    return ""
