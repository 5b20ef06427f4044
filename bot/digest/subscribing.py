"""What becomes of the words after ``/digest``: subscriptions are made, listed, shown, changed and removed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, TypeAlias

from bot.digest import wording
from bot.digest.command import Act, Change, Create, Order, Preview, Unreadable, parse, topics
from bot.digest.schedule import MEMORY, due
from bot.digest.writing import Writer
from bot.errors import AskerError
from bot.state.book import EVERY_DAY, Subscription

if TYPE_CHECKING:
    from bot.domain import Digest
    from bot.state.book import Book
    from bot.state.ledger import Ledger
    from bot.state.store import Place

LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
"""What ids are made of: nothing that is read as something else."""
HELP = f"""The digest posts here, once a day, what is new on your topics.
{wording.PROMPT}
/digest weekdays 7:30 everything new
/digest mon,wed 18:00 city council
/digest list · /digest preview kursk · /digest pause ID · resume ID · change ID weekdays 8:00 · remove ID"""

ZoneOf: TypeAlias = Callable[["Place", str], Awaitable[str | None]]
"""The time zone that a person has on a platform, where it tells."""
Answer: TypeAlias = "str | Digest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Editors:
    """Who may change subscriptions.

    Args:
        allowed: Ids of persons, as their platform has them; none at all means everybody who can write in the channel.
    """

    allowed: Collection[str] = ()

    def may(self, person: str) -> bool:
        """Whether this one may."""
        return not self.allowed or person in self.allowed


class Subscribing:
    """Does what is asked of the digest.

    Args:
        book: The subscriptions.
        ledger: What was posted.
        writer: Writes a preview.
        random: Where ids come from.
        now: UTC seconds since 1970.
        editors: Who may change subscriptions.
        zone: The time zone where neither the words nor the platform name one.
        zones: What asks a platform for a person's time zone, by platform.
    """

    def __init__(
        self,
        book: Book,
        ledger: Ledger,
        writer: Writer,
        random: Random,
        now: Callable[[], float],
        *,
        editors: Editors | None = None,
        zone: str = "UTC",
        zones: Mapping[str, ZoneOf] | None = None,
    ) -> None:
        self._book = book
        self._ledger = ledger
        self._writer = writer
        self._random = random
        self._now = now
        self._editors = editors or Editors()
        self._zone = zone
        # It may be filled later, so an empty one is kept too.
        self._zones = {} if zones is None else zones

    async def do(self, words: str, place: Place, person: str | None) -> Answer:
        """Do what the words say, and say what was done; a preview is a digest.

        Args:
            words: What was written after ``/digest``.
            place: Where.
            person: By whom; None is the operator, who may do everything.

        Raises:
            AskerError: The words cannot be read, or may not be done.
        """
        asked = parse(words)
        if isinstance(asked, Preview):
            return await self._preview(asked.words, place)
        if isinstance(asked, Act) and asked.what == "help":
            return HELP
        if isinstance(asked, Act) and asked.what == "list":
            return await self._listed(place)
        if person is not None and not self._editors.may(person):
            raise AskerError("Only those whom the newsroom has named may change digests; ask one of its editors")
        if isinstance(asked, Create):
            return await self._created(asked.order, place, person or "")
        return await self._changed(asked, place)

    async def _created(self, order: Order, place: Place, person: str) -> str:
        assert order.at is not None
        zone = order.zone or await self._zone_of(place, person)
        while True:
            wanted = Subscription(
                id="".join(self._random.choices(LETTERS, k=5)),
                place=place,
                maker=person,
                topics=order.topics or (),
                at=order.at,
                days=order.days or EVERY_DAY,
                zone=zone,
                since=self._now(),
            )
            kept = await self._book.add(wanted)
            if kept is not None:
                break
        if kept.id != wanted.id:
            return f"That digest is here already: {wording.order(kept)}."
        return f"Done: {wording.order(kept)}. {self._first(kept)} /digest remove {kept.id} takes it back."

    def _first(self, kept: Subscription) -> str:
        at = due(kept, {}, datetime.fromtimestamp(self._now(), UTC)).next
        return f"The first one comes on {wording.moment(at, kept.zone)}." if at else ""

    async def _zone_of(self, place: Place, person: str) -> str:
        ask = self._zones.get(place.platform)
        zone = await ask(place, person) if ask and person else None
        return zone or self._zone

    async def _changed(self, asked: Change | Act, place: Place) -> str:
        before = await self._here(asked.id, place)
        if isinstance(asked, Change):
            order = asked.order
            fields = {"days": order.days, "at": order.at, "zone": order.zone, "topics": order.topics}
            after = await self._book.change(before.id, **{name: value for name, value in fields.items() if value is not None})
            return f"Changed: {wording.order(after or before)}."
        if asked.what == "pause":
            await self._book.pause(before.id)
            return f"Paused: {wording.order(before)}. /digest resume {before.id} goes on with it."
        if asked.what == "resume":
            after = await self._book.resume(before.id)
            return f"Resumed: {wording.order(after or before)}. {self._first(after or before)}"
        await self._book.remove(before.id)
        return f"Removed: {wording.order(before)}."

    async def _here(self, id_: str, place: Place) -> Subscription:
        """A subscription of this channel; those of others are as if they were not."""
        found = await self._book.one(id_)
        if found is None or found.place != place:
            raise AskerError(f"There is no digest {id_!r} here; /digest list shows those of this channel")
        return found

    async def _listed(self, place: Place) -> str:
        orders = await self._book.of(place)
        if not orders:
            return f"No digest is posted here yet. Make one: {wording.PROMPT}"
        return "\n".join([await self._line(order) for order in orders])

    async def _line(self, order: Subscription) -> str:
        if order.state == "paused":
            return f"{wording.order(order)}{f' ({order.reason})' if order.reason else ''}"
        now = datetime.fromtimestamp(self._now(), UTC)
        states = await self._ledger.days(order.place, order.id, now.date() - timedelta(days=MEMORY + 2))
        owed = due(order, states, now)
        coming = owed.at if owed.day else owed.next
        return f"{wording.order(order)} · next {wording.moment(coming, order.zone)}" if coming else wording.order(order)

    async def _preview(self, words: str, place: Place) -> Digest:
        """What a subscription of this channel would bring now, or one on these topics that had never been posted."""
        found = await self._book.one(words.lower()) if words and " " not in words else None
        if found is None or found.place != place:
            here = await self._book.of(place)
            if not words and len(here) > 1:
                ids = ", ".join(order.id for order in here)
                raise Unreadable(f"preview which one? This channel has {ids}, as in: /digest preview {here[0].id}")
            found = here[0] if here and not words else None
        at = datetime.fromtimestamp(self._now(), UTC)
        order = found or Subscription(
            id="", place=place, maker="", topics=topics(words), at=at.time().replace(second=0, microsecond=0), since=self._now()
        )
        return await self._writer.write(order)
