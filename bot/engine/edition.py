"""The picture of a digest: what must be said first, each story under its heading, and what else came in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.engine.calendar import shown, spoken
from bot.engine.view import Line, Part, Run, lines, runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.domain import Digest, Story

NEW = (Run(text="New:", style="strong"), Run(text=" "))
"""What opens a line that has come since."""


def edition(digest: Digest) -> Iterable[Part]:
    """The parts of a digest, in the order in which they are read."""
    first = [Line(runs=(Run(text=alert, style="emphasis"),)) for alert in digest.alerts]
    if not digest.claims:
        first.append(Line(runs=(Run(text=_quiet(digest)),)))
    if first:
        yield Part(title=None, lines=tuple(first))
    if digest.corrections:
        yield Part(title="Corrected since", lines=tuple(_corrections(digest)))
    for story in digest.stories:
        yield Part(title=story.heading or None, lines=tuple(_story(digest, story)))
    also = [Line(runs=(*_dated(digest, at), *runs(digest, digest.claims[at])), shape="item") for at in digest.also]
    if digest.left:
        also.append(Line(runs=(Run(text=f"And {_articles(digest.left)}{_older(digest)}."),), shape="item"))
    if also:
        yield Part(title="Also new", lines=tuple(also))


def _quiet(digest: Digest) -> str:
    topics = " or ".join(digest.topics)
    on = f" on {topics}" if topics else ""
    since = f" since {spoken(digest.since)}" if digest.since else ""
    return f"No new reporting{on}{since}."


def _corrections(digest: Digest) -> Iterator[Line]:
    for at in digest.corrections:
        claim = digest.claims[at]
        source = digest.sources[digest.numbers[claim.citations[0].source] - 1]
        head = Run(text=f"{source.status.capitalize()}:", style="strong")
        yield Line(runs=(head, Run(text=f" {source.title} — "), *runs(digest, claim)), shape="item")


def _story(digest: Digest, story: Story) -> Iterator[Line]:
    told = range(story.first, story.more)
    lede = [*lines(digest, "lede", told)]
    if story.known and lede:
        lede[0] = Line(runs=(*NEW, *lede[0].runs))
    yield from lede
    if not lede:
        yield from lines(digest, "dispute", told)
    yield from lines(digest, "key", told)
    for line in lines(digest, "new", told):
        yield Line(runs=(*NEW, *line.runs), shape="item")
    if lede:
        yield from lines(digest, "dispute", told)
    yield from lines(digest, "said", told)
    named = [run for at in range(story.more, story.last) for run in (Run(text="; "), *runs(digest, digest.claims[at]))][1:]
    if named:
        left = (Run(text=f"; and {_articles(story.left)}"),) if story.left > 0 else ()
        yield Line(runs=(Run(text="Also on this:", style="emphasis"), Run(text=" "), *named, *left), shape="item")


def _dated(digest: Digest, at: int) -> tuple[Run, ...]:
    """The day of an article that is older than the digest before."""
    day = digest.sources[digest.numbers[digest.claims[at].citations[0].source] - 1].day
    if day is None or digest.since is None or day >= digest.since.date():
        return ()
    return (Run(text=f"{shown(day)}:", style="emphasis"), Run(text=" "))


def _older(digest: Digest) -> str:
    if not digest.older:
        return ""
    return ", all older" if digest.older == digest.left else f", {digest.older} of them older"


def _articles(count: int) -> str:
    return f"{count} more article{'' if count == 1 else 's'}"
