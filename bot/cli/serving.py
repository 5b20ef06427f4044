"""The commands that run the desk as a service, and let it into Slack: ``serve`` and ``slack-manifest``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import BadSetting
from bot.settings import Settings, address

if TYPE_CHECKING:
    from adapters.discord.keys import Keys as DiscordKeys
    from adapters.port import Outlet
    from adapters.slack.app import Keys
    from bot.service.component import Component
    from bot.service.run import House


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(serve)
    app.command("slack-manifest")(slack_manifest)


def serve(
    ctx: typer.Context,
    host: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Where /healthz, /readyz and /metrics listen (else NUTGRAF_HOST).")
    ] = None,
    port: Annotated[
        int | None, typer.Option(metavar="PORT", min=0, max=65535, help="Their port (else NUTGRAF_PORT, else 8080).")
    ] = None,
) -> None:
    """Run the desk as a service, until it is told to stop."""
    from bot.service.run import serve as run

    settings: Settings = ctx.obj
    run(replace(settings, host=host or settings.host, port=settings.port if port is None else port), adapters)


def slack_manifest(
    ctx: typer.Context,
    url: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Where Slack reaches `nutgraf serve`; without one it is for Socket Mode."),
    ] = None,
    install: Annotated[
        bool, typer.Option("--install", help="Let other workspaces install the app (needs an address).")
    ] = False,
) -> None:
    """Print the manifest that a Slack app is made from."""
    from adapters.slack.manifest import text
    from bot.cli.terminal import say

    settings: Settings = ctx.obj
    if url is not None:
        url = address(url, "--url")
    elif install:
        url = settings.public_url
    if install and not url:
        raise BadSetting("--install needs --url (or NUTGRAF_PUBLIC_URL): an address like https://desk.example.org")
    say(text(url, shared=install))


def adapters(house: House) -> Sequence[Component]:
    """The platforms that the settings have keys for. Raises BadSetting where those do not fit together."""
    from dataclasses import replace
    from random import SystemRandom

    from bot.service.digests import Digests

    made: list[Component] = []
    random = SystemRandom()
    digests = Digests(house, random)
    outlets: dict[str, Outlet] = {}
    if (keys := slack_keys(house.settings)) is not None:
        from adapters.slack.app import Slack

        slack = Slack(
            replace(keys, page=house.pages.link),
            house.reception,
            house.state,
            house.corpus,
            house.clock,
            random,
            digests=digests.orders("slack"),
            database=house.database,
        )
        digests.ask("slack", slack.platform.zone)
        outlets["slack"] = slack.platform
        made.append(slack)
    if (given := discord_keys(house.settings)) is not None:
        from adapters.discord.app import Discord

        discord = Discord(
            replace(given, page=house.pages.link),
            house.reception,
            house.state,
            house.corpus,
            house.index,
            house.clock,
            random,
            digests=digests.orders("discord"),
        )
        outlets["discord"] = discord.platform
        made.append(discord)
    return (*made, digests.scheduler(outlets)) if made else ()


def slack_keys(settings: Settings) -> Keys | None:
    """What Slack gave us, where it did. Raises BadSetting where that is not enough."""
    id_, secret, url = settings.slack_client_id, settings.slack_client_secret, settings.public_url
    if not settings.slack_token and not id_:
        return None
    from adapters.slack.app import Keys
    from adapters.slack.workspaces import Install

    install = None
    if id_ and secret and url:
        install = Install(client_id=id_, client_secret=secret, url=url, allowed=settings.slack_workspaces)
    elif id_ or secret:
        raise BadSetting(
            "for workspaces to install the app, SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and NUTGRAF_PUBLIC_URL are needed together"
        )
    return Keys(
        token=settings.slack_token,
        install=install,
        app_token=settings.slack_app_token,
        signing_secret=settings.slack_signing_secret,
        api=settings.slack_api_url,
        threads=settings.slack_threads,
    )


def discord_keys(settings: Settings) -> DiscordKeys | None:
    """What a Discord application gave us, where it did."""
    if not settings.discord_token:
        return None
    from adapters.discord.keys import Keys as DiscordKeys

    return DiscordKeys(
        token=settings.discord_token,
        public_key=settings.discord_public_key,
        api=settings.discord_api_url,
        gateway=settings.discord_gateway_url,
        threads=settings.discord_threads,
        opening=settings.discord_opening,
    )
