"""The one way web tests speak to the app: signed in as somebody, every page it gets checked."""

import re
from collections import Counter
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from werkzeug.test import TestResponse

from trust_inclusion.db import db, transaction
from trust_inclusion.models.accounts import Account
from trust_inclusion.services import accounts

UNLABELLED = {"hidden", "submit", "button"}


class Page(HTMLParser):
    """What a check needs of a page's markup."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings = 0
        self.ids: Counter[str] = Counter()
        self.labels_for: set[str] = set()
        self.controls: list[dict[str, str | None]] = []
        self.styles = 0
        self.inline_scripts = 0
        self.addresses: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Gather what the checks look at."""
        at = dict(attrs)
        self.headings += tag == "h1"
        if at.get("id"):
            self.ids[str(at["id"])] += 1
        if tag == "label" and at.get("for"):
            self.labels_for.add(str(at["for"]))
        if tag in ("input", "select", "textarea") and at.get("type") not in UNLABELLED:
            self.controls.append(at)
        self.styles += "style" in at or tag == "style"
        self.inline_scripts += (tag == "script" and "src" not in at) or any(
            name.startswith("on") for name in at
        )
        self.addresses += [str(at[name]) for name in ("href", "src", "action") if at.get(name)]


def check_page(html: str, *, whole: bool = True) -> Page:
    """Fail where a page breaks what every page promises."""
    page = Page(html)
    twice = [name for name, times in page.ids.items() if times > 1]
    assert not twice, f"ids that stand twice: {twice}"
    assert not page.styles, "inline style"
    assert not page.inline_scripts, "inline script"
    for control in page.controls:
        named = control.get("id") in page.labels_for or control.get("aria-label")
        assert named, f"a control without a label: {control}"
    elsewhere = [a for a in page.addresses if a.startswith(("http:", "https:", "//"))]
    assert not elsewhere, f"addresses of other hosts: {elsewhere}"
    if whole:
        assert page.headings == 1, f"{page.headings} main headings"
        assert re.search(r"<title>[^<]{3,}</title>", html), "no title"
        assert 'lang="en-GB"' in html
    return page


class Client:
    """A browser of one person."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.flask: FlaskClient = app.test_client()

    def sign_in(self, account: Account) -> "Client":
        """Sign in as `account`, past the password (which has tests of its own)."""
        now = datetime.now(UTC)
        with transaction():
            secret = accounts.begin(account.id, account.email, now=now, hours=12)
        with self.flask.session_transaction() as session:
            session["_user_id"] = secret
            session["_fresh"] = True
            session["seen"] = int(now.timestamp())
        return self

    def get(self, path: str, status: int = 200, **more: Any) -> str:
        """The text of a page that must be answered with `status`."""
        return self._checked(self.flask.get(path, **more), status)

    def fragment(self, path: str, status: int = 200) -> str:
        """What htmx gets from the same address."""
        response = self.flask.get(path, headers={"HX-Request": "true"})
        assert "HX-Request" in response.headers["Vary"]
        return self._checked(response, status, whole=status >= 400)

    def raw(self, path: str, **more: Any) -> TestResponse:
        """The answer as it is: for downloads, redirects and headers."""
        return self.flask.get(path, **more)

    def post(self, path: str, data: Any = None, status: int = 303, **more: Any) -> TestResponse:
        """Send a form with its CSRF token and check the answer."""
        with self.flask.session_transaction() as session:
            session.setdefault("csrf_token", "0" * 40)
        response = self.flask.post(path, data={**(data or {}), **self._token()}, **more)
        self._checked(response, status)
        return response

    def _token(self) -> dict[str, str]:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.flask.get("/sign-in").text)
        if not found:
            found = re.search(r'X-CSRFToken": "([^"]+)"', self.flask.get("/").text)
        assert found, "no CSRF token on the page"
        return {"csrf_token": found[1]}

    def _checked(self, response: TestResponse, status: int, *, whole: bool = True) -> str:
        assert response.status_code == status, f"{response.status_code}: {response.text[-600:]}"
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert response.headers["Cache-Control"] == "no-store"
        text = response.text
        if response.mimetype == "text/html" and status not in (204, 303):
            check_page(text, whole=whole)
        return text


class Queries:
    """How many statements ran inside a `with` block, transactions' own not counted."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __enter__(self) -> "Queries":
        self.engine: Engine = db.engine
        event.listen(self.engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._note)

    def _note(self, _c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")):
            self.statements.append(statement)

    def __len__(self) -> int:
        return len(self.statements)
