"""Settings from the environment; an unsafe one stops the start with a sentence that says why."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SHORTEST_SECRET = 32


class UnsafeSettings(Exception):
    """The environment asks for something that would not be safe to serve."""


def home(environ: Mapping[str, str] = os.environ) -> Path:
    """The instance folder: where the SQLite file lives unless DATABASE_URL says otherwise."""
    return Path(environ.get("TRUST_INCLUSION_HOME") or "instance").resolve()


def database_url(environ: Mapping[str, str] = os.environ) -> str:
    """DATABASE_URL with the driver this product uses; by default an SQLite file."""
    url = environ.get("DATABASE_URL") or f"sqlite:///{home(environ) / 'trust-inclusion.sqlite'}"
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def from_environment(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The configuration of the app. Raises UnsafeSettings.

    `docs/settings.md` has the same settings in one table.
    """
    secret = environ.get("SECRET_KEY", "")
    public_url = environ.get("PUBLIC_URL", "").rstrip("/")
    if public_url and not _is_web_address(public_url):
        raise UnsafeSettings("PUBLIC_URL must begin with https:// (or http:// on a test machine).")
    return {
        "SECRET_KEY": secret,
        "SQLALCHEMY_DATABASE_URI": database_url(environ),
        "PUBLIC_URL": public_url,
        "TRUSTED_PROXIES": _whole(environ, "TRUSTED_PROXIES", 0, 0, 5),
        "IDLE_MINUTES": _whole(environ, "IDLE_MINUTES", 120, 5, 1440),
        "SIGN_IN_HOURS": _whole(environ, "SIGN_IN_HOURS", 12, 1, 168),
    }


def complete(config: dict[str, Any]) -> dict[str, Any]:
    """Add what follows from the settings, and refuse the unsafe. Raises UnsafeSettings."""
    https = str(config.get("PUBLIC_URL", "")).lower().startswith("https://")
    relaxed = bool(config.get("TESTING") or config.get("OFFLINE"))
    if not relaxed and len(str(config.get("SECRET_KEY", ""))) < SHORTEST_SECRET:
        raise UnsafeSettings(
            f"SECRET_KEY is missing or shorter than {SHORTEST_SECRET} characters. Make one with:\n"
            'python -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    return {
        "DEMO": False,
        "DEMO_ACCOUNTS": (),
        "PUBLIC_URL": "",
        "TRUSTED_PROXIES": 0,
        "IDLE_MINUTES": 120,
        "SIGN_IN_HOURS": 12,
        "ARGON2": {},
        "SESSION_COOKIE_NAME": "__Host-trust-inclusion" if https else "trust-inclusion",
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 512 * 1024,
        "MAX_FORM_PARTS": 400,
        **config,
    }


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _whole(environ: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = environ.get(name, "")
    if not text:
        return default
    digits = text.isascii() and text.isdigit() and len(text) < 6
    if not digits or not low <= int(text) <= high:
        told = f"{name} must be a whole number from {low} to {high}, not {text[:20]!r}."
        raise UnsafeSettings(told)
    return int(text)
