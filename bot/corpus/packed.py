"""Readings packed small: spans as flat arrays of numbers, unpacked group by group when they are first asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property
from itertools import islice, takewhile
from typing import Any, get_args

from bot.domain import Block, BlockKind, Name, NameKind, Precision, Quote, Reading, Sentence, Source, Span, Time

_BLOCKS = get_args(BlockKind)
_NAMES = get_args(NameKind)
_PRECISIONS = get_args(Precision)
_BLOCK_AT = {kind: at for at, kind in enumerate(_BLOCKS)}
_NAME_AT = {kind: at for at, kind in enumerate(_NAMES)}
_PRECISION_AT = {kind: at for at, kind in enumerate(_PRECISIONS)}
_NOWHERE = (-1, -1)


class PackedReading(Reading):
    """A reading out of the store: an answer needs few of its groups, so each is unpacked on first use and kept."""

    @classmethod
    def of(cls, *, source: Source, text: str, packed: str, passages: tuple[Span, ...] | None = None) -> PackedReading:
        """A reading whose groups are in ``packed``, as :func:`pack` made it; what they hold was checked then.

        Its passages, where they are known already, spare unpacking it for the index.
        """
        reading = cls.__new__(cls)
        reading.__dict__.update(source=source, text=text, _packed=packed)
        if passages is not None:
            reading.__dict__["passages"] = passages
        return reading

    @cached_property
    def _groups(self) -> dict[str, Any]:
        groups: dict[str, Any] = json.loads(self.__dict__.pop("_packed"))
        return groups

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Runs of lines by kind."""
        return tuple(Block(start=start, end=end, kind=_BLOCKS[kind]) for start, end, kind in _rows(self._groups["b"], 3))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Sentences of the body."""
        return tuple(
            Sentence(start=start, end=end, paragraph=paragraph, complete=bool(complete))
            for start, end, paragraph, complete in _rows(self._groups["s"], 4)
        )

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """Proper names."""
        return tuple(
            Name(start=start, end=end, kind=_NAMES[kind], role=_span(role, length))
            for start, end, kind, role, length in _rows(self._groups["n"], 5)
        )

    @cached_property
    def persons(self) -> tuple[str, ...]:
        """The forms in which persons are named in the text, each once; worked out without unpacking all names."""
        text, person = self.text, _NAME_AT["person"]
        rows = _rows(self._groups["n"], 5)
        return tuple(dict.fromkeys(text[start:end] for start, end, kind, _, _ in rows if kind == person))

    @cached_property
    def quotes(self) -> tuple[Quote, ...]:
        """Who said what."""
        found = []
        for start, end, flags, speaker, by, by_length, cue, cue_length in _rows(self._groups["q"], 8):
            found.append(
                Quote(
                    start=start,
                    end=end,
                    direct=bool(flags & 1),
                    negated=bool(flags & 2),
                    speaker=None if speaker < 0 else self._groups["speakers"][speaker],
                    said_by=_span(by, by_length),
                    cue=_span(cue, cue_length),
                )
            )
        return tuple(found)

    @cached_property
    def times(self) -> tuple[Time, ...]:
        """Time expressions."""
        values = self._groups["values"]
        return tuple(
            Time(start=start, end=end, value=None if value < 0 else values[value], precision=_PRECISIONS[precision])
            for start, end, value, precision in _rows(self._groups["t"], 4)
        )

    @cached_property
    def passages(self) -> tuple[Span, ...]:
        """What is indexed."""
        return tuple(Span(start=start, end=end) for start, end in _rows(self._groups["p"], 2))

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What the reader had to assume."""
        return tuple(self._groups["notes"])

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Reading) and self.source == other.source and self.text == other.text and pack(self) == pack(other)
        )

    def __hash__(self) -> int:
        return hash((self.source.id, self.source.revision))


def pack(reading: Reading) -> str:
    """All of a reading's groups and notes as compact JSON; its source and text are kept beside it."""
    if isinstance(reading, PackedReading) and "_packed" in reading.__dict__:
        return str(reading.__dict__["_packed"])
    blocks: list[int] = []
    sentences: list[int] = []
    names: list[int] = []
    quotes: list[int] = []
    times: list[int] = []
    passages: list[int] = []
    speakers: dict[str, int] = {}
    values: dict[str, int] = {}
    for block in reading.blocks:
        blocks += (block.start, block.end, _BLOCK_AT[block.kind])
    for sentence in reading.sentences:
        sentences += (sentence.start, sentence.end, sentence.paragraph, int(sentence.complete))
    for name in reading.names:
        role = name.role
        names += (name.start, name.end, _NAME_AT[name.kind], *(_NOWHERE if role is None else (role.start, role.end)))
    for quote in reading.quotes:
        speaker = -1 if quote.speaker is None else speakers.setdefault(quote.speaker, len(speakers))
        quotes += (quote.start, quote.end, quote.direct + 2 * quote.negated, speaker, *_pair(quote.said_by), *_pair(quote.cue))
    for time in reading.times:
        value = -1 if time.value is None else values.setdefault(time.value, len(values))
        times += (time.start, time.end, value, _PRECISION_AT[time.precision])
    for passage in reading.passages:
        passages += (passage.start, passage.end)
    groups = {
        "b": blocks,
        "s": sentences,
        "n": names,
        "q": quotes,
        "t": times,
        "p": passages,
        "speakers": list(speakers),
        "values": list(values),
        "notes": reading.notes,
    }
    return json.dumps(groups, ensure_ascii=False, separators=(",", ":"))


def opening(reading: Reading, count: int) -> tuple[list[tuple[int, int]], list[str]]:
    """Where the first so many sentences stand, and the names in them as written, without unpacking any more."""
    if isinstance(reading, PackedReading) and "sentences" not in reading.__dict__:
        spans = [(row[0], row[1]) for row in islice(_rows(reading._groups["s"], 4), count)]
        names: Iterator[tuple[int, int]] = ((row[0], row[1]) for row in _rows(reading._groups["n"], 5))
    else:
        spans = [(sentence.start, sentence.end) for sentence in reading.sentences[:count]]
        names = ((name.start, name.end) for name in reading.names)
    last = spans[-1][1] if spans else 0
    return spans, [reading.text[start:end] for start, end in takewhile(lambda name: name[1] <= last, names)]


def _rows(numbers: list[int], width: int) -> zip[tuple[int, ...]]:
    return zip(*[iter(numbers)] * width, strict=True)


def _pair(span: Span | None) -> tuple[int, int]:
    return _NOWHERE if span is None else (span.start, span.end)


def _span(start: int, end: int) -> Span | None:
    return None if start < 0 else Span(start=start, end=end)
