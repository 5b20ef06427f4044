"""Replies and sources as the JSON that leaves the house.

A reply is exactly what ``contract/reply.schema.json`` describes, with keys added (``role``, ``highlights``, ``notes``, …) so
that ``reply_from`` rebuilds it through the constructors: what a cache or another process hands back is checked again.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from bot.domain import (
    Answered,
    Brief,
    Checked,
    CheckedQuote,
    CheckedSentence,
    Citation,
    Claim,
    Declined,
    Digest,
    Dispute,
    Edit,
    Passage,
    Seen,
    Shown,
    Source,
    Span,
    Story,
)

if TYPE_CHECKING:
    from bot.domain import Citations, Hit, Moment, Reading, Reply

Json = dict[str, Any]


def reply_json(reply: Reply) -> Json:
    """The reply as the contract describes it."""
    numbers = reply.numbers
    declined = isinstance(reply, Declined)
    said: Json = {
        "kind": _kind(reply),
        "query": reply.query,
        "read_as": reply.read_as,
        "mode": reply.mode,
        "declined": declined,
        "reason": reply.reason if isinstance(reply, Declined) else None,
        "generated_at": reply.generated_at.isoformat(),
        "as_of": _moment(reply.as_of),
        "claims": [
            {
                "text": claim.text,
                "section": claim.section,
                "speaker": claim.speaker,
                "role": claim.role,
                "date": claim.date,
                "highlights": [[mark.start, mark.end] for mark in claim.highlights],
                "citations": [
                    {"source": numbers[cited.source], "quote": cited.quote, "start": cited.start, "end": cited.end}
                    for cited in claim.citations
                ],
            }
            for claim in reply.claims
        ],
        "disputes": [
            {"claim": dispute.claim, "against": list(dispute.against), "about": dispute.about} for dispute in reply.disputes
        ],
        "sources": [{"n": n, **source_json(source)} for n, source in enumerate(reply.sources, 1)],
        "coverage": {"sources": len(reply.sources), "origins": reply.origins},
        "notes": list(reply.notes),
        "left_out": reply.left_out,
    }
    if isinstance(reply, Checked):
        said["check"] = _checked(reply)
    if isinstance(reply, Digest):
        said["digest"] = _digest(reply)
    return said


def _digest(reply: Digest) -> Json:
    """How a digest is made up: its claims by their indexes, and what the channel has seen once it is posted."""
    return {
        "topics": list(reply.topics),
        "since": _moment(reply.since),
        "alerts": list(reply.alerts),
        "corrections": list(reply.corrections),
        "stories": [
            {
                "heading": it.heading,
                "first": it.first,
                "more": it.more,
                "last": it.last,
                "origins": it.origins,
                "left": it.left,
                "known": it.known,
            }
            for it in reply.stories
        ],
        "also": list(reply.also),
        "left": reply.left,
        "older": reply.older,
        "seen": seen_json(reply.seen),
    }


def _digest_from(data: Json) -> Json:
    return {
        "topics": tuple(data["topics"]),
        "since": datetime.fromisoformat(data["since"]) if data["since"] else None,
        "alerts": tuple(data["alerts"]),
        "corrections": tuple(data["corrections"]),
        "stories": tuple(Story(**story) for story in data["stories"]),
        "also": tuple(data["also"]),
        "left": data["left"],
        "older": data["older"],
        "seen": seen_from(data["seen"]),
    }


def seen_json(seen: Seen) -> Json:
    """What a channel has seen, as it is kept from one digest to the next."""
    return {
        "at": _moment(seen.at),
        "sources": [[id, it.revision, it.status, it.title] for id, it in seen.sources.items()],
        "claims": list(seen.claims),
        "weighed": sorted(seen.weighed),
    }


def seen_from(data: Json) -> Seen:
    """What ``seen_json`` wrote. Raises ValueError, KeyError or TypeError where it is something else."""
    return Seen(
        at=datetime.fromisoformat(data["at"]) if data["at"] else None,
        sources={id: Shown(revision=revision, status=status, title=title) for id, revision, status, title in data["sources"]},
        claims=tuple(data["claims"]),
        weighed=frozenset(data["weighed"]),
    )


def _checked(reply: Checked) -> Json:
    """How the draft, which is the query, stands to the sources; offsets are characters of the query."""
    return {
        "sentences": [
            {
                "start": entry.start,
                "end": entry.end,
                "standing": entry.standing,
                "claims": list(entry.claims),
                "against": list(entry.against),
                "why": list(entry.why),
            }
            for entry in reply.sentences
        ],
        "quotes": [
            {
                "start": entry.start,
                "end": entry.end,
                "verdict": entry.verdict,
                "speaker": entry.speaker,
                "said_by": entry.said_by,
                "claims": list(entry.claims),
                "edits": [{"ours": edit.ours, "theirs": edit.theirs} for edit in entry.edits],
                "note": entry.note,
            }
            for entry in reply.quotes
        ],
    }


def _checked_from(data: Json) -> Json:
    return {
        "sentences": tuple(
            CheckedSentence(
                **{
                    **entry,
                    "claims": tuple(entry["claims"]),
                    "against": tuple(entry["against"]),
                    "why": tuple(entry["why"]),
                }
            )
            for entry in data["sentences"]
        ),
        "quotes": tuple(
            CheckedQuote(**{**entry, "claims": tuple(entry["claims"]), "edits": tuple(Edit(**edit) for edit in entry["edits"])})
            for entry in data["quotes"]
        ),
    }


def reply_from(data: Json) -> Reply:
    """The reply that ``reply_json`` wrote, built anew. Raises ValueError where it breaks a promise."""
    sources = tuple(source_from(entry) for entry in data["sources"])
    by_number = {entry["n"]: source for entry, source in zip(data["sources"], sources, strict=True)}
    kept: dict[str, Any] = {
        "query": data["query"],
        "generated_at": datetime.fromisoformat(data["generated_at"]),
        "as_of": _moment_from(data["as_of"]),
        "claims": tuple(_claim_from(claim, by_number) for claim in data["claims"]),
        "sources": sources,
        "disputes": tuple(
            Dispute(claim=entry["claim"], against=tuple(entry["against"]), about=entry.get("about", ""))
            for entry in data["disputes"]
        ),
        "mode": data["mode"],
        "read_as": data.get("read_as"),
        "notes": tuple(data.get("notes", ())),
        "left_out": data.get("left_out", 0),
    }
    if "check" in data:
        return Checked(**_checked_from(data["check"]), **kept)
    if "digest" in data:
        return Digest(**_digest_from(data["digest"]), **kept)
    if data["declined"]:
        return Declined(kind="brief" if data["kind"] == "brief" else "ask", reason=data["reason"], **kept)
    return Brief(**kept) if data["kind"] == "brief" else Answered(**kept)


def source_json(source: Source) -> Json:
    """What is known of a source, without its text."""
    return {
        "id": source.id,
        "title": source.title,
        "outlet": source.outlet,
        "author": source.author,
        "place": source.place,
        "published": _moment(source.published),
        "url": source.url,
        "path": source.path,
        "status": source.status,
        "origin": source.origin,
        "collection": source.collection,
        "revision": source.revision,
        "arrived": _moment(source.arrived),
    }


def source_from(data: Json) -> Source:
    """The source that ``source_json`` wrote."""
    return Source(
        id=data["id"],
        revision=data["revision"],
        title=data["title"],
        outlet=data["outlet"],
        author=data["author"],
        place=data["place"],
        published=_moment_from(data["published"]),
        url=data["url"],
        path=data["path"],
        status=data["status"],
        origin=data["origin"],
        collection=data["collection"],
        arrived=datetime.fromisoformat(data["arrived"]) if data.get("arrived") else None,
    )


def reading_json(reading: Reading) -> Json:
    """A source with its text and what was read in it, as ``sources show`` and ``sources export`` print it."""
    return {
        **source_json(reading.source),
        "text": reading.text,
        "blocks": [{"start": block.start, "end": block.end, "kind": block.kind} for block in reading.blocks],
        "sentences": [
            {"start": sentence.start, "end": sentence.end, "paragraph": sentence.paragraph, "complete": sentence.complete}
            for sentence in reading.sentences
        ],
        "quotes": [
            {
                "start": quote.start,
                "end": quote.end,
                "direct": quote.direct,
                "speaker": quote.speaker,
                "speaker_start": quote.said_by.start if quote.said_by else None,
                "speaker_end": quote.said_by.end if quote.said_by else None,
                "cue": reading.at(quote.cue) if quote.cue else None,
                "cue_start": quote.cue.start if quote.cue else None,
                "cue_end": quote.cue.end if quote.cue else None,
                "negated": quote.negated,
            }
            for quote in reading.quotes
        ],
        "times": [
            {"start": time.start, "end": time.end, "value": time.value, "precision": time.precision} for time in reading.times
        ],
        "captions": list(reading.captions),
        "notes": list(reading.notes),
    }


def hit_json(hit: Hit, source: Source) -> Json:
    """A ranked passage, as ``search`` prints it."""
    return {
        "source": source.id,
        "url": source.url,
        "path": source.path,
        "title": source.title,
        "outlet": source.outlet,
        "published": _moment(source.published),
        "start": hit.passage.start,
        "end": hit.passage.end,
        "text": hit.passage.text,
        "score": round(hit.score, 6),
    }


def _kind(reply: Reply) -> str:
    if isinstance(reply, Declined):
        return "brief" if reply.kind == "brief" else "answer"
    if isinstance(reply, Digest):
        return "digest"
    return "brief" if isinstance(reply, Brief) else "answer"


def _moment(moment: Moment | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment_from(value: str | None) -> Moment | None:
    if value is None:
        return None
    return date.fromisoformat(value) if len(value) == len("2025-03-01") else datetime.fromisoformat(value)


def _claim_from(data: Json, by_number: dict[int, Source]) -> Claim:
    citations = tuple(
        Citation(
            passage=Passage(
                source=by_number[entry["source"]].id,
                revision=by_number[entry["source"]].revision,
                start=entry["start"],
                text=entry["quote"],
            ),
            start=entry["start"],
            end=entry["end"],
            quote=entry["quote"],
        )
        for entry in data["citations"]
    )
    return Claim(
        text=data["text"],
        section=data["section"],
        citations=cast("Citations", citations),
        speaker=data["speaker"],
        role=data.get("role"),
        date=data["date"],
        highlights=tuple(Span(start=start, end=end) for start, end in data.get("highlights", ())),
    )
