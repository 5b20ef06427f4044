"""Attribution: for each reporting verb of a sentence, who speaks."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from bot.corpus.cues import Cue, table
from bot.corpus.frames import Frames
from bot.corpus.phrases import CALENDAR, Phrase, is_adverb, noun_left, noun_right, subject, verb_start
from bot.corpus.stretch import Report

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLAUSAL = frozenset(["that", "whether", "if", "how", "why", "what", "who", "where", "when", "which"])
_ACCORDING = frozenset(("according", "citing", "per"))
_BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "am", "'s", "'re"])


class Attribution(Frames):
    """Who speaks, by the form of the verb."""

    def reports(self) -> Iterator[Report]:
        """The sentence's reports, in the order of their verbs."""
        scene = self.scene
        forms = table()
        words, inside = scene.words, scene.inside
        headed = self._headed()
        if headed is not None:
            yield headed
        cues = scene.cues
        for index in range(bisect_left(cues, self.first), bisect_left(cues, self.last)):
            at = cues[index]
            if inside[at]:
                continue
            word = words[at]
            if word in _ACCORDING and at not in scene.name_at:
                yield from self._according(at)
                continue
            cue = forms.get(word)
            if cue is None:
                continue
            report = self._report(at, cue)
            if report is not None:
                if not report.before:
                    self.cover = max(self.cover, scene.tokens.before(report.end))
                yield report

    def _headed(self) -> Report | None:
        """ "Mayor: No new taxes": a name and a colon before what is said."""
        scene = self.scene
        words = scene.words
        colon = next((k for k in range(self.first + 1, min(self.last - 2, self.first + 9)) if words[k] == ":"), None)
        if colon is None or scene.inside[self.first] or scene.inside[colon + 1]:
            return None
        if any(
            scene.classes[k] and "d" not in scene.classes[k] and "p" not in scene.classes[k] for k in range(self.first, colon)
        ):
            return None
        speaker = noun_left(scene, colon - 1, self.first)
        if (
            speaker is None
            or speaker.first != self.first
            or not self._speaks(speaker)
            or (table().get(words[colon - 1]) and not scene.upper(colon - 1))
        ):
            return None
        named = scene.name_end.get(colon - 1)
        if named is not None and scene.names[named].kind == "place":
            return None
        if not self._has_verb(colon, self.last) and not self._person(speaker):
            return None
        cue = (scene.starts[colon], scene.ends[colon])
        return self._spanned(colon, "q", speaker, False, colon + 1, self.last, cue, False)

    def _report(self, at: int, cue: Cue) -> Report | None:
        scene = self.scene
        words, classes, inside = scene.words, scene.classes, scene.inside
        if scene.upper(at) and at > self.first:
            return None
        before = at - 1 if at > self.first else -1
        if cue.nominal and cue.form in ("base", "s") and not self._verb_not_noun(at, cue):
            return None
        if cue.form == "ing":
            speaker, negated = self._participle(at)
            if speaker is None:
                return None
        elif cue.form in ("past", "participle") and before >= 0 and self._passive(at):
            return self._by_agent(at, cue)
        else:
            if (
                cue.form in ("past", "participle")
                and before >= 0
                and ("d" in classes[before] or words[before].endswith("'s"))
                and "h" not in classes[before]
                and "r" not in classes[before]
            ):
                return None
            inverted = self._inverted(at, cue)
            if inverted is not None:
                return inverted
            if cue.form == "base" and not self._finite_base(at):
                return None
            speaker, how, negated = subject(scene, at, self.first)
            if how == "coordinated":
                speaker = self._coordinated(at)
            elif how == "infinitive" and speaker is None:
                return None
            elif how == "none":
                if at == self.first or words[before] in (":", ";"):
                    return None
                speaker = self.latest if words[before] == "," else None
            elif how == "quoted":
                return None
            if speaker is None:
                return None
            start, _ = verb_start(scene, at, self.first)
            aside = self.last
            if how == "relative" and start - 2 > self.first and words[start - 2] == ",":
                aside = next((k for k in range(at + 1, self.last) if words[k] == "," and not inside[k]), self.last)
            last, self.last = self.last, aside
            report = self._frame(at, cue, speaker, negated)
            self.last = last
            if at >= self.cover and not (report is not None and report.before and self.latest is not None):
                self.latest = speaker
            return report
        return self._frame(at, cue, speaker, negated)

    def _verb_not_noun(self, at: int, cue: Cue) -> bool:
        """Whether letters that may be a noun are a verb here."""
        scene = self.scene
        words, classes = scene.words, scene.classes
        if at == self.first:
            return False
        before = classes[at - 1]
        word = words[at - 1]
        if word[0].isdigit():
            return False
        if "h" in before or word in ("who", "to") or "x" in before or ("n" in before and "d" not in before):
            return not (word == "to" and cue.form == "s")
        if (before and not is_adverb(word, before)) or (word.endswith("ed") and not scene.upper(at - 1)):
            return False
        behind = words[at + 1] if at + 1 < self.last else "."
        if cue.form == "base":
            return (
                word.endswith("s")
                and not word.endswith("'s")
                and (behind in _CLAUSAL or "d" in classes[at + 1] or "h" in classes[at + 1] if at + 1 < self.last else True)
            )
        if word.endswith("'s"):
            return False
        if at + 1 >= self.last:
            return (at - 1) in scene.name_end
        tags = classes[at + 1]
        return (
            behind in _CLAUSAL
            or "d" in tags
            or "h" in tags
            or behind in cue.prepositions
            or scene.inside[at + 1] != 0
            or (
                (at - 1) in scene.name_end
                and ("p" not in tags and "v" not in tags and "x" not in tags and behind not in (",", "."))
            )
        )

    def _finite_base(self, at: int) -> bool:
        """Whether a base form is a finite verb or hangs on one ("officials say", "did not say", "declined to say")."""
        scene = self.scene
        words, classes = scene.words, scene.classes
        start, _ = verb_start(scene, at, self.first)
        if start < at and any("x" in classes[k] for k in range(start, at)):
            return True
        before = start - 1
        if before < self.first:
            return False
        word = words[before]
        if word == "to":
            return True
        if "h" in classes[before]:
            return word not in ("he", "she", "it")
        return (
            word.endswith("s")
            or "d" in classes[before]
            or word
            in (
                "who",
                "people",
                "and",
                "police",
                "some",
                "many",
                "others",
                "most",
                ",",
                "women",
                "men",
                "children",
                "few",
                "that",
            )
        )

    def _passive(self, at: int) -> bool:
        scene = self.scene
        words, classes = scene.words, scene.classes
        k = at - 1
        while k >= self.first and (is_adverb(words[k], classes[k]) or "n" in classes[k]) and words[k] not in _BE:
            k -= 1
        if k >= self.first and words[k] in _BE:
            return True
        return at + 1 < self.last and words[at + 1] == "by" and words[at] not in ("said",)

    def _by_agent(self, at: int, cue: Cue) -> Report | None:
        """The passive: what stands before it is said by the agent behind "by"."""
        scene = self.scene
        words = scene.words
        by = next((k for k in range(at + 1, min(at + 4, self.last)) if words[k] == "by"), None)
        if words[at] == "quoted" and at + 2 < self.last and words[at + 1] == "as" and words[at + 2] == "saying":
            speaker, _, negated = subject(scene, at, self.first)
            return self._make(at + 2, cue, speaker, negated, at + 3, self._clause_end(at + 3)) if speaker else None
        if by is None or ("o" not in cue.frames and "n" not in cue.frames and "s" not in cue.frames):
            return None
        agent = noun_right(scene, by + 1, self.last)
        if agent is None or not self._speaks(agent):
            return None
        start, negated = verb_start(scene, at, self.first)
        if agent.last < self.last and words[agent.last] in ("as", "that", "to"):
            return self._make(at, cue, agent, negated, agent.last + 1, self._clause_end(agent.last + 1))
        topic = noun_left(scene, start - 1, self.first)
        if topic is None:
            return None
        return self._make(at, cue, agent, negated, topic.first, topic.last)

    def _participle(self, at: int) -> tuple[Phrase | None, bool]:
        scene = self.scene
        words, classes = scene.words, scene.classes
        start, negated = verb_start(scene, at, self.first)
        if start < at and any(words[k] in _BE for k in range(start, at)):
            speaker, how, negated = subject(scene, at, self.first)
            if how == "coordinated":
                speaker = self._coordinated(at)
            self.latest = speaker or self.latest
            return speaker, negated
        if start <= self.first or (
            words[start - 1] in ("while", "when", "in", "by", "after", "without") and start - 1 == self.first
        ):
            comma = next((k for k in range(at, self.last) if words[k] == "," and not scene.inside[k]), None)
            return (noun_right(scene, comma + 1, self.last) if comma is not None else None), negated
        word, tags = words[start - 1], classes[start - 1]
        if "." in tags or "c" in tags or "p" in tags or "s" in tags:
            if word in (".", ":"):
                return None, negated
            if word == "of" or word == "to":
                return None, negated
            return self.latest or self._main_subject(start), negated
        if "d" in tags or word.endswith("'s"):
            return None, negated
        noun = noun_left(scene, start - 1, self.first)
        if noun is not None and (self._speaks(noun) or self.scene.upper(noun.last - 1)):
            return noun, negated
        return self.latest or self._main_subject(start), negated

    def _inverted(self, at: int, cue: Cue) -> Report | None:
        """ "…," said the minister; and "“…,” according to her", with the subject behind the verb."""
        scene = self.scene
        words, inside = scene.words, scene.inside
        if "q" not in cue.frames or cue.form not in ("past", "s"):
            return None
        before = at - 1
        if before < self.first:
            return None
        if is_adverb(words[before], scene.classes[before]) and before > self.first:
            before -= 1
        closes = words[before] in (",", "—", "–", "--", "―", "-") or inside[before]
        if not closes:
            return None
        speaker = noun_right(scene, at + 1, self.last)
        if speaker is None or scene.words[speaker.first] in ("it", "you", "guilty"):
            return None
        pronoun = speaker.last - speaker.first == 1 and "h" in scene.classes[speaker.first]
        if words[before] == "," and not inside[before - 1] and not inside[before]:
            ahead = words[speaker.last] if speaker.last < self.last else "."
            if (
                ahead
                not in (
                    ",",
                    ".",
                    "in",
                    "on",
                    "at",
                    "during",
                    "after",
                    "who",
                    "of",
                    "—",
                    "–",
                    "--",
                    "last",
                    "late",
                    "early",
                    "while",
                )
                and ahead not in CALENDAR
            ):
                return None
            if scene.classes[speaker.first] and "d" in scene.classes[speaker.first] and not self._speaks(speaker):
                return None
            if pronoun and cue.lemma != "say":
                return None
        self.latest = speaker
        end = before if not inside[before] else before + 1
        start = self.floor
        self.floor = start
        if end <= start:
            return None
        return self._make(at, cue, speaker, False, start, end, before=True)

    def _according(self, at: int) -> Iterator[Report]:
        scene = self.scene
        words = scene.words
        if words[at] == "according":
            if at + 2 >= self.last or words[at + 1] != "to":
                return
            begin = at + 2
        elif words[at] == "per":
            if at != self.first and words[at - 1] != ",":
                return
            begin = at + 1
        else:
            begin = at + 1
        agent = noun_right(scene, begin, self.last)
        if agent is None:
            return
        if words[at] in ("citing", "per") and not self._speaks(agent):
            return
        if words[agent.last - 1] in ("law", "laws", "rules", "schedule", "tradition", "custom", "size", "need", "ability"):
            return
        cue_end = scene.ends[begin - 1]
        if at == self.first:
            comma = next((k for k in range(agent.last, self.last) if words[k] == "," and not scene.inside[k]), None)
            if comma is None:
                return
            if (
                words[comma + 1 : comma + 2]
                and any(words[k] == "," for k in range(comma + 1, min(self.last, comma + 12)))
                and scene.classes[comma + 1][:1] in ("d", "r")
                and not self._has_verb(comma + 1, comma + 6)
            ):
                comma = next(k for k in range(comma + 1, self.last) if words[k] == ",")
            yield self._spanned(at, "sq", agent, False, comma + 1, self.last, (scene.starts[at], cue_end), False)
            return
        end = at
        while end > self.floor and words[end - 1] in (",", "—", "–", "--") and not scene.inside[end - 1]:
            end -= 1
        if end <= self.floor:
            return
        if (
            agent.last < self.last
            and words[agent.last] == ","
            and words[at - 1] == ","
            and self.last - agent.last > 4
            and not any(scene.inside[self.floor : end])
        ):
            yield self._spanned(at, "sq", agent, False, self.floor, self.last, (scene.starts[at], cue_end), True)
            return
        yield self._spanned(at, "sq", agent, False, self.floor, end, (scene.starts[at], cue_end), True)

    def _coordinated(self, at: int) -> Phrase | None:
        """The subject that a verb behind "and" shares with the verb before it."""
        scene = self.scene
        if self.latest is not None and not (self.opening and self.latest.last <= self.opening <= at):
            return self.latest
        start, _ = verb_start(scene, at, self.first)
        for k in range(start - 2, max(self.first, start - 40), -1):
            if scene.inside[k] or scene.words[k] == ";":
                break
            if self._verb_like(k) or ("x" in scene.classes[k] and not scene.upper(k)):
                found, how, _ = subject(scene, k, self.first)
                if found is not None and how in ("noun",) and found.last <= k:
                    return found if "r" not in scene.classes[found.first] else None
                if how == "coordinated":
                    continue
                break
        return self.latest or self._main_subject(at)

    def _main_subject(self, before: int) -> Phrase | None:
        """The subject of the sentence's first finite verb."""
        if self._main_known:
            return self._main
        self._main_known = True
        scene = self.scene
        forms = table()
        words, classes, inside = scene.words, scene.classes, scene.inside
        begin = self.first
        if "s" in classes[begin] or "p" in classes[begin]:
            comma = next((k for k in range(begin, min(self.last, begin + 30)) if words[k] == "," and not inside[k]), None)
            if comma is not None and comma < before:
                begin = comma + 1
        for k in range(begin + 1, min(before, self.last)):
            if inside[k] or scene.upper(k):
                continue
            word, tags = words[k], classes[k]
            cue = forms.get(word)
            if (
                "x" in tags
                or "v" in tags
                or (cue is not None and cue.form in ("past", "s") and not cue.nominal)
                or (not tags and word.endswith("ed") and "d" not in classes[k - 1])
            ):
                found, _, _ = subject(scene, k, self.first)
                if found is not None:
                    self._main = found
                    break
        return self._main
