"""What Slack refuses: its official types, its published lengths, and the limits that are only seen in use."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator

TYPES = Path(__file__).parents[2].parent / "shared" / "platform" / "slack"
MARKER = re.compile(r"\[(\d+)\]")
CALL = re.compile(r"<(?:!(?:channel|here|everyone|subteam)|@|#)", re.IGNORECASE)
SIZES = {"section": 3_000, "header": 150, "context": 3_000}


@cache
def official(name: str) -> Draft7Validator:
    """The validator of one of Slack's own types; raises FileNotFoundError where they are not beside the checkout."""
    return Draft7Validator(json.loads((TYPES / f"slack.{name}.schema.json").read_text("utf-8")))


def mismatches(name: str, value: Any) -> list[str]:
    """Where a value is not of an official type; nothing is found where the types are not beside the checkout."""
    if not TYPES.exists():
        return []
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in official(name).iter_errors(value)]


def units(text: str) -> int:
    """Characters as the platform counts them at the most: UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def refused(blocks: Sequence[Mapping[str, Any]], text: str = "") -> str | None:
    """The error that Slack answers these blocks with; None where it takes them."""
    if len(blocks) > 50:
        return "invalid_blocks"
    whole = json.dumps(list(blocks), ensure_ascii=False)
    if units(whole) + units(text) > 13_000:
        return "msg_blocks_too_long"
    for block in blocks:
        if block["type"] == "context" and not 1 <= len(block["elements"]) <= 10:
            return "invalid_blocks"
        if block["type"] == "actions" and not 1 <= len(block["elements"]) <= 25:
            return "invalid_blocks"
        for shown in texts(block):
            if not 1 <= units(shown["text"]) <= SIZES.get(str(block["type"]), 75):
                return "invalid_blocks"
    return None


def texts(block: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every text object in a block."""
    for value in block.values():
        if isinstance(value, Mapping):
            if value.get("type") in ("mrkdwn", "plain_text"):
                yield value
            else:
                yield from texts(value)
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, Mapping):
                    yield from [item] if item.get("type") in ("mrkdwn", "plain_text") else texts(item)


def calls(message: Mapping[str, Any]) -> list[str]:
    """Whatever in a message could call somebody."""
    said = [str(message.get("text", "")), str(message.get("markdown_text", ""))]
    said += [shown["text"] for block in message.get("blocks", ()) for shown in texts(block)]
    return [found for text in said for found in CALL.findall(text)]


def markers(blocks: Sequence[Mapping[str, Any]]) -> tuple[set[int], set[int]]:
    """The numbers that the lines of a message show, and those that its list of sources has."""
    shown: set[int] = set()
    listed: set[int] = set()
    below = False
    for block in blocks:
        below = below or block["type"] == "divider"
        if block["type"] != "section":
            continue
        for line in block["text"]["text"].split("\n"):
            if below and (entry := MARKER.match(line)):
                listed.add(int(entry[1]))
            elif not below:
                shown.update(map(int, MARKER.findall(line)))
    return shown, listed
