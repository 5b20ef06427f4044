"""Persons merged over spellings and over the corpus, under their fullest names."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.corpus.data import given, lists, titles
from bot.domain import Person, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MALE = frozenset(given.MALE.split())
_FEMALE = frozenset(given.FEMALE.split())
_TITLES = frozenset(titles.TITLES.split())
_SUFFIX = frozenset(("jr", "sr", "ii", "iii", "iv", "phd", "md", "mp", "kc", "qc"))
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_ENDINGS = (
    (re.compile(r"(?:iy|ij|yy|yi|ii|yj|i|y)$"), "y"),
    (re.compile(r"(?:ow|ov|off)$"), "ov"),
    (re.compile(r"(?:ew|ev|eff)$"), "ev"),
)
_FULL = {name: row.split()[0] for row in lists.NICKNAMES.strip().splitlines() for name in row.split()}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormCount:
    """How often one source names somebody in one form, and what it then says that he is."""

    form: str
    source: str
    count: int = 1
    role: str | None = None


def gender(form: str) -> str | None:
    """ "f" or "m" where a title or the given name tells it, else None."""
    words = [word.lower() for word in _WORD.findall(form)]
    if not words:
        return None
    if words[0] in ("mrs", "ms", "miss", "dame", "lady", "queen", "princess", "baroness"):
        return "f"
    if words[0] in ("mr", "sir", "lord", "king", "prince", "pope"):
        return "m"
    if len(words) < 2:
        return None
    first = words[0]
    female, male = first in _FEMALE, first in _MALE
    return None if female == male else "f" if female else "m"


@lru_cache(maxsize=20_000)
def bare(form: str) -> str:
    """A form without the titles before it and the possessive after it."""
    text = form.replace("’", "'").strip().removesuffix("'s").removesuffix("'")
    words = text.split()
    while len(words) > 1 and words[0].strip(".").lower() in _TITLES:
        words = words[1:]
    return " ".join(words)


@lru_cache(maxsize=20_000)
def surname_key(form: str) -> str:
    """What the spellings of one surname share: "Zelensky", "Zelenskyy" and "Volodymyr Zelenskiy" have one key."""
    words = _words(form)
    while len(words) > 1 and words[-1] in _SUFFIX:
        words.pop()
    return _key(words[-1]) if words else ""


def _words(form: str) -> list[str]:
    return list(_folded(form))


@lru_cache(maxsize=20_000)
def _folded(form: str) -> tuple[str, ...]:
    folded = unicodedata.normalize("NFKD", bare(form).replace("ł", "l").replace("ø", "o").replace("Ø", "O").replace("ß", "ss"))
    plain = "".join(mark for mark in folded if not unicodedata.combining(mark))
    return tuple(word.lower().replace("’", "'").removesuffix("'s") for word in _WORD.findall(plain))


def _key(word: str) -> str:
    for pattern, ending in _ENDINGS:
        shorter, count = pattern.subn(ending, word)
        if count and len(shorter) > 3:
            word = shorter
            break
    return word.replace("'", "").replace("-", "")


@lru_cache(maxsize=20_000)
def _given_key(word: str) -> str:
    return _key(_FULL.get(word, word))


def merge(forms: Iterable[FormCount]) -> tuple[Person, ...]:
    """The persons behind the forms of one or more surnames, most often named first.

    Forms with different given names stay apart ("Joe Biden", "Hunter Biden"). A bare surname belongs to the one whom the same
    source names in full, else to the one named most often in the corpus.
    """
    groups: defaultdict[str, list[FormCount]] = defaultdict(list)
    for form in forms:
        key = surname_key(form.form)
        if key:
            groups[key].append(form)
    people = [person for group in groups.values() for person in _persons(group)]
    people.sort(key=lambda pair: -pair[0])
    return tuple(person for _, person in people)


def _persons(rows: Sequence[FormCount]) -> list[tuple[int, Person]]:
    named: defaultdict[str, list[FormCount]] = defaultdict(list)
    alone: list[FormCount] = []
    initials: list[tuple[str, FormCount]] = []
    for row in rows:
        words = _words(row.form)
        while len(words) > 1 and words[-1] in _SUFFIX:
            words.pop()
        if len(words) < 2:
            alone.append(row)
        elif len(words[0]) == 1:
            initials.append((words[0], row))
        else:
            named[_given_key(words[0])].append(row)
    for initial, row in initials:
        fitting = [key for key in named if key.startswith(initial)]
        named[fitting[0] if len(fitting) == 1 else initial].append(row)
    totals = Counter({key: sum(row.count for row in group) for key, group in named.items()})
    in_source: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, group in list(named.items()):
        for row in group:
            in_source[row.source][key] += row.count
    for row in alone:
        sex = gender(row.form)
        here = in_source.get(row.source) or totals
        fits = [key for key, _ in here.most_common() if sex is None or _sex_of(named[key]) in (None, sex)]
        named[fits[0] if fits else ""].append(row)
    return [(sum(row.count for row in group), _person(group)) for group in named.values()]


def _sex_of(rows: Sequence[FormCount]) -> str | None:
    return next((sex for row in rows if (sex := gender(bare(row.form)))), None)


def _person(rows: Sequence[FormCount]) -> Person:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[bare(row.form)] += row.count
    most = max(min(len(form.split()), 3) for form in counts)
    full = max((form for form in counts if min(len(form.split()), 3) == most), key=lambda form: (counts[form], -len(form)))
    two = [form for form in counts if len(form.split()) == 2]
    if most > 2 and two:
        common = max(two, key=lambda form: counts[form])
        if counts[common] >= 2 * counts[full]:
            full = common
    roles: dict[tuple[str, str], Role] = {}
    for row in rows:
        if row.role:
            roles.setdefault((row.role.lower(), row.source), Role(text=row.role, source=row.source))
    weight = Counter(role.text.lower() for role in roles.values())
    ordered = sorted(
        roles.values(), key=lambda role: (-_fullness(role.text), -weight[role.text.lower()], role.text, role.source)
    )
    return Person(name=full, forms=tuple(form for form, _ in counts.most_common()), roles=tuple(ordered))


def _fullness(role: str) -> int:
    """How much a description tells: a bare "President" least, one of a dozen words or more no longer better."""
    words = role.split()
    return 0 if len(words) == 1 else 2 if 2 <= len(words) <= 12 else 1
