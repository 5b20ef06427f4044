"""The formats that articles come in: plain text, Markdown, JSON and JSON Lines.

What cannot be read is yielded as an :class:`UnreadableInput` in its place, so that the rest of a file goes on.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, get_args

from bot.corpus.document import OURS, Document, Entry, identity
from bot.corpus.markdown import front_matter, plain
from bot.domain import DEFAULT_COLLECTION, Status
from bot.errors import UnreadableInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Document", "Entry", "documents", "records"]

LONGEST_TEXT = 1_000_000
"""Characters of the longest article that is read; longer ones are no articles."""
LONGEST_RECORD = 8_000_000
"""Bytes of the longest line of a JSON Lines file."""
LONGEST_VALUE = 1_000
"""Characters of the longest piece of metadata."""
TEXT = frozenset({".txt", ".text"})
MARKDOWN = frozenset({".md", ".markdown"})
LINES = frozenset({".jsonl", ".ndjson"})

_OTHER = ".c .cfg .cpp .css .csv .go .h .ini .java .js .lock .log .py .rs .sh .sql .toml .ts .tsv .xml .yaml .yml"
OTHER = frozenset(_OTHER.split())
"""Suffixes of what is text but no article."""

_KEYS = {
    "text": ("text", "body", "content", "articleBody"),
    "title": ("title", "headline"),
    "outlet": ("outlet", "source", "publisher"),
    "author": ("author", "byline", "authors", "creator"),
    "place": ("place",),
    "published": ("published", "date", "published_at", "publishedAt", "datePublished", "pubDate"),
    "url": ("url", "link"),
    "collection": ("collection",),
    "status": ("status",),
    "id": ("id",),
    "path": ("path",),
}
_LISTS = ("articles", "documents", "items", "sources", "results")
_BINARY = re.compile(rb"\x00|[\x01-\x06\x0e-\x1a\x1c-\x1f]{4}")
_MAGIC = {b"%PDF": "a PDF", b"PK\x03\x04": "a zip archive or an office document", b"\x1f\x8b": "compressed with gzip",
          b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture", b"{\\rtf": "an RTF document",
          b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}  # fmt: skip
_HTML = re.compile(r"\s*<(?:!doctype html|html|head|body)\b", re.I)
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
"""What the address of an article begins with; a link of any other kind would be followed by whoever clicks on it."""
_HALF = re.compile("[\ud800-\udfff]")


def documents(name: str, data: bytes, *, where: str | None = None, collection: str = DEFAULT_COLLECTION) -> Iterator[Entry]:
    """What one file gives, by the suffix of its name, or by its content where that says nothing.

    ``where`` tells it from files of the same name elsewhere, and makes its id; ``collection`` is for what names none.
    """
    suffix = _suffix(name)
    if suffix in LINES:
        yield from records(name, data.splitlines(keepends=True), where=where, collection=collection)
        return
    try:
        text = decoded(name, data)
        if suffix in OTHER:
            raise UnreadableInput(f"{name!r} is a {suffix} file, no article; give .txt, .md, .json or .jsonl")
        form = suffix if suffix in TEXT | MARKDOWN | {".json"} else _sniffed(text)
        if form in LINES:
            yield from records(name, data.splitlines(keepends=True), where=where, collection=collection)
        elif form == ".json":
            yield from _json(name, text, where or name, collection)
        elif form in MARKDOWN:
            yield _markdown(name, text, where or name, collection)
        elif _HTML.match(text):
            yield UnreadableInput(
                f"{name!r} is HTML, not the text of an article; save the text, or JSON with a 'text', and try again"
            )
        else:
            yield Document(id=identity(where or name), text=_checked(name, text), path=name, collection=collection)
    except UnreadableInput as exc:
        yield exc


def records(
    name: str, lines: Iterable[bytes], *, where: str | None = None, collection: str = DEFAULT_COLLECTION
) -> Iterator[Entry]:
    """What the lines of a JSON Lines file give, one record a line; a bad line does not end it."""
    seen: Counter[str] = Counter()
    blank = True
    for number, line in enumerate(lines, 1):
        label = f"{name}:{number}"
        if len(line) > LONGEST_RECORD:
            blank = False
            yield UnreadableInput(
                f"{label!r} is longer than {LONGEST_RECORD // 1_000_000} MB; split it into one article a line"
            )
            continue
        if not line.strip():
            continue
        blank = False
        try:
            yield _record(label, _loaded(label, decoded(label, line)), name, where or name, collection, seen)
        except UnreadableInput as exc:
            yield exc
    if blank:
        yield _empty(name)


def decoded(name: str, data: bytes) -> str:
    """The characters of UTF-8 bytes without a byte order mark. Raises UnreadableInput."""
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise UnreadableInput(f"{name!r} is {what}, not UTF-8 text; save its text as UTF-8 and try again")
    if not data.strip():
        raise _empty(name)
    if _BINARY.search(data, 0, 65_536):
        raise UnreadableInput(f"{name!r} is binary, not text; save the article as text and try again")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise UnreadableInput(
            f"{name!r} is not UTF-8: byte {data[exc.start]:#04x} at {exc.start}; convert it to UTF-8 and try again"
        ) from exc


def _suffix(name: str) -> str:
    base = name.replace("\\", "/").rpartition("/")[2]
    dot = base.rfind(".")
    return base[dot:].lower() if dot > 0 else ""


def _sniffed(text: str) -> str:
    head = text[:4_096].lstrip()
    if head.startswith(("{", "[")):
        first, _, rest = text.lstrip().partition("\n")
        if first.startswith("{") and first.rstrip().endswith("}") and rest.lstrip().startswith("{"):
            return ".jsonl"
        if re.match(r'\{\s*"|\[\s*\{\s*"', head):
            return ".json"
    if re.match(r"---\n(?:.*\n){1,40}?---\n|# \S", head):
        return ".md"
    return ".txt"


def _markdown(name: str, text: str, where: str, collection: str) -> Document:
    values, body = front_matter(text)
    written = plain(_checked(name, body))
    record: dict[str, Any] = {key: value for key, value in values.items() if key not in _KEYS["text"]}
    found = _metadata(record, collection)
    return Document(
        **{
            **found,
            "id": _id(found, record, where),
            "text": _checked(name, written.text),
            "path": name,
            "blocks": written.blocks,
        }
    )


def _json(name: str, text: str, where: str, collection: str) -> Iterator[Entry]:
    value = _loaded(name, text)
    if isinstance(value, dict) and not any(key in value for key in _KEYS["text"]):
        value = next((value[key] for key in _LISTS if isinstance(value.get(key), list)), value)
    if not isinstance(value, list):
        yield _record(name, value, name, where, collection, Counter())
        return
    if not value:
        yield _empty(name)
    seen: Counter[str] = Counter()
    for number, item in enumerate(value, 1):
        try:
            yield _record(f"{name}[{number}]", item, name, where, collection, seen)
        except UnreadableInput as exc:
            yield exc


def _loaded(label: str, text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError as exc:
        raise UnreadableInput(f"{label!r} is JSON nested too deeply; give one flat object an article") from exc
    except ValueError as exc:
        reason = str(exc).partition("\n")[0][:120]
        raise UnreadableInput(f"{label!r} is not JSON ({reason}); correct it and try again") from exc


def _record(label: str, record: Any, path: str, where: str, collection: str, seen: Counter[str]) -> Document:
    if not isinstance(record, dict):
        raise UnreadableInput(f"{label!r} is {_kind(record)}, not an object with a 'text'; give one object an article")
    text = next((record[key] for key in _KEYS["text"] if record.get(key) is not None), None)
    if not isinstance(text, str):
        known = ", ".join(repr(key)[:30] for key in list(record)[:6]) or "no keys"
        raise UnreadableInput(f"{label!r} has no 'text' that is a string (it has {known}); put the article's words there")
    text = _checked(label, text)
    found = _metadata(record, collection)
    key = "\0".join(found[part] or "" for part in ("title", "published")) if found["title"] else f"\0{identity(text)}"
    seen[key] += 1
    part = f"{key}\0{seen[key]}"
    ours = _ours(record)
    path = found["path"] if found["path"] and ours else path
    exported = _said(record.get("revision")) if ours else None
    return Document(**{**found, "id": _id(found, record, where, part), "text": text, "path": path, "exported": exported})


def _metadata(record: dict[str, Any], collection: str) -> dict[str, Any]:
    notes: list[str] = []
    found: dict[str, Any] = {}
    for key, names in _KEYS.items():
        if key in ("text", "id"):
            continue
        value = next((value for name in names if (value := _said(record.get(name)))), None)
        if value and len(value) > LONGEST_VALUE:
            notes.append(f"the {key} given has {len(value)} characters; only the first {LONGEST_VALUE} are kept")
            value = value[:LONGEST_VALUE]
        found[key] = value
    if found["url"] and not _WEB.match(found["url"]):
        notes.append(f"the address given, {found['url'][:40]!r}, is no http or https link and is left out")
        found["url"] = None
    status = (found["status"] or "live").lower()
    if status not in get_args(Status):
        notes.append(f"the status given, {status[:40]!r}, is none of {', '.join(get_args(Status))}; taken as live")
        status = "live"
    return {**found, "status": status, "collection": found["collection"] or collection, "notes": tuple(notes)}


def _said(value: Any) -> str | None:
    """A piece of metadata as one line of text, whatever JSON type a feed gives it."""
    if isinstance(value, str):
        return " ".join(_HALF.sub("\ufffd", value).replace("\0", " ").split()) or None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, dict):
        return _said(value.get("name") or value.get("title"))
    if isinstance(value, list):
        return ", ".join(part for item in value[:20] if not isinstance(item, list) and (part := _said(item))) or None
    return None


def _ours(record: dict[str, Any]) -> bool:
    value = record.get("id")
    return isinstance(value, str) and OURS.fullmatch(value) is not None


def _id(found: dict[str, Any], record: dict[str, Any], where: str, part: str = "") -> str:
    if _ours(record):
        return str(record["id"])
    room = () if found["collection"] == DEFAULT_COLLECTION else (found["collection"],)
    if found["url"]:
        return identity(*room, found["url"].partition("#")[0])
    if given := _said(record.get("id")):
        return identity(*room, "id", given)
    return identity(*room, where, part) if part else identity(*room, where)


def _checked(label: str, text: str) -> str:
    if not text.strip():
        raise UnreadableInput(f"{label!r} has an empty text; leave it out, or give it words")
    if len(text) > LONGEST_TEXT:
        raise UnreadableInput(
            f"{label!r} has {len(text):,} characters, more than the {LONGEST_TEXT:,} of one article; split it"
        )
    if half := _HALF.search(text):
        raise UnreadableInput(
            f"{label!r} has half a character ({half[0]!r}) at {half.start()}; write it out whole and try again"
        )
    if "\0" in text:
        raise UnreadableInput(f"{label!r} has a NUL character at {text.index(chr(0))}; take it out and try again")
    return text


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _empty(name: str) -> UnreadableInput:
    return UnreadableInput(f"{name!r} is empty; leave it out, or put the article in it")
