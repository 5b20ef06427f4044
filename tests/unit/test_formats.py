"""What files and records give, and how bad ones are refused."""

from __future__ import annotations

import json

import pytest

from bot.corpus.formats import Document, documents, records
from bot.corpus.layout import lay_out
from bot.errors import UnreadableInput

TEXT = "The harbour was closed on Friday.\n\nIt is to open again on Sunday."


def read(name: str, data: bytes | str) -> list[Document]:
    """All documents of a file; fails where one is refused."""
    entries = list(documents(name, data.encode() if isinstance(data, str) else data))
    assert all(isinstance(entry, Document) for entry in entries), entries
    return [entry for entry in entries if isinstance(entry, Document)]


def refused(name: str, data: bytes | str) -> str:
    """The one line that a bad file gives."""
    (entry,) = documents(name, data.encode() if isinstance(data, str) else data)
    assert isinstance(entry, UnreadableInput)
    message = str(entry)
    assert "\n" not in message
    assert repr(name)[:-1] in message
    return message


@pytest.mark.parametrize("name", ["a.txt", "a.text", "a", "a.unknown"])
def test_plain_text_is_stored_as_it_is(name: str) -> None:
    """Every character stays, so that offsets are those of the file; only a byte order mark goes."""
    odd = "  \u201cClosed\u201d\r\n\tsaid the mayor\u00a0. \U0001f6a2  "
    (document,) = read(name, b"\xef\xbb\xbf" + odd.encode())
    assert document.text == odd
    assert document.path == name


def test_a_json_record_gives_its_text_and_metadata() -> None:
    """The text is exactly the value given, and every known key is read."""
    record = {
        "text": TEXT,
        "title": "Harbour closed",
        "outlet": "Harbour Post",
        "url": "https://harbour.example/1",
        "published": "2025-03-14",
        "author": "Jane Doe",
        "collection": "sea",
        "status": "corrected",
        "place": "Oslo",
    }
    (document,) = read("a.json", json.dumps(record))
    found = {key: getattr(document, key) for key in record}
    assert found == record


@pytest.mark.parametrize(
    ("record", "key", "value"),
    [
        ({"body": TEXT}, "text", TEXT),
        ({"content": TEXT}, "text", TEXT),
        ({"text": TEXT, "headline": "H"}, "title", "H"),
        ({"text": TEXT, "source": {"id": None, "name": "Harbour Post"}}, "outlet", "Harbour Post"),
        ({"text": TEXT, "publisher": "Harbour Post"}, "outlet", "Harbour Post"),
        ({"text": TEXT, "link": "https://a.example"}, "url", "https://a.example"),
        ({"text": TEXT, "date": "2025-03-14"}, "published", "2025-03-14"),
        ({"text": TEXT, "published_at": 1741946700}, "published", "1741946700"),
        ({"text": TEXT, "byline": ["Jane Doe", "Erik Sund"]}, "author", "Jane Doe, Erik Sund"),
        ({"text": TEXT, "title": None, "headline": "H"}, "title", "H"),
        ({"text": TEXT, "title": "  a\n b "}, "title", "a b"),
    ],
)
def test_other_names_and_types_of_keys_are_understood(record: dict[str, object], key: str, value: str) -> None:
    """Feeds name and nest things differently."""
    (document,) = read("a.json", json.dumps(record))
    assert getattr(document, key) == value


@pytest.mark.parametrize(
    "data",
    [
        json.dumps([{"text": "One ship."}, {"text": "Two ships."}]),
        json.dumps({"articles": [{"text": "One ship."}, {"text": "Two ships."}]}),
        '{"text": "One ship."}\n\n{"text": "Two ships."}\n',
    ],
)
@pytest.mark.parametrize("name", ["a.json", "a", "a.jsonl"])
def test_several_records_are_several_documents(name: str, data: str) -> None:
    """Lists, wrapped lists and lines of records are read, by suffix or by content."""
    if name == "a.json" and data.count("\n") > 1:
        name = "a.ndjson"
    if name == "a.jsonl" and "\n" not in data:
        name = "a.json"
    found = read(name, data)
    assert [document.text for document in found] == ["One ship.", "Two ships."]
    assert len({document.id for document in found}) == 2


def test_a_bad_line_does_not_end_a_file_of_lines() -> None:
    """Each bad record gives its own line with its number; the others are read."""
    lines = [
        '{"text": "One."}',
        "{not json",
        "[1]",
        '{"title": "no text"}',
        '{"text": ""}',
        '{"text": 5}',
        "",
        '{"text": "Two."}',
    ]
    entries = list(documents("a.jsonl", "\n".join(lines).encode()))
    assert [entry.text for entry in entries if isinstance(entry, Document)] == ["One.", "Two."]
    messages = [str(entry) for entry in entries if isinstance(entry, UnreadableInput)]
    assert [message.split("'")[1] for message in messages] == [f"a.jsonl:{number}" for number in (2, 3, 4, 5, 6)]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\x00\x01\x02\x03text", "binary"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "office document"),
        (b"\x89PNG\r\n\x1a\n....", "picture"),
        ("Hafen".encode("utf-16"), "UTF-16"),
        ("Der Hafen hei\u00dft so.".encode("latin-1"), "not UTF-8"),
        (b"<!DOCTYPE html><html><body>Hafen</body></html>", "HTML"),
        (b"x" * 1_000_001, "1,000,001"),
    ],
)
def test_what_is_no_article_is_refused_in_one_line(data: bytes, reason: str) -> None:
    """The line names the file, what is wrong, and what to do."""
    message = refused("a.txt" if reason != "HTML" else "a.html", data)
    assert reason in message
    assert ";" in message


def test_code_and_tables_are_no_articles() -> None:
    """A stray script or spreadsheet in a folder is told, not quoted."""
    assert ".py file" in refused("a.py", "print('The harbour was closed.')")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ('{"text": "a', "not JSON"),
        ('{"title": "a"}', "no 'text'"),
        ('"text"', "a string"),
        ("[]", "empty"),
        ("[" * 100_000, "nested"),
        ('{"text": "half \\ud800 a pair"}', "half a character"),
        ('{"text": "nul \\u0000"}', "NUL"),
        ('{"text": "  "}', "empty text"),
        ('{"text": ' + "9" * 5_000 + "}", "not JSON"),
    ],
)
def test_bad_json_is_refused_in_one_line(data: str, reason: str) -> None:
    """Whatever a file holds, it is told in one line and nothing is raised."""
    assert reason in refused("a.json", data)


def test_a_line_that_is_too_long_is_refused_and_the_next_is_read() -> None:
    """Records are bounded in size."""
    entries = list(records("a.jsonl", [b'{"text": "' + b"x" * 8_000_001 + b'"}\n', b'{"text": "Two."}\n']))
    assert isinstance(entries[0], UnreadableInput)
    assert "8 MB" in str(entries[0])
    assert isinstance(entries[1], Document)


def test_odd_metadata_is_noted_not_fatal() -> None:
    """A status that is none and a title without end leave an article and a note each."""
    (document,) = read("a.json", json.dumps({"text": TEXT, "status": "hot", "title": "t" * 5_000}))
    assert document.status == "live"
    assert document.title is not None
    assert len(document.title) == 1_000
    assert len(document.notes) == 2


def test_a_source_is_where_it_came_from() -> None:
    """The address makes the id, else the id given, else the place of the file: never the words, which change."""
    first, again = ({"text": text, "url": "https://a.example/1#top"} for text in ("Old.", "New."))
    assert read("a.json", json.dumps(first))[0].id == read("b.json", json.dumps(again))[0].id
    assert read("a.json", '{"text": "Old.", "id": "k1"}')[0].id == read("b.json", '{"text": "New.", "id": "k1"}')[0].id
    assert read("a.txt", "Old.")[0].id == read("a.txt", "New.")[0].id
    assert read("a.txt", "Same.")[0].id != read("b.txt", "Same.")[0].id


def test_records_of_one_title_are_still_several_sources() -> None:
    """Nothing in a file overwrites another record of it."""
    found = read("a.jsonl", '{"text": "One.", "title": "Briefing"}\n{"text": "Two.", "title": "Briefing"}\n')
    assert len({document.id for document in found}) == 2


def test_what_was_exported_reads_back_as_the_same_source() -> None:
    """An id of ours, the text and all metadata survive."""
    line = {
        "id": "0123456789abcdef",
        "title": "Harbour closed",
        "outlet": None,
        "author": None,
        "place": "Oslo",
        "published": "2025-03-14",
        "url": None,
        "path": "old/name.txt",
        "status": "live",
        "origin": "0123456789abcdef",
        "collection": "sea",
        "revision": "f" * 16,
        "text": "OSLO — " + TEXT,
        "sentences": [{"start": 0, "end": 5}],
        "quotes": [],
        "times": [],
    }
    (document,) = read("export.jsonl", json.dumps(line))
    assert (document.id, document.text, document.path, document.collection) == (
        "0123456789abcdef",
        line["text"],
        "old/name.txt",
        "sea",
    )
    again = lay_out(document)
    assert (again.title, again.place, str(again.published)) == ("Harbour closed", "Oslo", "2025-03-14")


def test_a_title_made_from_the_first_sentence_does_not_swallow_it_on_the_way_back() -> None:
    """When an export is read, the sentence that its title was made from is still body."""
    text = "The harbour of Brightwater was closed on Friday.\n\nIt is to open again on Sunday, the mayor said."
    first = lay_out(Document(id="0" * 16, text=text))
    again = lay_out(Document(id="0" * 16, text=text, title=first.title))
    assert again.blocks == first.blocks


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/hosts", "//example.org/a", "ftp://example.org/a"]
)
def test_an_address_that_is_no_web_page_is_left_out(url: str) -> None:
    """Only http and https are links that a reader may follow; the rest is noted, not kept."""
    (found,) = read("a.json", json.dumps({"text": TEXT, "url": url}))
    assert found.url is None
    assert any(url[:20] in note for note in found.notes)
    (kept,) = read("a.json", json.dumps({"text": TEXT, "url": "HTTPS://example.org/a"}))
    assert kept.url == "HTTPS://example.org/a"
