"""What every adapter promises, on whichever platform: citations, context, isolation, one answer each, and plain words."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain import Command, Reply
from bot.errors import Busy, OutOfScope
from tests.contract.adapters import PLATFORMS, Answers, Button, Harness, Lacking, Platform, Scripted, Seen
from tests.contract.on_discord import DISCORD
from tests.hostile import HOSTILE
from tests.replies import reply, source

Play = Callable[[Harness], Awaitable[None]]


@pytest.fixture(params=(*PLATFORMS, *DISCORD), ids=lambda platform: str(platform.name))
def platform(request: pytest.FixtureRequest) -> Platform:
    """Each platform there is."""
    found: Platform = request.param
    return found


def play(platform: Platform, home: Path, act: Play, desk: Answers | None = None, needs: tuple[Lacking, ...] = ()) -> None:
    """Act on a platform, which is skipped by name where it lacks what the act needs."""
    for need in needs:
        if need in platform.lacks:
            pytest.skip(f"the {platform.name} has no {need}")

    async def opened() -> None:
        async with platform.open(home, desk) as harness:
            await act(harness)

    asyncio.run(opened())


def sound(seen: Seen) -> None:
    """It is there, and in each of its messages the sources that are named are those that are listed."""
    assert seen.texts
    for shown, listed in seen.cited:
        assert shown == listed
    assert any(listed for _, listed in seen.cited)
    assert not seen.calls


def test_a_brief_and_what_is_asked_under_it(platform: Platform, tmp_path: Path) -> None:
    """A brief is cited; a question under it and a follow-up are answered from what went before, each in its own message."""

    async def act(harness: Harness) -> None:
        brief = await harness.brief("kursk")
        sound(brief)
        assert "Timeline" in brief.text
        first = await harness.ask("what did Medvedev say?", under=brief)
        sound(first)
        assert "Medvedev" in first.text
        second = await harness.ask("and what did Kyiv say?", under=first)
        sound(second)
        assert "Read as" in second.text
        assert "Kyiv" in second.text
        assert not brief.alone

    play(platform, tmp_path / "home", act)


def test_a_long_reply_loses_no_source(platform: Platform, tmp_path: Path) -> None:
    """In however many messages it is shown, each has the sources that it names, and together they have all."""
    count = 40

    def make(command: Command) -> Reply:
        sources = tuple(source(f"{n:016x}") for n in range(1, count + 1))
        said = [f"Bakery {n} opened again. " + "It sells bread. " * 30 for n in range(1, count + 1)]
        claims = [reply("", of, words.strip()).claims[0] for of, words in zip(sources, said, strict=True)]
        return replace(reply(command.words, sources[0]), claims=tuple(claims), sources=sources)

    async def act(harness: Harness) -> None:
        seen = await harness.ask("what opened?")
        sound(seen)
        assert {number for _, listed in seen.cited for number in listed} == set(range(1, count + 1))
        assert all(f"Bakery {n} " in seen.text for n in range(1, count + 1))

    play(platform, tmp_path / "home", act, Scripted(make))


def test_what_is_asked_elsewhere_has_no_thread(platform: Platform, tmp_path: Path) -> None:
    """A question outside the thread is not read with what was said in it."""

    async def act(harness: Harness) -> None:
        await harness.ask("what did Medvedev say?", under=await harness.brief("kursk"))
        alone = await harness.ask("and what did Kyiv say?", channel="two")
        assert "Read as" not in alone.text

    play(platform, tmp_path / "home", act)


def test_a_follow_up_outlives_the_process(platform: Platform, tmp_path: Path) -> None:
    """What was said in a thread is remembered after a restart."""

    async def act(harness: Harness) -> None:
        first = await harness.ask("what did Medvedev say?", under=await harness.brief("kursk"))
        await harness.restart()
        second = await harness.ask("and what did Kyiv say?", under=first)
        assert "Read as" in second.text

    play(platform, tmp_path / "home", act, needs=("redelivery",))


def test_an_event_that_comes_again_is_answered_once(platform: Platform, tmp_path: Path) -> None:
    """At once, and after a restart."""
    desk = Scripted()

    async def act(harness: Harness) -> None:
        assert len((await harness.ask("what opened?")).texts) == 1
        assert (await harness.again()).texts == ()
        await harness.restart()
        assert (await harness.again()).texts == ()
        assert len(desk.asked) == 1

    play(platform, tmp_path / "home", act, desk, needs=("redelivery",))


@pytest.mark.parametrize("button", ["passage", "timeline", "said"])
def test_a_button_shows_what_it_says(platform: Platform, tmp_path: Path, button: Button) -> None:
    """To who pressed it alone, and after a restart too."""

    async def act(harness: Harness) -> None:
        brief = await harness.brief("kursk")
        await harness.restart()
        shown = await harness.press(button, brief)
        assert shown.alone
        assert len(shown.text) > 100
        if button == "passage":
            assert "[1]" in shown.text
        else:
            sound(shown)

    play(platform, tmp_path / "home", act, needs=("buttons",))


def test_feedback_is_kept(platform: Platform, tmp_path: Path) -> None:
    """The last word of each person counts, and is thanked for."""

    async def act(harness: Harness) -> None:
        answer = await harness.ask("what opened?")
        for button in ("good", "bad"):
            assert (await harness.press(button, answer)).alone
        assert list(await harness.ratings()) == ["bad"]

    play(platform, tmp_path / "home", act, Scripted(), needs=("buttons",))


def test_a_private_collection_stays_in_its_channel(platform: Platform, tmp_path: Path) -> None:
    """Neither a question nor a button from elsewhere shows anything of it, and its own channel sees nothing else."""
    of = source(collection="court")
    desk = Scripted(lambda command: reply(command.words, of))

    async def act(harness: Harness) -> None:
        await harness.private("court", "one")
        inside = await harness.ask("what opened?", channel="one")
        assert "bakery" in inside.text
        assert "bakery" in (await harness.press("passage", inside, channel="one")).text
        assert "bakery" not in (await harness.press("passage", inside, channel="two")).text
        await harness.ask("what opened?", channel="two")
        assert [command.filters.collections for command in desk.asked] == [frozenset({"court"}), frozenset({"default"})]

    play(platform, tmp_path / "home", act, desk, needs=("channels",))


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Busy("The desk is busy; ask again in a minute"), "again in a minute"),
        (OutOfScope("This cannot be shown here"), "cannot be shown here"),
        (RuntimeError("secret words"), "operator"),
    ],
    ids=["busy", "out of scope", "a bug"],
)
def test_a_failing_desk_says_so(platform: Platform, tmp_path: Path, fault: Exception, words: str) -> None:
    """In one sentence of ours, to who asked alone; a bug shows none of its own words."""
    desk = Scripted()
    desk.fault = fault

    async def act(harness: Harness) -> None:
        told = await harness.ask("what opened?")
        assert words in told.text
        assert "secret" not in told.text
        assert "Traceback" not in told.text
        desk.fault = None
        assert "bakery" in (await harness.ask("what opened?")).text

    play(platform, tmp_path / "home", act, desk, needs=("apologies",) if isinstance(fault, RuntimeError) else ())


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_stands_in_a_source_is_only_shown(platform: Platform, tmp_path: Path, hostile: str) -> None:
    """Whatever an article says, nobody is called, no marker is forged, and no control character gets through."""
    said = f"{hostile} The bakery opened."

    def make(command: Command) -> Reply:
        return reply(command.words, source(), said)

    async def act(harness: Harness) -> None:
        seen = await harness.ask("what opened?")
        sound(seen)
        assert all(listed == {1} for _, listed in seen.cited)
        assert not set(seen.text) & set("\x00\x07\x1b\u202e\u2066")

    play(platform, tmp_path / "home", act, Scripted(make))


@pytest.mark.parametrize(
    "asked",
    ["x" * 4_000, "why " * 999, "", "😀🎉", "\x00\x1b[31m what\u202e opened?", "```rm -rf``` what opened?", "<!channel> ?"],
    ids=["long", "many words", "empty", "emoji", "control characters", "code", "a call"],
)
def test_whatever_is_asked_there_is_one_clear_answer(platform: Platform, tmp_path: Path, asked: str) -> None:
    """Long, empty, invisible or hostile questions get one reply or one hint, which calls nobody and shows no traceback."""

    async def act(harness: Harness) -> None:
        for seen in (await harness.ask(asked), await harness.brief(asked)):
            assert len(seen.texts) == 1 or (not asked and "hints" in platform.lacks)
            assert "Traceback" not in seen.text
            assert not seen.calls

    play(platform, tmp_path / "home", act)
