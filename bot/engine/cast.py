"""Who is who in the evidence: one name for all spellings of a person, and what the sources say he is."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.corpus.people import bare, surname_key
from bot.corpus.places import polity
from bot.domain import Span
from bot.engine.known import conflicting

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from bot.domain import Evidence, Name, Person, Reading

LONGEST_ROLE = 14
"""Words of a description that still reads as one."""


@dataclass(frozen=True, kw_only=True)
class Described:
    """A description of somebody, and where it stands."""

    text: str
    reading: Reading
    span: Span
    """The role and the name beside it, as one stretch of the text."""


class Cast:
    """The persons of some evidence."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence

    @cached_property
    def _people(self) -> Mapping[str, list[Person]]:
        people: dict[str, list[Person]] = defaultdict(list)
        for person in self._evidence.people:
            for key in {surname_key(form) for form in (person.name, *person.forms)}:
                people[key].append(person)
        return people

    def person(self, form: str) -> Person | None:
        """The person whom a form of a name means; None where nobody or more than one is known by it."""
        known: Sequence[Person] = self._people.get(surname_key(form), ())
        exact: Sequence[Person] = [person for person in known if form == person.name or form in person.forms]
        fitting = exact or [person for person in known if not conflicting(form, person)]
        return fitting[0] if len(fitting) == 1 or (exact and " " in form) else None

    def name(self, form: str) -> str:
        """The fullest form of a name that the sources give, without titles; the form itself where it is no person's."""
        person = self.person(form)
        if person is not None:
            parts = person.name.split()
            return " ".join(part for at, part in enumerate(parts) if at == 0 or part != parts[at - 1])
        plain = _TRAILING_TIME.sub("", " ".join(form.split()))
        return plain[:1].upper() + plain[1:]

    def key(self, form: str) -> str:
        """What all forms of one speaker share: a person's name, or the country that an authority or a people stands for."""
        person = self.person(form)
        if person is not None:
            namesakes = self._people.get(surname_key(form), ())
            return surname_key(form) if len(namesakes) < 2 else f"{surname_key(form)}/{person.name.casefold()}"
        for word in (form, *form.replace("’", "'").split()):
            country = polity(word.removesuffix("'s"))
            if country:
                return f"={country}"
        return surname_key(form)

    def role(self, form: str, preferred: Collection[str] = ()) -> Described | None:
        """What the sources say that somebody is, rather in one of the preferred sources, and where it stands."""
        found = self._roles.get(self._bearer(form), ())
        if not found:
            return None
        counts: dict[str, int] = defaultdict(int)
        for described in found:
            counts[described.text.lower()] += 1
        return max(
            found,
            key=lambda it: (
                counts[it.text.lower()]
                * (2 if 2 <= len(it.text.split()) <= 9 else 1)
                * (1.5 if it.reading.source.id in preferred else 1),
                it.reading.source.id in preferred,
                -len(it.text),
            ),
        )

    def _bearer(self, form: str) -> str:
        """The key of a person, also where nothing but the name tells that it is one's."""
        return self.key(form) if self.person(form) else surname_key(form)

    @cached_property
    def _roles(self) -> Mapping[str, list[Described]]:
        roles: dict[str, list[Described]] = defaultdict(list)
        for reading in self._evidence.readings.values():
            # A role is cited as a quotation is, so what breaks off at the end of a text gives none.
            broken = next((one.start for one in reading.sentences[-1:] if not one.complete), len(reading.text))
            first: dict[str, str] = {}
            for name in reading.names:
                if name.kind != "person":
                    continue
                # A surname alone means the first of its bearers that the article names.
                form = reading.at(name)
                form = first.setdefault(surname_key(form), form) if " " not in form else form
                first.setdefault(surname_key(form), form)
                if name.role is not None and max(name.end, name.role.end) <= broken:
                    described = _described(reading, name)
                    if described:
                        roles[self._bearer(form)].append(described)
        return roles


_TRAILING_TIME = re.compile(
    r"\s+(?:(?:on|late|early)\s+)*(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today)(?:\s+(?:morning|afternoon|evening|night))?$"
)
_HONORIFIC = re.compile(r"(?:,?\s*\b(?:Dr|Mr|Mrs|Ms|Prof|Rev|Sgt|Sir|Dame)\b\.?)+$")


def same(one: str | None, other: str | None, cast: Cast) -> bool:
    """Whether two forms mean the same speaker."""
    return bool(one and other) and cast.key(str(one)) == cast.key(str(other))


def _described(reading: Reading, name: Name) -> Described | None:
    assert name.role is not None
    text = " ".join(reading.at(name.role).split()).strip(" ,;—–-")
    text = _HONORIFIC.sub("", text)
    if text.lower().startswith("the "):
        text = text[4:]
    if not text or len(text.split()) > LONGEST_ROLE or any(mark in text for mark in '"“”;:()'):
        return None
    start, end = min(name.start, name.role.start), max(name.end, name.role.end)
    return Described(text=text, reading=reading, span=Span(start=start, end=end))


def surname(form: str) -> str:
    """What a newspaper calls somebody after the first mention."""
    words = bare(form).split()
    return words[-1] if words else form
