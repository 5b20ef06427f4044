"""What a file or a record gives, before anything is made of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

from bot.domain import DEFAULT_COLLECTION, Block, Status

if TYPE_CHECKING:
    from typing import TypeAlias

    from bot.errors import UnreadableInput

OURS = re.compile(r"[0-9a-f]{16}")
"""What an id of this desk looks like."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """An article as it was given: its text unchanged, and the metadata that came with it."""

    id: str
    """Stable over revisions: a hash of where it came from, 16 hexadecimal digits."""
    text: str
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    place: str | None = None
    published: str | None = None
    """As given; :func:`bot.corpus.layout.lay_out` makes a date of it."""
    url: str | None = None
    path: str | None = None
    """File name it was read from, where it was a file."""
    collection: str = DEFAULT_COLLECTION
    status: Status = "live"
    """As given; a notice in the text may make it corrected or retracted."""
    blocks: tuple[Block, ...] = field(default=())
    """Runs whose kind the format itself gives, as Markdown does for its headings."""
    exported: str | None = None
    """The revision it had where it was exported from; nothing for what comes from elsewhere."""
    notes: tuple[str, ...] = ()
    """What was odd about the metadata, in words fit for the operator."""


Entry: TypeAlias = "Document | UnreadableInput"
"""What reading one file or record comes to: the document, or the one line that says why there is none."""


def identity(*where: str) -> str:
    """The id of a source, from what says where it came from."""
    return blake2b("\n".join(where).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
