"""The command that runs the desk as a service: ``serve``."""

from dataclasses import replace
from typing import Annotated

import typer

from bot.settings import Settings


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
    run(replace(settings, host=host or settings.host, port=settings.port if port is None else port))
