"""A model words what the evidence says; code decides what of it is shown.

The extractive reply comes first, always: it decides whether there is an answer at all, it keeps the disputes, the speakers and
the timeline, and it stands in for whatever the model gets wrong. The model is given passages and returns sentences, each naming
the passages it stands on. A sentence that the checks of :mod:`bot.engine.verify` do not bear out is tried again with the
passages that fit it best; then the extractive sentence for the same point takes its place; else it is dropped and counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from bot.corpus.terms import terms
from bot.domain import Claim, Dispute, Passage
from bot.engine.scrutiny import scrutinise
from bot.engine.verify import Finding, Reason, Verdict
from bot.errors import ModelFailed

if TYPE_CHECKING:
    from bot.domain import Citation, Citations, Evidence, Reading, Reply, Section, Source, Span, Turn
    from bot.ports import Model, Proposal, TokenCounter

PASSAGES = 12
"""Passages of a prompt at most: about what a brief of eight points over several sources stands on."""
LABELS = tuple(f"P{number}" for number in range(1, PASSAGES + 1))
"""What they are called; always all of them, so that a server compiles one schema and not twelve."""
BUDGET = 3_000
"""Tokens of passages in a prompt, unless the model has room for less."""
RECITED = 3
"""Passages that a sentence may be tried with again."""
SAME_POINT = 0.34
"""Share of an extractive sentence's words from which a sentence of the model is about the same point."""
CITED = 4
"""Sentences that one sentence may cite."""
AGREES = 0.7
"""Share of a sentence's words from which a source says the same, and is cited beside the first."""
LEAST = 2
"""Sentences below which a brief is not the model's."""
MOST = {"brief": 8, "ask": 4}
"""Sentences of the model that are shown at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The passages of a prompt, under the labels that the model knows them by."""

    labelled: Mapping[str, Passage]

    def text(self, sources: Mapping[str, Source]) -> str:
        """What the prompt shows: each passage with its label and the day it was published."""
        lines = []
        for label, passage in self.labelled.items():
            day = sources[passage.source].day
            words_ = " ".join(passage.text.split())
            lines.append(f"[{label}] {words_} ({day.isoformat() if day else 'undated'})")
        return "\n".join(lines)


@dataclass(slots=True)
class Tally:
    """What became of the model's sentences, for ``--explain`` and the metrics."""

    shown: int = 0
    recited: int = 0
    replaced: int = 0
    dropped: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    """Why sentences were not borne out, by the verifier's reasons."""


def material(reply: Reply, evidence: Evidence, counter: TokenCounter, budget: int = BUDGET) -> Material:
    """The passages for a prompt: what the extractive reply stands on first, then the best of the rest, diverse over sources.

    Whole sentences with the ones beside them; each source's best before any source's second. Never more than ``budget`` tokens.
    """
    wanted: dict[tuple[str, int], Passage] = {}
    for claim in reply.claims:
        for citation in claim.citations:
            _want(wanted, evidence, citation.source, citation.start, citation.end)
    seen: Counter[str] = Counter()
    ranked = []
    for place, hit in enumerate(evidence.hits):
        ranked.append((seen[hit.passage.source], place, hit))
        seen[hit.passage.source] += 1
    for _, _, hit in sorted(ranked, key=lambda entry: entry[:2]):
        _want(wanted, evidence, hit.passage.source, hit.passage.start, hit.passage.end)
    labelled: dict[str, Passage] = {}
    left = budget
    for passage in wanted.values():
        size = counter.count(passage.text) + 16
        if len(labelled) == PASSAGES:
            break
        if size <= left:
            left -= size
            labelled[LABELS[len(labelled)]] = passage
    return Material(labelled=labelled)


def _want(wanted: dict[tuple[str, int], Passage], evidence: Evidence, source: str, start: int, end: int) -> None:
    """Add the paragraph-sized passage around a span, unless one that is already there holds it."""
    if any(p.source == source and p.start <= start and end <= p.end for p in wanted.values()):
        return
    reading = evidence.readings.get(source)
    if reading is None:
        return
    span = next((span for span in reading.passages if span.start <= start and end <= span.end), None)
    if span is not None:
        wanted.setdefault((source, span.start), reading.passage(span))


@dataclass(kw_only=True)
class Words:
    """Turns a model's sentences into claims, one by one, as they come.

    Args:
        reply: The extractive reply to the same command.
        evidence: What was retrieved for it.
        shown: The passages that the model was given.
        kind: ``brief`` or ``ask``.
    """

    reply: Reply
    evidence: Evidence
    shown: Material
    kind: str
    tally: Tally = field(default_factory=Tally)
    claims: list[Claim] = field(default_factory=list)
    over: bool = False
    """Whether nothing more is to be expected: there is enough, or the model repeats itself, as small ones do without end."""
    _used: set[int] = field(default_factory=set)
    _seen: set[str] = field(default_factory=set)

    @cached_property
    def _disputed(self) -> tuple[frozenset[str], ...]:
        """The stems of what the sources contradict each other on."""
        places = {at for dispute in self.reply.disputes for at in (dispute.claim, *dispute.against)}
        return tuple(frozenset(terms(self.reply.claims[at].text)) for at in sorted(places))

    @cached_property
    def _asked_for(self) -> tuple[Claim, ...]:
        """What answers the question in the sources' own words, the answer itself first."""
        return tuple(claim for claim in self.reply.claims if claim.section == "answer")

    def _to_the_point(self, claim: Claim) -> bool:
        """Whether a sentence of an answer is about what the answer in the sources' own words is about."""
        wanted = set(terms(claim.text))
        return any(
            _same_ground(claim, other) or len(wanted & (own := set(terms(other.text)))) >= SAME_POINT * max(1, len(own))
            for other in self._asked_for
        )

    def take(self, proposal: Proposal) -> list[Claim]:
        """The claims that this proposal comes to: none, or one for each of its sentences."""
        named = [self.shown.labelled[label] for label in proposal.passages if label in self.shown.labelled]
        found = []
        for text in _SENTENCES.split(" ".join(proposal.text.split()))[:PER_PROPOSAL]:
            if not text:
                continue
            if text in self._seen:
                self.tally.dropped += 1
                self.over = True
                continue
            self._seen.add(text)
            if (claim := self._take(text, named)) is not None:
                found.append(claim)
        self.over = self.over or len(self.claims) >= MOST[self.kind]
        return found

    def _take(self, text: str, named: list[Passage]) -> Claim | None:
        if len(self.claims) >= MOST[self.kind]:
            return None
        section: Section = ("key" if self.claims else "lede") if self.kind == "brief" else "answer"
        claim = self._borne_out(text, named, section)
        if claim is None:
            others = [passage for passage in self._fitting(text) if passage not in named]
            claim = self._borne_out(text, others[:RECITED], section, again=True)
            self.tally.recited += claim is not None
        if claim is None:
            claim = self._instead(text, section)
            self.tally.replaced += claim is not None
        if claim is None or any(_alike(claim.text, other.text) for other in self.claims):
            self.tally.dropped += 1
            return None
        self.tally.shown += 1
        self.claims.append(claim)
        return claim

    def _borne_out(self, text: str, passages: Sequence[Passage], section: Section, *, again: bool = False) -> Claim | None:
        """A claim on the sentences of these passages that have its words, if they bear it out."""
        citations = self._citations(text, passages)
        if not citations:
            if not again:
                self.tally.reasons["it names no passage of the prompt that has its words"] += 1
            return None
        first, *rest = citations
        cited: Citations = (first, *rest)
        claim = Claim(text=text, section=section, citations=cited)
        verdict = scrutinise(claim, self.evidence.readings, self._disputed)
        if verdict.ok and self.kind == "ask" and not self._to_the_point(claim):
            verdict = Verdict(findings=(Finding(reason=Reason.BESIDE),))
        if not again:
            self.tally.reasons.update(reason.value for reason in verdict.reasons)
        return claim if verdict.ok else None

    def _citations(self, text: str, passages: Sequence[Passage]) -> list[Citation]:
        """The sentences of these passages that have the text's words: the best, those that add to it, and those that agree."""
        wanted = set(terms(text))
        rated: list[tuple[int, int, Reading, Span, set[str]]] = []
        for place, passage in enumerate(passages):
            reading = self.evidence.readings[passage.source]
            for sentence in _sentences(reading, passage):
                shared = wanted & set(terms(reading.at(sentence)))
                if shared:
                    rated.append((len(shared), -place, reading, sentence, shared))
        found: list[Citation] = []
        had: set[str] = set()
        for count, _, reading, sentence, shared in sorted(rated, key=lambda entry: entry[:2], reverse=True):
            if len(found) < CITED and (not had or len(shared - had) >= 2 or count >= AGREES * len(wanted)):
                had |= shared
                found.append(reading.cite(sentence))
        return found

    def _fitting(self, text: str) -> list[Passage]:
        """The passages of the prompt, those that share most words with the text first."""
        wanted = set(terms(text))
        return sorted(self.shown.labelled.values(), key=lambda passage: -len(wanted & set(terms(passage.text))))

    def _instead(self, text: str, section: Section) -> Claim | None:
        """The extractive claim that says the same, once."""
        wanted = set(terms(text))
        best, place = 0.0, -1
        for number, claim in enumerate(self.reply.claims):
            if number not in self._used and claim.section in ("lede", "key", "answer"):
                own = set(terms(claim.text))
                share = len(own & wanted) / max(1, len(own))
                if share > best:
                    best, place = share, number
        if best < SAME_POINT:
            return None
        self._used.add(place)
        return replace(self.reply.claims[place], section=section)

    def result(self) -> Reply | None:
        """The reply in the model's words, or None where what remains does not answer.

        Disputes, speakers and the timeline stay the extractive reply's own. At least one claim shown must be the model's.
        """
        own = {claim.text for claim in self.reply.claims}
        if self.kind == "ask" and self._asked_for:
            # The answer first, whatever the model began with.
            self.claims.sort(key=lambda claim: not _same_ground(claim, self._asked_for[0]))
        if not self.claims or all(claim.text in own for claim in self.claims) or not self._answers():
            return None
        kept = [
            (place, claim)
            for place, claim in enumerate(self.reply.claims)
            if claim.section not in (("lede", "key") if self.kind == "brief" else ("answer",))
        ]
        at = {place: len(self.claims) + number for number, (place, _) in enumerate(kept)}
        for place, claim in enumerate(self.reply.claims):
            # A dispute may point to a claim that the model has worded anew.
            same = next((number for number, other in enumerate(self.claims) if other.text == claim.text), None)
            if same is not None:
                at.setdefault(place, same)
        claims = (*self.claims, *(claim for _, claim in kept))
        disputes = tuple(
            Dispute(claim=at[dispute.claim], against=tuple(at[other] for other in dispute.against), about=dispute.about)
            for dispute in self.reply.disputes
            if dispute.claim in at and all(other in at for other in dispute.against)
        )
        if len(disputes) < len(self.reply.disputes):
            return None
        cited = dict.fromkeys(source for claim in claims for source in claim.cited)
        sources = tuple(self.evidence.readings[source].source for source in cited)
        return replace(self.reply, claims=claims, sources=sources, disputes=disputes, mode="llm")

    def _answers(self) -> bool:
        """Whether what is shown still answers: it has the short answer, and stands where the extractive reply stands."""
        opening = [claim for claim in self.reply.claims if claim.section in ("lede", "key", "answer")][
            : 3 if self.kind == "brief" else 1
        ]
        if self.kind == "brief" and len(self.claims) < LEAST:
            return False
        if opening and not any(_same_ground(claim, other) for claim in self.claims for other in opening):
            return False
        if self.kind == "brief":
            return True
        marks = [_marked(claim, mark) for claim in self.reply.claims[:1] for mark in claim.highlights]
        said = set(terms(" ".join(claim.text for claim in self.claims)))
        return all(set(terms(mark)) <= said for mark in marks)


def _same_ground(one: Claim, other: Claim) -> bool:
    """Whether two claims cite some of the same characters, or say nearly the same."""
    return _alike(one.text, other.text) or any(
        a.source == b.source and a.start < b.end and b.start < a.end for a in one.citations for b in other.citations
    )


def _marked(claim: Claim, mark: Span) -> str:
    return claim.text[mark.start : mark.end]


def _sentences(reading: Reading, passage: Passage) -> list[Span]:
    return [s for s in reading.sentences if s.complete and passage.start <= s.start and s.end <= passage.end]


def _alike(one: str, other: str) -> bool:
    """Whether two sentences have nearly the same words."""
    mine, theirs = set(terms(one)), set(terms(other))
    return len(mine & theirs) >= 0.8 * max(1, min(len(mine), len(theirs)))


PER_PROPOSAL = 3
"""Sentences of one proposal that are looked at; each is checked by itself."""
_SENTENCES = re.compile(r"(?<=[a-z0-9\"”’')][.!?])\s+(?=[A-Z“\"])")
SECONDS = 18.0
"""Longest that the desk waits for a model, whatever it is doing."""
EARLIER = 4
"""Turns of a thread that a rewrite is given."""


@dataclass(slots=True, kw_only=True)
class Account:
    """What asking the model came to: for ``--explain``, the operator and the bill."""

    model: str
    prompt: str = ""
    """Name and version of the prompt."""
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0
    failed: str | None = None
    """Why nothing of it is shown, where nothing is."""
    detail: str = ""
    tally: Tally = field(default_factory=Tally)
    milliseconds: float = 0.0
    """Of our own: building the prompt, counting, and checking."""

    def json(self) -> dict[str, Any]:
        """What the operator's tools read."""
        return {
            "model": self.model,
            "prompt": self.prompt,
            "tokens_in": self.tokens_in,
            "tokens_out": self.tokens_out,
            "cost": self.cost,
            "failed": self.failed,
            "detail": self.detail,
            "shown": self.tally.shown,
            "recited": self.tally.recited,
            "replaced": self.tally.replaced,
            "dropped": self.tally.dropped,
            "rejected": dict(self.tally.reasons),
            "milliseconds": round(self.milliseconds, 1),
        }

    def lines(self) -> list[str]:
        """The same for a reader."""
        tally = self.tally
        told = [
            f"Wording by {self.model} (prompt {self.prompt or 'not sent'}): {self.tokens_in} tokens in, {self.tokens_out} out, "
            f"cost {self.cost:.6f}",
            f"  {tally.shown} shown ({tally.recited} cited anew, {tally.replaced} replaced by the source's own), "
            f"{tally.dropped} dropped",
        ]
        told += [f"  {count} x {reason}" for reason, count in tally.reasons.most_common() if count]
        if self.failed:
            told.append(f"  nothing of it is shown: {self.failed}: {self.detail}")
        return told

    def used(self, model: Model, tokens: tuple[int, int]) -> None:
        """Add what a call used."""
        self.tokens_in += tokens[0]
        self.tokens_out += tokens[1]
        self.cost = model.cost(self.tokens_in, self.tokens_out)


def prompted(
    kind: Literal["brief", "ask"], reply: Reply, shown: Material, evidence: Evidence, fence: str
) -> tuple[str, str, str]:
    """The system and the user message, and what prompt in what version they are."""
    from prompts import load

    prompt = load("brief" if kind == "brief" else "answer")
    sources = {source: reading.source for source, reading in evidence.readings.items()}
    # Nothing that a source or an asker writes can close the fence: it is drawn anew for every prompt, and taken out of both.
    passages = shown.text(sources).replace(fence, "")
    asked = " ".join((reply.read_as or reply.query).split())[:600].replace(fence, "")
    values = {"today": reply.generated_at.date().isoformat(), "fence": fence, "passages": passages}
    values["topic" if kind == "brief" else "question"] = asked if kind == "brief" else f'"{asked}"'
    system, user = prompt.fill(values)
    return system, user, f"{prompt.name} {prompt.version}"


async def word(
    kind: Literal["brief", "ask"],
    reply: Reply,
    evidence: Evidence,
    model: Model,
    account: Account,
    fence: str,
    clock: Callable[[], float],
) -> AsyncIterator[Claim | Reply]:
    """The claims in the model's words, each once it has passed, and last the reply that they make; none of it where it fails.

    Where the model fails, or what passes does not answer, ``account.failed`` says why and no reply comes.
    """
    import asyncio

    started = clock()
    # Counting takes milliseconds for a long prompt, so it is done beside the event loop.
    shown = await asyncio.to_thread(material, reply, evidence, model.counter, model.budget)
    system, user, account.prompt = prompted(kind, reply, shown, evidence, fence)
    heard = 0
    words_ = Words(reply=reply, evidence=evidence, shown=shown, kind=kind, tally=account.tally)
    spent = clock() - started
    try:
        async with asyncio.timeout(SECONDS), model.propose(system, user, labels=LABELS, most=MOST[kind]) as proposals:
            try:
                async for proposal in proposals:
                    began = clock()
                    claims = words_.take(proposal)
                    spent += clock() - began
                    heard += len(proposal.text)
                    for claim in claims:
                        yield claim
                    if words_.over:
                        break
            finally:
                # A server tells what was used at the very end; what was cut off is reckoned, at four characters a token.
                cut_off = (len(system + user) // 4, heard // 4) if words_.over else (0, 0)
                account.used(model, proposals.tokens if proposals.tokens[0] else cut_off)
    except ModelFailed as exc:
        account.failed, account.detail = exc.reason, str(exc)
    except TimeoutError:
        account.failed, account.detail = "timeout", f"the model took longer than {SECONDS:g} seconds"
    began = clock()
    result = None if account.failed else words_.result()
    account.milliseconds = (spent + clock() - began) * 1000
    if result is not None:
        yield result
    elif not account.failed:
        account.failed, account.detail = "not borne out", "what remained of the model's sentences does not answer"


async def reread(words: str, thread: Sequence[Turn], by_rules: str, model: Model, account: Account) -> str:
    """A follow-up made to stand alone by the model; by rules where it fails, or says what nobody has said."""
    import asyncio
    import json

    from prompts import load

    earlier = [turn.standalone for turn in thread[-EARLIER:]]
    prompt = load("followup")
    system, user = prompt.fill(
        {"earlier": json.dumps(earlier, ensure_ascii=False), "question": json.dumps(words, ensure_ascii=False)}
    )
    try:
        async with asyncio.timeout(SECONDS / 3):
            question, tokens = await model.rewrite(system, user)
    except (ModelFailed, TimeoutError):
        return by_rules
    account.used(model, tokens)
    known = set(terms(" ".join((*earlier, words, by_rules))))
    asked = set(terms(question))
    if len(question) > 300 or not asked or not asked <= known or not set(terms(words)) & asked:
        return by_rules
    return question
