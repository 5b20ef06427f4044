"""The commands that measure: ``eval``, ``bench`` and ``doctor``."""

import typer


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
