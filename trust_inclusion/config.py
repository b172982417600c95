"""Settings from the environment; an unsafe one stops the start with a sentence that says why."""

import os
import re
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SHORTEST_SECRET = 32
_BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:/[A-Za-z0-9_-]+)*/?")
_REGION = re.compile(r"[a-z0-9-]+")
_MAILBOX = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9.-]+")


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
        "EVIDENCE_DIR": environ.get("EVIDENCE_DIR") or str(home(environ) / "evidence"),
        "CLAMAV_SOCKET": _scanner(environ.get("CLAMAV_SOCKET", "")),
        **_evidence_store(environ),
        **_mail(environ),
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
        "CLAMAV_SOCKET": "",
        "DEMO_ACCOUNTS": (),
        "PUBLIC_URL": "",
        "TRUSTED_PROXIES": 0,
        "IDLE_MINUTES": 120,
        "SIGN_IN_HOURS": 12,
        **_evidence_store({}),
        **_mail({}),
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


_SAME_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


def _mail(environ: Mapping[str, str]) -> dict[str, Any]:
    """The mail server, if any. A password never travels to another machine unencrypted."""
    host = environ.get("SMTP_HOST", "").strip()
    tls = _yes(environ, "SMTP_TLS")
    starttls = _yes(environ, "SMTP_STARTTLS", default=not tls and host not in _SAME_MACHINE)
    if tls and starttls:
        raise UnsafeSettings("Set SMTP_TLS or SMTP_STARTTLS, not both.")
    user, password = environ.get("SMTP_USER", ""), environ.get("SMTP_PASSWORD", "")
    if bool(user) != bool(password):
        raise UnsafeSettings("SMTP_USER and SMTP_PASSWORD go together: set both or neither.")
    if password and not tls and not starttls and host not in _SAME_MACHINE:
        raise UnsafeSettings(
            "SMTP_PASSWORD would travel unencrypted: set SMTP_STARTTLS=yes or SMTP_TLS=yes."
        )
    sender = environ.get("MAIL_FROM", "").strip()
    if host and not _MAILBOX.fullmatch(sender):
        raise UnsafeSettings("MAIL_FROM must be the e-mail address that mail is sent from.")
    return {
        "SMTP_HOST": host,
        "SMTP_PORT": _whole(environ, "SMTP_PORT", 465 if tls else 587, 1, 65535),
        "SMTP_USER": user,
        "SMTP_PASSWORD": password,
        "SMTP_STARTTLS": starttls,
        "SMTP_TLS": tls,
        "MAIL_FROM": sender,
    }


def _yes(environ: Mapping[str, str], name: str, *, default: bool = False) -> bool:
    text = environ.get(name, "").strip().lower()
    if text not in {"", "yes", "no", "1", "0", "true", "false"}:
        raise UnsafeSettings(f"{name} must be yes or no, not {text!r}.")
    return text in {"yes", "1", "true"} if text else default


def _evidence_store(environ: Mapping[str, str]) -> dict[str, Any]:
    """The bucket of certificates, if any, with the usual names of its keys and its endpoint."""
    address = environ.get("EVIDENCE_STORE", "").strip()
    if not address:
        return {"EVIDENCE_STORE": ""}
    if not _BUCKET.fullmatch(address):
        raise UnsafeSettings(
            "EVIDENCE_STORE must be s3://BUCKET or s3://BUCKET/PREFIX, without keys in it."
        )
    endpoint = environ.get("AWS_ENDPOINT_URL_S3") or environ.get("AWS_ENDPOINT_URL") or ""
    region = environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION") or ""
    key_id, secret = environ.get("AWS_ACCESS_KEY_ID", ""), environ.get("AWS_SECRET_ACCESS_KEY", "")
    if endpoint and not _is_safe_endpoint(endpoint):
        raise UnsafeSettings(
            "AWS_ENDPOINT_URL_S3 must begin with https:// and hold no password: certificates "
            "would travel unencrypted. http:// is for a store on this machine only."
        )
    if not endpoint and not region:
        raise UnsafeSettings("EVIDENCE_STORE needs AWS_REGION (such as eu-west-2).")
    if region and not _REGION.fullmatch(region):
        raise UnsafeSettings("AWS_REGION must be the name of a region, such as eu-west-2.")
    if not key_id or not secret:
        raise UnsafeSettings("EVIDENCE_STORE needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")
    if find_spec("boto3") is None:
        raise UnsafeSettings(
            "EVIDENCE_STORE needs one more package, boto3. Install it with:\n"
            'pip install "trust-inclusion[s3]"'
        )
    return {
        "EVIDENCE_STORE": address.rstrip("/"),
        "S3_ENDPOINT": endpoint,
        "S3_REGION": region or "us-east-1",
        "S3_KEY_ID": key_id,
        "S3_SECRET": secret,
        "S3_TOKEN": environ.get("AWS_SESSION_TOKEN", ""),
    }


def _is_safe_endpoint(text: str) -> bool:
    if not _is_web_address(text):
        return False
    parts = urlsplit(text)
    plain = not (parts.username or parts.password or parts.query or parts.fragment)
    return plain and (parts.scheme == "https" or parts.hostname in _SAME_MACHINE)


def _scanner(address: str) -> str:
    host, _, port = address.rpartition(":")
    if address and not address.startswith("/") and not (host and port.isdigit()):
        raise UnsafeSettings(f"CLAMAV_SOCKET must be a path or host:port, not {address!r}.")
    return address


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
