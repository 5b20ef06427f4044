"""What a question asks for: its kind, the speaker it names, its telling words and the type of answer it expects."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from bot.corpus.terms import STOP, fold, terms
from bot.engine.verbs import IRREGULAR, SPEECH, SPEECH_FORMS, WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal[
    "said", "speaker", "who", "identity", "where", "when", "how_many", "how_much", "how_long", "whether", "happened", "why", "how",
    "which", "what", "topic", "order",
]  # fmt: skip
"""What is asked. ``speaker`` is "who said …", ``identity`` "who is …", ``topic`` bare words, ``order`` no question at all."""

Expected = Literal["person", "org", "place", "time", "number", "money", "percent", "duration", "age", "measure", "reason"]

LIGHT, PLAIN, NUMBER, NAME = 0.25, 1.0, 1.5, 2.0
"""Weights of a question's words before the corpus has its say: general words, others, figures, proper names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A telling word of a question."""

    text: str
    """As the question has it."""
    term: str
    """Its stem, as texts are compared by."""
    weight: float
    name: bool = False
    """Whether it is written as (part of) a proper name."""

    @property
    def number(self) -> bool:
        """Whether it is a figure."""
        return self.text[:1].isdigit()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question taken apart."""

    text: str
    kind: Kind
    expects: Expected | None = None
    speaker: str | None = None
    """Whose words are asked for, as the question calls him: "Medvedev", "the NATO chief", "Kyiv"."""
    cue: str | None = None
    """Base form of the verb that asks for them: "say", "promise"."""
    focus: str | None = None
    """The noun asked about: "soldiers" of "how many soldiers", "town" of "which town"."""
    subject: str | None = None
    """The words between the auxiliary and the main verb, where they could be told apart."""
    words: tuple[Word, ...] = ()
    """Telling words of the question, without the speaker and the verb of speech."""
    names: tuple[str, ...] = ()
    """Proper names in it, the speaker's included."""
    quoted: tuple[str, ...] = ()
    """What it has in quotation marks."""
    parts: tuple[Question, ...] = ()
    """The questions of a question that is several."""
    background: tuple[Word, ...] = field(default=())
    """Telling words of the sentences before the question itself."""

    @property
    def search(self) -> tuple[tuple[str, float], ...]:
        """Words to retrieve by, with their weights."""
        found: dict[str, float] = {}
        for part in self.parts or (self,):
            if part.speaker:
                for word in _WORD.findall(part.speaker):
                    if word.lower() not in STOP:
                        found.setdefault(_bare(word), NAME)
            for word in part.words:
                found.setdefault(word.text, word.weight)
            for word in part.background:
                found.setdefault(word.text, word.weight / 2)
        return tuple(found.items())


_WORD = re.compile(r"[$€£]?\d+(?:[.,]\d+)*%?|(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’][^\W_]+)*")
_WH = frozenset("who whom whose what which when where why how".split())
_AUX = frozenset(
    """is are was were am be do does did has have had can could will would should shall may might must isn't aren't wasn't weren't don't
    doesn't didn't hasn't haven't hadn't can't couldn't won't wouldn't shouldn't""".split()
)
_LIGHT = frozenset(
    """say said says tell told make made take took get got give go went come came use put keep let seem become happen happened happening
    new old first last next latest recent recently now today currently currentl this week month year day time people person man woman
    thing things way part number amount lot kind type sort name called new many much long big large great good bad high low major main
    several various certain say according news story article report reported reports source sources situation case issue matter exactly
    actually really ever still already also just even too quite approximately roughly about around nearly almost total overall
    currently want wanted need needed like plan planned planning expected set start started begin began end know known
    country place city one two three mr mrs ms dr president minister government official officials state states involve involved
    reason reasons cause caused result details information date visit""".split()
)
_POLITE = re.compile(
    r"^(?:(?:hi|hello|hey|so|and|but|ok|okay|well|now|please|also|um|thanks)\b[\s,.!]*)*"
    r"(?:(?:(?:can|could|would|will) you|i(?:'d| would) like you to|i (?:want|need) you to|please)\s+)?"
    r"(?:please\s+|kindly\s+|just\s+)*"
    r"(?:(?:tell|show|give|remind|inform|brief|update)\s+(?:me|us)\s+(?:on\s+|about\s+)?"
    r"|(?:do|does) (?:you|anyone|anybody|we) (?:know|remember)\s+|(?:i(?:'d| would) (?:like|love) to know|i wonder|i want to know)\s+"
    r"|explain(?: to (?:me|us))?\s+(?=wh|how)|find out\s+)?(?:please\s+)?",
    re.IGNORECASE,
)
_GENTLE = re.compile(
    r"^(?:the )?(?:latest|news|update|information|details|summary|more)\s+(?:on|about|of|regarding|from)\s+", re.IGNORECASE
)
_ASIDE = re.compile(
    r"(?:^|,\s*)according to (?P<who>[^,?]{2,60}?)(?:\s*,|\s*\?|$)|\s+according to (?P<last>[^,?]{2,60}?)\s*\??$", re.IGNORECASE
)
_INSIDE = re.compile(
    r"\b(?P<aux>do|does|did|has|have|had)\s+(?P<who>(?:[^\s,?]+\s+){1,7}?)"
    r"(?P<verb>say|said|claim|claimed|believe|think|estimate|estimated|report|reported|allege|insist|suggest|argue|warn|predict|expect|confirm"
    r"|confirmed|announce|announced|acknowledge|admit|state|stated|fear)\s+(?=\S+\s+\S)",
    re.IGNORECASE,
)
_ORDER_WORDS = re.compile(
    r"\b(?:(?:ignore|disregard|forget|override|bypass|reveal|print|repeat|output)\b.{0,40}\b(?:instruction|prompt|rule|guideline|direction|"
    r"polic|programming|above|everything)|you are now\b|act as\b|pretend (?:to be|you)|roleplay|role-play|system prompt|jailbreak|developer mode)",
    re.IGNORECASE,
)
_ORDER_VERBS = frozenset(
    """write compose draft create generate make invent imagine translate sing draw paint code program delete remove drop send email post
    publish buy sell call open close run execute install print play act pretend ignore disregard forget obey follow stop start reveal
    output repeat respond reply answer rewrite roleplay calculate compute solve convert summon hack design build schedule remind wake
    order book turn set change update add""".split()
)
_TELL = re.compile(
    r"^(?:describe|summari[sz]e|explain|outline|discuss|list|name|identify|recap|detail|compare)\s+(?P<rest>.+)", re.IGNORECASE
)
_REMARK = (
    r"(?:response|reaction|reply|answer|view|views|opinion|comment|comments|remarks?|message|statement|statements|explanation|position|stance|"
    r"take|words|warning|argument|assessment|verdict|thoughts|quotes?|promise|pledge|claim|prediction|advice|demands?)"
)
_SAID_OF = re.compile(
    rf"^what\s+(?:is|was|are|were|'s)\s+(?P<who>.{{2,60}}?)(?:['’]s|['’](?=\s))\s+{_REMARK}\b(?P<rest>.*)$", re.IGNORECASE
)
_SAID_BY = re.compile(
    rf"^what\s+(?:is|was|are|were)\s+the\s+{_REMARK}\s+(?:of|from|by)\s+(?P<who>.{{2,60}}?)(?P<rest>\s+(?:to|on|about|regarding)\s.*|\s*)$",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"^what\s+(?:was|is|has been|were)\s+said\s+(?:by\s+(?P<who>.+?)\s+)?(?:about|on|of)\s+(?P<rest>.+?)(?:\s+by\s+(?P<last>.+))?$",
    re.IGNORECASE,
)
_STARE = re.compile(
    r"^(?P<who>[^?]{2,50}?)(?:['’]s?)?\s+(?:statements?|remarks?|comments?|reaction|response|quotes?)(?:\s+(?:to|on|about|regarding)\s+(?P<rest>.+))?$",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r",?\s+and\s+(?=(?:who|whom|where|when|what|why|which|how)\b\s+(?:\w+\s+){0,4}?(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b"
    r"|(?:who|where|when|why|how)\s*$)|\?\s+(?:and\s+)?(?=(?:who|whom|where|when|what|why|which|how)\b)",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:he|she|they|it|him|them)\b", re.IGNORECASE)
_HIS = re.compile(r"\b(?:his|their|its|her)\b", re.IGNORECASE)
_MEASURE = {
    "old": "age", "long": "duration", "far": "measure", "tall": "measure", "big": "measure", "large": "measure", "high": "measure",
    "deep": "measure", "fast": "measure", "heavy": "measure", "wide": "measure", "hot": "measure", "cold": "measure", "strong": "measure",
    "often": "time", "soon": "time", "close": "measure", "late": "time", "early": "time", "recently": "time", "quickly": "duration",
}  # fmt: skip
_MONEY = frozenset(
    "money cost price pay paid worth spend spent fine fined salary revenue profit loss raise raised earn earned".split()
)
_NOUNS: tuple[tuple[Expected, str], ...] = (
    ("place", "town city village country nation state province region island county district street place location venue continent area "
              "capital river mountain airport port border neighbourhood neighborhood suburb stadium territory destination planet hospital"),
    ("org", "company companies firm agency organisation organization team club party bank university school airline newspaper channel "
            "network group court union brand retailer automaker manufacturer broadcaster charity federation ministry department "
            "newspaper studio publisher chain store regulator league"),
    ("person", "person player actor actress singer minister president politician senator coach manager artist author scientist celebrity "
               "athlete driver judge officer official lawmaker governor mayor candidate leader doctor director chief captain star "
               "footballer striker goalkeeper king queen prince princess man woman"),
    ("time", "day date year month week weekday time hour season decade century quarter"),
    ("percent", "percentage percent proportion share fraction"),
    ("number", "number score magnitude count rank age size amount figure total toll rate temperature speed distance height weight length "
               "margin tally"),
    ("money", "price cost sum fee salary budget fine value revenue profit"),
    ("reason", "reason reasons cause motive motivation explanation justification"),
    ("duration", "duration period"),
)  # fmt: skip
_TYPE: dict[str, Expected] = {noun: kind for kind, nouns in _NOUNS for noun in nouns.split()}
_MONTHS_AND_DAYS = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday thursday friday
    saturday sunday""".split()
)
TITLES = frozenset(
    """mr mrs ms miss dr sir dame lord lady president prime minister vice secretary general senator sen governor gov mayor chancellor king queen
    prince princess pope judge justice professor prof captain capt colonel col sergeant sgt officer chief director chairman
    chairwoman chair ceo representative rep congressman congresswoman ambassador commissioner detective inspector sheriff minister
    premier leader envoy spokesman spokeswoman spokesperson coach attorney reverend rev former ex the of and for foreign defence defense
    finance interior deputy first lady""".split()
)
"""Words that stand beside a person's name without being part of it."""


def analyse(question: str) -> Question:
    """Take a question apart."""
    text = " ".join(fold(question).split())[:2_000]
    if _ordered(text):
        return Question(text=text, kind="order")
    ahead, asked = _ask(text)
    pieces = [piece for piece in _SPLIT.split(asked) if piece and _WORD.search(piece)]
    if len(pieces) > 1:
        parts = _parts(pieces[:3])
        first = parts[0]
        return replace(first, text=text, parts=parts, background=_words(ahead, ()) if ahead else ())
    found = _single(asked)
    return replace(found, text=text, background=_words(ahead, ()) if ahead else ())


def _ordered(text: str) -> bool:
    plain = _POLITE.sub("", text)
    if _ORDER_WORDS.search(text):
        return True
    first = next(iter(_WORD.findall(plain)), "").lower()
    return (
        first in _ORDER_VERBS
        and not text.endswith("?")
        and len(_WORD.findall(plain)) > 1
        and not plain[:1].isupper()
        or (
            first in _ORDER_VERBS
            and plain[:1].isupper()
            and bool(re.match(r"\w+\s+(?:a|an|the|me|us|your|my|all|some|this|it|to|as|into|in)\b", plain, re.I))
        )
    )


def _ask(text: str) -> tuple[str, str]:
    """What stands before the question proper, and the question proper, without courtesies and closing marks."""
    sentences = re.split(r"(?<=[a-z0-9\"')%][.!])\s+(?=[A-Z\"'])", text)
    asked = sentences[-1]
    ahead = " ".join(sentences[:-1])
    if ahead and not re.search(r"\?\s*$", asked) and "?" in ahead:
        ahead, asked = asked, ahead
    asked = _POLITE.sub("", asked.strip()).strip()
    asked = _GENTLE.sub("what happened ", asked)
    return ahead, re.sub(r"[\s?!.]+$", "", asked)


def _parts(pieces: Sequence[str]) -> tuple[Question, ...]:
    parts: list[Question] = []
    about = ""
    for piece in pieces:
        words = _WORD.findall(piece)
        if parts and len(words) == 1:
            piece = f"{words[0]} {_predicate(pieces[0])}"
        elif about:
            piece = _PRONOUN.sub(about, piece, count=1) if _PRONOUN.search(piece) else _HIS.sub(about + "'s", piece, count=1)
        part = _single(re.sub(r"[\s?!.]+$", "", piece))
        parts.append(part)
        about = about or (part.names[-1] if part.names else part.speaker or part.subject or "")
    return tuple(parts)


def _predicate(piece: str) -> str:
    words = piece.split()
    return " ".join(words[1:]) if words and words[0].lower() in _WH else piece


def _single(asked: str) -> Question:
    quoted = tuple(re.findall(r"\"([^\"]{2,200})\"", asked))
    speaker: str | None = None
    cue: str | None = None
    tell = _TELL.match(asked)
    if tell:
        asked = tell["rest"] if re.match(r"(?:wh|how)", tell["rest"], re.I) else "what happened " + tell["rest"]
    aside = _ASIDE.search(asked)
    if aside and len(asked) - len(aside[0]) > 8:
        speaker, cue = (aside["who"] or aside["last"]).strip(), "say"
        asked = (asked[: aside.start()] + " " + asked[aside.end() :]).strip(" ,?")
    first, rest = _head(asked)
    if speaker is None and first in _WH:
        inside = _INSIDE.search(asked)
        bare = inside is not None and asked[: inside.start()].strip().lower() in ("what", "how")
        if inside and not bare and first not in ("why",):
            speaker, cue = inside["who"].strip(), SPEECH_FORMS.get(inside["verb"].lower(), "say")
            asked = f"{asked[: inside.start()]}{asked[inside.end() :]}"
            first, rest = _head(asked)
    found = _by_head(asked, first, rest)
    if speaker and not found.speaker:
        found = replace(found, speaker=speaker, cue=found.cue or cue)
    names = tuple(dict.fromkeys((*(_names(found.speaker) if found.speaker else ()), *_names(asked))))
    return replace(found, names=names, quoted=quoted)


def _head(asked: str) -> tuple[str, str]:
    match = re.match(
        r"(?:(?:in|on|at|to|from|by|for|with|of|since|until|under|against|after|about)\s+(?=wh|how))?([^\W\d_]+(?:['’][a-z]+)?)\s*",
        asked,
        re.I,
    )
    if not match:
        return "", asked
    first = match[1].lower().replace("’", "'")
    rest = asked[match.end() :]
    if first.endswith("'s") and first[:-2] in _WH:
        return first[:-2], "is " + rest
    if first.endswith(("'re", "'d", "'ll")) and first.split("'")[0] in _WH:
        return first.split("'")[0], {"re": "are", "d": "did", "ll": "will"}[first.split("'")[1]] + " " + rest
    return first, rest


def _by_head(asked: str, first: str, rest: str) -> Question:
    if first in ("who", "whom", "whose"):
        return _who(asked, rest)
    if first == "where":
        return _plain(asked, "where", "place", rest)
    if first == "when":
        return _plain(asked, "when", "time", rest)
    if first == "why":
        return _plain(asked, "why", "reason", rest)
    if first == "how":
        return _how(asked, rest)
    if first in ("what", "which"):
        return _what(asked, first, rest)
    if first in ("if", "whether"):
        return _plain(asked, "whether", None, rest)
    if first in _AUX:
        subject, verb, after = _clause(asked)
        if verb and verb in SPEECH and verb in WORDS and subject:
            return Question(text=asked, kind="whether", speaker=subject, cue=verb, subject=subject, words=_words(after, ()))
        return _plain(asked, "whether", None, rest)
    match = _STARE.match(asked)
    if match and len(match["who"].split()) <= 6:
        return Question(text=asked, kind="said", speaker=match["who"], cue="say", words=_words(match["rest"] or "", ()))
    subject, verb, after = _clause("did " + asked)
    if verb in WORDS and subject and len(subject.split()) <= 6 and not re.search(r"\b(?:the|a) (?:of|for)\b", subject):
        return Question(text=asked, kind="said", speaker=subject, cue=verb, subject=subject, words=_words(after, ()))
    return _plain(asked, "topic", None, asked)


def _plain(asked: str, kind: Kind, expects: Expected | None, rest: str, focus: str | None = None) -> Question:
    subject, _, _ = _clause(rest)
    return Question(text=asked, kind=kind, expects=expects, focus=focus, subject=subject or None, words=_words(rest, ()))


def _who(asked: str, rest: str) -> Question:
    words = rest.split()
    verb = words[0].lower() if words else ""
    base = SPEECH_FORMS.get(verb)
    if asked.lower().startswith("who") and base in WORDS and not asked.lower().startswith("whose"):
        return Question(text=asked, kind="speaker", expects="person", cue=base, words=_words(" ".join(words[1:]), ()))
    about = re.match(r"(?:is|was|are|were|exactly is)\s+(?P<name>.+)$", rest, re.I)
    if about:
        name = about["name"]
        names = _names(name)
        if (
            names
            and len(_WORD.findall(name)) <= 6
            and fold(names[0]).casefold() == re.sub(r"^(?:the|a|an)\s+", "", name, flags=re.I).casefold()
        ):
            return Question(text=asked, kind="identity", expects="person", subject=name, words=_words(name, ()))
        if name.islower() and len(name.split()) <= 3 and not re.search(r"ed\b|\bthe\b|\bin\b|\bto\b|ing\b", name):
            return Question(text=asked, kind="identity", expects="person", subject=name, words=_words(name, ()))
    subject, _, _ = _clause(rest)
    return Question(text=asked, kind="who", expects="person", subject=subject or None, words=_words(rest, ()))


def _how(asked: str, rest: str) -> Question:
    words = rest.split()
    first = words[0].lower() if words else ""
    if first in ("many", "few"):
        focus, after = _noun(rest[len(first) :].strip())
        lower = focus.lower()
        expects: Expected = "number"
        if (
            after
            and re.match(r"(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?)\b", lower)
            and not re.search(r"\bold\b", after)
        ):
            return Question(text=asked, kind="how_long", expects="duration", focus=focus, words=_words(after + " " + focus, ()))
        return Question(
            text=asked,
            kind="how_many",
            expects=expects,
            focus=focus,
            words=_words(rest[len(first) :], ()),
            subject=_clause(after)[0] or None,
        )
    if first == "much":
        after = rest[len(first) :].strip()
        lower = [word.lower() for word in _WORD.findall(after)]
        money = any(IRREGULAR.get(word, word) in _MONEY or word in _MONEY for word in lower)
        time = bool(lower) and lower[0] in ("time", "longer")
        return Question(text=asked, kind="how_long" if time else "how_much", expects="duration" if time else "money" if money else "number",
                        focus=lower[0] if lower and lower[0] not in _AUX | {"of"} else None, words=_words(after, ()))  # fmt: skip
    if first in _MEASURE:
        expected = _MEASURE[first]
        kind: Kind = "how_long" if expected == "duration" else "when" if expected == "time" else "how_much"
        if first == "long" and re.match(
            r"long\s+(?:is|was|are)\s+(?:the|a|an)\s+\S*(?:bridge|road|river|tunnel|border|line|fence|wall|pipeline|track|route|course|race)\b",
            rest,
            re.I,
        ):
            expected, kind = "measure", "how_much"
        if first == "long" and re.match(r"long ago\b", rest, re.I):
            expected, kind = "time", "when"
        return Question(
            text=asked,
            kind=kind,
            expects=expected,
            focus=first,
            words=_words(rest[len(first) :], ()),
            subject=_clause(rest[len(first) :])[0] or None,
        )  # type: ignore[arg-type]
    subject, verb, after = _clause(rest)
    if (
        subject
        and verb
        in (
            "describe",
            "respond",
            "react",
            "characterise",
            "characterize",
            "answer",
            "reply",
            "explain",
            "call",
            "justify",
            "put",
            "comment",
            "criticise",
            "criticize",
            "praise",
            "defend",
        )
        and not rest.lower().startswith(("many", "much"))
    ):
        return Question(text=asked, kind="said", speaker=subject, cue=verb, subject=subject, words=_words(after, ()))
    if first in _AUX or first == "come":
        return _plain(asked, "why" if first == "come" else "how", "reason" if first == "come" else None, rest)
    return _plain(asked, "how", None, rest)


def _what(asked: str, first: str, rest: str) -> Question:
    lower = rest.lower()
    if first == "what":
        for pattern in (_SAID_OF, _SAID_BY):
            match = pattern.match(asked)
            if match and not re.search(r"\b(?:of|the) (?:position|message) (?:of|as)\b", asked):
                return Question(
                    text=asked, kind="said", speaker=match["who"].strip(), cue="say", words=_words(match["rest"], ())
                )
        match = _PASSIVE.match(asked)
        if match:
            who = match["who"] or match["last"]
            return Question(
                text=asked, kind="said" if who else "happened", speaker=who, cue="say", words=_words(match["rest"], ())
            )
        if re.match(
            r"(?:happened|happens|is happening|was happening|has happened|is going on|went on|is new|is the (?:latest|news|situation)|are the latest)\b",
            lower,
        ):
            after = re.sub(
                r"^(?:happened|happens|is happening|was happening|has happened|is going on|went on|is new|is the (?:latest|news|situation)|are the latest)\b",
                "",
                rest,
                flags=re.I,
            )
            return Question(text=asked, kind="happened", words=_words(after, ()))
        if re.match(
            r"(?:caused|causes|led to|prompted|triggered|sparked|is the reason|was the reason|made|is behind|was behind)\b",
            lower,
        ):
            return _plain(asked, "why", "reason", rest)
    auxiliary = lower.split()[0] if lower.split() else ""
    if first == "what" and auxiliary in _AUX:
        subject, verb, after = _clause(rest)
        if subject and verb in SPEECH:
            return Question(text=asked, kind="said", speaker=subject, cue=verb, subject=subject, words=_words(after, ()))
        noun = re.match(
            r"(?:is|was|are|were)\s+(?:the\s+|their\s+|his\s+|her\s+|its\s+)?(?:\S+\s+){0,4}?(?P<noun>[a-z]+)\s+(?:of|for|in|at|on|behind|to|from|that|when|between)\b",
            rest,
            re.I,
        )
        focus = noun["noun"] if noun else None
        if re.match(r"(?:is|was|are|were)\s+(?:the\s+)?(?:full\s+|real\s+|official\s+)?names?\b", rest, re.I):
            return Question(text=asked, kind="what", expects=None, focus="name", words=_words(rest, ()))
        expects = _TYPE.get(focus.lower()) if focus else None
        kind: Kind = {"time": "when", "place": "where", "reason": "why"}.get(expects or "", "what")  # type: ignore[assignment]
        return Question(text=asked, kind=kind, expects=expects, focus=focus, subject=subject or None, words=_words(rest, ()))
    subject, verb, after = _clause("did " + rest)
    if (
        first == "what"
        and subject
        and verb in SPEECH
        and len(subject.split()) <= 6
        and rest.split()[0].lower() not in _TYPE
        and verb in WORDS
        and not re.search(r"\b(?:is|are|was|were|did|does|do|has|have|had)\b", subject)
    ):
        return Question(text=asked, kind="said", speaker=subject, cue=verb, subject=subject, words=_words(after, ()))
    focus, after = _noun(rest)
    noun_type = next((_TYPE[word] for word in reversed(focus.lower().split()) if word in _TYPE), None)
    singular = focus.lower().split()[-1].rstrip("s") if focus else ""
    expected = noun_type or _TYPE.get(singular) or _TYPE.get(re.sub(r"ies$", "y", focus.lower()))
    subject, verb, tail = _clause(after)
    if (
        first == "what"
        and subject
        and verb in WORDS
        and re.match(r"(?:words?|reason|explanation|comments?|message|claims?|warning|statement)s?$", focus, re.I)
    ):
        return Question(
            text=asked, kind="said", speaker=subject, cue=verb, subject=subject, words=_words(tail, ()), focus=focus
        )
    kind = {"time": "when", "percent": "how_much", "money": "how_much", "number": "how_many", "reason": "why"}.get(
        expected or "", "which"
    )  # type: ignore[assignment]
    return Question(
        text=asked, kind=kind, expects=expected, focus=focus or None, subject=subject or None, words=_words(rest, ())
    )


def _noun(text: str) -> tuple[str, str]:
    """The noun phrase that a question word begins with, and what follows it."""
    words = text.split()
    for at, word in enumerate(words):
        plain = word.lower().strip(",.?'\"")
        if plain in _AUX or (at and (plain in STOP or plain in IRREGULAR or plain.endswith("ed"))):
            if at and plain not in _AUX and plain in ("of", "and", "for"):
                return " ".join(words[:at]), " ".join(words[at:])
            return " ".join(words[:at]), " ".join(words[at:])
        if at >= 5:
            break
    return " ".join(words[:2]) if len(words) > 2 else text, " ".join(words[2:])


def _clause(text: str) -> tuple[str, str, str]:
    """Subject, base form of a verb of speech, and what follows, of "did SUBJECT say …"; empty where there is none."""
    words = text.split()
    if not words or words[0].lower() not in _AUX:
        return "", "", ""
    at = 1
    if len(words) > 1 and words[1].lower() in ("not", "ever", "actually"):
        at = 2
    for place in range(at, min(len(words), at + 10)):
        plain = words[place].lower().strip(",.?")
        base = SPEECH_FORMS.get(plain)
        if base and place > at and not (plain.endswith("s") and words[place - 1].lower() in ("the", "a", "his", "its")):
            if plain in ("report", "claim", "order", "comment", "call", "state", "request", "plan", "offer", "demand", "promise", "answer", "praise",
                         "protest", "signal", "detail", "slam", "brand", "label", "post", "note", "object", "hope", "fear", "point", "reply", "voice") and _noun_here(words, place):  # fmt: skip
                continue
            subject = " ".join(
                word
                for word in words[at:place]
                if word.lower() not in ("not", "been", "reportedly", "also", "then", "recently", "previously")
            )
            return subject, base, " ".join(words[place + 1 :])
    return "", "", ""


def _noun_here(words: Sequence[str], place: int) -> bool:
    """Whether a verb of speech that is also a noun stands here as one: behind an article, or before another verb of speech."""
    before = words[place - 1].lower()
    if before in ("the", "a", "an", "his", "her", "its", "their", "this", "that", "of") or before.endswith(("'s", "s'")):
        return True
    return any(SPEECH_FORMS.get(word.lower().strip(",.?")) in WORDS for word in words[place + 1 : place + 3])


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word)


def _names(text: str) -> tuple[str, ...]:
    """Runs of capitalised words, without a leading question word and a possessive ending."""
    letters = [c for c in text if c.isalpha()]
    if letters and sum(c.isupper() for c in letters) > 0.7 * len(letters) and len(letters) > 12:
        return ()
    found: list[str] = []
    run: list[str] = []
    last = -1
    for match in _WORD.finditer(text):
        word = match[0]
        plain = word.lower().replace("’", "'")
        capital = (
            word[:1].isupper()
            and plain not in _MONTHS_AND_DAYS
            and not (match.start() == 0 and (plain in _WH or plain in _AUX or plain in STOP))
        )
        capital = capital and plain not in ("i", "the", "a") and plain not in _WH
        joined = last >= 0 and text[last : match.start()] in (" ", "-", ". ", " & ")
        if capital and run and joined:
            run.append(word)
        elif capital:
            if run:
                found.append(" ".join(run))
            run = [word]
        elif run and joined and plain in ("of", "de", "van", "von", "al", "bin", "da", "del", "la"):
            following = text[match.end() :].lstrip()
            if following[:1].isupper():
                run.append(word)
            else:
                found.append(" ".join(run))
                run = []
        elif run:
            found.append(" ".join(run))
            run = []
        last = match.end()
        if run and re.search(r"['’]s?$", word):
            run[-1] = _bare(run[-1])
            found.append(" ".join(run))
            run = []
    if run:
        found.append(" ".join(run))
    return tuple(dict.fromkeys(name for name in found if len(name) > 1))


def _words(text: str, without: Sequence[str]) -> tuple[Word, ...]:
    """The telling words of a stretch of a question, each once, with their weights."""
    named = {word for name in _names(text) for word in name.split()}
    found: dict[str, Word] = {}
    for match in _WORD.finditer(text):
        word = _bare(match[0])
        plain = word.lower()
        if plain in without or plain in _AUX or plain in _WH or plain in STOP:
            if not (word.isupper() and word in named):
                continue
        term = next(iter(terms(word.strip("$€£%"))), "")
        if not term or term in found:
            continue
        digit = any(c.isdigit() for c in word)
        name = word in named and plain not in TITLES
        weight = NUMBER if digit else NAME if name else LIGHT if plain in _LIGHT or plain in TITLES else PLAIN
        found[term] = Word(text=word, term=term, weight=weight, name=name)
    return tuple(found.values())
