"""What Discord sends, read: commands, messages, commands on messages, completions and buttons."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.discord import parse
from adapters.request import LONGEST, Request, Where
from tests.discord import payloads
from tests.scale import scaled

BOT = "900"
GUILD, CHANNEL, THREAD, DIRECT, PERSON = "100", "200", "300", "400", "500"
IN_CHANNEL = {"channel_id": CHANNEL, "channel": {"id": CHANNEL, "type": 0}, "guild_id": GUILD, "context": 0}
IN_THREAD = {
    "channel_id": THREAD,
    "channel": {"id": THREAD, "type": 11, "parent_id": CHANNEL, "owner_id": BOT},
    "guild_id": GUILD,
    "context": 0,
}
IN_DIRECT = {"channel_id": DIRECT, "channel": {"id": DIRECT, "type": 1}, "context": 1}
AMONG_OTHERS = {"channel_id": DIRECT, "channel": {"id": DIRECT, "type": 3}, "context": 2}


def interaction(kind: int, data: dict[str, Any], **place: Any) -> dict[str, Any]:
    """An interaction as the gateway brings it."""
    user = {"id": PERSON, "username": "ada"}
    who = {"member": {"user": user}} if place.get("guild_id") else {"user": user}
    return {"id": "1", "application_id": BOT, "type": kind, "token": "tok", "version": 1, "data": data, **who, **place}


def command(name: str, *, place: dict[str, Any] = IN_CHANNEL, **options: str) -> dict[str, Any]:
    """A slash command."""
    given = [{"type": 3, "name": key, "value": value} for key, value in options.items()]
    return interaction(2, {"id": "7", "name": name, "type": 1, "options": given}, **place)


def message(text: str, **more: Any) -> dict[str, Any]:
    """A message in a channel, as the gateway brings it."""
    who = {"id": PERSON, "username": "ada"}
    return {"id": "10", "type": 0, "content": text, "author": who, "mentions": [], **IN_CHANNEL, **more}


def read(event: dict[str, Any], *, content: bool = True) -> Request | None:
    """As our own user reads it."""
    return parse.message(event, bot=BOT, content=content)


def test_a_command_with_its_options() -> None:
    """Options come by name, or stand among the words and are taken out of them."""
    asked = parse.command(command("brief", topic="harbour bridge", since="7d", outlet="Harbour Herald"))
    assert asked is not None
    assert (asked.kind, asked.words, asked.since, asked.outlet) == ("brief", "harbour bridge", "7d", "Harbour Herald")
    assert asked.respond == "tok"
    assert asked.where == Where(workspace=GUILD, channel=CHANNEL, user=PERSON)
    inline = parse.command(command("brief", topic='bridge since:2d outlet:"Harbour Herald"', since="3d"))
    assert inline is not None
    assert (inline.words, inline.since, inline.outlet) == ("bridge", "3d", "Harbour Herald")


@pytest.mark.parametrize("topic", ["", "   ", "help", "HELP", "😀 😀", "!?", "since:7d", "\u200b", "<:smile:12345>"])
def test_nothing_to_look_for_is_a_call_for_help(topic: str) -> None:
    """An empty topic, emoji alone or the word help asks how to ask."""
    asked = parse.command(command("brief", topic=topic))
    assert asked is not None
    assert asked.kind == "help"


def test_the_digests_words_are_its_own() -> None:
    """They are handed on as they stand; none at all too."""
    daily = parse.command(command("digest", words="daily 07:30 outlet:Herald"))
    assert daily is not None
    assert (daily.kind, daily.words, daily.outlet) == ("digest", "daily 07:30 outlet:Herald", None)
    bare = parse.command(command("digest"))
    assert bare is not None
    assert (bare.kind, bare.words) == ("digest", "")


def test_what_is_none_of_ours() -> None:
    """Other apps' names, other types and pings ask nothing."""
    assert parse.command(command("weather", topic="oslo")) is None
    ping = {"id": "1", "type": 1, "token": "tok"}
    assert [read_(ping) for read_ in (parse.command, parse.shortcut, parse.press, parse.autocomplete)] == [None] * 4


@pytest.mark.parametrize(
    ("place", "where"),
    [
        (IN_CHANNEL, Where(workspace=GUILD, channel=CHANNEL, user=PERSON)),
        (IN_THREAD, Where(workspace=GUILD, channel=CHANNEL, user=PERSON, thread=THREAD, inside=True)),
        (IN_DIRECT, Where(workspace="@me", channel=DIRECT, user=PERSON, direct=True)),
        (AMONG_OTHERS, Where(workspace="@me", channel=DIRECT, user=PERSON)),
    ],
)
def test_where_a_command_is_given(place: dict[str, Any], where: Where) -> None:
    """A thread belongs to its channel; a direct message is between two, a group's is not."""
    asked = parse.command(command("ask", place=place, question="who closed it?"))
    assert asked is not None
    assert asked.where == where
    assert asked.headless == where.direct


def test_a_mention_asks() -> None:
    """The words come without the mention, and others' names as a reader sees them."""
    others = [{"id": BOT, "username": "nutgraf"}, {"id": "501", "username": "bea", "global_name": "Bea Lund"}]
    asked = read(message(f"<@{BOT}> what did <@!501> say?", mentions=others))
    assert asked is not None
    assert (asked.kind, asked.words, asked.named) == ("ask", "what did Bea Lund say?", True)
    assert (asked.where.thread, asked.where.message) == (None, "10")


def test_a_brief_can_be_asked_for_in_words() -> None:
    """A mention that begins with brief asks for one."""
    asked = read(message(f"<@{BOT}> brief harbour bridge since:7d"))
    assert asked is not None
    assert (asked.kind, asked.words, asked.since) == ("brief", "harbour bridge", "7d")


def test_a_thread_needs_no_mention_where_we_may_read() -> None:
    """A plain message in a thread of ours asks; without the message content intent only a mention does."""
    plain = message("and what about the ferries?", **IN_THREAD)
    asked = read(plain)
    assert asked is not None
    assert (asked.named, asked.under, asked.where.thread, asked.where.channel) == (False, True, THREAD, CHANNEL)
    assert read({**plain, "content": ""}, content=False) is None
    named = read(message(f"<@{BOT}> and?", **{**IN_THREAD, "mentions": [{"id": BOT}]}), content=False)
    assert named is not None
    assert named.named


def test_a_reply_to_us_goes_on() -> None:
    """What replies to a message of ours is under it, and stays in the channel."""
    asked = read(message("and then?", type=19, referenced_message={"id": "9", "author": {"id": BOT}}))
    assert asked is not None
    assert (asked.named, asked.under, asked.where.thread) == (True, True, "9")
    assert isinstance(asked.where, Where)
    assert not asked.where.inside
    assert read(message("and then?", type=19, referenced_message={"id": "9", "author": {"id": "501"}})) is None


def test_a_direct_message_is_a_question() -> None:
    """In a direct message nobody else can be meant."""
    asked = read({**message("who closed it?"), **IN_DIRECT, "guild_id": None})
    assert asked is not None
    assert asked.where.direct
    assert asked.headless


@pytest.mark.parametrize(
    "event",
    [
        message("hello all"),
        message("mine", author={"id": "77", "bot": True}, **IN_THREAD),
        message("own", author={"id": BOT}, **IN_THREAD),
        message("hooked", webhook_id="5", **IN_THREAD),
        message("joined", type=7, **IN_THREAD),
        message("pinned", type=6, **IN_THREAD),
        {"type": 0},
        {"type": 0, "content": 7, "channel_id": None, "author": []},
    ],
)
def test_what_is_no_question(event: dict[str, Any]) -> None:
    """Talk outside threads, bots, webhooks, joinings and nonsense ask nothing."""
    assert read(event) is None


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("```py\nsee``` [the report](https://x.example/a) in <#123>", "py see the report in"),
        ("**bold** _it_ __un__ ~~no~~ ||spoiler|| `code`", "bold it un no spoiler code"),
        ("snake_case_name costs 3*4 \\*stars\\*", "snake_case_name costs 3*4 *stars*"),
        ("> quoted\n# Heading\n-# small\nplain", "quoted Heading small plain"),
        ("<t:1741900000:R> </brief:123> <a:wave:1> <@&9> <https://x.example/b>", "2025-03-13 brief https://x.example/b"),
        ("<t:9999999999999:F> now\u202e\x00", "now"),
    ],
)
def test_what_a_reader_sees_is_what_is_asked(said: str, meant: str) -> None:
    """Links, moments, styles and references are read as a reader sees them, and nothing invisible stays."""
    assert parse.plain(said) == meant


def test_no_more_is_read_than_the_limit() -> None:
    """However much is said."""
    assert len(parse.plain("x" * 10_000)) == LONGEST


def test_the_command_on_a_message_checks_it() -> None:
    """The message's words are checked, those of an app's embed too; another command is none of ours."""
    said = {"id": "55", "content": "The **bridge** is shut.", "mentions": []}
    data = {"id": "7", "name": parse.CHECK, "type": 3, "target_id": "55", "resolved": {"messages": {"55": said}}}
    asked = parse.shortcut(interaction(2, data, **IN_THREAD))
    assert asked is not None
    assert (asked.kind, asked.words, asked.where.message, asked.where.thread) == ("check", "The bridge is shut.", "55", THREAD)
    embedded = {"id": "55", "content": "", "embeds": [{"title": "Closed", "description": "The bridge is shut."}]}
    asked = parse.shortcut(interaction(2, {**data, "resolved": {"messages": {"55": embedded}}}, **IN_CHANNEL))
    assert asked is not None
    assert asked.words == "Closed The bridge is shut."
    assert parse.shortcut(interaction(2, {**data, "name": "Translate"}, **IN_CHANNEL)) is None


def test_an_option_that_is_being_typed() -> None:
    """The focused option is the one to complete, in its place."""
    options = [{"type": 3, "name": "topic", "value": " kur", "focused": True}, {"type": 3, "name": "since", "value": "7d"}]
    typing = parse.autocomplete(interaction(4, {"id": "7", "name": "brief", "type": 1, "options": options}, **IN_THREAD))
    assert typing is not None
    assert (typing.option, typing.typed, typing.where.channel) == ("topic", "kur", CHANNEL)
    assert parse.autocomplete(interaction(4, {"id": "7", "name": "weather", "options": options}, **IN_CHANNEL)) is None


@pytest.mark.parametrize(("chosen", "value"), [(["2"], "2"), (["each"], ""), ([], ""), ("2", ""), ([2], ""), (None, "")])
def test_what_is_chosen_in_a_menu(chosen: Any, value: str) -> None:
    """A choice in the menu of sources is a press with the number of one, or with none for all."""
    pressed = parse.press(
        interaction(3, {"custom_id": parse.button("passage", "abc"), "component_type": 3, "values": chosen}, **IN_CHANNEL)
    )
    assert pressed is not None
    assert (pressed.action, pressed.reply, pressed.value) == ("passage", "abc", value)


@pytest.mark.parametrize(("action", "value"), [("passage", ""), ("timeline", ""), ("feedback", "good"), (parse.THREAD, "")])
def test_a_button_comes_back_as_it_was_made(action: str, value: str) -> None:
    """A button carries the id of its reply and all else that it means, so that it outlives the process."""
    custom_id = parse.button(action, "a" * 32, value)
    assert len(custom_id) <= 100
    pressed = parse.press(interaction(3, {"custom_id": custom_id, "component_type": 2}, message={"id": "66"}, **IN_CHANNEL))
    assert pressed is not None
    assert (pressed.action, pressed.reply, pressed.value, pressed.where.message) == (action, "a" * 32, value, "66")
    assert parse.press(interaction(3, {"custom_id": "other:1", "component_type": 2}, **IN_CHANNEL)) is None


def test_our_builders_payloads_are_read() -> None:
    """What the local Discord sends is read as what these tests write by hand."""
    assert parse.plain(payloads.user()["username"]) == "asker"


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
KEYS = [
    "type",
    "data",
    "name",
    "options",
    "custom_id",
    "channel",
    "channel_id",
    "guild_id",
    "member",
    "user",
    "author",
    "mentions",
    "content",
    "message",
    "resolved",
    "target_id",
    "context",
    "referenced_message",
    "token",
    "id",
]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=scaled(60, 1_000))
@given(st.dictionaries(st.sampled_from(KEYS), anything), st.dictionaries(st.sampled_from(KEYS), anything), anything)
def test_no_payload_breaks_the_reader(body: dict[str, Any], data: dict[str, Any], odd: Any) -> None:
    """Whatever stands in a payload, it is read or it is none of ours."""
    for event in (body, {**message("x"), **body}, {**message("x", **IN_THREAD), "channel": odd, "mentions": odd}):
        read(event)
        read(event, content=False)
    for kind in (2, 3, 4, odd):
        for name in ("brief", parse.CHECK, odd):
            for place in (body, {**IN_THREAD, **body}):
                event = {**interaction(2, {}), **place, "type": kind, "data": {**data, "name": name, "options": odd}}
                for reader in (parse.command, parse.shortcut, parse.press, parse.autocomplete):
                    reader(event)
                    reader({**event, "data": {**data, "type": 3, "name": parse.CHECK, "target_id": "5", "resolved": odd}})


@given(st.text(alphabet="<>@#*_~`|[]()-+.:/\\1ab \n\x00", max_size=300))
@settings(deadline=None, max_examples=scaled(100, 2_000))
def test_any_text_is_read(text: str) -> None:
    """Reading takes out marks and never fails, and what is left has no breaks."""
    words = parse.plain(text)
    assert words == " ".join(words.split())
