"""A platform as the digest posts to it: an outlet, with what it refuses sorted by what is to be done about it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from adapters.port import Lost, Refused
from bot.digest.poster import Gone, Rejected, Unsure, Wait

if TYPE_CHECKING:
    from adapters.port import Outlet
    from bot.engine.view import View
    from bot.state.ledger import Slot
    from bot.state.store import Place

BUSY = frozenset({"ratelimited", "unavailable", "unreachable"})
"""Errors that say that nothing was taken, and that it may be later."""
PAUSE = 30.0
"""Seconds until it is tried again then."""


class OutletPoster:
    """Posts digests through an outlet.

    Args:
        outlet: The platform.
    """

    def __init__(self, outlet: Outlet) -> None:
        self._outlet = outlet
        self.platform = outlet.name
        self.timeout = outlet.timeout

    def freeze(self, picture: View, slot: Slot) -> Sequence[bytes]:
        """The messages of a picture, just as they will be sent."""
        return self._outlet.freeze(picture, reply=slot.mark)

    async def find(self, slot: Slot, thread: str | None, since: float) -> Sequence[str]:
        """The ids of our messages that carry a slot's mark."""
        with self._sorted():
            return await self._outlet.copies(slot.place, mark=slot.mark, part=slot.number, thread=thread, since=since)

    async def post(self, slot: Slot, body: bytes, thread: str | None, before: Callable[[], Awaitable[None]]) -> str:
        """Post once, in the channel's turn."""
        with self._sorted():
            return await self._outlet.send(slot.place, body, mark=slot.mark, part=slot.number, thread=thread, before=before)

    async def remove(self, slot: Slot, message: str, thread: str | None) -> None:
        """Take a message away."""
        with self._sorted():
            await self._outlet.remove(slot.place, message, thread=thread)

    async def tell(self, place: Place, person: str, text: str) -> None:
        """Tell somebody something by direct message."""
        with self._sorted():
            await self._outlet.write(place, person, text)

    @contextmanager
    def _sorted(self) -> Iterator[None]:
        try:
            yield
        except Lost as exc:
            raise Unsure(str(exc)) from exc
        except Refused as exc:
            if reason := self._outlet.gone.get(str(exc.error)):
                raise Gone(reason) from exc
            if exc.error in BUSY:
                raise Wait(str(exc), PAUSE) from exc
            raise Rejected(str(exc)) from exc
