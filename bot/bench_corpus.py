"""A generated corpus for the bench: articles about nothing, as varied as news in words, names and dates.

Word frequencies follow Zipf's law, so that common words have long posting lists and rare ones short, as in a real corpus.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from bot.corpus.document import Document, identity
from bot.domain import Name, Quote, Reading, Sentence, Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = 40_000
"""Words of the vocabulary."""
PEOPLE = 3_000
"""Persons that the articles name."""
SENTENCES = 60
"""Sentences of an article: 9,700 characters, the mean of the retrieval yardstick's articles."""
PER_PASSAGE = 3
"""Sentences of a passage."""
DAYS = 730
"""Days over which the articles are spread."""
LAST = date(2025, 3, 15)
"""The newest article's day."""


def _split(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_ONSETS = _split("b bl br c ch cl cr d dr f fl fr g gl gr h j k l m n p pl pr qu r s sc sh sl sp st str t th tr v w")
_NUCLEI = _split("a ai e ea ee i ie o oa oo ou u")
_CODAS = _split("b ck d ft g l ld lt m mp n nd ng nk nt p r rd rk rm rn rt s sh sk sp st t th x")
_FIRST = _split("Anna Bela Carl Dora Emil Faye Gita Hugo Ines Jan Kira Lars Mona Nils Olga Paul Rosa Sven Tess  Vera Walt Zeno")
_ROLES = _split("mayor minister spokesperson chairman analyst professor general coach prosecutor economist")
_CUES = _split("said warned argued announced insisted added")


@dataclass(frozen=True, kw_only=True)
class Press:
    """Whoever writes the articles: always the same ones for the same seed."""

    seed: int = 1
    words: tuple[str, ...] = field(init=False)
    people: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        random = Random(self.seed)
        words: dict[str, None] = {}
        while len(words) < WORDS:
            parts = (random.choice(_ONSETS) + random.choice(_NUCLEI) for _ in range(random.choice((1, 1, 2, 2, 3))))
            words["".join(parts) + random.choice(_CODAS)] = None
        people: dict[str, None] = {}
        while len(people) < PEOPLE:
            last = (
                random.choice(_ONSETS)
                + random.choice(_NUCLEI)
                + random.choice(_CODAS)
                + random.choice(("er", "son", "ov", "a"))
            )
            people[f"{random.choice(_FIRST)} {last.title()}"] = None
        object.__setattr__(self, "words", tuple(words))
        object.__setattr__(self, "people", tuple(people))

    def documents(self, count: int, *, sentences: int = SENTENCES) -> Iterator[Document]:
        """Articles as files would give them."""
        for reading in self.readings(count, sentences=sentences):
            source = reading.source
            yield Document(
                id=source.id,
                text=reading.text,
                title=source.title,
                outlet=source.outlet,
                published=str(source.published),
                path=source.path,
            )

    def readings(self, count: int, *, sentences: int = SENTENCES) -> Iterator[Reading]:
        """Articles read already, for a store to be filled without waiting for the reader."""
        for number in range(count):
            yield self._article(number, sentences)

    def topics(self, count: int) -> list[str]:
        """What a desk is asked about: a name, or two or three words that are neither everywhere nor nowhere."""
        random = Random(self.seed + 1)
        asked = []
        for _ in range(count):
            words = " ".join(random.choice(self.words[150:6000]) for _ in range(random.choice((1, 2, 3))))
            asked.append(random.choice((words, f"{random.choice(self.people).split()[1]} {words}")))
        return asked

    def typed(self, count: int) -> list[str]:
        """What has been typed of a topic when its completion is asked for: from nothing to six letters."""
        random = Random(self.seed + 3)
        whole = [random.choice((random.choice(self.people), random.choice(self.words[150:6000]))) for _ in range(count)]
        return [words[: random.randrange(7)] for words in whole]

    def questions(self, count: int) -> list[str]:
        """Questions about persons and words that the articles may or may not have."""
        random = Random(self.seed + 2)
        forms = (
            "What did {person} say about the {word}?",
            "Where is the {word} of the {other}?",
            "How many {word} are in the {other}?",
        )
        return [
            random.choice(forms).format(
                person=random.choice(self.people),
                word=random.choice(self.words[150:6000]),
                other=random.choice(self.words[150:6000]),
            )
            for _ in range(count)
        ]

    def _article(self, number: int, sentences: int) -> Reading:
        random = Random(self.seed * 1_000_003 + number)
        # A story has its own words and persons, which come again and again in it.
        story = random.choices(self.words[150:], k=12)
        cast = random.sample(self.people, 4)
        # Zipf's law by the inverse of its distribution: the logarithm of a word's rank is uniform.
        draw, vocabulary = random.random, self.words
        pool = [vocabulary[int(WORDS ** draw()) - 1] for _ in range(sentences * 24)]
        parts: list[str] = []
        spans: list[Sentence] = []
        names: list[Name] = []
        quotes: list[Quote] = []
        at = 0
        for order in range(sentences):
            length = random.randint(12, 24)
            words = pool[order * 24 : order * 24 + length]
            words[random.randrange(3, length)] = random.choice(story)
            body = " ".join(words)
            if order % 4 == 0:
                person, cue = cast[order // 4 % 4], random.choice(_CUES)
                lead = f"{person}, the {random.choice(_ROLES)}, {cue} on {random.choice(('Monday', 'Tuesday', 'Friday'))} that "
                names.append(Name(start=at, end=at + len(person), kind="person"))
                cued = at + lead.index(cue)
                text = f'{lead}"{body}".'
                quotes.append(
                    Quote(
                        start=at + len(lead) + 1,
                        end=at + len(lead) + 1 + len(body),
                        direct=True,
                        speaker=person,
                        said_by=Span(start=at, end=at + len(person)),
                        cue=Span(start=cued, end=cued + len(cue)),
                    )
                )
            else:
                text = f"{body.capitalize()} {random.randint(2, 900)}."
            spans.append(Sentence(start=at, end=at + len(text), paragraph=order // 3))
            parts.append(text)
            at += len(text) + 1
        runs = (spans[first : first + PER_PASSAGE] for first in range(0, len(spans), PER_PASSAGE))
        text = " ".join(parts)
        name = f"generated-{number:07}.txt"
        source = Source(
            id=identity(name),
            revision=f"{number:016x}",
            title=" ".join([cast[0].split()[1], *story[:4]]).capitalize(),
            outlet=f"Outlet {random.randrange(60)}",
            published=LAST - timedelta(days=random.randrange(DAYS)),
            path=name,
        )
        passages = tuple(Span(start=run[0].start, end=run[-1].end) for run in runs)
        return Reading(
            source=source, text=text, sentences=tuple(spans), names=tuple(names), quotes=tuple(quotes), passages=passages
        )
