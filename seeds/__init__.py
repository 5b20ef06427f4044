"""The sample corpus that a first run reads: a dozen short reports on the same days' events.

Written for this project and free to use (CC0 1.0). The outlets and their reporters are invented; facts, figures and
quoted words are those of 14 and 15 March 2025.
"""

from __future__ import annotations

from importlib.resources import files

SUFFIXES = (".txt", ".md", ".jsonl")


def articles() -> list[tuple[str, bytes]]:
    """The name and the content of each file of the sample corpus, in the order of their names."""
    found = [entry for entry in files(__name__).iterdir() if entry.name.endswith(SUFFIXES)]
    return [(entry.name, entry.read_bytes()) for entry in sorted(found, key=lambda entry: entry.name)]
