"""Markdown as plain text: what a reader would see, with the kinds that its marks give away."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.domain import Block, BlockKind

_FRONT = re.compile(r"---[ \t]*\r?\n(?P<yaml>(?:.*\r?\n){0,200}?)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)")
_PAIR = re.compile(r"(?P<key>[A-Za-z_][\w -]{0,40}?)[ \t]*:(?:[ \t]+(?P<value>.*))?$")
_ITEM = re.compile(r"\s*-[ \t]+(?P<value>.*)$")
_HEADING = re.compile(r"#{1,6}[ \t]+(?P<text>.*?)[ \t]*#*$")
_RULE = re.compile(r"(?:[-*_=][ \t]*){3,}$")
_LIST = re.compile(r"(?:[-*+]|\d{1,3}[.)])[ \t]+(?P<text>.*)$")
_TABLE = re.compile(r"\|.*\|$")
_FENCE = re.compile(r"(?:```|~~~)")
_REFERENCE = re.compile(r"\[[^\]\n]{1,80}\]:[ \t]*\S+.*$")
_PICTURE = re.compile(r"!\[([^\]\n]{0,300})\](?:\([^)\n]{0,500}\)|\[[^\]\n]{0,80}\])")
_LINK = re.compile(r"\[([^\]\n]{1,500})\](?:\([^)\n]{0,1000}\)|\[[^\]\n]{0,80}\])")
_AUTOLINK = re.compile(r"<(https?://[^>\s]{1,500})>")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,300}>")
_STRONG = re.compile(r"(\*\*|__)(?=\S)((?:[^*_\n]|[*_](?!\1)){1,1000}?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,1000}?)(?<=\S)\*(?![\w*])|(?<!\w)_(?=\S)([^_\n]{1,1000}?)(?<=\S)_(?!\w)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
_PRIVATE = 0xF8000
"""Where escaped marks are kept while the others are taken off: code points that no text uses."""
_ESCAPED = re.compile(f"[{chr(_PRIVATE)}-{chr(_PRIVATE + 127)}]")
_PARAGRAPH = 120
"""A line longer than this is a paragraph of its own, whatever Markdown says of single line breaks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """The text that a Markdown file shows, and the runs whose kind its marks give."""

    text: str
    blocks: tuple[Block, ...]


def front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The metadata at the head of a Markdown file, and the rest.

    Reads the part of YAML that front matter uses: ``key: value``, quoted values, lists. Anything else there is ignored.
    """
    found = _FRONT.match(text)
    if not found:
        return {}, text
    values: dict[str, Any] = {}
    key = ""
    for line in found["yaml"].splitlines():
        if pair := _PAIR.match(line):
            key = pair["key"].strip().lower()
            values[key] = _scalar(pair["value"] or "")
        elif key and (item := _ITEM.match(line)):
            listed = values[key] if isinstance(values[key], list) else []
            values[key] = [*listed[:50], _scalar(item["value"])]
    return values, text[found.end() :]


def plain(text: str) -> Plain:
    """What a reader of the rendered page would see."""
    pieces: list[tuple[list[str], BlockKind | None]] = []
    for line, kind, starts in _lines(_uncommented(text)):
        if starts or not pieces or kind is not None or pieces[-1][1] is not None:
            pieces.append(([line], kind))
        else:
            pieces[-1][0].append(line)
    shown = [" ".join(lines) for lines, _ in pieces]
    blocks: list[Block] = []
    at = 0
    for piece, (_, kind) in zip(shown, pieces, strict=True):
        if kind is not None:
            blocks.append(Block(start=at, end=at + len(piece), kind=kind))
        at += len(piece) + 2
    return Plain(text="\n\n".join(shown), blocks=tuple(blocks))


def _lines(text: str) -> list[tuple[str, BlockKind | None, bool]]:
    """Each shown line with the kind its marks give, and whether it starts something new."""
    shown: list[tuple[str, BlockKind | None, bool]] = []
    fenced, fresh = False, True
    for raw in text.splitlines():
        line = raw.strip()
        if _FENCE.match(line):
            fenced, fresh = not fenced, True
            continue
        kind: BlockKind | None = "furniture" if fenced else None
        if not line or (not fenced and _REFERENCE.match(line)):
            fresh = True
            continue
        if not fenced and _RULE.match(line):
            if shown and not fresh and line[0] in "=-" and len(shown[-1][0]) <= _PARAGRAPH:
                shown[-1] = (shown[-1][0], "heading", True)  # the older way to write a heading: a line underlined
            fresh = True
            continue
        quoted = line.startswith(">")
        line = line.lstrip("> \t") if quoted else line
        starts = (
            fresh
            or len(line) > _PARAGRAPH
            or bool(shown and len(shown[-1][0]) > _PARAGRAPH and raw[:1].isupper() and _ended(shown[-1][0]))
        )
        if heading := _HEADING.match(line):
            line, kind, starts = heading["text"], "heading", True
        elif _TABLE.match(line):
            if not line.strip("|-: \t"):
                continue
            line, kind, starts = line.strip("| \t"), "furniture", True
        elif item := _LIST.match(line):
            link = _LINK.fullmatch(item["text"].strip())
            line, starts = item["text"], True
            kind = "furniture" if link and len(link[1]) <= 40 else kind
        elif picture := _PICTURE.fullmatch(line):
            line, kind, starts = picture[1], "caption", True
        line = _unmarked(line) if not fenced else line
        if line:
            shown.append((line, kind, starts))
        fresh = kind is not None
    return shown


def _uncommented(text: str) -> str:
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join([*kept, text[at:]])


def _unmarked(line: str) -> str:
    line = _ESCAPE.sub(lambda mark: chr(_PRIVATE + ord(mark[1])), line)
    line = _LINK.sub(r"\1", _PICTURE.sub("", line))
    line = _TAG.sub("", _AUTOLINK.sub(r"\1", line))
    line = _STRONG.sub(r"\2", line)
    line = _EMPHASIS.sub(lambda mark: mark[1] or mark[2], line).replace("`", "")
    return _ESCAPED.sub(lambda mark: chr(ord(mark[0]) - _PRIVATE), line).strip()


def _ended(line: str) -> bool:
    return line.rstrip("\"'”’)").endswith((".", "!", "?", "…"))


def _scalar(value: str) -> Any:
    value = value.strip()
    if value[:1] in "\"'" and len(value) > 1 and value.endswith(value[0]):
        return value[1:-1]
    if value.startswith("[") and value.endswith("]"):
        return [_scalar(part) for part in value[1:-1].split(",") if part.strip()]
    return re.sub(r"\s+#.*$", "", value)
