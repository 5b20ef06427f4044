"""Paragraphs, sentences and passages."""

import random
from itertools import pairwise

import pytest

from bot.corpus.text import LONGEST, paragraphs, passages, sentences
from bot.domain import Block
from tests.growth import is_linear


def split(text: str) -> list[str]:
    """The sentences of a text that is all body."""
    return [text[s.start : s.end] for s in sentences(text, ())]


@pytest.mark.parametrize(
    "parts",
    [
        ["The harbour was shut by U.S. President Anna Lund on Friday.", "It opened again at noon."],
        ["Mr. Okafor met Gen. T. Brandt and Lt. Col. Weiss.", "Nobody else came."],
        ["She ranks No. 1 in the world.", "No. 2 is her sister."],
        ["Was it a leak?", "No.", "The valve held."],
        ["Brightwater Inc. sold the mill.", "The town, advised by Hale & Co. of Leeds, bought it."],
        ["Trains stop at 9 p.m. Tuesday and start at 5 a.m. ET.", "Buses run on."],
        ["The train left at 9 p.m.", "The last bus had gone."],
        ["A novel by J. K. Rowling and a film by J.R.R. Hartley were shown.", "Both sold out."],
        ["Rep. Lena Ortiz, D-N.J., and Sen. Paul Voss (R-Fla.) abstained.", "The bill passed."],
        ["He moved to the U.S.", "The family stayed in Oslo."],
        ["“We lost the roof.", "We lost the car,” he said.", "“But we are alive.”"],
        ['"Nobody was hurt.', 'Thank God!!!" Pell wrote.', "The post was deleted."],
        ['"Who pays?" she asked.', "Nobody answered."],
        ["“Who pays?” asked the mayor of Torrance.", "“We do.”"],
        ["He called it “a mess.”", "The council agreed."],
        ["(The mill closed in 2009.)", "It is now a school."],
        ["Well... he left.", "Then he came back."],
        ["The pumps failed… and failed again.", "Then came the rain!", "Why now?"],
        ["The vote is on Feb. 22, and the count ends Sept. 5 at the latest.", "It is the third."],
        ["They meet in May.", "Rolling strikes go on."],
        ["Is it over?!", "Not yet."],
        ["iPhone sales rose.", "Others fell."],
        ["The ‘old guard’ won’t yield.", "‘Never,’ said its leader."],
    ],
)
def test_sentences_end_where_a_reader_ends_them(parts: list[str]) -> None:
    """Titles, initials, abbreviations, clock times, quotations and dots do not end a sentence; full stops do."""
    assert split(" ".join(parts)) == parts


def test_a_missing_space_behind_the_full_stop_still_ends_the_sentence() -> None:
    """A full stop glued to the next sentence parts the two, one inside a name does not."""
    assert split("The dam broke.Nobody was hurt, said v2.Labs and D-N.J.Smith.") == [
        "The dam broke.",
        "Nobody was hurt, said v2.Labs and D-N.J.Smith.",
    ]


def test_no_sentence_starts_with_a_closing_quotation_mark() -> None:
    """The mark that closes a quotation stays with it, even set apart by a space."""
    assert split('"The bridge is gone. " He wept.') == ['"The bridge is gone. "', "He wept."]


def test_paragraphs_are_parted_by_blank_lines_and_by_single_line_ends() -> None:
    """Both layouts occur; white space, list marks and rules are no part of a paragraph."""
    text = "  First things first. \r\n\r\n- Fares rise\n• Trams stop.\n***\n1. Schools shut.\u2028The end."
    found = [text[p.start : p.end] for p in paragraphs(text, ())]
    assert found == ["First things first.", "Fares rise", "Trams stop.", "Schools shut.", "The end."]


def test_lines_of_a_wrapped_text_are_joined() -> None:
    """Where lines mostly end in mid-sentence, only blank lines and short last lines end a paragraph."""
    text = (
        "The ferry ran aground on a sandbank in thick fog early in the day, and all\n"
        "of its passengers were brought ashore by fishing boats. Nobody was hurt.\n"
        "The captain has been\n"
        "suspended.\n"
        "\n"
        "It was the third such accident in the strait since the lighthouse was given\n"
        "up."
    )
    assert [text[p.start : p.end].split()[0] for p in paragraphs(text, ())] == ["The", "It"]
    assert "The captain has been\nsuspended." in split(text)


def test_only_body_blocks_are_read_and_none_is_crossed() -> None:
    """A sentence stays in its block, and captions and datelines give none."""
    text = "OSLO: The strike is over. A caption here. It was long"
    blocks = (
        Block(start=0, end=6, kind="dateline"),
        Block(start=6, end=26, kind="body"),
        Block(start=26, end=42, kind="caption"),
        Block(start=42, end=len(text), kind="body"),
    )
    found = sentences(text, blocks)
    assert [(text[s.start : s.end], s.paragraph, s.complete) for s in found] == [
        ("The strike is over.", 0, True),
        ("It was long", 1, False),
    ]


@pytest.mark.parametrize("tail", ["Speaking on Monday,", "The envoy met Mr.", "He said that ...", "It fell to 3", "“We will…"])
def test_a_text_that_breaks_off_has_an_incomplete_last_sentence(tail: str) -> None:
    """A last sentence without its end is marked, and no passage has it."""
    text = f"The talks went on. Nobody left\n\n{tail}"
    found = sentences(text, ())
    assert [s.complete for s in found] == [True, True, False]
    assert [text[p.start : p.end] for p in passages(found)] == ["The talks went on. Nobody left"]


@pytest.mark.parametrize(
    "tail", ["It is over.", "“It is over.”", "It is over!", "(It is over.)", "Is it over?'", "It was in the U.S."]
)
def test_a_text_that_ends_has_a_complete_last_sentence(tail: str) -> None:
    """A full stop counts behind quotation marks and brackets too."""
    assert sentences(f"The talks went on. {tail}", ())[-1].complete


def test_long_sentences_are_cut_behind_a_clause() -> None:
    """No sentence is longer than the cap, and nothing but white space is lost."""
    text = ", ".join(f"house number {n} was flooded" for n in range(400)) + "."
    found = split(text)
    assert max(map(len, found)) <= LONGEST
    assert all(piece.endswith((",", ".")) for piece in found)
    assert " ".join(found) == text
    assert max(map(len, split("x" * 10_000))) <= LONGEST


def test_sentences_are_exact_whatever_the_characters() -> None:
    """Offsets hold on any text: sorted, disjoint, trimmed, in one paragraph, covering every letter."""
    rng = random.Random(7)
    alphabet = " .\n\"“”'‘’()[]AbC1!?…,;:\u200b\u0301😀\u202e\r\x85\u2028\x00ÉßİŁ。-—"
    for _ in range(3_000):
        text = "".join(rng.choice(alphabet) for _ in range(rng.randrange(80)))
        found, around = sentences(text, ()), paragraphs(text, ())
        inked: set[int] = set()
        for sentence in found:
            words = text[sentence.start : sentence.end]
            assert words == words.strip()
            assert around[sentence.paragraph].covers(sentence)
            inked.update(range(sentence.start, sentence.end))
        assert all(a.end <= b.start for a, b in pairwise(found))
        assert all(at in inked for p in around for at in range(p.start, p.end) if text[at].isalnum())


@pytest.mark.parametrize(
    "unit",
    [
        '"',
        "“",
        "'",
        "’",
        "(",
        "[",
        ".",
        "A. ",
        "U.S. ",
        "said. ",
        "! ",
        "A",
        "é",
        " ",
        "\n",
        "a\n",
        '"No." ',
        "a,",
        "Mr. ",
        "(a.) ",
    ],
)
def test_hostile_texts_take_linear_time(unit: str) -> None:
    """A long run of one mark costs about in proportion to its length."""
    assert is_linear(lambda size: unit * (size // len(unit)), lambda text: sentences(text, ()))
