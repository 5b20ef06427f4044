"""Facts: the statements that have a question's words and an answer of the type it expects."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.corpus.terms import terms
from bot.domain import Claim, Dispute, Span
from bot.engine.bearer import bearers, in_office
from bot.engine.denial import denied_in
from bot.engine.expected import answers
from bot.engine.finding import OPENING, Finding, shown, told
from bot.engine.known import Known
from bot.engine.phrasing import PRICED
from bot.engine.support import NEAR, Ground
from bot.engine.telling import PLAIN
from bot.engine.verbs import base_form
from bot.engine.voice import voice
from bot.engine.weighing import WEIGHTS, features, weighed
from bot.engine.whether import denies, negative, only_meant, turned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.engine.question import Question
    from bot.engine.statement import Statement
    from bot.engine.support import Support
    from bot.engine.voice import Voice

MOST = 4
"""Claims of an answer at most."""
PUT_OFF = -1.0
"""What it counts that a statement has what is asked about only as something wanted or supposed; set by hand."""
LOOKED_AT = 32
"""Statements, the best by their words, in which an answer of the type expected is looked for."""
LEAST = 3.0
"""How much less than the best a claim shown may score: e to this power less likely."""
SIDES = 3.0
"""As ``LEAST``, for the two sides of a dispute."""
ABOUT = 0.5
"""Share of the question's information that each side must have itself, for a yes and a no to be two sides of it."""
BACK = 3
"""Sentences that a denial which only points back may stand behind what it denies."""
TWIN = 0.7
"""Share of the shorter statement's stems that two must have in common to be the same."""


@dataclass(kw_only=True, eq=False)
class Candidate:
    """A statement that may answer."""

    statement: Statement
    support: Support
    score: float
    marks: tuple[Span, ...] = ()
    voiced: float = 0.0
    typed: float = 0.0
    features: tuple[float, ...] = ()


def fact(question: Question, known: Known, cited: Sequence[Statement]) -> Finding:
    """What the statements say to a question that is not for somebody's words."""
    ground = Ground(question, known, cited)
    if not ground.sought:
        return Finding(reason="The question has no word to look for")
    whose = voice(question.speaker, known, cited) if question.speaker else None
    doer = voice(question.doer, known) if question.doer and not whose else None
    ranked = candidates(question, ground, whose, doer)
    fitting = [candidate for candidate in ranked if allowed(ground, candidate, whose)]
    if question.office:
        fitting = [candidate for candidate in fitting if candidate.marks]
    if question.kind in ("when", "where", "why") and question.doer:
        fitting = [one for one in fitting if not ground.done_by_another(one.support) or ground.by_doer(one.support)]
    if question.focus == "cause":
        # What only tells that it happened does not answer what caused it.
        fitting = [candidate for candidate in fitting if candidate.marks]
    if question.expects == "money":
        priced = [place for place, sought in enumerate(ground.sought) if base_form(sought.word.text) in PRICED]
        fitting = [one for one in fitting if one.marks or not priced or any(one.support.direct[place] for place in priced)]
    if not fitting or fitting[0].score <= 0 or ground.void or _unheard_of(question, ground):
        return _missing(question, ground, ranked)
    if question.kind == "whether":
        return _both(_predicated(question, fitting), ground)
    claims, kept = _claims(fitting, LEAST, MOST)
    return _answered_back(claims, kept, ground)


def _unheard_of(question: Question, ground: Ground) -> bool:
    """Whether a question takes for granted that somebody did what no article that names him has anybody doing."""
    if question.kind not in ("when", "where", "why") or not question.doer or not question.deed:
        return False
    deed = next((at for at, word in enumerate(question.words) if word.term == question.deed and word.weight >= PLAIN), None)
    return deed is not None and not ground.beside(question.doer, deed)


def candidates(question: Question, ground: Ground, whose: Voice | None, doer: Voice | None = None) -> list[Candidate]:
    """The statements with any of the question's words, the best first."""
    heard: dict[str | None, float] = {None: 0.0}
    asked = frozenset(stem for sought in ground.sought for stem, worth in sought.accepts.items() if worth >= 1.0)
    found = []
    for statement in ground.statements:
        if not any(ground.found(statement)):
            continue
        support = ground.of(statement)
        score = 0.6 * ground.rank(support) + 0.4 * ground.direct(support) + 0.1 * statement.hit
        voiced = 0.0
        for quote in statement.quotes if whose else ():
            if whose and quote.speaker not in heard:
                heard[quote.speaker] = whose.speaks(quote.speaker)
            voiced = max(voiced, heard[quote.speaker])
        found.append(Candidate(statement=statement, support=support, score=score + 0.3 * voiced, voiced=voiced))
    found.sort(key=lambda candidate: -candidate.score)
    found = found[:LOOKED_AT]
    for candidate in found:
        if question.kind == "identity":
            candidate.marks = _role(question, candidate.statement)
            candidate.score += 0.5 * bool(candidate.marks)
        elif question.expects:
            anchors = _anchors(ground, candidate)
            typed = answers(candidate.statement, question.expects, question.focus, asked, anchors, ahead=question.ahead)
            if typed and question.kind == "who" and ground.of_office:
                typed = in_office(ground, candidate.statement, typed)
            if typed and question.office:
                typed = bearers(candidate.statement, question.office, typed)
            if typed:
                candidate.score += (0.5 if question.kind == "why" else 0.3) * typed[0][0]
                candidate.typed = typed[0][0]
                candidate.marks = (typed[0][1],)
            if question.expects == "person" and (not typed or typed[0][0] < 1.0) and (pronoun := _pronoun(candidate.statement)):
                candidate.score += 0.0 if typed else 0.2
                candidate.marks = pronoun
    for candidate in found:
        candidate.features = features(
            question,
            ground,
            candidate.support,
            typed=candidate.typed,
            voiced=candidate.voiced,
            own=_own(doer, candidate.statement),
            marked=bool(candidate.marks),
        )
        unreal = PUT_OFF * (question.kind == "whether" and only_meant(candidate.statement, _anchors(ground, candidate)))
        candidate.score = unreal + weighed(candidate.features, WEIGHTS)
    found.sort(key=lambda candidate: -candidate.score)
    return found


def _own(doer: Voice | None, statement: Statement) -> float:
    """Whether the statement has words of the one asked about."""
    return max((doer.speaks(quote.speaker) for quote in statement.quotes), default=0.0) if doer else 0.0


def _anchors(ground: Ground, candidate: Candidate) -> frozenset[str]:
    """Stems of the statement that stand for words of the question."""
    stems = candidate.statement.stems
    return frozenset(stem for stem in stems if ground.worths(stem))


def allowed(ground: Ground, candidate: Candidate, whose: Voice | None) -> bool:
    """Whether nothing forbids a statement as an answer: a name its article does not have, or another's words."""
    if ground.estranged(candidate.support):
        return False
    return not (whose and not candidate.voiced)


def _missing(question: Question, ground: Ground, ranked: Sequence[Candidate]) -> Finding:
    ranked = [candidate for candidate in ranked if not ground.estranged(candidate.support)] or ranked
    near = tuple(candidate.statement for candidate in ranked[:2])
    if question.office and ranked and not ground.lacking(ranked[0].support):
        return Finding(reason=f"The sources do not say who the {question.office} is", near=near)
    shown_there = frozenset(stem for it in near for stem in (*it.stems, *terms(it.reading.source.title)))
    missing = ground.lacking(ranked[0].support) if ranked else []
    missing = [name for name in missing if not shown_there.issuperset(terms(name))]
    unknown = [sought.word.text for sought in ground.unknown()]
    what = ", ".join(dict.fromkeys(missing or unknown))
    return Finding(
        reason=f"The sources do not say; nothing in them is on {what}" if what else "The sources do not say", near=near
    )


def _pronoun(statement: Statement) -> tuple[Span, ...]:
    """The pronoun that a statement opens with, which stands for whom the one before names."""
    match = OPENING.match(statement.text)
    return (Span(start=match.start(1), end=match.end(1)),) if match and told(statement) != statement.span else ()


def _role(question: Question, statement: Statement) -> tuple[Span, ...]:
    """Where the statement says what the one asked about is."""
    base = statement.span.start
    wanted = {word.term for word in question.words if word.name} or {word.term for word in question.words}
    for name in statement.names:
        if name.role and statement.span.covers(name.role) and wanted & set(terms(statement.reading.at(name))):
            return (Span(start=name.role.start - base, end=name.role.end - base),)
    return ()


def _claims(chosen: Sequence[Candidate], least: float, most: int) -> tuple[list[Claim], list[Candidate]]:
    """Claims of the best candidates, what says the same merged under one."""
    claims: list[Claim] = []
    kept: list[Candidate] = []
    for candidate in chosen:
        if candidate.score < chosen[0].score - least:
            break
        if any(_outdated(candidate.statement, other.statement) for other in chosen if other is not candidate):
            continue
        twin = next((at for at, other in enumerate(kept) if same(candidate.statement, other.statement)), None)
        if twin is not None:
            claim = claims[twin]
            if candidate.statement.source not in claim.cited:
                claims[twin] = replace(claim, citations=(*claim.citations, candidate.statement.cite()))
            continue
        over = next((at for at, other in enumerate(kept) if _overlap(candidate.statement, other.statement)), None)
        if over is not None:
            # Two sentences, shown together, say all that the one of them does; the short answer stays marked.
            if candidate.marks or not claims[over].highlights:
                claims[over] = max(claims[over], _claim(candidate), key=lambda claim: len(claim.text))
            continue
        if len(claims) >= most:
            continue
        kept.append(candidate)
        claims.append(_claim(candidate))
    return claims, kept


def _overlap(one: Statement, other: Statement) -> bool:
    """Whether what is shown of one statement holds the other."""
    return one.source == other.source and (told(one).covers(other.span) or told(other).covers(one.span))


def _claim(candidate: Candidate) -> Claim:
    statement = candidate.statement
    span = told(statement)
    start = statement.span.start
    marked = [Span(start=start + mark.start, end=start + mark.end) for mark in candidate.marks]
    text, marks = shown(statement, marked, span)
    return Claim(text=text, section="answer", citations=(statement.cite(span),), speaker=statement.speaker, highlights=marks)


def _predicated(question: Question, fitting: Sequence[Candidate]) -> Sequence[Candidate]:
    """What says something of the very deed or state asked about, and what answers back to that; all, where nothing does."""
    place = next((at for at, word in enumerate(question.words) if word.term == question.predicate), None)
    if place is None:
        return fitting
    having = [candidate for candidate in fitting if candidate.score > 0 and candidate.support.direct[place] >= NEAR]
    back = [
        candidate
        for candidate in fitting
        if candidate not in having and any(_answers_back(candidate.statement, it.statement) for it in having)
    ]
    kept = {id(candidate) for candidate in (*having, *back)}
    return [candidate for candidate in fitting if id(candidate) in kept] if having else fitting


def _both(fitting: Sequence[Candidate], ground: Ground) -> Finding:
    """The statements for and against; a dispute where some source denies what another has."""
    near = [candidate for candidate in fitting if candidate.score >= fitting[0].score - SIDES]
    near = [candidate for candidate in near if ground.on_it(candidate.support)] or near
    turning = [
        candidate for candidate in near if turned(candidate.statement, ground.deed) and ground.by_doer(candidate.support)
    ]
    turning += [one for one in fitting if one not in near and any(_answers_back(one.statement, it.statement) for it in near)]
    against = [candidate for candidate in turning if denies(candidate.statement)]
    held = [candidate for candidate in near if not negative(candidate.statement)]
    if not against:
        against = [candidate for candidate in turning if ground.direct(candidate.support) >= ABOUT]
        voices = {(candidate.statement.source, candidate.statement.speaker) for candidate in against}
        held = [
            candidate
            for candidate in held
            if ground.direct(candidate.support) >= ABOUT
            and (candidate.statement.source, candidate.statement.speaker) not in voices
        ]
    if not against or not held:
        claims, _ = _claims(fitting, LEAST, MOST)
        return Finding(claims=tuple(claims))
    denials, _ = _claims(against, LEAST, 2)
    sides, _ = _claims(held, LEAST, 2)
    claims = [replace(claim, section="dispute") for claim in (*denials, *sides)]
    first = len(denials)
    return Finding(claims=tuple(claims), disputes=(Dispute(claim=first, against=tuple(range(first))),))


def _answered_back(claims: list[Claim], kept: Sequence[Candidate], ground: Ground) -> Finding:
    """The claims, each with the sentence right behind it that disputes it, if one does."""
    disputes = []
    for at, candidate in enumerate(kept):
        behind = ground.after(candidate.statement)
        if behind is None or denied_in(behind.text) != "" or any(other.statement is behind for other in kept):
            continue
        claims[at] = replace(claims[at], section="dispute")
        disputes.append(Dispute(claim=at, against=(len(claims),)))
        claims.append(replace(_claim(Candidate(statement=behind, support=ground.of(behind), score=0.0)), section="dispute"))
    return Finding(claims=tuple(claims), disputes=tuple(disputes))


def _answers_back(one: Statement, other: Statement) -> bool:
    """Whether a statement denies what another says right before it, in as few words: "The company rejected the accusation"."""
    return one.source == other.source and 0 < one.order - other.order <= BACK and denied_in(one.text) == ""


def same(one: Statement, other: Statement) -> bool:
    """Whether two statements say the same in nearly the same words, and with the same figures."""
    figures, theirs = _figures(one), _figures(other)
    return _twins(one, other) and (figures <= theirs or theirs <= figures)


def _twins(one: Statement, other: Statement) -> bool:
    stems, others = ({stem for stem in it.stems if not stem[:1].isdigit()} for it in (one, other))
    return bool(stems and others) and len(stems & others) / min(len(stems), len(others)) >= TWIN


def _figures(statement: Statement) -> frozenset[float]:
    return frozenset(number.value for number in statement.numbers)


def _outdated(one: Statement, other: Statement) -> bool:
    """Whether the second statement has the first one's figure as what it was before: "31,000, down from 88,000"."""
    before = {number.value for number in other.numbers if other.text[: number.start].rstrip().endswith("from")}
    return not before.isdisjoint(_figures(one)) and bool(_figures(other) - before - _figures(one)) and _twins(one, other)
