"""Proper names in a text, with the role the text gives beside each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from bot.corpus.data import closed, given, lists, titles
from bot.corpus.grammar import Tokens, tokens
from bot.corpus.places import is_demonym, is_place, is_seat
from bot.corpus.roles import role_after, role_before
from bot.domain import Name, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.domain import NameKind, Sentence

_UPPER = "".join(letter for letter in map(chr, range(0x41, 0x530)) if letter.isupper())
_WORD = rf"(?:[{_UPPER}]\w*(?:['’](?!s\b)\w+|-\w+)*)"
_DOTTED = rf"(?:(?:{'|'.join(titles.ABBREVIATED.split())})\.|(?:[{_UPPER}]\.)+|{_WORD})"
_PARTICLE = r"(?:de|da|do|dos|das|di|del|della|la|los|van|von|der|den|bin|bint|ibn|al|el|le|du|ten|ter|zu|af)"
_TAILS = "|".join(word[1:] for word in titles.ABBREVIATED.split())
_RUN = re.compile(
    rf"[{_UPPER}](?<!\w.)(?:\.(?:[{_UPPER}]\.)*|(?:{_TAILS})\.|\w*(?:['’](?!s\b)\w+|-\w+)*)"
    rf"(?:[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,2}}(?:(?:al|el|an)-(?=[{_UPPER}]))?{_DOTTED})*"
)
_PREFIX = re.compile(r"(?<![\w])(?:al|el|an|ad|d|l)[-’']$")
_SHOUT = re.compile(rf"[{_UPPER}](?<![{_UPPER}]{{2}})[{_UPPER}]++(?:[^\w\n]{{1,3}}+[{_UPPER}]++){{2,}}\b")
# It starts at the first capital of a word only, and gives no capital back, or a page of capitals would take quadratic time.
_WITHIN_BEFORE = re.compile(r"\b(?:in|near|across|throughout) $")
_BRIDGE = re.compile(r" (?:of|for)(?: the)? ")

_OPENERS = frozenset(closed.OPENERS.split())
_NOT_NAMES = frozenset(closed.NOT_NAMES.split())
_TITLES = frozenset(titles.TITLES.split())
_ROLES = frozenset(titles.ROLES.split())
_OFFICES = _TITLES | _ROLES
_FORMS = frozenset(["mr", "mrs", "ms", "miss", "mx"])
_ROYAL = frozenset(lists.ROYAL.split())
_ORGS = frozenset(titles.ORGANISATIONS.split())
_GIVEN = frozenset(given.MALE.split()) | frozenset(given.FEMALE.split())
_BRIDGED = (
    _ORGS
    | _OFFICES
    | frozenset(
        [
            "republic",
            "gulf",
            "bay",
            "isle",
            "university",
            "bank",
            "duke",
            "statue",
            "city",
            "state",
            "states",
            "cape",
            "horn",
            "strait",
            "sea",
            "lake",
        ]
    )
)
_WITHIN = frozenset(["in", "near", "across", "throughout"])
_NO_PERSON = _WITHIN | frozenset(["the", "a", "an", "on", "at", "via", "this", "that", "its", "his", "her", "their", "our"])
_LANDS = frozenset(lists.LANDS.split())


class _Run(NamedTuple):
    start: int
    end: int
    words: list[str]
    opens: bool
    """Whether it stands where any word would have a capital."""


def names(text: str, sentences: Sequence[Sentence]) -> tuple[Name, ...]:
    """The proper names of the article's sentences, in order.

    A person's span holds the name alone; titles and offices beside it ("U.S. Secretary of State", "Kremlin spokesperson",
    "deputy chairman of the council") are its role.
    """
    runs = list(_runs(text, sentences))
    inside = Counter(chain.from_iterable(words[1:] if opens else words for _, _, words, opens in runs))
    lower = frozenset(text.split())  # without those that punctuation follows, which is enough to know a common word by
    kept: list[tuple[int, int, NameKind, Span | None, bool]] = []
    surnames: set[str] = set()
    for run in runs:
        trimmed = _trim(run, inside, lower)
        if trimmed is None:
            continue
        start, words = trimmed
        named = _split(start, run.end, words)
        if named is None:
            continue
        start, words, office = named
        end = start + len(" ".join(words))
        kind, sure = _kind(words, office is not None, text, start, lower)
        if kind == "person":
            surnames.add(words[-1])
            if len(words) > 1:
                surnames.add(words[-1].split("-")[-1])
        kept.append((start, end, kind, office, sure))
    return tuple(_described(text, kept, surnames))


def _runs(text: str, sentences: Sequence[Sentence]) -> Iterator[_Run]:
    shouts = [match.span() for match in _SHOUT.finditer(text)]
    shout_starts = [shout[0] for shout in shouts]
    for sentence in sentences:
        first, last = sentence.start, sentence.end
        held: _Run | None = None
        for match in _RUN.finditer(text, first, last):
            start, end = match.span()
            if shouts:
                at = bisect_right(shout_starts, start) - 1
                if at >= 0 and end <= shouts[at][1]:
                    continue
            if start >= first + 2 and text[start - 1] in "-’'":
                prefix = _PREFIX.search(text, max(first, start - 3), start)
                start = prefix.start() if prefix else start
            before = text[start - 1] if start > first else ""
            opens = start == first or before in "\"“‘'«(" or text[max(first, start - 2) : start] in (": ", ". ", "? ", "! ")
            words = text[start:end].replace("\u00a0", " ").split(" ")
            if held:
                if start - held.end <= 8 and _bridged(held, text[held.end : start], words):
                    between = text[held.end : start].split()
                    held = _Run(held.start, end, [*held.words, *between, *words], held.opens)
                    continue
                yield held
            held = _Run(start, end, words, opens)
        if held:
            yield held


def _bridged(held: _Run, between: str, words: list[str]) -> bool:
    if between == " & ":
        return True
    if between == " and ":
        return held.words[0].lower() in _ORGS or (
            ("for" in held.words or "of" in held.words) and any(word.lower() in _ORGS for word in held.words[:2])
        )
    return (
        bool(_BRIDGE.fullmatch(between))
        and held.words[-1].lower().strip(".") in _BRIDGED
        and words[0].lower() not in _NOT_NAMES
    )


def _trim(run: _Run, inside: Counter[str], lower: frozenset[str]) -> tuple[int, list[str]] | None:
    """The run without words that have their capital from where they stand; None where nothing is left."""
    start, words = run.start, run.words
    if run.opens:
        while words:
            word = words[0]
            plain = word.lower()
            if _known(word):
                break
            if plain in _TITLES and len(words) > 1:
                break
            if plain in _GIVEN and len(words) > 1 and inside[word]:
                break
            common = plain in _OPENERS or (plain in lower and inside[word] == 0 and plain not in _GIVEN)
            lone = len(words) == 1 and inside[word] == 0 and plain not in _GIVEN
            if not (common or lone):
                break
            start += len(word) + 1
            words = words[1:]
            if words and words[0] in ("of", "for", "the", "&"):
                return None
    while words and words[0].lower().strip(".") in _NOT_NAMES and not (len(words) > 1 and words[0].lower() in _TITLES):
        start += len(words[0]) + 1
        words = words[1:]
    while words and words[-1].lower() in _NOT_NAMES:
        words = words[:-1]
    if not words or (len(words) == 1 and (len(words[0]) == 1 or words[0].lower() in _OPENERS)):
        return None
    return start, words


@lru_cache(maxsize=20_000)
def _known(word: str) -> bool:
    """Whether a word that opens a sentence is sure to have its capital for its own sake."""
    return is_place(word) or is_seat(word) or is_demonym(word) or (word.isupper() and len(word) > 1) or word.endswith(".")


def _split(start: int, end: int, words: list[str]) -> tuple[int, list[str], Span | None] | None:
    """A run as the office that opens it and the name; None where it is an office alone ("Prime Minister")."""
    if words[-1].lower().strip(".") in _OFFICES and not (len(words) > 1 and words[0].lower() in _GIVEN):
        if words[-1].lower() in _ORGS or len(words) > 3:
            return start, words, None
        return None
    last = -1
    for at, word in enumerate(words[:-1]):
        if word.lower().strip(".") in _OFFICES or word in ("General",):
            last = at
    if last >= 0 and words[last + 1] in ("of", "for", "&"):
        tail = next((at for at in range(last + 2, len(words)) if words[at].lower() in _GIVEN), None)
        if tail is None:
            return start, words, None
        last = tail - 1
    if last < 0:
        if len(words) > 2 and is_demonym(words[0]) and words[1].lower() in _GIVEN:
            return start + len(words[0]) + 1, words[1:], Span(start=start, end=start + len(words[0]))
        return start, words, None
    if words[last].lower() in _ROYAL and last == 0 and len(words) <= 3:
        return start, words, None
    if any(word.lower() in _ORGS for word in words[last + 1 :]):
        return start, words, None
    head = words[: last + 1]
    size = len(" ".join(head))
    office = None if len(head) == 1 and head[0].lower().strip(".") in _FORMS else Span(start=start, end=start + size)
    rest = start + size + 1
    if office is None or rest < end:
        return rest, words[last + 1 :], office or Span(start=start, end=start + size)
    return None


def _kind(words: list[str], titled: bool, text: str, start: int, lower: frozenset[str]) -> tuple[NameKind, bool]:
    """What a name names, and whether that is sure."""
    whole = " ".join(words)
    if titled:
        return "person", True
    if is_place(whole) or (whole.isupper() and is_place(whole.title())):
        return "place", True
    if is_seat(whole):
        return "org", True
    if is_demonym(whole):
        return "other", True
    lowered = [word.lower() for word in words]
    if lowered[0] in _ROYAL and len(words) > 1:
        return "person", True
    if any(word in _ORGS for word in lowered):
        return "org", True
    if any(word in _LANDS for word in lowered[1:]):
        return "place", True
    if len(words) == 1:
        if whole.isupper() and len(whole) > 1:
            return "org", False
        return ("person", False) if lowered[0] in _GIVEN else ("other", False)
    if "of" in lowered or "for" in lowered or "&" in lowered or "the" in lowered:
        return "org", False
    if lowered[0] in _GIVEN:
        return "person", True
    common = any(word in lower or word in _OPENERS for word in lowered)
    if common or is_demonym(words[0]) or is_place(words[0]) or words[-1].isupper() or len(words) > 4:
        return "other", False
    before = text[max(0, start - 8) : start].rsplit(None, 1)
    if before and before[-1].lower() in _NO_PERSON:
        return ("place" if before[-1].lower() in _WITHIN else "other"), False
    return "person", False


def _described(text: str, kept: list[tuple[int, int, NameKind, Span | None, bool]], surnames: set[str]) -> Iterator[Name]:
    """The names with their roles, bare surnames known for the persons' they are."""
    here: Tokens = tokens(text)
    persons = {start for start, _, kind, _, _ in kept if kind == "person"}
    within = {
        text[start:end]
        for start, end, kind, _, _ in kept
        if kind == "other" and _WITHIN_BEFORE.search(text, max(0, start - 12), start)
    }
    for start, end, kind, office, sure in kept:
        role = office
        if not sure and kind == "other" and text[start:end] in surnames:
            kind = "person"
        elif kind == "other" and text[start:end] in within and not is_demonym(text[start:end]):
            kind = "place"
        if kind == "person":
            if role is not None and text[role.start : role.end].lower().strip(".") in _FORMS:
                role = None
            before = role_before(here, office.start if office else start, office is not None)
            if before is not None:
                role = Span(start=before, end=role.end) if role is not None else Span(start=before, end=_trail(text, start))
            if role is None or " " not in text[role.start : role.end]:
                after = role_after(here, end, persons)
                if after is not None:
                    role = after
        yield Name(start=start, end=end, kind=kind, role=role)


def _trail(text: str, start: int) -> int:
    """Where the words before a name end: before blanks, a comma and a form of address."""
    cut = len(text[max(0, start - 16) : start].rstrip(" ,\u00a0—–-"))
    return max(0, start - 16) + cut
