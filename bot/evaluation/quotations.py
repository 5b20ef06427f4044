"""How well true quotations are told from altered ones, from spliced ones, and from words given to another speaker.

Made out of texts in which people marked who said what (PolNeAR's format, see :mod:`bot.evaluation.quotes`): half of the
quotations are left as they are, and the others get one fault each. Beside them, reported speech put between quotation marks,
which must never pass for a quotation.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from bot.corpus.document import Document, identity
from bot.corpus.ingest import ingest
from bot.engine.check import check
from bot.engine.quoted import PRONOUNS, same_person, split
from bot.evaluation.quotes import gold_texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from bot.ports import Archive, Index

EXPECTED = {
    "as it is": ("verbatim",),
    "word changed": ("altered",),
    "word left out": ("altered",),
    "word put in": ("altered",),
    "spliced": ("altered", "absent"),
    "another speaker": ("said by someone else",),
    "paraphrase": ("altered", "absent", "said by someone else"),
}
"""What each kind of draft has to be called."""
_NAME = re.compile(r"\b[A-Z][a-z]+(?: [A-Z][\w'’-]+)*")
_EDGE = "\"“”'‘’ \n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A sentence with one quotation, and what was done to it."""

    kind: str
    text: str
    words: str


@dataclass(slots=True)
class Result:
    """How the drafts were called."""

    called: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def right(self, *kinds: str) -> tuple[int, int]:
        """How many drafts of these kinds were called right, and how many there are; all but paraphrases where none is named."""
        wanted = kinds or tuple(kind for kind in EXPECTED if kind != "paraphrase")
        every = [(kind, verdict, n) for (kind, verdict), n in self.called.items() if kind in wanted]
        return sum(n for kind, verdict, n in every if verdict in EXPECTED[kind]), sum(n for _, _, n in every)

    def lines(self) -> Iterator[str]:
        """The figures, one kind a line."""
        for kind in EXPECTED:
            right, every = self.right(kind)
            told = ", ".join(f"{v} {n}" for (k, v), n in sorted(self.called.items()) if k == kind)
            yield f"{kind:<16} {right} of {every} right ({told})"
        right, every = self.right()
        yield f"quotations       {right} of {every} right, {right / max(1, every):.3f}"


def drafts(path: Path, count: int, random: Random) -> tuple[list[tuple[str, str]], list[Draft]]:
    """The texts as name and text, and ``count`` drafts made out of them, with as many paraphrases as half of that."""
    texts, true, told = [], [], []
    for name, text, entries in gold_texts(path):
        texts.append((name, text))
        for source, content, direct in entries:
            speaker = " ".join(source.split())
            words = " ".join(content.split()).strip(_EDGE)
            if (
                not _NAME.search(speaker)
                or speaker.split()[0].casefold() in PRONOUNS
                or len(speaker) > 60
                or any(mark in words for mark in '"“”')
            ):
                continue
            if direct and 5 <= len(split(words)) <= 60:
                true.append((speaker, words))
            elif not direct and 5 <= len(split(words)) <= 40:
                told.append((speaker, words))
    random.shuffle(true)
    random.shuffle(told)
    kinds = ["word changed", "word left out", "word put in", "spliced", "another speaker"]
    made = []
    # Each quotation is used as it is, and with a fault; those of a small file several times.
    for number in range(count if true else 0):
        speaker, words = true[number // 2 % len(true)]
        kind = "as it is" if number % 2 == 0 else kinds[number // 2 % len(kinds)]
        other = true[random.randrange(len(true))]
        while same_person(other[0], speaker) or other[1] == words:
            other = true[random.randrange(len(true))]
        made.append(_draft(kind, speaker, words, other, random))
    made += [Draft(kind="paraphrase", text=_sentence(speaker, words), words=words) for speaker, words in told[: count // 2]]
    return texts, made


def _draft(kind: str, speaker: str, words: str, other: tuple[str, str], random: Random) -> Draft:
    places = split(words)
    at = places[random.randrange(1, len(places) - 1)]
    if kind == "word changed":
        new = next((w.key for w in split(other[1]) if len(w.key) > 3 and w.key != at.key), "nothing")
        words = words[: at.start] + new + words[at.end :]
    elif kind == "word left out":
        words = words[: at.start].rstrip() + " " + words[at.end :].lstrip()
    elif kind == "word put in":
        words = f"{words[: at.start]}never {words[at.start :]}"
    elif kind == "spliced":
        theirs = split(other[1])
        words = f"{words[: places[len(places) // 2].start].rstrip(' ,.;')} {other[1][theirs[len(theirs) // 2].start :]}"
    elif kind == "another speaker":
        speaker = other[0]
    words = words.strip(_EDGE)
    return Draft(kind=kind, text=_sentence(speaker, words), words=words)


def _sentence(speaker: str, words: str) -> str:
    return f"{speaker[:1].upper()}{speaker[1:]} said: “{words.rstrip('.,;')}.”"


async def measure(path: Path, corpus: Archive, index: Index, now: datetime, count: int = 500, seed: int = 4) -> Result:
    """Check the drafts one by one against the texts they were made of, which are read into ``corpus`` and ``index`` first."""
    texts, made = drafts(path, count, Random(seed))
    documents = (Document(id=identity(name), text=text, title=name.replace("-", " ")) for name, text in texts)
    await ingest(documents, corpus, index)
    result = Result()
    for draft in made:
        checked = await check(draft.text, corpus=corpus, index=index, now=now)
        # A name may stand between marks too; the quotation meant is the longest.
        quote = max(checked.quotes, key=lambda one: one.end - one.start, default=None)
        verdict = quote.verdict if quote else "none found"
        result.called[draft.kind, verdict] += 1
        if verdict not in EXPECTED[draft.kind]:
            said = quote.said_by if quote else None
            result.wrong.append(f"{draft.kind} called {verdict} ({said!r}): {draft.text}")
    return result
