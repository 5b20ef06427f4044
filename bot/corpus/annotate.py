"""From a document to its reading: the one place that strings the reader's steps together."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from bot.corpus.layout import lay_out
from bot.corpus.names import names
from bot.corpus.quotes import quotes
from bot.corpus.text import passages, sentences
from bot.corpus.times import times
from bot.domain import Reading, Source

if TYPE_CHECKING:
    from bot.corpus.document import Document

READER = "1"
"""Raised when reading the same document would give another result, so that an ingest reads unchanged documents anew."""


def annotate(document: Document) -> Reading:
    """All that can be read in one document, without knowing any other."""
    layout = lay_out(document)
    text = document.text
    found = sentences(text, layout.blocks)
    named = names(text, found)
    source = Source(
        id=document.id,
        revision=revision(document),
        title=layout.title,
        outlet=layout.outlet,
        author=layout.author,
        place=layout.place,
        published=layout.published,
        url=document.url,
        path=document.path,
        status=layout.status,
        collection=document.collection,
    )
    return Reading(
        source=source,
        text=text,
        blocks=tuple(layout.blocks),
        sentences=found,
        names=named,
        quotes=quotes(text, found, named),
        times=times(text, found, layout.published),
        passages=passages(found),
        notes=tuple(layout.notes),
    )


def revision(document: Document) -> str:
    """A hash of the text and of the metadata that came with it."""
    given = (document.title, document.outlet, document.author, document.place, document.published, document.url, document.path)
    values = (READER, document.text, *(value or "" for value in given), document.collection, document.status or "")
    return blake2b("\0".join(values).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
