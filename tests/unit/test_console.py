"""The console adapter: what is typed, and the thread it becomes."""

import io

import pytest

from adapters.console.app import Console
from adapters.console.parse import Typed, Unknown, parse
from adapters.console.render import Look
from bot.desk import Outcome
from bot.domain import Command, Evidence, Filters, Hit, Passage, Reading, Turn
from bot.errors import StoreBusy
from bot.wiring import finish
from tests.unit.replies import ANSWERED, BRIEF, HERALD, NOW


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("/brief harbour bridge", Command(kind="brief", words="harbour bridge")),
        ("brief the bridge", Command(kind="brief", words="the bridge")),
        ("/ask who closed it?", Command(kind="ask", words="who closed it?")),
        ("who closed it?", Command(kind="ask", words="who closed it?")),
        ("/brief", Command(kind="brief", words="")),
        ("/SOURCES", "sources"),
        ("/exit", "quit"),
        ("/nonsense now", Unknown(word="/nonsense")),
        ("   ", None),
    ],
)
def test_what_is_typed_is_understood(line: str, expected: Typed) -> None:
    """Briefs, questions and orders are told apart."""
    assert parse(line) == expected


class Scripted:
    """A desk that gives prepared replies, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Command] = []

    async def consider(self, command: Command) -> Outcome:
        """The brief or the answer."""
        self.asked.append(command)
        if command.words == "busy":
            raise StoreBusy("another process is writing; try again")
        passage = Passage(source=HERALD.id, revision=HERALD.revision, start=0, text="Ferries run.")
        evidence = Evidence(
            hits=(Hit(passage=passage, score=2.0),),
            readings={HERALD.id: Reading(source=HERALD, text="Ferries run.")},
        )
        reply = BRIEF if command.kind == "brief" else ANSWERED
        turn = Turn(kind="brief" if command.kind == "brief" else "ask", standalone=command.words)
        return Outcome(reply=reply, evidence=evidence, turn=turn, asked=("ferry",), around=NOW)


def talk(*lines: str) -> tuple[str, Scripted]:
    """What a thread of these lines prints, and the desk that was asked."""
    desk, out = Scripted(), io.StringIO()
    typed = io.StringIO("".join(f"{line}\n" for line in lines))
    finish(Console(desk=desk, filters=Filters(outlet="Herald"), look=Look(), read=typed, write=out).run())
    return out.getvalue(), desk


def test_a_follow_up_comes_with_its_thread() -> None:
    """Each question is asked with the turns before it, within the filters; a new thread forgets them."""
    _, desk = talk("/brief harbour bridge", "and the ferries?", "/new", "who said so?")
    assert [turn.standalone for turn in desk.asked[1].thread] == ["harbour bridge"]
    assert desk.asked[2].thread == ()
    assert all(command.filters.outlet == "Herald" for command in desk.asked)


def test_orders_show_what_the_last_reply_was_made_of() -> None:
    """/sources lists where it came from, /why the passages and their scores."""
    out, _ = talk("how often?", "/sources", "/why")
    assert HERALD.id in out
    assert "why: has Ferries" in out


def test_orders_before_any_question_say_so() -> None:
    """There is nothing to show yet."""
    assert talk("/sources", "/why")[0].count("Nothing has been asked yet.") == 2


def test_an_error_does_not_end_the_thread() -> None:
    """A busy store is one line, and the next question is answered."""
    out, desk = talk("busy", "", "how often?")
    assert "another process is writing; try again" in out
    assert len(desk.asked) == 2


def test_help_and_unknown_orders_name_what_there_is() -> None:
    """Somebody who is lost is told where to go."""
    out, _ = talk("/help", "/nonsense")
    assert "/brief TOPIC" in out
    assert "There is no '/nonsense'" in out


def test_quitting_reads_no_further() -> None:
    """What stands behind /quit is not asked."""
    assert talk("/quit", "how often?")[1].asked == []
