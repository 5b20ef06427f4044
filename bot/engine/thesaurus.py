"""Words that news English uses for the same thing, by stem: general knowledge, to be used at a reduced weight."""

from __future__ import annotations

from functools import cache

from Stemmer import Stemmer  # type: ignore[import-not-found]

from bot.corpus.terms import STOP
from bot.engine.data.synonyms import SYNONYMS
from bot.engine.verbs import IRREGULAR

WEIGHT = 0.6
"""What a match by a synonym counts beside a match by the word itself."""
LOOSE = 0.4
"""What a match by a paraphrase counts, in questions."""


def synonyms(stem: str) -> frozenset[str]:
    """The stems that may mean the same, without the stem itself; nothing for a word that is not in the list."""
    members, sets = _sets()
    return frozenset(other for number in members.get(stem, ()) for other in sets[number] if other != stem)


def paraphrases(stem: str) -> frozenset[str]:
    """The stems that a question's word may stand for more loosely, without the stem itself."""
    return frozenset(_paraphrases().get(stem, ())) - {stem}


def senses(stem: str) -> tuple[int, ...]:
    """The numbers of the sets a stem stands in; two stems that share one may mean the same."""
    return _sets()[0].get(stem, ())


def related(one: str, other: str) -> bool:
    """Whether two stems are the same or share a set."""
    return one == other or not set(senses(one)).isdisjoint(senses(other))


@cache
def _paraphrases() -> dict[str, set[str]]:
    # Read on the first question only: a brief has no use for it.
    from bot.engine.data.paraphrases import PARAPHRASES

    forms = list(dict.fromkeys(PARAPHRASES.split()))
    stem_of = dict(zip(forms, Stemmer("english").stemWords(forms), strict=True))
    found: dict[str, set[str]] = {}
    for line in PARAPHRASES.splitlines():
        stems = [stem_of[word] for word in line.split() if word not in STOP]
        if len(stems) > 1 and not line.startswith("#"):
            for stem in stems:
                found.setdefault(stem, set()).update(stems)
    return found


@cache
def _sets() -> tuple[dict[str, tuple[int, ...]], list[tuple[str, ...]]]:
    forms = list(dict.fromkeys(SYNONYMS.split()))
    stemmer = Stemmer("english")
    stem_of = dict(zip(forms, stemmer.stemWords(forms), strict=True))
    members: dict[str, tuple[int, ...]] = {}
    sets: list[tuple[str, ...]] = []
    for line in SYNONYMS.splitlines():
        stems = tuple(dict.fromkeys(stem_of[word] for word in line.split() if word not in STOP))
        if len(stems) > 1 and not line.startswith("#"):
            for stem in stems:
                members[stem] = (*members.get(stem, ()), len(sets))
            sets.append(stems)
    forms_of: dict[str, list[str]] = {}
    for form, base in IRREGULAR.items():
        forms_of.setdefault(base, []).append(form)
    for group in forms_of.values():
        stems = tuple(dict.fromkeys(stemmer.stemWords(group)))
        if len(stems) > 1:
            for stem in stems:
                members[stem] = (*members.get(stem, ()), len(sets))
            sets.append(stems)
    return members, sets
