"""The picture of a check: each sentence of the draft with its verdict, its quotations, and what the sources say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.engine.view import Line, Part, Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.domain import Checked, CheckedQuote

NAMES = {
    "supported": "Supported",
    "contradicted": "Contradicted",
    "disputed": "Disputed",
    "not in our sources": "Not in our sources",
}


def checked(reply: Checked) -> Iterable[Part]:
    """One part, a line for each sentence and beneath it what was found."""
    lines: list[Line] = []
    for sentence in reply.sentences:
        said = " ".join(reply.query[sentence.start : sentence.end].split())
        runs = [Run(text=f"{NAMES[sentence.standing]}:", style="strong"), Run(text=f" {said}")]
        lines.append(Line(runs=tuple(runs), shape="item"))
        if sentence.why:
            lines.append(Line(runs=(Run(text=_opened("; ".join(sentence.why)), style="emphasis"),), shape="against"))
        for quote in reply.quotes:
            if sentence.start <= quote.start < sentence.end:
                lines.append(Line(runs=tuple(_quote(reply, quote)), shape="against"))
        shown = sentence.claims if sentence.standing != "not in our sources" else sentence.claims[:1]
        lines += [_passage(reply, at, "Nearest: " if sentence.standing == "not in our sources" else "") for at in shown]
        lines += [_passage(reply, at, "Against it: ") for at in sentence.against]
    return (Part(title=None, lines=tuple(lines)),) if lines else ()


def _passage(reply: Checked, at: int, head: str) -> Line:
    claim = reply.claims[at]
    marks = tuple(
        Run(text=f"[{number}]", style="marker", source=number)
        for number in dict.fromkeys(reply.numbers[cited.source] for cited in claim.citations)
    )
    words = (Run(text=head, style="emphasis"),) if head else ()
    return Line(runs=(*words, Run(text=f"{claim.text} "), *marks), shape="against")


def _quote(reply: Checked, quote: CheckedQuote) -> Iterator[Run]:
    yield Run(text=f"“{' '.join(reply.query[quote.start : quote.end].split())}”", style="mark")
    yield Run(text=f" is {quote.verdict}")
    if quote.verdict == "said by someone else" and quote.said_by:
        yield Run(text=f": {quote.said_by}")
    for number, edit in enumerate(quote.edits[:6]):
        yield Run(text="; " if number else ": ")
        if edit.ours and edit.theirs:
            yield Run(text=f"“{edit.ours}” is “{edit.theirs}” there")
        elif edit.theirs:
            yield Run(text=f"“{edit.theirs}” is left out")
        else:
            yield Run(text=f"“{edit.ours}” is not there")
    if quote.note:
        yield Run(text=f" ({quote.note})")
    for at in quote.claims:
        for cited in reply.claims[at].citations:
            number = reply.numbers[cited.source]
            yield Run(text=" ")
            yield Run(text=f"[{number}]", style="marker", source=number)


def _opened(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
