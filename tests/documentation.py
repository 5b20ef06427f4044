"""What the documentation quotes, taken from the real thing: ``make docs`` writes it, a test compares it.

The README's example is a brief of the sample corpus with a stopped clock; ``docs/cli.md`` is what ``--help`` prints.
"""

from __future__ import annotations

import io
import os
import re
from contextlib import redirect_stderr, redirect_stdout
from shlex import split
from tempfile import TemporaryDirectory
from unittest.mock import patch

from bot.cli.app import run
from tests.shared import ROOT

README = ROOT / "README.md"
COMMANDS = ROOT / "docs" / "cli.md"
BLOCK = re.compile(r"(<!-- nutgraf (?P<command>[^>]+) -->\n```text\n).*?(```\n)", re.DOTALL)
NOON = "2025-03-15T12:00:00+00:00"
WIDTH = "88"

PAGES = (
    "",
    "brief",
    "ask",
    "search",
    "chat",
    "check",
    "ingest",
    "sources",
    "sources list",
    "sources show",
    "sources export",
    "collections",
    "collections declare",
    "collections map",
    "collections list",
    "eval",
    "eval questions",
    "eval retrieval",
    "eval quotes",
    "eval verifier",
    "eval quotations",
    "bench",
    "doctor",
    "digest",
    "serve",
    "slack-manifest",
)
"""Every command, as it is typed."""

HEAD = """\
# The command line

Written by `make docs` from `--help`; a test fails where the two differ.

Exit codes: 0 answered, 3 declined (the sources do not say), 2 usage, 1 failure. A batch (`-` in place of the question) is 0
unless something failed, and prints one JSON object for each line it reads, whatever is on the line.

| variable | what it does |
| --- | --- |
| `NUTGRAF_HOME` | where the desk keeps its files, unless `--home` says |
| `NUTGRAF_NOW` | the moment to take for now, so that output can be reproduced |
| `NUTGRAF_DEBUG` | `1` shows the traceback of an error |
| `NUTGRAF_MODEL_URL`, `NUTGRAF_MODEL` | a model that words replies: an OpenAI-compatible address up to `/v1`, and its name |
| `NUTGRAF_MODEL_KEY` | its key, where it wants one |
| `NUTGRAF_MODEL_TIMEOUT` | the seconds it has in all, 1 to 18 [default: 16] |
| `NUTGRAF_MODEL_CONTEXT` | the tokens it has room for, prompt and reply together [default: 8000] |
| `NUTGRAF_MODEL_PRICE_IN`, `NUTGRAF_MODEL_PRICE_OUT` | what a million tokens cost, for the account of each reply |
| `TIKTOKEN_CACHE_DIR` | a folder with tiktoken's vocabularies, where it is not the desk's own |
| `NO_COLOR`, `FORCE_COLOR` | colour refused, or asked for where there is no terminal |
| `COLUMNS` | the width to fill, up to 100 |

The variables of the service are in [running.md](running.md).
"""


def printed(home: str, *arguments: str) -> str:
    """What a command prints, with the clock stopped and a width of its own."""
    out = io.StringIO()
    kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR", "NUTGRAF_DEBUG"}}
    with (
        patch.dict(os.environ, {**kept, "NUTGRAF_NOW": NOON, "COLUMNS": WIDTH, "NUTGRAF_HOME": home}, clear=True),
        redirect_stdout(out),
        redirect_stderr(io.StringIO()),
    ):
        run(arguments)
    return out.getvalue()


def readme(text: str) -> str:
    """The README with the output of the commands that it names."""
    with TemporaryDirectory(prefix="nutgraf-") as home:

        def filled(found: re.Match[str]) -> str:
            return f"{found[1]}{printed(home, *split(found['command']))}{found[3]}"

        return BLOCK.sub(filled, text)


def commands() -> str:
    """The page about the command line."""
    parts = [HEAD]
    for page in PAGES:
        name = f"nutgraf {page}".strip()
        parts.append(f"## `{name}`\n\n```text\n{printed('', *page.split(), '--help')}```\n")
    return "\n".join(parts)


def main() -> None:
    """Write both anew."""
    README.write_text(readme(README.read_text(encoding="utf-8")), encoding="utf-8")
    COMMANDS.parent.mkdir(exist_ok=True)
    COMMANDS.write_text(commands(), encoding="utf-8")


if __name__ == "__main__":
    main()
