"""The prompts, as files, and a loader that checks their variables.

A prompt file is plain text. Variables stand in double braces, ``{{question}}``, so that JSON may be written as it is. The part
before the line ``---user---`` is the system message, the rest the user's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_VARIABLE = re.compile(r"\{\{(\w+)\}\}")
_PARTING = "---user---\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A prompt, ready to be filled."""

    name: str
    system: str
    user: str
    version: str
    """A hash of the file, 12 hexadecimal digits: part of the key of every reply that it worded."""

    def fill(self, variables: Mapping[str, str]) -> tuple[str, str]:
        """The system and the user message.

        Values are put in as they are and never looked into: what stands in braces inside a value stays as it is.

        Raises:
            ValueError: A variable of the prompt is missing, or one is given that it does not have.
        """
        wanted = set(_VARIABLE.findall(self.system + self.user))
        if missing := wanted - variables.keys():
            raise ValueError(f"the prompt {self.name!r} lacks {', '.join(sorted(missing))}")
        if unknown := variables.keys() - wanted:
            raise ValueError(f"the prompt {self.name!r} has no {', '.join(sorted(unknown))}")
        system, user = (_VARIABLE.sub(lambda found: variables[found[1]], text) for text in (self.system, self.user))
        return system, user


@cache
def load(name: str) -> Prompt:
    """The prompt of this name: ``brief``, ``answer``, ``digest`` or ``followup``.

    Raises:
        ValueError: There is none, or it lacks one of its two messages.
    """
    file = files("prompts") / f"{name}.txt"
    if not re.fullmatch(r"\w+", name) or not file.is_file():
        raise ValueError(f"there is no prompt {name!r}")
    text = file.read_text("utf-8")
    system, parting, user = text.partition(_PARTING)
    if not (system.strip() and parting and user.strip()):
        raise ValueError(f"the prompt {name!r} needs a system message, a line {_PARTING.strip()!r} and a user message")
    return Prompt(
        name=name,
        system=system.strip(),
        user=user.strip(),
        version=hashlib.sha256(text.encode()).hexdigest()[:12],
    )
