"""Slack messages: limits, sources and safety, whatever the reply."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from adapters.port import Quoted
from adapters.slack import render
from bot.domain import Brief, Citation, Claim, Passage, Source
from bot.engine.view import Entry, only, view
from bot.service.pages import Leaf, signed
from tests.hostile import replies
from tests.shared import shared
from tests.slack.rules import calls, markers, mismatches, refused
from tests.unit.replies import ANSWERED, BRIEF, DECLINED, EMPTY


def linked(entry: Entry) -> str | None:
    """A page of our own for every source, at an address as long as they come."""
    capability = signed(Leaf(source=entry.id, revision=entry.revision, cited=entry.cited[:4]), b"k" * 32)
    return f"https://desk.newsroom.example/sources/{capability}#cited" if capability else None


def sound(message: render.Message) -> None:
    """A message that Slack takes, whose markers and sources agree, and that calls nobody."""
    blocks = list(message.blocks)
    assert refused(blocks, message.text) is None
    shown, listed = markers(blocks)
    assert shown == listed == set(message.sources)
    assert calls({"text": message.text, "blocks": blocks}) == []
    assert message.text.strip()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example])
@given(replies())
def test_any_reply_fits_and_keeps_its_sources(reply: Brief) -> None:
    """Whatever a reply holds, every part of it fits, lists exactly the sources it names, and pings nobody."""
    picture = view(reply)
    messages = render.render(picture, reply="r" * 32, page=linked, share=True)
    for message in messages:
        sound(message)
    named = {run.source for part in picture.parts for line in part.lines for run in line.runs if run.source}
    assert set().union(*(message.sources for message in messages)) == named
    for line in render.stream(picture):
        assert calls({"markdown_text": line}) == []
    sound(render.said(reply.query))
    sound(render.usage(reply.query))
    for title in ("Timeline", "Who said what"):
        for message in render.render(only(picture, title)):
            sound(message)
    quoted = tuple(
        Quoted(number=n, title=source.title, before=reply.query, words=reply.claims[0].text, after=reply.query)
        for n, source in enumerate(reply.sources, 1)
    )
    for message in render.passages(quoted):
        assert refused(list(message.blocks), message.text) is None
        assert calls({"text": message.text, "blocks": list(message.blocks)}) == []


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example])
@given(replies())
def test_any_reply_is_of_the_official_types(reply: Brief) -> None:
    """The blocks are what Slack's own types describe."""
    shared("platform", "slack")
    for message in render.render(view(reply), reply="r" * 32):
        assert mismatches("Blocks", list(message.blocks)) == []


@pytest.mark.parametrize("reply", [BRIEF, ANSWERED, DECLINED, EMPTY])
def test_a_reply_is_one_message(reply: Any) -> None:
    """A usual reply is one message with its sources, and its buttons where it is kept."""
    (message,) = render.render(view(reply), reply="abc")
    sound(message)
    kinds = [block["type"] for block in message.blocks]
    assert kinds[-1] == "context_actions"
    assert ("divider" in kinds) == bool(reply.sources)


def test_the_fallback_is_the_lede() -> None:
    """What a notification shows is the lede without markers."""
    (message,) = render.render(view(BRIEF))
    assert message.text == "The council closed the harbour bridge on Monday."
    assert "actions" not in [block["type"] for block in message.blocks]


def test_the_sources_are_counted_honestly() -> None:
    """The list says how many independent origins there are, and how many outlets where all are named; it links what it can."""

    def listed(brief: Brief) -> str:
        (message,) = render.render(view(brief), page=linked)
        return "\n".join(block["text"]["text"] for block in message.blocks if block["type"] == "section")

    listing = listed(BRIEF)
    assert "*Sources* · 2 independent origins\n" in listing
    named = tuple(replace(source, outlet=source.outlet or "Evening Post") for source in BRIEF.sources)
    assert "*Sources* · 2 outlets, 2 independent origins\n" in listed(replace(BRIEF, sources=named))
    assert "[1] <https://herald.example/bridge|Council closes the harbour bridge> · Harbour Herald · 2 Jun 2025" in listing
    assert f"[3] <https://desk.newsroom.example/sources/{'b' * 16}." in listing


def test_a_long_reply_goes_on_in_parts_with_their_own_sources() -> None:
    """What one message cannot hold goes on in the next, and each lists the sources that it names and no others."""
    text = "The council met again and talked about the bridge for many hours. " * 30
    sources = [Source(id=f"{n:016x}", revision="1" * 16, title=f"Report {n}") for n in range(12)]
    claims = []
    for source in sources:
        passage = Passage(source=source.id, revision=source.revision, start=0, text=text)
        cited = Citation(passage=passage, start=0, end=len(text), quote=text)
        claims.append(Claim(text=text, section="key", citations=(cited,)))
    brief = replace(BRIEF, claims=tuple(claims), sources=tuple(sources), disputes=())
    messages = render.render(view(brief), reply="abc")
    assert len(messages) > 1
    for message in messages:
        sound(message)
    assert [n for message in messages for n in message.sources] == list(range(1, 13))
    assert ["header" in [block["type"] for block in message.blocks] for message in messages].count(True) == 1


def test_a_stream_has_every_line_and_its_tail_every_source() -> None:
    """Streamed lines name what the tail lists, with nothing that Markdown or Slack would take for anything but words."""
    picture = view(BRIEF)
    lines = render.stream(picture)
    assert len(lines) == sum(len(part.lines) for part in picture.parts)
    assert lines[0].startswith("The council closed the harbour bridge on Monday.")
    assert lines[0].rstrip().endswith(" [1][2]")
    blocks = list(render.tail(picture, reply="abc"))
    assert markers(blocks)[1] == {1, 2, 3}
    assert refused(blocks) is None
