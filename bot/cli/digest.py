"""The command for the daily digest: ``digest``, in the same words as in chat."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.cli.options import CollectionOption, Format, FormatOption, Scope
from bot.errors import BadSetting
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.domain import Command
    from bot.state.book import Book, Subscription
    from bot.state.database import Database
    from bot.state.store import Place

Result = TypeVar("Result")
PLATFORMS = ("slack", "discord")


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(digest)


def digest(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORDS",
            help="As after /digest in chat: preview kursk, ceasefire; list; daily 07:30 Europe/Kyiv kursk; pause ID.",
        ),
    ] = None,
    channel: Annotated[
        str | None,
        typer.Option(metavar="PLACE", help="The channel, as slack/WORKSPACE/CHANNEL with their ids; list shows them."),
    ] = None,
    format: FormatOption = Format.text,
    collection: CollectionOption = None,
) -> None:
    """Preview the daily digest, and see or change which channels get it."""
    from bot.digest.command import Act, Preview, parse

    settings: Settings = ctx.obj
    text = " ".join(words or ["list"])
    asked = parse(text)
    place = _place(channel) if channel else None
    if isinstance(asked, Preview):
        raise typer.Exit(_preview(settings, asked.words, place, format, tuple(collection or ())))
    if isinstance(asked, Act) and asked.what == "list" and place is None:
        _ask(settings, lambda database: _listed(database))
        return
    _ask(settings, lambda database: _done(settings, database, text, place))


def _place(channel: str) -> Place:
    from bot.state.store import Place

    platform, _, rest = channel.partition("/")
    workspace, _, id_ = rest.partition("/")
    if platform not in PLATFORMS or not workspace or not id_ or "/" in id_:
        raise BadSetting(f"--channel {channel!r} names no channel; write it as slack/T0123ABCD/C0123ABCD")
    return Place(platform=platform, workspace=workspace, channel=id_)


def _preview(settings: Settings, words: str, place: Place | None, format: Format, collections: tuple[str, ...]) -> int:
    from bot.cli.replying import Replying
    from bot.digest.command import topics
    from bot.domain import Command

    scope = Scope(collections=collections)
    known = _ask(settings, lambda database: _known(database, words, place)) if settings.state_there else None
    with Replying(settings, scope) as replying:
        if known is not None:
            return replying.show(known, format)
        wanted = ", ".join(topics(words))
        return replying.show(Command(kind="digest", words=wanted, filters=scope.filters(replying.now())), format)


async def _known(database: Database, words: str, place: Place | None) -> Command | None:
    """What writes the digest of a subscription with this id, as it would be written for its channel."""
    from bot.digest.writing import Writer
    from bot.state.book import Book
    from bot.state.ledger import Ledger
    from bot.state.store import State

    book = Book(database, time.time)
    found = await book.one(words.lower()) if words and " " not in words else None
    if not words and place is not None:
        found = next(iter(await book.of(place)), None)
    if found is None or place not in (None, found.place):
        return None
    return await Writer([], State(database, time.time), Ledger(database, time.time)).command(found)


async def _listed(database: Database) -> None:
    from bot.cli.terminal import say
    from bot.digest import wording
    from bot.state.book import Book

    orders = await Book(database, time.time).all()
    for order in orders:
        where = "/".join((order.place.platform, order.place.workspace, order.place.channel))
        reason = f" ({order.reason})" if order.reason else ""
        say(f"{where} · {wording.order(order)}{reason}\n")
    if not orders:
        say(f"No digest is posted anywhere yet. In a channel, {wording.PROMPT} makes one.\n")


async def _done(settings: Settings, database: Database, words: str, place: Place | None) -> None:
    from random import SystemRandom

    from bot.cli.terminal import say
    from bot.digest.command import Act, Change, parse
    from bot.digest.subscribing import Subscribing
    from bot.digest.writing import Writer
    from bot.state.book import Book
    from bot.state.ledger import Ledger
    from bot.state.store import State

    book, ledger = Book(database, time.time), Ledger(database, time.time)
    asked = parse(words)
    if isinstance(asked, Change | Act) and place is None:
        place = await _of(book, asked.id)
    if place is None:
        raise BadSetting("which channel? Say so with --channel slack/T0123ABCD/C0123ABCD: its own id, and its workspace's")
    writer = Writer([], State(database, time.time), ledger)
    subscribing = Subscribing(book, ledger, writer, SystemRandom(), time.time, zone=settings.digest_zone)
    say(f"{await subscribing.do(words, place, None)}\n")


async def _of(book: Book, id_: str) -> Place | None:
    found: Subscription | None = await book.one(id_)
    if found is None and id_:
        raise BadSetting(f"there is no digest {id_!r}; `nutgraf digest list` shows those there are")
    return found.place if found else None


def _ask(settings: Settings, question: Callable[[Database], Awaitable[Result]]) -> Result:
    """Do something with the durable state, and close it."""
    import asyncio

    from bot.state.database import Database

    async def asked() -> Result:
        database = Database(settings.state_url)
        try:
            await database.migrate()
            return await question(database)
        finally:
            await database.close()

    settings.home.mkdir(parents=True, exist_ok=True)
    return asyncio.run(asked())
