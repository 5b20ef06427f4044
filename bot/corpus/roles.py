"""What a text says, right before or behind a name, that its bearer is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.corpus.cues import table
from bot.corpus.data import speech, titles
from bot.domain import Span

if TYPE_CHECKING:
    from collections.abc import Set

    from bot.corpus.grammar import Tokens

_ROLES = frozenset(titles.ROLES.split()) | frozenset(["ceo", "cfo", "coo", "mp", "mep", "queen", "king", "prince", "princess"])
_MODIFIERS = frozenset(titles.MODIFIERS.split())
_LINKS = frozenset(("of", "for", "to", "at", "on", "in", "from"))
_SPOKEN = frozenset(word for row in speech.IRREGULAR.replace("\n", "|").split("|") for word in row.split()[2:4])
_LONGEST = 24
"""Tokens of the longest apposition looked at."""


def is_role(word: str) -> bool:
    """Whether a lower-case word is the noun of a role, an office or a profession, in the singular or the plural."""
    if word in _ROLES:
        return True
    tail = word.rpartition("-")[2]
    return tail in _ROLES


def role_before(tokens: Tokens, start: int, titled: bool) -> int | None:
    """Where the description begins that stands right before a name: "[top envoy for negotiations] Steve Witkoff".

    With ``titled`` the name's own run opens with an office ("President"), and only modifiers are added to it ("former").
    """
    text, words, classes = tokens.text, tokens.words, tokens.classes
    at = tokens.at(start) - 1
    if at < 0 or tokens.ends[at] + 3 < start:
        return None
    comma = words[at] == ","
    if comma:
        at -= 1
    if at < 0:
        return None
    head = at
    if not titled:
        if not comma and words[at] in _LINKS:
            return None  # "a spokesman for Ann Lee" is not Ann Lee
        steps = 0
        while head >= 0 and steps < 6 and not is_role(words[head]):
            if "." in classes[head] or "v" in classes[head] or "x" in classes[head] or "s" in classes[head]:
                return None
            head -= 1
            steps += 1
        if head < 0 or steps >= 6 or (steps and words[head + 1] not in _LINKS) or text[tokens.starts[head]].isupper():
            return None
        if steps and not comma and steps > 4:
            return None
    elif comma:
        return None
    first = head if not titled else at + 1
    left = head - 1 if not titled else at
    determined = False
    while left >= 0 and head - left < 9:
        word = words[left]
        if "." in classes[left] or text[tokens.ends[left] : tokens.starts[left + 1]] not in (" ", "\u00a0", "-"):
            break
        if word.endswith("'s") or word.endswith("s'"):
            first = left
            determined = True
            while left > 0 and text[tokens.starts[left - 1]].isupper() and not classes[left - 1]:
                left -= 1
                first = left
            break
        if (
            word in _MODIFIERS
            or is_role(word)
            or (not classes[left] and (text[tokens.starts[left]].isupper() or ("-" in word and not word[0].isdigit())))
        ):
            first = left
            determined = determined or word in ("his", "her", "their", "its")
            if word in ("his", "her", "their", "its", "our", "my"):
                first = left + 1
                break
            left -= 1
            continue
        if left == head - 1 and not titled and not classes[left] and word not in table() and not word.endswith(("ed", "ly")):
            first = left
            left -= 1
            continue
        determined = determined or "d" in classes[left]
        break
    if comma and not determined:
        return None
    return tokens.starts[first] if tokens.starts[first] < start else None


def role_after(tokens: Tokens, end: int, persons: Set[int]) -> Span | None:
    """The apposition right behind a name: "Dmitry Medvedev, [deputy chairman of the council], said"."""
    text, words, classes, starts, ends = tokens.text, tokens.words, tokens.classes, tokens.starts, tokens.ends
    at = tokens.at(end)
    size = len(words)
    if at + 2 >= size or words[at] not in (",", "—", "–", "--") or starts[at] > end + 1:
        return None
    mark = words[at]
    at += 1
    if words[at].isdigit() and words[at + 1] == ",":
        at += 2
        if at >= size:
            return None
    first = at
    found = False
    stop = min(size, at + _LONGEST)
    while at < stop:
        word, tag = words[at], classes[at]
        if (tag == "." and word not in ("-", "'", "’")) or (found and ("r" in tag or word in _SPOKEN)):
            break
        if not found:
            if is_role(word):
                found = True
            elif (
                (
                    "v" in tag
                    or "x" in tag
                    or "h" in tag
                    or "s" in tag
                    or "r" in tag
                    or (tag == "p" and at == first)
                    or at - first > 7
                )
                or tag == "c"
                or (tag == "p" and not found)
            ):
                return None
        if starts[at] in persons and not (words[at].endswith("'s") or (at + 1 < size and words[at + 1].endswith("'s"))):
            return None
        at += 1
    if not found or (at >= stop and stop < size) or at <= first:
        return None
    if mark == "," and at < size and words[at] in ("(", "“", '"'):
        return None
    if text[starts[at - 1]].isupper() and at - 2 >= first and is_role(words[at - 2]):
        return None  # "Berg, singer Ana Ruiz and others": the next of a list
    opening = classes[first]
    if words[first] in _SPOKEN:
        return None
    if not (opening in ("", "d", "do", "a", "da") or words[first] in _MODIFIERS):
        return None
    if text[starts[first]].isupper() and is_role(words[first]) and starts[min(first + 1, size - 1)] in persons:
        return None
    begin = first + 1 if words[first] in ("a", "an", "the", "his", "her", "their", "its") and at - first > 1 else first
    return Span(start=starts[begin], end=ends[at - 1])
