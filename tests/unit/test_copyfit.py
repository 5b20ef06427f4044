"""Fitting a reply into messages: in order, nothing lost, each with its own sources."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.copyfit import Hand, Stretch, address, clean, fit, sources, stretches, visible
from bot.engine.view import Entry, Line, Part, Run, View

HAND = Hand(
    escape=lambda words: words.replace("*", "\\*"),
    size=len,
    marks={"strong": "**", "mark": "**"},
    leads={"item": "- ", "against": "  - ", "event": "- ", "paragraph": ""},
    strong="**",
)
WORDS = st.text(alphabet="ab* ", min_size=1, max_size=200)


def entry(number: int, **known: str | None) -> Entry:
    """A listed source."""
    given = {"id": f"{number:x}", "title": "A", "outlet": None, "published": None, "url": None, "path": None, **known}
    return Entry(number=number, status="live", **given)  # type: ignore[arg-type]


def stretch(text: str, *numbers: int, opens: bool = True) -> Stretch:
    """What is shown of a line."""
    return Stretch(title=None, text=text, bare=text, sources=numbers, opens=opens)


def picture(*lines: Line, count: int = 40) -> View:
    """A view of one part."""
    part = Part(title=None, lines=lines)
    return View(title=None, facts=(), parts=(part,), sources=tuple(entry(n) for n in range(1, count + 1)), notes=())


def roomy(some: Sequence[Stretch]) -> bool:
    """Ten characters a message."""
    return sum(len(one.text) for one in some) <= 10


@given(st.lists(st.builds(stretch, st.text(max_size=10), opens=st.booleans()), max_size=12))
def test_every_stretch_is_in_one_message(cut: list[Stretch]) -> None:
    """In order, in messages that fit, and none is empty where there is anything."""
    messages = fit(cut, roomy)
    assert [one for some in messages for one in some] == cut
    assert all(map(roomy, messages))
    assert all(messages) or not cut


def test_what_belongs_together_stays_together() -> None:
    """A claim goes on to the next message with what contradicts it, where both have room there."""
    cut = [stretch("aaaa"), stretch("bbb"), stretch("cccc", opens=False), stretch("d")]
    assert [[one.text for one in some] for some in fit(cut, roomy)] == [["aaaa"], ["bbb", "cccc", "d"]]
    large = [stretch("aaaa"), stretch("bbbbb"), stretch("cccccc", opens=False)]
    assert [[one.text for one in some] for some in fit(large, roomy)] == [["aaaa", "bbbbb"], ["cccccc"]]


@given(WORDS, st.integers(0, 60))
def test_what_is_cut_has_its_size(words: str, limit: int) -> None:
    """Clipped from either end, or in pieces of which every word comes again."""
    plain = clean(words)
    for cut in (HAND.clip(plain, limit + 10), HAND.clip_start(plain, limit + 10)):
        assert len(cut) <= limit + 10
    pieces = list(HAND.pieces(plain, limit + 10))
    assert all(len(piece) <= limit + 10 for piece in pieces)
    assert "".join(pieces).replace(" ", "") == HAND.escape(plain).replace(" ", "")


def test_a_cut_is_between_words() -> None:
    """As far as there are any."""
    assert HAND.clip("the harbour bridge is shut", 15) == "the harbour…"
    assert HAND.clip_start("the harbour bridge is shut", 15) == "…bridge is shut"
    assert list(HAND.pieces("the harbour bridge is shut", 12)) == ["the harbour", "bridge is", "shut"]


def test_a_line_of_many_sources_goes_on_under_the_others() -> None:
    """Every marker is shown, and none whose source is not listed."""
    runs = (Run(text="Shut. "), *(Run(text=f"[{n}]", style="marker", source=n) for n in range(1, 50)))
    cut = list(stretches(picture(Line(runs=runs), count=30), HAND, 200))
    assert sources(cut) == tuple(range(1, 31))
    assert [one.opens for one in cut] == [True, False, False]
    assert cut[0].text.startswith("Shut. [1][2]")
    assert cut[1].text.startswith("The same [13]")


def test_a_long_line_goes_on_under_its_own_markers() -> None:
    """Each piece of it costs no more than the limit, and has all of the line's markers."""
    runs = (Run(text="The bridge is shut again. " * 20, style="strong"), Run(text="[2]", style="marker", source=2))
    cut = list(stretches(picture(Line(runs=runs, shape="event", label="1 May")), HAND, 120))
    assert len(cut) > 3
    assert all(len(one.text) <= 120 and one.text.endswith(" [2]") for one in cut)
    assert all(one.text.startswith("- **1 May** ") for one in cut)


def test_marks_that_touch_are_one() -> None:
    """Two runs of one style beside each other are written as one."""
    runs = (Run(text="86", style="strong"), Run(text=" per cent", style="mark"), Run(text=" of it"))
    (only,) = stretches(picture(Line(runs=runs)), HAND, 100)
    assert only.text == "**86 per cent** of it"


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://a.example/x_(y)", "https://a.example/x_%28y%29"),
        ("https://a.example/ü?q=a b", None),
        ("javascript:alert(1)", None),
        (f"https://a.example/{'x' * 600}", None),
    ],
)
def test_an_address_is_one_that_a_link_can_hold(url: str, found: str | None) -> None:
    """Of the web, encoded, and not too long."""
    assert address(entry(1, url=url), None, 500) == found


def test_nothing_visible_is_shown_as_such() -> None:
    """Since no platform takes an empty text."""
    assert visible("\x00\u202e \n") == "…"
    assert clean(" a\n\tb\u2066 ") == "a b"
