"""News and what only looks like it: how new the event of a statement is, and whether it tells of one at all."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.corpus.almanac import day
from bot.engine.timeline import calendar, dated

if TYPE_CHECKING:
    from datetime import date

    from bot.domain import Reading
    from bot.engine.statement import Statement

CURRENT, HALF_LIFE, OLD = 1, 4, 0.15
"""Days that an event counts as new, days in which its worth then halves, and what is left of it in the end."""
UNKNOWN = 0.8
"""Worth of an event of an undated source beside one of today."""
STATE, MUSING, AHEAD = 0.6, 0.35, 0.8
"""Worth of what is so, of a thought, and of what may come, beside what happened."""
STUB = 9
"""Words up to which what has no verb that is known is taken for a heading."""
OPINION = 0.35
"""Worth of an opinion piece's own words beside a report's."""

_MUSES = re.compile(
    r"(?:if|whether|unless|perhaps|maybe|imagine|what|how|why|who|whatever|think|consider|remember|welcome|let|call it|"
    r"once upon|for (?:years|decades|many|most|some|all|me|us|those)|there['’]s|there (?:is|are|was|were)|it['’]s|"
    r"it (?:is|was)|not since|literally|sure|clearly|of course|one of the|much has|here)\b",
    re.IGNORECASE,
)
_SETTING = re.compile(r"(?:with|as|while|despite|although|though|amid|like|right|long|even|just)\b", re.IGNORECASE)
"""An opening that sets a scene before it tells anything."""
_STOOD = r"(?:was|were) (?:(?:not|also|still|once|then) )?(?:an?|the|one|in|at|on|[A-Z][\w.]*['’]s) "
_IS = re.compile(
    rf"\b(?:(?:is|are|am)\b|{_STOOD}|has (?:\w+ )?to\b|have (?:\w+ )?to\b|"
    r"(?:remains?|means?|matters?|seems?|includes?|owns?|needs?)\b|\w+n['’]t\b)"
)
_DID = re.compile(
    rf"\b(?!{_STOOD})(?:said|told|wrote|spoke|met|was|were|had|did|took|began|came|went|made|won|lost|fell|rose|held|hit|left|"
    r"led|found|saw|shot|gave|became|sent|struck|broke|ran|fought|died|fled|says|"
    r"(?:has|have) (?:\w+ly |also |now |already )?(?:been|\w+(?:ed|en|wn|ne|ld|nt))|cut|set|put|quit|beat|shut|got|kept|"
    r"brought|drew|grew|threw|flew|knew|stood|swore|paid|built|(?!need|indeed|hundred|un)[a-z]{2,}ed)\b"
)
_MAY = re.compile(
    r"\b(?:will|would|could|may|might|should|can|must|plans? to|hopes? to|"
    r"(?:is|are|was|were) (?:set|expected|due|scheduled|to))\b"
)
_SIGNED = re.compile(
    r"\b(?:opinions?|views?) expressed (?:in this|here|are)|\b(?:view|read) more opinions?\b|"
    r"\bopinion (?:columnist|contributor)\b|"
    r"\bin this (?:commentary|column|op-ed)\b|\b(?:is|was) (?:a|an|the) [^.\n]{3,120}\bauthor of\b",
    re.IGNORECASE,
)
_HEADED = re.compile(
    r"(?:opinion|analysis|commentary|editorial|column|op-ed|review|perspective|essay|letters?)\s*[:|–—]", re.IGNORECASE
)
_ADDRESS = re.compile(r"/(?:opinions?|commentisfree|editorials?|columns?|op-ed|ideas|perspectives?)/", re.IGNORECASE)


def event_day(statement: Statement) -> date | None:
    """The day of what a statement tells: its own, to the day, or else that of its source."""
    value = dated(statement)
    if value and len(value) == 10:
        return day(value)
    return statement.reading.source.day


def new(statement: Statement, newest: date | None) -> float:
    """How new the event of a statement is beside the newest source: 0 to 1."""
    if newest is None:
        return 1.0
    value = dated(statement)
    if value and len(value) < 10 and value[:7] not in (newest.isoformat()[: len(value[:7])], _month_before(newest)):
        return OLD
    when = event_day(statement)
    if when is None:
        return UNKNOWN
    age = abs((newest - when).days)
    return 1.0 if age <= CURRENT else max(OLD, float(0.5 ** ((age - CURRENT) / HALF_LIFE)))


def _month_before(newest: date) -> str:
    """The month whose figures are news in this one."""
    return (newest.replace(day=1) - timedelta(days=1)).isoformat()[:7]


def eventful(statement: Statement) -> float:
    """Whether a statement tells that something happened, not how things are or what one may think of them: 0 to 1."""
    text = statement.text.lstrip("“\"'‘")
    if _MUSES.match(text):
        return MUSING
    worth = STATE if _SETTING.match(text) else 1.0
    did, stands, ahead = (pattern.search(text) for pattern in (_DID, _IS, _MAY))
    if did is None and stands is None and ahead is None and statement.length <= STUB:
        return MUSING
    if did is None:
        return worth * (AHEAD if ahead else STATE)
    if stands and stands.start() < did.start():
        return worth * STATE
    if ahead and ahead.start() < did.start():
        return worth * AHEAD
    return worth


def happened(statement: Statement) -> bool:
    """Whether a statement tells, before all else, what has happened: a chronicle may have it."""
    text = statement.text
    did, ahead = _DID.search(text), _MAY.search(text)
    if _MUSES.match(text) or (ahead and (did is None or ahead.start() < did.start() + REPORTED)):
        return False
    stands = _IS.search(text)
    return did is not None and not (stands and stands.start() < did.start())


def opinion(reading: Reading) -> bool:
    """Whether an article is somebody's opinion by its heading, its address, or the note that says whose views it gives."""
    source = reading.source
    if _HEADED.match(source.title) or (source.url and _ADDRESS.search(source.url)):
        return True
    return bool(_SIGNED.search(reading.text, 0, 1200))


def recalls(statement: Statement, newest: date | None) -> bool:
    """Whether a statement opens with the date of a day gone by ("On March 3 …"): chronology, not news."""
    if newest is None:
        return False
    for time in statement.times:
        value = calendar(time)
        if value and time.start - statement.span.start <= RECALLED and any(c.isdigit() for c in statement.reading.at(time)):
            return value < newest.isoformat()[: len(value)]
    return False


REPORTED = 40
"""Characters behind a verb of the past in which one of what may come turns the statement to the future ("said it could …")."""
RECALLED = 8
"""Characters that may stand before a date with which a statement opens."""
