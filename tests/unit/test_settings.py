"""The settings, read once from the environment."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import BadSetting
from bot.settings import Settings, default_home


@pytest.mark.parametrize(
    ("platform", "environ", "expected"),
    [
        ("linux", {"XDG_DATA_HOME": "/data"}, Path("/data/nutgraf")),
        ("linux", {"XDG_DATA_HOME": "not/absolute"}, Path.home() / ".local/share/nutgraf"),
        ("linux", {}, Path.home() / ".local/share/nutgraf"),
        ("darwin", {}, Path.home() / "Library/Application Support/nutgraf"),
        ("win32", {"LOCALAPPDATA": "/appdata"}, Path("/appdata/nutgraf")),
    ],
)
def test_the_home_is_where_the_platform_keeps_data(platform: str, environ: dict[str, str], expected: Path) -> None:
    """Without an option or a variable, files go where the platform's users expect them."""
    assert default_home(environ, platform) == expected


def test_an_option_goes_before_the_environment() -> None:
    """``--home`` wins over NUTGRAF_HOME, which wins over the platform's folder."""
    environ = {"NUTGRAF_HOME": "/from/environment", "XDG_DATA_HOME": "/data"}
    assert Settings.read(environ, platform="linux").home == Path("/from/environment")
    assert Settings.read(environ, home=Path("/from/option"), platform="linux").home == Path("/from/option")


def test_the_clock_can_be_stopped() -> None:
    """NUTGRAF_NOW makes output reproducible, and nonsense in it is named."""
    assert Settings.read({"NUTGRAF_NOW": "2025-03-15T12:00:00"}).now == datetime(2025, 3, 15, 12, tzinfo=UTC)
    with pytest.raises(BadSetting, match="'noon'"):
        Settings.read({"NUTGRAF_NOW": "noon"})


@pytest.mark.parametrize(
    ("environ", "colour"),
    [
        ({}, None),
        ({"NO_COLOR": "1"}, False),
        ({"TERM": "dumb"}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, None),
    ],
)
def test_colour_is_asked_for_or_refused_by_the_usual_variables(environ: dict[str, str], colour: bool | None) -> None:
    """NO_COLOR and FORCE_COLOR decide; without them the terminal does."""
    assert Settings.read(environ).colour is colour


def test_links_are_for_terminals_known_to_follow_them() -> None:
    """OSC 8 is not sent to a terminal that might print it."""
    assert not Settings.read({"TERM": "xterm"}).links
    assert Settings.read({"TERM": "xterm", "VTE_VERSION": "7000"}).links
    assert not Settings.read({"TERM": "dumb", "TERM_PROGRAM": "WezTerm"}).links


def test_a_width_that_is_none_is_left_to_the_terminal() -> None:
    """COLUMNS counts only where it is a positive number."""
    assert Settings.read({"COLUMNS": "60"}).columns == 60
    assert Settings.read({"COLUMNS": "0"}).columns is None
    assert Settings.read({"COLUMNS": "wide"}).columns is None


@pytest.mark.parametrize(
    "address", ["desk.example.org", "ftp://desk.example.org", "https://", "https://a b.org", "https://a.org/?x=1"]
)
def test_an_address_that_no_link_can_begin_with_is_refused(address: str) -> None:
    """NUTGRAF_PUBLIC_URL is what links begin with, so that what is none is named at the start."""
    assert (
        Settings.read({"NUTGRAF_PUBLIC_URL": "https://desk.example.org/nutgraf/"}).public_url
        == "https://desk.example.org/nutgraf"
    )
    with pytest.raises(BadSetting, match="NUTGRAF_PUBLIC_URL"):
        Settings.read({"NUTGRAF_PUBLIC_URL": address})
