"""The local Slack itself: it refuses what Slack refuses, and its switches do what they say."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import ClientConnectionError, ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.local import BOT, CLIENT, TEAM, LocalSlack, Workspace
from tests.slack.people import EVENTS
from tests.slack.rules import TYPES, mismatches

Act = Callable[[LocalSlack, AsyncWebClient], Awaitable[None]]
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "Said."}}
QUIET: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}


def slack(act: Act, token: str = "xoxb-local") -> None:
    """Do something with a local Slack and a client of Slack's own library."""

    async def opened() -> None:
        async with LocalSlack() as local, ClientSession() as http:
            await act(local, AsyncWebClient(token=token, base_url=local.api, session=http, retry_handlers=[]))

    asyncio.run(opened())


async def error(client: AsyncWebClient, method: str, **body: Any) -> str:
    """What Slack answers with; empty where it is content."""
    form: dict[str, Any] = {"data": body} if method.startswith("conversations.") else {"json": body}
    try:
        await client.api_call(method, **form)
    except SlackApiError as exc:
        return str(exc.response.get("error"))
    return ""


@pytest.mark.parametrize(
    ("method", "body", "expected"),
    [
        ("chat.postMessage", {"text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C1"}, "no_text"),
        ("chat.postMessage", {"channel": "C1", "text": "x" * 40_001}, "msg_too_long"),
        ("chat.postMessage", {"channel": "C1", "text": "x", "blocks": [SECTION] * 51}, "invalid_blocks"),
        (
            "chat.postMessage",
            {"channel": "C1", "blocks": [{**SECTION, "text": {"type": "mrkdwn", "text": "x" * 2_900}}] * 5},
            "msg_blocks_too_long",
        ),
        (
            "chat.postMessage",
            {"channel": "C1", "blocks": [{**SECTION, "text": {"type": "mrkdwn", "text": "x" * 3_001}}]},
            "invalid_blocks",
        ),
        ("chat.postMessage", {"channel": "C1", "blocks": [{"type": "context", "elements": []}]}, "invalid_blocks"),
        (
            "chat.postMessage",
            {
                "channel": "C1",
                "blocks": [
                    {
                        "type": "actions",
                        "elements": [
                            {
                                "type": "button",
                                "action_id": "a",
                                "text": {"type": "plain_text", "text": "x"},
                                "value": "v" * 2_001,
                            }
                        ],
                    }
                ],
            },
            "invalid_blocks",
        ),
        ("chat.postMessage", {"channel": "C1", "text": "x", "thread_ts": "yesterday"}, "invalid_thread_ts"),
        ("chat.postMessage", {"channel": "C1", "text": "x", "thread_ts": "1741953600.999999"}, "invalid_thread_ts"),
        ("chat.postMessage", {"channel": "C1", "text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ("chat.postMessage", {"channel": "C1", "text": "x", "metadata": {"event_type": "e"}}, "invalid_metadata_schema"),
        (
            "chat.postMessage",
            {"channel": "C1", "text": "x", "metadata": {"event_type": "a b", "event_payload": {}}},
            "invalid_metadata_schema",
        ),
        (
            "chat.postMessage",
            {"channel": "C1", "text": "x", "metadata": {"event_type": "e", "event_payload": {"k": "v" * 17_000}}},
            "metadata_too_large",
        ),
        ("chat.update", {"channel": "C1", "ts": "1.1", "text": "x" * 4_001}, "msg_too_long"),
        ("chat.update", {"channel": "C1", "ts": "1.1", "text": "x"}, "message_not_found"),
        ("chat.startStream", {"channel": "D1"}, "invalid_arguments"),
        ("chat.startStream", {"channel": "C1", "thread_ts": "1741953600.000001"}, "missing_recipient_team_id"),
        ("chat.appendStream", {"channel": "D1", "ts": "1.1"}, "no_text"),
        ("chat.appendStream", {"channel": "D1", "ts": "1.1", "markdown_text": "x" * 12_001}, "msg_too_long"),
        ("assistant.threads.setSuggestedPrompts", {"channel_id": "D1", "prompts": []}, "invalid_arguments"),
        ("conversations.replies", {"channel": "C1", "ts": "1741953600.999999"}, "thread_not_found"),
        ("calls.add", {}, "unknown_method"),
    ],
)
def test_what_slack_refuses_is_refused(method: str, body: dict[str, Any], expected: str) -> None:
    """With Slack's own word for it."""

    async def act(local: LocalSlack, client: AsyncWebClient) -> None:
        local.heard(TEAM, "C1", "1741953600.000001")
        assert await error(client, method, **body) == expected
        assert local.messages == []

    slack(act)


def test_what_is_not_of_the_official_types_is_noted() -> None:
    """And so is a message that calls somebody or shows previews, though Slack takes both."""
    if not TYPES.exists():
        pytest.skip("needs ../shared/platform/slack, which is not beside this checkout")

    async def act(local: LocalSlack, client: AsyncWebClient) -> None:
        assert await error(client, "chat.postMessage", channel="C1", text="<!here> look", colour="red") == ""
        found = "\n".join(local.wrong)
        assert "colour" in found
        assert "<!here" in found
        assert "previews" in found
        local.wrong.clear()
        assert await error(client, "chat.postMessage", channel="C1", text="Look.", **QUIET) == ""
        assert local.wrong == []

    slack(act)


def test_what_people_do_is_of_the_official_types() -> None:
    """Every event that has a type; and the types do tell what is wrong."""
    if not TYPES.exists():
        pytest.skip("needs ../shared/platform/slack, which is not beside this checkout")
    local = LocalSlack()
    for kind in EVENTS:
        more = {"tab": "messages"} if kind == "app_home_opened" else {"thread_ts": "1741953600.000001"}
        event = local.said("Who?", kind=kind, channel="D1", **more)["event"]
        assert mismatches(EVENTS[kind], event) == []
        assert mismatches(EVENTS[kind], {**event, "channel": 1})
        assert mismatches(EVENTS[kind], {**event, "colour": "red"})
    with pytest.raises(AssertionError):
        local.said("Who?", colour="red")


@pytest.mark.parametrize(
    ("fault", "taken"), [("drop", 1), ("500", 1), ("429", 0), ("503", 0), ("refuse", 0), ("is_archived", 0)]
)
def test_a_fault_happens_once(fault: str, taken: int) -> None:
    """Accepted or not, as it says; the next call goes well."""

    async def act(local: LocalSlack, client: AsyncWebClient) -> None:
        local.faults.append(fault)
        with pytest.raises((SlackApiError, ClientConnectionError)):
            await client.api_call("chat.postMessage", json={"channel": "C1", "text": "x", **QUIET})
        assert len(local.messages) == taken
        assert await error(client, "chat.postMessage", channel="C1", text="x", **QUIET) == ""

    slack(act)


def test_a_reply_can_be_held_back() -> None:
    """What was accepted is there before its reply is."""

    async def act(local: LocalSlack, client: AsyncWebClient) -> None:
        local.faults.append("delay")
        post = asyncio.create_task(error(client, "chat.postMessage", channel="C1", text="x", **QUIET))
        await local.until(lambda: local.messages)
        assert not post.done()
        local.release()
        assert await post == ""

    slack(act)


def test_a_message_is_in_the_history_later() -> None:
    """After as many looks as the lag says; in a thread as outside."""

    async def act(local: LocalSlack, client: AsyncWebClient) -> None:
        local.lag = 2
        posted = await client.api_call("chat.postMessage", json={"channel": "C1", "text": "x", **QUIET})
        counts = [len((await client.api_call("conversations.history", data={"channel": "C1"}))["messages"]) for _ in range(4)]
        assert counts == [0, 0, 1, 1]
        local.lag = 0
        under = {"channel": "C1", "text": "y", "thread_ts": posted["ts"], **QUIET}
        await client.api_call("chat.postMessage", json=under)
        replies = await client.api_call("conversations.replies", data={"channel": "C1", "ts": posted["ts"]})
        assert [message["text"] for message in replies["messages"]] == ["x", "y"]
        assert await error(client, "chat.postMessage", channel="C2", text="z", thread_ts=posted["ts"]) == "invalid_thread_ts"

    slack(act)


def test_a_stream_takes_what_it_takes_and_no_more() -> None:
    """It cannot be edited while it runs, nor go on after its end; where it expires, it has ended."""

    async def act(local: LocalSlack, client: AsyncWebClient) -> None:
        head = local.said("Who?", channel="D1")["event"]["ts"]
        started = await client.api_call("chat.startStream", json={"channel": "D1", "thread_ts": head})
        there = {"channel": "D1", "ts": started["ts"]}
        assert await error(client, "chat.appendStream", **there, markdown_text="One. ") == ""
        assert await error(client, "chat.update", **there, text="x") == "streaming_state_conflict"
        local.expires = 1
        assert await error(client, "chat.appendStream", **there, markdown_text="Two. ") == "message_not_in_streaming_state"
        assert await error(client, "chat.stopStream", **there) == "message_not_in_streaming_state"
        assert await error(client, "chat.update", **there, text="x", blocks=[SECTION]) == ""
        assert local.messages[0]["text"] == "x"
        assert await error(client, "chat.delete", **there) == ""
        assert await error(client, "chat.delete", **there) == "message_not_found"

    slack(act)


@pytest.mark.parametrize(
    ("token", "method", "expected"),
    [
        ("", "auth.test", "not_authed"),
        ("xoxb-other", "auth.test", "invalid_auth"),
        ("xoxb-local", "apps.connections.open", "not_allowed_token_type"),
        ("xoxb-narrow", "chat.postMessage", "missing_scope"),
        ("xoxb-narrow", "conversations.history", "missing_scope"),
    ],
)
def test_a_token_allows_what_was_granted(token: str, method: str, expected: str) -> None:
    """And nothing else."""

    async def act(local: LocalSlack, client: AsyncWebClient) -> None:
        local.tokens["xoxb-narrow"] = Workspace(scopes={"commands"})
        assert await error(client, method, channel="C1", text="x") == expected

    slack(act, token)


def test_a_channel_we_are_not_in_and_a_method_that_is_not_there() -> None:
    """Each has its own answer, and goes no further."""

    async def act(local: LocalSlack, client: AsyncWebClient) -> None:
        local.outside, local.missing, local.absent = {"C2"}, {"chat.delete"}, {"chat.update"}
        assert await error(client, "chat.postMessage", channel="C2", text="x") == "not_in_channel"
        assert await error(client, "chat.delete", channel="C1", ts="1.1") == "unknown_method"
        with pytest.raises(SlackApiError, match="404"):
            await client.api_call("chat.update", json={"channel": "C1", "ts": "1.1", "text": "x"})

    slack(act)


def test_workspaces_install_rotate_and_leave() -> None:
    """A code is good once; a token that rotates comes with the next; one that is revoked is none."""

    async def act(local: LocalSlack, client: AsyncWebClient) -> None:
        other = Workspace(team="T2", name="Other", bot="U2BOT", rotates=True)
        app = {"client_id": CLIENT[0], "client_secret": CLIENT[1]}
        code = local.agreed(other)
        first = await client.api_call("oauth.v2.access", data=app | {"code": code})
        assert first["team"] == {"id": "T2", "name": "Other"}
        with pytest.raises(SlackApiError, match="invalid_code"):
            await client.api_call("oauth.v2.access", data=app | {"code": code})
        guessed = app | {"client_secret": "guessed", "code": local.agreed(other)}
        with pytest.raises(SlackApiError, match="bad_client_secret"):
            await client.api_call("oauth.v2.access", data=guessed)
        again = {"grant_type": "refresh_token", "refresh_token": str(first["refresh_token"])}
        renewed = await client.api_call("oauth.v2.access", data=app | again)
        assert renewed["access_token"] != first["access_token"]
        theirs = AsyncWebClient(token=renewed["access_token"], base_url=local.api, session=client.session, retry_handlers=[])
        assert (await theirs.auth_test())["team_id"] == "T2"
        local.revoke("T2")
        assert await error(theirs, "auth.test") == "invalid_auth"
        assert await error(client, "auth.test") == ""
        assert local.left("tokens_revoked", team="T2", bot="U2BOT")["event"]["tokens"]["bot"] == ["U2BOT"]

    slack(act)


def test_what_it_sends_is_signed_as_slack_signs() -> None:
    """Slack's own verifier takes it, and takes no other secret, no other body and no older time."""
    from slack_sdk.signature import SignatureVerifier

    from tests.slack.local import SECRET, signed

    body = LocalSlack().said("Who?")
    headers = signed(str(body), SECRET)
    verifier = SignatureVerifier(SECRET)
    assert verifier.is_valid_request(str(body), headers)
    assert not verifier.is_valid_request(f"{body} ", headers)
    assert not SignatureVerifier("other").is_valid_request(str(body), headers)
    assert not verifier.is_valid_request(str(body), signed(str(body), SECRET, age=600))
    assert re.fullmatch(r"\d+", headers["X-Slack-Request-Timestamp"])
    assert BOT in str(body["authorizations"])
