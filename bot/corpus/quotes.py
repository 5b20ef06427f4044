"""Who said what: quotations and reported speech with their speakers."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from bot.corpus.beside import Beside
from bot.corpus.cues import table
from bot.corpus.discourse import Discourse
from bot.corpus.grammar import tokens
from bot.corpus.phrases import Phrase, Scene
from bot.corpus.quotation import Quotation, quotations
from bot.corpus.stretch import Report
from bot.domain import Quote, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Name, Sentence

_WORDS = re.compile(r"\w+")
SCARE = 4
"""Words: a quotation up to this long with nobody to say it is a word held with tongs, not speech."""


def quotes(text: str, sentences: Sequence[Sentence], names: Sequence[Name]) -> tuple[Quote, ...]:
    """The quotations and reported speech of an article, in order.

    Reported speech that holds quoted words is one entry, and each quotation in it one more. A direct quote spans exactly the
    words between its marks; reported speech the reported clause, from its "that" on.
    """
    if not sentences:
        return ()
    quoted = quotations(text, sentences)
    scene = Scene(tokens(text), names, quoted)
    units = _units(scene, sentences, quoted)
    discourse = Discourse(scene, units)
    found: list[Report] = []
    for first, last in units:
        found.extend(Beside(scene, first, last).reports())
    found = _outermost(scene, found)
    speakers = [discourse.speaker(report.speaker) if report.speaker is not None else None for report in found]
    joined = _Joined(scene, units, quoted, found, speakers, discourse)
    entries = [*joined.direct(), *joined.reported()]
    entries.sort(key=lambda quote: (quote.start, -quote.end))
    return tuple(entries)


def _units(scene: Scene, sentences: Sequence[Sentence], quoted: Sequence[Quotation]) -> list[tuple[int, int]]:
    """The sentences as runs of tokens; those that one quotation holds together are one."""
    spans: list[list[int]] = []
    paragraph = -1
    at = 0
    reach = -1
    for sentence in sentences:
        while at < len(quoted) and quoted[at].outer_start < sentence.start:
            reach = max(reach, quoted[at].outer_end)
            at += 1
        if spans and sentence.paragraph == paragraph and reach > sentence.start:
            spans[-1][1] = sentence.end
        else:
            spans.append([sentence.start, sentence.end])
        paragraph = sentence.paragraph
    at_token = scene.tokens.at
    return [(at_token(start), at_token(end)) for start, end in spans]


def _outermost(scene: Scene, found: list[Report]) -> list[Report]:
    """Without the reports whose verb stands inside what another one reports, but for those that hold a quotation next to it."""
    kept: list[Report] = []
    for at, report in enumerate(found):
        near = found[max(0, at - 6) : at] + found[at + 1 : at + 4]
        over = any(
            other.start <= report.cue[0] < other.end
            and not other.start <= other.cue[0] < other.end
            and not (report.before and not other.before and report.start <= other.cue[0] < report.end)
            for other in near
        )
        if over and not _quotes_next(scene, report):
            continue
        kept.append(report)
    return kept


def _quotes_next(scene: Scene, report: Report) -> bool:
    """Whether quoted words stand right at the verb, or are all there is before it."""
    at = report.cue_at
    inside = scene.inside
    if report.before:
        return bool(inside[max(0, scene.tokens.before(report.end) - 1)])
    if "n" in report.frames:
        return any(inside[at + 1 : at + 6])
    return "q" in report.frames and bool(inside[scene.tokens.at(report.start)])


class _Joined:
    """Quotations brought together with the reports that hold them."""

    def __init__(
        self,
        scene: Scene,
        units: list[tuple[int, int]],
        quoted: list[Quotation],
        found: list[Report],
        speakers: list[str | None],
        discourse: Discourse,
    ) -> None:
        self.scene = scene
        self.units = units
        self.quoted = quoted
        self.found = found
        self.speakers = speakers
        self.discourse = discourse
        self.bounds = [(scene.starts[first], scene.ends[last - 1]) if last > first else (0, 0) for first, last in units]
        self.unit_starts = [start for start, _ in self.bounds]
        self.by_unit: dict[int, list[int]] = {}
        for index, report in enumerate(found):
            self.by_unit.setdefault(self._unit(report.cue[0]), []).append(index)
        self.owner: list[int | None]
        self._own()

    def _unit(self, offset: int) -> int:
        return max(0, bisect_right(self.unit_starts, offset) - 1)

    def _own(self) -> None:
        """Find each quotation's report: the one whose content holds it, else the speech it goes on with."""
        previous: tuple[int, int] | None = None
        quoted = self.quoted
        owner: list[int | None] = []
        for index, quotation in enumerate(quoted):
            unit = self._unit(quotation.outer_start)
            found = self._holding(quotation, unit)
            if found is None:
                found = self._beside(quotation, unit)
            if found is not None and index and owner[-1] is not None and self._runs_on(index - 1):
                self._rewrite(owner, index - 1, found)
            if found is None:
                found = self._going_on(index, quotation, unit, previous)
            owner.append(found)
            if found is not None:
                previous = (index, found)
        for index in range(len(quoted) - 2, -1, -1):
            if owner[index] is None and self._stands_alone(quoted[index]):
                later = owner[index + 1]
                if (
                    later is not None
                    and quoted[index + 1].paragraph == quoted[index].paragraph
                    and self._adjacent(index, index + 1)
                ):
                    owner[index] = later
        self.owner = owner

    def _runs_on(self, index: int) -> bool:
        """Whether a quotation is left open by its paragraph and the next one opens the paragraph behind."""
        one, other = self.quoted[index], self.quoted[index + 1]
        return (
            one.open_ended
            and other.paragraph > one.paragraph
            and not self.scene.text[one.end : other.outer_start].strip('"“” \n\t\r\xa0')
        )

    def _rewrite(self, owner: list[int | None], index: int, found: int) -> None:
        """Give the earlier paragraphs of one speech the speaker whom its last paragraph names."""
        while index >= 0:
            held = owner[index]
            if held is not None and self._holds(held, self.quoted[index]):
                return
            owner[index] = found
            if index == 0 or not self._runs_on(index - 1):
                return
            index -= 1

    def _holds(self, index: int, quotation: Quotation) -> bool:
        report = self.found[index]
        return report.start <= quotation.start and quotation.end <= report.end + 1

    def _add(self, report: Report | None) -> int | None:
        if report is None or report.speaker is None:
            return None
        self.found.append(report)
        self.speakers.append(self.discourse.speaker(report.speaker))
        return len(self.found) - 1

    def _beside(self, quotation: Quotation, unit: int) -> int | None:
        """The one named right beside the quotation, or announced by a colon before its paragraph."""
        scene = self.scene
        first, last = self.units[unit]
        begin, end = scene.tokens.at(quotation.outer_start), scene.tokens.at(quotation.outer_end)
        clauses = Beside(scene, first, last)
        found = self._add(clauses.around(begin, end))
        if found is None and quotation.outer_end >= self.bounds[unit][1] - 1 and unit + 1 < len(self.units):
            found = self._add(Beside(scene, *self.units[unit + 1]).signature(0))
        if found is None and scene.text[quotation.end - 1] in "!?…," and self._next_speaks(unit, quotation):
            found = self._add(Beside(scene, first, self.units[unit + 1][1]).around(begin, end))
        if found is None and begin > first and scene.words[begin - 1] == ":":
            found = self._add(Beside(scene, first, begin).colon())
        if found is None and begin - first <= 1 and unit > 0:
            before = self.units[unit - 1]
            if scene.words[before[1] - 1] == ":":
                found = self._add(Beside(scene, *before).colon())
        if found is None and begin > first:
            inside = [
                i
                for i in self.by_unit.get(unit, ())
                if self.found[i].cue[1] <= quotation.outer_start and "q" in self.found[i].frames
            ]
            near = inside[-1] if inside else None
            if near is not None and scene.text[max(0, quotation.outer_start - 4) : quotation.outer_start].rstrip()[-1:] in (
                ",",
                ":",
            ):
                found = near
        return found

    def _holding(self, quotation: Quotation, unit: int) -> int | None:
        best = None
        size = 0
        for index in self.by_unit.get(unit, ()):
            report = self.found[index]
            if report.start <= quotation.start and quotation.end <= report.end + 1:
                length = report.end - report.start
                if best is None or length < size:
                    best, size = index, length
        return best

    def _next_speaks(self, unit: int, quotation: Quotation) -> bool:
        """Whether the next sentence of the paragraph only says who spoke: "“Stay away!” [The mayor shouted.]"."""
        if unit + 1 >= len(self.units) or quotation.outer_end < self.bounds[unit][1]:
            return False
        first, last = self.units[unit + 1]
        gap = self.scene.text[quotation.outer_end : self.bounds[unit + 1][0]]
        forms = table()
        return "\n" not in gap and any(
            (cue := forms.get(self.scene.words[at])) is not None and "q" in cue.frames and cue.form in ("past", "s")
            for at in range(first, min(first + 8, last))
        )

    def _going_on(self, index: int, quotation: Quotation, unit: int, previous: tuple[int, int] | None) -> int | None:
        text = self.scene.text
        first, _ = self.bounds[unit]
        alone = self._stands_alone(quotation)
        if previous is not None:
            before = self.quoted[previous[0]]
            gap = text[before.outer_end : quotation.outer_start]
            if quotation.paragraph == before.paragraph:
                if self._unit(before.outer_start) == unit and previous[0] == index - 1:
                    between = self.found[previous[1]]
                    if (
                        before.outer_end <= between.cue[0] <= quotation.outer_start
                        and len(gap) < 160
                        and (gap.rstrip().endswith((",", ":", ";", ".", "—", "-", " but", " and")) or alone)
                    ):
                        return previous[1]
                if alone and previous[0] == index - 1 and len(gap) < 400:
                    named = self._speaker_between(before.outer_end, quotation.outer_start)
                    return named if named is not None else previous[1]
            elif previous[0] == index - 1 and before.open_ended and quotation.outer_start == first:
                return previous[1]
        if alone:
            lead = self._lead(unit, quotation)
            if lead is not None:
                return lead
            if previous is not None and quotation.paragraph - self.quoted[previous[0]].paragraph <= 2:
                return previous[1]
        return None

    def _lead(self, unit: int, quotation: Quotation) -> int | None:
        """The last report before a quotation that has no verb of its own: "He had a warning. “…”"."""
        for back in range(unit, max(-1, unit - 3), -1):
            inside = [index for index in self.by_unit.get(back, ()) if self.found[index].cue[0] < quotation.outer_start]
            for index in reversed(inside):
                if self.found[index].speaker is not None:
                    return index
        return None

    def _speaker_between(self, start: int, end: int) -> int | None:
        units = range(self._unit(start), self._unit(end) + 1)
        for unit in reversed(units):
            for index in reversed(self.by_unit.get(unit, [])):
                if (
                    not self.found[index].before
                    and "q" in self.found[index].frames
                    and not self.found[index].negated
                    and start <= self.found[index].cue[0] < end
                ):
                    return index
        return None

    def _stands_alone(self, quotation: Quotation) -> bool:
        """Whether the quotation is a sentence of its own."""
        unit = self._unit(quotation.outer_start)
        start, _ = self.bounds[unit]
        text = self.scene.text
        opens = quotation.outer_start - start <= 1 or text[
            max(0, quotation.outer_start - 2) : quotation.outer_start
        ].strip() in (".", ":", "?", "!")
        ended = quotation.open_ended or text[quotation.end - 1] in ".?!…,"
        return opens and (
            ended or len(_WORDS.findall(text, quotation.start, min(quotation.end, quotation.start + 200))) > SCARE
        )

    def _adjacent(self, one: int, other: int) -> bool:
        gap = self.scene.text[self.quoted[one].outer_end : self.quoted[other].outer_start]
        return len(gap) < 120

    def _span(self, phrase: Phrase) -> Span:
        return Span(start=self.scene.starts[phrase.first], end=self.scene.ends[phrase.last - 1])

    def direct(self) -> list[Quote]:
        """The quotations."""
        entries = []
        for index, quotation in enumerate(self.quoted):
            owner = self.owner[index]
            report = self.found[owner] if owner is not None else None
            entries.append(
                Quote(
                    start=quotation.start,
                    end=quotation.end,
                    direct=True,
                    speaker=self.speakers[owner] if owner is not None else None,
                    said_by=self._span(report.speaker) if report is not None and report.speaker is not None else None,
                    cue=Span(start=report.cue[0], end=report.cue[1]) if report is not None else None,
                    negated=report.negated if report is not None else False,
                )
            )
        return entries

    def reported(self) -> list[Quote]:
        """The reported clauses that are more than one quotation."""
        entries = []
        starts = [quotation.outer_start for quotation in self.quoted]
        for index, report in enumerate(self.found):
            if self._only_quoted(report, starts):
                continue
            entries.append(
                Quote(
                    start=report.start,
                    end=report.end,
                    direct=False,
                    speaker=self.speakers[index],
                    said_by=self._span(report.speaker) if report.speaker is not None else None,
                    cue=Span(start=report.cue[0], end=report.cue[1]),
                    negated=report.negated,
                )
            )
        return entries

    def _only_quoted(self, report: Report, starts: list[int]) -> bool:
        at = max(0, bisect_right(starts, report.start) - 1)
        text = self.scene.text
        cursor = report.start
        while at < len(self.quoted) and self.quoted[at].outer_start < report.end:
            quotation = self.quoted[at]
            if quotation.outer_end > cursor:
                if _WORDS.search(text, cursor, max(cursor, quotation.outer_start)):
                    return False
                cursor = max(cursor, quotation.outer_end)
            at += 1
        return not _WORDS.search(text, cursor, max(cursor, report.end))
