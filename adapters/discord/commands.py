"""The application commands, as Discord is told them, and their hash: they are told again only when it changes.

Discord takes 200 new commands a day and guild, and anybody may start a process often.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.discord.parse import CHECK

STRING = 3
"""The type of an option of words."""
_SLASH, _ON_MESSAGE = 1, 3
_GUILD, _OWN = 0, 1
"""Where an app is installed: by a guild for all, or by a person for themselves."""
_IN_GUILD, _IN_DIRECT, _IN_PRIVATE = 0, 1, 2
"""Where a command is offered: in guilds, in direct messages with us, in those of others."""
LONGEST = 1_000
"""Characters of a question or a topic that are taken."""


def _option(name: str, description: str, *, required: bool = False, completed: bool = False) -> dict[str, Any]:
    option = {"type": STRING, "name": name, "description": description, "required": required, "max_length": LONGEST}
    return {**option, "autocomplete": True} if completed else option


def _command(kind: int, name: str, description: str, *options: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": kind,
        "name": name,
        "description": description,
        "options": list(options),
        "integration_types": [_GUILD, _OWN],
        "contexts": [_IN_GUILD, _IN_DIRECT, _IN_PRIVATE],
    }


COMMANDS: tuple[Mapping[str, Any], ...] = (
    _command(
        _SLASH,
        "brief",
        "What happened, who said what, what is disputed",
        _option("topic", "A name, a place or a subject", required=True, completed=True),
        _option("since", "Only sources published then or later: 7d, yesterday, 2025-03-01", completed=True),
        _option("outlet", "Only this outlet", completed=True),
    ),
    _command(
        _SLASH,
        "ask",
        "One question, answered from the sources",
        _option("question", "In plain words", required=True),
        _option("since", "Only sources published then or later: 7d, yesterday, 2025-03-01", completed=True),
        _option("outlet", "Only this outlet", completed=True),
    ),
    _command(
        _SLASH,
        "digest",
        "The day's brief for this channel",
        _option("words", "What to do; help lists it"),
    ),
    # A command on a message has no description and no options.
    _command(_ON_MESSAGE, CHECK, ""),
)
"""What is put to ``/applications/{id}/commands``: each as the official ``ApplicationCommandUpdateRequest``."""


def digest(commands: Sequence[Mapping[str, Any]] = COMMANDS) -> str:
    """The hash of commands: the same for the same ones, in whichever order their keys stand."""
    return hashlib.sha256(json.dumps(list(commands), sort_keys=True, ensure_ascii=False).encode()).hexdigest()
