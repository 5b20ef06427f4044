"""What a question asks for: its kind, the speaker it names, its telling words and the type of answer it expects."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from bot.corpus.roles import is_role
from bot.corpus.terms import STOP, fold, terms
from bot.engine import phrasing, telling
from bot.engine.phrasing import AUXILIARIES, WH, WORD
from bot.engine.telling import Word
from bot.engine.verbs import IRREGULAR, SPEECH, SPEECH_FORMS, WORDS, base_form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.engine.phrasing import Expected

Kind = Literal[
    "said", "speaker", "who", "identity", "where", "when", "how_many", "how_much", "how_long", "whether", "happened", "why",
    "how", "which", "what", "topic", "order",
]  # fmt: skip
"""What is asked. ``speaker`` is "who said …", ``identity`` "who is …", ``topic`` bare words, ``order`` no question at all."""


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
    doer: str | None = None
    """The proper name that is the subject of the main verb, where it could be told."""
    deed: str | None = None
    """Stem of that verb."""
    predicate: str | None = None
    """Stem of what is asked whether somebody or something did or is: "resign" of "did the minister resign"."""
    ahead: bool | None = None
    """Whether the time asked for is still to come; None where the wording leaves it open."""
    office: str | None = None
    """The noun of the office whose bearer is asked for: "minister" of "who is Norway's transport minister"."""
    words: tuple[Word, ...] = ()
    """Telling words of the question, without the speaker and the verb of speech."""
    names: tuple[str, ...] = ()
    """Proper names in it, the speaker's included."""
    quoted: tuple[str, ...] = ()
    """What it has in quotation marks."""
    parts: tuple[Question, ...] = ()
    """The questions of a question that is several."""
    background: tuple[Word, ...] = ()
    """Telling words of the sentences before the question itself."""

    @property
    def search(self) -> tuple[tuple[str, float], ...]:
        """Words to retrieve by, with their weights."""
        found: dict[str, float] = {}
        for part in self.parts or (self,):
            if part.speaker:
                for word in WORD.findall(part.speaker):
                    if word.lower() not in STOP:
                        found.setdefault(telling.bare(word), telling.NAME)
            for word in part.words:
                found.setdefault(word.text, word.weight)
            for word in part.background:
                found.setdefault(word.text, word.weight / 2)
        return tuple(found.items())


def analyse(question: str) -> Question:
    """Take a question apart."""
    text = " ".join(fold(question).split())[:2_000]
    if _ordered(text):
        return Question(text=text, kind="order")
    ahead, asked = _ask(text)
    pieces = [piece for piece in phrasing.SPLIT.split(asked) if piece and WORD.search(piece)]
    if len(pieces) > 1:
        parts = _parts(pieces[:3])
        first = parts[0]
        return replace(first, text=text, parts=parts, background=telling.words(ahead) if ahead else ())
    found = _single(asked)
    return replace(found, text=text, background=telling.words(ahead) if ahead else ())


def _ordered(text: str) -> bool:
    plain = phrasing.POLITE.sub("", text)
    if phrasing.ORDER.search(text):
        return True
    first = next(iter(WORD.findall(plain)), "").lower()
    if first not in phrasing.ORDERS or text.endswith("?") or len(WORD.findall(plain)) < 2:
        return False
    return first in phrasing.BIDDING or bool(phrasing.OBJECT.match(plain))


def _ask(text: str) -> tuple[str, str]:
    """What stands before the question proper, and the question proper, without courtesies and closing marks."""
    sentences = re.split(r"(?<=[a-z0-9\"')%][.!])\s+(?=[A-Z\"'])", text)
    asked = sentences[-1]
    ahead = " ".join(sentences[:-1])
    if ahead and not re.search(r"\?\s*$", asked) and "?" in ahead:
        ahead, asked = asked, ahead
    asked = phrasing.POLITE.sub("", asked.strip()).strip()
    asked = phrasing.NEWS_OF.sub("what happened ", asked)
    return ahead, re.sub(r"[\s?!.]+$", "", asked)


def _parts(pieces: Sequence[str]) -> tuple[Question, ...]:
    parts: list[Question] = []
    about = ""
    for piece in pieces:
        words = WORD.findall(piece)
        if parts and len(words) == 1:
            piece = f"{words[0]} {_predicate(pieces[0])}"
        elif about:
            piece = (
                phrasing.PRONOUN.sub(about, piece, count=1)
                if phrasing.PRONOUN.search(piece)
                else phrasing.POSSESSIVE.sub(about + "'s", piece, count=1)
            )
        part = _single(re.sub(r"[\s?!.]+$", "", piece))
        parts.append(part)
        about = about or (part.names[-1] if part.names else part.speaker or part.subject or "")
    return tuple(parts)


def _predicate(piece: str) -> str:
    words = piece.split()
    return " ".join(words[1:]) if words and words[0].lower() in WH else piece


def _single(asked: str) -> Question:
    quoted = tuple(re.findall(r"\"([^\"]{2,200})\"", asked))
    speaker: str | None = None
    cue: str | None = None
    tell = phrasing.TELL.match(asked)
    if tell:
        asked = tell["rest"] if re.match(r"(?:wh|how)", tell["rest"], re.I) else "what happened " + tell["rest"]
    view = phrasing.VIEW.match(asked)
    if view:
        speaker, cue, asked = view["who"].strip(), "say", asked[view.end() :]
    aside = None if view else phrasing.ASIDE.search(asked)
    if aside and len(asked) - len(aside[0]) > 8:
        speaker, cue = (aside["who"] or aside["last"]).strip(), "say"
        asked = (asked[: aside.start()] + " " + asked[aside.end() :]).strip(" ,?")
    first, rest = _head(asked)
    if speaker is None and first in WH:
        inside = phrasing.INSIDE.search(asked)
        bare = inside is not None and asked[: inside.start()].strip().lower() in ("what", "how")
        if inside and not bare and first not in ("why",):
            speaker, cue = inside["who"].strip(), SPEECH_FORMS.get(inside["verb"].lower(), "say")
            asked = f"{asked[: inside.start()]}{asked[inside.end() :]}"
            first, rest = _head(asked)
    found = _by_head(asked, first, rest)
    if speaker and not found.speaker:
        found = replace(found, speaker=speaker, cue=found.cue or cue)
    doer, deed = _doing(asked)
    found = replace(found, doer=doer, deed=deed)
    names = tuple(dict.fromkeys((*(telling.names(found.speaker) if found.speaker else ()), *telling.names(asked))))
    found = _aside(found)
    return replace(_asked_for(found), names=names, quoted=quoted)


def _head(asked: str) -> tuple[str, str]:
    match = re.match(
        r"(?:(?:in|on|at|to|from|by|for|with|of|since|until|under|against|after|about)\s+(?=wh"
        r"|how))?([^\W\d_]+(?:['’][a-z]+)?)\s*",
        asked,
        re.I,
    )
    if not match:
        return "", asked
    first = match[1].lower().replace("’", "'")
    rest = asked[match.end() :]
    if first.endswith("'s") and first[:-2] in WH:
        return first[:-2], "is " + rest
    if first.endswith(("'re", "'d", "'ll")) and first.split("'")[0] in WH:
        return first.split("'")[0], {"re": "are", "d": "did", "ll": "will"}[first.split("'")[1]] + " " + rest
    return first, rest


def _by_head(asked: str, first: str, rest: str) -> Question:
    if first in ("who", "whom", "whose"):
        return _who(asked, rest)
    if first == "where":
        return _plain(asked, "where", "place", rest)
    if first == "when":
        ahead = True if phrasing.AHEAD.match(asked) else False if phrasing.GONE_BY.match(asked) else None
        return replace(_plain(asked, "when", "time", rest), ahead=ahead)
    if first == "why":
        return _plain(asked, "why", "reason", rest)
    if first == "how":
        return _how(asked, rest)
    if first in ("what", "which"):
        return _what(asked, first, rest)
    if first in ("if", "whether"):
        return _plain(asked, "whether", None, rest)
    if first in AUXILIARIES:
        subject, verb, after = _clause(asked)
        if verb and verb in SPEECH and verb in WORDS and subject:
            return Question(text=asked, kind="whether", speaker=subject, cue=verb, subject=subject, words=telling.words(after))
        return replace(_plain(asked, "whether", None, rest), predicate=_predicated(rest))
    match = phrasing.BARE.match(asked)
    if match and len(match["who"].split()) <= 6:
        return Question(text=asked, kind="said", speaker=match["who"], cue="say", words=telling.words(match["rest"] or ""))
    subject, verb, after = _clause("did " + asked)
    if verb in WORDS and subject and len(subject.split()) <= 6 and not re.search(r"\b(?:the|a) (?:of|for)\b", subject):
        return Question(text=asked, kind="said", speaker=subject, cue=verb, subject=subject, words=telling.words(after))
    return _plain(asked, "topic", None, asked)


def _predicated(rest: str) -> str | None:
    """The stem of the last telling word before the first preposition or article behind the subject."""
    opened = re.match(r"(?:(?:the|a|an|his|her|its|their|this|these|those)\s+)?\S+", rest, re.IGNORECASE)
    stop = phrasing.SEGMENT.search(rest, opened.end()) if opened else None
    telling_words = [
        word for word in telling.words(rest[: stop.start() if stop else len(rest)]) if word.weight >= telling.PLAIN
    ]
    return telling_words[-1].term if telling_words and not telling_words[-1].name else None


def _plain(asked: str, kind: Kind, expects: Expected | None, rest: str, focus: str | None = None) -> Question:
    subject, _, _ = _clause(rest)
    return Question(text=asked, kind=kind, expects=expects, focus=focus, subject=subject or None, words=telling.words(rest))


def _who(asked: str, rest: str) -> Question:
    words = rest.split()
    verb = words[0].lower() if words else ""
    base = SPEECH_FORMS.get(verb)
    if asked.lower().startswith("who") and base in WORDS and not asked.lower().startswith("whose"):
        return Question(text=asked, kind="speaker", expects="person", cue=base, words=telling.words(" ".join(words[1:])))
    about = re.match(r"(?:is|was|are|were|exactly is)\s+(?P<name>.+)$", rest, re.I)
    if about:
        name = about["name"]
        names = telling.names(name)
        if (
            names
            and len(WORD.findall(name)) <= 6
            and fold(names[0]).casefold() == re.sub(r"^(?:the|a|an)\s+", "", name, flags=re.I).casefold()
        ):
            return Question(text=asked, kind="identity", expects="person", subject=name, words=telling.words(name))
        if name.islower() and len(name.split()) <= 3 and not re.search(r"ed\b|\bthe\b|\bin\b|\bto\b|ing\b", name):
            return Question(text=asked, kind="identity", expects="person", subject=name, words=telling.words(name))
    subject, _, _ = _clause(rest)
    office = _office(about["name"]) if about else None
    return Question(text=asked, kind="who", expects="person", subject=subject or None, words=telling.words(rest), office=office)


def _office(phrase: str) -> str | None:
    """The noun of an office that a phrase is headed by; None where it names anything else."""
    words = WORD.findall(re.split(r"\s+(?:of|at|for|in|from|on)\s", phrase, maxsplit=1)[0])
    head = words[-1].lower() if words else ""
    return head if words and head not in STOP and words[-1].islower() and (head in phrasing.TITLES or is_role(head)) else None


def _how(asked: str, rest: str) -> Question:
    words = rest.split()
    first = words[0].lower() if words else ""
    if first in ("many", "few"):
        focus, after = _noun(rest[len(first) :].strip())
        if focus.lower().split()[:1] in (["of"], []):
            focus = ""
        lower = focus.lower()
        expects: Expected = "number"
        if after and phrasing.COUNTED_TIME.match(lower) and not re.search(r"\bold\b", after):
            return Question(
                text=asked, kind="how_long", expects="duration", focus=focus, words=telling.words(after + " " + focus)
            )
        return Question(
            text=asked,
            kind="how_many",
            expects=expects,
            focus=focus or None,
            words=telling.words(rest[len(first) :]),
            subject=_clause(after)[0] or None,
        )
    if first == "much":
        after = rest[len(first) :].strip()
        plain = [word.lower() for word in WORD.findall(after)]
        money = any(IRREGULAR.get(word, word) in phrasing.MONEY or word in phrasing.MONEY for word in plain)
        money = money and not any(base_form(word) in phrasing.CHANGES for word in plain)
        time = plain[:1] in (["time"], ["longer"])
        return Question(
            text=asked,
            kind="how_long" if time else "how_much",
            expects="duration" if time else "money" if money else "amount",
            focus=plain[0] if plain and plain[0] not in AUXILIARIES | {"of", "a"} else None,
            words=_priced(telling.words(after)) if money else telling.words(after),
        )
    if first in phrasing.MEASURES:
        expected = phrasing.MEASURES[first]
        kind: Kind = "how_long" if expected == "duration" else "when" if expected == "time" else "how_much"
        if phrasing.LONG_THING.match(rest):
            expected, kind = "measure", "how_much"
        if first == "long" and re.match(r"long ago\b", rest, re.I):
            expected, kind = "time", "when"
        return Question(
            text=asked,
            kind=kind,
            expects=expected,
            focus=first,
            words=telling.words(rest[len(first) :]),
            subject=_clause(rest[len(first) :])[0] or None,
        )
    subject, verb, after = _clause(rest)
    if subject and verb in ("react", "respond") and phrasing.TRADED.search(subject):
        return Question(
            text=asked,
            kind="how_much",
            expects="amount",
            subject=subject,
            words=telling.words(subject) + _light(after, subject),
        )
    if subject and verb in phrasing.MANNERS and not rest.lower().startswith(("many", "much")):
        return Question(text=asked, kind="said", speaker=subject, cue=verb, subject=subject, words=telling.words(after))
    if first in AUXILIARIES or first == "come":
        return _plain(asked, "why" if first == "come" else "how", "reason" if first == "come" else None, rest)
    return _plain(asked, "how", None, rest)


def _light(text: str, besides: str) -> tuple[Word, ...]:
    """The telling words of a text, other than those of another, as no more than an occasion."""
    had = {word.term for word in telling.words(besides)}
    return tuple(replace(word, weight=telling.LIGHT, name=False) for word in telling.words(text) if word.term not in had)


def _priced(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words with those made general that a sum alone stands for: what costs a million need not be said to cost it."""
    return tuple(replace(word, weight=telling.LIGHT) if base_form(word.text) in phrasing.PRICED else word for word in words)


def _what(asked: str, first: str, rest: str) -> Question:
    lower = rest.lower()
    if first == "what":
        for pattern in (phrasing.SAID_OF, phrasing.SAID_BY, phrasing.GAVE):
            match = pattern.match(asked)
            if match and not re.search(r"\b(?:of|the) (?:position|message) (?:of|as)\b", asked):
                return Question(
                    text=asked, kind="said", speaker=match["who"].strip(), cue="say", words=telling.words(match["rest"])
                )
        match = phrasing.PASSIVE.match(asked)
        if match:
            who = match["who"] or match["last"]
            return Question(
                text=asked, kind="said" if who else "happened", speaker=who, cue="say", words=telling.words(match["rest"])
            )
        job = phrasing.JOB.match(rest)
        if job:
            return Question(text=asked, kind="identity", expects="person", subject=job["who"], words=telling.words(job["who"]))
        named = phrasing.NAME_OF.match(rest)
        if named and _office(named["whose"]):
            return _who(asked, "is " + named["whose"])
        if phrasing.HAPPENED.match(rest):
            return Question(text=asked, kind="happened", words=telling.words(phrasing.HAPPENED.sub("", rest)))
        if phrasing.CAUSED.match(rest):
            return _plain(asked, "why", "reason", rest, focus="cause")
    auxiliary = lower.split()[0] if lower.split() else ""
    if first == "what" and auxiliary in AUXILIARIES:
        subject, verb, after = _clause(rest)
        if subject and verb in SPEECH and not phrasing.SUFFERED.match(rest):
            return Question(text=asked, kind="said", speaker=subject, cue=verb, subject=subject, words=telling.words(after))
        noun = phrasing.FOCUS.match(rest)
        focus = noun["noun"] if noun else None
        if phrasing.NAMED.match(rest):
            return Question(text=asked, kind="what", expects=None, focus="name", words=telling.words(rest))
        expects = phrasing.TYPES.get(focus.lower()) if focus else None
        kind: Kind = {"time": "when", "place": "where", "reason": "why"}.get(expects or "", "what")  # type: ignore[assignment]
        return Question(text=asked, kind=kind, expects=expects, focus=focus, subject=subject or None, words=telling.words(rest))
    subject, verb, after = _clause("did " + rest)
    if (
        first == "what"
        and subject
        and verb in SPEECH
        and len(subject.split()) <= 6
        and rest.split()[0].lower() not in phrasing.TYPES
        and verb in WORDS
        and not re.search(r"\b(?:is|are|was|were|did|does|do|has|have|had)\b", subject)
    ):
        return Question(text=asked, kind="said", speaker=subject, cue=verb, subject=subject, words=telling.words(after))
    focus, after = _noun(rest)
    noun_type = next((phrasing.TYPES[word] for word in reversed(focus.lower().split()) if word in phrasing.TYPES), None)
    singular = focus.lower().split()[-1].rstrip("s") if focus else ""
    expected = noun_type or phrasing.TYPES.get(singular) or phrasing.TYPES.get(re.sub(r"ies$", "y", focus.lower()))
    subject, verb, tail = _clause(after)
    if (
        first == "what"
        and subject
        and verb in WORDS
        and re.match(r"(?:words?|reason|explanation|comments?|message|claims?|warning|statement)s?$", focus, re.I)
    ):
        return Question(
            text=asked, kind="said", speaker=subject, cue=verb, subject=subject, words=telling.words(tail), focus=focus
        )
    kind = {"time": "when", "percent": "how_much", "money": "how_much", "number": "how_many", "reason": "why"}.get(
        expected or "", "which"
    )  # type: ignore[assignment]
    return Question(
        text=asked, kind=kind, expects=expected, focus=focus or None, subject=subject or None, words=telling.words(rest)
    )


def _aside(question: Question) -> Question:
    """A question for somebody's words, with the occasion it names counted little: the words may be reported without it."""
    match = phrasing.OCCASION.search(question.text) if question.kind == "said" else None
    if not match:
        return question
    before = {word.term for word in telling.words(question.text[: match.start()])}
    occasion = {word.term for word in telling.words(match[0])} - before
    if not occasion:
        return question
    words = tuple(replace(word, weight=telling.LIGHT, name=False) if word.term in occasion else word for word in question.words)
    return replace(question, words=words)


def as_deed(question: Question) -> Question:
    """A question for what somebody promised, asked or accused, read as one for what he did."""
    done = telling.words(f"{question.speaker} {question.cue}")
    had = {word.term for word in done}
    words = (*done, *(word for word in question.words if word.term not in had))
    return replace(question, kind="what", speaker=None, words=words)


def _doing(asked: str) -> tuple[str | None, str | None]:
    """The name behind the auxiliary and the stem of the verb behind the name, of "when did NAME VERB …"."""
    for name in telling.names(asked):
        match = re.search(rf"\b(?P<aux>\w+)\s+(?:the\s+)?{re.escape(name)}\s+(?P<verb>[a-z]{{3,}})\b", asked)
        if match and match["aux"].lower() in AUXILIARIES and match["verb"] not in STOP:
            return name, next(iter(terms(match["verb"])), None)
    return None, None


def _asked_for(question: Question) -> Question:
    """The question with the noun it asks for made a general word: the type of the answer stands for it."""
    if not question.focus:
        return question
    parts = question.focus.lower().split()
    typed = {word for word in parts if question.expects and (word in phrasing.TYPES or word.rstrip("s") in phrasing.TYPES)}
    if question.kind == "which" and not typed:
        typed = set(parts[-1:])
    words = tuple(
        replace(word, weight=telling.LIGHT) if word.text.lower() in typed and not word.name else word for word in question.words
    )
    return replace(question, words=words)


def _several(word: str) -> bool:
    """Whether a word looks like a plural, behind which the verb comes: "how many [people] work"."""
    plain = word.lower()
    return plain in ("people", "men", "women", "children", "police") or (plain.endswith("s") and not plain.endswith("ss"))


def _noun(text: str) -> tuple[str, str]:
    """The noun phrase that a question word begins with, and what follows it."""
    words = text.split()
    for at, word in enumerate(words):
        plain = word.lower().strip(",.?'\"")
        ended = bool(at) and _several(words[at - 1]) and plain.isalpha() and plain == word and not _several(plain)
        if ended or plain in AUXILIARIES or (at and (plain in STOP or plain in IRREGULAR or plain.endswith("ed"))):
            return " ".join(words[:at]), " ".join(words[at:])
        if at >= 5:
            break
    return " ".join(words[:2]) if len(words) > 2 else text, " ".join(words[2:])


def _clause(text: str) -> tuple[str, str, str]:
    """Subject, base form of a verb of speech, and what follows, of "did SUBJECT say …"; empty where there is none."""
    words = text.split()
    if not words or words[0].lower() not in AUXILIARIES:
        return "", "", ""
    at = 1
    if len(words) > 1 and words[1].lower() in ("not", "ever", "actually"):
        at = 2
    for place in range(at, min(len(words), at + 10)):
        plain = words[place].lower().strip(",.?")
        if plain in phrasing.CLAUSE:
            break
        base = SPEECH_FORMS.get(plain)
        if base and place > at and not (plain.endswith("s") and words[place - 1].lower() in ("the", "a", "his", "its")):
            if plain in phrasing.NOUNS_TOO and _noun_here(words, place):
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
