"""A reply as the cache keeps it: JSON with its key inside, rebuilt through the domain's constructors.

A value that does not rebuild (another format, another key, a citation whose quote is not at its offsets, bytes that are no
JSON) is no value: the reply is computed again.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from bot.domain import Answered, Brief, Citation, Claim, Declined, Dispute, Moment, Passage, Reply, Source, Span

_KINDS: dict[str, type[Reply]] = {"brief": Brief, "answered": Answered, "declined": Declined}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def dump(reply: Reply, key: str) -> bytes:
    """The reply as JSON in UTF-8, with the key it is kept under."""
    passages: dict[tuple[str, str, int, str], int] = {}
    body: dict[str, Any] = {
        "key": key,
        "type": _NAMES[type(reply)],
        "query": reply.query,
        "generated_at": reply.generated_at.isoformat(),
        "as_of": _iso(reply.as_of),
        "claims": [
            {
                "text": claim.text,
                "section": claim.section,
                "speaker": claim.speaker,
                "role": claim.role,
                "date": claim.date,
                "highlights": [[span.start, span.end] for span in claim.highlights],
                "citations": [[_number(passages, c.passage), c.start, c.end, c.quote] for c in claim.citations],
            }
            for claim in reply.claims
        ],
        "sources": [
            {
                "id": source.id,
                "revision": source.revision,
                "title": source.title,
                "outlet": source.outlet,
                "author": source.author,
                "place": source.place,
                "published": _iso(source.published),
                "url": source.url,
                "path": source.path,
                "status": source.status,
                "origin": source.origin,
                "collection": source.collection,
            }
            for source in reply.sources
        ],
        "disputes": [{"claim": d.claim, "against": d.against, "about": d.about} for d in reply.disputes],
        "mode": reply.mode,
        "read_as": reply.read_as,
        "notes": reply.notes,
    }
    if isinstance(reply, Declined):
        body |= {"kind": reply.kind, "reason": reply.reason}
    body["passages"] = [list(passage) for passage in passages]
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def load(value: bytes, key: str) -> Reply | None:
    """The reply kept under this key, or None where the value is not one."""
    try:
        body = json.loads(value)
        if body["key"] != key:
            return None
        passages = [Passage(source=s, revision=r, start=at, text=text) for s, r, at, text in body["passages"]]
        fields: dict[str, Any] = {
            "query": body["query"],
            "generated_at": datetime.fromisoformat(body["generated_at"]),
            "as_of": _moment(body["as_of"]),
            "claims": tuple(_claim(claim, passages) for claim in body["claims"]),
            "sources": tuple(Source(**source | {"published": _moment(source["published"])}) for source in body["sources"]),
            "disputes": tuple(
                Dispute(claim=d["claim"], against=tuple(d["against"]), about=d["about"]) for d in body["disputes"]
            ),
            "mode": body["mode"],
            "read_as": body["read_as"],
            "notes": tuple(body["notes"]),
        }
        if body["type"] == "declined":
            fields |= {"kind": body["kind"], "reason": body["reason"]}
        return _KINDS[body["type"]](**fields)
    except (ValueError, KeyError, TypeError, IndexError):
        return None


def _number(passages: dict[tuple[str, str, int, str], int], passage: Passage) -> int:
    """Where the passage stands in the list, each kept once."""
    return passages.setdefault((passage.source, passage.revision, passage.start, passage.text), len(passages))


def _claim(body: dict[str, Any], passages: list[Passage]) -> Claim:
    first, *rest = (Citation(passage=passages[n], start=start, end=end, quote=q) for n, start, end, q in body["citations"])
    return Claim(
        text=body["text"],
        section=body["section"],
        speaker=body["speaker"],
        role=body["role"],
        date=body["date"],
        highlights=tuple(Span(start=start, end=end) for start, end in body["highlights"]),
        citations=(first, *rest),
    )


def _iso(moment: Moment | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> Moment | None:
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
