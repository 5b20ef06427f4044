"""What short answers look like in a text: figures with units, times, places, groups of people, reasons. Closed lists."""

from __future__ import annotations

import re


def _any(words: str) -> str:
    """A pattern for any of the words, which may be patterns; a _ stands for a space."""
    return "|".join(word.replace("_", " ") for word in words.split())


_SMALL = "one two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SCALES = "hundred thousand million billion trillion dozen"
_CROWDS = "hundreds_of_thousands tens_of_thousands hundreds thousands dozens scores millions billions"
NUMBER = (
    rf"(?:(?:{_any(_CROWDS)})\b|\d+(?:,\d{{3}})*(?:\.\d+)?(?:[ -](?:{_any(_SCALES)}))?"
    rf"|\b(?:an?|{_any(_SMALL)}|{_any(_TEENS)}|(?:{_any(_TENS)})(?:-(?:{_any(_SMALL)}))?)(?: (?:{_any(_SCALES)}))?\b"
    r"|\b(?:half|a third|a quarter|a fifth|two-thirds|three-quarters|none|nobody|no one|both|all)\b)"
)
_ABOUT = (
    r"(?:(?:about|around|roughly|nearly|almost|approximately|some|over|under|more than|fewer than|less than|at least|at most"
    r"|up to|an estimated|just)\s+)?"
)
COUNT = re.compile(_ABOUT + NUMBER, re.IGNORECASE)
PART = re.compile(
    rf"(?P<part>{_ABOUT}{NUMBER})\s+of\s+(?:the|its|their|his|her|those|these|our)\s+(?P<whole>{_ABOUT}{NUMBER})"
    r"\s+(?:[a-z’'-]+\s+)??(?:people|[a-z’'-]+(?:s|en))\b(?:\s+(?P<predicate>[a-z]+))?",
    re.IGNORECASE,
)
"""A number of a greater number of things, and the word behind their noun."""
_CURRENCIES = """
dollars? euros? pounds? pence cents? yen yuan rupees? rubles? roubles? won francs? pesos? crowns? kroner krone kronor krona
krónur dirhams? riyals? rials? shekels? lira zloty złoty forints? koruna leva lei hryvnias? tenge dinars? rand naira cedis?
shillings? reais real baht ringgit rupiah dong taka
"""
MONEY = re.compile(
    r"(?:US|A|C|HK|NZ)?[$€£¥₹]\s?\d[\d,]*(?:\.\d+)?(?:\s?(?:million|billion|trillion|thousand|bn|m|k)\b)?"
    rf"|\b\d[\d,]*(?:\.\d+)?(?:\s(?:{_any(_SCALES)}))?[\s-](?:{_any(_CURRENCIES)})\b",
    re.IGNORECASE,
)
PERCENT = re.compile(rf"{_ABOUT}{NUMBER}\s?-?(?:%|per ?cent\b|percentage points?\b)", re.IGNORECASE)
SHARE = re.compile(
    r"\b(?:half|a third|a quarter|a fifth|a tenth|two-thirds|three-quarters|most|all|none"
    r"|one[- ](?:third|quarter|fifth|half|in \w+)"
    rf"|(?:\d+|{_any(_SMALL)}) (?:out of|in) (?:every )?(?:\d+|{_any(_SMALL)}|ten|\w+ty)|the (?:vast )?majority)\b",
    re.IGNORECASE,
)
FIGURE = re.compile(r"(?<![\w$€£.,])(?!(?:19|20)\d\d\b)\d+(?:,\d{3})*(?:\.\d+)?(?!\w|[.,]\d)")
SCORE = re.compile(
    r"(?:.{0,3}?)\b\d{1,2}-\d{1,2}\b(?!-)(?! ?(?:year|day|week|month|hour|minute|mile|point|percent|%))", re.IGNORECASE
)
"""The score of a game, which counts nothing else."""
_LAPSE = """
seconds? minutes? hours? days? nights? weeks? weekends? fortnights? months? years? decades? century centuries quarters?
seasons? terms?
"""
DURATION = re.compile(
    rf"{_ABOUT}(?:{NUMBER}|several|a few|many|half an?|the (?:last|past|next))(?:[ -](?:and a half|to|or))?(?:[ -]{NUMBER})?"
    rf"[ -](?:{_any(_LAPSE)})\b|\b(?:since|until|till)\s+(?:\w+\s){{0,2}}\w+"
    r"|\bfor (?:years|months|weeks|days|hours|decades|life|good)\b"
    r"|\b(?:overnight|indefinitely|all day|year-round|life (?:sentence|in prison))\b",
    re.IGNORECASE,
)
SUPPLY = re.compile(
    rf"{_ABOUT}{NUMBER}(?:-? (?:to|or) {NUMBER})?[ -](?:{_any(_LAPSE)})(?:['’]s?)?[ -]"
    r"(?:worth|supply|supplies|of supplies|reserves)\b",
    re.IGNORECASE,
)
"""How long a stock lasts, which tells how much of it there is."""
OPEN_ENDED = re.compile(r"(?:since|until|till)\b", re.IGNORECASE)
"""How a duration begins that gives one end of it only."""
_DECADES = r"teens twenties thirties forties fifties sixties seventies eighties nineties \d0s"
AGE = re.compile(
    r"\b\d{1,3}-year-olds?\b|\b\d{1,2}-(?:month|week|day)-olds?\b|,\s\d{1,3}(?=[,.;)])"
    r"|\b(?:aged?|turned|turns|turning)\s(?:of\s)?\d{1,3}\b"
    rf"|\b\d{{1,3}}\syears?\s(?:old|of age)\b|\bin (?:his|her|their) (?:early |late |mid-?)?(?:{_any(_DECADES)})|\(\d{{1,3}}\)",
    re.IGNORECASE,
)
AGE_OF_THINGS = re.compile(
    rf"{_ABOUT}{NUMBER}[\s-]years?(?:\s(?:ago|old|of age)|-old)\b"
    r"|\b(?:born|built|founded|established|completed|opened|launched|dat(?:es?|ed|ing)(?: back)?)\s(?:in|from|to)\s\d{4}\b",
    re.IGNORECASE,
)
"""How old what is no person is, or since when it has been there."""
_UNITS = r"""
miles? mi kilomet(?:er|re)s? km k met(?:er|re)s? m feet foot ft inch(?:es)? in yards? acres? hectares? cm
centimet(?:er|re)s? mm millimet(?:er|re)s? mph km/h kph knots? kg kilograms? kilos? pounds? lbs? tons? tonnes? ounces?
grams? lit(?:er|re)s? gallons? barrels? degrees? °\s?[CF]? fahrenheit celsius light[-_]years? stor(?:ey|eys|y|ies) percent
% points? seats? people planes aircraft employees members times watts? megawatts? gigawatts? mw gw megabytes? gigabytes?
gb tb
"""
MEASURE = re.compile(
    rf"{_ABOUT}{NUMBER}[\s-]?(?:square[ -]|cubic[ -])?(?:{_any(_UNITS)})(?!\w)|\bmagnitude[ -](?:of )?\d(?:\.\d)?"
    r"|\b\d\.\d[ -]magnitude|\bcategory \d\b|\bsize of [\w\s]{3,30}|[$€£]\s?\d[\d,.]*(?:\s(?:million|billion|trillion))?",
    re.IGNORECASE,
)
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday"
_MONTHS = "january february march april june july august september october november december"
_PERIODS = r"week month year decade spring summer autumn fall winter season quarter few_\w+ century"
WHEN = re.compile(
    r"\b(?:(?:early|late|mid|earlier|later|last|next|this|every|the previous|the following|on|by|since|until)[ -]){0,3}"
    rf"(?:(?:{_any(_WEEKDAYS)})(?: (?:morning|afternoon|evening|night))?"
    r"|(?:jan|feb|aug|sept?|oct|nov|dec)\.(?: \d{1,2}(?:, \d{4})?)?"
    rf"|(?:{_any(_MONTHS)})\b(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?(?:,? \d{{4}})?|may \d{{1,2}}\b(?:, \d{{4}})?"
    r"|(?:19|20)\d\ds?\b|yesterday|today|tomorrow|tonight|(?:morning|afternoon|evening|midnight|noon|overnight|weekend)\b"
    rf"|(?:last|next|this|the previous|the following|in the coming|in recent) (?:{_any(_PERIODS)})s?"
    r"|\d{1,2}(?::\d\d)?\s?[ap]\.?m\b\.?"
    r"|(?:\d+|one|two|three|four|five|six|ten|a few|several) (?:seconds|minutes|hours|days|weeks|months|years|decades)"
    r" (?:ago|later|earlier|before|after))",
    re.IGNORECASE,
)
CLAUSE_OF_TIME = re.compile(
    r"\b(?:after|before|when|as soon as|once|while|during|shortly after|minutes after|hours after|until)\s+[^,.;]{6,80}(?!\w)",
    re.IGNORECASE,
)
_NO_LAPSE = "".join(f"(?<!{lapse} )(?<!{lapse}s )" for lapse in ("hour", "minute", "day", "week", "month", "year"))
REASON = re.compile(
    r"\b(?:because(?: of)?|due to|owing to|as a result of|thanks to|in response to|in retaliation for"
    r"|in protest (?:at|against|of|over)|on (?:suspicion|charges|grounds) (?:of|that)|caused by|blamed (?:on|for)|prompted by"
    r"|sparked by|triggered by|fuell?ed by|driven by|stemmed? from|attributed to|citing"
    r"|over (?!\d|half\b|several\b|the (?:past|last|next|weekend)\b)|amid|out of (?:fear|concern)|for fear of"
    r"|so (?:that|as to|they|he|she|it)|in order to|in a bid to|in an (?:effort|attempt) to|aimed at|the reason|reasons?|why"
    r"|since|given|led to|resulted in|accused of"
    r"|for (?:allegedly |not |\w+ly )?(?!(?:\w+th|noth|even|morn|spr|dur|k|r|br|bu|feel)ing\b)[a-z]+ing\b"
    r"|for (?:allegedly|not|their|his|her|its)\b"
    rf"|as (?:part of|they|he|she|it|the)|{_NO_LAPSE}after|following"
    r"|to (?:avoid|prevent|protect|help|make|stop|allow|give|ensure|reduce"
    r"|keep|get|save|raise|show|support|cut|curb|ease|force|meet|boost))\b[^.;]{3,160}(?!\w)",
    re.IGNORECASE,
)
PLAIN_REASON = re.compile(
    r"\b(?:because|due to|owing to|as a result of|in response to|caused by|blamed|prompted by|sparked|triggered|citing"
    r"|in order to|in a bid to|attributed|the reasons?|stem)",
    re.IGNORECASE,
)
OPEN_CAUSE = re.compile(
    r"\b(?:causes?|reasons?|motives?|origins?)\b[^.;]{0,60}?\b(?:unknown|unclear|undetermined|investigat\w+|"
    r"(?:not|never|n['’]t) (?:\w+ )?(?:known|clear|determined|established|identified|disclosed|said))\b"
    r"|\binvestigat\w+ [^.;]{0,30}\b(?:causes?|reasons?|motives?)\b",
    re.IGNORECASE,
)
"""That nobody knows yet what caused something, which is an answer too."""
_GROUPS = """
m[ae]n wom[ae]n boys? girls? teenagers? teens? child(?:ren)? students? drivers? officers? police suspects? gunm[ae]n
workers? teachers? doctors? nurses? soldiers? troops firefighters? residents? owners? mothers? fathers? parents? sons?
daughters? brothers? sisters? husbands? wi(?:fe|ves) couples? neighbou?rs? passengers? pilots? protesters? scientists?
researchers? families family crew jurors? jury judges? prosecutors? lawmakers? voters? customers? fans? players? hikers?
tourists? fisherm[ae]n farmers? volunteers? rescuers? caller bystanders? members?
"""
PEOPLE = re.compile(rf"\b(?:an?|the|{_any(_SMALL)}|ten|\d+)\s+(?:[\w-]+\s){{0,3}}?(?:{_any(_GROUPS)})\b", re.IGNORECASE)
GROUP = re.compile(
    r"people|persons?|men|women|children|students|passengers|victims|civilians|residents|workers|employees|soldiers|troops"
    r"|patients|members",
    re.IGNORECASE,
)
"""Nouns for people, which a count may leave out ("killed 12")."""
_SITES = """
home house street school hospital station park airport stadium church court courthouse prison jail border beach coast
river lake forest field farm factory hotel restaurant supermarket store mall bar club office building centre center
university campus museum theater theatre garage apartment room basement roof road highway bridge tunnel sea ocean island
mountains? desert suburbs? outskirts downtown north south east west
"""
WHERE = re.compile(
    r"\b(?:in|at|near|outside|on|off|inside|from|to|into|across|around|along|between|over|through|of|towards?|via)\s+"
    rf"(?P<place>(?:the\s+|an?\s+|his\s+|her\s+|their\s+)?(?:(?:[a-z]+\s){{0,3}}(?:{_any(_SITES)})\b"
    r"|(?:[A-Z][\w.'’-]*)(?:,?\s(?:of\s|the\s|de\s)*[A-Z][\w.'’-]*){0,6}))"
)
STRUCK = re.compile(
    r"dead|killed|injured|wounded|hurt|missing|arrested|detained|infected|ill|homeless|others|more|trapped|stranded|evacuated|died|were",
    re.IGNORECASE,
)
"""What may stand behind a count of people that leaves the noun out."""
NO_COUNT = re.compile(
    r"%|percent|per|years?|days?|hours?|minutes?|months?|weeks?|old|p|a|am|pm|miles?|dollars?|million|billion|feet|acres",
    re.IGNORECASE,
)
"""What, behind a number, tells that it counts no people."""
FOLLOWING = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[%,.;]")
"""Words and stops behind a number."""
YEAR = re.compile(r"(?:19|20)\d\d")
