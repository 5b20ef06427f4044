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


MODEL = {"NUTGRAF_MODEL_URL": "http://127.0.0.1:8081/v1", "NUTGRAF_MODEL": "small"}


def test_without_a_model_there_are_no_settings_of_one() -> None:
    """Nothing set is no model, and half of it is named with the other half."""
    assert Settings.read({}).model is None
    for name, value in MODEL.items():
        with pytest.raises(BadSetting, match="both NUTGRAF_MODEL_URL and NUTGRAF_MODEL"):
            Settings.read({name: value})


def test_a_model_has_times_prices_and_room() -> None:
    """What is set is read, what is not has a default, and no time is longer than a reply may take."""
    plain = Settings.read(MODEL).model
    assert plain
    assert (plain.url, plain.name, plain.key) == ("http://127.0.0.1:8081/v1", "small", "")
    assert plain.connect_seconds <= plain.read_seconds <= plain.total_seconds < 20
    more = {
        "NUTGRAF_MODEL_KEY": " sk-secret ",
        "NUTGRAF_MODEL_TIMEOUT": "2.5",
        "NUTGRAF_MODEL_PRICE_IN": "0.15",
        "NUTGRAF_MODEL_PRICE_OUT": "0.6",
        "NUTGRAF_MODEL_CONTEXT": "4000",
        "TIKTOKEN_CACHE_DIR": "/vocabularies",
    }
    settings = Settings.read(MODEL | more)
    full = settings.model
    assert full
    assert (full.key, full.total_seconds, full.connect_seconds) == ("sk-secret", 2.5, 2.5)
    assert (full.price_in, full.price_out, full.context) == (0.15, 0.6, 4000)
    assert full.vocabulary == Path("/vocabularies")
    assert "sk-secret" not in repr(settings)
    assert "sk-secret" in settings.secrets


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NUTGRAF_MODEL_TIMEOUT", "soon"),
        ("NUTGRAF_MODEL_TIMEOUT", "60"),
        ("NUTGRAF_MODEL_TIMEOUT", "nan"),
        ("NUTGRAF_MODEL_PRICE_IN", "-1"),
        ("NUTGRAF_MODEL_CONTEXT", "100"),
        ("NUTGRAF_MODEL_CONTEXT", "inf"),
    ],
)
def test_a_number_of_a_model_that_is_none_is_named(name: str, value: str) -> None:
    """The variable, its value and what it may be are told."""
    with pytest.raises(BadSetting, match=f"{name}='{value}' is no number from"):
        Settings.read(MODEL | {name: value})


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
