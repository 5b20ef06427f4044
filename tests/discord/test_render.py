"""Discord messages: limits, sources and safety, whatever the reply and however it is shown."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, get_args
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, example, given, settings

from adapters.discord import render
from adapters.discord.markdown import escape
from adapters.port import Quoted, Usage
from bot.domain import Citation, Claim, Passage, Source
from bot.engine.view import Entry, only, view
from tests.discord.rules import CALL, V2, calls, links, markers, mismatches, previewed, refused, texts, walk
from tests.hostile import HOSTILE, replies
from tests.scale import scaled
from tests.shared import shared
from tests.unit.replies import ANSWERED, BRIEF, DECLINED, EMPTY


def page(entry: Entry) -> str:
    """Where we have the page of a source."""
    return f"https://desk.example/sources/{entry.id}"


STYLES: tuple[render.Style, ...] = get_args(render.Style)
SLOW = [HealthCheck.too_slow, HealthCheck.large_base_example, HealthCheck.data_too_large]


def sound(message: render.Message, allowed: frozenset[str] = frozenset()) -> None:
    """A message that Discord takes, whose markers and sources agree, that calls nobody and leads nowhere else."""
    payload = message.payload
    assert refused(payload) is None
    shown, listed = markers(payload)
    assert shown == listed == set(message.sources)
    assert calls(payload) == []
    assert {urlsplit(link).netloc for link in links(payload)} <= allowed
    assert not previewed(payload)
    assert message.text.strip()
    assert len(message.text) <= render.FALLBACK


def hosts(reply: Any) -> frozenset[str]:
    """Where the sources of a reply may be read."""
    return frozenset({"desk.example", *(urlsplit(source.url or "").netloc for source in reply.sources)})


@settings(max_examples=scaled(25, 500), deadline=None, suppress_health_check=SLOW)
@given(replies())
def test_any_reply_fits_and_keeps_its_sources(reply: Any) -> None:
    """Whatever a reply holds, every message of it fits, lists exactly the sources it names, and pings nobody."""
    picture = view(reply)
    named = {run.source for part in picture.parts for line in part.lines for run in line.runs if run.source}
    for style in STYLES:
        messages = render.render(picture, reply="r" * 32, page=page, style=style, offer=True)
        for message in messages:
            sound(message, hosts(reply))
        assert set().union(*(message.sources for message in messages)) == named
    for title in ("Timeline", "Who said what"):
        for message in render.shown(only(picture, title)):
            sound(message, hosts(reply))
    assert 1 <= len(render.thread_name(picture)) <= 100


@settings(max_examples=scaled(15, 300), deadline=None, suppress_health_check=SLOW)
@given(replies())
def test_what_is_no_reply_fits_too(reply: Any) -> None:
    """Help, refusals and passages are as sound as replies, whatever stands in them."""
    for told in (reply.query, Usage(example=reply.query)):
        (message,) = render.shown(told)
        sound(message)
    words = [claim.text for claim in reply.claims]
    quoted = tuple(
        Quoted(number=n, title=one.title, before=words[0], words=words[n % len(words)], after=words[-1])
        for n, one in enumerate(reply.sources, 1)
    )
    for message in render.shown(quoted):
        assert refused(message.payload) is None
        assert calls(message.payload) == []
        assert links(message.payload) == set()
    assert refused(render.shown(())[0].payload) is None


def test_passages_of_one_source_go_on_under_its_title() -> None:
    """Each stands in its context; one without a title belongs to the source before it."""
    one = Quoted(number=2, title="Bridge shut", before="On Monday", words="the bridge was shut", after="by the council.")
    (message,) = render.shown((one, replace(one, title="", words="ferries run")))
    assert message.payload["content"].split("\n") == [
        "[2] **Bridge shut**",
        "> On Monday **the bridge was shut** by the council.",
        "> On Monday **ferries run** by the council.",
    ]


@settings(max_examples=scaled(5, 50), deadline=None, suppress_health_check=SLOW)
@given(replies())
def test_any_reply_is_of_the_official_types(reply: Any) -> None:
    """Messages are what Discord's own description describes, posted in a channel and answering an interaction."""
    shared("platform", "discord-openapi.json")
    for style in STYLES:
        for message in render.render(view(reply), reply="r" * 32, page=page, style=style):
            assert mismatches("MessageCreateRequest", message.payload) == []
            assert mismatches("IncomingWebhookUpdateRequestPartial", message.payload) == []


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("reply", [BRIEF, ANSWERED, DECLINED, EMPTY])
def test_a_reply_is_one_message(reply: Any, style: render.Style) -> None:
    """A usual reply is one message with its sources, and its buttons where it is kept."""
    (message,) = render.render(view(reply), reply="abc", style=style)
    sound(message, hosts(reply))
    ids = [part.get("custom_id") for one in message.payload["components"] for part in walk(one)]
    assert "nutgraf:feedback:abc:good" in ids
    assert ("nutgraf:passage:abc" in ids) == bool(reply.sources)
    assert bool(message.payload.get("flags", 0) & V2) == (style == "components")


def test_the_first_words_are_the_lede() -> None:
    """What stands for a reply elsewhere is its lede without markers; its thread has the topic's name."""
    (message,) = render.render(view(BRIEF))
    assert message.text == "The council closed the harbour bridge on Monday."
    assert render.thread_name(view(BRIEF)) == "Harbour bridge"
    assert render.thread_name(view(ANSWERED)).startswith("Ferries run every ten minutes.")
    assert len(message.payload["components"]) == 1


def test_the_sources_are_counted_honestly() -> None:
    """The list says how many outlets and how many independent origins there are, and a button leads to each."""
    picture = view(BRIEF)
    (message,) = render.render(picture, page=page)
    shown = "\n".join(texts(message.payload))
    assert "-# **Sources** · 2 independent origins\n" in shown
    known = replace(picture, sources=tuple(replace(entry, outlet="Harbour Herald") for entry in picture.sources))
    (other,) = render.render(known)
    assert "-# **Sources** · 1 outlet, 2 independent origins\n" in "\n".join(texts(other.payload))
    assert "-# [1] Council closes the harbour bridge · Harbour Herald · 2 Jun 2025" in shown
    assert f"https://desk.example/sources/{'b' * 16}" in links(message.payload)
    assert "https://herald.example/bridge" in links(message.payload)


@pytest.mark.parametrize("style", ["embed", "text"])
def test_without_buttons_the_titles_are_links(style: render.Style) -> None:
    """A fallback links the title itself, in angles, so that nothing is previewed."""
    (message,) = render.render(view(BRIEF), style=style)
    shown = "\n".join(texts(message.payload))
    assert "[1] [Council closes the harbour bridge](<https://herald.example/bridge>) · Harbour Herald" in shown


def test_a_long_reply_goes_on_in_parts_with_their_own_sources() -> None:
    """What one message cannot hold goes on in the next, and each lists the sources that it names and no others."""
    text = "The council met again and talked about the bridge for many hours. " * 18
    sources = [Source(id=f"{n:016x}", revision="1" * 16, title=f"Report {n}") for n in range(12)]
    claims = []
    for source in sources:
        passage = Passage(source=source.id, revision=source.revision, start=0, text=text)
        cited = Citation(passage=passage, start=0, end=len(text), quote=text)
        claims.append(Claim(text=text, section="key", citations=(cited,)))
    brief = replace(BRIEF, claims=tuple(claims), sources=tuple(sources), disputes=())
    for style in STYLES:
        messages = render.render(view(brief), reply="abc", style=style)
        assert len(messages) > 1
        for message in messages:
            sound(message)
        assert sorted({n for message in messages for n in message.sources}) == list(range(1, 13))
        buttons = [any("nutgraf:" in str(one) for one in message.payload["components"]) for message in messages]
        assert buttons == [False] * (len(messages) - 1) + [True]


@pytest.mark.parametrize("words", HOSTILE)
def test_words_are_shown_as_they_are(words: str) -> None:
    """Nothing that an article says is taken for a mention, a link, a heading or a style."""
    written = escape(words)
    assert not CALL.search(written)
    assert not re.search(r"(?<!\\)[*_~`|<\[\]]", re.sub(r"\\[^0-9A-Za-z\s]", "", written))
    assert not re.match(r"[-+#>]|\d+[.)]\s", written)
    assert links({"content": written}) == set()
    # With the backslashes taken away as Discord does, what is left is what was given.
    assert re.sub(r"\\([^0-9A-Za-z\s])", r"\1", written).replace("@\u200b", "@") == words


@example("**[x](y)** <@1>")
@given(replies().map(lambda reply: reply.query))
@settings(max_examples=scaled(20, 200), deadline=None, suppress_health_check=SLOW)
def test_escaping_takes_no_word_away(words: str) -> None:
    """Whatever is escaped reads as it was."""
    assert re.sub(r"\\([^0-9A-Za-z\s])", r"\1", escape(words)).replace("@\u200b", "@") == words
