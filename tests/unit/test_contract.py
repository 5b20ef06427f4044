"""Replies and sources as JSON."""

import json

import pytest

from bot.domain import Block, Quote, Reading, Reply, Sentence, Span, Time
from bot.engine.contract import reading_json, reply_from, reply_json
from tests.shared import shared
from tests.unit.replies import ANSWERED, BRIEF, DECLINED, EMPTY, HERALD

REPLIES = [BRIEF, ANSWERED, DECLINED, EMPTY]


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: type(reply).__name__)
def test_a_reply_is_what_the_contract_describes(reply: Reply) -> None:
    """Every kind of reply validates against the published schema."""
    import jsonschema

    schema = json.loads(shared("contract", "reply.schema.json").read_text())
    jsonschema.validate(reply_json(reply), schema, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: type(reply).__name__)
def test_a_reply_survives_its_json(reply: Reply) -> None:
    """What was written is built again, through the constructors, and is the same."""
    written = json.loads(json.dumps(reply_json(reply)))
    assert reply_from(written) == reply


def test_json_that_breaks_a_promise_is_refused() -> None:
    """A cached reply whose claim lost its citations, or whose quote was altered, does not come back to life."""
    uncited = reply_json(ANSWERED)
    uncited["claims"][0]["citations"] = []
    with pytest.raises(ValueError, match="no citation"):
        reply_from(uncited)
    altered = reply_json(ANSWERED)
    altered["claims"][0]["citations"][0]["end"] -= 1
    with pytest.raises(ValueError, match="does not say"):
        reply_from(altered)


def test_coverage_counts_copies_of_one_story_once() -> None:
    """Three sources of two origins are told apart."""
    assert reply_json(BRIEF)["coverage"] == {"sources": 3, "origins": 2}


def test_a_source_shows_all_that_was_read_in_it() -> None:
    """Sentences, quotes with their speaker's offsets, and times stand beside the text that they point into."""
    text = "“Never again,” the mayor said on Monday."
    reading = Reading(
        source=HERALD,
        text=text,
        blocks=(Block(start=0, end=len(text), kind="body"),),
        sentences=(Sentence(start=0, end=len(text), paragraph=0),),
        quotes=(
            Quote(
                start=1,
                end=13,
                direct=True,
                speaker="the mayor",
                said_by=Span(start=15, end=24),
                cue=Span(start=25, end=29),
            ),
            Quote(start=1, end=13, direct=False),
        ),
        times=(Time(start=33, end=39, value="2025-06-02", precision="day"),),
    )
    shown = reading_json(reading)
    first, second = shown["quotes"]
    assert text[first["start"] : first["end"]] == "Never again,"
    assert text[first["speaker_start"] : first["speaker_end"]] == first["speaker"] == "the mayor"
    assert (first["direct"], first["cue"]) == (True, "said")
    assert second["speaker_start"] is second["speaker_end"] is second["cue"] is None
    assert shown["times"] == [{"start": 33, "end": 39, "value": "2025-06-02", "precision": "day"}]
    assert shown["sentences"][0] == {"start": 0, "end": len(text), "paragraph": 0, "complete": True}
    assert shown["text"] == text
