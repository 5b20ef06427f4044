"""The shell around the terminal: reads a line, hands it to the desk, writes the reply."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

from adapters.console import render
from adapters.console.parse import ORDERS, Unknown, parse
from bot.engine.explanation import whys
from bot.engine.view import view
from bot.errors import NutgrafError

if TYPE_CHECKING:
    from adapters.port import Answering
    from bot.desk import Outcome
    from bot.domain import Command, Filters, Moment, Turn

PROMPT = "> "
REMEMBERED = 8
"""Turns of a thread that a follow-up may lean on."""
HELP = """\
Ask in plain words; a follow-up is read with what went before.
  /brief TOPIC   what happened, who said what, what is disputed, and when
  /sources       where the last reply's sources are
  /why           which passages the last reply was made of
  /new           begin a new thread
  /quit          leave (or Ctrl-D)
"""


@dataclass(kw_only=True)
class Console:
    """One thread in a terminal, or of lines from a pipe."""

    desk: Answering
    filters: Filters
    look: render.Look
    read: TextIO
    write: TextIO
    as_of: Moment | None = None
    _thread: list[Turn] = field(default_factory=list)
    _last: Outcome | None = None

    async def run(self) -> None:
        """Go on until the input ends or somebody leaves."""
        talking = self.read.isatty() and self.write.isatty()
        if talking:
            self.write.write("Ask in plain words, or /brief TOPIC; /help shows more.\n")
        while True:
            line = self._line(talking)
            if line is None:
                if talking:
                    self.write.write("\n")
                return
            typed = parse(line, filters=self.filters, as_of=self.as_of, thread=tuple(self._thread))
            if typed == "quit":
                return
            if typed is None:
                continue
            if isinstance(typed, str):
                self._obey(typed)
            elif isinstance(typed, Unknown):
                self._say(f"There is no {typed.word!r}; there are /brief, /ask, {', '.join(ORDERS)}.\n")
            else:
                await self._answer(typed)
            self.write.flush()

    def _line(self, talking: bool) -> str | None:
        if talking:
            # input() has the terminal's own line editing and history.
            import contextlib

            with contextlib.suppress(ImportError):
                import readline  # noqa: F401
            try:
                return input(PROMPT)
            except EOFError:
                return None
        return self.read.readline() or None

    async def _answer(self, command: Command) -> None:
        try:
            outcome = await self.desk.consider(command)
        except NutgrafError as exc:
            self._say(f"{exc}\n")
            return
        self._last = outcome
        self._thread = [*self._thread, outcome.turn][-REMEMBERED:]
        self._say(render.text(view(outcome.reply), self.look))

    def _obey(self, order: str) -> None:
        if order == "help":
            self._say(HELP)
        elif order == "new":
            self._thread, self._last = [], None
            self._say("A new thread.\n")
        elif self._last is None:
            self._say("Nothing has been asked yet.\n")
        elif order == "sources":
            self._say(render.sources(self._last.reply.sources, self.look) or "The last reply has no sources.\n")
        else:
            found = self._last.evidence
            why = whys(self._last.asked, found, self._last.around)
            self._say(render.hits(found, self.look, why) if found.hits else "No passage fitted.\n")

    def _say(self, text: str) -> None:
        self.write.write(f"{text}\n")
