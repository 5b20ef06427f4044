"""Whether a claim says no more than the passages it cites: checked by code, for every claim, before it is shown.

Pure, and the same for words out of a source and for words out of a model. What it checks, in the order of ``Reason``: that the
cited words are in the source as stored; that every quotation stands verbatim in a cited passage; that every number, date and
name of the claim occurs there, after normalisation; that no negation or hedge is lost or added; and that what remains of its
words is covered by the passages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from bot.corpus.numbers import numbers
from bot.corpus.people import surname_key
from bot.corpus.places import is_capital, polity
from bot.corpus.terms import STOP, fold, terms, words
from bot.corpus.times import day
from bot.engine.merge import Told
from bot.engine.statement import NEGATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.domain import Claim, Reading

COVERED = 0.75
"""Share of the claim's content words that its passages must have; the rest are words that join."""


class Reason(Enum):
    """Why a claim is not borne out by what it cites."""

    STALE = "the source no longer has the cited words at their place"
    UNKNOWN_SOURCE = "it cites a source that is not at hand"
    QUOTATION = "words in quotation marks are not verbatim in a cited passage"
    NUMBER = "a number is in no cited passage"
    DATE = "a date is in no cited passage"
    NAME = "a name is in no cited passage"
    SPEAKER = "the speaker is named in no cited passage"
    NEGATION_LOST = "the cited passage denies what the claim says"
    NEGATION_ADDED = "the claim denies what the cited passage says"
    HEDGE_LOST = "the cited passage says it with a reservation that the claim drops"
    WORDS = "too much of the claim is in no cited passage"
    WHOSE = "a quotation is given to somebody who did not say it"
    ATTRIBUTION_LOST = "somebody's word is given as plain fact"
    DISPUTED = "what the sources dispute is given as plain fact"
    QUANTITY = "a quantity word is in no cited passage"
    OPPOSITE = "it says the opposite of the cited passage"
    MADE_UP = "a word is in no cited passage, nor another that means it"
    MINGLED = "its names and figures belong together otherwise in the cited passages"
    UNLIKE = "it is too unlike what the cited passages say"
    FRAGMENT = "it is no whole sentence"
    LEANS = "it leans on a sentence before it"
    BESIDE = "it is beside the question"
    MARKUP = "it has a link, a mention or markup"
    LABEL = "it talks about the prompt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong with a claim."""

    reason: Reason
    detail: str = ""
    """The words it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the check came to."""

    findings: tuple[Finding, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the claim may be shown."""
        return not self.findings

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why not, each once."""
        return tuple(dict.fromkeys(finding.reason for finding in self.findings))


_QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»")
_CAPITAL = re.compile(r"(?<![\w.])[A-Z][\w’'\-]*(?:\.[A-Z]\.?)*")
_MONTH_DAY = re.compile(
    r"\b(january|february|march|april|may|june|july|august|september|october|november|december|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b",
    re.IGNORECASE,
)
_CORE_HEDGES = frozenset(
    [
        "reportedly",
        "allegedly",
        "alleged",
        "apparently",
        "purportedly",
        "supposedly",
        "perhaps",
        "maybe",
        "possibly",
        "probably",
        "likely",
        "may",
        "might",
        "could",
        "suspected",
        "unconfirmed",
        "unverified",
        "preliminary",
        "believed",
        "rumoured",
        "rumored",
        "expected",
    ]
)
_STRONG_NOT = NEGATIONS - frozenset(
    [
        "fails",
        "fail",
        "failed",
        "failing",
        "lack",
        "lacked",
        "lacks",
        "lacking",
        "absent",
        "barely",
        "hardly",
        "scarcely",
        "without",
    ]
)


def verify(claim: Claim, readings: Mapping[str, Reading]) -> Verdict:
    """Check one claim against the passages it cites; ``readings`` are the sources at hand by id."""
    findings: list[Finding] = []
    cited: list[str] = []
    for citation in claim.citations:
        reading = readings.get(citation.source)
        if reading is None:
            findings.append(Finding(reason=Reason.UNKNOWN_SOURCE, detail=citation.source))
        elif reading.text[citation.start : citation.end] != citation.quote:
            findings.append(Finding(reason=Reason.STALE, detail=citation.quote[:80]))
        cited.append(fold(citation.quote))
    text = fold(claim.text)
    findings += _quotations(text, cited)
    resolved = _resolved(claim, readings)
    findings += _numbers(text, [*cited, *resolved])
    findings += _dates(text, [*cited, *resolved])
    findings += _names(text, cited, claim, readings)
    findings += _polarity(text, cited)
    findings += _coverage(text, cited)
    return Verdict(findings=tuple(findings))


def _quotations(text: str, cited: Sequence[str]) -> Iterable[Finding]:
    folded = [passage.casefold() for passage in cited]
    for match in _QUOTED.finditer(text):
        words_said = next(group for group in match.groups() if group).strip().strip(",.;:!?").casefold()
        if words_said and not any(words_said in passage for passage in folded):
            yield Finding(reason=Reason.QUOTATION, detail=match[0])


def _numbers(text: str, cited: Sequence[str]) -> Iterable[Finding]:
    there = {number.value for passage in cited for number in numbers(passage)}
    digits = {word.replace(",", "") for passage in cited for word in words(passage) if word[:1].isdigit()}
    for number in numbers(text):
        written = text[number.start : number.end]
        if number.value not in there and not digits.issuperset(w.replace(",", "") for w in words(written) if w[:1].isdigit()):
            yield Finding(reason=Reason.NUMBER, detail=written)
    for word in words(text):
        if word[:1].isdigit() and word.replace(",", "") not in digits and _value(word) not in there:
            yield Finding(reason=Reason.NUMBER, detail=word)


def _resolved(claim: Claim, readings: Mapping[str, Reading]) -> list[str]:
    """The days that the cited passages mean by "Thursday" or "last week", in words: what they say of dates, said otherwise."""
    found = []
    for citation in claim.citations:
        reading = readings.get(citation.source)
        for time in reading.times if reading else ():
            if time.value and time.start < citation.end and citation.start < time.end and (at := day(time.value)):
                found.append(f"{at:%A} {at:%B} {at.day} {at.year}")
    return found


def _value(word: str) -> float | None:
    found = numbers(word)
    return found[0].value if found else None


def _dates(text: str, cited: Sequence[str]) -> Iterable[Finding]:
    there = {match[0].lower() for passage in cited for match in _MONTH_DAY.finditer(passage) if match[0][0].isupper()}
    for match in _MONTH_DAY.finditer(text):
        if match[0][0].isupper() and match[0].lower() not in there:
            yield Finding(reason=Reason.DATE, detail=match[0])


def _names(text: str, cited: Sequence[str], claim: Claim, readings: Mapping[str, Reading]) -> Iterable[Finding]:
    stems: set[str] = set()
    keys: set[str] = set()
    lands: set[str] = set()
    for passage in cited:
        stems.update(terms(passage))
        for match in _CAPITAL.finditer(passage):
            keys.add(surname_key(match[0]))
            land = polity(match[0])
            if land:
                lands.add(land)
    named = set()
    if claim.speaker:
        key = surname_key(claim.speaker)
        parts = [term for word in claim.speaker.split() for term in terms(word)]
        if key in keys or any(term in stems for term in parts):
            named = set(parts)
        elif not any(
            key in {surname_key(w) for w in readings[c.source].text.split()} for c in claim.citations if c.source in readings
        ):
            yield Finding(reason=Reason.SPEAKER, detail=claim.speaker)
    for match in _CAPITAL.finditer(text):
        name = match[0]
        found = terms(name)
        if not found or all(term in stems or term in named for term in found):
            continue
        placed = is_capital(name) and _PLACED.search(text, 0, match.start())
        if surname_key(name) in keys or (polity(name) in lands and not placed) or name.lower() in STOP:
            continue
        if match.start() and _OPENS.search(text[max(0, match.start() - 3) : match.start()]) and not name.isupper():
            continue
        if match.start() == 0 and name.lower() in _COMMON:
            continue
        yield Finding(reason=Reason.NAME, detail=name)


_PLACED = re.compile(r"\b(?:in|at|near|from|to|into|around|outside|inside|through|across|towards) $", re.IGNORECASE)
"""What stands before a capital that is meant as a town, and not as its government."""
_OPENS = re.compile(r"[.!?:;]\s*$")
_COMMON = frozenset(("one", "some", "sources", "reports", "outlets"))


def _polarity(text: str, cited: Sequence[str]) -> Iterable[Finding]:
    mine = _turned(text)
    theirs = [_turned(_nearest(text, passage)) for passage in cited]
    if not theirs:
        return
    if not mine and all(theirs):
        yield Finding(reason=Reason.NEGATION_LOST, detail=", ".join(sorted(set().union(*theirs))))
    if mine and not any(theirs):
        yield Finding(reason=Reason.NEGATION_ADDED, detail=", ".join(sorted(mine)))
    hedged = [_hedged(_nearest(text, passage)) for passage in cited]
    if hedged and all(hedged) and not _hedged(text):
        yield Finding(reason=Reason.HEDGE_LOST, detail=", ".join(sorted(set().union(*hedged))))


def _nearest(text: str, passage: str) -> str:
    """Of a passage, the stretch that the claim can be laid beside: all of it, or as many clauses as have the claim's words."""
    if len(passage) <= len(text) * 1.15:
        return passage
    wanted = set(terms(text))
    clauses = re.split(r"(?<=[.;!?])\s+|,\s+(?=(?:but|while|which|who|as|although|though|after|before|with|and)\b)", passage)
    kept = [clause for clause in clauses if len(set(terms(clause)) & wanted) * 2 >= max(1, len(set(terms(clause))))]
    return " ".join(kept) or passage


def _turned(text: str) -> set[str]:
    plain = (word.lower().replace("’", "'") for word in words(text))
    return {word for word in ("not" if w.endswith("n't") else w for w in plain) if word in _STRONG_NOT}


def _hedged(text: str) -> set[str]:
    return {word.lower() for word in words(text) if word in _CORE_HEDGES or (word.lower() in _CORE_HEDGES and word != "May")}


def _coverage(text: str, cited: Sequence[str]) -> Iterable[Finding]:
    said = terms(text)
    if not said:
        return
    told = Told(frozenset(stem for passage in cited for stem in terms(passage)))
    missing = [stem for stem in said if stem not in told.stems]
    had = sum(told.has(stem) for stem in said) / len(said)
    if had < COVERED:
        yield Finding(reason=Reason.WORDS, detail=" ".join(missing[:8]))
