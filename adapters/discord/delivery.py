"""Sending to Discord: whatever becomes of an answer, each message once."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
from discord import HTTPException
from discord.http import HTTPClient, Route

from adapters.port import Lost
from adapters.port import Refused as PlatformRefused

TRIES = 6
LONGEST_WAIT = 120.0
"""Seconds that are waited where Discord, or what stands before it, asks for it."""
TIMEOUT = 15.0
"""Seconds a request may take."""
NONCE = 25
"""Characters of a nonce; Discord takes no more."""
LOOKED = 100
"""Messages of a channel among which one of ours is looked for: what one request gives."""
PAGES = 20
"""How many times as many of them, at the most."""
EPOCH = 1_420_070_400_000
"""Where ids count their milliseconds from (docs.discord.com/developers/reference, snowflakes)."""
THREAD_NAME = 100

UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION = 10003, 10008, 10015, 10062
TAKEN, NO_ACCESS, NO_PERMISSION, NO_DIRECT, BAD_TOKEN, MISSHAPEN = 40060, 50001, 50013, 50007, 50027, 50035
THREAD_THERE = 160004
"""Codes of Discord's errors (docs.discord.com/developers/topics/opcodes-and-status-codes)."""
STALE = frozenset({UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION, BAD_TOKEN})
"""Errors that say that an interaction can no longer be answered as one."""
BARRED = frozenset({NO_ACCESS, NO_PERMISSION, NO_DIRECT})

Sleep = Callable[[float], Awaitable[None]]
Before = Callable[[], Awaitable[None]]


DENIED = "Discord does not take DISCORD_TOKEN any more; copy it from the application's page, Bot, and start the service again"
REMEDIES: Mapping[frozenset[int], str] = {
    frozenset({NO_ACCESS, NO_PERMISSION}): "give the bot View Channel, Send Messages and Send Messages in Threads there",
    frozenset({MISSHAPEN}): "that is a fault of ours; please report it",
}
"""What an operator can do about an error."""


class Refused(PlatformRefused):
    """Discord does not take a request, and will not take it again."""

    def __init__(self, code: int, text: str, remedy: str = "") -> None:
        known = next((remedy for codes, remedy in REMEDIES.items() if code in codes), "")
        super().__init__(str(code), f"Discord ({text})", remedy or known)
        self.code = code


class Outbox:
    """Where what we send goes out. Rate limits are discord.py's own business, but for those it gives up at.

    Args:
        http: The client that is logged in at present.
        sleep: Waits.
    """

    def __init__(self, http: Callable[[], HTTPClient], *, sleep: Sleep = asyncio.sleep) -> None:
        self._http = http
        self._sleep = sleep
        self.denied = False
        """Whether Discord has last said that it does not know our token."""

    async def acknowledge(self, interaction: str, token: str, kind: int, data: Mapping[str, Any] | None = None) -> None:
        """Answer an interaction in the first place: that it is being worked on, or with the completions of an option."""
        # Named as a webhook's, so that each interaction has a bucket of its own and none waits for another.
        route = Route(
            "POST", "/interactions/{webhook_id}/{webhook_token}/callback", webhook_id=interaction, webhook_token=token
        )
        await self._persist(route, {"type": kind, **({"data": data} if data else {})})

    async def edit(self, application: str, token: str, payload: Mapping[str, Any], *, mark: str, part: int = 0) -> str:
        """Put a message in the place of what an interaction shows; its id. The same again changes nothing."""
        route = _webhook("PATCH", "/messages/@original", application, token)
        return str((await self._persist(route, stamped(payload, mark, part)))["id"])

    async def withdraw(self, application: str, token: str) -> None:
        """Take away what an interaction shows."""
        await self._persist(_webhook("DELETE", "/messages/@original", application, token))

    async def follow(self, application: str, token: str, payload: Mapping[str, Any]) -> str:
        """Add a message to an interaction; its id. These have no nonce, so what may have been taken is not sent again."""
        return str((await self._persist(_webhook("POST", "", application, token), payload, again=False))["id"])

    async def post(
        self,
        channel: str,
        payload: Mapping[str, Any],
        *,
        mark: str,
        part: int = 0,
        about: str | None = None,
        before: Before | None = None,
    ) -> str:
        """Post a message in a channel or a thread; its id.

        Args:
            channel: Where.
            payload: What.
            mark: What it answers: a message of one mark and part is there once, however often it is sent.
            part: Which of the messages of that mark.
            about: The message that it is a reply to.
            before: Awaited before every attempt.
        """
        reference = {"message_id": about, "fail_if_not_exists": False}
        body = {
            **stamped(payload, mark, part),
            "nonce": nonce(mark, part),
            "enforce_nonce": True,
            **({"message_reference": reference} if about else {}),
        }
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel)
        return str((await self._persist(route, body, before=before))["id"])

    async def open(self, channel: str, message: str, name: str) -> str:
        """The thread under a message: opened, or there already."""
        route = Route("POST", "/channels/{channel_id}/messages/{message_id}/threads", channel_id=channel, message_id=message)
        try:
            return str((await self._persist(route, {"name": name[:THREAD_NAME]}))["id"])
        except Refused as exc:
            if exc.code == THREAD_THERE:
                # A thread has the id of the message that it hangs on.
                return message
            raise

    async def find(self, channel: str, bot: str, mark: str, part: int = 0) -> str | None:
        """The id of our own message of this mark and part, where it is among the last ones; raises Refused, Lost."""
        route = Route("GET", "/channels/{channel_id}/messages", channel_id=channel)
        found = await self._persist(route, params={"limit": LOOKED})
        for message in found:
            if _ours(message, bot, mark, part):
                return str(message["id"])
        return None

    async def after(self, channel: str, id_: int) -> list[dict[str, Any]]:
        """The next messages of a channel after this id, at most ``LOOKED``, in whatever order; raises Refused, Lost."""
        route = Route("GET", "/channels/{channel_id}/messages", channel_id=channel)
        found: list[dict[str, Any]] = await self._persist(route, params={"limit": LOOKED, "after": id_})
        return found

    async def copies(self, channel: str, bot: str, mark: str, part: int, since: float) -> tuple[str, ...]:
        """The ids of our messages of this mark and part since a moment (UTC seconds), oldest first; raises Refused, Lost."""
        after, found = max(0, int(since * 1000) - EPOCH) << 22, list[str]()
        for _ in range(PAGES):
            page = await self.after(channel, after)
            ordered = sorted(page, key=lambda message: int(message["id"]))
            found += [str(message["id"]) for message in ordered if _ours(message, bot, mark, part)]
            if len(page) < LOOKED:
                break
            after = int(ordered[-1]["id"])
        return tuple(found)

    async def remove(self, channel: str, message: str) -> None:
        """Take a message away; that it is gone already is as good."""
        route = Route("DELETE", "/channels/{channel_id}/messages/{message_id}", channel_id=channel, message_id=message)
        try:
            await self._persist(route)
        except Refused as exc:
            if exc.code != UNKNOWN_MESSAGE:
                raise

    async def channel(self, id_: str) -> Mapping[str, Any]:
        """What a channel is."""
        found: Mapping[str, Any] = await self._persist(Route("GET", "/channels/{channel_id}", channel_id=id_))
        return found

    async def direct(self, user: str) -> str:
        """The channel of direct messages with somebody."""
        return str((await self._persist(Route("POST", "/users/@me/channels"), {"recipient_id": user}))["id"])

    async def type(self, channel: str) -> None:
        """Show that we are at work; tried once."""
        await self._call(Route("POST", "/channels/{channel_id}/typing", channel_id=channel), None, None)

    async def declare(self, application: str, commands: list[Mapping[str, Any]]) -> None:
        """Say which commands there are, in the place of those that there were."""
        route = Route("PUT", "/applications/{application_id}/commands", application_id=application)
        await self._persist(route, commands)

    async def _persist(
        self,
        route: Route,
        payload: Any = None,
        *,
        params: Mapping[str, Any] | None = None,
        again: bool = True,
        before: Before | None = None,
    ) -> Any:
        """Send until Discord has answered; ``again`` says whether what may have been taken may be sent once more."""
        for tried in range(TRIES):
            if before is not None:
                await before()
            try:
                return await self._call(route, payload, params)
            except HTTPException as exc:
                if exc.status == 429:
                    # From what stands before Discord: that its own limits are not waited for, discord.py sees to.
                    await self._sleep(_wait(exc))
                    continue
                if exc.status < 500:
                    # A webhook's own token that is over has a code.
                    self.denied = exc.status == 401 and not exc.code
                    raise Refused(exc.code, exc.text or "", DENIED if self.denied else "") from exc
                if not again:
                    raise Lost("Discord did not say whether it took a message") from exc
            except aiohttp.ClientConnectorError:
                pass
            except (aiohttp.ClientError, TimeoutError, OSError, RuntimeError) as exc:
                if not again:
                    raise Lost("Discord did not say whether it took a message") from exc
            await self._sleep(min(2.0**tried, 10.0))
        raise Lost(f"Discord does not answer {route.method} {route.path}")

    async def _call(self, route: Route, payload: Any, params: Mapping[str, Any] | None) -> Any:
        given: dict[str, Any] = {"timeout": aiohttp.ClientTimeout(total=TIMEOUT)}
        if payload is not None:
            given["json"] = payload
        if params is not None:
            given["params"] = params
        answer = await self._http().request(route, **given)
        self.denied = False
        return answer


def nonce(mark: str, part: int) -> str:
    """What makes a message that is sent again the same message (``enforce_nonce``)."""
    return hashlib.sha256(f"{mark}\0{part}".encode("utf-8", "replace")).hexdigest()[:NONCE]


def stamp(mark: str, part: int) -> int:
    """The number by which a message of components is found again, for longer than its nonce is remembered."""
    return 1 + int.from_bytes(hashlib.sha256(f"stamp\0{mark}\0{part}".encode("utf-8", "replace")).digest()[:4], "big") % (
        2**31 - 2
    )


def stamped(payload: Mapping[str, Any], mark: str, part: int) -> dict[str, Any]:
    """A message with its stamp, where it has components to bear one."""
    first, *others = payload.get("components") or [None]
    return {**payload, "components": [{**first, "id": stamp(mark, part)}, *others]} if first else dict(payload)


def _ours(message: Mapping[str, Any], bot: str, mark: str, part: int) -> bool:
    ours = str(message["author"]["id"]) == bot
    return ours and any(one.get("id") == stamp(mark, part) for one in message.get("components") or ())


def _webhook(method: str, path: str, application: str, token: str) -> Route:
    return Route(method, "/webhooks/{webhook_id}/{webhook_token}" + path, webhook_id=int(application), webhook_token=token)


def _wait(exc: HTTPException) -> float:
    given = exc.response.headers.get("Retry-After") or "1"
    try:
        return min(max(float(given), 0.0), LONGEST_WAIT)
    except ValueError:
        return 1.0
