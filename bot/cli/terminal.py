"""What the streams of this process can show, and the way out through them."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, cast

from adapters.console.render import UNPRINTABLE, Look

if TYPE_CHECKING:
    import io

    from bot.settings import Settings

UNTOLD = 80
"""Columns where there is no terminal to ask."""
WIDEST = 100
"""Columns that are still read with ease."""


def look(settings: Settings, stream: TextIO | None = None) -> Look:
    """Width, colour and links of a stream; all plain where it is no terminal."""
    stream = stream or sys.stdout
    tty = stream.isatty()
    width = settings.columns
    if width is None and tty:
        try:
            width = os.get_terminal_size(stream.fileno()).columns
        except (OSError, ValueError):
            width = None
    return Look(
        width=min(width or UNTOLD, WIDEST),
        colour=tty if settings.colour is None else settings.colour,
        links=tty and settings.links,
    )


def prepare() -> None:
    """Read and write UTF-8 whatever the locale says, and never fail on a character or where a stream was closed."""
    # In this order they take the numbers of what was closed, so that no file of ours is opened under one of them.
    nothing = Path(os.devnull)
    sys.stdin = sys.stdin or nothing.open(encoding="utf-8")
    sys.stdout = sys.stdout or nothing.open("w", encoding="utf-8")
    sys.stderr = sys.stderr or nothing.open("w", encoding="utf-8")
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        if hasattr(stream, "reconfigure"):
            cast("io.TextIOWrapper", stream).reconfigure(encoding="utf-8", errors=errors)


def say(text: str) -> None:
    """Print to standard output, as it is."""
    sys.stdout.write(text)


def flush() -> None:
    """Show at once what was printed."""
    sys.stdout.flush()


def say_json(value: Any) -> None:
    """Print one JSON value on one line."""
    say(compact(value) + "\n")


def compact(value: Any) -> str:
    """JSON on one line: readable where UTF-8 can carry it, escaped where a text holds half a surrogate pair."""
    line = json.dumps(value, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    # Line separators inside a string are legal JSON, but tools that split lines by Unicode's rules would cut there.
    return line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")


def tell(message: str) -> None:
    """Print one line to standard error, under the command's name."""
    sys.stdout.flush()
    sys.stderr.write(f"nutgraf: {UNPRINTABLE.sub('', ' '.join(message.split()))}\n")


def abandon() -> None:
    """Point the streams at nothing: their reader has gone, and closing them must not complain."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            os.dup2(nothing, stream.fileno())
