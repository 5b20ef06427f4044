"""What the lines around an article say of it: its paper, author, place and dates."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from bot.corpus import credits, dates, pagewords

if TYPE_CHECKING:
    from bot.corpus.dateline import Dateline
    from bot.domain import Moment, Status

LONGEST_TITLE: Final = 220
_WORD = re.compile(r"\w[\w'’.-]*")
_DATE_WORDS: Final = frozenset(pagewords.AROUND_DATES.split())
SECTIONS: Final = frozenset(pagewords.SECTIONS.split())
"""What pages call their sections: never taken for the name of the paper."""
_RANKS: Final = ("live", "embargoed", "corrected", "retracted")
_OWNER = re.compile(
    r"(?:©|\(c\)|[Cc]opyright)(?:\s|©|\(c\)|[Cc]opyright|\d{4}|[-–,])*(?:by )?(?P<who>[A-Z][\w.'’& -]{1,60}?)"
    r"(?:[.,|]|$| [Aa]ll )"
)


@dataclass(slots=True)
class Masthead:
    """What has been found so far; the first mention of each wins."""

    outlet: str | None = None
    author: str | None = None
    agency: str | None = None
    place: str | None = None
    yearless: str | None = None
    """A dateline's date that names no year."""
    status: Status = "live"
    dates: list[tuple[int, Moment, str | None]] = field(default_factory=list)
    """Rank (published before undecorated before updated), moment, note."""
    notes: list[str] = field(default_factory=list)

    def noticed(self, status: Status, words: str) -> None:
        """Take a correction, a retraction or an embargo."""
        self.status = max(self.status, status, key=_RANKS.index)
        self.notes.append(f"{status}: {words[:200]}")

    def opened(self, dateline: Dateline, *, first: bool) -> None:
        """Take what a dateline says."""
        self.place = self.place or dateline.place
        self.agency = self.agency or dateline.agency
        if dateline.date:
            when = dates.written(dateline.date)
            if when:
                self.dates.append((1, when.moment, when.note))
            elif first:
                self.yearless = dateline.date

    def labelled(self, key: str, value: str, *, above: bool) -> bool:
        """Take what a labelled line says; False where its value is not of its kind, and the line may be prose."""
        if key in ("author", "byline"):
            self.author = self.author or re.sub(r"(?i)^by ", "", value)[:120]
        elif key in ("outlet", "source", "publication", "publisher", "newspaper"):
            if len(_WORD.findall(value)) > 6:
                return False
            self.outlet = self.outlet or (value if above else None)  # below an article, "Source:" is a chart's
        elif key in ("place", "location", "dateline"):
            if len(value) > 60:
                return False
            self.place = self.place or value
        elif "date" in key or key.startswith("pub"):
            when = dates.written(value)
            if when is None or len(value) > 80:
                return False
            self.dates.append((2 if "updated" in key else 0, when.moment, when.note))
        return len(value) < 160 or key in ("title", "headline", "subject", "url", "link")

    def dated(self, line: str) -> bool:
        """Take a line that is nothing but a date, with its label or after the name of a section or a paper."""
        when = dates.written(line)
        if when is None:
            return False
        rest = f"{line[: when.start]} {line[when.end :]}"
        words = [word for word in _WORD.findall(rest) if not word.strip(".").isdigit()]
        plain = [word for word in words if word.strip(".").lower() not in _DATE_WORDS]
        if len(plain) > 4 or any(not word[0].isupper() for word in plain) or re.search(r"[.!?;]\s+\w", rest):
            return False
        if not words and len(line) > when.end - when.start + 12:
            return False
        said = {word.lower() for word in words}
        rank = (
            2
            if said & {"updated", "modified", "update"}
            else 0
            if said & {"published", "posted", "publication", "first"}
            else 1
        )
        self.dates.append((rank, when.moment, when.note))
        paper = " ".join(plain)
        if paper and self.outlet is None and credits.outlet(paper) and paper.lower() not in SECTIONS:
            self.outlet = paper
        return True

    def owned(self, line: str) -> None:
        """Take the paper out of a copyright line."""
        owner = _OWNER.search(line)
        if owner and self.outlet is None and credits.outlet(owner["who"]):
            self.outlet = owner["who"].strip()

    def signed(self, who: str, rest: str | None, *, above: bool) -> None:
        """Take a byline's names, and the paper or the date behind them."""
        if not above and self.author:
            return
        parts = [part.strip() for part in who.split(",")]
        if len(parts) > 1 and credits.outlet(parts[-1]):
            rest, parts = parts[-1], parts[:-1]
        self.author = self.author or spelt(re.sub(r"\s+in [A-Z].*$", "", ", ".join(parts)), shortest=2)
        when = dates.written(rest) if rest else None
        if when:
            self.dates.append((1, when.moment, when.note))
        elif rest and self.outlet is None and len(rest) < 60 and credits.outlet(rest):
            self.outlet = rest

    def published(self) -> tuple[Moment | None, str | None]:
        """When the article says it was published, and what had to be assumed."""
        if self.dates:
            _, moment, note = min(self.dates, key=lambda dated: dated[0])
            return moment, note
        return None, f"the dateline says {self.yearless!r} but no year, so the date is unknown" if self.yearless else None


def spelt(name: str, *, shortest: int = 4) -> str:
    """A name in capitals as it is written elsewhere: ``MOCKINGHAM HERALD`` → ``Mockingham Herald``, but ``USA Today``."""
    return re.sub(rf"[^\W\d_]{{{shortest},}}", lambda word: word[0].capitalize(), name) if name.isupper() else name
