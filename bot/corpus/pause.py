"""Letting an event loop's other work go on in the middle of long work."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator


class Pause:
    """What ``asyncio.sleep(0)`` does, without importing asyncio where there is no loop."""

    def __await__(self) -> Generator[None, None, None]:
        yield
