"""The commands that fill the store and look into it: ``ingest`` and ``sources``."""

from itertools import chain
from typing import Annotated

import typer

from bot.cli.options import (
    CollectionOption,
    Listing,
    ListingOption,
    OutletOption,
    Scope,
    SinceOption,
    UntilOption,
)
from bot.domain import DEFAULT_COLLECTION
from bot.settings import Settings

NOTHING_READ = 1


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(ingest)
    sources = typer.Typer(help="Look at the articles as they are stored.", rich_markup_mode=None, no_args_is_help=True)
    sources.command("list")(listing)
    sources.command()(show)
    sources.command()(export)
    app.add_typer(sources, name="sources")


def ingest(
    ctx: typer.Context,
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Files or folders of .txt, .md, .json, .jsonl; - reads standard input."),
    ],
    collection: Annotated[
        str, typer.Option(metavar="NAME", help="Where to put articles that name no collection themselves.")
    ] = DEFAULT_COLLECTION,
) -> None:
    """Read articles; those that have not changed are skipped."""
    from bot.cli.progress import Bar
    from bot.cli.terminal import say, tell
    from bot.corpus.files import walk
    from bot.corpus.ingest import Report
    from bot.corpus.ingest import ingest as read_in
    from bot.wiring import clock, drop, finish, open_store, sample_in

    settings: Settings = ctx.obj
    files = [load for _, load in walk(paths, collection=collection)]
    entries = chain.from_iterable(load() for load in files)
    with Bar("reading", len(files) if len(files) > 1 else None) as bar:

        def progress(so_far: Report) -> None:
            bar.reached(so_far.documents)

        if settings.shared:
            # Only here: a newsroom that replicas share needs an event loop and a database, which one machine need not load.
            import asyncio

            from bot.newsroom import read_in as publish

            report = asyncio.run(publish(settings, entries, progress, clock(settings)))
        else:
            with open_store(settings.library) as store:
                invented = sample_in(store)
                report = finish(read_in(entries, store.corpus, store.index, progress=progress, clock=clock(settings)))
                if report.added and invented:
                    drop(invented, store)
                    tell(f"the {len(invented)} of the sample corpus made way for your own")
    for line in report.refused:
        tell(line)
    if not files:
        tell(f"there is no file in {', '.join(map(repr, paths))}; give files or folders of .txt, .md, .json or .jsonl")
    say(f"{report.added} added, {report.changed} changed, {report.unchanged} unchanged, {len(report.refused)} refused\n")
    read = report.added + report.changed + report.unchanged
    raise typer.Exit(NOTHING_READ if report.refused and not read else 0)


def listing(
    ctx: typer.Context,
    format: ListingOption = Listing.text,
    since: SinceOption = None,
    until: UntilOption = None,
    outlet: OutletOption = None,
    collection: CollectionOption = None,
) -> None:
    """List the sources, newest first."""
    from adapters.console import render
    from bot.cli.terminal import look, say, say_json
    from bot.engine.contract import source_json
    from bot.wiring import clock, finish, open_store

    settings: Settings = ctx.obj
    scope = Scope(since=since, until=until, outlet=outlet, collections=tuple(collection or ()))
    filters = scope.filters(clock(settings).now())
    with open_store(settings.library) as store:
        listed = finish(store.corpus.sources(filters))
    if format is Listing.json:
        for source in listed:
            say_json(source_json(source))
    else:
        say(render.sources(listed, look(settings)))


def show(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help="As `sources list` and every reply in JSON name it.")],
    format: ListingOption = Listing.text,
) -> None:
    """Show one source: its text, and what was read in it."""
    from adapters.console import render
    from bot.cli.terminal import look, say, say_json
    from bot.engine.contract import reading_json
    from bot.wiring import finish, open_store

    settings: Settings = ctx.obj
    with open_store(settings.library) as store:
        reading = finish(store.corpus.reading(id))
        if format is Listing.json:
            say_json(reading_json(reading))
        else:
            say(render.reading(reading, look(settings)))


def export(ctx: typer.Context) -> None:
    """Print every source with its text as JSON, one a line; `nutgraf ingest` reads it back."""
    from bot.cli.terminal import say_json
    from bot.engine.contract import reading_json
    from bot.wiring import finish, open_store

    settings: Settings = ctx.obj
    with open_store(settings.library) as store:
        for source in finish(store.corpus.sources()):
            say_json(reading_json(finish(store.corpus.reading(source.id))))
