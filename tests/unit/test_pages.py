"""Our own pages of sources: who can open one, and what it shows."""

from __future__ import annotations

import asyncio
import re
from html.parser import HTMLParser
from pathlib import Path
from random import Random

import pytest
from aiohttp import ClientSession

from bot.corpus.formats import documents
from bot.corpus.ingest import heal, ingest
from bot.domain import Command, Filters, Reading, Source, Span
from bot.engine.view import Entry, view
from bot.service.component import Service
from bot.service.pages import Leaf, joined, opened, page, signed
from bot.service.run import House
from bot.settings import Settings
from bot.wiring import open_store
from tests.servers import free_port

KEY = b"k" * 32
LEAF = Leaf(source="a" * 16, revision="1" * 16, cited=(Span(start=3, end=9), Span(start=20, end=31)))
HOSTILE = '<script>alert("1")</script> & </article><img src=x onerror=alert(2)>'


class Tags(HTMLParser):
    """The tags of a page, and the words that are marked."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.marked: list[str] = []
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep it."""
        self.tags.append((tag, dict(attrs)))
        self._inside = tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        """Leave a mark."""
        self._inside = self._inside and tag != "mark"

    def handle_data(self, data: str) -> None:
        """Keep what is marked."""
        if self._inside:
            self.marked.append(data)


def reading(text: str, **known: object) -> Reading:
    """A source with this text."""
    fields = {"id": "a" * 16, "revision": "1" * 16, "title": "Bakery reopens", "outlet": "The Courier"} | known
    return Reading(source=Source(**fields), text=text)  # type: ignore[arg-type]


def test_a_capability_comes_back_as_it_was_signed() -> None:
    """What was signed is read, with and without cited words; ids that a path cannot carry get no link."""
    for leaf in (LEAF, Leaf(source="s", revision="r"), Leaf(source="-_9", revision="Z", cited=(Span(start=0, end=1),))):
        assert opened(str(signed(leaf, KEY)), KEY) == leaf
    assert signed(Leaf(source="../x", revision="1"), KEY) is None
    assert signed(Leaf(source="a.b", revision="1"), KEY) is None


def test_neighbouring_sentences_are_marked_as_one() -> None:
    """Spans that touch, overlap or have a blank between them are joined, and others are not."""
    spans = [Span(start=20, end=30), Span(start=0, end=5), Span(start=6, end=9), Span(start=7, end=8), Span(start=32, end=40)]
    assert joined(spans) == (Span(start=0, end=9), Span(start=20, end=30), Span(start=32, end=40))


def test_a_capability_cannot_be_made_nor_changed() -> None:
    """Another key, another source, revision or span, and any changed character open nothing."""
    whole = str(signed(LEAF, KEY))
    assert opened(whole, b"j" * 32) is None
    for at, character in enumerate(whole):
        for other in "A1.":
            if other != character:
                assert opened(whole[:at] + other + whole[at + 1 :], KEY) is None
    for odd in ("", ".", "..", "a.b..", whole[:-1], whole + "A", whole + "\n", "é" * 30, "a.1.9-3." + "A" * 22, "٣" * 70):
        assert opened(odd, KEY) is None


def test_a_page_shows_the_text_with_the_cited_words_marked() -> None:
    """Every cited span is marked once, the first is the anchor, and what overlaps or lies beyond does no harm."""
    text = "One baker said it was open. Two bakers denied it."
    shown = Tags(
        page(reading(text), (Span(start=28, end=48), Span(start=4, end=9), Span(start=6, end=9), Span(start=40, end=999)))
    )
    assert shown.marked == ["baker", "Two bakers denied it"]
    assert [attrs.get("id") for tag, attrs in shown.tags if tag == "mark"] == ["cited", None]


def test_what_an_article_contains_is_only_text() -> None:
    """Markup in title, outlet, text and address makes no element, no script and no link of its own."""
    shown = page(
        reading(HOSTILE, title=HOSTILE, outlet=HOSTILE, url="javascript:alert(1)", place="\u202eevil"), (Span(start=0, end=9),)
    )
    tags = Tags(shown)
    assert {tag for tag, _ in tags.tags} <= {
        "html", "head", "meta", "title", "style", "body", "header", "h1", "p", "article", "mark", "footer"
    }  # fmt: skip
    assert not any(name.startswith("on") for _, attrs in tags.tags for name in attrs)
    assert "\u202e" not in shown
    assert tags.marked == ["<script>"] or tags.marked == [HOSTILE[:9]]


def test_a_page_says_what_has_become_of_its_source() -> None:
    """A withdrawn article and one with a newer text say so."""
    assert "withdrawn" in page(reading("Text.", status="retracted"), ())
    assert "newer text" in page(reading("Text."), (), newer=True)
    assert 'href="https://example.org/?a=1&amp;b=2"' in page(reading("Text.", url="https://example.org/?a=1&b=2"), ())


@pytest.mark.parametrize("public", [True, False])
def test_a_page_is_opened_by_its_link_alone(tmp_path: Path, public: bool) -> None:
    """Over HTTP the link of a private source opens its page, as cited, with nothing that runs; and nothing else opens any."""

    async def check() -> None:
        text = b"Judge Ann Baker sealed the file on Friday.\n\nThe court clerk said that the hearing was moved to Monday."
        with open_store(tmp_path) as store:
            await ingest(documents("court.txt", text, where="court.txt", collection="court"), store.corpus, store.index)
        port = free_port()
        url = f"http://127.0.0.1:{port}" if public else None
        house = House(Settings(home=tmp_path, port=port, public_url=url), random=Random(5))
        stop, service = asyncio.Event(), Service(house.components())
        running = asyncio.create_task(service.run(stop))
        try:
            while service.state == "starting" and not running.done():
                await asyncio.sleep(0.002)
            filters = Filters(collections=frozenset({"court"}))
            reply = await house.reception.reply(Command(kind="ask", words="What did the court clerk say?", filters=filters))
            entry = view(reply).sources[0]
            link = house.pages.link(entry)
            async with ClientSession() as http:
                if not public:
                    assert link is None
                    async with http.get(f"http://127.0.0.1:{port}/sources/x") as response:
                        assert response.status == 404
                    return
                assert link is not None
                await opens(http, link, entry)
                for wrong in (link.replace(entry.id, entry.id[::-1]), f"{url}/sources/{entry.id}", f"{url}/sources/"):
                    async with http.get(wrong) as response:
                        assert response.status == 404
                        assert "hearing" not in await response.text()
                await house.corpus.remove([entry.id])
                await heal(house.corpus, house.index)
                async with http.get(link) as response:
                    assert response.status == 410
        finally:
            stop.set()
            await running

    asyncio.run(check())


async def opens(http: ClientSession, link: str, entry: Entry) -> None:
    """The page is there, shows what is cited, and lets a browser do nothing."""
    async with http.get(link) as response:
        assert response.status == 200
        assert response.content_type == "text/html"
        shown = await response.text()
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "no-store" in response.headers["Cache-Control"]
    tags = Tags(shown)
    assert 0 < len(tags.marked) <= len(entry.cited)
    assert "hearing" in tags.marked[0]
    assert not re.search(r"(?:src|href)=", shown)


def test_two_houses_of_one_database_sign_alike(tmp_path: Path) -> None:
    """A link that one replica gave opens at another, and after a restart."""

    async def check() -> None:
        links = []
        for seed in (1, 2):
            house = House(Settings(home=tmp_path, public_url="https://desk.example"), random=Random(seed))
            await house.database.migrate()
            await house.pages.open()
            entry = Entry(
                number=1, id="s1", title="T", outlet=None, published=None, url=None, path=None, status="live", revision="r"
            )
            links.append(house.pages.link(entry))
            house.corpus.close()
            await house.database.close()
        assert links[0] == links[1]
        assert str(links[0]).startswith("https://desk.example/sources/s1.r.")

    asyncio.run(check())
