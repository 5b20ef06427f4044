"""Who is who in the evidence."""

from bot.corpus.mentions import persons
from bot.corpus.people import FormCount, merge
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


def test_a_namesake_keeps_his_own_role() -> None:
    """Two who share a surname are two, each with what the article calls him."""
    text = (
        "The council met on Monday night to vote.\n\nGroup leader Nils Brune spoke first.\n\n"
        "Behind him Councillor Liv Brune spoke, and Brune shook his head.\n"
    )
    reading = article("a.txt", text)
    people = merge(FormCount(form=form, source="a", role=role or None) for _, form, role in persons(reading))
    found = Cast(Evidence(hits=(), readings={reading.source.id: reading}, people=people))
    roles = [role.text if (role := found.role(name)) else None for name in ("Nils Brune", "Liv Brune")]
    assert roles == ["Group leader", "Councillor"]
    assert found.key("Nils Brune") != found.key("Liv Brune")
