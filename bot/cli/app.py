"""The ``nutgraf`` command: its options, its groups of commands, and what an error looks like."""

import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from bot.cli import asking, channels, checking, digest, measuring, reading, serving
from bot.cli.terminal import abandon, prepare, tell
from bot.errors import AskerError, BadSetting, NutgrafError
from bot.settings import Settings, debugging

FAILED = 1
MISUSED = 2
READER_GONE = 141
"""What a shell reports for a program ended by SIGPIPE."""

NEXT = {
    errno.ENOSPC: "free some space",
    errno.EROFS: "name a folder that may be written with --home",
    errno.EACCES: "give this user the right, or name another folder with --home",
    errno.EPERM: "give this user the right, or name another folder with --home",
    errno.ENOTDIR: "name a folder with --home",
    errno.EEXIST: "a file is in the way; name a folder with --home",
}
"""What to do next about what the machine refuses."""

EPILOG = "Exit codes: 0 answered, 3 declined (the sources do not say), 2 usage, 1 failure."


class Group(TyperGroup):
    """The top of the command: takes ``--home`` before or behind a command's name, and sees its errors out."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Move ``--home DIR`` to the front."""
        return super().parse_args(ctx, _home_first(args))

    def invoke(self, ctx: Any) -> Any:
        """Run the command; end quietly where nobody reads its output any more."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as exc:
            abandon()
            raise typer.Exit(READER_GONE) from exc
        return result


def _home_first(args: list[str]) -> list[str]:
    end = args.index("--") if "--" in args else len(args)
    front: list[str] = []
    rest: list[str] = []
    given = iter(args[:end])
    for arg in given:
        if arg == "--home":
            front += [arg, *([value] if (value := next(given, None)) is not None else [])]
        else:
            (front if arg.startswith("--home=") else rest).append(arg)
    return front + rest + args[end:]


app = typer.Typer(
    name="nutgraf",
    cls=Group,
    help="A newsroom's briefing desk: briefs and answers in which every sentence is cited.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
asking.add_to(app)
checking.add_to(app)
reading.add_to(app)
channels.add_to(app)
digest.add_to(app)
measuring.add_to(app)
serving.add_to(app)


def _version(wanted: bool) -> None:
    if wanted:
        from bot import __version__

        print(f"nutgraf {__version__}")
        raise typer.Exit


@app.callback()
def nutgraf(
    ctx: typer.Context,
    home: Annotated[
        str | None,
        typer.Option(metavar="DIR", help="Where the desk keeps its files (else NUTGRAF_HOME, else your folder for such data)."),
    ] = None,
    version: Annotated[  # noqa: ARG001
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """A newsroom's briefing desk: briefs and answers in which every sentence is cited."""
    if home == "":
        raise BadSetting("--home is empty; name a folder, or leave it out")
    ctx.obj = Settings.read(home=Path(home).expanduser() if home else None)


def run(arguments: Sequence[str]) -> int:
    """Run the command line on these arguments, and hand back its exit code."""
    prepare()
    try:
        app(list(arguments), prog_name="nutgraf")
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else FAILED if leaving.code else 0
    except Exception as exc:
        if debugging(os.environ):
            raise
        return _explain(exc)
    return 0


def _explain(exc: Exception) -> int:
    """One line on what went wrong and what to do next; the exit code it comes to."""
    if isinstance(exc, NutgrafError):
        tell(str(exc))
        return MISUSED if isinstance(exc, AskerError | BadSetting) else FAILED
    if isinstance(exc, OSError) and (exc.strerror or exc.filename):
        where = f": {exc.filename!r}" if exc.filename else ""
        tell(f"{exc.strerror or exc}{where}; {NEXT.get(exc.errno or 0, 'see that it is there, and may be read and written')}")
        return FAILED
    tell(f"unexpected {type(exc).__name__}: {exc}; this is a fault of ours: set NUTGRAF_DEBUG=1 to see where, and report it")
    return FAILED
