"""How questions are worded: the patterns and closed lists by which they are taken apart. General knowledge of English."""

from __future__ import annotations

import re
from typing import Literal

Expected = Literal[
    "person", "org", "place", "time", "number", "money", "percent", "duration", "age", "measure", "amount", "reason"
]  # fmt: skip
"""The type of a short answer; ``amount`` is a figure with any unit."""

_AUXILIARIES = """
is are was were am be do does did has have had can could will would should shall may might must isn't aren't wasn't weren't
don't doesn't
didn't hasn't haven't hadn't can't couldn't won't wouldn't shouldn't
"""
_GENERAL = """
anyone anybody anything someone somebody something everyone everybody everything
say said says tell told make made take took get got give go went gone come came use used put keep kept let seem become happen
happened
happening new old first last next latest recent recently now today currently this week month year years day time times people
person man
woman men women thing things way part number amount lot kind type sort name names called many much long big large great good
bad high low
major main several various certain according news story article report reported reports source sources situation case issue
matter exactly
actually really ever still already also just even too quite approximately roughly about around nearly almost total overall
want wanted need
needed like plan planned planning expect expected set start started begin began end know known country place city one two
three president
minister government official officials state states involve involved reason reasons cause caused result details information
date 
believe think view well yes same different back instead always own another
original initial previous final full entire whole current exact actual average proposed role part play played playing far
single next
"""
_ORDERS = """
write compose draft create generate make invent imagine translate sing draw paint code program delete remove drop send email
post publish
buy sell call open close run execute install print play act pretend ignore disregard forget obey follow stop start reveal
output repeat
respond reply answer rewrite roleplay calculate compute solve convert summon hack design build schedule remind wake order
book turn set
change update add
"""
_BIDDING = """
write compose draft generate invent imagine translate sing pretend ignore disregard forget obey rewrite roleplay calculate
compute solve
summon delete
"""
_TITLES = """
mr mrs ms miss dr sir dame lord lady president prime minister vice secretary general senator sen governor gov mayor
chancellor king queen
prince princess pope judge justice professor prof captain capt colonel col sergeant sgt officer chief director chairman
chairwoman chair
ceo representative rep congressman congresswoman ambassador commissioner detective inspector sheriff premier leader envoy
spokesman
spokeswoman spokesperson coach attorney reverend rev former ex the of and for foreign defence defense finance interior deputy
first
"""
_MONEY = """
money cost price pay paid worth spend spent fine fined salary revenue profit loss raise raised earn earned bid offer owe
donate donated
invest invested budget fee dollars pounds euros compensation funding debt charge sell sold buy bought
"""
_CHANGES = "rise fall drop grow increase decrease decline climb sink jump slump surge soar plunge shrink gain"
_TYPES = """
place: town city village country nation state province region island county district street place location venue continent
 area capital
 river mountain airport port border neighbourhood neighborhood suburb stadium territory destination planet hospital
org: company firm agency organisation organization team club party bank university school airline newspaper channel network
 group court
 union brand retailer automaker manufacturer broadcaster charity federation ministry department studio publisher chain
 regulator league
person: person player actor actress singer minister president politician senator coach manager artist author scientist
 celebrity athlete
 driver judge officer official lawmaker governor mayor candidate leader doctor director chief captain star footballer striker
 goalkeeper
 king queen prince princess man woman
time: day date year month week weekday time hour season decade century quarter
percent: percentage percent proportion
amount: share fraction size rate temperature speed distance height weight length value
number: number score magnitude count rank figure total toll margin tally
age: age
money: price cost sum fee salary budget fine revenue profit bid
reason: reason cause motive motivation explanation justification
duration: duration
"""
_MEASURES = """
age: old
duration: long quickly
time: often soon late early recently
amount: big large
measure: far tall high deep fast heavy wide hot cold strong close severe powerful
"""


def _keyed(table: str) -> dict[str, Expected]:
    rows = re.findall(r"(?m)^(\w+): ((?:.*)(?:\n .*)*)", table)
    return {word: kind for kind, words in rows for word in words.split()}


WH = frozenset(("who", "whom", "whose", "what", "which", "when", "where", "why", "how"))
"""The question words."""
AUXILIARIES = frozenset(_AUXILIARIES.split())
"""Verbs that a question may begin with."""
GENERAL = frozenset(_GENERAL.split())
"""Words that say little of what a question is about, whatever it is about."""
ORDERS = frozenset(_ORDERS.split())
"""Verbs that, first in the sentence and with an object, make an order of it."""
BIDDING = frozenset(_BIDDING.split())
"""Those of them that can hardly be anything else."""
TITLES = frozenset(_TITLES.split())
"""Words that stand beside a person's name without being part of it."""
CHANGES = frozenset(_CHANGES.split())
"""Verbs behind which "how much" asks by how much, of money or of anything."""
SUFFERED = re.compile(
    r"^(?:is|are|was|were|(?:has|have|had)\s+\S.*?\s+been)\b.*\b\w+ed\s+(?:of|with|for|to|by|in|on|about|from|over|as)$",
    re.IGNORECASE,
)
"""What somebody is accused of, charged with or asked for: the words are another's."""
PRICED = frozenset(("cost", "price", "worth", "money", "pay", "spend", "charge"))
"""Words of a question about money that say no more than that it is one."""
MONEY = frozenset(_MONEY.split())
"""Words by which "how much" asks for a sum."""
TYPES = _keyed(_TYPES)
"""Expected type by the noun that a question asks for."""
MEASURES = _keyed(_MEASURES)
"""Expected type by the adjective behind "how"."""
CALENDAR = frozenset(
    ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
     "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
)  # fmt: skip
"""Months and weekdays: capitals that name nobody."""
CLAUSE = frozenset(
    ("if", "that", "when", "who", "because", "while", "after", "before", "whether", "which", "whose", "since", "unless",
     "until", "what", "how", "why")
)  # fmt: skip
"""Words that open a clause: no subject goes on behind one."""
NOUNS_TOO = frozenset(
    ("report", "claim", "order", "comment", "call", "state", "request", "plan", "offer", "demand", "promise", "answer",
     "praise", "protest", "signal", "detail", "slam", "brand", "label", "post", "note", "object", "hope", "fear", "point",
     "reply",
     "voice",
     "estimate", "forecast", "blame", "advocate", "boast", "joke", "question", "quip", "threaten", "counter", "outline")
)  # fmt: skip
"""Verbs of speech that are nouns as well."""
MANNERS = frozenset(
    ("describe", "respond", "react", "characterise", "characterize", "answer", "reply", "explain", "call", "put", "comment",
     "criticise", "criticize", "praise", "defend", "feel", "view", "see", "rate", "justify", "label", "assess")
)  # fmt: skip
"""Verbs that ask for somebody's words behind "how did X"."""

TRADED = re.compile(
    r"\b(?:shares?|stocks?|markets?|prices?|index|futures|bonds?|currency|dollar|pound|euro|yen|yuan|rou?ble|lira|peso|rupee|krona|krone|franc"
    r"|rand|zloty|forint|hryvnia|tenge|shekel|dinar|dirham|riyal|ringgit|rupiah|baht|oil|gold|bitcoin"
    r"|yields?|sales|polls|ratings?)(?=$| (?:in|of|at|for)\b)",
    re.IGNORECASE,
)
"""What reacts by rising and falling, not in words."""
AHEAD = re.compile(
    r"^when\s+(?:will|shall|(?:is|are|am)\s+.+?\s(?:to|due|going|expected|scheduled|set|supposed|likely)\b)", re.IGNORECASE
)
GONE_BY = re.compile(r"^when\s+(?:did|was|were|had)\b", re.IGNORECASE)
"""Questions for a time to come, and for one that has been."""
SEGMENT = re.compile(
    r"\b(?:in|on|at|to|for|from|by|with|without|about|against|into|over|under|after|before|during|because|since|as|than|that"
    r"|if|when|while|the|a|an|his|her|its|their|this|these|those)\b",
    re.IGNORECASE,
)
"""Where the words end that hold the subject and the verb of a question."""
WORD = re.compile(r"[$€£]?\d+(?:[.,]\d+)*%?|(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’][^\W_]+)*")
"""A word of a question."""
POLITE = re.compile(
    r"^(?:(?:hi|hello|hey|so|and|but|ok|okay|well|now|please|also|um|thanks)\b[\s,.!]*)*"
    r"(?:(?:(?:can|could|would|will) you|i(?:'d| would) like you to|i (?:want|need) you to|please)\s+)?"
    r"(?:please\s+|kindly\s+|just\s+)*"
    r"(?:(?:tell|show|give|remind|inform|brief|update)\s+(?:me|us)\s+(?:on\s+|about\s+)?"
    r"|(?:do|does) (?:you|anyone|anybody|we) (?:know|remember)\s+|(?:i(?:'d| would) (?:like|love) to know|i wonder"
    r"|i want to know)\s+"
    r"|explain(?: to (?:me|us))?\s+(?=wh|how)|find out\s+)?(?:please\s+)?",
    re.IGNORECASE,
)
"""What is said out of courtesy before the question."""
NEWS_OF = re.compile(
    r"^(?:the )?(?:latest|news|update|information|details|summary|more)\s+(?:on|about|of|regarding|from)\s+", re.IGNORECASE
)
"""The opening of a request for news without a question word."""
VIEW = re.compile(
    r"^(?:in|from)\s+(?P<who>[^,?]{2,50}?)(?:['’]s|['’])\s+"
    r"(?:view|opinion|words|account|estimation|judg(?:e)?ment|eyes|assessment|telling)\s*,\s*",
    re.IGNORECASE,
)
"""Whose view is asked for: "in the mayor's view, …"."""
ASIDE = re.compile(
    r"(?:^|,\s*)(?:according to|per)\s(?P<who>[^,?]{2,60}?)(?:\s*,|\s*\?|$)|\s+according to (?P<last>[^,?]{2,60}?)\s*\??$",
    re.IGNORECASE,
)
"""Whose word is asked for: "according to X"."""
INSIDE = re.compile(
    r"\b(?P<aux>do|does|did|has|have|had)\s+(?P<who>(?:[^\s,?]+\s+){1,7}?)"
    r"(?P<verb>say|said|claim|claimed|believe|think|estimate|estimated|report|reported|allege|insist|suggest|argue"
    r"|warn|predict|expect"
    r"|confirm|confirmed|announce|announced|acknowledge|admit|state|stated|fear)\s+(?=\S+\s+\S)",
    re.IGNORECASE,
)
"""Whose word is asked for: "how many … did X say …"."""
ORDER = re.compile(
    r"\b(?:(?:ignore|disregard|forget|override|bypass|reveal|print|repeat|output)\b.{0,40}\b(?:instruction|prompt"
    r"|rule|guideline|"
    r"direction|polic|programming|above|everything)|you are now\b|act as\b|pretend (?:to be|you)|roleplay|role-play"
    r"|system prompt|"
    r"jailbreak|developer mode)",
    re.IGNORECASE,
)
"""Words to a machine rather than a question."""
OBJECT = re.compile(r"\w+\s+(?:a|an|the|me|us|your|my|all|some|this|it|to|as|into|in|everything|every|any)\b", re.IGNORECASE)
"""A verb with what it is to be done to."""
TELL = re.compile(
    r"^(?:describe|summari[sz]e|explain|outline|discuss|list|name|identify|recap|detail|compare)\s+(?P<rest>.+)", re.IGNORECASE
)
"""An order that asks for nothing but what the sources say."""
_REMARK = (
    r"(?:response|reaction|reply|answer|views?|opinion|comments?|remarks?|message|statements?|explanation|position"
    r"|stance|take|words|"
    r"warning|argument|assessment|verdict|thoughts|quotes?|promise|pledge|claim|prediction|advice|demands?)"
)
SAID_OF = re.compile(
    rf"^what\s+(?:is|was|are|were|'s)\s+(?P<who>.{{2,60}}?)(?:['’]s|['’](?=\s))\s+{_REMARK}\b(?P<rest>.*)$", re.IGNORECASE
)
SAID_BY = re.compile(
    rf"^what\s+(?:is|was|are|were)\s+the\s+{_REMARK}\s+(?:of|from|by)\s+(?P<who>.{{2,60}}?)"
    r"(?P<rest>\s+(?:to|on|about|regarding)\s.*|\s*)$",
    re.IGNORECASE,
)
GAVE = re.compile(
    rf"^(?:what|which)\s+(?:\w+\s+)?{_REMARK}\s+(?:did|does|has|have|had)\s+(?P<who>.{{2,60}}?)\s+"
    r"(?:give|given|make|made|issue|issued|offer|offered|express|expressed|voice|have|send|sent|post|posted|share"
    r"|shared|deliver)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
PASSIVE = re.compile(
    r"^what\s+(?:was|is|has been|were)\s+said\s+(?:by\s+(?P<who>.+?)\s+)?(?:about|on"
    r"|of)\s+(?P<rest>.+?)(?:\s+by\s+(?P<last>.+))?$",
    re.IGNORECASE,
)
BARE = re.compile(
    r"^(?P<who>[^?]{2,50}?)(?:['’]s?)?\s+(?:statements?|remarks?|comments?|reaction|response|quotes?)"
    r"(?:\s+(?:to|on|about|regarding)\s+(?P<rest>.+))?$",
    re.IGNORECASE,
)
"""Questions for somebody's words without a verb of speech."""
SPLIT = re.compile(
    r",?\s+and\s+(?=(?:who|whom|where|when|what|why|which|how)\b\s+(?:\w+\s+){0,4}?"
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b|(?:who|where|when|why|how)\s*$)"
    r"|\?\s+(?:and\s+)?(?=(?:who|whom|where|when|what|why|which|how)\b)",
    re.IGNORECASE,
)
"""Where one question ends and the next begins."""
OCCASION = re.compile(r"\b(?:after|before|when|during|following|while|once|upon|ahead of)\s+\S.*$", re.IGNORECASE)
"""On what occasion something was said."""
HAPPENED = re.compile(
    r"^(?:happened|happens|is happening|was happening|has happened|is going on|went on|is new|is the (?:latest|news"
    r"|situation)|are the latest)\b",
    re.IGNORECASE,
)
CAUSED = re.compile(
    r"^(?:caused|causes|led to|prompted|triggered|sparked|is the reason|was the reason|made|is behind|was behind)\b",
    re.IGNORECASE,
)
FOCUS = re.compile(
    r"^(?:is|was|are|were)\s+(?:the\s+|their\s+|his\s+|her\s+|its\s+)?(?:\S+\s+){0,4}?(?P<noun>[a-z]+)"
    r"(?:\s+(?:of|for|in|at|on|behind|to|from|that|when|between|per|after|before|over)\b|$)",
    re.IGNORECASE,
)
"""The noun that "what is the …" asks for."""
JOB = re.compile(
    r"^(?:is|was)\s+(?P<who>.{2,60}?)(?:['’]s|['’](?=\s))\s+(?:job|role|position|title|post|occupation|profession)$",
    re.IGNORECASE,
)
"""A question for what somebody is."""
NAME_OF = re.compile(
    r"^(?:is|was|are|were)\s+(?P<whose>.{2,60}?)(?:['’]s|['’](?=\s))\s+(?:full\s+|real\s+|first\s+|last\s+|family\s+)?names?$",
    re.IGNORECASE,
)
"""A question for what somebody or something is called."""
NAMED = re.compile(r"^(?:is|was|are|were)\s+(?:the\s+)?(?:full\s+|real\s+|official\s+)?names?\b", re.IGNORECASE)
LONG_THING = re.compile(
    r"^long\s+(?:is|was|are)\s+(?:the|a|an)\s+\S*(?:bridge|road|river|tunnel|border|line|fence|wall|pipeline|track"
    r"|route|course|race)\b",
    re.IGNORECASE,
)
"""Things whose length is not a time."""
COUNTED_TIME = re.compile(r"^(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?)\b", re.IGNORECASE)
PRONOUN = re.compile(r"\b(?:he|she|they|it|him|them)\b", re.IGNORECASE)
POSSESSIVE = re.compile(r"\b(?:his|their|its|her)\b", re.IGNORECASE)
"""Pronouns that point back to the question before."""
