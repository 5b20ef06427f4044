"""Replies of every shape that the engine may build, and of many that it would not: for whatever shows replies."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from bot.domain import Brief, Citation, Citations, Claim, Passage, Section, Source
from tests.unit.replies import NOW

HOSTILE = [
    "\x1b",
    "\u202e\u2066",
    "@everyone and @here, act now",
    "<@123456789012345678> <@!1> <@&2> <#3> <id:customize> </brief:4>",
    "<:smile:123> <a:smile:123> :tada: <t:1741900000:R> <t:1741900000>",
    "# heading",
    "-# small",
    "- item",
    "+ item",
    "1. one",
    "12) twelve",
    "> quoted",
    ">>> all quoted",
    "*bold* **it** _no_ __un__ ~~gone~~ ||spoiler|| `code` ```block```",
    "[text](https://evil.example) [7] [12][13] [a]: https://evil.example",
    "see https://evil.example/a_b_c and HTTP://EVIL.EXAMPLE, steam://run/1 or discord.gg/abc",
    "mailto:a@evil.example <https://evil.example>",
    "<!channel> <!here|x> <!subteam^S012|desk> & <@U012>",
    "&lt;!channel&gt; &amp;",
    '"quoted" \\ back \\* slash',
    "\\",
    "😀" * 40,
    "\u202etxt.exe\x00\x07",
    "\ud83d half",
    "\u200b",
    "a" * 5_000,
    "2024. A year",
]
"""Words that some platform would take for more than words."""

words = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(min_size=1, max_size=300),
    st.text(alphabet="<>@#*_~`|[]()-+.:/\\1ab \n", min_size=1, max_size=200),
    st.integers(1, 9_000).map(lambda n: ('The harbour master said "no" & left. ' * 300)[:n]),
    st.integers(1, 6_000).map(lambda n: "<" * n),
).filter(lambda text: bool(text.strip()))
addresses = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "https://a.example/x|y>z",
            "https://c.example/a_(b)_c?d=[e]#f*g*",
            "javascript:alert(1)",
            "https://d.example/) <@1> @everyone",
            "https://b.example/?a=1&b=" + "<" * 300,
        ]
    ),
)


@st.composite
def replies(draw: st.DrawFn) -> Brief:
    """Any reply."""
    count = draw(st.sampled_from([1, 2, 3, 8, 60]))
    sources = [
        Source(
            id=f"{n:016x}",
            revision="1" * 16,
            title=draw(words) if n < 8 else f"Report {n} " + "x" * 200,
            outlet=draw(st.one_of(st.none(), words)) if n < 4 else f"Outlet {n}",
            url=draw(addresses) if n < 8 else f"https://example.org/{n}/" + "y" * 300,
            published=date(2025, 3, 14) if n % 2 else None,
            status=draw(st.sampled_from(["live", "corrected", "retracted"])) if n < 4 else "live",
            origin="0" * 16 if n % 3 == 0 else "",
        )
        for n in range(count)
    ]
    claims: list[Claim] = []
    for _ in range(draw(st.integers(1, 12))):
        text = draw(words)
        cited = draw(st.lists(st.sampled_from(sources), min_size=1, max_size=count, unique_by=lambda source: source.id))
        cited = sources if count > 8 and draw(st.booleans()) else cited
        citations: list[Citation] = [
            Citation(
                passage=Passage(source=source.id, revision=source.revision, start=0, text=text),
                start=0,
                end=len(text),
                quote=text,
            )
            for source in cited
        ]
        section: Section = draw(st.sampled_from(["lede", "key", "said", "timeline", "dispute", "new", "nearest"]))
        one, *more = citations
        both: Citations = (one, *more)
        claims.append(Claim(text=text, section=section, citations=both, speaker=draw(st.one_of(st.none(), words))))
    used = tuple(dict.fromkeys(source for claim in claims for source in claim.cited))
    listed = tuple(next(source for source in sources if source.id == id_) for id_ in used)
    return Brief(
        query=draw(words),
        generated_at=NOW,
        as_of=NOW,
        claims=tuple(claims),
        sources=listed,
        notes=tuple(draw(st.lists(words, max_size=12))),
    )
