"""One reply printed, or one a line: what ``brief``, ``ask`` and ``search`` share."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from adapters.console import render
from bot.cli.options import Format, Listing, Scope
from bot.cli.terminal import flush, look, say, say_json, tell
from bot.domain import Command, Declined
from bot.engine.contract import hit_json, reply_json
from bot.engine.explanation import whys
from bot.engine.view import view
from bot.errors import NutgrafError, UnusableQuery
from bot.wiring import complete, finish, open_desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime
    from types import TracebackType

    from bot.desk import Outcome
    from bot.domain import Evidence
    from bot.engine.explanation import Why
    from bot.settings import Settings

Kind = Literal["brief", "ask"]
Asked = Literal["brief", "ask", "check"]

ANSWERED = 0
FAILED = 1
DECLINED = 3
FIELDS = frozenset({"query", "as_of", "since", "until", "outlet", "collection"})
"""What an object on a line of standard input may say; other keys are left alone."""


class Replying(AbstractContextManager["Replying"]):
    """The desk, open for one command: once for all lines of a batch."""

    def __init__(self, settings: Settings, scope: Scope, *, explain: bool = False) -> None:
        self._settings = settings
        self._scope = scope
        self._explain = explain
        self._open = ExitStack()
        self._desk = self._open.enter_context(open_desk(settings, tell))

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None) -> None:
        self._open.close()

    def reply(self, kind: Asked, words: str, format: Format) -> int:
        """Print one reply; the exit code."""
        return self.show(self._command(kind, words, self._scope), format)

    def show(self, command: Command, format: Format) -> int:
        """Print the reply to a command; the exit code."""
        outcome = complete(self._desk, self._desk.consider(command))
        if format is Format.json:
            say_json(self._json(outcome))
        elif format is Format.slack:
            # Imported only where it is asked for: everybody else's start is not slowed by it.
            from adapters.slack.render import render as messages

            # What Block Kit Builder takes: one message, or a list of them where one cannot hold it.
            said = [{"blocks": message.blocks} for message in messages(view(outcome.reply))]
            say_json(said[0] if len(said) == 1 else said)
        elif format is Format.discord:
            from adapters.discord.render import render as sent

            # What a channel's message is posted with: one, or a list of them where one cannot hold it.
            payloads = [message.payload for message in sent(view(outcome.reply))]
            say_json(payloads[0] if len(payloads) == 1 else payloads)
        else:
            shown = look(self._settings)
            picture = view(outcome.reply)
            say(render.markdown(picture) if format is Format.markdown else render.text(picture, shown))
            if self._explain and outcome.account is not None:
                say("\n" + "\n".join(outcome.account.lines()) + "\n")
            if self._explain:
                say("\n" + render.hits(outcome.evidence, shown, whys(outcome.asked, outcome.evidence, outcome.around)))
                if left := outcome.reply.left_out:
                    say(f"\n{left} line{'s' if left > 1 else ''} left out that the cited words do not bear out.")
        return DECLINED if isinstance(outcome.reply, Declined) else ANSWERED

    def now(self) -> datetime:
        """The moment that the desk takes for the present one."""
        return self._desk.clock.now()

    def reply_lines(self, kind: Kind, lines: Iterable[str]) -> int:
        """One JSON object for each line, also for one that cannot be answered; the exit code."""

        def answer(words: str, scope: Scope) -> dict[str, Any]:
            return self._json(complete(self._desk, self._desk.consider(self._command(kind, words, scope))))

        def refuse(words: str, reason: str) -> dict[str, Any]:
            now = self._desk.clock.now()
            refused = Declined(kind=kind, query=words, generated_at=now, as_of=None, claims=(), sources=(), reason=reason)
            return reply_json(refused)

        return self._each(lines, answer, refuse)

    def search(self, words: str, limit: int, format: Listing) -> int:
        """Print the passages that fit best; the exit code."""
        command = self._command("ask", words, self._scope)
        evidence = finish(self._desk.search(command, limit))
        if format is Listing.json:
            say_json(self._passages(command, evidence))
        elif evidence.hits:
            say(render.hits(evidence, look(self._settings), self._whys(command, evidence)))
        if evidence.hits:
            return ANSWERED
        better = finish(self._desk.did_you_mean(command))
        tell(f"no passage has {words!r}; " + (f"did you mean {better!r}?" if better else "try other words, or fewer filters"))
        return DECLINED

    def search_lines(self, lines: Iterable[str], limit: int) -> int:
        """One JSON object for each line; the exit code."""

        def answer(words: str, scope: Scope) -> dict[str, Any]:
            if not any(character.isalnum() for character in words):
                raise UnusableQuery(f"there is nothing to look for in {words!r}; give a word or more")
            command = self._command("ask", words, scope)
            return self._passages(command, finish(self._desk.search(command, limit)))

        return self._each(lines, answer, lambda words, reason: {"query": words, "passages": [], "reason": reason})

    def _each(
        self,
        lines: Iterable[str],
        answer: Callable[[str, Scope], dict[str, Any]],
        refuse: Callable[[str, str], dict[str, Any]],
    ) -> int:
        code = ANSWERED
        for line in lines:
            words = line.strip()
            try:
                words, scope = read_line(words, self._scope)
                said = answer(words, scope)
            except NutgrafError as exc:
                said = refuse(words, str(exc))
            except Exception as exc:
                if self._settings.debug:
                    raise
                code = FAILED
                tell(f"unexpected {type(exc).__name__} at {words!r}: {exc}; the other lines go on")
                said = refuse(words, f"the desk failed on this one ({type(exc).__name__}); the operator can see why")
            say_json(said)
            flush()  # whoever feeds the lines may wait for this reply before sending the next
        return code

    def _command(self, kind: Asked, words: str, scope: Scope) -> Command:
        now = self._desk.clock.now()
        return Command(kind=kind, words=words, filters=scope.filters(now), as_of=scope.moment(now))

    def _json(self, outcome: Outcome) -> dict[str, Any]:
        said = reply_json(outcome.reply)
        if outcome.account is not None:
            said["wording"] = outcome.account.json()
        if self._explain:
            said["explain"] = _hits(outcome.evidence, whys(outcome.asked, outcome.evidence, outcome.around))
        return said

    def _passages(self, command: Command, evidence: Evidence) -> dict[str, Any]:
        return {"query": command.words, "passages": _hits(evidence, self._whys(command, evidence))}

    def _whys(self, command: Command, evidence: Evidence) -> tuple[Why, ...]:
        if not self._explain:
            return ()
        return whys((command.words,), evidence, command.as_of or self._desk.clock.now())


def _hits(evidence: Evidence, reasons: Sequence[Why]) -> list[dict[str, Any]]:
    shown = [hit_json(hit, evidence.readings[hit.passage.source].source) for hit in evidence.hits]
    for passage, why in zip(shown, reasons, strict=False):
        passage["why"] = {"words": list(why.words), "title": list(why.title), "days": why.days}
    return shown


def read_line(line: str, scope: Scope) -> tuple[str, Scope]:
    """The question on one line of a batch, and its scope: plain words, or a JSON object with ``query``.

    Raises UnusableQuery.
    """
    if not line.startswith("{"):
        return line, scope
    try:
        given = json.loads(line)
    except ValueError as exc:
        raise UnusableQuery(
            f"this line opens like JSON but is none ({exc}); give plain words, or an object with 'query'"
        ) from exc
    if not isinstance(given.get("query"), str):
        raise UnusableQuery("a JSON object needs a 'query' that is a string")
    for key in FIELDS - {"query"}:
        if not isinstance(given.get(key), str | None):
            raise UnusableQuery(f"{key!r} is a string, not {given[key]!r}")
    asked = {key: given[key] for key in ("as_of", "since", "until", "outlet") if given.get(key)}
    if given.get("collection"):
        asked["collections"] = (given["collection"],)
    return given["query"].strip(), replace(scope, **asked)
