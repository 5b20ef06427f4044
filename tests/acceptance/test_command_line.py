"""The command line, as a newsroom types it: over the sample corpus that the package ships."""

from __future__ import annotations

import errno
import io
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest

from bot.cli.app import run
from bot.cli.terminal import compact
from bot.desk import Desk
from tests.shared import ROOT, shared

ANSWERED, FAILED, MISUSED, DECLINED = 0, 1, 2, 3


@dataclass(frozen=True)
class Printed:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one line that was printed, as JSON."""
        (line,) = self.out.splitlines()
        return json.loads(line)


class Nutgraf(Protocol):
    """Runs the command in this process."""

    def __call__(self, *arguments: str, typed: str = "") -> Printed:
        """What it comes to with these arguments and this on standard input."""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder that has read the sample corpus."""
    home = tmp_path_factory.mktemp("home")
    assert run(["--home", str(home), "search", "kursk"]) == ANSWERED
    return home


@pytest.fixture
def nutgraf(sample: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Nutgraf:
    """The command, over the sample corpus unless told otherwise."""
    for name in ("NUTGRAF_DEBUG", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NUTGRAF_HOME", str(sample))
    monkeypatch.setenv("NUTGRAF_NOW", "2025-03-15T12:00:00+00:00")

    def call(*arguments: str, typed: str = "") -> Printed:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        capsys.readouterr()
        code = run(arguments)
        out, err = capsys.readouterr()
        return Printed(code, out, err)

    return call


def test_the_first_use_reads_the_sample_and_says_so(nutgraf: Nutgraf, tmp_path: Path) -> None:
    """With an empty home a brief works at once; the second time there is nothing to tell."""
    home = str(tmp_path / "new" / "home")
    first = nutgraf("--home", home, "brief", "kursk")
    assert (first.code, first.out[:5]) == (ANSWERED, "Kursk")
    assert "sample corpus" in first.err
    assert "`nutgraf ingest PATH`" in first.err
    assert nutgraf("--home", home, "brief", "kursk") == Printed(ANSWERED, first.out, "")


def test_the_sample_is_not_mixed_into_articles_of_ones_own(nutgraf: Nutgraf, tmp_path: Path) -> None:
    """Who ingests first never sees the sample."""
    article = tmp_path / "ferry.txt"
    article.write_text("Ferry strike ends\n\nThe ferry strike ended on Monday, the union said.\n")
    home = str(tmp_path / "home")
    assert nutgraf("--home", home, "ingest", str(article)).out == "1 added, 0 changed, 0 unchanged, 0 refused\n"
    assert nutgraf("--home", home, "ingest", str(article)).out == "0 added, 0 changed, 1 unchanged, 0 refused\n"
    assert nutgraf("--home", home, "search", "kursk").code == DECLINED
    assert len(nutgraf("--home", home, "sources", "list", "--format", "json").out.splitlines()) == 1


def test_home_may_stand_behind_the_command(nutgraf: Nutgraf, tmp_path: Path) -> None:
    """Nobody has to remember where the option goes."""
    nutgraf("search", "kursk", "--home", str(tmp_path / "there"))
    assert (tmp_path / "there" / "nutgraf.db").exists()
    nutgraf("search", "kursk", f"--home={tmp_path / 'here'}")
    assert (tmp_path / "here" / "nutgraf.db").exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("brief", "kursk"), ANSWERED),
        (("ask", "what", "did", "Medvedev", "say?"), ANSWERED),
        (("ask", "What did Macron say?"), DECLINED),
        (("brief", "volleyball"), DECLINED),
        (("ask", "???"), DECLINED),
        (("search", "zzzzqq"), DECLINED),
        (("brief",), MISUSED),
        (("nonsense",), MISUSED),
        (("brief", "kursk", "--format", "pdf"), MISUSED),
        (("brief", "kursk", "--since", "someday"), MISUSED),
        (("search", "kursk", "--limit", "0"), MISUSED),
        (("sources", "show", "nosuchid"), FAILED),
        (("ingest", "/no/such/file"), FAILED),
        (("eval", "questions", "/no/such/file"), FAILED),
        (("--version",), ANSWERED),
        (("doctor",), ANSWERED),
    ],
)
def test_the_exit_code_tells_how_it_went(nutgraf: Nutgraf, arguments: tuple[str, ...], code: int) -> None:
    """0 answered, 3 declined, 2 usage, 1 failure; and what went wrong is never a traceback."""
    printed = nutgraf(*arguments)
    assert printed.code == code, printed
    assert "Traceback" not in printed.err
    if code == FAILED:
        assert printed.err.startswith("nutgraf: ")
        assert len(printed.err.splitlines()) == 1


def test_a_typo_is_met_with_what_was_meant(nutgraf: Nutgraf) -> None:
    """ "Did you mean" names the word that the corpus knows, in a brief and in a search."""
    assert "Did you mean 'Kursk'?" in nutgraf("brief", "kursck").out.replace("\n", " ")
    assert "did you mean 'Kursk'?" in nutgraf("search", "kursck").err


@pytest.mark.parametrize("arguments", [("brief", "kursk"), ("ask", "what did Medvedev say?"), ("ask", "What did Macron say?")])
def test_json_is_what_the_contract_says(nutgraf: Nutgraf, arguments: tuple[str, ...]) -> None:
    """Every reply validates, and every quote is exactly the stored text at its offsets."""
    import jsonschema

    schema = json.loads(shared("contract", "reply.schema.json").read_text())
    reply = nutgraf(*arguments, "--format", "json").json
    jsonschema.validate(reply, schema)
    assert reply["generated_at"] == "2025-03-15T12:00:00+00:00"
    for source in reply["sources"]:
        text = nutgraf("sources", "show", source["id"], "--format", "json").json["text"]
        for claim in reply["claims"]:
            for cited in claim["citations"]:
                if cited["source"] == source["n"]:
                    assert text[cited["start"] : cited["end"]] == cited["quote"]


def test_a_batch_gives_one_line_for_each_line(nutgraf: Nutgraf) -> None:
    """Plain or JSON, empty or broken: every question gets its object, in order, and the rest goes on."""
    typed = "\n".join(
        [
            "what did Medvedev say?",
            "",
            '{"query": "What did Macron say?", "since": null, "other": 1}',
            '{"query": 3}',
            '{"broken',
            '{"query": "kursk?", "as_of": "someday"}',
            '{"query": "what did Medvedev say?", "until": "2025-01-01"}',
        ]
    )
    printed = nutgraf("ask", "-", "--format", "json", typed=f"{typed}\n")
    replies = [json.loads(line) for line in printed.out.splitlines()]
    assert printed.code == ANSWERED
    assert [reply["declined"] for reply in replies] == [False, True, True, True, True, True, True]
    assert replies[0]["query"] == "what did Medvedev say?"
    assert "'query'" in replies[3]["reason"]
    assert "'someday'" in replies[5]["reason"]


def test_a_failure_inside_a_batch_is_one_line_and_one_exit_code(nutgraf: Nutgraf, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours at one question does not take the others with it, and is not passed over."""
    consider = Desk.consider

    async def faulty(desk: Desk, command: Any) -> Any:
        if command.words == "boom":
            raise KeyError("x")
        return await consider(desk, command)

    monkeypatch.setattr(Desk, "consider", faulty)
    printed = nutgraf("ask", "-", typed="boom\nwhat did Medvedev say?\n")
    assert printed.code == FAILED
    assert [json.loads(line)["declined"] for line in printed.out.splitlines()] == [True, False]
    assert "KeyError" in printed.err


def test_search_prints_ranked_passages(nutgraf: Nutgraf) -> None:
    """Best first, each with where it stands in its source."""
    found = nutgraf("search", "ceasefire", "--format", "json", "--limit", "3", "--explain").json
    scores = [passage["score"] for passage in found["passages"]]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)
    for passage in found["passages"]:
        assert {"source", "url", "path", "start", "end", "text", "score", "why"} <= passage.keys()
        text = nutgraf("sources", "show", passage["source"], "--format", "json").json["text"]
        assert text[passage["start"] : passage["end"]] == passage["text"]
    lines = nutgraf("search", "-", "--limit", "1", typed="ceasefire\n!!\n").out.splitlines()
    assert [len(json.loads(line)["passages"]) for line in lines] == [1, 0]


def test_an_explanation_shows_the_passages(nutgraf: Nutgraf) -> None:
    """--explain adds what the reply was made of, on screen and in JSON, and changes nothing else."""
    plain, explained = nutgraf("ask", "what did Medvedev say?"), nutgraf("ask", "what did Medvedev say?", "--explain")
    assert explained.out.startswith(plain.out)
    assert len(explained.out) > len(plain.out)
    assert nutgraf("brief", "kursk", "--explain", "--format", "json").json["explain"][0]["score"] > 0


def test_filters_leave_out_what_they_name(nutgraf: Nutgraf) -> None:
    """Only sources of the outlet and the days asked for are used."""
    listed = [json.loads(line) for line in nutgraf("sources", "list", "--format", "json").out.splitlines()]
    outlet = next(source["outlet"] for source in listed if source["outlet"])
    of_outlet = nutgraf("search", "kursk", "--outlet", outlet, "--format", "json").json["passages"]
    assert {passage["outlet"] for passage in of_outlet} == {outlet}
    late = nutgraf("search", "kursk", "--since", "1d", "--format", "json").json["passages"]
    assert {(passage["published"] or "")[:10] for passage in late} == {"2025-03-14", "2025-03-15"}
    assert nutgraf("search", "kursk", "--until", "2024", "--since", "2024").code == DECLINED
    assert nutgraf("search", "kursk", "--collection", "other").code == DECLINED


def test_what_is_exported_is_read_back(nutgraf: Nutgraf, tmp_path: Path) -> None:
    """Every source comes back with its id, its text and what is known of it."""
    exported = nutgraf("sources", "export").out
    (tmp_path / "all.jsonl").write_text(exported)
    home = str(tmp_path / "home")
    assert nutgraf("--home", home, "ingest", str(tmp_path / "all.jsonl")).code == ANSWERED
    again = nutgraf("--home", home, "sources", "export").out
    kept = ("id", "text", "title", "outlet", "author", "published", "url", "path", "status", "collection")

    def of(lines: str) -> dict[str, Any]:
        return {read["id"]: {key: read[key] for key in kept} for read in map(json.loads, lines.splitlines())}

    assert of(again) == of(exported)


def test_a_source_can_be_shown(nutgraf: Nutgraf) -> None:
    """On screen with its text, in JSON with its sentences, quotes and times."""
    listed = [json.loads(line) for line in nutgraf("sources", "list", "--format", "json").out.splitlines()]
    shown = nutgraf("sources", "show", listed[0]["id"], "--format", "json").json
    for group in ("sentences", "quotes", "times"):
        for span in shown[group]:
            assert 0 <= span["start"] < span["end"] <= len(shown["text"])
    page = nutgraf("sources", "show", listed[0]["id"]).out
    assert page.startswith(" ".join(shown["title"].split())[:40])
    assert listed[0]["id"] in nutgraf("sources", "list").out


def test_bad_input_is_one_line_each_and_the_rest_is_read(nutgraf: Nutgraf, tmp_path: Path) -> None:
    """A folder with a binary, an empty and a broken file still gives its good one."""
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "good.txt").write_text("Library reopens\n\nThe library reopened on Tuesday, the council said.\n")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 8)
    (folder / "empty.txt").write_text("")
    (folder / "latin.txt").write_bytes("Caf\xe9 reopens on Monday, said its owner.".encode("latin-1"))
    printed = nutgraf("--home", str(tmp_path / "home"), "ingest", str(folder))
    assert printed.code == ANSWERED
    assert printed.out.startswith("1 added")
    refused = printed.err.splitlines()
    assert all(line.startswith("nutgraf: ") for line in refused)
    assert {name for name in ("binary.txt", "empty.txt", "latin.txt") if any(name in line for line in refused)} == {
        "binary.txt",
        "empty.txt",
        "latin.txt",
    }


def test_a_thread_can_be_typed_in(nutgraf: Nutgraf) -> None:
    """A pipe of lines gets a reply each; a follow-up leans on what went before."""
    printed = nutgraf("chat", typed="/brief kursk\nwhat did Medvedev say?\n/sources\n/why\n/quit\n")
    assert printed.code == ANSWERED
    assert printed.out.startswith("Kursk")
    assert "mercilessly" in printed.out


def test_markdown_and_text_say_the_same(nutgraf: Nutgraf) -> None:
    """The formats differ in their marks alone."""
    text, markdown = nutgraf("brief", "kursk").out, nutgraf("brief", "kursk", "--format", "markdown").out
    assert markdown.startswith("**Kursk** · ")
    assert markdown.count("\n- ") > 5
    assert text.count("[1]") == markdown.count("\\[1\\]")


def test_colour_is_only_for_a_terminal(nutgraf: Nutgraf, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe gets plain text unless colour is forced, and never when it is refused."""
    assert "\x1b" not in nutgraf("brief", "kursk").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1m" in nutgraf("brief", "kursk").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in nutgraf("brief", "kursk").out


def test_output_fits_the_width_it_is_given(nutgraf: Nutgraf, monkeypatch: pytest.MonkeyPatch) -> None:
    """COLUMNS is honoured, and prose is never set wider than is read with ease."""
    monkeypatch.setenv("COLUMNS", "50")
    assert max(map(len, nutgraf("brief", "kursk").out.splitlines())) <= 50
    monkeypatch.setenv("COLUMNS", "300")
    assert max(map(len, nutgraf("brief", "kursk").out.splitlines())) <= 100


def test_a_fault_of_ours_says_so_without_a_traceback(nutgraf: Nutgraf, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line that names what happened and how to see more; with NUTGRAF_DEBUG the traceback itself."""

    async def faulty(desk: Desk, command: Any) -> Any:
        raise KeyError("x")

    monkeypatch.setattr(Desk, "consider", faulty)
    printed = nutgraf("brief", "kursk")
    assert printed.code == FAILED
    assert "NUTGRAF_DEBUG=1" in printed.err
    assert len(printed.err.splitlines()) == 1
    monkeypatch.setenv("NUTGRAF_DEBUG", "1")
    with pytest.raises(KeyError):
        nutgraf("brief", "kursk")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "free some space"),
        (PermissionError(errno.EACCES, "Permission denied", "/home/nobody"), "/home/nobody"),
    ],
)
def test_what_the_machine_refuses_is_one_line(
    nutgraf: Nutgraf, monkeypatch: pytest.MonkeyPatch, error: OSError, words: str
) -> None:
    """A full disk or a missing right is named, with what to do next."""

    async def refused(desk: Desk, command: Any) -> Any:
        raise error

    monkeypatch.setattr(Desk, "consider", refused)
    printed = nutgraf("brief", "kursk")
    assert printed.code == FAILED
    assert words in printed.err
    assert len(printed.err.splitlines()) == 1


def test_ctrl_c_needs_no_words(sample: Path) -> None:
    """An interrupted command ends at once, silently, with the code that shells expect."""
    command = [sys.executable, "-m", "bot.cli", "--home", str(sample), "ask", "-"]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"} | {"PYTHONPATH": str(ROOT)},
        # Whoever runs the tests in the background has told them to ignore it, and a child would inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"what did Medvedev say?\n")
        process.stdin.flush()
        assert process.stdout.readline(), "a reply is printed before the next question is read"
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate()
    assert (process.returncode, complaint) == (130, b"")


def test_a_setting_that_cannot_be_read_is_one_line(nutgraf: Nutgraf, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable with nonsense in it is named before anything is done."""
    monkeypatch.setenv("NUTGRAF_NOW", "noon")
    printed = nutgraf("brief", "kursk")
    assert (printed.code, printed.out) == (MISUSED, "")
    assert printed.err.startswith("nutgraf: NUTGRAF_NOW='noon'")


def test_a_home_that_cannot_be_one_is_one_line(nutgraf: Nutgraf, tmp_path: Path) -> None:
    """A file in the place of the folder is named, with what to do."""
    (tmp_path / "file").write_text("")
    printed = nutgraf("--home", str(tmp_path / "file"), "brief", "kursk")
    assert printed.code == FAILED
    assert "--home" in printed.err
    assert len(printed.err.splitlines()) == 1


def test_a_home_without_a_name_is_refused(nutgraf: Nutgraf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``--home "$UNSET"`` is a mistake, and no wish to fill the folder one stands in."""
    monkeypatch.chdir(tmp_path)
    for arguments in (("--home", ""), ("--home=",)):
        printed = nutgraf(*arguments, "brief", "kursk")
        assert printed == Printed(MISUSED, "", "nutgraf: --home is empty; name a folder, or leave it out\n")
    assert not list(tmp_path.iterdir())


def test_closed_streams_are_no_fault(sample: Path) -> None:
    """``nutgraf … <&- >&- 2>&-`` runs as if its output went nowhere."""
    words = f"{sys.executable} -m bot.cli --home {sample}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    quiet = subprocess.run(["sh", "-c", f"{words} brief kursk <&- >&-"], capture_output=True, env=environment, check=False)
    assert (quiet.returncode, quiet.stderr) == (ANSWERED, b"")
    mute = subprocess.run(["sh", "-c", f"{words} ask - <&- 2>&-"], capture_output=True, env=environment, check=False)
    assert (mute.returncode, mute.stdout) == (ANSWERED, b"")


def test_a_reader_that_leaves_is_no_error(sample: Path) -> None:
    """``nutgraf sources export | head -1`` ends without a word on standard error."""
    command = [sys.executable, "-m", "bot.cli", "--home", str(sample), "sources", "export"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


def test_questions_of_ones_own_can_be_measured(nutgraf: Nutgraf, tmp_path: Path) -> None:
    """Right, wrong and abstained are counted, and fewer than needed is a failure."""
    asked = tmp_path / "questions.jsonl"
    lines = [
        {"id": "a", "question": "what did Medvedev say?", "must_include": ["mercilessly"]},
        {"id": "b", "question": "What did Macron say?", "abstain": True},
        {"id": "c", "question": "what did Medvedev say?", "must_include": ["a text that nobody wrote"], "cite_min": 99},
    ]
    asked.write_text("\n".join(map(json.dumps, lines)))
    printed = nutgraf("eval", "questions", str(asked), "--verbose")
    assert "2 of 3 right" in printed.out
    assert "lacks 'a text that nobody wrote'" in printed.out
    figures = nutgraf("eval", "questions", str(asked), "--need", "3", "--format", "json", "--corpus", str(ROOT / "seeds"))
    assert (figures.code, figures.json["right"], figures.json["citations"]) == (FAILED, 2, figures.json["exact"])
    assert figures.err.endswith("nutgraf: only 2 of 3 right, and 3 are needed; --verbose shows what is wrong\n")
    asked.write_text("{}")
    assert "line 1" in nutgraf("eval", "questions", str(asked)).err


@pytest.mark.parametrize("value", ["plain", "half \ud800 a pair", "line\u2028separator\x85next"])
def test_json_stays_on_one_line_whatever_the_text_holds(value: str) -> None:
    """Characters that cut lines, or that UTF-8 cannot carry, are escaped, and come back the same."""
    line = compact({"text": value})
    assert len(line.splitlines()) == 1
    assert line.encode()
    assert json.loads(line) == {"text": value}


def test_the_sample_makes_way_for_real_articles(nutgraf: Nutgraf, tmp_path: Path) -> None:
    """Once an article of one's own is read, nothing invented is left beside it."""
    home = tmp_path / "new"
    assert nutgraf("--home", str(home), "brief", "kursk").code == 0
    (tmp_path / "own.txt").write_text("OSLO: The harbour bridge was closed on Monday, the mayor said.\n")
    printed = nutgraf("--home", str(home), "ingest", str(tmp_path / "own.txt"))
    assert "made way for your own" in printed.err
    listed = nutgraf("--home", str(home), "sources", "list")
    assert "own.txt" in listed.out
    assert "Placeholder" not in listed.out


def test_a_file_name_that_is_no_text_is_read(nutgraf: Nutgraf, tmp_path: Path) -> None:
    """A name with bytes that are no UTF-8 costs neither its file nor the others."""
    folder = tmp_path / "in"
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/x\xff.txt")).write_text("The tunnel was shut on Tuesday, the police said.")
    (folder / "y.txt").write_text("The station was opened on Friday, the minister said.")
    printed = nutgraf("--home", str(tmp_path / "new"), "ingest", str(folder))
    assert printed.out.startswith("2 added")


def test_a_folder_without_a_file_is_said_to_be_empty(nutgraf: Nutgraf, tmp_path: Path) -> None:
    """Whoever gives the wrong folder sees that, and what to give."""
    found = nutgraf("--home", str(tmp_path / "home"), "ingest", str(tmp_path))
    assert "there is no file in" in found.err
    assert ".jsonl" in found.err


def test_a_store_that_cannot_be_opened_is_no_fault_of_ours(nutgraf: Nutgraf, tmp_path: Path) -> None:
    """Where a folder is in the file's place, the message says what to see to."""
    (tmp_path / "nutgraf.db").mkdir()
    found = nutgraf("--home", str(tmp_path), "brief", "kursk")
    assert found.code == FAILED
    assert "name another folder with --home" in found.err
    assert "unexpected" not in found.err


def test_processes_that_begin_a_home_at_once_all_succeed(tmp_path: Path) -> None:
    """One makes the index, the others find it made."""
    (tmp_path / "a.txt").write_text("The bridge at Hollvik was closed on Monday after a ship struck it, police said.", "utf-8")
    command = [sys.executable, "-m", "bot.cli", "--home", str(tmp_path / "home"), "ingest", str(tmp_path / "a.txt")]
    begun = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    ended = [process.communicate(timeout=60) for process in begun]
    assert [(process.returncode, err) for process, (_, err) in zip(begun, ended, strict=True)] == [(0, "")] * 4
    assert sorted(out.split(",")[0] for out, _ in ended) == ["0 added"] * 3 + ["1 added"]


def test_every_process_prints_the_same(sample: Path) -> None:
    """The order in which Python walks a set, which changes from one process to the next, is never that of a reply."""
    command = [sys.executable, "-m", "bot.cli", "--home", str(sample), "brief", "kursk", "--format", "json"]
    printed = {
        subprocess.run(
            command,
            env={**os.environ, "PYTHONHASHSEED": seed, "NUTGRAF_NOW": "2025-03-16T09:00:00+00:00"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in "0123"
    }
    assert len(printed) == 1
