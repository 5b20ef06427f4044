"""The command that holds a draft against the sources: ``check``."""

import sys
from typing import Annotated

import typer

from bot.cli.options import (
    AsOfOption,
    CollectionOption,
    Format,
    FormatOption,
    OutletOption,
    Scope,
    SinceOption,
    UntilOption,
)

MOST = 200_000
"""Characters read from standard input; far more than is checked."""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(check)


def check(
    ctx: typer.Context,
    text: Annotated[list[str], typer.Argument(metavar="TEXT", help="A draft or a message; - reads it from standard input.")],
    format: FormatOption = Format.text,
    since: SinceOption = None,
    until: UntilOption = None,
    outlet: OutletOption = None,
    collection: CollectionOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Check a text against the sources: which sentences they bear out, and whether quotations are verbatim."""
    from bot.cli.replying import Replying

    scope = Scope(since=since, until=until, outlet=outlet, collections=tuple(collection or ()), as_of=as_of)
    words = sys.stdin.read(MOST) if text == ["-"] else " ".join(text)
    with Replying(ctx.obj, scope) as replying:
        code = replying.reply("check", words, format)
    raise typer.Exit(code)
