"""What Slack refuses: its official types, its published lengths, and the limits that are only seen in use."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

TYPES = Path(__file__).parents[2].parent / "shared" / "platform" / "slack"
MARKER = re.compile(r"\[(\d+)\]")
CALL = re.compile(r"<(?:!(?:channel|here|everyone|subteam)|@|#)", re.IGNORECASE)
IDS = re.compile(r"(?<=[\":])(?:[0-9a-f]{32}|\d{10}\.\d{6}|[CDG]\d+)(?=[\":])")
SIZES = {"section": 3_000, "header": 150, "context": 3_000}
MARKDOWN = 12_000
METADATA = 16_000
"""Bytes, about (docs.slack.dev/messaging/message-metadata)."""
OFFICIAL = {
    "chat.postMessage": "PostMessage",
    "chat.update": "Update",
    "chat.startStream": "StartStream",
    "chat.appendStream": "AppendStream",
    "chat.stopStream": "StopStream",
    "assistant.threads.setStatus": "SetStatus",
    "assistant.threads.setSuggestedPrompts": "SetPrompts",
}
"""The official type of what each method takes."""
SCOPES = {
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "chat.startStream": "chat:write",
    "chat.appendStream": "chat:write",
    "chat.stopStream": "chat:write",
    "assistant.threads.setStatus": "assistant:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "users.info": "users:read",
}
"""The scope that each method asks for (docs.slack.dev/reference/methods)."""
HISTORY = {"C": "channels:history", "G": "groups:history", "D": "im:history"}
"""The scope that reading a conversation asks for, by how its id begins."""


@cache
def official(name: str) -> Draft7Validator:
    """The validator of one of Slack's own types; raises FileNotFoundError where they are not beside the checkout."""
    return Draft7Validator(json.loads((TYPES / f"slack.{name}.schema.json").read_text("utf-8")))


def mismatches(name: str, value: Any) -> list[str]:
    """Where a value is not of an official type; nothing is found where the types are not beside the checkout."""
    # The types say nothing about ids and moments, by which most messages of a test differ: looked at once, all are.
    return list(_mismatches(name, IDS.sub("0", json.dumps(value)))) if TYPES.exists() else []


@lru_cache(2_000)
def _mismatches(name: str, value: str) -> tuple[str, ...]:
    errors = official(name).iter_errors(json.loads(value))
    return tuple(f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in errors)


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
        try:
            # Slack's own library knows the other lengths: of values, of ids, of addresses.
            parsed = Block.parse(json.loads(json.dumps(block)))
            if parsed is None:
                return "invalid_blocks"
            parsed.to_dict()
        except SlackObjectFormationError:
            return "invalid_blocks"
        actions = [element["action_id"] for element in block.get("elements", ()) if "action_id" in element]
        if len(actions) != len(set(actions)):
            return "invalid_blocks"
    names = [block["block_id"] for block in blocks if "block_id" in block]
    return None if len(names) == len(set(names)) else "invalid_blocks"


def unsendable(method: str, body: Mapping[str, Any]) -> str | None:
    """The error that Slack answers a call with, whoever makes it and wherever; None where it takes it."""
    blocks, text = body.get("blocks") or [], str(body.get("text") or "")
    markdown = str(body.get("markdown_text") or "")
    if method.startswith("chat.") and not body.get("channel"):
        return "channel_not_found"
    if units(text) > (4_000 if method == "chat.update" else 40_000) or units(markdown) > MARKDOWN:
        return "msg_too_long"
    if markdown and (text or (blocks and method != "chat.stopStream")):
        return "markdown_text_conflict"
    if method in ("chat.postMessage", "chat.update", "chat.postEphemeral") and not (text or blocks or markdown):
        return "no_text"
    if method == "chat.appendStream" and not markdown and not body.get("chunks"):
        return "no_text"
    if method == "chat.startStream":
        if not body.get("thread_ts"):
            return "invalid_arguments"
        if not str(body["channel"]).startswith("D"):
            for name in ("recipient_team_id", "recipient_user_id"):
                if not body.get(name):
                    return f"missing_{name}"
    if method == "assistant.threads.setSuggestedPrompts" and not 1 <= len(body.get("prompts") or ()) <= 4:
        return "invalid_arguments"
    if body.get("thread_ts") and not re.fullmatch(r"\d{10}\.\d{6}", str(body["thread_ts"])):
        return "invalid_thread_ts"
    return refused(blocks, text) or _metadata(body.get("metadata"))


def _metadata(metadata: Any) -> str | None:
    """Of message metadata: a word, and a payload of plain values and of lists of objects of them."""
    if metadata is None or metadata == {}:
        return None
    if not isinstance(metadata, Mapping) or not {"event_type", "event_payload"} >= metadata.keys():
        return "invalid_metadata_format"
    kind, payload = metadata.get("event_type"), metadata.get("event_payload")
    if not isinstance(kind, str) or not re.fullmatch(r"[A-Za-z0-9_]{1,255}", kind) or not isinstance(payload, Mapping):
        return "invalid_metadata_schema"
    return "metadata_too_large" if len(json.dumps(metadata).encode()) > METADATA else None


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
