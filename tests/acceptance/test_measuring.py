"""The commands that measure and check, on small data of one's own."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest

from adapters.console.render import Look
from bot.cli.app import run
from bot.cli.checkup import checkup
from bot.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

ARTICLES = [
    {
        "id": "ferry",
        "published": "2025-06-02",
        "text": "Ferries resume\n\nFerries resumed on Monday after a strike of nine days over pay, the harbour company said.",
    },
    {
        "id": "library",
        "published": "2025-06-03",
        "text": "Library opens\n\nThe new library opened on Tuesday with forty thousand books and a garden on its roof.",
    },
]


def lines(*objects: dict[str, Any]) -> bytes:
    """JSON Lines."""
    return "".join(json.dumps(each) + "\n" for each in objects).encode()


def test_retrieval_can_be_measured_on_any_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Articles and questions, gzipped or not, come to Hits@4 and MRR@10."""
    (tmp_path / "articles.jsonl.gz").write_bytes(gzip.compress(lines(*ARTICLES)))
    asked = [
        {"id": "1", "question": "How long did the ferry strike last?", "date": "2025-06-04", "gold": ["ferry"]},
        {"id": "2", "question": "How many books does the library have?", "date": "2025-06-04", "gold": ["library"]},
        {"id": "3", "question": "How many books does the library have?", "date": "2025-06-01", "gold": ["library"]},
    ]
    (tmp_path / "questions.jsonl").write_bytes(lines(*asked))
    assert run(["eval", "retrieval", str(tmp_path), "--format", "json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["ranks"] == {"1": 1, "2": 1, "3": None}
    assert figures["mrr_at_10"] == pytest.approx(2 / 3)
    assert run(["eval", "retrieval", str(tmp_path), "--verbose"]) == 0
    assert "3 questions over 2 articles: Hits@4 0.667, MRR@10 0.667" in capsys.readouterr().out


def test_quotes_can_be_measured_on_any_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Articles with their attributions come to the share of right speakers, and to precision and recall."""
    text = "“We sail on Monday,” Tom Barrow said."
    gold = {"source": [[21, 31]], "cue": [[32, 36]], "content": [[0, 20]]}
    (tmp_path / "quotes.jsonl").write_bytes(lines({"name": "a", "text": text, "attributions": [gold]}))
    assert run(["eval", "quotes", str(tmp_path / "quotes.jsonl")]) == 0
    assert "1.000  (1 of 1" in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["questions", "retrieval", "quotes"])
def test_data_that_is_not_there_is_one_line(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong path is named, without a traceback."""
    assert run(["--home", str(tmp_path), "eval", kind, str(tmp_path / "nothing")]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "nothing" in line


def found(home: Path) -> dict[str, list[str]]:
    """What a checkup of this home says, by what it looked at; what is out of order begins with BAD."""
    said: dict[str, list[str]] = {}
    for finding in checkup(Settings(home=home), Look()):
        said.setdefault(finding.what, []).append(finding.text if finding.sound else f"BAD {finding.text}")
    return said


def test_a_checkup_before_the_first_use_finds_nothing_wrong(tmp_path: Path) -> None:
    """A home that is not there yet, or that is empty, is no fault."""
    assert "not there yet" in found(tmp_path / "new")["home"][0]
    assert "no articles yet" in found(tmp_path)["store"][0]


def test_a_checkup_tells_what_is_stored(tmp_path: Path) -> None:
    """Sources are counted, and the index is compared with the store."""
    (tmp_path / "articles.jsonl").write_bytes(lines(*ARTICLES))
    assert run(["--home", str(tmp_path / "home"), "ingest", str(tmp_path / "articles.jsonl")]) == 0
    said = found(tmp_path / "home")
    assert said["store"] == ["2 sources, 2 of them dated"]
    assert said["index"] == ["in step with the store"]


def test_a_checkup_finds_a_damaged_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is no store is reported, and the exit code says that something is wrong."""
    (tmp_path / "nutgraf.db").write_bytes(b"this was a database once" * 100)
    assert found(tmp_path)["store"][0].startswith("BAD ")
    assert run(["--home", str(tmp_path), "doctor"]) == 1
    assert "BAD  store" in capsys.readouterr().out
