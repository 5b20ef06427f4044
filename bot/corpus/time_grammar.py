"""The grammar of time expressions: one pattern for each kind, and the words that say where to look for one.

A pattern's group ``x`` is the expression where that is not all it matches. Kinds are tried in order, the most telling first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, compress, count

from bot.corpus.almanac import FEASTS, MONTHS, WEEKDAYS
from bot.domain import Sentence

_MACROS = {
    "SMALL": r"(?:\d{1,4}(?:\.\d)?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en"
    r"|[Ee]leven|[Tt]welve"
    r"|[Tt]hirteen|[Ff]ourteen|[Ff]ifteen|[Ss]ixteen|[Ss]eventeen|[Ee]ighteen|[Nn]ineteen|[Tt]wenty|[Tt]hirty|[Ff]orty|[Ff]ifty"
    r"|[Ss]ixty|[Ss]eventy|[Ee]ighty|[Nn]inety)",
    "VAGUE": r"(?:[Aa] couple(?: of)?|[Aa] few|[Ss]everal|[Mm]any|[Aa] dozen|[Hh]alf an?|[Dd]ozens of)",
    "UNIT": r"(?:(?:second|minute|hour|day|week|fortnight|month|year|decade)s?|centur(?:y|ies))",
    "SHORTDAY": rf"(?:{'|'.join(WEEKDAYS)}|(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.?)",
    "WEEKDAY": rf"(?:{'|'.join(WEEKDAYS)})",
    "MONTH": rf"(?:{'|'.join(MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)",
    "YEAR": r"(?:1[6-9]|20)\d\d(?![\d%]|[.,:]\d)",
    "DATE": r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?",
    "ENDS": r"(?![\d%]|[.,:]\d|[-\w])",
    "PART": r"(?:morning|afternoon|evening|night)",
    "ZONE": r"(?:GMT|UTC|Z|WET|BST|CES?T|EES?T|MSK|JST|KST|AE[SD]T|[ECMP][SD]?T|[Ll]ocal time"
    r"|(?:Eastern|Central|Mountain|Pacific)(?: [Tt]ime)?|(?:Moscow|Kyiv|London|Paris|Beijing|Tokyo) time)",
    "NEAR": r"(?:[Ll]ast|[Tt]his|[Nn]ext|[Pp]ast|[Cc]oming)",
    "EARLY": r"(?:[Ee]arlier|[Ll]ater|[Ll]ate|[Ee]arly)",
    "FEAST": "(?:" + "|".join(re.escape(feast).replace("'", "[’']") for feast in FEASTS) + ")",
}

_PATTERNS = {
    "iso": r"(?P<x>\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?)(?![\w-])",
    "numeric": r"(?P<x>(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<year>(?:19|20)\d\d|\d\d))(?![\w/]|[.,]\d)",
    "month_day": r"(?:<SHORTDAY>,? )?(?P<month><MONTH>) (?:"
    r"(?P<first><DATE>) ?(?:-|–|—|to|through|and|until|till) ?(?P<last><DATE><ENDS>)"
    r"|(?P<day><DATE><ENDS>))(?:,? (?P<year><YEAR>))?",
    "day_month": r"(?:<SHORTDAY>,? )?(?:the )?(?:(?P<first><DATE>) ?(?:-|–|—|to|and|until|till) ?(?P<last><DATE>)"
    r"|(?P<day><DATE>))"
    r"(?: of)? (?P<month><MONTH>)(?![a-z])(?:,? (?P<year><YEAR>))?",
    "feast": r"(?:(?P<near>[Ll]ast|[Tt]his|[Nn]ext) )?(?P<name><FEAST>)(?! [A-Z]|[-\w])(?:,? (?P<year><YEAR>))?",
    "month_year": r"(?:[Ee]arly |[Ll]ate |[Mm]id-)?(?P<month><MONTH>),?(?: of)? (?:(?P<year><YEAR>)|(?P<near>last"
    r"|this|next) year)",
    "month": r"(?:(?:[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Dd]uring|[Ff]or|(?P<loose>[Bb]y|[Ff]rom|[Tt]o|[Bb]efore"
    r"|[Aa]fter|[Bb]etween"
    r"|[Tt]hrough|and|of|the|a|an)) )?(?P<x>(?:(?P<mod>[Ee]arly |[Ll]ate |[Mm]id-|(?P<near><NEAR>) )+)?(?P<month><MONTH>))"
    r"(?![\w-])(?!\.?,? (?:of )?\d)",
    "named_day": r"(?:Super|Bloody|Fat|Cyber|Shrove|Holy|Ruby) <WEEKDAY>",
    "weekday": r"(?:<EARLY>(?: on)? )?(?:(?:the )?(?P<near><NEAR>|previous|following) )?(?P<weekday><WEEKDAY>)"
    r"(?![\w-]| (?:Times|Telegraph|Mirror|Express|Mail|Post|Herald|Night [A-Z]))(?: (?P<part><PART>)(?!\w))?",
    "near_day": r"(?P<far>[Tt]he day (?:before yesterday|after tomorrow))|(?:<EARLY> )?"
    r"(?:(?P<word>[Tt]oday|[Yy]esterday|[Tt]omorrow)(?! (?:[Ss]how|program))(?: (?P<part><PART>)(?!\w))?|(?P<night>[Tt]onight)"
    r"|(?P<last>[Ll]ast (?:night|evening))|[Tt]his (?P<this>morning|afternoon|evening))(?!\w)",
    "offset": r"(?P<count><SMALL>|<VAGUE>|[Aa]n?|[Tt]he)(?P<half> and a half)?[ -](?P<unit><UNIT>) "
    r"(?P<way>ago|earlier|later|from now|hence|(?:before|after|prior|previously)(?=[.,;:)\"”’]|$))(?!\w| than)",
    "adjoining": r"(?P<lead>[Tt]he|[Tt]hat) (?P<which>next|following|previous|preceding|same|very)? ?"
    r"(?P<unit>day|week|month|year|<PART>)(?P<after> before| after)?(?=[\s.,;:)\"”’])",
    "recent": r"(?:<EARLY> )?(?P<near><NEAR>) (?P<unit>week|weekend|month|year|decade|century|spring|summer|autumn|fall|winter)"
    r"(?![\w-])(?! of\b)",
    "weekend": r"(?:[Oo]ver|[Aa]t|[Dd]uring|[Ff]or|[Tt]hrough) (?P<x>the weekend)(?!\w)",
    "season": r"(?P<led>(?:[Ii]n|[Ss]ince|[Dd]uring|[Bb]y|[Oo]f) (?P<the>the )?)?(?P<x>(?:[Ee]arly |[Ll]ate |[Mm]id-)?"
    r"(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)(?:,? (?:of )?(?P<year><YEAR>))?)(?! of [A-Z]| [A-Z]|[\w-])",
    "quarter": r"(?:(?P<nth>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[1-4](?:st|nd|rd|th)|final|last)(?: fiscal)?[ -]"
    r"(?P<what>quarter|half) (?:of |in )?(?:(?P<year><YEAR>)|(?P<near>last|this|next) year)"
    r"|(?P<q>[QH][1-4])(?: of)?,? (?P<qyear><YEAR>))",
    "clock": r"(?:(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d))? ?(?P<half>[ap]\.? ?m\b\.?|AM\b|PM\b)"
    r"(?:,? (?P<zone><ZONE>)(?!\w))?|(?P<hour24>[01]?\d|2[0-3])[:.h]?(?P<minute24>[0-5]\d) ?(?P<zone24><ZONE>)(?!\w)"
    r"|(?:[Aa]t|[Bb]y|[Aa]round|[Aa]bout|[Uu]ntil|[Ss]ince|[Ff]rom|[Bb]efore|[Aa]fter) (?P<x>(?P<bare>[01]?\d|2[0-3])"
    r":(?P<bare_minute>[0-5]\d)(?![\d:]|\.\d| ?(?:[ap]\.? ?m\b|[AP]M\b|<ZONE>))|(?P<word>noon|midnight)(?!\w)))",
    "duration": r"(?:[Ff]or|[Ii]n|[Aa]fter|[Ww]ithin|than|about|nearly|almost|[Oo]ver|least|lasted|took|last|past"
    r"|next|coming|every"
    r"|another|some) (?P<x>(?:(?:a|an|one|the past|the last|the next)[ -](?!second)(?P<single><UNIT>)"
    r"|(?P<plural>(?:hour|day|week|month|year|decade)s))(?![\w-])(?! (?:ago|old|earlier|later)))"
    r"|(?:(?P<number><SMALL>)(?P<half> and a half)?|(?P<vague><VAGUE>))[ -](?P<unit><UNIT>)(?:-long)?"
    r"(?!\w)(?![- ](?:olds?|ago)\b| of age)|(?P<long>day|week|month|year|decade)-?long(?!\w)",
    "decade": r"(?:the )?(?:(?:early|late)[ -]|mid-)?(?P<decade>(?:1[6-9]|20)\d)0[’']?s(?!\w)",
    "century": r"(?P<nth>\d\d)(?:st|nd|rd|th)[ -]century(?!\w)",
    "years": r"(?P<a>(?:19|20)\d\d) ?[-–/] ?(?P<b>(?:19|20)?\d\d)(?![\w-]|[.,/]\d)",
    "year": r"(?:(?P<sure>[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Bb]y|[Dd]uring|[Ff]iscal|[Yy]ear|[Ee]arly|[Ll]ate|[Mm]id"
    r"|[Bb]ack in)[ -]"
    r"|(?:[Ff]rom|[Tt]o|[Oo]f|[Bb]efore|[Aa]fter|[Bb]etween|and|the|a|his|her|its|their|than|through|or) |(?<=\()"
    r"|(?<=\d\d\d\d, ))"
    r"(?P<x>(?P<year><YEAR>))(?![\w-])",
}


def _expanded(pattern: str) -> str:
    for name, macro in _MACROS.items():
        pattern = pattern.replace(f"<{name}>", macro)
    return pattern


KINDS = {kind: re.compile(_expanded(pattern)) for kind, pattern in _PATTERNS.items()}
"""The pattern of each kind."""


# --- where to look

_SPLIT = re.compile(r"([A-Za-z]+|\d+)")
_BACK = 4
"""How many words before its heart an expression may start."""


def _cased(words: str) -> set[str]:
    return {form for word in words.split() for form in (word, word.capitalize())}


_HEARTS = frozenset(
    _cased(
        """
        today yesterday tomorrow tonight night morning afternoon evening noon midnight second minute hour day week weekend
        fortnight month year decade century seconds minutes hours days weeks fortnights months years decades centuries spring
        summer autumn fall winter quarter half daylong weeklong monthlong yearlong decadelong eve
        """
    )
    | {*WEEKDAYS, *MONTHS, *(month[:3] for month in MONTHS), "Sept", "Christmas", "Easter", "Halloween", "Thanksgiving"}
    | {f"{n:{width}}" for n in range(60) for width in ("", "02")}
    | {str(n) for n in range(1600, 2100)}
)
"""Words of which every expression has one."""

_NUMERAL = ("iso", "numeric", "day_month", "offset", "quarter", "clock", "duration", "decade", "century", "years", "year")
_NAMED = ("month_day", "day_month", "feast", "month_year", "month", "named_day", "weekday")
_BY_WORD = (
    (
        "in since until till during for by from to before after between through and of or at around about over than within"
        " nearly almost least lasted took every another some back fiscal his her its their year",
        ("month", "weekend", "season", "clock", "duration", "year"),
    ),
    ("the that a an", ("day_month", "month", "weekday", "near_day", "offset", "adjoining", "duration", "decade", "year")),
    (
        "early late mid earlier later last this next past coming previous following",
        ("feast", "month_year", "month", "weekday", "near_day", "recent", "season", "quarter", "duration", "decade", "year"),
    ),
    (
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
        " nineteen twenty thirty forty fifty sixty seventy eighty ninety several many dozens half",
        ("offset", "duration"),
    ),
    ("first second third fourth final q h", ("quarter",)),
    ("today yesterday tomorrow tonight", ("near_day",)),
    ("spring summer autumn fall winter", ("season",)),
    ("daylong weeklong monthlong yearlong decadelong day week month decade", ("duration",)),
)
_PROPER = (
    "Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun New Valentine St Boxing Ash Palm Maundy Good Black Super Bloody Cyber Holy"
)
_Kinds = tuple[str, ...]
_STARTS: Mapping[str, _Kinds] = {
    **dict.fromkeys({str(n) for n in range(2400)} | {f"{n:0{w}}" for n in range(2400) for w in (2, 4)}, _NUMERAL),
    **{form: kinds for words, kinds in _BY_WORD for form in _cased(words)},
    **dict.fromkeys({*WEEKDAYS, *MONTHS, *(month[:3] for month in MONTHS), *_PROPER.split(), "Sept"}, _NAMED),
    **dict.fromkeys(("Christmas", "Easter", "Halloween", "Thanksgiving"), ("feast",)),
    "Year": ("year",),
    "year": ("duration", "year"),
}
"""Words with which an expression can start, and the kinds that it can then be of, the most telling first."""
_INSIDE = frozenset("_$€£.,/-")


def candidates(text: str, sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, list[tuple[int, _Kinds]]]]:
    """The sentences that may hold an expression, with the offsets where one may start, and what kinds it may be of."""
    pieces = _SPLIT.split(text)
    words = pieces[1::2]
    hearts = list(compress(count(), map(_HEARTS.__contains__, words)))
    if not hearts or not sentences:
        return
    offsets = list(accumulate(map(len, pieces)))[0::2]
    number, tried = 0, -1
    starts: list[tuple[int, _Kinds]] = []
    for heart in hearts:
        at = offsets[heart]
        while sentences[number].end <= at:
            if starts:
                yield sentences[number], starts
                starts = []
            number += 1
            if number == len(sentences):
                return
        lowest = sentences[number].start
        if at < lowest:
            continue
        for word in range(max(tried + 1, heart - _BACK, 0), heart + 1):
            kinds = _STARTS.get(words[word])
            start = offsets[word]
            if kinds and start >= lowest and not (start and ((before := text[start - 1]).isalnum() or before in _INSIDE)):
                starts.append((start, kinds))
        tried = heart
    if starts:
        yield sentences[number], starts
