"""The settings, read once from the environment into one frozen object."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import BadSetting
from bot.moment import point

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

LINKING = ("KITTY_WINDOW_ID", "WT_SESSION", "KONSOLE_VERSION", "VTE_VERSION", "WEZTERM_PANE", "ALACRITTY_WINDOW_ID", "DOMTERM")
"""Variables set by terminals that follow OSC 8 links."""
LINKING_PROGRAMS = frozenset({"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio"})
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
MARKED_ABSENT = frozenset({"", "0", "false", "no", "off"})


@dataclass(frozen=True, kw_only=True)
class ModelSettings:
    """Where a model is, and what it may cost in time and money."""

    url: str
    """Of an OpenAI-compatible server, what ``/chat/completions`` is added to."""
    name: str
    key: str = field(default="", repr=False)
    connect_seconds: float = 3.0
    read_seconds: float = 16.0
    total_seconds: float = 16.0
    price_in: float = 0.0
    price_out: float = 0.0
    """What a million tokens cost, in the operator's currency."""
    context: int = 8_000
    """Tokens that the model has room for, prompt and reply together."""
    vocabulary: Path | None = None
    """The folder with tiktoken's vocabularies, where it is not the desk's own."""

    @classmethod
    def read(cls, env: Mapping[str, str]) -> ModelSettings | None:
        """What the environment says of a model; None where it names none. Raises BadSetting."""
        url, name = env.get("NUTGRAF_MODEL_URL", "").strip(), env.get("NUTGRAF_MODEL", "").strip()
        if not url and not name:
            return None
        if not url or not name:
            raise BadSetting("a model needs both NUTGRAF_MODEL_URL and NUTGRAF_MODEL; set the other one too, or neither")
        total = _number(env, "NUTGRAF_MODEL_TIMEOUT", 16.0, least=1.0, most=18.0)
        folder = env.get("TIKTOKEN_CACHE_DIR", "")
        return cls(
            url=url,
            name=name,
            key=env.get("NUTGRAF_MODEL_KEY", "").strip(),
            total_seconds=total,
            read_seconds=total,
            connect_seconds=min(total, 3.0),
            price_in=_number(env, "NUTGRAF_MODEL_PRICE_IN", 0.0),
            price_out=_number(env, "NUTGRAF_MODEL_PRICE_OUT", 0.0),
            context=int(_number(env, "NUTGRAF_MODEL_CONTEXT", 8_000, least=2_000)),
            vocabulary=Path(folder) if folder else None,
        )


def _number(env: Mapping[str, str], name: str, default: float, *, least: float = 0.0, most: float = 1e6) -> float:
    given = env.get(name, "").strip()
    if not given:
        return default
    try:
        value = float(given)
    except ValueError:
        value = -1.0
    if not least <= value <= most:
        raise BadSetting(f"{name}={given!r} is no number from {least:g} to {most:g}; give one, or leave it out")
    return value


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the environment asks for."""

    home: Path
    """Where the desk keeps its files."""
    debug: bool = False
    """Whether an error shows its traceback."""
    now: datetime | None = None
    """The moment to take for the present one, so that output can be reproduced."""
    columns: int | None = None
    """The width to fill, where the terminal does not tell."""
    colour: bool | None = None
    """Asked for or refused; None leaves it to the terminal."""
    links: bool = False
    """Whether the terminal is one that follows OSC 8 links."""
    model: ModelSettings | None = None
    """The model that words briefs and answers; None without one."""
    redis_url: str | None = field(default=None, repr=False)
    """The Redis that replicas share; without one, replies are kept in memory."""
    database_url: str | None = field(default=None, repr=False)
    """The database of the durable state; without one, a SQLite file in the home folder."""
    host: str = "127.0.0.1"
    """Where the service's own door listens."""
    port: int = 8080
    """Its port; 0 takes a free one."""
    workspace: str = "default"
    """Whose desk it is: two workspaces share no reply and no state."""
    log_level: str = "INFO"
    """The least important line that the service logs."""
    public_url: str | None = None
    """Where people and platforms reach the service's own door from outside, without a slash at the end."""
    slack_token: str | None = field(default=None, repr=False)
    """The bot's token in a Slack workspace; with one, the service answers there."""
    slack_app_token: str | None = field(default=None, repr=False)
    """For Socket Mode; without one, Slack calls the service's own door."""
    slack_signing_secret: str | None = field(default=None, repr=False)
    """What Slack signs its calls with."""
    slack_client_id: str | None = None
    """The app's own id, with which other workspaces install it."""
    slack_client_secret: str | None = field(default=None, repr=False)
    """What proves to Slack that we are that app."""
    slack_workspaces: frozenset[str] = frozenset()
    """The ids of the workspaces or organisations that may install it."""
    slack_api_url: str = "https://slack.com/api/"
    """Where Slack's Web API is."""
    digest_editors: frozenset[str] = frozenset()
    """Ids of those who may set up digests, as their platform has them; none means whoever can write in a channel."""
    digest_zone: str = "UTC"
    """The time zone of digests where neither the words nor the platform name one."""
    digest_catch_up: float = 6.0
    """Hours by which a digest may be late and still be posted."""
    slack_threads: str = ""
    """When plain messages in threads are answered: ``C012=joined,*=mention``."""

    discord_token: str | None = field(default=None, repr=False)
    """The bot's token of a Discord application; with one, the service answers there."""
    discord_public_key: str | None = None
    """What interactions that come over HTTP are checked with; without one they come through the gateway alone."""
    discord_api_url: str = "https://discord.com/api/v10"
    """Where Discord's REST API is."""
    discord_gateway_url: str | None = None
    """Where its gateway is; without one, where the API says."""
    discord_threads: str = ""
    """When plain messages in threads are answered: ``1234=joined,*=mention``."""
    discord_opening: str = "open"
    """What a brief does about a thread of its own: ``open`` one, ``offer`` one with a button, or ``none``."""

    @property
    def shared(self) -> bool:
        """Whether the newsroom's sources are in a database that replicas share."""
        return (self.database_url or "").startswith(("postgresql://", "postgres://"))

    @property
    def library(self) -> Path:
        """Where the articles' store and index are. What follows a shared store is kept apart from what was read in here."""
        return self.home / "replica" if self.shared else self.home

    @property
    def state_url(self) -> str:
        """The database of the durable state."""
        return self.database_url or f"sqlite:///{self.home / 'state.db'}"

    @property
    def state_there(self) -> bool:
        """Whether there is a durable state to ask: a file that nobody has made yet knows nothing."""
        return self.database_url is not None or (self.home / "state.db").exists()

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be written anywhere: keys, the addresses with a password in them, and the passwords."""
        from urllib.parse import unquote

        slack = (self.slack_token, self.slack_app_token, self.slack_signing_secret, self.slack_client_secret)
        found: list[str] = [key for key in (*slack, self.discord_token) if key]
        found += [self.model.key] if self.model and self.model.key else []
        for url in (self.redis_url, self.database_url):
            account, at, _ = (url or "").partition("://")[2].rpartition("@")
            if url and at and (password := account.partition(":")[2]):
                # As it is written in the address, and as it is meant.
                found += (url, password, unquote(password))
        return tuple(found)

    @classmethod
    def read(
        cls, environ: Mapping[str, str] | None = None, *, home: Path | None = None, platform: str = sys.platform
    ) -> Settings:
        """Read the environment; ``home`` goes before what it says.

        Raises BadSetting where a variable has no usable value.
        """
        env = os.environ if environ is None else environ
        given = env.get("NUTGRAF_HOME")
        now = env.get("NUTGRAF_NOW")
        try:
            moment = point(now) if now else None
        except ValueError as exc:
            raise BadSetting(f"NUTGRAF_NOW={now!r} is no moment; give one like 2025-03-15T12:00:00+00:00") from exc
        terminal = env.get("TERM", "")
        colour = None
        if env.get("NO_COLOR") or terminal == "dumb":
            colour = False
        elif env.get("FORCE_COLOR", "") not in MARKED_ABSENT or env.get("CLICOLOR_FORCE", "") not in MARKED_ABSENT:
            colour = True
        columns = env.get("COLUMNS", "")
        level = env.get("NUTGRAF_LOG", "").upper() or "INFO"
        if level not in LEVELS:
            raise BadSetting(f"NUTGRAF_LOG={level!r} is no level; give one of {', '.join(LEVELS)}")
        return cls(
            home=home or (Path(given).expanduser() if given else default_home(env, platform)),
            debug=debugging(env),
            now=moment,
            columns=int(columns) if columns.isdecimal() and int(columns) > 0 else None,
            colour=colour,
            links=terminal != "dumb" and (any(map(env.get, LINKING)) or env.get("TERM_PROGRAM") in LINKING_PROGRAMS),
            model=ModelSettings.read(env),
            redis_url=env.get("REDIS_URL") or None,
            database_url=env.get("DATABASE_URL") or None,
            host=env.get("NUTGRAF_HOST") or "127.0.0.1",
            port=_port(env.get("NUTGRAF_PORT") or "8080"),
            workspace=env.get("NUTGRAF_WORKSPACE") or "default",
            log_level=level,
            public_url=address(env.get("NUTGRAF_PUBLIC_URL", "").strip(), "NUTGRAF_PUBLIC_URL"),
            slack_token=env.get("SLACK_BOT_TOKEN") or None,
            slack_app_token=env.get("SLACK_APP_TOKEN") or None,
            slack_signing_secret=env.get("SLACK_SIGNING_SECRET") or None,
            slack_client_id=env.get("SLACK_CLIENT_ID") or None,
            slack_client_secret=env.get("SLACK_CLIENT_SECRET") or None,
            slack_workspaces=frozenset(filter(None, map(str.strip, env.get("SLACK_WORKSPACES", "").split(",")))),
            slack_api_url=env.get("SLACK_API_URL") or "https://slack.com/api/",
            slack_threads=env.get("SLACK_THREADS", ""),
            digest_editors=frozenset(filter(None, map(str.strip, env.get("NUTGRAF_DIGEST_EDITORS", "").split(",")))),
            digest_zone=_zone(env.get("NUTGRAF_DIGEST_ZONE") or "UTC"),
            digest_catch_up=_number(env, "NUTGRAF_DIGEST_CATCH_UP", 6.0, most=23.0),
            discord_token=env.get("DISCORD_TOKEN") or None,
            discord_public_key=env.get("DISCORD_PUBLIC_KEY") or None,
            discord_api_url=env.get("DISCORD_API_URL") or "https://discord.com/api/v10",
            discord_gateway_url=env.get("DISCORD_GATEWAY_URL") or None,
            discord_threads=env.get("DISCORD_THREADS", ""),
            discord_opening=env.get("DISCORD_OPENING") or "open",
        )


def _zone(name: str) -> str:
    if name != "UTC":
        # Read only where one is set: the command line has no use for it, and a start is short.
        from zoneinfo import available_timezones

        if name not in available_timezones():
            raise BadSetting(f"NUTGRAF_DIGEST_ZONE={name!r} is no time zone; give one like Europe/Kyiv")
    return name


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) < 65_536):
        raise BadSetting(f"NUTGRAF_PORT={text!r} is no port; give a number from 0 to 65535")
    return int(text)


def address(text: str, name: str) -> str | None:
    """What links can begin with, without the slash at its end; None of an empty text. Raises BadSetting."""
    from urllib.parse import urlsplit

    if not text:
        return None
    try:
        parts = urlsplit(text)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or parts.query or parts.fragment or parts.username or not text.isascii() or set(text) & set(" <>|\"'"):
        raise BadSetting(f"{name}={text!r} is no address; give one like https://desk.example.org")
    return text.rstrip("/")


def debugging(environ: Mapping[str, str]) -> bool:
    """Whether errors are to show their traceback; told apart, since the rest may be what is wrong."""
    return environ.get("NUTGRAF_DEBUG", "").lower() not in MARKED_ABSENT


def default_home(environ: Mapping[str, str], platform: str = sys.platform) -> Path:
    """Where this platform keeps an application's data: what platformdirs would say, without its import time."""
    if platform == "win32":
        local = environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "nutgraf"
    if platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "nutgraf"
    data = environ.get("XDG_DATA_HOME", "")
    return (Path(data) if data.startswith("/") else Path.home() / ".local" / "share") / "nutgraf"
