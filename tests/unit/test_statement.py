"""Statements: the citable sentences of the evidence."""

from __future__ import annotations

from bot.corpus.text import passages, sentences
from bot.domain import Evidence, Hit, Quote, Reading, Source, Span
from bot.engine.statement import statements

TEXT = (
    "The harbour bridge was closed on Monday after an inspector found a crack.\n\n"
    '"We will not reopen it before it is safe," said Ada Olsen, the port director. Traffic is not moving.\n\n'
    "The repair may take three weeks. Drivers were told to"
)


def _reading(text: str = TEXT, quotes: tuple[Quote, ...] = ()) -> Reading:
    source = Source(id="a" * 16, revision="b" * 16, title="Harbour bridge closed")
    found = sentences(text, ())
    return Reading(source=source, text=text, sentences=found, quotes=quotes, passages=passages(found))


def _evidence(reading: Reading, *scores: tuple[Span, float]) -> Evidence:
    hits = tuple(Hit(passage=reading.passage(span), score=score) for span, score in scores)
    return Evidence(hits=hits, readings={reading.source.id: reading})


def test_a_sentence_that_breaks_off_is_no_statement() -> None:
    """The text ends inside its last sentence, which is therefore never among the statements."""
    found = statements(_evidence(_reading()))
    assert found[-1].text == "The repair may take three weeks."
    assert len(found) == 4


def test_a_statement_carries_the_share_of_the_best_hit_that_holds_it() -> None:
    """Sentences under the best passage score 1, those under a weaker one their share, the others 0."""
    reading = _reading()
    first, second = reading.passages[0], reading.passages[1]
    found = statements(_evidence(reading, (second, 4.0), (first, 2.0)))
    assert [statement.hit for statement in found] == [0.5, 0.5, 0.5, 1.0]


def test_only_the_neighbourhood_of_a_hit_is_taken_when_asked() -> None:
    """Without ``whole`` an article gives its opening and what stands around a hit."""
    text = " ".join(f"Sentence number {n} is about the ferry." for n in range(20))
    reading = _reading(text)
    found = statements(_evidence(reading, (reading.sentences[10], 1.0)), whole=False)
    assert [statement.order for statement in found] == [0, 1, 9, 10, 11]


def test_the_speaker_of_a_quotation_over_two_sentences_is_known_in_both() -> None:
    """A quotation that runs on belongs to every sentence it touches."""
    text = '"The tunnel is safe. We checked it twice," said Ada Olsen. Trains run again.'
    quote = Quote(start=1, end=text.index('," said'), direct=True, speaker="Ada Olsen")
    found = statements(_evidence(_reading(text, (quote,))))
    assert [statement.speaker for statement in found][-1] is None
    assert {statement.speaker for statement in found[:-1]} == {"Ada Olsen"}


def test_negation_and_hedges_are_seen() -> None:
    """What turns a sentence round and what holds it at arm's length is kept apart."""
    found = statements(_evidence(_reading()))
    assert found[2].negations == {"not"}
    assert found[3].hedges == {"may"}
