"""The measure of retrieval on a newsroom's own questions."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.corpus.memory import MemoryCorpus, MemoryIndex
from bot.errors import UnreadableInput
from bot.evaluation.retrieval import Found, Ranks, measure
from bot.wiring import finish
from tests.articles import BRIDGE, HARBOUR, ORCHARD

NOW = datetime(2024, 11, 1, tzinfo=UTC)


def lines(*objects: dict[str, object]) -> str:
    """JSON Lines."""
    return "".join(json.dumps(one) + "\n" for one in objects)


ARTICLES = lines(
    {"id": "press/harbour", "text": HARBOUR, "published": "2024-10-02"},
    {"id": "press/bridge", "text": BRIDGE, "published": "2024-10-10"},
    {"url": "https://example.org/orchard", "text": ORCHARD},
)
QUESTIONS = lines(
    {"question": "What is wrong with the girders of the bridge?", "date": "2024-10-11", "gold": ["press/bridge"]},
    {"question": "How many cars use the Tamsin crossing?", "date": "2024-10-09", "gold": ["press/bridge"]},
    {"question": "What killed the blossom?", "gold": ["https://example.org/orchard"]},
)


@pytest.mark.parametrize("zipped", [True, False])
def test_a_folder_is_measured(tmp_path: Path, zipped: bool) -> None:
    """Articles are known by their id or address, and one from after a question's date is not found for it."""
    for name, text in (("articles.jsonl", ARTICLES), ("questions.jsonl", QUESTIONS)):
        if zipped:
            (tmp_path / f"{name}.gz").write_bytes(gzip.compress(text.encode()))
        else:
            (tmp_path / name).write_text(text, "utf-8")
    ranks = finish(measure(tmp_path, MemoryCorpus(), MemoryIndex(), NOW))
    assert ranks.articles == 3
    assert [found.rank for found in ranks.found] == [1, None, 1]
    assert ranks.hits_at_4 == pytest.approx(2 / 3)
    assert ranks.mrr_at_10 == pytest.approx(2 / 3)


def test_ranks_are_counted_as_the_yardstick_counts_them() -> None:
    """A hit at the fifth place is none among four, and worth a fifth of one at the first."""
    found = tuple(Found(id=str(rank), question="?", rank=rank, seconds=0.002) for rank in (1, 5, None, 2))
    ranks = Ranks(found=found, articles=9)
    assert ranks.hits_at_4 == 0.5
    assert ranks.mrr_at_10 == pytest.approx((1 + 1 / 5 + 1 / 2) / 4)
    assert ranks.milliseconds == pytest.approx(2)


def test_what_cannot_be_measured_is_told(tmp_path: Path) -> None:
    """A folder without articles, and a line that is no question, are named."""
    with pytest.raises(UnreadableInput, match=r"has no 'articles\.jsonl'"):
        finish(measure(tmp_path, MemoryCorpus(), MemoryIndex(), NOW))
    (tmp_path / "articles.jsonl").write_text(ARTICLES, "utf-8")
    (tmp_path / "questions.jsonl").write_text('{"question": "Who?"}\n', "utf-8")
    with pytest.raises(UnreadableInput, match="line 1 of the questions"):
        finish(measure(tmp_path, MemoryCorpus(), MemoryIndex(), NOW))
