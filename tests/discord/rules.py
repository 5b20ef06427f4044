"""What Discord refuses: its official types, and the limits that these do not have."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

SPECIFICATION = Path(__file__).parents[2].parent / "shared" / "platform" / "discord-openapi.json"
V2 = 1 << 15
"""The flag of a message made of components alone."""
SUPPRESS = 1 << 2
"""The flag of a message whose links show no preview."""
CONTENT, EMBEDS, FIELDS, COMPONENTS, DISPLAYED, CUSTOM_ID, LABEL, NONCE, CHOICES, CHOICE = (
    2_000, 6_000, 25, 40, 4_000, 100, 80, 25, 25, 100,
)  # fmt: skip
EMBED = {"title": 256, "description": 4_096}
ROW, SECTION, CONTAINER, TEXT, BUTTON = 1, 9, 17, 10, 2
LINK = 5
"""The style of a button that opens an address."""

MARKER = re.compile(r"(?<![\\\w])\[(\d+)\](?!\()")
ENTRY = re.compile(r"(?:-# )?\[(\d+)\] ")
CALL = re.compile(r"@(?:everyone|here)\b|(?<!\\)<(?:@[!&]?\d|#\d|a?:\w+:\d|/[^:]+:\d|id:|t:-?\d)")
ADDRESS = re.compile(r"(?:https?|steam|discord)://[^\s<>)\]]+|\bdiscord(?:app)?\.(?:gg|com|me|new)/\S+")
MASKED = re.compile(r"(?<!\\)\]\(<?([^\s()<>]*)>?\)")


@cache
def _specification() -> Mapping[str, Any]:
    """Discord's own description; raises FileNotFoundError where it is not beside the checkout."""
    found: Mapping[str, Any] = json.loads(SPECIFICATION.read_text("utf-8"))
    return found


@cache
def official(name: str) -> Draft202012Validator:
    """The validator of one of Discord's own types."""
    # A union names its members by their types, so what fits none of them is told of each: the whole is kept small instead.
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": _specification()["components"]})


def mismatches(name: str, value: Any) -> list[str]:
    """Where a value is not of an official type; nothing is found where the types are not beside the checkout."""
    if not SPECIFICATION.exists():
        return []
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in official(name).iter_errors(value)]


def units(text: str) -> int:
    """Characters as the platform counts them at the most: UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def refused(payload: Mapping[str, Any]) -> str | None:
    """What Discord answers this message with, in the words of its error 50035; None where it takes it."""
    content, embeds = payload.get("content") or "", payload.get("embeds") or []
    components, flags = payload.get("components") or [], payload.get("flags") or 0
    if units(str(payload.get("nonce") or "")) > NONCE:
        return f"nonce: Must be {NONCE} or fewer in length."
    if flags & V2:
        if content or embeds or payload.get("poll") or payload.get("sticker_ids"):
            return "flags: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
        if not components:
            return "components: BASE_TYPE_REQUIRED"
    elif any(one.get("type") != ROW for one in components):
        return "components: UNION_TYPE_CHOICES (1,)"
    elif not content.strip() and not embeds and not payload.get("attachments"):
        return "Cannot send an empty message"
    elif len(components) > 5:
        return "components: BASE_TYPE_BAD_LENGTH 5"
    if units(content) > CONTENT:
        return f"content: Must be {CONTENT} or fewer in length."
    return _refused_embeds(embeds) or _refused_components(components)


def _refused_embeds(embeds: Sequence[Mapping[str, Any]]) -> str | None:
    whole = 0
    if len(embeds) > 10:
        return "embeds: Must be 10 or fewer in length."
    for embed in embeds:
        texts = {key: str(embed.get(key) or "") for key in EMBED}
        if any(units(text) > EMBED[key] for key, text in texts.items()):
            return "embeds: BASE_TYPE_MAX_LENGTH"
        footer = str((embed.get("footer") or {}).get("text") or "")
        author = str((embed.get("author") or {}).get("name") or "")
        fields = embed.get("fields") or []
        if len(fields) > FIELDS:
            return f"fields: Must be {FIELDS} or fewer in length."
        if units(footer) > 2_048 or units(author) > 256:
            return "embeds: BASE_TYPE_MAX_LENGTH"
        for field in fields:
            if not 1 <= units(field["name"].strip()) <= 256 or not 1 <= units(field["value"].strip()) <= 1_024:
                return "fields: BASE_TYPE_BAD_LENGTH"
        whole += sum(
            map(units, (*texts.values(), footer, author, *(field[key] for field in fields for key in ("name", "value"))))
        )
        if not any((*texts.values(), footer, author, fields)):
            return "embeds: an embed needs something to show"
    return f"embeds: MAX_EMBED_SIZE_EXCEEDED {EMBEDS}" if whole > EMBEDS else None


def _refused_components(components: Sequence[Mapping[str, Any]]) -> str | None:
    every = [part for one in components for part in walk(one)]
    if len(every) > COMPONENTS:
        return f"components: COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED {COMPONENTS}"
    texts = [str(part.get("content") or "") for part in every if part["type"] == TEXT]
    if any(not text.strip() for text in texts):
        return "components: content: BASE_TYPE_REQUIRED"
    if sum(map(units, texts)) > DISPLAYED:
        return f"components: COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED {DISPLAYED}"
    ids = [part["custom_id"] for part in every if part.get("custom_id")]
    if len(ids) != len(set(ids)):
        return "components: COMPONENT_CUSTOM_ID_DUPLICATED"
    if any(units(one) > CUSTOM_ID for one in ids):
        return f"custom_id: Must be between 1 and {CUSTOM_ID} in length."
    for part in every:
        if part["type"] == ROW and not 1 <= len(part["components"]) <= 5:
            return "components: BASE_TYPE_BAD_LENGTH 5"
        if part["type"] == BUTTON:
            if units(str(part.get("label") or "")) > LABEL or not (part.get("label") or part.get("emoji")):
                return f"label: Must be between 1 and {LABEL} in length."
            if (part["style"] == LINK) != bool(part.get("url")) or (part["style"] == LINK) == bool(part.get("custom_id")):
                return "components: BUTTON_COMPONENT_INVALID"
            if units(str(part.get("url") or "")) > 512 or not re.match(r"https?://|discord://|$", str(part.get("url") or "")):
                return "url: Scheme must be one of ('http', 'https', 'discord')."
    return None


def refused_choices(choices: Sequence[Mapping[str, Any]]) -> str | None:
    """What Discord answers these completions of an option with; None where it takes them."""
    if len(choices) > CHOICES:
        return f"choices: Must be {CHOICES} or fewer in length."
    for choice in choices:
        if any(not 1 <= units(choice[key]) <= CHOICE for key in ("name", "value")):
            return f"choices: Must be between 1 and {CHOICE} in length."
    return None


def walk(component: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A component and all within it."""
    yield component
    for inner in component.get("components") or ():
        yield from walk(inner)
    if component.get("accessory"):
        yield from walk(component["accessory"])


def texts(payload: Mapping[str, Any]) -> list[str]:
    """All that a message shows and that may hold Markdown."""
    shown = [str(payload.get("content") or "")]
    shown += [str(part["content"]) for one in payload.get("components") or () for part in walk(one) if part["type"] == TEXT]
    for embed in payload.get("embeds") or ():
        shown += [str(embed.get(key) or "") for key in EMBED]
        shown += [field[key] for field in embed.get("fields") or () for key in ("name", "value")]
    return list(filter(None, shown))


def calls(payload: Mapping[str, Any]) -> list[str]:
    """Whatever in a message could call somebody, or look as if it did."""
    found = [call for text in texts(payload) for call in CALL.findall(text)]
    allowed = payload.get("allowed_mentions")
    return found if allowed == {"parse": []} else [*found, f"allowed_mentions is {allowed!r}"]


def links(payload: Mapping[str, Any]) -> set[str]:
    """Every address that a message leads to: by a masked link, by a button, or bare."""
    found: set[str] = set()
    for text in texts(payload):
        found.update(MASKED.findall(text))
        found.update(ADDRESS.findall(MASKED.sub("", text)))
    buttons = (part for one in payload.get("components") or () for part in walk(one))
    found.update(str(part["url"]) for part in buttons if part.get("url"))
    found.update(str(embed[key]) for embed in payload.get("embeds") or () for key in ("url",) if embed.get(key))
    return found


def previewed(payload: Mapping[str, Any]) -> bool:
    """Whether links in the message may be shown with what stands behind them."""
    flags = payload.get("flags") or 0
    return bool(payload.get("content")) and bool(ADDRESS.search(payload["content"])) and not flags & SUPPRESS


def markers(payload: Mapping[str, Any]) -> tuple[set[int], set[int]]:
    """The numbers that the lines of a message show, and those that its list of sources has."""
    shown: set[int] = set()
    listed: set[int] = set()
    for line in "\n".join(texts(payload)).split("\n"):
        if entry := ENTRY.match(line):
            listed.add(int(entry[1]))
        else:
            shown.update(map(int, MARKER.findall(line)))
    return shown, listed
