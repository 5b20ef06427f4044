"""Command → Reply: the only door that adapters use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from bot.domain import UNWORDED, Checked, Declined, Evidence, Reply, Turn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from datetime import datetime

    from bot.domain import Claim, Command, Moment
    from bot.engine.worded import Account
    from bot.ports import Clock, Corpus, Index, Model

BRIEF_DEPTH = 48
"""Passages a brief is made of: enough for eight points over many sources."""
ANSWER_DEPTH = 24
"""Passages an answer is looked for in."""

ASKED = 48
"""Words of a question by which it is seen whether a filter keeps everything out."""
ALIKE = 0.8
"""How alike two spellings are before one is taken for the other's typo: another name than the one asked about is no help."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A reply, with what it was made of."""

    reply: Reply
    evidence: Evidence
    turn: Turn
    """What a follow-up in the same thread needs of it."""
    asked: tuple[str, ...]
    """The words that were looked for."""
    around: Moment
    """The moment that recency was counted from."""
    account: Account | None = None
    """What asking the model came to, where one was asked."""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Answers commands from the corpus."""

    corpus: Corpus
    index: Index
    clock: Clock
    model: Model | None = None
    """What words briefs and answers, if anything does; without it everything works, in the sources' own words."""

    async def reply(self, command: Command, *, heard: Callable[[Claim], None] | None = None) -> Reply:
        """What is posted for a command; ``heard`` is told each claim that `follow` yields, as it does."""
        async for event in self.follow(command):
            if isinstance(event, Outcome):
                reply = event.reply
            elif heard is not None:
                heard(event)
        return reply

    async def consider(self, command: Command) -> Outcome:
        """The reply to a command, with the evidence it was made of."""
        # To its end, so that whatever it holds open is let go of at once.
        *_, outcome = [event async for event in self.follow(command)]
        assert isinstance(outcome, Outcome)
        return outcome

    async def follow(self, command: Command) -> AsyncIterator[Claim | Outcome]:
        """Each claim as soon as a model has worded it and it has passed its checks; last the outcome, always.

        The outcome alone counts: where too little passes, its reply is the one in the sources' own words.
        """
        if self.model is None or command.kind in ("check", "digest"):
            yield await self._extracted(command)
            return
        from secrets import token_hex
        from time import perf_counter

        from bot.engine.worded import Account, word

        account = Account(model=self.model.name)
        outcome = await self._extracted(command, account)
        if isinstance(outcome.reply, Declined | Checked) or not outcome.evidence.hits:
            yield outcome
            return
        worded = None
        kind: Literal["brief", "ask"] = "brief" if command.kind == "brief" else "ask"
        fence = f"====={token_hex(8)}====="
        async for event in word(kind, outcome.reply, outcome.evidence, self.model, account, fence, perf_counter):
            if isinstance(event, Reply):
                worded = event
            else:
                yield event
        if worded is None:
            failed = account.failed
            unfit = "in the sources' own words (what the model wrote is not borne out)"
            note = unfit if failed == "not borne out" else f"{UNWORDED}{failed})"
            worded = replace(outcome.reply, notes=(*outcome.reply.notes, note))
        yield replace(outcome, reply=worded, account=account)

    async def _extracted(self, command: Command, account: Account | None = None) -> Outcome:
        """The outcome in the sources' own words."""
        now = self.clock.now()
        words = command.words.strip()
        if command.kind == "digest":
            return await self._digest(command, now)
        if not any(character.isalnum() for character in words):
            return self._nothing(command, now)
        if command.kind == "check":
            return await self._checked(command, now)
        if command.kind == "brief":
            from bot.engine.brief import compose_brief

            evidence = await self._retrieve(words, command, now, BRIEF_DEPTH)
            brief = await self._hinted(compose_brief(words, evidence, now), command)
            turn = Turn(kind="brief", standalone=words)
            return Outcome(reply=brief, evidence=evidence, turn=turn, asked=(words,), around=command.as_of or now)

        from bot.engine.answer import compose_answer
        from bot.engine.question import analyse

        read_as = words
        if command.thread:
            from bot.engine.followup import standalone

            read_as = standalone(words, command.thread)
            if self.model is not None and account is not None and read_as != words:
                from bot.engine.worded import reread

                read_as = await reread(words, command.thread, read_as, self.model, account)
        question = analyse(read_as)
        evidence = await self._retrieve(question.search, command, now, ANSWER_DEPTH)
        reply = await self._hinted(compose_answer(question, evidence, now), command)
        reply = replace(reply, query=words, read_as=read_as if read_as != words else None)
        asked = tuple(word for word, _ in question.search)
        turn = Turn(kind="ask", standalone=read_as)
        return Outcome(reply=reply, evidence=evidence, turn=turn, asked=asked, around=command.as_of or now)

    async def _digest(self, command: Command, now: datetime) -> Outcome:
        from bot.engine.digest import compose_digest

        topics = tuple(dict.fromkeys(filter(None, (" ".join(topic.split()) for topic in command.words.split(",")))))
        seen, filters = command.seen, command.filters
        reply = await compose_digest(topics, corpus=self.corpus, now=now, seen=seen, filters=filters)
        turn = Turn(kind="brief", standalone=", ".join(topics))
        evidence = Evidence(hits=(), readings={})
        return Outcome(reply=reply, evidence=evidence, turn=turn, asked=(), around=command.as_of or now)

    async def _checked(self, command: Command, now: datetime) -> Outcome:
        from bot.engine.check import check

        reply = await check(
            command.words, corpus=self.corpus, index=self.index, now=now, filters=command.filters, as_of=command.as_of
        )
        # A follow-up asks about the draft's subject, which a check does not change.
        turn = command.thread[-1] if command.thread else Turn(kind="brief", standalone=command.words[:200])
        evidence = Evidence(hits=(), readings={})
        return Outcome(reply=reply, evidence=evidence, turn=turn, asked=(), around=command.as_of or now)

    async def search(self, command: Command, limit: int) -> Evidence:
        """The passages that fit best, best first, at most ``limit``."""
        return await self._retrieve(command.words, command, self.clock.now(), limit, with_people=False)

    async def did_you_mean(self, command: Command) -> str | None:
        """The words as they may have been meant, where the corpus does not know them as they are."""
        from difflib import SequenceMatcher

        from bot.engine.retrieve import did_you_mean

        better = await did_you_mean(command.words, corpus=self.corpus, index=self.index, filters=command.filters)
        if better is None:
            return None
        changed = [(one, other) for one, other in zip(command.words.split(), better.split(), strict=False) if one != other]
        alike = all(SequenceMatcher(None, one.lower(), other.lower()).ratio() >= ALIKE for one, other in changed)
        return better if alike else None

    async def _retrieve(
        self, words: Sequence[tuple[str, float]] | str, command: Command, now: datetime, limit: int, with_people: bool = True
    ) -> Evidence:
        from bot.engine.retrieve import retrieve

        return await retrieve(
            words,
            corpus=self.corpus,
            index=self.index,
            filters=command.filters,
            as_of=command.as_of,
            now=now,
            limit=limit,
            with_people=with_people,
        )

    async def _hinted(self, reply: Reply, command: Command) -> Reply:
        """What declines says that a filter keeps it from the answer, or asks whether another spelling was meant."""
        if not isinstance(reply, Declined):
            return reply
        if kept := await self._kept_out(command):
            return replace(reply, reason=f"{_sentence(reply.reason)} {kept}")
        if better := await self.did_you_mean(command):
            return replace(reply, reason=f"{_sentence(reply.reason)} Did you mean {better.rstrip(' ?!.')!r}?")
        return reply

    async def _kept_out(self, command: Command) -> str | None:
        """That the filters leave nothing of what there is, where they do."""
        from bot.corpus.terms import words
        from bot.ports import Query

        filters = command.filters
        wide = replace(filters, since=None, until=None, outlet=None)
        wanted = tuple((word, 1.0) for word in words(command.words)[:ASKED])
        if filters == wide or await self.index.has(Query(words=wanted, filters=filters, as_of=command.as_of)):
            return None
        if not await self.index.has(Query(words=wanted, filters=wide, as_of=command.as_of)):
            return None
        outlet = f"of the outlet {filters.outlet!r}" if filters.outlet else ""
        times = " ".join(
            f"{word} {moment:%Y-%m-%d}" for word, moment in (("since", filters.since), ("until", filters.until)) if moment
        )
        return f"No article {' '.join(filter(None, (outlet, times)))} has it, but others do: ask again without that filter."

    def _nothing(self, command: Command, now: datetime) -> Outcome:
        kind: Literal["brief", "ask"] = "brief" if command.kind == "brief" else "ask"
        wanted = {
            "brief": "a topic, as in: brief kursk",
            "ask": "a question, as in: what did the mayor say",
            "digest": "topics with commas between, as in: digest kursk, ceasefire",
            "check": "a sentence or more, as in: check The mayor opened the bridge on Monday.",
        }[command.kind]
        reply = Declined(
            kind=kind,
            query=command.words.strip(),
            generated_at=now,
            as_of=None,
            claims=(),
            sources=(),
            reason=f"There is nothing to look for in {command.words.strip()!r}; give {wanted}.",
        )
        turn = Turn(kind=kind, standalone=command.words.strip())
        return Outcome(reply=reply, evidence=Evidence(hits=(), readings={}), turn=turn, asked=(), around=now)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
