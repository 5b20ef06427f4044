"""Evidence made of a few sentences, read as the desk reads an article."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.corpus.annotate import annotate
from bot.corpus.document import Document, identity
from bot.corpus.mentions import persons
from bot.corpus.people import FormCount, merge
from bot.domain import Answered, Declined, Evidence, Hit
from bot.engine.answer import compose_answer
from bot.engine.question import analyse

if TYPE_CHECKING:
    from bot.domain import Answer, Reading

NOW = datetime(2031, 5, 9, 12, tzinfo=UTC)


def evidence(*texts: str, published: str | None = "2031-05-08") -> Evidence:
    """All passages of these articles, as if every one of them had been found."""
    readings: dict[str, Reading] = {}
    for number, text in enumerate(texts):
        reading = annotate(Document(id=identity(str(number)), text=text, path=f"{number}.txt", published=published))
        readings[reading.source.id] = reading
    hits = tuple(Hit(passage=reading.passage(span), score=1.0) for reading in readings.values() for span in reading.passages)
    forms = (
        FormCount(form=form, role=role or None, source=reading.source.id, count=count)
        for reading in readings.values()
        for (_, form, role), count in persons(reading).items()
    )
    return Evidence(hits=hits, readings=readings, people=merge(forms))


def ask(question: str, *texts: str) -> Answer:
    """The desk's answer to a question over these articles."""
    return compose_answer(analyse(question), evidence(*texts), NOW)


def answered(question: str, *texts: str) -> Answered:
    """The answer, which must not be a refusal."""
    found = ask(question, *texts)
    assert isinstance(found, Answered), getattr(found, "reason", "")
    return found


def declined(question: str, *texts: str) -> Declined:
    """The refusal, which must not be an answer."""
    found = ask(question, *texts)
    assert isinstance(found, Declined), [claim.text for claim in found.claims]
    return found
