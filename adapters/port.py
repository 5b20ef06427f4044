"""What an adapter is: two pure functions, and a thin shell around a socket.

``parse`` makes a command of what the platform sends, ``render`` makes the platform's message of a view, and an ``app`` moves
both over the wire. The desk is all that an adapter sees of the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from bot.desk import Outcome
    from bot.domain import Command
    from bot.engine.view import View

Event = TypeVar("Event", contravariant=True)
Message = TypeVar("Message", covariant=True)


class Answering(Protocol):
    """The desk, as far as an adapter needs it."""

    async def consider(self, command: Command) -> Outcome:
        """The reply to a command, with the evidence it was made of."""
        ...


class Parse(Protocol[Event]):
    """What the platform sends → what is asked; None where nothing is. Pure."""

    def __call__(self, event: Event, /) -> Command | None:
        """The command in an event."""
        ...


class Render(Protocol[Message]):
    """The picture of a reply → the platform's message. Pure; keeps every source that a shown marker names."""

    def __call__(self, view: View, /) -> Message:
        """The message that shows a view."""
        ...
