"""The one way web tests speak to the app: signed in as somebody, every page it gets checked."""

import re
from collections import Counter
from contextvars import Context
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any, NamedTuple, Self

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from werkzeug.test import TestResponse

from trust_inclusion.db import db, transaction
from trust_inclusion.models.accounts import Account
from trust_inclusion.services import accounts

UNLABELLED = {"hidden", "submit", "button"}
FOCUSED = {"input", "select", "textarea", "button", "a", "summary"}


TOKEN = re.compile(r'X-CSRFToken": "[^"]+|name="csrf_token"[^>]+')


class Page(HTMLParser):
    """What a check needs of a page's markup."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings = 0
        self.ids: Counter[str] = Counter()
        self.labels_for: set[str] = set()
        self.controls: list[dict[str, str | None]] = []
        self.focusable: set[str] = set()
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
        if at.get("id") and (tag in FOCUSED or "tabindex" in at) and at.get("type") != "hidden":
            self.focusable.add(str(at["id"]))
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
    nowhere = {a for a in page.addresses if a.startswith("#") and a[1:] not in page.ids}
    assert not nowhere, f"links to what is not on the page: {nowhere}"
    elsewhere = [a for a in page.addresses if a.startswith(("http:", "https:", "//"))]
    assert not elsewhere, f"addresses of other hosts: {elsewhere}"
    if whole:
        assert page.headings == 1, f"{page.headings} main headings"
        assert re.search(r"<title>[^<]{3,}</title>", html), "no title"
        assert 'lang="en-GB"' in html
    return page


def check_refused_form(html: str) -> None:
    """Fail where a form sent back does not say so, or a link of its summary focuses nothing."""
    assert re.search(r"<title>Error: [^<]+</title>", html), "the title does not begin with Error:"
    summary = html.partition('<div class="govuk-error-summary"')[2].partition("</ul>")[0]
    assert "<li>" in summary, "no error summary"
    linked = set(re.findall(r'<a href="#([^"]+)">', summary))
    assert linked <= Page(html).focusable, f"the summary leads to no control: {linked}"


class Who(NamedTuple):
    """An account without its row, for tests that keep no session open."""

    id: int
    email: str


class Client:
    """A browser of one person. It knows nothing of the test's own context, as no browser does."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.flask: FlaskClient = app.test_client()

    def sign_in(self, account: Account | Who) -> "Client":
        """Sign in as `account`, past the password (which has tests of its own)."""
        now, who, email = datetime.now(UTC), account.id, account.email
        with self.app.app_context(), transaction():
            secret = accounts.begin(who, email, now=now, hours=12)
        with self.flask.session_transaction() as session:
            session["_user_id"] = secret
            session["_fresh"] = True
            session["seen"] = int(now.timestamp())
        return self

    def get(self, path: str, status: int = 200, **more: Any) -> str:
        """The text of a page that must be answered with `status`."""
        return self._checked(self.raw(path, **more), status)

    def fragment(self, path: str, status: int = 200) -> str:
        """What htmx gets from the same address."""
        response = self.raw(path, headers={"HX-Request": "true"})
        assert "HX-Request" in response.headers["Vary"]
        return self._checked(response, status, whole=status >= 400)

    def raw(self, path: str, **more: Any) -> TestResponse:
        """The answer as it is: for downloads, redirects and headers."""
        return self.open(path, method="GET", **more)

    def open(self, path: str, **more: Any) -> TestResponse:
        """Any request, unchecked. An open context of the test would lend it its session."""
        answer = Context().run(self.flask.open, path, buffered=True, **more)
        answer.request.environ["wsgi.input"].close()  # a large body was written to a file
        return answer

    def post(self, path: str, data: Any = None, status: int = 303, **more: Any) -> TestResponse:
        """Send a form with its CSRF token and check the answer."""
        with self.flask.session_transaction() as session:
            session.setdefault("csrf_token", "0" * 40)
        form = {**(data or {}), **self.token()}
        response = self.open(path, method="POST", data=form, **more)
        self._checked(response, status)
        if response.status_code == 303 and path != "/sign-out":
            # Else a test takes for saved what nobody was signed in to save.
            assert not response.location.startswith("/sign-in"), "signed out on the way"
        return response

    def token(self) -> dict[str, str]:
        """The CSRF token as a page of this browser carries it."""
        pages = (self.raw(path).text for path in ("/sign-in", "/"))
        found = next(filter(None, (re.search(r'X-CSRFToken": "([^"]+)"', p) for p in pages)), None)
        assert found, "no CSRF token on the page"
        return {"csrf_token": found[1]}

    def _checked(self, response: TestResponse, status: int, *, whole: bool = True) -> str:
        assert response.status_code == status, f"{response.status_code}: {response.text[-600:]}"
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert response.headers["Cache-Control"] == "no-store"
        text = response.text
        if response.mimetype == "text/html" and status not in (204, 303):
            check_page(text, whole=whole)
            if status == 422:
                check_refused_form(text)
        # Its letters fall by chance, and may spell what a test looks for.
        return TOKEN.sub("", text)


class Queries:
    """How many statements ran inside a `with` block, transactions' own not counted."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __enter__(self) -> Self:
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
