"""What a corpus can be asked about: the names and places that its articles have, what they are about, and their outlets.

Each is found from the beginning of any of its words, without regard to case and accents.
"""

from __future__ import annotations

import heapq
import re
import unicodedata
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Literal

from bot.corpus.people import bare
from bot.corpus.terms import STOP, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.domain import Reading

Kind = Literal["topic", "outlet"]

LONGEST = 80
"""Characters of a topic."""
WORDS = 6
"""Words of a topic."""
NAMES = 200
"""Names of one article, the first of each kind."""
SHORTEST = 5
"""Letters of a word that says something by itself."""
OFTEN = 3
"""How often an article says what it is about."""
AGAIN = 8
"""How many such words are taken from one."""
BEGUN = 2
"""Letters from which on all articles are looked through; for fewer, so many would do that the newest alone are asked."""
NEWEST = 300
"""How many of those."""
_LOWER = re.compile(rf"\b[^\W\d_A-Z]{{{SHORTEST},}}\b")
_END = "\x1f"
"""Between what is typed and what is shown: nothing that is typed has it."""
_NAME, _WORD, _OUTLET = "nwo"
"""What an entry begins with, by what it is."""


def folded(text: str) -> str:
    """The text as it is compared: in lower case, without accents, its words apart by one space."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text.replace("’", "'")) if not unicodedata.combining(c))
    return " ".join(text.casefold().replace(_END, " ").split())


def starts(kind: Kind, typed: str) -> tuple[str, ...]:
    """What the entries of all begin with that somebody who typed this may mean; where nothing is typed, of names alone."""
    opened = folded(typed)
    opened += " " if opened and typed[-1:].isspace() else ""
    kinds = _OUTLET if kind == "outlet" else _NAME + _WORD if opened else _NAME
    return tuple(kind + opened for kind in kinds)


def entries(reading: Reading) -> Iterator[str]:
    """The entries of all that an article can be found by; each says what is typed for it, and what is then shown."""
    named = names(reading)
    yield from _entries(_NAME, named)
    yield from _entries(_WORD, subjects(reading, named))
    if reading.source.outlet:
        yield from _entries(_OUTLET, [reading.source.outlet])


def names(reading: Reading) -> list[str]:
    """The names that an article has, in their fullest forms."""
    text = reading.text
    persons: dict[str, None] = {}
    others: dict[str, None] = {}
    for name in reading.names:
        form = " ".join(text[name.start : name.end].split()).removesuffix("'s").removesuffix("’s")
        if name.kind == "person":
            persons[bare(form)] = None
        else:
            others[form.removeprefix("the ").removeprefix("The ")] = None
    # Who has been named in full is a surname afterwards.
    surnames = {form.rpartition(" ")[2] for form in persons if " " in form}
    fullest = dict.fromkeys((*(form for form in persons if form not in surnames), *others))
    return list(islice(filter(_fits, fullest), NAMES))


def subjects(reading: Reading, named: Sequence[str]) -> list[str]:
    """What an article is about beside the names: words of its title, and those that it says again and again."""
    known = {word for form in named for word in folded(form).split()}
    counts = Counter(_LOWER.findall(reading.text))
    again = [word for word, count in counts.most_common(3 * AGAIN) if count >= OFTEN and _says(word)]
    title = [word for word in map(str.lower, words(reading.source.title)) if _says(word)]
    return [word for word in dict.fromkeys((*title, *again[:AGAIN])) if folded(word) not in known]


def best(counted: Iterable[tuple[str, int]], limit: int) -> list[str]:
    """What entries show, the most frequent first: each once, and no surname beside a fuller name that is as frequent."""
    # One article has several entries that show the same.
    shown: dict[str, int] = {}
    for entry, count in counted:
        form = entry[entry.index(_END) + 1 :]
        if count > shown.get(form, 0):
            shown[form] = count
    forms: dict[str, str] = {}
    fuller: dict[str, int] = {}
    for form in heapq.nsmallest(4 * limit, shown, key=lambda form: (-shown[form], form)):
        key = folded(form)
        forms.setdefault(key, form)
        if (tail := key.rpartition(" ")[2]) != key:
            fuller.setdefault(tail, shown[form])
    return [form for key, form in forms.items() if fuller.get(key, 0) < shown[form]][:limit]


def _fits(form: str) -> bool:
    return 1 < len(form) <= LONGEST and len(form.split()) <= WORDS and any(map(str.isalpha, form))


def _says(word: str) -> bool:
    """Whether a word says something by itself: in general no stop word, participle or adverb does."""
    return len(word) >= SHORTEST and word.isalpha() and word not in STOP and not word.endswith(("ed", "ly"))


def _entries(kind: str, shown: Sequence[str]) -> Iterator[str]:
    for form in shown:
        typed = folded(form).split()
        visible = " ".join(form.replace(_END, " ").split())
        for at in range(len(typed)):
            if at == 0 or typed[at] not in STOP:
                yield f"{kind}{' '.join(typed[at:])}{_END}{visible}"
