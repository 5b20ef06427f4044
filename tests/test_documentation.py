"""The documentation says what is."""

from __future__ import annotations

import re

import pytest

from bot import __version__
from tests import documentation
from tests.shared import ROOT

PAGES = sorted(path for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


def test_the_readme_shows_the_real_output() -> None:
    """What the README prints below a command is what that command prints; `make docs` puts it right."""
    written = documentation.README.read_text(encoding="utf-8")
    assert documentation.BLOCK.search(written)
    assert documentation.readme(written) == written


def test_the_page_of_commands_is_the_help() -> None:
    """docs/cli.md is what --help prints; `make docs` puts it right."""
    assert documentation.COMMANDS.read_text(encoding="utf-8") == documentation.commands()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: object) -> None:
    """A link to a file of this checkout finds it."""
    from pathlib import Path

    assert isinstance(page, Path)
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_the_changelog_knows_this_version() -> None:
    """The newest entry is the version that the package has."""
    heads = re.findall(r"^## \[?(\d+\.\d+\.\d+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert heads[0] == __version__


def test_no_registry_and_no_path_of_a_machine_is_committed() -> None:
    """The locks name packages and hashes, and nothing of where they were found."""
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert not re.search(r"https?:|file:/|--(?:extra-)?index-url|--find-links|--trusted-host|(?<![\w=])/\w+/", text)
