"""Who said what: the best words of each speaker, under his fullest name and with his role."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.corpus.people import bare
from bot.corpus.terms import terms
from bot.domain import Span
from bot.engine.draft import claim, support
from bot.engine.timeline import dated, explicit
from bot.engine.verbs import SPEECH_FORMS

if TYPE_CHECKING:
    from bot.domain import Citation, Quote
    from bot.engine.cast import Described
    from bot.engine.dispute import Contests
    from bot.engine.draft import Draft
    from bot.engine.points import Ground
    from bot.engine.statement import Statement

SPEAKERS = 8
"""Speakers at most."""
HEARD = 140
"""Statements with somebody's words in them that are put into shape, the best first."""
SHORTEST = 5
"""Words of a quotation that is shown as somebody's words."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Saying:
    """Somebody's words in one statement."""

    statement: Statement
    quote: Quote
    speaker: str
    """By his fullest name."""
    key: str
    text: str
    """Ready to post: who, his role, and his words."""
    role: Described | None
    citations: tuple[Citation, ...]
    score: float


def sayings(ground: Ground) -> list[Saying]:
    """What speakers said on the topic, best first; a speaker may come several times."""
    found = []
    every = [statement for statement in dict.fromkeys((*ground.statements, *ground.told_by)) if statement.quotes]
    every.sort(key=lambda statement: -ground.score(statement))
    for statement in every[:HEARD]:
        for quote in statement.quotes:
            if quote.speaker and not quote.negated:
                saying = _saying(statement, quote, ground)
                if saying:
                    found.append(saying)
    found.sort(key=lambda saying: -saying.score)
    return found


def _saying(statement: Statement, quote: Quote, ground: Ground) -> Saying | None:
    cast = ground.cast
    if not quote.direct and not _spoken(statement, quote):
        return None
    speaker = cast.name(quote.speaker or "")
    if not speaker[:1].isupper() or len(speaker.split()) > 8:
        return None
    if speaker.split()[0].lower() in _VAGUE or not any(word[:1].isupper() for word in (quote.speaker or "").split()):
        return None
    rendered = _rendered(statement, quote, speaker, ground)
    if rendered is None:
        return None
    text, citations, role = rendered
    length = len(text.split())
    if length > 60 or (explicit(statement) and cast.person(quote.speaker or "") is None):
        return None
    fit = 1.0 if 10 <= length <= 45 else 0.75
    person = cast.person(quote.speaker or "") is not None
    score = ground.score(statement) * fit * (2.2 if quote.direct else 1.0) * (1.2 if person else 1.0) * (1.15 if role else 1.0)
    return Saying(
        statement=statement,
        quote=quote,
        speaker=speaker,
        key=cast.key(quote.speaker or speaker),
        text=text,
        role=role,
        citations=citations,
        score=score,
    )


def _spoken(statement: Statement, quote: Quote) -> bool:
    """Whether a word of speech reports it, not merely a deed."""
    if quote.cue is None:
        return False
    words = statement.reading.at(quote.cue).lower().split()
    return any(word in SPEECH_FORMS and SPEECH_FORMS[word] not in _DEEDS for word in words) or words[:1] == ["according"]


_DEED_VERBS = """
agree order outline expect believe fear feel think hope forecast project signal offer protest object report post blame reject
dismiss deny estimate
"""
_DEEDS = frozenset(_DEED_VERBS.split())
"""Verbs that speech may stand behind, but that tell of a deed or a state of mind: nobody need have said a word."""


_VAGUE_WORDS = """
he she they it who both all the a an some many others officials sources experts scientists researchers analysts critics
supporters residents people
"""
_VAGUE = frozenset(_VAGUE_WORDS.split())


def _rendered(
    statement: Statement, quote: Quote, speaker: str, ground: Ground
) -> tuple[str, tuple[Citation, ...], Described | None] | None:
    cast = ground.cast
    role = cast.role(speaker, (statement.source,)) if cast.person(quote.speaker or "") else None
    label = f"{speaker}, {role.text}" if role else speaker
    sentence = Span(start=statement.span.start, end=statement.span.end)
    if quote.direct and _whole(statement.reading.at(quote)):
        inside = Span(start=max(quote.start, sentence.start), end=min(quote.end, sentence.end))
        said = statement.reading.at(quote if quote.end - quote.start <= 320 else inside)
        if said.count("“") or said.count('"') or len(said.split()) > 50:
            return None
        cited = (
            Span(start=min(quote.start, sentence.start), end=max(quote.end, sentence.end))
            if said == statement.reading.at(quote)
            else sentence
        )
        return f"{label}: “{_closed(said)}”", _cited(statement, (cited,), role), role
    wording = ground.worded(statement)
    if wording is None:
        return None
    text = wording.text
    opening = _opening(statement, quote, text, ground)
    if opening is not None:
        joined = f"{label}, {text[opening:].lstrip(' ,')}" if role else f"{speaker} {text[opening:].lstrip(' ,')}"
        return joined, _cited(statement, wording.spans, role), role
    if not _trails(statement, quote):
        return None
    if terms(bare(speaker))[-1:] and terms(bare(speaker))[-1] in terms(text):
        return text, _cited(statement, wording.spans, role), role
    return f"{label}: {text}", _cited(statement, wording.spans, role), role


def _trails(statement: Statement, quote: Quote) -> bool:
    """Whether the sentence ends in who said it ("…, the mayor said on Monday"), or has his very words."""
    if quote.said_by is None:
        return False
    if quote.direct:
        return len(statement.reading.at(quote).split()) >= QUOTED
    last = max(quote.said_by.end, quote.cue.end if quote.cue else 0)
    return last > quote.start and statement.span.end - last <= TAIL


QUOTED = 4
"""Words of a quotation for the sake of which a sentence is told whose subject is not its speaker."""
TAIL = 70
"""Characters that may stand behind the last word of an attribution ("…, the mayor said at a meeting on Monday")."""


def _cited(statement: Statement, spans: tuple[Span, ...], role: Described | None) -> tuple[Citation, ...]:
    """The words themselves, and where the sources give the role."""
    found = [statement.reading.cite(span) for span in spans]
    if role and not (role.reading is statement.reading and any(span.covers(role.span) for span in spans)):
        found.append(role.reading.cite(role.span))
    return tuple(found)


def _whole(said: str) -> bool:
    """Whether a quotation is a sentence of its own."""
    return (
        said[:1].isupper()
        and len(said.split()) >= SHORTEST
        and said.rstrip()[-1:] in ",.!?…"
        and not said.rstrip().endswith(", …")
    )


def _closed(said: str) -> str:
    said = " ".join(said.split()).rstrip(",").rstrip()
    return said if said[-1:] in ".!?…" else said + "."


def _opening(statement: Statement, quote: Quote, text: str, ground: Ground) -> int | None:
    """Where the speaker's own mention ends that the text opens with, his title and apposition included."""
    by = quote.said_by
    if by is None or not statement.span.covers(by):
        return None
    mention = " ".join(statement.reading.at(by).split())
    if by.start == statement.span.start and mention.lower() in ("he", "she"):
        person = ground.cast.person(quote.speaker or "")
        mention = max((form for form in (person.forms if person else ()) if text.startswith(form)), key=len, default=mention)
    at = text.find(mention)
    if at < 0 or at > 90:
        return None
    before = text[:at]
    if before.strip():
        name = next(
            (
                n
                for n in statement.names
                if (n.start <= by.start and by.end <= n.end) or (by.start <= n.start and n.end <= by.end)
            ),
            None,
        )
        role = statement.reading.at(name.role) if name and name.role and name.role.start < name.start else ""
        if not role or before.strip().lower().removeprefix("the ") != role.strip().lower().removeprefix("the "):
            return None
    end = at + len(mention)
    rest = text[end:]
    apposition = re.match(r"(?:['’]s)?,\s+([^,“”\"]{3,110}),\s+(?=[a-z])", rest)
    if apposition:
        name = next((n for n in statement.names if by.start <= n.start and n.end <= by.end), None)
        if name and name.role and " ".join(statement.reading.at(name.role).split()) in apposition[0]:
            end += apposition.end()
    return end if re.match(r"[\s,]", text[end - 1 :]) or text[end : end + 1] == " " else None


def who_said_what(draft: Draft, contests: Contests) -> None:
    """Add the best words of each speaker that were not told yet, once for all sources that have them."""
    likeness = draft.ground.likeness
    speakers: set[str] = set()
    for saying in sayings(draft.ground):
        if len(speakers) >= SPEAKERS:
            break
        statement = saying.statement
        if saying.key in speakers or contests.touches(statement) or not draft.fresh(statement, saying.text):
            continue
        runs = likeness.runs(statement)
        others = [other for other in draft.ground.backing(statement) if likeness.runs(other) & runs]
        opens = saying.text.startswith(saying.speaker)
        said = claim(
            "said",
            saying.text,
            (*saying.citations, *support(statement, others)),
            speaker=saying.speaker,
            role=saying.role.text if saying.role else None,
            date=dated(statement),
            highlights=(Span(start=0, end=len(saying.speaker)),) if opens else (),
        )
        if draft.add(said, statement):
            speakers.add(saying.key)
