"""The opening of a brief: what happened, in one or two sentences; what is denied only with its denial beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.engine.contested import claimed, denials
from bot.engine.draft import alike, claim, of_point, voice
from bot.engine.news import eventful, new, recalls
from bot.engine.timeline import past_month
from bot.engine.topic import ENOUGH

if TYPE_CHECKING:
    from bot.engine.dispute import Contest, Contests
    from bot.engine.draft import Draft
    from bot.engine.points import Ground, Point
    from bot.engine.statement import Statement

TRIED = 12
"""Points that may become the lede."""
SECOND = 0.7
"""What the second sentence must be worth beside the first."""
MAIN = 3
"""Origins, at least, of a contest that is the story."""
APART = 0.38
"""Share of its information that the second may have in common with the first: the news is not told twice."""


def open_with(draft: Draft, contests: Contests, *, dispute: bool = True) -> None:
    """Add the lede: the best point, and a second one where it is nearly as good and says something else.

    Where the topic is itself what is contested, both sides are the lede, unless ``dispute`` is false.
    """
    ground = draft.ground
    for contest in contests.found if dispute else ():
        if ground.topic.covered([pivot for it in contest.denials for pivot in it.pivots[:1]]) >= ENOUGH and _both(
            draft, contest
        ):
            return
    worth = {id(point): leads(point, ground, contests) for point in ground.points}
    ranked = sorted(ground.points, key=lambda point: -worth[id(point)])[:TRIED]
    for point in ranked:
        statement = point.statement
        if draft.claims:
            good = worth[id(point)] >= SECOND * worth[id(ranked[0])]
            if _older(statement, draft.told[0]):
                continue
            near = any(ground.likeness.share(statement, old) >= APART for old in draft.told)
            if not good or near or contests.touches(statement) or not draft.fresh(statement, point.wording.text):
                continue
        elif contests.differing(statement):
            continue
        elif (disputed := contests.near(statement)) is not None:
            if (_held(statement) and _answered(draft, point, disputed)) or _both(draft, disputed):
                return
            continue
        if draft.add(of_point("lede", point, ground), statement):
            main = _main(contests, ground)
            if len(draft.claims) == 2 or (main and _denied(draft, main)):
                return


def _held(statement: Statement) -> bool:
    """Whether a contested statement says itself that somebody claims it, or that it is not certain."""
    return bool(statement.speaker or statement.hedges)


def _main(contests: Contests, ground: Ground) -> Contest | None:
    """The contest that is the story: half of the origins have a part in it."""
    for contest in contests.found:
        sides = [*contest.claims, *(it.statement for it in contest.denials)]
        if len({statement.origin for statement in sides}) >= max(MAIN, ground.origins / 2):
            return contest
    return None


def _answered(draft: Draft, point: Point, contest: Contest) -> bool:
    """Add a contested point and right behind it its denial, or neither."""
    if not draft.add(of_point("lede", point, draft.ground), point.statement):
        return False
    if _denied(draft, contest):
        return True
    draft.told.pop()
    draft.undo(0)
    return False


def _denied(draft: Draft, contest: Contest) -> bool:
    """Add the plainest denial that names what it denies."""
    named = {id(it.statement) for it in contest.denials if it.pivots}
    for side in denials(contest, draft.ground):
        if id(side.statement) not in named or alike(side.text, draft.claims[0].text):
            continue
        speaker = voice(side.statement, draft.ground)
        if draft.add(claim("lede", side.text, side.citations, speaker=speaker), side.statement):
            return True
    return False


def _both(draft: Draft, contest: Contest) -> bool:
    """Add a claim and right behind it its denial, or neither."""
    head, against = claimed(contest, draft.ground), denials(contest, draft.ground)
    if (
        head is None
        or not against
        or not draft.add(claim("lede", head.text, head.citations, speaker=voice(head.statement, draft.ground)))
    ):
        return False
    other = against[0]
    if draft.add(claim("lede", other.text, other.citations, speaker=voice(other.statement, draft.ground))):
        draft.told += (head.statement, other.statement)
        return True
    draft.undo(0)
    return False


def _older(statement: Statement, first: Statement) -> bool:
    """Whether a statement's source is more than a day older than that of the first sentence."""
    day, other = statement.reading.source.day, first.reading.source.day
    return bool(day and other and (other - day).days > 1)


def leads(point: Point, ground: Ground, contests: Contests) -> float:
    """What a point is worth as the first sentence: the news, on the topic, borne out by others, not contested."""
    statement = point.statement
    length = len(point.wording.text.split())
    fit = 1.0 if 12 <= length <= 40 else 0.6
    opening = 1.0 if statement.order == 0 else 0.9 if statement.order <= 2 else 0.65 if statement.order <= 6 else 0.4
    covered = ground.covered[id(statement)]
    on_topic = 0.4 + 0.6 * covered if covered >= ENOUGH else 0.4
    contested = 0.3 if contests.touches(statement) else 1.0
    past = 0.2 if past_month(statement, ground.newest) or recalls(statement, ground.newest) else 1.0
    news = new(statement, ground.newest) * eventful(statement)
    return point.score * news * fit * opening * on_topic * contested * past * (0.4 + ground.borne(statement))
