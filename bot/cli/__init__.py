"""The command line: ``nutgraf``. Each group of commands has its own module; nothing heavy is imported before it is needed."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line, and leave with its exit code: 0 answered, 3 declined, 2 usage, 1 failure."""
    from bot.cli.app import run

    sys.exit(run(sys.argv[1:]))
