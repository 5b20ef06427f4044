"""What a platform must be able to do for a digest to be posted once: find what is there, post, and take away."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from bot.errors import ServiceError

if TYPE_CHECKING:
    from bot.engine.view import View
    from bot.state.ledger import Slot
    from bot.state.store import Place


class Wait(ServiceError):
    """Nothing was posted, and may be in ``seconds``."""

    def __init__(self, message: str, seconds: float) -> None:
        super().__init__(message)
        self.seconds = seconds


class Unsure(ServiceError):
    """The platform did not answer: whether it posted, or what is there, nobody knows."""


class Gone(ServiceError):
    """Nothing can be posted there any more: the channel is archived, the bot removed, the token revoked."""


class Rejected(ServiceError):
    """The platform does not take this very message, and never will."""


class Poster(Protocol):
    """One platform, as the digest needs it.

    ``find``, ``post``, ``remove`` and ``tell`` raise the four errors above, and take at most ``timeout`` for one request.
    """

    @property
    def platform(self) -> str:
        """Its name in subscriptions."""
        ...

    @property
    def timeout(self) -> float:
        """Seconds that a request may take."""
        ...

    def freeze(self, picture: View, slot: Slot) -> Sequence[bytes]:
        """The messages of a picture, each as the bytes that are posted whatever happens; the first slot is given."""
        ...

    async def find(self, slot: Slot, thread: str | None, since: float) -> Sequence[str]:
        """The ids of our messages since a moment (UTC seconds since 1970) that carry this slot's mark, oldest first."""
        ...

    async def post(self, slot: Slot, body: bytes, thread: str | None, before: Callable[[], Awaitable[None]]) -> str:
        """Post once, in the channel's turn; the message's id.

        ``before`` is awaited directly before the message is sent, each time it is, and may raise to leave it. It is sent again
        in here only where it was surely not taken, or where the platform knows the same message when it comes again.
        """
        ...

    async def remove(self, slot: Slot, message: str, thread: str | None) -> None:
        """Take a message away; one that is gone already is as it should be."""
        ...

    async def tell(self, place: Place, person: str, text: str) -> None:
        """Tell somebody something by direct message."""
        ...
