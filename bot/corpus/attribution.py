"""Reports: which stretch of a sentence is said by whom, found from the reporting verb and its frame."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.corpus.cues import Cue, table
from bot.corpus.phrases import (
    _CALENDAR,
    _QUOTES,
    Phrase,
    Scene,
    is_adverb,
    noun_left,
    noun_right,
    subject,
    verb_start,
)
from bot.corpus.roles import is_role

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLAUSAL = frozenset("that whether if how why what who where when which".split())
_BREAKS = frozenset(("but", "while", "although", "though", "whereas"))
_RESUMING = frozenset("but and while although who which whom whose citing according where though".split())
_MEDIA = frozenset(
    "statement interview letter speech tweet memo post email report video phone telephone news press conference briefing message radio television "
    "series hearing rally debate court twitter facebook instagram telegram social media remarks testimony".split()
)
_PLAIN = frozenset("say tell add write note argue explain warn continue report claim".split())
_ACCORDING = frozenset(("according", "citing", "per"))
_SIGNING = frozenset(("―", "—", "–", "--", "-"))
_EVIDENCE = frozenset(
    "poll polls polling survey surveys study studies data records figures results findings analysis report reports numbers research video "
    "footage documents emails filings statistics census tests test ratings estimates".split()
)
_BE = frozenset("is are was were be been being am 's 're".split())
_NARROW = frozenset("o")


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


def reports(scene: Scene, first: int, last: int) -> list[Report]:
    """The reports of one sentence, whose tokens are ``first`` to ``last``."""
    return list(Clauses(scene, first, last).reports())


class Clauses:
    """One sentence on its way to reports."""

    def __init__(self, scene: Scene, first: int, last: int) -> None:
        self.scene = scene
        self.first = first
        self.last = last
        while self.last > first and scene.words[self.last - 1] in (".", "!", "?", "…", "...", "*") and not scene.inside[self.last - 1]:
            self.last -= 1
        self.latest: Phrase | None = None
        self._main: Phrase | None = None
        self._main_known = False
        self.opening = self._opening_clause()
        self.cover = first
        """Token behind the content of the latest report that runs on behind its verb."""
        self.floor = first
        """Where the content of a report that stands before its cue may begin."""

    def reports(self) -> Iterator[Report]:
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
            if word in _ACCORDING:
                yield from self._according(at)
                continue
            cue = forms[word]
            report = self._report(at, cue)
            if report is not None:
                if not report.before:
                    self.cover = max(self.cover, scene.tokens.before(report.end))
                yield report

    def _opening_clause(self) -> int:
        """The comma that ends a clause or a participle before the main clause ("While he said …, she"), or 0."""
        scene = self.scene
        first = self.first
        if first >= self.last or scene.inside[first]:
            return 0
        word, tags = scene.words[first], scene.classes[first]
        cue = table().get(word)
        if not (("s" in tags and word not in ("that", "what", "how", "why", "whether")) or (cue is not None and cue.form == "ing")):
            return 0
        return next((k for k in range(first, min(self.last, first + 40)) if scene.words[k] == "," and not scene.inside[k]), 0)

    def _headed(self) -> Report | None:
        """"Mayor: No new taxes": a name and a colon before what is said."""
        scene = self.scene
        words = scene.words
        colon = next((k for k in range(self.first + 1, min(self.last - 2, self.first + 9)) if words[k] == ":"), None)
        if colon is None or scene.inside[self.first] or scene.inside[colon + 1]:
            return None
        if any(scene.classes[k] and "d" not in scene.classes[k] and "p" not in scene.classes[k] for k in range(self.first, colon)):
            return None
        speaker = noun_left(scene, colon - 1, self.first)
        if speaker is None or speaker.first != self.first or not self._speaks(speaker) or table().get(words[colon - 1]) and not scene.upper(colon - 1):
            return None
        if not self._has_verb(colon, self.last) and not self._person(speaker):
            return None
        cue = (scene.starts[colon], scene.ends[colon])
        return self._spanned(colon, "q", speaker, False, colon + 1, self.last, cue, False)

    # --- one verb ---------------------------------------------------------------------------------------------------------

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
            if cue.form in ("past", "participle") and before >= 0 and ("d" in classes[before] or words[before].endswith("'s")) and "h" not in classes[before] and "r" not in classes[before]:
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
        if "h" in before or word in ("who", "to") or "x" in before or ("n" in before and "d" not in before):
            return not (word == "to" and cue.form == "s")
        if before and not is_adverb(word, before):
            return False
        behind = words[at + 1] if at + 1 < self.last else "."
        if cue.form == "base":
            return word.endswith("s") and not word.endswith("'s") and (behind in _CLAUSAL or "d" in classes[at + 1] or "h" in classes[at + 1] if at + 1 < self.last else True)
        if word.endswith("'s"):
            return False
        if at + 1 >= self.last:
            return (at - 1) in scene.name_end
        tags = classes[at + 1]
        return behind in _CLAUSAL or "d" in tags or "h" in tags or behind in cue.prepositions or scene.inside[at + 1] != 0 or (
            (at - 1) in scene.name_end and ("p" not in tags and "v" not in tags and "x" not in tags and behind not in (",", "."))
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
        return word.endswith("s") or "d" in classes[before] or word in ("who", "people", "and", "police", "some", "many", "others", "most", ",", "women", "men", "children", "few", "that")

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
        if start <= self.first or (words[start - 1] in ("while", "when", "in", "by", "after", "without") and start - 1 == self.first):
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
        """"…," said the minister; and "“…,” according to her", with the subject behind the verb."""
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
        if speaker is None:
            return None
        pronoun = speaker.last - speaker.first == 1 and "h" in scene.classes[speaker.first]
        if words[before] == "," and not inside[before - 1] and not inside[before]:
            ahead = words[speaker.last] if speaker.last < self.last else "."
            if ahead not in (",", ".", "in", "on", "at", "during", "after", "who", "of", "—", "–", "--", "last", "late", "early", "while") and ahead not in _CALENDAR:
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

    # --- where the content is ------------------------------------------------------------------------------------------------

    def _frame(self, at: int, cue: Cue, speaker: Phrase, negated: bool) -> Report | None:
        scene = self.scene
        words, classes, inside = scene.words, scene.classes, scene.inside
        frames = cue.frames
        behind = at + 1
        if cue.lemma == "point" and not (behind < self.last and words[behind] in cue.prepositions):
            return None
        quoted = speaker.first > self.first and bool(inside[speaker.first - 1])
        if "s" in frames or "q" in frames or cue.lemma in ("tell", "ask") or ("t" in frames and quoted):
            around = self._preposed(at, cue, speaker, negated)
            if around is not None:
                return around
        if behind >= self.last:
            return None
        word = words[behind]
        if inside[behind]:
            return self._make(at, cue, speaker, negated, behind, self._clause_end(behind)) if "q" in frames or "s" in frames or "n" in frames or "o" in frames else None
        if word in cue.prepositions:
            if word in _CLAUSAL:
                begin = behind
            else:
                begin = behind + 1
            if word == "to" and cue.lemma in ("agree", "vote", "commit", "admit", "plan", "refuse"):
                begin = behind
            if begin < self.last and not (word == "to" and "t" in classes[begin]):
                return self._make(at, cue, speaker, negated, begin, self._clause_end(begin), cue_end=begin)
        if "t" in frames:
            found = self._hearer(at, cue, speaker, negated)
            if found is not None or not set(frames) & set("sqoi"):
                return found
        if "n" in frames:
            naming = self._naming(at, cue, speaker, negated)
            if naming is not None:
                return naming
        if "i" in frames and word == "to" and behind + 1 < self.last and not classes[behind + 1].startswith("d"):
            return self._make(at, cue, speaker, negated, behind, self._clause_end(behind))
        if "s" in frames or "q" in frames:
            found = self._clause(at, cue, speaker, negated)
            if found is not None:
                return found
        if "o" in frames:
            return self._object(at, cue, speaker, negated)
        return None

    def _preposed(self, at: int, cue: Cue, speaker: Phrase, negated: bool) -> Report | None:
        """"The road is closed, police said on Friday": content before subject and verb, or around them."""
        scene = self.scene
        words, classes, inside = scene.words, scene.classes, scene.inside
        edge = speaker.first - 1
        if edge < self.floor:
            return None
        lone = words[edge] in (",", "—", "–", "--", "―")
        if not (lone or inside[edge] or words[edge] == "as"):
            return None
        if words[edge] == "as":
            if edge - 1 < self.floor or words[edge - 1] != ",":
                return None
            edge -= 1
        end = edge if not inside[edge] else edge + 1
        if end <= self.floor:
            return None
        after = self._adjuncts(at + 1, cue)
        closed = after >= self.last
        comma = not closed and (words[after] in (",", ";", "—", "–", "--", ".", "(") or inside[after]) and not (words[after] == "," and after + 1 < self.last and inside[after + 1] and not inside[edge])
        if not (closed or comma):
            if inside[edge] and words[after] in (":", "and", "but", "as"):
                comma = True
            else:
                return None
        if not closed and inside[after] and not inside[edge]:
            return None
        start = self.floor
        if inside[edge]:
            return self._make(at, cue, speaker, negated, start, end, before=True)
        if comma and words[after] in (",", "—", "–", "--") and after + 2 < self.last:
            ahead = words[after + 1]
            resumed = table().get(ahead)
            if not inside[after + 1] and ahead not in _RESUMING and (resumed is None or resumed.form != "ing"):
                return self._make(at, cue, speaker, negated, start, self.last, before=True)
        if not self._clausal(start, end):
            return None
        return self._make(at, cue, speaker, negated, start, end, before=True)

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
                    if words[depth] in ("that", "would", "will", "is", "are", "was", "were", "has", "had") and word not in ("when", "as", "while", "after", "before"):
                        return depth if words[depth] == "that" else at
                    depth += 1
                return depth
            if word in _CALENDAR:
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

    def _clause(self, at: int, cue: Cue, speaker: Phrase, negated: bool) -> Report | None:
        """"… said [on Friday] (that) the road was closed"."""
        scene = self.scene
        words, classes, inside = scene.words, scene.classes, scene.inside
        limit = min(self.last, at + 30)
        k = at + 1
        word = words[k]
        that = next((m for m in range(k, min(limit, at + 16)) if words[m] == "that" and not inside[m]), None)
        if word in _CLAUSAL:
            begin = k
        elif word == ":":
            begin = k + 1
        elif word == "," and k + 1 < self.last and inside[k + 1]:
            begin = k + 1
        elif word == "so" or word == "as":
            return None
        else:
            after = self._adjuncts(k, Cue(cue.lemma, "s", cue.form, cue.prepositions, cue.nominal)) if not ("d" in classes[k] and "t" not in classes[k]) else k
            if after >= self.last:
                return None
            if k < after <= k + 2 and ("x" in classes[after] or "v" in classes[after]):
                after = k
            if words[after] == ":":
                begin = after + 1
            elif words[after] == "," and after + 1 < self.last and (inside[after + 1] or words[after + 1] == "that"):
                begin = after + 1
            elif inside[after] or words[after] in _CLAUSAL:
                begin = after
            elif that is not None and that <= after + 12 and (after > k or words[k] in ("to", "in", "on", "at", "during", "through", "via", "after")):
                begin = that
            elif words[after] in (",", ".", ";", "—", "–", "--", "and", "but"):
                close = next((m for m in range(after + 1, min(self.last - 1, after + 14)) if words[m] == ","), None)
                if words[after] != "," or close is None or not (inside[close + 1] or words[close + 1] == "that"):
                    return None
                begin = close + 1
            else:
                begin = after
                if words[begin] == "to":
                    if "q" in cue.frames:
                        return None
                    return None
        if begin >= self.last:
            return None
        end = self._clause_end(begin)
        if begin < self.last and words[begin] not in _CLAUSAL and not inside[begin] and not (
            cue.lemma in ("say", "tell") or (cue.lemma in ("show", "find") and words[speaker.last - 1] in _EVIDENCE)
        ):
            if not self._has_verb(begin, end):
                return None
        return self._make(at, cue, speaker, negated, begin, end)

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

    def _hearer(self, at: int, cue: Cue, speaker: Phrase, negated: bool) -> Report | None:
        """"… told reporters (on Friday) that …", "urged him to …", "accused them of …"."""
        scene = self.scene
        words, classes, inside = scene.words, scene.classes, scene.inside
        k = at + 1
        if words[k] in _CLAUSAL:
            return None
        hearer = noun_right(scene, k, self.last)
        if hearer is None:
            if "o" in classes[k]:
                hearer = Phrase(k, k + 1)
            else:
                return None
        after = hearer.last
        if after >= self.last:
            return None
        word = words[after]
        if word in ("to", "of", "not", "against", "about") and (cue.lemma not in ("tell", "ask") or word in ("to", "about", "of")):
            begin = after + 1 if word in ("of", "about", "against") else after
            return self._make(at, cue, speaker, negated, begin, self._clause_end(begin))
        limit = min(self.last, after + 22)
        if word in _CLAUSAL or inside[after]:
            return self._make(at, cue, speaker, negated, after, self._clause_end(after))
        if word in (",", ":") and after + 1 < self.last and inside[after + 1]:
            return self._make(at, cue, speaker, negated, after + 1, self._clause_end(after + 1))
        if word == ":":
            return self._make(at, cue, speaker, negated, after + 1, self.last)
        later = self._adjuncts(after, Cue(cue.lemma, "", cue.form, cue.prepositions, False))
        if later < self.last:
            if words[later] in (",", ":") and later + 1 < self.last and inside[later + 1]:
                return self._make(at, cue, speaker, negated, later + 1, self._clause_end(later + 1))
            if words[later] in _CLAUSAL or inside[later]:
                return self._make(at, cue, speaker, negated, later, self._clause_end(later))
        that = next((m for m in range(after, limit) if words[m] == "that" and not inside[m]), None)
        if that is not None and (later == after or later >= that):
            return self._make(at, cue, speaker, negated, that, self._clause_end(that))
        if cue.lemma in ("tell", "remind", "assure", "inform", "warn", "promise", "ask") and later < self.last and words[later] not in (",", ".", ";", "and", "but"):
            return self._make(at, cue, speaker, negated, later, self._clause_end(later))
        return None

    def _naming(self, at: int, cue: Cue, speaker: Phrase, negated: bool) -> Report | None:
        """"… called the talks “productive”", "described him as a friend"."""
        scene = self.scene
        words, inside = scene.words, scene.inside
        end = self._clause_end(at + 1)
        if cue.lemma == "call" and words[at + 1] in ("in", "up", "off", "back", "him", "her") and not any(inside[at + 1 : end]):
            return None
        if cue.lemma in ("call", "dub", "label", "brand", "term", "deem"):
            return self._make(at, cue, speaker, negated, at + 1, end)
        as_at = next((k for k in range(at + 1, min(end, at + 22)) if words[k] in ("as", "to") and not inside[k]), None)
        if as_at is not None and (words[as_at] == "as" or cue.lemma in ("liken", "compare")):
            return self._make(at, cue, speaker, negated, at + 1, end)
        return None

    def _object(self, at: int, cue: Cue, speaker: Phrase, negated: bool) -> Report | None:
        """"… denied the claim": what is denied, praised or demanded is the content."""
        scene = self.scene
        words, classes, inside = scene.words, scene.classes, scene.inside
        k = at + 1
        while k < self.last and is_adverb(words[k], classes[k]):
            k += 1
        if k >= self.last:
            return None
        tags = classes[k]
        if not (inside[k] or tags == "" or "d" in tags or "o" in tags or scene.upper(k) or words[k] == "that"):
            return None
        if not self._speaks(speaker):
            return None
        end = self._clause_end(k)
        end = next((m for m in range(k + 1, end) if words[m] in ("—", "–", "―", "--", "because", "when", "after", "before", "during", "since", "while") and not inside[m]), end)
        return self._make(at, cue, speaker, negated, k, end)

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
                    while m < min(last, k + 10) and not inside[m] and (m == k + 2 or not classes[m] or "d" in classes[m] or "a" in classes[m] or "h" in classes[m]):
                        later = forms.get(words[m])
                        if later is not None and ((later.form in ("past", "s") and not later.nominal) or later.form == "ing") and (m > k + 2 or set(later.frames) & set("sqt")):
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
            if tags and ("x" in tags or "s" in tags or "r" in tags or "c" in tags or "v" in tags or ("p" in tags and k == at) or "." in tags):
                return False
        return False

    # --- quotations without a frame -----------------------------------------------------------------------------------------

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

    def _person(self, phrase: Phrase) -> bool:
        index = self.scene.name_end.get(phrase.last - 1)
        return index is not None and self.scene.names[index].kind == "person"

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

    def _verb_like(self, at: int) -> bool:
        scene = self.scene
        word = scene.words[at]
        if scene.inside[at] or scene.upper(at):
            return False
        cue = table().get(word)
        if cue is not None:
            return cue.form in ("past", "s") or not cue.nominal
        return "v" in scene.classes[at] or (not scene.classes[at] and word.endswith("ed") and len(word) > 4)

    def _quoted(self, first: int, last: int, speaker: Phrase, at: int, negated: bool = False) -> Report:
        scene = self.scene
        cue = (scene.starts[at], scene.ends[at])
        return Report(scene.starts[first], scene.ends[last - 1], speaker, cue, negated, at, "q", True)

    # --- phrases without a verb ---------------------------------------------------------------------------------------------

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
            if words[comma + 1 : comma + 2] and any(words[k] == "," for k in range(comma + 1, min(self.last, comma + 12))) and scene.classes[comma + 1][:1] in ("d", "r") and not self._has_verb(comma + 1, comma + 6):
                comma = next(k for k in range(comma + 1, self.last) if words[k] == ",")
            yield self._spanned(at, "sq", agent, False, comma + 1, self.last, (scene.starts[at], cue_end), False)
            return
        end = at
        while end > self.floor and words[end - 1] in (",", "—", "–", "--") and not scene.inside[end - 1]:
            end -= 1
        if end <= self.floor:
            return
        if agent.last < self.last and words[agent.last] == "," and words[at - 1] == "," and self.last - agent.last > 4 and not any(scene.inside[self.floor : end]):
            yield self._spanned(at, "sq", agent, False, self.floor, self.last, (scene.starts[at], cue_end), True)
            return
        yield self._spanned(at, "sq", agent, False, self.floor, end, (scene.starts[at], cue_end), True)

    # --- the rest -----------------------------------------------------------------------------------------------------------

    def _coordinated(self, at: int) -> Phrase | None:
        """The subject that a verb behind "and" shares with the verb before it."""
        scene = self.scene
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
            if "x" in tags or "v" in tags or (cue is not None and cue.form in ("past", "s") and not cue.nominal) or (not tags and word.endswith("ed") and "d" not in classes[k - 1]):
                found, _, _ = subject(scene, k, self.first)
                if found is not None:
                    self._main = found
                    break
        return self._main

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

    def _make(
        self, at: int, cue: Cue, speaker: Phrase | None, negated: bool, first: int, last: int, *, before: bool = False, cue_end: int | None = None
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
        while first < last - 1 and words[first] in (",", ":", "-", "—", "–", "--", "and", "but", "still", "yet", "so", "meanwhile") and not scene.inside[first]:
            first += 1
        while last - 1 > first and words[last - 1] in (",", ";", ":", "—", "–", "--", "and", ".") and not scene.inside[last - 1]:
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


from bot.corpus.data.titles import SPEAKING as _SPEAKING_WORDS  # noqa: E402

SPEAKING = frozenset(_SPEAKING_WORDS.split())
