"""Markdown as the plain text that a reader sees."""

from __future__ import annotations

import pytest

from bot.corpus.formats import Document, documents
from bot.corpus.layout import Layout, lay_out
from bot.corpus.markdown import front_matter, plain
from tests.growth import is_linear

PAGE = """---
title: "Harbour: closed"
outlet: Harbour Post   # the paper
authors:
  - Jane Doe
  - Erik Sund
date: 2025-03-14
tags: [sea, ships]
---

# Harbour: closed

- [Home](/)
- [News](/news)
- [Sport](/sport)

The harbour of **Brightwater** was closed on *Friday* after a
[ferry](https://a.example/f) struck the `northern` pier.

![The pier, seen from the sea](pier.png)

> "Nobody was hurt," said Anna Lund.

## What next

| Ship | Year |
| --- | --- |
| Aurora | 1981 |

Divers will look at the piles on Saturday.<!-- check -->

[1]: https://a.example
"""


def read(text: str) -> tuple[Document, Layout]:
    """The document of a Markdown file, and its layout."""
    (document,) = documents("a.md", text.encode())
    assert isinstance(document, Document)
    return document, lay_out(document)


def test_front_matter_is_metadata() -> None:
    """Quoted values, lists and comments of YAML are understood, and it is no text."""
    document, layout = read(PAGE)
    assert (layout.title, layout.outlet, layout.author) == ("Harbour: closed", "Harbour Post", "Jane Doe, Erik Sund")
    assert str(layout.published) == "2025-03-14"
    assert "outlet" not in document.text


def test_marks_are_gone_and_say_what_is_what() -> None:
    """The body is what a reader sees; headings, tables, pictures and lists of links are not body."""
    document, layout = read(PAGE)
    found = [(block.kind, document.text[block.start : block.end]) for block in layout.blocks]
    assert [words for kind, words in found if kind == "body"] == [
        "The harbour of Brightwater was closed on Friday after a ferry struck the northern pier.",
        '"Nobody was hurt," said Anna Lund.',
        "Divers will look at the piles on Saturday.",
    ]
    assert ("title", "Harbour: closed") in found
    assert ("heading", "What next") in found
    assert ("caption", "The pier, seen from the sea") in found
    assert {words for kind, words in found if kind == "furniture"} == {"Home", "News", "Sport", "Ship | Year", "Aurora | 1981"}


@pytest.mark.parametrize(
    ("marked", "shown"),
    [
        ("5 * 3 and 4 * 2", "5 * 3 and 4 * 2"),
        ("snake_case_name stays", "snake_case_name stays"),
        (r"\*not bold\*", "*not bold*"),
        ("**bold *and italic***", "bold and italic"),
        ("a <b>tag</b> and <https://a.example>", "a tag and https://a.example"),
        ('[Ferry][1] and [pier](/p "title")', "Ferry and pier"),
        ("It cost $5 [1] [sic].", "It cost $5 [1] [sic]."),
        ("Title\n=====", "Title"),
        ("x < 5 and y > 3", "x < 5 and y > 3"),
    ],
)
def test_only_marks_are_taken_off(marked: str, shown: str) -> None:
    """What merely looks like a mark stays."""
    assert plain(marked).text == shown


def test_long_lines_are_paragraphs_of_their_own() -> None:
    """Articles pasted with one line a paragraph are not run together."""
    line = "The harbour of Brightwater was closed on Friday. " * 3
    assert plain(f"{line}\n{line}\n").text.count("\n\n") == 1


def test_what_is_no_front_matter_stays() -> None:
    """A rule at the head of a page, or one that is never closed, is not metadata."""
    assert front_matter("---\nThe harbour was closed.\n") == ({}, "---\nThe harbour was closed.\n")
    assert front_matter("The harbour.\n---\n")[0] == {}


def test_markdown_without_anything_to_show_is_refused() -> None:
    """A page of comments and front matter alone is empty."""
    (entry,) = documents("a.md", b"---\ntitle: x\n---\n<!-- nothing -->\n")
    assert not isinstance(entry, Document)
    assert "empty" in str(entry)


@pytest.mark.parametrize(
    "piece", ["*", "[", "[a](", "<a", "_a", "<!--", "|", "*a ", "# a\n", "a: b\n", "---\n", "![", "`", "> "]
)
def test_hostile_markdown_takes_linear_time(piece: str) -> None:
    """No run of marks makes a pattern run away."""
    assert is_linear(lambda size: "---\n" + piece * (size // len(piece)), lambda text: plain(front_matter(text)[1]))
