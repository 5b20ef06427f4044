"""The command line: ``nutgraf``. Each group of commands has its own module; nothing heavy is imported before it is needed."""

from __future__ import annotations

import sys

INTERRUPTED = 130
"""What a shell reports for a program ended by Ctrl-C."""


def main() -> None:
    """Run the command line, and leave with its exit code: 0 answered, 3 declined, 2 usage, 1 failure."""
    try:
        from bot.cli.app import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        # Also while modules are still being read.
        code = INTERRUPTED
    sys.exit(code)
