"""What a cached reply depends on, as one string.

Two commands share a reply only if everything that could change it is equal: the command and its words, the filters, the
scope it is asked from, the moment and the day it answers for, the thread it belongs to, the evidence the asker's replica sees,
and, where a model words it, the prompt and the model. Forgetting one of them here is how a private article reaches a public
channel.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import dataclass
from datetime import date

from bot.domain import Command
from bot.engine.contract import seen_json
from bot.intake import cleaned

FORMAT = 1
"""Raised whenever the stored form of a reply changes, so that an older process never reads a newer one's value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Who words the replies: nothing for the extractive desk, else the prompt's version and the model's name."""

    prompt: str = ""
    model: str = ""


def normalised(words: str) -> str:
    """The words of a command as the desk is given them: cleaned, NFKC, one space between words.

    Case stays, because it tells a name from a common word ("Polish", "May"), and so does punctuation, because a quotation mark
    can change what is asked. The desk computes from exactly these words, so commands that share a key share a reply.
    """
    return " ".join(unicodedata.normalize("NFKC", cleaned(words)).split())


def key(command: Command, *, workspace: str, evidence: str, today: date, wording: Wording | None = None) -> str:
    """The cache key of a command: ``nutgraf:reply:<kind>:<64 hexadecimal digits>``.

    Args:
        command: What is asked, with its filters, scope and thread.
        workspace: Whose desk it is; two workspaces never share a reply.
        evidence: The revision of the evidence as this replica sees it (the corpus' mark).
        today: The day on the desk's clock, since "yesterday" is another day tomorrow and recency counts in days.
        wording: Prompt and model, where there are any.
    """
    filters = command.filters
    wording = wording or Wording()
    parts = {
        "format": FORMAT,
        "workspace": workspace,
        "kind": command.kind,
        "words": normalised(command.words),
        "since": filters.since and filters.since.isoformat(),
        "until": filters.until and filters.until.isoformat(),
        "outlet": filters.outlet,
        "collections": sorted(filters.collections),
        "as_of": command.as_of and command.as_of.isoformat(),
        "today": today.isoformat(),
        "thread": [(turn.kind, turn.standalone) for turn in command.thread],
        "seen": seen_json(command.seen) if command.kind == "digest" else None,
        "evidence": evidence,
        "prompt": wording.prompt,
        "model": wording.model,
    }
    canonical = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
    return f"nutgraf:reply:{command.kind}:{digest}"
