"""Follow-ups: a question that leans on the thread, made to stand alone."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from bot.corpus.places import polity
from bot.engine.phrasing import AUXILIARIES, CALENDAR, WH, WORD
from bot.engine.question import Question, analyse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Turn

_JOINED = re.compile(r"^(?:(?:and|but|so|also|then|ok|okay|well|now)\b[\s,]*)+", re.I)
_ABOUT = re.compile(r"^(?:what|how) about\s+|^what of\s+", re.I)
_ELSE = re.compile(r"\s+else\b", re.I)
_HE = re.compile(r"\b(?P<word>he|she|him|(?P<own>his|her(?=\s+\w)))\b", re.I)
_HER = re.compile(r"\bher(?=\s*(?:$|[?,.]|about|on|in|for|to|with|at))", re.I)
_THEY = re.compile(r"\b(?:they|them|(?P<own>their))\b", re.I)
_THAT = re.compile(
    r"^(?P<wh>who|when|where|why|how(?: (?:many|much|long|old|far|big))?|what(?: time| day| date)?)\s*(?:(?:was|is"
    r"|did|does|were|has|will)\s+"
    r"(?:that|this|it)(?:\s+(?:happen|happened|be|been|take place|occur|start|begin|end|say|said|about|for|from"
    r"|come from))*|that|exactly|so|not|else)?\s*$",
    re.I,
)
_IT = re.compile(r"\b(?:it|this|that)(?=\s*$|\s*[,.])|\b(?:about|on|to|with|of) (?:it|this|that)\b", re.I)
_TIME = re.compile(rf"^(?:on |in |last |this |next |yesterday|today|tomorrow|{'|'.join(sorted(CALENDAR))}|\d{{4}})", re.I)
_TOPIC = re.compile(r"\b(?:about|on|regarding|concerning)\s+(?P<topic>[^?]+)", re.I)


def standalone(words: str, thread: Sequence[Turn]) -> str:
    """The question that these words ask in their thread; the words themselves where they need nothing from it."""
    asked = " ".join(words.split())
    if not thread or not asked:
        return words
    last = thread[-1]
    joined = bool(_JOINED.match(asked))
    bare = re.sub(r"[\s?!.]+$", "", _JOINED.sub("", asked))
    about = _ABOUT.match(bare)
    if about:
        joined, bare = True, bare[about.end() :]
    bare = _ELSE.sub("", bare) if _ELSE.search(bare) and len(bare.split()) > 2 else bare
    if not bare:
        return words
    first = WORD.match(bare)
    opening = first[0].lower() if first else ""
    that = _THAT.match(bare)
    if that and len(bare.split()) <= 5 and not (that["wh"].lower() == "what" and bare.lower() != "what"):
        return _asked_of(that["wh"], last)
    if opening not in WH | AUXILIARIES and (joined or len(bare.split()) <= 4) and not _question_like(bare):
        return _instead(bare, last) if joined or about or words.strip().endswith("?") else words
    filled = _referred(bare, thread)
    if joined:
        filled = _on_topic(filled, last)
    if filled == bare and not joined:
        return words
    return filled + "?"


def _question_like(bare: str) -> bool:
    return analyse(bare).kind in ("order", "said")


def _asked_of(wh: str, last: Turn) -> str:
    """Another question word on what the last turn asked."""
    if last.kind == "brief":
        link = {"who": "is", "what": "is"}.get(wh.lower(), "did")
        return f"{wh} {link} {last.standalone}?" if wh.lower() in ("who", "what") else f"{wh} did {last.standalone} happen?"
    rest = re.sub(r"[\s?!.]+$", "", last.standalone)
    tokens = rest.split()
    at = next((place for place, token in enumerate(tokens) if token.lower() in AUXILIARIES), None)
    if at is not None and at <= 5:
        return f"{wh} {' '.join((tokens[at].lower(), *tokens[at + 1 :]))}?"
    if tokens and tokens[0].lower() in WH:
        return f"{wh} {' '.join(tokens[1:])}?"
    return f"{wh} {rest}?"


def _instead(bare: str, last: Turn) -> str:
    """The last question with somebody, something or some time else in it."""
    new = re.sub(r"^(?:in|at|from|by|for|to|with|on)\s+(?=[A-Z])", "", bare)
    if last.kind == "brief":
        return f"{bare} {last.standalone}"
    before = analyse(last.standalone)
    text = re.sub(r"[\s?!.]+$", "", last.standalone)
    place = re.match(r"(in|at|from|for|near|of) (?=[A-Z])", bare)
    there = re.search(rf"\b{place[1]} (?:the )?[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)*", text) if place else None
    if there:
        return f"{text[: there.start()]}{bare}{text[there.end() :]}?"
    if _TIME.match(bare):
        return f"{text} {bare}?"
    old = before.speaker if before.kind == "said" and before.speaker else _subject(before)
    if old and old in text:
        return text.replace(old, new, 1) + "?"
    return f"{text} {bare}?"


def _subject(before: Question) -> str | None:
    if before.names:
        return before.names[0]
    return before.speaker or before.subject


def _referred(bare: str, thread: Sequence[Turn]) -> str:
    """The words with their pronouns filled in from the thread."""
    if not (_HE.search(bare) or _THEY.search(bare) or _HER.search(bare) or _IT.search(bare)):
        return bare
    if analyse(bare).names and not re.match(r"\w+\s+(?:\w+\s+)?(?:he|she|they)\b", bare, re.I):
        return bare
    for turn in reversed(thread):
        if turn.kind == "brief":
            if _IT.search(bare):
                return _IT.sub(partial(_keep, turn.standalone), bare, count=1)
            continue
        before = analyse(turn.standalone)
        person = _person(before)
        if _HER.search(bare) and person:
            return _HER.sub(person, bare, count=1)
        if (found := _HE.search(bare)) and person:
            return bare[: found.start()] + person + ("'s" if found["own"] else "") + bare[found.end() :]
        if (found := _THEY.search(bare)) and (one := before.speaker or _subject(before)):
            return bare[: found.start()] + one + ("'s" if found["own"] else "") + bare[found.end() :]
        topic = _topic(before, bare)
        if _IT.search(bare) and topic:
            return _IT.sub(partial(_keep, topic), bare, count=1)
    return bare


def _keep(topic: str, match: re.Match[str]) -> str:
    head = match[0].split()[0]
    return topic if head.lower() in ("it", "this", "that") else f"{head} {topic}"


def _person(before: Question) -> str | None:
    if before.speaker and not polity(before.speaker):
        return before.speaker
    return next((name for name in before.names if not polity(name)), None)


def _topic(before: Question, besides: str = "") -> str | None:
    match = _TOPIC.search(before.text)
    if match:
        return match["topic"].strip()
    here = {word.lower() for word in WORD.findall(besides)}
    named = [word.text for word in before.words if word.text.lower() not in here]
    return " ".join(named) if named else None


def _on_topic(filled: str, last: Turn) -> str:
    """A question for somebody's words, on the topic of the last turn where it names none."""
    now = analyse(filled)
    if now.kind != "said" or now.words:
        return filled
    if last.kind == "brief":
        return f"{filled} about {last.standalone}"
    before = analyse(last.standalone)
    if now.speaker and before.speaker and now.speaker.casefold() == before.speaker.casefold():
        return filled
    topic = _topic(before) if before.words else None
    return f"{filled} about {topic}" if topic else filled
