"""What is news in a brief: of an event, and of a new one."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.domain import Brief, Claim, Declined
from bot.engine.brief import compose_brief
from bot.engine.cast import Cast
from bot.engine.news import event_day, eventful, new, opinion, recalls
from bot.engine.points import Ground
from bot.engine.sayings import sayings
from bot.engine.statement import Statement, statements
from bot.engine.topic import Topic
from tests.unit.newsroom import evidence

NOW = datetime(2031, 5, 9, 12, tzinfo=UTC)
TODAY = date(2031, 5, 8)


def _statement(text: str) -> Statement:
    return statements(evidence(text + "\n"))[0]


def _sections(topic: str, *texts: str) -> dict[str, list[Claim]]:
    found = compose_brief(topic, evidence(*texts), NOW)
    assert isinstance(found, Brief), getattr(found, "reason", "")
    sections: dict[str, list[Claim]] = {}
    for claim in found.claims:
        sections.setdefault(claim.section, []).append(claim)
    return sections


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("The council closed the Lome bridge on Thursday.", "The Lome bridge is one of four over the river Sarn."),
        ("Divers recovered the ferry's black box.", "If the ferry's owner falls, the harbour loses its last line."),
        ("Workers at the mill have voted for a strike.", "The mill could close for good."),
        ("The mill could close for good.", "Perhaps the mill was never meant to last."),
    ],
)
def test_an_event_counts_more_than_a_state_and_a_thought(more: str, less: str) -> None:
    """What happened is told before how things are, what may come, and what one may think of it."""
    assert eventful(_statement(more)) > eventful(_statement(less))


def test_an_event_is_as_new_as_its_own_date() -> None:
    """A statement of a new article that tells of an old day is old; without a date it is as new as its article."""
    old, fresh = _statement("The dyke broke on 2 April 2031 near Sarn."), _statement("The dyke broke near Sarn.")
    assert event_day(old) == date(2031, 4, 2)
    assert new(old, TODAY) < 0.3 < new(fresh, TODAY) == 1.0


def test_a_statement_that_opens_with_a_past_date_is_chronology() -> None:
    """ "On May 2 …" recalls; "… on Thursday" reports."""
    assert recalls(_statement("On May 2 the minister went to Sarn."), TODAY)
    assert not recalls(_statement("The minister went to Sarn on Thursday."), TODAY)


def test_an_opinion_piece_is_told_by_what_its_outlet_says_of_it() -> None:
    """The note that the views are the writer's own marks an opinion piece; a report has none."""
    note = "Editor's note: Ada Quist teaches history. The opinions expressed in this commentary are her own.\n\nWe love dams.\n"
    one, other = (next(iter(evidence(text).readings.values())) for text in (note, "The dam broke on Thursday.\n"))
    assert opinion(one)
    assert not opinion(other)


def test_the_lede_is_the_news_and_not_how_it_began() -> None:
    """An explainer that opens with last year's raid does not lead the brief on today's appeal; the timeline has the raid."""
    explainer = (
        "In August 2030 Northern troops stormed into the Sarn valley and took the town of Lome.\n\n"
        "The Sarn valley is the only land that the North could trade for its own.\n"
    )
    wire = (
        "President Mara Voss asked General Tor Aker on Thursday to let the wounded leave the Sarn valley.\n\n"
        "Aker gave no answer, her office said.\n"
    )
    other = "Mara Voss appealed to General Tor Aker on Thursday to let wounded troops out of the Sarn valley.\n"
    sections = _sections("Sarn valley", explainer, wire, other)
    assert "Voss" in sections["lede"][0].text
    assert not any("2030" in claim.text for section in ("lede", "key") for claim in sections.get(section, ()))


def test_a_disputed_story_opens_with_the_news_and_the_denial() -> None:
    """Where most sources carry a claim and its denial, the second sentence of the lede is the denial."""
    texts = (
        "President Mara Voss asked General Tor Aker on Thursday to spare the soldiers in the Sarn valley.\n\n"
        "Voss said that thousands of soldiers were surrounded in the Sarn valley.\n",
        "Mara Voss asked General Tor Aker on Thursday to spare soldiers in the Sarn valley.\n\n"
        "The northern army denied that its soldiers were surrounded in the Sarn valley.\n",
        "The northern general staff rejected the claim that its soldiers in the Sarn valley had been cut off.\n\n"
        "Voss had said they were trapped.\n",
    )
    lede = [claim.text for claim in _sections("Sarn valley", *texts)["lede"]]
    assert "asked" in lede[0]
    assert "denied" in lede[1] or "rejected" in lede[1]


def test_a_figure_that_another_report_gives_otherwise_is_no_key_point() -> None:
    """Two counts of one thing stand side by side, each with all who give it, and neither leads nor is a point."""
    texts = (
        "Northern forces have taken back 86 per cent of the ground that the South seized in the Sarn valley.\n",
        "Northern officials said their army had won back 68 per cent of the land that the South occupied in the Sarn valley.\n",
        "Northern officials claimed that 86 per cent of the lost ground in the Sarn valley was theirs again.\n\n"
        "Mara Voss, the president, flew to the Sarn valley on Thursday.\n",
    )
    found = compose_brief("Sarn valley", evidence(*texts), NOW)
    assert isinstance(found, Brief)
    [dispute] = [it for it in found.disputes if "figures" in it.about]
    sides = [found.claims[at] for at in (dispute.claim, *dispute.against)]
    assert {len(side.cited) for side in sides} == {1, 2}
    assert not any("per cent" in claim.text for claim in found.claims if claim.section in ("lede", "key"))


def test_lines_left_out_are_counted_and_not_told_to_every_reader() -> None:
    """The small print says nothing of lines that were dropped; the reply counts them for who asks."""
    found = compose_brief("Sarn", evidence("The Sarn dam broke on Thursday and flooded two villages.\n"), NOW)
    assert isinstance(found, Brief)
    assert found.left_out == 0
    assert not any("left out" in note for note in found.notes)


def test_agreeing_is_no_saying() -> None:
    """Words are given to who said them; a deed that speech may stand behind is not put under who said what."""
    text = (
        "Lome and Sarn agreed to stop fighting for 30 days in the Halden valley.\n\n"
        "General Tor Aker, commander of the northern army, visited the Halden valley. "
        "He warned that troops who stayed there would be “slowly and surely starved”.\n"
    )
    found = evidence(text)
    said = sayings(Ground(Topic("Halden valley", found), found, Cast(found)))
    assert {saying.speaker for saying in said} == {"Tor Aker"}
    assert all("warned" in saying.text for saying in said)


def test_the_first_mention_is_in_full() -> None:
    """A person is introduced with his full name and title at first, out of another sentence of the sources, which is cited."""
    wire = (
        "Voss urged the northern army on Thursday to spare the villages of the Halden valley.\n\n"
        "Interior Minister Petra Voss made the appeal in parliament.\n"
    )
    lede = _sections("Halden valley", wire)["lede"][0]
    assert lede.text.startswith("Interior Minister Petra Voss urged")
    assert any(citation.quote == "Interior Minister Petra Voss" for citation in lede.citations)


def test_two_events_of_one_day_are_both_on_the_timeline() -> None:
    """That two events share a date and a place does not make them one; what is yet to come is on no timeline."""
    text = (
        "Rebels shelled the town of Sarn on Thursday, killing two people.\n\n"
        "On May 2 President Mara Voss visited Sarn. "
        "On May 2 the harbour of Sarn burned down after a lamp fell over. "
        "The town of Sarn is expected to hold a vote on May 30. "
        "Officials said on May 3 that Sarn could be cut off by floods.\n"
    )
    events = _sections("Sarn", text).get("timeline", [])
    assert {claim.date for claim in events} == {"2031-05-02"}
    assert len(events) == 2


def test_a_year_in_a_name_dates_nothing() -> None:
    """ "The 2019 champion" tells no event of 2019."""
    text = (
        "Ada Quist won the Sarn regatta on Thursday.\n\nMara Voss, the 2019 champion, finished second in the Sarn regatta.\n\n"
        "Tor Aker won the Sarn regatta in 2024.\n"
    )
    assert {claim.date for claim in _sections("Sarn regatta", text).get("timeline", [])} <= {"2024", "2031-05-08"}


def test_a_meeting_told_in_other_words_is_one_point() -> None:
    """Where two people met, every source that tells of it is cited, whoever received whom."""
    texts = (
        "Envoy Mara Voss met General Tor Aker in Lome late on Thursday to lay out the truce plan for Sarn.\n",
        "General Tor Aker received Mara Voss, the envoy, on Thursday and discussed the plan for a truce in Sarn.\n",
    )
    assert len(_sections("Sarn", *texts)["lede"][0].cited) == 2


def test_a_topic_that_articles_only_mention_is_declined() -> None:
    """A word dropped in passing makes no brief of its article's own story."""
    passing = (
        "Mara Voss opened the Sarn harbour on Thursday.\n\nThe new crane lifts 400 tons.\n\nThe mayor praised the builders.\n\n"
        "Trade has doubled in ten years.\n\nFerries leave every hour.\n\nThe quay is lit at night.\n\n"
        "She moved through the crowd like a chess player and shook many hands.\n"
    )
    found = compose_brief("chess", evidence(passing), NOW)
    assert isinstance(found, Declined)
    assert "only touch" in found.reason


def test_a_namesake_of_another_article_is_not_introduced() -> None:
    """The full name comes out of the same article: elsewhere the surname may be another person's."""
    texts = (
        "Torvald's wife grew up in Sarn and told of the flood on Thursday.\n\nThe flood in Sarn took four houses.\n",
        "Eli Torvald, a pupil, was rescued from the flood in Sarn on Thursday.\n",
    )
    found = compose_brief("Sarn flood", evidence(*texts), NOW)
    assert not any("Eli Torvald's wife" in claim.text for claim in found.claims)
