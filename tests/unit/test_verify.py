"""Verification: a claim says no more than the passages it cites."""

from __future__ import annotations

import pytest

from bot.domain import Claim, Reading, Source, Span
from bot.engine.verify import Reason, verify

TEXT = (
    "Mayor Ingrid Lund said on Monday that 14 people were hurt when the ferry Aurora struck the pier. "
    "“We are not closing the harbour,” she told reporters. "
    "The captain may face charges, prosecutors said. "
    "Volodymyr Zelenskyy visited the port in March."
)
READING = Reading(source=Source(id="a" * 16, revision="b" * 16, title="Ferry strikes pier"), text=TEXT)
READINGS = {READING.source.id: READING}


def _claim(text: str, cited: str, speaker: str | None = None) -> Claim:
    start = TEXT.index(cited)
    citation = READING.cite(Span(start=start, end=start + len(cited)))
    return Claim(text=text, section="key", citations=(citation,), speaker=speaker)


FIRST = TEXT[: TEXT.index(" “We")]
SECOND = "“We are not closing the harbour,” she told reporters."
THIRD = "The captain may face charges, prosecutors said."
FOURTH = "Volodymyr Zelenskyy visited the port in March."


@pytest.mark.parametrize("sentence", [FIRST, SECOND, THIRD, FOURTH])
def test_a_sentence_bears_out_itself(sentence: str) -> None:
    """What is copied whole is borne out."""
    assert verify(_claim(sentence, sentence), READINGS).ok


@pytest.mark.parametrize(
    ("text", "cited", "reason"),
    [
        ("Ingrid Lund said: “We are closing the harbour”.", SECOND, Reason.QUOTATION),
        ("Lund said on Monday that 40 people were hurt when the ferry Aurora struck the pier.", FIRST, Reason.NUMBER),
        ("Lund said on Friday that 14 people were hurt when the ferry Aurora struck the pier.", FIRST, Reason.DATE),
        ("Ingrid Berg said on Monday that 14 people were hurt when the ferry Aurora struck the pier.", FIRST, Reason.NAME),
        ("The captain faces charges, prosecutors said.", THIRD, Reason.HEDGE_LOST),
        ("The captain may not face charges, prosecutors said.", THIRD, Reason.NEGATION_ADDED),
        ("She told reporters they are closing the harbour.", SECOND, Reason.NEGATION_LOST),
        ("The ferry burned for hours while divers searched the wreck below.", FIRST, Reason.WORDS),
    ],
)
def test_what_the_passage_does_not_say_is_found(text: str, cited: str, reason: Reason) -> None:
    """Each way of saying more than the source is told by its own reason."""
    assert reason in verify(_claim(text, cited), READINGS).reasons


def test_another_spelling_of_a_name_is_the_same_name() -> None:
    """A name in the spelling of another source is borne out."""
    assert verify(_claim("Volodymyr Zelensky visited the port in March.", FOURTH), READINGS).ok


def test_a_speaker_whom_the_source_never_names_is_refused() -> None:
    """The one credited with the words must be named by the source cited."""
    assert Reason.SPEAKER in verify(_claim(THIRD, THIRD, speaker="Olaf Nyberg"), READINGS).reasons


def test_a_source_that_changed_is_seen() -> None:
    """A citation whose words are no longer at their place does not count."""
    other = Reading(source=READING.source, text="x" + TEXT)
    assert Reason.STALE in verify(_claim(THIRD, THIRD), {READING.source.id: other}).reasons
    assert verify(_claim(THIRD, THIRD), {}).reasons == (Reason.UNKNOWN_SOURCE,)
