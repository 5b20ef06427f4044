"""Where articles are found, and what keeps a file from being read."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

import pytest

from bot.corpus.document import Document
from bot.corpus.files import read, walk
from bot.errors import UnreadableInput

if TYPE_CHECKING:
    from pathlib import Path


def texts(*paths: Path) -> list[str]:
    """The texts of all documents under these paths."""
    return [entry.text for entry in read(paths) if isinstance(entry, Document)]


def refusals(*paths: Path) -> list[str]:
    """The lines of all that could not be read."""
    return [str(entry) for entry in read(paths) if isinstance(entry, UnreadableInput)]


def test_folders_are_walked_in_order_and_hidden_files_left_out(tmp_path: Path) -> None:
    """Files come in the order of their names, folders among them, with names relative to the folder given."""
    for name in ("b.txt", "a/2.txt", "a/1.txt", ".hidden.txt", ".git/x.txt", "c.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    assert [name for name, _ in walk([tmp_path])] == ["a/1.txt", "a/2.txt", "b.txt", "c.md"]
    assert texts(tmp_path) == ["a/1.txt", "a/2.txt", "b.txt", "c.md"]


def test_a_file_is_one_source_however_it_was_reached(tmp_path: Path) -> None:
    """By its folder, by its own path or through a link, it has one id; a namesake elsewhere has another."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "1.txt").write_text("Harbour closed.")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a" / "1.txt")
    entries = [
        *read([tmp_path / "a"]),
        *read([tmp_path / "a" / "1.txt"]),
        *read([tmp_path / "link.txt"]),
        *read([tmp_path / "b"]),
    ]
    ids = [entry.id for entry in entries if isinstance(entry, Document)]
    assert len(ids) == 4
    assert len(set(ids[:3])) == 1
    assert ids[3] != ids[0]


def test_bad_files_give_a_line_each_and_the_rest_is_read(tmp_path: Path) -> None:
    """Binary, empty, wrongly encoded and vanished files are named with what to do; nothing is raised."""
    (tmp_path / "a.txt").write_text("One ship.")
    (tmp_path / "b.bin").write_bytes(bytes(range(256)))
    (tmp_path / "c.txt").write_bytes(b"")
    (tmp_path / "d.txt").write_bytes(b"Hafen hei\xdft")
    (tmp_path / "e.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "f.txt").symlink_to(tmp_path / "f.txt")
    (tmp_path / "g.txt").write_text("Two ships.")
    assert texts(tmp_path) == ["One ship.", "Two ships."]
    lines = refusals(tmp_path)
    assert [line.split("'")[1] for line in lines] == ["b.bin", "c.txt", "d.txt", "e.txt", "f.txt"]
    assert all("\n" not in line and ";" in line for line in lines)


def test_a_file_that_vanishes_while_the_folder_is_read_is_told(tmp_path: Path) -> None:
    """What was there when listed and is gone when read gives a line."""
    path = tmp_path / "a.txt"
    path.write_text("One ship.")
    ((_, load),) = walk([tmp_path])
    path.unlink()
    (entry,) = load()
    assert isinstance(entry, UnreadableInput)
    assert "is not there" in str(entry)


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A mistyped path gives one line, with the path as it was typed."""
    (line,) = refusals(tmp_path / "nope")
    assert f"{str(tmp_path / 'nope')!r} is not there" in line


def test_a_loop_of_folders_ends(tmp_path: Path) -> None:
    """A link back up is not followed twice, and is told."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "1.txt").write_text("One ship.")
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    assert texts(tmp_path) == ["One ship."]
    (line,) = refusals(tmp_path)
    assert "'a/up'" in line


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """A named pipe would block for ever; it is refused instead."""
    os.mkfifo(tmp_path / "pipe.txt")
    (line,) = refusals(tmp_path)
    assert "no regular file" in line


@pytest.mark.skipif(os.geteuid() == 0, reason="needs a user whom permissions bind, not root")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    """Missing rights are the operator's to give."""
    path = tmp_path / "a.txt"
    path.write_text("One ship.")
    path.chmod(0)
    (line,) = refusals(tmp_path)
    assert "may not be read" in line


def test_a_file_that_is_too_large_is_refused_without_reading_it_whole(tmp_path: Path) -> None:
    """Sizes are bounded; the line says how to give more."""
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(2_000_000_000)
    (line,) = refusals(tmp_path)
    assert "20 MB" in line
    assert ".jsonl" in line


def test_a_line_of_100_mb_is_refused_and_the_next_one_read(tmp_path: Path) -> None:
    """JSON Lines are read line by line in bounded memory."""
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b'{"text": "One ship."}\n')
        for _ in range(100):
            file.write(b" " * 1_000_000)
        file.write(b'\n{"text": "Two ships."}\n')
    entries = list(read([path]))
    assert [entry.text for entry in entries if isinstance(entry, Document)] == ["One ship.", "Two ships."]
    assert [str(entry).split("'")[1] for entry in entries if isinstance(entry, UnreadableInput)] == ["a.jsonl:2"]


def test_standard_input_is_read_by_its_content() -> None:
    """'-' takes text or records; other words are another source."""
    sources = []
    for data in (b"One ship.", b'{"text": "Two ships."}\n{"text": "Three."}\n'):
        ((name, load),) = walk(["-"], stdin=io.BytesIO(data))
        assert name == "stdin"
        sources += list(load())
    assert [entry.text for entry in sources if isinstance(entry, Document)] == ["One ship.", "Two ships.", "Three."]
    assert len({entry.id for entry in sources if isinstance(entry, Document)}) == 3


def test_a_collection_is_for_what_names_none(tmp_path: Path) -> None:
    """A record's own collection stands."""
    (tmp_path / "a.jsonl").write_text('{"text": "One."}\n{"text": "Two.", "collection": "own"}\n')
    entries = list(read([tmp_path], collection="given"))
    assert [entry.collection for entry in entries if isinstance(entry, Document)] == ["given", "own"]
