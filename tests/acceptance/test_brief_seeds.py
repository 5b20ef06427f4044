"""Briefs over the five real articles of ``../shared/seeds``."""

from __future__ import annotations

import re
from asyncio import run
from datetime import UTC, date, datetime
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from bot.corpus.formats import documents
from bot.corpus.ingest import ingest, open_corpus
from bot.domain import Brief, Declined, Evidence
from bot.engine.brief import compose_brief
from bot.engine.draft import alike
from bot.engine.retrieve import retrieve
from bot.engine.verify import verify
from tests.shared import shared

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2025, 3, 16, 12, tzinfo=UTC)
TOPICS = ("kursk", "ceasefire", "Witkoff", "Medvedev", "encirclement", "Zelensky", "Zelenskyy")
CONTESTED = re.compile(r"surround|encircl|entrap", re.IGNORECASE)
DENYING = re.compile(r"\b(?:den(?:y|ied|ies)|dismissed|false|misinformation)\b")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Evidence]:
    """The evidence for each topic, retrieved as the desk does."""
    folder, home = shared("seeds"), tmp_path_factory.mktemp("home")

    async def retrieved(paths: list[Path]) -> dict[str, Evidence]:
        corpus, index = await open_corpus(home)
        entries = [entry for path in paths for entry in documents(path.name, path.read_bytes(), where=str(path))]
        await ingest(entries, corpus, index)
        wanted = (*TOPICS, "Macron", "the price of cocoa")
        return {topic: await retrieve(topic, corpus=corpus, index=index, limit=48, now=date(2025, 3, 16)) for topic in wanted}

    return run(retrieved(sorted(folder.glob("*.txt"))))


def _brief(topic: str, found: dict[str, Evidence]) -> Brief:
    brief = compose_brief(topic, found[topic], NOW)
    assert isinstance(brief, Brief), getattr(brief, "reason", "")
    return brief


@pytest.mark.parametrize("topic", TOPICS)
def test_no_brief_prints_the_encirclement_as_fact(topic: str, found: dict[str, Evidence]) -> None:
    """Where lede or key points come near it, the denial is in the lede too."""
    brief = _brief(topic, found)
    plain = [claim.text for claim in brief.claims if claim.section in ("lede", "key", "timeline")]
    if any(CONTESTED.search(text) for text in plain):
        assert any(DENYING.search(claim.text) for claim in brief.claims if claim.section == "lede")


@pytest.mark.parametrize("topic", TOPICS)
def test_every_line_is_cited_exactly_and_borne_out(topic: str, found: dict[str, Evidence]) -> None:
    """Every quote is at its offsets, and every claim passes the check against its citations."""
    readings = found[topic].readings
    for claim in _brief(topic, found).claims:
        assert verify(claim, readings).ok
        for citation in claim.citations:
            assert readings[citation.source].text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize("topic", TOPICS)
def test_nothing_is_told_twice(topic: str, found: dict[str, Evidence]) -> None:
    """No two lines share a run of words or nearly all of their content, the sides of disputes aside."""
    told = [claim.text for claim in _brief(topic, found).claims if claim.section != "dispute"]
    assert not [pair for pair in combinations(told, 2) if alike(*pair)]


@pytest.mark.parametrize("topic", TOPICS)
def test_no_line_is_furniture_or_a_fragment(topic: str, found: dict[str, Evidence]) -> None:
    """No photo credit, cookie notice, broken-off sentence or pronoun without its name is posted."""
    for claim in _brief(topic, found).claims:
        assert not re.search(r"AFP|cookie|Photo:|— Reuters", claim.text)
        assert not re.match(r"(?:He|She|They|It|His|Their)\b", claim.text)
        assert "Speaking on Friday" not in claim.text


def test_the_claim_stands_beside_its_denials(found: dict[str, Evidence]) -> None:
    """On Kursk, what Trump said of the troops is disputed, by several voices, with every side cited."""
    brief = _brief("kursk", found)
    dispute = next(it for it in brief.disputes if CONTESTED.search(brief.claims[it.claim].text))
    assert len(dispute.against) >= 2
    assert all(DENYING.search(brief.claims[at].text) for at in dispute.against)


def test_the_words_of_one_quotation_differ(found: dict[str, Evidence]) -> None:
    """Outlets give the same praise of the talks with and without its "very"."""
    brief = _brief("kursk", found)
    assert any("wording" in dispute.about for dispute in brief.disputes)


def test_a_speaker_is_named_in_full_with_his_role(found: dict[str, Evidence]) -> None:
    """Medvedev's warning carries his office, merged over the two sources that have it."""
    brief = _brief("ceasefire", found)
    claim = next(claim for claim in brief.claims if claim.speaker == "Dmitry Medvedev")
    assert "methodically and mercilessly destroyed" in claim.text
    assert "deputy chairman" in claim.text
    assert len(claim.cited) == 2


@pytest.mark.parametrize("topic", ["Macron", "the price of cocoa"])
def test_what_the_sources_do_not_treat_is_declined(topic: str, found: dict[str, Evidence]) -> None:
    """No brief is made of articles about something else."""
    assert isinstance(compose_brief(topic, found[topic], NOW), Declined)
