"""Who is who in the evidence."""

from bot.domain import Evidence
from bot.engine.cast import Cast
from tests.articles import article


def cast(text: str) -> Cast:
    """The persons of one article."""
    reading = article("a.txt", text)
    return Cast(Evidence(hits=(), readings={reading.source.id: reading}))


def test_a_role_is_what_the_article_calls_somebody() -> None:
    """The office beside a name is its role, and stands where it is cited."""
    found = cast("The bridge was shut on Monday.\n\nCity engineer Ruth Adeyemi said it would stay shut for a week.\n").role(
        "Adeyemi"
    )
    assert found is not None
    assert found.text.lower() == "city engineer"
    assert found.reading.at(found.span) == "City engineer Ruth Adeyemi"


def test_a_sentence_that_breaks_off_gives_no_role() -> None:
    """What stands in it is never cited, roles no more than words."""
    assert (
        cast("The bridge was shut on Monday.\n\nCity engineer Ruth Adeyemi said on Tuesday that it would").role("Adeyemi")
        is None
    )
