"""The model's client against a server that fails in every way a real one does."""

from __future__ import annotations

import asyncio
import json
from random import Random
from typing import Any

import pytest

from bot.errors import BadSetting, ModelFailed
from bot.llm import client
from bot.llm.client import ChatModel, Endpoint, Message
from bot.llm.pieces import schema, unbounded
from bot.llm.sse import Usage
from bot.llm.writer import Writer
from bot.tokens import Estimate
from tests.model import DONE, USAGE, Handler, event, says, serving, status, stream
from tests.servers import free_port

SCHEMA = {"type": "object", "properties": {}, "additionalProperties": False}
ASKED = [Message(role="user", content="Who?")]


def model(url: str, **changes: Any) -> ChatModel:
    """A client with short times."""
    times = {"connect_seconds": 0.5, "read_seconds": 0.5, "total_seconds": 3.0}
    return ChatModel(Endpoint(url=url, model="m", key="a-key", **(times | changes)), now=lambda: 0.0, random=Random(1))


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses between tries that do not keep a test waiting."""
    monkeypatch.setattr(client, "FIRST_PAUSE", 0.01)


async def said(
    *handlers: Handler, shape: dict[str, Any] | None = None, **changes: Any
) -> tuple[str, Usage, list[Any], list[Any]]:
    """What the client makes of a server: the text, the usage, and the requests it sent."""
    async with serving(*handlers) as server:
        asked = model(server.url, **changes)
        try:
            text, usage = await asked.complete(ASKED, schema=shape)
        finally:
            await asked.close()
        return text, usage, server.requests, server.headers


def test_a_streamed_reply_comes_whole() -> None:
    """The pieces come in order with the usage, and the request carries model, key and schema."""
    text, usage, requests, headers = asyncio.run(said(says("Zwölf Männer — «дванадцять»"), shape=SCHEMA))
    assert text == "Zwölf Männer — «дванадцять»"
    assert usage == Usage(prompt=12, completion=3)
    assert requests[0]["response_format"]["json_schema"]["schema"] == SCHEMA
    assert requests[0]["model"] == "m"
    assert headers[0]["Authorization"] == "Bearer a-key"


def test_characters_may_be_split_anywhere() -> None:
    """A stream cut into single bytes reads the same."""
    whole = event("Київ — 漢字 🙂") + event(finish="stop") + DONE
    text, *_ = asyncio.run(said(stream(*(whole[n : n + 1] for n in range(len(whole))))))
    assert text == "Київ — 漢字 🙂"


def test_a_server_that_does_not_stream_is_understood() -> None:
    """A whole reply sent as one JSON object reads the same."""

    async def handle(_: Any, __: Any) -> Any:
        from aiohttp import web

        return web.json_response(
            {"choices": [{"message": {"role": "assistant", "content": "whole"}, "finish_reason": "stop"}], "usage": USAGE}
        )

    text, usage, *_ = asyncio.run(said(handle))
    assert (text, usage.prompt) == ("whole", 12)


def test_options_that_a_server_refuses_are_left_out() -> None:
    """A server that knows neither schemas nor usage figures is asked without them, and not bothered again."""

    async def picky(request: Any, body: dict[str, Any]) -> Any:
        refused = "response_format" in body or "stream_options" in body
        return await (status(400) if refused else says("fine"))(request, body)

    async def check() -> None:
        async with serving(picky) as server:
            asked = model(server.url)
            for _ in range(2):
                assert (await asked.complete(ASKED, schema=SCHEMA))[0] == "fine"
            await asked.close()
            assert len(server.requests) == 4

    asyncio.run(check())


def test_a_prompt_too_long_does_not_cost_the_schema() -> None:
    """A request refused for itself is refused, and the next one still asks for the schema."""

    async def check() -> None:
        async with serving(status(400), status(400), status(400), says("fine")) as server:
            asked = model(server.url)
            with pytest.raises(ModelFailed, match="400"):
                await asked.complete(ASKED, schema=SCHEMA)
            await asked.complete(ASKED, schema=SCHEMA)
            await asked.close()
            assert "response_format" in server.requests[-1]

    asyncio.run(check())


@pytest.mark.parametrize("failing", [status(429, {"Retry-After": "0.02"}), status(500), status(503)])
def test_a_passing_failure_is_tried_again(failing: Handler) -> None:
    """After a 429 or a 5xx the same request is sent again."""
    text, _, requests, _ = asyncio.run(said(failing, failing, says("at last")))
    assert (text, len(requests)) == ("at last", 3)


FAILURES: list[tuple[str, Handler]] = [
    ("rate limited", status(429)),
    ("rate limited", status(429, {"Retry-After": "3600"})),
    ("server", status(500)),
    ("refused", status(401)),
    ("refused", status(302, {"Location": "http://127.0.0.1:1/"})),
    ("timeout", stream(event("begun"), hang=True)),
    ("timeout", stream(*([b":"] * 100), pause=0.1)),
    ("truncated", stream(event("half a sen"))),
    ("truncated", stream(event("half"), DONE)),
    ("truncated", stream(event("half") + b'data: {"choices": [{"delta": {"con')),
    ("length", stream(event("too long"), event(finish="length"), DONE)),
    ("stopped", stream(event("no"), event(finish="content_filter"), DONE)),
    ("empty", stream(event(" \n"), event(finish="stop"), DONE)),
    ("empty", stream(event(finish="stop"), DONE)),
    ("malformed", stream(b"<html><body>Bad gateway</body></html>\n")),
    ("malformed", stream(b"data: \xff\xfe\n\n")),
    ("malformed", stream(b"data: [1, 2]\n\n")),
    ("malformed", stream(b'data: {"choices": [{"delta": {"content": 7}}]}\n\n')),
    ("malformed", stream(b'data: {"choices": "none"}\n\n')),
    ("malformed", stream(b"x" * (300 * 1024))),
    ("server", stream(event("so far"), b'data: {"error": {"message": "out of memory"}}\n\n')),
    ("too big", stream(*([event("x" * 60_000)] * 170), event(finish="stop"), DONE)),
]


@pytest.mark.parametrize(("reason", "handler"), FAILURES)
def test_every_failure_is_one(reason: str, handler: Handler) -> None:
    """Whatever a server does wrong ends in one error with its reason, in the time given, and closes the stream."""

    async def check() -> None:
        async with serving(handler) as server:
            asked = model(server.url)
            with pytest.raises(ModelFailed) as caught:
                await asked.complete(ASKED, schema=SCHEMA)
            assert caught.value.reason == reason
            assert "a-key" not in str(caught.value)
            async with asyncio.timeout(2):
                while server.open:
                    await asyncio.sleep(0)
            await asked.close()

    asyncio.run(check())


def test_no_server_is_a_failure() -> None:
    """A refused connection is an error with its reason."""

    async def check() -> None:
        asked = model(f"http://127.0.0.1:{free_port()}/v1")
        with pytest.raises(ModelFailed) as caught:
            await asked.complete(ASKED)
        assert caught.value.reason == "connection"
        await asked.close()

    asyncio.run(check())


def test_after_many_failures_the_model_is_left_alone() -> None:
    """The breaker opens, lets one call through after its rest, and closes when that succeeds."""

    async def check() -> None:
        time = 0.0
        async with serving(status(401)) as server:
            asked = ChatModel(Endpoint(url=server.url, model="m"), now=lambda: time, random=Random(1))
            for _ in range(client.BREAK_AFTER):
                with pytest.raises(ModelFailed, match="401"):
                    await asked.complete(ASKED)
            sent = len(server.requests)
            with pytest.raises(ModelFailed) as caught:
                await asked.complete(ASKED)
            assert caught.value.reason == "resting"
            assert len(server.requests) == sent
            time += client.REST + 1
            server.handlers = [says("back")]
            assert (await asked.complete(ASKED))[0] == "back"
            assert (await asked.complete(ASKED))[0] == "back"
            await asked.close()

    asyncio.run(check())


def test_a_model_that_is_still_down_is_left_alone_again() -> None:
    """The one call after the rest that fails too opens the breaker at once, and only one call is tried meanwhile."""

    async def check() -> None:
        time = 0.0
        async with serving(status(401)) as server:
            asked = ChatModel(Endpoint(url=server.url, model="m"), now=lambda: time, random=Random(1))

            async def reason() -> str:
                with pytest.raises(ModelFailed) as caught:
                    await asked.complete(ASKED)
                return caught.value.reason

            for _ in range(client.BREAK_AFTER):
                await reason()
            for _ in range(2):
                time += client.REST + 1
                sent = len(server.requests)
                reasons = await asyncio.gather(*(reason() for _ in range(4)))
                assert sorted(reasons) == ["refused", "resting", "resting", "resting"]
                assert await reason() == "resting"
                assert len(server.requests) == sent + 1
            await asked.close()

    asyncio.run(check())


def test_bounds_that_a_server_refuses_are_left_out_before_the_schema() -> None:
    """A server whose strict mode knows no lengths still gets the shape."""

    async def strict(request: Any, body: dict[str, Any]) -> Any:
        return await (status(400) if "maxLength" in json.dumps(body) else says("fine"))(request, body)

    async def check() -> None:
        async with serving(strict) as server:
            asked = model(server.url)
            for _ in range(2):
                await asked.complete(ASKED, schema=schema(("P1", "P2"), 4))
            await asked.close()
            assert len(server.requests) == 3
            sent = server.requests[-1]["response_format"]["json_schema"]["schema"]
            assert sent == unbounded(schema(("P1", "P2"), 4))
            assert "enum" in json.dumps(sent)

    asyncio.run(check())


def test_a_slow_model_is_given_less_to_read() -> None:
    """After a reply that took too long the next prompt has room for half as much, and for more again after one in time."""

    async def check() -> None:
        async with serving(stream(hang=True)) as server:
            endpoint = Endpoint(url=server.url, model="m", read_seconds=0.05, total_seconds=0.1)
            writer = Writer(endpoint, Estimate(), now=lambda: 0.0, random=Random(1))
            full = writer.budget

            async def ask() -> None:
                async with writer.propose("s", "u", labels=("P1",), most=4) as proposals:
                    assert [proposal async for proposal in proposals] == []

            for _ in range(2):
                with pytest.raises(ModelFailed):
                    await ask()
            assert writer.budget == full // 4
            server.handlers = [says('{"sentences": []}')]
            await ask()
            assert full // 4 < writer.budget < full
            for _ in range(20):
                await ask()
            assert writer.budget == full
            await writer.close()

    asyncio.run(check())


def test_leaving_early_closes_the_stream() -> None:
    """A caller who stops reading, or is cancelled, leaves no request running at the server."""

    async def check() -> None:
        async with serving(stream(event("first"), hang=True)) as server:
            asked = model(server.url)
            async with asked.ask(ASKED) as call:
                async for piece in call:
                    assert piece == "first"
                    break
            reading = asyncio.create_task(asked.complete(ASKED))
            while not server.open:
                await asyncio.sleep(0)
            reading.cancel()
            with pytest.raises(asyncio.CancelledError):
                await reading
            async with asyncio.timeout(2):
                while server.open:
                    await asyncio.sleep(0)
            await asked.close()

    asyncio.run(check())


def test_no_more_calls_at_once_than_allowed() -> None:
    """Calls beyond the cap wait for their turn."""

    async def check() -> None:
        most = 0

        async def count(request: Any, body: dict[str, Any]) -> Any:
            nonlocal most
            most = max(most, server.open)
            await asyncio.sleep(0.01)
            return await says(json.dumps("x"))(request, body)

        async with serving(count) as server:
            asked = model(server.url, at_once=2)
            await asyncio.gather(*(asked.complete(ASKED) for _ in range(8)))
            await asked.close()
        assert most == 2

    asyncio.run(check())


@pytest.mark.parametrize("url", ["", "host/v1", "ftp://host/v1", "http://"])
def test_an_address_that_is_none_is_a_setting_to_mend(url: str) -> None:
    """What is no http address is refused with how to write one."""
    with pytest.raises(BadSetting, match="address"):
        model(url)


def test_what_a_call_costs() -> None:
    """Prices are per million tokens."""
    endpoint = Endpoint(url="http://x/v1", model="m", price_in=2.0, price_out=8.0)
    assert endpoint.cost(Usage(prompt=500_000, completion=250_000)) == pytest.approx(3.0)
