"""Files, folders and standard input: where articles are found, and what keeps one from being read."""

from __future__ import annotations

import errno
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.corpus.document import identity
from bot.corpus.formats import LINES, LONGEST_RECORD, documents, records
from bot.domain import DEFAULT_COLLECTION
from bot.errors import UnreadableInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO, TypeAlias

    from bot.corpus.document import Entry

LARGEST_FILE = 20_000_000
"""Bytes of the largest file that is read whole; JSON Lines are read line by line and may be of any size."""
DEEPEST = 64
"""Folders in folders that are followed."""
STDIN = "-"

Loader: TypeAlias = "Callable[[], Iterator[Entry]]"
"""Reads one file when called; yields its documents, and in their place what could not be read. Never raises for bad input."""


def read(paths: Iterable[str | os.PathLike[str]], *, collection: str = DEFAULT_COLLECTION) -> Iterator[Entry]:
    """Every document under these paths, and what could not be read, in a stable order."""
    for _, load in walk(paths, collection=collection):
        yield from load()


def walk(
    paths: Iterable[str | os.PathLike[str]], *, collection: str = DEFAULT_COLLECTION, stdin: BinaryIO | None = None
) -> Iterator[tuple[str, Loader]]:
    """The files under these paths, each with what reads it; ``-`` is standard input.

    Folders are walked in the order of their names, hidden entries left out, each real folder once. Names are relative to
    the folder given; a file's identity is its place on the disk, so that it is one source however it was reached.
    """
    seen: set[tuple[int, int]] = set()
    for given in paths:
        if os.fspath(given) == STDIN:
            yield "stdin", partial(_stdin, stdin, collection)
            continue
        path = Path(given)
        if path.is_dir():
            yield from _folder(path, path, seen, collection, 0)
        elif not path.exists() and not path.is_symlink():
            reason = _why(_legible(os.fspath(given)), FileNotFoundError(errno.ENOENT, ""))
            yield _legible(os.fspath(given)), partial(_refused, reason)
        else:
            yield path.name or str(path), partial(_file, path, path.name or str(path), collection)


def _folder(top: Path, folder: Path, seen: set[tuple[int, int]], collection: str, depth: int) -> Iterator[tuple[str, Loader]]:
    name = str(folder if folder == top else folder.relative_to(top))
    try:
        status = folder.stat()
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as exc:
        yield name, partial(_refused, _why(name, exc))
        return
    here = (status.st_dev, status.st_ino)
    if here in seen:
        if folder.is_symlink():
            reason = UnreadableInput(f"{name!r} leads back to a folder already read; remove the link")
            yield name, partial(_refused, reason)
        return
    seen.add(here)
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = folder / entry.name
        shown = path.relative_to(top).as_posix()
        try:
            is_folder = entry.is_dir()
        except OSError as exc:
            yield shown, partial(_refused, _why(shown, exc))
            continue
        if not is_folder:
            yield shown, partial(_file, path, shown, collection)
        elif depth < DEEPEST:
            yield from _folder(top, path, seen, collection, depth + 1)
        else:
            reason = UnreadableInput(f"{shown!r} lies more than {DEEPEST} folders deep; ingest it by its own path")
            yield shown, partial(_refused, reason)


def _legible(name: str) -> str:
    """A file's name as text: bytes in it that are no UTF-8 are shown as question marks in a diamond."""
    return os.fsencode(name).decode("utf-8", "replace")


def _file(path: Path, name: str, collection: str) -> Iterator[Entry]:
    name = _legible(name)
    try:
        if path.exists() and not path.is_file():
            yield UnreadableInput(f"{name!r} is no regular file (a pipe or a device); give a file or a folder")
            return
        where = _legible(os.path.realpath(path))
        with path.open("rb") as file:
            if path.suffix.lower() in LINES:
                yield from records(name, _lines(file), where=where, collection=collection)
                return
            data = file.read(LARGEST_FILE + 1)
    except OSError as exc:
        yield _why(name, exc)
        return
    yield from _whole(name, data, where, collection)


def _stdin(stdin: BinaryIO | None, collection: str) -> Iterator[Entry]:
    name = "stdin"
    try:
        data = (stdin or sys.stdin.buffer).read(LARGEST_FILE + 1)
    except OSError as exc:
        yield _why(name, exc)
        return
    yield from _whole(name, data, f"stdin {identity(data.hex())}", collection)


def _whole(name: str, data: bytes, where: str, collection: str) -> Iterator[Entry]:
    if len(data) > LARGEST_FILE:
        size = f"larger than {LARGEST_FILE // 1_000_000} MB"
        yield UnreadableInput(f"{name!r} is {size}; split it, or give it as JSON Lines (.jsonl), one article a line")
        return
    yield from documents(name, data, where=where, collection=collection)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, each cut just past the longest that is allowed: a line of 100 MB is never held whole."""
    while line := file.readline(LONGEST_RECORD + 1):
        yield line
        while len(line) > LONGEST_RECORD and not line.endswith(b"\n"):
            line = file.readline(LONGEST_RECORD + 1)


def _refused(reason: UnreadableInput) -> Iterator[Entry]:
    yield reason


def _why(name: str, exc: OSError) -> UnreadableInput:
    known = {
        errno.ENOENT: "is not there (a wrong path, a dangling link, or it has just been removed); check the path",
        errno.EACCES: "may not be read; give this user the right to read it",
        errno.EPERM: "may not be read; give this user the right to read it",
        errno.ELOOP: "is a link that leads back to itself; remove the link",
        errno.ENAMETOOLONG: "has too long a path; move it up",
    }
    return UnreadableInput(f"{name!r} {known.get(exc.errno or 0, f'cannot be read ({exc.strerror or exc}); try again')}")
