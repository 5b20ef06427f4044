"""What Discord sends, as its official types have it."""

from __future__ import annotations

from typing import Any

APP, BOT, GUILD, CHANNEL, DIRECT, USER = "9001", "9001", "4194304000", "5001", "5002", "7001"
NOON = "2025-03-15T12:00:00+00:00"
TOKEN = "local-token"
THREADS = (10, 11, 12)
PERMISSIONS = str((1 << 10) | (1 << 11) | (1 << 16) | (1 << 35) | (1 << 38))
"""View channels, send messages, read the history, open threads, send in threads."""


def user(id_: str = USER, name: str = "asker", *, bot: bool = False) -> dict[str, Any]:
    """Somebody."""
    return {
        "id": id_,
        "username": name,
        "avatar": None,
        "discriminator": "0",
        "public_flags": 0,
        "flags": 0,
        "global_name": name.title(),
        "primary_guild": None,
        **({"bot": True} if bot else {}),
    }


def account() -> dict[str, Any]:
    """The bot's own user, as it sees itself."""
    return {**user(BOT, "nutgraf", bot=True), "mfa_enabled": False, "locale": "en-US"}


def member(who: dict[str, Any]) -> dict[str, Any]:
    """Somebody in a guild."""
    return {
        "user": who,
        "roles": [],
        "joined_at": NOON,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "permissions": PERMISSIONS,
        "nick": None,
        "avatar": None,
        "banner": None,
        "pending": False,
        "premium_since": None,
        "communication_disabled_until": None,
    }


def channel(id_: str, *, guild: str = GUILD, name: str = "newsroom") -> dict[str, Any]:
    """A text channel."""
    return {
        "id": id_,
        "type": 0,
        "flags": 0,
        "guild_id": guild,
        "name": name,
        "position": 0,
        "permission_overwrites": [],
        "parent_id": None,
        "topic": None,
        "nsfw": False,
        "last_message_id": None,
        "rate_limit_per_user": 0,
    }


def direct(id_: str = DIRECT) -> dict[str, Any]:
    """A direct message's channel."""
    return {"id": id_, "type": 1, "flags": 0, "last_message_id": None, "recipients": [user()]}


def thread(id_: str, parent: str, name: str, *, owner: str = BOT, guild: str = GUILD) -> dict[str, Any]:
    """A public thread under a message, whose id it has."""
    return {
        "id": id_,
        "type": 11,
        "flags": 0,
        "guild_id": guild,
        "name": name,
        "parent_id": parent,
        "owner_id": owner,
        "last_message_id": None,
        "rate_limit_per_user": 0,
        "message_count": 0,
        "member_count": 1,
        "total_message_sent": 0,
        "thread_metadata": {
            "archived": False,
            "archive_timestamp": NOON,
            "auto_archive_duration": 1440,
            "locked": False,
            "create_timestamp": NOON,
        },
    }


def guild(id_: str, channels: list[dict[str, Any]], threads: list[dict[str, Any]]) -> dict[str, Any]:
    """A guild, as it is told at the start of a session."""
    return {
        "id": id_,
        "name": "Desk",
        "icon": None,
        "owner_id": USER,
        "roles": [
            {
                "id": id_,
                "name": "@everyone",
                "permissions": PERMISSIONS,
                "color": 0,
                "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
                "hoist": False,
                "position": 0,
                "managed": False,
                "mentionable": False,
                "flags": 0,
            }
        ],
        "emojis": [],
        "stickers": [],
        "features": [],
        "channels": channels,
        "threads": threads,
        "members": [member(account())],
        "member_count": 2,
        "joined_at": NOON,
        "large": False,
        "unavailable": False,
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": "en-US",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "application_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "safety_alerts_channel_id": None,
        "premium_progress_bar_enabled": False,
        "vanity_url_code": None,
        "description": None,
        "banner": None,
        "splash": None,
        "discovery_splash": None,
    }


def message(id_: str, where: str, who: dict[str, Any], content: str = "", **more: Any) -> dict[str, Any]:
    """A message."""
    return {
        "id": id_,
        "type": 0,
        "channel_id": where,
        "author": who,
        "content": content,
        "timestamp": NOON,
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "flags": 0,
        **more,
    }


def application(flags: int, endpoint: str | None = None, key: str = "") -> dict[str, Any]:
    """What the application knows of itself."""
    return {
        "id": APP,
        "name": "nutgraf",
        "icon": None,
        "description": "",
        "type": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": key or "0" * 64,
        "flags": flags,
        "flags_new": str(flags),
        "redirect_uris": [],
        "interactions_endpoint_url": endpoint,
        "role_connections_verification_url": None,
        "owner": user(),
        "approximate_guild_count": 1,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
        "rpc_origins": [],
    }


def interaction(id_: str, token: str, kind: int, where: dict[str, Any], data: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Something that somebody does with the application: a command (2), a component (3) or a completion (4)."""
    in_guild = {"guild_id": where["guild_id"], "guild": {"id": where["guild_id"], "features": [], "locale": "en-US"}}
    who = {"member": member(user()), **in_guild, "guild_locale": "en-US"} if "guild_id" in where else {"user": user()}
    return {
        "id": id_,
        "application_id": APP,
        "type": kind,
        "token": token,
        "version": 1,
        "channel": where,
        "channel_id": where["id"],
        "locale": "en-US",
        "app_permissions": PERMISSIONS,
        "entitlements": [],
        "authorizing_integration_owners": {"0": where.get("guild_id", "0")},
        "attachment_size_limit": 10_485_760,
        "context": 0 if "guild_id" in where else 1,
        "data": data,
        **who,
        **more,
    }
