"""Which lines of a page are the article, and what the others say of it."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from bot.corpus.document import Document
from bot.corpus.layout import Layout, lay_out
from tests.growth import is_linear
from tests.shared import shared

FIRST = "The harbour of Brightwater was closed on Friday after a ferry struck the northern pier, the port authority said."
SECOND = '"Nobody was hurt," said Anna Lund, the harbour master. "We expect to open again on Sunday."'
THIRD = "Divers will look at the piles on Saturday, and the council is to meet in the evening."
BODY = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


def document(text: str, **given: str) -> Document:
    """A document with this text."""
    return Document(id="0" * 16, text=text, **given)  # type: ignore[arg-type]


def laid(text: str, **given: str) -> tuple[Layout, list[str]]:
    """The layout of a text, and the words of its body, paragraph by paragraph."""
    layout = lay_out(document(text, **given))
    return layout, [text[block.start : block.end] for block in layout.blocks if block.kind == "body"]


def kinds(text: str) -> dict[str, str]:
    """The kind of each block of a text, by its words."""
    return {text[block.start : block.end]: block.kind for block in lay_out(document(text)).blocks}


def test_a_plain_article_is_all_body() -> None:
    """Without anything around it, every paragraph is the article, and the title is made from its first sentence."""
    layout, body = laid(BODY)
    assert body == [FIRST, SECOND, THIRD]
    assert layout.title.startswith("The harbour of Brightwater")
    assert (layout.outlet, layout.author, layout.published, layout.place) == (None, None, None, None)


def test_a_headline_is_found_and_its_repetitions_are_not_body() -> None:
    """A headline that the page prints three times is the title once and the article never."""
    headline = "Ferry strikes pier at Brightwater"
    layout, body = laid(f"{headline}\n{FIRST}\n{headline}\n\n{headline}\n\n{SECOND}\n\n{THIRD}")
    assert layout.title == headline
    assert body == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    ("opening", "place", "agency"),
    [
        ("BRIGHTWATER: ", "Brightwater", None),
        ("BRIGHTWATER — ", "Brightwater", None),
        ("BRIGHTWATER, Maine — ", "Brightwater, Maine", None),
        ("BRIGHTWATER, March 14 (Reuters) - ", "Brightwater", "Reuters"),
        ("PORT HARDY/OSLO, 14 March (AFP) – ", "Port Hardy/Oslo", "AFP"),
        ("Brightwater (CNN) ", "Brightwater", "CNN"),
        ("Brightwater and Port Hardy, Maine (CNN) ", "Brightwater and Port Hardy, Maine", "CNN"),
        ("(Reuters) - ", None, "Reuters"),
        ("(CNN) ", None, "CNN"),
        ("Brightwater CNN — ", "Brightwater", "CNN"),
        ("BRIGHTWATER (Harbour Wire) - ", "Brightwater", "Harbour Wire"),
        ("Brightwater, Maine — ", "Brightwater, Maine", None),
    ],
)
def test_a_dateline_is_taken_off_the_first_sentence(opening: str, place: str | None, agency: str | None) -> None:
    """Place and agency are read, and the body begins where the sentence does."""
    layout, body = laid(opening + BODY)
    assert body == [FIRST, SECOND, THIRD]
    assert (layout.place, layout.agency) == (place, agency)
    assert layout.outlet == agency


@pytest.mark.parametrize(
    "sentence",
    [
        "NATO — the alliance of 32 countries — said on Friday that it would send two ships to the harbour.",
        "NATO: nobody there would say on Friday whether ships had been sent to the northern harbour.",
        "The ferry (built in 1981) struck the northern pier on Friday, the port authority said.",
        "Anna Lund, the harbour master — a sailor herself — closed the port on Friday evening.",
        "Sen. Bob Hale (D-Maine) said on Friday that the harbour would be opened again by Sunday.",
        "A 14-year-old girl was hurt on Friday when a ferry struck the northern pier of the harbour.",
        "By Friday evening the ferry had been towed to the yard, and the harbour was open again.",
        "Share prices of the ferry company fell by nine per cent on Friday, its worst day since 2020.",
        "Read more slowly, the report says that the harbour was closed for want of a single signature.",
        "We use cookies to bait the traps, the fisherman said, and the crabs come every time.".replace("We use", "They use"),
        "Subscribe they did: nine thousand people bought shares of the ferry company on Friday alone.",
        "The decision is thought to have contributed to the high death toll of fifteen in the harbour.",
        "Copyright law is what the two shipyards have been quarrelling about since the spring of 2019.",
        "Correction facilities across the county were closed on Friday for want of guards, officials said.",
        "The journal has retracted the study of ferry accidents that the port authority relied upon.",
        "Getty Images said on Friday that it would open an office at the harbour of Brightwater.",
        "Photo finishes decided three of the five races held at the harbour on Friday afternoon.",
        "According to the Associated Press, the ferry was towed to a yard in the south on Friday.",
        "March 14, 2025 was the day on which the harbour of Brightwater closed for good, said the mayor.",
        "Editing genes of oysters, the harbour's biologists said on Friday, has become far cheaper.",
        "Home prices near the harbour rose 4.5% last year; sales fell to 1,230, the agency said.",
    ],
)
@pytest.mark.parametrize("at", [0, 1, 2])
def test_true_sentences_are_never_taken_for_junk(sentence: str, at: int) -> None:
    """Sentences that only begin like a dateline, a byline or small print stay whole and stay the article's."""
    paragraphs = [FIRST, THIRD]
    paragraphs.insert(at, sentence)
    layout, body = laid("\n\n".join(paragraphs))
    assert body == paragraphs
    assert layout.status == "live"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Photo: Erik Sund/AFP", "caption"),
        ("Getty Images", "furniture"),
        ("The ferry lies at the northern pier in Brightwater, March 14, 2025. — Reuters", "caption"),
        ("The northern pier after the collision. Erik Sund/Getty Images", "caption"),
        ("(Photo by Erik Sund/Getty Images)", "caption"),
        ("Image: Harbour Radio", "caption"),
        ("FILE PHOTO: The northern pier in spring", "caption"),
        ("REUTERS/Erik Sund", "caption"),
        ("By Jane Doe, CNN", "byline"),
        ("By JANE DOE and ERIK SUND", "byline"),
        ("by", "furniture"),
        ("Share this", "furniture"),
        ("Read more: What the pier cost to build", "furniture"),
        ("READ MORE: What the pier cost to build", "furniture"),
        ("Related: Five ferries that struck piers", "furniture"),
        ("Story continues below advertisement", "furniture"),
        ("Advertisement", "furniture"),
        ("Sign up for our morning newsletter", "furniture"),
        ("Get our free newsletter in your inbox", "furniture"),
        ("Follow Jane Doe on Twitter: @janedoe", "furniture"),
        ("We use cookies on our website. If you consent, we use them to count our readers.", "furniture"),
        ("This website uses cookies to improve your experience.", "furniture"),
        ("Home | News | Sport | Weather", "furniture"),
        ("Tags: ferry, harbour, Brightwater", "furniture"),
        ("#ferry #harbour", "furniture"),
        ("Copyright 2025 The Harbour Post. All rights reserved.", "furniture"),
        ("© 2025 The Harbour Post", "furniture"),
        ("(Reporting by Jane Doe; editing by Erik Sund)", "furniture"),
        ("Jane Doe contributed to this report.", "furniture"),
        ("Updated 10:05 GMT", "furniture"),
        ("https://harbourpost.example/ferry", "furniture"),
        ("3 min read", "furniture"),
        ("* * *", "furniture"),
        ("This story has been updated with new figures.", "furniture"),
    ],
)
@pytest.mark.parametrize("at", [1, 2])
def test_what_stands_around_an_article_is_told_from_it(line: str, kind: str, at: int) -> None:
    """Credits, bylines, pointers, adverts, notices and small print are kept as what they are, not as body."""
    paragraphs = [FIRST, SECOND, THIRD]
    paragraphs.insert(at, line)
    found = kinds("\n\n".join(paragraphs))
    assert found[line] == kind
    assert [words for words, what in found.items() if what == "body"] == [FIRST, SECOND, THIRD]


def test_a_byline_gives_author_and_outlet() -> None:
    """'By Jane Doe, The Harbour Post' names both; capitals are written as names are."""
    layout, body = laid(f"Ferry strikes pier\n\nBy JANE DOE, The Harbour Post\n\n{BODY}")
    assert (layout.author, layout.outlet) == ("Jane Doe", "The Harbour Post")
    assert body == [FIRST, SECOND, THIRD]


def test_a_name_alone_on_a_line_is_the_paper_or_the_author() -> None:
    """Above the article, a name that sounds like a paper is the outlet and another one the author."""
    layout, body = laid(f"HARBOUR POST\nFerry strikes pier\nJane Doe\n15/03/2025 08:00\n\n{BODY}")
    assert (layout.title, layout.outlet, layout.author) == ("Ferry strikes pier", "Harbour Post", "Jane Doe")
    assert layout.published == date(2025, 3, 15)
    assert body == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("Published 14 March 2025 10:05 GMT", datetime(2025, 3, 14, 10, 5, tzinfo=UTC)),
        ("Fri 14 Mar 2025 10.05 GMT", datetime(2025, 3, 14, 10, 5, tzinfo=UTC)),
        ("Europe 14/03/2025", date(2025, 3, 14)),
        ("Date: 2025-03-14", date(2025, 3, 14)),
        ("March 14, 2025", date(2025, 3, 14)),
    ],
)
def test_the_date_is_the_documents_own(line: str, moment: date) -> None:
    """A line that is nothing but a date says when it was published."""
    layout, body = laid(f"Ferry strikes pier\n{line}\n\n{BODY}")
    assert layout.published == moment
    assert body == [FIRST, SECOND, THIRD]


def test_a_date_before_the_first_sentence_is_taken_off_it() -> None:
    """'date 2025-03-14 The harbour …' gives the date, and the body begins behind it."""
    layout, body = laid(f" date 2025-03-14 {BODY}")
    assert layout.published == date(2025, 3, 14)
    assert body == [FIRST, SECOND, THIRD]


def test_published_wins_over_updated() -> None:
    """Of two dates the day of publication counts, because the article's own days are counted from it."""
    layout, _ = laid(f"Ferry strikes pier\nUpdated 16 March 2025\nPublished 14 March 2025\n\n{BODY}")
    assert layout.published == date(2025, 3, 14)


@pytest.mark.parametrize(
    "text",
    [
        "The council met on March 11, 2025, and again two days later, to talk about the northern pier.\n\n" + BODY,
        "The ferry at the pier, June 28, 2019. — Reuters\n\n" + BODY,
        BODY,
    ],
)
def test_a_day_in_the_story_is_not_the_day_of_publication(text: str) -> None:
    """Dates of events, of pictures and a lone 'Friday' leave the date of publication unknown."""
    assert laid(text)[0].published is None


def test_a_dateline_without_a_year_leaves_the_date_unknown_and_says_so() -> None:
    """'March 14' alone fixes no date."""
    layout, _ = laid(f"BRIGHTWATER, March 14 (Reuters) - {BODY}")
    assert layout.published is None
    assert any("March 14" in note for note in layout.notes)


def test_what_came_with_the_document_wins() -> None:
    """Given metadata stands, whatever the text says."""
    layout, body = laid(
        f"By Jane Doe, The Harbour Post\n14 March 2025\n\nBRIGHTWATER — {BODY}",
        title="Pier closed",
        outlet="Wire",
        author="E. Sund",
        published="2025-03-15",
        place="Oslo",
    )
    found = (layout.title, layout.outlet, layout.author, layout.published, layout.place)
    assert found == ("Pier closed", "Wire", "E. Sund", date(2025, 3, 15), "Oslo")
    assert body == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    ("notice", "status"),
    [
        ("CORRECTION: An earlier version of this story gave the wrong day.", "corrected"),
        ("Correction: The ferry was built in 1981, not 1891.", "corrected"),
        ("This article was amended on 15 March 2025 to correct the name of the ferry.", "corrected"),
        ("(Corrects the name of the ferry in the third paragraph)", "corrected"),
        ("Editor's note: This story has been retracted.", "retracted"),
        ("RETRACTION: The Harbour Post withdraws this story.", "retracted"),
        ("This story has been retracted because its source was invented.", "retracted"),
        ("Harbour Wire has withdrawn this story; a substitute will follow.", "retracted"),
    ],
)
@pytest.mark.parametrize("above", [True, False])
def test_notices_set_the_status(notice: str, status: str, above: bool) -> None:
    """A correction or a retraction, above or below, changes the status and is not quoted as the article."""
    layout, body = laid(f"{notice}\n\n{BODY}" if above else f"{BODY}\n\n{notice}")
    assert layout.status == status
    assert body == [FIRST, SECOND, THIRD]
    assert any(notice[:40] in note for note in layout.notes)


def test_an_embargo_above_the_article_is_kept() -> None:
    """A text under embargo is marked so."""
    assert laid(f"EMBARGOED UNTIL 00:01 GMT\n\nFerry strikes pier\n\n{BODY}")[0].status == "embargoed"


def test_a_subheading_is_a_heading_and_a_list_of_results_is_body() -> None:
    """Short lines between paragraphs are headings, but results with their figures are facts."""
    results = ["Brightwater 3, Port Hardy 1", "Oslo 2, Leeds 2", "Hale 4, Norwood 0"]
    text = "\n\n".join([FIRST, "What happens next", SECOND, "\n".join(results), THIRD])
    found = kinds(text)
    assert found["What happens next"] == "heading"
    assert [found[line] for line in results] == ["body"] * 3


def test_a_sentence_cut_off_at_the_end_stays_body() -> None:
    """What breaks off in mid-sentence is the article's, for the sentence splitter to mark."""
    cut = "The mayor, speaking on Friday,"
    assert laid(f"{BODY}\n\n{cut}")[1][-1] == cut


def test_a_credit_behind_the_last_sentence_is_split_off() -> None:
    """'… said the mayor. (Reuters)' loses its credit, not its sentence."""
    _, body = laid(f"{BODY}\n\nThe pier will be closed until May, said the mayor. (Reuters)")
    assert body[-1] == "The pier will be closed until May, said the mayor."


def test_hard_wrapped_paragraphs_are_single_blocks() -> None:
    """Lines wrapped at a width are one paragraph, and offsets still fit the text."""
    wrapped = (
        "The harbour of Brightwater was closed on Friday after a ferry\nstruck the northern pier, the port authority said. "
        "Nobody was\nhurt.\n\nDivers will look at the piles on Saturday, and the council is to\nmeet in the evening to hear "
        "what they found under the water\nline.\n"
    )
    _, body = laid(wrapped)
    assert [" ".join(part.split()) for part in body] == [" ".join(part.split()) for part in wrapped.strip().split("\n\n")]


def test_windows_line_ends_change_nothing() -> None:
    """Carriage returns are white space."""
    assert laid(BODY.replace("\n", "\r\n"))[1] == [FIRST, SECOND, THIRD]


def test_a_page_of_nothing_but_a_notice_still_has_a_body() -> None:
    """A notice on its own is the article."""
    text = "CORRECTION: In our story of 14 March we gave the wrong name of the ferry. It was the Aurora."
    layout, body = laid(text)
    assert body == [text]
    assert layout.status == "corrected"


@pytest.mark.parametrize("text", ["...", "\u200b", "—", "x", "Ferry", "By", "***\n***", "1\n2\n3", "\n\n a \n\n"])
def test_every_text_has_a_title_and_sound_blocks(text: str) -> None:
    """However little there is, there is a title, and blocks lie in order in the text."""
    layout = lay_out(document(text))
    assert layout.title.strip()
    assert layout.blocks


def test_mutated_pages_keep_their_blocks_in_order() -> None:
    """Blocks never overlap, never leave the text and never begin or end in white space, whatever the page."""
    random_ = random.Random(7)
    pieces = [
        FIRST,
        SECOND,
        THIRD,
        "By Jane Doe, CNN",
        "Photo: A/AFP",
        "14 March 2025",
        "(CNN) ",
        "BRIGHTWATER — ",
        "\n",
        "\n\n",
        " ",
        "Share this",
        "“",
        '"',
        "—",
        "CORRECTION: ",
        "Read more:",
        "|",
        "©",
        "\u00a0",
        "\u2028",
        "date 2025-03-14 ",
        "(",
        "Title: x",
    ]
    for _ in range(2_000):
        text = "".join(random_.choices(pieces, k=random_.randint(1, 14)))
        blocks = lay_out(document(text)).blocks
        assert all(left.end <= right.start for left, right in pairwise(blocks))
        assert all(text[block.start : block.end].strip() == text[block.start : block.end] for block in blocks), text


@pytest.mark.parametrize(
    "piece",
    [
        "A",
        "AB, ",
        "Ab Cd\n",
        "(",
        "— ",
        "14/03/2025\n",
        "By A B, C\n",
        " ",
        "a | ",
        "x contributed ",
        "“A” said B. ",
        "ab\n",
        "Home\n",
    ],
)
def test_hostile_pages_take_linear_time(piece: str) -> None:
    """A page of one piece costs about in proportion to its length: no pattern runs away."""
    assert is_linear(lambda size: piece * (size // len(piece)) + "x", lambda text: lay_out(document(text)))


def test_the_five_real_articles_are_laid_out_right() -> None:
    """Title, place, outlet and date of the articles beside the checkout are what a reader sees."""
    found = {}
    for path in sorted(shared("seeds").glob("*.txt")):
        layout = lay_out(document(path.read_text("utf-8")))
        found[path.name[:3]] = (layout.place, layout.outlet, layout.published)
        text = path.read_text("utf-8")
        body = " ".join(text[block.start : block.end] for block in layout.blocks if block.kind == "body")
        assert not any(word in body for word in ("cookies", "Smialowski", "Osaka", "date 2025", "15/03"))
    assert found == {
        "000": ("Washington", None, None),
        "001": (None, None, None),
        "002": ("Washington", None, None),
        "003": (None, None, date(2025, 3, 14)),
        "004": (None, "Geurasia", date(2025, 3, 15)),
    }


def test_a_headline_may_open_with_the_name_of_a_form() -> None:
    """A live blog's first line is its headline, though pages also point elsewhere in such words."""
    layout, _ = laid(f"LIVE: Storm closes the harbour of Brightwater\n\n18:42\n\n{BODY}")
    assert layout.title == "LIVE: Storm closes the harbour of Brightwater"
    assert laid(f"Harbour shut by a ferry\n\nLive: Follow the news\n\n{BODY}")[0].title == "Harbour shut by a ferry"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Dockers stand at the gate of the Brightwater yard after the ferry struck the pier, August 8, 2022.", "caption"),
        ("A sign is displayed in front of the harbour office in Brightwater on 14 March 2022", "caption"),
        ("The council voted to close the harbour of Brightwater to all ferries on August 8, 2022.", "body"),
        ("The ferry had to wait for a pilot who would look at its papers on August 8, 2022.", "body"),
    ],
)
def test_a_scene_with_a_full_date_is_a_picture(line: str, kind: str) -> None:
    """What somebody is seen doing now, on a day with its year, stands under a picture, whoever took it."""
    assert kinds(f"Ferry strikes pier\n\n{FIRST}\n\n{line}\n\n{SECOND}\n\n{THIRD}")[line] == kind
