"""Who said what: marks, frames, speakers and antecedents."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.names import names
from bot.corpus.quotes import quotes
from bot.corpus.text import sentences
from bot.domain import Quote
from tests.growth import is_linear


def read(text: str) -> tuple[Quote, ...]:
    """The quotes of a text that is all article."""
    split = sentences(text, ())
    return quotes(text, split, names(text, split))


def direct(text: str) -> list[tuple[str | None, str]]:
    """Speaker and words of each quotation."""
    return [(quote.speaker, text[quote.start : quote.end]) for quote in read(text) if quote.direct]


def reported(text: str) -> list[tuple[str | None, str]]:
    """Speaker and words of each reported clause."""
    return [(quote.speaker, text[quote.start : quote.end]) for quote in read(text) if not quote.direct]


@pytest.mark.parametrize(
    "text",
    [
        "“The bridge is safe,” said Ingrid Solberg, the city engineer.",
        "“The bridge is safe,” Ingrid Solberg said on Monday.",
        "“The bridge is safe,” Ingrid Solberg, the city engineer, told reporters.",
        "Ingrid Solberg said: “The bridge is safe,” and left.",
        "Ingrid Solberg told the council on Monday, “The bridge is safe,” and left.",
        "Ingrid Solberg, who built it, said, “The bridge is safe,” and left.",
        "Ingrid Solberg (64) waved. “The bridge is safe,” she answered.",
        '"The bridge is safe," Ingrid Solberg, citing new tests, insisted.',
        "''The bridge is safe,'' Ingrid Solberg said.",
        "“The bridge is safe,” — Ingrid Solberg",
        "Ingrid Solberg spoke to the crowd:\n“The bridge is safe,”",
        "According to Ingrid Solberg, “The bridge is safe,” whatever happens.",
    ],
)
def test_a_quotation_has_its_speaker_wherever_he_is_named(text: str) -> None:
    """Before, behind, inverted, over appositions and clauses, signed, announced by a colon."""
    assert direct(text) == [("Ingrid Solberg", "The bridge is safe,")]


def test_the_span_is_exactly_the_words_between_the_marks() -> None:
    """Neither marks nor blanks, and the speaker's own mention beside it."""
    text = "“ Stay away! ” Mayor Anna Berg shouted."
    (quote,) = read(text)
    assert text[quote.start : quote.end] == "Stay away!"
    assert quote.said_by is not None
    assert quote.cue is not None
    assert text[quote.said_by.start : quote.said_by.end] == "Mayor Anna Berg"
    assert text[quote.cue.start : quote.cue.end] == "shouted"


def test_a_quotation_goes_on_behind_the_cue_and_in_the_next_sentence() -> None:
    """An interrupted quotation and one that follows have the same speaker."""
    text = "“The bridge,” said Anna Berg, “is safe.” She smiled. “We tested it twice.”"
    assert direct(text) == [("Anna Berg", "The bridge,"), ("Anna Berg", "is safe."), ("Anna Berg", "We tested it twice.")]


def test_a_quotation_goes_on_over_paragraphs() -> None:
    """A paragraph that leaves its quotation open hands the speaker on to the next."""
    text = "“The bridge is safe,” Anna Berg said. “We tested it.\n\n“We shall test it again.”"
    assert {speaker for speaker, _ in direct(text)} == {"Anna Berg"}


def test_pronouns_mean_the_speaker_they_can_mean() -> None:
    """ "She" is not Peter, and surnames mean whoever was named in full."""
    text = (
        "Anna Berg met Peter Lund on Friday. “It went well,” she said. Lund said that nothing was agreed. He warned of delays."
    )
    assert direct(text) == [("Anna Berg", "It went well,")]
    assert reported(text) == [("Peter Lund", "that nothing was agreed"), ("Peter Lund", "delays")]


def test_descriptions_mean_the_person_with_that_role() -> None:
    """ "The minister" is the minister whom the article names."""
    text = "Health Minister Anna Berg arrived. Peter Lund, a nurse, waited. The minister said the ward would stay open."
    assert reported(text) == [("Anna Berg", "the ward would stay open")]


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("Police said the road was closed.", "Police", "the road was closed"),
        ("The road was closed, police said on Friday.", "police", "The road was closed"),
        ("The road, police said, was closed.", "police", "The road, police said, was closed"),
        ("The Kremlin denied the report.", "The Kremlin", "the report"),
        ("Officials in Oslo urged drivers to turn back.", "Officials in Oslo", "to turn back"),
        ("The union accused the railway of lying.", "The union", "lying"),
        ("Kyiv vowed to fight on.", "Kyiv", "to fight on"),
        ("According to the report, two bridges are unsafe.", "the report", "two bridges are unsafe"),
        ("Two bridges are unsafe, according to the report.", "the report", "Two bridges are unsafe"),
        ("The plan was described by Anna Berg as a mistake.", "Anna Berg", "a mistake"),
        ("Anna Berg told reporters that the ward would close.", "Anna Berg", "that the ward would close"),
        ("Anna Berg said on Friday in Oslo that the ward would close.", "Anna Berg", "that the ward would close"),
        ("Anna Berg closed the ward, saying that it was unsafe.", "Anna Berg", "that it was unsafe"),
        ("Anna Berg warned of a long winter.", "Anna Berg", "a long winter"),
        ("Anna Berg called the plan a mistake.", "Anna Berg", "the plan a mistake"),
    ],
)
def test_reported_speech_is_found_by_the_frame_of_its_verb(text: str, speaker: str, content: str) -> None:
    """Clauses, objects, infinitives, passives, participles and phrases without a verb."""
    assert (speaker, content) in reported(text)


def test_reported_speech_ends_where_the_next_report_begins() -> None:
    """Two verbs of one speaker are two entries."""
    text = "Anna Berg said the ward was full and warned that the winter would be long."
    assert reported(text) == [("Anna Berg", "the ward was full"), ("Anna Berg", "that the winter would be long")]


def test_quoted_words_in_reported_speech_are_entries_of_their_own() -> None:
    """The clause is one entry, the quotation inside it another, with one speaker."""
    text = "Anna Berg described the plan as “a costly mistake” for the town."
    assert reported(text) == [("Anna Berg", "the plan as “a costly mistake” for the town")]
    assert direct(text) == [("Anna Berg", "a costly mistake")]


def test_words_held_with_tongs_have_no_speaker() -> None:
    """A short quotation that nobody says is nobody's."""
    assert direct("The so-called “smart” bridge cost a fortune.") == [(None, "smart")]


@pytest.mark.parametrize(
    "text",
    [
        "Anna Berg never said that the ward would close.",
        "Anna Berg did not confirm that the ward would close.",
        "Anna Berg declined to say whether the ward would close.",
        "Anna Berg has not said whether the ward would close.",
    ],
)
def test_what_was_not_said_is_marked(text: str) -> None:
    """A denial of saying is kept as one."""
    assert [quote.negated for quote in read(text)] == [True]


def test_nouns_spelt_like_verbs_report_nothing() -> None:
    """A claim, a report and a call are no verbs behind an article."""
    assert read("The claim that prices fell and the report by the bank led to calls for change.") == ()


def test_a_report_inside_a_report_is_not_told_twice() -> None:
    """What the agency reports that somebody denied is the agency's report."""
    text = "Anna Berg denied that the ward would close, the agency reported."
    assert [speaker for speaker, _ in reported(text)] == ["the agency"]


@given(st.text(alphabet="\"“”‘’'«» abcAB.,:\nsaid—", max_size=120))
def test_every_text_gives_sorted_spans_inside_it(text: str) -> None:
    """No text, however its marks are strewn, breaks the reader or its order."""
    found = read(text)
    assert all(quote.end <= len(text) for quote in found)
    assert all(one.start <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    "piece", ["“ab ", '"a said ', "'a b' ", "X said, ", "he said “x” ", "said that she said ", "John Smith, the mayor of "]
)
def test_hostile_repetition_is_read_in_linear_time(piece: str) -> None:
    """A long run of half quotations costs about in proportion to its length."""

    def found(text: str) -> None:
        split = sentences(text, ())
        quotes(text, split, names(text, split))

    assert is_linear(lambda size: piece * (size // len(piece)), found)


def test_a_relative_clause_does_not_speak() -> None:
    """Who speaks is whom the clause describes, not its last words."""
    text = "The firm behind the ferry that crashed at Hollvik on Tuesday said its captain had slept."
    assert reported(text) == [("The firm behind the ferry", "its captain had slept")]


@pytest.mark.parametrize("who", ["Kelly", "Mr. Reilly", "Sally Donnelly"])
def test_a_name_that_ends_like_an_adverb_is_a_name(who: str) -> None:
    """Kelly, Reilly and Donnelly speak like everybody else."""
    assert direct(f"The council met. {who} said: “The bridge is safe.”") == [(who.removeprefix("Mr. "), "The bridge is safe.")]
    assert reported(f"The council met. {who} repeatedly said the bridge was safe.")[0][0] == who.removeprefix("Mr. ")


def test_somebody_named_behind_whom_he_speaks_for_is_the_speaker() -> None:
    """The name between commas is the spokesman's, not the company's before it."""
    text = "A spokeswoman for Brune Shipping, Hedda Moe, told this paper that the claim was “a plain lie”."
    assert direct(text) == [("Hedda Moe", "a plain lie")]


def test_a_plea_is_nobodys_words() -> None:
    """Who pleaded guilty said so to a court; "guilty" said nothing."""
    assert reported("Odd Brune, 49, of Askvik, pleaded guilty in May to fraud.") == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The quay was shut. “Nobody looked,” said union leader Per Aasen.", "Per Aasen"),
        ("The band's chairman, Lord Fenwick, called her leaving “a bitter blow”.", "Fenwick"),
        ("Council leader Jean Brune opened the pool. “It took six years,” she said.", "Jean Brune"),
    ],
)
def test_names_that_look_like_other_words_are_names(text: str, speaker: str) -> None:
    """A given name that is also a preposition, a lord's title, and a name that women and men bear."""
    assert [who for who, _ in direct(text)] == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "A spokesman for Brune later said the mayor had been “speaking generally”. Mayor Liv Brune left.",
            "A spokesman for Brune",
        ),
        ("Mayor Liv Brune left. The lawyer for Brune said it was “a press release”.", "The lawyer for Brune"),
        ("Professor Liam Hurst of the charity Cancer Watch, who took no part, called it “a start”.", "Liam Hurst"),
        ("“It works,” said Liam Hurst of Cancer Watch.", "Liam Hurst"),
    ],
)
def test_who_speaks_for_somebody_is_not_him(text: str, speaker: str) -> None:
    """His spokesman's words are not his own; but what somebody is of does not hide his name."""
    assert [who for who, _ in direct(text)] == [speaker]


def test_a_counted_noun_is_no_verb() -> None:
    """ "5,000 volunteers" volunteer nothing."""
    assert reported("A trial with 5,000 volunteers will begin in March.") == []


def test_who_is_named_behind_his_role_speaks() -> None:
    """ "Said the authority's chief executive, Ruth Moe" gives the words to Ruth Moe."""
    assert direct("“Every litre counts,” said the authority's chief executive, Ruth Moe. It rained.") == [
        ("Ruth Moe", "Every litre counts,")
    ]
