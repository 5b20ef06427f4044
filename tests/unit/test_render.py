"""The picture of a reply, and what a terminal makes of it."""

import re
from dataclasses import replace

import pytest

from adapters.console.render import Look, columns, hits, markdown, reading, sources, text
from bot.domain import Evidence, Hit, Passage, Reading, Reply
from bot.engine.calendar import day_of
from bot.engine.explanation import whys
from bot.engine.view import View, view
from tests.unit.replies import ANSWERED, BRIEF, COPY, DECLINED, EMPTY, HERALD, NOW, POST, claim

REPLIES = [BRIEF, ANSWERED, DECLINED, EMPTY]
SEQUENCES = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;;.*?\x1b\\")


def heads(picture: View) -> list[str | None]:
    """The headings, in order."""
    return [part.title for part in picture.parts]


def test_a_brief_opens_with_what_happened_and_ends_with_its_sources() -> None:
    """Sections stand in the order an editor reads them."""
    assert heads(view(BRIEF)) == [None, "Key points", "Disputed", "Who said what", "Timeline"]
    assert view(BRIEF).facts == ("3 sources, 2 independent origins", "newest 3 Jun 2025 08:15 UTC")


def test_a_disputed_claim_has_its_denial_beneath_it() -> None:
    """Claim and contradiction stand together, once each."""
    lines = next(part.lines for part in view(BRIEF).parts if part.title == "Disputed")
    assert [(line.shape, line.text) for line in lines] == [
        ("item", "Unsafe? The bridge is unsafe, the council says. [1]"),
        ("against", "The bridge is sound, an engineer says. [3]"),
    ]


def test_a_speaker_is_named_once() -> None:
    """Name and role stand before the words, unless the words name the speaker themselves, in whatever spelling."""
    lines = next(part.lines for part in view(BRIEF).parts if part.title == "Who said what")
    assert lines[0].text == "Ada Quill, the mayor: “It will reopen by autumn.” [1]"
    assert lines[1].text == "Ada Quill (the mayor) said ferries are free. [1]"
    said = (
        claim("On Monday Quille said no.", "said", HERALD, speaker="Ada Quill"),
        claim("The mayor of Sedley, Pavel Zelensky, agreed.", "said", HERALD, speaker="Pavel Zelenskyy", role="the mayor"),
    )
    spelt = view(replace(BRIEF, claims=said, disputes=(), sources=(HERALD,))).parts[0].lines
    assert [run.text for line in spelt for run in line.runs if run.style == "strong"] == ["Ada Quill", "Pavel Zelensky"]
    assert spelt[1].text == "The mayor of Sedley, Pavel Zelensky, agreed. [1]"


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: type(reply).__name__)
@pytest.mark.parametrize("shown", [text, markdown], ids=["text", "markdown"])
def test_markers_and_sources_agree(reply: Reply, shown: object) -> None:
    """Every number in the text is in the list of sources, and every source listed is pointed to."""
    body, _, listed = (text if shown is text else markdown)(view(reply)).replace("\\", "").partition("Sources")
    assert set(re.findall(r"\[(\d+)\]", body)) == set(re.findall(r"^[ -]*\[(\d+)\]", listed, re.MULTILINE))


@pytest.mark.parametrize("width", [24, 40, 61, 80])
@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: type(reply).__name__)
def test_no_line_is_wider_than_the_terminal(reply: Reply, width: int) -> None:
    """Whatever the width, lines fit it, with and without colour and links."""
    for look in (Look(width=width), Look(width=width, colour=True, links=True)):
        for line in text(view(reply), look).splitlines():
            assert columns(SEQUENCES.sub("", line)) <= width


def test_a_long_word_is_broken_rather_than_hanging_over() -> None:
    """An address that is longer than the line is cut where it must be, and nothing of it is lost."""
    address = f"https://herald.example/{'x' * 90}"
    shown = text(view(replace(ANSWERED, sources=(replace(HERALD, url=address),))), Look(width=40))
    assert all(len(line) <= 40 for line in shown.splitlines())
    assert address in re.sub(r"\s", "", shown)


def test_wide_characters_take_two_cells() -> None:
    """A headline in Chinese wraps where a terminal would."""
    assert columns("桥bridge") == 8
    assert columns("e\u0301") == 1
    lines = text(view(replace(ANSWERED, sources=(replace(HERALD, title="港口大桥关闭" * 6),))), Look(width=30)).splitlines()
    assert all(columns(line) <= 30 for line in lines)


def test_colour_changes_no_word() -> None:
    """With the codes taken out, what is coloured is what is plain, but for the asterisks that stand in for bold."""
    plain, coloured = text(view(ANSWERED), Look()), text(view(ANSWERED), Look(colour=True))
    assert "\x1b[1mevery ten minutes\x1b[0m." in coloured
    assert "*every ten minutes*." in plain
    assert SEQUENCES.sub("", coloured) == plain.replace("*", "")


def test_links_go_to_the_article() -> None:
    """A source with an address or a file links there, and so do its markers."""
    shown = text(view(BRIEF), Look(links=True, width=100))
    assert "\x1b]8;;https://herald.example/bridge\x1b\\[1]\x1b]8;;\x1b\\" in shown
    assert "\x1b]8;;file:///articles/post%20one.txt\x1b\\" in shown
    assert "\x1b]8;" not in text(view(BRIEF), Look())


def test_an_article_cannot_drive_the_terminal() -> None:
    """Control characters and direction overrides in a text, a title or an address never reach the screen."""
    evil = replace(HERALD, title="\x1b]0;owned\x07Title\u202e", url="javascript:alert(1)", outlet="\x1b[2JPost")
    hostile = replace(ANSWERED, claims=(claim("Boom \x1b[31mred\x9b1m \u2066x\nnext", "answer", evil),), sources=(evil,))
    for shown in (text(view(hostile), Look(links=True)), markdown(view(hostile))):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
        assert "javascript" not in shown


def test_markdown_takes_the_words_as_words() -> None:
    """Stars, brackets and list marks of an article are not formatting."""
    odd = replace(ANSWERED, claims=(claim("1. *Not* a [list](x) of `code`", "answer", HERALD),))
    assert "1\\. \\*Not\\* a \\[list\\](x) of \\`code\\` \\[1\\]" in markdown(view(odd))
    assert "**every ten minutes**" in markdown(view(ANSWERED))


def test_an_answer_that_says_he_says_who() -> None:
    """Words that leave their speaker to a pronoun stand under his name."""
    said = claim("He called it sound.", "answer", HERALD, speaker="Tom Barrow", role="an engineer")
    (part,) = view(replace(ANSWERED, claims=(said,))).parts
    assert part.lines[0].text == "Tom Barrow, an engineer: He called it sound. [1]"


def test_the_small_print_is_in_sentences() -> None:
    """Notes end a reply as one paragraph."""
    assert text(view(BRIEF)).endswith("\n\nOne source gives no date.\n")
    assert text(view(ANSWERED)).endswith("\n\nAs of 2 Jun 2025. Read as: how often do ferries run?\n")


def test_a_day_is_written_once() -> None:
    """Events of the day of the event above them stand under its date."""
    events = (claim("One", "timeline", HERALD, date="2025-06-02"), claim("Two", "timeline", HERALD, date="2025-06-02"))
    lines = view(replace(BRIEF, claims=events, disputes=(), sources=(HERALD,))).parts[0].lines
    assert [line.label for line in lines] == ["2 Jun 2025", ""]


def test_a_reply_says_as_of_when() -> None:
    """Every reply names the newest source's day, or says that there is none to name."""
    assert "As of 2 Jun 2025" in text(view(ANSWERED))
    assert "newest 3 Jun 2025" in text(view(BRIEF))
    assert "As of 2 Jun 2025" in text(view(DECLINED))
    undated = replace(ANSWERED, as_of=None)
    assert "the sources give no date" in text(view(undated))


def test_a_copy_is_marked_as_one() -> None:
    """The list of sources says which of them are one story."""
    assert "same origin as [1]" in text(view(BRIEF), Look(width=100))


def test_a_follow_up_shows_how_it_was_read() -> None:
    """The reader sees the question that was answered."""
    assert "how often do ferries run?" in text(view(ANSWERED))


def test_a_corrected_source_is_marked() -> None:
    """What a newsroom has corrected or taken back says so where it is listed."""
    corrected = replace(HERALD, status="corrected")
    assert "CORRECTED" in text(view(replace(ANSWERED, sources=(corrected,))))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025-03-13", "13 Mar 2025"),
        ("2024-08", "Aug 2024"),
        ("2014", "2014"),
        ("2025-W11", "week 11, 2025"),
        ("2025-03-13T21:00", "13 Mar 2025 21:00"),
        ("2025-99", "2025-99"),
        ("P30D", "P30D"),
    ],
)
def test_days_are_written_as_a_reader_writes_them(value: str, expected: str) -> None:
    """Each precision has its form, and what is no day is left as it is."""
    assert day_of(value) == expected


def test_passages_sources_and_a_reading_can_be_shown() -> None:
    """The lists of the other commands fit the width and name what they list."""
    passage = Passage(source=HERALD.id, revision=HERALD.revision, start=5, text="Ferries run every ten minutes.")
    readings = {HERALD.id: Reading(source=HERALD, text="Ferries run every ten minutes.")}
    found = Evidence(hits=(Hit(passage=passage, score=1.5),), readings=readings)
    shown = hits(found, Look(width=50), whys(("bridge ferry",), found, NOW))
    assert "Ferries run every ten minutes." in shown
    assert "why: has Ferries; its title bridge; 1 day old" in " ".join(shown.split())
    assert "why" not in hits(found)
    assert POST.id in sources([HERALD, POST, COPY])
    assert sources([]) == ""
    page = reading(Reading(source=HERALD, text="One line.\n\nAnother line.", notes=("a note",)), Look(width=50))
    assert all(part in page for part in (HERALD.id, "One line.", "Another line.", "a note"))


def test_a_reason_that_quotes_a_long_question_is_shortened() -> None:
    """Of four thousand characters that nobody has an answer to, a few hundred are enough to know them by."""
    shown = view(replace(DECLINED, reason=f"The sources say nothing about {'many words ' * 400}")).parts[0].lines[0].text
    assert len(shown) <= 400
    assert shown.startswith("The sources say nothing about many words")
    assert shown.endswith("…")


def test_now_is_not_part_of_a_reply_on_screen() -> None:
    """The same sources give the same text tomorrow."""
    assert text(view(BRIEF)) == text(view(replace(BRIEF, generated_at=NOW.replace(year=2030))))
