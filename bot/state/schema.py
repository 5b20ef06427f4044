"""The one schema, as SQLAlchemy Core tables; the migrations lead to exactly this, and a test compares the two.

Times are UTC seconds since 1970 as floating-point numbers: the same on SQLite and PostgreSQL, and never shifted by a driver's
idea of a zone. Every row that belongs to a place people talk in names it by platform, workspace and channel.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    TypeDecorator,
)
from sqlalchemy import String as PlainString
from sqlalchemy import Text as PlainText

from bot.intake import cleaned

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class String(TypeDecorator[str]):
    """Characters up to a number, without what PostgreSQL refuses: names and ids come from outside, with anything in them."""

    impl = PlainString
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: object) -> str | None:  # noqa: ARG002
        """Cleaned on the way in, and on the way to be compared."""
        return None if value is None else cleaned(value)


class Text(String):
    """As many characters as there are."""

    impl = PlainText
    cache_ok = True


def _place(primary_key: bool = False) -> list[Column[str]]:
    """Where people talk: three columns that many tables begin with."""
    return [Column(name, String(128), nullable=False, primary_key=primary_key) for name in ("platform", "workspace", "channel")]


collections = Table(
    "collections",
    metadata,
    Column("workspace", String(128), primary_key=True),
    Column("name", String(128), primary_key=True),
    Column("private", Integer, nullable=False),
)

channel_collections = Table(
    "channel_collections", metadata, *_place(primary_key=True), Column("collection", String(128), primary_key=True)
)

threads = Table(
    "threads",
    metadata,
    *_place(primary_key=True),
    Column("thread", String(128), primary_key=True),
    Column("turns", Text, nullable=False),
    Column("updated", Double, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("platform", String(128), primary_key=True),
    Column("workspace", String(128), primary_key=True),
    Column("event", String(256), primary_key=True),
    Column("state", String(16), CheckConstraint("state IN ('received', 'done')", name="state"), nullable=False),
    Column("owner", String(64), nullable=False),
    Column("until", Double, nullable=False),
    Column("received", Double, nullable=False),
    Column("request", LargeBinary),
    Column("lapses", Integer, nullable=False, server_default="0"),
    Index(None, "received"),
    Index(None, "state", "until"),
)
"""What came in. ``request`` is what was asked, until it is answered: it may carry the token that answers it, good for minutes.

``lapses`` says how often it was taken over from one who did not finish it.
"""

replies = Table(
    "replies",
    metadata,
    Column("id", String(64), primary_key=True),
    *_place(),
    Column("thread", String(128)),
    Column("message", String(128)),
    Column("kind", String(16), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("made", Double, nullable=False),
    Index(None, "platform", "workspace", "channel", "thread"),
)

reply_sources = Table(
    "reply_sources",
    metadata,
    Column("reply", ForeignKey("replies.id", ondelete="CASCADE"), primary_key=True),
    Column("source", String(64), primary_key=True),
    Column("revision", String(64), nullable=False),
    Index(None, "source"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("reply", ForeignKey("replies.id", ondelete="CASCADE"), primary_key=True),
    Column("person", String(128), primary_key=True),
    Column("value", String(16), nullable=False),
    Column("given", Double, nullable=False),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", String(64), primary_key=True),
    *_place(),
    Column("maker", String(128), nullable=False),
    Column("topics", Text, nullable=False),
    Column("at", String(5), nullable=False),
    Column("days", String(7), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("state", String(16), CheckConstraint("state IN ('active', 'paused')", name="state"), nullable=False),
    Column("made", Double, nullable=False),
    Index(None, "platform", "workspace", "channel"),
)

ledger = Table(
    "ledger",
    metadata,
    *_place(primary_key=True),
    Column("subscription", String(64), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("state", String(16), CheckConstraint("state IN ('intended', 'posted', 'missed')", name="state"), nullable=False),
    Column("body", LargeBinary),
    Column("digest", String(64)),
    Column("message", String(128)),
    Column("owner", String(64), nullable=False),
    Column("until", Double, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("updated", Double, nullable=False),
    Index(None, "day"),
)

newsroom = Table(
    "newsroom",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("store", String(32), nullable=False),
    Column("changes", BigInteger, nullable=False),
)
"""One row: which newsroom this is, and the number of its last change. Its lock puts those who publish in line."""

sources = Table(
    "sources",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("revision", String(64)),
    Column("change", BigInteger, nullable=False),
    Index(None, "change", unique=True),
)
"""The newsroom's sources. One that was removed has no revision, so that every replica hears of it."""

source_revisions = Table(
    "source_revisions",
    metadata,
    Column("source", ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    Column("revision", String(64), primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("stored", Double, nullable=False),
)
"""What was read in each revision, as zlib-compressed JSON: bytes, because PostgreSQL's texts refuse NUL characters."""

keys = Table(
    "keys",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", LargeBinary, nullable=False),
    Column("made", Double, nullable=False),
)
"""What the desk signs with, made once and the same for every replica; and a few notes of what platforms have been told."""


def _installed() -> list[Column[Any]]:
    """What the tables of an installation have in common; tokens that rotate are longer than Bolt's own 200 characters allow."""
    return [
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("client_id", PlainString(32), nullable=False),
        Column("app_id", PlainString(32), nullable=False),
        Column("enterprise_id", PlainString(32)),
        Column("enterprise_name", PlainString(200)),
        Column("team_id", PlainString(32)),
        Column("team_name", PlainString(200)),
        Column("bot_token", PlainString(1000)),
        Column("bot_id", PlainString(32)),
        Column("bot_user_id", PlainString(32)),
        Column("bot_scopes", PlainString(1000)),
        Column("bot_refresh_token", PlainString(1000)),
        Column("bot_token_expires_at", DateTime),
        Column("is_enterprise_install", Boolean, nullable=False),
        Column("installed_at", DateTime, nullable=False),
    ]


slack_bots = Table(
    "slack_bots",
    metadata,
    *_installed(),
    Index("slack_bots_idx", "client_id", "enterprise_id", "team_id", "installed_at"),
)
"""The Slack workspaces that installed the app. Bolt's installation store reads and writes this table and the next."""

slack_installations = Table(
    "slack_installations",
    metadata,
    *_installed(),
    Column("enterprise_url", PlainString(200)),
    Column("user_id", PlainString(32), nullable=False),
    Column("user_token", PlainString(1000)),
    Column("user_scopes", PlainString(1000)),
    Column("user_refresh_token", PlainString(1000)),
    Column("user_token_expires_at", DateTime),
    *(Column(f"incoming_webhook_{part}", PlainString(200)) for part in ("url", "channel", "channel_id", "configuration_url")),
    Column("token_type", PlainString(32)),
    Index("slack_installations_idx", "client_id", "enterprise_id", "team_id", "user_id", "installed_at"),
)
"""Who installed it, and when."""
