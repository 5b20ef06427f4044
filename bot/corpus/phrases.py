"""Noun phrases around a verb: the subject left of it, the agent or speaker right of it."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from bot.corpus.cues import table
from bot.corpus.data import lists
from bot.corpus.roles import is_role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.corpus.grammar import Tokens
    from bot.corpus.quotation import Quotation
    from bot.domain import Name

_DASHES = frozenset(("—", "–", "―", "--", "-"))
_QUOTES = frozenset(('"', "“", "”", "''", "``", "‘", "’", "'"))
_STARTERS = frozenset(["the", "a", "an", "his", "her", "its", "their", "this", "these", "those", "our", "my"])
_ATTACHING = frozenset(["of", "for", "from", "at", "with", "in", "on", "behind", "to", "near"])
CALENDAR = frozenset(lists.CALENDAR.split())
_CATENATIVE = frozenset(lists.CATENATIVE.split())
_DATING = frozenset(["last", "this", "next", "earlier", "late", "early", "that", "on", "in"])
_FAR = 48
"""Tokens walked at most in search of a phrase's other end."""
_RELATIVE = 14
"""Tokens of the longest relative clause looked over."""


NAMED = "N"
"""The class of a name that looks like an adverb."""


class Phrase(NamedTuple):
    """Tokens ``first`` to ``last`` (exclusive) of a noun phrase."""

    first: int
    last: int


@cache
def _wanted() -> frozenset[str]:
    """Words that may report: the verbs' forms, and the phrases that need no verb."""
    return frozenset(table()) | {"according", "citing", "per"}


class Scene:
    """What the finders of phrases look at: the tokens, which of them are quoted, and where names begin and end."""

    __slots__ = ("classes", "cues", "ends", "inside", "name_at", "name_end", "names", "starts", "text", "tokens", "words")

    def __init__(self, tokens: Tokens, names: Sequence[Name], quotations: Sequence[Quotation]) -> None:
        self.tokens = tokens
        self.text = tokens.text
        self.words = tokens.words
        self.classes = tokens.classes
        self.starts = tokens.starts
        self.ends = tokens.ends
        wanted = _wanted()
        self.cues = [at for at, word in enumerate(self.words) if word in wanted]
        self.names = names
        self.name_at: dict[int, int] = {}
        self.name_end: dict[int, int] = {}
        named: list[int] = []
        at = tokens.at
        for index, name in enumerate(names):
            first = at(name.start)
            self.name_at[first] = index
            last = bisect_left(self.starts, name.end, first) - 1
            self.name_end[last] = index
            if self.words[last].endswith("ly"):
                named.append(last)
        if named:
            # Kelly, Reilly and Connolly are no adverbs.
            self.classes = list(self.classes)
            for last in named:
                self.classes[last] += NAMED
        self.inside = bytearray(len(tokens) + 1)
        for quotation in quotations:
            first, last = at(quotation.outer_start), at(quotation.outer_end)
            self.inside[first:last] = b"\1" * (last - first)

    def upper(self, at: int) -> bool:
        """Whether a token has a capital."""
        return self.text[self.starts[at]].isupper()


def is_adverb(word: str, tags: str) -> bool:
    """Whether a word may stand between a subject and its verb."""
    return "a" in tags or (len(word) > 4 and word.endswith("ly") and NAMED not in tags)


def verb_start(scene: Scene, cue: int, floor: int) -> tuple[int, bool]:
    """Where the verb group of a cue begins ("has repeatedly | said"), and whether it is negated."""
    words, classes, inside = scene.words, scene.classes, scene.inside
    at = cue - 1
    negated = False
    while at >= floor and not inside[at]:
        tags, word = classes[at], words[at]
        if "h" in tags:
            break
        if "n" in tags and word not in ("neither", "nor", "no"):
            negated = True
        elif not ("x" in tags or is_adverb(word, tags)) or (scene.upper(at) and "x" in tags and at in scene.name_end):
            break
        if "x" in tags and word in ("may", "will") and scene.upper(at) and at > floor:
            break
        at -= 1
    return at + 1, negated


def noun_left(scene: Scene, last: int, floor: int) -> Phrase | None:
    """The noun phrase whose last token is ``last``."""
    words, classes, inside = scene.words, scene.classes, scene.inside
    if last < floor or inside[last]:
        return None
    tags = classes[last]
    if "h" in tags:
        return Phrase(last, last + 1)
    if words[last] in ("this", "that", "which", "who"):
        return None
    named = scene.name_end.get(last)
    at = last
    if named is not None and scene.names[named].kind == "person":
        name = scene.names[named]
        start = name.role.start if name.role is not None and name.role.end <= name.start else name.start
        at = max(floor, scene.tokens.at(start))
        before = at - 1
        while before >= floor and words[before] in (
            "mr",
            "mr.",
            "mrs",
            "mrs.",
            "ms",
            "ms.",
            "dr",
            "dr.",
            "sen.",
            "rep.",
            "gov.",
            "gen.",
        ):
            at = before
            before -= 1
        if before > floor and words[before] in ("and", "&") and (before - 1) in scene.name_end and not inside[before - 1]:
            pair = noun_left(scene, before - 1, floor)
            return Phrase(pair.first if pair else at, last + 1)
        if (
            before - 1 > floor
            and words[before] in ("for", "to", "of")
            and is_role(words[before - 1])
            and not inside[before - 1]
        ):
            whose = noun_left(scene, before - 1, floor)
            return Phrase(whose.first if whose else before - 1, last + 1)  # whoever speaks for him, not he
        if before >= floor and words[before] in ("the", "a", "an", "his", "her", "their", "its"):
            at = before
        return Phrase(at, last + 1)
    begin = last + 1
    limit = max(floor, last - _FAR)
    joined = -1
    at = last
    while at >= limit and not inside[at]:
        word, tags = words[at], classes[at]
        if tags:
            if "." in tags:
                if word not in ("-", "'", "’", "."):
                    break
                if word == "." and at != last and not (at > 0 and len(words[at - 1]) == 1):
                    break
            elif "d" in tags:
                begin = at
                if at > limit and words[at - 1] in _ATTACHING and at - 1 > limit and at > floor:
                    if words[at - 2] in CALENDAR or "." in classes[at - 2]:
                        break
                    at -= 1
                    if _verbal(scene, at - 1):
                        break
                    at -= 1
                    continue
                if at > limit and "d" in classes[at - 1] and "." not in classes[at - 1]:
                    at -= 1
                    continue
                break
            elif "s" in tags or "r" in tags or "h" in tags:
                if not ("p" in tags and word in ("since", "as")):
                    break
                break
            elif "p" in tags:
                if at == last or word not in _ATTACHING:
                    break
                if at - 1 < limit or _verbal(scene, at - 1) or "." in classes[at - 1]:
                    break
                at -= 1
                continue
            elif "c" in tags:
                if at == last or at - 1 < limit or "." in classes[at - 1] or word not in ("and", "or", "&"):
                    break
                joined = at
                at -= 1
                continue
            elif ("x" in tags or "v" in tags) and not (scene.upper(at) and at > floor):
                if joined > 0:
                    begin = joined + 1
                break
            elif ("t" in tags and at != last and not scene.upper(at)) or (
                "o" in tags and word not in ("reporters", "journalists")
            ):
                break
        else:
            if at != last and _verbal(scene, at):
                if joined > 0:
                    begin = max(begin, joined + 1) if begin <= last else joined + 1
                break
            if is_adverb(word, tags) and at < last and at == floor:
                break
        begin = at
        at -= 1
    while begin <= last and (
        ("p" in classes[begin] and begin < last)
        or "c" in classes[begin]
        or (is_adverb(words[begin], classes[begin]) and begin < last and words[begin] not in ("all", "both", "each"))
        or ("t" in classes[begin] and begin < last)
    ):
        begin += 1
    if begin < last and words[begin] == "that":
        begin += 1
    if begin > last or not _nominal(scene, last) or (begin == last and words[last] in ("the", "a", "an")):
        return None
    return Phrase(begin, last + 1)


def _verbal(scene: Scene, at: int) -> bool:
    """Whether an open-class word looks like a finite verb where it stands."""
    word = scene.words[at]
    if scene.upper(at):
        return False
    cue = table().get(word)
    if cue is None:
        return False
    if cue.form in ("past", "participle"):
        before = scene.classes[at - 1] if at else "."
        return not ("d" in before or scene.words[at - 1].endswith("'s"))
    return cue.form == "s" and not cue.nominal


def _nominal(scene: Scene, at: int) -> bool:
    tags = scene.classes[at]
    if not tags or scene.upper(at):
        return True
    return not ("." in tags or "p" in tags or "s" in tags or "x" in tags or "c" in tags) and (
        "d" in tags or "h" in tags or "o" in tags or "t" in tags or "a" in tags
    )


def subject(scene: Scene, cue: int, floor: int) -> tuple[Phrase | None, str, bool]:
    """The subject of a finite verb at ``cue``, how it was found, and whether the verb is negated.

    How: "noun", "relative", "coordinated" (another verb's subject is meant), "infinitive", "none".
    """
    words, classes, inside = scene.words, scene.classes, scene.inside
    start, negated = verb_start(scene, cue, floor)
    at = start - 1
    if at < floor:
        return None, "none", negated
    if inside[at]:
        return None, "quoted", negated
    while at > floor and words[at] in CALENDAR and not inside[at]:
        step = at - 1
        while step > floor and words[step] in _DATING:
            step -= 1
        if "." in classes[step] or "v" in classes[step]:
            break
        at = step
    word, tags = words[at], classes[at]
    if word == "to":
        before = at - 1
        if before >= floor and words[before] in _CATENATIVE and not inside[before]:
            if words[before] in ("declined", "declines", "refused", "refuses", "failed"):
                negated = True
            deeper, how, denied = subject(scene, before, floor)
            return deeper, how if how != "none" else "infinitive", negated or denied
        if before - 1 >= floor and words[before] == "on" and words[before - 1] in ("went", "goes", "go"):
            return (*subject(scene, before - 1, floor)[:2], negated)
        return None, "infinitive", negated
    if tags:
        if word in ("who", "which") or (word == "that" and at - 1 >= floor and "." not in classes[at - 1]):
            end = at - 1
            if end >= floor and words[end] == ",":
                end -= 1
            found = noun_left(scene, end, floor)
            return found, "relative", negated
        if word in ("and", "but", "or", "then"):
            return None, "coordinated", negated
        if word == "," and at - 1 > floor and words[at - 1] in (")", "]"):
            at -= 1
            word = ")"
        if word == ",":
            return _over_parenthesis(scene, at, floor), "noun", negated
        if word in (")", "]"):
            opening = next((k for k in range(at - 1, max(floor, at - 20) - 1, -1) if words[k] in ("(", "[")), None)
            if opening is None:
                return None, "none", negated
            return noun_left(scene, opening - 1, floor), "noun", negated
        if word in _DASHES:
            opening = next((k for k in range(at - 1, max(floor, at - _FAR) - 1, -1) if words[k] in _DASHES), None)
            return (noun_left(scene, opening - 1, floor) if opening is not None else None), "noun", negated
        if "." in tags:
            return None, "none", negated
    whose = _over_relative(scene, at, floor)
    if whose is not None:
        return whose, "noun", negated
    return noun_left(scene, at, floor), "noun", negated


def _over_relative(scene: Scene, last: int, floor: int) -> Phrase | None:
    """The phrase that a relative clause ending at ``last`` belongs to: "[the firm] that ran the ferry | said"."""
    words, classes, inside = scene.words, scene.classes, scene.inside
    for at in range(last - 1, max(floor, last - _RELATIVE), -1):
        if inside[at] or "." in classes[at] or "h" in classes[at] or "c" in classes[at]:
            return None
        if words[at] in ("who", "that", "which"):
            if not (_predicates(scene, at + 1) and _nominal(scene, at - 1)) or _verbal(scene, at - 1):
                return None
            return noun_left(scene, at - 1, floor)
        if "r" in classes[at] or words[at] in table():
            # What stands behind another verb of speech is a clause of its own.
            return None
    return None


def _predicates(scene: Scene, at: int) -> bool:
    """Whether a word behind a relative pronoun is its verb: the pronoun is the subject there."""
    tags, word = scene.classes[at], scene.words[at]
    return "x" in tags or "v" in tags or (not tags and not scene.upper(at) and word.endswith("ed"))


def _over_parenthesis(scene: Scene, comma: int, floor: int) -> Phrase | None:
    """The phrase that an apposition, a relative clause or another insertion between commas belongs to."""
    words, classes, inside = scene.words, scene.classes, scene.inside
    nearest = None
    steps = 0
    at = comma - 1
    while at >= floor and steps < _FAR:
        if inside[at]:
            break
        if words[at] == "," and at > floor and comma - at > 1:
            before = at - 1
            if words[before] in (")", "]"):
                opening = next((k for k in range(before, max(floor, before - 12), -1) if words[k] in ("(", "[")), None)
                before = opening - 1 if opening is not None and opening > floor else before
            named = scene.name_end.get(before)
            if named is not None and _is_person(scene, at + 1, comma) and _spoken_for(scene, named, floor):
                return Phrase(at + 1, comma)
            if (named is not None or "h" in classes[before]) and not _nominal_list(scene, at, comma):
                return noun_left(scene, before, floor)
            if nearest is None:
                nearest = at
        elif words[at] in (";", ":"):
            break
        at -= 1
        steps += 1
    if nearest is not None and nearest > floor:
        named = scene.name_end.get(comma - 1)
        if named is not None and scene.names[named].kind == "person":
            whole = noun_left(scene, comma - 1, floor)
            if whole is not None and whole.first <= nearest + 1:
                return whole
        first = words[nearest + 1]
        tags = classes[nearest + 1]
        if "r" in tags or "d" in tags or is_role(first) or first.isdigit() or first.endswith(("ing", "ed")) or "p" in tags:
            return noun_left(scene, nearest - 1, floor)
    return None


def _spoken_for(scene: Scene, named: int, floor: int) -> bool:
    """Whether somebody who bears no name yet is there for what is named: "[a spokeswoman for] Acme"."""
    first = scene.tokens.at(scene.names[named].start)
    if scene.names[named].kind != "person":
        return True
    return first - 2 >= floor and scene.words[first - 1] in ("for", "of", "at", "with") and is_role(scene.words[first - 2])


def _is_person(scene: Scene, first: int, last: int) -> bool:
    """Whether tokens are just one person's name, who then speaks for what is named before: "a spokesman for Acme, Ann Lee"."""
    named = scene.name_end.get(last - 1)
    if named is None or scene.names[named].kind != "person":
        return False
    name = scene.names[named]
    starts = (name.start, name.role.start) if name.role is not None else (name.start,)
    return first in map(scene.tokens.at, starts)


def _nominal_list(scene: Scene, first: int, last: int) -> bool:
    """Whether between two commas there is just one more name, as in a list."""
    return last - first == 2 and scene.upper(first + 1) and not scene.classes[first + 1]


def noun_right(scene: Scene, first: int, ceiling: int) -> Phrase | None:
    """The noun phrase that begins at or right behind ``first``."""
    words, classes, inside = scene.words, scene.classes, scene.inside
    while first < ceiling and (is_adverb(words[first], classes[first]) and words[first] not in ("all", "both", "each")):
        first += 1
    if first >= ceiling or inside[first]:
        return None
    tags = classes[first]
    if words[first] in CALENDAR:
        return None
    if "h" in tags or words[first] in ("him", "them"):
        return Phrase(first, first + 1)
    if tags and not ("d" in tags or "a" in tags) and not scene.upper(first):
        return None
    forms = table()
    at = first
    limit = min(ceiling, first + _FAR)
    while at < limit and not inside[at]:
        word, tags = words[at], classes[at]
        named = scene.name_at.get(at)
        if named is not None and scene.names[named].kind == "person" and not words[at].endswith("'s"):
            end = scene.names[named].end
            last = at + 1
            while last < limit and scene.starts[last] < end:
                last += 1
            if not words[last - 1].endswith("'s") and not (
                last < limit and not classes[last] and words[last] not in forms and not scene.upper(last) and first < at
            ):
                return Phrase(first, last)
            at = last
            continue
        if tags and at > first:
            if "." in tags:
                if not (word in ("-", "'", "’") or (word == "." and len(words[at - 1]) == 1 and scene.upper(at - 1))):
                    break
            elif (
                ("s" in tags and word != "for")
                or "r" in tags
                or "h" in tags
                or "x" in tags
                or ("v" in tags and not scene.upper(at))
                or (word in _STARTERS and not ("p" in classes[at - 1] or "c" in classes[at - 1] or "d" in classes[at - 1]))
            ):
                break
            elif "p" in tags:
                if (
                    word not in _ATTACHING
                    or at + 1 >= limit
                    or words[at + 1] in CALENDAR
                    or words[at + 1].endswith("ing")
                    or (word == "to" and not classes[at + 1] and not scene.upper(at + 1))
                    or "." in classes[at + 1]
                ):
                    break
                if (
                    words[at + 1] in ("a", "an")
                    and at + 2 < limit
                    and words[at + 2]
                    in (
                        "statement",
                        "interview",
                        "letter",
                        "speech",
                        "tweet",
                        "memo",
                        "post",
                        "email",
                        "report",
                        "video",
                        "phone",
                        "telephone",
                        "news",
                        "press",
                        "conference",
                        "briefing",
                        "written",
                        "message",
                        "radio",
                        "television",
                        "series",
                    )
                ):
                    break
            elif "t" in tags or (
                "c" in tags
                and not (at + 1 < limit and (at + 1 in scene.name_at or not classes[at + 1] or "d" in classes[at + 1]))
            ):
                break
        elif not tags and at > first:
            cue = forms.get(word)
            if cue is not None and cue.form in ("past", "s", "ing") and not cue.nominal and not scene.upper(at):
                break
            if is_adverb(word, tags) or (word.endswith("ing") and not scene.upper(at) and classes[at - 1] == ""):
                break
        at += 1
    while at > first and ("p" in classes[at - 1] or "c" in classes[at - 1] or "." in classes[at - 1]) and words[at - 1] != ".":
        at -= 1
    if at == first + 1 and words[first] in ("the", "a", "an"):
        return None
    return Phrase(first, at) if at > first else None
