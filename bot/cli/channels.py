"""The commands that say which channel sees what: ``collections``."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.cli.options import Listing, ListingOption
from bot.domain import DEFAULT_COLLECTION
from bot.errors import BadSetting
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.state.store import State

Result = TypeVar("Result")


class Platform(StrEnum):
    """Where people talk."""

    slack = "slack"
    discord = "discord"


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    collections = typer.Typer(help="Say which channel sees which articles.", rich_markup_mode=None, no_args_is_help=True)
    collections.command()(declare)
    collections.command("map")(map_)
    collections.command("list")(listing)
    app.add_typer(collections, name="collections")


def declare(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="As `nutgraf ingest --collection NAME` has it.")],
    private: Annotated[bool, typer.Option("--private", help="Only the channels it is mapped to may ever see it.")] = False,
) -> None:
    """Make a collection known, so that channels can be mapped to it."""
    from bot.cli.terminal import say

    settings: Settings = ctx.obj
    if not name.strip():
        raise BadSetting("a collection needs a name, as in: nutgraf collections declare court --private")
    if private and name == DEFAULT_COLLECTION:
        raise BadSetting(
            f"{name!r} is what every channel sees that has no mapping of its own, so it cannot be private; "
            "read private articles into another collection: nutgraf ingest PATH --collection court"
        )
    _ask(settings, lambda state: state.declare(settings.workspace, name, private=private))
    say(f"{name} is {'private: only channels that are mapped to it see it' if private else 'known'}\n")


def map_(
    ctx: typer.Context,
    platform: Annotated[Platform, typer.Argument(metavar="PLATFORM", help="slack or discord.")],
    workspace: Annotated[str, typer.Argument(metavar="WORKSPACE", help="Its id: T0123ABCD of Slack, of Discord the server's.")],
    channel: Annotated[str, typer.Argument(metavar="CHANNEL", help="Its id, not its name: C0123ABCD of Slack.")],
    names: Annotated[
        list[str], typer.Argument(metavar="NAME...", help=f"The collections; {DEFAULT_COLLECTION} is what others see.")
    ],
) -> None:
    """Say which collections a channel sees, instead of those it saw."""
    from bot.cli.terminal import say
    from bot.state.store import Place

    settings: Settings = ctx.obj
    for what, id_ in (("workspace", workspace), ("channel", channel)):
        if not (id_.isascii() and id_.isalnum()):
            raise BadSetting(f"{id_!r} is no {what}'s id; its details show one, of letters and digits alone")
    place = Place(platform=platform.value, workspace=workspace, channel=channel)

    async def mapped(state: State) -> list[str]:
        known = {entry.name: entry.private for entry in await state.collections() if entry.workspace == settings.workspace}
        for name in names:
            if name != DEFAULT_COLLECTION and name not in known:
                raise BadSetting(f"no collection is called {name!r}; `nutgraf collections declare {name}` makes it known")
        await state.map_channel(place, names)
        return [name for name in dict.fromkeys(names) if known.get(name)]

    private = _ask(settings, mapped)
    say(f"{platform.value} {workspace} {channel} sees {', '.join(dict.fromkeys(names))}\n")
    if private:
        say(f"Whoever can read that channel can now read what the desk says of {', '.join(private)}.\n")


def listing(ctx: typer.Context, format: ListingOption = Listing.text) -> None:
    """List the collections that are known, and the channels that see other than the default one."""
    from bot.cli.terminal import say, say_json

    settings: Settings = ctx.obj

    async def listed(state: State) -> None:
        known = [entry for entry in await state.collections() if entry.workspace == settings.workspace]
        mapped = await state.mapped()
        if format is Listing.json:
            for entry in known:
                say_json({"collection": entry.name, "private": entry.private})
            for place, names in mapped.items():
                where = {"platform": place.platform, "workspace": place.workspace, "channel": place.channel}
                say_json({**where, "collections": list(names)})
            return
        say(f"{DEFAULT_COLLECTION} · seen wherever nothing else is mapped\n")
        for entry in known:
            if entry.name != DEFAULT_COLLECTION:
                say(f"{entry.name}{' · private' if entry.private else ''}\n")
        for place, names in mapped.items():
            say(f"{place.platform} {place.workspace} {place.channel} sees {', '.join(names)}\n")

    _ask(settings, listed)


def _ask(settings: Settings, question: Callable[[State], Awaitable[Result]]) -> Result:
    """Do something with the durable state, and close it."""
    import asyncio

    from bot.state.database import Database
    from bot.state.store import State

    async def asked() -> Result:
        database = Database(settings.state_url)
        try:
            await database.migrate()
            return await question(State(database, time.time))
        finally:
            await database.close()

    settings.home.mkdir(parents=True, exist_ok=True)
    return asyncio.run(asked())
