"""Short articles about invented news, for tests of what is stored, indexed and retrieved."""

from __future__ import annotations

from typing import Any

from bot.corpus.annotate import annotate
from bot.corpus.document import Document, identity
from bot.domain import Reading

HARBOUR = (
    "The harbour of Port Ellery reopened on Tuesday after a three-day strike by crane operators. "
    'Dock union leader Marta Kowalski said the operators had won "a fair deal".\n\n'
    "The port authority put the cost of the stoppage at 4.5 million dollars. "
    "Forty ships had been waiting outside the breakwater since Saturday.\n\n"
    "Mayor Anton Zelensky thanked both sides for their patience. "
    "He said the council would review the port's emergency plans before winter.\n"
)
BRIDGE = (
    "Engineers have closed the old Tamsin bridge after finding cracks in two of its steel girders. "
    "The crossing carries eleven thousand cars a day between the city and its airport.\n\n"
    "City engineer Ruth Adeyemi said repairs would take at least six weeks. "
    "Buses will be sent round by the northern ring road until then.\n"
)
ORCHARD = (
    "Apple growers in the Vale of Corran expect their smallest harvest for twenty years. "
    "A late frost in April killed most of the blossom in the lower orchards.\n\n"
    "Growers' association chairman Piet Vandermeer asked the government for emergency loans. "
    "The farm ministry said it would answer by the end of the month.\n"
)


def document(name: str, text: str, **given: Any) -> Document:
    """A document as a file of this name would give it."""
    return Document(id=identity(name), text=text, path=name, **given)


def article(name: str, text: str, **given: Any) -> Reading:
    """The reading of such a document."""
    return annotate(document(name, text, **given))


def altered(text: str, *, every: int = 8, keep: float = 0.85) -> str:
    """A near-copy: every so many words another one, and the end cut off."""
    words = text.split(" ")
    edited = [f"otherwise{at}" if at % every == every - 1 else word for at, word in enumerate(words)]
    return " ".join(edited[: int(len(edited) * keep)]).rstrip(" ,;") + ".\n"
