"""Quotations whose verb has no frame: the speaker stands right beside them, signs them, or is announced by a colon."""

from __future__ import annotations

from bot.corpus.attribution import Attribution
from bot.corpus.cues import table
from bot.corpus.phrases import Phrase, noun_left, noun_right, subject
from bot.corpus.stretch import Report

_SIGNING = frozenset(("―", "—", "–", "--", "-"))
_BE = frozenset(("is", "are", "was", "were", "be", "been", "being", "am", "has", "have", "had", "titled", "named"))


class Beside(Attribution):
    """A sentence asked who says a quotation in it."""

    def around(self, first: int, last: int) -> Report | None:
        """Who says the quotation of tokens ``first`` to ``last``, by what stands right behind or before it."""
        scene = self.scene
        words, classes, inside = scene.words, scene.classes, scene.inside
        signed = self.signature(last)
        if signed is not None:
            return signed
        at = last
        while at < self.last and words[at] in (",", "—", "–", "--"):
            at += 1
        if at < self.last and not inside[at] and words[last - 2 : last - 1] != ["."]:
            speaker = noun_right(scene, at, self.last)
            if speaker is not None and speaker.first == at and speaker.last < self.last and self._verb_like(speaker.last):
                return self._quoted(first, last, speaker, speaker.last)
            if self._verb_like(at) and at + 1 < self.last and words[at] not in ("is", "was", "are", "were"):
                speaker = noun_right(scene, at + 1, self.last)
                if speaker is not None and speaker.first == at + 1 and self._speaks(speaker) and "." in classes[at - 1]:
                    return self._quoted(first, last, speaker, at)
        at = first - 1
        if at > self.first and words[at] == ":":
            speaker = noun_left(scene, at - 1, self.first)
            if speaker is not None and (speaker.first <= self.first + 2 or self._person(speaker)):
                return self._quoted(first, last, speaker, at)
        while at > self.first and words[at] in (",", ":", "that", "as"):
            at -= 1
        if words[at] == "it" and at > self.first and words[at - 1] in ("put", "puts"):
            at -= 1
        if at > self.first and not inside[at] and self._verb_like(at) and words[at] not in _BE:
            speaker, how, negated = subject(scene, at, self.first)
            if how == "coordinated":
                speaker = self._coordinated(at)
            if speaker is not None:
                return self._quoted(first, last, speaker, at, negated)
        return None

    def signature(self, at: int) -> Report | None:
        """The name that signs a quotation behind a dash, at ``at`` or where the sentence begins: "“…” ― Ana Ruiz"."""
        scene = self.scene
        at = max(at, self.first)
        if at + 1 >= self.last or scene.words[at] not in _SIGNING:
            return None
        speaker = noun_right(scene, at + 1, self.last)
        if speaker is None or not scene.upper(speaker.last - 1):
            return None
        if speaker.last < self.last and scene.words[speaker.last] not in (",", "."):
            return None
        return self._quoted(at, at + 1, speaker, at)

    def colon(self) -> Report | None:
        """Who is to speak behind a sentence that ends with a colon."""
        scene = self.scene
        if self.last <= self.first or scene.words[self.last - 1] != ":":
            return None
        forms = table()
        for at in range(self.last - 2, self.first - 1, -1):
            cue = forms.get(scene.words[at])
            if scene.inside[at] or cue is None or (cue.nominal and cue.form in ("base", "s")):
                continue
            if cue.form == "ing":
                speaker, _ = self._participle(at)
            elif self._passive(at):
                continue
            else:
                speaker, how, _ = subject(scene, at, self.first)
                if how == "coordinated":
                    speaker = self._main_subject(at)
            if speaker is not None:
                return self._quoted(at, self.last, speaker, at)
        speaker = self._main_subject(self.last)
        return self._quoted(self.last - 1, self.last, speaker, self.last - 1) if speaker is not None else None

    def _quoted(self, first: int, last: int, speaker: Phrase, at: int, negated: bool = False) -> Report:
        scene = self.scene
        cue = (scene.starts[at], scene.ends[at])
        return Report(scene.starts[first], scene.ends[last - 1], speaker, cue, negated, at, "q", True)
