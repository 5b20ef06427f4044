"""Briefs: what happened, who said what, what is disputed, and when."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import combinations

import pytest

from bot.domain import Brief, Claim, Declined
from bot.engine.brief import compose_brief
from bot.engine.draft import alike
from tests.unit.newsroom import evidence

NOW = datetime(2031, 5, 9, 12, tzinfo=UTC)

COURIER = (
    "The Halden dam was damaged by an explosion on Wednesday, flooding two villages below it.\n\n"
    "Interior Minister Petra Voss accused the separatist Northern Front of blowing up the Halden dam. "
    "“This was sabotage, planned for months,” Voss told parliament.\n\n"
    "The Northern Front denied that its fighters had blown up the Halden dam.\n\n"
    "Rescue crews evacuated 1,200 people from the villages of Lome and Sarn, the fire service said. "
    "He later returned to the capital. "
    "Prime Minister Jon Aker will visit the Halden dam on Friday.\n"
)
HERALD = (
    "An explosion damaged the Halden dam on Wednesday and water swept through two villages.\n\n"
    "However, the Northern Front rejected claims that it had blown up the dam, calling them “a cheap lie”.\n\n"
    "About 1,200 residents were evacuated from Lome and Sarn by rescue crews. "
    "The Halden dam was opened on 3 June 2019 and supplies a third of the region's electricity.\n\n"
    "Opposition leader Mara Quist said the government had ignored warnings about security at the Halden dam. "
    "“Nobody guarded the gates at night,” Quist said.\n"
)


def _brief(topic: str, *texts: str) -> Brief:
    found = compose_brief(topic, evidence(*texts), NOW)
    assert isinstance(found, Brief), getattr(found, "reason", "")
    return found


def _section(brief: Brief, section: str) -> list[Claim]:
    return [claim for claim in brief.claims if claim.section == section]


def test_the_lede_says_what_happened_and_cites_every_source_of_it() -> None:
    """Two outlets opened with the explosion: the brief opens with it too, once, and cites both."""
    lede = _section(_brief("Halden dam", COURIER, HERALD), "lede")
    assert "explosion" in lede[0].text
    assert len(lede[0].cited) == 2


def test_what_is_denied_stands_beside_its_denial_and_nowhere_as_fact() -> None:
    """The accusation is found under what is disputed with both denials of it, and in no other section without one."""
    brief = _brief("Halden dam", COURIER, HERALD)
    dispute = brief.disputes[0]
    assert "accused" in brief.claims[dispute.claim].text
    assert any("denied" in brief.claims[at].text or "rejected" in brief.claims[at].text for at in dispute.against)
    for section in ("lede", "key", "timeline"):
        assert not any("blow" in claim.text for claim in _section(brief, section))


def test_nobody_is_left_a_pronoun() -> None:
    """A sentence whose "he" is explained only in the article is not used."""
    assert not any(re.match(r"(?:He|She|They|It)\b", claim.text) for claim in _brief("Halden dam", COURIER, HERALD).claims)


def test_nothing_is_told_twice() -> None:
    """No two lines of a brief say the same, apart from the sides of one dispute."""
    brief = _brief("Halden dam", COURIER, HERALD)
    told = [claim.text for claim in brief.claims if claim.section != "dispute"]
    assert not [pair for pair in combinations(told, 2) if alike(*pair)]


def test_speakers_come_with_their_roles() -> None:
    """Words are given to the one who said them, with what the sources say he is."""
    said = {claim.speaker: claim for claim in _section(_brief("Halden dam", COURIER, HERALD), "said")}
    assert said["Mara Quist"].role == "Opposition leader"
    assert said["Mara Quist"].text.startswith("Mara Quist, Opposition leader")


def test_the_timeline_has_dated_events_in_order() -> None:
    """What happened before is on the timeline under its date; what is yet to come is not."""
    events = _section(_brief("Halden dam", COURIER, HERALD), "timeline")
    dates = [claim.date or "" for claim in events]
    assert dates == sorted(dates)
    assert all(dates)
    assert not any("will visit" in claim.text for claim in events)


def test_every_claim_quotes_its_sources_exactly() -> None:
    """A citation's quote is the characters at its offsets of the source it names."""
    found = evidence(COURIER, HERALD)
    brief = compose_brief("Halden dam", found, NOW)
    for claim in brief.claims:
        for citation in claim.citations:
            assert found.readings[citation.source].text[citation.start : citation.end] == citation.quote


def test_a_differing_figure_is_shown_as_differing() -> None:
    """Two outlets of one day count the same thing differently: neither count is the brief's own."""
    one = "Seven miners died when a shaft collapsed at the Orsk pit on Tuesday. The mine has been closed since the accident."
    other = "Nine miners died when a shaft collapsed at the Orsk pit on Tuesday. Relatives gathered at the gates of the mine."
    brief = _brief("Orsk pit", one, other)
    dispute = next(it for it in brief.disputes if "figures" in it.about)
    sides = {brief.claims[dispute.claim].text.split()[0], brief.claims[dispute.against[0]].text.split()[0]}
    assert sides == {"Seven", "Nine"}


@pytest.mark.parametrize("topic", ["Atlantis", "penguins of Patagonia", "the"])
def test_a_topic_that_no_source_treats_is_declined(topic: str) -> None:
    """Nothing is made up for a topic that the sources do not have."""
    found = compose_brief(topic, evidence(COURIER, HERALD), NOW)
    assert isinstance(found, Declined)
    assert all(claim.section == "nearest" for claim in found.claims)


def test_no_evidence_at_all_is_declined() -> None:
    """An empty store gives a reason, not an error."""
    assert isinstance(compose_brief("Halden dam", evidence(), NOW), Declined)


def test_a_figure_put_right_is_shown_with_the_claim_it_corrects() -> None:
    """ "Nine hours, not 16 as claimed by the union" disputes what the union's leader said, who is named without "its"."""
    claim = (
        "A ferry struck the pier at Hollvik. The union spoke of overwork. "
        "Its leader, Tone Bakke, said the ferry captain had been on duty for 16 hours."
    )
    answer = "The ferry company said its captain had been on duty for nine hours, not 16 as claimed by the union."
    found = _brief("ferry", claim, answer)
    assert [(found.claims[it.claim].text, found.claims[it.against[0]].text) for it in found.disputes] == [
        ("Tone Bakke said the ferry captain had been on duty for 16 hours.", answer)
    ]


COURT = (
    "Rowing coach jailed for nine years\n\n"
    "A former rowing coach was sentenced on Friday to nine years in prison for theft, prosecutors said.\n\n"
    "Nils Brune, 49, of Askvik, pleaded guilty in May to stealing from the club he ran.\n\n"
    "Brune wept as he spoke to the court. Brune must also repay two million crowns.\n"
)


def test_a_report_that_names_somebody_late_is_about_him_from_its_first_sentence() -> None:
    """What he has done is told before his name; then his surname alone stands for him."""
    brief = _brief("Nils Brune", COURT)
    assert any("sentenced" in claim.text for claim in brief.claims)
    assert any("repay" in claim.text for claim in brief.claims)


def test_an_article_is_about_what_its_title_names() -> None:
    """A running report says only in its headline which storm it is."""
    text = (
        "Storm Brenda batters the coast of Halden\n\nPower is back for most. Two people died on the pier, police confirmed.\n"
    )
    assert any("Two people died" in claim.text for claim in _brief("Storm Brenda", text).claims)
