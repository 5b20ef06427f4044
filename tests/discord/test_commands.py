"""The commands that Discord is told of."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.discord import parse
from adapters.discord.commands import COMMANDS, digest
from tests.discord.rules import mismatches
from tests.shared import shared


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command["name"])
def test_a_command_is_of_the_official_type(command: dict[str, Any]) -> None:
    """Each is what Discord's own description describes."""
    shared("platform", "discord-openapi.json")
    assert mismatches("ApplicationCommandUpdateRequest", command) == []


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command["name"])
def test_a_command_can_be_installed_anywhere(command: dict[str, Any]) -> None:
    """By guilds and by persons, and used in guilds, with us and among others; it describes itself where that is shown."""
    assert (command["integration_types"], command["contexts"]) == ([0, 1], [0, 1, 2])
    assert bool(command["description"]) == bool(command["options"]) == (command["type"] == 1)
    required = [option["required"] for option in command["options"]]
    assert required == sorted(required, reverse=True)


def test_every_command_is_read() -> None:
    """What is offered is what the reader knows, and what asks for completion is completed."""
    for command in COMMANDS:
        body: dict[str, Any] = {"id": "1", "type": 2, "data": {"name": command["name"], "type": command["type"]}}
        assert parse.command(body) or parse.shortcut(body)
        for option in command["options"]:
            data = {"name": command["name"], "options": [{"name": option["name"], "value": "x", "focused": True}]}
            assert parse.autocomplete({"id": "1", "type": 4, "data": data}) is not None


def test_the_hash_tells_a_change() -> None:
    """It is the same for the same commands, whatever the order of their keys, and another for others."""
    turned = [dict(reversed(list(command.items()))) for command in COMMANDS]
    assert digest(turned) == digest()
    assert digest([{**COMMANDS[0], "description": "Another"}, *COMMANDS[1:]]) != digest()
