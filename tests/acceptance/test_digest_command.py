"""The digest on the command line: the same words as in chat, for every channel."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.app import run

PLACE = "slack/T0123ABCD/C0123ABCD"


def said(capsys: pytest.CaptureFixture[str], home: Path, *words: str) -> tuple[int, str, str]:
    """What `nutgraf digest` says: exit code, output, and what is wrong."""
    code = run(["--home", str(home), "digest", *words])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_a_digest_is_made_listed_changed_and_removed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each step says what it did, and the list shows the channel, the words and the state."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    code, out, _ = said(capsys, tmp_path, "daily", "7:30", "Europe/Kyiv", "kursk,", "ceasefire", "--channel", PLACE)
    assert code == 0
    assert "daily 07:30 Europe/Kyiv · kursk and ceasefire" in out
    id_ = out.removeprefix("Done: ").split(" ")[0]
    assert f"{PLACE} · {id_} · daily 07:30" in said(capsys, tmp_path)[1]
    assert "weekdays 08:00" in said(capsys, tmp_path, "change", id_, "weekdays", "8:00")[1]
    assert "Paused" in said(capsys, tmp_path, "pause", id_)[1]
    assert "paused" in said(capsys, tmp_path, "list")[1]
    assert "Resumed" in said(capsys, tmp_path, "resume", id_)[1]
    assert "Removed" in said(capsys, tmp_path, "remove", id_)[1]
    assert "No digest is posted anywhere yet" in said(capsys, tmp_path, "list")[1]


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("daily", "7:30", "kursk"), "--channel"),
        (("daily", "7:30", "--channel", "C0123ABCD"), "slack/T0123ABCD/C0123ABCD"),
        (("pause", "nowhere"), "digest list"),
        (("daily", "kursk"), "07:30"),
    ],
)
def test_what_is_not_understood_says_what_to_write(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], hint: str
) -> None:
    """Usage is one line with what to do, and its own exit code."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    code, _, wrong = said(capsys, tmp_path, *words)
    assert code == 2
    assert hint in wrong
    assert wrong.count("\n") == 1


def test_a_preview_needs_no_channel(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a new digest would say is printed from the corpus at hand, with its sources."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    code, out, _ = said(capsys, tmp_path, "preview", "kursk")
    assert code == 0
    assert "New on kursk" in out
    assert "[1]" in out
    assert not (tmp_path / "state.db").exists()
