"""The door: every view says who may pass, and every answer carries the security headers."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, request
from flask_login import current_user
from flask_wtf import CSRFProtect
from werkzeug.wrappers import Response as AnyResponse

from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor, Refused
from trust_inclusion.services.settings import Settings

View = TypeVar("View", bound=Callable[..., Any])

_DOOR = "_door"
_PUBLIC = "public"
_ROOM = "_room"

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # CSRF protection over HTTPS needs the referrer on our own pages.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}

csrf = CSRFProtect()


class UnguardedView(Exception):
    """A view says neither who may pass nor that anybody may."""


def allow(action: Action) -> Callable[[View], View]:
    """Let through who holds `action` anywhere; the use-case then asks about the thing itself."""

    def mark(view: View) -> View:
        setattr(view, _DOOR, action)
        return view

    return mark


def public(view: View) -> View:
    """Let anybody through, signed in or not."""
    setattr(view, _DOOR, _PUBLIC)
    return view


def takes_files(most_bytes: int) -> Callable[[View], View]:
    """Let a larger request through to this view, from those whom its door lets through."""

    def mark(view: View) -> View:
        setattr(view, _ROOM, most_bytes)
        return view

    return mark


def start(app: Flask) -> None:
    """Put the door before every view and the headers on every answer."""
    # Before the form is first read, which the check of its token does.
    app.before_request(_make_room)
    csrf.init_app(app)
    app.before_request(_at_the_door)
    app.after_request(_with_headers)


def check_every_door(app: Flask) -> None:
    """Refuse to start with a view that has no door. Raises UnguardedView."""
    for endpoint, view in app.view_functions.items():
        if not hasattr(view, _DOOR):
            raise UnguardedView(f"{endpoint} has neither @allow nor @public")


def actor() -> Actor:
    """Who asks. Only behind a door that needs signing in."""
    return current_user.signed_in.actor


def trust_settings() -> Settings:
    """The trust's settings, read with the sign-in."""
    return current_user.signed_in.settings


def _make_room() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    room = getattr(view, _ROOM, 0)
    if (
        room
        and current_user.is_authenticated
        and access.may_anywhere(actor(), getattr(view, _DOOR))
    ):
        request.max_content_length = room


def _at_the_door() -> AnyResponse | None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None:
        return None
    door = getattr(view, _DOOR)
    if door == _PUBLIC:
        return None
    if not current_user.is_authenticated:
        return current_app.extensions["login_manager"].unauthorized()
    if not access.may_anywhere(actor(), door):
        raise Refused("You do not have access to this page.")
    return None


def _with_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        # A certificate, which is no page, comes with a policy of its own.
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    # Pages hold staff data: nobody keeps a copy.
    response.headers.setdefault("Cache-Control", "no-store")
    return response
