"""What goes wrong, said in a sentence with what to do next; never a trace, never a name."""

import logging

from flask import Flask, Response
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from trust_inclusion.db import db
from trust_inclusion.domain.access import Refused
from trust_inclusion.services.places import Changed, NotThere
from trust_inclusion.web.hypermedia import page

log = logging.getLogger(__name__)

PAGES = (400, 403, 404, 405, 409, 413, 429, 500, 503)
"""Failures with a page of their own in templates/errors."""


def start(app: Flask) -> None:
    """Answer every failure with a page of ours."""
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Refused, lambda error: sentence(403, str(error)))
    app.register_error_handler(NotThere, lambda error: sentence(404, str(error)))
    app.register_error_handler(Changed, lambda error: sentence(409, str(error)))
    app.register_error_handler(
        StaleDataError, lambda _: sentence(409, "Somebody saved a change at the same moment.")
    )
    app.register_error_handler(500, _failure)


def sentence(status: int, said: str = "") -> Response:
    """The page of one failure; `said` is what happened, where there is more to say."""
    db.session.rollback()
    return page(f"errors/{status}.html", status=status, said=said)


def _stale_form(_: CSRFError) -> Response:
    return sentence(400, "This page was open for too long, or you signed in again elsewhere.")


def _http(error: HTTPException) -> Response:
    response = sentence(error.code if error.code in PAGES else 400)
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def _failure(_: Exception) -> Response:
    try:
        return sentence(500)
    except Exception:
        # The frame of a page asks the database who is signed in; that may be what failed.
        log.exception("the page of a failure failed")
        return Response(_BARE, 500, mimetype="text/html")


_BARE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Something went wrong</title></head>
<body><h1>Something went wrong</h1>
<p>It is a fault here, not yours. What you sent last may not have been saved: look before you send
it again.</p>
<p>Try again in a few minutes.</p></body></html>
"""
