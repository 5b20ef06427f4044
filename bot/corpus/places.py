"""Countries, and the words that stand for them: "Kyiv" and "Ukrainian" for Ukraine, "the Kremlin" for Russia."""

from __future__ import annotations

from functools import cache

from bot.corpus.data.polities import REGIONS, TABLE


def polity(word: str) -> str | None:
    """The country, union or nation that a word stands for: its names, people, adjective, capital or seat of power.

    Case matters ("Polish", not "polish"); an article before it and a possessive after it do not.
    """
    table = _table()
    found = table.get(word)
    if found is None and word:
        bare = word.replace("’", "'").removesuffix("'s").removesuffix("'")
        for article in ("the ", "The "):
            bare = bare.removeprefix(article)
        found = table.get(bare)
    return found


def is_place(word: str) -> bool:
    """Whether a name is that of a country, a capital, a region or a well-known city."""
    return word in _places()


def is_capital(word: str) -> bool:
    """Whether a name is that of a country's capital."""
    return word in _capitals()


def is_demonym(word: str) -> bool:
    """Whether a word is a country's adjective or people ("Ukrainian", "Poles")."""
    return word in _demonyms()


def is_seat(word: str) -> bool:
    """Whether a name is that of a seat of power or an authority ("Kremlin", "White House")."""
    return word in _seats()


def _rows() -> list[list[str]]:
    return [[cell.strip() for cell in line.split(";")] for line in TABLE.strip().splitlines()]


def _words(cell: str) -> list[str]:
    return [word.replace("_", " ") for word in cell.split()]


@cache
def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for row in _rows():
        name = row[0]
        for word in (name, *(word for cell in row[1:] for word in _words(cell))):
            table.setdefault(word, name)
    return table


@cache
def _places() -> frozenset[str]:
    found = set(_words(REGIONS))
    for row in _rows():
        found.update((row[0], *_words(row[1]), *_words(row[3])))
    return frozenset(found)


@cache
def _capitals() -> frozenset[str]:
    return frozenset(word for row in _rows() for word in _words(row[3]))


@cache
def _demonyms() -> frozenset[str]:
    return frozenset(word for row in _rows() for word in _words(row[2]))


@cache
def _seats() -> frozenset[str]:
    return frozenset(word for row in _rows() if len(row) > 4 for word in _words(row[4]))
