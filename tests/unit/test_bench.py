"""The bench, and the corpus it makes up."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import bench
from bot.bench_asking import asked, resident
from bot.bench_corpus import Press
from bot.cli.app import run
from bot.corpus.annotate import annotate
from bot.corpus.terms import terms


def test_the_same_seed_makes_up_the_same_articles() -> None:
    """So that two runs can be compared; another seed makes up others."""
    assert list(Press().readings(3)) == list(Press().readings(3))
    assert Press().topics(5) == Press().topics(5)
    assert next(Press(seed=2).readings(1)).text != next(Press().readings(1)).text


def test_what_is_made_up_reads_as_it_was_made() -> None:
    """The ready-made readings have the speakers and quotations that the reader itself finds in the same text."""
    made = next(Press().readings(1))
    document = next(Press().documents(1))
    read = annotate(document)
    assert read.text == made.text
    assert {made.at(quote) for quote in made.quotes} <= {read.at(quote) for quote in read.quotes}
    assert {quote.speaker for quote in made.quotes} <= {read.at(name) for name in read.names}


def test_articles_are_as_long_and_as_varied_as_news() -> None:
    """About 10,000 characters each, with words that are everywhere and words that are nowhere else."""
    articles = [set(terms(reading.text)) for reading in Press().readings(30)]
    lengths = [len(reading.text) for reading in Press().readings(30)]
    assert 8_000 < sum(lengths) / 30 < 12_000
    everywhere = set.intersection(*articles)
    once = [term for term in articles[0] if not any(term in other for other in articles[1:])]
    assert everywhere
    assert len(once) > 50


def test_each_figure_is_told_as_it_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line for each, in one run, with the goals beside the largest corpus."""
    for name, value in (("READ", 2), ("PEERS", 6), ("STARTS", 1), ("FRESH", 1)):
        monkeypatch.setattr(bench, name, value)
    told: list[str] = []
    rows = bench.bench(told.append, [100, 200], tmp_path)
    assert len(told) == len(rows) + 2
    assert {"<= 400 ms", ">= 150", "p95 <= 20 ms", "p95 <= 150 ms", "<= 500 MB", "<= 200 ms"} <= {row.goal for row in rows}
    assert [row.goal for row in rows if row.what == "100 passages: search p50 / p95"] == [""]
    assert not list(tmp_path.iterdir())


def test_what_is_asked_is_timed_one_by_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each search, brief and answer has its seconds, and a line says when the first answer was there."""
    bench._ingest(tmp_path, Press(), 4)
    result = asked(tmp_path, {"search": 2, "suggest": 4, "brief": 1, "ask": 3})
    assert [len(result[kind]) for kind in ("search", "brief", "ask")] == [2, 1, 3]
    assert capsys.readouterr().out == "first\n"
    assert 10 < result["resident"] == pytest.approx(resident(), rel=0.5)


def test_the_middle_and_the_slow_end_are_told() -> None:
    """In milliseconds."""
    assert bench._both([n / 1000 for n in range(1, 102)]) == "51.0 / 96.0 ms"
    assert bench._both([]) == "none"


def test_a_size_may_be_written_short(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """As the help writes its own: 10k, 1M; what is no size is said to be none."""
    taken: list[tuple[int, ...]] = []
    monkeypatch.setattr(bench, "bench", lambda _tell, sizes, **_: taken.append(sizes))
    assert run(["bench", "--passages", "1M", "--passages", "10k", "--passages", "1000"]) == 0
    assert taken == [(1_000, 10_000, 1_000_000)]
    for wrong in ("999", "k", "-5k", "many", ""):
        assert run(["bench", "--passages", wrong]) == 2
        assert "is no size" in capsys.readouterr().err
