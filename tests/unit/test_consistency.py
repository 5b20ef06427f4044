"""What a claim is found to be beside the text it rests on."""

from __future__ import annotations

import pytest

from bot.engine.alignment import Ground
from bot.engine.consistency import consistency
from bot.engine.lexicon import Relation, relation

TEXT = (
    "The harbour of Port Ellery reopened on Tuesday after a three-day strike by crane operators.",
    "The port authority put the cost of the stoppage at 4.5 million dollars.",
    "Mayor Anton Beckett did not attend the ceremony, which Governor Lena Marsh opened.",
)
GROUND = Ground(TEXT)


def test_a_claim_in_other_words_is_borne_out() -> None:
    """Synonyms and another order cost little."""
    assert consistency("Port Ellery's harbour opened again on Tuesday after a strike.", GROUND).score > 0.5
    assert consistency("The authority said the stoppage cost 4.5 million dollars.", GROUND).score > 0.5


@pytest.mark.parametrize(
    ("claim", "mark"),
    [
        ("The harbour of Port Ellery reopened on Tuesday after a strike by train drivers in Norbury.", "name"),
        ("The port authority put the cost of the stoppage at 7.5 million dollars.", "number"),
        ("The harbour of Port Ellery closed on Tuesday after a three-day strike by crane operators.", "opposite"),
        ("The harbour of Port Ellery did not reopen on Tuesday after a three-day strike.", "not"),
        ("Mayor Anton Beckett did attend the ceremony.", "lost not"),
        ("The harbour of Port Ellery reopened on Tuesday despite a three-day strike by crane operators.", "turn"),
        ("The harbour of Port Ellery reopened on Tuesday after a three-week strike by crane operators.", "unit"),
    ],
)
def test_each_fault_leaves_its_mark(claim: str, mark: str) -> None:
    """A changed name, figure, unit or direction is counted, and scored below the claim as it should be."""
    found = consistency(claim, GROUND)
    assert found.marks[mark] >= 1
    assert found.score < consistency(TEXT[0], GROUND).score


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("decline", "drop", Relation.SAME),
        ("banning", "prohibiting", Relation.SAME),
        ("highest", "lowest", Relation.OPPOSITE),
        ("crewed", "uncrewed", Relation.OPPOSITE),
        ("road", "street", Relation.BROADER),
        ("street", "road", Relation.NARROWER),
        ("airport", "mayor", Relation.NONE),
    ],
)
def test_words_are_related_as_a_dictionary_has_it(one: str, other: str, expected: Relation) -> None:
    """The dictionary tells same, broader, narrower and opposite words apart, whatever their endings."""
    assert relation(one, other) is expected


def test_hostile_text_is_read_in_linear_time() -> None:
    """A claim of thousands of words, and a source of thousands of sentences, take no longer than their length asks for."""
    ground = Ground(["Word " * 200] * 200)
    assert consistency("Word Other 12 not " * 500, ground).score < 0.5
