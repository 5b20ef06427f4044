"""A draft held against the sources: sentences and quotations."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest

from bot.corpus.ingest import ingest
from bot.corpus.memory import MemoryCorpus, MemoryIndex
from bot.domain import Checked, CheckedSentence, Filters
from bot.engine.check import check
from bot.engine.contract import reply_from, reply_json
from bot.evaluation.quotations import measure
from bot.wiring import finish, open_store
from tests.articles import BRIDGE, HARBOUR, document
from tests.shared import shared

NOW = datetime(2024, 10, 3, 12, tzinfo=UTC)
DENIAL = (
    "Port Ellery's harbour master Ines Okafor denied on Wednesday that the harbour had reopened. "
    '"Not one crane is moving," Okafor said.\n\n'
    "She said that talks with the crane operators would go on.\n"
)


def checked(text: str, *articles: str, filters: Filters | None = None) -> Checked:
    """The text against these articles."""
    corpus, index = MemoryCorpus(), MemoryIndex()
    given = articles or (HARBOUR, BRIDGE)
    finish(ingest((document(f"{at}.txt", article, published="2024-10-02") for at, article in enumerate(given)), corpus, index))
    return finish(check(text, corpus=corpus, index=index, now=NOW, filters=filters))


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("The harbour of Port Ellery opened again on Tuesday after a strike by crane operators.", "supported"),
        ("Repairs of the Tamsin bridge will take at least six weeks, Ruth Adeyemi said.", "supported"),
        ("Repairs of the Tamsin bridge will take at least nine weeks, Ruth Adeyemi said.", "contradicted"),
        ("The harbour of Port Ellery has not reopened after the strike by crane operators.", "contradicted"),
        ("A volcano has erupted near Mount Halvard.", "not in our sources"),
    ],
)
def test_a_sentence_stands_to_the_sources_as_it_does(text: str, standing: str) -> None:
    """What the sources say is supported, what they say otherwise contradicted, and the rest is said not to be in them."""
    (sentence,) = checked(text).sentences
    assert sentence.standing == standing


def test_what_one_source_denies_is_disputed() -> None:
    """A claim that one source makes and another denies is shown with both."""
    found = checked("The harbour of Port Ellery has reopened.", HARBOUR, DENIAL)
    (sentence,) = found.sentences
    assert sentence.standing == "disputed"
    assert sentence.claims
    assert any("denied" in found.claims[at].text for at in sentence.against)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Kowalski said the operators had won “a fair deal”.", "verbatim"),
        ("Kowalski said the operators had won “a bad deal”.", "altered"),
        ("Ruth Adeyemi said the operators had won “a fair deal”.", "said by someone else"),
        ("Kowalski said “the whole country stood behind us”.", "absent"),
        ("Ruth Adeyemi said: “Repairs would take at least six weeks.”", "absent"),
    ],
)
def test_a_quotation_is_called_what_it_is(text: str, verdict: str) -> None:
    """Verbatim, altered, another's or absent; what a source says in its own words is nobody's quotation."""
    (quote,) = checked(text).quotes
    assert quote.verdict == verdict


def test_an_altered_quotation_shows_the_difference() -> None:
    """The words to change are named, with the passage."""
    found = checked("Kowalski said the operators had won “a bad deal”.")
    (quote,) = found.quotes
    assert [(edit.ours, edit.theirs) for edit in quote.edits] == [("bad", "fair")]
    assert "a fair deal" in found.claims[quote.claims[0]].text


def test_a_check_survives_being_written_as_json() -> None:
    """A cache may keep it: it is rebuilt through the constructors."""
    found = checked("Kowalski said the operators had won “a bad deal”. The bridge is closed.")
    assert reply_from(reply_json(found)) == found


def test_a_check_keeps_to_its_scope() -> None:
    """A source outside the collections asked in is not shown."""
    found = checked("The harbour reopened on Tuesday.", filters=Filters(collections=frozenset({"other"})))
    assert found.sources == ()
    assert [sentence.standing for sentence in found.sentences] == ["not in our sources"]


def test_a_verdict_without_a_passage_cannot_be() -> None:
    """The constructor refuses a verdict that nothing shows."""
    with pytest.raises(ValueError, match="needs a passage"):
        Checked(
            query="One.",
            generated_at=NOW,
            as_of=None,
            claims=(),
            sources=(),
            sentences=(CheckedSentence(start=0, end=4, standing="supported"),),
        )


def test_quotations_of_news_are_told_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Of quotations out of PolNeAR, half of them faulty, nearly all get the right verdict; no paraphrase passes for one."""
    path = shared("eval", "quotes", "polnear_dev.jsonl.gz")
    with open_store(tmp_path_factory.mktemp("home")) as store:
        result = finish(measure(path, store.corpus, store.index, NOW, count=60, seed=Random(4).randrange(100)))
    right, every = result.right()
    assert every == 60
    assert right >= 57
    paraphrases, of = result.right("paraphrase")
    assert paraphrases == of


CLINIC = (
    "The clinic at Ashcombe will close its maternity ward on July 1, the trust said. Births will move to Denby.\n\n"
    "Ada Quill refused to sign the closure. Envoys of the trust and of Saudi Arabia met in Jeddah on Monday.\n\n"
    "“It is what it is,” said Ruth Kelly, a midwife.\n\n"
    "“We shall go to court over all of this.”\n- Ines Marlow\n"
)


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("Births will move from Denby to Ashcombe.", "contradicted"),
        ("Ada Quill did not sign the closure.", "supported"),
        ("Ada Quill has signed the closure.", "contradicted"),
        ("Envoys of the trust and of Saudi Arabia met in Riyadh on Monday.", "not in our sources"),
        ("Envoys of the trust and of Saudi Arabia met in Jeddah on Monday.", "supported"),
    ],
)
def test_ways_refusals_and_towns_are_told_apart(text: str, standing: str) -> None:
    """From is not to, a refusal is a no, and a capital where something happened is a town and not its country."""
    (sentence,) = checked(text, CLINIC).sentences
    assert sentence.standing == standing


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Kelly said: “It is what it is.”", "verbatim"),
        ("Kelly said: “It is what it was.”", "altered"),
        ("Marlow said: “We shall go to court over all of this.”", "verbatim"),
        ("Kelly said: “We shall go to court over all of this.”", "said by someone else"),
    ],
)
def test_common_words_and_signed_quotations_are_known(text: str, verdict: str) -> None:
    """A quotation of small words only is compared by these, and a name on a line below says whose the words are."""
    (quote,) = checked(text, CLINIC).quotes
    assert quote.verdict == verdict


TRIAL = (
    "The court at Malby gave its ruling on Friday. A jury "
    "cleared Per Lindqvist of bribery but convicted him of false accounting.\n\n"
    "In another trial Ann Berg was acquitted of manslaughter. Her colleague Tor Lund was found guilty of manslaughter.\n"
)


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("A jury found Per Lindqvist guilty of bribery.", "contradicted"),
        ("Per Lindqvist was cleared of false accounting.", "contradicted"),
        ("A jury cleared Per Lindqvist of bribery.", "supported"),
        ("Lindqvist was convicted of false accounting.", "supported"),
        ("Lindqvist was convicted of fraud.", "not in our sources"),
        ("Ann Berg was found guilty of manslaughter.", "contradicted"),
        ("Tor Lund was convicted of manslaughter.", "supported"),
    ],
)
def test_a_ruling_goes_with_what_it_is_on(text: str, standing: str) -> None:
    """What somebody is convicted or cleared of is the deed named with that word, and of the one named with it."""
    (sentence,) = checked(text, TRIAL).sentences
    assert sentence.standing == standing


WILDFIRE = (
    "A wildfire crossed the Calder valley on Sunday. The county fire service said 340 homes were evacuated. "
    "Sheriff Dana Osgood closed the valley road. Russian pilots recaptured the burning town of Halvard on 2 October.\n"
)
STATE = "In the north 412 homes were evacuated, the state emergency office said on Monday.\n"
MAYOR = "Mayor Lena Prior opened the new market hall on Monday. She thanked the builders.\n"
LEAK = "The firm denied it had prior knowledge of the leak, and denied it was told in June.\n"
CENT = "“I never took a cent,” Per Lindqvist told reporters outside the court.\n"
SHOPS = "Lindqvist took a cent from every shop, prosecutors said.\n"


@pytest.mark.parametrize(
    ("text", "articles", "standing"),
    [
        ("Prior denied it.", (MAYOR, LEAK), "not in our sources"),
        ("Prior opened the new market hall.", (MAYOR, LEAK), "supported"),
        ("Osgood said 340 homes were evacuated.", (WILDFIRE,), "not in our sources"),
        ("The county fire service said 340 homes were evacuated.", (WILDFIRE,), "supported"),
        ("412 homes were evacuated.", (WILDFIRE, STATE), "supported"),
        ("500 homes were evacuated.", (WILDFIRE, STATE), "contradicted"),
        ("Lindqvist told reporters: “I never took a cent.”", (CENT, SHOPS), "supported"),
        ("Per Lindqvist said he never took a cent.", (CENT, SHOPS), "supported"),
        ("Per Lindqvist never took a single cent.", ("Per Lindqvist never took so much as a single cent.\n",), "supported"),
        ("Russian pilots recaptured Halvard in October 2024.", (WILDFIRE,), "supported"),
        ("Russian pilots recaptured Halvard in October 2022.", (WILDFIRE,), "not in our sources"),
    ],
)
def test_names_speakers_figures_and_years_are_held_to_each_source(text: str, articles: tuple[str, ...], standing: str) -> None:
    """A name is no ordinary word, a word is its speaker's, another's figure is not this one's, and a date has its year."""
    (sentence,) = checked(text, *articles).sentences
    assert sentence.standing == standing


def test_who_said_it_in_our_source_is_told() -> None:
    """Words given to the wrong speaker are shown with the right one."""
    found = checked("Osgood said 340 homes were evacuated.", WILDFIRE)
    (sentence,) = found.sentences
    assert sentence.claims
    assert any("fire service" in told for told in sentence.why)
