"""The measure of quotes, on articles marked by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation.quotes import measure
from tests.shared import shared


def marked(text: str, *attributions: tuple[str, str, str]) -> dict[str, Any]:
    """A record whose attributions are given as source, cue and content, each once in the text."""

    def span(words: str) -> list[list[int]]:
        start = text.index(words)
        return [[start, start + len(words)]]

    return {
        "text": text,
        "attributions": [{"source": span(who), "cue": span(cue), "content": span(what)} for who, cue, what in attributions],
    }


def figures(tmp_path: Path, *records: dict[str, Any]) -> Any:
    """What the measure says of these records."""
    path = tmp_path / "marked.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    return measure(path)


def test_a_right_reading_scores_one(tmp_path: Path) -> None:
    """Quotation and reported clause found with their speakers: everything is one."""
    text = "“The bridge is safe,” Anna Berg said. Peter Lund said that the tests were old."
    found = figures(
        tmp_path,
        marked(text, ("Anna Berg", "said", "“The bridge is safe,”"), ("Peter Lund", "said", "that the tests were old")),
    )
    assert (found.speaker, found.attributed.f1, found.exact.f1) == (1.0, 1.0, 1.0)


def test_a_wrong_speaker_counts_against_it(tmp_path: Path) -> None:
    """Content alone is not enough."""
    text = "“The bridge is safe,” Anna Berg said beside Peter Lund."
    found = figures(tmp_path, marked(text, ("Peter Lund", "said", "“The bridge is safe,”")))
    assert (found.speaker, found.attributed.matched, found.attributed.predicted) == (0.0, 0, 1)


def test_a_quotation_inside_a_clause_is_a_prediction_too(tmp_path: Path) -> None:
    """Both entries count against one gold attribution, and only the outermost in "outer"."""
    text = "Anna Berg said that the plan was “a costly mistake” for the town."
    found = figures(tmp_path, marked(text, ("Anna Berg", "said", "that the plan was “a costly mistake” for the town")))
    assert (found.attributed.matched, found.attributed.predicted) == (1, 2)
    assert (found.outer.matched, found.outer.predicted) == (1, 1)


@pytest.mark.parametrize("half", ["dev"])
def test_polnear_figures_hold(half: str) -> None:
    """The figures that the desk promises on PolNeAR's development half."""
    found = measure(shared("eval", "quotes", f"polnear_{half}.jsonl.gz"))
    assert found.speaker >= 0.85
    assert found.attributed.f1 >= 0.45
