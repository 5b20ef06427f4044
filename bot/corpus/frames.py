"""Frames of reporting verbs: where in a sentence the words are that a verb reports."""

from __future__ import annotations

from bot.corpus.cues import Cue, table
from bot.corpus.data import lists
from bot.corpus.phrases import Phrase, is_adverb, noun_right
from bot.corpus.stretch import Report, Stretch

_CLAUSAL = frozenset(["that", "whether", "if", "how", "why", "what", "who", "where", "when", "which"])
_RESUMING = frozenset(lists.RESUMING.split())
_EVIDENCE = frozenset(lists.EVIDENCE.split())


class Frames(Stretch):
    """Where the content is, by the frame of the verb."""

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
            return (
                self._make(at, cue, speaker, negated, behind, self._clause_end(behind))
                if "q" in frames or "s" in frames or "n" in frames or "o" in frames
                else None
            )
        if word in cue.prepositions:
            begin = behind if word in _CLAUSAL else behind + 1
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
            if cue.lemma in ("decline", "refuse"):
                inner = table().get(words[behind + 1])
                negated = negated or (inner is not None and "s" in inner.frames)
            return self._make(at, cue, speaker, negated, behind, self._clause_end(behind))
        if "s" in frames or "q" in frames:
            found = self._clause(at, cue, speaker, negated)
            if found is not None:
                return found
        if "o" in frames:
            return self._object(at, cue, speaker, negated)
        return None

    def _preposed(self, at: int, cue: Cue, speaker: Phrase, negated: bool) -> Report | None:
        """ "The road is closed, police said on Friday": content before subject and verb, or around them."""
        scene = self.scene
        words, inside = scene.words, scene.inside
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
        comma = (
            not closed
            and (words[after] in (",", ";", "—", "–", "--", ".", "(") or inside[after])
            and not (words[after] == "," and after + 1 < self.last and inside[after + 1] and not inside[edge])
        )
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

    def _clause(self, at: int, cue: Cue, speaker: Phrase, negated: bool) -> Report | None:
        """ "… said [on Friday] (that) the road was closed"."""
        scene = self.scene
        words, classes, inside = scene.words, scene.classes, scene.inside
        limit = min(self.last, at + 30)
        k = at + 1
        word = words[k]
        that = next((m for m in range(k, min(limit, at + 16)) if words[m] == "that" and not inside[m]), None)
        if word in _CLAUSAL:
            begin = k
        elif word == ":" or (word == "," and k + 1 < self.last and inside[k + 1]):
            begin = k + 1
        elif word == "so" or word == "as":
            return None
        else:
            after = (
                self._adjuncts(k, Cue(cue.lemma, "s", cue.form, cue.prepositions, cue.nominal))
                if not ("d" in classes[k] and "t" not in classes[k])
                else k
            )
            if after >= self.last:
                return None
            if k < after <= k + 2 and ("x" in classes[after] or "v" in classes[after]):
                after = k
            if words[after] == ":" or (
                words[after] == "," and after + 1 < self.last and (inside[after + 1] or words[after + 1] == "that")
            ):
                begin = after + 1
            elif inside[after] or words[after] in _CLAUSAL:
                begin = after
            elif (
                that is not None
                and that <= after + 12
                and (after > k or words[k] in ("to", "in", "on", "at", "during", "through", "via", "after"))
            ):
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
        if (
            begin < self.last
            and words[begin] not in _CLAUSAL
            and not inside[begin]
            and not (cue.lemma in ("say", "tell") or (cue.lemma in ("show", "find") and words[speaker.last - 1] in _EVIDENCE))
            and not self._has_verb(begin, end)
        ):
            return None
        return self._make(at, cue, speaker, negated, begin, end)

    def _hearer(self, at: int, cue: Cue, speaker: Phrase, negated: bool) -> Report | None:
        """ "… told reporters (on Friday) that …", "urged him to …", "accused them of …"."""
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
        if word in ("to", "of", "not", "against", "about") and (
            cue.lemma not in ("tell", "ask") or word in ("to", "about", "of")
        ):
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
        if (
            cue.lemma in ("tell", "remind", "assure", "inform", "warn", "promise", "ask")
            and later < self.last
            and words[later] not in (",", ".", ";", "and", "but")
        ):
            return self._make(at, cue, speaker, negated, later, self._clause_end(later))
        return None

    def _naming(self, at: int, cue: Cue, speaker: Phrase, negated: bool) -> Report | None:
        """ "… called the talks “productive”", "described him as a friend"."""
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
        """ "… denied the claim": what is denied, praised or demanded is the content."""
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
        end = next(
            (
                m
                for m in range(k + 1, end)
                if words[m] in ("—", "–", "―", "--", "because", "when", "after", "before", "during", "since", "while")
                and not inside[m]
            ),
            end,
        )
        return self._make(at, cue, speaker, negated, k, end)
