"""The commands that ask the desk: ``brief``, ``ask``, ``search`` and ``chat``."""

import sys
from typing import Annotated, Literal

import typer

from bot.cli.options import (
    AsOfOption,
    CollectionOption,
    ExplainOption,
    Format,
    FormatOption,
    Listing,
    ListingOption,
    OutletOption,
    Scope,
    SinceOption,
    UntilOption,
)
from bot.settings import Settings

BATCH = "-"


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (brief, ask, search, chat):
        app.command()(command)


def brief(
    ctx: typer.Context,
    topic: Annotated[
        list[str], typer.Argument(metavar="TOPIC", help="What it is about; - reads one from each line of standard input.")
    ],
    format: FormatOption = Format.text,
    since: SinceOption = None,
    until: UntilOption = None,
    outlet: OutletOption = None,
    collection: CollectionOption = None,
    as_of: AsOfOption = None,
    explain: ExplainOption = False,
) -> None:
    """Brief on a topic: what happened, who said what, what is disputed."""
    scope = Scope(since=since, until=until, outlet=outlet, collections=tuple(collection or ()), as_of=as_of)
    _reply(ctx.obj, "brief", topic, scope, format, explain)


def ask(
    ctx: typer.Context,
    question: Annotated[
        list[str], typer.Argument(metavar="QUESTION", help="In plain words; - reads one from each line of standard input.")
    ],
    format: FormatOption = Format.text,
    since: SinceOption = None,
    until: UntilOption = None,
    outlet: OutletOption = None,
    collection: CollectionOption = None,
    as_of: AsOfOption = None,
    explain: ExplainOption = False,
) -> None:
    """Answer a question from the sources, or say that they do not."""
    scope = Scope(since=since, until=until, outlet=outlet, collections=tuple(collection or ()), as_of=as_of)
    _reply(ctx.obj, "ask", question, scope, format, explain)


def search(
    ctx: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS", help="What to look for; - reads one search from each line of standard input."),
    ],
    format: ListingOption = Listing.text,
    limit: Annotated[int, typer.Option(min=1, max=1000, metavar="N", help="How many passages at most.")] = 10,
    since: SinceOption = None,
    until: UntilOption = None,
    outlet: OutletOption = None,
    collection: CollectionOption = None,
    as_of: AsOfOption = None,
    explain: ExplainOption = False,
) -> None:
    """Find the passages that fit some words best."""
    from bot.cli.replying import Replying

    scope = Scope(since=since, until=until, outlet=outlet, collections=tuple(collection or ()), as_of=as_of)
    with Replying(ctx.obj, scope, explain=explain) as replying:
        batch = words == [BATCH]
        code = replying.search_lines(sys.stdin, limit) if batch else replying.search(" ".join(words), limit, format)
    raise typer.Exit(code)


def chat(
    ctx: typer.Context,
    since: SinceOption = None,
    until: UntilOption = None,
    outlet: OutletOption = None,
    collection: CollectionOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Ask in a thread: a follow-up is read with what went before."""
    from adapters.console.app import Console
    from bot.cli.terminal import look, tell
    from bot.wiring import complete, open_desk

    settings: Settings = ctx.obj
    scope = Scope(since=since, until=until, outlet=outlet, collections=tuple(collection or ()), as_of=as_of)
    with open_desk(settings, tell) as desk:
        now = desk.clock.now()
        console = Console(
            desk=desk,
            filters=scope.filters(now),
            as_of=scope.moment(now),
            look=look(settings),
            read=sys.stdin,
            write=sys.stdout,
        )
        complete(desk, console.run())


def _reply(
    settings: Settings, kind: Literal["brief", "ask"], words: list[str], scope: Scope, format: Format, explain: bool
) -> None:
    from bot.cli.replying import Replying

    with Replying(settings, scope, explain=explain) as replying:
        batch = words == [BATCH]
        code = replying.reply_lines(kind, sys.stdin) if batch else replying.reply(kind, " ".join(words), format)
    raise typer.Exit(code)
