"""The sample corpus that the package ships."""

from __future__ import annotations

from datetime import date

import pytest

from bot.corpus.formats import Document, documents
from bot.corpus.layout import Layout, lay_out
from seeds import articles


@pytest.fixture(scope="module")
def sample() -> list[tuple[Document, Layout]]:
    """Every document of the sample corpus with its layout."""
    found = []
    for name, data in articles():
        for entry in documents(name, data, where=f"seeds/{name}"):
            assert isinstance(entry, Document), entry
            found.append((entry, lay_out(entry)))
    return found


def test_it_is_a_dozen_reports_in_several_layouts(sample: list[tuple[Document, Layout]]) -> None:
    """Text, Markdown and JSON Lines, some of them undated, one corrected."""
    assert len(sample) == 12
    assert {str(document.path).rpartition(".")[2] for document, _ in sample} == {"txt", "md", "jsonl"}
    assert sum(layout.published is None for _, layout in sample) == 3
    assert [layout.status for _, layout in sample].count("corrected") == 1
    days = {str(layout.published)[:10] for _, layout in sample if layout.published}
    assert days == {str(date(2025, 3, 14)), str(date(2025, 3, 15))}


def test_every_file_says_that_it_is_a_sample() -> None:
    """Whoever meets one alone can tell that its outlet is invented and that it is free to use."""
    for name, data in articles():
        for record in data.decode().splitlines() if name.endswith(".jsonl") else [data.decode()]:
            assert "CC0" in record, name
            assert "ample" in record, name
            assert "invented" in record or "no outlet" in record, name


def test_nothing_but_the_reports_is_body(sample: list[tuple[Document, Layout]]) -> None:
    """Licences, menus, captions and adverts are told from the articles."""
    for document, layout in sample:
        body = " ".join(document.text[block.start : block.end] for block in layout.blocks if block.kind == "body")
        for junk in (
            "CC0",
            "Subscribe",
            "newsletter",
            "Getty",
            "Share this",
            "Read more",
            "CORRECTION",
            "advertisement",
            "WASHINGTON",
        ):
            assert junk not in body, (document.path, junk)
        assert layout.title
