"""What is typed into a thread → what is asked of the desk. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from bot.domain import Command, Filters

if TYPE_CHECKING:
    from bot.domain import Moment, Turn

Order = Literal["sources", "why", "new", "help", "quit"]
ORDERS: dict[str, Order] = {
    "/sources": "sources",
    "/why": "why",
    "/new": "new",
    "/help": "help",
    "/quit": "quit",
    "/exit": "quit",
    "/?": "help",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """An order that there is none of."""

    word: str


Typed: TypeAlias = "Command | Order | Unknown | None"


def parse(line: str, *, filters: Filters | None = None, as_of: Moment | None = None, thread: tuple[Turn, ...] = ()) -> Typed:
    """``/brief kursk`` is a brief, ``/ask …`` and plain words a question, ``/sources`` an order; None for an empty line."""
    words = line.strip()
    if not words:
        return None
    kind: Literal["brief", "ask"] = "ask"
    if words.startswith("/"):
        first, _, rest = words.partition(" ")
        first = first.lower()
        if first in ORDERS:
            return ORDERS[first]
        if first not in ("/brief", "/ask"):
            return Unknown(word=first)
        kind, words = ("brief" if first == "/brief" else "ask"), rest.strip()
    elif words.lower().startswith("brief "):
        kind, words = "brief", words[len("brief ") :].strip()
    return Command(kind=kind, words=words, filters=filters or Filters(), as_of=as_of, thread=thread)
