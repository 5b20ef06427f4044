"""What an adapter is: two pure functions, and a thin shell around a socket.

``parse`` makes a :class:`~adapters.request.Request` of what the platform sends, ``render`` makes the platform's messages of a
view, and an ``app`` moves both over the wire. What lies between, from the request to what is remembered of its reply, is the
same everywhere and stands in :mod:`adapters.conversation`; a platform gives it a :class:`Platform`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

from bot.engine.view import View
from bot.errors import ServiceError

if TYPE_CHECKING:
    from adapters.request import Press, Request
    from bot.desk import Outcome
    from bot.domain import Claim, Command, Filters, Moment, Reading, Reply, Source
    from bot.state.store import Place

Message = TypeVar("Message", covariant=True)


class Refused(ServiceError):
    """The platform does not take a message, and will not take it again."""

    def __init__(self, error: str, platform: str = "the platform", remedy: str = "") -> None:
        super().__init__(f"{platform} refused with {error!r}{f'; {remedy}' if remedy else ''}")
        self.error = error


class Lost(ServiceError):
    """Nobody knows whether a message was posted; sending it again could show it twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """How to ask, with an example that the corpus answers."""

    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Cited words in their context."""

    number: int
    """Of the source, as its markers have it."""
    title: str
    """Empty where it goes on from the one before."""
    before: str
    words: str
    after: str


Shown: TypeAlias = str | Usage | tuple[Quoted, ...] | View
"""What one person is told or shown: a sentence of ours, the usage, passages, or a picture without buttons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """Where a reply stands."""

    message: str
    """The id of its first message."""
    thread: str
    """The thread in which follow-ups to it are asked."""


class Answering(Protocol):
    """The desk, as far as the console needs it."""

    async def consider(self, command: Command) -> Outcome:
        """The reply to a command, with the evidence it was made of."""
        ...


class Desk(Protocol):
    """Whoever answers commands."""

    async def reply(
        self, command: Command, *, request: str | None = None, heard: Callable[[Claim], None] | None = None
    ) -> Reply:
        """What is posted for a command; ``heard`` is told each claim that is verified before the reply is whole, if any is."""
        ...


class Library(Protocol):
    """The sources, as far as their passages and an example are shown."""

    async def reading(self, source: str, revision: str | None = None) -> Reading:
        """One reading; raises ``UnknownSource``."""
        ...

    async def sources(self, filters: Filters | None = None, *, limit: int | None = None) -> Sequence[Source]:
        """The current sources, newest first; at most ``limit`` of them."""
        ...

    async def extent(self, filters: Filters | None = None) -> tuple[int, Moment | None]:
        """How many sources there are, and when the newest was published."""
        ...


class Render(Protocol[Message]):
    """The picture of a reply → the platform's messages. Pure; keeps every source that a shown marker names."""

    def __call__(self, view: View, /) -> Message:
        """The messages that show a view."""
        ...


class Stream(Protocol):
    """A reply that is shown while it is being made: only what has been verified, and in the end all of it or nothing."""

    def heard(self, claim: Claim) -> None:
        """Show a claim as soon as may be; returns at once."""
        ...

    async def drop(self) -> None:
        """Take away whatever has been shown: there will be no reply."""
        ...


class Platform(Protocol):
    """What a conversation needs of a platform. Whatever the platform answers, only `NutgrafError` is raised."""

    @property
    def name(self) -> str:
        """As places and logs have it: ``slack``."""
        ...

    def stream(self, request: Request, reply: str, begun: Callable[[str], Awaitable[None]]) -> Stream | None:
        """A stream for the reply to a request, or None where this platform or place has none.

        Args:
            request: What is answered.
            reply: The id of the reply.
            begun: To be awaited with the id of the message as soon as there is one.
        """
        ...

    async def post(
        self, request: Request, picture: View, *, reply: str, again: bool, begun: str | None, stream: Stream | None
    ) -> Posting | None:
        """Post a whole reply where it belongs, in as many messages as it takes, each with its own sources.

        Args:
            request: What is answered.
            picture: The reply.
            reply: Its id: buttons carry it, and every message is marked with it so that it can be found again.
            again: Whether some of it may be there already, posted by a process that did not live to say so.
            begun: The message of a stream that such a process began; the reply takes its place.
            stream: The stream that showed claims of it, which is brought to its end.

        Returns where it stands, or None where it was shown to the asker alone. Raises Refused or Lost.
        """
        ...

    async def tell(self, to: Request | Press, shown: Shown) -> None:
        """Show something to the one person who asked or pressed, and to nobody else. Raises Refused or Lost."""
        ...

    async def share(self, press: Press, picture: View, *, reply: str) -> None:
        """Show everybody a reply that one person saw. Raises Refused or Lost."""
        ...

    async def status(self, request: Request, text: Callable[[], Awaitable[str]]) -> None:
        """Say what the desk is doing, where the platform shows such a thing; ``text`` finds the words."""
        ...


class Outlet(Protocol):
    """Where a message that was frozen beforehand is posted: what a scheduler needs of a platform.

    ``mark`` and ``part`` name a message for good; a reply's id and the number of its message are such a pair.
    """

    def freeze(self, picture: View, *, reply: str) -> tuple[bytes, ...]:
        """The messages of a picture, just as they will be sent."""
        ...

    async def find(self, place: Place, *, mark: str, part: int, thread: str | None = None) -> str | None:
        """The id of the message with this mark, or None where it is not there. Raises Lost where nobody can tell."""
        ...

    async def send(
        self,
        place: Place,
        frozen: bytes,
        *,
        mark: str,
        part: int,
        thread: str | None = None,
        before: Callable[[], Awaitable[None]] | None = None,
    ) -> str:
        """Post it once, in its turn; the id of the message.

        What was surely not taken (too many, no connection) is sent again; ``before`` is awaited directly before each POST and
        may raise to leave it. Raises Refused, or Lost where it may have been taken.
        """
        ...

    async def remove(self, place: Place, message: str) -> None:
        """Take a message away. Raises Refused or Lost."""
        ...
