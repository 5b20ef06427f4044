"""Options that several commands share."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from bot.domain import DEFAULT_COLLECTION, Filters, Moment
from bot.moment import moment


class Format(StrEnum):
    """How a reply is printed."""

    text = "text"
    markdown = "markdown"
    json = "json"
    slack = "slack"
    discord = "discord"


class Listing(StrEnum):
    """How a list is printed."""

    text = "text"
    json = "json"


FormatOption = Annotated[Format, typer.Option("--format", help="How to print the reply.")]
ListingOption = Annotated[Listing, typer.Option("--format", help="How to print it.")]
SinceOption = Annotated[
    str | None, typer.Option(metavar="WHEN", help="Only sources published then or later: 2025-03-01, 7d, yesterday.")
]
UntilOption = Annotated[str | None, typer.Option(metavar="WHEN", help="Only sources published then or earlier.")]
OutletOption = Annotated[str | None, typer.Option(metavar="NAME", help="Only this outlet.")]
CollectionOption = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help=f"Only this collection; may be given again. [default: {DEFAULT_COLLECTION}]"),
]
AsOfOption = Annotated[
    str | None, typer.Option(metavar="WHEN", help="Answer as of then: nothing later is used, and recency counts from it.")
]
ExplainOption = Annotated[bool, typer.Option("--explain", help="Also show which passages it was made of, and why these.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which sources, and as of when, as it was typed."""

    since: str | None = None
    until: str | None = None
    outlet: str | None = None
    collections: tuple[str, ...] = ()
    as_of: str | None = None

    def filters(self, now: datetime) -> Filters:
        """The filters it means. Raises BadSetting."""
        return Filters(
            since=moment(self.since, now) if self.since else None,
            until=moment(self.until, now, last=True) if self.until else None,
            outlet=self.outlet,
            collections=frozenset(self.collections or (DEFAULT_COLLECTION,)),
        )

    def moment(self, now: datetime) -> Moment | None:
        """The moment to answer for. Raises BadSetting."""
        return moment(self.as_of, now, last=True) if self.as_of else None
