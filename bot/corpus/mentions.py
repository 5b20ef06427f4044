"""What a reading adds to the corpus's lists of persons and of known words."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from bot.corpus.people import surname_key

if TYPE_CHECKING:
    from bot.domain import Reading, Source

_WORD = re.compile(r"[^\W\d_]{4,}")


def persons(reading: Reading) -> Counter[tuple[str, str, str]]:
    """How often each person is named: by surname key, form of the name, and role (empty where none stands beside it).

    A surname alone is also counted for the one of several bearers whom the article names first: him it means after that.
    """
    found: Counter[tuple[str, str, str]] = Counter()
    first: dict[str, tuple[str, str, str]] = {}
    text = reading.text
    for name in reading.names:
        if name.kind == "person":
            form = " ".join(text[name.start : name.end].split())
            role = " ".join(text[name.role.start : name.role.end].split()) if name.role else ""
            key = surname_key(form)
            found[key, form, role] += 1
            if " " in form:
                first.setdefault(key, (key, form, role))
            elif key in first:
                found[first[key]] += 1
    return found


def known(reading: Reading) -> set[str]:
    """Words of the title and of names, as they are written there: what a misspelt word of a query may have meant."""
    text = reading.text
    named = " ".join(text[name.start : name.end] for name in reading.names)
    return set(_WORD.findall(f"{reading.source.title} {named}"))


def usable(source: Source) -> bool:
    """Whether a source may be evidence: an embargoed one is not to be seen yet, a retracted one no longer to be believed."""
    return source.status in ("live", "corrected")
