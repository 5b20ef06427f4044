"""Who somebody is, where a brief names him first: his full name, and what the sources put before it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain import Span
from bot.engine.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain import Citation, Claim, Name, Reading
    from bot.engine.points import Ground

TITLE = 5
"""Words of a description before a name that still reads as a title."""
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")


def introduced(claims: Sequence[Claim], ground: Ground) -> list[Claim]:
    """The claims, with each person of the lede and the key points in full where he is first named."""
    known: set[str] = set()
    return [_full(claim, ground, known) if claim.section in ("lede", "key") else claim for claim in claims]


def _full(claim: Claim, ground: Ground, known: set[str]) -> Claim:
    first = claim.citations[0]
    reading = ground.evidence.readings[first.source]
    inside = [name for name in reading.names if name.kind == "person" and first.start <= name.start and name.end <= first.end]
    for name in sorted(inside, key=lambda it: it.start):
        form = reading.at(name)
        key = ground.cast.key(form)
        if key in known:
            continue
        at = _place(claim.text, form)
        if at is None:
            continue
        known.add(key)
        if len(form.split()) > 1 or ground.cast.person(form) is None:
            continue
        if _possessed(claim.text, at, form):
            continue
        titled = name.role is None and not _named_before(claim.text, at)
        for text, citation in _introductions(claim, key, ground, titled=titled):
            told = claim.text[:at] + text + claim.text[at + len(form) :]
            fuller = replace(claim, text=told, citations=(*claim.citations, citation))
            if verify(fuller, ground.evidence.readings).ok:
                claim = fuller
                break
    return claim


def _place(text: str, form: str) -> int | None:
    """Where a name stands in a text outside quotation marks."""
    outside = _QUOTED.sub(lambda match: "·" * len(match[0]), text)
    found = re.search(rf"(?<![\w’'-]){re.escape(form)}(?![\w-])", outside)
    return found.start() if found else None


def _named_before(text: str, at: int) -> bool:
    """Whether a title or another name stands right before a place of the text."""
    before = text[:at].split()
    return bool(before) and before[-1][:1].isupper() and before[-1][-1:] not in ",;:"


def _possessed(text: str, at: int, form: str) -> bool:
    """Whether a name only tells one thing from others ("the Hartmann bakery"): nobody is introduced there."""
    before = text[:at].split()
    after = text[at + len(form) :]
    return bool(before) and before[-1].lower() in ("the", "a", "an") and after[:1] == " " and after[1:2].islower()


def _introductions(claim: Claim, key: str, ground: Ground, *, titled: bool) -> Iterable[tuple[str, Citation]]:
    """Full names of a person, with a title before them first, as the claim's own article gives them.

    Another article's bearer of the surname may be somebody else, and so may a second one in the same article.
    """
    reading = ground.evidence.readings[claim.citations[0].source]
    full = {
        form.split()[0]
        for name in reading.names
        if name.kind == "person" and len((form := reading.at(name)).split()) > 1 and ground.cast.key(form) == key
    }
    for want in (True, False) if titled else (False,):
        if len(full) == 1:
            for name in reading.names:
                if name.kind != "person" or ground.cast.key(reading.at(name)) != key or len(reading.at(name).split()) < 2:
                    continue
                span = _with_title(name, reading) if want else Span(start=name.start, end=name.end)
                if span is not None and _whole(span, reading):
                    yield " ".join(reading.at(span).split()), reading.cite(span)
                    break


def _with_title(name: Name, reading: Reading) -> Span | None:
    """The name with the title right before it."""
    role = name.role
    if role is None or role.start >= name.start or name.start - role.end > 1:
        return None
    text = reading.at(role)
    if len(text.split()) > TITLE or not text[:1].isupper() or "\n" in text or "," in text:
        return None
    return Span(start=role.start, end=name.end)


def _whole(span: Span, reading: Reading) -> bool:
    """Whether a stretch stands in a complete sentence of the article."""
    return any(one.complete and one.start <= span.start and span.end <= one.end for one in reading.sentences)
