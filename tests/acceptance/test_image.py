"""The image as far as it goes without a container engine: its recipe linted, its steps done one by one, its user a nobody."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shared import ROOT

NOBODY = 65534
RECIPE = (ROOT / "Dockerfile").read_text()


def test_the_recipe_passes_the_linter() -> None:
    """hadolint finds nothing in the Dockerfile."""
    linter = shutil.which("hadolint", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if linter is None:
        pytest.skip("hadolint is not installed; it is in requirements-dev.lock")
    done = subprocess.run([linter, str(ROOT / "Dockerfile")], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_recipe_is_what_an_operator_expects() -> None:
    """Two stages on a slim base, dependencies by hash, a user that is not root, a volume, a health check, no shell to start."""
    assert re.findall(r"^ARG PYTHON=(\S+)", RECIPE, re.MULTILINE)[0].split("-")[1] == "slim"
    assert RECIPE.count("\nFROM python:${PYTHON}") == 2
    assert "--require-hashes --only-binary :all: --requirement requirements.lock" in RECIPE
    last = RECIPE.rsplit("\nFROM ", 1)[1]
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)
    assert re.search(r"^VOLUME /var/lib/nutgraf$", last, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK .*\\\n\s+CMD \[.*/healthz", last, re.MULTILINE)
    assert 'ENTRYPOINT ["nutgraf"]' in last
    assert last.index("USER") < last.index("ENTRYPOINT")


def test_only_what_is_needed_goes_into_the_image() -> None:
    """Everything is shut out but what the recipe copies, so that no secret and no history gets in by accident."""
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in ignored
    let_in = {line[1:] for line in ignored if line.startswith("!")}
    sources = re.findall(r"^COPY (?!--from)(.+) \S+$", RECIPE, re.MULTILINE)
    assert let_in == {name for names in sources for name in names.split()}
    assert all((ROOT / name).exists() for name in let_in)


def test_no_secret_is_in_the_composition() -> None:
    """Passwords come from a file that is not committed; its example says so, and names every variable that is used."""
    composed = (ROOT / "compose.yaml").read_text()
    example = (ROOT / ".env.example").read_text()
    given = dict(line.split("=", 1) for line in example.splitlines() if "=" in line)
    assert ".env" in (ROOT / ".gitignore").read_text().splitlines()
    assert set(re.findall(r"\$\$([A-Z_]+)", composed)) <= set(given)
    assert "change-me" not in composed
    assert composed.count("env_file: .env") == 3
    assert {"image: redis:8", "image: postgres:17"} <= {line.strip() for line in composed.splitlines()}
    assert len(re.findall(r"^  desk-\d:$", composed, re.MULTILINE)) >= 2
    assert "read_only: true" in composed


@pytest.fixture(scope="module")
def prefix() -> Iterator[Path]:
    """What the build stage makes: the lock and the wheel installed into a prefix of their own, which nobody may write."""
    # Not pytest's own folder, which other users may not enter; and a Python that they may run.
    base = next((p for p in ("/usr/bin/python3", sys.executable) if Path(p).exists() and _runs_for_others(p)), None)
    if base is None:
        pytest.skip("no Python on this machine that another user may run")
    with tempfile.TemporaryDirectory(prefix="nutgraf-image-") as folder:
        top = Path(folder)
        top.chmod(0o755)
        where, source = top / "opt", top / "src"
        if subprocess.run([base, "-m", "venv", str(where)], capture_output=True).returncode:
            pytest.skip(f"{base} cannot make virtual environments")
        python, quiet = str(where / "bin" / "python"), ["-m", "pip", "--disable-pip-version-check", "--quiet"]
        locked = ["install", "--require-hashes", "--only-binary", ":all:", "--requirement", str(ROOT / "requirements.lock")]
        done = subprocess.run([python, *quiet, *locked], capture_output=True, text=True)
        if done.returncode and re.search("No matching distribution|Connection|Temporary failure|resolve", done.stderr):
            pytest.skip("no package index is reached from here")
        assert done.returncode == 0, done.stderr[-2000:]
        source.mkdir()
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / name, source)
        for name in ("seeds", "adapters", "bot"):
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        wheel = ["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(top / "dist"), str(source)]
        subprocess.run([python, *quiet, *wheel], check=True, capture_output=True)
        shutil.rmtree(source)
        install = ["install", "--no-deps", "--no-index", "--find-links", str(top / "dist"), "nutgraf"]
        subprocess.run([python, *quiet, *install], check=True, capture_output=True)
        for path in where.rglob("*"):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode & ~(stat.S_IWGRP | stat.S_IWOTH) | stat.S_IROTH)
        yield where


def _runs_for_others(python: str) -> bool:
    """Whether every folder on the way to it may be entered by others."""
    real = Path(python).resolve()
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in real.parents)


@pytest.mark.slow
def test_the_installed_desk_runs_as_nobody(prefix: Path) -> None:
    """From wheel and lock alone, as a user without rights, writing nowhere but in its home: version, brief and service."""
    if os.geteuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("needs root and setpriv, to become another user")
    with tempfile.TemporaryDirectory(prefix="nutgraf-volume-") as volume:
        os.chown(volume, NOBODY, NOBODY)

        def run(*arguments: str, timeout: float = 60) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                [
                    *("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--no-new-privs"),
                    *("timeout", "--signal=TERM", str(timeout), str(prefix / "bin" / "nutgraf"), *arguments),
                ],
                env={"PATH": "/usr/bin:/bin", "NUTGRAF_HOME": volume, "HOME": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1"},
                cwd="/",
                capture_output=True,
                text=True,
            )

        before = {str(path): path.stat().st_mtime_ns for path in prefix.rglob("*")}
        assert run("--version").stdout.startswith("nutgraf ")
        brief = run("brief", "kursk", "--format", "json")
        assert brief.returncode == 0, brief.stderr
        assert json.loads(brief.stdout)["sources"]
        served = run("serve", "--port", "0", timeout=4)
        events = [json.loads(line) for line in served.stderr.splitlines()]
        assert "ready" in [event["event"] for event in events], served.stderr
        # 124: timeout itself tells so of a program that ended when it was told to.
        assert served.returncode in (0, 124)
        assert [event["event"] for event in events][-1] == "stopped"
        assert {str(path): path.stat().st_mtime_ns for path in prefix.rglob("*")} == before
