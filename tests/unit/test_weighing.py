"""Which statement answers, and when none does: the weighed decision, on articles of our own."""

from __future__ import annotations

import pytest

from bot.domain import Declined
from tests.unit.newsroom import answered, declined

HARBOUR = (
    "Harbour strike shuts port of Velm\n\nVELM, May 6, 2024 - Dockers walked out of the port of Velm on Monday over pay.\n\n"
    '"The cranes stay still until the owners talk to us," said Ilse Brandt, the head of the dockers\' union. '
    '"We have waited long enough. Our patience is gone."\n\n'
    "The town was down to a four-day supply of heating oil, the mayor, Jonas Krell, said on Tuesday.\n\n"
    "Krell said the strike had cost the town 2 million euros. Nobody was hurt when a fence fell on Tuesday, police said.\n\n"
    "The transport minister, Petra Lund, said the government would not send soldiers to unload ships."
)


def first(question: str) -> str:
    """The text of the best claim."""
    return answered(question, HARBOUR).claims[0].text


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("How much heating oil was left?", "four-day supply"),
        ("What did the transport minister say about soldiers?", "would not send soldiers"),
        ("How much did the walkout cost Velm?", "2 million euros"),
        ("Was anybody injured?", "Nobody was hurt"),
        ("Why did the dockers strike?", "over pay"),
    ],
)
def test_a_paraphrased_question_finds_its_sentence(question: str, wanted: str) -> None:
    """Other words than the article's do not keep a plain answer away."""
    assert wanted in first(question)


def test_all_sentences_of_a_quotation_may_answer() -> None:
    """The second sentence of somebody's words is his as much as the first."""
    assert "waited long enough" in " ".join(claim.text for claim in answered("What did Brandt say?", HARBOUR).claims)


@pytest.mark.parametrize(
    "question", ["How many ferries sank?", "What did Petra Lund say about taxes?", "How much did Olsen offer for the port?"]
)
def test_a_premise_that_is_not_there_is_declined(question: str) -> None:
    """An absent event, topic or name is not made up for by the words around it."""
    assert isinstance(declined(question, HARBOUR), Declined)
