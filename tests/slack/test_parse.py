"""What Slack sends, read: commands, messages, mentions, shortcuts and buttons."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.request import LATE, LONGEST, TOKEN, Mode, Request, Where, answers, asks, late, modes, packed, unpacked
from adapters.slack import parse

BOT = "U0BOT"


def message(text: str, **more: Any) -> dict[str, Any]:
    """A message event."""
    return {"type": "message", "user": "U1", "channel": "C1", "ts": "1.1", "text": text, **more}


def read(event: dict[str, Any]) -> Request | None:
    """As the desk's own workspace reads it."""
    return parse.message(event, team="T1", bot=BOT)


def test_a_command_with_its_options() -> None:
    """Options stand anywhere among the words and are taken out of them."""
    body = {"command": "/brief", "text": 'harbour since:7d outlet:"Harbour Herald" bridge', "team_id": "T1", "channel_id": "C1"}
    asked = parse.command({**body, "user_id": "U1", "response_url": "https://hooks.example/1"}, team="T1")
    assert asked is not None
    assert (asked.kind, asked.words, asked.since, asked.outlet) == ("brief", "harbour bridge", "7d", "Harbour Herald")
    assert asked.respond == "https://hooks.example/1"
    assert asked.where == Where(workspace="T1", channel="C1", user="U1")


@pytest.mark.parametrize("text", ["", "   ", "help", "HELP", "😀 😀", "!?", "since:7d", "\u200b"])
def test_nothing_to_look_for_is_a_call_for_help(text: str) -> None:
    """An empty command, emoji alone or the word help asks how to ask."""
    asked = parse.command({"command": "/brief", "text": text, "team_id": "T1", "channel_id": "C1", "user_id": "U1"}, team="T1")
    assert asked is not None
    assert asked.kind == "help"


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ('kursk since: 7d outlet: "The Star"', "brief", "kursk"),
        ("check The wall failed.", "check", "The wall failed."),
        ("check “We won”", "check", "“We won”"),
        ("check fraud", "brief", "check fraud"),
    ],
)
def test_what_people_type_is_read_as_they_mean_it(text: str, kind: str, words: str) -> None:
    """A blank after an option's colon changes nothing, and what ends as a sentence does is a draft however short."""
    request = parse.command({"command": "/brief", "text": text, "channel_id": "C1", "user_id": "U1"}, team="T1")
    assert request is not None
    assert (request.kind, request.words) == (kind, words)
    assert (request.since, request.outlet) == (("7d", "The Star") if "since" in text else (None, None))


@pytest.mark.parametrize(
    ("words", "question"),
    [("and what did Kyiv say", True), ("Did he?", True), ("thanks!", False), ("good point, will call him", False)],
)
def test_a_remark_is_no_question(words: str, question: bool) -> None:
    """A question has a question mark, or begins as one."""
    assert asks(words) == question


def test_another_apps_command_is_none_of_ours() -> None:
    """Only our own commands are read."""
    assert parse.command({"command": "/weather", "text": "oslo"}, team="T1") is None


def test_a_mention_opens_a_thread_or_stays_in_one() -> None:
    """The words come without the mention; the reply belongs under the message, or into the thread it stands in."""
    asked = read(message(f"<@{BOT}> what did the mayor say?", type="app_mention"))
    assert asked is not None
    assert (asked.kind, asked.words, asked.where.thread, asked.named) == ("ask", "what did the mayor say?", "1.1", True)
    below = read(message(f"and then <@{BOT}|desk>?", thread_ts="0.9"))
    assert below is not None
    assert (below.words, below.where.thread, below.named) == ("and then ?", "0.9", True)


def test_a_brief_can_be_asked_for_in_words() -> None:
    """A mention that begins with brief asks for one."""
    asked = read(message(f"<@{BOT}> brief harbour bridge"))
    assert asked is not None
    assert (asked.kind, asked.words) == ("brief", "harbour bridge")


def test_a_direct_message_is_a_question() -> None:
    """In a direct message nobody else can be meant."""
    asked = read(message("who closed it?", channel="D1", channel_type="im"))
    assert asked is not None
    assert asked.where.direct
    assert asked.headless


@pytest.mark.parametrize(
    "event",
    [
        message("hello all"),
        message("mine", bot_id="B1"),
        message("own", user=BOT),
        message("edited", subtype="message_changed"),
        message("joined", subtype="channel_join", thread_ts="1.0"),
        message("gone", hidden=True, thread_ts="1.0"),
        {"type": "message"},
        {"type": "message", "text": 7, "channel": None, "user": []},
    ],
)
def test_what_is_no_question(event: dict[str, Any]) -> None:
    """Talk outside threads, bots, edits, joinings and nonsense ask nothing."""
    assert read(event) is None


@pytest.mark.parametrize(
    ("mode", "under", "known", "answered"),
    [
        (None, True, False, True),
        (None, False, True, False),
        ("joined", False, True, True),
        ("joined", False, False, False),
        ("mention", True, True, False),
    ],
)
def test_a_plain_message_in_a_thread(mode: Mode | None, under: bool, known: bool, answered: bool) -> None:
    """Plain words are answered under our own posts, or as the channel's mode says; with a mention always."""
    parent = {"parent_user_id": BOT} if under else {}
    asked = read(message("and what about the ferries?", thread_ts="1.0", **parent))
    assert asked is not None
    assert answers(asked, mode, known) is answered
    named = read(message(f"<@{BOT}> and?", thread_ts="1.0"))
    assert named is not None
    assert answers(named, mode, known)


def test_what_a_reader_sees_is_what_is_asked() -> None:
    """Links, channels, code and entities are read as a reader sees them; nothing invisible stays; no more than the limit."""
    said = "```see``` <https://x.example/a|the report> in <#C9|harbour> &amp; \u202e<mailto:a@b.example|mail>\x00"
    assert parse.plain(said) == "see the report in harbour & mail"
    assert len(parse.plain("x" * 10_000)) == LONGEST


def test_the_shortcut_checks_a_message() -> None:
    """The message's words are checked, and the answer belongs into its thread."""
    body = {
        "callback_id": parse.SHORTCUT,
        "team": {"id": "T1"},
        "channel": {"id": "C1"},
        "user": {"id": "U1"},
        "message": {"ts": "5.1", "text": "The bridge is &lt;shut&gt;."},
    }
    asked = parse.shortcut(body, team="T1")
    assert asked is not None
    assert (asked.kind, asked.words, asked.where.thread) == ("check", "The bridge is <shut>.", "5.1")
    assert parse.shortcut({"callback_id": "other"}, team="T1") is None


def test_a_button_names_its_reply() -> None:
    """A button carries the id of its reply, and feedback what was thought of it."""
    body = {
        "actions": [{"action_id": "nutgraf_feedback", "value": "abc:good"}],
        "team": {"id": "T1"},
        "channel": {"id": "C1"},
        "user": {"id": "U1"},
        "container": {"message_ts": "7.1", "thread_ts": "7.0"},
    }
    pressed = parse.press(body, team="T1")
    assert pressed is not None
    assert (pressed.reply, pressed.value, pressed.where.thread) == ("abc", "good", "7.0")
    assert parse.press({"actions": [{"action_id": "another"}]}, team="T1") is None


def test_modes_as_an_operator_writes_them() -> None:
    """Channels have modes of their own; a mistake is told."""
    assert modes("C1=joined, *=mention,") == {"C1": "joined", "*": "mention"}
    with pytest.raises(ValueError, match="C1=always"):
        modes("C1=always")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
KEYS = [
    "type",
    "text",
    "channel",
    "user",
    "ts",
    "thread_ts",
    "command",
    "actions",
    "callback_id",
    "container",
    "message",
    "team",
    "bot_id",
    "channel_type",
    "value",
]


@pytest.mark.parametrize("words", ["what opened?", "Що сказав Зеленський? " * 300, "\x00\ud800 " * 2_000, "😀" * LONGEST])
def test_what_is_kept_of_a_request_is_the_request(words: str) -> None:
    """It is the same when it is read again, with its names, and however long it was it takes little room."""
    where = Where(workspace="T1", channel="C1", user="U1", thread="1.1", message="1.2", direct=True)
    for kind in ("brief", "ask", "digest", "check", "help"):
        request = Request(kind=kind, words=words[:LONGEST], where=where, since="7d", respond="https://slack/1", named=False)
        kept = packed(request, ("event:1", "message:1"))
        assert unpacked(kept) == (request, ("event:1", "message:1"))
        assert len(kept) < 50_000
    assert unpacked(packed(Request(kind="ask", words=words * 9, where=where), ["a"]))[0].words == (words * 9)[:LONGEST]


@pytest.mark.parametrize(
    "kept",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b'{"keys":["a"],"request":{}}',
        b'{"keys":[],"request":{"kind":"ask","words":"","where":{"workspace":"T","channel":"C","user":"U"}}}',
        b'{"keys":["a"],"request":{"kind":"sing","words":"","where":{"workspace":"T","channel":"C","user":"U"}}}',
        b'{"keys":["a"],"request":{"kind":"ask","words":"","where":{"workspace":"T","channel":"C"}}}',
    ],
)
def test_what_is_no_request_is_not_taken_for_one(kept: bytes) -> None:
    """What lacks something is refused; what a newer version kept besides is left out."""
    more = (
        b'{"keys":["a"],"by":2,"request":{"kind":"ask","words":"x","new":1,"where":{"workspace":"T","channel":"C","user":"U"}}}'
    )
    assert unpacked(more)[0].words == "x"
    with pytest.raises(ValueError, match="no request"):
        unpacked(kept)


def test_a_command_is_late_before_a_message_is() -> None:
    """A command's own way to be answered is closed after a quarter of an hour; a message waits an hour."""
    said = Request(kind="ask", words="what?", where=Where(workspace="T1", channel="C1", user="U1"))
    ordered = Request(kind="ask", words="what?", where=said.where, respond="https://slack/1")
    assert [late(said, TOKEN + 1), late(said, LATE + 1)] == [False, True]
    assert [late(ordered, TOKEN - 1), late(ordered, TOKEN + 1)] == [False, True]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(st.dictionaries(st.sampled_from(KEYS), anything))
def test_no_payload_breaks_the_reader(body: dict[str, Any]) -> None:
    """Whatever stands in a payload, it is read or it is none of ours."""
    read(body)
    parse.command({**body, "command": "/brief"}, team="T1")
    parse.shortcut({**body, "callback_id": parse.SHORTCUT}, team="T1")
    parse.press(body, team="T1")
