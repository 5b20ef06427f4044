"""What an application gives us, as the operator's settings have it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from adapters.discord.platform import OPENINGS
from adapters.request import modes
from bot.errors import BadSetting

if TYPE_CHECKING:
    from adapters.request import Mode
    from bot.engine.view import Page


@dataclass(frozen=True, kw_only=True)
class Keys:
    """What an application gives us."""

    token: str = field(repr=False)
    public_key: str | None = None
    """What interactions that come over HTTP are signed with, in hexadecimal; without one there is no door for them."""
    api: str = "https://discord.com/api/v10"
    gateway: str | None = None
    """Where the gateway is, if not where Discord says."""
    threads: str = ""
    opening: str = "open"
    page: Page | None = None

    def read(self) -> tuple[dict[str, Mode], str, Ed25519PublicKey | None]:
        """Threads, opening and public key, where they have usable values. Raises BadSetting."""
        try:
            chosen = modes(self.threads)
        except ValueError as exc:
            raise BadSetting(f"DISCORD_THREADS={self.threads!r}: {exc}") from exc
        if self.opening not in OPENINGS:
            raise BadSetting(f"DISCORD_OPENING={self.opening!r} is none of {', '.join(OPENINGS)}")
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.public_key)) if self.public_key else None
        except ValueError as exc:
            raise BadSetting("DISCORD_PUBLIC_KEY is no key of 64 hexadecimal digits; copy it from General Information") from exc
        return chosen, self.opening, key
