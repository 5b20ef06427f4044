"""The commands that measure: ``eval``, ``bench`` and ``doctor``."""

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import Listing, ListingOption
from bot.settings import Settings

SHORT = 1
"""The exit code where fewer are right than were needed, or something is out of order."""
SMALLEST = 1_000
"""Passages below which a search measures nothing."""


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    evaluation = typer.Typer(
        help="Measure the desk on data of your own, as ours is measured.", rich_markup_mode=None, no_args_is_help=True
    )
    for command in (questions, retrieval, quotes, verifier, quotations):
        evaluation.command()(command)
    app.add_typer(evaluation, name="eval")
    app.command()(bench)
    app.command()(doctor)


def questions(
    ctx: typer.Context,
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="Questions as JSON Lines: question, must_include, cite_all, abstain …")
    ],
    corpus: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="Articles to ask about, read into a store of their own; else those of --home."),
    ] = None,
    need: Annotated[int, typer.Option(metavar="N", help="Fail where fewer are right.")] = 0,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show every question, and what is wrong.")] = False,
    format: ListingOption = Listing.text,
) -> None:
    """How many questions are answered right, and whether every citation is exact."""
    from dataclasses import asdict, replace
    from tempfile import TemporaryDirectory

    from bot.cli.terminal import say, say_json, tell
    from bot.corpus.files import read
    from bot.corpus.ingest import ingest
    from bot.evaluation.questions import expectations, measure
    from bot.wiring import complete, finish, open_desk, open_store

    settings: Settings = ctx.obj
    asked = tuple(expectations(path))
    with ExitStack() as stack:
        if corpus is not None:
            settings = replace(settings, home=Path(stack.enter_context(TemporaryDirectory(prefix="nutgraf-"))))
            with open_store(settings.home) as store:
                for line in finish(ingest(read([corpus]), store.corpus, store.index)).refused:
                    tell(line)
        desk = stack.enter_context(open_desk(settings, tell))
        result = complete(desk, measure(asked, desk))
    if format is Listing.json:
        figures = {"questions": len(asked), "right": result.right, "first": result.first}
        exact = {"citations": result.citations, "exact": result.exact}
        say_json({**figures, **exact, "verdicts": [asdict(verdict) for verdict in result.verdicts]})
    else:
        for verdict in result.verdicts:
            if verbose or verdict.faults:
                say(f"{'wrong' if verdict.faults else 'right'}  {verdict.id}  {verdict.question}\n")
                for fault in verdict.faults:
                    say(f"       {fault}\n")
            if verbose:
                for claim in verdict.said[:4]:
                    say(f"       > {' '.join(claim.split())[:200]}\n")
        say(f"{result.right} of {len(asked)} right, {result.first} in the first claim; ")
        say(f"{result.exact} of {result.citations} citations exact\n")
    if result.right < need:
        tell(f"only {result.right} of {len(asked)} right, and {need} are needed; --verbose shows what is wrong")
    if result.exact < result.citations:
        tell(f"{result.citations - result.exact} citations are not exact; --verbose shows whose")
    if result.right < need or result.exact < result.citations:
        raise typer.Exit(SHORT)


def retrieval(
    ctx: typer.Context,
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="A folder with articles.jsonl and questions.jsonl (or .jsonl.gz).")
    ],
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show the questions whose article was not first.")] = False,
    format: ListingOption = Listing.text,
) -> None:
    """How early the article that answers a question is found."""
    from tempfile import TemporaryDirectory

    from bot.cli.progress import Bar
    from bot.cli.terminal import say, say_json
    from bot.evaluation.retrieval import measure
    from bot.wiring import clock, finish, open_store

    settings: Settings = ctx.obj
    with TemporaryDirectory(prefix="nutgraf-") as home, open_store(Path(home)) as store, Bar("reading") as bar:
        now = clock(settings).now()
        ranks = finish(measure(path, store.corpus, store.index, now, lambda so_far: bar.reached(so_far.documents)))
    if format is Listing.json:
        figures = {"articles": ranks.articles, "questions": len(ranks.found)}
        measured = {"hits_at_4": ranks.hits_at_4, "mrr_at_10": ranks.mrr_at_10, "milliseconds": ranks.milliseconds}
        say_json({**figures, **measured, "ranks": {found.id: found.rank for found in ranks.found}})
        return
    for found in ranks.found:
        if verbose and found.rank != 1:
            say(f"{found.rank or '-':>3}  {found.id}  {found.question}\n")
    say(f"{len(ranks.found)} questions over {ranks.articles} articles: ")
    say(f"Hits@4 {ranks.hits_at_4:.3f}, MRR@10 {ranks.mrr_at_10:.3f}, {ranks.milliseconds:.1f} ms each\n")


def quotes(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="Articles with attributions, as JSON Lines (or .jsonl.gz).")],
) -> None:
    """How many quotations are found, and given to the right speaker."""
    from bot.cli.terminal import say
    from bot.evaluation.quotes import measure

    for line in measure(path).lines():
        say(f"{line}\n")


def verifier(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="Claims with source and verdict, as JSON Lines; or a folder of such files.")
    ],
    format: ListingOption = Listing.text,
) -> None:
    """How well what a source bears out is told from what it does not."""
    from dataclasses import asdict

    from bot.cli.terminal import say, say_json
    from bot.evaluation.verifier import measure

    figures = measure(path)
    if format is Listing.json:
        say_json({"files": [asdict(one) for one in figures]})
        return
    for one in figures:
        say(f"{one.line()}\n")


def quotations(
    ctx: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="PATH", help="Articles with attributions, as JSON Lines (or .jsonl.gz).")],
    count: Annotated[int, typer.Option(min=10, metavar="N", help="How many quotations to check, half of them faulty.")] = 500,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show what was called wrong.")] = False,
) -> None:
    """How well altered, spliced and misattributed quotations are told from true ones."""
    from tempfile import TemporaryDirectory

    from bot.cli.terminal import say
    from bot.evaluation.quotations import measure
    from bot.wiring import clock, finish, open_store

    settings: Settings = ctx.obj
    with TemporaryDirectory(prefix="nutgraf-") as home, open_store(Path(home)) as store:
        result = finish(measure(path, store.corpus, store.index, clock(settings).now(), count))
    for line in (*result.lines(), *(result.wrong if verbose else ())):
        say(f"{line}\n")


def _size(text: str) -> int:
    factor = {"k": 1_000, "m": 1_000_000}.get(text[-1:].lower(), 1)
    number = text[:-1] if factor > 1 else text
    if not (number.isascii() and number.isdecimal() and int(number) * factor >= SMALLEST):
        raise typer.BadParameter(f"{text!r} is no size; give at least {SMALLEST} passages, as in 10000 or 10k")
    return int(number) * factor


def bench(
    ctx: typer.Context,
    passages: Annotated[
        list[int] | None,
        typer.Option(
            parser=_size, metavar="N", help="How large a corpus to search; may be given again. [default: 10k, 100k, 1M]"
        ),
    ] = None,
) -> None:
    """Measure start, reading, search and briefs on this machine."""
    from bot.bench import SIZES
    from bot.bench import bench as measure
    from bot.cli.terminal import flush, say

    def told(line: str) -> None:
        say(line)
        flush()

    settings: Settings = ctx.obj
    measure(told, tuple(sorted(passages)) if passages else SIZES, redis=settings.redis_url)


def doctor(ctx: typer.Context) -> None:
    """Check that everything the desk needs is in order, and say what is not."""
    from bot.cli.checkup import checkup
    from bot.cli.terminal import look, say

    settings: Settings = ctx.obj
    sound = True
    for finding in checkup(settings, look(settings)):
        sound = sound and finding.sound
        say(f"{'ok ' if finding.sound else 'BAD'}  {finding.what:<9} {finding.text}\n")
    if not sound:
        raise typer.Exit(SHORT)
