"""Whom a phrase means inside one article: full names for surnames, antecedents for pronouns and descriptions."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from bot.corpus.data import lists, titles
from bot.corpus.people import gender, surname_key
from bot.corpus.phrases import noun_right
from bot.corpus.places import polity
from bot.corpus.roles import is_role

if TYPE_CHECKING:
    from bot.corpus.phrases import Phrase, Scene
    from bot.domain import Name

_WOMEN = frozenset(titles.WOMEN.split())
_MEN = frozenset(titles.MEN.split())
_HE = frozenset(("he", "him", "his", "himself"))
_SHE = frozenset(("she", "her", "hers", "herself"))
_LEADERS = frozenset(lists.LEADERS.split())
_ARTICLES = ("the ", "The ", "a ", "an ", "A ", "An ")
_BEHALF = frozenset(("for", "to", "of"))
"""Between a role and the name of whom it serves: "a lawyer for Ann Lee"."""
_LINKS = frozenset(("of", "from", "at", "with", "for", "in"))
"""Between a name and what its bearer is of."""
_BACK = 8
"""Sentences looked back for a pronoun's antecedent."""


class Discourse:
    """The persons of an article as it is read from the start."""

    def __init__(self, scene: Scene, units: list[tuple[int, int]]) -> None:
        self.scene = scene
        self.persons: list[tuple[int, Name, str]] = []
        self.sex: dict[str, str] = {}
        self.roles: dict[str, str] = {}
        self.units = units
        self.unit_starts = [first for first, _ in units]
        self.spoke: dict[int, str] = {}
        """By sentence: the person who speaks in it."""
        self.body: tuple[int, str] | None = None
        """Sentence and words of the latest speaker who is no single person: whom "they" and "it" mean."""
        self._read()

    def _read(self) -> None:
        scene = self.scene
        text = scene.text
        full: dict[str, list[str]] = {}
        found: list[tuple[int, Name, str]] = []
        for name in scene.names:
            if name.kind != "person":
                continue
            form = text[name.start : name.end].replace("’", "'")
            token = scene.tokens.at(name.start)
            found.append((token, name, form))
            if " " in form:
                known = full.setdefault(surname_key(form), [])
                if form not in known:
                    known.append(form)
        for token, name, form in found:
            if " " not in form:
                known = full.get(surname_key(form), [])
                form = known[0] if known else form
                for other in known[1:]:
                    if len(other) > len(form) and other.endswith(form):
                        form = other
            else:
                longer = [
                    other
                    for other in full.get(surname_key(form), [])
                    if len(other) > len(form) and other.startswith(form.split()[0])
                ]
                form = longer[0] if longer else form
            self.persons.append((token, name, form))
            if form not in self.sex:
                sex = gender(form) or self._title_sex(token)
                if name.role is not None and sex is None:
                    sex = _sex_of_role(text[name.role.start : name.role.end])
                if sex:
                    self.sex[form] = sex
            if name.role is not None and form not in self.roles:
                self.roles[form] = text[name.role.start : name.role.end].lower()
            elif name.role is not None:
                self.roles[form] += " " + text[name.role.start : name.role.end].lower()
        self.person_tokens = [token for token, _, _ in self.persons]

    def _title_sex(self, token: int) -> str | None:
        word = self.scene.words[token - 1].strip(".") if token else ""
        return "f" if word in ("mrs", "ms", "miss") else "m" if word == "mr" else None

    def unit_of(self, token: int) -> int:
        """Number of the sentence that a token stands in."""
        return max(0, bisect_left(self.unit_starts, token + 1) - 1)

    def named(self, phrase: Phrase) -> str | None:
        """The full name of the person whose name closes the phrase, or opens it before what he is of ("Ann Lee of Acme")."""
        scene = self.scene
        index = scene.name_end.get(phrase.last - 1)
        if index is not None and scene.names[index].kind == "person":
            first = scene.tokens.at(scene.names[index].start)
            if first - 2 >= phrase.first and scene.words[first - 1] in _BEHALF and is_role(scene.words[first - 2]):
                return None
        else:
            index = self._opening(phrase)
            if index is None:
                return None
        name = scene.names[index]
        at = bisect_left(self.person_tokens, self.scene.tokens.at(name.start))
        return self.persons[at][2] if at < len(self.persons) and self.persons[at][1] is name else None

    def _opening(self, phrase: Phrase) -> int | None:
        """The person with whose name a phrase opens, titles aside, where a preposition goes on from it."""
        scene = self.scene
        for token in range(phrase.first, phrase.last):
            index = scene.name_at.get(token)
            if index is None:
                continue
            name = scene.names[index]
            titled = name.role is not None and name.role.end <= name.start and scene.tokens.at(name.role.start) <= phrase.first
            if name.kind != "person" or not (token == phrase.first or titled):
                return None
            behind = scene.tokens.at(name.end)
            return index if behind < phrase.last and scene.words[behind] in _LINKS else None
        return None

    def _introduced(self, phrase: Phrase) -> str | None:
        """The full name behind the comma, where the phrase closes with its bearer's role: "[their captain], Ann Lee"."""
        scene = self.scene
        at = phrase.last + 1
        index = scene.name_at.get(at) if scene.words[phrase.last : at] == [","] else None
        if index is None or scene.names[index].kind != "person":
            return None
        role = scene.names[index].role
        if role is None or role.end != scene.ends[phrase.last - 1]:
            return None
        found = bisect_left(self.person_tokens, at)
        return self.persons[found][2] if self.persons[found][1] is scene.names[index] else None

    def speaker(self, phrase: Phrase) -> str | None:
        """Whom the phrase means, in the fullest form this article has; None for a pronoun without a plain antecedent."""
        scene = self.scene
        words = scene.words[phrase.first : phrase.last]
        text = scene.text[scene.starts[phrase.first] : scene.ends[phrase.last - 1]]
        unit = self.unit_of(phrase.first)
        name = self.named(phrase) or self._introduced(phrase)
        if name is not None:
            self.spoke[unit] = name
            return name
        if len(words) == 1:
            word = words[0]
            if word in _HE or word in _SHE:
                found = self._antecedent(phrase.first, unit, "m" if word in _HE else "f")
                if found is not None:
                    self.spoke[unit] = found
                return found
            if word in ("they", "it", "they're", "it's", "they've"):
                return self.body[1] if self.body is not None and unit - self.body[0] <= 2 else None
            if "'" in word and word.split("'")[0] in ("he", "she"):
                return self._antecedent(phrase.first, unit, "m" if word[0] == "h" else "f")
            if "h" in scene.classes[phrase.first] or word in ("we", "i", "you", "who", "them", "us", "me", "one"):
                return None
        if words[0] == "the" and len(words) <= 5 and (is_role(words[-1]) or words[-1] in _LEADERS):
            found = self._described(words[1:], phrase.first, text)
            if found is not None:
                self.spoke[unit] = found
                return found
        text = text[:-2] if text.endswith(("'s", "’s")) else text
        index = scene.name_end.get(phrase.last - 1)
        if len(words) == 1 and index is not None and scene.names[index].kind == "other":
            self.spoke[unit] = text  # one name alone may be a person's ("Pelé"): he or she may come next
        if not is_role(words[-1]):
            self.body = (unit, text)
        return text

    def _antecedent(self, token: int, unit: int, sex: str) -> str | None:
        inside = self.scene.inside
        for back in range(unit, max(-1, unit - _BACK), -1):
            if back in self.spoke and self._fits(self.spoke[back], sex):
                self.sex.setdefault(self.spoke[back], sex)
                return self.spoke[back]
            first, last = self.units[back]
            unnamed = self._unnamed(first, min(last, token))
            if unnamed is not None and self._fits(unnamed, sex):
                self.sex.setdefault(unnamed, sex)
                return unnamed
            at = bisect_left(self.person_tokens, first)
            while at < len(self.persons) and self.persons[at][0] < min(last, token):
                where, name, form = self.persons[at]
                possessive = self.scene.text[name.end : name.end + 2] in ("'s", "’s")
                if not inside[where] and self._fits(form, sex) and not (possessive and back != unit):
                    self.sex.setdefault(form, sex)
                    return form
                at += 1
        return None

    def _unnamed(self, first: int, last: int) -> str | None:
        """Whoever a sentence opens with and does not name: "A company spokesman"; the name where the article gives it."""
        scene = self.scene
        if scene.words[first] not in ("a", "an", "the", "another", "one") or scene.inside[first]:
            return None
        phrase = noun_right(scene, first, last)
        if phrase is None:
            return None
        for at in range(first + 1, phrase.last):
            word = scene.words[at]
            closes = at + 1 == phrase.last or "p" in scene.classes[at + 1]
            if closes and (is_role(word) or word in _WOMEN or word in _MEN) and (not word.endswith("s") or word.endswith("ss")):
                text = scene.text[scene.starts[first] : scene.ends[at]]
                known = self._described(scene.words[first + 1 : at + 1], first, text) if scene.words[first] == "the" else None
                if known is None and (sex := _sex_of_role(word)):
                    self.sex.setdefault(text, sex)
                return known or text
            if closes or at in scene.name_at:
                return None
        return None

    def _fits(self, form: str, sex: str) -> bool:
        return self.sex.get(form, sex) == sex

    def _described(self, words: list[str], token: int, text: str) -> str | None:
        """The person whose role the definite description repeats ("the minister", "the Russian leader")."""
        head = words[-1]
        heads = _LEADERS if head in ("leader", "ruler") else (head,)
        lands = {land for land in (polity(word) for word in text.split()) if land}
        at = bisect_left(self.person_tokens, token) - 1
        while at >= 0:
            form = self.persons[at][2]
            role = self.roles.get(form)
            if role and any(one in role for one in heads):
                theirs = {land for land in (polity(word) for word in _capitals(role)) if land}
                if not lands or lands & theirs or not theirs:
                    return form
            at -= 1
        return None


def _capitals(role: str) -> list[str]:
    return [
        word[:1].upper() + word[1:] if not word.startswith("u.s") and word != "us" else word.upper() for word in role.split()
    ]


def _sex_of_role(role: str) -> str | None:
    for word in role.lower().split():
        if word in _WOMEN:
            return "f"
        if word in _MEN:
            return "m"
    return None
