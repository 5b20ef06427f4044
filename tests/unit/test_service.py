"""The service's logs, metrics and operator's door."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from datetime import date

import pytest
import structlog
from aiohttp import ClientSession, web

from bot.cache.key import Wording, key, normalised
from bot.domain import Command, Filters, Turn
from bot.errors import StoreUnavailable
from bot.service import logs
from bot.service.metrics import Metrics
from bot.service.web import application

SECRET = "hunter2-hunter2"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is logged."""
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", list(root.handlers))
    monkeypatch.setattr(root, "level", root.level)
    stream = io.StringIO()
    logs.configure(secrets=[SECRET], stream=stream)
    yield stream
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def test_a_line_is_json_with_the_request(lines: io.StringIO) -> None:
    """Every line is one JSON object with its time, level, logger and the request it belongs to, newlines and all."""
    structlog.contextvars.bind_contextvars(request="r-1")
    structlog.get_logger("desk").info("answered", words="two\nlines", seconds=0.25)
    entry = json.loads(lines.getvalue())
    assert entry["event"] == "answered"
    assert entry["request"] == "r-1"
    assert (entry["level"], entry["logger"], entry["words"], entry["seconds"]) == ("info", "desk", "two\nlines", 0.25)
    assert entry["timestamp"].endswith("Z")


def test_what_libraries_quote_is_written_at_no_level(lines: io.StringIO) -> None:
    """The most talkative level is the desk's own: libraries say there what was asked and answered."""
    logs.configure(level="DEBUG", stream=lines)
    logging.getLogger("slack_sdk.web").debug("Sending a request: what did the mayor say?")
    logging.getLogger("slack_sdk.web").info("connected")
    logging.getLogger("nutgraf.desk.of.this.test").debug("received")
    logs.configure(stream=lines)
    logging.getLogger("nutgraf.desk.of.this.test").debug("received again")
    assert [json.loads(line)["event"] for line in lines.getvalue().splitlines()] == ["connected", "received"]


@pytest.mark.parametrize(
    "secret",
    [SECRET, "xoxb-1234567890-abcdefghij", "xapp-1-A012-abcdef0123", "sk-abcdefghijklmnopqrstuv", "user:pass9word"],
)
def test_no_secret_reaches_a_line(lines: io.StringIO, secret: str) -> None:
    """Neither known secrets nor what looks like one are written, in messages, values, nested values or tracebacks."""
    url = f"redis://{secret}@host/0"
    logger = structlog.get_logger("desk")
    logger.warning(f"connecting to {url}", address=url, deep={"list": [url]}, password=secret)
    try:
        raise OSError(f"refused by {url}")
    except OSError:
        logger.exception("failed")
    logging.getLogger("a.library").warning("using %s", url)
    written = lines.getvalue()
    assert written.count("\n") == 3
    assert secret not in written
    assert written.count(logs.HIDDEN) >= 5


def test_an_exception_is_logged_without_its_words(lines: io.StringIO) -> None:
    """What was raised and where is told; what it says only where it was said to the operator, since it may quote an article."""
    for fault in (ValueError("no citation for 'the minister resigned'"), StoreUnavailable("The database does not answer")):
        try:
            raise fault
        except (ValueError, StoreUnavailable):
            structlog.get_logger("desk").exception("failed")
    first, second = map(json.loads, lines.getvalue().splitlines())
    assert first["exception"] == "ValueError"
    assert "test_service.py" in first["at"][-1]
    assert "minister" not in lines.getvalue()
    assert second["message"] == "The database does not answer"


def test_a_librarys_extras_are_logged(lines: io.StringIO) -> None:
    """What the standard library's loggers are given beside the message stands in the line."""
    logging.getLogger("some.library").warning("refused", extra={"key": "k1"})
    assert json.loads(lines.getvalue())["key"] == "k1"


def test_a_long_value_is_cut(lines: io.StringIO) -> None:
    """What comes from outside cannot flood the log."""
    structlog.get_logger("desk").info("asked", words="x" * 1_000_000)
    assert len(lines.getvalue()) < logs.LONGEST + 500


def test_the_door_tells_how_the_desk_is(unused_port: int) -> None:
    """Alive while the loop turns, ready while every check passes, with the figures in Prometheus' format."""

    async def check() -> None:
        down = False

        async def store() -> None:
            if down:
                raise StoreUnavailable("The database does not answer")

        metrics = Metrics()
        metrics.command("brief", "answered", 0.02)
        metrics.lookup("hit")
        metrics.freshness(5, 1_741_996_800.0)
        runner = web.AppRunner(application(metrics, {"store": store}))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", unused_port).start()
        try:
            async with ClientSession(f"http://127.0.0.1:{unused_port}") as http:
                async with http.get("/healthz") as response:
                    assert response.status == 200
                async with http.get("/readyz") as response:
                    assert (response.status, await response.text()) == (200, "store: ok\n")
                async with http.get("/metrics") as response:
                    page = await response.text()
                down = True
                async with http.get("/readyz") as response:
                    assert (response.status, await response.text()) == (503, "store: The database does not answer\n")
                async with http.get("/healthz") as response:
                    assert response.status == 200
        finally:
            await runner.cleanup()
        assert 'nutgraf_commands_total{kind="brief",outcome="answered"} 1.0' in page
        assert 'nutgraf_command_seconds_bucket{kind="brief",le="0.025"} 1.0' in page
        assert 'nutgraf_cache_lookups_total{result="hit"} 1.0' in page
        assert "nutgraf_newest_source_timestamp_seconds 1.7419968e+09" in page

    asyncio.run(check())


BASE = Command(kind="ask", words="What did she say?")
TODAY = date(2025, 3, 15)


@pytest.mark.parametrize(
    "other",
    [
        {"workspace": "W2"},
        {"evidence": "8"},
        {"today": date(2025, 3, 16)},
        {"command": Command(kind="ask", words="what did She say?")},
        {"wording": Wording(prompt="p2", model="m")},
        {"command": Command(kind="brief", words=BASE.words)},
        {"command": Command(kind="ask", words="What did he say?")},
        {"command": Command(kind="ask", words=BASE.words, filters=Filters(collections=frozenset({"court"})))},
        {"command": Command(kind="ask", words=BASE.words, filters=Filters(outlet="The Post"))},
        {"command": Command(kind="ask", words=BASE.words, thread=(Turn(kind="ask", standalone="Who is Ann Lee?"),))},
    ],
)
def test_whatever_changes_a_reply_changes_its_key(other: dict[str, object]) -> None:
    """Two commands share a reply only where nothing that could change it differs."""
    base: dict[str, object] = {"command": BASE, "workspace": "W1", "evidence": "7", "today": TODAY}
    changed = base | other
    assert key(changed.pop("command"), **changed) != key(BASE, workspace="W1", evidence="7", today=TODAY)  # type: ignore[arg-type]


def test_the_same_question_otherwise_typed_shares_its_key() -> None:
    """Spacing and compatibility forms of characters do not matter, nor does what no database takes."""
    typed = Command(kind="ask", words="  What did she\u00a0 say\0\uff1f ")
    assert key(typed, workspace="W1", evidence="7", today=TODAY) == key(BASE, workspace="W1", evidence="7", today=TODAY)
    assert normalised("half a \ud83d pair") == "half a ? pair"
