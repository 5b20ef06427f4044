"""Reporting verbs in all their forms, with the frames they take."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from bot.corpus.data import lists, speech


class Cue(NamedTuple):
    """One form of a reporting verb."""

    lemma: str
    frames: str
    """Letters of ``bot.corpus.data.speech``."""
    form: str
    """"base", "s", "past", "participle" or "ing"; a past that is also the participle is "past"."""
    prepositions: frozenset[str]
    nominal: bool
    """Whether the same letters are also a noun ("claim", "reports")."""


NOUNS = frozenset(speech.NOUNS.split()) | frozenset(lists.NOMINAL.split())


@cache
def table() -> dict[str, Cue]:
    """The forms of every reporting verb."""
    frames: dict[str, str] = {}
    current = ""
    for line in speech.VERBS.strip("\n").splitlines():
        head, _, rest = line.partition(" ")
        if head:
            current = head
        for lemma in rest.split():
            known = frames.get(lemma, "")
            frames[lemma] = known + "".join(letter for letter in current if letter not in known)
    prepositions: dict[str, frozenset[str]] = {}
    for entry in speech.PREPOSITIONAL.split():
        lemma, _, after = entry.partition(":")
        prepositions[lemma] = frozenset(after.split(","))
        frames.setdefault(lemma, "")
    irregular = {row.split()[0]: row.split() for row in speech.IRREGULAR.replace("\n", "|").split("|") if row.split()}
    found: dict[str, Cue] = {}
    for lemma, codes in frames.items():
        forms = irregular.get(lemma) or _regular(lemma)
        names = ("base", "s", "past", "participle", "ing")
        for form, name in zip(forms, names, strict=True):
            if name == "base" and form == forms[2]:
                continue
            if form not in found:
                found[form] = Cue(lemma, codes, name, prepositions.get(lemma, frozenset()), form in NOUNS)
    return found


def _regular(lemma: str) -> tuple[str, str, str, str, str]:
    if lemma.endswith("ee"):
        return lemma, lemma + "s", lemma + "d", lemma + "d", lemma + "ing"
    if lemma.endswith("e"):
        return lemma, lemma + "s", lemma + "d", lemma + "d", lemma[:-1] + "ing"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma[:-1] + "ied", lemma + "ing"
    if lemma.endswith(("s", "sh", "ch", "x", "z")):
        return lemma, lemma + "es", lemma + "ed", lemma + "ed", lemma + "ing"
    return lemma, lemma + "s", lemma + "ed", lemma + "ed", lemma + "ing"
