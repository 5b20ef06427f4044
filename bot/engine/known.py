"""Those whom the evidence names, by surname."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from bot.corpus.people import bare, surname_key
from bot.engine.phrasing import TITLES

if TYPE_CHECKING:
    from bot.domain import Evidence, Person


@lru_cache(maxsize=65_536)
def surname(form: str) -> str:
    """What the spellings of one surname share."""
    return surname_key(form)


class Known:
    """Those whom the evidence names, by surname."""

    def __init__(self, evidence: Evidence) -> None:
        self.people = evidence.people
        self.readings = tuple(evidence.readings.values())

    @cached_property
    def _keyed(self) -> dict[str, list[Person]]:
        keyed: dict[str, list[Person]] = {}
        for person in self.people:
            keyed.setdefault(surname(person.name), []).append(person)
        return keyed

    def named(self, name: str) -> list[Person]:
        """Those who bear the surname of this name."""
        key = surname(name)
        return self._keyed.get(key, []) if key else []


def conflicting(name: str, person: Person) -> bool:
    """Whether a name gives a given name, and the evidence knows this person by quite another."""
    given = [word.casefold() for word in bare_words(name)[:-1]]
    if not given:
        return False
    known = {word.casefold() for form in (person.name, *person.forms) for word in bare_words(form)[:-1]}
    if not known:
        return False
    one = given[0]
    return not any(
        one == other or one[:3] == other[:3] or (min(len(one), len(other)) == 1 and one[0] == other[0]) for other in known
    )


def bare_words(name: str) -> list[str]:
    """The words of a person's name without titles and possessives."""
    return [word for word in re.findall(r"[^\W_]+(?:['’\-][^\W_]+)*", bare(name)) if word.lower() not in TITLES]
