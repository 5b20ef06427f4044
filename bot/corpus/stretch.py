"""One sentence as a stretch of tokens: where its clauses end, and what in it can speak."""

from __future__ import annotations

from dataclasses import dataclass

from bot.corpus.cues import Cue, table
from bot.corpus.data import lists
from bot.corpus.data.titles import SPEAKING as SPEAKERS
from bot.corpus.phrases import CALENDAR, Phrase, Scene, is_adverb, noun_right
from bot.corpus.roles import is_role

SPEAKING = frozenset(SPEAKERS.split())
_BREAKS = frozenset(("but", "while", "although", "though", "whereas"))
_PLAIN = frozenset(lists.PLAIN.split())


@dataclass(slots=True)
class Report:
    """Content said by somebody: offsets of the content, tokens of the speaker, offsets of the cue."""

    start: int
    end: int
    speaker: Phrase | None
    cue: tuple[int, int]
    negated: bool
    cue_at: int
    frames: str
    before: bool
    """Whether the content stands before the cue (or around it)."""


class Stretch:
    """The tokens of one sentence, and where clauses in it end."""

    def __init__(self, scene: Scene, first: int, last: int) -> None:
        self.scene = scene
        self.first = first
        self.last = last
        while (
            self.last > first
            and scene.words[self.last - 1] in (".", "!", "?", "…", "...", "*")
            and not scene.inside[self.last - 1]
        ):
            self.last -= 1
        self.latest: Phrase | None = None
        """The subject of the latest reporting verb."""
        self._main: Phrase | None = None
        self._main_known = False
        self.opening = self._opening_clause()
        self.cover = first
        """Token behind the content of the latest report that runs on behind its verb."""
        self.floor = first
        """Where the content of a report that stands before its cue may begin."""

    def _opening_clause(self) -> int:
        """The comma that ends a clause or a participle before the main clause ("While he said …, she"), or 0."""
        scene = self.scene
        first = self.first
        if first >= self.last or scene.inside[first]:
            return 0
        word, tags = scene.words[first], scene.classes[first]
        cue = table().get(word)
        if not (
            ("s" in tags and word not in ("that", "what", "how", "why", "whether")) or (cue is not None and cue.form == "ing")
        ):
            return 0
        return next((k for k in range(first, min(self.last, first + 40)) if scene.words[k] == "," and not scene.inside[k]), 0)

    def _clause_end(self, begin: int) -> int:
        """Token behind the reported clause that begins here."""
        scene = self.scene
        words, classes, inside = scene.words, scene.classes, scene.inside
        forms = table()
        k = begin
        last = self.last
        if self.opening and begin < self.opening:
            return self.opening
        while k < last:
            if inside[k]:
                k += 1
                continue
            word = words[k]
            if word == ";":
                return k
            if k > begin and inside[k - 1]:
                resumed = forms.get(word)
                if self._tail(k) or (resumed is not None and resumed.form == "ing"):
                    return k
            if word in (",", "—", "–", "--") and k + 1 < last and not inside[k + 1]:
                ahead = words[k + 1]
                if ahead in _BREAKS and word == ",":
                    return k
                if ahead == "according" and k + 2 < last and words[k + 2] == "to":
                    return k
                cue = forms.get(ahead)
                if cue is not None and cue.form == "ing" and k > begin + 1:
                    return k
                if ahead in ("and", "but") or (is_adverb(ahead, classes[k + 1]) and k + 2 < last):
                    m = k + 2
                    while (
                        m < min(last, k + 10)
                        and not inside[m]
                        and (m == k + 2 or not classes[m] or "d" in classes[m] or "a" in classes[m] or "h" in classes[m])
                    ):
                        later = forms.get(words[m])
                        if (
                            later is not None
                            and ((later.form in ("past", "s") and not later.nominal) or later.form == "ing")
                            and (m > k + 2 or set(later.frames) & set("sqt"))
                        ):
                            return k
                        m += 1
                if self._tail(k + 1):
                    return k
            elif word in ("and", "but") and k + 1 < last and not inside[k + 1]:
                m = k + 1
                while m + 1 < last and m < k + 4 and (is_adverb(words[m], classes[m]) or "x" in classes[m]):
                    m += 1
                cue = forms.get(words[m])
                if cue is not None and cue.form == "past" and not inside[m] and set(cue.frames) & set("sqtin"):
                    return k
            elif word == "according" and k + 1 < last and words[k + 1] == "to" and k > begin:
                return k
            k += 1
        return last

    def _tail(self, at: int) -> bool:
        """Whether "X said" or "said X" begins here: another's report, or the end of this one."""
        scene = self.scene
        forms = table()
        for k in range(at, min(self.last, at + 7)):
            if scene.inside[k]:
                return False
            tags = scene.classes[k]
            cue = forms.get(scene.words[k])
            if cue is not None and cue.form in ("past", "s") and "q" in cue.frames and not cue.nominal:
                if k == at:
                    agent = noun_right(scene, k + 1, self.last)
                    return agent is not None and (agent.last >= self.last or scene.words[agent.last] in (",", "in", "on", "at"))
                return cue.lemma in _PLAIN or self._adjuncts(k + 1, cue) >= self.last
            if tags and (
                "x" in tags
                or "s" in tags
                or "r" in tags
                or "c" in tags
                or "v" in tags
                or ("p" in tags and k == at)
                or "." in tags
            ):
                return False
        return False

    def _adjuncts(self, at: int, cue: Cue) -> int:
        """Behind the adverbs, times, places and hearers that may follow a verb of saying."""
        scene = self.scene
        words, classes, inside = scene.words, scene.classes, scene.inside
        if cue.lemma == "point" and at < self.last and words[at] == "out":
            at += 1
        limit = min(self.last, at + 28)
        if "t" in cue.frames and at < limit and not inside[at]:
            hearer = noun_right(scene, at, limit)
            if hearer is not None and not (hearer.last < limit and words[hearer.last] in ("to", "of", "not")):
                at = hearer.last
            elif hearer is not None:
                return at
            elif "o" in classes[at]:
                at += 1
        while at < limit and not inside[at]:
            word, tags = words[at], classes[at]
            if word in (",", ".", ";", "—", "–", "--", ":", "and", "but"):
                return at
            if is_adverb(word, tags) or "t" in tags or word in ("last", "this", "next", "late", "early", "earlier"):
                at += 1
                continue
            if "p" in tags or word in ("when", "as", "while", "after", "before"):
                depth = at + 1
                while depth < limit and not inside[depth] and words[depth] not in (",", ";", ".", "—", "–", "--", ":"):
                    if words[depth] in ("that", "would", "will", "is", "are", "was", "were", "has", "had") and word not in (
                        "when",
                        "as",
                        "while",
                        "after",
                        "before",
                    ):
                        return depth if words[depth] == "that" else at
                    depth += 1
                return depth
            if word in CALENDAR:
                at += 1
                continue
            return at
        return at

    def _clausal(self, start: int, end: int) -> bool:
        """Whether these tokens can be a sentence of their own: a verb in them, and no opening that makes it an adjunct."""
        scene = self.scene
        if any(scene.inside[start:end]):
            return True
        if end - start < 3:
            return False
        tags = scene.classes[start]
        if "s" in tags and scene.words[start] not in ("that", "how", "what", "if", "as", "whether", "once"):
            comma = next((k for k in range(start, end) if scene.words[k] == ","), None)
            if comma is None:
                return False
        if "p" in tags or scene.words[start].endswith("ing"):
            comma = next((k for k in range(start, end) if scene.words[k] == ","), None)
            if comma is None and not any("x" in scene.classes[k] for k in range(start, end)):
                return False
        for k in range(start, end):
            tag, word = scene.classes[k], scene.words[k]
            if "x" in tag or "v" in tag or (word.endswith("ed") and len(word) > 3):
                return True
            cue = table().get(word)
            if cue is not None and not (cue.nominal and cue.form in ("base", "s")):
                return True
        return False

    def _has_verb(self, start: int, end: int) -> bool:
        scene = self.scene
        forms = table()
        for k in range(start + 1, min(end, start + 14)):
            tags, word = scene.classes[k], scene.words[k]
            if scene.inside[k]:
                return True
            if ("x" in tags or "v" in tags) and not scene.upper(k):
                return True
            if "p" in tags and k > start + 1 and word in ("for", "by"):
                return False
            cue = forms.get(word)
            if cue is not None and cue.form in ("past", "s") and not cue.nominal:
                return True
        return False

    def _speaks(self, phrase: Phrase) -> bool:
        """Whether a phrase names somebody who can say something: a person, a body, a role, a pronoun, a document."""
        scene = self.scene
        head = phrase.last - 1
        if scene.upper(head) or "h" in scene.classes[head]:
            return scene.words[phrase.first] not in ("it",) or True
        for k in range(phrase.first, phrase.last):
            word = scene.words[k]
            if is_role(word) or is_role(word.removesuffix("s")) or word in SPEAKING or word.removesuffix("s") in SPEAKING:
                return True
            if "p" in scene.classes[k]:
                break
        return scene.words[head] in ("who", "him", "others", "some", "many", "them", "both", "which")

    def _person(self, phrase: Phrase) -> bool:
        index = self.scene.name_end.get(phrase.last - 1)
        return index is not None and self.scene.names[index].kind == "person"

    def _verb_like(self, at: int) -> bool:
        scene = self.scene
        word = scene.words[at]
        if scene.inside[at] or scene.upper(at):
            return False
        cue = table().get(word)
        if cue is not None:
            return cue.form in ("past", "s") or not cue.nominal
        return "v" in scene.classes[at] or (not scene.classes[at] and word.endswith("ed") and len(word) > 4 and "-" not in word)

    def _make(
        self,
        at: int,
        cue: Cue,
        speaker: Phrase | None,
        negated: bool,
        first: int,
        last: int,
        *,
        before: bool = False,
        cue_end: int | None = None,
    ) -> Report | None:
        if first >= last or speaker is None:
            return None
        scene = self.scene
        stop = (cue_end - 1) if cue_end is not None and cue_end - 1 > at else at
        return self._spanned(at, cue.frames, speaker, negated, first, last, (scene.starts[at], scene.ends[stop]), before)

    def _spanned(
        self, at: int, frames: str, speaker: Phrase, negated: bool, first: int, last: int, cue: tuple[int, int], before: bool
    ) -> Report:
        scene = self.scene
        words = scene.words
        while (
            first < last - 1
            and words[first] in (",", ":", "-", "—", "–", "--", "and", "but", "still", "yet", "so", "meanwhile")
            and not scene.inside[first]
        ):
            first += 1
        while (
            last - 1 > first and words[last - 1] in (",", ";", ":", "—", "–", "--", "and", ".") and not scene.inside[last - 1]
        ):
            last -= 1
        return Report(
            start=scene.starts[first],
            end=scene.ends[last - 1],
            speaker=speaker,
            cue=cue,
            negated=negated,
            cue_at=at,
            frames=frames,
            before=before,
        )
