"""The short answer inside a statement: the stretch of its text that is of the type a question expects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.corpus.tense import future, past
from bot.corpus.terms import STOP, stem, terms
from bot.domain import Span
from bot.engine import shapes
from bot.engine.sought import accepted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.domain import Time
    from bot.engine.phrasing import Expected
    from bot.engine.statement import Statement

_PATTERNS: Mapping[str, re.Pattern[str]] = {
    "money": shapes.MONEY,
    "percent": shapes.PERCENT,
    "duration": shapes.DURATION,
    "age": shapes.AGE,
    "measure": shapes.MEASURE,
    "reason": shapes.REASON,
}
OF_SPEECH = 0.6
"""What the time of a report is worth beside one in what is reported; set by hand."""
OF_THINGS = 0.6
"""What an age is worth that persons are not given; set by hand."""
BESIDE = 5
"""Characters ("on ") between a verb of speech and the time of speaking."""
YET_TO_COME = 0.4
"""What a time to come is worth where one is asked for that has been; set by hand."""
LESSER = 0.5
"""What a number is worth beside the other of its pair, of which the question's words are said; set by hand."""
_ORDINARY = frozenset(("one", "a", "an", "both", "all", "none", "no", "nobody", "half"))
"""Number words that often count nothing."""


def answers(
    statement: Statement,
    expects: Expected | None,
    focus: str | None,
    asked: frozenset[str],
    anchors: frozenset[str],
    *,
    ahead: bool | None = None,
) -> list[tuple[float, Span]]:
    """Stretches of the statement's text that are of the type expected, each with how well it fits (0 to 1), best first.

       ``asked`` are stems of the question, which no answer may consist of; ``anchors`` those of its words that stand in the
    statement; ``ahead`` is whether a time to come is asked for.
    """
    if expects is None:
        return []
    found = [
        (worth, span)
        for worth, around in _candidates(statement, expects, focus, anchors, ahead)
        if (span := _trimmed(statement.text, around)) is not None
        and not _already(statement.text[span.start : span.end], asked, expects)
    ]
    found.sort(key=lambda pair: (-pair[0], pair[1].start))
    return found


def _trimmed(text: str, span: Span) -> Span | None:
    """A stretch without the commas and spaces at its ends."""
    stretch = text[span.start : span.end]
    bare = stretch.strip(" ,;\n")
    start = span.start + len(stretch) - len(stretch.lstrip(" ,;\n"))
    return Span(start=start, end=start + len(bare)) if bare else None


def _already(text: str, asked: frozenset[str], expects: Expected) -> bool:
    if expects == "reason":
        return False
    stems = set(terms(text))
    return bool(stems) and stems <= asked


def _candidates(
    statement: Statement, expects: Expected, focus: str | None, anchors: frozenset[str], ahead: bool | None
) -> Iterator[tuple[float, Span]]:
    text = statement.text
    if expects in ("person", "org", "place"):
        wanted = set(terms(focus or ""))
        found = list(_names(statement, expects))
        if focus and focus.split()[-1].endswith("s"):
            # More than one is asked for: where only one is named, it is less likely the answer.
            several = sum(worth >= 0.75 for worth, _ in found) > 2
            found = [(worth * (1.2 if several else 0.8), span) for worth, span in found]
        for worth, span in found:
            yield (1.3 if wanted and not wanted.isdisjoint(terms(text[span.start : span.end])) else worth), span
        return
    if expects == "time":
        for worth, span in _times(statement):
            fitting = _in_tense(statement, span, ahead)
            if fitting:
                yield worth * fitting, span
        return
    if expects == "number":
        yield from _counts(statement, focus, anchors)
        return
    if expects == "amount":
        for pattern in (shapes.MONEY, shapes.PERCENT, shapes.MEASURE, shapes.SUPPLY, shapes.SHARE, shapes.FIGURE):
            for match in pattern.finditer(text):
                worth = 0.7 if pattern in (shapes.SHARE, shapes.FIGURE) else 1.0
                yield worth * _closeness(text, match.start(), match.end(), anchors), Span(start=match.start(), end=match.end())
        return
    if expects == "age":
        for match in shapes.AGE_OF_THINGS.finditer(text):
            worth = OF_THINGS * _closeness(text, match.start(), match.end(), anchors)
            yield worth, Span(start=match.start(), end=match.end())
    if expects == "reason":
        for match in shapes.OPEN_CAUSE.finditer(text):
            yield _closeness(text, match.start(), match.end(), anchors), Span(start=match.start(), end=match.end())
    pattern = _PATTERNS[expects]
    for match in pattern.finditer(text):
        worth = 1.0
        if expects == "duration" and shapes.OPEN_ENDED.match(match[0]):
            worth = 0.5
        if expects == "reason":
            if _is_effect(text, match.start(), match.end(), anchors):
                continue
            worth = 1.0 if shapes.PLAIN_REASON.match(match[0]) else 0.6
        yield worth * _closeness(text, match.start(), match.end(), anchors), Span(start=match.start(), end=match.end())


def _is_effect(text: str, start: int, end: int, anchors: frozenset[str]) -> bool:
    """Whether a clause of reason tells, more than what stands around it, of what the reason is asked for."""
    inside = anchors.intersection(terms(text[start:end]))
    return len(inside) > len(anchors.intersection(terms(f"{text[:start]} {text[end:]}")))


def _names(statement: Statement, expects: Expected) -> Iterator[tuple[float, Span]]:
    base, text = statement.span.start, statement.text
    for name in statement.names:
        start, end = max(0, name.start - base), min(len(text), name.end - base)
        if start >= end:
            continue
        worth = (
            1.0
            if name.kind == expects
            else 0.75
            if (expects, name.kind) in (("person", "org"), ("org", "other"), ("place", "other"), ("place", "org"))
            else 0.4
        )
        if expects == "place":
            before = re.search(
                r"\b(?:in|at|near|outside|on|off|inside|to|from|into|across|of|around)\s+(?:the\s+)?$", text[:start], re.I
            )
            worth *= 1.0 if before else 0.8
        yield worth, Span(start=start, end=end)
    if expects == "person":
        for match in shapes.PEOPLE.finditer(text):
            yield 0.6, Span(start=match.start(), end=match.end())
    if expects == "place":
        for match in shapes.WHERE.finditer(text):
            yield 0.6, Span(start=match.start("place"), end=match.end("place"))


def _times(statement: Statement) -> Iterator[tuple[float, Span]]:
    base, text = statement.span.start, statement.text
    for time in statement.times:
        start, end = max(0, time.start - base), min(len(text), time.end - base)
        if start < end and time.precision != "span":
            yield (OF_SPEECH if _of_speech(statement, time) else 1.0), Span(start=start, end=end)
    for match in shapes.WHEN.finditer(text):
        yield 0.95, Span(start=match.start(), end=match.end())
    for match in shapes.CLAUSE_OF_TIME.finditer(text):
        yield 0.5, Span(start=match.start(), end=match.end())


def _in_tense(statement: Statement, span: Span, ahead: bool | None) -> float:
    """What a time is worth by the tense around it: a meeting that has been does not tell when the next one is."""
    if ahead is None:
        return 1.0
    base, text, within = statement.span.start, statement.reading.text, statement.span
    start, end = base + span.start, base + span.end
    coming = future(text, within, start, end)
    if ahead:
        return 1.0 if coming or not (past(text, within, start, end) or past(text, within, end, end)) else 0.0
    return YET_TO_COME if coming else 1.0


def _of_speech(statement: Statement, time: Time) -> bool:
    """Whether a time is that of saying it, not of what is said: "said [on Tuesday] it would close"."""
    return any(
        quote.cue and not quote.direct and quote.cue.end <= time.start <= quote.cue.end + BESIDE for quote in statement.quotes
    )


def _counts(statement: Statement, focus: str | None, anchors: frozenset[str]) -> Iterator[tuple[float, Span]]:
    text, base = statement.text, statement.span.start
    head = (focus or "").split()[-1:]
    wanted = accepted(head[0].lower(), stem(head[0])) if head else {}
    people = bool(head and shapes.GROUP.fullmatch(head[0]))
    dated = [(time.start - base, time.end - base) for time in statement.times]
    lesser = _lesser(text, anchors)
    for match in shapes.COUNT.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in dated):
            continue
        if shapes.SCORE.match(text, max(0, match.start() - 3)) or (match.start() and text[match.start() - 1] in "$€£"):
            continue
        worth = _counted(text, match, wanted, people=people) * _ordinary(match[0].lower())
        if match.start() in lesser:
            worth *= LESSER
        if worth:
            close = 0.5 + 0.5 * _closeness(text, match.start(), match.end(), anchors)
            yield worth * close, Span(start=match.start(), end=match.end())


def _lesser(text: str, anchors: frozenset[str]) -> frozenset[int]:
    """Where the number of a pair like "three of the 14 people hurt remain" starts that is not the one asked for.

    Of the whole there is said what stands right behind its noun ("hurt"), of the part what follows ("remain").
    """
    found = set()
    for pair in shapes.PART.finditer(text):
        of_whole = any(stem in anchors for stem in terms(pair["predicate"] or ""))
        found.add(pair.start("part" if of_whole else "whole"))
    return frozenset(found)


def _counted(text: str, match: re.Match[str], wanted: Mapping[str, float], *, people: bool) -> float:
    """How surely a number counts what is asked for: by the noun behind it, or, less so, before it or understood."""
    if not wanted:
        return 0.7
    behind: list[str] = []
    for word in shapes.FOLLOWING.findall(text[match.end() : match.end() + 60])[:6]:
        if word in ",.;":
            break
        behind.append(word)
    if "peopl" in wanted and any(shapes.GROUP.fullmatch(word) for word in behind):
        return 0.9
    worth = max(
        (wanted.get(of, 0.0) * (1.0 - 0.08 * at) for at, word in enumerate(behind) for of in terms(word)[:1]), default=0.0
    )
    if worth or (behind and shapes.NO_COUNT.fullmatch(behind[0])):
        return worth
    if behind and behind[0].lower() not in STOP and not shapes.STRUCK.fullmatch(behind[0]):
        return 0.0
    if any(of in wanted for of in terms(text[max(0, match.start() - 30) : match.start()])):
        return 0.55
    return 0.6 if people and not shapes.YEAR.fullmatch(match[0]) else 0.0


def _ordinary(figure: str) -> float:
    """How likely a number word counts at all: "a" never, "one" and "both" seldom."""
    if figure in ("a", "an"):
        return 0.0
    return 0.5 if figure == "one" else 0.7 if figure.split()[-1] in _ORDINARY else 1.0


def _closeness(text: str, start: int, end: int, anchors: frozenset[str]) -> float:
    """How near to the question's words a stretch stands: 1 beside one, down to 0.5 far away."""
    if not anchors:
        return 0.75
    window = 60
    near = set(terms(text[max(0, start - window) : start])) | set(terms(text[start : end + window]))
    return 0.5 + 0.5 * min(1.0, len(near & anchors) / min(3, len(anchors)))
