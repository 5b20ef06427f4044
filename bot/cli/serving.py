"""The command that runs the desk as a service: ``serve``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from bot.settings import Settings

if TYPE_CHECKING:
    from adapters.discord.app import Keys as DiscordKeys
    from adapters.slack.app import Keys
    from bot.service.component import Component
    from bot.service.run import House


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(serve)


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


def adapters(house: House) -> Sequence[Component]:
    """The platforms that the settings have keys for. Raises BadSetting where those do not fit together."""
    from random import SystemRandom

    made: list[Component] = []
    if (keys := slack_keys(house.settings)) is not None:
        from adapters.slack.app import Slack

        made.append(Slack(keys, house.reception, house.state, house.corpus, house.clock, SystemRandom()))
    if (given := discord_keys(house.settings)) is not None:
        from adapters.discord.app import Discord

        made.append(Discord(given, house.reception, house.state, house.corpus, house.index, house.clock, SystemRandom()))
    return made


def slack_keys(settings: Settings) -> Keys | None:
    """What a Slack workspace gave us, where it did."""
    if not settings.slack_token:
        return None
    from adapters.slack.app import Keys

    return Keys(
        token=settings.slack_token,
        app_token=settings.slack_app_token,
        signing_secret=settings.slack_signing_secret,
        api=settings.slack_api_url,
        threads=settings.slack_threads,
    )


def discord_keys(settings: Settings) -> DiscordKeys | None:
    """What a Discord application gave us, where it did."""
    if not settings.discord_token:
        return None
    from adapters.discord.app import Keys as DiscordKeys

    return DiscordKeys(
        token=settings.discord_token,
        public_key=settings.discord_public_key,
        api=settings.discord_api_url,
        gateway=settings.discord_gateway_url,
        threads=settings.discord_threads,
        opening=settings.discord_opening,
    )
